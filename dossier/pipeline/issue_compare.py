"""What a signed paper says that the built one does not, and the other way round."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dossier.documents.formcheck.read import read_form
from dossier.files import read_bytes
from dossier.pdf.reading import read_text
from dossier.text import nfc, official_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.intake.task import Gist

_FIGURE = re.compile(r"\d[\d.,/]*")
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 12
_HEAD_LINES = 3  # of a page, where its number stands
_SHORT = 2  # letters; shorter words come and go with line breaks


def find_differences(built: Path, file: Path, gist: Gist, *, number: str, date: dt.date | None) -> Iterator[str]:
    """Figures and words of one that the other lacks; the order of words is not compared."""
    if not built.is_file():
        yield "Chưa có bản do Dossier lập để so sánh."
        return
    if not gist.content.text or gist.content.recognised:
        yield "Bản quét: không so được chữ với bản do Dossier lập; hãy đọc lại bằng mắt."
        return
    ours, theirs = _all_text(built), _all_text(file)
    given = _count(_FIGURE, f"{number} {official_date(date)}") if date else Counter[str]()
    for pattern, name, new in ((_FIGURE, "Số", given), (_WORD, "Chữ", Counter[str]())):
        mine, other = _count(pattern, ours), _count(pattern, theirs)
        if gone := mine - other:
            yield f"{name} có trong bản lập, không có trong bản ban hành: {_listed(gone)}."
        # The number and day were given after the paper was made, once in the head and once above each appendix.
        if came := Counter({word: count for word, count in (other - mine).items() if word not in new}):
            yield f"{name} chỉ có trong bản ban hành: {_listed(came)}."


def _all_text(path: Path) -> str:
    if path.suffix.lower() == ".docx":
        return "\n".join(line.text for line in read_form(read_bytes(path), name=path.name).lines)
    return "\n".join(_without_page_number(page) for page in read_text(path))


def _without_page_number(page: str) -> str:
    lines = page.split("\n")
    return "\n".join(line for at, line in enumerate(lines) if at >= _HEAD_LINES or not line.strip().isdigit())


def _count(pattern: re.Pattern[str], text: str) -> Counter[str]:
    found = (match.strip(".,/") for match in pattern.findall(nfc(text)))
    return Counter(word.casefold() for word in found if pattern is _FIGURE or len(word) > _SHORT)


def _listed(words: Iterable[str]) -> str:
    every = list(words)
    more = f" và {len(every) - _SHOWN} mục khác" if len(every) > _SHOWN else ""
    return ", ".join(f"«{word}»" for word in every[:_SHOWN]) + more
