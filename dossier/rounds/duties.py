"""Who appraises what: pure, from the set's and the campaign's assignment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.criteria.model import Scorer
from dossier.rounds.model import Duty
from dossier.scoring.unit import why_removed

if TYPE_CHECKING:
    from dossier.campaign import Campaign, Office
    from dossier.criteria.model import CriteriaSet, PlacedLeaf


def duty_of(criteria: CriteriaSet, campaign: Campaign, unit: str) -> Duty:
    """What must be appraised for a unit: every leaf but the surveyed ones and those that count for nobody."""
    required = (
        placed.id
        for placed in criteria.leaves()
        if placed.leaf.scored_by is not Scorer.SURVEY and not why_removed(placed, unit, campaign.exclusions)
    )
    return Duty(frozenset(required), _adjustments(criteria))


def office_leaves(criteria: CriteriaSet, campaign: Campaign, office: Office) -> frozenset[str]:
    """The codes an office appraises.

    A leaf or criterion that the set gives to one of the campaign's offices is that office's; any other leaf belongs
    to every office that follows its area, and what nobody follows, with bonus and penalty points, to the lead.
    """
    codes = frozenset(
        placed.id
        for placed in criteria.leaves()
        if placed.leaf.scored_by is not Scorer.SURVEY and office.id in _offices(placed, campaign)
    )
    return codes | _adjustments(criteria) if office.lead else codes


def _offices(placed: PlacedLeaf, campaign: Campaign) -> frozenset[str]:
    known = {office.id for office in campaign.offices}
    own = placed.leaf.office or next((node.office for node in reversed(placed.parents) if node.office), None)
    if own in known:
        return frozenset({own})
    follow = frozenset(office.id for office in campaign.offices if placed.area.id in office.areas)
    if not follow and placed.area.office in known:
        follow = frozenset({placed.area.office})
    return follow or frozenset(office.id for office in campaign.offices if office.lead)


def _adjustments(criteria: CriteriaSet) -> frozenset[str]:
    return frozenset(item.id for item in criteria.outside_scale.items) if criteria.outside_scale else frozenset()
