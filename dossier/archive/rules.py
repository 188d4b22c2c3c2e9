"""The numbered checks of submissions and supplements."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_CHAIN = "Mỗi lần nộp nối vào lần trước bằng mã nội dung, như vòng đời hồ sơ eCTD"
_ASK = "Báo bên gửi kiểm tra và gửi đúng gói."

WRONG_UNIT = CheckRule("SUB01", Severity.ERROR, "Gói đúng đơn vị", _CHAIN, _ASK)
WRONG_YEAR = CheckRule("SUB02", Severity.ERROR, "Gói đúng kỳ đánh giá, đúng năm", _CHAIN, _ASK)
WRONG_SEQUENCE = CheckRule("SUB03", Severity.ERROR, "Gói đúng số thứ tự tiếp theo", _CHAIN, _ASK)
WRONG_BASE = CheckRule("SUB04", Severity.ERROR, "Gói bổ sung dựa trên đúng lần nộp trước", _CHAIN, _ASK)
RECORD = CheckRule(
    "SUB05", Severity.ERROR, "Danh mục trong gói khớp với tệp trong gói", "data/ho-so.json liệt kê mọi tệp", _ASK
)
NEWER_RULES = CheckRule(
    "SUB06",
    Severity.ERROR,
    "Bộ quy tắc của bên gửi không mới hơn của bên nhận",
    "Hai bên chạy cùng một bộ quy tắc có phiên bản",
    "Nâng cấp Dossier rồi tiếp nhận lại.",
)
OLDER_RULES = CheckRule(
    "SUB07",
    Severity.WARNING,
    "Bộ quy tắc của bên gửi không cũ hơn của bên nhận",
    "Hai bên chạy cùng một bộ quy tắc có phiên bản",
    "Xem kết quả kiểm tra lại của bên nhận trong phiếu tiếp nhận.",
)
BAD_CHANGE = CheckRule(
    "SUB08",
    Severity.ERROR,
    "Mỗi mục bổ sung là mới, thay hoặc rút một mục đang có",
    _CHAIN,
    "Báo bên gửi lập lại gói bổ sung từ lần nộp mới nhất.",
)
NO_REASON = CheckRule("SUB09", Severity.ERROR, "Rút hoặc thay tài liệu phải có lý do", _CHAIN, 'Thêm --reason "lý do".')
AGAIN = CheckRule(
    "SUB10", Severity.ERROR, "Gói chưa được tiếp nhận", "Không ghi đè, không nhận hai lần", "Không cần làm gì thêm."
)
LEFT_OUT = CheckRule(
    "SUB11",
    Severity.WARNING,
    "Bản chép tay không lẫn tệp hệ thống",
    "Tệp do hệ điều hành tạo không phải hồ sơ",
    "Không cần làm gì; các tệp này không được lưu.",
)
LEFT_ASIDE = CheckRule(
    "SUB12",
    Severity.WARNING,
    "Đơn vị nộp bằng gói thì thư mục của đơn vị ở bên nhận để trống",
    "Hồ sơ được xét là hồ sơ đã tiếp nhận, có phiếu và mã nội dung",
    "Nếu các tệp này là hồ sơ thật: đề nghị đơn vị gửi gói bổ sung rồi tiếp nhận gói đó.",
)
DAMAGED = CheckRule(
    "SUB13",
    Severity.ERROR,
    "Gói đã tiếp nhận còn nguyên vẹn",
    "Gói khớp với phiếu tiếp nhận và với danh mục của nó",
    "Lấy lại gói từ bản sao lưu của records/nhan, hoặc đề nghị đơn vị gửi lại đúng gói đó.",
)

RULES: tuple[CheckRule, ...] = (
    WRONG_UNIT,
    WRONG_YEAR,
    WRONG_SEQUENCE,
    WRONG_BASE,
    RECORD,
    NEWER_RULES,
    OLDER_RULES,
    BAD_CHANGE,
    NO_REASON,
    AGAIN,
    LEFT_OUT,
    LEFT_ASIDE,
    DAMAGED,
)
