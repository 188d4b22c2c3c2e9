"""The reference shelf: real folders scanned where they lie, against what a person read on the pages."""

from __future__ import annotations

import csv
import datetime as dt
import shutil
import tarfile
from functools import cache
from pathlib import Path

import pytest

from dossier.cache import Memo
from dossier.intake import EvidenceIndex, scan_evidence
from dossier.intake.model import OcrMode, Reading
from dossier.problems import NoProgress
from dossier.text import fold

MATERIAL = Path(__file__).parents[3] / "shared" / "material"
VIETNAMESE = MATERIAL / "vietnamese"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not MATERIAL.is_dir(), reason="the reference shelf ../shared is absent"),
]


def scan(folder: Path, *, ocr: OcrMode) -> EvidenceIndex:
    with Memo() as memo:
        return scan_evidence(folder, unit="don-vi", memo=memo, progress=NoProgress(), ocr=ocr)


@cache  # without OCR; what OCR reads of the labelled files has its own index
def shelf() -> EvidenceIndex:
    return scan(VIETNAMESE, ocr=OcrMode.NONE)


@pytest.fixture(scope="module")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> EvidenceIndex:
    """The labelled files alone, read with OCR: the shelf as a whole takes minutes."""
    folder = tmp_path_factory.mktemp("nhan")
    named = [row["file"] for row in rows(VIETNAMESE / "EXPECTED.tsv") if row["date"]]
    for name in (*named, *(f"office_2025/{row['file']}" for row in rows(VIETNAMESE / "office_2025/LABELS.tsv"))):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(VIETNAMESE / name, folder / name)
    return scan(folder, ocr=OcrMode.HEAD)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter="\t"))


def test_no_number_and_no_date_is_confidently_wrong(labelled: EvidenceIndex) -> None:
    exact = types = years = 0
    labels = [row for row in rows(VIETNAMESE / "EXPECTED.tsv") if row["date"]]
    for row in labels:
        file = labelled.file(row["file"])
        assert file is not None, row["file"]
        date = dt.date.fromisoformat(row["date"])
        assert file.head.reference in {None, row["number/symbol"]}, row["file"]
        assert file.head.date in {None, date}, row["file"]
        exact += bool(file.head.reference and file.head.date)
        types += file.head.type == row["type"]
        years += file.head.year == date.year
    assert exact >= 5
    assert types >= len(labels) - 1
    assert years >= len(labels) - 1


def test_labelled_scans_give_no_wrong_number_or_date(labelled: EvidenceIndex) -> None:
    types = years = printed = 0
    labels = rows(VIETNAMESE / "office_2025/LABELS.tsv")
    for row in labels:
        file = labelled.file(f"office_2025/{row['file']}")
        assert file is not None, row["file"]
        assert file.head.number in {None, row["number"]}, row["file"]
        date = dt.date(int(row["year"]), int(row["month"]), int(row["day"]))
        assert file.head.date in {None, date}, row["file"]
        types += fold(file.head.type or "") == fold(row["type"])
        years += file.head.year == date.year
        printed += row["number_handwritten"] == "0" and file.head.number == row["number"]
    assert types >= len(labels) - 1
    assert years >= len(labels) - 1
    assert printed == 2  # every number that is not handwritten


@pytest.mark.parametrize(
    ("name", "kind", "reference", "date", "issuer"),
    [
        ("Kế hoạch CCHC 2026 của tỉnh Lâm Đồng.docx", "Kế hoạch", None, None, "uy ban nhan dan tinh lam dong"),
        (
            "PL02_Huong dan tu danh gia cham diem cap xa 10.11.pdf",
            "Hướng dẫn",
            "2775/SNV-CCHC&VTLT",
            dt.date(2025, 11, 10),
            "so noi vu",
        ),
        (
            "10797 Tổ giúp việc CCHC.pdf",
            "Quyết định",
            "10797/QĐ-HĐTĐ",
            dt.date(2025, 10, 28),
            "hoi dong tham dinh, danh gia chi so cai cach hanh chinh tinh",
        ),
    ],
)
def test_the_three_known_documents(
    name: str, kind: str, reference: str | None, date: dt.date | None, issuer: str
) -> None:
    head = next(file.head for file in shelf().files if file.path.endswith(name))
    assert (head.type, head.reference, head.date, fold(head.issuer or "")) == (kind, reference, date, issuer)


@pytest.mark.parametrize("folder", ["vietnamese", "docx_xlsx", "pdf", "hostile"])
def test_every_real_or_hostile_file_has_an_outcome(folder: str, tmp_path: Path) -> None:
    place = MATERIAL / folder
    if folder == "hostile":
        with tarfile.open(MATERIAL / "hostile.tar.gz") as package:
            package.extractall(tmp_path, filter="data")
        place = tmp_path
    index = shelf() if place == VIETNAMESE else scan(place, ocr=OcrMode.NONE)
    assert len(index.files) == sum(path.is_file() for path in place.rglob("*"))
    unexplained = [f.path for f in index.files if f.reading is not Reading.READ and not f.problems]
    assert unexplained == []
