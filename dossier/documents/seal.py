"""The seal of a made DOCX: tells whether a person has edited it since, and from which data it was made.

Two custom properties: ``dossier-noi-dung``, SHA-256 over every other part of the file, and
``dossier-du-lieu``, the hash of data, template and renderer. Word rewrites every part when it saves,
so a file that a person saved never matches its own seal.
"""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

from dossier.files import read_bytes, settle_zip, sha256_hex, staged_file

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

_PART = "docProps/custom.xml"
_CONTENT, _DATA = "dossier-noi-dung", "dossier-du-lieu"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file on disk says of itself.

    Attributes:
        data: the data hash it was made from; empty when it bears no seal.
        intact: no part has changed since it was made.
    """

    data: str
    intact: bool


def read_seal(path: Path) -> Seal:
    """The seal of a file; anything that is not a sealed DOCX counts as a person's own work."""
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as package:
            members = {name: package.read(name) for name in package.namelist()}
        said = _read_properties(members[_PART])
    except (OSError, KeyError, RuntimeError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return Seal("", intact=False)
    return Seal(said.get(_DATA, ""), intact=said.get(_CONTENT) == _content_hash(members))


def reserve_seal(document: Document) -> None:
    """Give the package the part that the seal will fill, unless its template brought one."""
    package = document.part.package
    if not any(rel.reltype == RELATIONSHIP_TYPE.CUSTOM_PROPERTIES for rel in package.rels.values()):
        part = Part(PackURI(f"/{_PART}"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, b"", package)
        package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def write_sealed(target: Path, package: bytes, *, data: str) -> None:
    """Write a package whole, sealed, with bytes that depend on its content only."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    members[_PART] = _make_properties({_CONTENT: _content_hash(members), _DATA: data})
    with staged_file(target) as staging:
        with zipfile.ZipFile(staging, "w") as made:
            for name, content in members.items():
                made.writestr(name, content)
        settle_zip(staging)


def _content_hash(members: dict[str, bytes]) -> str:
    parts = sorted((name, sha256_hex(content)) for name, content in members.items() if name != _PART)
    return sha256_hex(json.dumps(parts).encode())


def _make_properties(values: dict[str, str]) -> bytes:
    root = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap={"op": _PROPERTIES, "vt": _TYPES})
    for number, (name, value) in enumerate(values.items(), start=2):
        one = etree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_FORMAT_ID, pid=str(number), name=name)
        etree.SubElement(one, f"{{{_TYPES}}}lpwstr").text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _read_properties(content: bytes) -> dict[str, str]:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
    return {one.get("name", ""): "".join(str(text) for text in one.itertext()) for one in root}
