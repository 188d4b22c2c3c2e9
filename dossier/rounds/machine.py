"""The state machine of a unit's year: pure, from a state and an act to the next state, or a refusal.

self-assessment → appraisal 1 → explanation and supplement → appraisal 2 → council → approval → published. Nothing
can be skipped; only a reopening, with its reason, leads back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from dossier.errors import RefusedError
from dossier.problems import Problem, Where
from dossier.rounds.model import (
    OUT_OF_ORDER,
    Decision,
    Duty,
    Filed,
    Given,
    Kind,
    OpenPoint,
    Stage,
    Surveyed,
    UnitState,
)

if TYPE_CHECKING:
    from dossier.journal import Entry

_BACK_TO = (Stage.SELF, Stage.FIRST, Stage.SECOND)


def replay(entries: Iterable[Entry], duties: Mapping[str, Duty]) -> tuple[dict[str, UnitState], tuple[Problem, ...]]:
    """The state of every unit after the journal; an act that does not fit is left out and reported.

    ``duties`` say what must be appraised, by unit id; acts of a unit without one are reported too.
    """
    states = {unit: UnitState(unit) for unit in duties}
    problems: list[Problem] = []
    for entry in entries:
        if not entry.unit:
            continue
        where = Where(path="records/journal.jsonl", line=entry.seq, unit=entry.unit)
        if entry.unit not in duties:
            problems.append(OUT_OF_ORDER.at(where, f"Đơn vị «{entry.unit}» không còn trong campaign.yaml."))
            continue
        try:
            states[entry.unit] = advance(states[entry.unit], entry, duties[entry.unit])
        except RefusedError as error:
            problems.append(OUT_OF_ORDER.at(where, error.message))
    return states, tuple(problems)


def advance(state: UnitState, entry: Entry, duty: Duty) -> UnitState:
    """The state after one act.

    Raises:
        RefusedError: the act does not belong to this stage, or something before it is not done; says what.
    """
    try:
        kind = Kind(entry.act)
    except ValueError as error:
        raise RefusedError(f"Không biết việc «{entry.act}» trong nhật ký: hãy nâng cấp Dossier.") from error
    stages, act = _ACTS[kind]
    if state.stage not in stages:
        needed = " hoặc ".join(f"«{stage}»" for stage in stages)
        raise RefusedError(
            f"{state.unit} đang ở bước «{state.stage}», chưa thể {kind.label}: việc này thuộc bước {needed}."
        )
    return replace(act(state, entry, duty), seq=entry.seq)


def _submitted(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    arrived = dt.datetime.fromisoformat(entry.data["arrived"])
    parts = entry.data["parts"]
    if "minh-chung" in parts:
        state = replace(state, delivered=arrived)
    if "bao-cao" not in parts:
        return state
    if state.first:
        raise RefusedError(f"{state.unit} đã được thẩm định: muốn nộp lại biểu tự chấm phải mở lại bước tự đánh giá.")
    filed = {leaf: _filed(value) for leaf, value in entry.data["filed"].items()}
    return replace(state, stage=Stage.FIRST, filed=filed, reported=arrived)


def _filed(value: Mapping[str, Any]) -> Filed:
    return Filed(
        points=_decimal(value["points"]),
        state=value.get("state", ""),
        excluded=value.get("excluded", False),
        own=value.get("own", True),
        trace=value.get("trace", ""),
        told=value.get("told", ""),
        files=tuple(value.get("files", ())),
        lacking=value.get("lacking", ""),
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _appraised(state: UnitState, entry: Entry, duty: Duty) -> UnitState:
    turn = entry.data["turn"]
    if turn == 1 and state.stage is not Stage.FIRST:
        raise RefusedError(f"{state.unit} đã qua thẩm định lần 1.")
    if turn > 1:
        state = _begin_second(state, entry)
    allowed = duty.all if turn == 1 else frozenset(state.open)
    stray = sorted(set(entry.data["values"]) - allowed)
    if stray:
        raise RefusedError(f"{state.unit}: tiêu chí {', '.join(stray)} không thẩm định ở lần {turn}.")
    office, values = entry.data["office"], dict(state.turn(turn))
    if entry.data.get("replace"):
        values = {leaf: tuple(item for item in items if item.office != office) for leaf, items in values.items()}
    for leaf, value in entry.data["values"].items():
        given = _given(value, entry, office)
        earlier = values.get(leaf, ())
        same = [item for item in earlier if (item.value, item.excluded) == (given.value, given.excluded)]
        values[leaf] = earlier if same else (*earlier, given)
    return _with_values(state, turn, values)


def _begin_second(state: UnitState, entry: Entry) -> UnitState:
    """Appraisal 2 begins when every point is answered, or when the time for answers is over."""
    if state.stage is Stage.FIRST:
        raise RefusedError(f"{state.unit} chưa kết thúc thẩm định lần 1.")
    waiting = sorted(leaf for leaf, point in state.open.items() if point.answered is None)
    over = state.answer_due is not None and dt.datetime.fromisoformat(entry.at) >= state.answer_due
    if state.stage is Stage.SUPPLEMENT and waiting and not over:
        raise RefusedError(f"{state.unit} chưa trả lời ({', '.join(waiting)}) và chưa hết hạn giải trình, bổ sung.")
    return replace(state, stage=Stage.SECOND)


def _given(value: Mapping[str, Any], entry: Entry, office: str) -> Given:
    return Given(
        points=_decimal(value["points"]),
        excluded=value.get("excluded", False),
        reason=value.get("reason", ""),
        basis=value.get("basis", ""),
        request=value.get("request", ""),
        office=office,
        file=entry.file,
        sha256=entry.sha256,
        seq=entry.seq,
    )


def _with_values(state: UnitState, turn: int, values: Mapping[str, tuple[Given, ...]]) -> UnitState:
    kept = {leaf: items for leaf, items in values.items() if items}
    return replace(state, first=kept) if turn == 1 else replace(state, second=kept)


def _resolved(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    turn, leaf = entry.data["turn"], entry.data["leaf"]
    if leaf not in state.conflicts(turn):
        raise RefusedError(f"{state.unit}: tiêu chí {leaf} không có hai giá trị ở lần {turn}.")
    given = _given(entry.data["value"], entry, entry.data["value"].get("office", ""))
    return _with_values(state, turn, {**state.turn(turn), leaf: (given,)})


def _returned(state: UnitState, entry: Entry, duty: Duty) -> UnitState:
    _need_all(state, duty.required, turn=1)
    points = {leaf: OpenPoint(asked, entry.seq) for leaf, asked in entry.data["asked"].items()}
    due = entry.data.get("due")
    return replace(
        state,
        stage=Stage.SUPPLEMENT,
        open=points,
        second={leaf: items for leaf, items in state.second.items() if leaf not in points},
        answer_due=dt.datetime.fromisoformat(due) if due else None,
    )


def _need_all(state: UnitState, leaves: Iterable[str], *, turn: int) -> None:
    values = state.turn(turn)
    missing = sorted(leaf for leaf in leaves if not values.get(leaf))
    if missing:
        raise RefusedError(f"{state.unit}: chưa thẩm định lần {turn} các tiêu chí {', '.join(missing)}.")
    split = sorted(state.conflicts(turn))
    if split:
        raise RefusedError(f"{state.unit}: tiêu chí {', '.join(split)} có hai giá trị, chưa quyết định.")


def _supplemented(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    answers = entry.data["answers"]
    stray = sorted(set(answers) - set(state.open))
    if stray or not answers:
        what = f"tiêu chí {', '.join(stray)} không nằm trong yêu cầu" if stray else "không có câu trả lời nào"
        raise RefusedError(f"{state.unit}: {what}.")
    points = dict(state.open)
    for leaf, answer in answers.items():
        points[leaf] = replace(
            points[leaf],
            explanation=answer.get("explanation", ""),
            evidence=answer.get("evidence", ""),
            answered=entry.seq,
        )
    arrived = dt.datetime.fromisoformat(entry.data["arrived"])
    return replace(state, stage=Stage.SECOND, open=points, answered=arrived)


def _concluded(state: UnitState, _entry: Entry, duty: Duty) -> UnitState:
    if state.stage is Stage.SUPPLEMENT and state.open:
        raise RefusedError(f"{state.unit} còn {len(state.open)} điểm chưa giải trình, chưa thẩm định lần 2.")
    _need_all(state, duty.required, turn=1)
    _need_all(state, state.open, turn=2)
    return replace(state, stage=Stage.COUNCIL)


def _surveyed(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    parts = dict(state.surveys)
    for part, value in entry.data["parts"].items():
        mean = value["mean"]
        exact = None if mean is None else Fraction(mean)
        parts[part] = Surveyed(part, value["answers"], exact, value["assessed"], value.get("why", ""))
    return replace(state, surveys=parts)


def _voted(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    decisions = {
        leaf: Decision(_decimal(value["points"]), value["reason"]) for leaf, value in entry.data["decisions"].items()
    }
    return replace(state, stage=Stage.APPROVAL, decisions=decisions)


def _approved(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    return replace(state, stage=Stage.APPROVED, approval=entry.data["decision"])


def _published(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    return replace(state, stage=Stage.PUBLISHED, publication=entry.data["decision"])


def _reopened(state: UnitState, entry: Entry, _duty: Duty) -> UnitState:
    to, reason = Stage(entry.data["to"]), str(entry.data["reason"]).strip()
    if not reason:
        raise RefusedError(f"{state.unit}: mở lại phải nêu lý do.")
    if to not in _BACK_TO or to.order > state.stage.order:
        raise RefusedError(f"{state.unit} đang ở bước «{state.stage}», không mở lại được về «{to}».")
    named = set(entry.data["leaves"])
    unknown = sorted(named - set(state.first)) if to is Stage.SECOND else []
    if to is Stage.SECOND and (unknown or not named):
        what = f"tiêu chí {', '.join(unknown)} chưa thẩm định lần 1" if unknown else "chưa nêu tiêu chí cần mở lại"
        raise RefusedError(f"{state.unit}: {what}.")
    again = replace(state, stage=to, approval="", publication="")
    if to is Stage.SECOND:
        points = {leaf: state.open.get(leaf, OpenPoint(reason, entry.seq)) for leaf in {*state.open, *named}}
        return replace(again, open=points, second=_without(state.second, named))
    dropped = named or set(state.first)
    return replace(again, open={}, first=_without(state.first, dropped), second=_without(state.second, dropped))


def _handed_over(state: UnitState, _entry: Entry, _duty: Duty) -> UnitState:
    """A package changed hands; what is filed and appraised is not moved by that."""
    return state


def _noted(state: UnitState, _entry: Entry, _duty: Duty) -> UnitState:
    """A person worked on the unit's inputs; the journal says who and what, the round is where it was."""
    return state


def _without(values: Mapping[str, tuple[Given, ...]], leaves: Iterable[str]) -> dict[str, tuple[Given, ...]]:
    gone = set(leaves)
    return {leaf: items for leaf, items in values.items() if leaf not in gone}


_Act = Callable[[UnitState, "Entry", Duty], UnitState]
_ACTS: dict[Kind, tuple[tuple[Stage, ...], _Act]] = {
    Kind.SUBMITTED: ((Stage.SELF, Stage.FIRST), _submitted),
    Kind.APPRAISED: ((Stage.FIRST, Stage.SUPPLEMENT, Stage.SECOND), _appraised),
    Kind.RESOLVED: ((Stage.FIRST, Stage.SECOND), _resolved),
    Kind.RETURNED: ((Stage.FIRST,), _returned),
    Kind.SUPPLEMENTED: ((Stage.SUPPLEMENT, Stage.SECOND), _supplemented),
    Kind.CONCLUDED: ((Stage.SUPPLEMENT, Stage.SECOND), _concluded),
    Kind.SURVEYED: (tuple(stage for stage in Stage if stage.order <= Stage.COUNCIL.order), _surveyed),
    Kind.VOTED: ((Stage.COUNCIL,), _voted),
    Kind.APPROVED: ((Stage.APPROVAL,), _approved),
    Kind.PUBLISHED: ((Stage.APPROVED,), _published),
    Kind.REOPENED: (tuple(stage for stage in Stage if stage is not Stage.SELF), _reopened),
    Kind.SENT: (tuple(Stage), _handed_over),
    Kind.RECEIVED: (tuple(Stage), _handed_over),
    Kind.EDITED: ((Stage.SELF,), _noted),
    Kind.ADDED: (tuple(Stage), _noted),
    Kind.SORTED: (tuple(Stage), _noted),
}
