"""What comes in: sound packages in their turn are kept byte for byte, everything else is refused by name."""

from __future__ import annotations

import unicodedata
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier.archive import build_standing, find_misfits, read_package, store_package, unpack_standing
from dossier.archive.arrival import unpack_plain
from dossier.archive.model import Origin
from dossier.archive.record import content_hash, submission_json
from dossier.archive.store import Filing, Shelf
from dossier.errors import DamagedError, RefusedError
from tests.archive.made import FIRST_DAY, lay_held, submit

if TYPE_CHECKING:
    from pathlib import Path

FIRST = {"minh-chung/1.1/Kế hoạch.pdf": b"ke hoach", "tu-cham-diem.xlsx": b"bieu"}


@pytest.fixture
def sent(tmp_path: Path) -> Shelf:
    """A commune that submitted, and supplemented twice."""
    shelf = Shelf(tmp_path / "nop", received=False)
    folder = tmp_path / "xa"
    submit(shelf, lay_held(folder, FIRST))
    submit(shelf, lay_held(folder, FIRST | {"minh-chung/2.1/moi.pdf": b"moi"}))
    submit(shelf, lay_held(folder, {"tu-cham-diem.xlsx": b"bieu sua", "minh-chung/2.1/moi.pdf": b"moi"}), reason="nhầm")
    return shelf


def take(shelf: Shelf, path: Path, *, unit: str = "xa-an-binh", year: int = 2020) -> Filing:
    """Receive a package or raise with the rules it breaks."""
    package = read_package(path)
    assert package is not None
    misfits = tuple(find_misfits(package, shelf.load(), campaign="ky-2020", year=year, unit=unit))
    if misfits:
        raise RefusedError("không tiếp nhận", problems=misfits)
    return store_package(shelf, package, at=FIRST_DAY, who="Huyện", channel="USB", errors=())


@pytest.fixture
def received(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "nhan", received=True)


def test_packages_travel_as_files_and_end_as_the_commune_s_folder(tmp_path: Path, sent: Shelf, received: Shelf) -> None:
    for filing in sent.load():
        stored = take(received, filing.path)
        assert stored.path.read_bytes() == filing.path.read_bytes()
        page = stored.path.with_suffix(".txt").read_text(encoding="utf-8")
        assert "Tiếp nhận về số lượng, chưa thẩm định nội dung" in page
        assert filing.receipt.code in page
    filings = received.load()
    packages = {filing.submission.sequence: filing.path for filing in filings}
    submissions = [filing.submission for filing in filings]
    unpack_standing(packages, build_standing(submissions), tmp_path / "nay")
    unpack_standing(packages, build_standing(submissions, at=0), tmp_path / "xua")

    def content(root: Path) -> dict[str, bytes]:
        files = (path for path in root.rglob("*") if path.is_file())
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}

    assert content(tmp_path / "nay") == {"tu-cham-diem.xlsx": b"bieu sua", "minh-chung/2.1/moi.pdf": b"moi"}
    assert content(tmp_path / "xua") == FIRST


@pytest.mark.parametrize(
    ("sequence", "wrong", "rule"),
    [
        (0, {"unit": "xa-khac"}, "SUB01"),
        (0, {"year": 2021}, "SUB02"),
        (1, {}, "SUB03"),
    ],
    ids=["unit", "year", "sequence"],
)
def test_a_package_for_someone_or_some_time_else_is_refused(
    sent: Shelf, received: Shelf, sequence: int, wrong: dict[str, str | int], rule: str
) -> None:
    package = read_package(sent.package(sequence))
    assert package is not None
    asked = {"campaign": "ky-2020", "unit": "xa-an-binh", "year": 2020} | wrong
    misfits = find_misfits(package, received.load(), **asked)  # type: ignore[arg-type]  # a mixed table
    assert [problem.rule for problem in misfits] == [rule]


def test_a_supplement_to_another_first_submission_is_refused(tmp_path: Path, sent: Shelf, received: Shelf) -> None:
    other = Shelf(tmp_path / "khac", received=False)
    submit(other, lay_held(tmp_path / "xa-2", {"tu-cham-diem.xlsx": b"khac"}))
    take(received, other.package(0))
    with pytest.raises(RefusedError) as refused:
        take(received, sent.package(1))
    assert [problem.rule for problem in refused.value.problems] == ["SUB04"]


def test_a_package_is_taken_once_and_nothing_is_overwritten(sent: Shelf, received: Shelf) -> None:
    take(received, sent.package(0))
    before = {path.name: path.read_bytes() for path in received.root.iterdir()}
    with pytest.raises(RefusedError) as refused:
        take(received, sent.package(0))
    assert [problem.rule for problem in refused.value.problems] == ["SUB10"]
    assert {path.name: path.read_bytes() for path in received.root.iterdir()} == before


def test_a_newer_rule_set_is_refused(sent: Shelf) -> None:
    package = read_package(sent.package(0))
    assert package is not None
    newer = replace(package, submission=replace(package.submission, rules=99))
    assert [p.rule for p in find_misfits(newer, (), campaign="ky-2020", year=2020, unit="xa-an-binh")] == ["SUB06"]


def test_a_tampered_package_is_refused_and_names_the_file(tmp_path: Path, sent: Shelf, received: Shelf) -> None:
    forged = tmp_path / "gia.zip"
    with zipfile.ZipFile(sent.package(0)) as source, zipfile.ZipFile(forged, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            copy.writestr(name, data.replace(b"ke hoach", b"ke hoech") if name.endswith(".pdf") else data)
    with pytest.raises(DamagedError) as refused:
        take(received, forged)
    assert [(p.rule, p.where.path) for p in refused.value.problems] == [("BAG10", "data/minh-chung/1.1/ke-hoach.pdf")]
    assert not received.root.exists()


def test_a_forger_who_mends_every_checksum_still_breaks_the_record(tmp_path: Path, sent: Shelf) -> None:
    from dossier.bags import Item, verify_bag, write_bag
    from tests.bags.test_bags_verify import rules_of

    real = verify_bag(sent.package(0))
    with zipfile.ZipFile(sent.package(0)) as source:
        names = [name.partition("/data/")[2] for name in source.namelist() if "/data/" in name]
        items = [
            Item(name, b"gia" if name.endswith(".pdf") else source.read(f"{real.base}data/{name}")) for name in names
        ]
    forged = tmp_path / "gia.zip"
    write_bag(forged, items, info=[pair for pair in real.info if pair[0] != "Payload-Oxum"])
    assert rules_of(verify_bag(forged)) == set()
    with pytest.raises(DamagedError) as refused:
        read_package(forged)
    assert [problem.rule for problem in refused.value.problems] == ["SUB05"]


def test_a_truncated_package_is_refused(tmp_path: Path, sent: Shelf) -> None:
    cut = tmp_path / "cut.zip"
    cut.write_bytes(sent.package(0).read_bytes()[:-30])
    with pytest.raises(DamagedError) as refused:
        read_package(cut)
    assert [problem.rule for problem in refused.value.problems] == ["BAG01"]


def test_a_stored_package_that_was_swapped_is_noticed(sent: Shelf) -> None:
    sent.package(0).write_bytes(sent.package(1).read_bytes())
    with pytest.raises(DamagedError, match="không khớp với phiếu"):
        sent.load()


def test_a_lost_package_in_the_middle_is_noticed(sent: Shelf) -> None:
    sent.package(1).unlink()
    with pytest.raises(DamagedError, match=r"thiếu gói .*-0001\.zip"):
        sent.load()


def test_the_content_hash_is_the_hash_of_the_record(sent: Shelf) -> None:
    filing = sent.load()[0]
    assert content_hash(submission_json(filing.submission)) == filing.receipt.content
    assert sent.load()[1].submission.base == filing.receipt.content


@pytest.mark.parametrize("top", ["", "USB xã An Bình/"], ids=["flat", "one folder"])
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_a_plain_copy_is_sorted_into_records(tmp_path: Path, top: str, *, packed: bool) -> None:
    files = {"Tu-cham-diem.xlsx": b"b", "minh-chung/1.1/a.pdf": b"1", "2.1/b.pdf": b"2", "2.1/Thumbs.db": b"x"}
    copy = tmp_path / "chep.zip" if packed else tmp_path / "chep"
    if packed:
        with zipfile.ZipFile(copy, "w") as package:
            for name, data in files.items():
                package.writestr(top + name, data)
    else:
        for name, data in files.items():
            (copy / top / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / top / name).write_bytes(data)
    found, left_out = unpack_plain(copy, tmp_path / "mo")
    assert sorted(item.path for item in found) == ["minh-chung/1.1/a.pdf", "minh-chung/2.1/b.pdf", "tu-cham-diem.xlsx"]
    assert all(item.source.read_bytes() in {b"b", b"1", b"2"} for item in found)
    assert [(problem.rule, problem.where.path.rpartition("/")[2]) for problem in left_out] == [("SUB11", "Thumbs.db")]


def test_a_plain_copy_with_a_link_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "chep"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(b"1")
    (folder / "b.pdf").symlink_to("/etc/hostname")
    with pytest.raises(RefusedError) as refused:
        unpack_plain(folder, tmp_path / "mo")
    assert [(problem.rule, problem.where.path) for problem in refused.value.problems] == [("BAG06", "b.pdf")]
    assert not (tmp_path / "mo").exists()


def test_a_plain_zip_that_writes_outside_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "chep.zip", "w") as package:
        package.writestr("../../ra-ngoai.pdf", b"x")
    with pytest.raises(RefusedError) as refused:
        unpack_plain(tmp_path / "chep.zip", tmp_path / "mo")
    assert [problem.rule for problem in refused.value.problems] == ["BAG05"]
    assert not list(tmp_path.parent.glob("ra-ngoai.pdf"))


def test_twins_in_a_plain_copy_are_refused(tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "kế.pdf")
    with zipfile.ZipFile(tmp_path / "chep.zip", "w") as package:
        package.writestr(nfd, b"1")
        package.writestr(unicodedata.normalize("NFC", nfd), b"2")
    with pytest.raises(RefusedError) as refused:
        unpack_plain(tmp_path / "chep.zip", tmp_path / "mo")
    assert [problem.rule for problem in refused.value.problems] == ["BAG15"]


def test_a_bag_of_another_tool_gives_its_payload(tmp_path: Path) -> None:
    from tests.bags.test_bags_verify import lay, make_files

    bag = lay(tmp_path / "goi", make_files())
    assert read_package(bag) is None
    found, _ = unpack_plain(bag, tmp_path / "mo")
    assert sorted(item.path for item in found) == ["minh-chung/1.1/ke-hoach.txt", "minh-chung/bao-cao.txt"]


def test_the_receiver_s_own_package_says_so(sent: Shelf) -> None:
    assert {filing.submission.origin for filing in sent.load()} == {Origin.SENDER}
