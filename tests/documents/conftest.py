"""A small fictional district: one commune, its form, its files, and what matching said of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dossier.campaign import Campaign, Unit
from dossier.criteria import CriteriaSet
from dossier.criteria.claims import Claim
from dossier.documents import build_inventory_context, build_report_context
from dossier.intake.model import DocumentHead, EvidenceFile, EvidenceIndex, FileKind, NumberState, Reading
from dossier.matching.model import Accounting, Checklist, Match, ProofState, ProofStatus, Signal
from dossier.problems import Problem, Severity, Where
from dossier.scoring import UnitScore, score_unit

if TYPE_CHECKING:
    from dossier.documents.inventory import InventoryContext
    from dossier.documents.self_assessment import ReportContext

_CRITERIA = {
    "schema": 1,
    "id": "thu-nghiem",
    "version": 1,
    "level": "xa",
    "year": 2020,
    "title": "Bộ tiêu chí thử nghiệm",
    "issuer": "Ủy ban nhân dân tỉnh",
    "source": "tự soạn",
    "completeness": "full",
    "window": {"first": "2020-01-01", "last": "2020-10-15"},
    "parts": [
        {"id": "a", "title": "Thẩm định", "max": "10", "scored_by": "tham_dinh"},
        {"id": "b", "title": "Điều tra xã hội học", "max": "5", "scored_by": "dieu_tra"},
    ],
    "layers": [{"id": "goc", "kind": "decision", "title": "gốc", "issuer": "tỉnh"}],
    "areas": [
        {
            "id": "1",
            "title": "Công tác chỉ đạo, điều hành",
            "max": "7.5",
            "items": [
                {
                    "id": "1.1",
                    "title": "Kế hoạch cải cách hành chính",
                    "max": "4.5",
                    "proofs": [{"id": "1.1-kh", "title": "Kế hoạch cải cách hành chính năm 2020"}],
                    "items": [
                        {
                            "id": "1.1.1",
                            "title": "Ban hành kế hoạch",
                            "max": "1.5",
                            "rule": {"kind": "yes_no", "condition": "ban hành kịp thời", "points": "1.5"},
                        },
                        {
                            "id": "1.1.2",
                            "title": "Mức độ hoàn thành kế hoạch",
                            "max": "3",
                            "rule": {"kind": "proportional", "numerator": "xong", "denominator": "đến hạn"},
                        },
                    ],
                },
                {
                    "id": "1.2",
                    "title": "Báo cáo định kỳ",
                    "max": "2",
                    "rule": {"kind": "yes_no", "condition": "đủ báo cáo", "points": "2"},
                    "proofs": [{"id": "1.2-bc", "title": "Báo cáo quý III"}],
                },
                {
                    "id": "1.3",
                    "title": "Sáng kiến",
                    "max": "1",
                    "rule": {"kind": "yes_no", "condition": "có sáng kiến", "points": "1"},
                },
            ],
        },
        {
            "id": "2",
            "title": "Kết quả đánh giá của cấp trên",
            "max": "2.5",
            "items": [
                {
                    "id": "2.1",
                    "title": "Kết quả kiểm tra",
                    "max": "1.5",
                    "scored_by": "nguon_khac",
                    "rule": {"kind": "external", "source": "kết quả kiểm tra"},
                },
                {
                    "id": "2.2",
                    "title": "Sắp xếp thôn",
                    "max": "1",
                    "rule": {"kind": "yes_no", "condition": "hoàn thành", "points": "1"},
                    "not_applicable": {"when": "không thuộc diện", "effect": "exclude"},
                },
            ],
        },
    ],
}
_CAMPAIGN = {
    "schema": 1,
    "id": "an-son-2020",
    "year": 2020,
    "title": "Chỉ số CCHC cấp xã năm 2020",
    "tier": "huyen",
    "criteria": {"id": "thu-nghiem", "version": 1, "sha256": "0" * 64},
    "authority": {
        "name": "Ủy ban nhân dân huyện An Sơn",
        "short": "UBND huyện An Sơn",
        "symbol": "UBND",
        "place": "An Sơn",
    },
    "council": {"name": "Hội đồng thẩm định Chỉ số cải cách hành chính cấp xã huyện An Sơn"},
    "legal_bases": [
        {"text": "Quyết định số 225/QĐ-TTg ngày 04/02/2016 của Thủ tướng Chính phủ", "last": "2020-12-31"},
        {"text": "Quyết định số 99/2019/QĐ-UBND ngày 24/9/2019 ban hành Quy chế và Bộ tiêu chí"},
        {"text": "Kế hoạch số 15/KH-UBND ngày 06/10/2020 của Ủy ban nhân dân huyện An Sơn;"},
    ],
    "calendar": [{"act": "tu-danh-gia", "title": "Xã tự đánh giá", "day": "2020-10-18"}],
    "units": [
        {
            "id": "huong-minh",
            "kind": "xã",
            "name": "Ủy ban nhân dân xã Hương Minh",
            "short": "UBND xã Hương Minh",
            "symbol": "UBND",
            "place": "Hương Minh",
            "parent": "Ủy ban nhân dân huyện An Sơn",
            "signers": [
                {"name": "Người Ký Một", "authority": ["TM. Ủy ban nhân dân", "Chủ tịch"], "last": "2020-06-30"},
                {
                    "name": "Người Ký Hai",
                    "authority": ["TM. Ủy ban nhân dân", "KT. Chủ tịch", "Phó Chủ tịch"],
                    "first": "2020-07-01",
                },
            ],
        }
    ],
}


@dataclass(frozen=True)
class Case:
    """Everything the papers of one unit are made from."""

    campaign: Campaign
    criteria: CriteriaSet
    score: UnitScore
    checklist: Checklist
    index: EvidenceIndex
    claims: dict[str, Claim]

    @property
    def unit(self) -> Unit:
        return self.campaign.units[0]

    def report(self) -> ReportContext:
        return build_report_context(
            self.campaign,
            self.unit,
            criteria=self.criteria,
            score=self.score,
            checklist=self.checklist,
            index=self.index,
            claims=self.claims,
        )

    def inventory(self) -> InventoryContext:
        return build_inventory_context(
            self.campaign, self.unit, criteria=self.criteria, checklist=self.checklist, index=self.index
        )

    def claiming(self, *claims: Claim) -> Case:
        """The same case with another form, scored anew."""
        by_code = {claim.code: claim for claim in claims}
        return replace(self, claims=by_code, score=score_unit(self.criteria, by_code, unit=self.unit.id))

    def as_sample(self) -> Case:
        return replace(self, criteria=self.criteria.model_copy(update={"completeness": "sample"}))


def evidence(path: str, **changes: object) -> EvidenceFile:
    file = EvidenceFile(path, 10, 0, FileKind.PDF, Reading.READ, sha256="ab12" * 16, pages=3)
    return replace(file, **changes)  # type: ignore[arg-type]  # test data by field name


def _status(proof: str, leaf: str, state: ProofState, *paths: str, leaves: tuple[str, ...] = ()) -> ProofStatus:
    matches = tuple(Match(proof, leaf, path, (Signal.FOLDER,), 80, "vì nằm trong thư mục") for path in paths)
    titles = {"1.1-kh": "Kế hoạch cải cách hành chính năm 2020", "1.2-bc": "Báo cáo quý III"}
    return ProofStatus(proof, leaf, leaves or (leaf,), titles[proof], state, matches, ())


def _index() -> EvidenceIndex:
    plan = DocumentHead(
        number="05",
        number_state=NumberState.READ,
        symbol="KH-UBND",
        date=dt.date(2020, 1, 5),
        type="Kế hoạch",
        subject="Cải cách hành chính năm 2020",
        issuer="ỦY BAN NHÂN DÂN XÃ HƯƠNG MINH",
        signer="Người Ký Một",
    )
    broken = Problem("INT01", Severity.ERROR, Where(path="hong.pdf"), "Tệp PDF bị cắt cụt")
    return EvidenceIndex(
        unit="huong-minh",
        files=(
            evidence("1.1/ban-sao.pdf", head=plan),
            evidence("1.1/ke-hoach.pdf", head=plan, signed=1),
            evidence("Thumbs.db", kind=FileKind.SYSTEM, reading=Reading.IGNORED, sha256=None, pages=None),
            evidence("anh.jpg", kind=FileKind.IMAGE, reading=Reading.SCAN, pages=1),
            evidence("hong.pdf", reading=Reading.UNREADABLE, pages=None, problems=(broken,)),
        ),
        duplicates=(("1.1/ban-sao.pdf", "1.1/ke-hoach.pdf"),),
    )


@pytest.fixture(scope="session")
def case() -> Case:
    """A real (not sample) set, half filled: proved, missing, blank, council's, excluded."""
    criteria = CriteriaSet.model_validate(_CRITERIA)
    campaign = Campaign.model_validate(_CAMPAIGN)
    checklist = Checklist(
        unit="huong-minh",
        statuses=(
            _status("1.1-kh", "1.1", ProofState.PROVED, "1.1/ke-hoach.pdf", leaves=("1.1.1", "1.1.2")),
            _status("1.2-bc", "1.2", ProofState.MISSING),
        ),
        gaps=(),
        cited=(),
        accounting=Accounting(5, ("1.1/ke-hoach.pdf",), ("1.1/ban-sao.pdf", "anh.jpg"), ("hong.pdf",), ("Thumbs.db",)),
    )
    empty = Case(campaign, criteria, score_unit(criteria, {}, unit="huong-minh"), checklist, _index(), {})
    return empty.claiming(
        Claim("1.1.1", state="có", evidence="Kế hoạch số 05/KH-UBND ngày 05/01/2020"),
        Claim("1.1.2", numerator=Decimal(17), denominator=Decimal(20), note="Ba nhiệm vụ chuyển năm sau"),
        Claim("1.2", state="không", evidence="Báo cáo gửi qua hệ thống\nkhông in ra giấy"),
        Claim("2.2", not_applicable=True),
    )
