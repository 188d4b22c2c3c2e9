"""Bags with one defect each: named, refused, nothing written."""

from __future__ import annotations

import hashlib
import io
import tarfile
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import pytest

from dossier.bags import BagReport, Depth, verify_bag

if TYPE_CHECKING:
    from pathlib import Path

FILES = {"data/1.1/ke-hoach.txt": b"ke hoach", "data/bao-cao.txt": b"bao cao" * 20_000}
DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def make_files(payload: dict[str, bytes] | None = None, *, declared: bytes = DECLARED) -> dict[str, bytes]:
    """Path → bytes of a small valid bag."""
    payload = FILES if payload is None else payload
    manifest = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in payload.items())
    oxum = f"{sum(map(len, payload.values()))}.{len(payload)}"
    tags = {
        "bagit.txt": declared,
        "bag-info.txt": f"Payload-Oxum: {oxum}\n".encode(),
        "manifest-sha256.txt": manifest.encode(),
    }
    listed = "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in tags.items())
    return {**payload, **tags, "tagmanifest-sha256.txt": listed.encode()}


def lay(root: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return root


def pack(path: Path, members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members:
            package.writestr(name, data)
    return path


def rules_of(report: BagReport) -> set[str]:
    return {problem.rule for problem in report.problems}


def test_a_sound_bag_is_accepted_as_folder_zip_and_tar(tmp_path: Path) -> None:
    files = make_files()
    folder = lay(tmp_path / "goi", files)
    zipped = pack(tmp_path / "goi.zip", [(f"goi/{path}", data) for path, data in files.items()])
    tarred = tmp_path / "goi.tar"
    with tarfile.open(tarred, "w") as package:
        package.add(folder, "goi")
    for path in (folder, zipped, tarred):
        report = verify_bag(path)
        assert (report.problems, report.files, report.checked) == ((), 2, 5)
        assert report.version == "1.0"
        assert report.label("payload-oxum") == f"{8 + 140_000}.2"


@pytest.mark.parametrize(
    ("depth", "seen"), [(Depth.FAST, set()), (Depth.COMPLETE, set()), (Depth.FULL, {"BAG10"})], ids=str
)
def test_a_flipped_byte_is_seen_by_full_only(tmp_path: Path, depth: Depth, seen: set[str]) -> None:
    folder = lay(tmp_path, make_files())
    place = folder / "data/bao-cao.txt"
    data = bytearray(place.read_bytes())
    data[70_000] ^= 1
    place.write_bytes(data)
    report = verify_bag(folder, depth=depth)
    assert rules_of(report) == seen
    assert [problem.where.path for problem in report.problems] == ["data/bao-cao.txt"] * len(seen)


def test_a_missing_file_is_seen_by_its_size_and_by_its_name(tmp_path: Path) -> None:
    folder = lay(tmp_path, make_files())
    (folder / "data/1.1/ke-hoach.txt").unlink()
    assert rules_of(verify_bag(folder, depth=Depth.FAST)) == {"BAG12"}
    assert rules_of(verify_bag(folder, depth=Depth.COMPLETE)) == {"BAG12", "BAG08"}


def test_an_extra_file_is_refused(tmp_path: Path) -> None:
    folder = lay(tmp_path, make_files() | {"data/la.txt": b"x"})
    assert rules_of(verify_bag(folder)) == {"BAG12", "BAG09"}


def test_a_renamed_file_is_missing_and_extra(tmp_path: Path) -> None:
    folder = lay(tmp_path, make_files())
    (folder / "data/bao-cao.txt").rename(folder / "data/bc.txt")
    assert rules_of(verify_bag(folder)) == {"BAG08", "BAG09"}


@pytest.mark.parametrize(
    "declared",
    [
        b"BagIt-Version : 1.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0 \nTag-File-Character-Encoding: UTF-8\n",
        b" BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n\n",
        b"\xef\xbb\xbf" + DECLARED,
        b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n",
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: khong-co\n",
        b"",
    ],
    ids=["space-before-colon", "trailing-space", "leading-space", "third-line", "bom", "version", "encoding", "empty"],
)
def test_a_declaration_that_is_not_to_the_letter_is_refused(tmp_path: Path, declared: bytes) -> None:
    report = verify_bag(lay(tmp_path, make_files(declared=declared)))
    assert rules_of(report) == {"BAG02"}
    assert report.damaged


@pytest.mark.parametrize("path", ["../la.txt", "/etc/la.txt", "C:\\la.txt", "~/la.txt", "data/../../la.txt", "..\\la"])
def test_a_listed_or_fetched_path_that_leaves_the_bag_is_refused(tmp_path: Path, path: str) -> None:
    files = make_files()
    files["manifest-sha256.txt"] += f"{'0' * 64}  {path}\n".encode()
    assert "BAG05" in rules_of(verify_bag(lay(tmp_path / "a", files)))
    fetching = make_files() | {"fetch.txt": f"https://example.org/x - {path}\n".encode()}
    assert "BAG05" in rules_of(verify_bag(lay(tmp_path / "b", fetching)))


def test_a_file_still_to_be_fetched_is_not_there(tmp_path: Path) -> None:
    files = make_files() | {"fetch.txt": b"https://example.org/x 8 data/1.1/ke-hoach.txt\n"}
    del files["data/1.1/ke-hoach.txt"]
    assert "BAG13" in rules_of(verify_bag(lay(tmp_path, files)))


@pytest.mark.parametrize("name", ["../la.txt", "/la.txt", "C:/la.txt", "goi/..\\la.txt"])
def test_zip_slip_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "trong"
    inner.mkdir()
    members = [(f"goi/{path}", data) for path, data in make_files().items()]
    report = verify_bag(pack(inner / "goi.zip", [*members, (name, b"x")]))
    assert "BAG05" in rules_of(report)
    assert [path.name for path in tmp_path.rglob("*")] == ["trong", "goi.zip"]


@pytest.mark.parametrize("name", ["../la.txt", "/la.txt", "C:/la.txt", "goi/..\\\\la.txt"])
def test_tar_slip_is_refused_and_nothing_is_written(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "trong"
    inner.mkdir()
    with tarfile.open(inner / "goi.tar", "w") as package:
        for path, data in [*((f"goi/{path}", data) for path, data in make_files().items()), (name, b"x")]:
            info = tarfile.TarInfo(path)
            info.size = len(data)
            package.addfile(info, io.BytesIO(data))
    report = verify_bag(inner / "goi.tar")
    assert "BAG05" in rules_of(report)
    assert report.damaged
    assert [path.name for path in tmp_path.rglob("*")] == ["trong", "goi.tar"]


def test_a_stored_member_whose_header_names_another_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "goi.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in make_files().items():
            package.writestr(f"goi/{name}", data)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"goi/data/bao-cao.txt", b"goi/data/bao-cao.exe", 1))
    report = verify_bag(path)
    assert [(problem.rule, problem.where.path) for problem in report.problems] == [("BAG10", "data/bao-cao.txt")]


def test_links_are_refused_in_folders_zips_and_tars(tmp_path: Path) -> None:
    folder = lay(tmp_path / "goi", make_files())
    (folder / "data/lien-ket").symlink_to("/etc/hostname")
    link = zipfile.ZipInfo("goi/data/lien-ket")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    zipped = pack(tmp_path / "goi.zip", [*((f"goi/{path}", data) for path, data in make_files().items()), (link, b"/")])
    tarred = tmp_path / "goi.tar"
    with tarfile.open(tarred, "w") as package:
        package.add(folder, "goi")
    for path in (folder, zipped, tarred):
        report = verify_bag(path)
        assert "BAG06" in rules_of(report), path
        assert report.damaged


def test_a_bomb_is_not_read(tmp_path: Path) -> None:
    files = make_files({"data/bom.bin": bytes(80 << 20)})
    report = verify_bag(pack(tmp_path / "bom.zip", [(f"goi/{path}", data) for path, data in files.items()]))
    assert "BAG07" in rules_of(report)
    assert report.checked == 0


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "goi.zip", [(f"goi/{name}", data) for name, data in make_files().items()])
    path.write_bytes(path.read_bytes()[:-40])
    assert rules_of(verify_bag(path)) == {"BAG01"}


def test_a_zip_with_a_rotten_member_names_it(tmp_path: Path) -> None:
    path = tmp_path / "goi.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in make_files().items():
            package.writestr(f"goi/{name}", data)
    path.write_bytes(path.read_bytes().replace(b"ke hoach", b"ke hoech"))
    report = verify_bag(path)
    assert rules_of(report) == {"BAG10"}
    assert report.problems[0].where.path == "data/1.1/ke-hoach.txt"


def test_the_same_member_twice_is_refused(tmp_path: Path) -> None:
    twice = io.BytesIO()
    with zipfile.ZipFile(twice, "w") as package:
        for name, data in make_files().items():
            package.writestr(f"goi/{name}", data)
        package.writestr("goi/data/bao-cao.tyt", b"khac")
    path = tmp_path / "goi.zip"
    path.write_bytes(twice.getvalue().replace(b"bao-cao.tyt", b"bao-cao.txt"))
    assert "BAG11" in rules_of(verify_bag(path))


def test_names_of_one_spelling_are_warned_of_in_a_foreign_bag(tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "data/Kế hoạch.txt")
    nfc = unicodedata.normalize("NFC", nfd)
    report = verify_bag(lay(tmp_path, make_files({nfc: b"1", nfd: b"2"})))
    assert rules_of(report) == {"BAG15"}
    assert not report.damaged


def test_a_bag_whose_names_were_renormalised_on_the_way_is_whole(tmp_path: Path) -> None:
    nfd = unicodedata.normalize("NFD", "data/Kế hoạch.txt")
    files = make_files({nfd: b"1"})
    files[unicodedata.normalize("NFC", nfd)] = files.pop(nfd)
    report = verify_bag(lay(tmp_path, files))
    assert rules_of(report) == {"BAG15"}
    assert not report.damaged


@pytest.mark.parametrize("name", ["data/con.txt", "data/a:b.txt", "data/het. ", "data/" + "x" * 240 + "é" * 10])
def test_names_windows_cannot_hold_are_warned_of(tmp_path: Path, name: str) -> None:
    files = make_files({name: b"1"})
    path = pack(tmp_path / "goi.zip", [(f"goi/{path}", data) for path, data in files.items()])
    seen = rules_of(verify_bag(path))
    assert seen == ({"BAG16"} if len(name) < 250 else set())


def test_a_folder_that_is_no_bag_says_so(tmp_path: Path) -> None:
    lay(tmp_path / "anh", {"a.txt": b"1"})
    assert rules_of(verify_bag(tmp_path / "anh")) == {"BAG02"}
    (tmp_path / "anh.pdf").write_bytes(b"%PDF-1.7")
    assert rules_of(verify_bag(tmp_path / "anh.pdf")) == {"BAG01"}


def test_verifying_leaves_a_bag_as_it_was(tmp_path: Path) -> None:
    folder = lay(tmp_path / "goi", make_files())
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    verify_bag(folder)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
