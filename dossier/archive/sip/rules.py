"""The numbered checks of a SIP_hoso package."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_CIRCULAR = "Thông tư 05/2025/TT-BNV, Phụ lục III"
_CSIP = "E-ARK CSIP 2.0.4"
_AGAIN = "Lập lại gói; không sửa tay tệp trong gói."
_E, _W = Severity.ERROR, Severity.WARNING

UNREADABLE = CheckRule("SIP01", _E, "Gói mở được, tệp XML trong gói đọc được", f"{_CSIP}, CSIPSTR4", _AGAIN)
MUST = CheckRule("SIP02", _E, "METS.xml đáp ứng yêu cầu bắt buộc (MUST) của CSIP", _CSIP, _AGAIN)
SHOULD = CheckRule("SIP03", _W, "METS.xml đáp ứng khuyến nghị (SHOULD) của CSIP", _CSIP, "Gói vẫn dùng được.")
FILE = CheckRule(
    "SIP04", _E, "Tệp ghi trong METS.xml có mặt, đúng dung lượng và mã SHA-256", f"{_CSIP}, CSIP66–79", _AGAIN
)
UNLISTED = CheckRule("SIP05", _E, "Mọi tệp trong gói được ghi trong METS.xml", f"{_CSIP}, CSIP58", _AGAIN)
FIELDS = CheckRule(
    "SIP06", _E, "Tệp đặc tả có đủ trường, đúng thứ tự", f"{_CIRCULAR}: 18 trường hồ sơ, 21 trường tài liệu", _AGAIN
)
LENGTH = CheckRule(
    "SIP07",
    _W,
    "Trường đặc tả không quá độ dài quy định",
    _CIRCULAR,
    "Rút gọn trích yếu, tiêu đề ở nguồn rồi lập lại gói.",
)
CODE = CheckRule("SIP08", _E, "Giá trị mã hóa thuộc bảng mã", _CIRCULAR, _AGAIN)
EMPTY = CheckRule(
    "SIP09", _W, "Trường cần có đã điền", _CIRCULAR, "Điền ở luu-tru.yaml hoặc bổ sung cho tài liệu rồi lập lại gói."
)
DOCUMENT = CheckRule(
    "SIP10", _E, "Mỗi tài liệu có một bản đặc tả, mã tài liệu liên tục theo mã hồ sơ", _CIRCULAR, _AGAIN
)

RULES: tuple[CheckRule, ...] = (UNREADABLE, MUST, SHOULD, FILE, UNLISTED, FIELDS, LENGTH, CODE, EMPTY, DOCUMENT)
