"""Formulas in the text of a criterion: ``(b/a) × điểm tối đa``, what a and b are, floors and caps."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.criteria.importing.sentences import to_number

if TYPE_CHECKING:
    from collections.abc import Sequence

_HUNDRED = Decimal(100)
_TIMES = r"\s*[*x×.]\s*"
_TOP = r"điểm tối đa|điểm chuẩn"
_TERM = re.compile(
    rf"\(?\s*([b-h]\d?)\s*/\s*a\s*\)?{_TIMES}({_TOP}|\d+(?:[.,]\d+)?)(?:{_TIMES}(\d+)\s*%)?", re.IGNORECASE
)
_SURVEY = re.compile(rf"\(?\s*a{_TIMES}(?:{_TOP})\s*\)?\s*/\s*100", re.IGNORECASE)
_RATE = re.compile(rf"(?<![/\w])a{_TIMES}(?:{_TOP})", re.IGNORECASE)
_LIMIT = r"(?:\(\s*b\s*\+\s*c\s*\)|b)\s*/\s*a\s*{sign}\s*(\d+(?:[.,]\d+)?)\s*(%?)"
_FLOOR = re.compile(_LIMIT.format(sign="<") + r".*?(?:là|:|được)\s*0\b", re.IGNORECASE)
_CAP = re.compile(_LIMIT.format(sign="(?:≥|>=|>)") + r".*?điểm tối đa", re.IGNORECASE)
_MEANING = re.compile(r"(?:^|[\s;.,:(])([a-h]\d?)\s+là\s+(.+?)(?=[\s;.,:(]+[a-h]\d?\s+là\s|$)", re.IGNORECASE)


def is_limit(paragraph: str) -> bool:
    """Whether a paragraph is a floor or a cap of a rate, which looks like an option and is none."""
    return bool(_FLOOR.search(paragraph) or _CAP.search(paragraph))


def is_formula(paragraph: str) -> bool:
    """Whether a paragraph has a formula or says what its letters mean."""
    return bool(_TERM.search(paragraph) or _RATE.search(paragraph) or re.match(r"[a-h]\d?\s+là\s", paragraph))


def formula_rule(paragraphs: Sequence[str], top: Decimal | None) -> tuple[dict[str, Any], Decimal | None] | None:
    """The rule of a formula as plain data and the maximum it tells; None when there is no formula."""
    text = "\n".join(paragraphs)
    meanings = {
        letter.lower(): words.strip(" .;,") for paragraph in paragraphs for letter, words in _MEANING.findall(paragraph)
    }
    whole = meanings.get("a", "tổng số (a)")
    if _SURVEY.search(text):
        return {"kind": "survey_mean", "measure": whole}, top
    terms = _TERM.findall(text)
    if len(terms) > 1:
        return _weighted(terms, meanings, whole, top, text)
    if terms:
        letter, factor, _ = terms[0]
        best = top if factor[0].isalpha() or top is not None else to_number(factor)
        rule = {"kind": "proportional", "numerator": meanings.get(letter, "số đạt (b)"), "denominator": whole}
        return rule | _limits(text), best
    if _RATE.search(text):
        return {"kind": "proportional", "numerator": whole, "denominator": "tổng số"} | _limits(text), top
    return None


def _weighted(
    terms: list[tuple[str, str, str]], meanings: dict[str, str], whole: str, top: Decimal | None, text: str
) -> tuple[dict[str, Any], Decimal | None] | None:
    weights = []
    for _, factor, percent in terms:
        points = top if factor[0].isalpha() else to_number(factor)
        if points is None:
            return None
        weights.append(points * (to_number(percent) / _HUNDRED if percent else 1))
    rows = [
        {"id": letter, "measure": meanings.get(letter, f"số thuộc ({letter})"), "weight": weight}
        for (letter, _, _), weight in zip(terms, weights, strict=True)
    ]
    limits = {key: value for key, value in _limits(text).items() if key == "floor"}
    return {"kind": "weighted", "denominator": whole, "terms": rows} | limits, top or max(weights)


def _limits(text: str) -> dict[str, Decimal]:
    found = {"floor": _FLOOR.search(text), "cap": _CAP.search(text)}
    return {key: _percent(match[1], match[2]) for key, match in found.items() if match}


def _percent(number: str, sign: str) -> Decimal:
    """0,7 is a share and 70 % per cent."""
    value = to_number(number)
    return value if sign or value > 1 else value * _HUNDRED
