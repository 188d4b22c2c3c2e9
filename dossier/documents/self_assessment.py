"""D03, the self-assessment report of a unit. Pure.

Its sentences state figures and recorded reasons only; every figure comes from the one value that the
score table prints too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.documents import paper
from dossier.documents.listing import list_evidence
from dossier.documents.official import OfficialPaper
from dossier.documents.paper import DRAFT, Properties, Registration, lower_first
from dossier.documents.score_table import (
    AreaRow,
    ScoreArea,
    ScoreRow,
    Scores,
    build_area_rows,
    build_score_areas,
    build_score_totals,
)
from dossier.documents.score_text import (
    describe_areas,
    describe_conduct,
    describe_losses,
    describe_remedies,
    describe_requests,
    describe_result,
    describe_unproved,
    find_losses,
    find_unproved,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.campaign import Campaign, Unit
    from dossier.criteria import CriteriaSet
    from dossier.criteria.claims import Claim
    from dossier.intake.model import EvidenceIndex
    from dossier.matching.model import Checklist
    from dossier.scoring.model import UnitScore


_COMMITMENT = (
    "{} cam kết số liệu, tài liệu nêu trong Báo cáo là trung thực và chịu trách nhiệm về kết quả tự đánh giá, "
    "chấm điểm./."
)


@dataclass(frozen=True, slots=True)
class ReportContext(OfficialPaper):
    """What ``bao-cao-tu-danh-gia.docx`` may print; section names follow the report's headings I to VI."""

    salutation: str
    addressees: tuple[str, ...]
    legal_bases: tuple[str, ...]
    opening: str
    conduct: tuple[str, ...]
    result: tuple[str, ...]
    areas: tuple[AreaRow, ...]
    area_total: AreaRow
    by_area: tuple[str, ...]
    losses: tuple[str, ...]
    unproved: tuple[str, ...]
    remedies: tuple[str, ...]
    requests: tuple[str, ...]
    commitment: str
    attached_to: str
    score_areas: tuple[ScoreArea, ...]
    score_totals: tuple[ScoreRow, ...]


def build_report_context(
    campaign: Campaign,
    unit: Unit,
    *,
    criteria: CriteriaSet,
    score: UnitScore,
    checklist: Checklist,
    index: EvidenceIndex,
    claims: Mapping[str, Claim],
    registration: Registration = DRAFT,
) -> ReportContext:
    """The report of one unit with its score table."""
    occasion = paper.report_occasion(campaign, unit, registration)
    scores = Scores(criteria, score, claims, list_evidence(checklist, index))
    losses, unproved = find_losses(scores), find_unproved(scores, checklist)
    areas, area_total = build_area_rows(scores)
    salutation, addressees = paper.build_addressees([campaign.authority.name, campaign.council.name])
    name, subject = unit.name, f"Kết quả tự đánh giá, chấm điểm Chỉ số cải cách hành chính năm {campaign.year}"
    return ReportContext(
        properties=Properties(f"Báo cáo {lower_first(subject)}", name, occasion.stamp),
        banner=paper.banner_of(criteria),
        head=paper.build_letterhead(occasion),
        subject=subject,
        salutation=salutation,
        addressees=addressees,
        legal_bases=paper.build_bases(campaign, criteria, day=occasion.day),
        opening=f"{name} báo cáo {lower_first(subject)} như sau:",
        conduct=describe_conduct(name, scores, window=campaign.window or criteria.window),
        result=describe_result(scores),
        areas=areas,
        area_total=area_total,
        by_area=describe_areas(scores),
        losses=describe_losses(losses, scores),
        unproved=describe_unproved(unproved),
        remedies=describe_remedies(losses, unproved, scores),
        requests=describe_requests(campaign.council.name, unproved, scores),
        commitment=_COMMITMENT.format(name),
        recipients=paper.build_recipients("Như trên"),
        signature=paper.build_signature(unit, occasion.day),
        attached_to=paper.build_attachment("Báo cáo", occasion),
        score_areas=build_score_areas(scores),
        score_totals=build_score_totals(scores),
    )
