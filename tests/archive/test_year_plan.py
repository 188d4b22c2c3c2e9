"""Sorting a year into files: order, retention, homeless papers, twins, what changes the archive and what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.archive.year.model import ArchivedDocument, Copy, Originality, Retention, Role, Verdict
from dossier.archive.year.plan import add_copies, is_blocked
from dossier.archive.year.weed import key_of
from dossier.intake.model import FileKind
from tests.archive.year_world import UNIT, dated, lay, plan, row, told


def test_documents_stand_in_time_order_and_undated_ones_last(tmp_path: Path) -> None:
    documents = [
        lay(tmp_path, "khong-ngay.txt"),
        dated(lay(tmp_path, "10.txt"), "2020-03-05", "10/KH-UBND"),
        dated(lay(tmp_path, "9.txt"), "2020-03-05", "09/KH-UBND"),
        dated(lay(tmp_path, "cu.txt"), "2019-12-31"),
    ]
    (file,) = plan([row("01.CCHC")], documents).files
    assert [document.path for document in file.documents] == ["cu.txt", "9.txt", "10.txt", "khong-ngay.txt"]
    assert [document.original for document in file.documents][:2] == [
        "ho-so/01-cchc/goc/0001-cu.txt",
        "ho-so/01-cchc/goc/0002-9.txt",
    ]
    assert (str(file.start), str(file.end)) == ("2019-12-31", "2020-03-05")


def test_a_units_own_file_comes_before_the_common_one(tmp_path: Path) -> None:
    mine = lay(tmp_path, "a.txt")
    other = replace(lay(tmp_path, "b.txt"), unit="xa-khac")
    made = plan([row("01.CC", unit=""), row("02.CC")], [mine, other])
    assert [(file.symbol, [d.path for d in file.documents]) for file in made.files] == [
        ("01.CC", ["b.txt"]),
        ("02.CC", ["a.txt"]),
    ]


def test_a_paper_goes_where_its_code_is_named_else_with_all_papers(tmp_path: Path) -> None:
    decision = lay(tmp_path, "qd.txt", role=Role.PAPER, paper="D11", unit="")
    notice = lay(tmp_path, "tb.txt", role=Role.PAPER, paper="D12", unit="")
    made = plan([row("01.A", "van-ban", unit=""), row("02.B", "D11", unit="")], [decision, notice])
    assert [[d.paper for d in file.documents] for file in made.files] == [["D12"], ["D11"]]


def test_what_no_file_takes_blocks_and_an_empty_file_only_warns(tmp_path: Path) -> None:
    made = plan([row("01.A", "D11"), row("02.B", "bieu")], [lay(tmp_path, "a.txt"), lay(tmp_path, "b.txt")])
    assert is_blocked(made)
    assert told(made)["ARC03"][0].startswith(f"[ARC03] {UNIT}, a.txt: 2 tài liệu loại «minh-chung»")
    assert len(told(made)["ARC04"]) == 2
    assert made.files == ()


@pytest.mark.parametrize(
    ("years", "sheets", "listed", "shown"),
    [
        (None, "đánh số", "mục lục", "Vĩnh viễn"),
        (5, "đánh số", "", "05 năm"),
        (4, "", "", "04 năm"),
        (70, "đánh số", "", "70 năm"),
    ],
)
def test_the_sheet_rule_follows_retention(years: int | None, sheets: str, listed: str, shown: str) -> None:
    retention = Retention(years)
    found = (retention.numbers_sheets, retention.lists_documents, str(retention))
    assert found == (bool(sheets), bool(listed), shown)


def test_equal_number_issuer_and_day_with_other_content_is_told_and_not_weeded(tmp_path: Path) -> None:
    one = dated(lay(tmp_path, "a.txt", issuer="UBND xã An Bình"), "2020-01-05", "05/KH-UBND")
    two = dated(lay(tmp_path, "b.txt", issuer="UBND xã An Bình"), "2020-01-05", "05/KH-UBND")
    made = plan([row("01.A")], [one, two])
    assert "Cùng số 05/KH-UBND với «a.txt»" in told(made)["ARC08"][0]
    assert made.discards == ()


def test_names_alike_but_for_unicode_form_stay_apart_in_the_archive(tmp_path: Path) -> None:
    """The validator refuses such a folder; a foreign package may hold both, under names that are one after NFC."""
    one, two = lay(tmp_path / "1", "báo cáo.txt", "một"), lay(tmp_path / "2", "báo cáo.txt", "hai")
    (file,) = plan([row("01.A")], [one, two]).files
    assert len({document.original for document in file.documents}) == 2


def test_copies_bring_pages_and_a_file_without_one_says_why(tmp_path: Path) -> None:
    good, bad = lay(tmp_path, "tot.txt"), lay(tmp_path, "hong.txt")
    made = plan([row("01.A")], [good, bad])
    copies = {
        good.sha256: Copy(tmp_path / "x.pdf", 3, archival=True),
        bad.sha256: Copy(None, why="Tệp PDF hỏng, không mở được."),
    }
    copied = add_copies(made, copies)
    by_name = {document.path: document for document in copied.documents}
    assert (by_name["tot.txt"].copy, by_name["tot.txt"].pages) == ("ho-so/01-a/pdfa/0002-tot.pdf", 3)
    assert by_name["hong.txt"].copy == ""
    assert copied.coverage.uncopied == ((f"{UNIT}/hong.txt", "Tệp PDF hỏng, không mở được."),)
    assert len(told(copied)["ARC11"]) == 1
    assert copied.content == made.content


def test_a_copy_that_fails_the_gate_is_kept_and_named(tmp_path: Path) -> None:
    document = lay(tmp_path, "a.txt")
    copied = add_copies(plan([row("01.A")], [document]), {document.sha256: Copy(tmp_path / "x.pdf", 1)})
    assert copied.documents[0].copy
    assert "chưa đạt kiểm cấu trúc" in told(copied)["ARC11"][0]


def test_unreadable_documents_are_archived_and_listed(tmp_path: Path) -> None:
    broken = replace(lay(tmp_path, "hong.pdf"), readable=False, note="Tệp PDF bị hỏng.")
    made = plan([row("01.A")], [broken, lay(tmp_path, "a.txt")], aside=["Thumbs.db"])
    assert made.coverage.unreadable == ((f"{UNIT}/hong.pdf", "Tệp PDF bị hỏng."),)
    assert (made.coverage.seen, made.coverage.filed, made.coverage.aside) == (3, 2, ("Thumbs.db",))
    assert "hong.pdf" in told(made)["ARC12"][0]


def test_the_content_changes_with_facts_and_not_with_place_or_sequence(tmp_path: Path) -> None:
    files, document = [row("01.A")], lay(tmp_path, "a.txt")
    made = plan(files, [document])
    assert plan(files, [replace(document, source=Path("/khac"))], sequence=3).content == made.content
    assert plan([row("01.A", years=20)], [document]).content != made.content
    assert plan(files, [replace(document, subject="Khác")]).content != made.content
    dropped = plan(files, [document, lay(tmp_path, "b.txt", "a.txt")])
    verdicts = {key_of(dropped.discards[0].document): Verdict.DROP}
    assert plan(files, [document, lay(tmp_path, "b.txt", "a.txt")], verdicts=verdicts).content != dropped.content


def test_a_file_of_scans_and_born_digital_papers_is_mixed(tmp_path: Path) -> None:
    scan = replace(lay(tmp_path, "a.txt"), originality=Originality.DIGITISED)
    assert plan([row("01.A")], [scan]).files[0].originality is Originality.DIGITISED
    assert plan([row("01.A")], [scan, lay(tmp_path, "b.txt")]).files[0].originality is Originality.MIXED


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=120)


@given(names=st.lists(NAMES, min_size=1, max_size=12, unique=True), seed=st.randoms(use_true_random=False))
def test_every_document_has_one_safe_name_whatever_it_is_called(names: list[str], seed: object) -> None:
    documents = [_document(name, f"{number:064x}") for number, name in enumerate(names)]
    made = plan([row("01.A")], documents)
    shuffled = list(documents)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    paths = [document.original for document in made.documents]
    assert len(set(paths)) == len(names)
    assert all(path.isascii() and len(path.rpartition("/")[2]) <= 80 for path in paths)
    assert plan([row("01.A")], shuffled).content == made.content


def _document(name: str, sha256: str) -> ArchivedDocument:
    return ArchivedDocument(
        role=Role.EVIDENCE, path=name, source=Path("/khong-co"), sha256=sha256, size=1, kind=FileKind.TEXT, unit=UNIT
    )
