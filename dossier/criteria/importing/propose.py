"""A rule proposed for the text of a leaf; what could not be read is handed back, never dropped."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.criteria.importing.formulas import formula_rule, is_formula, is_limit
from dossier.criteria.importing.scales import options_rule
from dossier.criteria.importing.sentences import Option, find_options, to_number
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_FULL = re.compile(r"đạt điểm tối đa|chấm điểm tối đa|được điểm tối đa", re.IGNORECASE)
_NOT_COUNTED = re.compile(r"không (?:thực hiện )?(?:đánh giá|chấm)[^.;]*?vào tổng điểm", re.IGNORECASE)
_NOT_SELF = re.compile(r"không (?:thực hiện )?tự (?:đánh giá|chấm)", re.IGNORECASE)
_CUT = re.compile(r"trừ\s+(\d+)\s*%", re.IGNORECASE)
_NONE_AROSE = re.compile(r"Trường hợp\b.*\bkhông (?:có|phát sinh)\b", re.IGNORECASE)
_SUM = re.compile(r"tổng điểm(?: đạt được)? của", re.IGNORECASE)
_NUMBERED = re.compile(r"\(?(\d)\)\s*")
_BLOCK_MAX = re.compile(r"(?:tối đa(?: là)?|điểm)\s*:?\s*(\d+(?:[.,]\d+)?)", re.IGNORECASE)
_ABOUT_POINTS = re.compile(r"\d(?:[.,]\d+)?\s*điểm\b|điểm đánh giá\s|\btrừ\s+\d", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the text of a leaf seems to say.

    Attributes:
        rule: as plain data; ``typed`` when nothing could be made of it.
        max: from the table, else from the rule; None when neither tells.
        not_applicable: as plain data; None when the text says nothing.
        left_over: sentences about points that are not in the rule.
    """

    rule: dict[str, Any]
    max: Decimal | None
    scored_by: str = "tu_cham"
    not_applicable: dict[str, Any] | None = None
    left_over: tuple[str, ...] = ()


def propose_rule(paragraphs: Sequence[str], *, top: Decimal | None, notes: Sequence[str] = ()) -> Proposal:
    """A rule for a leaf; ``top`` is its maximum in the table, ``notes`` the lines of its proofs.

    Proofs are read for «không tự chấm» and for cases that do not arise, which tables put there too.
    """
    paragraphs, earned = _without_full_case(paragraphs)
    arising = earned or _not_arising([*paragraphs, *notes])
    if any(_NOT_SELF.search(line) for line in (*paragraphs, one_line(" ".join(notes)))):
        return _external(paragraphs, top, arising)
    cuts = [paragraph for paragraph in paragraphs if _CUT.search(paragraph)]
    kept = [paragraph for paragraph in paragraphs if not _says_not_arising(paragraph) and paragraph not in cuts]
    rule, best, left = _read(kept, top)
    if rule is None:
        rule = {"kind": "typed", "reason": "chưa đọc được cách chấm trong văn bản"}
        cut_rows: Sequence[str] = cuts
    else:
        rule, cut_rows = _with_cuts(rule, cuts), ()
    # A leaf may have both effects, by reason; the set holds one.
    others = [text for text in paragraphs if _says_not_arising(text) and arising and _effect(text) != arising["effect"]]
    survey = rule["kind"] == "survey_mean"
    return Proposal(rule, best, "dieu_tra" if survey else "tu_cham", arising, (*left, *cut_rows, *others))


def _without_full_case(paragraphs: Sequence[str]) -> tuple[Sequence[str], dict[str, Any] | None]:
    """«Trường hợp không có hồ sơ trễ hẹn … là 0,25», where 0,25 is the most, is a case that does not arise."""
    options = {paragraph: find_options(paragraph) for paragraph in paragraphs}
    most = max((option.points for found in options.values() for option in found), default=None)
    for paragraph, found in options.items():
        if len(found) == 1 and found[0].points == most and _NONE_AROSE.match(found[0].condition):
            when = re.sub(r"^Trường hợp\s+", "", found[0].condition, flags=re.IGNORECASE)
            return [text for text in paragraphs if text != paragraph], {"when": when, "effect": "full"}
    return paragraphs, None


def _read(paragraphs: Sequence[str], top: Decimal | None) -> tuple[dict[str, Any] | None, Decimal | None, list[str]]:
    """Rule, maximum and the sentences about points that are in neither."""
    blocks = _blocks(paragraphs)
    if blocks:
        return _sum_of_blocks(blocks, top)
    formula = formula_rule(paragraphs, top)
    free = [
        paragraph for paragraph in paragraphs if not is_limit(paragraph) and not (formula and is_formula(paragraph))
    ]
    options = [(paragraph, find_options(paragraph)) for paragraph in free]
    unread = [paragraph for paragraph, found in options if not found and _ABOUT_POINTS.search(paragraph)]
    found = [option for _, some in options for option in some]
    if formula:
        said = [paragraph for paragraph, some in options if some]
        return formula[0], formula[1], unread + said
    if not found:
        return None, top, unread
    requirement = " ".join(paragraph for paragraph, some in options if not some)
    rule, unused = options_rule(found, top, requirement=requirement)
    if rule is None:
        return None, top, unread + [paragraph for paragraph, some in options if some]
    best = top if top is not None else _best(rule, found)
    return rule, best, unread + [f"{option.condition}: {option.points}" for option in unused]


def _best(rule: dict[str, Any], options: Sequence[Option]) -> Decimal:
    parts = rule.get("parts")
    return sum((part["max"] for part in parts), Decimal()) if parts else max(option.points for option in options)


def _blocks(paragraphs: Sequence[str]) -> list[list[str]]:
    """The numbered contents whose points are added; none when the text does not say so."""
    start = next((index for index, paragraph in enumerate(paragraphs) if _SUM.search(paragraph)), None)
    if start is None:
        return []
    blocks: list[list[str]] = []
    for paragraph in paragraphs[start + 1 :]:
        if _NUMBERED.match(paragraph):
            blocks.append([paragraph])
        elif blocks:
            blocks[-1].append(paragraph)
    return blocks if len(blocks) > 1 else []


def _sum_of_blocks(
    blocks: list[list[str]], top: Decimal | None
) -> tuple[dict[str, Any] | None, Decimal | None, list[str]]:
    parts: list[dict[str, Any]] = []
    left: list[str] = []
    for heading, *rest in blocks:
        title, best = _heading(heading)
        rule, told, unread = _read(rest, best)
        best = best if best is not None else told
        if rule is None and best is not None and not unread:
            rule = {"kind": "yes_no", "condition": title, "points": best}
        left += unread
        if best is None:
            return None, top, [*(line for block in blocks for line in block)]
        if rule is None:
            rule = {"kind": "typed", "reason": "chưa đọc được cách chấm trong văn bản"}
            left.append(heading)
        inner = rule.get("parts") or [{"title": title, "max": best, "rule": rule}]
        parts += [{**part, "id": _LETTERS[len(parts) + offset]} for offset, part in enumerate(inner)]
    total = sum((part["max"] for part in parts), Decimal())
    ordered = [{key: part[key] for key in ("id", "title", "max", "rule")} for part in parts]
    return {"kind": "parts", "parts": ordered}, top if top is not None else total, left


def _heading(paragraph: str) -> tuple[str, Decimal | None]:
    options = find_options(paragraph)
    text = _NUMBERED.sub("", paragraph, count=1)
    if len(options) == 1:
        return _NUMBERED.sub("", options[0].condition, count=1), options[0].points
    told = _BLOCK_MAX.search(text)
    return text.split(":")[0].strip(" ."), to_number(told[1]) if told else None


def _external(paragraphs: Sequence[str], top: Decimal | None, arising: dict[str, Any] | None) -> Proposal:
    options = [option for paragraph in paragraphs for option in find_options(paragraph)]
    levels = [{"state": option.condition, "points": option.points} for option in options]
    best = max((option.points for option in options), default=None)
    rule: dict[str, Any] = {"kind": "external", "source": "hội đồng chấm, đơn vị không tự chấm"}
    if len(levels) > 1 and (top is None or best == top):
        rule["levels"] = levels
        levels = []
    left = tuple(f"{level['state']}: {level['points']}" for level in levels)
    return Proposal(rule, top if top is not None else best, "nguon_khac", arising, left)


def _says_not_arising(paragraph: str) -> bool:
    return bool(_NOT_COUNTED.search(paragraph) or (_FULL.search(paragraph) and not is_limit(paragraph)))


def _effect(line: str) -> str:
    return "exclude" if _NOT_COUNTED.search(line) else "full"


def _not_arising(lines: Sequence[str]) -> dict[str, Any] | None:
    for line in lines:
        if not _says_not_arising(line):
            continue
        sentence = next(part for part in re.split(r"(?<=[.;])\s+", line) if _says_not_arising(part))
        when = re.split(r"\s+thì\s+", sentence, maxsplit=1)[0]
        return {
            "when": re.sub(r"^(?:[-+(]\s*)*(?:Trường hợp|Nếu)?\s*", "", when).strip(" (),."),
            "effect": _effect(line),
        }
    return None


def _with_cuts(rule: dict[str, Any], cuts: Sequence[str]) -> dict[str, Any]:
    if not cuts:
        return rule
    rows = []
    for number, cut in enumerate(cuts, start=1):
        found = _CUT.search(cut)
        council = "tham_dinh" if re.search(r"hđtđ|hội đồng", cut, re.IGNORECASE) else "tu_cham"
        when = re.split(r"\s+thì\s+", cut, maxsplit=1)[0]
        rows.append(
            {
                "id": "tru" if len(cuts) == 1 else f"tru-{number}",
                "when": re.sub(r"^[(\s-]*(?:Nếu\s+)?", "", when).strip(" ()."),
                "percent": to_number(found[1]) if found else Decimal(0),
                "applied_by": council,
            }
        )
    return {"kind": "share_deducted", "base": rule, "deductions": rows}
