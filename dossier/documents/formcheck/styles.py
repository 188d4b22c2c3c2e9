"""Effective formatting: direct, then character style, paragraph style and its ancestors, table style, defaults.

ECMA-376 part 1, 17.7.2; bold, italic and capitals of a paragraph style and a character style cancel out (17.7.3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.documents.formcheck.model import Look, Shape

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
TWIPS_PER_MM = 1440 / 25.4
_OFF = {"0", "false", "off", "none"}
_TOGGLES = ("b", "i", "caps")
_DARK = {"text1", "dark1", "tx1", "dk1"}
_ALIGNS = {"start": "left", "end": "right", "distribute": "both", "thaiDistribute": "both"}
# Word's own spacing for «auto» gaps (HTML paragraphs).
_AUTO_GAP = 14.0
_CHAIN_LIMIT = 30

Props = dict[str, Any]


class Styles:
    """The styles, theme and numbering of a document, asked many times."""

    def __init__(self, styles: _Element | None, theme: _Element | None, numbering: _Element | None) -> None:
        self._fonts = _theme_fonts(theme)
        self._by_id: dict[str, _Element] = {}
        self._default: dict[str, str] = {}
        self._chains: dict[tuple[str, str], Props] = {}
        self._base_run: Props = {"size": 10.0, "font": "Times New Roman"}
        self._base_paragraph: Props = {}
        if styles is not None:
            self._learn(styles)
        self._levels = _numbering_levels(numbering)

    def _learn(self, styles: _Element) -> None:
        for style in styles.iterchildren(f"{W}style"):
            name, kind = style.get(f"{W}styleId", ""), style.get(f"{W}type", "paragraph")
            self._by_id[name] = style
            if style.get(f"{W}default", "0") not in _OFF:
                self._default.setdefault(kind, name)
        for run in styles.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr"):
            self._base_run |= self.run_props(run)
        for paragraph in styles.iterfind(f"{W}docDefaults/{W}pPrDefault/{W}pPr"):
            self._base_paragraph |= paragraph_props(paragraph)

    def look(self, direct: _Element | None, *, paragraph: str, table: str) -> Look:
        """How the letters of a run look."""
        mine = self.run_props(direct) if direct is not None else {}
        over = self._chain(table, "run") if table else {}
        below = self._chain(paragraph or self._default.get("paragraph", ""), "run")
        above = self._chain(mine.get("style", ""), "run")
        merged = {**self._base_run, **over, **below, **above, **mine}
        for toggle in _TOGGLES:
            if toggle not in mine and below.get(toggle) and above.get(toggle):
                merged[toggle] = False
        return Look(
            merged.get("font"),
            merged["size"],
            bold=merged.get("b", False),
            italic=merged.get("i", False),
            color=merged.get("color", ""),
            underline=merged.get("u", False),
        )

    def is_capital(self, direct: _Element | None, *, paragraph: str) -> bool:
        """Whether a run is shown in capitals whatever was typed."""
        mine = self.run_props(direct) if direct is not None else {}
        below = self._chain(paragraph or self._default.get("paragraph", ""), "run")
        return bool({**below, **self._chain(mine.get("style", ""), "run"), **mine}.get("caps", False))

    def shape(self, direct: _Element | None, *, table: str) -> Shape:
        """How a paragraph lies."""
        mine = paragraph_props(direct) if direct is not None else {}
        over = self._chain(table, "paragraph") if table else {}
        style = self._chain(mine.get("style") or self._default.get("paragraph", ""), "paragraph")
        listed = {**style, **mine}.get("list", ("", ""))
        level = self._levels.get(listed, {})
        own_list = "list" in mine
        middle = ({**style, **level}) if own_list else ({**level, **style})
        merged = {**self._base_paragraph, **over, **middle, **mine}
        return _make_shape(merged, listed=bool(level) or listed[0] not in ("", "0"))

    def _chain(self, name: str, what: str) -> Props:
        """The properties a style and its ancestors give; a loop of ancestors ends by itself."""
        key = (name, what)
        if key not in self._chains:
            props: Props = {}
            for style in reversed(self._ancestors(name)):
                found = style.find(f"{W}rPr" if what == "run" else f"{W}pPr")
                if found is not None:
                    props |= self.run_props(found) if what == "run" else paragraph_props(found)
            props.pop("style", None)
            self._chains[key] = props
        return self._chains[key]

    def _ancestors(self, name: str) -> list[_Element]:
        found: list[_Element] = []
        style = self._by_id.get(name)
        while style is not None and style not in found and len(found) < _CHAIN_LIMIT:
            found.append(style)
            based = style.find(f"{W}basedOn")
            style = self._by_id.get(based.get(f"{W}val", "")) if based is not None else None
        return found

    def run_props(self, run: _Element) -> Props:
        """What one ``rPr`` says."""
        props: Props = {}
        for child in run:
            name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
            value = child.get(f"{W}val", "")
            if name in _TOGGLES:
                props[name] = value not in _OFF
            elif name == "sz":
                props["size"] = _number(value, 20) / 2
            elif name == "rFonts":
                font = self._font(child)
                if font is not None:
                    props["font"] = font
            elif name == "color":
                dark = child.get(f"{W}themeColor") in _DARK
                props["color"] = "" if dark or value == "auto" else value.upper()
            elif name == "u":
                props["u"] = value not in _OFF
            elif name == "rStyle":
                props["style"] = value
        return props

    def _font(self, fonts: _Element) -> str | None:
        """The font of Latin letters; a theme's name stands above a plain one in the same place."""
        for side in ("hAnsi", "ascii"):
            theme = fonts.get(f"{W}{side}Theme")
            if theme and self._fonts.get(theme[:5]):
                return self._fonts[theme[:5]]
            plain = fonts.get(f"{W}{side}")
            if plain:
                return plain
        return None


def paragraph_props(paragraph: _Element) -> Props:
    """What one ``pPr`` says."""
    props: Props = {}
    for child in paragraph:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name == "jc":
            value = child.get(f"{W}val", "left")
            props["align"] = _ALIGNS.get(value, value)
        elif name == "ind":
            props |= _indents(child)
        elif name == "spacing":
            props |= _spacing(child)
        elif name == "pStyle":
            props["style"] = child.get(f"{W}val", "")
        elif name == "numPr":
            props["list"] = _list_of(child)
        elif name == "framePr":
            props["framed"] = child.get(f"{W}xAlign") == "center"
        elif name == "contextualSpacing":
            props["tight"] = child.get(f"{W}val", "1") not in _OFF
    return props


def _indents(element: _Element) -> Props:
    props: Props = {}
    for key, names in (("left", ("left", "start")), ("right", ("right", "end"))):
        for name in names:
            if element.get(f"{W}{name}"):
                props[key] = _number(element.get(f"{W}{name}", ""), 0) / TWIPS_PER_MM
    if element.get(f"{W}hanging"):
        props["first"] = -_number(element.get(f"{W}hanging", ""), 0) / TWIPS_PER_MM
    elif element.get(f"{W}firstLine"):
        props["first"] = _number(element.get(f"{W}firstLine", ""), 0) / TWIPS_PER_MM
    return props


def _spacing(element: _Element) -> Props:
    props: Props = {}
    for side in ("before", "after"):
        if element.get(f"{W}{side}"):
            props[side] = _number(element.get(f"{W}{side}", ""), 0) / 20
        auto = element.get(f"{W}{side}Autospacing")
        if auto and auto not in _OFF:
            props[side] = _AUTO_GAP
    if element.get(f"{W}line"):
        amount, rule = _number(element.get(f"{W}line", ""), 240), element.get(f"{W}lineRule", "auto")
        props |= {"line": amount / 240, "points": None} if rule == "auto" else {"line": None, "points": amount / 20}
    return props


def _list_of(element: _Element) -> tuple[str, str]:
    parts = {child.tag.removeprefix(W): child.get(f"{W}val", "") for child in element if isinstance(child.tag, str)}
    return parts.get("numId", ""), parts.get("ilvl", "0")


def _make_shape(props: Props, *, listed: bool) -> Shape:
    tight = props.get("tight", False)
    return Shape(
        align=props.get("align", "left"),
        left=props.get("left", 0.0),
        right=props.get("right", 0.0),
        first=props.get("first", 0.0),
        before=0.0 if tight else props.get("before", 0.0),
        after=0.0 if tight else props.get("after", 0.0),
        line=props.get("line", 1.0),
        line_points=props.get("points"),
        listed=listed,
        framed=props.get("framed", False),
    )


def _theme_fonts(theme: _Element | None) -> dict[str, str]:
    """The Latin fonts of a theme, by ``major`` and ``minor``."""
    fonts: dict[str, str] = {}
    if theme is not None:
        for kind in ("major", "minor"):
            latin = next(theme.iter(f"{A}{kind}Font"), None)
            face = latin.find(f"{A}latin") if latin is not None else None
            if face is not None and face.get("typeface"):
                fonts[kind] = face.get("typeface", "")
    return fonts


def _numbering_levels(numbering: _Element | None) -> dict[tuple[str, str], Props]:
    """The indents of each list level, by list and level."""
    if numbering is None:
        return {}
    kinds = {kind.get(f"{W}abstractNumId"): kind for kind in numbering.iterchildren(f"{W}abstractNum")}
    levels: dict[tuple[str, str], Props] = {}
    for number in numbering.iterchildren(f"{W}num"):
        link = number.find(f"{W}abstractNumId")
        kind = kinds.get(link.get(f"{W}val")) if link is not None else None
        for level in kind.iterchildren(f"{W}lvl") if kind is not None else ():
            own = level.find(f"{W}pPr")
            key = (number.get(f"{W}numId", ""), level.get(f"{W}ilvl", "0"))
            props = paragraph_props(own) if own is not None else {}
            levels[key] = {name: props[name] for name in ("left", "right", "first") if name in props} | {"in": True}
    return levels


def _number(text: str, fallback: float) -> float:
    try:
        return float(text)
    except ValueError:
        return fallback
