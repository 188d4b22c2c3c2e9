"""The numbered checks of matching: a proof missing, weak, or not what the form says."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_GUIDANCE = "Hướng dẫn tự chấm: mỗi tiêu chí liệt kê và gửi kèm tài liệu kiểm chứng"
_EXPLAINING = "Hướng dẫn tự chấm: không có tài liệu thì giải trình, hội đồng xem xét; không mặc nhiên 0 điểm"
_PROOF = "Yêu cầu của tài liệu kiểm chứng trong bộ tiêu chí"
_LISTING = "Hướng dẫn tự chấm: liệt kê số, ký hiệu, ngày, cơ quan ban hành, trích yếu của từng tài liệu"
_DECREE = "Nghị định 30/2020/NĐ-CP, Phụ lục I: thể thức văn bản"
_MEASURED = "Đo trên tài liệu thật: khoảng một nửa tệp PDF là bản quét, số viết tay không đọc máy được"


def _rule(number: int, severity: Severity, title: str, source: str, remedy: str) -> CheckRule:
    return CheckRule(f"MAT{number:02d}", severity, title, source, remedy)


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

MISSING = _rule(
    1,
    _E,
    "Có tài liệu kiểm chứng",
    _GUIDANCE,
    "Đưa tài liệu vào thư mục minh chứng của tiêu chí và ghi số, ngày vào biểu tự chấm.",
)
MISSING_ALTERNATIVES = _rule(
    2,
    _E,
    "Có ít nhất một trong các tài liệu thay thế nhau",
    _PROOF,
    "Đưa một trong các tài liệu đã nêu vào thư mục minh chứng của tiêu chí.",
)
TOO_FEW = _rule(
    3,
    _E,
    "Đủ số lượng tài liệu khác nhau",
    _PROOF,
    "Bổ sung các văn bản còn thiếu vào thư mục của tiêu chí; bản chép trùng chỉ tính một.",
)
NOTHING = _rule(
    4,
    _E,
    "Tiêu chí đã tự chấm có tệp hoặc có giải trình",
    _EXPLAINING,
    "Đính kèm tài liệu vào thư mục của tiêu chí, hoặc viết giải trình vào cột "
    "«Tài liệu kiểm chứng/giải trình» của biểu tự chấm.",
)
EXPLAINED_ONLY = _rule(
    5,
    _W,
    "Có tệp kèm theo giải trình",
    _EXPLAINING,
    "Hội đồng xem xét giải trình; nếu có văn bản thì đưa vào thư mục của tiêu chí.",
)
NO_EXPLANATION = _rule(
    6,
    _W,
    "Có giải trình, số liệu khi tiêu chí yêu cầu",
    _EXPLAINING,
    "Viết giải trình, nêu số liệu và tỷ lệ, vào cột «Tài liệu kiểm chứng/giải trình», "
    "hoặc đưa phụ lục vào thư mục của tiêu chí.",
)
NO_LINK = _rule(
    7,
    _W,
    "Có đường dẫn khi tiêu chí yêu cầu",
    _PROOF,
    "Ghi đường dẫn (https://…) vào cột «Tài liệu kiểm chứng/giải trình».",
)
WRONG_YEAR = _rule(
    8,
    _E,
    "Tài liệu đúng năm",
    _PROOF,
    "Thay tệp này bằng tài liệu đúng năm, hoặc bỏ tệp khỏi thư mục của tiêu chí.",
)
OUTSIDE_WINDOW = _rule(
    9,
    _E,
    "Ngày ban hành trong kỳ minh chứng",
    _PROOF,
    "Thay tệp này bằng tài liệu ban hành trong kỳ, hoặc giải trình lý do trong biểu tự chấm.",
)
PERIOD_UNKNOWN = _rule(
    10,
    _W,
    "Xác định được năm, ngày của tài liệu",
    _PROOF,
    "Mở tệp, xem ngày và trích yếu; nếu là bản chưa phát hành thì thay bằng bản phát hành.",
)
WRONG_TYPE = _rule(
    11,
    _W,
    "Đúng loại văn bản",
    _PROOF,
    "Xem lại tệp: thay bằng đúng loại văn bản hoặc chuyển sang thư mục của tiêu chí khác.",
)
WRONG_CONTENT = _rule(
    12,
    _W,
    "Nội dung có cụm từ mà tiêu chí cần",
    _PROOF,
    "Xem lại tệp: có thể đặt nhầm chỗ; chuyển sang đúng thư mục hoặc thay bằng tài liệu đúng.",
)
WRONG_ISSUER = _rule(
    13,
    _W,
    "Đúng cơ quan ban hành",
    _PROOF,
    "Thay tệp này bằng văn bản do đúng cơ quan ban hành.",
)
DRAFT = _rule(
    14,
    _E,
    "Văn bản đã phát hành, không phải dự thảo",
    "Bản thảo không phải là văn bản: " + _DECREE,
    "Thay tệp này bằng bản đã ký, ghi số, đóng dấu hoặc ký số.",
)
BLANK_NUMBER = _rule(
    15,
    _W,
    "Văn bản có số",
    _DECREE,
    "Kiểm tra tệp: nếu văn bản đã phát hành thì dùng bản có số; nếu chưa thì phát hành.",
)
UNSIGNED = _rule(
    16,
    _W,
    "Bản điện tử có chữ ký số khi tiêu chí yêu cầu",
    "Hướng dẫn tự chấm: văn bản điện tử ký số hoặc bản quét từ bản gốc",
    "Thay tệp này bằng bản PDF ký số hoặc bản quét từ bản gốc có dấu.",
)
SCAN = _rule(
    17,
    _W,
    "Tệp đọc được chữ",
    _MEASURED,
    "Mở tệp và tự đối chiếu loại văn bản, số, ngày, trích yếu, chữ ký với yêu cầu.",
)
UNREADABLE = _rule(
    18,
    _E,
    "Tệp mở được",
    _GUIDANCE,
    "Xin lại bản mở được của tệp rồi thay vào thư mục minh chứng.",
)
EXCLUDED = _rule(
    19,
    _W,
    "Không phải loại tài liệu bị loại trừ",
    _PROOF,
    "Xem lại tệp: thay bằng tài liệu chính thức hoặc bỏ khỏi thư mục của tiêu chí.",
)
NOT_ATTACHED = _rule(
    20,
    _W,
    "Tài liệu đã liệt kê có đính kèm",
    _LISTING,
    "Đính kèm văn bản này vào thư mục của tiêu chí, hoặc bỏ khỏi biểu tự chấm nếu liệt kê nhầm.",
)
NOT_LISTED = _rule(
    21,
    _H,
    "Tài liệu đính kèm có trong biểu tự chấm",
    _LISTING,
    "Ghi số, ngày của tệp vào cột «Tài liệu kiểm chứng/giải trình», hoặc bỏ tệp nếu không liên quan.",
)
NUMBER_DIFFERS = _rule(
    22,
    _E,
    "Số văn bản trong biểu khớp với tệp",
    _LISTING,
    "Đối chiếu tệp với biểu tự chấm: sửa số ghi sai hoặc thay tệp.",
)
DATE_DIFFERS = _rule(
    23,
    _E,
    "Ngày văn bản trong biểu khớp với tệp",
    _LISTING,
    "Đối chiếu tệp với biểu tự chấm: sửa ngày ghi sai hoặc thay tệp.",
)
NOT_APPLICABLE_UNEXPLAINED = _rule(
    24,
    _E,
    "Tiêu chí khai không phát sinh có giải trình khi bộ tiêu chí yêu cầu",
    _EXPLAINING,
    "Giải trình vì sao tiêu chí không phát sinh, vào cột «Tài liệu kiểm chứng/giải trình».",
)
BORROWED = _rule(
    25,
    _W,
    "Tài liệu dùng chung được dẫn tại từng tiêu chí",
    _LISTING,
    "Nếu tài liệu dùng chung được, ghi số, ngày của nó vào cột «Tài liệu kiểm chứng/giải trình» của tiêu chí này.",
)

RULES: tuple[CheckRule, ...] = (
    MISSING,
    MISSING_ALTERNATIVES,
    TOO_FEW,
    NOTHING,
    EXPLAINED_ONLY,
    NO_EXPLANATION,
    NO_LINK,
    WRONG_YEAR,
    OUTSIDE_WINDOW,
    PERIOD_UNKNOWN,
    WRONG_TYPE,
    WRONG_CONTENT,
    WRONG_ISSUER,
    DRAFT,
    BLANK_NUMBER,
    UNSIGNED,
    SCAN,
    UNREADABLE,
    EXCLUDED,
    NOT_ATTACHED,
    NOT_LISTED,
    NUMBER_DIFFERS,
    DATE_DIFFERS,
    NOT_APPLICABLE_UNEXPLAINED,
    BORROWED,
)
