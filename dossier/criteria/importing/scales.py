"""The kind of rule that a list of options is: tiers, counts, levels, yes or no, a sum, against last year."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dossier.criteria.importing.sentences import to_number
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dossier.criteria.importing.sentences import Option

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_STRICT = re.compile(rf"(?<!\w)trên\s+{_NUMBER}\s*%", re.IGNORECASE)
_FROM = re.compile(rf"(?:từ|đạt|ít nhất|tối thiểu)\s+{_NUMBER}\s*%?", re.IGNORECASE)
_PERCENT = re.compile(rf"{_NUMBER}\s*%")
_COUNT = re.compile(r"(?<![\d/.,])(\d{1,3})(?![\d/.,%])(?!\s*%)\s+(\S.*)")
_ONWARDS = re.compile(r"\s+trở lên.*")
_NONE = ("khong co", "chua co", "khong")
_PAIR = 2
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_RATE = re.compile(
    r"tỷ lệ(?:\s*%)?\s+(?:giữa\s+)?(.+?)\s*(?:so với|/|\bvà\b(?=\s+tổng))\s*([Tt]ổng[^.;:]*)", re.IGNORECASE
)
_BAD = re.compile(r"sai phạm|vi phạm|kỷ luật|trái thẩm quyền|trái pháp luật", re.IGNORECASE)
_SHORT = 8  # words; a quality, not a sentence

_Made = tuple[dict[str, Any], tuple["Option", ...]]


def options_rule(
    options: Sequence[Option], top: Decimal | None, *, requirement: str
) -> tuple[dict[str, Any] | None, tuple[Option, ...]]:
    """The rule as plain data and the options it does not cover; None when no kind fits."""
    kinds: tuple[Callable[[Sequence[Option], Decimal | None, str], _Made | None], ...] = (
        _sum,
        _year_over_year,
        _tiers,
        _count_steps,
        _yes_no,
        _levels,
    )
    for kind in kinds:
        made = kind(options, top, requirement)
        if made:
            return made
    return None, tuple(options)


def _sum(options: Sequence[Option], top: Decimal | None, _requirement: str) -> _Made | None:
    earning = [option for option in options if option.points]
    total = sum((option.points for option in earning), Decimal())
    whole = top is not None and total == top and len(earning) == len(options)
    if len(earning) < _PAIR or not (whole or any(option.adds for option in earning)):
        return None
    if top is not None and total != top:
        return None
    parts = [
        {
            "id": _LETTERS[index],
            "title": option.condition,
            "max": option.points,
            "rule": {"kind": "yes_no", "condition": option.condition, "points": option.points},
        }
        for index, option in enumerate(earning)
    ]
    return {"kind": "parts", "parts": parts}, tuple(option for option in options if not option.points)


def _year_over_year(options: Sequence[Option], _top: Decimal | None, requirement: str) -> _Made | None:
    if not any("so voi nam truoc" in fold(option.condition) for option in options):
        return None
    points = {"increased": Decimal(), "equal": Decimal(), "decreased": Decimal()}
    for option in options:
        words = fold(option.condition)
        if words.startswith(("khong", "chua")):
            continue
        for key, word in (("increased", "tang"), ("equal", "bang"), ("decreased", "giam")):
            if re.search(rf"\b{word}\b", words):
                points[key] = option.points
    if not any(points.values()):
        return None
    return {"kind": "year_over_year", "measure": _measure(requirement), **points}, ()


def _measure(requirement: str) -> str:
    return requirement.rsplit(":", maxsplit=1)[-1].split(".", maxsplit=1)[0].strip()[:120] or "số liệu"


def _tiers(options: Sequence[Option], _top: Decimal | None, requirement: str) -> _Made | None:
    bands = []
    for option in options:
        band = _band(option)
        if band is None and option is options[-1] and len(options) == _PAIR and not option.points:
            band = {"min": Decimal(), "points": option.points}  # «100% …» against «chưa …»
        if band is None:
            return None
        bands.append(band)
    if len(bands) < _PAIR or any(lower["min"] >= upper["min"] for upper, lower in pairwise(bands)):
        return None
    if bands[-1]["min"] != 0:
        bands.append({"min": Decimal(), "points": Decimal()})
    numerator, denominator = _rate_words(requirement, options[0])
    return {"kind": "tiers", "numerator": numerator, "denominator": denominator, "bands": bands}, ()


def _band(option: Option) -> dict[str, Any] | None:
    text = option.condition
    if not _PERCENT.search(text):
        return None
    strict = _STRICT.search(text)
    if strict:
        return {"min": to_number(strict[1]), "strict": True, "points": option.points}
    start = _FROM.search(text)
    if start:
        return {"min": to_number(start[1]), "points": option.points}
    if re.search(r"\bdưới\b", text, re.IGNORECASE):
        return {"min": Decimal(), "points": option.points}
    first = _PERCENT.search(text)
    return {"min": to_number(first[1]), "points": option.points} if first else None


def _rate_words(requirement: str, best: Option) -> tuple[str, str]:
    found = _RATE.search(requirement)
    if found:
        return found[1].strip(), found[2].strip()
    subject = _PERCENT.sub("", best.condition).strip(" .,;") or "nội dung"
    return f"số đạt: {subject}", f"tổng số phải xét: {subject}"


def _count_steps(options: Sequence[Option], _top: Decimal | None, _requirement: str) -> _Made | None:
    steps = []
    for option in options:
        found = _COUNT.search(option.condition)
        if found:
            steps.append({"min": to_number(found[1]), "points": option.points})
        elif fold(option.condition).startswith(_NONE):
            steps.append({"min": Decimal(), "points": option.points})
        else:
            return None
    falling = all(upper["min"] > lower["min"] for upper, lower in pairwise(steps))
    if not falling or len(steps) <= _PAIR or steps[-1]["min"] != 0:
        return None
    words = _COUNT.search(options[0].condition)
    counted = _ONWARDS.sub("", words[2]) if words else "lượng"
    return {"kind": "count_steps", "measure": f"số {counted}", "steps": steps}, ()


def _yes_no(options: Sequence[Option], _top: Decimal | None, _requirement: str) -> _Made | None:
    if len(options) > _PAIR or not options[0].points or (len(options) == _PAIR and options[1].points):
        return None
    good = options[0]
    if len(options) == _PAIR and fold(good.condition).startswith("khong co") and _BAD.search(good.condition):
        return {"kind": "no_violation", "condition": good.condition, "points": good.points}, ()
    qualities = _qualities(good.condition)
    bad = fold(options[1].condition) if len(options) == _PAIR else ""
    if len(qualities) >= _PAIR and (" hoac " in bad or "mot trong" in bad):
        return {"kind": "all_of", "conditions": qualities, "points": good.points}, ()
    return {"kind": "yes_no", "condition": good.condition, "points": good.points}, ()


def _qualities(condition: str) -> list[str]:
    pieces = [piece.strip() for piece in re.split(r",|\s+và\s+", condition) if piece.strip()]
    return pieces if all(len(piece.split()) <= _SHORT for piece in pieces) else []


def _levels(options: Sequence[Option], _top: Decimal | None, _requirement: str) -> _Made | None:
    points = [option.points for option in options]
    states = [option.condition for option in options]
    if len(options) <= _PAIR or points != sorted(points, reverse=True) or len({*map(fold, states)}) < len(states):
        return None
    levels = [{"state": state, "points": earned} for state, earned in zip(states, points, strict=True)]
    return {"kind": "levels", "levels": levels}, ()
