"""The year archive of the sample district: from the user's table and the weeding list to one verified bag."""

from __future__ import annotations

import json
import shutil
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import bagit  # type: ignore[import-untyped]  # bagit ships no types
import openpyxl
import pytest
from lxml import etree

from dossier.archive.year.model import Copy, Verdict
from dossier.bags import verify_bag
from dossier.cli.root import root as root_command
from dossier.cli.root import run_guarded
from dossier.errors import DamagedError, ExitCode, RefusedError
from dossier.files import hash_file
from dossier.journal import load_journal, verify_journal
from dossier.pdf.pdfa import check_pdfa
from dossier.pipeline import archive as verbs
from dossier.pipeline.archive import archive_year, init_table, plan_year, weed_form, weed_year
from dossier.pipeline.archive_sources import ARCHIVED
from dossier.pipeline.journal import journal_table
from dossier.pipeline.run import Edge, Run, open_run
from dossier.pipeline.submit import submit_unit
from dossier.problems import NoProgress
from tests.pipeline.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossier.archive.year import ArchivePlan
    from dossier.archive.year.model import ArchivedDocument
    from dossier.pipeline.archive import Archived
    from dossier.pipeline.demo import Demo

BASIS = "Danh mục hồ sơ năm 2020"
# The sample's second commune has a cell that the form does not know.
OVERRIDES = {"VAL03": "đơn vị đã giải trình bằng văn bản"}
EDGE = Edge(progress=NoProgress(), now=NOW)


def opened(root: Path, verb: Callable[[Run], object]) -> object:
    with open_run(root, EDGE, writes=True) as run:
        return verb(run)


def make_table(root: Path) -> None:
    """The proposed table, gone through: every row with its basis."""
    opened(root, lambda run: init_table(run, None))
    path = root / "luu-tru.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("chưa có căn cứ, cơ quan xác định", BASIS), encoding="utf-8"
    )


def plan_of(root: Path) -> ArchivePlan:
    with open_run(root, EDGE) as run:
        return plan_year(run, overrides=OVERRIDES)


def archive(root: Path) -> Archived:
    with open_run(root, EDGE, writes=True) as run:
        return archive_year(run, overrides=OVERRIDES, who="Văn thư")


@pytest.fixture
def year(campaign: Path) -> Path:
    """A private sample year with its table, the first commune's records handed over."""
    make_table(campaign)
    return campaign


@pytest.fixture(scope="module")
def kept(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year that was archived; only to be read."""
    root = Path(shutil.copytree(demo.root, tmp_path_factory.mktemp("luu") / "ky"))
    make_table(root)
    opened(
        root,
        lambda run: submit_unit(
            run, run.units(("xa-an-binh",))[0], overrides={}, supplement=False, reason="", who="Xã"
        ),
    )
    archive(root)
    return root


@pytest.fixture
def bag(kept: Path) -> Path:
    return kept / "records/luu-tru/nam-2020-0000"


def documents_of(bag: Path) -> Iterator[tuple[Path, dict[str, object]]]:
    record = json.loads((bag / "data/luu-tru.json").read_bytes())
    for file in record["files"]:
        for document in file["documents"]:
            yield bag / "data", document


def test_a_third_party_accepts_the_bag(bag: Path) -> None:
    assert bagit.Bag(str(bag)).validate()
    assert verify_bag(bag).problems == ()


def test_every_original_is_there_byte_for_byte(kept: Path, bag: Path) -> None:
    found = {str(document["sha256"]) for _, document in documents_of(bag)}
    for data, document in documents_of(bag):
        assert hash_file(data / str(document["original"])) == document["sha256"]
    evidence = [path for path in (kept / "don-vi").glob("*/minh-chung/**/*") if path.is_file()]
    assert {hash_file(path) for path in evidence if not path.name.startswith("~$")} <= found


def test_copies_are_built_as_pdfa_and_what_has_none_says_why(bag: Path) -> None:
    copies = [data / str(document["copy"]) for data, document in documents_of(bag) if document["copy"]]
    assert [path.name for path in copies[:3] if check_pdfa(path)] == []
    without = {str(document["path"]): document["no_copy"] for _, document in documents_of(bag) if not document["copy"]}
    assert all(without.values())
    assert "mật khẩu" in str(without["minh-chung/8.5/BB kiem tra (khoa).pdf"])


def test_metadata_is_valid_against_the_schema_in_the_archive(bag: Path) -> None:
    schema = etree.XMLSchema(etree.parse(str(bag / "data/nd30-phu-luc-vi.xsd")))
    files = sorted(bag.glob("data/ho-so/*/ho-so.xml"))
    assert [path.parent.name for path in files] == ["01-cchc", "02-cchc", "03-cchc", "04-cchc"]
    for path in files:
        schema.assertValid(etree.parse(str(path)))


def test_each_file_has_its_papers_as_docx_and_pdf(bag: Path) -> None:
    for folder in sorted((bag / "data/ho-so").iterdir()):
        names = {path.name for path in folder.iterdir() if path.is_file()}
        papers = ["bia-ho-so", "chung-tu-ket-thuc", "du-lieu-dac-ta"]
        forever = ["muc-luc-van-ban"] if folder.name == "01-cchc" else []
        assert names == {"ho-so.xml", *(f"{paper}.{kind}" for paper in papers + forever for kind in ("docx", "pdf"))}
    assert check_pdfa(bag / "data/bien-ban-giao-nhan.pdf") == ()


def test_the_coverage_names_what_could_not_be_read(bag: Path) -> None:
    text = (bag / "data/doc-truoc.txt").read_text(encoding="utf-8")
    assert "xa-binh-minh/minh-chung/8.4/QD ISO (hong).pdf: Tệp PDF bị hỏng" in text
    assert "xa-binh-minh/minh-chung/inbox/~$ thao KH.docx" in text
    record = json.loads((bag / "data/luu-tru.json").read_bytes())
    assert record["overrides"] == OVERRIDES
    assert record["sources"]["xa-an-binh"].startswith("gói lần 0000")
    assert record["sources"]["xa-binh-minh"] == "thư mục của kỳ đánh giá"


def test_a_receipt_and_the_day_of_arrival_go_with_a_package(bag: Path) -> None:
    mine = {str(document["path"]): document for _, document in documents_of(bag) if document["unit"] == "xa-an-binh"}
    assert "phieu/xa-an-binh-0000.txt" in mine
    assert str(mine["minh-chung/5.1/QD quy che lam viec.pdf"]["arrived"]) == f"{NOW:%Y-%m-%d}"


def test_the_act_is_in_the_journal_once(kept: Path, bag: Path) -> None:
    entries, _ = load_journal(kept / "records/journal.jsonl")
    (entry,) = [entry for entry in entries if entry.act == ARCHIVED]
    assert (entry.file, entry.sha256) == (bag.name, hash_file(bag / "manifest-sha256.txt"))
    assert verify_journal(kept / "records/journal.jsonl") == ()
    with open_run(kept, EDGE) as run:
        assert "lưu trữ hồ sơ của năm" in [row[4] for row in journal_table(run)[0].rows]


def test_a_second_run_with_nothing_changed_says_so(kept: Path, bag: Path) -> None:
    before = (bag / "manifest-sha256.txt").read_bytes()
    again = archive(kept)
    assert (again.made, again.folder) == (False, bag)
    assert (bag / "manifest-sha256.txt").read_bytes() == before
    assert [path.name for path in bag.parent.iterdir()] == [bag.name]
    entries, _ = load_journal(kept / "records/journal.jsonl")
    assert sum(entry.act == ARCHIVED for entry in entries) == 1


def test_what_changed_becomes_the_next_sequence_and_the_first_stays(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_nothing(documents: Sequence[ArchivedDocument], *_: object, **__: object) -> dict[str, Copy]:
        return {document.sha256: Copy(None, why="không lập trong phép thử này") for document in documents}

    monkeypatch.setattr(verbs, "make_copies", copy_nothing)
    root = Path(shutil.copytree(kept, tmp_path / "ky"))
    first = root / "records/luu-tru/nam-2020-0000/manifest-sha256.txt"
    before = first.read_bytes()
    table = root / "luu-tru.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace('"10 năm"', '"20 năm"'), encoding="utf-8")
    made = archive(root)
    assert (made.made, made.folder) == (True, root / "records/luu-tru/nam-2020-0001")
    assert first.read_bytes() == before
    assert verify_bag(root / "records/luu-tru/nam-2020-0001").problems == ()


def test_an_archive_that_the_journal_missed_is_written_down(kept: Path, tmp_path: Path) -> None:
    """The run was cut between the folder's name and the journal."""
    root = Path(shutil.copytree(kept, tmp_path / "ky"))
    journal = root / "records/journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    assert ARCHIVED.encode() in lines[-1]
    journal.write_bytes(b"".join(lines[:-1]))
    (root / "records/journal.head").unlink()
    last = load_journal(journal)[0][-1]
    (root / "records/journal.head").write_text(f"{last.seq} {last.hash}\n", encoding="utf-8")
    assert not archive(root).made
    assert load_journal(journal)[0][-1].act == ARCHIVED


def test_a_damaged_record_of_an_archive_is_named(kept: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(kept, tmp_path / "ky"))
    (root / "records/luu-tru/nam-2020-0000/data/luu-tru.json").write_bytes(b"{")
    with pytest.raises(DamagedError, match="nam-2020-0000"):
        archive(root)


# --- what keeps a year from being archived --------------------------------------------------------


def rules_of(plan: ArchivePlan) -> set[str]:
    return {problem.rule for problem in plan.problems}


def test_a_row_without_retention_keeps_everything_back(year: Path) -> None:
    table = year / "luu-tru.yaml"
    table.write_text(table.read_text(encoding="utf-8").replace('    retention: "10 năm"\n', "", 1), encoding="utf-8")
    with pytest.raises(RefusedError) as caught:
        archive(year)
    assert "ARC01" in {problem.rule for problem in caught.value.problems}
    assert not (year / "records/luu-tru").exists()


def test_an_error_of_validation_is_named_until_it_is_passed_over(year: Path) -> None:
    with open_run(year, EDGE) as run:
        faults = [problem for problem in plan_year(run, overrides={}).problems if problem.rule == "ARC18"]
    assert [problem.where.unit for problem in faults] == ["xa-binh-minh"]
    assert '--override VAL03="lý do"' in faults[0].remedy
    assert "ARC18" not in rules_of(plan_of(year))


def test_names_that_are_one_on_windows_are_refused(year: Path) -> None:
    folder = year / "don-vi/xa-an-binh/minh-chung/1.1"
    for form in ("NFC", "NFD"):
        (folder / unicodedata.normalize(form, "báo cáo.txt")).write_text(form, encoding="utf-8")
    faults = [problem for problem in plan_of(year).problems if problem.rule == "ARC18"]
    assert ["VAL08" in problem.message for problem in faults] == [True]
    with pytest.raises(RefusedError, match="không được bỏ qua"), open_run(year, EDGE) as run:
        plan_year(run, overrides={**OVERRIDES, "VAL08": "lý do"})


def test_a_file_outside_the_package_is_told_and_left_out(kept: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(kept, tmp_path / "ky"))
    (root / "don-vi/xa-an-binh/minh-chung/1.1/den sau.txt").write_text("đến sau", encoding="utf-8")
    plan = plan_of(root)
    told = [problem.where.path for problem in plan.problems if problem.rule == "ARC14"]
    assert told == ["minh-chung/1.1/den sau.txt"]
    assert "minh-chung/1.1/den sau.txt" not in [document.path for document in plan.documents]


def test_planning_writes_nothing(year: Path) -> None:
    before = sorted(path.relative_to(year) for path in year.rglob("*") if ".dossier" not in path.parts)
    assert plan_of(year).files
    assert sorted(path.relative_to(year) for path in year.rglob("*") if ".dossier" not in path.parts) == before
    assert not list((year / ".dossier").glob("luu-tru-*"))


# --- weeding --------------------------------------------------------------------------------------


def test_what_a_person_weeds_out_leaves_the_archive_and_stays_on_disk(year: Path) -> None:
    with open_run(year, EDGE, writes=True) as run:
        proposed, form = weed_year(run, overrides=OVERRIDES)
    assert form is not None
    copy = next(item.document for item in proposed.discards if item.document.name == "Ban sao QD cong khai NS.pdf")
    book = openpyxl.load_workbook(form)
    for cells in book["Tài liệu loại"].iter_rows(min_row=5):
        if cells[5].value == copy.sha256:
            cells[6].value = "Loại"
    for cells in book["Người quyết định"].iter_rows(min_row=5):
        cells[1].value = {"Ngày quyết định": "05/3/2021"}.get(str(cells[0].value), "Vũ Thị Minh Họa")
    book.save(form)
    plan = plan_of(year)
    assert [item.document.name for item in plan.discards if item.verdict is Verdict.DROP] == [copy.name]
    assert plan.coverage.dropped == (f"xa-binh-minh/{copy.path}",)
    assert plan.decider == "Vũ Thị Minh Họa"
    assert (year / "don-vi/xa-binh-minh" / copy.path).is_file()


def test_the_form_is_not_written_twice(year: Path) -> None:
    with open_run(year, EDGE, writes=True) as run:
        weed_year(run, overrides=OVERRIDES)
        with pytest.raises(RefusedError, match="không ghi đè"):
            weed_year(run, overrides=OVERRIDES)
        assert weed_form(run).is_file()


def test_papers_never_issued_are_drafts(year: Path) -> None:
    plan = plan_of(year)
    drafts = {item.document.paper for item in plan.discards if item.document.paper}
    assert drafts == {"D03", "D04"}
    assert {"ARC09", "ARC10", "ARC16"} <= rules_of(plan)


# --- the command ----------------------------------------------------------------------------------


def run_cli(*args: str) -> int:
    return run_guarded(lambda: root_command.main(list(args), prog_name="dossier", standalone_mode=False))


def test_the_command_goes_from_table_to_plan(campaign: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ("-C", str(campaign), "--quiet")
    assert run_cli("archive", "--dry-run", *where) == ExitCode.BAD_INPUT
    assert "dossier archive --init" in capsys.readouterr().err
    assert run_cli("archive", "--init", *where) == ExitCode.OK
    assert run_cli("archive", "--init", *where) == ExitCode.REFUSED
    assert run_cli("archive", "--dry-run", *where) == ExitCode.INCOMPLETE
    assert run_cli("archive", "--dry-run", "--override", "VAL03=lý do", *where) == ExitCode.OK
    shown = capsys.readouterr()
    assert "02.CCHC" in shown.out
    assert "[ARC02]" in shown.err


def test_a_list_outside_the_campaign_is_refused(campaign: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Số và ký hiệu hồ sơ", "Tên đề mục và tiêu đề hồ sơ", "Thời hạn bảo quản"])
    book.save(tmp_path / "danh-muc.xlsx")
    with open_run(campaign, EDGE, writes=True) as run, pytest.raises(RefusedError, match="vào thư mục kỳ đánh giá"):
        init_table(run, tmp_path / "danh-muc.xlsx")
