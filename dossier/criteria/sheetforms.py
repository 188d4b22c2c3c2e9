"""The sheets of an exported set: which column holds which key. Shared by writing and reading back.

A column head is the Vietnamese name with the key of docs/bo-tieu-chi.md in brackets: «Điểm tối đa (max)». Columns
and rows are found by that key, so they may be moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a value is written in a cell."""

    TEXT = "chữ"
    NUMBER = "số"
    TRUTH = "có/không"
    DATE = "ngày"
    LINES = "mỗi dòng một giá trị"


@dataclass(frozen=True, slots=True)
class Column:
    """A key of the YAML file and its column.

    Attributes:
        key: nested keys joined by a dot: ``window.first``.
        width: in characters.
    """

    key: str
    label: str
    form: Form = Form.TEXT
    width: int = 16

    @property
    def head(self) -> str:
        """What stands in the header cell."""
        return f"{self.label} ({self.key})"


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with one row for each item of a list.

    Attributes:
        key: of the list in the set; empty for sheets that are not one list.
    """

    title: str
    key: str
    columns: tuple[Column, ...]


_WINDOW = (
    Column("window.first", "Kỳ kiểm chứng từ", Form.DATE),
    Column("window.last", "Kỳ kiểm chứng đến", Form.DATE),
)

# One value a row: key, name, value.
HEADER = (
    Column("schema", "Phiên bản mẫu tệp", Form.NUMBER),
    Column("id", "Mã bộ"),
    Column("version", "Lần sửa", Form.NUMBER),
    Column("level", "Cấp"),
    Column("year", "Năm đánh giá", Form.NUMBER),
    Column("title", "Tên bộ tiêu chí"),
    Column("issuer", "Cơ quan ban hành"),
    Column("source", "Nguồn"),
    Column("completeness", "Mức đầy đủ"),
    *_WINDOW,
    Column("outside_scale.bonus_cap", "Điểm thưởng cao nhất", Form.NUMBER),
    Column("outside_scale.penalty_cap", "Điểm trừ cao nhất", Form.NUMBER),
    Column("frame.areas", "Số lĩnh vực của khung", Form.NUMBER),
    Column("frame.criteria", "Số tiêu chí của khung", Form.NUMBER),
)
HEADER_SHEET = "Thông tin"

LISTS = (
    Table(
        "Căn cứ",
        "legal_bases",
        (
            Column("text", "Căn cứ", width=100),
            Column("first", "Hiệu lực từ", Form.DATE),
            Column("last", "Hiệu lực đến", Form.DATE),
        ),
    ),
    Table(
        "Các phần",
        "parts",
        (
            Column("id", "Mã"),
            Column("title", "Tên phần", width=50),
            Column("max", "Điểm tối đa", Form.NUMBER),
            Column("scored_by", "Ai cho điểm"),
            Column("sample.min_answers", "Số phiếu ít nhất", Form.NUMBER),
            Column("sample.min_share", "Tỷ lệ phiếu ít nhất", Form.NUMBER),
        ),
    ),
    Table("Xếp loại", "grades", (Column("name", "Mức xếp loại", width=30), Column("min", "Từ %", Form.NUMBER))),
    Table(
        "Lớp văn bản",
        "layers",
        (
            Column("id", "Mã"),
            Column("kind", "Loại lớp"),
            Column("title", "Tên văn bản", width=70),
            Column("issuer", "Cơ quan ban hành", width=40),
            Column("date", "Ngày", Form.DATE),
            Column("fields", "Khóa đọc từ văn bản", Form.LINES),
        ),
    ),
    Table(
        "Thưởng, trừ",
        "outside_scale.items",
        (
            Column("id", "Mã"),
            Column("title", "Nội dung", width=70),
            Column("direction", "Thưởng hay trừ"),
            Column("points", "Điểm mỗi lần", Form.NUMBER),
            Column("max", "Cao nhất", Form.NUMBER),
        ),
    ),
    Table(
        "Loại ra",
        "exclusions",
        (
            Column("nodes", "Mã mục", Form.LINES),
            Column("reason", "Lý do", width=70),
            Column("date", "Ngày", Form.DATE),
        ),
    ),
)
NOTES = Table("Ghi chú", "notes", (Column("note", "Ghi chú", width=120),))

TREE = Table(
    "Tiêu chí",
    "",
    (
        Column("id", "Mã", width=10),
        Column("parent", "Thuộc mục", width=10),
        Column("node", "Loại mục", width=20),
        Column("title", "Nội dung", width=60),
        Column("max", "Điểm tối đa", Form.NUMBER, width=10),
        Column("guidance", "Hướng dẫn", width=60),
        Column("scored_by", "Ai cho điểm"),
        Column("office", "Cơ quan phụ trách"),
        *_WINDOW,
        Column("not_applicable.when", "Không phát sinh khi", width=40),
        Column("not_applicable.effect", "Hệ quả không phát sinh"),
        Column("not_applicable.needs_proof", "Phải có tài liệu", Form.TRUTH),
    ),
)
NODE_NAMES = {"area": "Lĩnh vực", "criterion": "Tiêu chí", "leaf": "Tiêu chí thành phần"}

RULES = Table(
    "Cách chấm",
    "",
    (
        Column("code", "Mã", width=12),
        Column("row", "Dòng", width=28),
        Column("text", "Nội dung", width=70),
        Column("level", "Mức", Form.NUMBER),
        Column("points", "Điểm", Form.NUMBER),
        Column("mark", "Cách hiểu", width=14),
    ),
)

PROOFS = Table(
    "Tài liệu kiểm chứng",
    "",
    (
        Column("node", "Thuộc mục", width=10),
        Column("id", "Mã tài liệu", width=20),
        Column("title", "Tài liệu", width=60),
        Column("carrier", "Dạng"),
        Column("types", "Loại văn bản", Form.LINES),
        Column("must", "Cụm từ phải có", Form.LINES, width=30),
        Column("must_not", "Cụm từ không được có", Form.LINES, width=30),
        Column("issuer", "Ai ban hành"),
        Column("issuer_names", "Tên cơ quan ban hành", Form.LINES),
        Column("period", "Xét năm theo"),
        Column("year_offset", "Cộng năm", Form.NUMBER),
        Column("min_count", "Số lượng ít nhất", Form.NUMBER),
        Column("one_of", "Nhóm thay thế"),
        Column("signed_copy", "Bản đã ký", Form.TRUTH),
        Column("optional", "Nếu có", Form.TRUTH),
        Column("due", "Đến kỳ ngày", Form.DATE),
    ),
)

# Rows of «Cách chấm»: where the one value of a key stands. Keys of lists have rows of their own (``ITEM_ROWS``).
SCALAR_ROWS: dict[str, tuple[str, str, Form]] = {
    "condition": ("Điều kiện", "text", Form.TEXT),
    "measure": ("Đếm hoặc đo", "text", Form.TEXT),
    "numerator": ("Tử số", "text", Form.TEXT),
    "denominator": ("Mẫu số", "text", Form.TEXT),
    "exemption": ("Không tính là vi phạm", "text", Form.TEXT),
    "reason": ("Lý do nhập tay", "text", Form.TEXT),
    "source": ("Lấy từ", "text", Form.TEXT),
    "points": ("Điểm", "points", Form.NUMBER),
    "increased": ("Khi tăng", "points", Form.NUMBER),
    "equal": ("Khi bằng", "points", Form.NUMBER),
    "decreased": ("Khi giảm", "points", Form.NUMBER),
    "step": ("Trừ mỗi vi phạm", "points", Form.NUMBER),
    "floor": ("Ngưỡng dưới", "level", Form.NUMBER),
    "cap": ("Ngưỡng đạt tối đa", "level", Form.NUMBER),
    "best": ("Mức tốt nhất", "level", Form.NUMBER),
    "worst": ("Mức kém nhất", "level", Form.NUMBER),
    "due": ("Ngày hạn", "text", Form.DATE),
    "included": ("Đúng ngày hạn là kịp", "text", Form.TRUTH),
}

# A row for each item of a list: name, and the column of each key of the item. ``id`` is the end of the code.
ITEM_ROWS: dict[str, tuple[str, dict[str, str]]] = {
    "conditions": ("Điều kiện phải đạt", {"": "text"}),
    "levels": ("Mức", {"state": "text", "points": "points"}),
    "bands": ("Bậc tỷ lệ %", {"min": "level", "points": "points", "strict": "mark"}),
    "steps": ("Bậc số lượng", {"min": "level", "points": "points", "strict": "mark"}),
    "late": ("Trễ không quá (ngày)", {"days": "level", "points": "points"}),
    "terms": ("Số hạng", {"id": "code", "measure": "text", "weight": "points"}),
    "parts": ("Phần cộng điểm", {"id": "code", "title": "text", "max": "points"}),
    "deductions": ("Trừ % điểm đạt", {"id": "code", "when": "text", "percent": "level", "applied_by": "mark"}),
}
ITEM_FORMS = {
    "points": Form.NUMBER,
    "min": Form.NUMBER,
    "days": Form.NUMBER,
    "weight": Form.NUMBER,
    "max": Form.NUMBER,
    "percent": Form.NUMBER,
    "strict": Form.TRUTH,
}
KIND_NAMES = {
    "yes_no": "Có hoặc không",
    "all_of": "Phải đạt hết",
    "levels": "Một trong các mức",
    "tiers": "Bậc theo tỷ lệ %",
    "proportional": "Theo tỷ lệ",
    "count_steps": "Bậc theo số lượng",
    "no_violation": "Không có vi phạm",
    "per_violation": "Trừ điểm mỗi vi phạm",
    "deadline": "Đúng hạn",
    "year_over_year": "So với năm trước",
    "rate_over_year": "Tỷ lệ so với năm trước",
    "weighted": "Tỷ lệ có trọng số",
    "survey_mean": "Điểm điều tra",
    "typed": "Nhập tay",
    "external": "Nơi khác cho điểm",
    "parts": "Cộng các phần",
    "share_deducted": "Trừ % điểm đạt được",
}
