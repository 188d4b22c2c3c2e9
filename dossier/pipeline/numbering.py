"""``dossier papers``: the number and date a paper was given, entered once and taken by every paper that cites it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.documents import CATALOGUE
from dossier.documents.book import FACTS, Book, Issuer
from dossier.documents.paper import Registration
from dossier.documents.register import REGISTER_FILE, RegisteredPaper, load_register, write_register
from dossier.errors import BadInputError, RefusedError
from dossier.pipeline.paper_sources import Year
from dossier.report.tables import Table
from dossier.text import short_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from dossier.pipeline.run import Run


def number_paper(run: Run, code: str, *, unit: str, number: int, day: dt.date) -> str:
    """Register the number and date a paper was given; every paper that cites it takes them. Returns its reference.

    Raises:
        BadInputError: no such paper, or a unit missing or too many.
        RefusedError: another paper of the year has the same number and symbol.
    """
    book = Year(run).book
    kind = CATALOGUE.get(code)
    if kind is None or code in {"D04", "D18", "D19"}:
        raise BadInputError(f"Văn bản «{code}» không có số riêng. Các mã: {', '.join(numbered_codes())}.")
    if kind.of_unit != bool(unit) and not (code == "D08" and unit.startswith("lan-")):
        raise BadInputError(
            f"{code} là văn bản {'của từng đơn vị: cần --unit' if kind.of_unit else 'chung: bỏ --unit'}."
        )
    (owner,) = run.units([unit]) if kind.of_unit else (None,)
    paper = RegisteredPaper(code=code, unit=owner.id if owner else unit, number=number, date=day)
    path = run.paths.records / REGISTER_FILE
    register = load_register(path)
    _refuse_twin(run, book, paper, register.papers)
    write_register(path, register.with_paper(paper))
    after = replace(book, registrations={**book.registrations, paper.key: Registration(number, day)})
    return after.reference(code, owner)


def numbered_codes() -> tuple[str, ...]:
    """Codes of the papers that have a number of their own."""
    return tuple(code for code in CATALOGUE if code not in {"D04", "D18", "D19"})


def register_table(run: Run) -> Table:
    """The registered papers, for people."""
    book = Year(run).book
    rows = []
    for key, registration in sorted(book.registrations.items()):
        code, _, unit = key.partition("/")
        named = run.campaign.unit(unit) if unit else None
        symbol = book.symbol(code, named)
        date = short_date(registration.date) if registration.date else ""
        rows.append(
            (code, CATALOGUE[code].title, named.short if named else unit, f"{registration.number}/{symbol}", date)
        )
    return Table(f"Sổ số văn bản: {len(rows)} văn bản", ("Mã", "Văn bản", "Đơn vị", "Số, ký hiệu", "Ngày"), tuple(rows))


def _refuse_twin(run: Run, book: Book, paper: RegisteredPaper, others: Sequence[RegisteredPaper]) -> None:
    def place(one: RegisteredPaper) -> tuple[int, str, str, int]:
        unit = run.campaign.unit(one.unit) if one.unit else None
        issuer = FACTS[one.code].issuer
        body = one.unit if issuer is Issuer.UNIT else issuer.value.replace("head", "authority")
        return one.number, book.symbol(one.code, unit), body, one.date.year

    for other in others:
        if other.key != paper.key and place(other) == place(paper):
            raise RefusedError(
                f"Số {paper.number}/{place(paper)[1]} năm {paper.date.year} đã cấp cho {other.key} "
                f"({CATALOGUE[other.code].title}): số và ký hiệu là duy nhất trong năm."
            )
