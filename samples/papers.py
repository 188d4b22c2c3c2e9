"""The papers of the fictional district An Sơn, as data. Nobody and no place in them exists.

Each paper names the medium it is handed in as; ``make_sample.py`` draws them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

HUYEN = "ỦY BAN NHÂN DÂN|HUYỆN AN SƠN"
TINH = "UBND TỈNH SÔNG LAM"


@dataclass(frozen=True)
class Paper:
    """One document.

    Attributes:
        path: relative to the unit's evidence folder.
        medium: pdf, signed (PDF with signature fields), docx, scan, photo.
        number: None leaves the place blank, as on a draft.
        date: ISO; None leaves it blank.
        head: superior body, then the issuing body (``|`` breaks the line).
    """

    path: str
    medium: str
    type: str
    symbol: str
    subject: str
    head: tuple[str, str]
    place: str
    number: str | None = None
    date: str | None = None
    body: tuple[str, ...] = ("Căn cứ nhiệm vụ được giao, nội dung chi tiết nêu tại các mục dưới đây.",)
    signer: tuple[str, str] = ("CHỦ TỊCH", "Nguyễn Văn Mẫu")
    draft: bool = False
    links: tuple[str, ...] = field(default=())


AN_BINH = ("UBND HUYỆN AN SƠN", "ỦY BAN NHÂN DÂN|XÃ AN BÌNH")
BINH_MINH = ("UBND HUYỆN AN SƠN", "ỦY BAN NHÂN DÂN|XÃ BÌNH MINH")
THI_TRAN = ("UBND HUYỆN AN SƠN", "ỦY BAN NHÂN DÂN|THỊ TRẤN AN SƠN")
CAP_HUYEN = (TINH, HUYEN)
NOI_VU = ("UBND HUYỆN AN SƠN", "PHÒNG NỘI VỤ")

_CHU_TICH_HUYEN = ("CHỦ TỊCH", "Phạm Thị Giả Định")
_TRUONG_PHONG = ("TRƯỞNG PHÒNG", "Vũ Thị Minh Họa")
_BINH_MINH_KY = ("CHỦ TỊCH", "Trần Thị Thử")
_THI_TRAN_KY = ("KT. CHỦ TỊCH|PHÓ CHỦ TỊCH", "Lê Văn Ví Dụ")


def _an_binh(path: str, type_: str, number: str, date: str, subject: str, *, medium: str = "signed") -> Paper:
    symbol = {"Kế hoạch": "KH-UBND", "Báo cáo": "BC-UBND", "Quyết định": "QĐ-UBND"}[type_]
    return Paper(path, medium, type_, symbol, subject, AN_BINH, "An Bình", number, date)


def _binh_minh(path: str, type_: str, number: str | None, date: str | None, subject: str, **more: object) -> Paper:
    symbol = {"Kế hoạch": "KH-UBND", "Báo cáo": "BC-UBND", "Quyết định": "QĐ-UBND", "Tờ trình": "TTr-UBND"}[type_]
    options = {"medium": "signed", "signer": _BINH_MINH_KY, **more}
    return Paper(
        path=path,
        type=type_,
        symbol=symbol,
        subject=subject,
        head=BINH_MINH,
        place="Bình Minh",
        number=number,
        date=date,
        **options,  # type: ignore[arg-type] # the fields of Paper by name
    )


def _thi_tran(path: str, type_: str, number: str, date: str, subject: str, *, medium: str = "signed") -> Paper:
    symbol = {"Kế hoạch": "KH-UBND", "Báo cáo": "BC-UBND", "Quyết định": "QĐ-UBND"}[type_]
    return Paper(path, medium, type_, symbol, subject, THI_TRAN, "An Sơn", number, date, signer=_THI_TRAN_KY)


def _huyen(path: str, number: str, date: str, subject: str, *, medium: str = "signed") -> Paper:
    return Paper(
        path, medium, "Quyết định", "QĐ-UBND", subject, CAP_HUYEN, "An Sơn", number, date, signer=_CHU_TICH_HUYEN
    )


_DANH_MUC = "Về việc công bố danh mục thủ tục hành chính thực hiện tại bộ phận một cửa cấp xã"
_GIAO_THU = "Về việc giao dự toán thu, chi ngân sách nhà nước năm 2020"

PAPERS: dict[str, tuple[Paper, ...]] = {
    "xa-an-binh": (
        _an_binh("1.1/KH 05 CCHC 2020.pdf", "Kế hoạch", "05", "2020-01-10", "Cải cách hành chính năm 2020"),
        _an_binh("1.2/BC quy I.pdf", "Báo cáo", "21", "2020-03-18", "Công tác cải cách hành chính quý I năm 2020"),
        _an_binh(
            "1.2/BC 6 thang.pdf", "Báo cáo", "52", "2020-06-15", "Công tác cải cách hành chính 6 tháng đầu năm 2020"
        ),
        _an_binh("1.2/BC quy III.pdf", "Báo cáo", "83", "2020-09-14", "Công tác cải cách hành chính quý III năm 2020"),
        _an_binh(
            "1.3/KH tuyen truyen.pdf", "Kế hoạch", "12", "2020-01-20", "Tuyên truyền cải cách hành chính năm 2020"
        ),
        _an_binh(
            "1.4/BC sang kien.docx",
            "Báo cáo",
            "60",
            "2020-07-02",
            "Kết quả áp dụng cách làm mới: hẹn trả kết quả tại thôn",
            medium="docx",
        ),
        _an_binh(
            "2.2/KH ra soat VB.pdf", "Kế hoạch", "09", "2020-01-15", "Rà soát văn bản quy phạm pháp luật năm 2020"
        ),
        _an_binh(
            "2.2/BC ra soat VB.pdf",
            "Báo cáo",
            "70",
            "2020-08-12",
            "Kết quả rà soát văn bản quy phạm pháp luật",
            medium="pdf",
        ),
        _an_binh("2.3/KH TDTHPL.pdf", "Kế hoạch", "10", "2020-01-16", "Theo dõi tình hình thi hành pháp luật năm 2020"),
        _an_binh(
            "2.3/BC TDTHPL.pdf", "Báo cáo", "81", "2020-09-10", "Theo dõi tình hình thi hành pháp luật 9 tháng năm 2020"
        ),
        _an_binh(
            "3.1/KH ra soat TTHC.pdf", "Kế hoạch", "14", "2020-01-30", "Rà soát, đánh giá thủ tục hành chính năm 2020"
        ),
        _an_binh(
            "3.2/BC ra soat TTHC.pdf", "Báo cáo", "74", "2020-08-20", "Kết quả rà soát thủ tục hành chính năm 2020"
        ),
        _an_binh(
            "3.4/BC kiem soat TTHC.pdf",
            "Báo cáo",
            "82",
            "2020-09-11",
            "Công tác kiểm soát thủ tục hành chính quý III năm 2020",
        ),
        _huyen("4.1/QD 345 danh muc TTHC.pdf", "345", "2020-02-12", _DANH_MUC),
        Paper(
            "4.3/Phieu xin loi 02.pdf",
            "pdf",
            "Phiếu xin lỗi",
            "PXL-UBND",
            "Xin lỗi và hẹn lại ngày trả kết quả hồ sơ trễ hẹn",
            AN_BINH,
            "An Bình",
            "02",
            "2020-06-22",
        ),
        _an_binh(
            "5.1/QD quy che lam viec.pdf",
            "Quyết định",
            "31",
            "2016-08-05",
            "Ban hành Quy chế làm việc của Ủy ban nhân dân xã",
        ),
        _huyen(
            "5.2/QD giao so luong.pdf",
            "1207",
            "2020-01-10",
            "Về việc giao số lượng cán bộ, công chức, người hoạt động không chuyên trách cấp xã năm 2020",
        ),
        _an_binh("5.3/BC sap xep thon.pdf", "Báo cáo", "44", "2019-05-20", "Kết quả sắp xếp, sáp nhập thôn"),
        _an_binh(
            "6.2/BC ky luat ky cuong.pdf",
            "Báo cáo",
            "84",
            "2020-09-15",
            "Tình hình chấp hành kỷ luật, kỷ cương hành chính năm 2020",
        ),
        _an_binh(
            "6.3/BC xep loai 2019.pdf",
            "Báo cáo",
            "02",
            "2020-01-06",
            "Kết quả đánh giá, xếp loại cán bộ, công chức năm 2019",
        ),
        _an_binh(
            "7.1/QD cong khai NS.pdf",
            "Quyết định",
            "08",
            "2020-01-14",
            "Về việc công bố công khai dự toán ngân sách xã năm 2020",
        ),
        _huyen("7.2/QD giao thu.pdf", "1150", "2019-12-20", _GIAO_THU),
        _an_binh("7.4/BC giai ngan.pdf", "Báo cáo", "86", "2020-09-18", "Tình hình giải ngân vốn đầu tư công năm 2020"),
        _an_binh("8.1/BC CNTT.pdf", "Báo cáo", "80", "2020-09-09", "Ứng dụng công nghệ thông tin, chữ ký số năm 2020"),
        _an_binh(
            "8.4/QD cong bo ISO.pdf",
            "Quyết định",
            "55",
            "2019-03-06",
            "Công bố hệ thống quản lý chất lượng theo tiêu chuẩn TCVN ISO 9001:2015",
        ),
        Paper(
            "8.5/BB kiem tra mot cua.pdf",
            "pdf",
            "Biên bản",
            "BB-PNV",
            "Kiểm tra cơ sở vật chất bộ phận một cửa xã An Bình",
            NOI_VU,
            "An Sơn",
            "12",
            "2020-07-24",
            signer=_TRUONG_PHONG,
        ),
        _an_binh("9.1/BC KTXH.pdf", "Báo cáo", "87", "2020-09-22", "Tình hình kinh tế - xã hội 9 tháng năm 2020"),
        _an_binh(
            "9.2/BC tiep cong dan.pdf",
            "Báo cáo",
            "88",
            "2020-09-23",
            "Công tác tiếp công dân, giải quyết khiếu nại, tố cáo 9 tháng năm 2020",
        ),
    ),
    "xa-binh-minh": (
        # Số trong tệp là 54, đơn vị ghi 45.
        _binh_minh("1.1/KH CCHC.pdf", "Kế hoạch", "54", "2020-01-15", "Cải cách hành chính năm 2020"),
        # Cần ít nhất 02 báo cáo; một báo cáo là của năm 2019.
        _binh_minh("1.2/BC quy I.pdf", "Báo cáo", "25", "2020-03-20", "Công tác cải cách hành chính quý I năm 2020"),
        _binh_minh(
            "1.2/BC nam 2019.pdf", "Báo cáo", "61", "2019-06-18", "Công tác cải cách hành chính 6 tháng đầu năm 2019"
        ),
        # Dự thảo: chưa có số, chưa có ngày.
        _binh_minh(
            "1.3/Du thao KH tuyen truyen.docx",
            "Kế hoạch",
            None,
            None,
            "Tuyên truyền cải cách hành chính năm 2020",
            medium="docx",
            draft=True,
        ),
        # Kế hoạch của năm trước.
        _binh_minh(
            "2.2/KH ra soat VB.pdf", "Kế hoạch", "11", "2019-01-20", "Rà soát văn bản quy phạm pháp luật năm 2019"
        ),
        # Bản quét: không có lớp chữ.
        _binh_minh(
            "2.2/BC ra soat VB (scan).pdf",
            "Báo cáo",
            "75",
            "2020-08-14",
            "Kết quả rà soát văn bản quy phạm pháp luật",
            medium="scan",
        ),
        _binh_minh(
            "2.3/KH TDTHPL.pdf", "Kế hoạch", "12", "2020-01-21", "Theo dõi tình hình thi hành pháp luật năm 2020"
        ),
        # Sai loại: tờ trình đề nghị ban hành, không phải kế hoạch.
        _binh_minh(
            "3.1/To trinh KH ra soat TTHC.pdf",
            "Tờ trình",
            "16",
            "2020-02-06",
            "Về việc đề nghị ban hành Kế hoạch rà soát, đánh giá thủ tục hành chính năm 2020",
        ),
        # Sai cơ quan: báo cáo của xã khác.
        _an_binh(
            "3.2/BC ra soat TTHC.pdf", "Báo cáo", "77", "2020-08-21", "Kết quả rà soát thủ tục hành chính năm 2020"
        ),
        _huyen("4.1/QD 345.pdf", "345", "2020-02-12", _DANH_MUC),
        # Chưa ký số trong khi yêu cầu bản có chữ ký.
        _binh_minh(
            "5.1/QD quy che lam viec.pdf",
            "Quyết định",
            "40",
            "2016-09-10",
            "Ban hành Quy chế làm việc của Ủy ban nhân dân xã",
            medium="pdf",
        ),
        _binh_minh(
            "6.2/BC ky luat.pdf",
            "Báo cáo",
            "91",
            "2020-09-16",
            "Tình hình chấp hành kỷ luật, kỷ cương hành chính năm 2020",
        ),
        # Ngày trong tệp khác ngày đơn vị ghi.
        _binh_minh(
            "6.3/BC xep loai.pdf",
            "Báo cáo",
            "03",
            "2020-01-18",
            "Kết quả đánh giá, xếp loại cán bộ, công chức năm 2019",
        ),
        _binh_minh(
            "7.1/QD cong khai NS.pdf",
            "Quyết định",
            "10",
            "2020-01-16",
            "Về việc công bố công khai dự toán ngân sách xã năm 2020",
        ),
        _huyen("7.2/QD giao thu.pdf", "1150", "2019-12-20", _GIAO_THU),
        _binh_minh(
            "8.1/BC CNTT.pdf", "Báo cáo", "84", "2020-09-10", "Ứng dụng công nghệ thông tin, chữ ký số năm 2020"
        ),
        # Ngoài kỳ: sau ngày 15/10/2020.
        _binh_minh(
            "9.1/BC KTXH thang 10.pdf", "Báo cáo", "92", "2020-10-22", "Tình hình kinh tế - xã hội 10 tháng năm 2020"
        ),
    ),
    "thi-tran-an-son": (
        _thi_tran("inbox/KH CCHC 2020 thi tran.pdf", "Kế hoạch", "07", "2020-01-13", "Cải cách hành chính năm 2020"),
        _thi_tran(
            "inbox/BC CCHC quy 1.pdf", "Báo cáo", "30", "2020-03-20", "Công tác cải cách hành chính quý I năm 2020"
        ),
        _thi_tran(
            "inbox/BC CCHC 6 thang.docx",
            "Báo cáo",
            "66",
            "2020-06-19",
            "Công tác cải cách hành chính 6 tháng đầu năm 2020",
            medium="docx",
        ),
        _thi_tran(
            "inbox/TC3.1_KH ra soat.pdf",
            "Kế hoạch",
            "15",
            "2020-02-03",
            "Rà soát, đánh giá thủ tục hành chính năm 2020",
        ),
        _huyen("inbox/QD 345-2020.pdf", "345", "2020-02-12", _DANH_MUC),
        _thi_tran(
            "inbox/QĐ công khai ngân sách.pdf",
            "Quyết định",
            "12",
            "2020-01-17",
            "Về việc công bố công khai dự toán ngân sách thị trấn năm 2020",
        ),
        Paper(
            "inbox/Giay moi hop to dan pho.pdf",
            "pdf",
            "Giấy mời",
            "GM-UBND",
            "Họp tổ dân phố số 3",
            THI_TRAN,
            "An Sơn",
            "19",
            "2020-05-12",
            signer=_THI_TRAN_KY,
        ),
    ),
}
