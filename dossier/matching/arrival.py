"""A day typed for a deadline, held against the arrival that the document register knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.criteria.proofs import IssuerKind, PeriodBy
from dossier.matching import rules
from dossier.matching.model import Gap
from dossier.text import short_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossier.criteria.claims import Claim
    from dossier.matching.facts import Facts
    from dossier.matching.model import Match
    from dossier.matching.proofs import Slot


def find_misdated(
    served: Iterable[tuple[Match, Slot, Facts]], *, claims: Mapping[str, Claim], unit: str
) -> Iterator[Gap]:
    """Every typed day that is the arrival of none of the leaf's documents.

    Silent as soon as one of them has no known arrival, for its day may be the one that was typed. A proof that is
    not judged by arrival may as well be typed by its printed date.
    """
    own = [(slot, facts) for _, slot, facts in served if slot.proof.issuer is not IssuerKind.SUPERIOR]
    for claim in claims.values():
        leaf = claim.code.split("/")[0]
        here = [(slot, facts) for slot, facts in own if leaf in slot.leaves]
        if claim.date is None or not here or any(_may_mean(claim, slot, facts) for slot, facts in here):
            continue
        documents = list({facts.document_place: facts for _, facts in here}.values())
        told = "; ".join(
            f"{facts.place_name} đến ngày {short_date(facts.arrived)}" for facts in documents if facts.arrived
        )
        yield Gap(
            rule=rules.ARRIVAL_DIFFERS.id,
            severity=rules.ARRIVAL_DIFFERS.severity,
            unit=unit,
            leaf=leaf,
            proof="",
            leaves=(leaf,),
            expected="ngày khai là ngày đến trong sổ văn bản",
            found=f"biểu ghi ngày {short_date(claim.date)}, sổ văn bản ghi {told}",
            remedy=rules.ARRIVAL_DIFFERS.remedy,
            path=documents[0].file.path,
        )


def _may_mean(claim: Claim, slot: Slot, facts: Facts) -> bool:
    if facts.arrived is None or facts.arrived == claim.date:
        return True
    return slot.proof.period is not PeriodBy.ARRIVAL and facts.file.head.date == claim.date
