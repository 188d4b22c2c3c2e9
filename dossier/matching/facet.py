"""One respect in which a document is compared with a proof."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from dossier.problems import CheckRule


class Accord(Enum):
    """How a document stands to a demand; UNKNOWN when the file does not tell, UNASKED when nothing is asked."""

    AGREES = auto()
    CONTRADICTS = auto()
    UNKNOWN = auto()
    UNASKED = auto()


@dataclass(frozen=True, slots=True)
class Facet:
    """The outcome of one comparison.

    Attributes:
        said: Vietnamese: what the file says, for the reason or the finding.
        rule: the check it fails when it does not agree; None when silence is no fault.
    """

    accord: Accord
    said: str = ""
    rule: CheckRule | None = None

    @property
    def agrees(self) -> bool:
        """Whether the demand is met."""
        return self.accord is Accord.AGREES

    @property
    def contradicts(self) -> bool:
        """Whether the demand is not met."""
        return self.accord is Accord.CONTRADICTS


UNASKED = Facet(Accord.UNASKED)
