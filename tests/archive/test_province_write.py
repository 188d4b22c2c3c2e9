"""Packages on the disk: whole or not at all, never overwritten, and readable with common tools only."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import bagit  # type: ignore[import-untyped]  # it ships no types
import pytest

from dossier.archive.province import Packing, Piece, verify_package
from dossier.archive.province.model import SUMS
from dossier.archive.province.plan import MEGABYTE
from dossier.archive.province.verify import merge_parts
from dossier.bags import Item, verify_bag, write_bag
from dossier.errors import RefusedError
from dossier.problems import NoProgress, Severity
from tests.archive.province_world import STEM, piece, plan, put, shelf_at, year
from tests.archive.test_archive_crash import Killed, killed_at

if TYPE_CHECKING:
    from pathlib import Path

PARTS = Packing(part_size=MEGABYTE)


def errors_of(path: Path) -> set[tuple[str, str]]:
    return {
        (problem.rule, problem.where.path)
        for report in verify_package(path)
        for problem in report.problems
        if problem.severity is Severity.ERROR
    }


def big_year() -> list[Piece]:
    return [*year(), *(piece(f"1.1/quet-{number}.pdf", bytes(400_000), codes=("1.1",)) for number in range(4))]


def test_a_package_is_written_recorded_and_verifies(tmp_path: Path) -> None:
    record = put(shelf_at(tmp_path), year())
    assert record.name == f"{STEM}-01"
    assert shelf_at(tmp_path).load() == (record,)
    assert sorted(path.name for path in (tmp_path / record.name).iterdir()) == [
        SUMS,
        f"{STEM}-01.zip",
        "phieu-goi.json",
    ]
    (report,) = verify_package(tmp_path / record.name)
    assert report.problems == ()
    assert (
        record.parts[0].sha256 == hashlib.sha256((tmp_path / record.name / f"{STEM}-01.zip").read_bytes()).hexdigest()
    )


def tool(*words: str, cwd: Path) -> int:
    return subprocess.run(words, cwd=cwd, check=False, capture_output=True).returncode


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "folder"])
def test_standard_tools_open_and_check_every_part(tmp_path: Path, *, zipped: bool) -> None:
    record = put(shelf_at(tmp_path), big_year(), Packing(MEGABYTE, zipped=zipped))
    assert len(record.parts) > 1
    for part in record.parts:
        path = tmp_path / record.name / part.file
        bag = path
        if zipped:
            assert tool("unzip", "-tq", str(path), cwd=tmp_path) == 0
            with zipfile.ZipFile(path) as package:
                package.extractall(tmp_path / "mo")
            bag = tmp_path / "mo" / path.stem
        done = subprocess.run(
            ["sha256sum", "-c", "--strict", "--quiet", SUMS], cwd=bag / "data", check=False, capture_output=True
        )
        assert (done.returncode, done.stdout) == (0, b"")
        listed = len((bag / "data" / SUMS).read_text(encoding="ascii").splitlines())
        assert listed == sum(path.is_file() for path in (bag / "data").rglob("*")) - 1
        assert bagit.Bag(str(bag)).is_valid()
    if zipped:
        done = subprocess.run(
            ["sha256sum", "-c", "--quiet", SUMS], cwd=tmp_path / record.name, check=False, capture_output=True
        )
        assert done.returncode == 0


def test_nothing_is_overwritten_and_a_change_makes_the_next(tmp_path: Path) -> None:
    shelf = shelf_at(tmp_path)
    first = put(shelf, year())
    before = {path: path.read_bytes() for path in (tmp_path / first.name).iterdir()}
    assert shelf.find_same(plan(year()).inputs) == first
    assert shelf.find_same(plan(big_year()).inputs) is None
    assert put(shelf, big_year()).name == f"{STEM}-02"
    assert {path: path.read_bytes() for path in (tmp_path / first.name).iterdir()} == before
    with pytest.raises(RefusedError, match="không ghi đè"):
        shelf.put(plan(year(), name=first.name), who="Thử", progress=NoProgress())


def test_a_package_that_was_changed_or_lost_is_made_again(tmp_path: Path) -> None:
    shelf = shelf_at(tmp_path)
    record = put(shelf, year())
    part = tmp_path / record.name / record.parts[0].file
    part.write_bytes(part.read_bytes()[:-1])
    assert shelf.find_same(record.inputs) is None
    shutil.rmtree(tmp_path / record.name)
    assert shelf.find_same(record.inputs) is None
    assert put(shelf, year()).name == f"{STEM}-02"


def test_a_file_that_changes_while_it_is_packed_stops_the_package(tmp_path: Path) -> None:
    source = tmp_path / "ke-hoach.pdf"
    source.write_bytes(b"doi roi")
    stale = piece("1.1/a.pdf", b"cu", codes=("1.1",))
    moved = type(stale)(stale.section, stale.title, stale.state, stale.name, source, stale.sha256, stale.size)
    shelf = shelf_at(tmp_path / "goi")
    with pytest.raises(RefusedError, match="đã thay đổi"):
        put(shelf, [moved])
    assert shelf.load() == ()
    assert not list((tmp_path / "goi").glob("*"))


def test_a_kill_at_any_step_leaves_no_half_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = [*year(), *(piece(f"1.1/quet-{number}.pdf", bytes(300_000), codes=("1.1",)) for number in range(4))]
    with killed_at(10**9, monkeypatch) as done:
        put(shelf_at(tmp_path / "dem"), pieces, PARTS)
    steps = done[0]
    assert steps >= 50
    outcomes = set()
    for step in range(steps):
        root = tmp_path / f"goi-{step}"
        shelf = shelf_at(root)
        with killed_at(step, monkeypatch), suppress(Killed):
            put(shelf, pieces, PARTS)
        whole = [path for path in root.glob(f"{STEM}-*") if path.is_dir()]
        outcomes.add(len(whole))
        for folder in whole:
            assert errors_of(folder) == set()
        shelf.settle()
        assert {record.name for record in shelf.load()} == {folder.name for folder in whole}
        assert not [path for path in root.rglob("*") if path.name.startswith(".dang-ghi")]
        if not whole:
            put(shelf, pieces, PARTS)
            assert errors_of(root / f"{STEM}-01") == set()
        shutil.rmtree(root, ignore_errors=True)
    assert outcomes == {0, 1}


# --- verifying ------------------------------------------------------------------------------------


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package in two or more parts, as folders."""
    record = put(shelf_at(tmp_path / "goi"), big_year(), Packing(MEGABYTE, zipped=False))
    return tmp_path / "goi" / record.name


def parts_of(package: Path) -> list[Path]:
    return sorted(path for path in package.iterdir() if path.is_dir())


def test_all_parts_together_are_one_sound_package(package: Path) -> None:
    assert errors_of(package) == set()
    merged = merge_parts(package, verify_package(package))
    assert merged.problems == ()
    assert merged.files == sum(path.is_file() for part in parts_of(package) for path in (part / "data").rglob("*"))


def test_a_part_alone_is_sound_and_names_the_whole(package: Path) -> None:
    alone = parts_of(package)[1]
    (report,) = verify_package(alone)
    assert [(problem.rule, problem.severity) for problem in report.problems] == [("PKG06", Severity.HINT)]


def test_a_missing_part_is_named(package: Path) -> None:
    lost = parts_of(package)[1]
    shutil.rmtree(lost)
    assert [rule for rule, _ in errors_of(package)] == ["PKG05"]
    messages = [problem.message for report in verify_package(package) for problem in report.problems]
    assert messages == [f"Thiếu phần {lost.name}."]


def test_a_part_of_another_package_is_named(package: Path, tmp_path: Path) -> None:
    other = put(shelf_at(tmp_path / "khac"), [*big_year(), piece("1.1/them.pdf")], Packing(MEGABYTE, zipped=False))
    shutil.rmtree(parts_of(package)[1])
    shutil.copytree(tmp_path / "khac" / other.name / other.parts[1].file, package / other.parts[1].file)
    assert ("PKG05", other.parts[1].file) in errors_of(package)


def test_a_flipped_byte_a_missing_and_an_extra_file_are_named(package: Path) -> None:
    part = parts_of(package)[0] / "data"
    report = next((part / "02-bao-cao").iterdir())
    report.write_bytes(b"X" + report.read_bytes()[1:])
    (part / "05-hoi-dong").mkdir(exist_ok=True)
    (part / "05-hoi-dong/la.pdf").write_bytes(b"la")
    assert {("BAG10", f"data/02-bao-cao/{report.name}"), ("BAG09", "data/05-hoi-dong/la.pdf")} <= errors_of(package)
    (part / "01-cong-van/DU-THAO-d13-cong-van.pdf").unlink()
    assert ("BAG08", "data/01-cong-van/DU-THAO-d13-cong-van.pdf") in errors_of(package)


def test_a_forger_who_mends_every_checksum_still_breaks_the_list(package: Path, tmp_path: Path) -> None:
    part = parts_of(package)[0]
    target = next((part / "data/02-bao-cao").iterdir())
    target.write_bytes(b"bao cao gia")
    told = [pair for pair in verify_bag(part).info if pair[0] != "Payload-Oxum"]
    items = [
        Item(path.relative_to(part / "data").as_posix(), path.read_bytes())
        for path in sorted((part / "data").rglob("*"))
        if path.is_file() and path.name != SUMS
    ]
    sums = "".join(f"{hashlib.sha256(item.content).hexdigest()}  {item.path}\n" for item in items)  # type: ignore[arg-type]  # all bytes
    forged = tmp_path / "gia" / part.name
    write_bag(forged, [*items, Item(SUMS, sums.encode())], info=told)
    assert bagit.Bag(str(forged)).is_valid()
    assert errors_of(forged) == {("PKG03", f"02-bao-cao/{target.name}")}


def test_sums_that_leave_a_file_out_are_named(package: Path, tmp_path: Path) -> None:
    part = parts_of(package)[0]
    told = [pair for pair in verify_bag(part).info if pair[0] != "Payload-Oxum"]
    sums = (part / "data" / SUMS).read_text(encoding="ascii").splitlines(keepends=True)
    items = [
        Item(path.relative_to(part / "data").as_posix(), path.read_bytes())
        for path in (part / "data").rglob("*")
        if path.is_file() and path.name != SUMS
    ]
    forged = tmp_path / "gia" / part.name
    write_bag(forged, [*items, Item(SUMS, "".join(sums[1:]).encode())], info=told)
    assert errors_of(forged) == {("PKG04", sums[0].split()[1])}


def test_an_unreadable_list_is_named(package: Path) -> None:
    part = parts_of(package)[0]
    (part / "data/goi.json").write_bytes(b"[]")
    assert ("PKG02", "data") in errors_of(part)


def test_other_bags_and_folders_are_no_packages(tmp_path: Path) -> None:
    write_bag(tmp_path / "goi", [Item("a.txt", b"a")], info=[])
    assert verify_package(tmp_path / "goi") == ()
    assert verify_package(tmp_path) == ()
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert verify_package(tmp_path / "a.pdf") == ()
    (tmp_path / "trong").mkdir()
    assert verify_package(tmp_path / "trong") == ()
