"""What a file should lose when it is closed: duplicates and drafts (NĐ 30/2020, Điều 29.4.b). Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from dossier.archive.year.model import Discard, Reason, Verdict
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.archive.year.model import ArchivedDocument

# Whose document, by what name, with what content: a verdict is on these bytes and no others.
Key = tuple[str, str, str]


def key_of(document: ArchivedDocument) -> Key:
    """What a verdict is remembered by."""
    return document.unit, document.path, document.sha256


def find_discards(
    documents: Sequence[ArchivedDocument], *, file: str, verdicts: Mapping[Key, Verdict]
) -> Iterator[Discard]:
    """The proposals of one file, in its order; of equal contents one stays.

    The same paper in the files of two units is no duplicate: each file must be whole by itself.
    """
    groups: dict[str, list[ArchivedDocument]] = defaultdict(list)
    for document in documents:
        groups[document.sha256].append(document)
    stays = {sha256: min(members, key=_rank) for sha256, members in groups.items()}
    for document in documents:
        verdict = verdicts.get(key_of(document), Verdict.OPEN)
        kept = stays[document.sha256]
        if kept is not document:
            why = f"giống từng byte với «{kept.path}»"
            yield Discard(document, file, Reason.DUPLICATE, why, kept.path, verdict)
        elif document.draft:
            yield Discard(document, file, Reason.DRAFT, document.draft, verdict=verdict)


# What people and systems call a second copy: «Bản sao …», «… - Copy», «… (1)».
_COPY = re.compile(r"\bban sao\b|\bcopy\b|\(\d+\)")


def _rank(document: ArchivedDocument) -> tuple[bool, int, str]:
    """A name that says it is a copy comes last, then the longer path."""
    return bool(_COPY.search(fold(document.name))), len(document.path), document.path
