"""The columns in which a bag of very many files is held, and the directory of its ZIP."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from dossier.bags import Item, open_source, write_bag
from dossier.bags.model import Digests, Sizes

if TYPE_CHECKING:
    from pathlib import Path

PATHS = st.sampled_from(["a", "b/c", "b/d", "gói/e", "gói/gói/f"])
HASHES = st.sampled_from(["00" * 4, "ab12cd34", "ff" * 4, "ab" * 3])  # the last is of another length


@given(st.dictionaries(PATHS, st.integers(0, 1 << 40)), st.lists(st.tuples(PATHS, HASHES)))
def test_hashes_in_columns_are_as_in_a_dict(held: dict[str, int], told: list[tuple[str, str]]) -> None:
    sizes = Sizes()
    for path, size in held.items():
        sizes.add(path, size)
    digests = Digests(sizes, 4)
    for path, digest in told:
        digests.put(path, digest)
    plain = dict(told)
    assert dict(sizes) == held
    assert dict(digests) == plain
    assert len(digests) == len(plain)
    assert [path in digests for path in held] == [path in plain for path in held]


def test_what_lies_beside_the_folder_of_a_bag_leaves_the_table() -> None:
    sizes = Sizes()
    for number, path in enumerate(("ngoài", "gói/a", "gói/gói/b")):
        sizes.add(path, number)
    sizes.enter("gói/")
    digests = Digests(sizes, 1)
    digests.put("gói/b", "0a")
    digests.put("ngoài", "0b")
    assert dict(sizes) == {"a": 1, "gói/b": 2}
    assert dict(digests) == {"gói/b": "0a", "ngoài": "0b"}


def test_a_zip_of_many_files_is_whole_for_other_programs_and_for_us(tmp_path: Path) -> None:
    """More than are packed into one block of the directory while it is written."""
    items = [Item(f"{number:04d}.txt", b"%d" % number) for number in range(700)]
    write_bag(tmp_path / "nhieu.zip", items, info=())
    with zipfile.ZipFile(tmp_path / "nhieu.zip") as package:
        assert package.testzip() is None
        named = package.namelist()
    assert len(named) == len(set(named)) == 700 + 6
    with open_source(tmp_path / "nhieu.zip") as source:
        assert list(source.sizes) == named
        assert source.read("nhieu/data/0699.txt", most=10) == b"699"
