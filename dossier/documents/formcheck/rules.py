"""F01 to F25 as numbered checks. The public names stand first in each title; TFM is their prefix in the catalogue."""

from __future__ import annotations

from dossier.problems import CheckRule, Severity

_FIX = "Chạy «dossier form-check TỆP --fix» để có bản đã sửa, hoặc sửa trong Word."
_WORD = "Sửa trong Word theo đúng mẫu của Phụ lục III."
_ARTICLE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, "


def _rule(
    number: int, title: str, article: str, remedy: str = _WORD, *, severity: Severity = Severity.ERROR
) -> CheckRule:
    return CheckRule(f"TFM{number:02d}", severity, f"F{number:02d} {title}", _ARTICLE + article, remedy)


RULES = (
    _rule(1, "Giấy khổ A4", "Phần I mục I.1", "Bố cục trang, Kích cỡ: chọn A4."),
    _rule(2, "Lề trên, dưới 20-25 mm; trái 30-35 mm; phải 15-20 mm", "Phần I mục I.3", _FIX),
    _rule(3, "Phông chữ Times New Roman", "Phần I mục I.4", _FIX),
    _rule(4, "Chữ màu đen", "Phần I mục I.4", _FIX),
    _rule(5, "Số trang ở giữa lề trên, cỡ 13-14, không hiện ở trang thứ nhất", "Phần I mục I.7", _FIX),
    _rule(6, "Quốc hiệu: chữ hoa, cỡ 12-13, đứng, đậm", "Phần I mục II.1.a"),
    _rule(7, "Tiêu ngữ: cỡ 13-14, đậm, gạch nối có cách chữ, đường kẻ dài bằng dòng chữ", "Phần I mục II.1.b"),
    _rule(8, "Tên cơ quan ban hành đậm, cơ quan chủ quản không đậm, chữ hoa, cỡ 12-13", "Phần I mục II.2"),
    _rule(9, "Đường kẻ dưới tên cơ quan dài 1/3-1/2 dòng chữ", "Phần I mục II.2.b"),
    _rule(10, "Số, ký hiệu: «Số: 05/KH-UBND», cỡ 13, không cách chữ, số dưới 10 có số 0", "Phần I mục II.3"),
    _rule(11, "Ký hiệu đúng với tên loại văn bản", "Phần I mục II.3.b; Phụ lục III mục I"),
    _rule(
        12, "Địa danh, ngày tháng: nghiêng, cỡ 13-14, có dấu phẩy, số 0 trước ngày 1-9, tháng 1-2", "Phần I mục II.4"
    ),
    _rule(13, "Tên loại: chữ hoa, đậm, canh giữa, cỡ 13-14", "Phần I mục II.5"),
    _rule(14, "Trích yếu: đậm, cỡ 13-14, có đường kẻ bên dưới", "Phần I mục II.5"),
    _rule(15, "Công văn: có «V/v», cỡ 12-13, đứng, không ghi tên loại", "Phần I mục II.5"),
    _rule(16, "Căn cứ: nghiêng, mỗi căn cứ một dòng, cuối dòng «;», dòng cuối «.»", "Phần I mục II.6.a"),
    _rule(
        17,
        "Nội dung: canh đều, cỡ 13-14, lùi 1 hoặc 1,27 cm, cách đoạn từ 6 pt, cách dòng 1-1,5",
        "Phần I mục II.6.e",
    ),
    _rule(18, "Hết nội dung có dấu «./.»", "Phụ lục III (mọi mẫu văn bản)"),
    _rule(
        19,
        "Quyền hạn, chức vụ: chữ hoa, đậm, cỡ 13-14; TM., KT., TL., TUQ., Q. có dấu chấm",
        "Phần I mục II.7.b, đ",
    ),
    _rule(20, "Họ tên người ký: chữ thường, đậm, không ghi học hàm, học vị, danh hiệu", "Phần I mục II.7.c"),
    _rule(
        21, "Nơi nhận: cỡ 12 nghiêng đậm; các dòng cỡ 11, cuối dòng «;», dòng cuối «Lưu: VT, ….»", "Phần I mục II.9.d"
    ),
    _rule(22, "Kính gửi: chỉ ở công văn, tờ trình, báo cáo gửi cấp trên", "Phần I mục II.9.b"),
    _rule(23, "Phụ lục: «Phụ lục I» cỡ 14 đậm; tên chữ hoa đậm; dòng «Kèm theo» nghiêng", "Phần I mục III.1"),
    _rule(24, "Biên bản không có dòng địa danh, ngày tháng", "Phụ lục III, mẫu 1.9"),
    _rule(25, "Viện dẫn lần đầu có số, ngày, cơ quan ban hành", "Phần I mục II.6.b", severity=Severity.WARNING),
)
BY_NAME = {rule.title.split(" ", 1)[0]: rule for rule in RULES}
