"""Shelves made by hand, and a campaign of text files for the whole way."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from dossier.campaign import Unit
from dossier.intake import DocumentHead, EvidenceFile, EvidenceIndex, FileKind
from dossier.intake.model import NumberState, Reading
from dossier.pipeline.found import found_campaign
from dossier.problems import NoProgress
from dossier.search import Shelf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PLAN = """ỦY BAN NHÂN DÂN\nXÃ AN BÌNH\nSố: 05/KH-UBND\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2020
Mục đích: nâng cao nhận thức về đường lối.\fTrang hai nói về bộ phận một cửa và kinh phí thực hiện."""


def document(path: str, text: str = "", **head: object) -> EvidenceFile:
    reading = Reading.READ if text else Reading.SCAN
    return EvidenceFile(
        path=path,
        size=1,
        mtime_ns=1,
        kind=FileKind.PDF,
        reading=reading,
        text=text,
        head=DocumentHead(**head),  # type: ignore[arg-type] # fields by name
    )


def unit(name: str) -> Unit:
    return Unit(
        id=name.replace(" ", "-"),
        kind="xã",
        name=f"Ủy ban nhân dân xã {name.title()}",
        short=f"UBND xã {name.title()}",
        symbol="UBND",
        place=name.title(),
    )


def shelf(name: str, *files: EvidenceFile) -> Shelf:
    return Shelf(unit(name), EvidenceIndex(name.replace(" ", "-"), files))


@pytest.fixture
def shelves() -> list[Shelf]:
    plan = document(
        "1.1/KH 05.pdf",
        PLAN,
        number="05",
        number_state=NumberState.READ,
        symbol="KH-UBND",
        type="Kế hoạch",
        date=dt.date(2019, 12, 30),
        year=2019,
        subject="Tuyên truyền cải cách hành chính năm 2020",
        subject_years=(2020,),
    )
    report = document(
        "1.2/BC.pdf",
        "BÁO CÁO\nKết quả thực hiện kế hoạch tuyên truyền; cải tiến quy trình; hành trình chính.",
        number="15",
        number_state=NumberState.READ,
        symbol="BC-UBND",
        type="Báo cáo",
        date=dt.date(2020, 6, 1),
        year=2020,
    )
    party = document("NQ.pdf", "NGHỊ QUYẾT của Đảng ủy", number="15", symbol="NQ/ĐU", type="Nghị quyết", year=2020)
    scan = document("inbox/Quyết định giao đường dây.pdf")
    return [shelf("an binh", plan, scan), shelf("binh minh", report, party)]


@pytest.fixture
def campaign(tmp_path: Path) -> Path:
    (tmp_path / "don-vi.csv").write_text("ten\nxã Một\nxã Hai\n", encoding="utf-8")
    root = tmp_path / "ky"
    found_campaign(
        root,
        criteria_id="mau-2020-cap-xa",
        units_csv=tmp_path / "don-vi.csv",
        year=2020,
        progress=NoProgress(),
    )
    return root


@pytest.fixture
def put(campaign: Path) -> Callable[[str, str], Path]:
    def write(place: str, text: str) -> Path:
        unit_id, name = place.split("/")
        target = campaign / "don-vi" / unit_id / "minh-chung/inbox" / name
        target.write_text(text, encoding="utf-8")
        return target

    return write
