"""The papers of the year. One more paper is a context function, a template and a row here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from dossier.documents.inventory import InventoryContext
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
        output: file name of what is made for one unit.
        context: the dataclass whose fields the template may print.
    """

    code: str
    title: str
    template: str
    output: str
    context: type[Context]


CATALOGUE = {
    kind.code: kind
    for kind in (
        DocumentKind(
            code="D03",
            title="Báo cáo kết quả tự đánh giá, chấm điểm",
            template="bao-cao-tu-danh-gia.docx",
            output="bao-cao-tu-danh-gia.docx",
            context=ReportContext,
        ),
        DocumentKind(
            code="D04",
            title="Danh mục tài liệu kiểm chứng",
            template="danh-muc-tai-lieu-kiem-chung.docx",
            output="danh-muc-tai-lieu-kiem-chung.docx",
            context=InventoryContext,
        ),
    )
}
