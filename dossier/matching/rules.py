"""The numbered checks of matching: a proof missing, weak, or not what the form says."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_GUIDANCE = "Hướng dẫn tự chấm: mỗi tiêu chí liệt kê và gửi kèm tài liệu kiểm chứng"
_EXPLAINING = "Hướng dẫn tự chấm: không có tài liệu thì giải trình, hội đồng xem xét; không mặc nhiên 0 điểm"
_PROOF = "Yêu cầu của tài liệu kiểm chứng trong bộ tiêu chí"
_LISTING = "Hướng dẫn tự chấm: liệt kê số, ký hiệu, ngày, cơ quan ban hành, trích yếu của từng tài liệu"
_DECREE = "Nghị định 30/2020/NĐ-CP, Phụ lục I: thể thức văn bản"
_MEASURED = "Đo trên tài liệu thật: khoảng một nửa tệp PDF là bản quét, số viết tay không đọc máy được"
_NUMBERING = "Nghị định 30/2020/NĐ-CP, Điều 15: số, ngày ghi khi phát hành, duy nhất trong năm"
_FORM_OF_FILE = "Công văn 2775/SNV-CCHC&VTLT ngày 10/11/2025 (Lâm Đồng): tệp ký số hoặc bản quét từ bản gốc"
_WINDOW = (
    "Kỳ minh chứng của bộ tiêu chí, không nhất thiết là năm dương lịch "
    "(Lâm Đồng 2025: 01/7–30/11/2025; Bộ Nội vụ 1187: từng tiêu chí một kỳ)"
)
_YEARS = "Yêu cầu của bộ tiêu chí; đo trên tài liệu thật: 13 trong 18 quyết định về ngân sách năm 2020 ký năm 2019"
_TYPES = "Nghị định 30/2020/NĐ-CP, Điều 7: 29 loại văn bản hành chính; yêu cầu của từng tài liệu kiểm chứng"
_RELEVANT = "Công văn 2775/SNV-CCHC&VTLT ngày 10/11/2025 (Lâm Đồng): không cung cấp tài liệu không liên quan"
_BODY = "Nghị định 30/2020/NĐ-CP, Điều 8 và Phụ lục I: tên cơ quan ban hành là thành phần bắt buộc của văn bản"
_ENCLOSED = "Nghị định 30/2020/NĐ-CP, Phụ lục I: phụ lục đi cùng văn bản chính, văn bản chính chỉ dẫn từng phụ lục"

_ARRIVAL = (
    "Công văn 2775/SNV-CCHC&VTLT ngày 10/11/2025 (Lâm Đồng), tiêu chí 1.2: "
    "xét theo ngày đến trên hệ thống phần mềm quản lý văn bản và điều hành"
)


def _rule(number: int, severity: Severity, title: str, *told: str) -> CheckRule:
    """A rule of this room; ``told``: source, remedy, reason."""
    return CheckRule(f"MAT{number:02d}", severity, title, *told)


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

MISSING = _rule(
    1,
    _E,
    "Có tài liệu kiểm chứng",
    _GUIDANCE,
    "Đưa tài liệu vào thư mục minh chứng của tiêu chí và ghi số, ngày vào biểu tự chấm.",
    "Phần lớn điểm bị trừ khi thẩm định là do không cung cấp tài liệu kiểm chứng.",
)
MISSING_ALTERNATIVES = _rule(
    2,
    _E,
    "Có ít nhất một trong các tài liệu thay thế nhau",
    _PROOF,
    "Đưa một trong các tài liệu đã nêu vào thư mục minh chứng của tiêu chí.",
    "Bộ tiêu chí chấp nhận một trong nhiều tài liệu; không có tài liệu nào thì hội đồng không có gì để xét.",
)
TOO_FEW = _rule(
    3,
    _E,
    "Đủ số lượng tài liệu khác nhau",
    _PROOF,
    "Bổ sung các văn bản còn thiếu vào thư mục của tiêu chí; bản chép trùng chỉ tính một.",
    "Tiêu chí đếm số văn bản; mỗi văn bản thiếu là một lần chưa chứng minh được.",
)
NOTHING = _rule(
    4,
    _E,
    "Tiêu chí đã tự chấm có tệp hoặc có giải trình",
    _EXPLAINING,
    "Đính kèm tài liệu vào thư mục của tiêu chí, hoặc viết giải trình vào cột "
    "«Tài liệu kiểm chứng/giải trình» của biểu tự chấm.",
    "Điểm tự chấm không có căn cứ nào để hội đồng xem.",
)
EXPLAINED_ONLY = _rule(
    5,
    _W,
    "Có tệp kèm theo giải trình",
    _EXPLAINING,
    "Hội đồng xem xét giải trình; nếu có văn bản thì đưa vào thư mục của tiêu chí.",
    "Giải trình không có văn bản kèm theo thì hội đồng quyết định từng trường hợp.",
)
NO_EXPLANATION = _rule(
    6,
    _W,
    "Có giải trình, số liệu khi tiêu chí yêu cầu",
    _EXPLAINING,
    "Viết giải trình, nêu số liệu và tỷ lệ, vào cột «Tài liệu kiểm chứng/giải trình», "
    "hoặc đưa phụ lục vào thư mục của tiêu chí.",
    "Nhiều tiêu chí chấm theo tỷ lệ; thiếu số liệu thì không tính lại được điểm.",
)
NO_LINK = _rule(
    7,
    _W,
    "Có đường dẫn khi tiêu chí yêu cầu",
    _PROOF,
    "Ghi đường dẫn (https://…) vào cột «Tài liệu kiểm chứng/giải trình».",
    "Không có đường dẫn thì người thẩm định không mở được trang, tin bài để xem.",
)
WRONG_YEAR = _rule(
    8,
    _E,
    "Tài liệu đúng năm",
    _YEARS,
    "Thay tệp này bằng tài liệu đúng năm, hoặc bỏ tệp khỏi thư mục của tiêu chí.",
    "Văn bản của năm khác không chứng minh việc làm của năm đánh giá. Năm xét theo nội dung trích yếu trước, ngày ban "
    "hành sau: kế hoạch của năm thường ký từ năm trước.",
)
OUTSIDE_WINDOW = _rule(
    9,
    _E,
    "Không ban hành trước kỳ minh chứng",
    _WINDOW,
    "Thay tệp này bằng tài liệu ban hành trong kỳ, hoặc giải trình lý do trong biểu tự chấm.",
    "Việc làm trước kỳ minh chứng đã được chấm ở kỳ trước.",
)
PERIOD_UNKNOWN = _rule(
    10,
    _W,
    "Xác định được năm, ngày của tài liệu",
    _NUMBERING,
    "Mở tệp, xem ngày và trích yếu; nếu là bản chưa phát hành thì thay bằng bản phát hành.",
    "Không có ngày thì không biết văn bản thuộc năm nào; ngày trống thường là bản chưa phát hành.",
)
WRONG_TYPE = _rule(
    11,
    _W,
    "Đúng loại văn bản",
    _TYPES,
    "Xem lại tệp: thay bằng đúng loại văn bản hoặc chuyển sang thư mục của tiêu chí khác.",
    "Kế hoạch không thay được báo cáo: mỗi loại văn bản chứng minh một việc khác nhau.",
)
WRONG_CONTENT = _rule(
    12,
    _W,
    "Nội dung có cụm từ mà tiêu chí cần",
    _RELEVANT,
    "Xem lại tệp: có thể đặt nhầm chỗ; chuyển sang đúng thư mục hoặc thay bằng tài liệu đúng.",
    "Tài liệu đặt nhầm chỗ không chứng minh tiêu chí này và bị coi là không liên quan.",
)
WRONG_ISSUER = _rule(
    13,
    _W,
    "Đúng cơ quan ban hành",
    _BODY,
    "Thay tệp này bằng văn bản do đúng cơ quan ban hành.",
    "Văn bản của cơ quan khác không chứng minh việc đơn vị đã làm.",
)
DRAFT = _rule(
    14,
    _E,
    "Văn bản đã phát hành, không phải dự thảo",
    "Bản thảo không phải là văn bản: " + _DECREE,
    "Thay tệp này bằng bản đã ký, ghi số, đóng dấu hoặc ký số.",
    "Dự thảo chưa có giá trị; trong hồ sơ thật, đa số tệp Word là bản soạn thảo còn để trống số.",
)
BLANK_NUMBER = _rule(
    15,
    _W,
    "Văn bản có số",
    _NUMBERING,
    "Kiểm tra tệp: nếu văn bản đã phát hành thì dùng bản có số; nếu chưa thì phát hành.",
    "Văn bản đã ký mà chưa có số là chưa phát hành, hoặc tệp là bản trước khi văn thư đóng số.",
)
UNSIGNED = _rule(
    16,
    _W,
    "Bản điện tử có chữ ký số, bản quét có dấu, khi tiêu chí yêu cầu",
    _FORM_OF_FILE,
    "Thay tệp này bằng bản PDF ký số hoặc bản quét từ bản gốc có dấu.",
    "Tệp không ký số và không phải bản quét có dấu thì không biết có đúng là văn bản đã ban hành.",
)
SCAN = _rule(
    17,
    _W,
    "Tệp đọc được chữ",
    _MEASURED,
    "Mở tệp và tự đối chiếu loại văn bản, số, ngày, trích yếu, chữ ký với yêu cầu.",
    "Máy chưa đọc được chữ nên chưa biết tài liệu đúng hay sai; không coi là thiếu.",
)
UNREADABLE = _rule(
    18,
    _E,
    "Tệp mở được",
    _GUIDANCE,
    "Xin lại bản mở được của tệp rồi thay vào thư mục minh chứng.",
    "Người thẩm định cũng không mở được tệp này.",
)
EXCLUDED = _rule(
    19,
    _W,
    "Không phải loại tài liệu bị loại trừ",
    _RELEVANT,
    "Xem lại tệp: thay bằng tài liệu chính thức hoặc bỏ khỏi thư mục của tiêu chí.",
    "Bộ tiêu chí nêu rõ loại tài liệu này không được tính.",
)
NOT_ATTACHED = _rule(
    20,
    _W,
    "Tài liệu đã liệt kê có đính kèm",
    _LISTING,
    "Đính kèm văn bản này vào thư mục của tiêu chí, hoặc bỏ khỏi biểu tự chấm nếu liệt kê nhầm.",
    "Văn bản chỉ có tên trong biểu thì hội đồng không xem được.",
)
NOT_LISTED = _rule(
    21,
    _H,
    "Tài liệu đính kèm có trong biểu tự chấm",
    _LISTING,
    "Ghi số, ngày của tệp vào cột «Tài liệu kiểm chứng/giải trình», hoặc bỏ tệp nếu không liên quan.",
    "Hội đồng đọc theo biểu; tệp không có trong biểu dễ bị bỏ qua.",
)
NUMBER_DIFFERS = _rule(
    22,
    _E,
    "Số văn bản trong biểu khớp với tệp",
    _LISTING,
    "Đối chiếu tệp với biểu tự chấm: sửa số ghi sai hoặc thay tệp.",
    "Số trong biểu và trong tệp khác nhau thì không biết đơn vị muốn dẫn văn bản nào.",
)
DATE_DIFFERS = _rule(
    23,
    _E,
    "Ngày văn bản trong biểu khớp với tệp",
    _LISTING,
    "Đối chiếu tệp với biểu tự chấm: sửa ngày ghi sai hoặc thay tệp.",
    "Ngày trong biểu và trong tệp khác nhau: một trong hai nơi ghi sai, hoặc là hai văn bản khác nhau.",
)
NOT_APPLICABLE_UNEXPLAINED = _rule(
    24,
    _E,
    "Tiêu chí khai không phát sinh có giải trình khi bộ tiêu chí yêu cầu",
    _EXPLAINING,
    "Giải trình vì sao tiêu chí không phát sinh, vào cột «Tài liệu kiểm chứng/giải trình».",
    "Khai không phát sinh làm đổi điểm tối đa hoặc được đủ điểm, nên phải có lý do.",
)
BORROWED = _rule(
    25,
    _W,
    "Tài liệu dùng chung được dẫn tại từng tiêu chí",
    _LISTING,
    "Nếu tài liệu dùng chung được, ghi số, ngày của nó vào cột «Tài liệu kiểm chứng/giải trình» của tiêu chí này.",
    "Một văn bản chứng minh nhiều tiêu chí là được, nhưng người thẩm định cần thấy nó được dẫn ở đây.",
)
LATE = _rule(
    26,
    _E,
    "Ban hành trước khi kỳ minh chứng kết thúc",
    _WINDOW,
    "Nếu có văn bản ban hành đúng hạn thì thay tệp này; nếu chậm thật thì giải trình lý do trong biểu tự chấm.",
    "Văn bản chậm là một trong những lý do mất điểm thường gặp nhất khi thẩm định.",
)
ANNEX_ALONE = _rule(
    27,
    _W,
    "Phụ lục đi cùng văn bản chính",
    _ENCLOSED,
    "Đưa thêm văn bản chính vào thư mục của tiêu chí.",
    "Phụ lục không có số, ngày, chữ ký của riêng nó: đứng một mình thì không chứng minh được ai ban hành, khi nào.",
)
ANNEX_MISSING = _rule(
    28,
    _W,
    "Phụ lục, danh sách mà văn bản ghi kèm theo có trong hồ sơ",
    _ENCLOSED,
    "Đưa phụ lục vào cùng thư mục với văn bản, hoặc thay bằng tệp có đủ phụ lục.",
    "Số liệu để chấm thường nằm ở phụ lục, không ở văn bản chính.",
)
SCREEN = _rule(
    29,
    _W,
    "Văn bản không phải ảnh chụp màn hình",
    _FORM_OF_FILE,
    "Tải chính tệp văn bản từ hệ thống quản lý văn bản về rồi thay ảnh này.",
    "Ảnh màn hình không phải bản gốc: không có chữ ký số, không xem được hết văn bản, sửa được mà không để lại dấu.",
)
ARRIVED_LATE = _rule(
    30,
    _E,
    "Đến đúng hạn trên hệ thống quản lý văn bản, khi tiêu chí xét theo ngày đến",
    _ARRIVAL,
    "Đối chiếu với hệ thống quản lý văn bản; nếu đến chậm thật thì tính là không kịp thời và giải trình lý do.",
    "Văn bản ký trong hạn mà gửi sau hạn vẫn là chậm: nơi nhận xét theo ngày nhận được.",
)
ARRIVAL_UNKNOWN = _rule(
    31,
    _W,
    "Biết ngày đến, khi tiêu chí xét theo ngày đến",
    _ARRIVAL,
    "Nhập sổ văn bản đến của nơi nhận: dossier register import TỆP_XLSX; chưa có sổ thì người xem đối chiếu ngày đến.",
    "Ngày ghi trên văn bản không phải ngày đến, nên không suy ra được là đúng hạn.",
)
ARRIVAL_DIFFERS = _rule(
    32,
    _W,
    "Ngày khai trong biểu đúng với ngày đến trong sổ văn bản",
    _ARRIVAL,
    "Đối chiếu với hệ thống quản lý văn bản rồi sửa ngày trong biểu tự chấm, hoặc nhập lại sổ văn bản.",
    "Điểm đúng hạn tính theo ngày khai; ngày khai khác sổ thì người thẩm định sẽ lấy ngày trong sổ.",
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
    LATE,
    ANNEX_ALONE,
    ANNEX_MISSING,
    SCREEN,
    ARRIVED_LATE,
    ARRIVAL_UNKNOWN,
    ARRIVAL_DIFFERS,
)
