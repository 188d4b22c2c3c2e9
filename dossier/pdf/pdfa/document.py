"""The checks of a PDF/A file as a whole: header, trailer, metadata, output intent, catalogue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree
from pikepdf import Array, Dictionary, Name, Stream

from dossier.files import long_path
from dossier.pdf.pdfa import rules
from dossier.pdf.pdfa.content import entries, stream_data
from dossier.pdf.pdfa.notes import find_action_faults
from dossier.pdf.pdfa.rules import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pikepdf

_HEADER = re.compile(rb"%PDF-1\.[0-7][\r\n]+%[\x80-\xff]{4}")
_TAIL = re.compile(rb"%%EOF[\r\n]{0,2}\Z")
_ENDS = 64
_NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
# Entry of the information dictionary and its property in XMP; only those that are text.
_IN_STEP = {
    "/Title": "dc:title",
    "/Author": "dc:creator",
    "/Subject": "dc:description",
    "/Keywords": "pdf:Keywords",
    "/Creator": "xmp:CreatorTool",
    "/Producer": "pdf:Producer",
}
_LEVELS = {"2": {"A", "B", "U"}, "3": {"A", "B", "U"}}
_CLASSES = {b"prtr", b"mntr"}
_SPACES = {b"RGB ", b"CMYK", b"GRAY"}
_CLASS, _SPACE, _MAJOR = slice(12, 16), slice(16, 20), 8
_NEXT_ICC = 5
_PERMISSIONS = {"/UR3", "/DocMDP"}
_DIGESTS = {"/DigestLocation", "/DigestMethod", "/DigestValue"}


def find_document_faults(pdf: pikepdf.Pdf, path: Path) -> Iterator[Fault]:
    """Everything about the file that no single page can be blamed for."""
    packet = _metadata(pdf)
    part = _property(packet, "pdfaid:part")
    yield from _file_faults(path)
    yield from _trailer_faults(pdf)
    yield from _metadata_faults(packet, part)
    yield from _information_faults(pdf, packet)
    yield from _intent_faults(pdf)
    yield from find_action_faults(pdf)
    yield from _form_faults(pdf)
    yield from _attachment_faults(pdf, part)
    yield from _catalogue_faults(pdf)


def _file_faults(path: Path) -> Iterator[Fault]:
    with long_path(path).open("rb") as file:
        head = file.read(_ENDS)
        file.seek(max(0, path.stat().st_size - _ENDS))
        tail = file.read()
    if not _HEADER.match(head):
        yield Fault(rules.HEADER, "đầu tệp không đúng dạng PDF 1.0 đến 1.7")
    if not _TAIL.search(tail):
        yield Fault(rules.TRAILER, "sau dấu hết tệp còn dữ liệu")


def _trailer_faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    if pdf.is_encrypted:
        yield Fault(rules.TRAILER, "tệp mã hóa")
    halves = pdf.trailer.get("/ID")
    if not isinstance(halves, Array) or not all(len(bytes(half)) for half in halves):
        yield Fault(rules.TRAILER, "tệp không có số nhận dạng")


def _metadata(pdf: pikepdf.Pdf) -> etree._Element | None:
    """The root of the XMP packet; None when it is missing or no XML."""
    stream = pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(stream_data(stream).strip(b"\0 \r\n"), parser)
    except etree.XMLSyntaxError:
        return None


def _property(packet: etree._Element | None, name: str) -> str | None:
    """The value of a property as an attribute, as text, or as the first of a list; None when absent."""
    if packet is None:
        return None
    prefix, _, local = name.partition(":")
    for description in packet.iterfind(".//rdf:Description", _NAMESPACES):
        value = description.get(f"{{{_NAMESPACES[prefix]}}}{local}")
        if value is not None:
            return value
        element = description.find(name, _NAMESPACES)
        if element is not None:
            first = element.find(".//rdf:li", _NAMESPACES)
            return (element if first is None else first).text or ""
    return None


def _metadata_faults(packet: etree._Element | None, part: str | None) -> Iterator[Fault]:
    if packet is None:
        yield Fault(rules.METADATA, "thiếu siêu dữ liệu XMP hoặc XMP không đọc được")
    elif not _names_itself(packet, part):
        yield Fault(rules.METADATA, "XMP không ghi phần 2 hoặc 3 và mức của PDF/A")


def _names_itself(packet: etree._Element, part: str | None) -> bool:
    """Whether part and level are stated under the prefix the standard fixes (6.6.4)."""
    prefixes = {prefix for node in packet.iter() for prefix, uri in node.nsmap.items() if uri == _NAMESPACES["pdfaid"]}
    return prefixes == {"pdfaid"} and _property(packet, "pdfaid:conformance") in _LEVELS.get(part or "", set())


def _information_faults(pdf: pikepdf.Pdf, packet: etree._Element | None) -> Iterator[Fault]:
    if packet is None:
        return
    for key, name in _IN_STEP.items():
        stated = pdf.docinfo.get(key)
        found = _property(packet, name)
        if stated is not None and found is not None and found.strip() != str(stated).strip():
            yield Fault(rules.INFORMATION, f"{key.removeprefix('/')} khác nhau ở hai nơi")


def _intent_faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    intents = [intent for intent in entries(pdf.Root.get("/OutputIntents")) if intent.get("/S") == Name.GTS_PDFA1]
    if not intents:
        yield Fault(rules.OUTPUT_INTENT, "thiếu không gian màu đích")
        return
    profiles = [intent.get("/DestOutputProfile") for intent in intents]
    if len({profile.objgen for profile in profiles if isinstance(profile, Stream)}) > 1:
        yield Fault(rules.OUTPUT_INTENT, "nhiều không gian màu đích khác nhau")
    for profile in profiles:
        data = stream_data(profile) if isinstance(profile, Stream) else b""
        sound = data[_CLASS] in _CLASSES and data[_SPACE] in _SPACES and data[_MAJOR] < _NEXT_ICC
        if not sound:
            yield Fault(rules.OUTPUT_INTENT, "hồ sơ màu đích không đúng loại")


def _form_faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    form = pdf.Root.get("/AcroForm")
    dynamic = isinstance(form, Dictionary) and ("/XFA" in form or form.get("/NeedAppearances", False) is True)
    if dynamic or pdf.Root.get("/NeedsRendering", False) is True:
        yield Fault(rules.FORM, "biểu mẫu cần chương trình vẽ lại khi mở")


def _attachment_faults(pdf: pikepdf.Pdf, part: str | None) -> Iterator[Fault]:
    specs = [spec.obj for spec in pdf.attachments.values()]
    if specs and part != "3":
        yield Fault(rules.ATTACHED, "PDF/A-2b không mang tệp đính kèm")
        return
    for spec in specs:
        file = spec.get("/EF", Dictionary()).get("/F")
        if not isinstance(file, Stream) or "/Subtype" not in file:
            yield Fault(rules.ATTACHED, "tệp đính kèm không nêu loại")
        if not {"/F", "/UF", "/AFRelationship"} <= set(spec.keys()):
            yield Fault(rules.ATTACHED, "tệp đính kèm không nêu tên và quan hệ")


def _catalogue_faults(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    root = pdf.Root
    permissions = root.get("/Perms")
    if isinstance(permissions, Dictionary) and not _is_plain(permissions):
        yield Fault(rules.CATALOGUE, "quyền sử dụng không được phép")
    if "/Requirements" in root:
        yield Fault(rules.CATALOGUE, "tài liệu đòi hỏi chương trình đọc")
    names = root.get("/Names")
    if isinstance(names, Dictionary) and "/AlternatePresentations" in names:
        yield Fault(rules.CATALOGUE, "tài liệu có kiểu trình chiếu khác")
    layers = root.get("/OCProperties")
    if isinstance(layers, Dictionary):
        yield from _layer_faults(layers)


def _is_plain(permissions: pikepdf.Object) -> bool:
    if not set(permissions.keys()) <= _PERMISSIONS:
        return False
    signature = permissions.get("/DocMDP", Dictionary())
    return not any(_DIGESTS & set(reference.keys()) for reference in entries(signature.get("/Reference")))


def _layer_faults(layers: pikepdf.Object) -> Iterator[Fault]:
    """6.9: every way of showing the layers has its own name and switches nothing by itself."""
    default = layers.get("/D")
    configurations = [*([default] if isinstance(default, Dictionary) else []), *entries(layers.get("/Configs"))]
    titles = [str(configuration.get("/Name", "")) for configuration in configurations]
    if len(set(titles)) < len(titles) or "" in titles:
        yield Fault(rules.CATALOGUE, "cách hiện lớp nội dung thiếu tên hoặc trùng tên")
    if any("/AS" in configuration for configuration in configurations):
        yield Fault(rules.CATALOGUE, "lớp nội dung tự bật tắt")
    listed = {layer.objgen for layer in entries(layers.get("/OCGs"))}
    for configuration in configurations:
        order = configuration.get("/Order")
        if isinstance(order, Array) and not listed <= set(_ordered(order)):
            yield Fault(rules.CATALOGUE, "danh sách lớp nội dung thiếu lớp")


def _ordered(order: pikepdf.Object, depth: int = 20) -> Iterator[tuple[int, int]]:
    for entry in order:
        if isinstance(entry, Dictionary):
            yield entry.objgen
        elif isinstance(entry, Array) and depth:
            yield from _ordered(entry, depth - 1)
