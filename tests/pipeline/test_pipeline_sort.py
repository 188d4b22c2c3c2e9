import datetime as dt
import shutil
from pathlib import Path

import openpyxl
import pytest

from dossier.errors import BadInputError
from dossier.intake.model import NumberState
from dossier.matching import ProofState
from dossier.matching.links import Verdict
from dossier.pipeline import sort as verbs
from dossier.pipeline.check import check_units
from dossier.pipeline.evidence import scan_unit
from dossier.pipeline.register import import_register
from dossier.pipeline.run import Edge, Run, open_run

UNIT = "thi-tran-an-son"
LETTER = "inbox/Giay moi hop to dan pho.pdf"
PLAN = "inbox/KH CCHC 2020 thi tran.pdf"


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


def test_nothing_is_written_without_a_decision(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge) as run:
        sorting(run)
    assert not (campaign / "records" / "lien-ket.jsonl").exists()


def test_a_confirmed_file_serves_its_criterion_and_stays_where_it_is(campaign: Path, edge: Edge) -> None:
    photo = "inbox/z3141592653589_1.jpg"
    original = (campaign / "don-vi" / UNIT / "minh-chung" / photo).read_bytes()
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [(photo, "3.3")], Verdict.CONFIRMED)
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
        verbs.decide(run, sorting(run), [(PLAN, "1.1")], Verdict.REJECTED)
        assert best(sorting(run)).get(PLAN) != "1.1"
        (assessment,) = check_units(run, run.units([UNIT])).units
    state = next(status.state for status in assessment.checklist.statuses if status.proof == "1.1-ke-hoach")
    assert state is not ProofState.PROVED


def test_the_last_decision_counts(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [(PLAN, "1.1")], Verdict.REJECTED)
        verbs.decide(run, sorting(run), [(PLAN, "1.1")], Verdict.CONFIRMED)
        assert next(item.settled for item in sorting(run).proposals if item.path == PLAN) == ("1.1",)


def test_applying_records_the_clear_ones_once(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge, writes=True) as run:
        first = verbs.apply_clear(run, sorting(run))
        second = verbs.apply_clear(run, sorting(run))
    assert PLAN in {link.path for link in first}
    assert second == ()


def test_decisions_survive_renaming(campaign: Path, edge: Edge) -> None:
    folder = campaign / "don-vi" / UNIT / "minh-chung"
    with open_run(campaign, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [(PLAN, "1.1")], Verdict.CONFIRMED)
        (folder / PLAN).rename(folder / "inbox" / "tep la.pdf")
        settled = {item.path: item.settled for item in sorting(run).proposals}
    assert settled["inbox/tep la.pdf"] == ("1.1",)


def test_next_year_remembers(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    last_year = Path(shutil.copytree(campaign, tmp_path / "truoc"))
    with open_run(last_year, edge, writes=True) as run:
        verbs.decide(run, sorting(run), [(LETTER, "9.2")], Verdict.CONFIRMED)
    with open_run(campaign, edge) as run:
        memory = verbs.load_memory(last_year)
        result = verbs.sort_unit(run, run.units([UNIT])[0], memory=memory)
    proposal = next(item for item in result.proposals if item.path == LETTER)
    assert proposal.candidates[0].node == "9.2"
    assert "năm trước" in proposal.candidates[0].reason


@pytest.mark.parametrize(
    ("path", "node", "message"),
    [("inbox/khong-co.pdf", "1.1", "không có tệp này"), (PLAN, "99.9", "không có mã «99.9»")],
)
def test_a_wrong_decision_is_refused(campaign: Path, edge: Edge, path: str, node: str, message: str) -> None:
    with open_run(campaign, edge, writes=True) as run, pytest.raises(BadInputError, match=message):
        verbs.decide(run, sorting(run), [(path, node)], Verdict.CONFIRMED)


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
