"""The numbered checks on single files. ``intake.RULES`` lists them together with its own."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity, Where

_FORMATS = "Nghị định 30/2020/NĐ-CP, Điều 5; tệp thật hay bị đổi đuôi, hỏng hoặc đặt mật khẩu"
_RESAVE = "Mở tệp bằng phần mềm văn phòng, lưu lại thành .docx hoặc PDF rồi thay tệp này."

BROKEN = CheckRule(
    "INT01",
    Severity.ERROR,
    "Tệp mở được và không hỏng",
    _FORMATS,
    "Tải lại hoặc xin lại bản gốc của tệp, mở thử trước khi đưa vào thư mục.",
)
ENCRYPTED = CheckRule(
    "INT02",
    Severity.ERROR,
    "Tệp không đặt mật khẩu",
    _FORMATS,
    "Bỏ mật khẩu (lưu bản không mật khẩu) rồi thay tệp này.",
)
EMPTY = CheckRule("INT03", Severity.ERROR, "Tệp có nội dung", _FORMATS, "Chép lại tệp gốc: tệp này dài 0 byte.")
UNKNOWN_KIND = CheckRule("INT04", Severity.WARNING, "Loại tệp nhận ra được theo nội dung", _FORMATS, _RESAVE)
LATER_KIND = CheckRule(
    "INT05",
    Severity.WARNING,
    "Loại tệp đọc được ở phiên bản này",
    "Đọc được PDF, ảnh, DOC (từ Word 97), DOCX, RTF, ODT, XLS, XLSX, ODS, PPT, PPTX, HTML, văn bản thuần",
    _RESAVE,
)
NO_TEXT = CheckRule(
    "INT07",
    Severity.WARNING,
    "Tệp có lớp chữ đáng tin",
    "Đo trên tài liệu thật: khoảng một nửa tệp PDF là bản quét; lớp chữ do máy quét tạo thường sai dấu",
    "Người xem tự đối chiếu số, ngày, trích yếu; nên nộp bản PDF xuất từ Word hoặc bản ký số.",
)
TOO_LARGE = CheckRule(
    "INT12",
    Severity.WARNING,
    "Tệp trong giới hạn dung lượng đọc",
    "Giới hạn của chương trình",
    "Giảm độ phân giải bản quét hoặc tách tệp; tệp vẫn được tính là minh chứng.",
)
UNSAFE = CheckRule(
    "INT16",
    Severity.ERROR,
    "Tệp không chứa cấu trúc nguy hiểm (bom nén, thực thể XML)",
    "OWASP, XML External Entity và Zip bomb",
    "Không mở tệp này; xin lại bản gốc từ cơ quan ban hành.",
)
RECOGNISED = CheckRule(
    "INT18",
    Severity.HINT,
    "Chữ không phải do máy đoán (OCR)",
    "Đo trên tài liệu thật: OCR đúng số viết tay 4–13 %, số đánh máy 84–92 %",
    "Đối chiếu với hình trang. Số và ngày chỉ được nhận khi hai lần đọc độc lập khớp nhau.",
)
NO_MARKS = CheckRule(
    "INT19",
    Severity.HINT,
    "Chữ có dấu tiếng Việt",
    "Phông cũ (TCVN3, VNI) hoặc tài liệu tiếng nước ngoài không khớp được với cụm từ của tiêu chí",
    "Nếu tệp soạn bằng phông cũ (.VnTime, VNI), chuyển sang Unicode rồi xuất lại.",
)
NO_OCR = CheckRule(
    "INT23",
    Severity.HINT,
    "Máy có bộ đọc chữ (OCR)",
    "Gói tesserocr có sẵn cho Windows, macOS, Linux; máy lạ có thể thiếu",
    "Cài lại Dossier bằng pip, hoặc xem bản quét bằng mắt.",
)
SLOW_OCR = CheckRule(
    "INT24",
    Severity.WARNING,
    "Bản quét đọc xong trong thời hạn",
    "Giới hạn thời gian của chương trình cho mỗi tệp",
    "Quét lại ở 200–300 dpi hoặc tách tệp; tệp vẫn được tính là minh chứng.",
)
OLD_FONT = CheckRule(
    "INT26",
    Severity.HINT,
    "Chữ soạn bằng phông Unicode",
    "Nghị định 30/2020/NĐ-CP, Phụ lục I: phông Times New Roman, bộ mã ký tự Unicode theo TCVN 6909:2001",
    "Tệp vẫn đọc được; nên chuyển sang Unicode khi sửa lại tệp này.",
)

RULES = (
    BROKEN,
    ENCRYPTED,
    EMPTY,
    UNKNOWN_KIND,
    LATER_KIND,
    NO_TEXT,
    TOO_LARGE,
    UNSAFE,
    RECOGNISED,
    NO_MARKS,
    OLD_FONT,
    NO_OCR,
    SLOW_OCR,
)

# A reader sees bytes only; whoever knows the path fills the place in.
HERE = Where()
