"""Which column of an official table holds what, by the words of its header."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from dossier.criteria.importing.grid import GridRow
from dossier.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The first word that fits wins; «điểm tự đánh giá» and the like are columns that people fill in.
_WORDS = (
    ("code", ("stt", "tt", "ma", "so tt", "ma so")),
    ("filled", ("tu danh gia", "tu cham", "diem dat", "tham dinh", "bnv danh gia", "chi so", "ghi chu", "dieu tra")),
    ("proofs", ("tai lieu kiem chung", "tlkc", "kiem chung")),
    ("method", ("cach cham", "cach danh gia", "cach tinh", "huong dan", "phuong phap")),
    ("max", ("diem toi da", "diem chuan", "thang diem", "so diem")),
    ("title", ("noi dung", "tieu chi", "ten tc", "linh vuc")),
)
_EXACT = {"code"}
_FEW = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """Numbers of columns, from 0; None when the table has no such column."""

    code: int
    title: int
    max: int | None
    method: int | None
    proofs: int | None

    def cell(self, row: GridRow, name: str) -> str:
        """The text of a row in a column; empty when the row is too short."""
        index = getattr(self, name)
        return row.cells[index].strip() if index is not None and index < len(row.cells) else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row below a header, and the columns in force."""

    row: GridRow
    columns: Columns

    def text(self, name: str) -> str:
        """The text of a column."""
        return self.columns.cell(self.row, name)

    def others(self) -> tuple[str, ...]:
        """The texts of all other columns; stray dots are none."""
        columns = self.columns
        known = {columns.code, columns.title, columns.max, columns.method, columns.proofs}
        return tuple(cell for index, cell in enumerate(self.row.cells) if index not in known and _says(cell))


def _says(cell: str) -> bool:
    return any(char.isalnum() for char in cell)


def find_entries(rows: Sequence[GridRow]) -> Iterator[Entry]:
    """The rows below a header; headers printed again on every page and rows of column numbers left out."""
    columns: Columns | None = None
    for row in rows:
        found = _columns(row)
        if found is not None:
            columns = found
        elif columns is not None and not _numbers_columns(row):
            yield Entry(row, columns)


def text_above(rows: Sequence[GridRow]) -> str:
    """What stands in the rows above the first header, a line each."""
    above = takewhile(lambda row: _columns(row) is None, rows)
    return "\n".join(filter(None, (one_line(" ".join(row.cells)) for row in above)))


def _columns(row: GridRow) -> Columns | None:
    places: dict[str, int] = {}
    for index, cell in enumerate(row.cells):
        role = _role(cell)
        if role is not None:
            places.setdefault(role, index)
    if "title" not in places and "method" in places:
        # «Nội dung tiêu chí và hướng dẫn cách đánh giá» in one column.
        places["title"] = places.pop("method")
    if not {"code", "title"} <= places.keys() or not {"max", "method"} & places.keys():
        return None
    return Columns(places["code"], places["title"], places.get("max"), places.get("method"), places.get("proofs"))


def _role(cell: str) -> str | None:
    words = fold(cell)
    if words == "diem":
        return "max"
    if words.startswith(("noi dung", "tieu chi", "ten tc")):
        return "title"
    for role, phrases in _WORDS:
        if words in phrases or (role not in _EXACT and any(phrase in words for phrase in phrases)):
            return role
    return None


def _numbers_columns(row: GridRow) -> bool:
    """«(1) (2) (3)» or «1 2 3» below a header."""
    texts = [cell.strip("() ") for cell in row.cells if cell.strip()]
    return len(texts) >= _FEW and texts == [str(number) for number in range(1, len(texts) + 1)]
