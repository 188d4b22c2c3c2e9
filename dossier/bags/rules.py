"""The numbered checks of a bag, its serialization and our profile."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_RFC = "RFC 8493 (BagIt 1.0)"
_AGAIN = "Xin bên gửi lập và gửi lại gói."
_SAFE = "Không mở gói này; báo bên gửi lập lại gói bằng phần mềm tin cậy."

NO_BAG = CheckRule("BAG01", Severity.ERROR, "Gói mở được và là gói BagIt", f"{_RFC}, mục 2", _AGAIN)
DECLARATION = CheckRule("BAG02", Severity.ERROR, "bagit.txt đúng hai dòng quy định", f"{_RFC}, mục 2.1.1", _AGAIN)
TAG_FILE = CheckRule("BAG03", Severity.ERROR, "Tệp mô tả của gói đọc được", f"{_RFC}, mục 2.1.3, 2.2", _AGAIN)
ALGORITHM = CheckRule("BAG04", Severity.ERROR, "Thuật toán mã kiểm tra được biết", f"{_RFC}, mục 2.4", _AGAIN)
UNSAFE_PATH = CheckRule("BAG05", Severity.ERROR, "Mọi đường dẫn nằm trong gói", f"{_RFC}, mục 5.1.1, 6.1.3", _SAFE)
NOT_A_FILE = CheckRule("BAG06", Severity.ERROR, "Gói chỉ chứa tệp thường", f"{_RFC}, mục 5.1; zip-slip", _SAFE)
BOMB = CheckRule("BAG07", Severity.ERROR, "Tệp nén không phình quá mức", "Bom nén: đo tỷ lệ giải nén", _SAFE)
MISSING = CheckRule("BAG08", Severity.ERROR, "Đủ mọi tệp đã liệt kê", f"{_RFC}, mục 3", _AGAIN)
UNLISTED = CheckRule("BAG09", Severity.ERROR, "Không có tệp ngoài danh sách", f"{_RFC}, mục 3", _AGAIN)
CHECKSUM = CheckRule("BAG10", Severity.ERROR, "Mã kiểm tra của mọi tệp khớp", f"{_RFC}, mục 3", _AGAIN)
LISTED_TWICE = CheckRule("BAG11", Severity.ERROR, "Mỗi tệp chỉ có một mã kiểm tra", f"{_RFC}, mục 2.1.3", _AGAIN)
OXUM = CheckRule("BAG12", Severity.ERROR, "Tổng số byte và số tệp khớp Payload-Oxum", f"{_RFC}, mục 2.2.2", _AGAIN)
TO_FETCH = CheckRule(
    "BAG13", Severity.ERROR, "Gói không có tệp phải tải từ mạng", f"{_RFC}, mục 2.2.3", "Xin gói có đủ tệp."
)
PROFILE = CheckRule(
    "BAG14", Severity.ERROR, "Gói nộp hồ sơ theo đúng hồ sơ mẫu BagIt đã công bố", "BagIt Profiles 1.4.0", _AGAIN
)
NAME_TWIN = CheckRule(
    "BAG15",
    Severity.WARNING,
    "Không có hai tên chỉ khác chữ hoa hoặc cách gõ dấu",
    f"{_RFC}, mục 5.1.2, 6.1.1; trong gói của Dossier là lỗi",
    "Đổi tên một tệp rồi lập lại gói.",
)
WINDOWS_NAME = CheckRule(
    "BAG16",
    Severity.WARNING,
    "Tên tệp dùng được trên Windows",
    f"{_RFC}, mục 6.1.2; trong gói của Dossier là lỗi",
    "Đổi tên tệp rồi lập lại gói.",
)
ODD_LISTING = CheckRule(
    "BAG17", Severity.WARNING, "Danh sách mã kiểm tra ghi đúng cách", f"{_RFC}, mục 2.1.3", "Gói vẫn dùng được."
)
SYSTEM_FILE = CheckRule(
    "BAG18",
    Severity.WARNING,
    "Gói không lẫn tệp hệ thống",
    "Bộ chuẩn thử của Library of Congress: .DS_Store, Thumbs.db",
    "Gói vẫn dùng được; lần sau xóa tệp hệ thống trước khi đóng gói.",
)
NO_OXUM = CheckRule(
    "BAG19",
    Severity.HINT,
    "Gói ghi tổng số byte, số tệp để kiểm tra nhanh",
    f"{_RFC}, mục 2.2.2",
    "Kiểm tra với mức complete hoặc full.",
)
REPLACED = CheckRule(
    "BAG20",
    Severity.WARNING,
    "Gói vẫn là gói đã kiểm tra lần trước",
    "Sổ kiểm tra: mã của danh sách tệp lần trước",
    "Đối chiếu với bản lưu khác hoặc phiếu nộp; nếu việc thay gói là đúng thì ghi lại lý do.",
)
LOG_LINE = CheckRule(
    "BAG21",
    Severity.WARNING,
    "Sổ kiểm tra đọc được từng dòng",
    "Mỗi lần kiểm tra một dòng, chỉ thêm vào cuối",
    "Đối chiếu với bản sao lưu của sổ; không sửa tay.",
)

RULES: tuple[CheckRule, ...] = (
    NO_BAG,
    DECLARATION,
    TAG_FILE,
    ALGORITHM,
    UNSAFE_PATH,
    NOT_A_FILE,
    BOMB,
    MISSING,
    UNLISTED,
    CHECKSUM,
    LISTED_TWICE,
    OXUM,
    TO_FETCH,
    PROFILE,
    NAME_TWIN,
    WINDOWS_NAME,
    ODD_LISTING,
    SYSTEM_FILE,
    NO_OXUM,
    REPLACED,
    LOG_LINE,
)
