"""A year from commune to district: records travel as files between two folders that stand for two computers."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from dossier.bags import verify_bag
from dossier.cli.root import root
from dossier.errors import BadInputError, DamagedError, ExitCode, RefusedError
from dossier.journal import Act, load_journal, verify_journal
from dossier.pipeline import received
from dossier.pipeline.appraise import receive_units
from dossier.pipeline.demo import fill_form
from dossier.pipeline.journal import record_acts
from dossier.pipeline.run import Edge, Run, open_run
from dossier.pipeline.standing import read_states
from dossier.pipeline.submit import Handed, extract_history, read_history, receive_path, submit_unit
from dossier.problems import NoProgress
from dossier.rounds import Stage
from dossier.rounds.model import Kind
from tests.pipeline.conftest import NOW

if TYPE_CHECKING:
    from dossier.campaign import Unit
    from dossier.pipeline.demo import Demo
    from dossier.rounds.model import UnitState

UNIT = "xa-an-binh"
EVIDENCE = f"don-vi/{UNIT}/minh-chung"


@pytest.fixture
def commune(campaign: Path) -> Path:
    return campaign


@pytest.fixture(scope="module")
def sent(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commune's campaign after its first submission; only to be read."""
    folder = Path(shutil.copytree(demo.root, tmp_path_factory.mktemp("nop") / "ky"))
    send(folder, Edge(progress=NoProgress(), now=NOW))
    return folder


@pytest.fixture(scope="module")
def package(sent: Path) -> Path:
    return sent / f"records/nop/{UNIT}/{UNIT}-0000.zip"


@pytest.fixture
def district(demo: Demo, tmp_path: Path) -> Path:
    """The same campaign on another computer, without the commune's files."""
    other = Path(shutil.copytree(demo.root, tmp_path / "huyen"))
    shutil.rmtree(other / "don-vi" / UNIT)
    shutil.rmtree(other / "out")
    return other


def act(folder: Path, edge: Edge, do: str, /, *args: object, **asked: object) -> Handed:
    """One recording verb on a campaign folder."""
    with open_run(folder, edge, writes=True) as run:
        unit = run.units((UNIT,))[0]
        if do == "submit":
            return submit_unit(run, unit, who="Thử", **{"overrides": {}, "supplement": False, "reason": ""} | asked)  # type: ignore[arg-type]  # a table of options
        return receive_path(run, *args, who="Huyện", **{"unit": None, "channel": "USB", "at": NOW} | asked)  # type: ignore[arg-type]  # as above


def send(folder: Path, edge: Edge, **asked: object) -> Path:
    return act(folder, edge, "submit", **asked).filing.path


def receive(folder: Path, edge: Edge, path: Path, **asked: object) -> Handed:
    return act(folder, edge, "receive", path, **asked)


def unit_of(run: Run) -> Unit:
    return run.units((UNIT,))[0]


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_year_travels_with_two_supplements(commune: Path, district: Path, edge: Edge, tmp_path: Path) -> None:
    evidence = commune / EVIDENCE
    before = content(evidence)
    packages = [send(commune, edge)]
    (evidence / "1.4/them.txt").write_text("Kế hoạch bổ sung", encoding="utf-8")
    packages.append(send(commune, edge, supplement=True))
    withdrawn = min((evidence / "9.1").iterdir())
    withdrawn.unlink()
    packages.append(send(commune, edge, supplement=True, reason="nộp nhầm tệp"))
    for path in packages:
        assert verify_bag(path).problems == ()
        receive(district, edge, path)

    with open_run(district, edge) as run:
        first = read_history(run, unit_of(run), at=0)
        extract_history(read_history(run, unit_of(run)), tmp_path / "nay")
        extract_history(first, tmp_path / "xua")
    assert content(tmp_path / "xua/minh-chung") == before
    assert content(tmp_path / "nay/minh-chung") == content(evidence)
    assert (tmp_path / "nay/van-ban/bao-cao-tu-danh-gia.pdf").read_bytes().startswith(b"%PDF")
    assert [len(filing.submission.entries) for filing in first.filings][1:] == [1, 1]


def test_the_journals_of_both_sides_name_the_same_packages(
    sent: Path, package: Path, district: Path, edge: Edge
) -> None:
    receive(district, edge, package)
    acts = []
    for folder, kind in ((sent, Kind.SENT), (district, Kind.RECEIVED)):
        assert verify_journal(folder / "records/journal.jsonl") == ()
        entries, _ = load_journal(folder / "records/journal.jsonl")
        handed = next(entry for entry in entries if entry.act == kind)
        acts.append((handed.sha256, handed.data["content"], handed.data["sequence"]))
    assert acts[0] == acts[1]


def state_of(folder: Path, edge: Edge) -> UnitState:
    with open_run(folder, edge) as run:
        return read_states(run)[UNIT]


def test_an_arrival_files_the_self_score_as_a_form_by_hand_does(
    package: Path, district: Path, edge: Edge, campaign: Path
) -> None:
    handed = receive(district, edge, package)
    by_package = state_of(district, edge)
    with open_run(campaign, edge, writes=True) as run:
        receive_units(run, [unit_of(run)], parts=("bao-cao", "minh-chung"), arrived=NOW, who="Thử")
    by_hand = state_of(campaign, edge)
    assert by_package.stage is by_hand.stage is Stage.FIRST
    assert by_package.filed == by_hand.filed
    assert by_package.delivered == by_hand.delivered == NOW
    assert "thẩm định lần 1" in handed.notes[0]


def test_a_supplement_before_appraisal_files_again(commune: Path, district: Path, edge: Edge) -> None:
    receive(district, edge, send(commune, edge))
    before = state_of(district, edge).filed["1.4"].files
    for path in (commune / EVIDENCE / "1.4").glob("BC*"):
        path.unlink()
    receive(district, edge, send(commune, edge, supplement=True, reason="rút"))
    assert before
    assert state_of(district, edge).filed["1.4"].files == ()


def test_an_arrival_after_appraisal_began_is_kept_and_moves_nothing(commune: Path, district: Path, edge: Edge) -> None:
    receive(district, edge, send(commune, edge))
    before = state_of(district, edge)
    with open_run(district, edge, writes=True) as run:
        value = {"points": "1", "excluded": False, "reason": "", "basis": "", "request": "", "office": "noi-vu"}
        data = {"turn": 1, "office": "noi-vu", "replace": False, "values": {"1.1.1": value}}
        act = Act(Kind.APPRAISED.value, UNIT, data=data)
        record_acts(run, [act], who="Thử")
    (commune / EVIDENCE / "1.4/them.txt").write_text("Kế hoạch bổ sung", encoding="utf-8")
    handed = receive(district, edge, send(commune, edge, supplement=True))
    assert handed.filing.submission.sequence == 1
    assert "không đổi" in handed.notes[0]
    after = state_of(district, edge)
    assert (after.stage, after.filed) == (Stage.FIRST, before.filed)


def test_a_form_by_hand_may_not_contradict_what_was_received(
    package: Path, district: Path, edge: Edge, commune: Path
) -> None:
    receive(district, edge, package)
    mine = district / "don-vi" / UNIT
    shutil.copytree(commune / "don-vi" / UNIT, mine)
    with open_run(district, edge, writes=True) as run:
        receive_units(run, [unit_of(run)], parts=("bao-cao",), arrived=NOW, who="Thử")
        fill_form(mine / "tu-cham-diem.xlsx", {"1.4": {"so_luong": "7"}})
        with pytest.raises(RefusedError, match="dossier receive"):
            receive_units(run, [unit_of(run)], parts=("bao-cao",), arrived=NOW, who="Thử")


def test_the_package_carries_report_rules_and_coverage(sent: Path, package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        report = json.loads(opened.read(f"{UNIT}-0000/data/kiem-tra.json"))
    assert report["version"] == 1
    assert report["coverage"]["files"] == len(content(sent / EVIDENCE))
    assert report["coverage"]["not_examined"]


def test_a_tampered_package_is_refused_and_leaves_no_trace(
    package: Path, district: Path, edge: Edge, tmp_path: Path
) -> None:
    data = bytearray(package.read_bytes())
    at = data.find(b"%PDF") + 100
    data[at] ^= 1
    forged = tmp_path / "sua.zip"
    forged.write_bytes(data)
    before = content(district)
    with pytest.raises(DamagedError) as refused:
        receive(district, edge, forged)
    assert [problem.rule for problem in refused.value.problems] == ["BAG10"]
    changed = {name for name, held in content(district).items() if before.get(name) != held}
    assert not {name for name in changed if not name.startswith(".dossier/")}


def test_errors_keep_a_unit_from_submitting_until_passed_over_in_writing(commune: Path, edge: Edge) -> None:
    (commune / "out" / UNIT / "bao-cao-tu-danh-gia.pdf").unlink()
    with pytest.raises(RefusedError) as refused:
        send(commune, edge)
    assert [problem.rule for problem in refused.value.problems] == ["VAL07"]
    assert not (commune / "records/nop").exists() or not list((commune / "records/nop").rglob("*.zip"))
    path = send(commune, edge, overrides={"VAL07": "gửi bản giấy"})
    with zipfile.ZipFile(path) as package:
        record = json.loads(package.read(f"{UNIT}-0000/data/ho-so.json"))
    assert record["overrides"] == {"VAL07": "gửi bản giấy"}


def test_turns_are_kept(commune: Path, edge: Edge) -> None:
    with pytest.raises(RefusedError, match="chưa nộp lần đầu"):
        send(commune, edge, supplement=True)
    send(commune, edge)
    with pytest.raises(RefusedError, match="--supplement"):
        send(commune, edge)
    with pytest.raises(RefusedError, match="không có gì mới"):
        send(commune, edge, supplement=True)


def test_a_plain_copy_is_received_as_made_by_the_receiver(commune: Path, district: Path, edge: Edge) -> None:
    usb = commune.parent / "usb"
    shutil.copytree(commune / EVIDENCE, usb)
    shutil.copy(commune / "don-vi" / UNIT / "tu-cham-diem.xlsx", usb)
    with pytest.raises(BadInputError, match="--unit"):
        receive(district, edge, usb)
    with open_run(district, edge) as run:
        owner = unit_of(run)
    arrived = NOW + dt.timedelta(days=2)
    handed = receive(district, edge, usb, unit=owner, channel="USB", at=arrived)
    receipt = handed.filing.receipt
    assert (receipt.origin.value, receipt.channel, receipt.at, receipt.sequence) == ("bên nhận lập", "USB", arrived, 0)
    assert receipt.errors == ()
    with pytest.raises(RefusedError) as again:
        receive(district, edge, usb, unit=owner)
    assert [problem.rule for problem in again.value.problems] == ["SUB10"]
    (usb / "1.4/them.txt").write_text("x", encoding="utf-8")
    more = receive(district, edge, usb, unit=owner).filing.submission
    assert [(entry.path, more.sequence) for entry in more.entries] == [("minh-chung/1.4/them.txt", 1)]


def test_another_unit_s_package_is_refused_by_name(package: Path, district: Path, edge: Edge) -> None:
    with open_run(district, edge) as run:
        other = run.units(("xa-binh-minh",))[0]
    with pytest.raises(RefusedError) as refused:
        receive(district, edge, package, unit=other)
    assert [problem.rule for problem in refused.value.problems] == ["SUB01"]


def test_an_interruption_before_the_journal_is_made_good(
    package: Path, district: Path, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(received, "record_acts", _interrupt)
        receive(district, edge, package)
    with pytest.raises(RefusedError):
        receive(district, edge, package)
    entries, _ = load_journal(district / "records/journal.jsonl")
    assert [entry.act for entry in entries] == [Kind.RECEIVED, Kind.SUBMITTED]


def _interrupt(*_args: object, **_options: object) -> None:
    raise KeyboardInterrupt


def test_the_commands_say_what_they_did(commune: Path, district: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(root, words, standalone_mode=False)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return int(done.return_value or 0), done.stdout

    code, shown = run("validate", UNIT, "-C", str(commune), "--quiet")
    assert (code, "VAL17" in shown, "Phạm vi kiểm tra" in shown) == (0, True, True)
    code, shown = run("submit", UNIT, "-C", str(commune), "--quiet")
    assert (code, "PHIẾU NỘP HỒ SƠ" in shown) == (0, True)
    package = str(commune / f"records/nop/{UNIT}/{UNIT}-0000.zip")
    for command in ("validate", "verify"):
        code, shown = run(command, package)
        assert (code, "hợp lệ" in shown) == (0, True)
    cut = commune / "cut.zip"
    cut.write_bytes(Path(package).read_bytes()[:-9])
    assert run("verify", str(cut), "--depth", "fast")[0] == ExitCode.DAMAGED
    code, shown = run("receive", package, "-C", str(district), "--quiet", "--at", "2020-10-15 08:00")
    assert (code, "chưa thẩm định nội dung" in shown, "08:00 ngày 15/10/2020" in shown) == (0, True, True)
    code, shown = run("submissions", UNIT, "-C", str(district), "--at", "2020-10-14")
    assert (code, "Đến hết ngày 14/10/2020: 0 tệp" in shown) == (0, True)
    code, shown = run("validate", UNIT, "-C", str(commune), "--quiet", "--json")
    assert json.loads(shown)["version"] == 1
