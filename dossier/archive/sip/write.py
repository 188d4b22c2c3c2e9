"""Writing a ``SIP_hoso`` package of one file of the year archive; it appears whole or not at all."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import IO, TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from dossier.archive.sip.fields import (
    DOCUMENT_FIELDS,
    FILE_FIELDS,
    describe_document,
    describe_file,
    document_code,
    file_code,
    find_field_faults,
)
from dossier.archive.sip.mets import MetsFile, compose_description, compose_schema
from dossier.archive.sip.model import EAD, METS, REPRESENTATIONS, Packed, WrittenSip
from dossier.archive.year.model import Organ
from dossier.bags.hashing import Hasher
from dossier.bags.write import Sink, open_sink
from dossier.errors import RefusedError
from dossier.files import long_path, sha256_hex
from dossier.problems import Problem
from dossier.text import ascii_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.archive.sip.fields import Field
    from dossier.archive.year.model import ArchivedDocument, ArchiveFile, Copy

SOFTWARE = "Dossier"
_GUIDE = """\
Gói tin nộp hồ sơ (SIP_hoso) theo Thông tư 05/2025/TT-BNV, Phụ lục III, trên quy cách E-ARK CSIP 2.0.4.
Hồ sơ: {code}
{title}
metadata/descriptive/EAD.xml: 18 trường của hồ sơ.
representations/rep1: mỗi tài liệu một tệp và một bản đặc tả 21 trường. Tài liệu đã ký số giữ nguyên từng byte;
tài liệu khác là bản PDF/A nếu lập được.
representations/rep2 (nếu có): bản gốc nguyên từng byte của tài liệu mà rep1 chứa bản PDF/A.
schemas: lược đồ của hai loại đặc tả, do phần mềm lập từ bảng trường; thông tư không kèm lược đồ dùng được.
Mã SHA-256 của mọi tệp nằm trong METS.xml và representations/*/METS.xml.
"""


def write_sip(
    file: ArchiveFile,
    target: Path,
    *,
    organ: Organ,
    year: int,
    at: dt.datetime,
    version: str,
    copies: Mapping[str, Copy],
) -> WrittenSip:
    """Write one file as a package; a ``.zip`` target holds it in a folder of its identifier, any other is the folder.

    Args:
        file: with its documents numbered in time order.
        target: must not exist.
        organ: the agency that hands over.
        year: part of the file's code.
        at: when the package is made, with zone.
        version: of the program.
        copies: PDF/A copies by SHA-256 of the original.

    Raises:
        RefusedError: the target exists; the file has no documents; an original is not what it was when it was read.
    """
    if target.exists():
        raise RefusedError(f"{target.name} đã có, không ghi đè.")
    if not file.documents:
        raise RefusedError(f"Hồ sơ {file.symbol} không có tài liệu, không lập gói.")
    code = file_code(file, organ, year)
    package = _identify(file, code)
    objid = package_id(file, organ, year)
    with open_sink(target, f"{objid}/") as sink, Hasher(("sha256",)) as hasher:
        packer = _Packer(sink, hasher, package, objid, organ, version, at)
        main = packer.write_package(file, code, copies)
        packer.close(main, METS)
    return WrittenSip(target, objid, packer.files, tuple(packer.problems))


def package_id(file: ArchiveFile, organ: Organ, year: int) -> str:
    """OBJID of the package, which is the name of its folder; the same for the same file with the same content."""
    return f"uuid-{str(_identify(file, file_code(file, organ, year))).upper()}"


def _identify(file: ArchiveFile, code: str) -> UUID:
    content = sha256_hex("".join(document.sha256 for document in file.documents).encode())
    return uuid5(NAMESPACE_URL, f"urn:dossier:sip-hoso:{code}:{content}")


def file_stem(code: str, ordinal: int) -> str:
    """Name of a document's file without its ending: the code of the document, in letters every system holds."""
    plain = unicodedata.normalize("NFD", document_code(code, ordinal).replace("Đ", "D").replace("đ", "d"))
    return re.sub(r"[^A-Za-z0-9.]+", "-", plain.encode("ascii", "ignore").decode("ascii"))


@dataclass(slots=True)
class _Packer:
    """One package being written."""

    sink: Sink
    hasher: Hasher
    package: UUID
    objid: str
    organ: Organ
    version: str
    at: dt.datetime
    files: int = 0
    problems: list[Problem] = field(default_factory=list)

    def write_package(self, file: ArchiveFile, code: str, copies: Mapping[str, Copy]) -> MetsFile:
        """Everything but ``METS.xml``, which is composed."""
        archived = {document: copy for document in file.documents if (copy := _archival_copy(document, copies))}
        stems = {document: file_stem(code, document.ordinal) for document in file.documents}
        described = {
            f"EAD_doc_{stems[document]}.xml": describe_document(document, file, code) for document in file.documents
        }
        contents = {document: archived.get(document, document.source) for document in file.documents}
        originals = {document: document.source for document in archived}
        represented = [self._write_representation(REPRESENTATIONS[0], stems, contents, described)]
        if originals:
            represented.append(self._write_representation(REPRESENTATIONS[1], stems, originals, {}))
        main = MetsFile(self.objid, self.package, at=self.at)
        main.add_header(self.organ, software=SOFTWARE, version=self.version, agreement=self.organ.list_basis)
        main.add_descriptions([self._describe(EAD, describe_file(file, code), FILE_FIELDS)])
        guide = _GUIDE.format(code=code, title=file.title)
        schemas = {"schemas/EAD_hoso.xsd": FILE_FIELDS, "schemas/EAD_doc.xsd": DOCUMENT_FIELDS}
        groups = {
            "Documentation": [self._put("documentation/GIOI-THIEU.txt", BytesIO(guide.encode()))],
            "Schemas": [self._put(path, BytesIO(compose_schema(fields))) for path, fields in schemas.items()],
        }
        for packed in represented:
            groups["R" + packed.path.removesuffix(f"/{METS}")[1:]] = [packed]
        main.add_files(groups)
        return main

    def _write_representation(
        self,
        place: str,
        stems: Mapping[ArchivedDocument, str],
        contents: Mapping[ArchivedDocument, Path],
        described: Mapping[str, Mapping[str, str]],
    ) -> Packed:
        mets = MetsFile(f"{self.objid}/{place}", self.package, at=self.at)
        mets.add_header(self.organ, software=SOFTWARE, version=self.version, agreement="")
        descriptions = [
            self._describe(f"{place}/metadata/descriptive/{name}", values, DOCUMENT_FIELDS)
            for name, values in described.items()
        ]
        data = [
            self._put_file(f"{place}/data/{stems[document]}{_ending(path)}", path, document)
            for document, path in contents.items()
        ]
        mets.add_descriptions(_inside(descriptions, place))
        mets.add_files({"Data": _inside(data, place)})
        return self.close(mets, f"{place}/{METS}")

    def _describe(self, path: str, values: Mapping[str, str], fields: Sequence[Field]) -> Packed:
        self.problems += find_field_faults(tuple(values.items()), fields, path)
        return self._put(path, BytesIO(compose_description(values)))

    def _put_file(self, path: str, source: Path, document: ArchivedDocument) -> Packed:
        with long_path(source).open("rb") as stream:
            packed = self._put(path, stream, size=long_path(source).stat().st_size)
        if source == document.source and packed.sha256 != document.sha256:
            raise RefusedError(f"«{document.path}» đã thay đổi từ khi được đọc: hãy chạy lại.")
        return packed

    def _put(self, path: str, stream: IO[bytes], *, size: int = 0) -> Packed:
        with self.sink.create(path, size) as copy:
            size, hashes = self.hasher.hash(stream, copy_to=copy)
        self.files += 1
        return Packed(path, size, hashes["sha256"])

    def close(self, mets: MetsFile, path: str) -> Packed:
        """Add the structure of a METS file and write it."""
        mets.add_structure()
        return self._put(path, BytesIO(mets.to_bytes()))


def _archival_copy(document: ArchivedDocument, copies: Mapping[str, Copy]) -> Path | None:
    """The PDF/A copy that stands for a document; none for a signed one, whose signature a copy would lose."""
    copy = copies.get(document.sha256)
    return copy.path if copy and not document.signed else None


def _ending(path: Path) -> str:
    """Every file has one: without it the last part of the document's code would be taken for an ending."""
    return f".{ascii_name(path.suffix)}" if path.suffix else ".bin"


def _inside(files: Sequence[Packed], place: str) -> list[Packed]:
    """The files as the METS file of their representation calls them."""
    return [replace(file, path=file.path.removeprefix(f"{place}/")) for file in files]
