"""The numbered checks on forms that people fill in."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_FORM = "Biểu do «dossier init» phát hành; dòng tìm theo mã, không theo vị trí"
_OFFICE = "Đo trên Excel, WPS, LibreOffice, Google Sheets: gõ 7.5 hay 1/2 có thể thành ngày"

MISSING = CheckRule(
    "SHT01",
    Severity.WARNING,
    "Đơn vị đã có biểu tự chấm điểm",
    _FORM,
    "Nộp tệp tu-cham-diem.xlsx vào thư mục của đơn vị.",
)
NO_TABLE = CheckRule(
    "SHT02",
    Severity.ERROR,
    "Biểu có bảng tự chấm điểm",
    _FORM,
    "Dùng biểu do «dossier init» tạo; giữ nguyên dòng tiêu đề của bảng.",
)
FOREIGN = CheckRule(
    "SHT03",
    Severity.ERROR,
    "Biểu đúng đơn vị, cơ quan, năm và phiên bản bộ tiêu chí",
    _FORM,
    "Thay bằng đúng biểu của đơn vị trong kỳ đánh giá này.",
)
UNIDENTIFIED = CheckRule(
    "SHT04",
    Severity.WARNING,
    "Biểu còn trang định danh",
    "Tệp lưu lại qua chương trình khác có thể mất trang ẩn",
    "Người phụ trách xác nhận biểu đúng là của đơn vị này.",
)
NO_COLUMN = CheckRule(
    "SHT05",
    Severity.ERROR,
    "Bảng có đủ các cột nhập",
    _FORM,
    "Thêm lại cột với đúng tên, hoặc chép số liệu sang biểu mới.",
)
UNCLEAR_CODE = CheckRule(
    "SHT06",
    Severity.ERROR,
    "Mã tiêu chí đọc được rõ ràng",
    "Bảng tính đổi mã 1.10 thành số 1,1 và mã 3.5 thành ngày",
    "Gõ lại mã dưới dạng chữ (thêm dấu ' ở đầu).",
)
WRONG_TITLE = CheckRule(
    "SHT07",
    Severity.ERROR,
    "Mã và tên tiêu chí cùng một dòng",
    "Sắp xếp riêng một cột làm mã lệch khỏi nội dung",
    "Đối chiếu lại dòng này với biểu gốc.",
)
TWICE = CheckRule(
    "SHT08",
    Severity.ERROR,
    "Mỗi mã chỉ có một dòng",
    _FORM,
    "Giữ một dòng, xóa dòng kia; đến lúc đó cả hai không được tính.",
)
UNKNOWN_CODE = CheckRule(
    "SHT09",
    Severity.ERROR,
    "Mã trong biểu có trong bộ tiêu chí",
    _FORM,
    "Sửa lại mã, hoặc xóa nội dung của dòng.",
)
STRAY = CheckRule(
    "SHT10",
    Severity.WARNING,
    "Nội dung nhập ở dòng của tiêu chí thành phần",
    _FORM,
    "Chuyển nội dung về dòng có mã của tiêu chí thành phần; ở đây nó không được tính.",
)
ROW_LOST = CheckRule(
    "SHT11",
    Severity.WARNING,
    "Biểu còn đủ dòng của bộ tiêu chí",
    _FORM,
    "Chép lại dòng đã mất từ biểu gốc; tiêu chí được coi là chưa tự chấm.",
)
FORMULA = CheckRule(
    "SHT12",
    Severity.ERROR,
    "Ô nhập không chứa công thức",
    "Kết quả công thức phụ thuộc máy mở tệp, không làm căn cứ được",
    "Gõ thẳng giá trị vào ô.",
)
DATE = CheckRule(
    "SHT13", Severity.ERROR, "Số không bị đổi thành ngày", _OFFICE, "Định dạng ô là chữ hoặc số rồi gõ lại."
)
NOT_NUMBER = CheckRule(
    "SHT14",
    Severity.ERROR,
    "Số liệu đọc được là số",
    "Số viết theo NĐ 30/2020/NĐ-CP: dấu phẩy cho phần thập phân",
    "Gõ số, dùng dấu phẩy cho phần thập phân; không có số liệu thì ghi «không có số liệu».",
)
NEGATIVE = CheckRule("SHT15", Severity.ERROR, "Số liệu không âm", "Số học", "Sửa lại số liệu.")
PERCENT = CheckRule(
    "SHT16",
    Severity.ERROR,
    "Số liệu không ghi bằng phần trăm",
    "Tỷ lệ đã làm tròn có thể vượt ngưỡng sai: 97,995% thành 98%",
    "Ghi hai số đếm a và b, chương trình tự tính tỷ lệ.",
)
RATE_FOR_COUNTS = CheckRule(
    "SHT17",
    Severity.WARNING,
    "Số liệu a và b là số đếm, không phải tỷ lệ đã tính",
    PERCENT.source,
    PERCENT.remedy,
)
WRONG_STATE = CheckRule(
    "SHT18",
    Severity.ERROR,
    "Ô Kết quả là một giá trị trong danh sách",
    _FORM,
    "Chọn lại trong danh sách của ô.",
)
WRONG_MARK = CheckRule(
    "SHT19",
    Severity.ERROR,
    "Ô «Không phát sinh» để trống hoặc ghi x",
    _FORM,
    "Ghi x nếu không phát sinh, hoặc xóa trống; lý do ghi ở cột Ghi chú.",
)
WRONG_DAY = CheckRule(
    "SHT20",
    Severity.ERROR,
    "Ngày, giờ gõ trong biểu đọc được",
    _OFFICE,
    "Gõ ngày theo dạng 18/10/2020, giờ theo dạng 08:30.",
)
UNKNOWN_UNIT = CheckRule(
    "SHT21",
    Severity.ERROR,
    "Đơn vị trong biểu có trong kỳ đánh giá",
    "Tên so sánh không dấu, nhận cả tên cũ",
    "Ghi lại mã hoặc tên đơn vị như trong campaign.yaml.",
)
NOT_MINE = CheckRule(
    "SHT22",
    Severity.ERROR,
    "Cơ quan chỉ thẩm định tiêu chí được phân công",
    "Phân công lĩnh vực trong campaign.yaml",
    "Xóa nội dung ở dòng này; cơ quan phụ trách sẽ thẩm định.",
)
ABOVE_MAX = CheckRule(
    "SHT23",
    Severity.ERROR,
    "Điểm thẩm định không vượt điểm tối đa",
    "Điểm tối đa của bộ tiêu chí",
    "Sửa lại điểm.",
)
BOTH = CheckRule(
    "SHT24",
    Severity.ERROR,
    "Tiêu chí không áp dụng thì không có điểm",
    "Tiêu chí không áp dụng được loại khỏi điểm tối đa",
    "Xóa điểm hoặc xóa dấu x.",
)
NOT_WHOLE = CheckRule(
    "SHT25",
    Severity.ERROR,
    "Số phiếu, số người là số nguyên",
    "Số đếm",
    "Sửa lại số đếm.",
)
OFF_SCALE = CheckRule(
    "SHT26",
    Severity.ERROR,
    "Điểm trả lời nằm trong thang điểm của phiếu",
    "Thang điểm khai trong campaign.yaml (surveys)",
    "Sửa câu trả lời, hoặc khai lại thang điểm; phiếu hỏng thì xóa dòng.",
)
NO_PART = CheckRule(
    "SHT27",
    Severity.ERROR,
    "Phần điều tra có trong bộ tiêu chí",
    "Các phần có scored_by: dieu_tra",
    "Ghi mã phần ở cột «Phần», hoặc dùng --part.",
)
EMPTY_COUNCIL = CheckRule(
    "SHT28",
    Severity.ERROR,
    "Biểu của hội đồng đủ các bảng",
    "Biểu do «dossier council export» tạo",
    "Giữ nguyên các trang và dòng tiêu đề, hoặc chép sang biểu mới.",
)

RULES = (
    MISSING,
    NO_TABLE,
    FOREIGN,
    UNIDENTIFIED,
    NO_COLUMN,
    UNCLEAR_CODE,
    WRONG_TITLE,
    TWICE,
    UNKNOWN_CODE,
    STRAY,
    ROW_LOST,
    FORMULA,
    DATE,
    NOT_NUMBER,
    NEGATIVE,
    PERCENT,
    RATE_FOR_COUNTS,
    WRONG_STATE,
    WRONG_MARK,
    WRONG_DAY,
    UNKNOWN_UNIT,
    NOT_MINE,
    ABOVE_MAX,
    BOTH,
    NOT_WHOLE,
    OFF_SCALE,
    NO_PART,
    EMPTY_COUNCIL,
)
