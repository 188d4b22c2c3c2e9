"""Where every paper of the year stands, and what a person enters about one: its number, its signed copy."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.documents import CATALOGUE
from dossier.documents.book import FACTS, Issuer
from dossier.documents.catalogue import DocumentKind
from dossier.documents.render import why_render
from dossier.documents.seal import read_seal
from dossier.errors import BadInputError, RefusedError
from dossier.journal import Act
from dossier.pipeline.council import REFERENCE
from dossier.pipeline.issue import Issued, Said, is_placed, issue_paper, kept_copy, load_issued
from dossier.pipeline.journal import record_about
from dossier.pipeline.numbering import number_paper, numbered_codes
from dossier.pipeline.paper_sources import Year
from dossier.pipeline.papers import COMMUNES, Paper, plan_papers
from dossier.pipeline.results import make_results

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dossier.campaign import Unit
    from dossier.criteria import CriteriaSet
    from dossier.pipeline.run import Run
    from dossier.report import Assessment
    from dossier.scoring.results import Results

NUMBERED = "paper-numbered"  # the act in the journal
_NUMBER = re.compile(r"0{0,3}[1-9][0-9]{0,4}")
_LONGEST = 500  # characters of a reason


class PaperStage(StrEnum):
    """How far a paper is; the values are what people read."""

    NEVER = "không lập"
    WAITING = "chưa lập được"
    DUE = "chưa lập"
    DRAFT = "đã lập"
    EDITED = "đã sửa tay"
    STALE = "cần lập lại"
    ISSUED = "đã ban hành"


@dataclass(frozen=True, slots=True)
class PaperState:
    """One paper.

    Attributes:
        unit: as ``Paper.unit``.
        told: why it is not made, or what changed since; empty when there is nothing to say.
        number: ``05/BC-UBND`` with ``day``, where it has been given one.
        docx: what Dossier made, ``pdf`` likewise; None when there is no such file.
        issued: the signed copy in force.
    """

    kind: DocumentKind
    unit: str
    stage: PaperStage
    told: str
    number: str
    day: dt.date | None
    docx: Path | None
    pdf: Path | None
    issued: Issued | None

    @property
    def name(self) -> str:
        """For addresses: ``D03``, ``D08-lan-2``."""
        return self.kind.code if self.kind.of_unit or not self.unit else f"{self.kind.code}-{self.unit}"

    @property
    def has_number(self) -> bool:
        """Whether a paper of its kind has a number of its own."""
        return self.kind.code in numbered_codes()

    @property
    def may_be_built(self) -> bool:
        """Whether building would make it, or the PDF of its signed copy."""
        return self.stage in {PaperStage.DUE, PaperStage.DRAFT, PaperStage.STALE, PaperStage.ISSUED}


def campaign_codes(criteria: CriteriaSet) -> tuple[str, ...]:
    """Codes of the papers of which the campaign has one."""
    return tuple(code for code, kind in CATALOGUE.items() if not kind.of_unit and _belongs(code, criteria))


def unit_codes(criteria: CriteriaSet) -> tuple[str, ...]:
    """Codes of the papers of which each unit has one."""
    return tuple(code for code, kind in CATALOGUE.items() if kind.of_unit and _belongs(code, criteria))


def own_codes(criteria: CriteriaSet) -> tuple[str, ...]:
    """Those among ``unit_codes`` that the unit itself makes and signs; the inventory is an appendix of its report."""
    return tuple(
        code for code in unit_codes(criteria) if code == "D04" or (code in FACTS and FACTS[code].issuer is Issuer.UNIT)
    )


def _belongs(code: str, criteria: CriteriaSet) -> bool:
    """D14 is the report of a set for districts and provinces, D03 of one for communes; both sets have the others."""
    return code != "D14" or criteria.level != COMMUNES


def list_papers(
    run: Run,
    codes: Sequence[str],
    units: Sequence[Unit],
    *,
    assessments: Sequence[Assessment] = (),
    results: Callable[[Run], Results] = make_results,
) -> tuple[PaperState, ...]:
    """Every paper of the codes; ``assessments`` and ``results`` are as in ``Year``."""
    year = Year(run, assessments, results=results)
    issued = load_issued(run.paths)
    papers = sorted(plan_papers(year, codes, units), key=lambda paper: (paper.code, len(paper.unit), paper.unit))
    return tuple(_state(year, paper, issued.get((paper.code, paper.unit))) for paper in papers)


def _state(year: Year, paper: Paper, issued: Issued | None) -> PaperState:
    kind = CATALOGUE[paper.code]
    stage, told = (PaperStage.ISSUED, "") if issued else _stage(year.run, paper, kind)
    number, day = (issued.number, issued.date) if issued else _given(year, paper)
    pdf = paper.path.with_suffix(".pdf")
    return PaperState(
        kind,
        paper.unit,
        stage,
        told,
        number,
        day,
        docx=paper.path if paper.path.is_file() else None,
        pdf=pdf if pdf.is_file() else None,
        issued=issued,
    )


def _stage(run: Run, paper: Paper, kind: DocumentKind) -> tuple[PaperStage, str]:
    if paper.context is None:
        return PaperStage.NEVER if paper.refused else PaperStage.WAITING, paper.why
    if not paper.path.is_file():
        return PaperStage.DUE, ""
    if not read_seal(paper.path).intact:
        return PaperStage.EDITED, "bản DOCX có người sửa, lập lại không ghi đè"
    why = why_render(kind, paper.context, paper.path, overrides=run.paths.templates)
    return (PaperStage.STALE, f"{why} từ khi lập") if why else (PaperStage.DRAFT, "")


def _given(year: Year, paper: Paper) -> tuple[str, dt.date | None]:
    key = f"{paper.code}/{paper.unit}" if paper.unit else paper.code
    registration = year.book.registrations.get(key)
    if registration is None or registration.number is None:
        return "", None
    unit = year.run.campaign.unit(paper.unit) if CATALOGUE[paper.code].of_unit else None
    return f"{registration.number:02d}/{year.book.symbol(paper.code, unit)}", registration.date


def shown_pdf(run: Run, state: PaperState) -> Path | None:
    """The PDF to look at: the signed copy once there is one, else what was built; None when there is none yet.

    Raises:
        DamagedError: the kept copy is gone or has changed.
    """
    if state.issued is None:
        return state.pdf
    kept = kept_copy(run.paths, state.issued)
    if kept.suffix == ".pdf":
        return kept
    # A signed DOCX gets its PDF when it is built again.
    return state.pdf if state.pdf and is_placed(run, state.issued, state.pdf) else None


def give_number(run: Run, state: PaperState, *, number: str, day: dt.date, seen: str, who: str) -> str:
    """Enter the number and day a paper was given; ``seen`` is the number the person saw. Returns its reference.

    Raises:
        BadInputError: no whole number above 0.
        RefusedError: the paper is issued; somebody entered another number meanwhile; another paper has it.
    """
    if state.issued:
        raise RefusedError(f"{state.kind.code} đã ban hành ({state.issued.number}): số không đổi nữa.")
    if state.number != seen:
        raise RefusedError(
            f"Có người vừa cấp số «{state.number or 'trống'}» cho {state.kind.code}; bạn nhập «{number}»: "
            "xem lại rồi nhập lần nữa nếu cần."
        )
    if not _NUMBER.fullmatch(number):
        raise BadInputError(f"«{number[:40]}» không phải số văn bản: chỉ ghi chữ số, ví dụ 45.")
    reference = number_paper(run, state.kind.code, unit=state.unit, number=int(number), day=day)
    facts = {"doc": state.kind.code, "of": state.unit, "number": number, "date": day.isoformat(), "replaces": ""}
    record_about(run, Act(NUMBERED, "", "", "", facts), who=who)
    return reference


def register_signed(run: Run, state: PaperState, file: Path, *, said: Said, who: str) -> tuple[Issued, bool]:
    """Register a signed paper as ``issue_paper`` does.

    Raises:
        BadInputError: a number that is none, or as ``issue_paper``.
        RefusedError: one is registered and no reason to replace it is given.
    """
    if said.number and not REFERENCE.fullmatch(said.number):
        raise BadInputError(f"Số, ký hiệu «{said.number[:60]}» không đúng dạng: ghi như 05/BC-UBND.")
    if len(said.replaces) > _LONGEST:
        raise BadInputError(f"Lý do thay thế dài {len(said.replaces)} ký tự, cần không quá {_LONGEST}.")
    unit = run.campaign.unit(state.unit) if state.kind.of_unit else None
    return issue_paper(run, state.kind.code, file, unit=unit, said=said, who=who)
