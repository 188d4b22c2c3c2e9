"""What is wrong with a single document as a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.criteria.model import Carrier
from dossier.intake.model import FileKind, NumberState, Reading
from dossier.matching import rules
from dossier.matching.facet import Accord
from dossier.matching.facts import DRAFT
from dossier.matching.phrases import words
from dossier.problems import CheckRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.matching.fit import Fit

_WORD_FILES = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF})


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that a document fails, and what was found in it."""

    rule: CheckRule
    found: str


def find_faults(fit: Fit) -> tuple[Fault, ...]:
    """Every reason why a person must look at this document before it counts; empty when it proves.

    A scan is never held to be wrong: only what its name contradicts is added to «chưa đọc được chữ».
    """
    match fit.facts.file.reading:
        case Reading.UNREADABLE:
            return (Fault(rules.UNREADABLE, _why_unreadable(fit)),)
        case Reading.SCAN:
            return (Fault(rules.SCAN, _what_to_see(fit)), *_draft(fit), *_contradictions(fit))
        case _:
            return (*_draft(fit), *_contradictions(fit), *_unknowns(fit), *_unsigned(fit))


def _why_unreadable(fit: Fit) -> str:
    return "; ".join(problem.message for problem in fit.facts.file.problems) or "tệp không mở được"


def _what_to_see(fit: Fit) -> str:
    signature = ", không xác định được chữ ký" if fit.slot.proof.signed_copy else ""
    return f"bản quét chưa đọc được chữ{signature}, cần người xem"


def _draft(fit: Fit) -> Iterator[Fault]:
    if _wants_draft(fit):
        return
    file = fit.facts.file
    if fit.facts.draft_words:
        yield Fault(rules.DRAFT, f"có chữ “{fit.facts.draft_words}”")
    elif file.head.number_state is NumberState.BLANK and file.kind in _WORD_FILES:
        yield Fault(rules.DRAFT, "tệp Word để trống số văn bản")
    elif file.head.number_state is NumberState.BLANK:
        yield Fault(rules.BLANK_NUMBER, "số văn bản để trống")


def _wants_draft(fit: Fit) -> bool:
    return DRAFT in words(" ".join((fit.slot.proof.title, *fit.slot.proof.must)))


def _contradictions(fit: Fit) -> Iterator[Fault]:
    yield from (Fault(facet.rule, facet.said) for facet in fit.facets if facet.contradicts and facet.rule)
    if fit.excluded:
        yield Fault(rules.EXCLUDED, f"có cụm từ “{fit.excluded}” mà tiêu chí loại trừ")


def _unknowns(fit: Fit) -> Iterator[Fault]:
    """Silence is a fault of an official document only: a table of figures has no head."""
    if fit.slot.proof.carrier is Carrier.FILE:
        silent = (facet for facet in fit.facets if facet.accord is Accord.UNKNOWN)
        yield from (Fault(facet.rule, facet.said) for facet in silent if facet.rule)


def _unsigned(fit: Fit) -> Iterator[Fault]:
    if fit.slot.proof.signed_copy and not fit.facts.file.signed:
        yield Fault(rules.UNSIGNED, "chưa thấy chữ ký số")
