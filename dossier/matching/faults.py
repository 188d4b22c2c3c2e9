"""What is wrong with a single document as a proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.criteria.proofs import Carrier, PeriodBy
from dossier.intake.model import FileKind, NumberState, Reading, Seal
from dossier.matching import rules
from dossier.matching.facet import Accord
from dossier.matching.facts import DRAFT
from dossier.matching.phrases import words
from dossier.problems import CheckRule
from dossier.text import short_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.matching.fit import Fit

# What Windows, phones and people call a picture of a screen, and what stands at the edges of one.
_SCREEN_NAMES = tuple(map(words, ("screenshot", "screen shot", "chụp màn hình", "ảnh màn hình", "snip", "capture")))
_SCREEN_WORDS = tuple(
    map(words, ("file home insert", "tệp trang chủ chèn", "docx word", "google chrome", "coc coc", "microsoft edge"))
)
_WORD_FILES = frozenset({FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF})


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that a document fails, and what was found in it.

    Attributes:
        remedy: what to do in this case; empty for the usual remedy of the rule.
    """

    rule: CheckRule
    found: str
    remedy: str = ""


def find_faults(fit: Fit) -> tuple[Fault, ...]:
    """Every reason why a person must look at this document before it counts; empty when it proves.

    A scan is never held to be wrong: only what its name contradicts is added to «chưa đọc được chữ».
    """
    match fit.facts.file.reading:
        case Reading.UNREADABLE:
            return (_unreadable(fit),)
        case Reading.SCAN:
            return (Fault(rules.SCAN, _what_to_see(fit)), *_draft(fit), *_contradictions(fit), *_screen(fit))
        case _:
            held = (*_draft(fit), *_contradictions(fit), *_unknowns(fit), *_arrival(fit))
            return (*held, *_unsigned(fit), *_screen(fit))


def _unreadable(fit: Fit) -> Fault:
    """With the remedy of what is wrong: a password is taken off, an empty file is copied again."""
    problems = fit.facts.file.problems
    found = " ".join(problem.message for problem in problems) or "tệp không mở được"
    return Fault(rules.UNREADABLE, found, next((problem.remedy for problem in problems), ""))


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
        yield Fault(rules.BLANK_NUMBER, "đã ký số mà số văn bản để trống" if file.signed else "số văn bản để trống")


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


def _arrival(fit: Fit) -> Iterator[Fault]:
    """The printed date stands in for an unknown arrival; only one past the last day settles the matter."""
    facts, period = fit.facts, fit.period
    if fit.slot.proof.period is not PeriodBy.ARRIVAL or facts.arrived or not facts.file.head.date:
        return
    if period.agrees or period.rule is rules.OUTSIDE_WINDOW:
        printed = short_date(facts.file.head.date)
        yield Fault(rules.ARRIVAL_UNKNOWN, f"chưa biết ngày đến, văn bản ghi ngày {printed}")


def _unsigned(fit: Fit) -> Iterator[Fault]:
    file = fit.facts.file
    if not fit.slot.proof.signed_copy or file.signed or file.seal is Seal.SEEN:
        return
    said = {
        None: "chưa thấy chữ ký số",
        Seal.NOT_SEEN: "bản quét không thấy dấu đỏ, không có chữ ký số",
        Seal.CANNOT_TELL: "bản quét đen trắng, không xác định được dấu, không có chữ ký số",
    }
    yield Fault(rules.UNSIGNED, said[file.seal])


def _screen(fit: Fit) -> Iterator[Fault]:
    """A picture of a screen where an official document is asked for; of a web page posted it is a fair proof."""
    proof, facts = fit.slot.proof, fit.facts
    if facts.file.kind is FileKind.IMAGE and proof.carrier is Carrier.FILE and proof.types:
        shown = next((mark for mark in _SCREEN_NAMES if mark in facts.name), "")
        shown = shown or next((mark for mark in _SCREEN_WORDS if mark in facts.text), "")
        if shown:
            yield Fault(rules.SCREEN, f"có vẻ là ảnh chụp màn hình (“{shown.strip()}”)")
