from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.readers import FileKind, Reading, read_content

if TYPE_CHECKING:
    from collections.abc import Callable


def xlsx(cells: dict[str, str | float]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Tự chấm"
    for place, value in cells.items():
        sheet[place] = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_sheets_rows_and_whole_numbers() -> None:
    content, problems = read_content(xlsx({"A1": "Tiêu chí", "C1": "Điểm", "A2": 1.5, "C2": 2}))
    assert content.text == "Tự chấm\nTiêu chí\tĐiểm\n1.5\t2"
    assert (content.kind, content.pages, problems) == (FileKind.XLSX, 1, ())


def test_a_stray_cell_at_the_far_end_does_not_cost_the_process() -> None:
    content, _ = read_content(xlsx({"A1": "Kết quả", "XFD1048576": "lạc"}))
    assert content.reading is Reading.READ
    assert content.text == "Tự chấm\nKết quả"


def test_old_workbook(make_xls: Callable[..., bytes]) -> None:
    content, problems = read_content(make_xls({(0, 0): "Tiêu chí", (0, 2): "Điểm", (3, 0): "Cộng"}))
    assert content.text == "Bảng\nTiêu chí\tĐiểm\nCộng"
    assert (content.kind, content.pages, problems) == (FileKind.XLS, 1, ())


def test_claimed_dimensions_are_not_believed(make_xls: Callable[..., bytes]) -> None:
    content, _ = read_content(make_xls({(0, 0): "A"}, dimensions=(0xFFFFFFF0, 0xFFFF)))
    assert content.text == "Bảng\nA"


def test_an_old_workbook_with_a_far_cell_is_refused_by_name(make_xls: Callable[..., bytes]) -> None:
    content, problems = read_content(make_xls({(0, 0): "A", (65535, 65535): "B"}))
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT12")


def test_an_encrypted_old_workbook_is_named(make_xls: Callable[..., bytes]) -> None:
    lock = struct.pack("<HH", 0x002F, 2) + b"\1\0"
    content, problems = read_content(make_xls({(0, 0): "A"}, extra=lock))
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT02")


def test_a_string_table_larger_than_the_file_is_refused(make_xls: Callable[..., bytes]) -> None:
    table = struct.pack("<HHII", 0x00FC, 8, 0xFFFFFFFF, 0xFFFFFFFF)
    content, problems = read_content(make_xls({(0, 0): "A"}, extra=table))
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT01")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(at=st.integers(0, 12_000), value=st.binary(min_size=1, max_size=4))
def test_damage_anywhere_gives_an_outcome(make_xls: Callable[..., bytes], at: int, value: bytes) -> None:
    data = bytearray(make_xls({(0, 0): "Tiêu chí", (1, 1): "Điểm"}))
    data[at : at + len(value)] = value
    content, _ = read_content(bytes(data))
    assert content.reading in {Reading.READ, Reading.UNREADABLE}


@pytest.mark.parametrize("keep", [0.3, 0.6])
def test_a_cut_workbook_is_broken(make_xls: Callable[..., bytes], keep: float) -> None:
    for data in (make_xls({(0, 0): "A"}), xlsx({"A1": "A"})):
        content, problems = read_content(data[: int(len(data) * keep)])
        assert content.reading is Reading.UNREADABLE
        assert problems
