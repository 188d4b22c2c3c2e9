"""The numbered checks of this room."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

BROKEN = CheckRule(
    "DOC01",
    Severity.ERROR,
    "Mẫu là tệp DOCX, thẻ đúng cú pháp",
    "docs/mau-van-ban.md",
    "Mở mẫu bằng Word, sửa chỗ đã nêu, hoặc xóa mẫu trong thư mục mau/ để dùng mẫu gốc.",
)
UNKNOWN = CheckRule(
    "DOC02",
    Severity.ERROR,
    "Mẫu chỉ dùng các trường đã có",
    "Trường viết sai sẽ in ra ô trống mà không báo (đo với docxtpl)",
    "Sửa tên trường theo bảng trong docs/mau-van-ban.md.",
)
CODE = CheckRule(
    "DOC03",
    Severity.ERROR,
    "Mẫu chỉ có trường và vòng lặp, không có lệnh",
    "Mẫu từ ngoài vào có thể chạy lệnh trên máy (đo với jinja2)",
    "Bỏ biểu thức này; mẫu chỉ được dùng {{ trường }} và {% for … in … %}.",
)
BANNER = CheckRule(
    "DOC04",
    Severity.ERROR,
    "Văn bản lập từ bộ tiêu chí mẫu ghi rõ điều đó ở mọi trang",
    "Bộ tiêu chí mẫu không phải văn bản của cơ quan có thẩm quyền",
    "Thêm {{ banner }} vào đầu trang của mẫu, cả ở trang đầu.",
)
EDITED = CheckRule(
    "DOC05",
    Severity.WARNING,
    "Văn bản đã có người sửa thì không bị ghi đè",
    "Bản sửa tay là công sức của người dùng",
    "Muốn lập lại từ số liệu: đổi tên hoặc chuyển bản đã sửa đi nơi khác rồi chạy lại.",
)
CONTROL = CheckRule(
    "DOC06",
    Severity.WARNING,
    "Chữ đưa vào văn bản không có ký tự điều khiển",
    "XML 1.0, mục 2.2: DOCX không chứa được các ký tự này",
    "Sửa ô đã nêu ở biểu nhập rồi lập lại văn bản.",
)
UNPRINTED = CheckRule(
    "DOC07",
    Severity.HINT,
    "Mẫu in đủ các trường của văn bản",
    "docs/mau-van-ban.md",
    "Nếu bỏ là có chủ ý thì không cần làm gì.",
)
DISAGREE = CheckRule(
    "DOC08",
    Severity.ERROR,
    "Cùng một số liệu, tên, số, ngày thì giống nhau trong mọi văn bản",
    "Báo cáo, biên bản, tờ trình, quyết định và phụ lục lấy từ một bộ số liệu",
    "Sửa bản đã sửa tay cho khớp, hoặc chuyển bản đó đi nơi khác rồi chạy lại dossier build.",
)

RULES = (BROKEN, UNKNOWN, CODE, BANNER, EDITED, CONTROL, UNPRINTED, DISAGREE)
