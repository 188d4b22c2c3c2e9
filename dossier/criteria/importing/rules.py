"""The numbered checks of reading an official table."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_PAGE = "docs/bo-tieu-chi.md"
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

UNREADABLE = CheckRule(
    "IMP01",
    _ERROR,
    "Tệp có bảng tiêu chí đọc được",
    _PAGE,
    "Dùng bản Word, Excel hoặc PDF có chữ; bảng cần dòng tiêu đề có «STT», «Nội dung» và «Điểm».",
)
LOOSE_ROW = CheckRule("IMP02", _WARNING, "Dòng nào của bảng cũng thuộc một tiêu chí", _PAGE, "Thêm tay vào bản nháp.")
NO_RULE = CheckRule(
    "IMP03",
    _WARNING,
    "Cách chấm đọc thành quy tắc được",
    _PAGE,
    "Mở bản nháp, thay «typed» bằng quy tắc đúng; nguyên văn nằm trong guidance.",
)
NO_MAX = CheckRule("IMP04", _WARNING, "Mục nào cũng có điểm tối đa", _PAGE, "Ghi max theo văn bản vào bản nháp.")
CODE = CheckRule("IMP05", _WARNING, "Mã trong cột STT nối tiếp nhau", _PAGE, "Đối chiếu mã với văn bản.")
LEFT_OVER = CheckRule(
    "IMP06",
    _WARNING,
    "Câu nào nói về điểm cũng đã vào quy tắc",
    _PAGE,
    "Đọc lại câu đã nêu; nguyên văn nằm trong guidance.",
)
TOTAL = CheckRule(
    "IMP07", _WARNING, "Dòng «Tổng điểm» bằng tổng điểm các lĩnh vực", _PAGE, "Đối chiếu điểm với văn bản."
)
BAD_CELL = CheckRule(
    "IMP08",
    _ERROR,
    "Ô của tệp bộ tiêu chí đã xuất đúng dạng",
    _PAGE,
    "Sửa ô đã nêu; xuất lại bằng dossier criteria export để xem dạng đúng.",
)

RULES = (UNREADABLE, LOOSE_ROW, NO_RULE, NO_MAX, CODE, LEFT_OVER, TOTAL, BAD_CELL)
