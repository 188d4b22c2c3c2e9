"""The form check on the decree's own forms and on papers of real offices; every finding here was checked by eye."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.documents.formcheck import State, check_form

SHELF = Path(__file__).parents[3] / "shared" / "material" / "vietnamese"
pytestmark = [pytest.mark.shared, pytest.mark.skipif(not SHELF.is_dir(), reason="../shared is absent")]

# What really is wrong with each, none of it a false alarm.
OFFICE = {
    "Kế hoạch CCHC 2026 của tỉnh Lâm Đồng.docx": {"F02", "F16", "F21", "F23", "F25"},
    "Ke hoach tuyen truyen CCHC tinh Lam Dong nam 2026.docx": {"F02", "F21"},
    "Thong bao ket luan Hoi nghi ngay 22.1.2026.docx": {"F10", "F21"},
    "Du Thao BC cham diem PAR Index Lam Dong 2025 16.01.docx": {"F02", "F04", "F05", "F21"},
}


def failed(path: Path) -> set[str]:
    return {result.rule for result in check_form(path.read_bytes(), name=path.name).of(State.FAIL)}


def test_the_model_forms_of_the_decree_pass() -> None:
    """Fourteen forms in one file. Calibri stands in its list of forms; the line of form 3.2 is 24 % of the name."""
    path = SHELF / "nd30" / "Phuluc3.docx"
    check = check_form(path.read_bytes(), name=path.name)
    assert failed(path) == {"F03", "F09"}
    assert {"Nghị quyết", "Quyết định", "Công văn", "Công điện", "Giấy mời", "Biên bản"} <= set(check.kinds)


@pytest.mark.parametrize("name", OFFICE)
def test_papers_of_real_offices(name: str) -> None:
    (path,) = (SHELF / "office_2025").rglob(name)
    assert failed(path) == OFFICE[name]
