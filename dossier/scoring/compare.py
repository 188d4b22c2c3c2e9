"""Two years side by side: units matched by any of their names, and through the mergers of 2025."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from dossier.scoring.exact import Exact
from dossier.scoring.results import UnitResult
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dossier.scoring.results import Results


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a unit since the year before.

    Attributes:
        before: the unit or, after a merger, the units it was made from; empty when it is new.
        mean_before: plain mean of their indices in %; None when none of them had one.
        index: this year's; None when it has none.
    """

    now: UnitResult
    before: tuple[UnitResult, ...]
    mean_before: Exact | None
    index: Exact | None

    @property
    def points_gained(self) -> Fraction | None:
        """Percentage points gained; None when one of the years has no index."""
        return None if self.index is None or self.mean_before is None else self.index - self.mean_before


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every unit of this year, in its order, and the units of last year that became none of them."""

    years: tuple[int, int]
    changes: tuple[Change, ...]
    lost: tuple[UnitResult, ...]


def compare_results(before: Results, now: Results, *, mergers: Mapping[str, Sequence[str]]) -> Comparison:
    """This year's units against last year's.

    ``mergers`` maps the name of a new unit to the names of those it was made from; a unit that was divided
    may stand under several. Without an entry units are matched by any name they go or went by, compared folded.
    """
    by_name = {fold(name): unit for unit in before.units for name in (*unit.tally.names, unit.tally.unit)}
    origins = {fold(name): olds for name, olds in mergers.items()}
    changes = tuple(_change(unit, by_name, origins) for unit in now.units)
    kept = {old.tally.unit for change in changes for old in change.before}
    lost = tuple(unit for unit in before.units if unit.tally.unit not in kept)
    return Comparison((before.year, now.year), changes, lost)


def _change(unit: UnitResult, by_name: Mapping[str, UnitResult], origins: Mapping[str, Sequence[str]]) -> Change:
    names = [fold(name) for name in (*unit.tally.names, unit.tally.unit)]
    merged = next((origins[name] for name in names if name in origins), None)
    olds = _known(map(fold, merged), by_name) if merged is not None else _known(names, by_name)
    if merged is None:
        # Several names of one unit; a new unit made of several needs its line in the table.
        olds = olds[:1]
    indices = [old.index for old in olds if old.index is not None]
    mean = sum(indices, Fraction(0)) / len(indices) if indices else None
    return Change(unit, olds, mean, unit.index)


def _known(names: Iterable[str], by_name: Mapping[str, UnitResult]) -> tuple[UnitResult, ...]:
    found = {by_name[name].tally.unit: by_name[name] for name in names if name in by_name}
    return tuple(found.values())
