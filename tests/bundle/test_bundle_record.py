"""What travels beside a bundle: signed originals byte for byte, their list, and the build record."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dossier.bundle import write_bundle
from dossier.bundle.model import BundleEntry, PdfPages, Repeat
from dossier.bundle.originals import FOLDER, LIST, copy_originals
from dossier.bundle.record import RECORD, check_record, is_intact, read_record, write_record
from dossier.intake.model import EvidenceFile, EvidenceIndex, FileKind, Reading
from dossier.pdf import Conversion
from tests.bundle.bundle_world import plan_of

if TYPE_CHECKING:
    from dossier.bundle.model import BundlePlan

SOURCE = "1.1.1/ke-hoach.pdf"
SIGNED = b"%PDF-1.7 a signed file \x00\xff"


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "minh-chung"
    (folder / "1.1.1").mkdir(parents=True)
    (folder / SOURCE).write_bytes(SIGNED)
    return folder


def build(plan: BundlePlan, evidence: Path, out: Path) -> Path:
    """Everything that lies in the folder of a unit."""
    written = [write_bundle(plan, out / plan.file_name)]
    index = EvidenceIndex("xa-a", (EvidenceFile(SOURCE, 1, 0, FileKind.PDF, Reading.READ, sha256="a1", signed=1),))
    write_record(
        out / RECORD,
        [plan],
        written=written,
        originals=copy_originals([plan], evidence, out / FOLDER),
        index=index,
        conversions={SOURCE: Conversion(Path("x.pdf"), "pikepdf 10", 3, signed=1)},
        choice={"order": "tieu-chi"},
    )
    return out / plan.file_name


@pytest.fixture
def built(full: BundlePlan, evidence: Path, tmp_path: Path) -> Path:
    return build(full, evidence, tmp_path / "out")


def body(bundle: Path) -> Any:
    return json.loads(bundle.with_name(RECORD).read_text(encoding="utf-8"))


def test_a_signed_file_travels_once_byte_for_byte_and_is_listed_with_hash_and_pages(built: Path) -> None:
    folder = built.parent / FOLDER
    assert sorted(path.name for path in folder.iterdir()) == ["TC1.1.1-01-ke-hoach.pdf", LIST]
    assert (folder / "TC1.1.1-01-ke-hoach.pdf").read_bytes() == SIGNED
    with (folder / LIST).open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert row == {
        "Mã": "TC1.1.1-01",
        "Tệp kèm theo": "TC1.1.1-01-ke-hoach.pdf",
        "Tệp trong thư mục minh chứng": SOURCE,
        "SHA-256": hashlib.sha256(SIGNED).hexdigest(),
        "Tập": "1",
        "Trang in trong bộ hồ sơ": "4–6",
    }


def test_a_name_that_excel_would_compute_is_disarmed(entries: list[BundleEntry], tmp_path: Path) -> None:
    evidence = tmp_path / "minh-chung"
    evidence.mkdir()
    (evidence / "=1+1.pdf").write_bytes(SIGNED)
    plan = plan_of([replace(entries[0], source="=1+1.pdf")])
    copy_originals([plan], evidence, tmp_path / FOLDER)
    assert "'=1+1.pdf" in (tmp_path / FOLDER / LIST).read_text(encoding="utf-8-sig")


def test_without_signed_files_there_is_no_folder(entries: list[BundleEntry], tmp_path: Path) -> None:
    assert copy_originals([plan_of(entries[1:2])], tmp_path, tmp_path / FOLDER) == ()
    assert not (tmp_path / FOLDER).exists()


def test_the_record_tells_what_each_page_is_made_of(full: BundlePlan, built: Path) -> None:
    record = body(built)
    assert record["volumes"] == [
        {
            "file": "bo-ho-so.pdf",
            "pages": full.page_count,
            "bytes": built.stat().st_size,
            "sha256": hashlib.sha256(built.read_bytes()).hexdigest(),
        }
    ]
    parts = {part["code"]: part for part in record["parts"]}
    assert list(parts) == [part.code for part in full.parts]
    signed = parts["TC1.1.1-01"]
    assert (signed["first"], signed["last"], signed["kind"]) == (4, 6, "tài liệu")
    assert (signed["source"], signed["sha256"], signed["engine"], signed["signed"]) == (
        SOURCE,
        "a1",
        "pikepdf 10",
        True,
    )
    assert record["engines"] == ["pikepdf 10"]
    assert "pikepdf" in record["producer"]
    assert [row["code"] for row in record["repeats"]] == ["TC1.1.1-01"]
    assert record["choice"] == {"order": "tieu-chi"}


def test_blank_pages_are_in_the_record(entries: list[BundleEntry], evidence: Path, tmp_path: Path) -> None:
    content = entries[0].content
    assert isinstance(content, PdfPages)
    plan = plan_of([replace(entries[0], content=replace(content, blank=(2,), dropped=(5,)))])
    (part,) = [part for part in body(build(plan, evidence, tmp_path / "out"))["parts"] if part["code"] == "TC1.1.1-01"]
    assert (part["blank"], part["dropped"]) == ([2], [5])


def test_equal_builds_give_equal_records(built: Path, full: BundlePlan, evidence: Path, tmp_path: Path) -> None:
    again = build(full, evidence, tmp_path / "again")
    assert again.with_name(RECORD).read_bytes() == built.with_name(RECORD).read_bytes()


def test_a_build_that_lies_as_it_was_made_is_intact(built: Path) -> None:
    record = read_record(built.with_name(RECORD))
    assert record is not None
    assert record.volumes == ("bo-ho-so.pdf",)
    assert is_intact(record, built.parent)
    assert check_record(built) == ()


def test_an_original_that_was_changed_or_lost_is_told(built: Path) -> None:
    original = built.parent / FOLDER / "TC1.1.1-01-ke-hoach.pdf"
    original.write_bytes(SIGNED + b"!")
    assert [problem.rule for problem in check_record(built) or ()] == ["BUN13"]
    original.unlink()
    (problem,) = check_record(built) or ()
    assert "Thiếu" in problem.message
    assert "TC1.1.1-01-ke-hoach.pdf" in str(problem.where)


def test_a_bundle_signed_after_it_was_made_is_told_and_is_no_damage(built: Path) -> None:
    built.write_bytes(built.read_bytes() + b"\n% an incremental update\n")
    (problem,) = check_record(built) or ()
    assert (problem.rule, problem.severity) == ("BUN14", "cảnh báo")


def test_a_bundle_without_a_record_has_nothing_to_be_compared_with(built: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "khac.pdf"
    elsewhere.write_bytes(built.read_bytes())
    assert check_record(elsewhere) is None
    assert check_record(built.rename(built.with_name("khac.pdf"))) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"volumes": 3}',
        '{"volumes": [{}], "originals": []}',
        '{"volumes": [{"file": "../../campaign.yaml", "sha256": ""}], "originals": []}',
        '{"volumes": [], "originals": [{"file": "..\\\\x", "sha256": ""}]}',
    ],
)
def test_a_record_that_cannot_be_read_or_leads_elsewhere_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / RECORD).write_text(text, encoding="utf-8")
    assert read_record(tmp_path / RECORD) is None


def test_repeats_do_not_travel_twice(entries: list[BundleEntry], evidence: Path, tmp_path: Path) -> None:
    twice = [entries[0], replace(entries[0], content=Repeat("TC1.1.1-01"))]
    assert len(copy_originals([plan_of(twice)], evidence, tmp_path / FOLDER)) == 1
