"""The numbered checks of intake: those on single files, then those on the folder and the document heads."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity
from dossier.readers import rules as reader_rules

_FORM = "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II (thể thức văn bản hành chính)"
_FOLDER = "Mỗi tệp của thư mục phải được kể đến đúng một lần"

WRONG_EXTENSION = CheckRule(
    "INT06",
    Severity.WARNING,
    "Đuôi tệp đúng với nội dung",
    "Đo trên tài liệu thật: 27 trong 120 tệp .xls thật ra là .xlsx",
    "Đổi đuôi tệp cho đúng để người nhận mở được.",
)
SYSTEM_FILE = CheckRule(
    "INT08",
    Severity.HINT,
    "Thư mục không lẫn tệp hệ thống, tệp khóa",
    _FOLDER,
    "Đóng chương trình đang mở tài liệu; có thể xóa tệp này, nó không phải minh chứng.",
)
DUPLICATE = CheckRule(
    "INT09",
    Severity.WARNING,
    "Không có hai tệp giống hệt nhau",
    "So theo SHA-256; đo trên tài liệu thật: 12 trong 65 tệp có bản sao khác tên",
    "Giữ một tệp; nếu chứng minh cho nhiều tiêu chí thì vẫn chỉ cần một tệp.",
)
NAME_TWIN = CheckRule(
    "INT10",
    Severity.WARNING,
    "Không có hai tên chỉ khác chữ hoa hoặc cách gõ dấu",
    "Windows và macOS coi là một tên nên sẽ ghi đè; Linux giữ cả hai",
    "Đổi tên một trong hai tệp.",
)
LINK = CheckRule(
    "INT11",
    Severity.WARNING,
    "Thư mục chỉ chứa tệp thật, không chứa liên kết",
    "Liên kết có thể dẫn ra ngoài thư mục của đơn vị nên không được đi theo",
    "Chép tệp thật vào thư mục thay cho liên kết.",
)
DRAFT = CheckRule(
    "INT13",
    Severity.WARNING,
    "Văn bản không mang dấu hiệu dự thảo",
    _FORM,
    "Thay bằng bản đã ký ban hành.",
)
BLANK_NUMBER = CheckRule(
    "INT14", Severity.HINT, "Văn bản đã có số", f"{_FORM}, mục 3", "Thay bằng bản đã cấp số, ký ban hành."
)
ANNEX = CheckRule(
    "INT15",
    Severity.HINT,
    "Phụ lục đi cùng văn bản chính",
    "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục Phụ lục: phụ lục ghi số, ký hiệu của văn bản chính",
    "Nộp kèm văn bản chính.",
)
UNREADABLE_NUMBER = CheckRule(
    "INT17",
    Severity.HINT,
    "Số của văn bản đọc được",
    f"{_FORM}, mục 3; chương trình không đoán số",
    "Cần người xác nhận: đối chiếu số với hình trang.",
)
UNREADABLE_DATE = CheckRule(
    "INT25",
    Severity.HINT,
    "Ngày của văn bản đọc được",
    "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 4; chương trình không đoán ngày",
    "Cần người xác nhận: đối chiếu ngày với hình trang.",
)
STACK = CheckRule(
    "INT27",
    Severity.HINT,
    "Mỗi tệp là một văn bản",
    "Tập văn bản quét chung một tệp: mỗi Quốc hiệu mở đầu một văn bản (Nghị định 30/2020/NĐ-CP, Phụ lục I)",
    "Không cần tách tệp: mỗi văn bản được đối chiếu riêng theo trang. Nếu nhận sai, hãy lưu mỗi văn bản một tệp.",
)
CANNOT_OPEN = CheckRule(
    "INT20",
    Severity.ERROR,
    "Tệp và thư mục được phép mở",
    _FOLDER,
    "Kiểm tra quyền đọc, đóng chương trình đang giữ tệp, hoặc tải tệp từ đám mây về máy rồi chạy lại.",
)
BAD_NAME = CheckRule(
    "INT21",
    Severity.ERROR,
    "Tên tệp viết được bằng Unicode",
    "Tên từ tệp nén đời cũ có thể mang mã ký tự lạ, chương trình khác không mở được",
    "Đổi tên tệp rồi chạy lại.",
)
NO_FOLDER = CheckRule(
    "INT22",
    Severity.ERROR,
    "Đơn vị có thư mục minh chứng",
    _FOLDER,
    "Tạo thư mục của đơn vị và chép minh chứng vào.",
)
_SECRETS = "Luật Bảo vệ bí mật nhà nước 29/2018/QH14, Điều 8, Điều 12: không lưu, gửi qua máy tính nối mạng"
SECRET = CheckRule(
    "INT30",
    Severity.ERROR,
    "Văn bản không mang dấu chỉ độ mật",
    _SECRETS,
    "Đưa tệp ra khỏi máy theo quy định về bí mật nhà nước. Nếu nhận nhầm: ghi vào records/mat-da-xem.yaml.",
)
_PERSONAL = "Nghị định 13/2023/NĐ-CP về bảo vệ dữ liệu cá nhân, Điều 3, Điều 11"
IDENTITY_NUMBERS = CheckRule(
    "INT31",
    Severity.WARNING,
    "Tài liệu không chứa số căn cước công dân",
    _PERSONAL,
    "Che số căn cước trước khi gửi ra ngoài cơ quan, hoặc thay bằng bản không có.",
)
PERSONAL_LIST = CheckRule(
    "INT32",
    Severity.HINT,
    "Tài liệu không chứa danh sách dữ liệu cá nhân",
    _PERSONAL,
    "Xem lại trước khi gửi ra ngoài cơ quan; che phần không cần cho việc chấm điểm.",
)
CHANGED_AFTER_SIGNING = CheckRule(
    "INT33",
    Severity.WARNING,
    "Tệp không bị sửa sau khi ký số",
    "ISO 32000-1, 12.8.1: chữ ký phủ các byte ghi ở ByteRange; chương trình so mã băm, chưa kiểm tra chứng thư",
    "Xin lại bản gốc từ cơ quan ban hành và mở bằng phần mềm ký số để kiểm tra.",
)

RULES: tuple[CheckRule, ...] = tuple(
    sorted(
        (
            *reader_rules.RULES,
            WRONG_EXTENSION,
            SYSTEM_FILE,
            DUPLICATE,
            NAME_TWIN,
            LINK,
            DRAFT,
            BLANK_NUMBER,
            ANNEX,
            UNREADABLE_NUMBER,
            UNREADABLE_DATE,
            STACK,
            CANNOT_OPEN,
            BAD_NAME,
            NO_FOLDER,
            SECRET,
            IDENTITY_NUMBERS,
            PERSONAL_LIST,
            CHANGED_AFTER_SIGNING,
        ),
        key=lambda rule: rule.id,
    )
)
