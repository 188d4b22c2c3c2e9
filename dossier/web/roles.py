"""Who may do what: one table, asked by every page. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account is for; the values are kept in the database."""

    COMMUNE = "xa"
    OFFICE = "co-quan"
    HOME = "noi-vu"
    SECRETARY = "thu-ky"
    MEMBER = "uy-vien"
    CHAIR = "chu-tich"
    ARCHIVIST = "luu-tru"
    READER = "xem"
    ADMIN = "quan-tri"

    @property
    def label(self) -> str:
        """As people read it."""
        return _TITLES[self]


_TITLES = {
    Role.COMMUNE: "Cán bộ cấp xã",
    Role.OFFICE: "Cơ quan thẩm định",
    Role.HOME: "Nội vụ",
    Role.SECRETARY: "Thư ký hội đồng",
    Role.MEMBER: "Thành viên hội đồng",
    Role.CHAIR: "Chủ tịch (phê duyệt)",
    Role.ARCHIVIST: "Lưu trữ",
    Role.READER: "Người xem",
    Role.ADMIN: "Quản trị",
}


class Act(StrEnum):
    """What a page lets a person do. SEE and the acts on one unit are limited to it for a commune's account."""

    SEE = "xem hồ sơ"
    UPLOAD = "đưa minh chứng vào"
    SORT = "xếp minh chứng vào tiêu chí"
    SCORE = "tự chấm điểm"
    ANSWER = "giải trình, bổ sung"
    BUILD = "lập văn bản và bộ hồ sơ"
    SUBMIT = "nộp hồ sơ"
    RECEIVE = "tiếp nhận hồ sơ"
    APPRAISE = "thẩm định"
    LEAD = "điều hành thẩm định"
    COUNCIL = "lập biên bản hội đồng"
    SEE_COUNCIL = "xem hội đồng và kết quả"
    APPROVE = "phê duyệt, công bố"
    ISSUE = "đăng ký văn bản đã ký"
    PACKAGE = "đóng gói nộp tỉnh"
    ARCHIVE = "lưu trữ"
    JOURNAL = "xem nhật ký"
    ACCOUNTS = "quản lý tài khoản"
    SELF = "tài khoản của mình"


_EVERYBODY = frozenset({Act.SEE, Act.SELF})
_COUNCIL = _EVERYBODY | {Act.SEE_COUNCIL}
GRANTS: dict[Role, frozenset[Act]] = {
    Role.COMMUNE: _EVERYBODY | {Act.UPLOAD, Act.SORT, Act.SCORE, Act.ANSWER, Act.BUILD, Act.ISSUE, Act.SUBMIT},
    Role.OFFICE: _EVERYBODY | {Act.APPRAISE},
    Role.HOME: _COUNCIL | {Act.SORT, Act.RECEIVE, Act.LEAD, Act.BUILD, Act.ISSUE, Act.PACKAGE, Act.JOURNAL, Act.UPLOAD},
    Role.SECRETARY: _COUNCIL | {Act.COUNCIL, Act.BUILD, Act.ISSUE, Act.JOURNAL},
    Role.MEMBER: _COUNCIL,
    Role.CHAIR: _COUNCIL | {Act.APPROVE, Act.JOURNAL},
    Role.ARCHIVIST: _COUNCIL | {Act.ARCHIVE, Act.JOURNAL},
    Role.READER: _EVERYBODY,
    Role.ADMIN: _COUNCIL | {Act.ACCOUNTS, Act.JOURNAL},
}


@dataclass(frozen=True, slots=True)
class Who:
    """A person at the browser.

    Attributes:
        unit: id of the unit the person works for; a commune's account sees no other.
        office: id of the office an appraiser works for.
        owner: the one user of the personal mode, who is alone with the campaign as on the command line.
    """

    name: str
    role: Role
    unit: str = ""
    office: str = ""
    owner: bool = False


def allows(who: Who, act: Act, *, unit: str = "", office: str = "") -> bool:
    """Whether a person may do an act, on a unit or for an office when one is named.

    Nobody appraises their own unit; a commune acts on its own only; an appraiser for their own office only.
    """
    if who.owner:
        return True
    if act not in GRANTS[who.role]:
        return False
    if unit and who.role is Role.COMMUNE:
        return unit == who.unit
    if act is Act.APPRAISE and unit and unit == who.unit:
        return False
    return not (act is Act.APPRAISE and office and office != who.office)
