"""What stands of a unit's packages, judged as if it were the unit's own folder, and how its round moves on by it.

A package that came in and a form taken in by ``appraise receive`` file a self-score by the same act: where the round
allows it the arrival moves the unit on, in the same breath in which the arrival is written down.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive import build_standing, unpack_standing
from dossier.archive.store import RECEIVED, SENT, Filing, Shelf
from dossier.campaign import Unit
from dossier.errors import RefusedError
from dossier.files import safe_inside
from dossier.journal import Act, load_journal
from dossier.pipeline.appraise import build_submission, says_something
from dossier.pipeline.journal import paper_of, preview_acts, record_acts
from dossier.pipeline.run import Run
from dossier.pipeline.standing import read_states
from dossier.pipeline.validate import Validated, validate_unit
from dossier.rounds import Stage as Step
from dossier.rounds import acts
from dossier.rounds.model import Kind
from dossier.sheets import read_explanation
from dossier.validation import Stage, ValidationReport
from dossier.validation.rules import SECRET

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from dossier.archive.arrival import Package
    from dossier.archive.model import Held

_PARTS = ("bao-cao", "minh-chung")


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit's records as they stand, unpacked for as long as the block lasts.

    Attributes:
        run: the campaign with the unpacked files in place of its own.
    """

    run: Run
    unit: Unit
    validated: Validated

    @property
    def report(self) -> ValidationReport:
        """What the rule set says."""
        return self.validated.report

    @property
    def errors(self) -> tuple[str, ...]:
        """The errors that stand, one line each, for the receipt."""
        return tuple(str(problem) for outcome in self.report.standing for problem in outcome.problems)


def shelf_of(run: Run, unit: Unit, *, received: bool) -> Shelf:
    """Where a unit's packages are kept, as its own submissions or as received."""
    return Shelf(run.paths.records / (RECEIVED if received else SENT) / unit.id, received)


@contextmanager
def lay_standing(run: Run, filings: Sequence[Filing], unit: Unit, *, package: Package | None = None) -> Iterator[Run]:
    """The campaign in which what stands of a unit's packages takes the place of the unit's own folder.

    It is unpacked anew and every hash checked. ``package`` is one more, not on the shelf yet.
    """
    packages = {filing.submission.sequence: filing.path for filing in filings}
    submissions = [filing.submission for filing in filings]
    if package:
        packages[package.submission.sequence] = package.path
        submissions.append(package.submission)
    with _scratch(run) as scratch:
        unpack_standing(packages, build_standing(submissions), scratch)
        yield lay_folder(run, unit, scratch)


@contextmanager
def lay_received(run: Run, unit: Unit) -> Iterator[Run]:
    """As ``lay_standing`` for a unit whose packages were received; for any other the campaign itself."""
    filings = shelf_of(run, unit, received=True).load()
    with lay_standing(run, filings, unit) if filings else nullcontext(run) as laid:
        yield laid


@contextmanager
def _scratch(run: Run) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="nhan-", dir=run.cache) as scratch:
        yield Path(scratch)


def lay_folder(run: Run, unit: Unit, folder: Path) -> Run:
    """The campaign in which a folder of records takes the place of the unit's own."""
    return replace(run, paths=replace(run.paths, laid={**run.paths.laid, unit.id: folder}))


@contextmanager
def judge_package(
    run: Run, unit: Unit, package: Package | None, filings: Sequence[Filing], *, stage: Stage
) -> Iterator[Judged]:
    """What would stand with a package on top of the shelf (None: what stands), judged by the rule set."""
    with lay_standing(run, filings, unit, package=package) as laid:
        yield Judged(laid, unit, validate_unit(laid, unit, stage=stage))


@contextmanager
def judge_copy(run: Run, unit: Unit, held: Sequence[Held], filings: Sequence[Filing]) -> Iterator[Judged]:
    """What would stand with the files of a copy made by hand; nobody knows which of them are the papers."""
    packages = {filing.submission.sequence: filing.path for filing in filings}
    given = {item.path for item in held}
    standing = build_standing(filing.submission for filing in filings)
    with _scratch(run) as scratch:
        unpack_standing(packages, {path: item for path, item in standing.items() if path not in given}, scratch)
        for item in held:
            target = safe_inside(scratch, item.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(item.source, target)
        laid = lay_folder(run, unit, scratch)
        yield Judged(laid, unit, validate_unit(laid, unit, stage=Stage.ON_RECEIPT, papers_known=False))


def validate_standing(run: Run, unit: Unit, *, stage: Stage) -> ValidationReport:
    """The rule set on what stands of a unit: what was received where packages were, else its own folder."""
    with lay_received(run, unit) as source:
        return validate_unit(source, unit, stage=stage).report


def refuse_secrets(judged: Judged) -> None:
    """Papers that bear a secrecy mark may not be taken in.

    Raises:
        RefusedError: there is one; names it.
    """
    secrets = tuple(problem for problem in judged.report.problems if problem.rule == SECRET.id)
    if secrets:
        raise RefusedError("Không tiếp nhận: có văn bản mang dấu chỉ độ mật.", problems=secrets)


# --- the journal and the round --------------------------------------------------------------------


def settle_journal(run: Run, unit: Unit, shelf: Shelf, *, judged: Judged | None = None) -> tuple[str, ...]:
    """Write down every package of a shelf that the journal does not know yet: the last, or one an interruption left.

    An arrival is written together with the move of the round, so that neither is there without the other. ``judged``
    is the last package's, when it is at hand. Returns what became of the round, for people.
    """
    shelf.clear()
    kind = Kind.RECEIVED if shelf.received else Kind.SENT
    entries, _ = load_journal(run.paths.journal)
    known = {entry.sha256 for entry in entries if entry.act == kind and entry.unit == unit.id}
    filings = shelf.load()
    notes: list[str] = []
    for number, filing in enumerate(filings, start=1):
        if filing.receipt.package in known:
            continue
        handed = _act(kind, filing)
        if not shelf.received:
            record_acts(run, (handed,), who=filing.receipt.who)
        elif judged and number == len(filings):
            notes.append(_arrive(run, judged, handed, filing))
        else:
            with judge_package(run, unit, None, filings[:number], stage=Stage.ON_RECEIPT) as again:
                notes.append(_arrive(run, again, handed, filing))
    return tuple(notes)


def _act(kind: Kind, filing: Filing) -> Act:
    submission, receipt = filing.submission, filing.receipt
    data = {
        "sequence": submission.sequence,
        "content": receipt.content,
        "code": receipt.code,
        "origin": submission.origin.value,
        "channel": receipt.channel,
        "at": receipt.at.isoformat(timespec="seconds"),
        "overrides": dict(submission.overrides),
    }
    return Act(kind.value, submission.unit, filing.path.name, receipt.package, data)


def _arrive(run: Run, judged: Judged, handed: Act, filing: Filing) -> str:
    """Write down an arrival, and the step it makes where the round allows one."""
    step, form = _step(run, judged, filing.receipt.at)
    stage = read_states(run)[judged.unit.id].stage
    stays = f"Vòng thẩm định không đổi: {judged.unit.short} ở bước «{stage}»"
    try:
        wanted = (handed, step) if step else (handed,)
        preview_acts(run, wanted, who=filing.receipt.who)
    except RefusedError as error:
        record_acts(run, (handed,), who=filing.receipt.who)
        return f"{stays} ({error.message.rstrip('.')})."
    after = record_acts(run, wanted, who=filing.receipt.who, papers=[form] if step else [])
    if step is None:
        return f"{stays}."
    return f"Đã ghi nhận vào vòng thẩm định: {judged.unit.short} ở bước «{after[judged.unit.id].stage}»."


def _step(run: Run, judged: Judged, arrived: dt.datetime) -> tuple[Act | None, Path]:
    """The act that an arrival amounts to at the stage where the unit stands, and the form it comes from."""
    unit, paths = judged.unit, judged.run.paths
    state = read_states(run)[unit.id]
    form, answers = paths.self_score_form(unit.id), paths.explanation(unit.id)
    if state.stage in {Step.SELF, Step.FIRST} and says_something(judged.validated.assessment.claims):
        return build_submission(run, judged.validated.assessment, form, parts=_PARTS, arrived=arrived), form
    if state.stage in {Step.SUPPLEMENT, Step.SECOND} and answers.is_file():
        told, _ = read_explanation(answers, run.criteria, unit=unit, campaign=run.campaign)
        if told:
            return acts.supplemented(state, told, arrived=arrived, paper=paper_of(answers)), answers
    return None, form
