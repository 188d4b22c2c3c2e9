"""What a package will hold: names, parts, the index, and what a letter may quote."""

from __future__ import annotations

import datetime as dt
import json
import re
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.archive.province import Packing, Piece, Section, State
from dossier.archive.province.lists import write_items
from dossier.archive.province.manifest import parse_layout, parse_manifest, parse_places, parse_sums
from dossier.archive.province.model import INDEX, LAYOUT, MANIFEST, SUMS
from dossier.archive.province.plan import MEGABYTE, PackagePlan
from dossier.errors import BadInputError
from tests.archive.province_world import NOW, piece, plan, year

if TYPE_CHECKING:
    from dossier.bags import Item


def held(made: PackagePlan, part: int = 1) -> dict[str, bytes]:
    """What lies in a part, by path."""
    return {path: data for path, (data, _) in stored(made, part).items()}


def stored(made: PackagePlan, part: int) -> dict[str, tuple[bytes, str | None]]:
    """The same with the hash that each must have."""
    with tempfile.TemporaryDirectory() as scratch:
        items = write_items(made, part, Path(scratch))
        return {item.path: (_read(item), item.sha256) for item in items}


def _read(item: Item) -> bytes:
    with item.open() as stream:
        return stream.read()


class Links(HTMLParser):
    """Every address in a page, and every tag."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()
        self.tags: set[str] = set()
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        told = dict(attrs)
        self.targets += [value for name, value in told.items() if name in {"href", "src"} and value]
        self.anchors |= {told["id"] or ""} if "id" in told else set()


def test_the_layout_is_the_published_one() -> None:
    assert sorted(held(plan(year()))) == [
        "01-cong-van/DU-THAO-d13-cong-van.pdf",
        "02-bao-cao/DU-THAO-d14-bao-cao.pdf",
        "04-minh-chung/1.1/ke-hoach-so-05.pdf",
        "04-minh-chung/1.2/bao-cao.pdf",
        "04-minh-chung/khac/anh.jpg",
        "05-hoi-dong/d01-quyet-dinh.pdf",
        "08-kiem-tra/kiem-tra.json",
        SUMS,
        MANIFEST,
        LAYOUT,
        INDEX,
    ]


def test_the_index_says_what_is_a_draft_and_what_was_not_issued() -> None:
    page = held(plan(year()))[INDEX].decode()
    assert "DỰ THẢO" in page
    assert re.search(r"Quyết định phê duyệt</td><td><span class=\"chua\">chưa ban hành", page)
    assert "số 12/QĐ-UBND" in page


def test_a_document_that_proves_two_criteria_is_one_file_listed_twice() -> None:
    made = plan(year())
    links = Links(held(made)[INDEX])
    assert links.targets.count("04-minh-chung/1.1/ke-hoach-so-05.pdf") == 2
    assert [entry.path for entry in made.manifest.entries].count("04-minh-chung/1.1/ke-hoach-so-05.pdf") == 1


def test_every_link_of_the_index_leads_to_a_file_of_its_part() -> None:
    big = [piece(f"1.1/tai-lieu-{number}.pdf", bytes(400_000), codes=("1.1",)) for number in range(9)]
    made = plan([*year(), *big], packing=Packing(part_size=MEGABYTE))
    assert len(made.parts) > 3
    for number, part in enumerate(made.parts, start=1):
        links, files = Links(held(made, number)[INDEX]), held(made, number).keys()
        local = {target for target in links.targets if not target.startswith("#")}
        assert local <= files
        assert {target[1:] for target in links.targets if target.startswith("#")} <= links.anchors
        assert local == files - {SUMS, INDEX}
        others = [other for other in made.parts if other is not part]
        page = held(made, number)[INDEX].decode()
        assert all(f": {name}</span>" in page for name in others)


def test_the_index_asks_nothing_of_the_net_and_runs_nothing() -> None:
    hostile = piece(
        "1.1/<script>alert(1)</script>.pdf", codes=("1.1",), title="<script>alert(1)</script>", note="<img src=x>"
    )
    page = held(plan([*year(), hostile]))[INDEX]
    links = Links(page)
    assert not links.tags & {"script", "img", "iframe", "object", "base", "form"}
    assert not [target for target in links.targets if ":" in target or target.startswith("/")]
    assert b"default-src 'none'" in page


def test_each_part_stands_alone_and_no_part_is_too_large() -> None:
    big = [piece(f"1.1/tai-lieu-{number}.pdf", bytes(90_000 * number), codes=("1.1",)) for number in range(1, 11)]
    made = plan([*year(), *big], packing=Packing(part_size=MEGABYTE))
    seen: list[str] = []
    for number in range(1, len(made.parts) + 1):
        files = held(made, number)
        assert {INDEX, MANIFEST, LAYOUT, SUMS, "08-kiem-tra/kiem-tra.json"} <= files.keys()
        assert any(path.startswith("01-cong-van/") for path in files)
        assert dict(parse_sums(files[SUMS].decode().splitlines())).keys() == files.keys() - {SUMS}
        assert sum(map(len, files.values())) < MEGABYTE
        assert files[MANIFEST] == held(made)[MANIFEST]
        assert files[LAYOUT] == held(made)[LAYOUT]
        seen += [path for path in files if path.startswith("04-")]
    assert sorted(seen) == sorted(entry.path for entry in made.manifest.entries if entry.section is Section.EVIDENCE)


def test_a_file_larger_than_a_part_has_one_to_itself_and_is_told() -> None:
    large = piece("1.1/quet.pdf", bytes(2 * MEGABYTE), codes=("1.1",))
    made = plan([*year(), large], packing=Packing(part_size=MEGABYTE))
    assert [(problem.rule, problem.where.path) for problem in made.problems] == [
        ("PKG01", "04-minh-chung/1.1/quet.pdf")
    ]
    number = dict(made.places())["04-minh-chung/1.1/quet.pdf"]
    assert [path for path in held(made, number) if path.startswith("04-")] == ["04-minh-chung/1.1/quet.pdf"]


def test_a_limit_below_the_index_is_refused_with_the_least_that_would_do() -> None:
    with pytest.raises(BadInputError, match="từ 1 MB"):
        plan(year(), packing=Packing(part_size=5_000))


def test_the_letter_can_quote_the_list_and_be_put_in() -> None:
    """Packing again with the signed letter leaves the code, the hash and the counts that the letter names."""
    before = plan([one for one in year() if one.section is not Section.LETTER])
    signed = piece("D13-cong-van.pdf", b"da ky", section=Section.LETTER, state=State.ISSUED, unit="")
    later = NOW + dt.timedelta(days=1)
    after = plan([*[one for one in year() if one.section is not Section.LETTER], signed], name="x-02", made_at=later)
    assert before.layout.code == after.layout.code
    assert before.layout.manifest_sha256 == after.layout.manifest_sha256
    assert (before.files, before.size) == (after.files, after.size)
    assert before.inputs != after.inputs


def test_equal_inputs_are_known_whatever_the_time_and_any_change_is_noticed() -> None:
    first = plan(year())
    assert plan(year(), name="x-09", made_at=NOW + dt.timedelta(days=3)).inputs == first.inputs
    assert plan(year(), packing=Packing(part_size=9 * MEGABYTE)).inputs != first.inputs
    assert plan(year()[1:]).inputs != first.inputs
    issued = [one if one.state is not State.NOT_ISSUED else piece("D11.pdf", section=Section.COUNCIL) for one in year()]
    assert plan(issued).inputs != first.inputs


def test_the_lists_survive_their_files() -> None:
    made = plan(year())
    files = held(made)
    assert parse_manifest([files[MANIFEST]]) == made.manifest
    assert parse_layout(files[LAYOUT]) == made.layout
    assert list(parse_places(files[LAYOUT])) == list(made.places())


@pytest.mark.parametrize(
    ("data", "message"),
    [(b'{"schema": 2}', "mới hơn"), (b'{"schema": 1}', "không đúng mẫu"), (b"[]", "không đúng mẫu"), (b"\xff", "mẫu")],
    ids=["newer", "poor", "list", "binary"],
)
def test_a_list_that_is_none_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        parse_manifest([data])


def test_a_piece_must_have_a_file_exactly_when_its_state_says_so() -> None:
    with pytest.raises(ValueError, match="at odds"):
        Piece(Section.COUNCIL, "Quyết định", State.ISSUED)
    with pytest.raises(ValueError, match="at odds"):
        piece("D11.pdf", section=Section.COUNCIL, state=State.NOT_ISSUED)


def test_what_the_sender_still_has_to_do_is_in_the_plan_and_not_in_the_package() -> None:
    todo = "lập bằng «dossier build --only D13»"
    letter = Piece(Section.LETTER, "Công văn", State.ABSENT, note="chưa ký", todo=todo)
    made = plan([letter, piece("1.1/a.pdf", b"a", codes=("1.1",))])
    assert list(made.todos.values()) == [todo]
    assert all(todo.encode() not in data for data in held(made).values())
    assert "chưa ký".encode() in held(made)[INDEX]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1), max_size=12))
def test_names_are_short_plain_and_different_whatever_people_call_their_files(names: list[str]) -> None:
    made = plan([piece(f"1.1/{name}", name.encode(), codes=("1.1",)) for name in names])
    paths = [entry.path for entry in made.manifest.entries]
    assert len({path.casefold() for path in paths}) == len(names)
    assert all(path.isascii() and max(map(len, path.split("/"))) <= 80 for path in paths)
    contents = {entry.path: entry.sha256 for entry in made.manifest.entries}
    assert {path: digest for path, (_, digest) in stored(made, 1).items() if path in contents} == contents


def test_a_long_list_and_its_places_survive_their_files() -> None:
    """Longer than the blocks in which they are composed and read."""
    pieces = [piece(f"1.1/{number}.pdf", codes=("1.1",), title="},\n  {", note=f"{number}") for number in range(700)]
    made = plan([*year(), *pieces])
    files = held(made)
    for step in (997, 4096, 1 << 20):
        cut = [files[MANIFEST][start : start + step] for start in range(0, len(files[MANIFEST]), step)]
        assert parse_manifest(cut) == made.manifest
    assert list(parse_places(files[LAYOUT])) == list(made.places())
    assert parse_layout(files[LAYOUT]) == made.layout
    plain = json.loads(files[LAYOUT])
    assert plain["places"] == dict(made.places())
    assert files[MANIFEST] == json.dumps(json.loads(files[MANIFEST]), ensure_ascii=False, indent=1).encode() + b"\n"
