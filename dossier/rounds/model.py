"""The nouns of a unit's year: its stage, what was filed, appraised, asked, answered and decided, and from where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from dossier.problems import CheckRule, Severity
from dossier.text import official_decimal

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")


class Stage(StrEnum):
    """Where a unit's year stands, in order; the values are what people read."""

    SELF = "tự đánh giá"
    FIRST = "thẩm định lần 1"
    SUPPLEMENT = "giải trình, bổ sung"
    SECOND = "thẩm định lần 2"
    COUNCIL = "hội đồng"
    APPROVAL = "trình phê duyệt"
    APPROVED = "đã phê duyệt"
    PUBLISHED = "đã công bố"

    @property
    def order(self) -> int:
        """0 for the first."""
        return list(Stage).index(self)


class Kind(StrEnum):
    """The acts of the journal; the values are in the file and never change."""

    SUBMITTED = "submitted"
    APPRAISED = "appraised"
    RESOLVED = "resolved"
    RETURNED = "returned"
    SUPPLEMENTED = "supplemented"
    CONCLUDED = "concluded"
    SURVEYED = "surveyed"
    VOTED = "voted"
    APPROVED = "approved"
    PUBLISHED = "published"
    REOPENED = "reopened"
    SENT = "package-sent"
    RECEIVED = "package-received"
    EDITED = "form-edited"
    ADDED = "evidence-added"
    SORTED = "evidence-sorted"

    @property
    def label(self) -> str:
        """The act in Vietnamese."""
        return _TITLES[self]


_TITLES = {
    Kind.SUBMITTED: "nhận hồ sơ tự đánh giá",
    Kind.APPRAISED: "nhận điểm thẩm định",
    Kind.RESOLVED: "quyết định ô mâu thuẫn",
    Kind.RETURNED: "kết thúc lần 1, yêu cầu giải trình",
    Kind.SUPPLEMENTED: "nhận giải trình, bổ sung",
    Kind.CONCLUDED: "kết thúc thẩm định, trình hội đồng",
    Kind.SURVEYED: "nhập điều tra xã hội học",
    Kind.VOTED: "hội đồng biểu quyết",
    Kind.APPROVED: "phê duyệt",
    Kind.PUBLISHED: "công bố",
    Kind.REOPENED: "mở lại",
    Kind.SENT: "lập gói nộp hồ sơ",
    Kind.RECEIVED: "tiếp nhận gói hồ sơ",
    Kind.EDITED: "sửa biểu tự chấm",
    Kind.ADDED: "thêm minh chứng",
    Kind.SORTED: "xếp minh chứng vào tiêu chí",
}


@dataclass(frozen=True, slots=True)
class Duty:
    """What is to be appraised for one unit.

    Attributes:
        required: codes of leaves; none may stay blank.
        optional: ids of bonus and penalty points, which most units have none of.
    """

    required: frozenset[str]
    optional: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Every code an office may fill in."""
        return self.required | self.optional


@dataclass(frozen=True, slots=True)
class Filed:
    """One leaf as the unit filed it; never changed afterwards, whatever becomes of the maximum.

    Attributes:
        points: None when there are none; ``state`` says why.
        state: value of ``scoring.PointState``.
        excluded: the unit declared it not applicable, to the effect that it leaves the maximum.
        own: the unit may score it itself.
        trace: the arithmetic.
        told: its cell «Tài liệu kiểm chứng/giải trình».
        files: the evidence files found for it.
        lacking: what is missing without an explanation; empty when nothing is.
    """

    points: Decimal | None
    state: str = ""
    excluded: bool = False
    own: bool = True
    trace: str = ""
    told: str = ""
    files: tuple[str, ...] = ()
    lacking: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """An appraised value of one leaf, and its source.

    Attributes:
        points: None when ``excluded``.
        seq: line of the journal.
    """

    points: Decimal | None
    excluded: bool = False
    reason: str = ""
    basis: str = ""
    request: str = ""
    office: str = ""
    file: str = ""
    sha256: str = ""
    seq: int = 0

    @property
    def value(self) -> Decimal | None:
        """What two sources must agree on."""
        return None if self.excluded else self.points

    @property
    def text(self) -> str:
        """The value for people: ``1,5 điểm``."""
        return "không áp dụng" if self.value is None else f"{official_decimal(self.value)} điểm"


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What a unit was asked after appraisal 1, or what was reopened; ``seq``s are lines of the journal.

    Attributes:
        explanation: the answer; empty while there is none.
        answered: line of the answer; None while there is none.
    """

    asked: str
    seq: int
    explanation: str = ""
    evidence: str = ""
    answered: int | None = None


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A surveyed part of one unit.

    Attributes:
        mean: exact, on the scale of the answers.
        assessed: False below the minimum sample: the part leaves the unit's maximum.
        why: Vietnamese, how that was judged.
    """

    part: str
    answers: int
    mean: Fraction | None
    assessed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the council decided for a leaf; None leaves it out of the maximum."""

    points: Decimal | None
    reason: str


def _nothing() -> Mapping[KeyT, ValueT]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class UnitState:
    """Everything the journal says of one unit.

    Attributes:
        reported: when the report last arrived; None before.
        delivered: when evidence last arrived.
        first: values of appraisal 1 by leaf; two of them are a conflict.
        second: those of appraisal 2.
        open: the points to be answered and appraised again.
        answer_due: first moment that is late for an answer.
        answered: when the last answer arrived.
        decisions: by leaf, of the last vote.
        approval: number and day of the approval decision.
        seq: last line of the journal about this unit.
    """

    unit: str
    stage: Stage = Stage.SELF
    filed: Mapping[str, Filed] = field(default_factory=_nothing)
    reported: dt.datetime | None = None
    delivered: dt.datetime | None = None
    first: Mapping[str, tuple[Given, ...]] = field(default_factory=_nothing)
    second: Mapping[str, tuple[Given, ...]] = field(default_factory=_nothing)
    open: Mapping[str, OpenPoint] = field(default_factory=_nothing)
    answer_due: dt.datetime | None = None
    answered: dt.datetime | None = None
    surveys: Mapping[str, Surveyed] = field(default_factory=_nothing)
    decisions: Mapping[str, Decision] = field(default_factory=_nothing)
    approval: str = ""
    publication: str = ""
    seq: int = 0

    def turn(self, number: int) -> Mapping[str, tuple[Given, ...]]:
        """The values of appraisal 1 or 2."""
        return self.first if number == 1 else self.second

    def appraised(self, leaf: str) -> Given | None:
        """The value that stands before the council; None when there is none or two contradict."""
        values = self.second.get(leaf) or self.first.get(leaf) or ()
        return values[0] if len(values) == 1 else None

    def conflicts(self, number: int) -> dict[str, tuple[Given, ...]]:
        """Leaves with two values in one round."""
        return {leaf: values for leaf, values in self.turn(number).items() if len(values) > 1}

    @property
    def total(self) -> Decimal:
        """Sum of the appraised points before the council; exact."""
        values = (self.appraised(leaf) for leaf in self.first)
        return sum((value.points for value in values if value and value.points is not None), Decimal(0))


RULES = (
    CheckRule(
        "ROU01",
        Severity.ERROR,
        "Điểm thẩm định khác điểm tự chấm thì có lý do",
        "Thẩm định phải nêu lý do từng tiêu chí",
        "Ghi «Lý do» ở dòng này rồi nhập lại phiếu.",
    ),
    CheckRule(
        "ROU02",
        Severity.ERROR,
        "Cho điểm khi thiếu minh chứng thì có giải trình",
        "Không có tài liệu thì phải giải trình; hội đồng quyết định",
        "Ghi «Yêu cầu giải trình, bổ sung», hoặc nêu «Lý do» cho điểm.",
    ),
    CheckRule(
        "ROU03",
        Severity.ERROR,
        "Mỗi ô thẩm định chỉ có một giá trị",
        "Nhiều cơ quan, nhiều người cùng chấm ngoại tuyến",
        "Quyết định bằng lệnh «dossier appraise resolve».",
    ),
    CheckRule(
        "ROU04",
        Severity.WARNING,
        "Hồ sơ đến đúng hạn",
        "Tính theo giờ đến đã ghi nhận, không theo ngày của tệp",
        "Hội đồng xem xét việc chậm; Dossier không tự trừ điểm.",
    ),
    CheckRule(
        "ROU05",
        Severity.WARNING,
        "Hạn trả lời không rơi vào ngày nghỉ",
        "Dossier không tự dời ngày",
        "Kiểm tra lại hạn.",
    ),
    CheckRule(
        "ROU06",
        Severity.ERROR,
        "Nhật ký ghi các việc đúng trình tự",
        "Tự đánh giá, thẩm định 1, giải trình, thẩm định 2, hội đồng, phê duyệt, công bố",
        "Việc này không được tính; ghi lại cho đúng trình tự.",
    ),
    CheckRule(
        "ROU07",
        Severity.ERROR,
        "Dòng có lý do hay yêu cầu thì có điểm",
        "Ô điểm trống nghĩa là chưa thẩm định; yêu cầu sẽ bị bỏ sót",
        "Ghi điểm theo hồ sơ đã có (0 nếu chưa có gì), yêu cầu vẫn được gửi; hoặc xóa nội dung.",
    ),
    CheckRule(
        "ROU11",
        Severity.ERROR,
        "Người biểu quyết là thành viên hội đồng",
        "Quyết định thành lập hội đồng (campaign.yaml)",
        "Sửa tên cho khớp danh sách, hoặc bổ sung thành viên vào campaign.yaml.",
    ),
    CheckRule(
        "ROU12",
        Severity.ERROR,
        "Đủ số thành viên tối thiểu",
        "Quy chế hội đồng (campaign.yaml, council.voting)",
        "Họp lại hoặc lấy thêm ý kiến.",
    ),
    CheckRule(
        "ROU13",
        Severity.ERROR,
        "Số phiếu cộng lại khớp",
        "Số đồng ý, không đồng ý, ý kiến khác bằng số người tham gia",
        "Kiểm lại số phiếu.",
    ),
    CheckRule(
        "ROU14",
        Severity.ERROR,
        "Kết quả được đủ số phiếu thông qua",
        "Quy chế hội đồng (campaign.yaml, council.voting)",
        "Hội đồng chưa thông qua: thảo luận, biểu quyết lại.",
    ),
    CheckRule(
        "ROU15",
        Severity.ERROR,
        "Điểm hội đồng quyết định bằng điểm thẩm định hoặc có quyết định điều chỉnh",
        "Mọi thay đổi điểm phải truy được",
        "Ghi dòng «Điều chỉnh» kèm lý do, hoặc sửa tổng điểm.",
    ),
    CheckRule(
        "ROU16",
        Severity.ERROR,
        "Phiếu lấy ý kiến ghi đủ ngày gửi, ngày nhận",
        "Lấy ý kiến bằng văn bản",
        "Bổ sung ngày gửi, ngày nhận; không trả lời thì để trống ý kiến.",
    ),
)
(
    NO_REASON,
    NO_PROOF,
    CONFLICT,
    LATE,
    DAY_OFF,
    OUT_OF_ORDER,
    UNSCORED,
    NO_MEMBER,
    NO_QUORUM,
    BAD_SUM,
    NOT_CARRIED,
    UNDECIDED,
    BAD_OPINION,
) = RULES
