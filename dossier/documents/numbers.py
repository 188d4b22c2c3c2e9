"""Numbers in Vietnamese words, where a form wants them beside the figures. Pure."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")
_TEN, _HUNDRED, _GROUP, _LIMIT = 10, 100, 1000, 10**12
_ONE, _FOUR, _FIVE = 1, 4, 5


def number_words(value: int | Decimal) -> str:
    """``hai mươi mốt``, ``một trăm linh năm``, ``sáu mươi hai phẩy năm``; below 10^12.

    Decimals are read digit by digit, trailing zeros dropped. Source: how amounts are written in official papers
    (nghìn, linh, mốt, lăm, tư).

    Raises:
        ValueError: negative or too large.
    """
    number = Decimal(value)
    if number < 0 or number >= _LIMIT:
        raise ValueError(f"Không đọc được số {value} bằng chữ.")
    whole, _, decimals = f"{number:f}".partition(".")
    words = _whole_words(int(whole))
    decimals = decimals.rstrip("0")
    return f"{words} phẩy {' '.join(_DIGITS[int(digit)] for digit in decimals)}" if decimals else words


def counted(value: int) -> str:
    """``03 (ba)``: the figures with a leading zero below 10, then the words."""
    return f"{value:02d} ({number_words(value)})"


def _whole_words(number: int) -> str:
    if not number:
        return _DIGITS[0]
    groups: list[int] = []
    while number:
        number, group = divmod(number, _GROUP)
        groups.append(group)
    top = len(groups) - 1
    parts = [
        f"{_group_words(groups[place], full=place < top)} {_GROUPS[place]}".strip()
        for place in range(top, -1, -1)
        if groups[place]
    ]
    return " ".join(parts)


def _group_words(group: int, *, full: bool) -> str:
    """Three digits; ``full`` says the hundred even when it is none: ``một nghìn không trăm linh năm``."""
    hundreds, rest = divmod(group, _HUNDRED)
    words = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    tens, ones = divmod(rest, _TEN)
    if tens:
        words.append("mười" if tens == _ONE else f"{_DIGITS[tens]} mươi")
    elif ones and words:
        words.append("linh")
    if ones:
        words.append(_one_word(tens, ones))
    return " ".join(words)


def _one_word(tens: int, ones: int) -> str:
    if ones == _ONE and tens > _ONE:
        return "mốt"
    if ones == _FOUR and tens > _ONE:
        return "tư"
    return "lăm" if ones == _FIVE and tens else _DIGITS[ones]
