"""The names of official document types, their groups, and the codes that stand for them in a symbol: one list."""

from __future__ import annotations

from dossier.text import fold

# Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III: the 29 types of administrative document. A code may be empty.
_ADMINISTRATIVE: tuple[tuple[str, str], ...] = (
    ("Nghị quyết", "NQ"),
    ("Quyết định", "QĐ"),
    ("Chỉ thị", "CT"),
    ("Quy chế", "QC"),
    ("Quy định", "QyĐ"),
    ("Thông cáo", "TC"),
    ("Thông báo", "TB"),
    ("Hướng dẫn", "HD"),
    ("Chương trình", "CTr"),
    ("Kế hoạch", "KH"),
    ("Phương án", "PA"),
    ("Đề án", "ĐA"),
    ("Dự án", "DA"),
    ("Báo cáo", "BC"),
    ("Biên bản", "BB"),
    ("Tờ trình", "TTr"),
    ("Hợp đồng", "HĐ"),
    ("Công văn", "CV"),
    ("Công điện", "CĐ"),
    ("Bản ghi nhớ", "BGN"),
    ("Bản thỏa thuận", "BTT"),
    ("Giấy ủy quyền", "GUQ"),
    ("Giấy mời", "GM"),
    ("Giấy giới thiệu", "GGT"),
    ("Giấy nghỉ phép", "GNP"),
    ("Phiếu gửi", "PG"),
    ("Phiếu chuyển", "PC"),
    ("Phiếu báo", "PB"),
    ("Thư công", ""),
)
# Luật Ban hành văn bản quy phạm pháp luật, Điều 4; those also used as administrative types stand above.
_NORMATIVE = (
    ("Hiến pháp", ""),
    ("Bộ luật", ""),
    ("Luật", ""),
    ("Pháp lệnh", "PL"),
    ("Lệnh", "L"),
    ("Nghị định", "NĐ"),
    ("Thông tư", "TT"),
)
# Not a type of the decree: what inspectors hand out, asked for as evidence by every set read so far.
_CUSTOMARY = (("Kết luận", "KL"),)
# What evidence folders hold besides; no proof asks for it by its type.
_FOUND = (
    ("Thông tư liên tịch", "TTLT"),
    ("Nghị quyết liên tịch", "NQLT"),
    ("Quy trình", "QTr"),
    ("Danh mục", "DM"),
    ("Danh sách", "DS"),
    ("Phiếu trình", "PTr"),
    ("Bản cam kết", "BCK"),
    ("Giấy chứng nhận", "GCN"),
    ("Lịch công tác", "LCT"),
    ("Phụ lục", ""),
)
_ALL = (*_ADMINISTRATIVE, *_NORMATIVE, *_CUSTOMARY, *_FOUND)

ADMINISTRATIVE = tuple(name for name, _ in _ADMINISTRATIVE)
NORMATIVE = tuple(name for name, _ in _NORMATIVE)
CUSTOMARY = tuple(name for name, _ in _CUSTOMARY)
NAMES = tuple(name for name, _ in _ALL)
CODES: dict[str, str] = {code: name for name, code in _ALL if code}
OFFICIAL_LETTER = "Công văn"
ANNEX = "Phụ lục"

_ASKED_FOR = frozenset(map(fold, (*ADMINISTRATIVE, *NORMATIVE, *CUSTOMARY)))


def is_document_type(name: str) -> bool:
    """Whether a proof may ask for this type; compared folded."""
    return fold(name) in _ASKED_FOR
