"""The numbered checks on self-scored points."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_SETS = "Bộ tiêu chí thật: bảng điểm và hướng dẫn tự đánh giá"

INCOMPLETE = CheckRule(
    "SCO01",
    Severity.WARNING,
    "Đủ số liệu để tính điểm",
    _SETS,
    "Điền nốt các ô còn thiếu của dòng này trong biểu tự chấm điểm.",
)
ZERO_OVER_ZERO = CheckRule(
    "SCO02",
    Severity.ERROR,
    "Không tính tỷ lệ 0/0",
    "Có biểu thống kê cấp tỉnh ghi 0/0 thành 100%; bộ tiêu chí quy định riêng cho việc không phát sinh",
)
ZERO_DENOMINATOR = CheckRule(
    "SCO03",
    Severity.ERROR,
    "Mẫu số lớn hơn 0 khi tử số lớn hơn 0",
    "Số học",
    "Kiểm tra lại số liệu b của dòng này.",
)
ABOVE_WHOLE = CheckRule(
    "SCO04",
    Severity.WARNING,
    "Tử số không lớn hơn mẫu số",
    _SETS,
    "Kiểm tra hai số liệu có bị đổi chỗ không; nếu đúng là vượt thì ghi giải trình.",
)
NEAR = CheckRule(
    "SCO05",
    Severity.HINT,
    "Tỷ lệ không sát dưới ngưỡng điểm",
    "Ngưỡng so bằng phân số đúng: 97,995% chưa đạt 98%",
    "Đối chiếu lại hai số liệu với sổ theo dõi trước khi nộp.",
)
OVER_MAX = CheckRule(
    "SCO06",
    Severity.WARNING,
    "Điểm không vượt điểm tối đa",
    "Có bảng điểm thật ghi quá điểm tối đa; điểm giữ như đơn vị nộp, không tự sửa",
    "Sửa điểm ở biểu tự chấm, hoặc ghi lý do vào cột Ghi chú.",
)
NOT_SELF = CheckRule(
    "SCO07",
    Severity.ERROR,
    "Tiêu chí đơn vị không tự chấm thì để trống",
    _SETS,
    "Xóa nội dung đã nhập ở dòng này; hội đồng chấm từ nguồn khác.",
)
MISFIT = CheckRule(
    "SCO08",
    Severity.WARNING,
    "Chỉ nhập các ô mà cách tính điểm dùng đến",
    _SETS,
    "Xóa ô thừa; nếu số liệu đúng, chuyển nó sang đúng cột.",
)
NOT_ALLOWED = CheckRule(
    "SCO09",
    Severity.ERROR,
    "«Không phát sinh» chỉ dùng khi bộ tiêu chí cho phép",
    _SETS,
    "Bỏ dấu x; nếu thật sự không phát sinh, ghi giải trình để hội đồng quyết định.",
)
CONTRADICTION = CheckRule(
    "SCO10",
    Severity.ERROR,
    "Không vừa khai «Không phát sinh» vừa nhập kết quả",
    _SETS,
    "Giữ một trong hai: dấu x, hoặc kết quả và số liệu.",
)
UNPROVED = CheckRule(
    "SCO11",
    Severity.WARNING,
    "Khai «Không phát sinh» có tài liệu hoặc giải trình khi bộ tiêu chí đòi",
    _SETS,
    "Ghi tài liệu hoặc giải trình vào cột Tài liệu kiểm chứng/giải trình.",
)
WRONG_STATE = CheckRule(
    "SCO12",
    Severity.ERROR,
    "Kết quả là một trong các mức của tiêu chí",
    _SETS,
    "Chọn lại trong danh sách của ô Kết quả.",
)
WRONG_FIGURE = CheckRule(
    "SCO13",
    Severity.ERROR,
    "Số liệu không âm; số lượng là số nguyên",
    "Số học",
    "Sửa số liệu của dòng này.",
)
UNKNOWN = CheckRule(
    "SCO14",
    Severity.ERROR,
    "Mã đã khai có trong bộ tiêu chí",
    _SETS,
    "Kiểm tra biểu có đúng phiên bản bộ tiêu chí không.",
)
DAY_OFF = CheckRule(
    "SCO15",
    Severity.WARNING,
    "Hạn cuối của tiêu chí không rơi vào ngày nghỉ khi đơn vị nộp chậm",
    "18/10, 25/10 và 15/11/2020 là Chủ nhật",
    "Hội đồng quyết định có lùi hạn tới ngày làm việc tiếp theo hay không.",
)

RULES = (
    INCOMPLETE,
    ZERO_OVER_ZERO,
    ZERO_DENOMINATOR,
    ABOVE_WHOLE,
    NEAR,
    OVER_MAX,
    NOT_SELF,
    MISFIT,
    NOT_ALLOWED,
    CONTRADICTION,
    UNPROVED,
    WRONG_STATE,
    WRONG_FIGURE,
    UNKNOWN,
    DAY_OFF,
)
