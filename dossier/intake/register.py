"""The document register (sổ văn bản đi/đến) as a witness for number, date and day of arrival.

An office's document system exports it as XLSX in the columns of Nghị định 30/2020/NĐ-CP, Phụ lục IV. A
handwritten number that OCR read in more than one way is settled when exactly one registered document fits.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from rapidfuzz import fuzz

from dossier.errors import BadInputError
from dossier.files import write_bytes
from dossier.intake.bodies import body_key, is_body
from dossier.intake.model import DocumentHead, EvidenceFile, EvidenceIndex, NumberState
from dossier.problems import CheckRule, Severity, Where
from dossier.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.problems import Problem
    from dossier.xlsxfile import Cell, Sheet

    # By folded symbol.
    _Register = Mapping[str, Sequence["RegisterEntry"]]

_SOURCE = "Nghị định 30/2020/NĐ-CP, Phụ lục IV: sổ đăng ký văn bản đi, đến"
RULES = (
    CheckRule("REG01", Severity.WARNING, "Mỗi dòng sổ có số, ký hiệu và ngày đọc được", _SOURCE,
              "Sửa dòng đã nêu trong sổ rồi nhập lại."),
    CheckRule("REG02", Severity.HINT, "Số viết tay khớp đúng một văn bản trong sổ", _SOURCE,
              "Không phải làm gì; có thể mở tệp để xem lại."),
    CheckRule("REG03", Severity.WARNING, "Ngày trong tệp đúng với ngày trong sổ", _SOURCE,
              "Đối chiếu tệp với sổ văn bản: một trong hai nơi ghi sai ngày."),
)  # fmt: skip
_ROW, _SETTLED, _DATE_DIFFERS = RULES

_COLUMNS = {
    "reference": ("so, ky hieu", "so ky hieu", "so va ky hieu", "so/ky hieu", "so, ky hieu van ban"),
    "date": (
        "ngay thang",
        "ngay thang nam",
        "ngay, thang, nam",
        "ngay van ban",
        "ngay ban hanh",
        "ngay vb",
        "ngay thang van ban",
        "ngay thang nam van ban",
        "ngay, thang, nam van ban",
    ),
    "subject": ("ten loai va trich yeu", "trich yeu", "trich yeu noi dung", "ten loai va trich yeu noi dung van ban"),
    "issuer": ("tac gia", "co quan ban hanh", "noi ban hanh", "noi gui"),
    "arrived": ("ngay den", "thoi gian den"),
}
_REFERENCE = re.compile(r"^\s*0*(\d{1,6})\s*/?\s*((?:\d{4}/)?[^\W\d_][\w&.\-/ ]*)$")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_SUBJECT_ALIKE = 80
_HEADER_ROWS = 20


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One registered document.

    Attributes:
        number: without leading zeros.
        symbol: such as ``KH-UBND``.
        date: on the document.
        arrived: day of arrival on the office's system; None in a register of outgoing documents.
        where: ``sheet!A5`` of the register.
        unit: id of the unit whose register it is; empty when it speaks for documents of all.
    """

    number: str
    symbol: str
    date: dt.date
    subject: str = ""
    issuer: str = ""
    arrived: dt.date | None = None
    where: str = ""
    unit: str = ""

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What is unique: a body gives a number and symbol once a year (NĐ 30, Điều 15)."""
        return (self.number, fold(self.symbol), self.date.year, body_key(self.issuer))


_ENTRIES = TypeAdapter(tuple[RegisterEntry, ...])


def read_register(path: Path) -> tuple[tuple[RegisterEntry, ...], tuple[Problem, ...]]:
    """The entries of an exported register, and every row that could not be read.

    Raises:
        BadInputError: no workbook, or no sheet with columns «Số, ký hiệu» and «Ngày tháng».
    """
    from dossier.xlsxfile import load_book  # noqa: PLC0415 - openpyxl: slow to load, and a register once read is JSON

    book = load_book(path)
    entries: list[RegisterEntry] = []
    problems: list[Problem] = []
    headed = [(sheet, header) for sheet in book.sheets if (header := _find_header(sheet))]
    if not headed:
        raise BadInputError(f"{path.name}: không thấy cột «Số, ký hiệu» và «Ngày tháng» của sổ văn bản.")
    for sheet, (first, columns) in headed:
        for row in sheet.rows[first:]:
            found = _read_row(row, columns)
            if isinstance(found, RegisterEntry):
                entries.append(found)
            elif found:
                cell = next(cell for cell in row if cell.text)
                problems.append(_ROW.at(Where(path=path.name, cell=cell.place), found))
    return tuple(entries), tuple(problems)


def _find_header(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """The index of the first row below the header, and each column's index."""
    for number, row in enumerate(sheet.rows[:_HEADER_ROWS]):
        keys = [fold(cell.text) for cell in row]
        columns = {name: keys.index(key) for name, known in _COLUMNS.items() for key in known if key in keys}
        if {"reference", "date"} <= columns.keys():
            return number + 1, columns
    return None


def _read_row(row: Sequence[Cell], columns: dict[str, int]) -> RegisterEntry | str:
    """The entry of a row, or what is wrong with it; empty for a row that holds none."""
    cells = {name: one_line(row[at].text) if at < len(row) else "" for name, at in columns.items()}
    # The row below the headings numbers the columns.
    if not cells["reference"] or all(text.isdigit() for text in cells.values() if text):
        return ""
    reference = _REFERENCE.match(cells["reference"])
    date = _parse_day(cells["date"])
    if reference is None:
        return f"không đọc được số, ký hiệu «{cells['reference']}»"
    if date is None:
        return f"{cells['reference']}: không đọc được ngày «{cells['date']}»"
    return RegisterEntry(
        number=reference.group(1),
        symbol=reference.group(2).strip(),
        date=date,
        subject=cells.get("subject", ""),
        issuer=cells.get("issuer", ""),
        arrived=_parse_day(cells.get("arrived", "")),
        where=row[columns["reference"]].place,
    )


def _parse_day(text: str) -> dt.date | None:
    found = _DAY.search(text)
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def merge_registers(
    known: Sequence[RegisterEntry], added: Sequence[RegisterEntry]
) -> tuple[tuple[RegisterEntry, ...], tuple[RegisterEntry, ...]]:
    """All entries, each once, by date; and those of ``added`` that contradict a known one and are left out.

    An arrival is added to a known entry that has none: the sender's register does not know it.
    """
    merged = {(entry.unit, entry.key): entry for entry in known}
    contrary = []
    for entry in added:
        place = (entry.unit, entry.key)
        earlier = merged.setdefault(place, entry)
        if earlier.date != entry.date or (entry.arrived and earlier.arrived not in (None, entry.arrived)):
            contrary.append(entry)
        elif earlier.arrived is None:
            merged[place] = replace(earlier, arrived=entry.arrived)
    ordered = sorted(merged.values(), key=lambda entry: (entry.date, entry.key, entry.unit))
    return tuple(ordered), tuple(contrary)


def load_register(path: Path) -> tuple[RegisterEntry, ...]:
    """What was imported so far; empty when nothing was."""
    return _ENTRIES.validate_json(path.read_bytes()) if path.is_file() else ()


def write_register(path: Path, entries: Sequence[RegisterEntry]) -> None:
    """Keep the entries as JSON, whole or not at all."""
    write_bytes(path, _ENTRIES.dump_json(tuple(entries), indent=1) + b"\n")


def confirm_by_register(index: EvidenceIndex, entries: Sequence[RegisterEntry]) -> EvidenceIndex:
    """The index with what the register settles: unsure numbers, days of arrival, dates that differ pointed out."""
    if not entries:
        return index
    register: dict[str, list[RegisterEntry]] = {}
    for entry in entries:
        register.setdefault(fold(entry.symbol), []).append(entry)
    return replace(index, files=tuple(_confirm(file, register) for file in index.files))


def _confirm(file: EvidenceFile, register: _Register) -> EvidenceFile:
    """The file, and each document of a stack in it, after the register was heard."""
    where = Where(path=file.path)
    head, notes = _hear(file.head, register, where)
    parts = []
    for part in file.parts:
        own, told = _hear(part.head, register, where)
        parts.append(replace(part, head=own, arrived=_find_arrival(own, register)))
        notes += tuple(note for note in told if note not in notes)
    arrived = _find_arrival(head, register)
    return replace(file, head=head, arrived=arrived, parts=tuple(parts), problems=(*file.problems, *notes))


def _hear(head: DocumentHead, register: _Register, where: Where) -> tuple[DocumentHead, tuple[Problem, ...]]:
    """The head with an unsure number settled, and what to tell."""
    if head.number_state is NumberState.UNREADABLE and head.symbol:
        fitting = [entry for entry in _with_symbol(head, register) if _may_be(head, entry)]
        if len({(entry.number, entry.date) for entry in fitting}) == 1:
            return _settle(head, fitting[0], where)
    if head.number and head.date:
        dates = {entry.date for entry in _numbered(head, register)}
        if dates and head.date not in dates:
            other = f"{min(dates):%d/%m/%Y}"
            said = f"{head.reference}: tệp ghi {head.date:%d/%m/%Y}, sổ văn bản ghi {other}."
            return head, (_DATE_DIFFERS.at(where, said),)
    return head, ()


def _with_symbol(head: DocumentHead, register: _Register) -> Iterator[RegisterEntry]:
    """The entries of the head's symbol and year that name no other body."""
    year = head.date.year if head.date else head.year
    same = (entry for entry in register.get(fold(head.symbol or ""), ()) if year in (None, entry.date.year))
    return (entry for entry in same if _by(head, entry) is not False)


def _numbered(head: DocumentHead, register: _Register) -> Iterator[RegisterEntry]:
    number = (head.number or "").lstrip("0")
    return (entry for entry in _with_symbol(head, register) if entry.number == number)


def _by(head: DocumentHead, entry: RegisterEntry) -> bool | None:
    """Whether the entry is of the body that issued the document; None when one of them does not tell."""
    if not (head.issuer and entry.issuer.strip()):
        return None
    return is_body(entry.issuer, body_key(head.issuer)) or is_body(head.issuer, body_key(entry.issuer))


def _find_arrival(head: DocumentHead, register: _Register) -> dt.date | None:
    """The first day a register has the document on; None without number, date and a witness that it is this one.

    Every commune has a 05/BC-UBND, so body, subject or a register of the unit itself must agree.
    """
    if not (head.number and head.date):
        return None
    same = (entry for entry in _numbered(head, register) if entry.date == head.date)
    days = (entry.arrived for entry in same if entry.unit or _by(head, entry) or _alike(head, entry))
    return min((day for day in days if day), default=None)


def _may_be(head: DocumentHead, entry: RegisterEntry) -> bool:
    """Two witnesses are needed: one reading of the number, and the date or the subject."""
    if entry.number not in {reading.lstrip("0") for reading in head.number_readings}:
        return False
    return _alike(head, entry) if head.date is None else head.date == entry.date


def _alike(head: DocumentHead, entry: RegisterEntry) -> bool:
    alike = fuzz.partial_ratio(fold(head.subject or ""), fold(entry.subject))
    return bool(head.subject and entry.subject) and alike >= _SUBJECT_ALIKE


def _settle(head: DocumentHead, entry: RegisterEntry, where: Where) -> tuple[DocumentHead, tuple[Problem, ...]]:
    number = entry.number.zfill(2)
    settled = replace(head, number=number, number_state=NumberState.READ, date=entry.date, year=entry.date.year)
    note = _SETTLED.at(where, f"Số, ngày lấy theo sổ văn bản ({entry.where}): {number}/{entry.symbol}.")
    return settled, (note,)
