"""A year of the sample district through every round: late unit, supplement, conflict, reopened leaf, tie.

The forms are real files, edited as people would.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from dossier.cli.root import root as root_command
from dossier.cli.root import run_guarded
from dossier.errors import BadInputError, DamagedError, ExitCode, RefusedError
from dossier.journal import load_journal, verify_journal
from dossier.pipeline import demo
from dossier.pipeline.appraise import (
    Recorded,
    conclude_units,
    export_sheets,
    import_forms,
    receive_units,
    reopen_unit,
    resolve_conflict,
    return_units,
)
from dossier.pipeline.council import (
    approve_units,
    check_form,
    export_council,
    publish_units,
    record_council,
)
from dossier.pipeline.journal import journal_table
from dossier.pipeline.results import make_results
from dossier.pipeline.standing import read_states
from dossier.pipeline.status import appraisal_table, read_status, status_table
from dossier.pipeline.survey import import_surveys
from dossier.problems import NoProgress
from dossier.rounds import Stage
from dossier.scoring.results import Results
from dossier.sheets import write_self_score
from tests.pipeline import year_script as script

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.campaign import Office
    from dossier.pipeline.run import Run

BOTH = ("bao-cao", "minh-chung")
FIRST = "tham-dinh/lan-1/tham-dinh-1-{}.xlsx"
SECOND = "tham-dinh/lan-2/tham-dinh-2-{}.xlsx"


@dataclass
class Year:
    """The campaign and what its people saw on the way."""

    root: Path
    seen: dict[str, Recorded] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, dict[str, str]] = field(default_factory=dict)
    results: Results | None = None

    def act(self, name: str, now: str, verb: Callable[[Run], Recorded]) -> None:
        with script.opened(self.root, now) as run:
            self.seen[name] = verb(run)

    def refuse(self, name: str, now: str, verb: Callable[[Run], object]) -> None:
        with script.opened(self.root, now) as run, pytest.raises((RefusedError, BadInputError)) as caught:
            verb(run)
        problems = getattr(caught.value, "problems", ())
        self.refused[name] = "\n".join([str(caught.value), *map(str, problems)])

    def look(self, name: str, now: str) -> None:
        with script.opened(self.root, now) as run:
            self.blocks[name] = {item.unit: "\n".join((*item.late, *item.blocks)) for item in read_status(run)}

    def states(self, now: str = "2020-12-31 08:00") -> dict[str, Stage]:
        with script.opened(self.root, now) as run:
            return {unit: state.stage for unit, state in read_states(run).items()}


def receive(run: Run, units: tuple[str, ...], arrived: str) -> Recorded:
    return receive_units(run, run.units(units), parts=BOTH, arrived=script.at(arrived), who="Vũ Thị Minh Họa")


def take(run: Run, *files: Path, arrived: str = "2020-10-25 09:00", replaces: bool = False) -> Recorded:
    return import_forms(run, files, arrived=script.at(arrived), who=script.SECRETARY, replaces=replaces)


def submit(year: Year) -> None:
    year.look("start", "2020-10-15 08:00")
    form = year.root / "don-vi/xa-an-binh/tu-cham-diem.xlsx"
    filled = form.rename(form.with_stem("da-dien"))
    with script.opened(year.root, "2020-10-15 09:00") as run:
        write_self_score(form, run.criteria, unit=run.campaign.units[0], campaign=run.campaign)
    year.refuse("blank form", "2020-10-15 09:00", lambda run: receive(run, script.UNITS[:1], "2020-10-15 09:00"))
    filled.replace(form)
    year.act("on time", "2020-10-16 10:00", lambda run: receive(run, script.UNITS[:2], "2020-10-16 16:59"))
    year.refuse("skip", "2020-10-16 11:00", lambda run: conclude_units(run, run.units(["xa-an-binh"]), who="x"))
    year.look("one missing", "2020-10-19 07:00")
    year.act("late", "2020-10-19 08:05", lambda run: receive(run, script.UNITS[2:], "2020-10-19 08:00"))


def appraise_first(year: Year) -> None:
    root = year.root
    year.act("export 1", "2020-10-20 08:00", lambda run: export_sheets(run, run.campaign.offices, turn=1))
    sheets = sorted((root / "tham-dinh/lan-1").glob("*.xlsx"))
    for sheet in sheets:
        script.fill(sheet, "Thẩm định", "Mã đơn vị", script.appraise)

    def forget_reasons(row: script.Row) -> script.Row | None:
        return {"Lý do": None} if row["Mã"] == "7.1" else None

    finance = root / FIRST.format("tai-chinh-ke-hoach")
    spoilt = script.fill(finance, "Thẩm định", "Mã đơn vị", forget_reasons, to=root / "thieu-ly-do.xlsx")
    year.refuse("no reason", "2020-10-22 08:00", lambda run: take(run, spoilt))

    def disagree(row: script.Row) -> script.Row | None:
        is_cell = (row["Mã đơn vị"], row["Mã"]) == ("xa-binh-minh", "2.2")
        return {"Điểm thẩm định": 0, "Lý do": "Báo cáo là bản quét không đọc được"} if is_cell else None

    justice = root / FIRST.format("tu-phap")
    script.fill(justice, "Thẩm định", "Mã đơn vị", disagree)
    year.act("import 1", "2020-10-22 09:00", lambda run: take(run, *sheets))
    year.act("import again", "2020-10-22 09:05", lambda run: take(run, *sheets))
    year.look("conflict", "2020-10-22 10:00")
    year.refuse("blocked by conflict", "2020-10-22 10:00", return_first)
    year.act("resolve", "2020-10-23 08:00", choose)
    year.act("return", "2020-10-26 08:00", return_first)


def choose(run: Run) -> Recorded:
    (unit,) = run.units(["xa-binh-minh"])
    office = "noi-vu"
    state = read_states(run)[unit.id]
    place = [given.office for given in state.conflicts(1)["2.2"]].index(office) + 1
    reason = "Tổ thẩm định đã xem bản giấy"
    return resolve_conflict(run, unit, "2.2", choose=place, points=None, reason=reason, who=script.SECRETARY)


def return_first(run: Run) -> Recorded:
    return return_units(run, run.campaign.units, due=None, who=script.SECRETARY)


def supplement(year: Year) -> None:
    root = year.root

    def answer(row: script.Row) -> script.Row:
        return {"Giải trình": f"Giải trình tiêu chí {row['Mã']}: xem số liệu kèm theo", "Tài liệu bổ sung": "Bảng kê"}

    for unit in script.UNITS[:2]:
        script.fill(root / f"don-vi/{unit}/giai-trinh.xlsx", "Giải trình, bổ sung", "Mã", answer)
    forms = [root / f"don-vi/{unit}/giai-trinh.xlsx" for unit in script.UNITS[:2]]
    year.look("waiting", "2020-10-28 08:00")
    year.act("answer", "2020-10-30 08:00", lambda run: take(run, forms[0], arrived="2020-10-30 07:50"))
    year.act("answer late", "2020-11-02 08:00", lambda run: take(run, forms[1], arrived="2020-11-01 17:01"))


def appraise_second(year: Year) -> None:
    root = year.root
    year.act("export 2", "2020-11-02 09:00", lambda run: export_sheets(run, run.campaign.offices, turn=2))
    sheets = sorted((root / "tham-dinh/lan-2").glob("*.xlsx"))
    year.refuse("open points", "2020-11-02 09:00", conclude)
    for sheet in sheets:
        script.fill(sheet, "Thẩm định", "Mã đơn vị", script.appraise)
    year.act("import 2", "2020-11-03 09:00", lambda run: take(run, *sheets))
    year.act("conclude", "2020-11-03 10:00", conclude)


def conclude(run: Run, units: tuple[str, ...] = ()) -> Recorded:
    return conclude_units(run, run.units(units), who=script.SECRETARY)


def repeat_an_old_sheet(year: Year) -> None:
    """An office sends its first sheet again after the round, saved anew: nothing in it is news."""
    sheet = year.root / FIRST.format("kinh-te-ha-tang")
    again = script.fill(sheet, "Thẩm định", "Mã đơn vị", lambda _row: None, to=year.root / "gui-lai.xlsx")
    year.act("old sheet", "2020-11-03 11:00", lambda run: take(run, again))
    changed = script.fill(
        sheet, "Thẩm định", "Mã đơn vị", lambda _row: {"Điểm thẩm định": 0}, to=year.root / "sua.xlsx"
    )
    year.refuse("changed after the round", "2020-11-03 11:00", lambda run: take(run, changed))


def survey(year: Year) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["Đơn vị", "Câu 1", "Câu 2"])
    for unit, first, second in (("xã An Bình", 4, 5), ("xã Bình Minh", 5, 4), ("thị trấn Sơn Cũ", 3, 3)):
        for _ in range(2 if "trấn" in unit else 3):
            page.append([unit, first, second])
    asked = book.create_sheet("Quy mô")
    asked.append(["Đơn vị", "Số đối tượng"])
    for unit in ("xã An Bình", "xã Bình Minh", "thị trấn An Sơn"):
        asked.append([unit, 30])
    path = year.root / "dieu-tra.xlsx"
    book.save(path)
    year.act("survey", "2020-11-04 08:00", lambda run: import_surveys(run, [path], part="", who=script.SECRETARY))


def hold_council(year: Year, form: str) -> Path:
    """All three attend and agree; returns the filled form."""
    path = year.root / "hoi-dong" / form
    script.fill(path, "Thành viên", "Họ và tên", lambda _row: {"Có mặt, đã trả lời (x)": "x", "Ý kiến": "đồng ý"})

    def count(row: script.Row) -> script.Row | None:
        votes = {"Số đồng ý": 3, "Số không đồng ý": 0, "Số ý kiến khác": 0}
        return votes if row["Nội dung biểu quyết"] else None

    script.fill(path, "Biểu quyết", "Nội dung biểu quyết", count)
    return path


def decide(year: Year) -> None:
    year.act("council form", "2020-11-05 08:00", export_council)
    path = hold_council(year, "hoi-dong.xlsx")
    year.refuse("approve before vote", "2020-11-05 09:00", approve)

    def raise_total(row: script.Row) -> script.Row | None:
        town = row["Mã đơn vị"] == "thi-tran-an-son"
        return {"Tổng điểm hội đồng quyết định": row["Tổng điểm thẩm định"] + 1} if town else None

    script.fill(path, "Kết quả", "Mã đơn vị", raise_total)
    year.refuse("no decision behind it", "2020-11-05 10:00", lambda run: record_council(run, path, who="x"))
    ruling = {"Mã đơn vị": "thi-tran-an-son", "Mã tiêu chí": "1.1.1", "Lý do, nội dung quyết định": "Đã bổ sung dấu"}
    script.append(path, "Điều chỉnh", "Mã tiêu chí", [{**ruling, "Điểm quyết định": "1,375"}])
    year.act("vote", "2020-11-05 11:00", lambda run: record_council(run, path, who=script.SECRETARY))


def approve(run: Run, units: tuple[str, ...] = ()) -> Recorded:
    day = script.at("2020-11-12 00:00").date()
    return approve_units(run, run.units(units), number="912/QĐ-UBND", day=day, paper=None, who=script.SECRETARY)


def reopen(year: Year) -> None:
    """A wrong leaf is found before approval: the unit goes back, and through appraisal 2 and the council again."""

    def again(run: Run) -> Recorded:
        (unit,) = run.units(["xa-binh-minh"])
        reason = "Quyết định giao thu bị bỏ sót"
        return reopen_unit(run, unit, to=Stage.SECOND, leaves=["7.2"], reason=reason, who=script.SECRETARY)

    year.act("reopen", "2020-11-06 08:00", again)
    year.look("reopened", "2020-11-06 09:00")
    year.refuse("approve while open", "2020-11-06 09:00", approve)
    finance = year.root / SECOND.format("tai-chinh-ke-hoach")
    finance.rename(finance.with_stem("phieu-cu"))
    year.act("export reopened", "2020-11-06 10:00", lambda run: export_sheets(run, finance_office(run), turn=2))
    script.fill(finance, "Thẩm định", "Mã đơn vị", script.appraise)
    year.act("import reopened", "2020-11-06 11:00", lambda run: take(run, finance))
    year.act("conclude again", "2020-11-07 08:00", lambda run: conclude(run, ("xa-binh-minh",)))
    year.act("council form again", "2020-11-07 09:00", export_council)
    path = hold_council(year, "hoi-dong-2.xlsx")
    year.act("vote again", "2020-11-07 10:00", lambda run: record_council(run, path, who=script.SECRETARY))


def finance_office(run: Run) -> list[Office]:
    return [office for office in run.campaign.offices if office.id == "tai-chinh-ke-hoach"]


def finish(year: Year) -> None:
    day = script.at("2020-11-13 00:00").date()
    year.act("approve", "2020-11-12 08:00", approve)
    year.act(
        "publish",
        "2020-11-13 08:00",
        lambda run: publish_units(run, run.campaign.units, number="45/TB-UBND", day=day, paper=None, who="Văn thư"),
    )
    with script.opened(year.root, "2020-11-14 08:00") as run:
        year.results = make_results(run)


def live_year(root: Path) -> Year:
    """The sample district through every round."""
    demo.ensure_sample(root, NoProgress())
    script.prepare(root)
    lived = Year(root)
    for chapter in (
        submit,
        appraise_first,
        supplement,
        appraise_second,
        repeat_an_old_sheet,
        survey,
        decide,
        reopen,
        finish,
    ):
        chapter(lived)
    return lived


@pytest.fixture(scope="module")
def year(lived: Year) -> Year:
    return lived


def test_every_unit_is_published_and_the_journal_verifies(year: Year) -> None:
    assert set(year.states().values()) == {Stage.PUBLISHED}
    assert verify_journal(year.root / "records/journal.jsonl") == ()
    entries, _ = load_journal(year.root / "records/journal.jsonl")
    acts = [entry.act for entry in entries if entry.unit == "xa-binh-minh"]
    assert list(dict.fromkeys(acts)) == [
        "submitted",
        "appraised",
        "resolved",
        "returned",
        "supplemented",
        "concluded",
        "surveyed",
        "voted",
        "reopened",
        "approved",
        "published",
    ]


def test_each_line_says_who_when_and_from_which_file(year: Year) -> None:
    entries, _ = load_journal(year.root / "records/journal.jsonl")
    assert all(entry.who and entry.at.endswith("+07:00") for entry in entries)
    for entry in entries:
        if entry.act in {"submitted", "appraised", "supplemented", "surveyed", "voted"}:
            kept = year.root / "records/nhan" / f"{entry.sha256[:12]}-{entry.file}"
            assert kept.is_file(), entry


def test_the_late_unit_is_named_by_its_recorded_arrival(year: Year) -> None:
    said = [problem.message for problem in year.seen["late"].problems if problem.rule == "ROU04"]
    assert said == [
        "Báo cáo đến 08:00 19/10/2020, hạn trước ngày 18/10/2020.",
        "Minh chứng đến 08:00 19/10/2020, hạn chậm nhất 17 giờ 00 ngày 16/10/2020.",
    ]
    assert [p for p in year.seen["on time"].problems if p.rule == "ROU04"] == []
    assert "chưa nộp" in year.blocks["one missing"]["thi-tran-an-son"]
    assert "chưa nộp" not in year.blocks["one missing"]["xa-an-binh"]


def test_an_empty_form_is_no_submission(year: Year) -> None:
    assert "còn trống" in year.refused["blank form"]


def test_no_round_can_be_skipped(year: Year) -> None:
    assert "bước «thẩm định lần 1»" in year.refused["skip"]
    assert "chưa thẩm định lần 2" in year.refused["open points"]
    assert "bước «hội đồng»" in year.refused["approve before vote"]
    assert "bước «thẩm định lần 2»" in year.refused["approve while open"]


def test_a_difference_without_a_reason_is_refused_with_its_cell(year: Year) -> None:
    said = year.refused["no reason"]
    assert "ROU01" in said
    assert "thieu-ly-do.xlsx, Thẩm định!" in said
    assert "Tiêu chí 7.1" in said


def test_the_conflict_names_both_sources_and_blocks_until_it_is_resolved(year: Year) -> None:
    (problem,) = [item for item in year.seen["import 1"].problems if item.rule == "ROU03"]
    assert (problem.where.unit, problem.where.node) == ("xa-binh-minh", "2.2")
    assert "tham-dinh-1-noi-vu.xlsx" in problem.message
    assert "tham-dinh-1-tu-phap.xlsx" in problem.message
    assert "tiêu chí 2.2 có 2 giá trị" in year.blocks["conflict"]["xa-binh-minh"]
    assert "2.2 có hai giá trị" in year.refused["blocked by conflict"]
    assert "chọn nguồn" in year.seen["resolve"].lines[0]


def test_the_same_file_counts_once(year: Year) -> None:
    assert all("đã nhập trước đây" in line for line in year.seen["import again"].lines)


def test_a_sheet_that_repeats_what_stands_is_passed_over_and_a_change_is_refused(year: Year) -> None:
    assert year.seen["old sheet"].lines == ("gui-lai.xlsx: đã nhập trước đây, bỏ qua.",)
    assert "xa-an-binh" in year.refused["changed after the round"]


def test_what_has_neither_proof_nor_explanation_is_asked_about(year: Year) -> None:
    with script.opened(year.root, "2020-12-31 08:00") as run:
        states = read_states(run)
    assert "Gửi danh sách tin, bài từng tháng" in states["xa-an-binh"].open["8.2"].asked
    assert states["xa-binh-minh"].open["1.4"].asked.startswith("Bổ sung tài liệu kiểm chứng hoặc giải trình")


def test_an_answer_links_back_to_the_question(year: Year) -> None:
    entries, _ = load_journal(year.root / "records/journal.jsonl")
    answer = next(entry for entry in entries if entry.act == "supplemented" and entry.unit == "xa-an-binh")
    asked = entries[answer.data["answers"]["8.2"]["asked"] - 1]
    assert (asked.act, asked.unit) == ("returned", "xa-an-binh")
    assert "8.2" in asked.data["asked"]


def test_an_answer_after_the_minute_is_late(year: Year) -> None:
    assert [item.rule for item in year.seen["answer"].problems] == []
    late = [item.message for item in year.seen["answer late"].problems if item.rule == "ROU04"]
    assert late == ["Giải trình đến 17:01 01/11/2020, hạn trước 17:01 01/11/2020."]


def test_a_deadline_on_a_sunday_is_pointed_out_and_not_moved(year: Year) -> None:
    assert [item.message for item in year.seen["return"].problems] == ["Hạn giải trình 01/11/2020 là Chủ nhật."]


def test_a_survey_below_the_minimum_leaves_the_maximum(year: Year) -> None:
    assert "không đánh giá" in next(line for line in year.seen["survey"].lines if "thi-tran" in line)
    assert year.results is not None
    maxima = {item.tally.unit: item.max for item in year.results.units}
    assert maxima["xa-an-binh"] - maxima["thi-tran-an-son"] == 30


def test_a_decided_total_needs_a_decision_behind_it(year: Year) -> None:
    assert "ROU15" in year.refused["no decision behind it"]
    with script.opened(year.root, "2020-12-31 08:00") as run:
        decision = read_states(run)["thi-tran-an-son"].decisions["1.1.1"]
    assert (decision.points, decision.reason) == (Decimal("1.375"), "Đã bổ sung dấu")


def test_the_reopened_leaf_keeps_its_history(year: Year) -> None:
    assert "7.2" in year.blocks["reopened"]["xa-binh-minh"]
    entries, _ = load_journal(year.root / "records/journal.jsonl")
    values = [entry for entry in entries if entry.act == "appraised" and entry.unit == "xa-binh-minh"]
    assert [entry.data["turn"] for entry in values if "7.2" in entry.data["values"]] == [1, 2]
    votes = [entry.file for entry in entries if entry.act == "voted" and entry.unit == "xa-binh-minh"]
    assert votes == ["hoi-dong.xlsx", "hoi-dong-2.xlsx"]


def test_two_units_tie_and_the_third_comes_third(year: Year) -> None:
    assert year.results is not None
    ranks = {item.tally.unit: (item.rank, item.tied) for item in year.results.units}
    assert ranks == {"xa-an-binh": (1, True), "xa-binh-minh": (1, True), "thi-tran-an-son": (3, False)}
    first, second = (item for item in year.results.units if item.tied)
    assert first.index == second.index is not None


def test_the_self_scores_stay_as_filed(year: Year) -> None:
    entries, _ = load_journal(year.root / "records/journal.jsonl")
    filed = next(entry for entry in entries if entry.act == "submitted" and entry.unit == "xa-an-binh").data["filed"]
    total = sum(Decimal(item["points"]) for item in filed.values() if item["points"] is not None)
    assert total == Decimal("57.43")


def test_one_changed_byte_is_found_and_nothing_more_is_written(year: Year, tmp_path: Path) -> None:
    root = Path(shutil.copytree(year.root, tmp_path / "ky", ignore=shutil.ignore_patterns("out", "don-vi")))
    journal = root / "records/journal.jsonl"
    data = journal.read_bytes()
    journal.write_bytes(data.replace("Đã bổ sung dấu".encode(), "Đã bổ sung giấu"[:15].encode(), 1))
    (problem,) = verify_journal(journal)
    assert problem.rule == "JRN01"
    with script.opened(root, "2020-12-31 08:00") as run, pytest.raises(DamagedError):
        read_states(run)


def test_the_journal_and_the_progress_read_well(year: Year) -> None:
    with script.opened(year.root, "2020-12-31 08:00") as run:
        table, problems = journal_table(run, ["xã Bình Minh"])
        progress = appraisal_table(run)
        status = status_table(read_status(run))
    assert problems == ()
    assert any("về «thẩm định lần 2» (7.2): Quyết định giao thu bị bỏ sót" in row for row in table.rows)
    assert [row[0] for row in progress.rows][:2] == ["Phòng Nội vụ", "Phòng Tư pháp"]
    assert {row[1] for row in status.rows} == {"đã công bố"}


def test_a_sample_set_is_never_approved_outside_a_demonstration(year: Year, tmp_path: Path) -> None:
    root = Path(shutil.copytree(year.root, tmp_path / "ky", ignore=shutil.ignore_patterns("out", "don-vi")))
    path = root / "campaign.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("demo: true", "demo: false"), encoding="utf-8")
    with script.opened(root, "2020-12-31 08:00") as run, pytest.raises(RefusedError, match="bộ mẫu"):
        approve(run)


def test_checking_the_council_form_writes_nothing(year: Year) -> None:
    before = (year.root / "records/journal.jsonl").read_bytes()
    with script.opened(year.root, "2020-12-31 08:00") as run:
        form, verdict = check_form(run, year.root / "hoi-dong/hoi-dong-2.xlsx")
    assert (verdict.members, verdict.attending, verdict.agreed) == (3, 3, 3)
    assert [item.unit for item in form.decided] == ["xa-binh-minh"]
    assert (year.root / "records/journal.jsonl").read_bytes() == before


def run_cli(*args: str) -> int:
    return run_guarded(lambda: root_command.main(list(args), prog_name="dossier", standalone_mode=False))


def test_the_journal_command_ends_with_seven_when_one_byte_is_changed(
    year: Year, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = Path(shutil.copytree(year.root, tmp_path / "ky", ignore=shutil.ignore_patterns("out", "don-vi")))
    assert run_cli("journal", "verify", "-C", str(copy), "--quiet") == ExitCode.OK
    journal = copy / "records/journal.jsonl"
    data = journal.read_bytes()
    journal.write_bytes(data[:5000] + bytes([data[5000] ^ 1]) + data[5001:])
    assert run_cli("journal", "verify", "-C", str(copy), "--quiet") == ExitCode.DAMAGED
    assert "JRN01" in capsys.readouterr().err
    assert run_cli("status", "-C", str(copy), "--quiet") == ExitCode.DAMAGED


def test_status_as_json_names_every_unit_and_its_stage(year: Year, capfd: pytest.CaptureFixture[str]) -> None:
    assert run_cli("status", "-C", str(year.root), "--json", "--quiet") == ExitCode.OK
    items = json.loads(capfd.readouterr().out)
    assert [(item["unit"], item["stage"]) for item in items] == [(unit, "đã công bố") for unit in script.UNITS]


def test_a_sheet_without_identity_is_taken_when_a_person_confirms_whose_it_is(year: Year, tmp_path: Path) -> None:
    root = Path(shutil.copytree(year.root, tmp_path / "ky", ignore=shutil.ignore_patterns("out")))
    book = openpyxl.load_workbook(root / FIRST.format("kinh-te-ha-tang"))
    del book["_dossier"]
    book.save(root / "phieu.xlsx")
    with script.opened(root, "2020-12-31 08:00") as run:
        with pytest.raises(BadInputError, match="--owner"):
            take(run, root / "phieu.xlsx")
        with pytest.raises(BadInputError) as caught:
            confirm(run, root / "phieu.xlsx", owner="tu-phap")
        assert {problem.rule for problem in caught.value.problems} == {"SHT22"}
        assert "đã nhập" in confirm(run, root / "phieu.xlsx", owner="kinh-te-ha-tang").lines[0]


def confirm(run: Run, path: Path, *, owner: str) -> Recorded:
    return import_forms(run, [path], arrived=run.now, who="x", owner=owner, turn=1)
