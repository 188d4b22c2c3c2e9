"""The nouns of validation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dossier.intake.model import EvidenceIndex
from dossier.problems import Problem, Severity


class Stage(StrEnum):
    """When a unit's records are validated; the rules are the same, some are not due before a stage."""

    COLLECTING = "đang thu thập"
    BEFORE_SUBMISSION = "trước khi nộp"
    ON_RECEIPT = "khi tiếp nhận"
    BEFORE_COUNCIL = "trước hội đồng"
    BEFORE_ARCHIVE = "trước khi lưu trữ"


class State(StrEnum):
    """What came of one rule. SKIPPED is never silent: the outcome says why."""

    PASSED = "đạt"
    FAILED = "không đạt"
    SKIPPED = "không xét"


class Group(StrEnum):
    """What a rule looks at."""

    CAMPAIGN = "Kỳ đánh giá"
    FORM = "Biểu tự chấm"
    PAPERS = "Văn bản"
    EVIDENCE = "Minh chứng"
    NAMES = "Tên tệp"


@dataclass(frozen=True, slots=True)
class Subject:
    """The facts of one unit that rules judge; the same whether they come from its folder or from a package.

    Attributes:
        demo: the campaign is fictional.
        sample: the criteria set is a sample.
        claims: rows read from the self-score form; 0 when it could not be used.
        form: everything wrong with the form.
        blank: codes of the leaves not scored.
        unproved: what has neither file nor explanation, as ``tiêu chí 1.1: Kế hoạch…``.
        papers: whether each paper that must be in is there, by title; None when they cannot be judged.
        late: why the records are late; empty when they are not.
    """

    unit: str
    stage: Stage
    demo: bool
    sample: bool
    index: EvidenceIndex
    claims: int = 0
    form: tuple[Problem, ...] = ()
    blank: tuple[str, ...] = ()
    unproved: tuple[str, ...] = ()
    papers: Mapping[str, bool] | None = None
    late: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one rule.

    Attributes:
        problems: of this rule; empty unless FAILED.
        why: Vietnamese, why it was SKIPPED; empty otherwise.
        override: the written reason with which an error was passed over; empty when none was given.
        group: what the rule looks at; None in reports of before there were groups.
    """

    rule: str
    severity: Severity
    title: str
    state: State
    problems: tuple[Problem, ...] = ()
    why: str = ""
    override: str = ""
    group: Group | None = None

    @property
    def stands(self) -> bool:
        """Whether it keeps the records from being submitted."""
        return self.state is State.FAILED and self.severity is Severity.ERROR and not self.override


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read, what could not be, and what was not looked at.

    Attributes:
        files: all files of the evidence folder; the four groups add up to it.
        read: files whose text was read.
        scans: files that open but have no text to trust.
        unreadable: each with its reason.
        ignored: files of the system, links; not evidence.
        not_examined: Vietnamese, what no rule looks at.
    """

    files: int
    read: int
    scans: tuple[str, ...]
    unreadable: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    not_examined: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """The result of the rule set on one unit.

    Attributes:
        version: of the rule set.
    """

    version: int
    unit: str
    stage: Stage
    outcomes: tuple[Outcome, ...]
    coverage: Coverage
    schema: int = field(default=1)

    @property
    def standing(self) -> tuple[Outcome, ...]:
        """The errors that stand."""
        return tuple(outcome for outcome in self.outcomes if outcome.stands)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every finding, in the order of the rules."""
        return tuple(problem for outcome in self.outcomes for problem in outcome.problems)
