"""A supplement lies at the end: no page, code, link or bookmark of before changes."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.bundle import measure_text, plan_volumes, verify_file, write_bundle
from dossier.bundle.found import read_bundle
from dossier.bundle.model import BundleEntry, PdfPages, Repeat
from dossier.bundle.plan import extend_bundle
from dossier.bundle.record import RECORD, extend_record, is_intact, read_record, write_record
from dossier.bundle.supplement import Filed, find_new, pick_new, plan_base
from dossier.errors import DamagedError
from dossier.intake.model import EvidenceFile, EvidenceIndex, FileKind, Reading
from dossier.pdf.pdfa import Attachment, check_pdfa
from tests.bundle.bundle_world import COVER, LEAF, OTHER, Maker, plan_of, with_dividers

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bundle.model import BundlePlan
    from dossier.bundle.record import Record

BEFORE = ("1.1.1/ke-hoach.pdf", "1.1.1/bao-cao.docx", "inbox/bảng tính.xlsx")


def evidence(*paths: str, changed: str = "") -> EvidenceIndex:
    files = (
        EvidenceFile(path, 1, 0, FileKind.PDF, Reading.READ, sha256=f"new {path}" if path == changed else f"of {path}")
        for path in paths
    )
    return EvidenceIndex("xa-a", tuple(files))


def recorded(plan: BundlePlan, folder: Path) -> Record:
    """The bundle of a plan, written with its record."""
    written = write_bundle(plan, folder / plan.file_name)
    index = evidence(*BEFORE)
    return write_record(
        folder / RECORD, [plan], written=[written], originals=(), index=index, conversions={}, choice={"order": "x"}
    )


def extend(earlier: Record, folder: Path, entries: list[BundleEntry], index: EvidenceIndex) -> Record:
    """What the program does: extends the file that lies in a folder."""
    base = plan_base(earlier, folder, author="Ủy ban nhân dân xã", banner="")
    plan = extend_bundle(base, entries, title=f"Bổ sung lần {earlier.supplements + 1}", measure=measure_text)
    written = write_bundle(plan, folder / plan.file_name)
    return extend_record(folder / RECORD, earlier, plan, written=written, originals=(), index=index, conversions={})


def pdfa_faults(path: Path) -> set[str]:
    """The pages of this world name a font they do not hold (PDA07)."""
    return {problem.rule for problem in check_pdfa(path)}


def added(maker: Maker, number: int) -> list[BundleEntry]:
    """A new document, and an old one named again."""
    pages = maker.pdf(f"new{number}", pages=2)
    return [
        BundleEntry(f"TC1.1.2-0{number}", "Báo cáo bổ sung", (OTHER,), pages, source=f"1.1.2/bo-sung-{number}.pdf"),
        BundleEntry("TC1.1.1-01", "Kế hoạch", (LEAF,), Repeat("TC1.1.1-01"), source="inbox/ban sao.pdf"),
    ]


def test_two_supplements_change_nothing_of_before_but_the_number_of_pages(
    full: BundlePlan, maker: Maker, tmp_path: Path
) -> None:
    record = recorded(full, tmp_path)
    found = [read_bundle(tmp_path / full.file_name)]
    for number in (1, 2):
        record = extend(record, tmp_path, added(maker, number), evidence(*BEFORE))
        found.append(read_bundle(tmp_path / full.file_name))
    for before, after in itertools.pairwise(found):
        total, count = f"/{len(before.pages)}", f"/{len(after.pages)}"
        for was, now in zip(before.pages, after.pages, strict=False):
            assert now.text == was.text.replace(total, count)
            assert now.label == was.label
            assert [(link.box, link.target) for link in now.links] == [(link.box, link.target) for link in was.links]
        assert after.outline[: len(before.outline)] == before.outline
        assert (after.opening, after.title, after.language) == (before.opening, before.title, before.language)
    assert record.supplements == 2
    assert is_intact(read_record(tmp_path / RECORD) or record, tmp_path)
    check = verify_file(tmp_path / full.file_name)
    assert check.problems == ()
    assert check.documents[-2:] == ("TC1.1.2-01", "TC1.1.2-02")
    assert pdfa_faults(tmp_path / full.file_name) == {"PDA07"}


def test_the_supplement_s_index_says_what_was_added_and_leads_to_old_pages_too(
    full: BundlePlan, maker: Maker, tmp_path: Path
) -> None:
    recorded_first = recorded(full, tmp_path)
    extend(recorded_first, tmp_path, added(maker, 1), evidence(*BEFORE))
    found = read_bundle(tmp_path / full.file_name)
    index = found.pages[full.page_count]
    first = full.page_count + 1
    assert f"Trang 1–{full.page_count} giữ nguyên số; phần bổ sung bắt đầu ở trang {first}." in index.text
    assert f"BS1/1 | Trang {first}/{len(found.pages)}" in index.text
    old = next(part.first for part in full.parts if part.code == "TC1.1.1-01")
    assert [link.target for link in index.links] == [first + 1, old]


def test_the_last_volume_is_the_one_extended(maker: Maker, tmp_path: Path) -> None:
    entries = [
        BundleEntry(f"TC{n}-01", "Văn bản", (LEAF,), replace(maker.pdf(f"v{n}"), size=9_000_000), source=f"{n}.pdf")
        for n in (1, 2)
    ]
    plans = plan_volumes(entries, title="Hồ sơ", measure=measure_text, limit=10_000_000)
    written = [write_bundle(plan, tmp_path / plan.file_name) for plan in plans]
    index = evidence("1.pdf", "2.pdf")
    record = write_record(
        tmp_path / RECORD, plans, written=written, originals=(), index=index, conversions={}, choice={}
    )
    was = (tmp_path / plans[0].file_name).read_bytes()
    new = BundleEntry("TC3-01", "Văn bản mới", (LEAF,), maker.pdf("v3"), source="3.pdf")
    longer = extend(record, tmp_path, [new], index)
    assert longer.volumes == ("bo-ho-so-tap-1.pdf", "bo-ho-so-tap-2.pdf")
    assert (tmp_path / plans[0].file_name).read_bytes() == was
    assert verify_file(tmp_path / plans[1].file_name).documents == ("TC2-01", "TC3-01")
    assert "| T.2 |" in read_bundle(tmp_path / plans[1].file_name).pages[-1].text


def test_scores_stay_attached_and_the_file_is_a_3b(full: BundlePlan, maker: Maker, tmp_path: Path) -> None:
    scores = Attachment("diem.json", b"{}", "application/json")
    record = recorded(full, tmp_path)
    base = plan_base(record, tmp_path, author="", banner="")
    plan = extend_bundle(base, added(maker, 1), title="Bổ sung lần 1", measure=measure_text)
    path = write_bundle(plan, tmp_path / "b.pdf", attachments=[scores]).path
    assert pdfa_faults(path) == {"PDA07"}
    with pikepdf.open(path) as pdf:
        assert list(pdf.attachments) == ["diem.json"]


def test_a_base_without_our_stamps_is_refused(full: BundlePlan, maker: Maker, tmp_path: Path) -> None:
    record = recorded(full, tmp_path)
    with pikepdf.open(tmp_path / full.file_name, allow_overwriting_input=True) as pdf:
        pdf.pages[2].contents_coalesce()
        pdf.save(tmp_path / full.file_name)
    with pytest.raises(DamagedError, match="Trang 3"):
        extend(record, tmp_path, added(maker, 1), evidence(*BEFORE))


def test_a_supplement_may_not_take_a_code_that_is_there(full: BundlePlan, maker: Maker) -> None:
    taken = BundleEntry("TC1.1.1-01", "Kế hoạch", (LEAF,), maker.pdf("again"))
    with pytest.raises(ValueError, match="used twice"):
        extend_bundle(full, [taken], title="Bổ sung", measure=measure_text)


def test_only_new_and_changed_files_are_picked_under_free_codes(entries: list[BundleEntry], tmp_path: Path) -> None:
    filed = Filed.of(recorded(plan_of(with_dividers(entries), cover=COVER), tmp_path))
    index = evidence(*BEFORE, "1.1.1/moi.pdf", "2/ban-sao.pdf", changed="1.1.1/bao-cao.docx")
    hashes = {file.path: file.sha256 for file in index.files} | {"2/ban-sao.pdf": "of 1.1.1/ke-hoach.pdf"}
    assert [file.path for file in find_new(index, filed)] == ["1.1.1/bao-cao.docx", "1.1.1/moi.pdf", "2/ban-sao.pdf"]
    pages = PdfPages(tmp_path / "x.pdf", 1)
    now = [
        BundleEntry("TC1.1.1-01", "Mới", (LEAF,), pages, source="1.1.1/moi.pdf"),
        BundleEntry("TC1.1.1-02", "Kế hoạch", (LEAF,), pages, source="1.1.1/ke-hoach.pdf"),
        BundleEntry("TC1.1.1-03", "Báo cáo", (LEAF,), pages, source="1.1.1/bao-cao.docx"),
        BundleEntry("TC1.1.1-01", "Mới", (OTHER,), Repeat("TC1.1.1-01"), source="1.1.1/moi.pdf"),
        BundleEntry("TC2-01", "Bản sao", (OTHER,), pages, source="2/ban-sao.pdf"),
    ]
    picked = pick_new(now, filed, contents=hashes)
    assert [(entry.code, entry.source, type(entry.content)) for entry in picked] == [
        ("TC1.1.1-03", "1.1.1/moi.pdf", PdfPages),
        ("TC1.1.1-04", "1.1.1/bao-cao.docx", PdfPages),
        ("TC1.1.1-03", "1.1.1/moi.pdf", Repeat),
        ("TC1.1.1-01", "2/ban-sao.pdf", Repeat),
    ]
