"""The numbered structural checks of PDF/A, and what making evidence fit for it has to report."""

from __future__ import annotations

from dataclasses import dataclass

from dossier.problems import CheckRule, Severity

_REBUILD = "Ghép lại tập hồ sơ; nếu vẫn còn, gửi tệp gốc của trang này cho người phát triển."
_LOOK = "Đối chiếu trang này với tệp gốc."

HEADER = CheckRule(
    "PDA01", Severity.ERROR, "Tệp mở đầu đúng chuẩn, bản PDF không quá 1.7", "ISO 19005-2, 6.1.2", _REBUILD
)
TRAILER = CheckRule("PDA02", Severity.ERROR, "Tệp không mã hóa và có số nhận dạng", "ISO 19005-2, 6.1.3", _REBUILD)
METADATA = CheckRule(
    "PDA03",
    Severity.ERROR,
    "Siêu dữ liệu XMP ghi rõ phần và mức của PDF/A",
    "ISO 19005-2, 6.6.2 và 6.6.4",
    _REBUILD,
)
INFORMATION = CheckRule(
    "PDA04",
    Severity.WARNING,  # part 1 demanded it, part 2 has readers ignore the dictionary
    "Thông tin tài liệu và siêu dữ liệu XMP khớp nhau",
    "ISO 19005-1, 6.7.3",
    _REBUILD,
)
OUTPUT_INTENT = CheckRule(
    "PDA05", Severity.ERROR, "Tệp có đúng một không gian màu đích", "ISO 19005-2, 6.2.3", _REBUILD
)
COLOUR = CheckRule("PDA06", Severity.ERROR, "Màu trên trang không phụ thuộc thiết bị", "ISO 19005-2, 6.2.4", _REBUILD)
FONT_EMBEDDED = CheckRule(
    "PDA07", Severity.ERROR, "Mọi phông chữ dùng đến đều nhúng", "ISO 19005-2, 6.2.11.4", _REBUILD
)
FONT_SOUND = CheckRule(
    "PDA08",
    Severity.ERROR,
    "Bảng mã của phông chữ nhúng đúng quy định",
    "ISO 19005-2, 6.2.11.2 đến 6.2.11.6",
    _REBUILD,
)
FILTER = CheckRule(
    "PDA09",
    Severity.ERROR,
    "Dữ liệu nằm trong tệp, không nén kiểu LZW",
    "ISO 19005-2, 6.1.7",
    _REBUILD,
)
XOBJECT = CheckRule(
    "PDA10",
    Severity.ERROR,
    "Ảnh và mẫu vẽ không có bản thay thế, nội suy, PostScript hay tham chiếu ngoài",
    "ISO 19005-2, 6.2.8 và 6.2.9",
    _REBUILD,
)
GRAPHICS = CheckRule(
    "PDA11",
    Severity.ERROR,
    "Trạng thái vẽ chỉ dùng tham số được phép",
    "ISO 19005-2, 6.2.2, 6.2.5, 6.2.6 và 6.2.10",
    _REBUILD,
)
GROUP = CheckRule("PDA12", Severity.ERROR, "Nhóm trong suốt dùng màu có hồ sơ màu", "ISO 19005-2, 6.2.10", _REBUILD)
ANNOTATION = CheckRule(
    "PDA13",
    Severity.ERROR,
    "Ghi chú và liên kết thuộc loại được phép, in được, có hình vẽ sẵn",
    "ISO 19005-2, 6.3",
    _REBUILD,
)
ACTION = CheckRule("PDA14", Severity.ERROR, "Tệp không tự chạy lệnh nào", "ISO 19005-2, 6.5", _REBUILD)
FORM = CheckRule("PDA15", Severity.ERROR, "Biểu mẫu không cần chương trình dựng lại", "ISO 19005-2, 6.4", _REBUILD)
ATTACHED = CheckRule(
    "PDA16",
    Severity.ERROR,
    "Tệp đính kèm chỉ có ở PDF/A-3b, nêu rõ tên, loại và quan hệ",
    "ISO 19005-2, 6.8; ISO 19005-3, 6.8",
    _REBUILD,
)
CATALOGUE = CheckRule(
    "PDA17",
    Severity.ERROR,
    "Lớp nội dung, quyền và yêu cầu ở cấp tài liệu đúng quy định",
    "ISO 19005-2, 6.1.12, 6.9, 6.10 và 6.11",
    _REBUILD,
)
VERAPDF = CheckRule(
    "PDA18",
    Severity.ERROR,
    "veraPDF của máy này không thấy lỗi (chỉ kiểm khi có cài)",
    "ISO 19005-2; veraPDF",
    _REBUILD,
)
RASTERED = CheckRule(
    "PDA20",
    Severity.WARNING,
    "Trang giữ được dạng chữ khi đưa vào bản lưu trữ",
    "ISO 19005-2, 6.2",
    "Không tìm được chữ trên trang này trong tập hồ sơ; nên đề nghị đơn vị gửi bản PDF/A.",
)
FONT_REPLACED = CheckRule(
    "PDA21",
    Severity.WARNING,
    "Tài liệu kiểm chứng nhúng sẵn phông chữ riêng của nó",
    "ISO 19005-2, 6.2.11.4",
    _LOOK,
)
RULES = (
    *(HEADER, TRAILER, METADATA, INFORMATION, OUTPUT_INTENT, COLOUR, FONT_EMBEDDED, FONT_SOUND, FILTER),
    *(XOBJECT, GRAPHICS, GROUP, ANNOTATION, ACTION, FORM, ATTACHED, CATALOGUE, VERAPDF),
    *(RASTERED, FONT_REPLACED),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule broken somewhere in a file; the text is Vietnamese and names no place."""

    rule: CheckRule
    text: str
