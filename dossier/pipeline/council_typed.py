"""The council's form filled in from elsewhere than Excel: looked at, typed into, handed in, recorded."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.documents.council_papers import MeetingRecord, MinutesContext, build_minutes_context
from dossier.errors import BadInputError, RefusedError
from dossier.files import hash_file, put_back_on_error
from dossier.journal import Act, load_journal
from dossier.pipeline.council import check_form, record_council
from dossier.pipeline.journal import record_about
from dossier.pipeline.paper_sources import Year, decided_totals
from dossier.pipeline.results import make_results
from dossier.problems import Problem
from dossier.rounds.council import Verdict
from dossier.rounds.model import Kind
from dossier.sheets.council_typed import (
    PARTS,
    CouncilRow,
    EditedCouncil,
    TypedRow,
    edit_council,
    fill_council,
    merge_rows,
    read_rows,
)
from dossier.sheets.model import CouncilForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dossier.pipeline.appraise import Recorded
    from dossier.pipeline.run import Run
    from dossier.scoring.results import Results

EDITED = "council-edited"  # the act in the journal
_NUMBER = re.compile(r"hoi-dong(?:-(\d+))?")


@dataclass(frozen=True, slots=True)
class FormFile:
    """One of the council's forms: there is one for each meeting.

    Attributes:
        sha256: of the file as it stands, to tell whether somebody changed it.
        recorded: its decision is in the journal, and it is not changed any more.
    """

    path: Path
    sha256: str
    recorded: bool

    @property
    def name(self) -> str:
        """For addresses."""
        return self.path.stem


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a form amounts to now.

    Attributes:
        form: None when its reader refuses it; ``problems`` say why.
    """

    form: CouncilForm | None
    verdict: Verdict | None
    problems: tuple[Problem, ...]


def list_forms(run: Run) -> tuple[FormFile, ...]:
    """Every form of the council, oldest first."""
    voted = {entry.sha256 for entry in load_journal(run.paths.journal)[0] if entry.act == Kind.VOTED}
    found = {}
    for path in run.paths.council.parent.glob("hoi-dong*.xlsx"):
        if match := _NUMBER.fullmatch(path.stem):
            sha256 = hash_file(path)
            found[int(match[1] or 1)] = FormFile(path, sha256, sha256 in voted)
    return tuple(found[number] for number in sorted(found))


def read_form(run: Run, file: FormFile) -> tuple[CouncilRow, ...]:
    """The rows of a form; raises as ``read_rows``."""
    return read_rows(file.path, run.criteria, campaign=run.campaign)


def type_council(run: Run, file: FormFile, typed: Iterable[TypedRow], *, who: str) -> EditedCouncil:
    """Put typed rows into a form and the change into the journal.

    Raises:
        RefusedError: its decision is recorded already.
        BadInputError: the form is not usable.
    """
    _refuse_recorded(file)
    with put_back_on_error(file.path):
        edited = edit_council(file.path, run.criteria, typed, campaign=run.campaign)
        if edited.changes:
            changes = [
                (f"{PARTS[change.row.part].title} {change.row.key}", _told(change.row.cells), _told(change.cells))
                for change in edited.changes
            ]
            act = Act(EDITED, "", file.path.name, hash_file(file.path), {"changes": changes})
            record_about(run, act, who=who)
    return edited


def merge_council(run: Run, file: FormFile, upload: Path, *, who: str) -> tuple[EditedCouncil, tuple[TypedRow, ...]]:
    """Take a copy filled in elsewhere into the form: what is empty is filled, what differs is a clash.

    Says too what the copy would have typed. Raises as ``type_council``.
    """
    filled = read_rows(upload, run.criteria, campaign=run.campaign)
    typed = tuple(merge_rows(read_form(run, file), filled))
    return type_council(run, file, typed, who=who), typed


def weigh_council(run: Run, path: Path) -> Weighed:
    """Quorum, majority, sums and scores of a form; what cannot be read is among the problems."""
    try:
        form, verdict = check_form(run, path)
    except BadInputError as error:
        return Weighed(None, None, error.problems)
    return Weighed(form, verdict, verdict.problems)


def weigh_typed(run: Run, file: FormFile, typed: Iterable[TypedRow]) -> Weighed:
    """As ``weigh_council`` of the form with what is typed, which is not saved; raises as ``edit_council``."""
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        trial = Path(scratch) / file.path.name
        fill_council(file.path, trial, run.criteria, typed, campaign=run.campaign)
        return weigh_council(run, trial)


def record_seen(run: Run, file: FormFile, *, seen: str, who: str) -> Recorded:
    """Record the decision of a form that is still as the person saw it; raises as ``record_council``, too.

    Raises:
        RefusedError: somebody changed the form since, or it is recorded already.
    """
    _refuse_recorded(file)
    if file.sha256 != seen:
        raise RefusedError(f"{file.path.name} vừa được sửa: xem lại nội dung đang có trong biểu rồi ghi nhận.")
    return record_council(run, file.path, who=who)


def preview_minutes(run: Run, file: FormFile, *, results: Callable[[Run], Results] = make_results) -> MinutesContext:
    """What the minutes would say, were the form recorded now; the ranking waits for that. ``results`` as in ``Year``.

    Raises:
        BadInputError: the form cannot be read.
    """
    form, verdict = check_form(run, file.path)
    year = Year(run, results=results)
    place = len(year.meetings) + 1
    record = MeetingRecord(form, verdict.members, verdict.attending, decided_totals(form, year.states), last=False)
    return build_minutes_context(
        year.book.as_meeting("D08" if place == 1 else f"D08/lan-{place}"), record, year.appraised
    )


def _refuse_recorded(file: FormFile) -> None:
    if file.recorded:
        raise RefusedError(f"{file.path.name} đã ghi nhận vào nhật ký nên không sửa nữa: lần họp sau có biểu riêng.")


def _told(cells: Mapping[str, str]) -> str:
    return ", ".join(text for text in cells.values() if text)
