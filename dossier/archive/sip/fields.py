"""The descriptions of a file (18 fields) and of a document (21 fields): names, order, lengths, code tables. Pure.

Thông tư 05/2025/TT-BNV, Phụ lục III. The circular contradicts itself (18 fields in its XML frame, 17 in its table, 16
in its schema): the frame is followed. It calls the descriptions EAD; they are a flat list. See docs/sip-hoso.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.archive.sip import rules
from dossier.archive.year.model import ArchivedDocument, ArchiveFile, Organ, Originality, Retention
from dossier.problems import Where
from dossier.text import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.problems import Problem

_TYPES = (
    "Nghị quyết", "Quyết định", "Chỉ thị", "Quy chế", "Quy định", "Thông cáo", "Thông báo", "Hướng dẫn",
    "Chương trình", "Kế hoạch", "Phương án", "Đề án", "Dự án", "Báo cáo", "Tờ trình", "Giấy ủy quyền", "Phiếu gửi",
    "Phiếu chuyển", "Phiếu báo", "Biên bản", "Hợp đồng", "Công văn", "Công điện", "Bản ghi nhớ", "Bản thỏa thuận",
    "Giấy mời", "Giấy giới thiệu", "Giấy nghỉ phép", "Thư công", "Bản đồ", "Bản vẽ", "Khác",
)  # fmt: skip
TYPE_CODES = {name: f"{number:02d}" for number, name in enumerate(_TYPES, start=1)}
RETENTION_CODES = {None: "01", 70: "02", 50: "03", 30: "04", 20: "05", 10: "06"}
_OTHER_RETENTION = "07"
_MODES = {"công khai": "01", "không hạn chế": "01", "có điều kiện": "02", "hạn chế": "02", "mật": "03"}
_ORIGINALITY = {Originality.BORN_DIGITAL: "01", Originality.DIGITISED: "02", Originality.MIXED: "03"}
_LANGUAGES = {"Tiếng Việt": "01", "Tiếng Anh": "02"}
_OTHER_LANGUAGE = "11"
_GOOD, _DAMAGED = "01", "03"


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Attributes:
        title: Vietnamese.
        length: most characters; 0 when the circular sets none.
        codes: the values it may have besides none; empty for free text.
        needed: whether an empty value is told.
    """

    name: str
    title: str
    length: int = 0
    codes: frozenset[str] = frozenset()
    needed: bool = False


def _numbered(last: int) -> frozenset[str]:
    return frozenset(f"{number:02d}" for number in range(1, last + 1))


_MAINTENANCE = Field("maintenance", "Thời hạn lưu trữ", codes=_numbered(7), needed=True)
_MODE = Field("mode", "Mức độ tiếp cận", codes=_numbered(3), needed=True)
_LANGUAGE = Field("language", "Ngôn ngữ", codes=_numbered(11), needed=True)
_KEYWORD = Field("keyword", "Từ khóa", 100)
_PAGES = Field("numberOfPage", "Số trang")
_FORMAT = Field("format", "Tình trạng vật lý", codes=_numbered(3), needed=True)
_CONFIDENCE = Field("confidenceLevel", "Mức độ tin cậy", codes=_numbered(3), needed=True)
_RECOVERY = (Field("riskRecovery", "Chế độ dự phòng"), Field("riskRecoveryStatus", "Tình trạng dự phòng"))

FILE_FIELDS = (
    Field("fileCode", "Mã hồ sơ", 100, needed=True),
    Field("title", "Tiêu đề hồ sơ", 1000, needed=True),
    _MAINTENANCE,
    _MODE,
    _LANGUAGE,
    Field("startDate", "Thời gian bắt đầu", 10, needed=True),
    Field("endDate", "Thời gian kết thúc", 10, needed=True),
    _KEYWORD,
    Field("totalDoc", "Tổng số tài liệu", needed=True),
    Field("numberOfPaper", "Số tờ"),
    _PAGES,
    _FORMAT,
    Field("inforSign", "Ký hiệu thông tin"),
    _CONFIDENCE,
    Field("paperFileCode", "Mã hồ sơ gốc giấy"),
    *_RECOVERY,
    Field("description", "Ghi chú", 2000),
)
DOCUMENT_FIELDS = (
    Field("docId", "Mã định danh tài liệu", 25, needed=True),
    Field("docCode", "Mã lưu trữ tài liệu", 100, needed=True),
    _MAINTENANCE,
    Field("typeName", "Tên loại", codes=_numbered(len(_TYPES)), needed=True),
    Field("codeNumber", "Số", 11),
    Field("codeNotation", "Ký hiệu", 30),
    Field("issuedDate", "Ngày, tháng, năm", 10, needed=True),
    Field("organName", "Cơ quan ban hành", 200, needed=True),
    Field("subject", "Trích yếu nội dung", 500, needed=True),
    _LANGUAGE,
    _PAGES,
    Field("inforSign", "Ký hiệu thông tin", 30),
    _KEYWORD,
    _MODE,
    _CONFIDENCE,
    Field("autograph", "Bút tích", 2000),
    _FORMAT,
    *_RECOVERY,
    Field("process", "Quá trình xử lý"),
    Field("description", "Ghi chú", 500),
)


def file_code(file: ArchiveFile, organ: Organ, year: int) -> str:
    """Mã hồ sơ: agency, year, symbol, as Nghị định 30/2020 puts FileCode together; no agency where none is told."""
    return ".".join(filter(None, (organ.id, str(year), file.symbol)))


def document_code(code: str, ordinal: int) -> str:
    """Mã tài liệu: that of the file and seven digits."""
    return f"{code}.{ordinal:07d}"


def describe_file(file: ArchiveFile, code: str) -> dict[str, str]:
    """The values of ``FILE_FIELDS``; an empty one is not known, never guessed."""
    values = {
        "fileCode": code,
        "title": file.title,
        "maintenance": _retention_code(file.retention),
        "mode": _mode_code(file.rights),
        "language": _language_code(file.language),
        "startDate": _day(file.start),
        "endDate": _day(file.end),
        "totalDoc": str(len(file.documents)),
        "numberOfPage": "" if file.uncounted else str(file.pages),
        "format": _GOOD if all(document.readable for document in file.documents) else _DAMAGED,
        "confidenceLevel": _ORIGINALITY[file.originality],
        "description": _note(file.note, _retention_note(file.retention)),
    }
    return _in_order(FILE_FIELDS, values)


def describe_document(document: ArchivedDocument, file: ArchiveFile, code: str) -> dict[str, str]:
    """The values of ``DOCUMENT_FIELDS``; an empty one is not known, never guessed."""
    arrived = f"Đến ngày {_day(document.arrived)}" if document.incoming and document.arrived else ""
    values = {
        "docId": document.sha256[:25],
        "docCode": document_code(code, document.ordinal),
        "maintenance": _retention_code(file.retention),
        "typeName": TYPE_CODES.get(document.type, TYPE_CODES["Khác"]),
        "codeNumber": document.number,
        "codeNotation": document.notation,
        "issuedDate": _day(document.date),
        "organName": document.issuer,
        "subject": document.subject or document.name,
        "language": _language_code(document.language),
        "numberOfPage": "" if document.pages is None else str(document.pages),
        "mode": _mode_code(file.rights),
        "confidenceLevel": _ORIGINALITY[document.originality],
        "format": _GOOD if document.readable else _DAMAGED,
        "process": arrived,
        "description": _note(document.note, _retention_note(file.retention)),
    }
    return _in_order(DOCUMENT_FIELDS, values)


def _in_order(fields: Sequence[Field], values: Mapping[str, str]) -> dict[str, str]:
    return {field.name: values.get(field.name, "") for field in fields}


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _retention_code(retention: Retention) -> str:
    return RETENTION_CODES.get(retention.years, _OTHER_RETENTION)


def _retention_note(retention: Retention) -> str:
    """The period in words where the table of codes has none: 5 years is ``07 Khác``."""
    return "" if retention.years in RETENTION_CODES else f"Thời hạn lưu trữ: {retention}"


def _mode_code(rights: str) -> str:
    return next((code for words, code in _MODES.items() if fold(words) == fold(rights.strip())), "")


def _language_code(language: str) -> str:
    return _LANGUAGES.get(language, _OTHER_LANGUAGE) if language else ""


def _note(*parts: str) -> str:
    return ". ".join(part.rstrip(". ") for part in parts if part)


def find_field_faults(found: Sequence[tuple[str, str]], fields: Sequence[Field], path: str) -> Iterator[Problem]:
    """What is wrong with a description, given as names and values in their order."""
    where = Where(path=path)
    names = [name for name, _ in found]
    wanted = [field.name for field in fields]
    if names != wanted:
        missing, extra = [name for name in wanted if name not in names], [name for name in names if name not in wanted]
        told = f"thiếu {', '.join(missing) or 'không'}; thừa {', '.join(extra) or 'không'}"
        yield rules.FIELDS.at(where, f"Có {len(names)} trường, cần {len(wanted)} trường theo thứ tự ({told}).")
    values = dict(found)
    for field in fields:
        value = values.get(field.name, "")
        if field.length and len(value) > field.length:
            yield rules.LENGTH.at(where, f"{field.title} ({field.name}) dài {len(value)} ký tự, tối đa {field.length}.")
        if field.codes and value and value not in field.codes:
            yield rules.CODE.at(where, f"{field.title} ({field.name}): «{value}» không có trong bảng mã.")
        if field.needed and not value:
            yield rules.EMPTY.at(where, f"Chưa có {field.title.lower()} ({field.name}).")
