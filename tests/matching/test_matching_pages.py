"""Pages of a document that a person named as the proof (trang chứng minh)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.matching import Checklist, ProofState, build_checklist, match_evidence
from dossier.matching.facts import Facts
from dossier.matching.links import Links, Verdict, build_link, build_links
from tests.matching.matching_world import CONTEXT, PLAN_PROOF, criteria_set, index, leaf, plan, proof, status

if TYPE_CHECKING:
    from dossier.matching.model import Pages

FILE = replace(plan("1.1/ke hoach.pdf", number=None, subject="Kế hoạch"), pages=9, text="cải cách hành chính\f" * 9)
CRITERIA = criteria_set(leaf("1.1", PLAN_PROOF), leaf("1.2", proof()))


def decided(*said: tuple[str, Pages, Verdict]) -> Links:
    links = [
        build_link(CONTEXT.unit, Facts(FILE), node=node, verdict=verdict, pages=span) for node, span, verdict in said
    ]
    return build_links(links, unit=CONTEXT.unit)


def checked(*said: tuple[str, Pages, Verdict]) -> Checklist:
    matches = match_evidence(CRITERIA, index(FILE), claims={}, context=CONTEXT, links=decided(*said))
    return build_checklist(CRITERIA, index(FILE), matches, claims={}, context=CONTEXT)


def pages(checklist: Checklist, proof_id: str) -> list[Pages]:
    return [match.pages for match in status(checklist, proof_id).matches]


def test_each_criterion_has_its_own_pages_of_one_document() -> None:
    found = checked(("1.1", (1, 2), Verdict.CONFIRMED), ("1.2", (7, 7), Verdict.CONFIRMED))
    assert (pages(found, "ke-hoach"), pages(found, "p")) == ([(1, 2)], [(7, 7)])
    assert "trang 1-2" in status(found, "ke-hoach").matches[0].reason


def test_the_document_is_judged_as_a_whole() -> None:
    """Its words may stand on other pages than the proof."""
    assert status(checked(("1.1", (9, 9), Verdict.CONFIRMED)), "ke-hoach").state is ProofState.PROVED


def test_the_last_pages_named_for_a_criterion_count() -> None:
    assert pages(checked(("1.1", (1, 2), Verdict.CONFIRMED), ("1.1", (3, 4), Verdict.CONFIRMED)), "ke-hoach") == [
        (3, 4)
    ]


def test_pages_named_for_the_leaf_go_before_those_named_for_what_is_above_it() -> None:
    assert pages(checked(("1", (1, 8), Verdict.CONFIRMED), ("1.1", (3, 4), Verdict.CONFIRMED)), "ke-hoach") == [(3, 4)]


def test_findings_name_the_pages() -> None:
    wrong = replace(FILE, head=replace(FILE.head, subject_years=(2019,)))
    links = decided(("1.1", (3, 5), Verdict.CONFIRMED))
    matches = match_evidence(CRITERIA, index(wrong), claims={}, context=CONTEXT, links=links)
    found = build_checklist(CRITERIA, index(wrong), matches, claims={}, context=CONTEXT)
    assert [gap.found.split(":")[0] for gap in found.gaps if gap.path] == ["1.1/ke hoach.pdf, trang 3-5"]


def test_the_file_is_accounted_for_once() -> None:
    accounting = checked(("1.1", (1, 2), Verdict.CONFIRMED), ("1.2", (7, 7), Verdict.CONFIRMED)).accounting
    assert accounting.matched == (FILE.path,)
