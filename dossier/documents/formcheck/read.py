"""A DOCX, ours or a stranger's, to lines with their effective formatting. Nothing is rendered."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lxml import etree

from dossier.documents.formcheck.drawn import find_rules
from dossier.documents.formcheck.measure import line_length
from dossier.documents.formcheck.model import Line, PageNumber, Reading, Section, Span
from dossier.documents.formcheck.styles import TWIPS_PER_MM, Styles, W
from dossier.errors import BadInputError
from dossier.readers.package import (
    ZIP_ERRORS,
    LockedPackageError,
    UnsafePackageError,
    local_name,
    open_package,
    parse_xml,
    read_member,
)
from dossier.text import nfc

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from lxml.etree import _Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _R[1:-1].encode(),
}
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_INSIDE = {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
_STORED = {"sdt", "sdtContent", "ins", "moveTo", "customXml"}
# What parts two columns typed in one paragraph: a tab or a break, or wide space before the nation's words or a date.
_PARTED = re.compile(r"[\t\n]+|\s{3,}(?=C[ỘÔ]NG H[ÒO][AÀ] X|Độc lập|[A-ZĐ][^\d,.:;/]{1,40}, ngày)")
_TYPED_RULE = re.compile(r"[\s_─—–-]*(?:_{4,}|─{4,}|—{3,}|–{4,}|-{5,})[\s_─—–-]*")
_CELL_MARGINS = 3.8  # mm, Word's own at both sides
_RAISED_SIZE = 0.65  # of the letters beside it, as Word draws it
_A4 = (11906, 16838)  # twips
_INCH = 1440  # twips, Word's own margin on every side
_HEADER_WIDTH = 160.0  # mm, A4 less the margins of the decree: 30 and 20
_DEPTH_LIMIT = 60


def read_form(data: bytes, *, name: str) -> Reading:
    """What the form rules look at.

    Raises:
        BadInputError: not a DOCX, broken, locked or hostile.
    """
    try:
        with open_package(data) as package:
            return _Reader(package).read()
    except LockedPackageError as error:
        raise BadInputError(f"{name}: tệp đặt mật khẩu nên không đọc được.") from error
    except UnsafePackageError as error:
        raise BadInputError(f"{name}: tệp chứa cấu trúc nguy hiểm (bom nén hoặc thực thể XML), không đọc.") from error
    except (*ZIP_ERRORS, KeyError, etree.XMLSyntaxError) as error:
        raise BadInputError(f"{name}: không phải tệp DOCX hoặc tệp hỏng; tệp .doc hãy lưu lại thành .docx.") from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a paragraph stands."""

    block: int = 0
    section: int = 0
    cell: tuple[int, int] | None = None
    depth: int = 0
    width: float = 0
    table: str = ""


class _Reader:
    """One pass over a package."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._main = self._target("_rels/.rels", "", "/officeDocument") or "word/document.xml"
        folder, base = posixpath.split(self._main)
        self._folder = folder
        self._relations = posixpath.join(folder, "_rels", f"{base}.rels")
        self._styles = Styles(self._related("/styles"), self._related("/theme"), self._related("/numbering"))

    def read(self) -> Reading:
        body = self._part(self._main).find(f"{W}body")
        if body is None:
            raise KeyError(self._main)
        marks = list(body.iter(f"{W}sectPr"))
        heads: dict[str, _Element] = {}
        sections = tuple(self._section(mark, heads) for mark in marks) or (self._section(None, heads),)
        lines = tuple(self._blocks(body, sections))
        margins = tuple(line for head in heads.values() for line in self._stories(head, _Place(width=_HEADER_WIDTH)))
        return Reading(lines, sections, margins, self._page_count())

    # --- parts

    def _part(self, name: str) -> _Element:
        data = read_member(self._package, name)
        for strict, plain in _STRICT.items():
            data = data.replace(strict, plain)
        return parse_xml(data)

    def _targets(self, relations: str, folder: str) -> Iterator[tuple[str, str, str]]:
        if relations not in self._package.namelist():
            return
        for relation in self._part(relations):
            target = str(relation.get("Target", ""))
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield str(relation.get("Id", "")), str(relation.get("Type", "")), path

    def _target(self, relations: str, folder: str, kind: str) -> str:
        return next((path for _, type_, path in self._targets(relations, folder) if type_.endswith(kind)), "")

    def _related(self, kind: str) -> _Element | None:
        name = self._target(self._relations, self._folder, kind)
        return self._part(name) if name in self._package.namelist() else None

    def _page_count(self) -> int | None:
        try:
            root = self._part("docProps/app.xml")
        except (KeyError, etree.XMLSyntaxError):
            return None
        pages = next((item.text for item in root if local_name(item.tag) == "Pages"), None)
        return int(pages) if pages and pages.isdigit() and pages != "0" else None

    # --- sections

    def _section(self, mark: _Element | None, heads: dict[str, _Element]) -> Section:
        """A section; ``heads`` carries on the headers that a later one inherits."""
        size, margin = _attributes(mark, "pgSz"), _attributes(mark, "pgMar")
        shows_first = mark is not None and _is_on(mark.find(f"{W}titlePg"))
        if mark is not None:
            for reference in mark:
                name = local_name(reference.tag).removesuffix("Reference")
                if name in {"header", "footer"}:
                    heads[f"{name}/{reference.get(f'{W}type', 'default')}"] = self._by_id(reference.get(f"{_R}id", ""))
        rest = tuple(self._page_numbers(heads, "default"))
        return Section(
            width=_mm(size.get("w"), _A4[0]),
            height=_mm(size.get("h"), _A4[1]),
            top=abs(_mm(margin.get("top"), _INCH)),
            bottom=abs(_mm(margin.get("bottom"), _INCH)),
            left=_mm(margin.get("left"), _INCH) + _mm(margin.get("gutter"), 0),
            right=_mm(margin.get("right"), _INCH),
            numbers=rest,
            first_numbers=tuple(self._page_numbers(heads, "first")) if shows_first else rest,
        )

    def _by_id(self, rel_id: str) -> _Element:
        found = (path for id_, _, path in self._targets(self._relations, self._folder) if id_ == rel_id)
        return self._part(next(found))

    def _page_numbers(self, heads: dict[str, _Element], which: str) -> Iterator[PageNumber]:
        for place in ("header", "footer"):
            head = heads.get(f"{place}/{which}")
            for paragraph in head.iter(f"{W}p") if head is not None else ():
                if _holds_page_field(paragraph):
                    yield self._page_number(paragraph, place)

    def _page_number(self, paragraph: _Element, place: str) -> PageNumber:
        direct = paragraph.find(f"{W}pPr")
        style = _style_of(direct)
        shape = self._styles.shape(direct, table="")
        runs = [run for run in paragraph.iter(f"{W}r") if run.find(f"{W}t") is not None] or list(
            paragraph.iter(f"{W}r")
        )
        properties = runs[0].find(f"{W}rPr") if runs else None
        look = self._styles.look(properties, paragraph=style, table="")
        tabs = len(list(paragraph.iterfind(f"{W}r/{W}tab")))
        align = "center" if shape.framed or (shape.align == "left" and tabs == 1) else shape.align
        return PageNumber(place, align, look.size, bold=look.bold, italic=look.italic)

    # --- lines

    def _blocks(self, body: _Element, sections: tuple[Section, ...]) -> Iterator[Line]:
        section = 0
        for block, element in enumerate(_flat(body)):
            width = sections[min(section, len(sections) - 1)].text_width
            yield from self._block(element, _Place(block, section, width=width))
            if element.find(f"{W}pPr/{W}sectPr") is not None:
                section += 1

    def _stories(self, root: _Element, place: _Place) -> Iterator[Line]:
        for element in _flat(root):
            yield from self._block(element, place)

    def _block(self, element: _Element, place: _Place) -> Iterator[Line]:
        if place.depth > _DEPTH_LIMIT:
            return
        if local_name(element.tag) == "p":
            yield from self._paragraph(element, place)
        else:
            yield from self._table(element, place)

    def _table(self, table: _Element, place: _Place) -> Iterator[Line]:
        style = table.find(f"{W}tblPr/{W}tblStyle")
        name = style.get(f"{W}val", "") if style is not None else ""
        grid = [_mm(column.get(f"{W}w"), 0) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for number, row in enumerate(_flat(table, "tr")):
            start = 0
            for column, cell in enumerate(_flat(row, "tc")):
                span = int(_attributes(cell.find(f"{W}tcPr"), "gridSpan").get("val") or 1)
                own = _attributes(cell.find(f"{W}tcPr"), "tcW")
                width = _mm(own.get("w"), 0) if own.get("type", "dxa") == "dxa" else 0
                width = max(width or sum(grid[start : start + span]), 0) - _CELL_MARGINS
                start += span
                inner = replace(
                    place, cell=place.cell or (number, column), depth=place.depth + 1, width=width, table=name
                )
                yield from self._stories(cell, inner)

    def _paragraph(self, paragraph: _Element, place: _Place) -> Iterator[Line]:
        direct = paragraph.find(f"{W}pPr")
        shape = self._styles.shape(direct, table=place.table)
        spans = list(self._spans(paragraph, _style_of(direct), place))
        rules = find_rules(paragraph, shape, place.width)
        pieces = _parted(spans)
        lead = len(_text(spans)) - len(_text(spans).lstrip("\t"))
        for part, piece in enumerate(pieces):
            line = Line(
                tuple(piece), shape, place.block, place.section, place.cell, place.depth, place.width,
                part=part, parts=len(pieces), rules=rules if part == 0 else (), lead=lead if part == 0 else 0,
                text=nfc(_text(piece)).strip(),
            )  # fmt: skip
            yield replace(line, rules=(*line.rules, line_length(line))) if _TYPED_RULE.fullmatch(line.text) else line

    def _spans(self, element: _Element, style: str, place: _Place) -> Iterator[Span]:
        for child in element:
            name = local_name(child.tag)
            if name == "r":
                yield from self._run(child, style, place)
            elif name in _INSIDE:
                yield from self._spans(child, style, place)

    def _run(self, run: _Element, style: str, place: _Place) -> Iterator[Span]:
        properties = run.find(f"{W}rPr")
        if properties is not None and _is_on(properties.find(f"{W}vanish")):
            return
        text = "".join(
            (child.text or "") if child.tag == f"{W}t" else _BREAKS.get(local_name(child.tag), "") for child in run
        )
        # A footnote mark is no part of the words; a typed line may be raised too.
        if text and (_TYPED_RULE.fullmatch(text) or not _is_raised(properties)):
            if self._styles.is_capital(properties, paragraph=style):
                text = text.upper()
            look = self._styles.look(properties, paragraph=style, table=place.table)
            yield Span(text, replace(look, size=look.size * _RAISED_SIZE) if _is_raised(properties) else look)


# --- small things ---------------------------------------------------------------------------------


def _parted(spans: list[Span]) -> list[list[Span]]:
    """The spans of a paragraph, one list for each part that shows something; at least one."""
    text = _text(spans)
    cuts = [0, *(edge for match in _PARTED.finditer(text) for edge in match.span()), len(text)]
    pieces = [_cut(spans, start, end) for start, end in zip(cuts[::2], cuts[1::2], strict=True)]
    return [piece for piece in pieces if _text(piece).strip()] or [[]]


def _cut(spans: list[Span], start: int, end: int) -> list[Span]:
    found, at = [], 0
    for span in spans:
        inside = span.text[max(start - at, 0) : max(end - at, 0)]
        at += len(span.text)
        if inside:
            found.append(Span(inside, span.look))
    return found


def _text(spans: list[Span]) -> str:
    return "".join(span.text for span in spans)


def _flat(parent: _Element, *names: str) -> Iterator[_Element]:
    """The paragraphs and tables (or rows, or cells) below, through content controls and tracked insertions."""
    wanted = names or ("p", "tbl")
    for child in parent:
        name = local_name(child.tag)
        if name in wanted:
            yield child
        elif name in _STORED:
            yield from _flat(child, *wanted)


def _style_of(direct: _Element | None) -> str:
    style = direct.find(f"{W}pStyle") if direct is not None else None
    return style.get(f"{W}val", "") if style is not None else ""


def _holds_page_field(paragraph: _Element) -> bool:
    codes = [code.text or "" for code in paragraph.iter(f"{W}instrText")]
    codes += [field.get(f"{W}instr", "") for field in paragraph.iter(f"{W}fldSimple")]
    return any(re.search(r"\bPAGE\b", code) for code in (*codes, "".join(codes)))


def _is_on(element: _Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1") not in {"0", "false", "off"}


def _is_raised(properties: _Element | None) -> bool:
    raised = properties.find(f"{W}vertAlign") if properties is not None else None
    return raised is not None and raised.get(f"{W}val") == "superscript"


def _attributes(parent: _Element | None, name: str) -> dict[str, str]:
    found = parent.find(f"{W}{name}") if parent is not None else None
    return {str(key).removeprefix(W): str(value) for key, value in found.attrib.items()} if found is not None else {}


def _mm(twips: str | None, fallback: float) -> float:
    try:
        return float(twips or fallback) / TWIPS_PER_MM
    except ValueError:
        return fallback / TWIPS_PER_MM
