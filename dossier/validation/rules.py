"""The numbered rules. ``VERSION`` grows whenever one is added, dropped or judges otherwise.

A package names the version it passed, so that a receiver knows what its sender was asked.
"""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

VERSION = 1

_FOLDER = "Mỗi tệp phải được kể đến đúng một lần"
_HANDING_OVER = "Bên nhận chỉ nhận được cái bên gửi đã nêu; bộ quy tắc chạy như nhau ở hai bên"

_E, _W = Severity.ERROR, Severity.WARNING
SAMPLE = CheckRule(
    "VAL01", _E, "Bộ tiêu chí mẫu chỉ dùng để thử", _HANDING_OVER, "Dùng bộ tiêu chí của quyết định đang có hiệu lực."
)
FORM = CheckRule(
    "VAL02", _E, "Có biểu tự chấm điểm và đọc được", _HANDING_OVER, "Điền biểu do Dossier lập, lưu dạng .xlsx."
)
FORM_FAULT = CheckRule(
    "VAL03", _E, "Biểu tự chấm điểm không có ô sai", _HANDING_OVER, "Sửa ô được nêu rồi chạy lại «dossier check»."
)
NO_EVIDENCE = CheckRule(
    "VAL04", _E, "Hồ sơ có minh chứng", _HANDING_OVER, "Chép tài liệu kiểm chứng vào thư mục minh-chung."
)
UNHASHED = CheckRule(
    "VAL05",
    _E,
    "Mọi tệp minh chứng mở được và có mã SHA-256",
    _FOLDER,
    "Đóng chương trình đang giữ tệp rồi chạy lại.",
)
SECRET = CheckRule(
    "VAL06",
    _E,
    "Hồ sơ không có văn bản mang dấu chỉ độ mật",
    "Luật Bảo vệ bí mật nhà nước 29/2018/QH14, Điều 8, Điều 12",
    "Đưa tệp ra khỏi hồ sơ theo quy định về bí mật nhà nước.",
)
PAPER = CheckRule(
    "VAL07", _E, "Đã lập báo cáo và danh mục tài liệu (PDF)", _HANDING_OVER, "Chạy «dossier build» cho đơn vị."
)
TWIN = CheckRule(
    "VAL08",
    _E,
    "Không có hai tên chỉ khác chữ hoa hoặc cách gõ dấu",
    "RFC 8493, mục 5.1.2: Windows và macOS coi là một tên",
    "Đổi tên một trong hai tệp.",
)
BLANK = CheckRule(
    "VAL09", _W, "Mọi tiêu chí tự chấm đã có điểm", _HANDING_OVER, "Chấm, hoặc giải trình vì sao để trống."
)
UNPROVED = CheckRule(
    "VAL10",
    _W,
    "Tiêu chí nào cũng có tài liệu kiểm chứng hoặc giải trình",
    "Thiếu tài liệu không có nghĩa là 0 điểm: hội đồng quyết định",
    "Bổ sung tài liệu, hoặc ghi giải trình vào biểu.",
)
UNREADABLE = CheckRule(
    "VAL11", _W, "Mọi tệp minh chứng đọc được nội dung", _FOLDER, "Kiểm tra tệp, thay bằng bản mở được."
)
LINK = CheckRule(
    "VAL12", _W, "Thư mục chỉ chứa tệp thật", f"{_FOLDER}; liên kết không được nộp", "Chép tệp thật vào thay liên kết."
)
DUPLICATE = CheckRule("VAL13", _W, "Không có hai tệp giống hệt nhau", _FOLDER, "Giữ một tệp.")
LONG_NAME = CheckRule(
    "VAL14", _W, "Tên tệp không quá dài", "Windows: 260 ký tự cả đường dẫn; tên 80, đường dẫn 200", "Rút gọn tên."
)
UNFIT_NAME = CheckRule(
    "VAL15", _W, "Tên tệp dùng được trên Windows", "RFC 8493, mục 6.1.2; gói dùng tên an toàn thay thế", "Đổi tên tệp."
)
DRAFT = CheckRule(
    "VAL16", _W, "Không nộp bản dự thảo", "Nghị định 30/2020/NĐ-CP, Phụ lục I", "Thay bằng bản đã ban hành."
)
LATE = CheckRule(
    "VAL17", _W, "Nộp đúng hạn", "Lịch của kỳ đánh giá (campaign.yaml)", "Hội đồng xem xét việc chậm; vẫn nộp được."
)

RULES: tuple[CheckRule, ...] = (
    SAMPLE,
    FORM,
    FORM_FAULT,
    NO_EVIDENCE,
    UNHASHED,
    SECRET,
    PAPER,
    TWIN,
    BLANK,
    UNPROVED,
    UNREADABLE,
    LINK,
    DUPLICATE,
    LONG_NAME,
    UNFIT_NAME,
    DRAFT,
    LATE,
)
