"""The numbered checks of this room."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_ASK_PDF = "Đề nghị đơn vị gửi lại bản PDF của tài liệu."
_MEASURED = "Kiểm thử của chương trình"

WORDS_LOST = CheckRule(
    "PDF01",
    Severity.ERROR,
    "PDF tạo từ DOCX phải giữ đủ mọi chữ",
    _MEASURED,
    "Cài LibreOffice rồi chạy lại, hoặc mở tệp DOCX bằng Word và lưu thành PDF.",
)
DRAWN_WRONG = CheckRule(
    "PDF02",
    Severity.WARNING,
    "Mẫu văn bản chỉ dùng định dạng mà bộ chuyển đổi đi kèm vẽ đúng",
    _MEASURED,
    "Bỏ định dạng này trong mẫu, hoặc cài LibreOffice.",
)
ENGINE_CHANGED = CheckRule(
    "PDF03",
    Severity.HINT,
    "Bộ chuyển đổi đi kèm làm được tệp, không phải nhờ LibreOffice",
    _MEASURED,
    "Không cần làm gì; hãy xem lại bản PDF trước khi ký.",
)
PASSWORD = CheckRule(
    "PDF04",
    Severity.ERROR,
    "Tài liệu kiểm chứng mở được không cần mật khẩu",
    "ISO 32000-1, 7.6",
    "Đề nghị đơn vị gửi lại bản không đặt mật khẩu.",
)
BROKEN_PDF = CheckRule("PDF05", Severity.ERROR, "Tệp PDF mở được và đọc được mọi trang", "ISO 32000-1, 7.5", _ASK_PDF)
NO_PAGES = CheckRule("PDF06", Severity.ERROR, "Tệp PDF có ít nhất một trang", "ISO 32000-1, 7.7.3", _ASK_PDF)
REPAIRED = CheckRule(
    "PDF07",
    Severity.HINT,
    "Tệp PDF đúng cấu trúc",
    "ISO 32000-1, 7.5",
    "Đối chiếu trang trong tập hồ sơ với tệp gốc.",
)
SIGNED_COPY = CheckRule(
    "PDF08",
    Severity.HINT,
    "Bản ký số được giữ nguyên tệp gốc bên cạnh bản in trong tập hồ sơ",
    "ISO 32000-1, 12.8: mọi thay đổi làm mất hiệu lực chữ ký",
    "Nộp kèm tệp gốc; chữ ký số chỉ kiểm tra được trên tệp gốc.",
)
NOT_FLATTENED = CheckRule(
    "PDF09",
    Severity.WARNING,
    "Nội dung ô biểu mẫu và ghi chú hiện trên trang",
    "ISO 32000-1, 12.7",
    "Đối chiếu với tệp gốc; nếu thiếu chữ, hãy in tệp gốc ra PDF.",
)
BROKEN_IMAGE = CheckRule(
    "PDF10",
    Severity.ERROR,
    "Tệp ảnh mở được trọn vẹn",
    _MEASURED,
    "Đề nghị đơn vị gửi lại ảnh dạng JPEG hoặc PNG, hoặc bản PDF.",
)
HUGE_IMAGE = CheckRule(
    "PDF11",
    Severity.ERROR,
    "Ảnh không quá 178 triệu điểm ảnh",
    "Giới hạn chống ảnh độc hại của Pillow",
    "Đề nghị đơn vị quét lại ở 200–300 dpi.",
)
NEEDS_SOFFICE = CheckRule(
    "PDF12",
    Severity.ERROR,
    "Tệp văn phòng của đơn vị cần LibreOffice để thành trang PDF",
    _MEASURED,
    "Cài LibreOffice rồi chạy lại, hoặc mở tệp và lưu thành PDF.",
)
OFFICE_FAILED = CheckRule(
    "PDF13",
    Severity.ERROR,
    "LibreOffice mở được tệp văn phòng",
    _MEASURED,
    "Mở thử tệp (có thể tệp đặt mật khẩu); mở được thì lưu thành PDF, không thì đề nghị đơn vị gửi lại.",
)
SMALL_PRINT = CheckRule(
    "PDF14",
    Severity.WARNING,
    "Bảng tính vừa bề ngang một trang mà chữ còn đọc được",
    _MEASURED,
    "Đặt lại vùng in trong bảng tính, hoặc gửi bản PDF khổ lớn.",
)
NO_PAGES_FOR_KIND = CheckRule(
    "PDF15",
    Severity.ERROR,
    "Tài liệu kiểm chứng thuộc loại in được thành trang",
    _MEASURED,
    "Đề nghị đơn vị gửi bản PDF, DOCX, XLSX hoặc ảnh.",
)
TEXT_CUT = CheckRule(
    "PDF16",
    Severity.WARNING,
    "Tệp văn bản thuần in được trọn vẹn",
    _MEASURED,
    "Xem phần còn lại trong tệp gốc.",
)
WORKER_FAILED = CheckRule(
    "PDF17",
    Severity.ERROR,
    "Tệp xử lý xong trong thời hạn và không làm dừng chương trình",
    _MEASURED,
    _ASK_PDF,
)
FONT_MISSING = CheckRule(
    "PDF18",
    Severity.ERROR,
    "Phông chữ đi kèm đủ 134 chữ cái tiếng Việt có dấu",
    "TCVN 6909:2001; phông Liberation 1.x thiếu 92 chữ",
    "Cài đặt lại chương trình.",
)
SHEET_CUT = CheckRule(
    "PDF19",
    Severity.WARNING,
    "Bảng tính không có ô nằm xa bảng chính",
    _MEASURED,
    "Xem các ô đó trong tệp gốc, hoặc đặt vùng in trong bảng tính.",
)

RULES = (
    WORDS_LOST,
    DRAWN_WRONG,
    ENGINE_CHANGED,
    PASSWORD,
    BROKEN_PDF,
    NO_PAGES,
    REPAIRED,
    SIGNED_COPY,
    NOT_FLATTENED,
    BROKEN_IMAGE,
    HUGE_IMAGE,
    NEEDS_SOFFICE,
    OFFICE_FAILED,
    SMALL_PRINT,
    NO_PAGES_FOR_KIND,
    TEXT_CUT,
    WORKER_FAILED,
    FONT_MISSING,
    SHEET_CUT,
)
