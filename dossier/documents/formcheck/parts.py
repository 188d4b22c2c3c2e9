"""The components of an official paper (Nghị định 30/2020/NĐ-CP, Điều 8) among the lines of a DOCX. Pure."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.doctypes import ANNEX, CODES, OFFICIAL_LETTER
from dossier.documents.formcheck.model import Line
from dossier.intake.doctypes import type_of_title
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


MINUTES = "Biên bản"
# Code of a type in a symbol; the letter has none (Phụ lục III.I).
CODE_OF = {name: code for code, name in CODES.items()}
_NUMBER = re.compile(r"[Ss]ố\b.*/")
_DATE = re.compile(r"ngày.*tháng.*năm", re.IGNORECASE)
_ANNEX = re.compile(r"phu luc(?: so)?(?: [ivxlc]+| \d+| [….]+)?\.?")
_HEAD_LIMIT, _SUBJECT_LIMIT, _BASES_WITHIN = 40, 8, 14
_SIGN_REACH, _LAST = 14, 4
_MODEL_TITLE = "ten loai van ban"  # as the decree's own forms have it
_PREFACE = 10
_FAR_IN = 18.0  # mm; no paragraph begins there
_BASE = ("can cu ", "theo de nghi cua ", "xet de nghi cua ")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Annex:
    """An appendix: its heading, and the lines of its name and of «Kèm theo»."""

    heading: Line
    name: tuple[Line, ...]
    enclosed: Line | None


@dataclass(slots=True)
class Parts:
    """The components found in one paper, filled in while they are looked for; what is not there is None or empty.

    Attributes:
        head: every line above the title.
        kind: the type it names, or Công văn by its «V/v»; None when it names none.
        enclosed: the text is issued with another («Kèm theo …»): no number, date and signature of its own.
        ending: the last lines above the signature, and the last that stand in no table (minutes are signed in one).
    """

    lines: tuple[Line, ...]
    head: tuple[Line, ...] = ()
    nation: Line | None = None
    motto: Line | None = None
    bodies: tuple[Line, ...] = ()
    number: Line | None = None
    date: Line | None = None
    about: tuple[Line, ...] = ()
    title: Line | None = None
    subject: tuple[Line, ...] = ()
    kind: str | None = None
    enclosed: bool = False
    addressee: Line | None = None
    addressees: tuple[Line, ...] = ()
    bases: tuple[Line, ...] = ()
    body: tuple[Line, ...] = ()
    ending: tuple[Line, ...] = ()
    recipients_head: Line | None = None
    recipients: tuple[Line, ...] = ()
    signature: tuple[Line, ...] = ()
    annexes: tuple[Annex, ...] = ()
    party: bool = False

    @property
    def is_paper(self) -> bool:
        """Whether it is a paper of its own and no bare appendix."""
        return bool(self.nation or self.number or self.title) or not self.annexes


def split_papers(lines: Sequence[Line]) -> list[tuple[Line, ...]]:
    """The papers of a file: each begins with the block that names the nation.

    A few lines above the first belong to it (an issuer set without a table); more are a part of their own.
    """
    starts = [line.block for line in lines if is_nation(line)]
    above = sum(bool(line.text) for line in lines if starts and line.block < starts[0])
    edges = [-1, *starts[(0 if above > _PREFACE else 1) :], lines[-1].block + 1 if lines else 0]
    papers = (tuple(line for line in lines if start <= line.block < end) for start, end in itertools.pairwise(edges))
    return [paper for paper in papers if any(line.text for line in paper)] or [tuple(lines)]


def find_parts(lines: tuple[Line, ...]) -> Parts:
    """The components of one paper."""
    shown = tuple(line for line in lines if line.text or line.rules)
    annex_at = [at for at, line in enumerate(shown) if is_annex(line)]
    main = shown[: annex_at[0]] if annex_at else shown
    parts = Parts(lines)
    parts.annexes = tuple(_annex(shown, at) for at in annex_at)
    _find_head(parts, main)
    _find_end(parts, main)
    return parts


def is_nation(line: Line) -> bool:
    """Quốc hiệu, with either tone placement."""
    return fold(line.text).startswith("cong hoa xa hoi chu nghia viet nam")


def is_motto(line: Line) -> bool:
    """Tiêu ngữ, whatever joins its phrases."""
    return re.sub(r"[^a-z]", "", fold(line.text)) == "doclaptudohanhphuc"


def is_annex(line: Line) -> bool:
    """The heading of an appendix, which stands alone on its line."""
    alone = line.depth == 0 and line.parts == 1 and (line.shape.align == "center" or line.bold)
    return alone and _ANNEX.fullmatch(fold(line.text)) is not None


def is_blank_text(text: str) -> bool:
    """Whether a place is still to be filled in: dots, or nothing."""
    return "…" in text or "..." in text or not text.strip()


def _annex(shown: Sequence[Line], at: int) -> Annex:
    below = [line for line in shown[at + 1 : at + 8] if line.text and line.depth == 0]
    enclosed = next((line for line in below if "kem theo" in fold(line.text)), None)
    end = below.index(enclosed) if enclosed else 1
    return Annex(shown[at], tuple(below[:end]), enclosed)


# --- above the body -------------------------------------------------------------------------------


def _find_head(parts: Parts, main: Sequence[Line]) -> None:
    at = _title_at(main)
    letter = next((i for i, line in enumerate(main[:_HEAD_LIMIT]) if _is_addressee(line)), None)
    end = min((i for i in (at, letter) if i is not None), default=min(len(main), 12))
    parts.head = tuple(main[:end])
    parts.nation = next(filter(is_nation, parts.head), None)
    parts.motto = next(filter(is_motto, parts.head), None)
    parts.party = any(fold(line.text).startswith("dang cong san viet nam") for line in parts.head)
    parts.number = next((line for line in parts.head if _NUMBER.match(line.text)), None)
    parts.date = next((line for line in parts.head if _is_dated(line)), None)
    parts.about = tuple(_about(parts))
    parts.bodies = tuple(_bodies(parts))
    if letter is not None:
        parts.addressee = main[letter]
        parts.addressees = tuple(itertools.takewhile(_is_listed_body, main[letter + 1 :]))
    if at is not None:
        parts.title = main[at]
        parts.subject = tuple(_subject(main[at + 1 :]))
        found = type_of_title(main[at].text)
        parts.kind = found[0] if found else None
    elif parts.about or parts.addressee:
        parts.kind = OFFICIAL_LETTER
    window = main[at : at + _SUBJECT_LIMIT] if at is not None else parts.head
    parts.enclosed = any("kem theo" in fold(line.text) and line.text.startswith("(") for line in window)
    parts.bases = tuple(_bases(parts, main[end : end + _BASES_WITHIN + len(parts.subject)]))


def _title_at(main: Sequence[Line]) -> int | None:
    for at, line in enumerate(main[:_HEAD_LIMIT]):
        if _is_addressee(line):
            return None
        found = type_of_title(line.text)
        known = fold(line.text) == _MODEL_TITLE or (found and found[0] != ANNEX and not found[1])
        if known and line.text.isupper() and not line.right_hand:
            return at
    return None


def _is_addressee(line: Line) -> bool:
    return fold(line.text).startswith("kinh gui")


def _is_listed_body(line: Line) -> bool:
    """A line of the list below «Kính gửi»: dashed, or set far in."""
    return line.text.startswith(("-", "–")) or line.shape.left + line.shape.first > _FAR_IN or line.depth > 0


def _is_dated(line: Line) -> bool:
    return _DATE.search(line.text) is not None and not line.text.startswith("(") and not _is_about(line)


def _is_about(line: Line) -> bool:
    return re.match(r"v\s?/\s?v\b", fold(line.text)) is not None


def _about(parts: Parts) -> Iterator[Line]:
    """The «V/v» lines: the first, and what follows it in its cell or column."""
    started: Line | None = None
    for line in parts.head:
        if _is_about(line):
            started = line
        elif started and (line.cell != started.cell or line.right_hand or _DATE.search(line.text)):
            return
        if started and line.text:
            yield line


def _bodies(parts: Parts) -> Iterator[Line]:
    """The lines of the issuing body and the one above it: left, above the number."""
    for line in parts.head:
        past = parts.nation and parts.nation.cell and line.block > parts.nation.block
        if line is parts.number or _is_about(line) or past:
            return
        if line.text and not (line.right_hand or (line.rules and not _LETTER.search(line.text))):
            if is_nation(line) or is_motto(line) or _DATE.search(line.text) or not line.text.isupper():
                continue
            yield line


def _subject(below: Sequence[Line]) -> Iterator[Line]:
    for line in below[:_SUBJECT_LIMIT]:
        key = fold(line.text)
        ends = line.rules or not line.text or line.depth > 0 or key.startswith((*_BASE, "kinh gui", "("))
        if ends and not (line.rules and _LETTER.search(line.text)):
            return
        if (
            line.text.isupper()
            or line.shape.align not in {"center", "left"}
            or (line.shape.align == "left" and not line.bold)
        ):
            return
        yield line
        if line.rules:
            return


def _bases(parts: Parts, below: Sequence[Line]) -> Iterator[Line]:
    """The căn cứ block; one such line before running text is a sentence and no base."""
    found: list[Line] = []
    for line in below:
        if line.depth == 0 and line.part == 0 and fold(line.text).startswith(_BASE):
            found.append(line)
        elif found and line.text:
            break
    formal = parts.kind in {"Quyết định", "Nghị quyết"}
    if formal or len(found) > 1 or (found and found[0].text.endswith(";")):
        yield from found


# --- the body and below ---------------------------------------------------------------------------


def _find_end(parts: Parts, main: Sequence[Line]) -> None:
    at = next((i for i in range(len(main) - 1, -1, -1) if fold(main[i].text).startswith("noi nhan")), None)
    start = len(parts.head)
    above = list(main[start:at] if at is not None else main[start:])
    if at is not None:
        parts.recipients_head = main[at]
        _find_signature(parts, main, at)
    signed = {id(line) for line in parts.signature}
    rest = [
        line for line in above if id(line) not in signed and line.block != getattr(parts.recipients_head, "block", -1)
    ]
    said = [line for line in rest if line.text]
    parts.ending = (*said[-_LAST:], *[line for line in said if line.depth == 0][-_LAST:])
    skip = {
        id(line) for line in (*parts.subject, *parts.bases, *parts.addressees, parts.title, parts.addressee) if line
    }
    parts.body = tuple(
        line
        for line in rest
        if line.depth == 0 and line.part == 0 and id(line) not in skip and _LETTER.search(line.text)
    )


def _find_signature(parts: Parts, main: Sequence[Line], at: int) -> None:
    head = main[at]
    if head.cell is not None:
        row, column = head.cell
        same = [line for line in main if line.block == head.block and line.cell and line.text]
        mine = [line for line in same if line.cell and line.cell[1] == column and line.cell[0] >= row]
        parts.recipients = tuple(mine[mine.index(head) + 1 :])
        parts.signature = tuple(line for line in same if line.cell and line.cell[1] > column)
        return
    near = [line for line in main[at + 1 : at + 1 + _SIGN_REACH] if line.text]
    parts.recipients = tuple(line for line in near if line.part == 0 and line.text.startswith(("-", "+")))
