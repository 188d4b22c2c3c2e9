"""The text-coverage guard: every word of a DOCX must be found again in the PDF made from it.

The embedded engine has been seen to drop a third of a table without a word (measured), so no conversion
of ours counts before this check.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dossier.pdf.ooxml import DOCUMENT, NAMES, R, is_on, parse_part, read_parts, w, walk, wpath
from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lxml import etree

_WORD = re.compile(r"\w+")
_RELATIONSHIPS = "word/_rels/document.xml.rels"
_GAPS = {w("tab"), w("br"), w("cr"), w("ptab")}
# Breaks inside a word that a line end may put there, and what extraction makes of them.
_JOINERS = str.maketrans("", "", "\u00ad\u200b\ufffe")


def read_docx_words(path: Path, *, pages: int) -> Counter[str]:
    """The words a DOCX prints: body, text boxes, notes, and the running head and foot once each.

    Field codes, deleted and hidden text are not printed. The head and foot of the first page or of even
    pages are left out, and the usual ones too where a one-page document (``pages`` is 1) hides them.

    Raises:
        ToolFailedError: not a DOCX that can be read.
    """
    parts = read_parts(path)
    body = parse_part(parts[DOCUMENT])
    words = Counter(_words(_text(body)))
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in parts:
            words += Counter(_words(_text(parse_part(parts[name]))))
    for name in _running_parts(body, parts, pages=pages):
        # Numbers are left out: a page number in the file is only the last one Word showed.
        words |= Counter({word for word in _words(_text(parse_part(parts[name]))) if not word.isdigit()})
    return words


def find_missing(wanted: Counter[str], pages: Sequence[str]) -> tuple[str, ...]:
    """The wanted words that the pages do not hold often enough, each as often as it is missing.

    Tight layout breaks words over lines and runs neighbours together; then extraction gives tokens that
    the document has nowhere. When the letters of those strangers cover the missing words, none is lost.
    """
    tokens = Counter(token for page in pages for token in _words(page))
    missing = wanted - tokens
    strangers = Counter({token: times for token, times in tokens.items() if token not in wanted})
    return tuple(missing.elements()) if _letters(missing) - _letters(strangers) else ()


def _letters(words: Counter[str]) -> Counter[str]:
    return Counter(letter for word in words.elements() for letter in word)


def _words(text: str) -> list[str]:
    return _WORD.findall(nfc(text.translate(_JOINERS)).casefold().replace("_", " "))


def _text(root: etree._Element) -> str:
    """Printed text, paragraphs apart and runs as close as they are printed."""
    pieces: list[str] = []
    for element in walk(root):
        if element.tag == w("t"):
            if not _is_hidden(element):
                pieces.append(element.text or "")
        elif element.tag in _GAPS or element.tag == w("p"):
            pieces.append(" ")
        elif element.tag == w("noBreakHyphen"):
            pieces.append("-")
    return "".join(pieces)


def _is_hidden(text: etree._Element) -> bool:
    run = text.getparent()
    return run is not None and is_on(run.find(wpath("rPr/vanish")))


def _running_parts(body: etree._Element, parts: dict[str, bytes], *, pages: int) -> set[str]:
    """Names of the head and foot parts that some page must show."""
    if _RELATIONSHIPS not in parts:
        return set()
    targets = {link.get("Id"): link.get("Target", "") for link in parse_part(parts[_RELATIONSHIPS])}
    shown: set[str] = set()
    for section in body.iter(w("sectPr")):
        if pages == 1 and is_on(section.find("w:titlePg", NAMES)):
            continue
        references = (*section.iterfind("w:headerReference", NAMES), *section.iterfind("w:footerReference", NAMES))
        shown.update(
            f"word/{targets.get(reference.get(f'{{{R}}}id'), '')}"
            for reference in references
            if reference.get(w("type"), "default") == "default"
        )
    return shown & parts.keys()
