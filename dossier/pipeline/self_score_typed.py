"""What people type into a form from elsewhere than Excel; every act is in the journal."""

from __future__ import annotations

import threading
from collections import defaultdict
from typing import TYPE_CHECKING

from dossier.errors import RefusedError
from dossier.files import put_back_on_error
from dossier.pipeline.journal import paper_of, record_acts
from dossier.pipeline.laid import why_laid
from dossier.pipeline.standing import read_states
from dossier.rounds import Stage, acts
from dossier.sheets.typed import Edited, Typed, edit_self_score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.rounds.model import UnitState

# A form is read, changed and replaced whole: two of that at once would lose one.
_FORMS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def why_locked(run: Run, unit: Unit, state: UnitState) -> str:
    """Why a unit's self-score may not be changed now, with the way out; empty when it may."""
    if state.stage is not Stage.SELF:
        return f"Hồ sơ đang ở bước «{state.stage.value}», biểu tự chấm đã khóa. Muốn sửa, đề nghị Nội vụ mở lại."
    if laid := why_laid(run.paths, unit):
        return laid
    deadline = run.campaign.deadline("tu-danh-gia")
    if deadline and deadline.is_late(run.now):
        return f"Đã hết hạn tự đánh giá ({deadline.text}). Muốn sửa, đề nghị Nội vụ gia hạn trong campaign.yaml."
    return ""


def type_self_score(run: Run, unit: Unit, typed: Iterable[Typed], *, who: str) -> Edited:
    """Put typed values into the unit's form and the change into the journal.

    Raises:
        RefusedError: the form is locked by the round or the deadline.
        BadInputError: the form is not usable.
    """
    path = run.paths.self_score_form(unit.id)
    with _FORMS[unit.id]:
        locked = why_locked(run, unit, read_states(run)[unit.id])
        if locked:
            raise RefusedError(locked)
        with put_back_on_error(path):
            edited = edit_self_score(path, run.criteria, typed, unit=unit, campaign=run.campaign)
            if edited.changes:
                changes = [(item.code, item.key, item.old, item.new) for item in edited.changes]
                record_acts(run, [acts.edited(unit.id, changes, paper=paper_of(path))], who=who)
    return edited
