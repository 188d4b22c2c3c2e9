"""Verifying any BagIt bag, folder or archive, ours or not. Nothing is unpacked, fetched or changed."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dossier.bags import rules, tags
from dossier.bags.hashing import Hasher, known_algorithm
from dossier.bags.model import BagReport, Depth, Digests
from dossier.bags.names import find_twins, find_windows_fault, is_system_name, twin_key
from dossier.bags.profile import find_profile_faults, find_unknown_profile, named_profile
from dossier.bags.source import READ_ERRORS, Source, find_base, open_source
from dossier.bags.tags import Listing
from dossier.problems import NoProgress, Problem, Progress, Severity, Where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from dossier.problems import CheckRule

_PAYLOAD = "data/"
# A manifest of a million files stays below.
_LONGEST_TAG_FILE = 512 << 20


def verify_bag(path: Path, *, depth: Depth = Depth.FULL, progress: Progress | None = None) -> BagReport:
    """Everything wrong with a bag, to some depth. Never raises for what is in it.

    What must be refused is an error; what a foreign bag may do although it is unwise is a warning. In bags that
    name our profile such a warning is an error.
    """
    with open_source(path) as source:
        find_base(source, tags.DECLARATION)
        return verify_source(source, path, depth=depth, progress=progress or NoProgress())


def verify_source(source: Source, path: Path, *, depth: Depth, progress: Progress) -> BagReport:
    """As ``verify_bag`` for a bag that was opened from ``path`` and entered."""
    inspection = _Inspection(source, depth, progress)
    inspection.run()
    return inspection.report(path)


@dataclass(slots=True)
class _Inspection:
    """One bag being looked at."""

    source: Source
    depth: Depth
    progress: Progress
    version: str = ""
    encoding: str = ""
    listings: list[Listing] = field(default_factory=list)
    info: tuple[tuple[str, str], ...] = ()
    fetched: tuple[str, ...] = ()
    checked: int = 0
    problems: list[Problem] = field(default_factory=list)
    # Listed path → the file that stands for it under another spelling.
    spelled: dict[str, str] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    def run(self) -> None:
        """Look as deep as wanted; stop where going on makes no sense."""
        self.problems += self.source.problems
        if not self.source.sizes or not self._read_tags():
            return
        self._check_names()
        self._resolve()
        self._check_oxum()
        if self.depth is not Depth.FAST:
            self._check_completeness()
        if self.depth is Depth.FULL and not self._unsafe():
            self._check_hashes()

    def report(self, path: Path) -> BagReport:
        """What was found."""
        payload = self._payload()
        found = BagReport(
            path=path,
            depth=self.depth,
            version=self.version,
            algorithms=tuple(sorted(listing.algorithm for listing in self._manifests())),
            tag_algorithms=tuple(sorted(listing.algorithm for listing in self.listings if listing.of_tags)),
            files=len(payload),
            size=sum(self.source.sizes[item] for item in payload),
            checked=self.checked,
            info=self.info,
            hashes={listing.algorithm: listing.hashes for listing in self._manifests()},
            base=self.source.base,
            problems=tuple(dict.fromkeys(self.problems)),
        )
        profile = named_profile(found)
        judged = _judge(found, profile) if profile else (*found.problems, *find_unknown_profile(found))
        return replace(found, problems=tuple(judged))

    def _unsafe(self) -> bool:
        return any(problem.rule in {rules.BOMB.id, rules.NO_BAG.id} for problem in self.problems)

    def _payload(self) -> list[str]:
        return [path for path in self.source.sizes if path.startswith(_PAYLOAD)]

    def _manifests(self) -> list[Listing]:
        return [listing for listing in self.listings if not listing.of_tags]

    # Tag files

    def _read_tags(self) -> bool:
        if tags.DECLARATION not in self.source.sizes:
            self._tell(rules.DECLARATION, tags.DECLARATION, "Không có tệp bagit.txt.")
            return False
        data = b""
        with self._telling(tags.DECLARATION):
            data = self.source.read(tags.DECLARATION, most=_LONGEST_TAG_FILE)
        self.version, self.encoding, faults = tags.parse_declaration(data)
        self.problems += faults
        if not self.version:
            return False
        for name in sorted(self.source.sizes):
            self._read_manifest(name)
        if not self._manifests():
            self._tell(rules.ALGORITHM, "manifest-*.txt", "Không có danh sách mã kiểm tra nào kiểm tra được.")
        self.info, faults = tags.parse_info(self._text(tags.INFO))
        self.problems += faults
        self.fetched, faults = tags.parse_fetch(self._text(tags.FETCH), version=self.version)
        self.problems += faults
        return bool(self._manifests())

    def _read_manifest(self, name: str) -> None:
        found = tags.MANIFEST.match(name)
        if not found:
            return
        algorithm = known_algorithm(found["algorithm"])
        if not algorithm:
            self._tell(rules.ODD_LISTING, name, f"Không biết thuật toán «{found['algorithm']}», bỏ qua tệp này.")
            return
        hashes = Digests(self.source.sizes, hashlib.new(algorithm, usedforsecurity=False).digest_size)
        listing = tags.Listing(name, algorithm, hashes)
        with self._telling(name), self._lines(name) as lines:
            tags.parse_manifest(lines, listing, version=self.version)
        self.listings.append(listing)
        self.problems += listing.problems

    def _text(self, name: str) -> str:
        text = ""
        if name in self.source.sizes:
            with self._telling(name), self._lines(name) as lines:
                text = "".join(lines)
        return text

    def _lines(self, name: str) -> AbstractContextManager[Iterable[str]]:
        return self.source.lines(name, most=_LONGEST_TAG_FILE, encoding=self.encoding, errors="strict")

    @contextmanager
    def _telling(self, name: str) -> Iterator[None]:
        """What keeps a tag file from being read becomes a problem."""
        try:
            yield
        except UnicodeError:
            self._tell(rules.TAG_FILE, name, f"Không đọc được theo bảng mã {self.encoding}.")
        except READ_ERRORS as error:
            self._tell(rules.TAG_FILE, name, f"Không đọc được ({error}).")

    # Names

    def _check_names(self) -> None:
        sizes = self.source.sizes
        absent = dict.fromkeys(path for listing in self.listings for path in listing.hashes if path not in sizes)
        names = [*sizes, *absent]
        for first, other in find_twins(names):
            self._tell(rules.NAME_TWIN, other, f"Trùng tên với «{first}» trên Windows hoặc macOS.")
        for path in names:
            fault = find_windows_fault(path)
            if fault:
                self._tell(rules.WINDOWS_NAME, path, f"{fault}.")
            if is_system_name(path):
                self._tell(rules.SYSTEM_FILE, path, "Tệp do hệ điều hành tự tạo, không phải tài liệu.")
        for path in self.source.aside:
            self._tell(rules.SYSTEM_FILE, path, "Tệp hệ thống nằm cạnh gói, không xét.")

    def _resolve(self) -> None:
        """Find the files that are listed under another spelling of their name.

        Copying between systems turns NFC into NFD and back; two names that differ only by case become one file.
        The second is forgiven only when the file is listed under its own name too.
        """
        listed = (path for listing in self.listings for path in listing.hashes)
        if all(path in self.source.sizes for path in listed):
            return
        present = {twin_key(path): path for path in self.source.sizes}
        for listing in self.listings:
            for path in listing.hashes:
                twin = present.get(twin_key(path))
                if path in self.source.sizes or twin is None:
                    continue
                recased = twin in listing.hashes
                respelled = twin_key(twin) == twin_key(path) and twin.casefold() != path.casefold()
                if recased or respelled:
                    self.spelled[path] = twin
                    self._tell(rules.NAME_TWIN, path, f"Trong gói tệp này mang tên «{twin}».")

    def _file(self, listed: str) -> str | None:
        path = self.spelled.get(listed, listed)
        return path if path in self.source.sizes else None

    # Completeness

    def _check_oxum(self) -> None:
        oxum = next((value for label, value in self.info if label.casefold() == "payload-oxum"), "")
        if not oxum:
            if self.depth is Depth.FAST:
                self._tell(rules.NO_OXUM, tags.INFO, "Không có Payload-Oxum.")
            return
        payload = self._payload()
        size = sum(self.source.sizes[path] for path in payload)
        # A file the system made, or the second spelling of one file, may have been lost on the way.
        lost = {path for listing in self._manifests() for path in listing.hashes if self._is_forgiven(path)}
        counts = {f"{size}.{len(payload) + more}" for more in range(len(lost) + 1)}
        if oxum not in counts and not self.fetched:
            self._tell(rules.OXUM, tags.INFO, f"Ghi {oxum}, thực có {size}.{len(payload)}.")

    def _is_forgiven(self, path: str) -> bool:
        return path not in self.source.sizes and (path in self.spelled or is_system_name(path))

    def _check_completeness(self) -> None:
        for listing in self.listings:
            for path in listing.hashes:
                if self._file(path) is None:
                    self._tell_missing(path, listing.name)
        manifests, respelled = self._manifests(), set(self.spelled.values())
        for path in self._payload():
            if path not in respelled and not any(path in listing.hashes for listing in manifests):
                self._tell(rules.UNLISTED, path, "Không có trong danh sách mã kiểm tra nào.")
        self._check_tag_files()
        for listing in manifests if self.version == "1.0" else ():
            listed = (path for other in manifests for path in other.hashes)
            for path in sorted({path for path in listed if path not in listing.hashes}):
                self._tell(rules.UNLISTED, path, f"Không có trong {listing.name}.")

    def _check_tag_files(self) -> None:
        """Tag files need not be listed; one that is not can be changed unseen."""
        listed = {path for listing in self.listings if listing.of_tags for path in listing.hashes}
        for path in self.source.sizes if listed else ():
            if path not in listed and not path.startswith((_PAYLOAD, "tagmanifest-")):
                self._tell(rules.ODD_LISTING, path, "Tệp mô tả không có mã kiểm tra.")

    def _tell_missing(self, path: str, listing: str) -> None:
        if path in self.absent:
            return
        self.absent.add(path)
        if path in self.fetched:
            self._tell(rules.TO_FETCH, path, "Tệp phải tải từ mạng; Dossier không tải.")
        elif is_system_name(path):
            self._tell(rules.SYSTEM_FILE, path, "Tệp hệ thống có trong danh sách nhưng không còn trong gói.")
        else:
            self._tell(rules.MISSING, path, f"Có trong {listing} nhưng không có trong gói.")

    # Checksums

    def _check_hashes(self) -> None:
        aliases: dict[str, list[str]] = {}
        for listed, path in self.spelled.items():
            aliases.setdefault(path, []).append(listed)
        self.progress.start("Kiểm tra mã từng tệp", len(self.source.sizes))
        with Hasher(sorted({listing.algorithm for listing in self.listings})) as hasher:
            for path in self.source.sizes:
                digests = self._digests((path, *aliases.get(path, ())))
                if digests:
                    self._check_file(path, digests, hasher)
                self.progress.advance(path)
        self.progress.finish()

    def _digests(self, names: Iterable[str]) -> dict[str, set[str]]:
        """The checksums listed for one file under any of its names, by algorithm."""
        digests: dict[str, set[str]] = {}
        for listing in self.listings:
            found = {listing.hashes[name] for name in names if name in listing.hashes}
            if found:
                digests.setdefault(listing.algorithm, set()).update(found)
        return digests

    def _check_file(self, path: str, digests: Mapping[str, set[str]], hasher: Hasher) -> None:
        try:
            with self.source.open_bare(path) as stream:
                _, found = hasher.hash(stream, only=tuple(digests))
        except READ_ERRORS as error:
            self._tell(rules.CHECKSUM, path, f"Không đọc hết được tệp ({error}).")
            return
        self.checked += 1
        wrong = sorted(name for name, listed in digests.items() if listed != {found[name]})
        if wrong:
            self._tell(rules.CHECKSUM, path, f"Nội dung không khớp mã {', '.join(wrong)}: tệp đã bị thay đổi.")

    def _tell(self, rule: CheckRule, path: str, message: str) -> None:
        self.problems.append(rule.at(Where(path=path), message))


def _judge(report: BagReport, profile: dict[str, Any]) -> Iterator[Problem]:
    """The problems of a bag that names a profile of ours: what others may do but we may not, and its own rules."""
    grave = {rules.NAME_TWIN.id, rules.WINDOWS_NAME.id, rules.ODD_LISTING.id, rules.SYSTEM_FILE.id}
    for problem in report.problems:
        yield replace(problem, severity=Severity.ERROR) if problem.rule in grave else problem
    yield from find_profile_faults(report, profile)
