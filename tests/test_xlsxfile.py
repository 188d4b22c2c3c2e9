import datetime as dt
import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from dossier.errors import BadInputError
from dossier.xlsxfile import Cell, CellKind, Identity, load_book, put_identity, put_text, write_book

IDENTITY = Identity("tu-cham-diem", "an-son-2020", "xa-mau", 2020, "bo-mau", 3)


def saved(path: Path, *values: Any, number_format: str = "General") -> Path:
    """A workbook of one row, written by openpyxl as other people's programs write."""
    book = Workbook()
    for column, value in enumerate(values, start=1):
        cell = book.worksheets[0].cell(1, column, value)
        if isinstance(value, int | float):
            cell.number_format = number_format
    book.save(path)
    return path


def first_row(path: Path) -> tuple[Cell, ...]:
    return load_book(path).sheets[0].rows[0]


def test_each_kind_of_cell_is_told_apart(tmp_path: Path) -> None:
    row = first_row(saved(tmp_path / "a.xlsx", "chữ", 7.1, True, "=1+1", dt.date(2020, 5, 7), None, "#REF!"))
    assert [cell.kind for cell in row] == [
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.TRUTH,
        CellKind.FORMULA,
        CellKind.DATE,
        CellKind.EMPTY,
        CellKind.FAULT,
    ]
    assert row[1].number == Decimal("7.1")
    assert row[3].text == "=1+1"
    assert row[4].text == "07/5/2020"
    assert row[0].place == "Sheet!A1"


@pytest.mark.parametrize(("stored", "shown"), [(0.95, "95"), (0.979949, "97.9949"), (1.2, "120")])
def test_a_percent_format_gives_the_figure_people_see(tmp_path: Path, stored: float, shown: str) -> None:
    cell = first_row(saved(tmp_path / "a.xlsx", stored, number_format="0.00%"))[0]
    assert (cell.kind, cell.number) == (CellKind.PERCENT, Decimal(shown))


def test_a_percent_sign_in_a_literal_is_no_percentage(tmp_path: Path) -> None:
    cell = first_row(saved(tmp_path / "a.xlsx", 3, number_format='0" %"'))[0]
    assert (cell.kind, cell.number) == (CellKind.NUMBER, Decimal(3))


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+84 123", "-", "- Kế hoạch", "@SUM(A1)", "\tx", "1.10", "3/5"])
def test_risky_text_is_written_as_text_and_read_back_unchanged(tmp_path: Path, text: str) -> None:
    book = Workbook()
    put_text(book.worksheets[0].cell(1, 1), text)
    write_book(tmp_path / "a.xlsx", book, title="thử")
    raw = load_workbook(tmp_path / "a.xlsx").worksheets[0].cell(1, 1)
    assert raw.data_type == "s"
    assert bool(raw.quotePrefix) is (text[0] in "=+-@\t")
    assert first_row(tmp_path / "a.xlsx")[0].text == text.strip()


@pytest.mark.parametrize("broken_line", ["một\r\nhai", "một_x000D_\nhai"])
def test_a_line_break_is_one_character(tmp_path: Path, broken_line: str) -> None:
    assert first_row(saved(tmp_path / "a.xlsx", broken_line))[0].text == "một\nhai"


def test_control_characters_do_not_break_the_file(tmp_path: Path) -> None:
    book = Workbook()
    put_text(book.worksheets[0].cell(1, 1), "Kế\x00 hoạch\x0b số 1")
    write_book(tmp_path / "a.xlsx", book, title="thử")
    assert first_row(tmp_path / "a.xlsx")[0].text == "Kế hoạch số 1"


def test_equal_content_gives_equal_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        book = Workbook()
        put_text(book.worksheets[0].cell(1, 1), "nội dung")
        write_book(tmp_path / name, book, title="thử")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_identity_sheet_comes_back_and_is_hidden(tmp_path: Path) -> None:
    book = Workbook()
    put_identity(book, IDENTITY)
    write_book(tmp_path / "a.xlsx", book, title="thử")
    loaded = load_book(tmp_path / "a.xlsx")
    assert loaded.identity == IDENTITY
    assert [sheet.title for sheet in loaded.sheets] == ["Sheet"]
    assert load_workbook(tmp_path / "a.xlsx")["_dossier"].sheet_state == "veryHidden"


@pytest.mark.parametrize("spoil", ["year", "unit"])
def test_a_spoilt_identity_is_no_identity(tmp_path: Path, spoil: str) -> None:
    book = Workbook()
    put_identity(book, IDENTITY)
    for row in book["_dossier"].iter_rows():
        if row[0].value == spoil:
            row[0].value = "?"
    write_book(tmp_path / "a.xlsx", book, title="thử")
    assert load_book(tmp_path / "a.xlsx").identity is None


def zipped(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return target.getvalue()


def with_doctype(path: Path) -> bytes:
    saved(path, "x")
    source = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    members = {name: source.read(name) for name in source.namelist()}
    members["xl/workbook.xml"] = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]>' + members["xl/workbook.xml"]
    return zipped(**members)


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "thuc-the.xlsx"
    target.write_bytes(with_doctype(target))
    with pytest.raises(BadInputError, match=r"thuc-the.xlsx.*DOCTYPE") as caught:
        load_book(target)
    assert caught.value.problems[0].rule == "XLS02"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    target = tmp_path / "bom.xlsx"
    target.write_bytes(zipped(xl__sheet=b"\0" * (201 << 20)))
    with pytest.raises(BadInputError, match="bom nén") as caught:
        load_book(target)
    assert caught.value.problems[0].rule == "XLS02"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.xlsx", b""),
        ("not_a_zip.xlsx", b"M\xc3\xa3;T\xc3\xaan"),
        ("old_or_locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("zip_without_workbook.xlsx", zipped(hello=b"x")),
        ("broken_xml.xlsx", zipped(**{"[Content_Types].xml": b"<Types", "xl/workbook.xml": b"<"})),
    ],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadInputError, match=name) as caught:
        load_book(tmp_path / name)
    assert caught.value.problems[0].rule == "XLS01"


def test_a_missing_workbook_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"khong-co\.xlsx") as caught:
        load_book(tmp_path / "khong-co.xlsx")
    assert caught.value.problems[0].remedy == "Kiểm tra đường dẫn và quyền đọc tệp."


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_makes_reading_crash(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("hong") / "a.xlsx"
    book = Workbook()
    book.worksheets[0].append(["chữ", 1, "=A1"])
    write_book(path, book, title="thử")  # the same bytes in every run, which openpyxl alone does not give
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    try:
        load_book(path)
    except BadInputError as error:
        assert error.problems  # noqa: PT017 - both outcomes are right; only a crash is not


def test_a_sheet_longer_than_the_limit_is_refused_and_never_cut(tmp_path: Path) -> None:
    book = Workbook()
    for line in range(1, 12):
        book.worksheets[0].cell(line, 1).value = line
    book.worksheets[0].cell(50, 1).number_format = "@"  # formatted and empty: no row
    book.save(tmp_path / "dai.xlsx")
    assert len(load_book(tmp_path / "dai.xlsx", rows=11).sheets[0].rows) == 11
    with pytest.raises(BadInputError, match="dài hơn 10 dòng"):
        load_book(tmp_path / "dai.xlsx", rows=10)


def test_an_identity_survives_a_program_that_drops_empty_cells(tmp_path: Path) -> None:
    identity = Identity("tham-dinh", "ky", "", 2020, "bo", 1, office="noi-vu", round=2)
    book = Workbook()
    put_identity(book, identity)
    write_book(tmp_path / "a.xlsx", book, title="a")
    again = load_workbook(tmp_path / "a.xlsx")
    again.save(tmp_path / "a.xlsx")
    assert load_book(tmp_path / "a.xlsx").identity == identity
