from __future__ import annotations

import pytest

from dossier.intake.personal import find_personal_data

MOBILES = "0912345678, 0387 654 321, 0771.234.567"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("CCCD: 001190012345", ["INT31"]),
        ("Căn cước 079301000001 và 001190012345", ["INT31"]),
        ("Mã hồ sơ 123456789012", []),  # no such province
        ("Số tài khoản 0011900123456789", []),
        ("Điện thoại: 0912345678", []),  # a contact line
        (f"Điện thoại: {MOBILES}", ["INT32"]),
        ("DANH SÁCH CÁN BỘ BỊ KỶ LUẬT NĂM 2020", ["INT32"]),
        ("Danh sách đại biểu dự họp", []),
        ("Kế hoạch số 05/KH-UBND ngày 10/01/2020", []),
    ],
)
def test_kinds_of_personal_data(text: str, rules: list[str]) -> None:
    assert [problem.rule for problem in find_personal_data(text)] == rules


def test_the_finding_repeats_none_of_the_data() -> None:
    problems = list(find_personal_data(f"CCCD 001190012345; {MOBILES}"))
    told = " ".join(f"{problem.message} {problem.remedy}" for problem in problems)
    assert len(problems) == 2
    assert not any(number in told for number in ("001190012345", "0912345678"))
