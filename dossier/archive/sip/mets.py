"""METS files and descriptions as XML, composed and parsed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from lxml import etree

from dossier.archive.sip.csip import CSIP_NS, METS_NS, XLINK_NS
from dossier.archive.sip.model import METS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    from lxml.etree import _Element

    from dossier.archive.sip.fields import Field
    from dossier.archive.sip.model import Packed
    from dossier.archive.year.model import Organ

PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
# The circular names neither; what the content is, in words.
_TYPE, _CONTENT = "SIP_hoso", "TT 05/2025/TT-BNV"
_DESCRIPTION = "simpledc (TT 05/2025/TT-BNV)"
_NSMAP = {"mets": METS_NS, "xlink": XLINK_NS, "csip": CSIP_NS}
_XS = "http://www.w3.org/2001/XMLSchema"
_MIME = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "xsd": "application/xml",
    "txt": "text/plain",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "zip": "application/zip",
}


class MetsFile:
    """One METS file being composed: the package's or a representation's.

    Ids are made of the package's and of what they name, so that the same package has the same ids.
    """

    def __init__(self, objid: str, package: UUID, *, at: dt.datetime) -> None:
        self._package, self._objid = package, objid
        self._at = at.isoformat(timespec="seconds")
        self._root = etree.Element(_mets("mets"), nsmap=_NSMAP)
        self._root.attrib.update(
            {
                "OBJID": objid,
                "TYPE": "OTHER",
                _csip("OTHERTYPE"): _TYPE,
                _csip("CONTENTINFORMATIONTYPE"): "OTHER",
                _csip("OTHERCONTENTINFORMATIONTYPE"): _CONTENT,
                "PROFILE": PROFILE,
            }
        )
        self._descriptions: list[str] = []
        self._groups: list[tuple[str, str, str]] = []

    def add_header(self, organ: Organ, *, software: str, version: str, agreement: str) -> None:
        """``metsHdr``: software, submitting agency, agreement (empty for none)."""
        header = self._add(self._root, "metsHdr", CREATEDATE=self._at, RECORDSTATUS="NEW")
        header.set(_csip("OAISPACKAGETYPE"), "SIP")
        agent = self._add(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
        self._add(agent, "name").text = software
        note = self._add(agent, "note")
        note.text = version
        note.set(_csip("NOTETYPE"), "SOFTWARE VERSION")
        submitter = self._add(header, "agent", ROLE="CREATOR", TYPE="ORGANIZATION")
        self._add(submitter, "name").text = organ.name
        if organ.id:
            note = self._add(submitter, "note")
            note.text = organ.id
            note.set(_csip("NOTETYPE"), "IDENTIFICATIONCODE")
        if agreement:
            self._add(header, "altRecordID", TYPE="SUBMISSIONAGREEMENT").text = agreement

    def add_descriptions(self, files: Iterable[Packed]) -> None:
        """A ``dmdSec`` for each description."""
        for file in files:
            section = self._add(self._root, "dmdSec", ID=self._id("dmd", file.path), CREATED=self._at, STATUS="CURRENT")
            self._descriptions.append(section.get("ID", ""))
            reference = self._add(section, "mdRef", LOCTYPE="URL", MDTYPE="OTHER", OTHERMDTYPE=_DESCRIPTION)
            self._locate(reference, file.path)
            self._measure(reference, file)

    def add_files(self, groups: Mapping[str, Sequence[Packed]]) -> None:
        """``fileSec``: a group for each use; a group without files is left out."""
        section = self._add(self._root, "fileSec", ID=self._id("uuid", "fileSec"))
        for use, files in groups.items():
            if not files:
                continue
            group = self._add(section, "fileGrp", ID=self._id("uuid", f"fileGrp {use}"), USE=use)
            if use.startswith("Representations"):
                group.set(_csip("CONTENTINFORMATIONTYPE"), "OTHER")
                group.set(_csip("OTHERCONTENTINFORMATIONTYPE"), _CONTENT)
            for file in files:
                item = self._add(group, "file", ID=self._id("ID", file.path))
                self._measure(item, file)
                self._locate(self._add(item, "FLocat", LOCTYPE="URL"), file.path)
            self._groups.append((use, group.get("ID", ""), files[0].path))

    def add_structure(self) -> None:
        """``structMap``: metadata, then a part for each file group."""
        table = self._add(self._root, "structMap", ID=self._id("uuid", "structMap"), TYPE="PHYSICAL", LABEL="CSIP")
        main = self._add(table, "div", ID=self._id("uuid", "div"), LABEL=self._objid)
        metadata = self._add(main, "div", ID=self._id("uuid", "div Metadata"), LABEL="Metadata")
        if self._descriptions:
            metadata.set("DMDID", " ".join(self._descriptions))
        for use, group, first in self._groups:
            part = self._add(main, "div", ID=self._id("uuid", f"div {use}"), LABEL=use)
            if use.startswith("Representations/"):
                pointer = self._add(part, "mptr", LOCTYPE="URL")
                self._locate(pointer, first)
                pointer.set(f"{{{XLINK_NS}}}title", group)
            else:
                self._add(part, "fptr", FILEID=group)

    def to_bytes(self) -> bytes:
        """The file, UTF-8."""
        return to_xml(self._root)

    def _add(self, parent: _Element, name: str, **attributes: str) -> _Element:
        return etree.SubElement(parent, _mets(name), attributes)

    def _id(self, prefix: str, name: str) -> str:
        return f"{prefix}-{str(uuid5(self._package, f'{self._objid} {name}')).upper()}"

    def _measure(self, element: _Element, file: Packed) -> None:
        element.attrib.update(
            {
                "MIMETYPE": _MIME.get(file.path.rpartition(".")[2].lower(), "application/octet-stream"),
                "SIZE": str(file.size),
                "CREATED": self._at,
                "CHECKSUM": file.sha256,
                "CHECKSUMTYPE": "SHA-256",
            }
        )

    @staticmethod
    def _locate(element: _Element, path: str) -> None:
        element.set(f"{{{XLINK_NS}}}type", "simple")
        element.set(f"{{{XLINK_NS}}}href", path)


def _mets(name: str) -> str:
    return f"{{{METS_NS}}}{name}"


def _csip(name: str) -> str:
    return f"{{{CSIP_NS}}}{name}"


def compose_description(values: Mapping[str, str]) -> bytes:
    """A flat description: an element for each field, in order."""
    root = etree.Element("simpledc")
    for name, value in values.items():
        etree.SubElement(root, name).text = value
    return to_xml(root)


def compose_schema(fields: Iterable[Field]) -> bytes:
    """The XML schema of a description, made from the same table as the description and its check."""
    root = etree.Element(f"{{{_XS}}}schema", nsmap={"xs": _XS})
    top = etree.SubElement(root, f"{{{_XS}}}element", name="simpledc")
    sequence = etree.SubElement(etree.SubElement(top, f"{{{_XS}}}complexType"), f"{{{_XS}}}sequence")
    for field in fields:
        element = etree.SubElement(sequence, f"{{{_XS}}}element", name=field.name)
        simple = etree.SubElement(element, f"{{{_XS}}}simpleType")
        limits = etree.SubElement(simple, f"{{{_XS}}}restriction", base="xs:string")
        if field.length:
            etree.SubElement(limits, f"{{{_XS}}}maxLength", value=str(field.length))
        for code in sorted({"", *field.codes}) if field.codes else ():
            etree.SubElement(limits, f"{{{_XS}}}enumeration", value=code)
    return to_xml(root)


def to_xml(root: _Element) -> bytes:
    """UTF-8 with declaration, indented."""
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return data


def parse_xml(data: bytes) -> _Element:
    """The root of XML that came from somewhere: no entities, no network, no huge trees.

    Raises:
        ValueError: it is not well formed, or brings a document type of its own.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("có khai báo DOCTYPE")
    return root


def is_mets(path: str) -> bool:
    """Whether a path is that of a METS file."""
    return path == METS or path.endswith(f"/{METS}")
