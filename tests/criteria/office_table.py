"""An official table in the three kinds of file that offices keep it in. The text is made up for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import docx
from openpyxl import Workbook
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dossier.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Row = tuple[str, str, str, str, str]

TITLE = "BỘ TIÊU CHÍ ĐÁNH GIÁ CẢI CÁCH HÀNH CHÍNH CÁC XÃ NĂM 2024"
HEAD: Row = (
    "STT",
    "Nội dung tiêu chí và hướng dẫn cách đánh giá",
    "Điểm tối đa",
    "Điểm tự đánh giá",
    "Tài liệu kiểm chứng/giải trình",
)
ROWS: tuple[Row, ...] = (
    ("1", "CHỈ ĐẠO ĐIỀU HÀNH", "7,5", "", ""),
    ("1.1", "Kế hoạch của xã", "3,5", "", ""),
    (
        "1.1.1",
        (
            "Ban hành kế hoạch.\nYêu cầu: Ban hành trong quý I. Nếu:\n"
            "- Ban hành đầy đủ, kịp thời thì điểm đánh giá là 0,5.\n"
            "- Ban hành không đầy đủ hoặc không kịp thời thì điểm đánh giá là 0."
        ),
        "0,5",
        "",
        "- Kế hoạch của xã.\n- Giải trình kết quả.",
    ),
    (
        "1.1.2",
        (
            "Mức độ hoàn thành.\nYêu cầu: Tính tỷ lệ % số việc đã xong so với tổng số việc theo kế hoạch. Nếu:\n"
            "- Trên 95% thì điểm đánh giá là 3.\n- Từ 80% đến 95% thì điểm đánh giá là 1,5.\n"
            "- Dưới 80% thì điểm đánh giá là 0."
        ),
        "3,0",
        "",
        "Phụ lục thống kê các việc; Báo cáo năm",
    ),
    (
        "1.2",
        (
            "Sáng kiến được áp dụng.\nNếu có từ 03 sáng kiến trở lên thì điểm đánh giá là 2; có 02 sáng kiến thì điểm "
            "đánh giá là 1; không có sáng kiến thì điểm đánh giá là 0."
        ),
        "2",
        "",
        "- Các quyết định công nhận (nếu có)",
    ),
    (
        "1.3",
        "Thu ngân sách.\n- Vượt dự toán: 2 điểm.\n- Đạt dự toán: 1 điểm.\n- Không đạt: 0 điểm.",
        "2",
        "",
        "Báo cáo thu ngân sách",
    ),
    ("2", "THỦ TỤC HÀNH CHÍNH", "7", "", ""),
    (
        "2.1",
        (
            "Tỷ lệ hồ sơ trực tuyến.\nTính điểm theo công thức: (b/a) * điểm tối đa. Trong đó:\na là tổng số hồ sơ.\n"
            "b là số hồ sơ trực tuyến.\nNếu b/a < 0,7 thì điểm đánh giá là 0.\nTrường hợp a = 0 thì đạt điểm tối đa."
        ),
        "3",
        "",
        "- Số liệu trên hệ thống (do cơ quan cấp trên cung cấp)",
    ),
    (
        "2.2",
        "Rà soát thủ tục.\n- Đúng biểu mẫu thì điểm đánh giá là 0,5;\n- Có phương án cắt giảm thì CỘNG THÊM 0,75 điểm.",
        "1,25",
        "",
        "Báo cáo rà soát",
    ),
    (
        "2.3",
        (
            "Chất lượng phục vụ.\n(Xã không tự đánh giá, chấm điểm nội dung này; hội đồng chấm).\n"
            "- Xếp loại tốt thì điểm đánh giá là 1.\n- Xếp loại khá thì điểm đánh giá là 0."
        ),
        "1",
        "",
        "",
    ),
    (
        "2.4",
        (
            "Sử dụng tài sản.\n- 100% cơ quan đúng quy định thì điểm đánh giá là 0,75.\n"
            "- Dưới 100% cơ quan đúng quy định thì điểm đánh giá là 0.\n"
            "(Nếu có báo cáo không đạt yêu cầu thì Hội đồng xem xét TRỪ 50% điểm đạt được)."
        ),
        "0,75",
        "",
        "Báo cáo tài sản công",
    ),
    (
        "2.5",
        "Xếp hạng của xã.\n- Hạng 1 đến 10 được 1 điểm, nhóm giữa tùy hội đồng, nhóm cuối không có điểm nào.",
        "1",
        "",
        "Bảng xếp hạng",
    ),
    ("", "TỔNG ĐIỂM", "14,5", "", ""),
)
KINDS = {
    "1.1.1": "all_of",
    "1.1.2": "tiers",
    "1.2": "count_steps",
    "1.3": "levels",
    "2.1": "proportional",
    "2.2": "parts",
    "2.3": "external",
    "2.4": "share_deducted",
    "2.5": "typed",
}


def write_xlsx(path: Path, rows: Sequence[Sequence[Any]] = ROWS, *, head: Sequence[str] = HEAD) -> Path:
    """A sheet with a title above the table."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Phụ lục"
    for row in ([TITLE], [], list(head), *map(list, rows)):
        sheet.append(row)
    book.save(path)
    return path


def write_docx(path: Path, rows: Sequence[Row] = ROWS) -> Path:
    """A Word table below a title."""
    document = docx.Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=len(HEAD))
    for row in (HEAD, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


class _Sheet:
    """Draws a ruled table row by row; a row that does not fit is cut and goes on below the head printed again."""

    def __init__(self, path: Path) -> None:
        pdfmetrics.registerFont(TTFont(_FONT, str(shipped("fonts") / "LiberationSerif-Regular.ttf")))
        self.canvas = Canvas(str(path), pagesize=landscape(A4))
        self.y = 480.0
        self.canvas.setFont(_FONT, _SIZE)
        self.canvas.drawString(_EDGES[0], 520, TITLE)
        self.row(HEAD)

    def row(self, row: Row) -> None:
        """Draw one row, on as many pages as it needs."""
        columns = [_wrap(text, right - left - 8) for text, left, right in zip(row, _EDGES, _EDGES[1:], strict=False)]
        while any(columns):
            fit = int((self.y - _FOOT) // _LEADING)
            if fit < 1:
                self.new_page()
                continue
            self._box([lines[:fit] for lines in columns])
            columns = [lines[fit:] for lines in columns]

    def new_page(self) -> None:
        """A page that begins with the head again."""
        self.canvas.showPage()
        self.canvas.setFont(_FONT, _SIZE)
        self.y = 520.0
        self.row(HEAD)

    def _box(self, columns: list[list[str]]) -> None:
        height = max(map(len, columns)) * _LEADING + 4
        for lines, left, right in zip(columns, _EDGES, _EDGES[1:], strict=False):
            self.canvas.rect(left, self.y - height, right - left, height)
            for number, line in enumerate(lines, start=1):
                self.canvas.drawString(left + 4, self.y - number * _LEADING + 3, line)
        self.y -= height


_FONT, _SIZE, _LEADING, _FOOT = "Thu", 13, 16, 300.0
_EDGES = (60.0, 110.0, 420.0, 480.0, 550.0, 760.0)


def _wrap(text: str, width: float) -> list[str]:
    lines: list[str] = []
    for paragraph in filter(None, text.split("\n")):
        lines.append("")
        for word in paragraph.split():
            longer = f"{lines[-1]} {word}".strip()
            if pdfmetrics.stringWidth(longer, _FONT, _SIZE) > width:
                lines.append(word)
            else:
                lines[-1] = longer
    return lines


def write_pdf(path: Path, rows: Sequence[Row] = ROWS) -> Path:
    """A ruled table over several pages."""
    sheet = _Sheet(path)
    for row in rows:
        sheet.row(row)
    sheet.canvas.save()
    return path
