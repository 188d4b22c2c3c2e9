"""A unit's answers to open points, typed in from elsewhere than the form; the same act as the form's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.errors import RefusedError
from dossier.pipeline.appraise import Recorded
from dossier.pipeline.journal import record_acts
from dossier.pipeline.standing import read_states
from dossier.rounds import Stage, acts
from dossier.rounds.status import find_late

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.rounds.model import UnitState
    from dossier.sheets.model import Answer

_OPEN = {Stage.SUPPLEMENT, Stage.SECOND}


def why_shut(run: Run, state: UnitState) -> str:
    """Why a unit cannot answer now; empty when it can."""
    if state.stage not in _OPEN or not state.open:
        return f"Hồ sơ đang ở bước «{state.stage.value}»: không có yêu cầu giải trình, bổ sung nào đang mở."
    if state.answer_due is not None and run.now >= state.answer_due:
        return "Đã hết hạn giải trình, bổ sung. Nếu có lý do chính đáng, liên hệ Nội vụ."
    return ""


def answer_points(run: Run, unit: Unit, answers: Iterable[Answer], *, who: str) -> Recorded:
    """Record the answers that differ from what stands.

    Raises:
        RefusedError: nothing is open for the unit, or the time is over.
    """
    state = read_states(run)[unit.id]
    if shut := why_shut(run, state):
        raise RefusedError(shut)
    fresh = [answer for answer in answers if _is_new(answer, state)]
    if not fresh:
        return Recorded(("Không có trả lời nào thay đổi.",))
    act = acts.supplemented(state, fresh, arrived=run.now, paper=acts.Paper())
    after = record_acts(run, [act], who=who)
    late = tuple(find_late(run.campaign, after[unit.id]))
    return Recorded((f"Đã ghi {len(fresh)} trả lời.",), problems=late)


def _is_new(answer: Answer, state: UnitState) -> bool:
    point = state.open.get(answer.leaf)
    said = (answer.explanation.strip(), answer.evidence.strip())
    return point is not None and any(said) and said != (point.explanation, point.evidence)
