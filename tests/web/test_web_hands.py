"""Without a mouse, and on paper: the pages by the keyboard alone, and what a printer gets of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from playwright.sync_api import ViewportSize, expect

from dossier.pipeline.appraise import receive_units
from dossier.pipeline.appraise_typed import own_values
from dossier.pipeline.standing import read_states
from dossier.rounds import office_leaves
from tests.web.conftest import OFFICE, OTHER, UNIT
from tests.web.handover_world import kept_year

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.web.conftest import OpenAs

SIZES = [ViewportSize(width=1366, height=900), ViewportSize(width=390, height=844)]
STEPS = 60
# What the keyboard is on: whether it comes after the last stop, can be seen, and shows that it is chosen.
STOP = """before => { const at = document.activeElement, box = at.getBoundingClientRect(), look = getComputedStyle(at);
  const seen = box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0 && box.top < innerHeight;
  const last = window.lastStop; window.lastStop = at;
  const follows = !last || last === at || Boolean(last.compareDocumentPosition(at) & 4);
  return [at.tagName, seen, follows, look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2,
          at.outerHTML.slice(0, 120)]; }"""


@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_the_first_stop_leads_past_the_navigation(open_as: OpenAs, size: ViewportSize) -> None:
    page = open_as("xa", viewport=size)
    page.goto(f"/don-vi/{UNIT}")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Đến nội dung"
    box = skip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "noi-dung"
    page.keyboard.press("Tab")
    assert page.evaluate("Boolean(document.activeElement.closest('main'))")


@pytest.mark.parametrize(
    "address",
    ["/", f"/don-vi/{UNIT}", f"/don-vi/{UNIT}/tu-cham", f"/don-vi/{UNIT}/giao-nop", f"/don-vi/{UNIT}/hop-cho"],
)
@pytest.mark.parametrize("size", SIZES, ids=["desk", "phone"])
def test_every_stop_of_the_keyboard_is_seen_in_the_order_of_the_page(
    open_as: OpenAs, address: str, size: ViewportSize
) -> None:
    page = open_as("xa", viewport=size)
    page.goto(address)
    faults = []
    for _ in range(STEPS):
        page.keyboard.press("Tab")
        tag, seen, follows, outlined, html = page.evaluate(STOP)
        if tag == "BODY":  # past the last stop
            break
        if not (seen and follows and outlined):
            faults.append((seen, follows, outlined, html))
    assert faults == []


def test_the_page_at_hand_is_seen_in_the_navigation_of_a_phone(open_as: OpenAs) -> None:
    page = open_as("noi-vu", viewport=SIZES[1])
    page.goto("/nhat-ky")
    box = page.locator(".top nav [aria-current]").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= SIZES[1]["width"]


# --- appraisal by the keyboard --------------------------------------------------------------------


@pytest.fixture
def received(app: Any, campaign: Path, tmp_path: Path) -> Iterator[list[str]]:
    """Two units wait for the first appraisal; the leaves of the office in the order of the page."""
    del app
    from dossier.web.opened import desk

    with kept_year(campaign, tmp_path / "truoc"):
        with desk().writing() as run:
            units = run.units([UNIT, OTHER])
            receive_units(run, units, parts=("bao-cao", "minh-chung"), arrived=run.now, who="Nội vụ")
            office = next(office for office in run.campaign.offices if office.id == OFFICE)
            mine = office_leaves(run.criteria, run.campaign, office)
            leaves = [placed.id for placed in run.criteria.leaves() if placed.id in mine]
        yield leaves


def tab_to(page: Page, name: str, press: str = "Tab") -> None:
    """Tab on (or back) until the keyboard is on a field or a button."""
    for _ in range(STEPS):
        page.keyboard.press(press)
        if page.evaluate("document.activeElement.name || document.activeElement.innerText") == name:
            return
    raise AssertionError(f"{name} cannot be reached")


def test_an_appraiser_goes_through_their_units_by_the_keyboard_alone(open_as: OpenAs, received: list[str]) -> None:
    first, second = received[:2]
    page = open_as("co-quan")
    page.goto(f"/tham-dinh/{OFFICE}")
    tab_to(page, "UBND xã An Bình")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{UNIT}")
    tab_to(page, f"diem:{first}")
    page.keyboard.type("0")
    page.keyboard.press("Tab")
    page.keyboard.type("Thiếu văn bản ban hành")
    page.keyboard.press("Tab")
    page.keyboard.type("Gửi văn bản có dấu")
    tab_to(page, f"diem:{second}")
    page.keyboard.type("0")
    page.keyboard.press("Tab")
    page.keyboard.type("Không có minh chứng")
    page.keyboard.press("Control+s")
    expect(page.locator(".notice.success")).to_have_text("Đã ghi 2 tiêu chí của UBND xã An Bình.")
    assert page.input_value(f"[name='diem:{first}']") == "0"
    assert page.input_value(f"[name='yeu-cau:{first}']") == "Gửi văn bản có dấu"
    assert page.evaluate("document.activeElement.name") == f"ly-do:{second}"  # where the appraiser was
    tab_to(page, "tiep", "Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{OTHER}")
    assert standing(UNIT) == {first, second}


def standing(unit: str) -> set[str]:
    """The leaves that the office has appraised."""
    from dossier.web.opened import desk

    with desk().reading() as run:
        office = next(office for office in run.campaign.offices if office.id == OFFICE)
        return {leaf for leaf, given in own_values(read_states(run)[unit], 1, office).items() if given}


# --- on paper -------------------------------------------------------------------------------------


def printed(page: Page) -> str:
    """The words on the paper, in one line."""
    with pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True)) as pdf:
        texts = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    return re.sub(r"\s+", " ", " ".join(texts))


@pytest.mark.parametrize(
    ("name", "address", "rows"),
    [
        ("noi-vu", "/", "table.heat tbody tr"),
        ("xa", f"/don-vi/{UNIT}", "table.proofs tbody tr"),
        ("xa", f"/don-vi/{UNIT}/giao-nop", "table tbody tr"),
        ("noi-vu", "/ket-qua", "table tbody tr"),
    ],
    ids=["overview", "checklist", "handover", "results"],
)
def test_paper_holds_every_row_whole_and_no_navigation(open_as: OpenAs, name: str, address: str, rows: str) -> None:
    page = open_as(name)
    page.goto(address)
    page.emulate_media(media="print")
    for hidden in (".top nav", ".who a", ".tabs", ".skip", "footer", ".actions", ".drop"):
        for part in page.locator(hidden).all():
            assert not part.is_visible(), hidden
    paper = printed(page)
    assert "Đăng xuất" not in paper
    heads = [row.locator("th").first.inner_text() for row in page.locator(rows).all() if row.locator("th").count()]
    heads = [head for head in heads if head.strip()]
    assert len(heads) >= 3
    lost = [head for head in heads if re.sub(r"\s+", " ", head).strip()[:12] not in paper]
    assert lost == []
    page.set_viewport_size({"width": 700, "height": 990})  # the width of A4 between its margins, in CSS pixels
    cut = page.evaluate(
        "[...document.querySelectorAll('.scroll')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0
