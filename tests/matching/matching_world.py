"""Builders of small criteria sets and evidence indexes; no file system anywhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dossier.criteria import CriteriaSet, Window
from dossier.criteria.claims import Claim
from dossier.intake.model import (
    DocumentHead,
    EvidenceFile,
    EvidenceIndex,
    FileKind,
    NumberState,
    Reading,
)
from dossier.matching import Checklist, Gap, Match, MatchContext, ProofState, build_checklist, match_evidence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.matching.model import ProofStatus

YEAR = 2020
CONTEXT = MatchContext(
    unit="binh-an",
    unit_names=("Ủy ban nhân dân xã Bình An", "UBND xã Bình An", "xã Bình An"),
    superior_names=("Ủy ban nhân dân huyện An Sơn", "UBND huyện An Sơn", ""),
    year=YEAR,
    window=None,
    as_of=dt.date(YEAR, 10, 18),
)
PLAN_PROOF: dict[str, Any] = {
    "id": "ke-hoach",
    "title": "Kế hoạch cải cách hành chính năm",
    "types": ("Kế hoạch",),
    "must": ("cải cách hành chính | CCHC",),
    "period": "nam_noi_dung",
    "issuer": "don_vi",
}
REPORT_PROOF: dict[str, Any] = {
    "id": "bao-cao",
    "title": "Báo cáo cải cách hành chính",
    "types": ("Báo cáo",),
    "must": ("cải cách hành chính | CCHC",),
}


def proof(**fields: Any) -> dict[str, Any]:
    return {"id": "p", "title": "Tài liệu", "period": "khong_xet"} | fields


def leaf(code: str, *proofs: dict[str, Any], **fields: Any) -> dict[str, Any]:
    rule = {"kind": "yes_no", "condition": "có làm", "points": 1}
    return {"id": code, "title": f"Tiêu chí {code}", "max": 1, "rule": rule, "proofs": proofs} | fields


def criterion(code: str, *items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": code, "title": f"Nhóm {code}", "max": len(items), "items": items} | fields


def criteria_set(*items: dict[str, Any], **fields: Any) -> CriteriaSet:
    area = {"id": items[0]["id"].split(".")[0], "title": "Chỉ đạo điều hành", "max": 1, "items": items}
    return CriteriaSet.model_validate(
        {
            "schema": 1,
            "id": "thu",
            "version": 1,
            "level": "xa",
            "year": YEAR,
            "title": "Bộ thử",
            "issuer": "Thử",
            "source": "Thử",
            "completeness": "sample",
            "parts": [{"id": "td", "title": "Thẩm định", "max": 1, "scored_by": "tu_cham"}],
            "layers": [{"id": "a", "kind": "decision", "title": "Thử", "issuer": "Thử"}],
            "areas": [area],
        }
        | fields
    )


def document(path: str, head: DocumentHead | None = None, **fields: Any) -> EvidenceFile:
    """A readable PDF with its own bytes."""
    standing: dict[str, Any] = {"sha256": f"sha of {path}", "kind": FileKind.PDF, "reading": Reading.READ}
    return EvidenceFile(path=path, size=1, mtime_ns=0, head=head or DocumentHead(), **(standing | fields))


def plan(path: str, **head: Any) -> EvidenceFile:
    """The commune's plan for the year, dated the year before as such plans are."""
    standing: dict[str, Any] = {
        "number": "05",
        "number_state": NumberState.READ,
        "symbol": "KH-UBND",
        "date": dt.date(YEAR - 1, 12, 20),
        "type": "Kế hoạch",
        "subject": f"Cải cách hành chính năm {YEAR}",
        "subject_years": (YEAR,),
        "issuer": "ỦY BAN NHÂN DÂN XÃ BÌNH AN",
    }
    return document(path, DocumentHead(**(standing | head)))


def report(path: str, **head: Any) -> EvidenceFile:
    """A report of the commune on administrative reform, dated in the year."""
    standing: dict[str, Any] = {
        "number": "17",
        "symbol": "BC-UBND",
        "type": "Báo cáo",
        "date": dt.date(YEAR, 6, 15),
        "subject": "Kết quả cải cách hành chính quý II",
        "subject_years": (),
    }
    return plan(path, **(standing | head))


def scan(path: str, **fields: Any) -> EvidenceFile:
    return document(path, reading=Reading.SCAN, **fields)


def index(*files: EvidenceFile) -> EvidenceIndex:
    return EvidenceIndex(unit=CONTEXT.unit, files=files)


def says(code: str, evidence: str = "", **fields: Any) -> Claim:
    """A row of the form in which the unit claims the points."""
    return Claim(code=code, evidence=evidence, **({"state": "có"} | fields))


def claims(*rows: Claim) -> Mapping[str, Claim]:
    return {row.code: row for row in rows}


def match(criteria: CriteriaSet, *files: EvidenceFile, form: tuple[Claim, ...] = ()) -> tuple[Match, ...]:
    return match_evidence(criteria, index(*files), claims=claims(*form), context=CONTEXT)


def check(
    criteria: CriteriaSet,
    *files: EvidenceFile,
    form: tuple[Claim, ...] = (),
    as_of: dt.date | None = None,
    window: Window | None = None,
) -> Checklist:
    """Match and judge in one step, as ``dossier check`` does."""
    context = replace(CONTEXT, as_of=as_of or CONTEXT.as_of, window=window)
    found = match_evidence(criteria, index(*files), claims=claims(*form), context=context)
    return build_checklist(criteria, index(*files), found, claims=claims(*form), context=context)


def status(checklist: Checklist, proof_id: str = "p") -> ProofStatus:
    return next(item for item in checklist.statuses if item.proof == proof_id)


def state(checklist: Checklist, proof_id: str = "p") -> ProofState:
    return status(checklist, proof_id).state


def found_rules(checklist: Checklist) -> list[str]:
    return [gap.rule for gap in checklist.gaps]


def gap(checklist: Checklist, rule: str) -> Gap:
    """The one gap of a rule."""
    [only] = [item for item in checklist.gaps if item.rule == rule]
    return only
