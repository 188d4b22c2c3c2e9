"""The package that goes up, made of the sample district: before anything is issued, and as papers are signed."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from dossier.archive.province import Packing, verify_package
from dossier.campaign import load_campaign
from dossier.cli.root import root
from dossier.errors import BadInputError, RefusedError
from dossier.journal import load_journal, verify_journal
from dossier.pipeline import package as verbs
from dossier.pipeline.found import found_campaign, found_next
from dossier.pipeline.issue import Said, issue_paper
from dossier.pipeline.links import CARRIED_FILE, load_decisions
from dossier.pipeline.package import Packed, make_package
from dossier.pipeline.results import make_results
from dossier.pipeline.run import open_run
from dossier.pipeline.sort import apply_clear, sort_unit
from dossier.pipeline.submit import receive_path, submit_unit
from dossier.pipeline.uploads import make_uploads
from dossier.problems import NoProgress
from tests.pipeline import year_script as script
from tests.pipeline.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.pipeline.demo import Demo
    from dossier.pipeline.made import Made
    from dossier.pipeline.run import Edge

UNIT = "xa-an-binh"
WHOLE = Packing()


def pack(folder: Path, edge: Edge, *, packing: Packing = WHOLE, **asked: Any) -> Packed:
    with open_run(folder, edge, writes=True) as run:
        told = {"target": None, "overrides": {}, "who": "Thử"} | asked
        return make_package(run, None, packing=packing, **told)


def issue(folder: Path, edge: Edge, code: str, file: Path, *, unit: str = "", number: str) -> None:
    with open_run(folder, edge, writes=True) as run:
        owner = run.units((unit,))[0] if unit else None
        issue_paper(run, code, file, unit=owner, said=Said(number, dt.date(2020, 10, 14)), who="Thử")


def listed(packed: Packed) -> list[tuple[str, str, str, str]]:
    """Section, state, unit and path of every line of the index but the evidence."""
    entries = (*packed.plan.layout.others, *packed.plan.manifest.entries)
    return [(e.section[:2], e.state.value, e.unit, e.path) for e in entries if not e.section.startswith("04")]


@pytest.fixture(scope="module")
def packed(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Packed:
    """The first package of the sample district, before anybody signed anything; only to be read."""
    folder = shutil.copytree(demo.root, tmp_path_factory.mktemp("goi") / "ky")
    return pack(folder, _edge())


def _edge() -> Edge:
    from dossier.pipeline.run import Edge

    return Edge(progress=NoProgress(), now=NOW)


def test_before_approval_the_package_holds_no_decision_and_no_commune_s_points(packed: Packed) -> None:
    rows = listed(packed)
    decided = [row for row in rows if row[0] in {"05", "06"}]
    assert {(state, path) for _, state, _, path in decided} == {("chưa ban hành", "")}
    assert not [row for row in rows if row[0] in {"03", "07"} and row[3]]
    assert [state for section, state, _, path in rows if section == "02" and path] == ["DỰ THẢO"] * 6
    names = [path.rpartition("/")[2] for section, _, _, path in rows if section == "02" and path]
    assert all(name.startswith("DU-THAO-d04") for name in names)
    assert packed.record is not None
    with zipfile.ZipFile(packed.folder / packed.record.parts[0].file) as package:
        page = next(package.read(name) for name in package.namelist() if name.endswith("index.html")).decode()
    assert page.count("chưa ban hành") > len(decided)


def test_all_evidence_is_in_it_byte_for_byte(packed: Packed, demo: Demo) -> None:
    from hashlib import sha256

    held = {entry.sha256 for entry in packed.plan.manifest.entries if entry.section.startswith("04")}
    disk = {
        sha256(path.read_bytes()).hexdigest()
        for path in demo.root.glob("don-vi/*/minh-chung/**/*")
        if path.is_file() and not path.name.startswith("~$") and path.name not in {"Thumbs.db", ".DS_Store"}
    }
    assert held == disk


def test_the_package_carries_reports_rule_set_and_coverage_of_every_unit(packed: Packed) -> None:
    assert packed.record is not None
    with zipfile.ZipFile(packed.folder / packed.record.parts[0].file) as package:
        reports = [json.loads(package.read(name)) for name in package.namelist() if name.endswith("kiem-tra.json")]
        texts = [package.read(name).decode() for name in package.namelist() if name.endswith("kiem-tra.txt")]
    assert {report["unit"] for report in reports} == {"xa-an-binh", "xa-binh-minh", "thi-tran-an-son"}
    assert all(report["version"] and report["coverage"]["not_examined"] for report in reports)
    assert all("PHẠM VI KIỂM TRA" in text for text in texts)


def test_record_and_journal_name_the_package(packed: Packed) -> None:
    record = packed.record
    assert record is not None
    told = json.loads((packed.folder.parent / f"{record.name}.json").read_text(encoding="utf-8"))
    assert told["schema"] == 1
    assert {"code", "files", "bytes", "manifest_sha256", "made_at"} <= told.keys()
    journal = packed.folder.parents[1] / "journal.jsonl"
    assert verify_journal(journal) == ()
    entries, _ = load_journal(journal)
    assert (entries[-1].act, entries[-1].sha256) == (verbs.PACKED, record.manifest_sha256)


def test_nothing_changed_makes_nothing_and_a_change_makes_the_next(campaign: Path, edge: Edge) -> None:
    first = pack(campaign, edge)
    again = pack(campaign, edge)
    assert (first.made, again.made, again.record) == (True, False, first.record)
    (campaign / f"don-vi/{UNIT}/minh-chung/1.1/them.txt").write_text("Kế hoạch", encoding="utf-8")
    more = pack(campaign, edge, packing=Packing(part_size=1_000_000))
    assert more.record is not None
    assert more.record.name.endswith("-02")
    assert len(more.record.parts) > 1
    assert all(report.problems == () for report in verify_package(more.folder))
    dry = pack(campaign, edge, dry=True)
    assert (dry.record, dry.plan.layout.name[-2:], len(list((campaign / "records/packages").glob("*.json")))) == (
        None,
        "03",
        2,
    )


def test_what_is_issued_enters_and_the_letter_that_names_the_package_changes_nothing(
    campaign: Path, edge: Edge
) -> None:
    report = campaign / f"out/{UNIT}/bao-cao-tu-danh-gia.pdf"
    issue(campaign, edge, "D03", report, unit=UNIT, number="05/BC-UBND")
    issue(campaign, edge, "D01", report, number="12/QĐ-UBND")
    first = pack(campaign, edge)
    rows = listed(first)
    assert [row[1:3] for row in rows if row[3].endswith("d03-bao-cao-tu-danh-gia.pdf")] == [("đã ban hành", UNIT)]
    assert [unit for section, _, unit, path in rows if section == "03" and path] == [UNIT]
    assert [path for section, state, _, path in rows if section == "05" and state == "đã ban hành"] == [
        "05-hoi-dong/d01-quyet-dinh-thanh-lap-hoi-dong.pdf"
    ]
    assert not [path for section, _, _, path in rows if section == "06" and path]
    issue(campaign, edge, "D13", report, number="99/UBND-NV")
    second = pack(campaign, edge)
    assert first.record is not None
    assert second.record is not None
    assert second.record.name != first.record.name
    assert second.record.code == first.record.code
    assert second.record.manifest_sha256 == first.record.manifest_sha256


def test_a_changed_copy_of_an_issued_paper_stops_the_package(campaign: Path, edge: Edge) -> None:
    from dossier.errors import DamagedError

    issue(campaign, edge, "D01", campaign / f"out/{UNIT}/bao-cao-tu-danh-gia.pdf", number="12/QĐ-UBND")
    kept = next((campaign / "records/ban-hanh").iterdir())
    kept.write_bytes(kept.read_bytes() + b" ")
    with pytest.raises(DamagedError, match="bị sửa"):
        pack(campaign, edge)


def test_an_approval_whose_figures_differ_keeps_the_result_tables_out(campaign: Path, edge: Edge) -> None:
    issue(campaign, edge, "D11", campaign / f"out/{UNIT}/bao-cao-tu-danh-gia.pdf", number="500/QĐ-UBND")
    made = pack(campaign, edge)
    assert [problem.rule for problem in made.problems] == ["PKG07"]
    assert [row for row in listed(made) if row[0] == "06" and row[3]] == []


def test_an_approval_that_bears_the_figures_lets_the_result_tables_in(
    built: tuple[Path, tuple[Made, ...]], tmp_path: Path
) -> None:
    root = shutil.copytree(built[0], tmp_path / "ky")
    with script.opened(root, script.AFTERWARDS) as run:
        decision = root / "out/hoi-dong/quyet-dinh-phe-duyet.pdf"
        said = Said("500/QĐ-UBND", dt.date(2020, 11, 14))
        issue_paper(run, "D11", decision, unit=None, said=said, who="Thử")
        packed = make_package(run, None, target=None, packing=WHOLE, overrides={}, who="Thử")
        results = make_results(run)
    assert packed.problems == ()
    rows = [row for row in listed(packed) if row[0] == "06"]
    assert [(state, path) for _, state, _, path in rows] == [
        ("đã ban hành", "06-ket-qua/ket-qua-cap-xa.xlsx"),
        ("đã ban hành", "06-ket-qua/ket-qua-cap-xa.json"),
    ]
    assert packed.record is not None
    with zipfile.ZipFile(packed.folder / packed.record.parts[0].file) as package:
        told = json.loads(next(package.read(name) for name in package.namelist() if name.endswith("cap-xa.json")))
    assert [unit["index_text"] for unit in told["units"]] == [unit.index_text for unit in results.units]


def test_what_was_received_goes_up_in_place_of_the_unit_s_folder(demo: Demo, edge: Edge, tmp_path: Path) -> None:
    commune, district = (shutil.copytree(demo.root, tmp_path / name) for name in ("xa", "huyen"))
    with open_run(commune, edge, writes=True) as run:
        unit = run.units((UNIT,))[0]
        sent = submit_unit(run, unit, overrides={}, supplement=False, reason="", who="Xã").filing.path
    shutil.rmtree(district / "don-vi" / UNIT)
    with open_run(district, edge, writes=True) as run:
        receive_path(run, sent, unit=None, channel="USB", at=NOW, who="Huyện")
    made = pack(district, edge)
    mine = [entry for entry in made.plan.manifest.entries if entry.unit == UNIT and entry.section.startswith("04")]
    evidence = commune / f"don-vi/{UNIT}/minh-chung"
    held = {path.name for path in evidence.rglob("*") if path.is_file()}
    assert len([entry for entry in mine if entry.path]) == len(held - {"Thumbs.db", ".DS_Store"})


def test_the_sender_s_own_file_must_be_in_order_unless_passed_over_in_writing(tmp_path: Path, edge: Edge) -> None:
    (tmp_path / "don-vi.csv").write_text("ten,loai\nHuyện An Sơn,huyện\n", encoding="utf-8")
    folder = tmp_path / "huyen"
    found_campaign(
        folder,
        criteria_id="mau-2020-cap-huyen",
        units_csv=tmp_path / "don-vi.csv",
        year=2020,
        authority="Ủy ban nhân dân huyện An Sơn",
        demo=True,
        progress=NoProgress(),
    )
    assert "cấp huyện" in load_campaign(folder).title
    with pytest.raises(RefusedError) as refused:
        pack(folder, edge)
    assert {problem.rule for problem in refused.value.problems} == {"VAL04", "VAL07"}
    made = pack(folder, edge, overrides={"VAL04": "gửi bản giấy", "VAL07": "gửi bản giấy"})
    assert made.plan.manifest.heading.overrides == {"VAL04": "gửi bản giấy", "VAL07": "gửi bản giấy"}
    assert ("06", "DỰ THẢO") in {row[:2] for row in listed(made)}
    assert [row[1] for row in listed(made) if row[0] == "05"] == ["chưa ban hành"]


def test_two_tiers_have_no_district_and_say_so(campaign: Path, edge: Edge) -> None:
    text = (campaign / "campaign.yaml").read_text(encoding="utf-8")
    (campaign / "campaign.yaml").write_text(text.replace("tier: huyen", "tier: tinh"), encoding="utf-8")
    with pytest.raises(RefusedError, match="hai cấp"):
        pack(campaign, edge)


def test_two_campaigns_must_belong_together(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge) as run, pytest.raises(BadInputError, match="--communes"):
        make_package(run, run, target=None, packing=WHOLE, overrides={}, who="Thử")


def test_a_package_interrupted_before_its_record_is_made_good(
    campaign: Path, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_args: object, **_options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(verbs, "append_journal", interrupt)
        pack(campaign, edge)
    again = pack(campaign, edge)
    assert again.made is False
    entries, _ = load_journal(campaign / "records/journal.jsonl")
    assert [entry.act for entry in entries] == [verbs.PACKED]


def test_uploads_are_laid_out_and_fit(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge, writes=True) as run:
        (one,) = make_uploads(run, run.units((UNIT,)), target=None, limit=45_000)
        (again,) = make_uploads(run, run.units((UNIT,)), target=None, limit=45_000)
    assert (one.uploads.made, again.uploads.made) == (True, False)
    pdfs = list(one.uploads.folder.rglob("*.pdf"))
    assert pdfs
    large = {problem.where.path for problem in one.problems if problem.rule == "UPL02"}
    assert all(path.stat().st_size <= 45_000 for path in pdfs) or large
    text = next(one.uploads.folder.glob("1.3*/noi-dung.txt")).read_text(encoding="utf-8-sig")
    assert "Kế hoạch số 12/KH-UBND ngày 20/01/2020" in text


def test_the_commands_say_what_they_did(campaign: Path, tmp_path: Path) -> None:
    def run(*words: str) -> tuple[int, str]:
        done = CliRunner().invoke(root, words, standalone_mode=False)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return int(done.return_value or 0), done.stdout

    code, shown = run("package", "-C", str(campaign), "--dry-run", "--quiet")
    assert (code, "chưa ban hành" in shown, (campaign / "records/packages").exists()) == (0, True, False)
    code, shown = run("package", str(tmp_path / "dich"), "-C", str(campaign), "--quiet", "--part-size", "1")
    assert (code, "Đã lập gói" in shown) == (0, True)
    folder = next((tmp_path / "dich").iterdir())
    code, shown = run("verify", str(folder), "--quiet")
    assert (code, shown.count("hợp lệ")) == (0, len(list(folder.glob("*.zip"))))
    code, shown = run("validate", str(folder), "--quiet")
    assert (code, "VAL07" in shown, "Phạm vi kiểm tra" in shown) == (0, True, True)
    part = next(folder.glob("*.zip"))
    part.write_bytes(part.read_bytes()[:-40])
    assert run("verify", str(folder), "--quiet")[0] == 7


def test_a_new_year_keeps_names_offices_roles_and_decisions(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    inbox = campaign / f"don-vi/{UNIT}/minh-chung/inbox"
    inbox.mkdir(exist_ok=True)
    shutil.move(next((campaign / f"don-vi/{UNIT}/minh-chung/1.1").glob("*.pdf")), inbox)
    with open_run(campaign, edge, writes=True) as run:
        apply_clear(run, sort_unit(run, run.units((UNIT,))[0]))
        decided = load_decisions(run.paths)
    assert decided

    def follow(name: str, last: Path, year: int) -> None:
        root = tmp_path / name
        found_next(root, last, criteria_id="", units_csv=None, year=year, progress=NoProgress(), demo=True)

    follow("2021", campaign, 2021)
    before, after = load_campaign(campaign), load_campaign(tmp_path / "2021")
    assert (after.year, after.units, after.offices, after.council.members) == (
        2021,
        before.units,
        before.offices,
        before.council.members,
    )
    assert after.authority == before.authority
    assert (after.calendar, after.exclusions, "2021" in after.title, "2020" in after.id) == ((), (), True, False)
    with open_run(tmp_path / "2021", edge) as run:
        assert load_decisions(run.paths, name=CARRIED_FILE) == decided
        assert load_decisions(run.paths) == ()
    found_next(
        tmp_path / "2022",
        tmp_path / "2021",
        criteria_id="",
        units_csv=None,
        year=2022,
        progress=NoProgress(),
        demo=True,
    )
    with open_run(tmp_path / "2022", edge) as run:
        assert load_decisions(run.paths, name=CARRIED_FILE) == decided
    with pytest.raises(BadInputError, match="phải lớn hơn"):
        found_next(
            tmp_path / "cu", campaign, criteria_id="", units_csv=None, year=2020, progress=NoProgress(), demo=True
        )
