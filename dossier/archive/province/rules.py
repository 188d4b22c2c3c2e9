"""The numbered checks of province packages and of folders to upload."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_LAYOUT = "Bố cục gói gửi cấp trên (docs/goi-nop-tinh.md)"
_AGAIN = "Xin bên gửi lập và gửi lại gói."

TOO_LARGE = CheckRule(
    "PKG01",
    Severity.WARNING,
    "Mỗi phần không quá dung lượng đã chọn",
    "Giới hạn của thư điện tử, cổng tiếp nhận",
    "Nén ảnh trong tệp, hoặc chọn --part-size lớn hơn.",
)
MANIFEST = CheckRule("PKG02", Severity.ERROR, "Gói có danh mục danh-muc.json đọc được", _LAYOUT, _AGAIN)
LISTED = CheckRule("PKG03", Severity.ERROR, "Danh mục khớp với tệp trong gói", _LAYOUT, _AGAIN)
SUMS = CheckRule("PKG04", Severity.ERROR, "SHA256SUMS liệt kê đúng mọi tệp", "Lệnh sha256sum -c", _AGAIN)
PARTS = CheckRule(
    "PKG05",
    Severity.ERROR,
    "Đủ các phần của một gói, cùng một danh mục",
    _LAYOUT,
    "Đặt mọi phần vào một thư mục rồi kiểm tra lại; thiếu phần nào thì xin lại phần đó.",
)
ALONE = CheckRule(
    "PKG06",
    Severity.HINT,
    "Một phần lẻ tự đứng được",
    _LAYOUT,
    "Muốn kiểm tra cả gói thì nêu thư mục chứa mọi phần.",
)
FIGURES = CheckRule(
    "PKG07",
    Severity.WARNING,
    "Bảng kết quả khớp với Quyết định đã ban hành",
    "Điểm, xếp hạng, xếp loại chỉ vào gói từ văn bản đã ban hành",
    "Xem bảng kèm theo Quyết định trong mục 05-hoi-dong.",
)
SIGNED_SPLIT = CheckRule(
    "UPL01",
    Severity.WARNING,
    "Bản ký số không bị tách",
    "Tách tệp làm mất chữ ký số",
    "Xin cổng tiếp nhận tăng giới hạn cho tệp này, hoặc gửi bản gốc bằng cách khác.",
)
PAGE_TOO_LARGE = CheckRule(
    "UPL02",
    Severity.WARNING,
    "Mỗi tệp tải lên không quá giới hạn",
    "Giới hạn của cổng tiếp nhận",
    "Quét lại trang này ở độ phân giải thấp hơn.",
)
NO_PAGES = CheckRule(
    "UPL03",
    Severity.WARNING,
    "Mọi minh chứng chuyển được thành PDF để tải lên",
    "Cổng tiếp nhận chỉ nhận PDF",
    "Chuyển tệp thành PDF bằng phần mềm của nó rồi đặt lại vào thư mục minh chứng.",
)

RULES: tuple[CheckRule, ...] = (
    TOO_LARGE,
    MANIFEST,
    LISTED,
    SUMS,
    PARTS,
    ALONE,
    FIGURES,
    SIGNED_SPLIT,
    PAGE_TOO_LARGE,
    NO_PAGES,
)
