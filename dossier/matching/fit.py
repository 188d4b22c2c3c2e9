"""How well a document fits a proof: type, phrases, period, issuer. Filters first; no score decides alone.

Measured on 406 real titles and 22 phrases: type and year filters raise the first hit from 16 to 19 of 22,
more than any change of scorer does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from dossier.criteria.proofs import IssuerKind
from dossier.intake.bodies import body_key, is_body
from dossier.matching.facet import UNASKED, Accord, Facet
from dossier.matching.facts import DRAFT, Facts
from dossier.matching.period import judge_period
from dossier.matching.phrases import find_phrase, words
from dossier.matching.proofs import Slot
from dossier.matching.rules import WRONG_CONTENT, WRONG_ISSUER, WRONG_TYPE
from dossier.text import fold

if TYPE_CHECKING:
    from dossier.matching.context import MatchContext
    from dossier.matching.model import Pages

_COMMUNE = (" xa ", " phuong ", " thi tran ", " dac khu ")
_HEAD_HIT, _TEXT_HIT = 2, 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A document held against a proof.

    Attributes:
        phrase_weight: 2 when every phrase is in subject or file name, 1 when only in the text, else 0.
        excluded: the must-not phrase that occurs; empty when none does.
    """

    slot: Slot
    facts: Facts
    type: Facet
    phrases: Facet
    phrase_weight: int
    period: Facet
    issuer: Facet
    excluded: str

    @property
    def place(self) -> tuple[int, Pages]:
        """The proof and the document's pages: what tells two fits of one file apart."""
        return self.slot.position, self.facts.pages

    @property
    def facets(self) -> tuple[Facet, ...]:
        """The four comparisons, in the order they are told."""
        return (self.type, self.period, self.phrases, self.issuer)

    @property
    def misplaced(self) -> bool:
        """Whether type, phrases or an excluded phrase say that this is another document altogether."""
        return self.type.contradicts or self.phrases.contradicts or bool(self.excluded)

    @property
    def supported(self) -> bool:
        """Whether type or phrases speak for the proof and nothing says it is another document."""
        return not self.misplaced and (self.type.agrees or self.phrases.agrees)

    @property
    def complete(self) -> bool:
        """Whether every demand is met as far as the file tells."""
        known = self.type.accord is not Accord.UNKNOWN and self.phrases.accord is not Accord.UNKNOWN
        return self.supported and known and not any(facet.contradicts for facet in self.facets)

    @property
    def by_content_alone(self) -> bool:
        """Whether head or name prove it without any signpost: type and phrases agree there, in period.

        A proof that asks for no type takes nothing by content: «tuyên truyền» alone is in every other paper.
        """
        in_head = self.type.agrees and self.phrase_weight == _HEAD_HIT
        return self.complete and in_head and self.period.accord is not Accord.UNKNOWN

    @property
    def leads(self) -> bool:
        """Whether type, subject or file name lead here: «quyết định» deep in a text is in every other paper."""
        return self.supported and (self.type.agrees or self.phrase_weight == _HEAD_HIT)

    @property
    def time_and_body_known(self) -> bool:
        """Whether issuer and period are as asked, and the file tells both where they are asked."""
        return all(facet.agrees or facet.accord is Accord.UNASKED for facet in (self.issuer, self.period))

    @property
    def rank(self) -> tuple[int, int, bool, bool]:
        """Orders the proofs of one place for one document; the year never outweighs type and phrases."""
        against = self.type.contradicts + self.phrases.contradicts + bool(self.excluded)
        weight = _HEAD_HIT * self.type.agrees + self.phrase_weight
        return (-against, weight, self.period.agrees, self.issuer.agrees)

    @property
    def similarity(self) -> float:
        """0-100, of the proof's title and the subject or file name; breaks ties only."""
        known = self.facts.name if self.facts.unread or not self.facts.subject.strip() else self.facts.subject
        return fuzz.token_set_ratio(words(self.slot.proof.title), known)


def judge(slot: Slot, facts: Facts, context: MatchContext) -> Fit:
    """Hold a document against a proof."""
    phrases, weight = _judge_phrases(slot, facts)
    return Fit(
        slot=slot,
        facts=facts,
        type=_judge_type(slot.proof.types, facts),
        phrases=phrases,
        phrase_weight=weight,
        period=judge_period(slot, facts, context),
        issuer=_judge_issuer(slot, facts, context),
        excluded=_find_excluded(slot, facts),
    )


def phrases_in_head(slot: Slot, facts: Facts) -> bool:
    """Whether the proof asks for phrases and all are in subject or file name."""
    return bool(slot.proof.must) and all(_in_head(entry, facts) for entry in slot.proof.must)


def _judge_type(types: tuple[str, ...], facts: Facts) -> Facet:
    if not types:
        return UNASKED
    stated = facts.file.head.type
    if stated:
        if any(_same_type(wanted, stated) for wanted in types):
            return Facet(Accord.AGREES, stated)
        return Facet(Accord.CONTRADICTS, f"là {stated}, không phải {' hoặc '.join(types)}", WRONG_TYPE)
    named = next((wanted for wanted in types if words(wanted) in facts.name or wanted in facts.types_in_name), None)
    if named:
        return Facet(Accord.AGREES, f"tên tệp ghi {named}")
    return Facet(Accord.UNKNOWN, "không nhận ra loại văn bản", WRONG_TYPE)


def _same_type(wanted: str, stated: str) -> bool:
    return f"{fold(stated)} ".startswith(f"{fold(wanted)} ")


def _judge_phrases(slot: Slot, facts: Facts) -> tuple[Facet, int]:
    must = slot.proof.must
    if not must:
        return UNASKED, 0
    found = [(entry, _in_head(entry, facts)) for entry in must]
    absent = [entry for entry, hit in found if not hit and not find_phrase(entry, facts.text)]
    if not absent:
        in_head = all(hit for _, hit in found)
        return Facet(Accord.AGREES, _where_found(must, facts)), _HEAD_HIT if in_head else _TEXT_HIT
    said = f"không thấy {', '.join(f'“{entry}”' for entry in absent)}"
    accord = Accord.UNKNOWN if facts.unread else Accord.CONTRADICTS
    return Facet(accord, said, WRONG_CONTENT), 0


def _in_head(entry: str, facts: Facts) -> str | None:
    return find_phrase(entry, facts.subject) or find_phrase(entry, facts.name)


def _where_found(must: tuple[str, ...], facts: Facts) -> str:
    """``trích yếu có “a”, “b”, nội dung có “c”``: each phrase where it is found first."""
    places = {
        "trích yếu" if facts.file.head.subject else "phần đầu": facts.subject,
        "tên tệp": facts.name,
        "nội dung": facts.text,
    }
    told: dict[str, list[str]] = {}
    for entry in must:
        hits = ((place, find_phrase(entry, key)) for place, key in places.items())
        place, phrase = next((place, phrase) for place, phrase in hits if phrase)
        told.setdefault(place, []).append(f"“{phrase}”")
    return ", ".join(f"{place} có {', '.join(phrases)}" for place, phrases in told.items())


def _find_excluded(slot: Slot, facts: Facts) -> str:
    """The must-not phrase in type, subject or file name.

    A draft of the right document is still that document: it is doubted as a draft, not as a stranger.
    """
    hits = (find_phrase(entry, facts.title) for entry in slot.proof.must_not)
    return next((hit for hit in hits if hit and not (facts.draft_words and words(hit) == DRAFT)), "")


def _judge_issuer(slot: Slot, facts: Facts, context: MatchContext) -> Facet:
    proof, head = slot.proof, facts.file.head
    if proof.issuer is IssuerKind.ANY and not proof.issuer_names:
        return UNASKED
    if not head.issuer:
        return Facet(Accord.UNKNOWN)
    issuer, parent = body_key(head.issuer), body_key(head.parent or "")
    said = f"do {head.issuer} ban hành"
    # The set may name a kind of body («Ủy ban nhân dân tỉnh»), so the beginning of a name is enough here.
    if any(body_key(name) in issuer + parent for name in proof.issuer_names):
        return Facet(Accord.AGREES, said)
    own = _is_any(context.unit_names, issuer)
    match proof.issuer:
        case IssuerKind.UNIT:
            accord = Accord.AGREES if own or _is_any(context.unit_names, parent) else Accord.CONTRADICTS
        case IssuerKind.SUPERIOR:
            accord = _above(issuer, parent, context, own=own)
        case _:
            accord = Accord.CONTRADICTS
    return Facet(accord, said, WRONG_ISSUER if accord is Accord.CONTRADICTS else None)


def _above(issuer: str, parent: str, context: MatchContext, *, own: bool) -> Accord:
    """Whether a body stands above the unit: known by name, or no commune at all."""
    if own:
        return Accord.CONTRADICTS
    if _is_any(context.superior_names, issuer):
        return Accord.AGREES
    # Another commune prints the same superior above its own name.
    if any(kind in issuer for kind in _COMMUNE):
        return Accord.CONTRADICTS
    return Accord.AGREES if _is_any(context.superior_names, parent) else Accord.UNKNOWN


def _is_any(names: tuple[str, ...], body: str) -> bool:
    return any(is_body(name, body) for name in names)
