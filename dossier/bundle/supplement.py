"""What is added to a bundle that was handed out: new files only, under codes that are free; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from dossier.bundle.model import BundlePlan, Kept, PageMark, Part, PartKind, Repeat
from dossier.intake.model import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.bundle.model import BundleEntry
    from dossier.bundle.record import Record
    from dossier.intake.model import EvidenceFile, EvidenceIndex

_AGAIN = "trùng nội dung với tài liệu đã có"


@dataclass(frozen=True, slots=True)
class Filed:
    """What a bundle holds already.

    Attributes:
        files: path and content of each evidence file in it.
        contents: the code of each content in its last file, by SHA-256; what lies in another volume has no
            page here to be named.
        codes: all that are taken.
    """

    files: frozenset[tuple[str, str | None]]
    contents: Mapping[str, str]
    codes: frozenset[str]

    @classmethod
    def of(cls, record: Record) -> Filed:
        """From the record of a build."""
        parts, repeats = record.body["parts"], record.body["repeats"]
        sources = [row for row in (*parts, *repeats) if "source" in row]
        last = [row for row in parts if row["volume"] == len(record.volumes)]
        return cls(
            files=frozenset((row["source"], row.get("sha256")) for row in sources),
            contents={row["sha256"]: row["code"] for row in reversed(last) if row.get("sha256")},
            codes=frozenset(row["code"] for row in parts),
        )


def find_new(index: EvidenceIndex, filed: Filed) -> tuple[EvidenceFile, ...]:
    """The evidence files that a bundle lacks: new ones, and those with another content now."""
    return tuple(
        file
        for file in index.files
        if file.reading is not Reading.IGNORED and (file.path, file.sha256) not in filed.files
    )


def pick_new(
    entries: Sequence[BundleEntry], filed: Filed, *, contents: Mapping[str, str | None]
) -> tuple[BundleEntry, ...]:
    """Those entries of a whole bundle that the earlier one lacks, each under a code of its own.

    ``contents`` are the SHA-256 by path of evidence; of a report its PDF counts. What repeats a document of
    the earlier bundle names its code.
    """
    return tuple(_pick(entries, filed, contents))


def _pick(entries: Sequence[BundleEntry], filed: Filed, contents: Mapping[str, str | None]) -> Iterator[BundleEntry]:
    given: dict[str, str] = {}
    taken = set(filed.codes)
    for entry in entries:
        content = contents.get(entry.source) if entry.source else contents.get(entry.code)
        known = filed.contents.get(content or "")
        if (entry.source, content) in filed.files or (known and not entry.source):
            continue
        if known:
            yield replace(entry, code=known, content=Repeat(known, _AGAIN))
        elif isinstance(entry.content, Repeat):
            yield replace(entry, code=given[entry.code], content=replace(entry.content, code=given[entry.code]))
        else:
            prefix = entry.code.rpartition("-")[0]
            given[entry.code] = next(code for n in count(1) if (code := f"{prefix}-{n:02d}") not in taken)
            taken.add(given[entry.code])
            yield replace(entry, code=given[entry.code])


def plan_base(record: Record, folder: Path, *, author: str, banner: str) -> BundlePlan:
    """The plan of the last file of a build as it lies in ``folder``: all of it kept."""
    volumes = record.body["volumes"]
    rows = [row for row in record.body["parts"] if row["volume"] == len(volumes)]
    parts = tuple(
        Part(PartKind(row["kind"]), row["code"], row["title"], row["first"], row["last"], Kept()) for row in rows
    )
    return BundlePlan(
        title=record.body["title"],
        entries=(),
        parts=parts,
        marks=tuple(PageMark(str(page), "") for page in range(1, parts[-1].last + 1)),
        author=author,
        banner=banner,
        volume=len(volumes),
        volumes=len(volumes),
        base=folder / volumes[-1]["file"],
    )
