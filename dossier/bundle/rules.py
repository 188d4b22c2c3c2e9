"""The numbered checks on a written bundle."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_OWN = "Yêu cầu của bản tập hợp: số trên trang, mục lục và dấu trang phải khớp nhau"
_REBUILD = "Không dùng tệp này; chạy lại lệnh lập bản tập hợp."

OPENS = CheckRule("BUN01", Severity.ERROR, "Bản tập hợp mở được", "ISO 32000-1, 7.5", _REBUILD)
PAGE_COUNT = CheckRule("BUN02", Severity.ERROR, "Số trang bằng tổng số trang của các phần", _OWN, _REBUILD)
STAMP = CheckRule("BUN03", Severity.ERROR, "Mỗi trang in đúng mã tài liệu và số trang ở chân trang", _OWN, _REBUILD)
LABEL = CheckRule(
    "BUN04", Severity.ERROR, "Nhãn trang trong trình xem trùng số in trên trang", "ISO 32000-1, 12.4.2", _REBUILD
)
LINK = CheckRule(
    "BUN05",
    Severity.ERROR,
    "Mỗi dòng mục lục in đúng trang và dẫn tới đúng trang mang mã của tài liệu",
    _OWN,
    _REBUILD,
)
BOOKMARK = CheckRule(
    "BUN06", Severity.ERROR, "Dấu trang đủ, đúng thứ tự, dẫn tới đúng trang", "ISO 32000-1, 12.3.3", _REBUILD
)
BANNER = CheckRule(
    "BUN07",
    Severity.ERROR,
    "Bản làm với bộ tiêu chí mẫu mang dòng cảnh báo ở mọi trang",
    "Quy ước của chương trình: bộ tiêu chí mẫu không phải văn bản của cơ quan nào",
    _REBUILD,
)
ACCOUNTED = CheckRule(
    "BUN08",
    Severity.ERROR,
    "Mọi tệp minh chứng có mặt trong bản tập hợp hoặc có trang thay thế",
    "Yêu cầu của bản tập hợp: không tệp nào mất mà không báo",
    "Chạy lại lệnh kiểm tra minh chứng rồi lập lại bản tập hợp.",
)
OPENING = CheckRule(
    "BUN09",
    Severity.ERROR,
    "Bản tập hợp ghi tên, ngôn ngữ tiếng Việt và mở ra cùng dấu trang",
    "ISO 32000-1, 7.7.2",
    _REBUILD,
)

INDEX_TEXT = CheckRule("BUN10", Severity.ERROR, "Chữ tiếng Việt của mục lục trích ra được, để tìm kiếm", _OWN, _REBUILD)
BLANK = CheckRule(
    "BUN11",
    Severity.HINT,
    "Trang trống được nêu ra, chỉ bỏ khi được yêu cầu",
    _OWN,
    "Xem trong tệp gốc; muốn bỏ trang trống thì thêm --drop-blank.",
)
VOLUME_SIZE = CheckRule(
    "BUN12",
    Severity.WARNING,
    "Mỗi tập không vượt dung lượng đã chọn",
    "Cổng tiếp nhận và thư điện tử giới hạn dung lượng tệp",
    "Tăng --max-size, hoặc đề nghị đơn vị gửi bản quét 200 dpi.",
)
ORIGINAL = CheckRule(
    "BUN13",
    Severity.ERROR,
    "Bản gốc ký số kèm theo còn đủ và không đổi",
    "Nghị định 30/2020/NĐ-CP: bản gốc văn bản điện tử; mọi thay đổi làm mất chữ ký số",
    "Chép lại tệp gốc từ thư mục minh chứng, hoặc chạy lại lệnh lập bản tập hợp.",
)
CHANGED_SINCE = CheckRule(
    "BUN14",
    Severity.WARNING,
    "Bộ hồ sơ giống lúc lập (SHA-256 trong bo-ho-so.json)",
    _OWN,
    "Nếu tệp được ký số sau khi lập thì việc này là bình thường; nếu không, hãy lập lại.",
)
RENUMBERED = CheckRule(
    "BUN15",
    Severity.WARNING,
    "Bộ hồ sơ đã có phần bổ sung giữ nguyên số trang",
    _OWN,
    "Số trang đã trích dẫn có thể đổi: báo cho người đang dùng bản cũ; lần sau dùng --supplement để chỉ nối thêm.",
)

RULES = (
    OPENS,
    PAGE_COUNT,
    STAMP,
    LABEL,
    LINK,
    BOOKMARK,
    BANNER,
    ACCOUNTED,
    OPENING,
    INDEX_TEXT,
    BLANK,
    VOLUME_SIZE,
    ORIGINAL,
    CHANGED_SINCE,
    RENUMBERED,
)
