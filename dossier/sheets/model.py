"""What the forms carry: rows to be filled in, and what people filled in, light enough for any room to hold."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dossier.problems import Where


@dataclass(frozen=True, slots=True)
class AppraisalRow:
    """One leaf of one unit in an office's appraisal sheet, before the office fills it in; texts are for people.

    Attributes:
        max: the leaf's maximum in the set.
        filed: the self-score as filed: points, or text where there are none.
        trace: how the unit's points were computed.
        evidence: the state of the evidence.
        told: the unit's own cell «Tài liệu kiểm chứng/giải trình».
        first: the points of appraisal 1, for appraisal 2.
        asked: what was asked of the unit after appraisal 1.
        answer: what the unit answered.
    """

    unit: str
    unit_name: str
    leaf: str
    title: str
    max: Decimal
    filed: Decimal | str
    trace: str = ""
    evidence: str = ""
    told: str = ""
    first: Decimal | str = ""
    asked: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class AppraisalClaim:
    """What an office says of one leaf of one unit; a row with neither points, mark nor request gives none.

    Attributes:
        points: None when not appraised yet.
        excluded: the leaf does not arise and leaves the unit's maximum.
        reason: why the points differ from the self-score.
        basis: the evidence they rest on.
        request: what the unit must explain or supplement.
    """

    unit: str
    leaf: str
    points: Decimal | None = None
    excluded: bool = False
    reason: str = ""
    basis: str = ""
    request: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One open point in the form a unit answers.

    Attributes:
        filed: the self-score as filed.
        appraised: the points of appraisal 1.
    """

    leaf: str
    title: str
    max: Decimal
    filed: Decimal | str
    appraised: Decimal | str
    asked: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a unit answers to an open point; one with neither text is no answer and is not returned."""

    leaf: str
    explanation: str = ""
    evidence: str = ""
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """One surveyed part of one unit.

    Attributes:
        part: id of a part of the set, or code of a surveyed leaf.
        answers: valid forms.
        asked: people or cases the survey is about; None when the file does not say.
        mean: exact, on the scale of the answers; None without a valid answer.
    """

    unit: str
    part: str
    answers: int
    asked: int | None
    mean: Fraction | None
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Vote:
    """One member in the council's form.

    Attributes:
        attended: present at the meeting; in a written procedure, answered.
        opinion: ``đồng ý``, ``không đồng ý``, ``ý kiến khác``; empty when none was given.
        sent: the day the written opinion was asked for; None at a meeting.
        returned: the day it came back.
    """

    name: str
    post: str
    role: str
    attended: bool
    opinion: str
    sent: dt.date | None = None
    returned: dt.date | None = None
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Tally:
    """The count of votes on one matter, as written down.

    Attributes:
        unit: the unit whose result is voted on; empty for a vote on all of them.
    """

    matter: str
    unit: str
    agreed: int
    against: int
    other: int
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Decided:
    """The total the council decided for a unit; None leaves the appraised total as it is."""

    unit: str
    appraised: Decimal | None
    decided: Decimal | None
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class Ruling:
    """A leaf on which the council decided otherwise than the appraisal; None excludes the leaf."""

    unit: str
    leaf: str
    points: Decimal | None
    reason: str
    where: Where = Where()


@dataclass(frozen=True, slots=True)
class CouncilForm:
    """The council's form as filled in.

    Attributes:
        written: by written opinions instead of at a meeting.
        held: the day of the meeting, or the day the last opinion was due; None when not given.
        opens: ``08:00``, when the meeting began, ``closes`` when it ended; empty when not given.
        place: where it was; empty when not given.
    """

    written: bool
    held: dt.date | None
    votes: tuple[Vote, ...]
    tallies: tuple[Tally, ...]
    decided: tuple[Decided, ...]
    rulings: tuple[Ruling, ...]
    opens: str = ""
    closes: str = ""
    place: str = ""
