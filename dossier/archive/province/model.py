"""The nouns of a province package: what goes up, where it lies in the package, and what is not there and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

SCHEMA = 1
INDEX = "index.html"
MANIFEST = "danh-muc.json"
LAYOUT = "goi.json"
SUMS = "SHA256SUMS"
# Marks a draft in the name of its file.
DRAFT_MARK = "DU-THAO"


class Section(StrEnum):
    """The folders of a package, in order; the names are fixed and published (docs/goi-nop-tinh.md)."""

    LETTER = "01-cong-van"
    REPORT = "02-bao-cao"
    SHEETS = "03-bieu"
    EVIDENCE = "04-minh-chung"
    COUNCIL = "05-hoi-dong"
    RESULTS = "06-ket-qua"
    BUNDLES = "07-bo-ho-so"
    CHECKS = "08-kiem-tra"

    @property
    def label(self) -> str:
        """The section in Vietnamese."""
        return _TITLES[self]


# In every part; the letter too, so that each part says what it belongs to.
EVERYWHERE = frozenset({Section.LETTER, Section.CHECKS})
_TITLES = {
    Section.LETTER: "Công văn gửi hồ sơ",
    Section.REPORT: "Báo cáo tự đánh giá, danh mục tài liệu",
    Section.SHEETS: "Biểu chấm điểm, giải trình",
    Section.EVIDENCE: "Tài liệu kiểm chứng theo tiêu chí",
    Section.COUNCIL: "Văn bản của hội đồng và văn bản phê duyệt",
    Section.RESULTS: "Bảng kết quả",
    Section.BUNDLES: "Bộ hồ sơ ghép (PDF)",
    Section.CHECKS: "Kết quả kiểm tra, phạm vi kiểm tra",
}


class State(StrEnum):
    """What a line of the index stands for; the values are in the file and never change.

    NOT_ISSUED and ABSENT have no file: the first is a decision that nobody has signed, the second a paper of the
    sender's own that was not made.
    """

    ISSUED = "đã ban hành"
    DRAFT = "DỰ THẢO"
    DOCUMENT = "tài liệu"
    NOT_ISSUED = "chưa ban hành"
    ABSENT = "chưa có"


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of a package's index, with its file or the reason why there is none.

    Attributes:
        name: the path wanted below the section's folder, ``/`` separated, any letters; empty without a file.
        content: a file to read, or the bytes; None without a file.
        sha256: of the content, computed by this run; ``size`` its bytes.
        unit: id of the unit it belongs to; empty for the whole.
        codes: of the criteria it proves.
        note: Vietnamese, for the receiver: number and day of an issued paper, the file's own name, why there is none.
        todo: Vietnamese, for the sender: how the file is got; no part of the package.
    """

    section: Section
    title: str
    state: State
    name: str = ""
    content: Path | bytes | None = None
    sha256: str = ""
    size: int = 0
    unit: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    todo: str = ""

    def __post_init__(self) -> None:
        if (self.content is None) != (self.state in {State.NOT_ISSUED, State.ABSENT}):
            raise ValueError(f"file at odds with its state: {self.title!r}")


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece in the package, as its lists have it.

    Attributes:
        path: below ``data/``; empty without a file.
    """

    section: Section
    title: str
    state: State
    path: str = ""
    sha256: str = ""
    size: int = 0
    unit: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Whose package this is.

    Attributes:
        demo: made from a fictional campaign or a sample criteria set.
        units: names by unit id, in order.
        criteria: titles by code.
        lacking: what has no evidence, by unit and code; Vietnamese.
        rules: version of the rule set that the package was checked with.
        overrides: written reasons by rule id.
    """

    campaign: str
    title: str
    year: int
    sender: str
    receiver: str
    demo: bool
    units: dict[str, str]
    criteria: dict[str, str]
    lacking: dict[str, dict[str, str]] = field(default_factory=dict)
    rules: int = 0
    overrides: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manifest:
    """``danh-muc.json``: what is sent, the same in every part and every time the same is packed.

    Neither the letter nor the checks are in it: the letter names this list by its hash, the checks say something new
    when a deadline passes.
    """

    heading: Heading
    entries: Sequence[Entry]
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Layout:
    """``goi.json``: how the list was packed this time, the same in every part.

    The file also has ``places``: the 1-based number of the part that holds a file, by path; 0 for every part. They are
    as many as the files and kept apart (``parse_places``).

    Attributes:
        name: of this package; a later one of the same campaign has a higher number.
        code: short code of the list, as the letter names it; packing again does not change it.
        manifest_sha256: of ``danh-muc.json``.
        parts: file or folder name of each part.
        others: the letter and the checks.
    """

    name: str
    code: str
    manifest_sha256: str
    made_at: dt.datetime
    parts: tuple[str, ...]
    others: tuple[Entry, ...]
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class PartFile:
    """A part as it was written."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """``records/packages/<name>.json``.

    Attributes:
        files: of the list, each once; ``bytes`` theirs. The letter and the checks are not counted.
        inputs: SHA-256 of everything the package was made from, its layout included; equal inputs make no new one.
        folder: where the parts were written, as the user named it.
    """

    name: str
    code: str
    files: int
    bytes: int
    manifest_sha256: str
    inputs: str
    parts: tuple[PartFile, ...]
    folder: str
    made_at: dt.datetime
    who: str
    schema: int = SCHEMA
