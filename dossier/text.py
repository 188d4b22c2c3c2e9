"""Vietnamese text, pure: keys for comparing, collation, and dates and numbers in official form."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

# OCR and old keyboards give Ð (U+00D0, eth) and ð for Đ and đ, and any apostrophe.
_PLAIN_LETTERS = str.maketrans("đĐÐð’‘ʼ`´", "dDDd" + 5 * "'")
_MARKS = re.compile("[\u0300-\u036f]+")
_DASHES = re.compile("[‐‑‒–—−]")
_SPACES = re.compile(r"\s+")
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"

# The Vietnamese alphabet, the order of TCVN and of every official list.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: index for index, letter in enumerate(_ALPHABET)}
# Ngang, huyền, hỏi, ngã, sắc, nặng: dictionary order of the tones.
_TONE_RANK = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

_DECIMAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def nfc(text: str) -> str:
    """The text in the one Unicode form that keys are compared in."""
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """NFC, with every run of white space made one space."""
    return _SPACES.sub(" ", nfc(text)).strip()


def fold(text: str) -> str:
    """A key without diacritics, case, dash, apostrophe and spacing variants: ``Hoà  Đông`` → ``hoa dong``.

    SQLite and Unicode leave đ alone, so it is folded by hand (measured: "duong" would find nothing).
    """
    plain = unicodedata.normalize("NFD", text.translate(_PLAIN_LETTERS))
    bare = _MARKS.sub("", plain)
    # A text has few different characters: asking each of them once is cheap, asking every place was half of matching.
    if odd := {char for char in set(bare) if unicodedata.combining(char)}:
        bare = "".join(char for char in bare if char not in odd)
    return _SPACES.sub(" ", _DASHES.sub("-", bare)).strip().casefold()


def collation_key(text: str) -> tuple[object, ...]:
    """Sorts as a Vietnamese list does: by letter first, by tone last, numbers by value."""
    letters: list[tuple[int, int]] = []
    tones: list[int] = []
    for chunk in re.findall(r"\d+|\D", nfc(text).casefold()):
        if chunk.isdecimal():
            letters.append((0, int(chunk)))
            continue
        marks = unicodedata.normalize("NFD", chunk)
        tones.append(max((_TONE_RANK.get(mark, 0) for mark in marks), default=0))
        base = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONE_MARKS))
        letters.append((1, _LETTER_RANK[base]) if base in _LETTER_RANK else (0, -0x110000 + ord(base[0])))
    return (tuple(letters), tuple(tones), text)


def code_key(code: str) -> tuple[tuple[int, int | str], ...]:
    """Sorts codes by their numbers: ``1.2`` before ``1.10``."""
    return tuple((0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"[./]", code))


def official_decimal(value: Decimal, *, places: int | None = None) -> str:
    """``7,5``: decimal comma; without ``places`` every digit is kept and trailing zeros are dropped."""
    if places is not None:
        return f"{value:.{places}f}".replace(".", ",")
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def parse_decimal(text: str) -> Decimal:
    """A number as people type it: ``7,5``, ``7.5``, ``1 234,5``.

    Raises:
        ValueError: not a number, or one with both a dot and a comma, whose reading is uncertain.
    """
    compact = text.replace("\u00a0", "").replace(" ", "").strip()
    if not _DECIMAL.fullmatch(compact):
        raise ValueError(f"«{text}» không phải là số")
    try:
        return Decimal(compact.replace(",", "."))
    except InvalidOperation as error:  # pragma: no cover - the pattern admits only numbers
        raise ValueError(f"«{text}» không phải là số") from error


def official_date(date: dt.date) -> str:
    """``ngày 05 tháng 3 năm 2020``: days below 10 and months 1 and 2 take a zero (NĐ 30, Phụ lục I.II.4)."""
    return f"ngày {date.day:02d} tháng {_month(date)} năm {date.year}"


def short_date(date: dt.date) -> str:
    """``05/3/2020``, the short form official papers use when citing."""
    return f"{date.day:02d}/{_month(date)}/{date.year}"


def _month(date: dt.date) -> str:
    return f"{date.month:02d}" if date.month <= 2 else str(date.month)  # noqa: PLR2004 - the decree's rule


def ascii_name(text: str, *, limit: int = 80) -> str:
    """A file-name part without diacritics, spaces or reserved characters; never empty."""
    name = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")[:limit].rstrip("-")
    return f"{name}-" if name in _WINDOWS_RESERVED else name or "khong-ten"


_WINDOWS_RESERVED = {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
