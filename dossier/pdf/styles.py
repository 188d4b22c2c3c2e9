"""What the styles of a DOCX say of a run or paragraph, as far as the preparing pass asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from dossier.pdf.ooxml import NAMES, parse_part, w, wpath

if TYPE_CHECKING:
    from collections.abc import Iterator

_VAL = w("val")


@dataclass(frozen=True, slots=True)
class Styles:
    """What styles.xml says, as far as the pass asks."""

    by_id: dict[str, etree._Element] = field(default_factory=dict)
    default_paragraph: str = ""
    defaults: etree._Element | None = None
    spacing_defaults: etree._Element | None = None

    @classmethod
    def read(cls, data: bytes | None) -> Styles:
        """Of styles.xml; None means the document has none."""
        if data is None:
            return cls()
        root = parse_part(data)
        styles = {style.get(w("styleId"), ""): style for style in root.iterfind(wpath("style"))}
        paragraph = root.find("w:style[@w:type='paragraph'][@w:default='1']", NAMES)
        default = "" if paragraph is None else paragraph.get(w("styleId"), "")
        return cls(
            styles,
            default,
            root.find(wpath("docDefaults/rPrDefault/rPr")),
            root.find(wpath("docDefaults/pPrDefault/pPr/spacing")),
        )

    _found: dict[tuple[str, str, str], etree._Element | None] = field(default_factory=dict)

    def _chain(self, style_id: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            yield self.by_id[style_id]
            style_id = value_of(self.by_id[style_id], "basedOn")

    def effective(self, run: etree._Element, name: str) -> etree._Element | None:
        """A run property from the run, its style, its paragraph's style, or the document defaults."""
        own = run.find(wpath(f"rPr/{name}"))
        if own is not None:
            return own
        paragraph = next(run.iterancestors(w("p")), None)
        of_paragraph = "" if paragraph is None else value_of(paragraph, "pPr/pStyle")
        styles = (value_of(run, "rPr/rStyle"), of_paragraph or self.default_paragraph, name)
        if styles not in self._found:
            self._found[styles] = self._styled(*styles)
        return self._found[styles]

    def _styled(self, run_style: str, paragraph_style: str, name: str) -> etree._Element | None:
        chains = (*self._chain(run_style), *self._chain(paragraph_style))
        places = [*(style.find(wpath("rPr")) for style in chains), self.defaults]
        hits = (place.find(w(name)) for place in places if place is not None)
        return next((hit for hit in hits if hit is not None), None)

    def spacing(self, paragraph: etree._Element, side: str) -> int:
        """Space ``before`` or ``after`` a paragraph in twips, from itself, its style or the document defaults."""
        styles = self._chain(value_of(paragraph, "pPr/pStyle") or self.default_paragraph)
        places = [place.find(wpath("pPr/spacing")) for place in (paragraph, *styles)]
        stated = (place.get(w(side)) for place in (*places, self.spacing_defaults) if place is not None)
        return int(next((value for value in stated if value is not None), 0))


def value_of(element: etree._Element, path: str) -> str:
    """The ``w:val`` of what a path leads to; empty when it leads nowhere."""
    hit = element.find(wpath(path))
    return "" if hit is None else hit.get(_VAL, "")
