"""D01, D16 and D11: the decisions of the year (Mẫu 1.2). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.documents.official import (
    Article,
    OfficialPaper,
    RosterRow,
    TaskRow,
    enumerate_lines,
    frame,
    head_of,
    last_mark,
    number_articles,
)
from dossier.documents.paper import TO_FILL, CouncilSignature
from dossier.documents.ranking import RankBlock, build_ranking, describe_grades

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign.model import Member
    from dossier.documents.book import Book
    from dossier.scoring.results import Results


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
    campaign, council, lead = book.campaign, book.campaign.council, _lead(book)
    cited = ["D02"] if book.is_registered("D02") else []
    bases = [*book.bases("D01", *cited), f"Theo đề nghị của {head_post(lead)}"]
    articles = number_articles(
        (f"Thành lập {council.name} (sau đây gọi là Hội đồng) gồm các thành viên tại Phụ lục I kèm theo.", ()),
        (
            "Nhiệm vụ, chế độ làm việc của Hội đồng như sau:",
            (
                (
                    f"1. Thẩm định kết quả tự đánh giá, chấm điểm {book.index_name} của "
                    f"{book.scope}; các cơ quan được phân "
                    "công thẩm định theo lĩnh vực tại Phụ lục II kèm theo."
                ),
                f"2. Tổng hợp kết quả, trình Chủ tịch {campaign.authority.name} phê duyệt.",
                (
                    f"3. Hội đồng làm việc theo chế độ tập thể, quyết định theo đa số; {lead} là "
                    "cơ quan thường trực. Hội đồng "
                    f"được sử dụng con dấu của {campaign.authority.name}."
                ),
                "4. Hội đồng tự giải thể sau khi hoàn thành nhiệm vụ.",
            ),
        ),
        ("Quyết định này có hiệu lực kể từ ngày ký.", ()),
        (
            last_mark(
                [
                    (
                        f"{head_post(lead)}, thủ trưởng các cơ quan có liên quan, Chủ tịch "
                        f"{book.scope} và các thành viên "
                        "Hội đồng chịu trách nhiệm thi hành Quyết định này"
                    )
                ]
            )[0],
            (),
        ),
    )
    return EstablishmentContext(
        **frame(book, "D01", bases=bases, first="Như Điều 4"),
        power=head_of(book, "D01"),
        articles=articles[:-1],
        last_article=articles[-1],
        attached_to=attach(book, "D01"),
        members=roster(council.members),
        tasks=_assignments(book),
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
        ("Quyết định này có hiệu lực kể từ ngày ký.", ()),
        (
            (
                f"{lead}, các cơ quan có liên quan và các thành viên Tổ giúp việc chịu trách nhiệm thi "
                "hành Quyết định này./."
            ),
            (),
        ),
    )
    bases = [f"Căn cứ {book.cite('D01')}", f"Theo đề nghị của {head_post(lead)}"]
    return SupportTeamContext(
        **frame(book, "D16", bases=bases, first="Như Điều 4"),
        power=head_of(book, "D16"),
        articles=articles[:-1],
        last_article=articles[-1],
        attached_to=attach(book, "D16"),
        members=roster(book.inputs.support_team),
    )


def build_approval_context(book: Book, results: Results) -> ApprovalContext:
    """The decision that approves the index, with the ranking; groups that are not ranked are graded only."""
    campaign, lead = book.campaign, _lead(book)
    proposal = f"Theo đề nghị của {campaign.council.name} tại {book.reference('D10')}"
    grades = describe_grades(results)
    articles = number_articles(
        (
            (
                f"Phê duyệt {book.subject('D11').removeprefix('Phê duyệt ')}, gồm "
                f"{len(results.units):02d} đơn vị (chi tiết tại "
                "Phụ lục kèm theo)."
            ),
            (grades,) if grades else (),
        ),
        (
            "Tổ chức thực hiện:",
            enumerate_lines(
                [
                    (
                        f"{book.scope} căn cứ kết quả được phê duyệt, rà soát các tiêu chí chưa "
                        "đạt điểm tối đa, có biện pháp "
                        "khắc phục."
                    ),
                    (
                        f"{lead} công bố kết quả, theo dõi, đôn đốc việc khắc phục; đề nghị xem "
                        "xét sử dụng kết quả này trong "
                        "công tác thi đua, khen thưởng."
                    ),
                    *(line.rstrip(".") + "." for line in book.inputs.remarks.get("D11", ())),
                ]
            ),
        ),
        ("Quyết định này có hiệu lực kể từ ngày ký.", ()),
        (
            (
                f"{head_post(lead)}, thủ trưởng các cơ quan có liên quan, Chủ tịch {book.scope} "
                "chịu trách nhiệm thi hành "
                "Quyết định này./."
            ),
            (),
        ),
    )
    return ApprovalContext(
        **frame(book, "D11", bases=[*book.bases("D11", "D01"), proposal], first="Như Điều 4"),
        power=head_of(book, "D11"),
        articles=articles[:-1],
        last_article=articles[-1],
        attached_to=attach(book, "D11"),
        groups=build_ranking(results, book.criteria),
    )


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


def _assignments(book: Book) -> tuple[TaskRow, ...]:
    titles = {area.id: area.title.rstrip(".") for area in book.criteria.areas}
    return tuple(
        TaskRow(
            str(place),
            office.name,
            "\n".join(f"Lĩnh vực {code}. {titles.get(code, '')}" for code in office.areas) or "Tổng hợp chung",
        )
        for place, office in enumerate(book.campaign.offices, 1)
    )


def _lead(book: Book) -> str:
    return book.lead.name if book.lead else "cơ quan thường trực"
