"""D01, D16 and D11: the decisions of the year (Mẫu 1.2). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dossier.documents.official import (
    Article,
    OfficialPaper,
    RosterRow,
    TaskRow,
    assign_areas,
    enumerate_lines,
    frame,
    head_of,
    number_articles,
)
from dossier.documents.paper import TO_FILL, CouncilSignature
from dossier.documents.ranking import RankBlock, build_ranking, describe_grades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign.model import Member
    from dossier.documents.book import Book
    from dossier.scoring.results import Results

_IN_FORCE = ("Quyết định này có hiệu lực kể từ ngày ký.", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(OfficialPaper):
    """What every decision may print (Mẫu 1.2): its articles, the last apart, for it stays with the signature."""

    power: str
    legal_bases: tuple[str, ...]
    articles: tuple[Article, ...]
    last_article: Article
    attached_to: str


@dataclass(frozen=True, slots=True)
class EstablishmentContext(Decision):
    """What ``quyet-dinh-thanh-lap-hoi-dong.docx`` may print."""

    members: tuple[RosterRow, ...]
    tasks: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class SupportTeamContext(Decision):
    """What ``quyet-dinh-to-giup-viec.docx`` may print."""

    signature: CouncilSignature
    members: tuple[RosterRow, ...]


@dataclass(frozen=True, slots=True)
class ApprovalContext(Decision):
    """What ``quyet-dinh-phe-duyet.docx`` may print."""

    groups: tuple[RankBlock, ...]


def build_establishment_context(book: Book) -> EstablishmentContext:
    """The decision that sets up the council, with its roster and the assignment of areas."""
    council, lead = book.campaign.council, _lead(book)
    cited = ["D02"] if book.is_registered("D02") else []
    articles = number_articles(
        (f"Thành lập {council.name} (sau đây gọi là Hội đồng) gồm các thành viên tại Phụ lục I kèm theo.", ()),
        ("Nhiệm vụ, chế độ làm việc của Hội đồng như sau:", _council_duties(book, lead)),
        _IN_FORCE,
        (
            (
                f"{head_post(lead)}, thủ trưởng các cơ quan có liên quan, Chủ tịch {book.scope} và các thành viên "
                "Hội đồng chịu trách nhiệm thi hành Quyết định này./."
            ),
            (),
        ),
    )
    bases = [*book.bases("D01", *cited), f"Theo đề nghị của {head_post(lead)}"]
    return EstablishmentContext(
        **_decision_frame(book, "D01", bases=bases, articles=articles),
        members=roster(council.members),
        tasks=assign_areas(book, without="Tổng hợp chung"),
    )


def _council_duties(book: Book, lead: str) -> tuple[str, ...]:
    authority = book.campaign.authority.name
    return (
        (
            f"1. Thẩm định kết quả tự đánh giá, chấm điểm {book.index_name} của {book.scope}; các cơ quan được phân "
            "công thẩm định theo lĩnh vực tại Phụ lục II kèm theo."
        ),
        f"2. Tổng hợp kết quả, trình Chủ tịch {authority} phê duyệt.",
        (
            f"3. Hội đồng làm việc theo chế độ tập thể, quyết định theo đa số; {lead} là cơ quan thường trực. Hội đồng "
            f"được sử dụng con dấu của {authority}."
        ),
        "4. Hội đồng tự giải thể sau khi hoàn thành nhiệm vụ.",
    )


def build_support_team_context(book: Book) -> SupportTeamContext:
    """The decision that sets up the support team; its members are in ``van-ban.yaml``."""
    council, lead = book.campaign.council, _lead(book)
    articles = number_articles(
        (f"Thành lập Tổ giúp việc {council.name} gồm các thành viên tại Phụ lục kèm theo.", ()),
        (
            "Tổ giúp việc có các nhiệm vụ sau:",
            (
                "1. Tiếp nhận, kiểm tra hồ sơ tự đánh giá, tài liệu kiểm chứng của các đơn vị.",
                "2. Rà soát điểm tự chấm, dự kiến điểm thẩm định từng tiêu chí, yêu cầu bổ sung, giải trình.",
                "3. Tổng hợp kết quả, chuẩn bị tài liệu phiên họp Hội đồng.",
                "4. Tổ giúp việc tự giải thể khi Hội đồng hoàn thành nhiệm vụ.",
            ),
        ),
        _IN_FORCE,
        (
            (
                f"{lead}, các cơ quan có liên quan và các thành viên Tổ giúp việc chịu trách nhiệm thi hành Quyết "
                "định này./."
            ),
            (),
        ),
    )
    bases = [f"Căn cứ {book.cite('D01')}", f"Theo đề nghị của {head_post(lead)}"]
    return SupportTeamContext(
        **_decision_frame(book, "D16", bases=bases, articles=articles),
        members=roster(book.inputs.support_team),
    )


def build_approval_context(book: Book, results: Results) -> ApprovalContext:
    """The decision that approves the index, with the ranking; groups that are not ranked are graded only."""
    lead, grades = _lead(book), describe_grades(results)
    articles = number_articles(
        (
            f"{book.subject('D11')}, gồm {len(results.units):02d} đơn vị (chi tiết tại Phụ lục kèm theo).",
            (grades,) if grades else (),
        ),
        ("Tổ chức thực hiện:", _follow_up(book, lead)),
        _IN_FORCE,
        (
            (
                f"{head_post(lead)}, thủ trưởng các cơ quan có liên quan, Chủ tịch {book.scope} chịu trách nhiệm thi "
                "hành Quyết định này./."
            ),
            (),
        ),
    )
    proposal = f"Theo đề nghị của {book.campaign.council.name} tại {book.reference('D10')}"
    return ApprovalContext(
        **_decision_frame(book, "D11", bases=[*book.bases("D11", "D01"), proposal], articles=articles),
        groups=build_ranking(results, book.criteria),
    )


def _follow_up(book: Book, lead: str) -> tuple[str, ...]:
    """Who does what once the index is approved; what ``van-ban.yaml`` adds comes last."""
    return enumerate_lines(
        [
            (
                f"{book.scope} căn cứ kết quả được phê duyệt, rà soát các tiêu chí chưa đạt điểm tối đa, có biện pháp "
                "khắc phục."
            ),
            (
                f"{lead} công bố kết quả, theo dõi, đôn đốc việc khắc phục; đề nghị xem xét sử dụng kết quả này trong "
                "công tác thi đua, khen thưởng."
            ),
            *(line.rstrip(".") + "." for line in book.inputs.remarks.get("D11", ())),
        ]
    )


def _decision_frame(book: Book, code: str, *, bases: Sequence[str], articles: tuple[Article, ...]) -> dict[str, Any]:
    """The fields that every decision has, to be spread into its context; its last article says who carries it out."""
    return {
        **frame(book, code, bases=bases, first=f"Như Điều {len(articles)}"),
        "power": head_of(book, code),
        "articles": articles[:-1],
        "last_article": articles[-1],
        "attached_to": attach(book, code),
    }


def attach(book: Book, code: str) -> str:
    """``(Kèm theo Quyết định số … ngày … của …)``."""
    issuer = book.body(code).name
    if head_of(book, code).startswith("CHỦ TỊCH ỦY BAN") and code in {"D01", "D11"}:
        issuer = f"Chủ tịch {issuer}"
    return f"(Kèm theo {book.reference(code)} của {issuer})"


def head_post(office: str) -> str:
    """Who heads an office, in official wording: ``Trưởng phòng Nội vụ``, ``Giám đốc Sở Nội vụ``."""
    kind, _, rest = office.partition(" ")
    if kind == "Phòng" and rest:
        return f"Trưởng phòng {rest}"
    posts = {"Sở": "Giám đốc", "Văn": "Chánh", "Trung": "Giám đốc", "Ban": "Trưởng"}
    return f"{posts.get(kind, 'Thủ trưởng')} {office}"


def roster(members: Sequence[Member]) -> tuple[RosterRow, ...]:
    """Members in the order they were given; one line of dots when there is none."""
    rows = tuple(RosterRow(str(place), one.name, one.post, one.role) for place, one in enumerate(members, 1))
    return rows or (RosterRow("1", TO_FILL, TO_FILL, TO_FILL),)


def _lead(book: Book) -> str:
    return book.lead.name if book.lead else "cơ quan thường trực"
