"""The unit's files in the order of the inventory, each once; the numbers that report and inventory share. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.intake.model import EvidenceFile, NumberState, Reading
from dossier.intake.parts import pages_said
from dossier.text import short_date

if TYPE_CHECKING:
    from dossier.intake.model import DocumentHead, EvidenceIndex
    from dossier.matching.model import Checklist


# What cannot be opened proves nothing, wherever it was put.
_CLOSED = {Reading.UNREADABLE, Reading.IGNORED}


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file in its table of the inventory.

    Attributes:
        number: 1-based, its STT there; for a used file its mark in the score table too.
        codes: codes of the criteria and leaves it was put to, in order of the set.
        same: other paths with the same content.
        proof_pages: which pages prove what, where it is not the whole file: ``1.2: 3-5``.
    """

    number: int
    file: EvidenceFile
    codes: tuple[str, ...]
    same: tuple[str, ...]
    proof_pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvidenceListing:
    """Every file of the index in exactly one of the two halves."""

    used: tuple[ListedFile, ...]
    unused: tuple[ListedFile, ...]

    def serving(self, code: str) -> tuple[ListedFile, ...]:
        """The files that serve a criterion or leaf by its own proofs."""
        return tuple(listed for listed in self.used if code in listed.codes)

    def count(self, *readings: Reading) -> int:
        """How many unused files could be read this far."""
        return sum(listed.file.reading in readings for listed in self.unused)

    @property
    def total(self) -> int:
        """Every file of the unit's folder."""
        return len(self.used) + len(self.unused)


def list_evidence(checklist: Checklist, index: EvidenceIndex) -> EvidenceListing:
    """Number the files by the first criterion they serve, then by path; unused ones by path."""
    codes: dict[str, dict[str, set[tuple[int, int]]]] = {}
    for status in checklist.statuses:
        for match in status.matches:
            codes.setdefault(match.path, {}).setdefault(status.leaf, set()).update([match.pages] if match.pages else [])
    rank = {status.leaf: place for place, status in reversed(list(enumerate(checklist.statuses)))}
    used = [file for file in index.files if file.path in codes and file.reading not in _CLOSED]
    used.sort(key=lambda file: (rank[next(iter(codes[file.path]))], file.path))
    unused = [file for file in index.files if file.path not in codes or file.reading in _CLOSED]
    twins = {path: group for group in index.duplicates for path in group}

    def number(files: list[EvidenceFile]) -> tuple[ListedFile, ...]:
        return tuple(
            ListedFile(
                place,
                file,
                codes=tuple(codes.get(file.path, ())),
                same=tuple(other for other in twins.get(file.path, ()) if other != file.path),
                proof_pages=tuple(
                    f"{code}: {', '.join(pages_said(*span) for span in sorted(pages))}"
                    for code, pages in codes.get(file.path, {}).items()
                    if pages
                ),
            )
            for place, file in enumerate(files, start=1)
        )

    return EvidenceListing(number(used), number(unused))


def title_of(file: EvidenceFile) -> str:
    """``Kế hoạch: Cải cách hành chính năm 2020``; the file's name when its head says neither."""
    parts = [part for part in (file.head.type, file.head.subject) if part]
    return ": ".join(parts) or file.path.rpartition("/")[2]


def reference_of(head: DocumentHead) -> str:
    """Number and symbol; what cannot be read or was left blank is said, never guessed."""
    said = {NumberState.UNREADABLE: "(không đọc được số)", NumberState.BLANK: "(chưa ghi số)"}
    if head.number_state in said:
        return "/".join([said[head.number_state], *([head.symbol] if head.symbol else [])])
    return head.reference or head.symbol or head.number or ""


def date_of(head: DocumentHead) -> str:
    """``05/3/2020``; empty when the head has none."""
    return short_date(head.date) if head.date else ""


def cite(listed: ListedFile) -> str:
    """``Kế hoạch số 05/KH-UBND ngày 05/01/2020: Cải cách hành chính năm 2020 (tài liệu số 3)``."""
    head, mark = listed.file.head, f"(tài liệu số {listed.number})"
    reference = reference_of(head)
    if not reference:
        return f"{title_of(listed.file)} {mark}"
    named = [head.type or "Văn bản", "số", reference, *(["ngày", date_of(head)] if head.date else [])]
    return f"{' '.join(named)}{f': {head.subject}' if head.subject else ''} {mark}"
