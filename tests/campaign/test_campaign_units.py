from pathlib import Path

import pytest

from dossier.campaign.units import UnitRow, read_units
from dossier.errors import BadInputError


def units(tmp_path: Path, content: str, *, encoding: str = "utf-8") -> tuple[UnitRow, ...]:
    path = tmp_path / "don-vi.csv"
    path.write_text(content, encoding=encoding)
    return read_units(path)


def test_only_the_name_is_needed(tmp_path: Path) -> None:
    (unit,) = units(tmp_path, "ten\nxã Hương Minh\n")
    assert unit == UnitRow("xa-huong-minh", "xã Hương Minh", "xã", "Hương Minh", "", "CHỦ TỊCH", ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_excel_saves_it_either_way(tmp_path: Path, encoding: str, separator: str) -> None:
    content = f"STT{separator}Tên đơn vị{separator}Loại\n1{separator}Minh Tân{separator}xã\n"
    (unit,) = units(tmp_path, content, encoding=encoding)
    assert (unit.name, unit.id) == ("xã Minh Tân", "xa-minh-tan")


def test_a_unit_named_by_a_number_keeps_its_common_noun(tmp_path: Path) -> None:
    (unit,) = units(tmp_path, "ten\nphường 1\n")
    assert unit.place == "Phường 1"


def test_former_names_are_kept(tmp_path: Path) -> None:
    (unit,) = units(tmp_path, "ten,ten_cu\nxã Mới,xã Cũ Một|xã Cũ Hai\n")
    assert unit.aliases == ("xã Cũ Một", "xã Cũ Hai")


@pytest.mark.parametrize(
    ("defect", "content", "line", "message"),
    [
        ("no name column", "ma,loai\na,xã\n", 1, "cột «ten»"),
        ("no rows", "ten\n", 1, "chưa có đơn vị"),
        ("empty file", "", 1, "chưa có đơn vị"),
        ("row without name", "ma,ten\na,xã A\nb,\n", 3, "thiếu tên"),
        ("name twice in other spelling", "ten\nxã Hòa Bình\nXã Hoà  Bình\n", 3, "trùng mã"),
    ],
)
def test_a_defect_names_its_line(tmp_path: Path, defect: str, content: str, line: int, message: str) -> None:
    del defect
    with pytest.raises(BadInputError) as caught:
        units(tmp_path, content)
    (problem,) = caught.value.problems
    assert problem.where.line == line
    assert message in problem.message


def test_an_old_windows_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        units(tmp_path, "ten\nxã A\n", encoding="utf-16")
    assert "CSV UTF-8" in str(caught.value.problems[0])
