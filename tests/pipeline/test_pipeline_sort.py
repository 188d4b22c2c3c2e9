import datetime as dt
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from dossier.errors import BadInputError
from dossier.intake.model import NumberState
from dossier.matching import ProofState
from dossier.matching.links import Verdict
from dossier.matching.model import Signal
from dossier.pdf.draw import FONT_REGULAR, draw_text, new_canvas
from dossier.pipeline import sort as verbs
from dossier.pipeline.check import check_units
from dossier.pipeline.evidence import scan_unit
from dossier.pipeline.register import import_register
from dossier.pipeline.run import Edge, Run, open_run

UNIT = "thi-tran-an-son"
LETTER = "inbox/Giay moi hop to dan pho.pdf"
PLAN = "inbox/KH CCHC 2020 thi tran.pdf"
TEXT = "inbox/Bien ban.txt"


def sorting(run: Run) -> verbs.Sorted:
    return verbs.sort_unit(run, run.units([UNIT])[0])


def best(result: verbs.Sorted) -> dict[str, str]:
    return {item.path: item.candidates[0].node for item in result.proposals if item.candidates}


def test_the_inbox_of_the_sample_finds_its_places(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge) as run:
        result = sorting(run)
    places = best(result)
    assert places[PLAN] == "1.1"
    assert places["inbox/BC CCHC quy 1.pdf"] == "1.2"
    assert places["inbox/TC3.1_KH ra soat.pdf"] == "3.1"
    assert places["inbox/QD 345-2020.pdf"] == "4.1"
    assert LETTER not in places
    assert {item.path for item in result.proposals} == {
        file.path for file in result.index.files if file.path.startswith("inbox/")
    }


def pile(campaign: Path, unit: str, *, only: int | None = None) -> str:
    """A plan of two pages and a report of one saved as one file; or one of them by itself."""
    pages = [
        [
            page_of("Kế hoạch", "07/KH-UBND", "Cải cách hành chính năm 2020"),
            ["Trang thứ hai của kế hoạch, phân công việc."],
        ],
        [page_of("Báo cáo", "21/BC-UBND", "Kết quả cải cách hành chính quý II năm 2020")],
    ]
    name = "inbox/Tap quet chung.pdf" if only is None else "inbox/Mot van ban.pdf"
    chosen = pages if only is None else [pages[only]]
    write_pdf(campaign / "don-vi" / unit / "minh-chung" / name, [page for document in chosen for page in document])
    return name


def write_pdf(path: Path, pages: list[list[str]]) -> None:
    canvas = new_canvas(path, title="")
    for lines in pages:
        for number, line in enumerate(lines):
            draw_text(canvas, line, x=70, y=780 - 18 * number, font=FONT_REGULAR, size=12)
        canvas.showPage()
    canvas.save()


def page_of(kind: str, number: str, subject: str) -> list[str]:
    return [
        "ỦY BAN NHÂN DÂN THỊ TRẤN AN SƠN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Số: {number}",
        "An Sơn, ngày 15 tháng 6 năm 2020",
        kind.upper(),
        subject,
    ]


def test_nothing_is_written_without_a_decision(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge) as run:
        sorting(run)
    assert not (campaign / "records" / "lien-ket.jsonl").exists()


def test_a_confirmed_file_serves_its_criterion_and_stays_where_it_is(campaign: Path, edge: Edge) -> None:
    photo = "inbox/z3141592653589_1.jpg"
    original = (campaign / "don-vi" / UNIT / "minh-chung" / photo).read_bytes()
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((photo, "3.3"), Verdict.CONFIRMED)])
        (assessment,) = check_units(run, run.units([UNIT])).units
        copies = verbs.copy_sorted(run, sorting(run))
    matches = {match.path: match for status in assessment.checklist.statuses for match in status.matches}
    assert matches[photo].leaf == "3.3"
    assert "người xác nhận 3.3" in matches[photo].reason
    assert (campaign / "don-vi" / UNIT / "minh-chung" / photo).read_bytes() == original
    # The second photo of the series goes with the first.
    assert [path.relative_to(campaign).as_posix() for path in copies] == [
        f"out/{UNIT}/sap-xep/3.3/z3141592653589-{page}.jpg" for page in (1, 2)
    ]


def test_a_rejected_place_is_never_taken_again(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((PLAN, "1.1"), Verdict.REJECTED)])
        assert best(sorting(run)).get(PLAN) != "1.1"
        (assessment,) = check_units(run, run.units([UNIT])).units
    state = next(status.state for status in assessment.checklist.statuses if status.proof == "1.1-ke-hoach")
    assert state is not ProofState.PROVED


def test_the_last_decision_counts(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((PLAN, "1.1"), Verdict.REJECTED)])
        verbs.decide(run, sorting(run), [((PLAN, "1.1"), Verdict.CONFIRMED)])
        assert next(item.settled for item in sorting(run).proposals if item.path == PLAN) == ("1.1",)


def test_applying_records_the_clear_ones_once(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge, writes=True) as run:
        first = verbs.apply_clear(run, sorting(run))
        second = verbs.apply_clear(run, sorting(run))
    assert PLAN in {link.path for link in first}
    assert second == ()


def test_a_stack_is_sorted_document_by_document(campaign: Path, edge: Edge) -> None:
    stack = pile(campaign, UNIT)
    with open_run(campaign, edge, writes=True) as run:
        proposed = {item.pages: item for item in sorting(run).proposals if item.path == stack}
        assert {pages: item.candidates[0].node for pages, item in proposed.items()} == {(1, 2): "1.1", (3, 3): "1.2"}
        links = verbs.decide(run, sorting(run), [((f"{stack}:3", "1.2"), Verdict.CONFIRMED)])
        after = {item.pages: item.settled for item in sorting(run).proposals if item.path == stack}
        (assessment,) = check_units(run, run.units([UNIT])).units
        copies = verbs.copy_sorted(run, sorting(run))
    assert [(link.pages, link.node) for link in links] == [((3, 3), "1.2")]
    assert after == {(1, 2): (), (3, 3): ("1.2",)}
    confirmed = [
        (match.pages, match.leaf)
        for status in assessment.checklist.statuses
        for match in status.matches
        if match.path == stack and Signal.CONFIRMED in match.signals
    ]
    assert set(confirmed) == {((3, 3), "1.2")}
    assert [path.name for path in copies] == ["tap-quet-chung-trang-3.pdf"]


@pytest.mark.parametrize(
    ("only", "typed", "kept"),
    [(0, "2", (2, 2)), (0, "1-2", None), (None, "2", (2, 2)), (None, "1-2", (1, 2)), (None, "2-3", (1, 2))],
    ids=["pages of one document", "all its pages", "pages of one of a stack", "one of a stack", "two of a stack"],
)
def test_the_proof_may_be_any_pages_of_a_document(
    campaign: Path, edge: Edge, only: int | None, typed: str, kept: tuple[int, int] | None
) -> None:
    name = pile(campaign, UNIT, only=only)
    with open_run(campaign, edge, writes=True) as run:
        first, *_ = verbs.decide(run, sorting(run), [((f"{name}:{typed}", "1.1"), Verdict.CONFIRMED)])
        (assessment,) = check_units(run, run.units([UNIT])).units
        copies = verbs.copy_sorted(run, sorting(run))
    assert first.pages == kept
    status = next(status for status in assessment.checklist.statuses if status.proof == "1.1-ke-hoach")
    confirmed = (match for match in status.matches if match.path == name and Signal.CONFIRMED in match.signals)
    match = next(match for match in confirmed if match.pages == kept)
    assert status.state is ProofState.PROVED
    assert ("trang" in match.reason) is (kept is not None)
    assert ("-trang-" in copies[0].name) is (kept is not None)


def test_rejecting_pages_rejects_their_document(campaign: Path, edge: Edge) -> None:
    name = pile(campaign, UNIT, only=0)
    with open_run(campaign, edge, writes=True) as run:
        (link,) = verbs.decide(run, sorting(run), [((f"{name}:2", "1.1"), Verdict.REJECTED)])
        assert best(sorting(run)).get(name) != "1.1"
    assert link.pages is None


def test_a_rejected_page_leaves_the_rest_of_the_stack(campaign: Path, edge: Edge) -> None:
    stack = pile(campaign, UNIT)
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((f"{stack}:1-2", "1.1"), Verdict.REJECTED)])
        nodes = {
            item.pages: [place.node for place in item.candidates]
            for item in sorting(run).proposals
            if item.path == stack
        }
    assert "1.1" not in nodes[1, 2]
    assert nodes[3, 3][0] == "1.2"


def test_next_year_remembers_one_document_of_a_stack(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    last_year = Path(shutil.copytree(campaign, tmp_path / "truoc"))
    old = pile(last_year, UNIT)
    with open_run(last_year, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((f"{old}:3", "9.2"), Verdict.CONFIRMED)])
    single = pile(campaign, UNIT, only=1)
    with open_run(campaign, edge) as run:
        result = verbs.sort_unit(run, run.units([UNIT])[0], memory=verbs.load_memory(last_year))
    nodes = {place.node for item in result.proposals if item.path == single for place in item.candidates}
    assert "9.2" in nodes


def test_what_was_taken_back_is_not_remembered(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    last_year = Path(shutil.copytree(campaign, tmp_path / "truoc"))
    with open_run(last_year, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((LETTER, "9.2"), Verdict.CONFIRMED)])
        verbs.decide(run, sorting(run), [((LETTER, "9.2"), Verdict.REJECTED)])
    with open_run(campaign, edge) as run:
        result = verbs.sort_unit(run, run.units([UNIT])[0], memory=verbs.load_memory(last_year))
    assert LETTER not in best(result)


def test_copies_of_one_name_do_not_replace_each_other_and_old_ones_go(campaign: Path, edge: Edge) -> None:
    folder = campaign / "don-vi" / UNIT / "minh-chung/inbox"
    (folder / "a").mkdir()
    for name in ("Bien ban.txt", "a/Bien ban.txt"):
        (folder / name).write_text(f"Biên bản {name}", encoding="utf-8")
    named = [((f"inbox/{name}", "3.3"), Verdict.CONFIRMED) for name in ("Bien ban.txt", "a/Bien ban.txt")]
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), named)
        assert {path.name for path in verbs.copy_sorted(run, sorting(run))} == {"bien-ban.txt", "bien-ban-2.txt"}
        verbs.decide(run, sorting(run), [(named[0][0], Verdict.REJECTED)])
        (left,) = verbs.copy_sorted(run, sorting(run))
    assert [path.name for path in left.parent.iterdir()] == [left.name] == ["bien-ban.txt"]


def test_one_wrong_decision_records_none(campaign: Path, edge: Edge) -> None:
    decisions = [((PLAN, "1.1"), Verdict.CONFIRMED), ((LETTER, "99.9"), Verdict.REJECTED)]
    with open_run(campaign, edge, writes=True) as run, pytest.raises(BadInputError):
        verbs.decide(run, sorting(run), decisions)
    assert not (campaign / "records" / "lien-ket.jsonl").exists()


def test_every_document_is_counted_once_in_the_summary(campaign: Path, edge: Edge) -> None:
    (campaign / "don-vi" / UNIT / "minh-chung/inbox/rong.pdf").touch()
    with open_run(campaign, edge) as run:
        result = sorting(run)
    counts = [
        int(number) for number in re.findall(r"(\d+) (?:rõ|cần|không|đã|theo)", verbs.summarise(result).split(". ")[0])
    ]
    assert sum(counts) == len(result.proposals)
    assert "1 không đọc được" in verbs.summarise(result)


def test_decisions_survive_renaming(campaign: Path, edge: Edge) -> None:
    folder = campaign / "don-vi" / UNIT / "minh-chung"
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((PLAN, "1.1"), Verdict.CONFIRMED)])
        (folder / PLAN).rename(folder / "inbox" / "tep la.pdf")
        settled = {item.path: item.settled for item in sorting(run).proposals}
    assert settled["inbox/tep la.pdf"] == ("1.1",)


def test_next_year_remembers(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    last_year = Path(shutil.copytree(campaign, tmp_path / "truoc"))
    with open_run(last_year, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [((LETTER, "9.2"), Verdict.CONFIRMED)])
    with open_run(campaign, edge) as run:
        memory = verbs.load_memory(last_year)
        result = verbs.sort_unit(run, run.units([UNIT])[0], memory=memory)
    proposal = next(item for item in result.proposals if item.path == LETTER)
    assert proposal.candidates[0].node == "9.2"
    assert "năm trước" in proposal.candidates[0].reason


@pytest.mark.parametrize(
    ("path", "node", "message"),
    [
        ("inbox/khong-co.pdf", "1.1", "không có tệp này"),
        ("KH CCHC 2020 thi trán.pdf", "1.1", f"Có phải «{PLAN}»"),
        (PLAN, "99.9", "không có mã «99.9»"),
        (f"{PLAN}:2-9", "1.1", "không có trang 2-9: tệp có"),
        (f"{PLAN}:0", "1.1", "không có trang 0"),
        (f"{PLAN}:2-1", "1.1", "không có trang 2-1"),
        (f"{TEXT}:1", "1.1", "chỉ ghi trang cho PDF"),
    ],
)
def test_a_wrong_decision_is_refused(campaign: Path, edge: Edge, path: str, node: str, message: str) -> None:
    (campaign / "don-vi" / UNIT / "minh-chung" / TEXT).write_text("Biên bản họp", encoding="utf-8")
    with open_run(campaign, edge, writes=True) as run, pytest.raises(BadInputError, match=message):
        verbs.decide(run, sorting(run), [((path, node), Verdict.CONFIRMED)])


def test_a_damaged_record_names_its_line(campaign: Path, edge: Edge) -> None:
    (campaign / "records" / "lien-ket.jsonl").write_text("{}\n", encoding="utf-8")
    with open_run(campaign, edge) as run, pytest.raises(BadInputError, match=r"lien-ket\.jsonl:1"):
        sorting(run)


def test_an_imported_register_is_kept_and_points_out_another_date(campaign: Path, edge: Edge) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Số, ký hiệu", "Ngày tháng", "Tên loại và trích yếu"])
    book.worksheets[0].append(["07/KH-UBND", dt.date(2020, 1, 14), "Kế hoạch cải cách hành chính năm 2020"])
    book.save(campaign / "so.xlsx")
    with open_run(campaign, edge, writes=True) as run:
        assert import_register(run, campaign / "so.xlsx").total == 1
        assert import_register(run, campaign / "so.xlsx").total == 1
        plan = scan_unit(run, run.units([UNIT])[0]).file(PLAN)
    assert plan is not None
    assert plan.head.number_state is NumberState.READ
    assert "REG03" in {problem.rule for problem in plan.problems}


def test_a_register_of_one_unit_says_nothing_of_the_others(campaign: Path, edge: Edge) -> None:
    book = openpyxl.Workbook()
    # The headings of Nghị định 30/2020/NĐ-CP, Phụ lục IV.
    book.worksheets[0].append(["Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản"])
    book.worksheets[0].append(["07/KH-UBND", dt.date(2020, 1, 14), "Kế hoạch cải cách hành chính năm 2020"])
    book.save(campaign / "so.xlsx")
    with open_run(campaign, edge, writes=True) as run:
        other, own = run.units(["xa-an-binh", UNIT])
        assert import_register(run, campaign / "so.xlsx", unit=other).nobody_s == 0
        assert "REG03" not in {problem.rule for file in scan_unit(run, own).files for problem in file.problems}
        assert import_register(run, campaign / "so.xlsx", unit=own).total == 2
        plan = scan_unit(run, own).file(PLAN)
        assert import_register(run, campaign / "so.xlsx").nobody_s == 1
    assert plan is not None
    assert "REG03" in {problem.rule for problem in plan.problems}


def test_a_ministry_s_paper_rightly_lies_in_many_units(campaign: Path, edge: Edge) -> None:
    lines = ["CHÍNH PHỦ", *page_of("Nghị quyết", "76/NQ-CP", "Cải cách hành chính năm 2020")[1:]]
    body = [f"Nội dung thứ {number} của chương trình tổng thể, việc và cơ quan làm." for number in range(30)]
    for unit in ("xa-an-binh", "xa-binh-minh"):
        write_pdf(campaign / "don-vi" / unit / "minh-chung/inbox/NQ 76.pdf", [lines, body])
        own = [*page_of("Báo cáo", "99/BC-UBND", "Việc khác")[1:], *body]
        write_pdf(campaign / "don-vi" / unit / "minh-chung/inbox/BC.pdf", [["ỦY BAN NHÂN DÂN XÃ AN BÌNH", *own]])
    with open_run(campaign, edge) as run:
        report = check_units(run, run.campaign.units)
    told = {item.where.path for unit in report.units for item in unit.problems if item.rule == "SIM03"}
    assert "inbox/BC.pdf" in told
    assert "inbox/NQ 76.pdf" not in told


def test_a_paper_of_one_commune_in_another_s_folder_is_told_to_both(campaign: Path, edge: Edge) -> None:
    source = campaign / "don-vi/xa-an-binh/minh-chung/9.1/BC KTXH.pdf"
    shutil.copyfile(source, campaign / "don-vi" / UNIT / "minh-chung/inbox/BC la.pdf")
    with open_run(campaign, edge) as run:
        report = check_units(run, run.campaign.units)
    told = {
        assessment.unit.id: [problem.where.path for problem in assessment.problems if problem.rule == "SIM03"]
        for assessment in report.units
    }
    assert "9.1/BC KTXH.pdf" in told["xa-an-binh"]
    assert told[UNIT] == ["inbox/BC la.pdf"]
    assert told["xa-binh-minh"] == ["3.2/BC ra soat TTHC.pdf"]  # the sample's own borrowed report
