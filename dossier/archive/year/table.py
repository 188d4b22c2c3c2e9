"""What people decide: ``luu-tru.yaml``, the table of the year's files with their retention, and the danh mục hồ sơ.

No retention is law because it stands here: each row says its basis, or that there is none yet.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from dossier.archive.year import rules
from dossier.archive.year.model import FOREVER, Retention, Role
from dossier.errors import BadInputError
from dossier.problems import Where
from dossier.text import ascii_name, fold
from dossier.xlsxfile import load_book
from dossier.yamlfile import Model, load_yaml, parse_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.problems import CheckRule, Problem
    from dossier.xlsxfile import Cell

TABLE_FILE = "luu-tru.yaml"
NO_BASIS = "chưa có căn cứ, cơ quan xác định"
_YEARS = re.compile(r"(\d{1,3})(?: nam)?")
_TAKES = r"^(D\d{2}|" + "|".join(role.value for role in Role) + ")$"


def parse_retention(text: str) -> Retention | None:
    """``Vĩnh viễn``, ``20 năm``, ``20``; None when it is neither, or no years at all."""
    folded = fold(text)
    if folded == fold(FOREVER):
        return Retention(None)
    match = _YEARS.fullmatch(folded)
    return Retention(int(match[1])) if match and int(match[1]) else None


def file_name(symbol: str) -> str:
    """The folder of a file in the archive; two symbols that give the same are taken for one."""
    return ascii_name(symbol, limit=30)


def _typed_retention(value: Any) -> Any:
    """A bare number of years is as good as words."""
    return f"{value} năm" if isinstance(value, int) and not isinstance(value, bool) else value


class OrganTable(Model):
    """Who archives and hands over; whatever is empty is left to be written by hand.

    Attributes:
        id: mã định danh của cơ quan.
        office: đơn vị nộp lưu; empty means the lead office of the campaign.
        list_basis: the căn cứ of the hand-over: ``Danh mục hồ sơ năm 2020``.
    """

    id: str = ""
    fonds: str = ""
    fonds_number: str = ""
    office: str = ""
    keeper: str = ""
    list_basis: str = ""
    giver: str = ""
    giver_post: str = ""
    taker: str = ""
    taker_post: str = ""


class FileRow(Model):
    """One hồ sơ of the year.

    Attributes:
        symbol: as the agency's danh mục hồ sơ has it; title, retention and compiler left empty come from there.
        retention: ``Vĩnh viễn`` or ``20 năm``.
        basis: where the retention comes from; empty is as ``NO_BASIS``.
        unit: id of the unit whose file it is; empty for everybody else's.
        takes: what goes in: paper codes (``D11``) and values of ``Role``.
    """

    symbol: Annotated[str, Field(min_length=1)]
    title: str = ""
    retention: Annotated[str, BeforeValidator(_typed_retention)] = ""
    basis: str = ""
    heading: str = ""
    unit: str = ""
    compiler: str = ""
    rights: str = ""
    language: str = "Tiếng Việt"
    note: str = ""
    takes: Annotated[tuple[Annotated[str, Field(pattern=_TAKES)], ...], Field(min_length=1)]


class ArchiveTable(Model):
    """``luu-tru.yaml``.

    Attributes:
        file_list: the danh mục hồ sơ as XLSX, relative to the campaign; empty when there is none.
    """

    schema_: Annotated[Literal[1], Field(alias="schema")]
    file_list: str = ""
    organ: OrganTable = OrganTable()
    files: Annotated[tuple[FileRow, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A row of the danh mục hồ sơ; ``heading`` is the đề mục above it."""

    symbol: str
    title: str
    retention: str
    compiler: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A row of the table, complete: danh mục filled in, retention understood.

    Attributes:
        line: 1-based, in ``luu-tru.yaml``.
    """

    row: FileRow
    retention: Retention
    basis: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class FilePlan:
    """The whole table as the plan needs it."""

    organ: OrganTable
    files: tuple[PlannedFile, ...]


def load_file_plan(root: Path, *, units: Sequence[str]) -> tuple[FilePlan, tuple[Problem, ...]]:
    """The table of a campaign folder with its danh mục; a row without retention is a problem and left out.

    Raises:
        BadInputError: no table, or not as it must be; names file and line.
    """
    path = root / TABLE_FILE
    if not path.is_file():
        raise BadInputError(f"Chưa có {TABLE_FILE}: chạy «dossier archive --init» để lập bảng hồ sơ, rồi sửa lại.")
    document = load_yaml(path)
    table = parse_model(document, ArchiveTable)
    listed = {item.symbol: item for item in read_file_list(root / table.file_list)} if table.file_list else {}
    files: list[PlannedFile] = []
    problems: list[Problem] = []
    for number, row in enumerate(table.files):
        line = document.line(("files", number))
        where = Where(path=TABLE_FILE, line=line, unit=row.unit)
        full = _complete(row, listed.get(row.symbol))
        problems += _find_row_faults(full, where, units=units)
        problems += _find_odds(row, listed, where) if table.file_list else ()
        retention = parse_retention(full.retention)
        if retention is None:
            told = f"«{full.retention}» không phải thời hạn" if full.retention else "chưa ghi thời hạn bảo quản"
            problems.append(rules.NO_RETENTION.at(where, f"Hồ sơ {row.symbol}: {told}."))
            continue
        files.append(PlannedFile(full, retention, full.basis or NO_BASIS, line))
    problems += _find_clashes(files)
    return FilePlan(table.organ, tuple(files)), tuple(problems)


def _complete(row: FileRow, listed: ListedFile | None) -> FileRow:
    """The row with what it leaves open taken from the danh mục."""
    if listed is None:
        return row
    told = {name: getattr(listed, name) for name in ("title", "retention", "compiler", "heading")}
    return row.model_copy(update={name: value for name, value in told.items() if not getattr(row, name)})


def _find_row_faults(row: FileRow, where: Where, *, units: Sequence[str]) -> Iterator[Problem]:
    if row.unit and row.unit not in units:
        yield rules.BAD_TABLE.at(where, f"Hồ sơ {row.symbol}: không có đơn vị «{row.unit}» trong campaign.yaml.")
    if not row.title:
        yield rules.BAD_TABLE.at(where, f"Hồ sơ {row.symbol}: chưa có tiêu đề.")
    if fold(row.basis) in {"", fold(NO_BASIS)}:
        yield rules.NO_BASIS.at(where, f"Hồ sơ {row.symbol}: thời hạn «{row.retention}» chưa có căn cứ.")


def _find_odds(row: FileRow, listed: dict[str, ListedFile], where: Where) -> Iterator[Problem]:
    """Where the table, as typed, and the danh mục differ."""
    known = listed.get(row.symbol)
    if known is None:
        yield rules.NOT_LISTED.at(where, f"Danh mục hồ sơ không có «{row.symbol}».")
        return
    if row.retention and parse_retention(row.retention) != parse_retention(known.retention):
        message = f"Hồ sơ {row.symbol}: thời hạn ghi «{row.retention}», danh mục ghi «{known.retention}»."
        yield rules.AT_ODDS.at(where, message)
    if row.title and fold(row.title) != fold(known.title):
        yield rules.AT_ODDS.at(where, f"Hồ sơ {row.symbol}: tiêu đề khác danh mục («{known.title}»).")


def _find_clashes(files: Sequence[PlannedFile]) -> Iterator[Problem]:
    """Two files of one symbol; one kind of document claimed by two files of the same owner."""
    symbols = Counter(file_name(item.row.symbol) for item in files)
    claimed: dict[tuple[str, str], str] = {}
    for item in files:
        where = Where(path=TABLE_FILE, line=item.line, unit=item.row.unit)
        if symbols[file_name(item.row.symbol)] > 1:
            yield rules.BAD_TABLE.at(
                where, f"Số, ký hiệu «{item.row.symbol}» ghi cho {symbols[file_name(item.row.symbol)]} hồ sơ."
            )
        for kind in item.row.takes:
            other = claimed.setdefault((item.row.unit, kind), item.row.symbol)
            if other != item.row.symbol:
                yield rules.BAD_TABLE.at(where, f"«{kind}» đã vào hồ sơ {other}, không vào cả {item.row.symbol}.")


# --- the agency's danh mục hồ sơ ------------------------------------------------------------------

_HEADINGS = {
    "symbol": "ky hieu ho so",
    "title": "tieu de ho so",
    "retention": "thoi han bao quan",
    "compiler": "nguoi lap",
}
_BIG_HEADING = re.compile(r"^[IVXLC]+\.\s*\S")


def read_file_list(path: Path) -> tuple[ListedFile, ...]:
    """The rows of a danh mục hồ sơ kept as a workbook (NĐ 30/2020, Phụ lục V, mục II), found by their headings.

    Raises:
        BadInputError: no workbook, no such table in it, or a symbol twice.
    """
    book = load_book(path)
    for sheet in book.sheets:
        for line, row in enumerate(sheet.rows):
            columns = _find_columns(row)
            if columns:
                return tuple(_read_rows(sheet.rows[line + 1 :], columns, path))
    rule: CheckRule = rules.BAD_TABLE
    message = f"{path.name}: không thấy bảng có cột «Số và ký hiệu hồ sơ», «Tên đề mục và tiêu đề hồ sơ»."
    raise BadInputError(message, problems=(rule.at(Where(path=path.name), message, remedy="Dùng mẫu của Phụ lục V."),))


def _find_columns(row: Sequence[Cell]) -> dict[str, int]:
    """Places of the columns by name; empty when this is not the heading."""
    folded = [fold(cell.text) for cell in row]
    found = {
        name: next((place for place, text in enumerate(folded) if wanted in text), -1)
        for name, wanted in _HEADINGS.items()
    }
    return found if min(found["symbol"], found["title"], found["retention"]) >= 0 else {}


def _read_rows(rows: Sequence[Sequence[Cell]], columns: dict[str, int], path: Path) -> Iterator[ListedFile]:
    heading, seen = "", set[str]()
    for row in rows:
        texts = {name: row[place].text if 0 <= place < len(row) else "" for name, place in columns.items()}
        if not texts["symbol"]:
            heading = texts["title"] if _BIG_HEADING.match(texts["title"]) else heading
        elif not texts["symbol"].startswith("("):
            if texts["symbol"] in seen:
                raise BadInputError(f"{path.name}: số, ký hiệu hồ sơ «{texts['symbol']}» ghi hai lần.")
            seen.add(texts["symbol"])
            yield ListedFile(**texts, heading=heading)
