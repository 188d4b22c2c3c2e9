"""A made-up campaign of two units: kept results, workers that die, a cluster, Ctrl-C, and the cache."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from dossier.campaign import CampaignPaths
from dossier.cli.root import root as cli
from dossier.cli.show import VIETNAM
from dossier.intake.model import OcrMode
from dossier.pipeline.assessed import why_assess
from dossier.pipeline.build import build_units
from dossier.pipeline.cache import prune_cache, read_cache_info
from dossier.pipeline.check import assess, assess_units, check_units
from dossier.pipeline.local import MEMO_FILE, PAGES_FOLDER, trim_pages
from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.why import find_redo
from dossier.problems import NoProgress
from dossier.report import check_json
from samples.generate import generate
from samples.generate import main as generate_main

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.pipeline.run import Run

NOW = dt.datetime(2020, 10, 12, 8, tzinfo=VIETNAM)
UNITS, FILES = 2, 45


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("sinh") / "ky"
    generate(root, units=UNITS, files=FILES, seed=7)
    return root


@pytest.fixture(scope="session")
def known(made: Path) -> dict[str, Any]:
    """The report of the campaign as made, by one process."""
    return check(made)["report"]  # type: ignore[no-any-return] # JSON


@pytest.fixture
def checked(made: Path, known: dict[str, Any], tmp_path: Path) -> Path:
    """A copy with the cache of a check; what is kept goes by paths inside the campaign."""
    assert known
    return Path(shutil.copytree(made, tmp_path / "ky"))


@pytest.fixture
def root(checked: Path) -> Path:
    """A copy never checked."""
    shutil.rmtree(checked / ".dossier")
    (checked / ".dossier").mkdir()
    return checked


class Act(NoProgress):
    """Does something once, when the first file is done."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act: Callable[[], object] | None = act

    def advance(self, item: str) -> None:
        del item
        act, self.act = self.act, None
        if act:
            act()


def edge(progress: NoProgress | None = None, **options: Any) -> Edge:
    return Edge(progress or NoProgress(), NOW, ocr=OcrMode.NONE, **options)


def check(root: Path, how: Edge | None = None) -> dict[str, Any]:
    """The report as JSON, without what it cost."""
    with open_run(root, how or edge()) as run:
        report = json.loads(b"".join(check_json(check_units(run, run.campaign.units))))
    costs = [unit["index"].pop("counts") for unit in report["units"]]
    return {"report": report, "opened": [cost["opened"] for cost in costs]}


def reasons(root: Path) -> list[str]:
    with open_run(root, edge()) as run:
        return [why_assess(run, unit) for unit in run.campaign.units]


# --- the generator --------------------------------------------------------------------------------


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("minh-chung/**/*") if path.is_file()
    }


def test_equal_seeds_give_equal_files_and_others_do_not(made: Path, tmp_path: Path) -> None:
    generate(tmp_path / "lai", units=UNITS, files=FILES, seed=7)
    assert contents(tmp_path / "lai") == contents(made)
    assert (tmp_path / "lai" / "SU-THAT.tsv").read_bytes() == (made / "SU-THAT.tsv").read_bytes()
    generate(tmp_path / "khac", units=1, files=FILES, seed=8)
    assert contents(tmp_path / "khac").items() - contents(made).items()


def test_what_is_read_is_what_the_truth_says(made: Path, checked: Path) -> None:
    with (made / "SU-THAT.tsv").open(encoding="utf-8", newline="") as file:
        truth = [row for row in csv.DictReader(file, delimiter="\t") if row["medium"] not in {"quet", "anh", "xlsx"}]
    with open_run(checked, edge()) as run:
        report = check_units(run, run.campaign.units)
    heads = {(unit.unit.id, file.path): file.head for unit in report.units for file in unit.index.files}
    assert len(heads) == UNITS * FILES
    for row in truth:
        head = heads[row["unit"], row["path"]]
        read = (head.number or "", head.symbol, head.date.isoformat() if head.date else "", head.type)
        # A slip of apology is no type of document that the law names.
        kind = None if row["type"] == "Phiếu xin lỗi" else row["type"]
        assert read == (row["number"], row["symbol"], row["date"], kind), row["path"]
    assert {row["medium"] for row in truth} == {"ky-so", "chu", "docx"}


def test_a_larger_campaign_has_copies_drafts_and_papers_of_another_year(tmp_path: Path) -> None:
    generate(tmp_path / "ky", units=1, files=120)
    with (tmp_path / "ky" / "SU-THAT.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert {"bản sao", "dự thảo", "sai năm"} <= {row["defect"] for row in rows}
    assert set(Counter(row["medium"] for row in rows)) == {"ky-so", "chu", "quet", "docx", "xlsx", "anh"}
    for row in rows:
        copied = row["source"]
        folder = tmp_path / "ky" / "don-vi" / row["unit"] / "minh-chung"
        assert not copied or (folder / copied).read_bytes() == (folder / row["path"]).read_bytes()


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--units", "0"], "từ 1"), (["--files", "-4"], "từ 1"), (["--jobs", "0"], "từ 1"), ([], "không rỗng")],
)
def test_the_generator_explains_a_wrong_command_line(
    made: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    before = sorted(made.parent.iterdir())
    with pytest.raises(SystemExit):
        generate_main([str(made), *words])
    assert said in capsys.readouterr().err
    assert sorted(made.parent.iterdir()) == before


# --- what is kept ---------------------------------------------------------------------------------


def test_nothing_changed_opens_nothing_and_says_the_same(root: Path) -> None:
    first, second = check(root), check(root)
    assert sum(first["opened"]) > UNITS
    assert second["opened"] == [0, 0]
    assert second["report"] == first["report"]


def test_a_gap_that_is_told_in_three_places_is_one_object(checked: Path) -> None:
    with open_run(checked, edge()) as run:
        recalled = [assess(run, unit) for unit in run.campaign.units]
    for one in recalled:
        told = [ranked.gap for ranked in one.gaps]
        assert {id(gap) for gap in told} == {id(gap) for gap in one.checklist.gaps}
        assert {id(gap) for status in one.checklist.statuses for gap in status.gaps} <= set(map(id, told))


def test_deleting_the_cache_changes_no_result(checked: Path) -> None:
    kept = check(checked)
    shutil.rmtree(checked / ".dossier")
    again = check(checked)
    assert kept["opened"] == [0, 0]
    assert sum(again["opened"]) > 0
    assert again["report"] == kept["report"]


def test_one_changed_file_opens_only_it(root: Path) -> None:
    check(root)
    unit = root / "don-vi" / "xa-an-bai"
    file = next((unit / "minh-chung" / "1.1").glob("*.pdf"))
    file.write_bytes(file.read_bytes() + b"\n% sua\n")
    assert reasons(root) == ["minh chứng", ""]
    assert check(root)["opened"] == [1, 0]
    assert reasons(root) == ["", ""]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("don-vi/xa-an-bai/tu-cham-diem.xlsx", "biểu tự chấm điểm"),
        ("campaign.yaml", "campaign.yaml"),
        ("bo-tieu-chi.yaml", "bộ tiêu chí"),
        ("records/so-van-ban.json", "sổ văn bản"),
    ],
)
def test_each_input_is_named_when_it_changed(checked: Path, path: str, why: str) -> None:
    with open_run(checked, edge()) as run:
        target = checked / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((target.read_bytes() if target.is_file() else b"[]") + b"\n")
        assert why_assess(run, run.campaign.units[0]) == why


def test_a_decision_of_another_unit_is_no_reason(checked: Path) -> None:
    (checked / "records").mkdir(exist_ok=True)
    decision = '{"unit":"xa-binh-bai","sha256":"ab","node":"1.1","verdict":"xác nhận"}\n'
    (checked / "records" / "lien-ket.jsonl").write_text(decision, encoding="utf-8")
    assert reasons(checked) == ["", "quyết định xếp tệp"]


def test_another_day_is_no_reason_unless_something_falls_due(checked: Path) -> None:
    def why(day: dt.date) -> str:
        with open_run(checked, edge(), as_of=day) as run:
            return why_assess(run, run.campaign.units[0])

    assert why(dt.date(2020, 10, 13)) == ""
    assert why(dt.date(2022, 1, 1)) == "có tài liệu vừa đến kỳ"


def test_another_program_is_a_reason(checked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.pipeline.assessed.program_version", lambda: "khác")
    assert reasons(checked) == ["phiên bản chương trình"] * UNITS


def test_a_file_that_could_not_be_opened_is_tried_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise PermissionError(13, "khong cho")

    with monkeypatch.context() as patch, open_run(root, edge()) as run:
        patch.setattr("dossier.intake.task.read_bytes", refuse)
        unit = run.campaign.units[0]
        check_units(_here(run), [unit])
        assert why_assess(run, unit)
    assert check(root)["opened"][0] > 0


def _here(run: Run) -> Run:
    from dataclasses import replace

    return replace(run, executor=None)


def test_what_is_due_is_told_with_its_reason(root: Path) -> None:
    with open_run(root, edge()) as run:
        first = find_redo(run, run.campaign.units[:1])
        check_units(run, run.campaign.units[:1])
        second = find_redo(run, run.campaign.units[:1])
    assert [item.work for item in first] == ["kiểm tra minh chứng", "văn bản, bộ hồ sơ"]
    assert "kiểm tra minh chứng" not in {item.work for item in second}
    assert {item.why for item in second} == {"chưa có", "xét sau khi lập lại văn bản"}


def test_pruning_drops_what_nobody_asks_for_and_changes_no_result(root: Path) -> None:
    before = check(root)["report"]
    shutil.rmtree(root / "don-vi" / "xa-binh-bai" / "minh-chung" / "inbox")
    for file in list((root / "don-vi" / "xa-an-bai" / "minh-chung").rglob("*"))[:3]:
        file.touch()
    with open_run(root, edge()) as run:
        pruned = prune_cache(run.paths, limit=None)
        assert pruned.rows > 0
        info = read_cache_info(run.paths)
    assert info.size == sum(path.stat().st_size for path in (root / ".dossier").iterdir())
    assert check(root)["report"]["units"][0] == before["units"][0]
    with open_run(root, edge()) as run:
        prune_cache(run.paths, limit=0)
        assert {share.count for share in read_cache_info(run.paths).shares} == {0}


def test_a_cache_in_use_elsewhere_is_not_said_to_be_emptied(checked: Path) -> None:
    with contextlib.closing(sqlite3.connect(checked / ".dossier" / MEMO_FILE)) as other:
        other.execute("BEGIN EXCLUSIVE")
        pruned = prune_cache(CampaignPaths(checked), limit=0)
    assert (pruned.rows, pruned.size) == (0, 0)
    assert ["locked" in problem.message for problem in pruned.problems] == [True]
    assert check(checked)["opened"] == [0, 0]


def test_what_the_cache_has_forgotten_is_not_called_changed(checked: Path) -> None:
    with open_run(checked, edge(), writes=True) as run:
        unit = run.campaign.units[0]
        made = build_units(run, [unit], engine="auto")
        assert not {item.work for item in find_redo(run, [unit])} & {"Danh mục tài liệu kiểm chứng (PDF)"}
        pdf = checked / next(item.path for item in made if item.path.name.startswith("danh-muc") and item.pages)
        pdf.write_bytes(pdf.read_bytes() + b"\n")
        edited = {item.work: item.why for item in find_redo(run, [unit])}
        run.memo.clear()
        assess(run, unit)
        forgotten = {item.work: item.why for item in find_redo(run, [unit])}
    assert edited["Danh mục tài liệu kiểm chứng (PDF)"] == "bản PDF bị sửa"
    assert forgotten["Danh mục tài liệu kiểm chứng (PDF)"].endswith("hoặc bộ nhớ đệm đã xóa")


def test_a_campaign_that_takes_no_cache_can_be_read_but_not_written(known: dict[str, Any], root: Path) -> None:
    (root / ".dossier").rmdir()
    (root / ".dossier").write_bytes(b"")  # as on a write-protected disk: no folder can be made there
    assert check(root)["report"] == known
    with pytest.raises(OSError, match=r"\.dossier"), open_run(root, edge(), writes=True):
        pass
    assert (root / ".dossier").read_bytes() == b""


def test_the_cache_lies_where_it_was_asked_for(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOSSIER_CACHE", str(tmp_path / "dem"))
    check(root)
    assert not (root / ".dossier" / "cache.sqlite").exists()
    assert check(root)["opened"] == [0, 0]
    assert len(list((tmp_path / "dem").glob("ky-*/cache.sqlite"))) == 1


def test_a_network_drive_leaves_the_lock_and_takes_the_cache_home(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.pipeline.local.is_on_network", lambda _: True)
    monkeypatch.setattr("dossier.pipeline.local.user_cache", lambda: tmp_path / "nha")
    with open_run(root, edge(), writes=True) as run:
        assert run.cache.parent == tmp_path / "nha"
        assert (root / ".dossier" / "lock").exists()


def test_pages_beyond_the_limit_go_the_oldest_first(tmp_path: Path) -> None:
    for number, name in enumerate(("cu", "moi")):
        page = tmp_path / PAGES_FOLDER / f"{name}.pdf"
        page.parent.mkdir(exist_ok=True)
        page.write_bytes(b"x" * 1000)
        os.utime(page, (number, number))
    (tmp_path / MEMO_FILE).write_bytes(b"y" * 500)
    assert trim_pages(tmp_path, limit=1600) == 1
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [MEMO_FILE, "moi.pdf"]
    assert trim_pages(tmp_path, limit=1600) == 0


def test_the_command_line_says_why_and_cleans_up(checked: Path) -> None:
    def run(*words: str) -> str:
        answer = CliRunner().invoke(cli, [*words, "-C", str(checked)], standalone_mode=False)
        assert answer.exception is None, answer.output
        return answer.stdout

    run("check", "--json", "--quiet", "--ocr", "none")  # today, when other proofs are due
    assert json.loads(run("status", "--why", "--json", "--ocr", "none"))[0]["why"] == "chưa có"
    assert "Vì" in run("status", "--why", "--quiet", "--ocr", "none")
    assert json.loads(run("cache", "info", "--json"))["size"] > 0
    assert "bớt" in run("cache", "prune", "--max", "0")
    assert "Bộ nhớ đệm" in run("cache", "info")


# --- reading ahead --------------------------------------------------------------------------------


class AtOnce(Executor):
    """Works when it is asked, and keeps where the files lay."""

    def __init__(self) -> None:
        self.places: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.places += args[0].places
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


def test_the_next_unit_is_given_out_before_one_is_judged(known: dict[str, Any], root: Path) -> None:
    reader = AtOnce()
    with open_run(root, edge()) as opened:
        run = replace(opened, executor=reader)
        first, second = run.campaign.units
        assessed = assess_units(run, run.campaign.units)
        assert next(assessed).unit == first
        assert any(f"/{second.id}/" in Path(place).as_posix() for place in reader.places)
        assert [assessment.unit for assessment in assessed] == [second]
    assert check(root)["report"] == known


def test_reading_goes_only_so_far_ahead(tmp_path: Path) -> None:
    generate(tmp_path / "nhieu", units=12, files=2, seed=3)
    reader = AtOnce()
    with open_run(tmp_path / "nhieu", edge()) as opened:
        run = replace(opened, executor=reader)
        next(assess_units(run, run.campaign.units))
        units = [unit.id for unit in run.campaign.units]
        begun = {unit for unit in units for place in reader.places if f"/{unit}/" in Path(place).as_posix()}
    assert begun == set(units[:9])


def test_a_unit_that_is_kept_waits_for_nobody(root: Path) -> None:
    check(root)
    reader = AtOnce()
    with open_run(root, edge()) as opened:
        run = replace(opened, executor=reader)
        first, second = run.campaign.units
        next(run.paths.evidence(second.id).rglob("*.pdf")).write_bytes(b"%PDF-1.7 hong")
        assert next(assess_units(run, run.campaign.units)).unit == first
    assert not reader.places


# --- workers that die, other machines, Ctrl-C -----------------------------------------------------


def test_a_worker_killed_from_outside_changes_no_result(known: dict[str, Any], root: Path) -> None:
    killed: list[int] = []

    def kill_one() -> None:
        (process, *_) = [worker._process for worker in run.executor._workers if worker._process]  # type: ignore[union-attr] # a Crew
        killed.append(process.pid)
        process.kill()

    with open_run(root, edge(Act(kill_one), jobs=2)) as run:
        report = json.loads(b"".join(check_json(check_units(run, run.campaign.units))))
    for unit in report["units"]:
        unit["index"].pop("counts")
    assert killed
    assert report == known


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_cluster_whose_worker_dies_gives_the_same_report(known: dict[str, Any], root: Path) -> None:
    from distributed import LocalCluster

    killed: list[int] = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", protocol="tcp") as cluster:

        def kill_one() -> None:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

        remote = check(root, edge(Act(kill_one), scheduler=cluster.scheduler_address))
    assert killed
    assert remote["report"] == known


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(root: Path) -> None:
    command = [sys.executable, "-m", "dossier", "check", "-C", str(root), "--ocr", "none", "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as run:
        assert run.stderr
        for line in run.stderr:
            if "xa-binh-bai" in line:
                break
        run.send_signal(signal.SIGINT)
        said = run.stderr.read()
    assert run.returncode == 130
    assert "lần chạy sau làm tiếp" in said
    assert "Traceback" not in said
    after = subprocess.run([*command, "--quiet"], check=False, capture_output=True)
    assert after.returncode == 1
    counts = [unit["index"]["counts"] for unit in json.loads(after.stdout)["units"]]
    assert counts[0] == {"seen": FILES, "opened": 0, "reused": FILES}
    assert counts[1]["opened"] > 0
    assert not list(root.rglob(".dang-ghi-*"))
