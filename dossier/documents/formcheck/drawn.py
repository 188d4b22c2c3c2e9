"""Straight lines in a paragraph: DrawingML, VML, a border, underscores. Widths in mm; None where not told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.documents.formcheck.styles import W
from dossier.readers.package import local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from dossier.documents.formcheck.model import Shape

_EMU_PER_MM = 36_000
_MM = {"pt": 25.4 / 72, "in": 25.4, "cm": 10.0, "mm": 1.0, "px": 25.4 / 96, "": 25.4 / 96}
_SHAPES = {"line", "straightConnector1"}
_CONNECTOR = "_x0000_t32"
_LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(pt|in|cm|mm|px)?")
_FLAT = 12  # a line this many times longer than high counts as level


def find_rules(paragraph: _Element, shape: Shape, width: float) -> tuple[float | None, ...]:
    """The straight lines anchored in a paragraph that has ``width`` mm."""
    found = list(_drawings(paragraph))
    border = paragraph.find(f"{W}pPr/{W}pBdr")
    if border is not None:
        drawn = [border.find(f"{W}{side}") for side in ("top", "bottom")]
        if any(one is not None and one.get(f"{W}val") not in ("nil", "none") for one in drawn):
            found.append(width - shape.left - shape.right)
    return tuple(found)


def _drawings(element: _Element) -> Iterator[float | None]:
    """A drawing stands twice in the file, once as fallback for old programs; take it once."""
    for child in element:
        name = local_name(child.tag)
        if name == "AlternateContent":
            branches = {local_name(one.tag): one for one in child}
            chosen = branches.get("Choice", branches.get("Fallback"))
            if chosen is not None:
                yield from _drawings(chosen)
        elif name in {"anchor", "inline"}:
            yield from _drawing(child)
        elif name == "line":
            yield _vml_line(child)
        elif name == "shape" and _CONNECTOR in (child.get("type") or ""):
            yield _styled_width(child.get("style") or "")
        elif name != "txbxContent":
            yield from _drawings(child)


def _drawing(anchor: _Element) -> Iterator[float]:
    for geometry in anchor.iter():
        if local_name(geometry.tag) != "prstGeom" or geometry.get("prst") not in _SHAPES:
            continue
        parent = geometry.getparent()
        sizes = [one for one in parent.iter() if local_name(one.tag) == "ext"] if parent is not None else []
        sizes += [one for one in anchor if local_name(one.tag) == "extent"]
        for size in sizes:
            across, down = int(size.get("cx") or 0), int(size.get("cy") or 0)
            if across > down * _FLAT:
                yield across / _EMU_PER_MM
                break


def _vml_line(line: _Element) -> float | None:
    ends = [_LENGTH.findall(line.get(end) or "") for end in ("from", "to")]
    if any(len(end) < 2 for end in ends):  # noqa: PLR2004 - x and y
        return None
    (x0, unit), (x1, _) = ends[0][0], ends[1][0]
    return abs(float(x1) - float(x0)) * _MM[unit] if unit else None


def _styled_width(style: str) -> float | None:
    match = re.search(r"(?:^|;)\s*width:\s*" + _LENGTH.pattern, style)
    return float(match[1]) * _MM[match[2] or ""] if match else None
