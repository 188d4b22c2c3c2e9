"""What goes into a province package: each unit's papers, forms and evidence, the checks, and what was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from dossier.archive.province import Heading, Piece, Section, State
from dossier.archive.province.checks import build_check_text
from dossier.documents import CATALOGUE
from dossier.errors import RefusedError
from dossier.intake.model import Reading
from dossier.matching import ProofState
from dossier.packed import Packed
from dossier.pdf.reading import read_text
from dossier.pipeline.issue import load_issued
from dossier.pipeline.package_issued import (
    COMMUNES,
    data_piece,
    decided_pieces,
    file_piece,
    own_results,
    paper_pieces,
    report_code,
)
from dossier.pipeline.received import lay_received
from dossier.pipeline.run import Run
from dossier.pipeline.validate import validate_unit
from dossier.problems import Problem
from dossier.text import code_key, fold, nfc, short_date
from dossier.validation import VERSION, Stage, report_json
from dossier.validation.rules import SECRET, TWIN

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.intake import EvidenceFile
    from dossier.pipeline.issue import Issued
    from dossier.pipeline.validate import Validated
    from dossier.report import Assessment

_ISSUE_FIRST = "điểm của xã chỉ vào gói từ văn bản đã ban hành"
_NEVER = frozenset({SECRET.id, TWIN.id})


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything of a package before it is named and cut."""

    pieces: Sequence[Piece]
    heading: Heading
    problems: tuple[Problem, ...]


@contextmanager
def open_sources(run: Run) -> Iterator[dict[str, Run]]:
    """By unit id, the campaign in which the unit's own files lie: what was received where packages were, else this."""
    with ExitStack() as stack:
        yield {unit.id: stack.enter_context(lay_received(run, unit)) for unit in run.campaign.units}


def gather_pieces(
    run: Run, communes: Run | None, *, sources: Mapping[str, Run], overrides: Mapping[str, str]
) -> Gathered:
    """Read, hash and judge everything that may go up; ``communes`` is the campaign that assessed the communes.

    ``sources`` is as ``open_sources`` gives it; the pieces can be read as long as that block lasts.

    Raises:
        RefusedError: an error of the rule set stands in the sender's own file; a unit holds a secret document.
        DamagedError: the kept copy of an issued paper is gone or changed.
    """
    decided, problems = decided_pieces(communes or (run if run.criteria.level == COMMUNES else None))
    units = _Units(run, sources, overrides)
    own = own_results(run) if run.criteria.level != COMMUNES else ()
    pieces = Packed(chain(_letter(run), units.pieces(), decided, own))
    if units.standing:
        raise RefusedError(f"Chưa lập được gói: còn {len(units.standing)} lỗi.", problems=units.standing)
    return Gathered(pieces, _heading(run, units.lacking, overrides), problems)


@dataclass(slots=True)
class _Units:
    """The units, read and judged one after the other: what was read of one is let go before the next is read.

    Attributes:
        standing: errors that keep the package from being made; no pieces are gathered once there is one.
        lacking: what has no evidence, by unit and code.
    """

    run: Run
    sources: Mapping[str, Run]
    overrides: Mapping[str, str]
    standing: list[Problem] = field(default_factory=list)
    lacking: dict[str, dict[str, str]] = field(default_factory=dict)

    def pieces(self) -> Iterator[Piece]:
        """The pieces of every unit; ``standing`` and ``lacking`` are told when all are taken."""
        for unit in self.run.campaign.units:
            source = self.sources[unit.id]
            validated = validate_unit(source, unit, stage=Stage.BEFORE_SUBMISSION, overrides=self.overrides)
            self.standing += _standing(self.run, validated)
            self.lacking[unit.id] = _lacking(validated.assessment)
            if not self.standing:
                yield from _unit_pieces(self.run, source, validated)


def _standing(run: Run, validated: Validated) -> list[Problem]:
    """A commune's faults are the council's to judge; the sender's own file must be in order, as in ``submit``."""
    own = run.criteria.level != COMMUNES
    outcomes = (outcome for outcome in validated.report.standing if own or outcome.rule in _NEVER)
    return [problem for outcome in outcomes for problem in outcome.problems]


def _heading(run: Run, lacking: dict[str, dict[str, str]], overrides: Mapping[str, str]) -> Heading:
    campaign = run.campaign
    return Heading(
        campaign=campaign.id,
        title=campaign.title,
        year=campaign.year,
        sender=campaign.authority.name,
        receiver=campaign.authority.parent or "cơ quan cấp trên",
        demo=campaign.demo or run.criteria.is_sample,
        units={unit.id: unit.name for unit in campaign.units},
        criteria=_titles(run),
        lacking=lacking,
        rules=VERSION,
        overrides=dict(overrides),
    )


def _titles(run: Run) -> dict[str, str]:
    titles: dict[str, str] = {}
    for placed in run.criteria.leaves():
        titles |= {parent.id: parent.title for parent in placed.parents} | {placed.id: placed.leaf.title}
    return titles


def _lacking(assessment: Assessment) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for status in assessment.checklist.statuses:
        if status.state is ProofState.MISSING:
            found.setdefault(status.leaf, []).append(status.title)
    return {code: ", ".join(titles) for code, titles in found.items()}


def _letter(run: Run) -> Iterator[Piece]:
    yield from paper_pieces(run, "D13", None, Section.LETTER)


# --- a unit ---------------------------------------------------------------------------------------


def _unit_pieces(run: Run, source: Run, validated: Validated) -> Iterator[Piece]:
    unit = validated.assessment.unit
    own = run.criteria.level != COMMUNES
    code = report_code(run, unit)
    issued = load_issued(run.paths).get((code, unit.id))
    if own or issued:
        yield from paper_pieces(run, code, unit, Section.REPORT)
    else:
        yield _withheld(Section.REPORT, CATALOGUE[code].title, unit)
    # A list that came with the unit's package is the unit's own; one issued here stands before it.
    listed = run if ("D04", unit.id) in load_issued(run.paths) else source
    yield from paper_pieces(listed, "D04", unit, Section.REPORT)
    yield from _forms(source, unit, shown=own or issued is not None)
    yield from _evidence(source, validated.assessment)
    yield from _bundles(run, unit, issued, own=own)
    report, name = validated.report, f"{unit.id}/kiem-tra"
    yield data_piece(
        Section.CHECKS, f"{unit.name}: kết quả kiểm tra (JSON)", State.DOCUMENT, report_json(report), f"{name}.json"
    )
    text = build_check_text(report, name=unit.name).encode()
    yield data_piece(
        Section.CHECKS, f"{unit.name}: kết quả và phạm vi kiểm tra", State.DOCUMENT, text, f"{name}.txt", unit=unit.id
    )


def _withheld(section: Section, title: str, unit: Unit) -> Piece:
    todo = f"ghi nhận bằng «dossier issue D03 TỆP {unit.id}»"
    return Piece(section, f"{title} của {unit.name}", State.NOT_ISSUED, unit=unit.id, note=_ISSUE_FIRST, todo=todo)


def _forms(run: Run, unit: Unit, *, shown: bool) -> Iterator[Piece]:
    forms = (
        (run.paths.self_score_form(unit.id), "Biểu tự chấm điểm"),
        (run.paths.explanation(unit.id), "Biểu giải trình"),
    )
    for path, title in forms:
        if path.is_file() and shown:
            yield file_piece(Section.SHEETS, title, State.DOCUMENT, path, f"{unit.id}/{path.name}", unit=unit.id)
        elif path.is_file():
            yield _withheld(Section.SHEETS, title, unit)


def _evidence(run: Run, assessment: Assessment) -> Iterator[Piece]:
    """Every file once, in the folder of its first criterion; the index lists it under each."""
    unit, root = assessment.unit, run.paths.evidence(assessment.unit.id)
    proves: dict[str, set[str]] = {}
    for status in assessment.checklist.statuses:
        for match in status.matches:
            proves.setdefault(match.path, set()).add(status.leaf)
    held = [file for file in assessment.index.files if file.reading is not Reading.IGNORED]
    for file in held:
        if file.sha256 is None:
            why = file.problems[0].message if file.problems else "không mở được"
            yield Piece(Section.EVIDENCE, nfc(file.path), State.ABSENT, unit=unit.id, note=why)
    files = [file for file in held if file.sha256]
    run.progress.start(f"Đọc lại minh chứng {unit.short}", len(files))
    found = []
    for file in files:
        codes = tuple(sorted(proves.get(file.path, ()), key=code_key))
        name = f"{unit.id}/{codes[0] if codes else 'khac'}/{file.path.rpartition('/')[2]}"
        piece = file_piece(
            Section.EVIDENCE,
            _describe(file),
            State.DOCUMENT,
            root / file.path,
            name,
            unit=unit.id,
            codes=codes,
            note=nfc(file.path),
        )
        if piece.sha256 != file.sha256:
            raise RefusedError(f"«{file.path}» đổi nội dung mà giờ sửa không đổi: xóa thư mục .dossier rồi chạy lại.")
        found.append(piece)
        run.progress.advance(file.path)
    run.progress.finish()
    yield from sorted(found, key=lambda piece: (piece.codes == (), code_key(piece.codes[0]) if piece.codes else ()))


def _describe(file: EvidenceFile) -> str:
    """``Kế hoạch 05/KH-UBND ngày 05/01/2020: về…``, as far as it was read; else the file's name."""
    head = file.head
    told = " ".join(part for part in (head.type, head.reference) if part)
    if head.date and told:
        told += f" ngày {short_date(head.date)}"
    return ": ".join(part for part in (told, head.subject) if part) or nfc(file.path.rpartition("/")[2])


def _bundles(run: Run, unit: Unit, report: Issued | None, *, own: bool) -> Iterator[Piece]:
    """The bundle holds the report: it is a draft, or a commune's points, until the issued report is in it."""
    paths = sorted(run.paths.out(unit.id).glob("bo-ho-so*.pdf"))
    final = bool(report and any(_holds(path, report) for path in paths))
    for path in paths:
        title = f"Bộ hồ sơ của {unit.name}"
        if final:
            yield file_piece(Section.BUNDLES, title, State.DOCUMENT, path, f"{unit.id}/{path.name}", unit=unit.id)
        elif own:
            note = "ghép khi báo cáo chưa ban hành"
            yield file_piece(
                Section.BUNDLES, title, State.DRAFT, path, f"{unit.id}/{path.name}", unit=unit.id, note=note
            )
    if not own and not report:
        yield _withheld(Section.BUNDLES, "Bộ hồ sơ", unit)
    elif not paths or not (own or final):
        todo = f"lập bằng «dossier bundle {unit.id}», để có báo cáo đã ban hành trong đó"
        yield Piece(Section.BUNDLES, f"Bộ hồ sơ của {unit.name}", State.ABSENT, unit=unit.id, todo=todo)


def _holds(bundle: Path, report: Issued) -> bool:
    """Whether the number of the issued report stands in the bundle."""
    wanted = fold(report.number)
    return bool(wanted) and any(wanted in fold(page) for page in read_text(bundle))
