"""``verify`` and ``validate`` on bags, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from dossier.bags import Item, write_bag
from dossier.bags.fixity import load_fixity
from dossier.cli.root import root
from dossier.errors import ExitCode


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(root, [*words, "--quiet"], standalone_mode=False)
    assert done.exception is None, done.exception
    return int(done.return_value), done.stdout


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return write_bag(tmp_path / "goi.zip", [Item("a.txt", b"noi dung")], info=()).path


@pytest.fixture
def torn(tmp_path: Path, bag: Path) -> Path:
    path = tmp_path / "hong.zip"
    path.write_bytes(bag.read_bytes().replace(b"noi dung", b"noi dong"))
    return path


def test_a_sound_bag_is_0_and_a_damaged_one_7_with_file_and_rule(bag: Path, torn: Path) -> None:
    assert run("verify", str(bag))[0] == ExitCode.OK
    code, shown = run("verify", str(bag), str(torn))
    assert code == ExitCode.DAMAGED
    assert "BAG10" in shown
    assert "data/a.txt" in shown


@pytest.mark.parametrize(("depth", "code"), [("fast", 0), ("complete", 0), ("full", 7)])
def test_the_depth_says_how_far_is_looked(torn: Path, depth: str, code: int) -> None:
    assert run("verify", str(torn), "--depth", depth)[0] == code


def test_verify_writes_a_log_where_told_and_says_what_was_before(tmp_path: Path, bag: Path) -> None:
    log = tmp_path / "so.jsonl"
    assert "chưa có trong sổ" in run("verify", str(bag), "--log", str(log), "--by", "Lưu trữ")[1]
    assert "mức full: hợp lệ" in run("verify", str(bag), "--log", str(log), "--depth", "fast")[1]
    found, problems = load_fixity(log)
    assert ([entry.depth.value for entry in found], problems) == (["full", "fast"], ())
    assert found[0].who == "Lưu trữ"


def test_inside_a_campaign_the_log_lies_among_its_records(tmp_path: Path, bag: Path) -> None:
    kept = tmp_path / "ky" / "records" / "nhan" / "goi.zip"
    kept.parent.mkdir(parents=True)
    (tmp_path / "ky" / "campaign.yaml").write_text("schema: 1\n", encoding="utf-8")
    kept.write_bytes(bag.read_bytes())
    run("verify", str(kept))
    assert [entry.bag for entry in load_fixity(tmp_path / "ky/records/kiem-tra-goi.jsonl")[0]] == ["nhan/goi.zip"]


def test_the_json_names_every_bag(bag: Path, torn: Path) -> None:
    code, shown = run("verify", str(bag), str(torn), "--json")
    told = json.loads(shown)
    assert (code, told["schema"]) == (ExitCode.DAMAGED, 1)
    assert [[problem["rule"] for problem in item["problems"]] for item in told["bags"]] == [[], ["BAG10"]]
    assert "hashes" not in told["bags"][0]


def test_validate_writes_page_and_workbook(tmp_path: Path, torn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, shown = run("validate", torn.name, "--html", "x.html", "--xlsx", "x.xlsx", "--json")
    assert code == ExitCode.DAMAGED
    assert json.loads(shown)["bag"]["problems"][0]["rule"] == "BAG10"
    page = Path("x.html").read_text("utf-8")
    assert "Content-Security-Policy" in page
    assert "Nội dung không khớp mã" in page
    assert "<script" not in page
    book = load_workbook("x.xlsx")
    assert book.sheetnames == ["Gói", "Điểm cần xem"]
    assert "BAG10" in str(book["Điểm cần xem"]["A4"].value)
