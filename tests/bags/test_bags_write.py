"""Bags that Dossier writes: whole, repeatable, to the standard and to the published profile."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.bags import Item, is_ours, verify_bag, write_bag
from dossier.bags.names import decode_path, encode_path
from dossier.bags.profile import PACKAGE, SUBMISSION, load_profile, profile_label
from dossier.bags.tags import compose_info, parse_info
from dossier.errors import RefusedError

if TYPE_CHECKING:
    from pathlib import Path

INFO = [
    ("Source-Organization", "Ủy ban nhân dân xã An Bình"),
    ("External-Description", "Hồ sơ tự đánh giá"),
    ("Bagging-Date", "2020-10-12"),
    ("External-Identifier", "ky/xa/0000"),
    profile_label(SUBMISSION),
    ("Dossier-Unit", "xa-an-binh"),
    ("Dossier-Year", "2020"),
    ("Dossier-Sequence", "0000"),
    ("Dossier-Content", "0" * 64),
    ("Dossier-Rules", "1"),
]


@pytest.fixture
def items(tmp_path: Path) -> list[Item]:
    big = tmp_path / "nguon.pdf"
    big.write_bytes(b"minh chung " * 300_000)
    return [Item("minh-chung/1.1/ke-hoach.pdf", big), Item("ho-so.json", b"{}"), Item("kiem-tra.json", b"{}")]


@pytest.mark.parametrize("name", ["goi.zip", "goi"])
def test_what_is_written_verifies_and_keeps_to_the_profile(tmp_path: Path, items: list[Item], name: str) -> None:
    written = write_bag(tmp_path / name, items, info=INFO)
    report = verify_bag(tmp_path / name)
    assert report.problems == ()
    assert is_ours(report)
    assert (report.version, report.algorithms) == ("1.0", ("sha256", "sha512"))
    assert (written.files, written.size) == (report.files, report.size) == (3, 3_300_004)
    assert report.hashes["sha256"]["data/ho-so.json"] == hashlib.sha256(b"{}").hexdigest()


def test_the_same_content_gives_the_same_bytes(tmp_path: Path, items: list[Item]) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_bag(tmp_path / name / "goi.zip", items, info=INFO)
    assert (tmp_path / "a/goi.zip").read_bytes() == (tmp_path / "b/goi.zip").read_bytes()


def test_sources_stay_as_they_are(tmp_path: Path, items: list[Item]) -> None:
    source = tmp_path / "nguon.pdf"
    before = (source.read_bytes(), source.stat().st_mtime_ns)
    write_bag(tmp_path / "goi", items, info=INFO)
    assert (source.read_bytes(), source.stat().st_mtime_ns) == before


def test_nothing_is_overwritten(tmp_path: Path, items: list[Item]) -> None:
    (tmp_path / "goi.zip").write_bytes(b"cu")
    with pytest.raises(RefusedError, match=r"goi\.zip đã có"):
        write_bag(tmp_path / "goi.zip", items, info=INFO)
    assert (tmp_path / "goi.zip").read_bytes() == b"cu"


@pytest.mark.parametrize("path", ["../a", "/a", "C:/a", "a:b", "con.txt", "a. /b"])
def test_an_unsafe_name_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(RefusedError, match="Không đóng gói được"):
        write_bag(tmp_path / "goi.zip", [Item(path, b"")], info=INFO)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("other", ["KE HOACH", unicodedata.normalize("NFD", "kế hoạch"), "ke hoach"])
def test_twins_are_refused(tmp_path: Path, other: str) -> None:
    first = "kế hoạch" if not other.isascii() else "ke hoach"
    with pytest.raises(RefusedError, match="trùng tên"):
        write_bag(tmp_path / "goi.zip", [Item(first, b"1"), Item(other, b"2")], info=INFO)


def test_a_file_that_changed_since_it_was_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="đã thay đổi"):
        write_bag(tmp_path / "goi.zip", [Item("a", b"moi", hashlib.sha256(b"cu").hexdigest())], info=INFO)
    assert list(tmp_path.iterdir()) == []


def rewrite(path: Path, change: dict[str, bytes | None]) -> Path:
    """A bag with members changed, dropped or added, checksums and all others left alone."""
    target = path.with_name("sua.zip")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as copy:
        members = {name: source.read(name) for name in source.namelist()} | change
        for name, data in members.items():
            if data is not None:
                copy.writestr(name, data)
    return target


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"goi/tagmanifest-sha512.txt": None}, "BAG14"),
        ({"goi/manifest-sha512.txt": None}, "BAG08"),
        ({"goi/la.txt": b"x"}, "BAG17"),
        ({"goi/bag-info.txt": ": ".join(profile_label(SUBMISSION)).encode()}, "BAG14"),
        ({"goi/data/Thumbs.db": b"x"}, "BAG18"),
        ({"goi/data/ho-so.json": b"[]"}, "BAG10"),
        ({"goi/bag-info.txt": b"BagIt-Profile-Identifier: urn:dossier-cchc:bagit-profile:khac:9\n"}, "BAG14"),
    ],
    ids=["no tagmanifest", "no manifest", "unlisted tag file", "poor bag-info", "system file", "tampered", "profile"],
)
def test_a_bag_of_ours_is_held_to_more(
    tmp_path: Path, items: list[Item], change: dict[str, bytes | None], rule: str
) -> None:
    write_bag(tmp_path / "goi.zip", items, info=INFO)
    report = verify_bag(rewrite(tmp_path / "goi.zip", change))
    assert report.damaged
    assert rule in {problem.rule for problem in report.problems if problem.severity.rank == 0}


@pytest.mark.parametrize("kind", [SUBMISSION, PACKAGE])
def test_a_profile_has_what_profiles_must_have(kind: str) -> None:
    profile = load_profile(kind)
    assert {"Source-Organization", "External-Description", "Version", "BagIt-Profile-Version"} < set(
        profile["BagIt-Profile-Info"]
    )
    label, name = profile_label(kind)
    assert profile["Bag-Info"][label]["values"] == [name]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_paths_survive_the_manifest(path: str) -> None:
    encoded = encode_path(path)
    assert decode_path(encoded, "1.0") == path
    assert "\n" not in encoded
    assert "\r" not in encoded


@given(st.lists(st.text("ấbc đ", min_size=1, max_size=200).map(lambda text: " ".join(text.split()))))
def test_bag_info_survives_folding(values: list[str]) -> None:
    pairs = tuple((f"Nhan-{number}", value) for number, value in enumerate(values))
    parsed, problems = parse_info(compose_info(pairs).decode("utf-8"))
    assert problems == ()
    assert parsed == pairs


def test_an_independent_validator_accepts_it(tmp_path: Path, items: list[Item]) -> None:
    write_bag(tmp_path / "goi.zip", items, info=INFO)
    with zipfile.ZipFile(tmp_path / "goi.zip") as package:
        package.extractall(tmp_path / "mo")
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", tmp_path / "mo" / "goi"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
