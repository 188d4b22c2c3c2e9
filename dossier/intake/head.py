"""The head of an official document: what it says of its own number, date, type, subject, issuer, signer.

Layout rules of Nghị định 30/2020/NĐ-CP, Phụ lục I, loosened where real files differ. Every field is either
found or None; a number that cannot be read is said to be so, never guessed.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, NamedTuple

from dossier.doctypes import ANNEX, OFFICIAL_LETTER
from dossier.intake.citations import parse_citations
from dossier.intake.doctypes import type_of_symbol, type_of_title
from dossier.intake.headnumber import (
    Mark,
    find_date,
    find_edge_mark,
    find_number,
    is_number,
    is_place_and_date,
    split_after_number,
)
from dossier.intake.headtitle import (
    find_issuer,
    is_about,
    is_capitals,
    is_motto,
    is_motto_piece,
    is_rule,
    names_a_place,
    subject_after_title,
    subject_of_letter,
    without_specks,
    years_of,
)
from dossier.intake.marks import find_urgency, without_stamps
from dossier.intake.model import DocumentHead, NumberState
from dossier.intake.signer import find_signer
from dossier.intake.witness import Testimony, agree_with_title, tidy_recognised, weigh
from dossier.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.intake.model import Citation

_ZONE_LINES, _ZONE_LENGTH = 45, 2_200
_UNTITLED_LINES = 15
_ANNEX_TITLE_WITHIN = 6
_MOTTO_START = re.compile(r"\s+(?=C[ỘÔ]NG H[ÒO][AÀ] X[ÃA] HỘI|Độc lập ?[-–] ?Tự do|ĐẢNG CỘNG SẢN VIỆT NAM)")
_DRAFT_LINE = re.compile(r"\W*(?:bản )?dự thảo(?: lần (?:thứ )?\w+| \d[\d./]*)?\W*", re.IGNORECASE)
_DRAFT = re.compile(r"dự thảo(?: lần (?:thứ )?\w+)?", re.IGNORECASE)
_ENCLOSED = re.compile(r"\((?:[Bb]an hành |[Đđ]ính )?[Kk]èm theo (?P<parent>[^()]{5,300})")
_ISSUED_BY = re.compile(r"\bcủa (?P<issuer>[^()]{3,120}?)\s*$")
# Urgency and secrecy marks and copy marks stand above or below the issuing body.
_MARKS = re.compile(r"(hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|ban sao|sao y|bieu so|mau so|du thao)\b")


class _Title(NamedTuple):
    """The type line: its index in the head zone, the type, the rest of the line."""

    at: int
    type: str
    rest: str


def parse_head(
    lines: Iterable[str],
    *,
    margins: str = "",
    recognised: bool = False,
    witnesses: Sequence[str] = (),
    guesses: Sequence[str] = (),
) -> DocumentHead:
    """What the document says of itself, from its lines in reading order.

    Args:
        lines: in reading order.
        margins: text of page headers and footers.
        recognised: the lines come from OCR; then number and day are believed only when two witnesses agree
            (measured: OCR gets 4 to 13 % of handwritten numbers right), type, symbol and year always.
        witnesses: see ``readers.Content``.
        guesses: likewise; they make candidates only.
    """
    every = list(without_stamps(_prepared(map(tidy_recognised, lines) if recognised else lines)))
    edge = find_edge_mark(every)
    body = [line for line in every if not find_edge_mark([line])]
    zone = list(_zone(body))
    title = _find_title(zone)
    top = zone[: _top_end(zone, title)]
    testimony = _testify(top, title, witnesses, guesses) if recognised else Testimony(_own_mark(top))
    own = testimony.mark
    head = DocumentHead(
        number=own.number,
        number_state=own.state,
        symbol=own.symbol,
        date=own.date,
        year=own.year,
        number_readings=testimony.numbers,
        date_readings=testimony.dates,
        urgency=find_urgency([*zone, *(line for text in guesses for line in text.split("\n"))]),
        type=_type(title, zone, own),
        draft_words=_draft_words(zone, margins),
        cites=_cites(body, own),
    )
    head = _with_subject(head, zone, title)
    issuer, parent = _recognised_issuer(top, guesses) if recognised else _issuer(top)
    signer, signer_title = find_signer(body[len(top) :])
    head = dataclasses.replace(head, issuer=issuer, parent=parent, signer=signer, signer_title=signer_title)
    return head if head.number_state is not NumberState.ABSENT else _as_annex(head, zone, edge)


def _prepared(lines: Iterable[str]) -> Iterator[str]:
    """One-line pieces: columns that a tab or a motto starts are parted, and a date behind the number."""
    for line in lines:
        for column in line.split("\t"):
            for part in _MOTTO_START.split(one_line(column)):
                yield from filter(None, split_after_number(part))


def _zone(lines: Iterable[str]) -> Iterator[str]:
    length = 0
    for count, line in enumerate(lines):
        if count >= _ZONE_LINES or length > _ZONE_LENGTH:
            return
        length += len(line)
        yield line


def _find_title(zone: Sequence[str]) -> _Title | None:
    """The first type line before ``Kính gửi``; below the word Phụ lục only capitals soon after it count."""
    annex: _Title | None = None
    about = False
    for at, line in enumerate(zone):
        if _is_addressee(line) or (annex and at > annex.at + _ANNEX_TITLE_WITHIN):
            break
        about = about or is_about(line)
        found = type_of_title(line)
        if found and found[0] != ANNEX and (is_capitals(line) or not (about or annex)):
            return _Title(at, *found)
        if _is_annex(line):
            annex = annex or _Title(at, ANNEX, "")
    return annex


def _is_addressee(line: str) -> bool:
    return fold(line).startswith("kinh gui")


def _is_annex(line: str) -> bool:
    return fold(line).startswith("phu luc") and len(line) < 30  # noqa: PLR2004 - "Phụ lục II:", no sentence


def _top_end(zone: Sequence[str], title: _Title | None) -> int:
    letter = next((at for at, line in enumerate(zone) if _is_addressee(line)), None)
    ends = [at for at in (title.at if title else None, letter) if at is not None]
    return min(ends, default=_UNTITLED_LINES)


def _own_mark(top: Sequence[str]) -> Mark:
    start, end = _about_block(top)
    dated = find_date([*top[:start], *top[end:]])
    return dataclasses.replace(find_number(top), date=dated.date, year=dated.year, day_words=dated.day_words)


def _testify(top: Sequence[str], title: _Title | None, witnesses: Sequence[str], guesses: Sequence[str]) -> Testimony:
    """Number and date of a scan, as far as its readings agree."""
    seen = [_with_spoilt_number(_own_mark(top), top), *map(_witness_mark, guesses)]
    testimony = weigh(seen, [_witness_mark(text) for text in witnesses])
    return testimony._replace(mark=agree_with_title(testimony.mark, title.type if title else None))


def _with_spoilt_number(own: Mark, top: Sequence[str]) -> Mark:
    """A line that starts as the number's does and cannot be read as one, pen over print, is an unreadable number."""
    spoilt = own.state is NumberState.ABSENT and any(line.startswith("Số: ") for line in top)
    return dataclasses.replace(own, state=NumberState.UNREADABLE) if spoilt else own


def _witness_mark(text: str) -> Mark:
    """Number and date as one reading of the letterhead gives them."""
    return _own_mark(_top_of(text))


def _top_of(text: str) -> list[str]:
    """The lines above the title in one reading of the letterhead."""
    zone = list(_zone(without_stamps(_prepared(map(tidy_recognised, text.split("\n"))))))
    return zone[: _top_end(zone, _find_title(zone))]


def _about_block(top: Sequence[str]) -> tuple[int, int]:
    """Start and end of the ``V/v`` lines; both past the end when there are none."""
    start = next((at for at, line in enumerate(top) if is_about(line)), len(top))
    end = start + 1
    while end < len(top) and not (is_motto(top[end]) or is_number(top[end]) or is_place_and_date(top[end])):
        end += 1
    return start, end


def _type(title: _Title | None, zone: Sequence[str], own: Mark) -> str | None:
    if title:
        return title.type
    by_symbol = type_of_symbol(own.symbol) if own.symbol else None
    about = any(map(is_about, zone[:_UNTITLED_LINES]))  # only a letter bears «V/v» under its number
    addressed = any(map(_is_addressee, zone)) and (own.symbol or any(map(is_about, zone)))
    is_letter = addressed or (about and own.state is not NumberState.ABSENT)
    return by_symbol or (OFFICIAL_LETTER if is_letter else None)


def _with_subject(head: DocumentHead, zone: Sequence[str], title: _Title | None) -> DocumentHead:
    if title:
        subject = subject_after_title(title.rest, zone[title.at + 1 :])
    else:
        top = zone[: _top_end(zone, None)]
        start, end = _about_block(top)
        subject = subject_of_letter(top[start:end])
    return dataclasses.replace(head, subject=subject, subject_years=years_of(subject))


def _issuer(top: Sequence[str]) -> tuple[str | None, str | None]:
    return find_issuer(_above_number(top), official=_is_official(top))


def _recognised_issuer(top: Sequence[str], guesses: Sequence[str]) -> tuple[str | None, str | None]:
    """Issuer and parent from the first reading that has a whole name."""
    for lines in (top, *map(_top_of, guesses)):
        issuer, parent = _issuer(lines)
        if issuer and names_a_place(issuer):
            return without_specks(issuer), parent and without_specks(parent)
    return None, None


def _is_official(top: Sequence[str]) -> bool:
    return any(is_motto(line) or is_number(line) for line in top)


def _above_number(top: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for line in top:
        if line.startswith("Số:") or any(
            ends(line) for ends in (is_number, is_motto, is_motto_piece, is_about, is_place_and_date, _is_annex)
        ):
            break
        if not is_rule(line) and not _MARKS.match(fold(line)):
            lines.append(line)
    return lines


def _draft_words(zone: Sequence[str], margins: str) -> str | None:
    line = next((line for line in zone if _DRAFT_LINE.fullmatch(line)), None)
    in_margin = _DRAFT.search(margins)
    return line or (in_margin[0] if in_margin else None)


def _cites(body: Sequence[str], own: Mark) -> tuple[Citation, ...]:
    """Documents named other than by the line of the document's own number."""
    citations = parse_citations("\n".join(line for line in body if not line.startswith("Số: ")))
    return tuple(c for c in citations if (c.number, c.symbol) != (own.number, own.symbol))


def _as_annex(head: DocumentHead, zone: Sequence[str], edge: Mark | None) -> DocumentHead:
    """Complete a document without a number of its own from its edge mark or its ``(Kèm theo …)`` line."""
    enclosed = _ENCLOSED.search(" ".join(zone))
    named = parse_citations(enclosed["parent"]) if enclosed else ()
    issued = _ISSUED_BY.search(enclosed["parent"]) if enclosed else None
    head = dataclasses.replace(
        head,
        issuer=head.issuer or (issued["issuer"] if issued else None),
        annex_of=named[0].reference if named else None,
        date=None if named else head.date,  # then the date found is the parent's
        year=None if named else head.year,
    )
    if edge is None:
        return head
    head = dataclasses.replace(
        head, number=edge.number, number_state=edge.state, symbol=edge.symbol, date=edge.date, year=edge.year
    )
    return dataclasses.replace(head, annex_of=head.reference)
