"""The plan: pages, links, stamps and outline, with made-up widths and no file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.bundle import layout
from dossier.bundle.model import (
    PURPOSE,
    SIGNED_NOTE,
    Bookmark,
    BundleEntry,
    Cover,
    Divider,
    Face,
    Heading,
    Lack,
    PartKind,
    PdfPages,
    Placeholder,
    ProofLine,
    Repeat,
)
from dossier.bundle.plan import plan_volumes
from dossier.criteria.model import SAMPLE_BANNER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.model import BundlePlan


def measure(text: str, face: Face, size: float) -> float:
    return len(text) * size * (0.55 if face is Face.BOLD else 0.5)


def plan(entries: Sequence[BundleEntry], **options: object) -> BundlePlan:
    (only,) = plan_volumes(entries, title="TẬP", measure=measure, **options)  # type: ignore[arg-type] # test helper
    return only


def document(code: str, *, count: int = 1, place: tuple[Heading, ...] = ()) -> BundleEntry:
    return BundleEntry(code, f"Tài liệu {code}", place, PdfPages(Path(f"{code}.pdf"), count), source=f"{code}.pdf")


headings = st.builds(Heading, st.text(max_size=120), st.sampled_from(["", "1", "1.2"]))
contents = st.one_of(
    st.builds(PdfPages, st.just(Path("a.pdf")), st.integers(1, 400)), st.builds(Placeholder, st.text(max_size=50))
)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[BundleEntry]:
    entries: list[BundleEntry] = []
    for number in range(draw(st.integers(0, 70))):
        place = tuple(draw(st.lists(headings, max_size=3)))
        title = draw(st.text(max_size=400))
        if entries and draw(st.integers(0, 4)) == 0:
            original = draw(st.sampled_from(entries))
            entries.append(replace(original, place=place, content=Repeat(original.code)))
        else:
            entries.append(BundleEntry(f"E-{number}", title, place, draw(contents), source=f"{number}.pdf"))
    return entries


@settings(max_examples=30, deadline=None)
@given(entry_lists())
def test_parts_share_out_all_pages_and_the_index_knows_its_own_length(entries: list[BundleEntry]) -> None:
    made = plan(entries)
    pages = [page for part in made.parts for page in range(part.first, part.last + 1)]
    assert pages == list(range(1, made.page_count + 1))
    index = made.parts[0]
    assert index.kind is PartKind.INDEX
    assert isinstance(index.content, tuple)
    assert len(index.content) == index.count


@settings(max_examples=30, deadline=None)
@given(entry_lists())
def test_each_row_is_one_link_to_the_page_it_prints(entries: list[BundleEntry]) -> None:
    made = plan(entries)
    parts = {part.code: part for part in made.parts}
    assert [link.code for link in made.links] == [entry.code for entry in entries]
    for link in made.links:
        part = parts[link.code]
        assert link.target == part.first
        assert link.pages == (str(part.first) if part.count == 1 else f"{part.first}–{part.last}")
        assert made.marks[link.target - 1].stamp.startswith(f"{link.code}/1 | Trang {part.first}/")


@settings(max_examples=30, deadline=None)
@given(entry_lists())
def test_nothing_on_an_index_page_leaves_its_margins_or_overlaps(entries: list[BundleEntry]) -> None:
    made = plan(entries)
    sheets = made.parts[0].content
    assert isinstance(sheets, tuple)
    for line in (line for sheet in sheets for line in sheet.lines):
        assert line.x >= layout.LEFT - 0.1
        assert line.x + measure(line.text, line.face, line.size) <= layout.RIGHT + 0.1
        assert layout.BOTTOM <= line.y <= layout.TOP
    for before, after in zip(made.links, made.links[1:], strict=False):
        assert before.page < after.page or before.box[1] >= after.box[3]


def test_page_numbers_stay_right_when_the_index_takes_many_pages() -> None:
    made = plan([document(f"TC1-{number:03d}", count=7) for number in range(300)])
    index = made.parts[0]
    assert index.count > 5
    assert made.parts[1].first == index.count + 1
    assert made.links[-1].pages == f"{made.page_count - 6}–{made.page_count}"


def test_a_stamp_names_document_page_and_bundle_page() -> None:
    made = plan([document("TC1.1.2-03", count=12)])
    assert made.marks[0].stamp == "ML/1 | Trang 1/13"
    assert made.marks[12].stamp == "TC1.1.2-03/12 | Trang 13/13"
    assert [mark.label for mark in made.marks] == [str(page) for page in range(1, 14)]


def test_outline_nests_area_criterion_document_and_its_own_outline() -> None:
    area, leaf = Heading("Chỉ đạo", "1"), Heading("Kế hoạch", "1.1")
    own = (Bookmark("Phần I", 1, (Bookmark("Mục 2", 2),)),)
    first = replace(document("A", place=(area, leaf)), content=PdfPages(Path("a.pdf"), 2, own))
    made = plan([first, document("B", place=(area,)), document("C")])
    assert made.outline == (
        Bookmark("Mục lục", 1),
        Bookmark(
            "1. Chỉ đạo",
            2,
            (
                Bookmark(
                    "1.1. Kế hoạch",
                    2,
                    (Bookmark("A Tài liệu A", 2, (Bookmark("Phần I", 2, (Bookmark("Mục 2", 3),)),)),),
                ),
                Bookmark("B Tài liệu B", 4),
            ),
        ),
        Bookmark("C Tài liệu C", 5),
    )


def test_a_repeat_takes_no_pages_and_points_at_the_original() -> None:
    original = document("A", count=3, place=(Heading("Một", "1"),))
    again = replace(original, place=(Heading("Hai", "2"),), content=Repeat("A"))
    made = plan([original, document("B"), again])
    assert made.page_count == 5
    assert [link.target for link in made.links] == [2, 5, 2]
    assert made.outline[-1] == Bookmark("2. Hai", 2, (Bookmark("A Tài liệu A", 2),))


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param([document("A"), document("A")], id="code used twice"),
        pytest.param([replace(document("A"), content=Repeat("A"))], id="repeat of nothing"),
        pytest.param([document("A"), replace(document("B"), content=Repeat("A"))], id="repeat with its own code"),
        pytest.param([document("ML")], id="code of the index"),
    ],
)
def test_codes_that_would_make_two_pages_look_the_same_are_refused(entries: list[BundleEntry]) -> None:
    with pytest.raises(ValueError, match=r"twice|repeats"):
        plan(entries)


def test_the_index_says_what_a_reader_must_know() -> None:
    signed = replace(document("A"), signed=True)
    lost = replace(document("B"), content=Placeholder("Hỏng."))
    copy = replace(document("A"), content=Repeat("A", "trùng nội dung với tệp «A.pdf»"), source="x/A.pdf")
    made = plan([signed, lost, copy], ignored=("Thumbs.db",), sample=True)
    text = " ".join(_index_texts(made))
    assert PURPOSE in text
    assert SIGNED_NOTE in text
    assert "trang thay thế" in text
    assert "trùng nội dung với tệp «A.pdf»" in text
    assert "Tổng số 4 tệp minh chứng: 1 tệp in đủ, 1 tệp có trang thay thế, 1 tệp trùng nội dung" in text
    assert "Thumbs.db" in text
    assert made.banner == SAMPLE_BANNER


def test_a_heading_never_ends_a_page() -> None:
    entries = [document(f"{number}", place=(Heading("Lĩnh vực", f"{number}"),)) for number in range(60)]
    sheets = plan(entries).parts[0].content
    assert isinstance(sheets, tuple)
    assert len(sheets) > 1
    for sheet in sheets[:-1]:
        lowest = min(sheet.lines, key=lambda line: line.y)
        assert lowest.face is not Face.BOLD


@given(st.text(max_size=300), st.floats(20, 300))
def test_wrapped_lines_fit_and_lose_nothing_but_a_marked_end(text: str, room: float) -> None:
    lines = layout.wrap(text, room, measure, face=Face.REGULAR, size=10)
    assert all(measure(line, Face.REGULAR, 10) <= room for line in lines)
    kept = "".join("".join(lines).split())
    whole = "".join(text.split())
    assert kept == whole or (kept.endswith("…") and whole.startswith(kept[:-1]) and len(lines) == 6)


def _index_texts(made: BundlePlan) -> Iterator[str]:
    sheets = made.parts[0].content
    assert isinstance(sheets, tuple)
    return (line.text for sheet in sheets for line in sheet.lines)


def test_the_index_has_its_columns_and_the_points_stand_with_their_leaf() -> None:
    leaf = Heading("Kế hoạch", "1.1", "1,5/2")
    divider = BundleEntry("TC1.1", "Kế hoạch", (leaf,), Divider())
    signed = replace(document("TC1.1-01", place=(leaf,)), signed=True, reference="05/KH-UBND", date="05/01/2020")
    texts = list(_index_texts(plan([divider, signed])))
    for column in ("Mã", "Tên tài liệu", "Số, ký hiệu", "Ngày", "Trang", "Điểm", "Ký số"):
        assert column in texts
    assert texts.count("1,5/2") == 1
    assert texts.count("có") == 1
    without = list(_index_texts(plan([signed])))
    assert without.count("1,5/2") == 1  # no divider: the heading has them
    assert "Điểm" not in list(_index_texts(plan([document("KHAC-01")])))


def test_a_leaf_s_bookmark_leads_to_its_divider() -> None:
    leaf = Heading("Kế hoạch", "1.1", "1/2")
    divider = BundleEntry("TC1.1", "Kế hoạch", (leaf,), Divider())
    made = plan([divider, document("TC1.1-01", place=(leaf,))])
    assert made.outline[1] == Bookmark("1.1. Kế hoạch", 2, (Bookmark("TC1.1-01 Tài liệu TC1.1-01", 3),))


def test_a_cover_moves_everything_by_a_page_and_the_bundle_opens_at_its_index() -> None:
    made = plan([document("A")], cover=Cover(("UBND xã",), "Hồ sơ"))
    assert [(part.code, part.first) for part in made.parts] == [("BIA", 1), ("ML", 2), ("A", 3)]
    assert made.opening == 2
    assert made.links[0].page == 2
    assert made.marks[0].stamp == "BIA/1 | Trang 1/3"


def test_blank_pages_are_named_in_the_index() -> None:
    entry = document("A", count=5)
    blank = replace(entry, content=PdfPages(Path("a.pdf"), 5, blank=(2, 4)))
    dropped = replace(document("B"), content=PdfPages(Path("b.pdf"), 5, dropped=(3,)))
    text = " ".join(_index_texts(plan([blank, dropped])))
    assert "trang trống: 2, 4" in text
    assert "đã bỏ trang trống của tệp gốc: 3" in text


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=400), max_size=30), st.text(max_size=900))
def test_a_divider_knows_its_length_and_keeps_its_margins(titles: list[str], statement: str) -> None:
    leaf = Heading("Kế hoạch", "1.1", "1/2")
    proofs = tuple(ProofLine(title, "thiếu", ("A",)) for title in titles)
    lacks = tuple(Lack(title, title, title) for title in titles)
    entry = BundleEntry("TC1.1", "Kế hoạch", (leaf,), Divider(statement, statement, proofs, lacks))
    made = plan([entry, document("A", place=(leaf,))])
    sheet = made.parts[1]
    assert isinstance(sheet.content, tuple)
    assert sheet.count == len(sheet.content)
    for line in (line for page in sheet.content for line in page.lines):
        assert line.x + measure(line.text, line.face, line.size) <= layout.RIGHT + 0.1
        assert layout.BOTTOM <= line.y <= layout.TOP
