"""A year of the sample district, carried as files between three folders that stand for three computers.

Commune An Bình hands over and twice supplements; the district receives, appraises, decides, packs and archives; the
province gets the package and has no campaign at all. What one computer knows of another came by ``carry``.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import bagit  # type: ignore[import-untyped]  # bagit ships no types
import pytest

from dossier.archive.province import Packing
from dossier.archive.sip import check_sip
from dossier.bags import Depth, verify_bag
from dossier.bags.profile import PACKAGE, profile_label
from dossier.cli.root import root as root_command
from dossier.cli.root import run_guarded
from dossier.documents import CATALOGUE
from dossier.errors import ExitCode, RefusedError
from dossier.files import hash_file
from dossier.journal import verify_journal
from dossier.pipeline.archive import archive_year, init_table
from dossier.pipeline.issue import Said, issue_paper
from dossier.pipeline.package import make_package
from dossier.pipeline.sip import write_sips
from dossier.pipeline.standing import read_states
from dossier.pipeline.submit import Handed, read_history, receive_path, submit_unit
from dossier.pipeline.uploads import make_uploads
from dossier.pipeline.validate import validate_unit
from dossier.pipeline.validate_path import read_carried, validate_path
from dossier.problems import NoProgress
from dossier.rounds import Stage as Step
from dossier.validation import Stage, ValidationReport
from tests.pipeline import test_pipeline_year as chapters
from tests.pipeline import year_script as script

if TYPE_CHECKING:
    from dossier.pipeline.demo import Demo

UNIT, OTHER = "xa-an-binh", "xa-binh-minh"
EVIDENCE = f"don-vi/{UNIT}/minh-chung"
ANSWERS = f"don-vi/{UNIT}/giai-trinh.xlsx"
FIRST_DAY = "2020-10-15 09:00"
WITHDRAWN, REPLACED = f"{EVIDENCE}/9.1/BC KTXH.pdf", f"{EVIDENCE}/1.2/BC quy I.pdf"
# What people typed or asked for in the district's folder: the survey, the inputs, the retention table, sheets again.
TYPED = {"dieu-tra.xlsx", "van-ban.yaml", "luu-tru.yaml", "thieu-ly-do.xlsx"}
# The sample's second commune has a cell that the form does not know.
PASSED_OVER = {"VAL03": "đơn vị đã giải trình bằng văn bản", "VAL07": "hai đơn vị nộp báo cáo giấy"}


def dossier(*words: str | Path) -> int:
    """The command line, with its exit code."""
    return run_guarded(
        lambda: root_command.main([*map(str, words), "--quiet"], prog_name="dossier", standalone_mode=False)
    )


@dataclass(frozen=True)
class Computers:
    """Three folders and the USB stick between them."""

    folder: Path

    @cached_property
    def commune(self) -> Path:
        return self.folder / "xa"

    @cached_property
    def district(self) -> Path:
        return self.folder / "huyen"

    @cached_property
    def province(self) -> Path:
        return self.folder / "tinh"

    def carry(self, what: Path, *onward: Path) -> Path:
        """A file or folder copied to the stick, and on into a folder; where it lies then."""
        for folder in (self.folder / "usb", *onward):
            folder.mkdir(exist_ok=True)
            copy = folder / what.name
            what = Path(shutil.copytree(what, copy) if what.is_dir() else shutil.copy2(what, copy))
        return what


def hashes(root: Path, *, below: str = "") -> dict[str, str]:
    """SHA-256 by path of every file of a folder, the cache left out."""
    files = (path for path in (root / below).rglob("*") if path.is_file())
    return {
        name: hash_file(path)
        for path in files
        if not (name := path.relative_to(root).as_posix()).startswith(".dossier/")
    }


def originals(root: Path) -> dict[str, str]:
    """What the units own: their evidence and self-scores."""
    return {
        name: digest for name, digest in hashes(root, below="don-vi").items() if not name.endswith("/giai-trinh.xlsx")
    }


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def findings(report: ValidationReport) -> object:
    """Everything a report says but when it was asked."""
    return report.version, report.outcomes, report.coverage


# --- the acts -------------------------------------------------------------------------------------


def submit(root: Path, now: str, *, reason: str = "", first: bool = False) -> Path:
    with script.opened(root, now) as run:
        unit = run.units((UNIT,))[0]
        handed = submit_unit(run, unit, overrides={}, supplement=not first, reason=reason, who="Công chức Văn phòng")
    return handed.filing.path


def receive(root: Path, package: Path, now: str) -> Handed:
    with script.opened(root, now) as run:
        return receive_path(run, package, unit=None, channel="USB", at=run.now, who="Văn thư huyện")


def refuse(root: Path, package: Path, now: str, *, unit: str = UNIT) -> set[str]:
    """The rules that keep a package out; nothing is written."""
    before = hashes(root)
    with script.opened(root, now) as run, pytest.raises(RefusedError) as caught:
        receive_path(run, package, unit=run.units((unit,))[0], channel="USB", at=run.now, who="Văn thư huyện")
    assert changed(before, hashes(root)) == set()
    assert all(problem.where.path == package.name for problem in caught.value.problems)
    return {problem.rule for problem in caught.value.problems}


def flip_byte(package: Path, copy: Path) -> tuple[Path, str]:
    """A copy with one byte of one document changed, and that document's name in the bag."""
    with zipfile.ZipFile(package) as opened:
        member = next(item for item in opened.infolist() if item.filename.endswith(".pdf"))
    data = bytearray(package.read_bytes())
    data[member.header_offset + 30 + len(member.filename) + member.compress_size // 2] ^= 1
    copy.write_bytes(data)
    return copy, member.filename.partition("/")[2]


def fork(root: Path, copy: Path, *, year: int) -> Path:
    """The same campaign without its packages, of this year or another."""
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("records", ".dossier"))
    settings = copy / "campaign.yaml"
    text = settings.read_text(encoding="utf-8")
    assert "year: 2020" in text
    settings.write_text(text.replace("year: 2020", f"year: {year}"), encoding="utf-8")
    return copy


def check_with_standard_tools(bag: Path, scratch: Path) -> None:
    """A bag as its receiver sees it without Dossier: unzip, bagit-python, sha256sum."""
    if bag.is_file():
        with zipfile.ZipFile(bag) as opened:
            assert opened.testzip() is None
            opened.extractall(scratch)
        (bag,) = scratch.iterdir()
    assert bagit.Bag(str(bag)).validate()
    check_sums(bag / "manifest-sha256.txt")
    if (bag / "data/SHA256SUMS").is_file():
        check_sums(bag / "data/SHA256SUMS")


def check_sums(sums: Path) -> None:
    tool = shutil.which("sha256sum")
    assert tool
    subprocess.run([tool, "--quiet", "-c", sums.name], cwd=sums.parent, check=True)


# --- the year -------------------------------------------------------------------------------------


def test_a_year_travels_from_commune_to_district_to_province_to_the_archive(
    demo: Demo, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    computers = set_up(demo, tmp_path / "may")
    start = {root: originals(root) for root in (computers.commune, computers.district)}
    files_before = {root: hashes(root) for root in start}

    first = hand_over(computers, capfd)
    second = supplement_what_is_new(computers)
    year = appraise(computers)
    third = answer_and_withdraw(computers, year)
    decide(year)
    sent = issue_and_pack(computers)
    arrived = look_at_the_package_in_the_province(computers, sent, capfd)
    kept, sips = keep(computers, capfd)

    for number, bag in enumerate((first, second, third, *sorted(arrived.glob("*.zip")), kept)):
        assert verify_bag(bag).problems == ()
        check_with_standard_tools(bag, tmp_path / f"mo-{number}")
    assert not any(check_sip(sip).damaged for sip in sips)
    for root, before in start.items():
        assert verify_journal(root / "records/journal.jsonl") == ()
        mine = changed(before, originals(root))
        assert mine == ({f"{EVIDENCE}/1.4/them.txt", WITHDRAWN, REPLACED} if root == computers.commune else set())
        outside = {name.partition("/")[0] for name in changed(files_before[root], hashes(root))}
        assert outside <= {"records", "out", "don-vi", "tham-dinh", "hoi-dong", *TYPED}
    assert {path.name for path in computers.folder.iterdir()} == {"xa", "huyen", "tinh", "usb", "nham-nam", "nham-xa"}
    # What stands of the commune lies in the archive byte for byte; what was withdrawn stays in its package.
    record = json.loads((kept / "data/luu-tru.json").read_bytes())
    archived = {document["sha256"] for file in record["files"] for document in file["documents"]}
    assert set(hashes(computers.commune, below=EVIDENCE).values()) <= archived


def set_up(demo: Demo, folder: Path) -> Computers:
    """Both campaigns begin alike; the district has not the commune's files, the province has nothing."""
    computers = Computers(folder)
    shutil.copytree(demo.root, computers.commune, ignore=shutil.ignore_patterns(".dossier"))
    script.prepare(computers.commune)
    shutil.copytree(computers.commune, computers.district, ignore=shutil.ignore_patterns("out", UNIT))
    computers.province.mkdir()
    return computers


def hand_over(computers: Computers, capfd: pytest.CaptureFixture[str]) -> Path:
    """Sequence 0000: the same report on both sides; a changed byte, a foreign unit and a foreign year kept out."""
    with script.opened(computers.commune, FIRST_DAY) as run:
        told = validate_unit(run, run.units((UNIT,))[0], stage=Stage.ON_RECEIPT).report
    package = submit(computers.commune, FIRST_DAY, first=True)
    usb = computers.carry(package)

    with script.opened(computers.district, FIRST_DAY) as run:
        received = validate_path(usb, depth=Depth.FULL, stage=Stage.ON_RECEIPT, run=run, progress=NoProgress())
    assert received.own
    assert received.report == told
    carried = read_carried(usb)
    assert carried
    assert findings(carried) == findings(told)

    damaged, victim = flip_byte(usb, usb.with_name("sua.zip"))
    before = hashes(computers.district)
    for verb in (("receive", damaged, "-C", computers.district), ("verify", damaged), ("validate", damaged)):
        assert dossier(*verb) == ExitCode.DAMAGED
        shown = "".join(capfd.readouterr())
        assert "BAG10" in shown
        assert victim in shown
    assert changed(before, hashes(computers.district)) == set()
    assert refuse(computers.district, usb, FIRST_DAY, unit=OTHER) == {"SUB01"}
    other_year = fork(computers.district, computers.folder / "nham-nam", year=2021)
    assert refuse(other_year, usb, FIRST_DAY) == {"SUB02"}
    assert dossier("validate", usb, "-C", other_year) == ExitCode.INCOMPLETE
    assert "SUB02" in capfd.readouterr().out

    handed = receive(computers.district, usb, "2020-10-16 10:00")
    assert "thẩm định lần 1" in handed.notes[0]
    ours, theirs = (path.with_suffix(".txt").read_text(encoding="utf-8") for path in (package, handed.filing.path))
    assert handed.filing.receipt.code in ours
    assert handed.filing.receipt.code in theirs
    assert "Tiếp nhận về số lượng, chưa thẩm định nội dung." in theirs
    assert hash_file(handed.filing.path) == hash_file(package)
    return package


def supplement_what_is_new(computers: Computers) -> Path:
    """Sequence 0001 adds; one that follows another first submission is kept out."""
    other = fork(computers.commune, computers.folder / "nham-xa", year=2020)
    submit(other, "2020-10-16 09:00", first=True)
    for root in (other, computers.commune):
        added = root / EVIDENCE / "1.4/them.txt"
        added.parent.mkdir(exist_ok=True)
        added.write_text("Kế hoạch bổ sung", encoding="utf-8")
    package = submit(computers.commune, "2020-10-16 14:00")
    (other / EVIDENCE / "1.4/them.txt").write_text("Kế hoạch khác", encoding="utf-8")
    stray = computers.carry(submit(other, "2020-10-16 14:00"))
    assert refuse(computers.district, stray, "2020-10-16 15:00") == {"SUB04"}
    handed = receive(computers.district, computers.carry(package), "2020-10-16 15:00")
    assert [entry.change.value for entry in handed.filing.submission.entries] == ["mới"]
    return package


def appraise(computers: Computers) -> chapters.Year:
    """The other two hand in forms; the offices appraise everybody and send their questions back."""
    year = chapters.Year(computers.district)
    year.act("others", "2020-10-16 16:00", lambda run: chapters.receive(run, script.UNITS[1:], "2020-10-16 16:00"))
    chapters.appraise_first(year)
    return year


def answer_and_withdraw(computers: Computers, year: chapters.Year) -> Path:
    """Sequence 0002 brings the answers, replaces one document and withdraws another; the round moves on by it."""
    asked = computers.carry(computers.district / ANSWERS, computers.commune / "don-vi" / UNIT)

    def answer(row: script.Row) -> script.Row:
        return {"Giải trình": f"Giải trình tiêu chí {row['Mã']}: xem số liệu kèm theo", "Tài liệu bổ sung": "Bảng kê"}

    script.fill(asked, "Giải trình, bổ sung", "Mã", answer)
    (computers.commune / WITHDRAWN).unlink()
    shutil.copy(computers.commune / EVIDENCE / "1.2/BC quy III.pdf", computers.commune / REPLACED)
    with pytest.raises(RefusedError, match="lý do"):
        submit(computers.commune, "2020-10-30 07:00")
    package = submit(computers.commune, "2020-10-30 07:30", reason="nộp nhầm tệp")
    usb = computers.carry(package)
    assert refuse(computers.district, usb, "2020-10-30 07:40", unit=OTHER) == {"SUB01"}
    handed = receive(computers.district, usb, "2020-10-30 07:50")
    assert "thẩm định lần 2" in handed.notes[0]
    assert {entry.change.value for entry in handed.filing.submission.entries} == {"mới", "thay", "rút"}
    with script.opened(computers.district, "2020-10-30 08:00") as run:
        state = read_states(run)[UNIT]
        history = read_history(run, run.units((UNIT,))[0])
    assert state.stage is Step.SECOND
    assert "Giải trình tiêu chí 8.2" in str(state.open["8.2"])
    assert WITHDRAWN.removeprefix(f"don-vi/{UNIT}/") not in history.standing
    assert dossier("validate", UNIT, "-C", computers.district, "--stage", "hoi-dong") == ExitCode.OK
    forms = [computers.district / f"don-vi/{OTHER}/giai-trinh.xlsx"]
    script.fill(forms[0], "Giải trình, bổ sung", "Mã", answer)
    year.act("answer", "2020-10-30 09:00", lambda run: chapters.take(run, *forms, arrived="2020-10-30 09:00"))
    return package


def decide(year: chapters.Year) -> None:
    """The short road to approval."""
    for chapter in (chapters.appraise_second, chapters.survey, chapters.decide, chapters.finish):
        chapter(year)
    assert set(year.states().values()) == {Step.PUBLISHED}


def issue_and_pack(computers: Computers) -> Path:
    """The signed papers come back and go up with everything, in two parts."""
    root = computers.district
    (root / "van-ban.yaml").write_text(script.INPUTS, encoding="utf-8")
    script.build(root, "D11", "D13")
    with script.opened(root, script.AFTERWARDS) as run:
        for code, number in (("D11", "912/QĐ-UBND"), ("D13", "99/UBND-NV")):
            paper = (root / "out/hoi-dong" / CATALOGUE[code].output).with_suffix(".pdf")
            issue_paper(run, code, paper, unit=None, said=Said(number, dt.date(2020, 11, 12)), who="Văn thư huyện")
        packed = make_package(run, None, target=None, packing=Packing(part_size=2_000_000), overrides={}, who="Văn thư")
        (uploaded, *_) = make_uploads(run, run.units((UNIT,)), target=None, limit=1_000_000)
    assert packed.record
    assert len(packed.record.parts) > 1
    issued = {entry.path for entry in packed.plan.manifest.entries if entry.state.value == "đã ban hành"}
    assert {"05-hoi-dong/d11-quyet-dinh-phe-duyet.pdf", "06-ket-qua/ket-qua-cap-xa.xlsx"} <= issued
    check_sums(uploaded.uploads.folder / "SHA256SUMS")
    return packed.folder


def look_at_the_package_in_the_province(computers: Computers, sent: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """No campaign there: verify and validate say that it is whole, and notice a missing part."""
    arrived = computers.carry(sent, computers.province)
    before = hashes(computers.province)
    assert dossier("verify", arrived) == ExitCode.OK
    assert dossier("validate", arrived) == ExitCode.OK
    assert "Phạm vi kiểm tra" in capfd.readouterr().out
    assert profile_label(PACKAGE) in verify_bag(min(arrived.glob("*.zip"))).info
    check_sums(arrived / "SHA256SUMS")
    assert changed(before, hashes(computers.province)) == set()
    return arrived


def keep(computers: Computers, capfd: pytest.CaptureFixture[str]) -> tuple[Path, list[Path]]:
    """The year archived, each file as SIP_hoso too, and the first check of it in the fixity log."""
    root = computers.district
    with script.opened(root, "2021-01-10 08:00") as run:
        table = init_table(run, None)
        text = table.read_text(encoding="utf-8").replace("chưa có căn cứ, cơ quan xác định", "Danh mục hồ sơ năm 2020")
        table.write_text(text, encoding="utf-8")
    with script.opened(root, "2021-01-10 09:00") as run:
        archived = archive_year(run, overrides=PASSED_OVER, who="Lưu trữ huyện")
        assert archived.folder
        sips = [sip.path for sip in write_sips(run, archived.folder)]
    for checks in (1, 2):
        assert dossier("verify", archived.folder, "--depth", "full", "--by", "Lưu trữ huyện") == ExitCode.OK
        log = (root / "records/kiem-tra-goi.jsonl").read_text(encoding="utf-8").splitlines()
        assert [json.loads(line)["who"] for line in log] == ["Lưu trữ huyện"] * checks
    assert dossier("verify", *sips) == ExitCode.OK
    capfd.readouterr()
    return archived.folder, sips
