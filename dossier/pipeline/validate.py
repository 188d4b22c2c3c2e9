"""``dossier validate``: the numbered rule set on a unit's folder, or on a package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.documents import CATALOGUE
from dossier.files import write_bytes
from dossier.pipeline.check import assess
from dossier.report import Assessment
from dossier.report.book import write_table_book
from dossier.report.tablepage import build_table_page
from dossier.report.tables import Table
from dossier.validation import Stage, State, Subject, ValidationReport, validate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run
    from dossier.problems import Problem

# The papers that go with a submission, by code in the catalogue.
SUBMITTED_PAPERS = ("D03", "D04")
_UNPROVED = "MAT04"
_SHEETS = "SHT"


@dataclass(frozen=True, slots=True)
class Validated:
    """A unit with what the rules say of it."""

    assessment: Assessment
    report: ValidationReport


def validate_unit(
    run: Run,
    unit: Unit,
    *,
    stage: Stage,
    overrides: Mapping[str, str] | None = None,
    papers_known: bool = True,
) -> Validated:
    """The rule set on a unit's folder; ``papers_known`` is False for a copy of which nobody can tell the papers."""
    assessment = assess(run, unit)
    report = judge(run, assessment, stage=stage, overrides=overrides, papers_known=papers_known)
    return Validated(assessment, report)


def judge(
    run: Run,
    assessment: Assessment,
    *,
    stage: Stage,
    overrides: Mapping[str, str] | None = None,
    papers_known: bool = True,
) -> ValidationReport:
    """The rule set on what was read of a unit; ``papers_known`` as in ``validate_unit``."""
    papers = {CATALOGUE[code].title: path.is_file() for code, path in paper_pdfs(run, assessment.unit).items()}
    subject = _build_subject(run, assessment, stage=stage, papers=papers if papers_known else None)
    return validate(subject, overrides=overrides or {})


def paper_pdfs(run: Run, unit: Unit) -> dict[str, Path]:
    """Where the PDF of each paper of a submission is or will be; D14 stands for D03 where it was made."""
    folder = run.paths.papers(unit.id)
    pdfs = {code: (folder / CATALOGUE[code].output).with_suffix(".pdf") for code in SUBMITTED_PAPERS}
    upper = folder / CATALOGUE["D14"].output
    return {"D14": upper.with_suffix(".pdf"), "D04": pdfs["D04"]} if upper.is_file() else pdfs


def _build_subject(run: Run, assessment: Assessment, *, stage: Stage, papers: Mapping[str, bool] | None) -> Subject:
    gaps = [ranked.gap for ranked in assessment.gaps if ranked.gap.rule == _UNPROVED]
    return Subject(
        unit=assessment.unit.id,
        stage=stage,
        demo=run.campaign.demo,
        sample=run.criteria.is_sample,
        index=assessment.index,
        claims=len(assessment.claims),
        form=tuple(problem for problem in assessment.problems if problem.rule.startswith(_SHEETS)),
        blank=assessment.score.blank,
        unproved=tuple(f"tiêu chí {gap.leaf}, {gap.expected}" for gap in gaps),
        papers=papers,
        late=_lateness(run),
    )


def _lateness(run: Run) -> str:
    deadline = run.campaign.deadline("tu-danh-gia")
    if deadline is None or not deadline.is_late(run.now):
        return ""
    return f"Đã quá hạn nộp ({deadline.text})."


def build_outcome_table(report: ValidationReport) -> Table:
    """One row a rule: state and findings."""
    rows = tuple(
        (
            outcome.group or "",
            outcome.rule,
            str(outcome.severity),
            outcome.title,
            str(outcome.state),
            "\n".join((*map(str, _shown(outcome.problems)), outcome.why, _reason(outcome.override))).strip(),
        )
        for outcome in report.outcomes
    )
    failed = sum(outcome.state is State.FAILED for outcome in report.outcomes)
    title = f"{report.unit}: bộ quy tắc phiên bản {report.version}, {report.stage}; {failed} quy tắc không đạt"
    return Table(title, ("Nhóm", "Mã", "Mức", "Quy tắc", "Kết quả", "Cụ thể"), rows)


def _shown(problems: Sequence[Problem]) -> tuple[str, ...]:
    """A rule's findings, short: the table names the rule already."""
    return tuple(f"{problem.where}: {problem.message}" for problem in problems)


def _reason(override: str) -> str:
    return f"Bỏ qua, lý do: {override}" if override else ""


def build_coverage_table(report: ValidationReport) -> Table:
    """What was read, what could not be, what was not looked at."""
    coverage = report.coverage
    rows = (
        ("Tệp trong thư mục minh chứng", str(coverage.files), ""),
        ("Đọc được chữ", str(coverage.read), ""),
        ("Mở được, không có chữ (bản quét)", str(len(coverage.scans)), "\n".join(coverage.scans)),
        (
            "Không đọc được",
            str(len(coverage.unreadable)),
            "\n".join(f"{path}: {why}" for path, why in coverage.unreadable),
        ),
        ("Tệp hệ thống, không phải minh chứng", str(len(coverage.ignored)), "\n".join(coverage.ignored)),
        ("Không xét", "", "\n".join(coverage.not_examined)),
    )
    return Table("Phạm vi kiểm tra", ("Nhóm", "Số tệp", "Cụ thể"), rows, numeric=(1,))


def unit_sheets(report: ValidationReport) -> dict[str, Table]:
    """A report's tables under short names."""
    return {"Quy tắc": build_outcome_table(report), "Phạm vi kiểm tra": build_coverage_table(report)}


def write_sheets(title: str, sheets: Mapping[str, Table], *, html: Path | None, xlsx: Path | None) -> None:
    """The tables as a page, a workbook, or both."""
    if html:
        write_bytes(html, build_table_page(title, sheets))
    if xlsx:
        write_table_book(xlsx, title, sheets)
