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
    "Đối chiếu số với hình trang.",
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
            CANNOT_OPEN,
            BAD_NAME,
            NO_FOLDER,
        ),
        key=lambda rule: rule.id,
    )
)
