"""What the year's papers are made from: each part read once, and only when a paper needs it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier.documents.book import Book
from dossier.documents.council_papers import MeetingRecord
from dossier.documents.inputs import NO_INPUTS, PaperInputs
from dossier.documents.letters import SentPackage
from dossier.documents.paper import Registration
from dossier.documents.register import REGISTER_FILE, load_register
from dossier.errors import BadInputError
from dossier.files import read_bytes
from dossier.journal import load_journal
from dossier.pipeline.check import assess
from dossier.pipeline.results import make_results, read_mergers, results_file
from dossier.pipeline.standing import read_states
from dossier.pipeline.status import read_status
from dossier.report.results import load_results
from dossier.rounds.model import Kind, Stage
from dossier.scoring.compare import compare_results
from dossier.sheets.council_read import read_council
from dossier.text import short_date
from dossier.yamlfile import load_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.journal import Entry
    from dossier.pipeline.run import Run
    from dossier.report import Assessment
    from dossier.rounds.model import UnitState
    from dossier.rounds.status import UnitStatus
    from dossier.scoring.compare import Comparison
    from dossier.scoring.results import Results
    from dossier.sheets.model import CouncilForm

INPUTS_FILE = "van-ban.yaml"
_PACKAGES = "packages/*.json"  # as «dossier package» writes them
_SENT = TypeAdapter(SentPackage)
_DECISION = re.compile(r"(\d+)/\S+ ngày (\d{1,2})/(\d{1,2})/(\d{4})")


class Year:
    """The campaign as the papers see it.

    Args:
        assessments: of units that were assessed already.
        results: where the results come from; a long-lived program keeps them.
    """

    def __init__(
        self,
        run: Run,
        assessments: Sequence[Assessment] = (),
        *,
        results: Callable[[Run], Results] = make_results,
    ) -> None:
        self.run, self._results = run, results
        self._assessments = {assessment.unit.id: assessment for assessment in assessments}

    def assessment(self, unit: Unit) -> Assessment:
        """What the unit's evidence and form say."""
        if unit.id not in self._assessments:
            self._assessments[unit.id] = assess(self.run, unit)
        return self._assessments[unit.id]

    @cached_property
    def states(self) -> dict[str, UnitState]:
        """Where every unit stands; its open points without those that were only reopened."""
        entries, _ = load_journal(self.run.paths.journal)
        asking = {entry.seq for entry in entries if entry.act == Kind.RETURNED}
        return {
            unit: replace(state, open={leaf: point for leaf, point in state.open.items() if point.seq in asking})
            for unit, state in read_states(self.run).items()
        }

    @cached_property
    def meetings(self) -> tuple[tuple[str, MeetingRecord], ...]:
        """Every vote that still stands, in order, with its key in the register."""
        groups: dict[str, list[Entry]] = {}
        for entry in _standing_votes(self.run, self.states):
            groups.setdefault(entry.sha256, []).append(entry)
        last = list(groups)[-1:]
        records = [
            _meeting(self.run, entries[0], self.states, last=[sha256] == last) for sha256, entries in groups.items()
        ]
        return tuple(("D08" if place == 1 else f"D08/lan-{place}", record) for place, record in enumerate(records, 1))

    @cached_property
    def book(self) -> Book:
        """Names, numbers and dates."""
        registrations = _recorded(self.states) | load_register(self.run.paths.records / REGISTER_FILE).registrations
        return Book(self.run.campaign, self.run.criteria, load_inputs(self.run), registrations)

    @cached_property
    def final(self) -> Book:
        """The book in which D08 is the last meeting."""
        return self.book.as_meeting(self.meetings[-1][0] if self.meetings else "D08")

    @cached_property
    def results(self) -> Results | None:
        """The results once the council has decided on every unit; None before."""
        if any(state.stage.order < Stage.APPROVAL.order for state in self.states.values()):
            return None
        return self.appraised if self.appraised.complete else None

    @cached_property
    def appraised(self) -> Results:
        """The results as far as they are known."""
        return self._results(self.run)

    @cached_property
    def comparison(self) -> Comparison | None:
        """The results against last year's; None when ``van-ban.yaml`` names none or there are none yet."""
        before = self.book.inputs.last_year
        if self.results is None or before is None:
            return None
        root = self.run.paths.root
        mergers = read_mergers(root / before.mergers) if before.mergers else {}
        return compare_results(load_results(results_file(root / before.results)), self.results, mergers=mergers)

    @cached_property
    def package(self) -> SentPackage | None:
        """The latest package made for the superior council; None when there is none."""
        found = [_load_package(path) for path in self.run.paths.records.glob(_PACKAGES)]
        return max(found, key=lambda package: package.made_at, default=None)

    @cached_property
    def statuses(self) -> Mapping[str, UnitStatus]:
        """Who is late, at ``run.now``, by unit id."""
        return {status.unit: status for status in read_status(self.run)}

    @cached_property
    def told(self) -> tuple[str, ...]:
        """When the council decided."""
        return tuple(
            f"Hội đồng đã biểu quyết {'bằng văn bản' if record.form.written else 'tại phiên họp'}"
            f"{f' ngày {short_date(record.form.held)}' if record.form.held else ''} kết quả của "
            f"{len(record.form.decided):02d} đơn vị."
            for _, record in self.meetings
        )


def load_inputs(run: Run) -> PaperInputs:
    """``van-ban.yaml``; nothing when there is none.

    Raises:
        BadInputError: with file and line.
    """
    path = run.paths.root / INPUTS_FILE
    return load_model(path, PaperInputs) if path.is_file() else NO_INPUTS


def _load_package(path: Path) -> SentPackage:
    try:
        return _SENT.validate_json(read_bytes(path))
    except ValidationError as error:
        raise BadInputError(f"{path.name}: không phải bản ghi gói hồ sơ do «dossier package» lập.") from error


def _recorded(states: Mapping[str, UnitState]) -> dict[str, Registration]:
    """The approval and its publication as the journal has them, when all units say the same."""
    found = {}
    for code, texts in (
        ("D11", {state.approval for state in states.values()}),
        ("D12", {state.publication for state in states.values()}),
    ):
        match = _DECISION.match(next(iter(texts))) if len(texts) == 1 else None
        if match:
            number, day, month, year = map(int, match.groups())
            found[code] = Registration(number, dt.date(year, month, day))
    return found


def _standing_votes(run: Run, states: Mapping[str, UnitState]) -> list[Entry]:
    """The last vote on each unit that has passed the council, in order of the journal."""
    entries, _ = load_journal(run.paths.journal)
    last = {entry.unit: entry for entry in entries if entry.act == Kind.VOTED}
    standing = [
        entry for unit, entry in last.items() if unit in states and states[unit].stage.order >= Stage.APPROVAL.order
    ]
    return sorted(standing, key=lambda entry: entry.seq)


def _meeting(run: Run, entry: Entry, states: Mapping[str, UnitState], *, last: bool) -> MeetingRecord:
    path = run.paths.received(entry.sha256, entry.file)
    form, problems = read_council(path, run.criteria, campaign=run.campaign)
    if form is None:
        raise BadInputError(f"{path.name}: không đọc lại được biểu của hội đồng.", problems=problems)
    attending = int(entry.data["attending"])
    return MeetingRecord(form, int(entry.data["members"]), attending, decided_totals(form, states), last=last)


def decided_totals(form: CouncilForm, states: Mapping[str, UnitState]) -> dict[str, Decimal]:
    """What the council decides for each unit of its form, by id: as written there, else the appraised with rulings."""
    totals = {}
    for item in form.decided:
        total = item.decided
        if total is None:
            total = item.appraised if item.appraised is not None else states[item.unit].total
            for ruling in form.rulings:
                if ruling.unit == item.unit:
                    given = states[item.unit].appraised(ruling.leaf)
                    total += (ruling.points or Decimal(0)) - ((given.points if given else None) or Decimal(0))
        totals[item.unit] = total
    return totals
