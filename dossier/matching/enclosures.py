"""Papers that belong together: an annex and its main document, a document and the annexes it announces."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.criteria.proofs import Carrier
from dossier.intake.model import FileKind
from dossier.matching import rules
from dossier.matching.model import Gap, Match
from dossier.matching.phrases import words
from dossier.matching.proofs import describe
from dossier.readers.model import TEXT_LIMIT
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.matching.context import MatchContext
    from dossier.matching.facts import Facts
    from dossier.matching.proofs import Slot
    from dossier.problems import CheckRule

_NAMES = ("phụ lục", "danh sách", "phụ biểu", "biểu mẫu", "biểu số liệu", "bảng tổng hợp")
_NAME = "|".join(_NAMES)
# On the text as it is: folding every long text of a province would cost more than all the rest of matching.
_ANNOUNCED = re.compile(rf"\b(?:{_NAME})\s+(?:đính |gửi )?kèm theo\b", re.IGNORECASE)
_HEADED = re.compile(rf"^\W*(?:{_NAME})\b(?!\s+(?:đính |gửi )?kèm theo)", re.IGNORECASE | re.MULTILINE)
_NAMED = tuple(words(name) for name in _NAMES)
_TABLES = frozenset({FileKind.XLSX, FileKind.XLS, FileKind.ODS})


def find_parted(
    served: Iterable[tuple[Match, Slot, Facts]], *, files: Sequence[Facts], context: MatchContext
) -> Iterator[Gap]:
    """Annexes handed in without their main document, and announced annexes that are nowhere; once for each owner.

    Only what was read to its end can be held not to hold its annexes: a scan or a long paper is passed over.
    """
    seen: set[tuple[str, str]] = set()
    for match, slot, facts in served:
        key = (facts.place_name, slot.owner)
        if key in seen or slot.proof.carrier is not Carrier.FILE:
            continue
        seen.add(key)
        if facts.file.head.annex_of and not _asks_for_annex(slot) and not _has_main(facts, files):
            found = f"{facts.place_name}: là phụ lục của văn bản {facts.file.head.annex_of}, không thấy văn bản đó"
            yield _gap(rules.ANNEX_ALONE, match, slot, context=context, found=found)
        elif (announced := _announced(facts)) and not _has_annex(facts, files):
            found = f"{facts.place_name}: ghi “{announced}” nhưng không thấy trong tệp và trong thư mục"
            yield _gap(rules.ANNEX_MISSING, match, slot, context=context, found=found)


def _asks_for_annex(slot: Slot) -> bool:
    return any(name in words(slot.proof.title) for name in _NAMED)


def _has_main(annex: Facts, files: Iterable[Facts]) -> bool:
    """Whether another document bears the number the annex names; a symbol without a number cannot be looked for."""
    wanted = fold(annex.file.head.annex_of or "").lstrip("0")
    if not wanted[:1].isdigit():
        return True
    mains = (facts.file.head for facts in files if facts is not annex and not facts.file.head.annex_of)
    return any(fold(head.reference or "").lstrip("0") == wanted for head in mains)


def _announced(facts: Facts) -> str:
    """The words that announce an annex; empty when there are none, or when the file may hold it itself."""
    file = facts.file
    if file.seal is not None or len(file.text) >= TEXT_LIMIT or "kèm theo" not in file.text:
        return ""
    said = _ANNOUNCED.search(file.text)
    return " ".join(said[0].split()) if said and not _HEADED.search(file.text) else ""


def _has_annex(main: Facts, files: Iterable[Facts]) -> bool:
    """Whether an annex of the document, a table or something called an annex lies beside it."""
    own = fold(main.file.head.reference or "")
    folder = PurePosixPath(main.file.path).parent
    for facts in files:
        if facts is main:
            continue
        if own and fold(facts.file.head.annex_of or "") == own:
            return True
        beside = PurePosixPath(facts.file.path).parent == folder
        if beside and (facts.file.kind in _TABLES or any(name in facts.name + facts.subject for name in _NAMED)):
            return True
    return False


def _gap(rule: CheckRule, match: Match, slot: Slot, *, context: MatchContext, found: str) -> Gap:
    return Gap(
        rule=rule.id,
        severity=rule.severity,
        unit=context.unit,
        leaf=slot.owner,
        proof=slot.proof.id,
        leaves=slot.leaves,
        expected=describe(slot, context),
        found=found,
        remedy=rule.remedy,
        path=match.path,
    )
