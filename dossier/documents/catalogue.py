"""The papers of the year. One more paper is a context function, a template and a row here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dossier.documents.council_papers import AppraisalContext, MinutesContext
from dossier.documents.decisions import ApprovalContext, EstablishmentContext, SupportTeamContext
from dossier.documents.inventory import InventoryContext
from dossier.documents.letters import InvitationContext, LetterContext, SupplementRequestContext
from dossier.documents.plan_papers import AwardContext, CheckContext, ExplanationContext, PlanContext
from dossier.documents.reports import NoticeContext, ProposalContext, SynthesisContext
from dossier.documents.self_assessment import ReportContext

if TYPE_CHECKING:
    from dossier.documents.paper import Properties


class Context(Protocol):
    """What every paper's context has; it is a frozen dataclass of strings, tuples and such dataclasses."""

    @property
    def properties(self) -> Properties:
        """What the file says of itself."""

    @property
    def banner(self) -> str:
        """Words for the head of every page; empty for a paper made with a real criteria set."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of paper.

    Attributes:
        code: ``D03``, as in docs/mau-van-ban.md.
        template: file name, shipped in ``templates/`` and overridden by the same name in ``mau/``.
        output: file name of what is made.
        context: the dataclass whose fields the template may print.
        of_unit: one for each unit; otherwise one for the campaign.
    """

    code: str
    title: str
    template: str
    output: str
    context: type[Context]
    of_unit: bool = True


# Of a unit each; the others are the campaign's, one of each.
_UNITS = frozenset({"D03", "D04", "D05", "D06", "D07", "D14", "D17"})
_ROWS: tuple[tuple[str, str, str, type[Context]], ...] = (
    ("D01", "Quyết định thành lập Hội đồng thẩm định", "quyet-dinh-thanh-lap-hoi-dong", EstablishmentContext),
    ("D02", "Kế hoạch xác định Chỉ số cải cách hành chính", "ke-hoach", PlanContext),
    ("D03", "Báo cáo kết quả tự đánh giá, chấm điểm", "bao-cao-tu-danh-gia", ReportContext),
    ("D04", "Danh mục tài liệu kiểm chứng", "danh-muc-tai-lieu-kiem-chung", InventoryContext),
    ("D05", "Công văn yêu cầu bổ sung, giải trình", "yeu-cau-bo-sung", SupplementRequestContext),
    ("D06", "Báo cáo giải trình, bổ sung", "bao-cao-giai-trinh", ExplanationContext),
    ("D07", "Biên bản thẩm định", "bien-ban-tham-dinh", AppraisalContext),
    ("D08", "Biên bản họp Hội đồng thẩm định", "bien-ban-hop-hoi-dong", MinutesContext),
    ("D09", "Báo cáo tổng hợp kết quả thẩm định", "bao-cao-tong-hop", SynthesisContext),
    ("D10", "Tờ trình đề nghị phê duyệt", "to-trinh", ProposalContext),
    ("D11", "Quyết định phê duyệt, kèm bảng xếp hạng", "quyet-dinh-phe-duyet", ApprovalContext),
    ("D12", "Thông báo công bố kết quả", "thong-bao-ket-qua", NoticeContext),
    ("D13", "Công văn gửi hồ sơ lên cấp trên", "cong-van-gui-ho-so", LetterContext),
    ("D14", "Báo cáo tự đánh giá cấp huyện, cấp tỉnh", "bao-cao-tu-danh-gia-cap-tren", ReportContext),
    ("D15", "Giấy mời họp Hội đồng thẩm định", "giay-moi", InvitationContext),
    ("D16", "Quyết định thành lập Tổ giúp việc", "quyet-dinh-to-giup-viec", SupportTeamContext),
    ("D17", "Công văn đôn đốc đơn vị chậm", "cong-van-don-doc", LetterContext),
    ("D18", "Danh sách đề nghị xem xét khen thưởng", "danh-sach-de-nghi-khen-thuong", AwardContext),
    ("D19", "Phiếu kiểm tiêu chí", "phieu-kiem-tieu-chi", CheckContext),
)
CATALOGUE = {
    code: DocumentKind(
        code=code,
        title=title,
        template=f"{name}.docx",
        output=f"{name}.docx",
        context=context,
        of_unit=code in _UNITS,
    )
    for code, title, name, context in _ROWS
}
