"""One bundle of the whole reference shelf: what is readable is in it, the rest is named, every stamp is upright."""

from __future__ import annotations

import csv
import math
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from pypdfium2 import raw

from dossier.bundle import measure_text, verify_bundle, verify_file, write_bundle
from dossier.bundle.model import BundleEntry, Heading, PdfPages, Placeholder
from dossier.bundle.plan import plan_volumes
from dossier.intake.model import FileKind
from dossier.pdf import PdfSession, convert_evidence_all

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.bundle.model import BundlePlan

SHELF = Path(__file__).parents[2].parent / "shared" / "material" / "pdf"
KINDS = {".pdf": FileKind.PDF, ".jpg": FileKind.IMAGE, ".png": FileKind.IMAGE, ".txt": FileKind.TEXT}

pytestmark = pytest.mark.shared


@pytest.fixture(name="rows", scope="module")
def fixture_rows() -> list[list[str]]:
    """File, …, pages as other libraries count them, …, verdict."""
    if not SHELF.is_dir():
        pytest.skip("the reference shelf ../shared is absent")
    with (SHELF / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        return list(csv.reader(table, delimiter="\t"))[1:]


@pytest.fixture(name="plan", scope="module")
def fixture_plan(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> BundlePlan:
    folder = tmp_path_factory.mktemp("trang")
    sources = [SHELF / row[0] for row in rows]
    with PdfSession() as session:
        tasks = [(path, KINDS[path.suffix], folder / f"{number}.pdf") for number, path in enumerate(sources)]
        made = convert_evidence_all(tasks, session=session)
    entries = []
    for number, (row, source) in enumerate(zip(rows, sources, strict=True)):
        found = made[source]
        reason = found.failure.message if found.failure else ""
        content = PdfPages(found.target, found.pages) if found.target else Placeholder(reason)
        entries.append(BundleEntry(f"TC1-{number:03d}", row[0], (Heading("Kệ"),), content, source=row[0]))
    (plan,) = plan_volumes(entries, title="Kệ tài liệu", measure=measure_text, sample=True)
    return plan


@pytest.fixture(name="bundle", scope="module")
def fixture_bundle(plan: BundlePlan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_bundle(plan, tmp_path_factory.mktemp("bo") / plan.file_name).path


def test_every_file_has_its_pages_or_one_page_that_names_it(rows: list[list[str]], plan: BundlePlan) -> None:
    counts = {part.title: (part.count, isinstance(part.content, Placeholder)) for part in plan.parts[1:]}
    wrong = []
    for name, *_, found, _, verdict in rows:
        pages = re.search(r"pikepdf=ok (\d+)p", found)
        readable = verdict.split(":")[0] not in {"broken", "locked"} and not (pages and pages[1] == "0")
        count, placeholder = counts[name]
        # Of images, and of what only other libraries open, the number of pages is not told.
        if placeholder == readable or (readable and pages and count != int(pages[1])):
            wrong.append((name, count, placeholder, verdict))
    assert len(rows) > 400
    assert wrong == []


def test_it_verifies_with_and_without_its_plan(rows: list[list[str]], plan: BundlePlan, bundle: Path) -> None:
    assert verify_bundle(bundle, plan, files=[row[0] for row in rows]) == ()
    assert verify_file(bundle).problems == ()


def test_every_stamp_is_upright_and_inside_the_visible_page(plan: BundlePlan, bundle: Path) -> None:
    with closing(pypdfium2.PdfDocument(bundle)) as document:
        wrong = [
            mark.stamp
            for page, mark in zip(document, plan.marks, strict=True)
            if not all(upright and inside for upright, inside in _letters(page, mark.stamp))
        ]
    assert wrong == []


def _letters(page: pypdfium2.PdfPage, text: str) -> Iterator[tuple[bool, bool]]:
    """Of each letter of a text: whether it stands upright, and inside the page a viewer shows; a no if it is absent."""
    box = page.get_cropbox()
    (left, right), (bottom, top) = sorted(box[::2]), sorted(box[1::2])
    with closing(page.get_textpage()) as words:
        found = words.search(text).get_next()
        if found is None:
            yield False, False
            return
        for index in range(found[0], sum(found)):
            if words.get_text_range(index, 1) != " ":
                # Both turn clockwise.
                turned = raw.FPDFText_GetCharAngle(words, index) + math.radians(page.get_rotation())
                x1, y1, x2, y2 = words.get_charbox(index)
                yield math.cos(turned) > 0.99, left <= x1 and bottom <= y1 and x2 <= right and y2 <= top
