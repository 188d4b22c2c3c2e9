"""Names of document types that a proof may ask for, in display form."""

from __future__ import annotations

from dossier.text import fold

# Nghị định 30/2020/NĐ-CP, Điều 7: the 29 types of administrative document.
ADMINISTRATIVE = (
    "Nghị quyết",
    "Quyết định",
    "Chỉ thị",
    "Quy chế",
    "Quy định",
    "Thông cáo",
    "Thông báo",
    "Hướng dẫn",
    "Chương trình",
    "Kế hoạch",
    "Phương án",
    "Đề án",
    "Dự án",
    "Báo cáo",
    "Biên bản",
    "Tờ trình",
    "Hợp đồng",
    "Công văn",
    "Công điện",
    "Bản ghi nhớ",
    "Bản thỏa thuận",
    "Giấy ủy quyền",
    "Giấy mời",
    "Giấy giới thiệu",
    "Giấy nghỉ phép",
    "Phiếu gửi",
    "Phiếu chuyển",
    "Phiếu báo",
    "Thư công",
)

# Luật Ban hành văn bản quy phạm pháp luật, Điều 4; those also used as administrative types stand above.
NORMATIVE = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị định", "Thông tư")

# Not a type of the decree: what inspectors hand out, asked for as evidence by every set read so far.
CUSTOMARY = ("Kết luận",)

_KNOWN = frozenset(fold(name) for name in (*ADMINISTRATIVE, *NORMATIVE, *CUSTOMARY))


def is_document_type(name: str) -> bool:
    """Whether a proof may ask for this type; compared folded."""
    return fold(name) in _KNOWN
