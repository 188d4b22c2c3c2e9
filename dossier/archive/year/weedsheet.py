"""The list of weeded papers as a workbook: proposals go out, verdicts with a name and a day come back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import PatternFill

from dossier.archive.year import rules
from dossier.archive.year.model import Verdict
from dossier.archive.year.weed import Key
from dossier.errors import BadInputError, RefusedError
from dossier.problems import Problem, Where
from dossier.sheets import style
from dossier.sheets.style import Column
from dossier.text import fold
from dossier.xlsxfile import CellKind, load_book, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from dossier.archive.year.model import ArchivePlan, Discard
    from dossier.xlsxfile import Cell, Sheet

WEED_FILE = "tai-lieu-loai.xlsx"
_LIST, _SIGNED = "Tài liệu loại", "Người quyết định"
_NAME, _DAY = "Họ và tên, chức vụ", "Ngày quyết định"
COLUMNS = (
    Column("file", "Hồ sơ", 14, is_input=False, centred=True),
    Column("unit", "Mã đơn vị", 16, is_input=False),
    Column("path", "Tệp", 46, is_input=False),
    Column("title", "Tài liệu", 46, is_input=False),
    Column("why", "Lý do đề nghị loại", 36, is_input=False),
    Column("sha256", "SHA-256", 24, is_input=False),
    Column("verdict", "Quyết định", 12, centred=True),
)
_ABOUT = (Column("item", "Mục", 30, is_input=False), Column("value", "Nội dung", 50))
_INSTRUCTIONS = (
    f"Ghi «{Verdict.DROP}» hoặc «{Verdict.KEEP}» vào cột «Quyết định» của từng dòng; để trống là chưa quyết định.",
    f"Người có thẩm quyền ghi họ tên, chức vụ và ngày vào trang «{_SIGNED}»: thiếu thì danh mục không có hiệu lực.",
    "Tài liệu loại chỉ không được đưa vào hồ sơ; tệp vẫn nằm nguyên ở chỗ cũ, Dossier không xóa tệp nào.",
    "Lưu tệp, rồi chạy «dossier archive».",
)
_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class Weeding:
    """What came back.

    Attributes:
        decider: name and post; empty while nothing is decided.
        day: of the decision; None while nothing is decided.
    """

    verdicts: Mapping[Key, Verdict] = field(default_factory=dict)
    decider: str = ""
    day: dt.date | None = None
    problems: tuple[Problem, ...] = ()


NOTHING = Weeding()


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    unit: str
    path: str
    title: str
    why: str
    sha256: str


def write_weed_sheet(path: Path, plan: ArchivePlan) -> None:
    """Write the proposals for people to decide on; verdicts given before stay in their rows.

    Raises:
        RefusedError: a form is there already; a person may have filled it in.
    """
    if path.exists():
        raise RefusedError(f"Biểu {path} đã có, không ghi đè: hãy chuyển đi nơi khác nếu cần biểu mới.")
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_LIST)
    sample = bool(plan.banner)
    head = style.write_head(
        sheet,
        COLUMNS,
        owner=plan.organ.name,
        title=f"DANH MỤC TÀI LIỆU LOẠI – NĂM {plan.year}",
        note="Đề nghị loại ra khỏi hồ sơ khi kết thúc hồ sơ. Nhập vào ô nền vàng.",
        sample=sample,
    )
    style.write_rows(sheet, COLUMNS, [_row(item) for item in plan.discards], first=head + 1)
    _put_verdicts(sheet, plan.discards, first=head + 1)
    validation = style.choice(style.list_formula(book, (Verdict.DROP, Verdict.KEEP)), "Chọn Loại hoặc Giữ.")
    validation.add(f"G{head + 1}:G{head + len(plan.discards)}")
    sheet.add_data_validation(validation)
    style.set_up_page(sheet, head, freeze="C", sample=sample)
    _write_signed(book, plan, sample=sample)
    style.write_help(book, _INSTRUCTIONS, sample=sample)
    write_book(path, book, title=f"Danh mục tài liệu loại năm {plan.year}")


def _row(item: Discard) -> _Row:
    document = item.document
    return _Row(item.file, document.unit, document.path, document.title, f"{item.reason}: {item.why}", document.sha256)


def _put_verdicts(sheet: Worksheet, discards: Sequence[Discard], *, first: int) -> None:
    for line, item in enumerate(discards, start=first):
        style.put_value(sheet.cell(line, len(COLUMNS)), item.verdict.value)


def _write_signed(book: Workbook, plan: ArchivePlan, *, sample: bool) -> None:
    sheet = book.create_sheet(_SIGNED)
    head = style.write_head(
        sheet,
        _ABOUT,
        owner=plan.organ.name,
        title="NGƯỜI QUYẾT ĐỊNH LOẠI TÀI LIỆU",
        note="Nhập vào ô nền vàng.",
        sample=sample,
    )
    for line, item in enumerate((_NAME, _DAY), start=head + 1):
        for place, (column, text) in enumerate(zip(_ABOUT, (item, ""), strict=True), start=1):
            fill = style.OPEN_FILL if column.is_input else PatternFill()
            style.dress(sheet.cell(line, place), column, fill=fill, unlocked=column.is_input)
            style.put_value(sheet.cell(line, place), text)
    style.set_up_page(sheet, head, freeze="A", sample=sample)


def read_weed_sheet(path: Path) -> Weeding:
    """The verdicts of a form, found by unit, path and SHA-256; nothing when there is no form.

    A verdict that is neither word, or verdicts without a name and a day, are problems and none of them counts.

    Raises:
        BadInputError: no workbook, or not this form.
    """
    if not path.is_file():
        return NOTHING
    sheets = {sheet.title: sheet for sheet in load_book(path).sheets}
    if _LIST not in sheets or _SIGNED not in sheets:
        message = f"{path.name}: không phải danh mục tài liệu loại do Dossier lập (thiếu trang «{_LIST}»)."
        raise BadInputError(message, problems=(rules.FORM_FAULT.at(Where(path=path.name), message),))
    found = dict(_read_list(sheets[_LIST], path))
    problems = [problem for _, problem in found.values() if problem]
    verdicts = {key: verdict for key, (verdict, _) in found.items() if verdict is not Verdict.OPEN}
    decider, day, told = _read_signed(sheets[_SIGNED], path)
    if verdicts:
        problems += told
    if problems:
        return Weeding(problems=tuple(problems))
    return Weeding(verdicts, decider, day)


def _read_list(sheet: Sheet, path: Path) -> Iterator[tuple[Key, tuple[Verdict, Problem | None]]]:
    columns: dict[str, int] = {}
    for row in sheet.rows:
        texts = [cell.text for cell in row]
        if not columns:
            headings = {fold(text): place for place, text in enumerate(texts)}
            found = {column.key: headings.get(fold(column.header)) for column in COLUMNS}
            columns = {key: place for key, place in found.items() if place is not None}
            columns = columns if {"unit", "path", "sha256", "verdict"} <= columns.keys() else {}
            continue
        values = {key: row[place] if place < len(row) else None for key, place in columns.items()}
        sha256 = _text(values["sha256"])
        if sha256:
            key = (_text(values["unit"]), _text(values["path"]), sha256)
            yield key, _verdict(values["verdict"], path)


def _text(cell: Cell | None) -> str:
    return cell.text if cell else ""


def _verdict(cell: Cell | None, path: Path) -> tuple[Verdict, Problem | None]:
    typed = fold(_text(cell))
    for verdict in Verdict:
        if typed == fold(verdict.value):
            return verdict, None
    where = Where(path=path.name, cell=cell.place if cell else "")
    return Verdict.OPEN, rules.FORM_FAULT.at(where, f"«{_text(cell)}» không phải «Loại» hay «Giữ».")


def _read_signed(sheet: Sheet, path: Path) -> tuple[str, dt.date | None, list[Problem]]:
    values = {fold(row[0].text): row[1] for row in sheet.rows if len(row) > 1}
    name, day = values.get(fold(_NAME)), values.get(fold(_DAY))
    problems = []
    if not _text(name):
        where = Where(path=path.name, cell=f"{_SIGNED}, {_NAME}")
        problems.append(rules.FORM_FAULT.at(where, "Đã có quyết định loại, giữ nhưng chưa ghi người quyết định."))
    decided = _date(day)
    if decided is None:
        where = Where(path=path.name, cell=day.place if day else f"{_SIGNED}, {_DAY}")
        problems.append(
            rules.FORM_FAULT.at(where, f"Ngày quyết định «{_text(day)}» không đọc được: ghi như 05/3/2021.")
        )
    return _text(name), decided, problems


def _date(cell: Cell | None) -> dt.date | None:
    """A day as typed or as Excel made of it; both read as day, month, year."""
    match = _DATE.fullmatch(_text(cell)) if cell and cell.kind in {CellKind.TEXT, CellKind.DATE} else None
    if match is None:
        return None
    try:
        return dt.date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
