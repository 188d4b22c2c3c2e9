"""What all papers of authority and council have in common, composed once. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dossier.documents.book import FACTS, Book, Issuer, name_of, post_of
from dossier.documents.paper import (
    TO_FILL,
    CouncilSignature,
    Letterhead,
    Properties,
    Signature,
    banner_of,
    build_letterhead,
    build_recipients,
    build_signature,
    end_list,
    lower_first,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialPaper:
    """What every paper with a head and a signer may print; ``frame`` fills it."""

    properties: Properties
    banner: str
    head: Letterhead
    subject: str
    recipients: tuple[str, ...]
    signature: Signature


@dataclass(frozen=True, slots=True)
class Article:
    """Điều of a decision: its number in bold, its sentence, and the clauses below it."""

    number: str
    text: str
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A member in a list."""

    number: str
    name: str
    post: str
    role: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Who does what, until when or on which areas."""

    number: str
    body: str
    task: str


def frame(
    book: Book,
    code: str,
    *,
    unit: Unit | None = None,
    bases: Sequence[str] | None = None,
    first: str = "",
    subject: str = "",
) -> dict[str, Any]:
    """The fields that every official paper has, to be spread into its context.

    ``first`` is the fixed first line of «Nơi nhận»; without ``bases`` the paper has no căn cứ lines.
    """
    occasion = book.occasion(code, unit)
    subject = subject or book.subject(code)
    lead = book.lead.symbol if book.lead and FACTS[code].issuer is not Issuer.UNIT else ""
    lines = [*([first] if first else []), *book.inputs.recipients.get(code, ())]
    return {
        "properties": Properties(f"{FACTS[code].type} {lower_first(subject)}", occasion.body.name, occasion.stamp),
        "banner": banner_of(book.criteria),
        "head": build_letterhead(occasion),
        "subject": subject,
        **({} if bases is None else {"legal_bases": end_list(list(bases))}),
        "recipients": build_recipients(*lines, office=lead),
        "signature": sign(book, code, unit),
    }


def sign(book: Book, code: str, unit: Unit | None = None) -> Signature:
    """Box 7 by who issues: a council's signer has two posts, a head signs without «TM.»."""
    issuer, occasion = FACTS[code].issuer, book.occasion(code, unit)
    if issuer is Issuer.COUNCIL:
        chair = book.member("Chủ tịch")
        return CouncilSignature(("TM. HỘI ĐỒNG THẨM ĐỊNH", "CHỦ TỊCH"), name_of(chair), post_of(chair).upper())
    signature = build_signature(occasion.body, occasion.day)
    if issuer is Issuer.HEAD and signature.authority != (TO_FILL,):
        lines = tuple(line for line in signature.authority if not line.startswith("TM."))
        return Signature(lines, signature.name)
    return signature


def head_of(book: Book, code: str) -> str:
    """The line of authority of a decision: who issues it."""
    if FACTS[code].issuer is Issuer.COUNCIL:
        return "CHỦ TỊCH HỘI ĐỒNG THẨM ĐỊNH"
    return f"CHỦ TỊCH {book.campaign.authority.name}".upper()


def assign_areas(book: Book, *, without: str) -> tuple[TaskRow, ...]:
    """The areas that each office follows; ``without`` is the task of an office that has none."""
    titles = {area.id: area.title.rstrip(".") for area in book.criteria.areas}
    return tuple(
        TaskRow(
            str(place),
            office.name,
            "\n".join(f"Lĩnh vực {code}. {titles.get(code, '')}" for code in office.areas) or without,
        )
        for place, office in enumerate(book.campaign.offices, 1)
    )


def number_articles(*articles: tuple[str, Sequence[str]]) -> tuple[Article, ...]:
    """Điều 1, Điều 2 …; the clauses under each as they are."""
    return tuple(Article(f"Điều {place}.", text, tuple(clauses)) for place, (text, clauses) in enumerate(articles, 1))


def last_mark(lines: Sequence[str]) -> tuple[str, ...]:
    """The mark that ends a body: ``./.`` after the last paragraph."""
    done = [*lines]
    if done:
        done[-1] = f"{done[-1].rstrip('.;')}./."
    return tuple(done)


def enumerate_lines(lines: Sequence[str]) -> tuple[str, ...]:
    """``1. …``, ``2. …``."""
    return tuple(f"{place}. {line}" for place, line in enumerate(lines, 1))
