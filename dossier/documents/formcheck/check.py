"""The check of a file: which rule set, which papers it holds, and what every rule says of them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from dossier.documents.formcheck import body, close, head, page, title
from dossier.documents.formcheck.model import Era, FormCheck, Result, State, Verdict
from dossier.documents.formcheck.parts import find_parts, split_papers
from dossier.documents.formcheck.read import read_form
from dossier.documents.formcheck.rules import BY_NAME
from dossier.intake.citations import real_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dossier.documents.formcheck.model import Line, Reading
    from dossier.documents.formcheck.parts import Parts

# The decree is in force from the day it was signed (Điều 37).
ND30_FROM = dt.date(2020, 3, 5)
_PAGE: dict[str, Callable[[Reading, Era], Verdict]] = {
    "F01": page.check_paper,
    "F02": page.check_margins,
    "F03": page.check_font,
    "F04": page.check_colour,
    "F05": page.check_page_number,
}
_PARTS: dict[str, Callable[[Parts, Era], Verdict | None]] = {
    "F06": head.check_nation,
    "F07": head.check_motto,
    "F08": head.check_bodies,
    "F09": head.check_body_rule,
    "F10": head.check_number,
    "F11": head.check_symbol,
    "F12": head.check_date,
    "F13": title.check_title,
    "F14": title.check_subject,
    "F15": title.check_letter,
    "F16": title.check_bases,
    "F17": body.check_text,
    "F18": body.check_end,
    "F19": close.check_authority,
    "F20": close.check_name,
    "F21": close.check_recipients,
    "F22": title.check_addressee,
    "F23": close.check_annexes,
    "F24": head.check_minutes,
    "F25": body.check_citations,
}
_DAY = re.compile(r"ngày\s*(?P<day>\d{1,2})\s*tháng\s*(?P<month>\d{1,2})\s*năm\s*(?P<year>\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"năm\s*(\d{4})")
_OLDER = (
    "Bộ quy tắc trước 05/3/2020: số trang xét ở góc phải lề dưới; căn cứ (F16) và phụ lục (F23) không kiểm được; "
    "các quy tắc khác hai bộ giống nhau. Chi tiết của Thông tư 01/2011/TT-BNV chưa được đối chiếu với văn bản gốc."
)
_PARTY = "Văn bản của Đảng theo hướng dẫn riêng, không theo Nghị định 30/2020/NĐ-CP."


def check_form(data: bytes, *, name: str, day: dt.date | None = None) -> FormCheck:
    """What the form rules say of a DOCX; ``day`` stands for the date the paper bears.

    Raises:
        BadInputError: not a DOCX, broken, locked or hostile.
    """
    reading = read_form(data, name=name)
    papers = [find_parts(lines) for lines in split_papers(reading.lines)]
    date = day or next((found for parts in papers if (found := _date_of(parts.date))), None)
    era = _era(date, papers)
    notes = tuple(_notes(era, date, papers))
    results = [_result(rule, test(reading, era), era) for rule, test in _PAGE.items()]
    for rule, test in _PARTS.items():
        verdict = _join([_judge(test, parts, era) for parts in papers])
        if verdict:
            results.append(_result(rule, verdict, era))
    kinds = tuple(parts.kind or ("Phụ lục" if parts.annexes and not parts.nation else "không rõ") for parts in papers)
    return FormCheck(name, era, date, kinds, tuple(results), notes)


def _judge(test: Callable[[Parts, Era], Verdict | None], parts: Parts, era: Era) -> Verdict | None:
    if parts.party:
        return Verdict(State.UNKNOWN, (_PARTY,))
    return test(parts, era)


def _join(verdicts: Sequence[Verdict | None]) -> Verdict | None:
    """One verdict for all papers of a file: the worst state, the notes of that state with their paper named."""
    said = [(number, verdict) for number, verdict in enumerate(verdicts, start=1) if verdict]
    if not said:
        return None
    for state in (State.FAIL, State.UNKNOWN):
        notes = [
            f"văn bản {number}: {note}" if len(verdicts) > 1 else note
            for number, verdict in said
            if verdict.state is state
            for note in verdict.notes
        ]
        if notes:
            return Verdict(state, tuple(dict.fromkeys(notes)))
    return Verdict(State.PASS)


def _result(rule: str, verdict: Verdict, era: Era) -> Result:
    check = BY_NAME[rule]
    article = check.source if era is Era.ND30 else f"{era}; quy định nay ở {check.source}"
    return Result(rule, check.id, check.title.partition(" ")[2], article, verdict.state, verdict.notes)


def _date_of(line: Line | None) -> dt.date | None:
    match = _DAY.search(line.text) if line else None
    return real_date(match["day"], match["month"], match["year"]) if match else None


def _era(date: dt.date | None, papers: Sequence[Parts]) -> Era:
    if date:
        return Era.ND30 if date >= ND30_FROM else Era.TT01
    years = [int(match[1]) for parts in papers if parts.date and (match := _YEAR.search(parts.date.text))]
    return Era.TT01 if years and max(years) < ND30_FROM.year else Era.ND30


def _notes(era: Era, date: dt.date | None, papers: Sequence[Parts]) -> list[str]:
    notes = []
    if date is None:
        notes.append("Văn bản chưa có ngày đầy đủ: chọn bộ quy tắc theo năm, không có năm thì theo quy định hiện hành.")
    if era is Era.TT01:
        notes.append(_OLDER)
    if len(papers) > 1:
        notes.append(f"Tệp có {len(papers)} văn bản (mỗi Quốc hiệu một văn bản).")
    return notes
