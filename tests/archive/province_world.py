"""Small province packages for the tests of this room."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING

from dossier.archive.province import Heading, Packing, Piece, Section, State, plan_package
from dossier.archive.province.shelf import PackageShelf
from dossier.problems import NoProgress

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.archive.province.model import Record
    from dossier.archive.province.plan import PackagePlan

NOW = dt.datetime(2020, 11, 4, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
WHOLE = Packing()
STEM = "huyen-an-son-2020"


def heading(**changed: object) -> Heading:
    told: dict[str, object] = {
        "campaign": STEM,
        "title": "Xác định Chỉ số <CCHC> năm 2020",
        "year": 2020,
        "sender": "Ủy ban nhân dân huyện An Sơn",
        "receiver": "Ủy ban nhân dân tỉnh Sông Lam",
        "demo": False,
        "units": {"huyen-an-son": "UBND huyện An Sơn"},
        "criteria": {"1.1": "Kế hoạch", "1.2": "Báo cáo", "1.10": "Khác"},
        "rules": 1,
    }
    return Heading(**(told | changed))  # type: ignore[arg-type]  # a table of fields


def piece(
    name: str,
    content: bytes = b"noi dung",
    *,
    section: Section = Section.EVIDENCE,
    state: State = State.DOCUMENT,
    **more: object,
) -> Piece:
    told: dict[str, object] = {"unit": "huyen-an-son"} | more
    title = str(told.pop("title", name))
    return Piece(section, title, state, name, content, hashlib.sha256(content).hexdigest(), len(content), **told)  # type: ignore[arg-type]  # as above


def year() -> list[Piece]:
    """A letter, a draft report, evidence that proves one or two criteria, an issued and a missing paper, a check."""
    return [
        piece("1.1/Kế hoạch số 05.pdf", b"ke hoach", codes=("1.1", "1.2"), title="Kế hoạch <05/KH-UBND>"),
        piece("1.2/Báo cáo.pdf", b"bao cao", codes=("1.2",)),
        piece("khac/Ảnh.jpg", b"anh"),
        piece("D13-cong-van.pdf", b"cong van", section=Section.LETTER, state=State.DRAFT, unit=""),
        piece("D14-bao-cao.pdf", b"tu danh gia", section=Section.REPORT, state=State.DRAFT),
        piece("D01-quyet-dinh.pdf", b"quyet dinh", section=Section.COUNCIL, state=State.ISSUED, note="số 12/QĐ-UBND"),
        Piece(Section.COUNCIL, "Quyết định phê duyệt", State.NOT_ISSUED),
        piece("kiem-tra.json", b"{}", section=Section.CHECKS),
    ]


def plan(
    pieces: Sequence[Piece], *, name: str = f"{STEM}-01", packing: Packing = WHOLE, made_at: dt.datetime = NOW
) -> PackagePlan:
    return plan_package(pieces, heading(), name=name, made_at=made_at, packing=packing)


def shelf_at(root: Path) -> PackageShelf:
    return PackageShelf(root, root, STEM)


def put(shelf: PackageShelf, pieces: Sequence[Piece], packing: Packing = WHOLE) -> Record:
    return shelf.put(plan(pieces, name=shelf.next_name(), packing=packing), who="Thử", progress=NoProgress())
