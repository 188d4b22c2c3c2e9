"""Problems: findings about the user's data, as values with a stable rule id, a place and a remedy.

A problem is never raised. What must stop the program is an exception of ``dossier.errors``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Severity(StrEnum):
    """How much a finding weighs; the values are what the user reads."""

    ERROR = "lỗi"
    WARNING = "cảnh báo"
    HINT = "gợi ý"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a finding; every part may be empty.

    Attributes:
        path: the file as the user knows it (relative to the campaign when inside it).
        line: 1-based line of a text file.
        cell: ``sheet!A1`` of a workbook, or a page such as ``trang 3``.
        unit: unit id.
        node: code of a criterion, leaf or proof.
    """

    path: str = ""
    line: int | None = None
    cell: str = ""
    unit: str = ""
    node: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        parts = [self.unit, f"tiêu chí {self.node}" if self.node else "", place, self.cell]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    Attributes:
        rule: id of the ``CheckRule`` it comes from, such as ``INT03``.
        message: Vietnamese, says what is wrong and names the thing.
        remedy: Vietnamese, says the next step; empty only when the message already does.
    """

    rule: str
    severity: Severity
    where: Where
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if str(self.where) else ""
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"[{self.rule}] {place}{self.message}{remedy}"


@dataclass(frozen=True, slots=True)
class CheckRule:
    """A numbered check. Each room lists its own as ``RULES``; the documentation is made from them.

    Attributes:
        id: stable and public, three capitals and two digits.
        title: Vietnamese, what is checked.
        source: the article, standard or measured fact behind it.
        remedy: the usual next step; a problem may give a more exact one.
        reason: what goes wrong for the office when the check fails; empty when title and source say it.
    """

    id: str
    severity: Severity
    title: str
    source: str
    remedy: str = ""
    reason: str = ""

    def at(self, where: Where, message: str, *, remedy: str | None = None) -> Problem:
        """A problem of this rule at a place."""
        return Problem(self.id, self.severity, where, message, self.remedy if remedy is None else remedy)


class Progress(Protocol):
    """What a long stage tells whoever watches; implementations live at the edge."""

    def start(self, title: str, total: int) -> None:
        """Begin a stage of ``total`` steps."""

    def advance(self, item: str) -> None:
        """One step done; ``item`` names the file or unit."""

    def finish(self) -> None:
        """The stage ended."""


class NoProgress:
    """A ``Progress`` that says nothing."""

    def start(self, title: str, total: int) -> None:
        """Say nothing."""

    def advance(self, item: str) -> None:
        """Say nothing."""

    def finish(self) -> None:
        """Say nothing."""
