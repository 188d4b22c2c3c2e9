"""The numbered checks of anybody's template."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

SPLIT = CheckRule(
    "TPL01",
    Severity.HINT,
    "Mỗi thẻ nằm trong một đoạn chữ cùng định dạng",
    "Word cắt thẻ khi sửa giữa chừng; bộ lập nối lại được phần lớn",
    "Xóa thẻ rồi gõ lại một mạch, không đổi định dạng ở giữa.",
)
OTHER = CheckRule(
    "TPL02",
    Severity.ERROR,
    "Mẫu viết bằng ngôn ngữ mẫu của Dossier",
    "docs/the-thuc.md",
    "Đổi các chỗ này thành {{ trường }}.",
)
FEW = CheckRule(
    "TPL03",
    Severity.WARNING,
    "Mẫu có trường để điền",
    "Mẫu hầu như không có trường thì văn bản nào cũng giống nhau",
    "Thêm {{ trường }} vào các chỗ cần điền.",
)
MISSING = CheckRule(
    "TPL04",
    Severity.WARNING,
    "Mọi số liệu đưa vào đều được mẫu in ra",
    "Số liệu không in là thông tin bị mất",
    "Thêm trường vào mẫu, hoặc bỏ qua nếu có chủ ý.",
)
FORM = CheckRule(
    "TPL05",
    Severity.WARNING,
    "Mẫu đúng thể thức",
    "Nghị định 30/2020/NĐ-CP, Phụ lục I",
    "Xem chi tiết: «dossier form-check TỆP».",
)
RULES = (SPLIT, OTHER, FEW, MISSING, FORM)
