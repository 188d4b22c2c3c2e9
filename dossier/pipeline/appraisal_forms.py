"""What a form of the appraisal says when it comes back: whose it is, and the acts it makes. Nothing is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.campaign import Unit
from dossier.errors import BadInputError
from dossier.pipeline.journal import paper_of
from dossier.rounds import Stage, acts, office_leaves
from dossier.rounds.model import Kind
from dossier.sheets import appraisal, explanation, read_appraisal, read_explanation
from dossier.sheets.table import identify

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.campaign import Office
    from dossier.journal import Act
    from dossier.pipeline.run import Run
    from dossier.problems import Problem
    from dossier.rounds.model import UnitState

# Where a unit stands while offices fill the sheets of a round.
TURN_STAGES = {1: (Stage.FIRST,), 2: (Stage.SUPPLEMENT, Stage.SECOND)}


def find_office(run: Run, name: str) -> Office:
    """The office of an id.

    Raises:
        BadInputError: there is none; lists the ids.
    """
    office = next((item for item in run.campaign.offices if item.id == name), None)
    if office is None:
        known = ", ".join(item.id for item in run.campaign.offices) or "chưa khai cơ quan nào"
        raise BadInputError(f"Không có cơ quan «{name}» trong campaign.yaml. Các mã: {known}.")
    return office


def read_form(
    run: Run,
    path: Path,
    states: Mapping[str, UnitState],
    *,
    owner: str,
    turn: int,
    arrived: dt.datetime,
    replaces: bool,
) -> tuple[Sequence[Act], tuple[Problem, ...]]:
    """The acts that an office's sheet or a unit's answers make, and every row that may not be taken.

    ``owner`` and ``turn`` are what a person confirms; they count for a form that lost its identity.

    Raises:
        BadInputError: another kind of form, of nobody here, or without identity and ``owner``.
    """
    whose, turn = _read_owner(run, path, owner, turn)
    if isinstance(whose, Unit):
        return _read_answers(run, path, states[whose.id], unit=whose, arrived=arrived)
    return _read_sheet(run, path, states, office=whose, turn=turn, replaces=replaces)


def _read_owner(run: Run, path: Path, owner: str, turn: int) -> tuple[Unit | Office, int]:
    """Whose form a file is, and of which round: by its identity, else as confirmed."""
    identity = identify(path)
    if identity and identity.form == explanation.FORM:
        return run.units([identity.unit])[0], 1
    if identity and identity.form != appraisal.FORM:
        raise BadInputError(
            f"{path.name}: không phải phiếu thẩm định hay biểu giải trình (biểu «{identity.form}»). "
            "Biểu tự chấm: «dossier appraise receive»; biểu hội đồng: «dossier council record»."
        )
    if identity:
        return find_office(run, identity.office), identity.round
    if not owner:
        raise BadInputError(
            f"{path.name}: không còn trang định danh, không biết là phiếu của ai: "
            "xác nhận bằng --owner CƠ_QUAN (kèm --round) hoặc --owner ĐƠN_VỊ."
        )
    return run.campaign.unit(owner) or find_office(run, owner), turn


def _read_sheet(
    run: Run, path: Path, states: Mapping[str, UnitState], *, office: Office, turn: int, replaces: bool
) -> tuple[Sequence[Act], tuple[Problem, ...]]:
    """One act for each unit of the sheet."""
    leaves = office_leaves(run.criteria, run.campaign, office)
    claims, problems = read_appraisal(
        path, run.criteria, office=office, campaign=run.campaign, turn=turn, leaves=leaves
    )
    faults = acts.find_appraisal_faults(claims, states, turn=turn)
    taken = acts.appraised(claims, states, office=office.id, turn=turn, paper=paper_of(path), replaces=replaces)
    return taken, (*problems, *faults)


def _read_answers(
    run: Run, path: Path, state: UnitState, *, unit: Unit, arrived: dt.datetime
) -> tuple[Sequence[Act], tuple[Problem, ...]]:
    """One act; none when nothing in the form could be read."""
    answers, problems = read_explanation(path, run.criteria, unit=unit, campaign=run.campaign)
    act = acts.supplemented(state, answers, arrived=arrived, paper=paper_of(path))
    return [act] if answers or not problems else [], problems


def is_repeated(act: Act, state: UnitState) -> bool:
    """Whether a sheet only repeats what stands for a unit that has left this round; the others in it are taken."""
    turn = act.data.get("turn", 0)
    if act.act != Kind.APPRAISED or state.stage in TURN_STAGES[turn]:
        return False
    stands = {leaf: values[0].value for leaf, values in state.turn(turn).items()}
    values = {leaf: acts.value_of(item) for leaf, item in act.data["values"].items()}
    return all(leaf in stands and stands[leaf] == value for leaf, value in values.items())
