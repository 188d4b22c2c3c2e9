"""Numbers in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dossier.documents.numbers import counted, number_words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (5, "năm"),
        (10, "mười"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (101, "một trăm linh một"),
        (124, "một trăm hai mươi tư"),
        (1001, "một nghìn không trăm linh một"),
        (3321, "ba nghìn ba trăm hai mươi mốt"),
        (1_000_005, "một triệu không trăm linh năm"),
        (Decimal("62.50"), "sáu mươi hai phẩy năm"),
        (Decimal("7.05"), "bảy phẩy không năm"),
        (Decimal("8.00"), "tám"),
    ],
)
def test_words(number: int | Decimal, words: str) -> None:
    assert number_words(number) == words


@pytest.mark.parametrize("number", [-1, 10**12])
def test_what_cannot_be_said_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="bằng chữ"):
        number_words(number)


def test_a_count_has_figures_and_words() -> None:
    assert counted(3) == "03 (ba)"
    assert counted(124) == "124 (một trăm hai mươi tư)"
