"""The catalogue of numbered checks: as a table for the terminal and as the page ``docs/quy-tac.md``."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dossier.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.problems import CheckRule

_GROUPS = {
    "BAG": "Gói BagIt",
    "BUN": "Bộ hồ sơ (PDF ghép)",
    "CAC": "Bộ nhớ đệm",
    "CAM": "Kỳ đánh giá",
    "CRI": "Bộ tiêu chí",
    "DOC": "Văn bản lập ra",
    "IMP": "Đọc bảng tiêu chí từ Word, Excel, PDF",
    "INT": "Tệp minh chứng",
    "JRN": "Nhật ký",
    "MAT": "Đối chiếu minh chứng với tiêu chí",
    "PDA": "PDF/A-2b",
    "PDF": "Chuyển sang PDF",
    "REG": "Sổ văn bản đi, đến",
    "ROU": "Trình tự thẩm định, hội đồng",
    "SCO": "Điểm",
    "SHT": "Biểu Excel",
    "SIM": "Tài liệu gần giống nhau",
    "SUB": "Nộp, bổ sung, tiếp nhận hồ sơ",
    "TFM": "Thể thức văn bản",
    "VAL": "Bộ quy tắc nộp và nhận hồ sơ",
    "TPL": "Mẫu văn bản",
    "XLS": "Sổ tính Excel",
    "YML": "Tệp YAML",
}
_HEADER = "| Mã | Mức | Kiểm tra gì | Việc cần làm | Nguồn |\n|---|---|---|---|---|\n"
_INTRO = """\
# Quy tắc kiểm tra

Trang này sinh ra từ mã nguồn (`dossier rules --markdown`); không sửa tay. Mã quy tắc giữ nguyên qua các phiên bản.
Mức: **lỗi** phải xử lý; **cảnh báo** nên xem lại; **gợi ý** để biết.
"""


def build_rule_table(rules: Sequence[CheckRule]) -> Table:
    """One row a rule."""
    rows = tuple((rule.id, str(rule.severity), rule.title, rule.remedy, rule.source) for rule in rules)
    return Table("Quy tắc kiểm tra", ("Mã", "Mức", "Kiểm tra gì", "Việc cần làm", "Nguồn"), rows)


def build_rulebook(rules: Sequence[CheckRule]) -> str:
    """The catalogue as Markdown, a section for each group of ids."""
    parts = [_INTRO]
    for prefix, members in groupby(rules, key=lambda rule: rule.id[:3]):
        parts.append(f"\n## {prefix} · {_GROUPS[prefix]}\n\n{_HEADER}")
        parts += [f"| {' | '.join(map(_cell, row))} |\n" for row in build_rule_table(tuple(members)).rows]
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
