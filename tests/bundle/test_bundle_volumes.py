"""Volumes and supplements: what is cut apart and what is added keeps its codes and says where it is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.bundle import measure_text, plan_volumes, verify_bundle, verify_file, write_bundle
from dossier.bundle.model import BundleEntry, Cover, Divider, Heading, PdfPages, ProofLine, Repeat
from dossier.pdf import read_text
from tests.bundle.bundle_world import COVER, TITLE, Maker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.bundle.model import BundlePlan

MB = 1_000_000
LEAF = Heading("Kế hoạch", "1.1", "1/2")


def document(code: str, *, size: int = 0, count: int = 2) -> BundleEntry:
    content = PdfPages(Path(f"{code}.pdf"), count, size=size)
    return BundleEntry(code, f"Tài liệu {code}", (LEAF,), content, source=f"{code}.pdf")


def divider(code: str, *codes: str) -> BundleEntry:
    return BundleEntry(code, "Kế hoạch", (LEAF,), Divider(proofs=(ProofLine("Kế hoạch", "đủ", codes),)))


def volumes(entries: Sequence[BundleEntry], limit: int | None, cover: Cover | None = None) -> tuple[BundlePlan, ...]:
    return plan_volumes(entries, title=TITLE, measure=measure_text, limit=limit, cover=cover)


def codes_of(plan: BundlePlan) -> list[str]:
    return [part.code for part in plan.parts if part.code not in {"ML", "BIA"}]


def test_a_volume_ends_where_its_size_does_and_order_is_kept() -> None:
    entries = [document(f"TC1-{number:02d}", size=3 * MB) for number in range(7)]
    plans = volumes(entries, 10 * MB)
    assert [codes_of(plan) for plan in plans] == [
        ["TC1-00", "TC1-01", "TC1-02"],
        ["TC1-03", "TC1-04", "TC1-05"],
        ["TC1-06"],
    ]
    assert [plan.file_name for plan in plans] == [f"bo-ho-so-tap-{number}.pdf" for number in (1, 2, 3)]
    assert [(plan.volume, plan.volumes) for plan in plans] == [(1, 3), (2, 3), (3, 3)]


def test_without_a_limit_or_below_it_there_is_one_file_without_volume_marks() -> None:
    for limit in (None, 100 * MB):
        (plan,) = volumes([document("TC1-01", size=MB)], limit)
        assert plan.file_name == "bo-ho-so.pdf"
        assert plan.marks[-1].stamp == "TC1-01/2 | Trang 3/3"


def test_a_document_larger_than_the_limit_has_a_volume_of_its_own() -> None:
    entries = [document("TC1-01", size=MB), document("TC1-02", size=90 * MB), document("TC1-03", size=MB)]
    assert [codes_of(plan) for plan in volumes(entries, 10 * MB)] == [["TC1-01"], ["TC1-02"], ["TC1-03"]]


def test_a_divider_is_never_left_behind_by_its_first_document() -> None:
    entries = [document("TC1-01", size=8 * MB), divider("TC2", "TC2-01"), document("TC2-01", size=8 * MB)]
    assert [codes_of(plan) for plan in volumes(entries, 10 * MB)] == [["TC1-01"], ["TC2", "TC2-01"]]


@settings(max_examples=40, deadline=None)
@given(
    sizes=st.lists(st.integers(0, 12 * MB), min_size=1, max_size=30),
    limit=st.integers(2 * MB, 20 * MB),
    with_cover=st.booleans(),
)
def test_volumes_share_out_all_documents_and_every_index_lists_all(
    sizes: list[int], limit: int, *, with_cover: bool
) -> None:
    entries = [document(f"TC1-{number:02d}", size=size) for number, size in enumerate(sizes)]
    plans = volumes(entries, limit, COVER if with_cover else None)
    assert [code for plan in plans for code in codes_of(plan)] == [entry.code for entry in entries]
    for plan in plans:
        pages = [page for part in plan.parts for page in range(part.first, part.last + 1)]
        assert pages == list(range(1, plan.page_count + 1))
        assert [link.code for link in plan.links] == codes_of(plan)
        for link in plan.links:
            assert f"{link.code}/1 | " in plan.marks[link.target - 1].stamp
        index = plan.parts[plan.opening - 1 if plan.opening == 1 else 1]
        assert isinstance(index.content, tuple)
        printed = {line.text for sheet in index.content for line in sheet.lines}
        assert {entry.code for entry in entries} <= printed


def test_what_lies_in_another_volume_is_named_by_volume_and_page(maker: Maker, tmp_path: Path) -> None:
    """Two volumes, really written: a divider in the second lists a document of the first."""
    one, two = maker.pdf("one", pages=3), maker.pdf("two", pages=2)
    entries = [
        BundleEntry("TC1-01", "Kế hoạch", (LEAF,), PdfPages(one.pdf, 3, size=8 * MB), source="1.pdf"),
        divider("TC2", "TC1-01", "TC2-01"),
        BundleEntry("TC1-01", "Kế hoạch", (LEAF,), Repeat("TC1-01"), source="1.pdf"),
        BundleEntry("TC2-01", "Báo cáo", (LEAF,), PdfPages(two.pdf, 2, size=8 * MB), source="2.pdf"),
    ]
    plans = volumes(entries, 10 * MB, COVER)
    paths = [write_bundle(plan, tmp_path / plan.file_name).path for plan in plans]
    assert len(paths) == 2
    for path, plan in zip(paths, plans, strict=True):
        assert verify_bundle(path, plan, files=["1.pdf", "2.pdf"]) == ()
        assert verify_file(path).problems == ()
    cover, index, sheet, *_ = (" ".join(text.split()) for text in read_text(paths[1]))
    assert "Tập 2/2 (bo-ho-so-tap-2.pdf)" in cover
    assert "T.1: bo-ho-so-tap-1.pdf; T.2: bo-ho-so-tap-2.pdf" in index
    assert "T.1: 3–5" in index
    assert "T.1: 3–5" in sheet
    assert "TC2/1 | T.2 | Trang 3/5" in sheet
    assert {link.code for link in plans[1].links} == {"TC2", "TC2-01"}
    titles = [bookmark.title for heading in plans[1].outline for bookmark in heading.children]
    assert titles == ["TC2-01 Báo cáo"]
