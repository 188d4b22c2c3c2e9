"""The input fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI, phần II: names, types and lengths, and their XML. Pure.

The decree fixes fields, not a file format: the elements bear its names in its order, the frame around them is ours
(``nd30-phu-luc-vi.xsd``, made from the same table and put into every archive). The printed decree has ``Organld`` and
``Signerlnfo`` with a small L in some places; ``OrganId`` and ``SignerInfo`` are meant. It gives no codes for
``Priority``: 0 none, 1 khẩn, 2 thượng khẩn, 3 hỏa tốc are ours. Dates are DD/MM/YYYY, which has the length it sets.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lxml import etree

from dossier.archive.year import rules
from dossier.problems import Where
from dossier.text import fold

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from dossier.archive.year.model import ArchivedDocument, ArchiveFile, Organ
    from dossier.problems import Problem

NAMESPACE = "urn:dossier:nd30-2020-phu-luc-vi:1"
_XS = "http://www.w3.org/2001/XMLSchema"
SCHEMA_FILE = "nd30-phu-luc-vi.xsd"


class Kind(StrEnum):
    """Kiểu dữ liệu."""

    STRING = "String"
    NUMBER = "Number"
    DATE = "Date"
    LONG = "LongText"


@dataclass(frozen=True, slots=True)
class Field:
    """One trường thông tin.

    Attributes:
        title: as the decree calls it.
        length: in characters or digits; 0 where the decree sets none.
        parts: of a field that only groups others.
    """

    number: str
    name: str
    title: str
    kind: Kind = Kind.STRING
    length: int = 0
    parts: tuple[Field, ...] = ()


def _file_code() -> Field:
    return Field(
        "1",
        "FileCode",
        "Mã hồ sơ",
        parts=(
            Field("1.1", "OrganId", "Mã định danh của cơ quan, tổ chức lập danh mục hồ sơ", length=13),
            Field("1.2", "FileCatalog", "Năm hình thành hồ sơ", Kind.NUMBER, 4),
            Field("1.3", "FileNotation", "Số và ký hiệu hồ sơ", length=20),
        ),
    )


def _signer(number: int) -> Field:
    return Field(
        f"{number}",
        "SignerInfo",
        "Chức vụ, họ tên người ký",
        parts=(
            Field(f"{number}.1", "Position", "Chức vụ của người ký văn bản", length=100),
            Field(f"{number}.2", "FullName", "Họ và tên người ký văn bản", length=50),
        ),
    )


_COMMON = (
    _file_code(),
    Field("2", "DocOrdinal", "Số thứ tự văn bản trong hồ sơ", Kind.NUMBER, 3),
    Field("3", "TypeName", "Tên loại văn bản", length=100),
    Field("4", "CodeNumber", "Số của văn bản", length=11),
    Field("5", "CodeNotation", "Ký hiệu của văn bản", length=30),
    Field("6", "IssuedDate", "Ngày, tháng, năm văn bản", Kind.DATE, 10),
    Field("7", "OrganName", "Tên cơ quan, tổ chức ban hành văn bản", length=200),
    Field("8", "Subject", "Trích yếu nội dung", length=500),
    Field("9", "Language", "Ngôn ngữ", length=30),
    Field("10", "PageAmount", "Số trang của văn bản", Kind.NUMBER, 3),
    Field("11", "Description", "Ghi chú", length=500),
)
OUTGOING = (
    *_COMMON,
    _signer(12),
    Field(
        "13",
        "To",
        "Nơi nhận",
        parts=(
            Field("13.1", "OrganId", "Mã định danh của cơ quan, tổ chức nhận văn bản", length=13),
            Field("13.2", "OrganName", "Tên cơ quan, tổ chức nhận văn bản", length=200),
        ),
    ),
    Field("14", "Priority", "Mức độ khẩn, độ mật", Kind.NUMBER, 1),
    Field("15", "IssuedAmount", "Số lượng bản phát hành", Kind.NUMBER, 3),
    Field("16", "DueDate", "Hạn trả lời văn bản", Kind.DATE, 10),
)
INCOMING = (
    *_COMMON,
    Field("12", "ArrivalDate", "Ngày, tháng, năm đến", Kind.DATE, 10),
    Field("13", "ArrivalNumber", "Số đến", Kind.NUMBER, 10),
    _signer(14),
    Field("15", "Priority", "Mức độ khẩn, độ mật", Kind.NUMBER, 1),
    Field("16", "ToPlaces", "Đơn vị hoặc người nhận", length=1000),
    Field("17", "TraceHeaderList", "Ý kiến phân phối, chỉ đạo, trạng thái xử lý văn bản", Kind.LONG),
    Field("18", "DueDate", "Thời hạn giải quyết", Kind.DATE, 10),
)
FILE = (
    _file_code(),
    Field("2", "Title", "Tiêu đề hồ sơ", length=500),
    Field("3", "Maintenance", "Thời hạn bảo quản", length=30),
    Field("4", "Rights", "Chế độ sử dụng", length=30),
    Field("5", "Creator", "Người lập hồ sơ", length=30),
    Field("6", "Language", "Ngôn ngữ", length=50),
    Field("7", "StartDate", "Thời gian bắt đầu", Kind.DATE, 10),
    Field("8", "EndDate", "Thời gian kết thúc", Kind.DATE, 10),
    Field("9", "DocTotal", "Tổng số văn bản trong hồ sơ", Kind.NUMBER, 4),
    Field("10", "PageTotal", "Tổng số trang của hồ sơ", Kind.NUMBER, 4),
    Field("11", "Description", "Ghi chú", length=500),
)
_ORGAN_ID = "FileCode/OrganId"
_URGENCY = {"khan": "1", "thuong khan": "2", "hoa toc": "3"}


def fields_of(document: ArchivedDocument) -> tuple[Field, ...]:
    """The decree's list for a document that came in, or that went out."""
    return INCOMING if document.incoming else OUTGOING


def file_values(file: ArchiveFile, *, organ: Organ, year: int) -> dict[str, str]:
    """The values of a file by field name, a part as ``FileCode/OrganId``; empty where nothing is known."""
    return {
        **_code_values(file, organ, year),
        "Title": file.title,
        "Maintenance": str(file.retention),
        "Rights": file.rights,
        "Creator": file.compiler,
        "Language": file.language,
        "StartDate": _date(file.start),
        "EndDate": _date(file.end),
        "DocTotal": str(len(file.documents)),
        "PageTotal": str(file.pages),
        "Description": file_note(file),
    }


def file_note(file: ArchiveFile) -> str:
    """What the file's Ghi chú says: the user's words, and pages that could not be counted."""
    uncounted = f"{file.uncounted} tài liệu chưa đếm được số trang" if file.uncounted else ""
    return "; ".join(filter(None, (file.note, uncounted)))


def document_values(document: ArchivedDocument, file: ArchiveFile, *, organ: Organ, year: int) -> dict[str, str]:
    """The values of a document, as ``file_values``."""
    values = {
        **_code_values(file, organ, year),
        "DocOrdinal": str(document.ordinal),
        "TypeName": document.type,
        "CodeNumber": document.number,
        "CodeNotation": document.notation,
        "IssuedDate": _date(document.date),
        "OrganName": document.issuer,
        "Subject": document.subject or document.name,
        "Language": document.language,
        "PageAmount": "" if document.pages is None else str(document.pages),
        "Description": document.note,
        "SignerInfo/Position": document.post,
        "SignerInfo/FullName": document.signer,
        "Priority": _URGENCY.get(fold(document.priority), "0"),
    }
    if document.incoming:
        return {**values, "ArrivalDate": _date(document.arrived), "ToPlaces": organ.office or organ.name}
    return {**values, "To/OrganName": "; ".join(document.recipients)}


def _code_values(file: ArchiveFile, organ: Organ, year: int) -> dict[str, str]:
    return {_ORGAN_ID: organ.id, "FileCode/FileCatalog": str(year), "FileCode/FileNotation": file.symbol}


def _date(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def leaves(fields: tuple[Field, ...]) -> Iterator[tuple[str, Field]]:
    """The fields that hold a value, with their path."""
    for field in fields:
        if field.parts:
            yield from ((f"{field.name}/{part.name}", part) for part in field.parts)
        else:
            yield field.name, field


# --- what is too long -----------------------------------------------------------------------------


def find_overlong(file: ArchiveFile, *, organ: Organ, year: int) -> Iterator[Problem]:
    """Values longer than the decree allows; they are exported whole all the same."""
    where = Where(path="luu-tru.yaml", unit=file.unit)
    values = file_values(file, organ=organ, year=year)
    # Of every file the same: told in the same words, so that it can be told once.
    yield from _overlong(FILE, {_ORGAN_ID: values.pop(_ORGAN_ID)}, Where(path="luu-tru.yaml"), "Cơ quan")
    yield from _overlong(FILE, values, where, f"Hồ sơ {file.symbol}")
    for document in file.documents:
        told = document_values(document, file, organ=organ, year=year)
        place = Where(path=document.path, unit=document.unit)
        yield from _overlong(fields_of(document)[1:], told, place, "Tài liệu")  # without mã hồ sơ, told above


def _overlong(fields: tuple[Field, ...], values: Mapping[str, str], where: Where, what: str) -> Iterator[Problem]:
    for path, field in leaves(fields):
        size = len(values.get(path, ""))
        if field.length and size > field.length:
            message = f"{what}: «{field.title}» ({path}) dài {size}, quy định không quá {field.length}."
            yield rules.TOO_LONG.at(where, message)


# --- XML and its schema ---------------------------------------------------------------------------


def build_xml(file: ArchiveFile, *, organ: Organ, year: int) -> bytes:
    """A file and its documents in time order, UTF-8; where each document lies and its SHA-256 are attributes."""
    root = etree.fromstring(f'<HoSo xmlns="{NAMESPACE}"/>')
    _fill(root, FILE, file_values(file, organ=organ, year=year))
    documents = etree.SubElement(root, f"{{{NAMESPACE}}}Documents")
    for document in file.documents:
        element = etree.SubElement(documents, f"{{{NAMESPACE}}}{_tag(document)}")
        element.set("original", document.original.removeprefix(f"{file.folder}/"))
        if document.copy:
            element.set("copy", document.copy.removeprefix(f"{file.folder}/"))
        element.set("sha256", document.sha256)
        element.set("name", _legal(document.path))
        _fill(element, fields_of(document), document_values(document, file, organ=organ, year=year))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _tag(document: ArchivedDocument) -> str:
    return "IncomingDocument" if document.incoming else "OutgoingDocument"


def _fill(parent: etree._Element, fields: tuple[Field, ...], values: Mapping[str, str]) -> None:
    """Every field of the list in its order, empty ones too."""
    for field in fields:
        element = etree.SubElement(parent, f"{{{NAMESPACE}}}{field.name}")
        for part in field.parts:
            child = etree.SubElement(element, f"{{{NAMESPACE}}}{part.name}")
            child.text = _legal(values.get(f"{field.name}/{part.name}", "")) or None
        if not field.parts:
            element.text = _legal(values.get(field.name, "")) or None


def _legal(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and not _is_forbidden(char)))


def _is_forbidden(char: str) -> bool:
    return "\ud800" <= char <= "\udfff" or char in "\ufffe\uffff"


def build_schema() -> bytes:
    """The XML Schema of ``build_xml``: the decree's fields in its order, each with its type and length."""
    root = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS, "a": NAMESPACE})
    root.set("targetNamespace", NAMESPACE)
    root.set("elementFormDefault", "qualified")
    top = etree.SubElement(root, f"{{{_XS}}}element", name="HoSo")
    sequence = _complex(top)
    _declare(sequence, FILE)
    holder = etree.SubElement(sequence, f"{{{_XS}}}element", name="Documents")
    choice = etree.SubElement(etree.SubElement(holder, f"{{{_XS}}}complexType"), f"{{{_XS}}}choice")
    choice.set("minOccurs", "0")
    choice.set("maxOccurs", "unbounded")
    for name, fields in (("OutgoingDocument", OUTGOING), ("IncomingDocument", INCOMING)):
        element = etree.SubElement(choice, f"{{{_XS}}}element", name=name)
        _declare(_complex(element), fields)
        for attribute in ("original", "copy", "sha256", "name"):
            declared = etree.SubElement(element[0], f"{{{_XS}}}attribute", name=attribute, type="xs:string")
            declared.set("use", "optional" if attribute == "copy" else "required")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _complex(element: etree._Element) -> etree._Element:
    return etree.SubElement(etree.SubElement(element, f"{{{_XS}}}complexType"), f"{{{_XS}}}sequence")


def _declare(sequence: etree._Element, fields: tuple[Field, ...]) -> None:
    for field in fields:
        element = etree.SubElement(sequence, f"{{{_XS}}}element", name=field.name)
        note = etree.SubElement(etree.SubElement(element, f"{{{_XS}}}annotation"), f"{{{_XS}}}documentation")
        note.text = f"{field.number}. {field.title}"
        if field.parts:
            _declare(_complex(element), field.parts)
        else:
            _restrict(element, field)


def _restrict(element: etree._Element, field: Field) -> None:
    """Each type also admits nothing: a value that is not known stays empty."""
    simple = etree.SubElement(element, f"{{{_XS}}}simpleType")
    restriction = etree.SubElement(simple, f"{{{_XS}}}restriction", base="xs:string")
    if field.kind is Kind.NUMBER:
        etree.SubElement(restriction, f"{{{_XS}}}pattern", value=f"[0-9]{{0,{field.length}}}")
    elif field.kind is Kind.DATE:
        etree.SubElement(restriction, f"{{{_XS}}}pattern", value="([0-3][0-9]/[01][0-9]/[0-9]{4})?")
    elif field.length:
        etree.SubElement(restriction, f"{{{_XS}}}maxLength", value=str(field.length))
