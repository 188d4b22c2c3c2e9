"""Leaves that stop counting for every unit after self-scoring has begun."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.criteria.model import Exclusion
from dossier.errors import BadInputError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from dossier.criteria.model import CriteriaSet


def exclude_leaves(
    criteria: CriteriaSet, codes: Iterable[str], *, reason: str, date: dt.date | None = None
) -> CriteriaSet:
    """A view of the set in which leaves count for no unit; ``codes`` name leaves, criteria or areas.

    In 2025 a council dropped one criterion for all communes when they had already scored themselves: 75 points
    became 74, and the self-scores stayed as filed. So the view changes marks only (``PlacedLeaf.excluded``). The
    campaign records the decision (codes, reason, date) and applies it to the set each time it is read; the set's
    own file, and with it the hash a campaign keeps, is not touched.

    Raises:
        BadInputError: a code that is not in the set.
    """
    nodes = tuple(codes)
    known = {code for placed in criteria.leaves() for code in placed.path}
    unknown = [code for code in nodes if code not in known]
    if unknown:
        names = ", ".join(f"«{code}»" for code in unknown)
        raise BadInputError(f"Bộ tiêu chí {criteria.id} không có mục {names} để loại ra.")
    exclusion = Exclusion(nodes=nodes, reason=reason, date=date)
    return criteria.model_copy(update={"exclusions": (*criteria.exclusions, exclusion)})
