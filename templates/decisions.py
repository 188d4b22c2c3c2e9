"""D01, D16, D11: the decisions of the year (Mẫu 1.2)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.columns import ROSTER_COLUMNS, TASK_COLUMNS
from templates.parts import add_appendix, add_ranking, add_rows, start_decision

if TYPE_CHECKING:
    from docx.document import Document as Doc


def make_establishment() -> Doc:
    """D01 (Mẫu 1.2) with roster and assignment."""
    document = start_decision("Quyết định thành lập Hội đồng thẩm định")
    add_appendix(document, "I", "DANH SÁCH THÀNH VIÊN HỘI ĐỒNG", wide=False)
    add_rows(document, ROSTER_COLUMNS, "members")
    add_appendix(document, "II", "PHÂN CÔNG CƠ QUAN THẨM ĐỊNH THEO LĨNH VỰC", wide=False)
    add_rows(document, TASK_COLUMNS, "tasks")
    return document


def make_support_team() -> Doc:
    """D16 (Mẫu 1.2)."""
    document = start_decision("Quyết định thành lập Tổ giúp việc", council=True)
    add_appendix(document, "", "DANH SÁCH THÀNH VIÊN TỔ GIÚP VIỆC", wide=False)
    add_rows(document, ROSTER_COLUMNS, "members")
    return document


def make_approval() -> Doc:
    """D11 (Mẫu 1.2) with the ranking annex."""
    document = start_decision("Quyết định phê duyệt Chỉ số cải cách hành chính")
    add_ranking(document, "KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH")
    return document


MAKERS = {
    "quyet-dinh-thanh-lap-hoi-dong.docx": make_establishment,
    "quyet-dinh-to-giup-viec.docx": make_support_team,
    "quyet-dinh-phe-duyet.docx": make_approval,
}
