"""Tag files of a bag: parsed and composed. Pure, from bytes to values and faults."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.bags import rules
from dossier.bags.model import Digests
from dossier.bags.names import decode_path, encode_path, find_escape
from dossier.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
FETCH = "fetch.txt"
MANIFEST = re.compile(r"^(?P<tag>tag)?manifest-(?P<algorithm>[A-Za-z0-9-]+)\.txt$")
_DECLARED = re.compile(
    rb"BagIt-Version: (?P<version>\d+\.\d+)(?:\r\n|\n|\r)"
    rb"Tag-File-Character-Encoding: (?P<encoding>[\w.:-]+)(?:\r\n|\n|\r)?"
)
VERSIONS = frozenset({"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"})
_LINE = re.compile(r"^(?P<hash>(?:[0-9A-Fa-f]{2})+)[ \t]+(?P<star>\*?)(?P<path>.+)$")
_LINE_END = re.compile(r"\r\n|\n|\r")
_LABEL = re.compile(r"^(?P<label>[^:\s][^:]*?)\s*:\s?(?P<value>.*)$")
_FETCH_LINE = re.compile(r"^(?P<url>\S+)[ \t]+(?P<length>\d+|-)[ \t]+(?P<path>.+)$")
# bag-info lines are advised to stay below this many characters (RFC 8493, 2.2.2).
_WIDTH = 79


@dataclass(slots=True)
class Listing:
    """One manifest: lower-case hashes by path, and what is odd about it."""

    name: str
    algorithm: str
    hashes: Digests
    problems: list[Problem] = field(default_factory=list)

    @property
    def of_tags(self) -> bool:
        """Whether it lists tag files rather than the payload."""
        return self.name.startswith("tag")


def parse_declaration(data: bytes) -> tuple[str, str, tuple[Problem, ...]]:
    """Version and encoding of ``bagit.txt``; both empty when it is not exactly as the standard has it."""
    where = Where(path=DECLARATION)
    found = _DECLARED.fullmatch(data)
    if not found:
        fault = (
            "có dấu BOM ở đầu" if data.startswith(codecs.BOM_UTF8) else "không đúng hai dòng, thừa dấu cách hoặc dòng"
        )
        return "", "", (rules.DECLARATION.at(where, f"bagit.txt {fault}."),)
    version, encoding = found["version"].decode(), found["encoding"].decode()
    if version not in VERSIONS:
        return "", "", (rules.DECLARATION.at(where, f"Không biết phiên bản BagIt «{version}»."),)
    try:
        codecs.lookup(encoding)
        "".encode(encoding)
    except (LookupError, ValueError):
        return "", "", (rules.DECLARATION.at(where, f"Không biết bảng mã «{encoding}»."),)
    return version, encoding, ()


def parse_manifest(lines: Iterable[str], listing: Listing, *, version: str) -> None:
    """Read the lines of a manifest into ``listing``."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            _parse_line(line.removesuffix("\n"), listing, Where(path=listing.name, line=number), version)


def _parse_line(line: str, listing: Listing, where: Where, version: str) -> None:
    found = _LINE.match(line)
    if not found:
        listing.problems.append(rules.TAG_FILE.at(where, "Dòng không có dạng «mã đường-dẫn»."))
        return
    path = decode_path(found["path"], version)
    if found["star"]:
        listing.problems.append(rules.ODD_LISTING.at(where, "Dấu * trước tên tệp (lập bằng md5sum)."))
    if path.startswith("./"):
        path = path[2:]
        listing.problems.append(rules.ODD_LISTING.at(where, "Đường dẫn bắt đầu bằng «./»."))
    escape = find_escape(path)
    if escape:
        listing.problems.append(rules.UNSAFE_PATH.at(where, f"«{path}»: {escape}."))
        return
    digest = found["hash"].lower()
    known = listing.hashes.get(path)
    if known and known != digest:
        listing.problems.append(rules.LISTED_TWICE.at(where, f"«{path}» có hai mã kiểm tra khác nhau."))
    elif known:
        listing.problems.append(rules.ODD_LISTING.at(where, f"«{path}» ghi hai lần."))
    listing.hashes.put(path, digest)


def parse_info(text: str) -> tuple[tuple[tuple[str, str], ...], tuple[Problem, ...]]:
    """Labels and values of ``bag-info.txt`` in order; continuation lines are joined by a space."""
    pairs: list[tuple[str, str]] = []
    problems: list[Problem] = []
    for number, line in enumerate(_lines(text), start=1):
        found = _LABEL.match(line)
        if line[:1] in {" ", "\t"} and pairs:
            label, value = pairs[-1]
            pairs[-1] = label, f"{value} {line.strip()}"
        elif found:
            pairs.append((found["label"], found["value"].strip()))
        elif line.strip():
            problems.append(rules.TAG_FILE.at(Where(path=INFO, line=number), "Dòng không có dạng «Nhãn: giá trị»."))
    return tuple(pairs), tuple(problems)


def parse_fetch(text: str, *, version: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Paths that ``fetch.txt`` would bring from the net; Dossier never fetches."""
    paths: list[str] = []
    problems: list[Problem] = []
    for number, line in enumerate(_lines(text), start=1):
        where = Where(path=FETCH, line=number)
        found = _FETCH_LINE.match(line)
        path = decode_path(found["path"], version).removeprefix("./") if found else ""
        if line.strip() and not found:
            problems.append(rules.TAG_FILE.at(where, "Dòng không có dạng «địa-chỉ kích-thước đường-dẫn»."))
        elif find_escape(path) or (path and not path.startswith("data/")):
            fault = find_escape(path) or "không nằm trong data/"
            problems.append(rules.UNSAFE_PATH.at(where, f"«{path}»: {fault}."))
        elif path:
            paths.append(path)
    return tuple(paths), tuple(problems)


def _lines(text: str) -> Iterator[str]:
    """Only CR, LF and CRLF end a line; ``str.splitlines`` also breaks at characters that names may hold."""
    yield from _LINE_END.split(text)


def compose_declaration() -> bytes:
    """``bagit.txt`` of a bag of ours."""
    return b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def compose_line(path: str, digest: str) -> bytes:
    """A line of a manifest."""
    return f"{digest}  {encode_path(path)}\n".encode()


def compose_info(pairs: Iterable[tuple[str, str]]) -> bytes:
    """``bag-info.txt``; long values go on in indented lines, at spaces."""
    return "".join(_fold_line(f"{label}: {' '.join(value.split())}") for label, value in pairs).encode("utf-8")


def _fold_line(line: str) -> str:
    folded = ""
    while len(line) > _WIDTH and " " in line[2:_WIDTH].lstrip():
        cut = line.rfind(" ", 2, _WIDTH)
        if not line[:cut].strip() or line[:cut].endswith(":"):
            break
        folded += line[:cut] + "\n"
        line = "  " + line[cut + 1 :]
    return folded + line + "\n"
