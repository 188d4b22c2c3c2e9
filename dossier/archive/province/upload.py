"""A folder to upload from: one folder a leaf, short names, ready text, and a sheet to tick off. For portals only.

The files are laid into a staging folder that gets its name when whole. The sheet is filled in by a person, so a folder
is never written again: what changed makes the next one.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from dossier.archive.province.manifest import compose_sums
from dossier.archive.province.model import SUMS
from dossier.files import hash_file, long_path, read_bytes
from dossier.text import ascii_name
from dossier.xlsxfile import put_text, write_book

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TEXT_FILE = "noi-dung.txt"
CHECKLIST = "bang-theo-doi.xlsx"
_STAGED = ".dang-ghi-"
_FOLDER, _STEM = 32, 40
_MEGABYTE = 1_000_000
_COLUMNS = (
    ("STT", 6),
    ("Mã", 10),
    ("Tiêu chí thành phần", 44),
    ("Thư mục", 34),
    ("Tệp", 44),
    ("MB", 9),
    ("Từ tệp gốc", 44),
    ("SHA-256", 20),
    ("Đã tải lên (x)", 12),
    ("Ngày tải lên", 14),
    ("Mã trên cổng", 16),
    ("Ghi chú", 30),
)
_HEAD = PatternFill("solid", start_color="FFDCE6F1")


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A PDF to upload.

    Attributes:
        stem: what its name is made of; any letters.
        source: the evidence file it comes from, as the unit calls it.
        note: pages and the like, for the checklist.
    """

    stem: str
    content: Path
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class UploadLeaf:
    """A leaf with what is uploaded for it.

    Attributes:
        text: what is pasted into the portal; empty when the unit says nothing.
    """

    code: str
    title: str
    text: str
    files: tuple[UploadFile, ...]


@dataclass(frozen=True, slots=True)
class Uploads:
    """A folder to upload from.

    Attributes:
        made: it is new; otherwise nothing has changed since it was made.
    """

    folder: Path
    files: int
    size: int
    made: bool


def write_uploads(root: Path, leaves: Sequence[UploadLeaf], *, name: str, title: str) -> Uploads:
    """Lay the folder ``<name>-NN`` below ``root``, unless the last one still holds the same files."""
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(f"{_STAGED}{name}-*"):
        shutil.rmtree(left)
    last = max(_numbers(root, name), default=0)
    kept, target = root / f"{name}-{last:02d}", root / f"{name}-{last + 1:02d}"
    with tempfile.TemporaryDirectory(prefix=f"{_STAGED}{name}-", dir=root) as scratch:
        folder = Path(scratch) / "moi"
        folder.mkdir()
        rows = [row for leaf in leaves for row in _lay_leaf(leaf, folder)]
        hashes = {row.path: row.sha256 for row in rows if row.path} | _hash_texts(folder)
        size = sum(row.size for row in rows)
        sums = b"".join(compose_sums(hashes.items()))
        same = _is_whole(kept, hashes) and read_bytes(kept / SUMS) == sums
        if not same:
            (folder / SUMS).write_bytes(sums)
            _write_checklist(folder / CHECKLIST, rows, title=title)
            folder.replace(target)
    return Uploads(kept if same else target, sum(bool(row.path) for row in rows), size, made=not same)


def _numbers(root: Path, name: str) -> Iterator[int]:
    for path in root.glob(f"{name}-*"):
        found = re.fullmatch(rf"{re.escape(name)}-(\d+)", path.name)
        if found:
            yield int(found[1])


def _is_whole(folder: Path, hashes: Mapping[str, str]) -> bool:
    told = [(folder / path, digest) for path, digest in hashes.items()]
    return (folder / SUMS).is_file() and all(path.is_file() and hash_file(path) == digest for path, digest in told)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the checklist; a leaf without files has one without a path."""

    leaf: UploadLeaf
    path: str = ""
    sha256: str = ""
    size: int = 0
    source: str = ""
    note: str = ""


def _lay_leaf(leaf: UploadLeaf, folder: Path) -> Iterator[_Row]:
    place = f"{leaf.code}-{_short(leaf.title, _FOLDER - len(leaf.code) - 1)}"
    if leaf.text or leaf.files:
        (folder / place).mkdir()
        # Notepad of old and portals that guess encodings take the mark; lines end as Windows ends them.
        text = leaf.text.replace("\n", "\r\n") + "\r\n"
        (folder / place / TEXT_FILE).write_bytes(text.encode("utf-8-sig"))
    if not leaf.files:
        yield _Row(leaf, note="chỉ có nội dung, không có tệp" if leaf.text else "chưa có tài liệu")
    for number, file in enumerate(leaf.files, start=1):
        path = f"{place}/{number:02d}-{ascii_name(file.stem, limit=_STEM)}.pdf"
        target = long_path(folder / path)
        shutil.copyfile(long_path(file.content), target)
        yield _Row(leaf, path, hash_file(target), target.stat().st_size, file.source, file.note)


def _short(title: str, limit: int) -> str:
    """The first words of a title that fit."""
    words = ascii_name(title)
    return words if len(words) <= limit else words[: limit + 1].rpartition("-")[0] or words[:limit]


def _hash_texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hash_file(path) for path in folder.glob(f"*/{TEXT_FILE}")}


def _write_checklist(path: Path, rows: Sequence[_Row], *, title: str) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Theo dõi tải lên"
    put_text(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font = Font(bold=True, size=13)
    for column, (heading, width) in enumerate(_COLUMNS, start=1):
        cell = sheet.cell(3, column)
        put_text(cell, heading)
        cell.font, cell.fill = Font(bold=True), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for line, row in enumerate(rows, start=4):
        for column, value in enumerate(_cells(line - 3, row), start=1):
            cell = sheet.cell(line, column)
            put_text(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:{get_column_letter(len(_COLUMNS))}{len(rows) + 3}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "3:3"
    write_book(path, book, title=title)


def _cells(number: int, row: _Row) -> tuple[str, ...]:
    place, _, name = row.path.rpartition("/")
    size = f"{row.size / _MEGABYTE:.2f}".replace(".", ",") if row.path else ""
    told = (str(number), row.leaf.code, row.leaf.title, place, name, size, row.source, row.sha256)
    return (*told, "", "", "", row.note)
