"""The numbered checks of the year archive."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_DECREE = "Nghị định 30/2020/NĐ-CP"
_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

NO_RETENTION = CheckRule(
    "ARC01",
    _E,
    "Hồ sơ nào cũng có thời hạn bảo quản",
    f"{_DECREE}, Điều 29.4.b và Phụ lục V, mục I.4: vĩnh viễn hoặc số năm cụ thể",
    "Ghi retention: «Vĩnh viễn» hoặc «20 năm» vào dòng đã nêu của luu-tru.yaml.",
)
NO_BASIS = CheckRule(
    "ARC02",
    _W,
    "Thời hạn bảo quản có căn cứ",
    "Thời hạn theo quy định hiện hành (Phụ lục V, mục I.4); Dossier không tự đặt ra thời hạn",
    "Cơ quan xác định rồi ghi căn cứ vào basis của dòng đã nêu.",
)
NO_FILE = CheckRule(
    "ARC03",
    _E,
    "Tài liệu nào cũng thuộc một hồ sơ",
    f"{_DECREE}, Điều 29.3: đầy đủ, tránh thất lạc",
    "Thêm loại tài liệu này vào takes của một hồ sơ trong luu-tru.yaml.",
)
EMPTY_FILE = CheckRule(
    "ARC04",
    _W,
    "Hồ sơ nào cũng có tài liệu",
    f"{_DECREE}, Điều 29",
    "Xem lại takes của hồ sơ; hồ sơ không có tài liệu không được nộp lưu.",
)
NOT_LISTED = CheckRule(
    "ARC05",
    _W,
    "Số, ký hiệu hồ sơ có trong Danh mục hồ sơ của cơ quan",
    f"{_DECREE}, Điều 28, Điều 29.2",
    "Sửa symbol theo Danh mục hồ sơ, hoặc bổ sung hồ sơ này vào danh mục.",
)
AT_ODDS = CheckRule(
    "ARC06",
    _W,
    "Bảng lưu trữ khớp với Danh mục hồ sơ",
    f"{_DECREE}, Điều 29.4.b: xác định lại thời hạn, chỉnh sửa tiêu đề khi kết thúc hồ sơ",
    "Giữ nguyên nếu đã xác định lại khi kết thúc hồ sơ; nếu không, sửa theo danh mục.",
)
TOO_LONG = CheckRule(
    "ARC07",
    _W,
    "Dữ liệu đặc tả không dài quá quy định",
    f"{_DECREE}, Phụ lục VI, phần II: độ dài từng trường",
    "Rút gọn trong luu-tru.yaml, hoặc giữ nguyên: giá trị được xuất đủ, không cắt.",
)
TWIN_NUMBER = CheckRule(
    "ARC08",
    _W,
    "Không có hai văn bản cùng số, ký hiệu, cơ quan ban hành và ngày",
    f"{_DECREE}, Phụ lục VI, phần I, mục III.1.h",
    "Kiểm tra: bản trùng thì ghi «Loại» vào danh mục tài liệu loại.",
)
PROPOSED = CheckRule(
    "ARC09",
    _H,
    "Bản trùng, bản nháp đã được người có thẩm quyền quyết định",
    f"{_DECREE}, Điều 29.4.b",
    "Chạy «dossier archive --weed», ghi «Loại» hoặc «Giữ» từng dòng; chưa ghi thì tài liệu ở lại trong hồ sơ.",
)
NOT_ISSUED = CheckRule(
    "ARC10",
    _W,
    "Văn bản của năm đã được ban hành và ghi nhận",
    f"{_DECREE}, Điều 29: hồ sơ giữ bản đã ban hành, không giữ bản dự thảo",
    "Chạy «dossier issue» với bản đã ký, đã có số.",
)
NO_COPY = CheckRule(
    "ARC11",
    _W,
    "Tài liệu nào cũng có bản PDF/A để đọc lâu dài",
    "TCVN 14159-1:2024 (PDF/A)",
    "Bản gốc vẫn được lưu nguyên; nếu cần, xin bản mở được rồi lập lại.",
)
UNREADABLE = CheckRule(
    "ARC12",
    _W,
    "Tài liệu nào cũng mở được",
    f"{_DECREE}, Phụ lục VI, phần I, mục III.5.đ: bảo đảm khả năng truy cập theo thời hạn",
    "Xin bản mở được trước khi nộp lưu; bản hiện có vẫn được lưu và ghi rõ trong phạm vi.",
)
LIVE_FOLDER = CheckRule(
    "ARC13",
    _H,
    "Minh chứng lấy từ gói đã nộp",
    "Gói đã nộp được niêm phong; thư mục có thể còn thay đổi",
    "Nên nộp («dossier submit») hoặc tiếp nhận («dossier receive») hồ sơ đơn vị trước khi lưu trữ.",
)
NOT_SUBMITTED = CheckRule(
    "ARC14",
    _W,
    "Thư mục đơn vị không có tệp nào ngoài gói đã nộp",
    "Chỉ lưu trữ cái đã nộp, theo bản đang có hiệu lực",
    "Nộp bổ sung nếu tệp này là minh chứng; nếu không, bỏ qua.",
)
FORM_FAULT = CheckRule(
    "ARC15",
    _E,
    "Danh mục tài liệu loại đọc được, có người quyết định",
    f"{_DECREE}, Điều 29.4.b",
    "Ghi «Loại» hoặc «Giữ», họ tên người quyết định và ngày, rồi chạy lại.",
)
TOO_SOON = CheckRule(
    "ARC16",
    _W,
    "Công việc của năm đã giải quyết xong",
    f"{_DECREE}, Điều 29.4.a: hồ sơ được kết thúc khi công việc đã giải quyết xong",
    "Đợi công bố kết quả, hoặc lập thêm lần sau khi xong: lần này vẫn được giữ.",
)
BAD_TABLE = CheckRule(
    "ARC17",
    _E,
    "Bảng lưu trữ không mâu thuẫn",
    "Mỗi hồ sơ một số, ký hiệu; mỗi loại tài liệu của một đơn vị vào một hồ sơ",
    "Sửa dòng đã nêu của luu-tru.yaml.",
)
INVALID = CheckRule(
    "ARC18",
    _E,
    "Hồ sơ đơn vị không còn lỗi ở bước «trước khi lưu trữ»",
    "Bộ quy tắc nộp và nhận hồ sơ, chạy như nhau ở mọi bước",
    'Xử lý lỗi được nêu, hoặc --override MÃ="lý do".',
)

RULES: tuple[CheckRule, ...] = (
    NO_RETENTION,
    NO_BASIS,
    NO_FILE,
    EMPTY_FILE,
    NOT_LISTED,
    AT_ODDS,
    TOO_LONG,
    TWIN_NUMBER,
    PROPOSED,
    NOT_ISSUED,
    NO_COPY,
    UNREADABLE,
    LIVE_FOLDER,
    NOT_SUBMITTED,
    FORM_FAULT,
    TOO_SOON,
    BAD_TABLE,
    INVALID,
)
