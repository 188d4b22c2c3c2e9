"""What a unit would gain by closing the gaps that are listed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.scoring.model import RankedGap
    from dossier.scoring.tally import Points

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Regain:
    """One leaf with gaps.

    Attributes:
        now: points that stand: appraised, or without an appraisal 0, for unproved points may all be taken away.
        then: points once every gap of the leaf is closed: the self-score, if that is more.
        remedies: what closes the gaps, in order.
    """

    leaf: str
    title: str
    now: Decimal
    then: Decimal
    remedies: tuple[str, ...]

    @property
    def gain(self) -> Decimal:
        """Points regained."""
        return self.then - self.now


def find_regains(
    leaves: Iterable[Points], gaps: Iterable[RankedGap], *, appraised: frozenset[str], least: Severity = Severity.ERROR
) -> tuple[Regain, ...]:
    """Leaves that would gain points, the most first, then in order of the set.

    A gap counts when it is at least as grave as ``least``. Closing gaps never takes points away, and a
    leaf that does not count for the unit gains nothing.
    """
    remedies: dict[str, list[str]] = {}
    for ranked in gaps:
        if ranked.gap.severity.rank <= least.rank:
            for code in ranked.gap.leaves:
                remedies.setdefault(code, []).append(ranked.gap.remedy)
    regains = [_regain(item, remedies[item.id], appraised) for item in leaves if item.id in remedies]
    return tuple(sorted((item for item in regains if item.gain), key=lambda item: -item.gain))


def _regain(item: Points, remedies: Iterable[str], appraised: frozenset[str]) -> Regain:
    now = (item.points or _ZERO) if item.id in appraised else _ZERO
    claimed = item.self_points if item.applicable_max and item.self_points is not None else _ZERO
    return Regain(item.id, item.title, now, max(now, claimed), tuple(dict.fromkeys(remedies)))
