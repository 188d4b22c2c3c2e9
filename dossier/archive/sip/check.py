"""Checking a ``SIP_hoso`` package, ours or not: structure, METS, files, descriptions. Nothing is unpacked."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dossier.archive.sip import rules
from dossier.archive.sip.csip import XLINK_NS, find_elements, judge_mets
from dossier.archive.sip.fields import DOCUMENT_FIELDS, FILE_FIELDS, document_code, find_field_faults
from dossier.archive.sip.mets import is_mets, parse_xml
from dossier.archive.sip.model import EAD, METS, Level, Result, SipReport, State
from dossier.bags import open_source
from dossier.bags.hashing import Hasher, known_algorithm
from dossier.bags.names import find_escape
from dossier.bags.source import READ_ERRORS, Source, find_base
from dossier.bags.tags import DECLARATION
from dossier.problems import NoProgress, Problem, Progress, Where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from lxml.etree import _Element

    from dossier.archive.sip.fields import Field
    from dossier.problems import CheckRule

_LONGEST_XML = 256 << 20
_SAID = ("SIZE", "CHECKSUM", "CHECKSUMTYPE")
_DOCUMENT = "/metadata/descriptive/EAD_doc_"
# Folders of the package and how strongly CSIP asks for each.
_FOLDERS = (
    ("CSIPSTR5", Level.SHOULD, "metadata"),
    ("CSIPSTR9", Level.SHOULD, "representations"),
    ("CSIPSTR15", Level.SHOULD, "schemas"),
    ("CSIPSTR16", Level.SHOULD, "documentation"),
)


def is_sip(path: Path) -> bool:
    """Whether there is a METS file where a package has it, and no bag around it."""
    with open_source(path) as source:
        find_base(source, METS)
        return METS in source.sizes and DECLARATION not in source.sizes


def check_sip(path: Path, *, progress: Progress | None = None) -> SipReport:
    """Everything wrong with a package in a folder, ZIP or tar. Never raises for what is in it."""
    with open_source(path) as source:
        find_base(source, METS)
        check = _Check(source, progress or NoProgress())
        check.run(source.base.rstrip("/") or path.stem)
        return SipReport(path, check.objid, check.documents, tuple(check.results), tuple(check.problems))


@dataclass(slots=True)
class _Check:
    """One package being looked at."""

    source: Source
    progress: Progress
    objid: str = ""
    documents: int = 0
    results: list[Result] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    # Path in the package → what METS says of the file.
    listed: dict[str, dict[str, str]] = field(default_factory=dict)

    def run(self, folder: str) -> None:
        """Look at everything; stop where there is no package."""
        self.problems += self.source.problems
        if METS not in self.source.sizes:
            self._tell(rules.UNREADABLE, METS, "Không có METS.xml ở gốc của gói.")
            return
        for path in sorted(filter(is_mets, self.source.sizes), key=lambda name: (name.count("/"), name)):
            self._check_mets(path)
        self._check_folders(folder)
        self._tell_results()
        self._check_files()
        self._check_descriptions()

    def _tell(self, rule: CheckRule, path: str, message: str) -> None:
        self.problems.append(rule.at(Where(path=path), message))

    # METS

    def _check_mets(self, path: str) -> None:
        root = self._parse(path)
        if root is None:
            return
        if path == METS:
            self.objid = root.get("OBJID", "")
        self.results += judge_mets(root, path)
        ids = Counter(item.get("ID", "") for item in root.iter() if isinstance(item.tag, str) and item.get("ID"))
        for identifier in (name for name, count in ids.items() if count > 1):
            self._tell(rules.MUST, path, f"ID «{identifier}» dùng {ids[identifier]} lần.")
        base = posixpath.dirname(path)
        for reference in find_elements(root, "//m:mdRef | //m:file/m:FLocat"):
            href = unquote(reference.get(f"{{{XLINK_NS}}}href", "").removeprefix("file:///").removeprefix("./"))
            if find_escape(href):
                self._tell(rules.FILE, path, f"«{href}»: {find_escape(href)}.")
            elif href:
                said = {name: reference.xpath(f"string(ancestor-or-self::*[@SIZE][1]/@{name})") for name in _SAID}
                self.listed[posixpath.join(base, href)] = {name: str(value) for name, value in said.items()}

    def _check_folders(self, folder: str) -> None:
        states = {True: State.MET, False: State.BROKEN}
        named = folder == self.objid.replace(":", "_")
        self.results.append(Result("CSIPSTR1", Level.MUST, "Thư mục gốc mang tên là mã gói", METS, states[named]))
        for number, level, name in _FOLDERS:
            there = any(path.startswith(f"{name}/") for path in self.source.sizes)
            self.results.append(Result(number, level, f"Có thư mục {name}", METS, states[there]))

    def _tell_results(self) -> None:
        wanted = {Level.MUST: rules.MUST, Level.SHOULD: rules.SHOULD}
        for result in self.results:
            if result.state is State.BROKEN and result.level in wanted:
                self._tell(wanted[result.level], result.mets, f"{result.id}: {result.title}.")

    def _parse(self, path: str) -> _Element | None:
        try:
            return parse_xml(self.source.read(path, most=_LONGEST_XML))
        except (*READ_ERRORS, ValueError) as error:
            self._tell(rules.UNREADABLE, path, f"Không đọc được XML ({error}).")
            return None

    # Files

    def _check_files(self) -> None:
        self.progress.start("Kiểm tra mã từng tệp", len(self.listed))
        algorithms = {known_algorithm(item.get("CHECKSUMTYPE", "")) for item in self.listed.values()} - {""}
        with Hasher(sorted(algorithms)) as hasher:
            for path, item in self.listed.items():
                self._check_file(path, item, hasher)
                self.progress.advance(path)
        self.progress.finish()
        for path in sorted(self.source.sizes.keys() - self.listed.keys() - {METS}):
            self._tell(rules.UNLISTED, path, "Không METS.xml nào ghi tệp này.")

    def _check_file(self, path: str, item: dict[str, str], hasher: Hasher) -> None:
        algorithm = known_algorithm(item.get("CHECKSUMTYPE", ""))
        size = self.source.sizes.get(path)
        if size is None:
            self._tell(rules.FILE, path, "Ghi trong METS.xml nhưng không có trong gói.")
        elif str(size) != item.get("SIZE"):
            self._tell(rules.FILE, path, f"Dài {size} byte, METS.xml ghi {item.get('SIZE')}.")
        elif algorithm:
            try:
                with self.source.open_bare(path) as stream:
                    _, found = hasher.hash(stream, only=(algorithm,))
            except READ_ERRORS as error:
                self._tell(rules.FILE, path, f"Không đọc hết được tệp ({error}).")
                return
            if found[algorithm] != item.get("CHECKSUM", "").lower():
                self._tell(rules.FILE, path, "Nội dung không khớp mã kiểm tra: tệp đã bị thay đổi.")

    # Descriptions

    def _check_descriptions(self) -> None:
        described = self._describe(EAD, FILE_FIELDS) if EAD in self.source.sizes else {}
        if not described:
            self._tell(rules.FIELDS, EAD, "Không có đặc tả của hồ sơ.")
        paths = sorted(path for path in self.source.sizes if _DOCUMENT in path)
        self.documents = len(paths)
        codes = {path: self._describe(path, DOCUMENT_FIELDS).get("docCode", "") for path in paths}
        self.problems += _find_code_faults(codes, described.get("fileCode", ""))
        if described.get("totalDoc") != str(len(paths)):
            told = described.get("totalDoc") or "không ghi"
            self._tell(
                rules.DOCUMENT, EAD, f"Tổng số tài liệu (totalDoc) {told}, trong gói có {len(paths)} bản đặc tả."
            )
        self._check_pairs(paths)

    def _describe(self, path: str, fields: tuple[Field, ...]) -> dict[str, str]:
        root = self._parse(path)
        if root is None:
            return {}
        found = [(str(item.tag).rpartition("}")[2], item.text or "") for item in root if isinstance(item.tag, str)]
        self.problems += find_field_faults(found, fields, path)
        return dict(found)

    def _check_pairs(self, paths: list[str]) -> None:
        """Every document of the first representation has a file and a description of the same name."""
        described = {path.rpartition("EAD_doc_")[2].removesuffix(".xml"): path for path in paths}
        data = {
            posixpath.splitext(posixpath.basename(path))[0]: path
            for path in self.source.sizes
            if path.startswith("representations/rep1/data/")
        }
        for name in described.keys() - data.keys():
            self._tell(rules.DOCUMENT, described[name], "Có đặc tả, không có tệp tài liệu cùng tên.")
        for name in data.keys() - described.keys():
            self._tell(rules.DOCUMENT, data[name], "Có tệp tài liệu, không có đặc tả cùng tên.")


def _find_code_faults(codes: dict[str, str], code: str) -> Iterator[Problem]:
    wanted = {document_code(code, number) for number in range(1, len(codes) + 1)}
    for path, found in codes.items():
        if found not in wanted:
            yield rules.DOCUMENT.at(Where(path=path), f"docCode «{found}» không nối tiếp mã hồ sơ «{code}».")
    twice = [found for found, count in Counter(codes.values()).items() if count > 1]
    for found in twice:
        yield rules.DOCUMENT.at(Where(path=EAD), f"docCode «{found}» dùng cho nhiều tài liệu.")
