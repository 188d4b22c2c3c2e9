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

RULES = (OPENS, PAGE_COUNT, STAMP, LABEL, LINK, BOOKMARK, BANNER, ACCOUNTED, OPENING)
