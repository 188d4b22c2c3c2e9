"""D18, D19: lists that go with another paper (Mẫu 2.1)."""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from typing import TYPE_CHECKING

from templates.blocks import add_appendix_title
from templates.columns import AWARD_COLUMNS, CHECK_COLUMNS
from templates.parts import add_areas, add_rows, start_paper

if TYPE_CHECKING:
    from docx.document import Document as Doc


def make_awards() -> Doc:
    """D18, an appendix of the proposal (Mẫu 2.1)."""
    document = start_paper("Danh sách đề nghị xem xét khen thưởng", wide=True)
    add_appendix_title(document, "", "DANH SÁCH ĐỀ NGHỊ XEM XÉT KHEN THƯỞNG")
    add_rows(document, AWARD_COLUMNS, "rows")
    return document


def make_checklist() -> Doc:
    """D19, the printed criteria checklist, an appendix of the plan (Mẫu 2.1)."""
    document = start_paper("Phiếu kiểm tiêu chí", wide=True)
    add_appendix_title(document, "", "PHIẾU KIỂM TIÊU CHÍ, TÀI LIỆU KIỂM CHỨNG")
    add_areas(document, CHECK_COLUMNS, total=False)
    return document


MAKERS = {
    "danh-sach-de-nghi-khen-thuong.docx": make_awards,
    "phieu-kiem-tieu-chi.docx": make_checklist,
}
