"""What a commune of the province types and hands in under any criteria set, made up from the set by arithmetic."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dossier.criteria.proofs import Carrier
from dossier.sheets.layout import RowKind, build_rows
from dossier.text import ascii_name
from samples.generate_plan import Item, make_text
from samples.scripted import TYPES
from samples.scripted_page import Body, Page
from samples.scripted_scan import Dice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.campaign import Unit
    from dossier.criteria import CriteriaSet
    from dossier.criteria.proofs import Proof
    from dossier.sheets.layout import FormRow

_CODES = dict(TYPES)
_FIRST_DAY = dt.date(2025, 7, 1)
_DAYS = 100
_INBOX, _MISSING, _LAST_YEAR = 11, 9, 23  # one file in so many
_FILES = (Carrier.FILE, Carrier.FIGURES)


def plan_answers(criteria: CriteriaSet, place: int) -> dict[str, dict[str, str]]:
    """By row code, what a unit types into its self-score form; one row in forty is left blank."""
    answers = {}
    for number, row in enumerate(build_rows(criteria)):
        if row.inputs and (place + number) % 40 and row.kind is not RowKind.OUTSIDE:
            answers[row.code] = dict(_cells(row, place + number))
    return answers


def _cells(row: FormRow, shift: int) -> Iterator[tuple[str, str]]:
    whole = 20 + shift % 30
    if "state" in row.inputs:
        yield "ket_qua", row.states[0 if shift % 6 else -1]
    if "numerator" in row.inputs:
        yield from (("a", str(whole - shift % 4)), ("b", str(whole)))
    if "count" in row.inputs:
        yield "so_luong", str(int(not shift % 7))
    if "evidence" in row.inputs:
        yield "minh_chung", f"Kế hoạch số {shift % 90 + 1}/KH-UBND. Giải trình: số liệu theo sổ theo dõi của đơn vị."


def plan_papers(criteria: CriteriaSet, unit: Unit, place: int) -> tuple[Item, ...]:
    """A paper for nearly every proof that a file carries; some are missing, of the year before, or not sorted yet."""
    body = Body("UBND TỈNH SÔNG LAM", ("ỦY BAN NHÂN DÂN", unit.name.upper()), "UBND", unit.short, unit.id)
    proofs = [(leaf.id, proof) for leaf in criteria.leaves() for proof in leaf.leaf.proofs if proof.carrier in _FILES]
    return tuple(
        _paper(leaf, proof, body, number, place * 7 + number)
        for number, (leaf, proof) in enumerate(proofs)
        if (place + number) % _MISSING
    )


def _paper(leaf: str, proof: Proof, body: Body, number: int, shift: int) -> Item:
    kind = next((name for name in proof.types if name in _CODES), "Báo cáo")
    date = _FIRST_DAY + dt.timedelta(days=shift % _DAYS)
    if not shift % _LAST_YEAR:
        date = date.replace(year=date.year - 1)
    about = ", ".join(phrase.partition(" | ")[0] for phrase in proof.must)
    page = Page(
        body=body,
        type=kind,
        code=_CODES[kind],
        number=str(number + 10),
        date=date,
        subject=f"{proof.title.partition(' (')[0]}: {about} năm {date.year}".replace(":  năm", " năm"),
        text=make_text(Dice(body.key, proof.id), 4),
    )
    folder = leaf if shift % _INBOX else "inbox"
    name = ascii_name(f"{page.code} {page.number} {page.subject}", limit=50)
    return Item(f"{folder}/{name}.pdf", "ky-so" if shift % 3 else "chu", page)
