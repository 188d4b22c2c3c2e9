"""Every page in a real Chromium, at a desk and on a phone: quiet, inside the window, light, and open to everybody.

What a page must not do is collected over all pages of a role, so that one run tells all that is wrong.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize

from tests.web.conftest import OTHER, UNIT
from tests.web.test_web_access import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import ConsoleMessage, Error, Page, Request

    from tests.web.conftest import OpenAs

DESK, PHONE = ViewportSize(width=1366, height=900), ViewportSize(width=390, height=844)
FILE = "1.1/KH 05 CCHC 2020.pdf"
# What a page looks like when it is asked for something.
ASKED = {"tep": f"?tep={FILE}", "tim": "?tim=kế hoạch", "nhat-ky": f"?don-vi={UNIT}"}
# The two who see the same pages differently; the others are followed to the pages that these two do not reach.
OWNER, LEADER = "xa", "noi-vu"
ROLES = (OWNER, LEADER, "co-quan", "thu-ky", "chu-tich", "luu-tru", "quan-tri")
FIRST_PAGE = 300_000  # bytes
GRAVE = {"serious", "critical"}
# A command to type, which nobody in a browser can; one that the machine's keeper must type is said to be so.
TYPED = re.compile(r"(?<!lệnh «)(?<![\w./-])dossier [a-z]")


@pytest.fixture(scope="module")
def pages(app: Any, visit: Callable[[str], Client]) -> dict[str, list[str]]:
    """By account, the addresses to look at: those that answer with a page."""
    from django.urls import reverse

    found: dict[str, list[str]] = {}
    for name in ROLES:
        known = {address for others in found.values() for address in others} if len(found) > 1 else set()
        asked = (reverse(route.name, kwargs=given) + ASKED.get(route.name, "") for route, given in addresses(app))
        mine = (address for address in dict.fromkeys(asked) if address not in known and OTHER not in address)
        client = visit(name)
        found[name] = [address for address in mine if is_page(client.get(address))]
    assert all(found[name] for name in (OWNER, LEADER, "quan-tri"))
    return found


def is_page(answer: Any) -> bool:
    """Not a form's target, a picture, a file, a redirection or a refusal."""
    answer.close()
    return answer.status_code == 200 and str(answer.headers["Content-Type"]).startswith("text/html")


def watch(page: Page, live: str, faults: list[str]) -> list[Request]:
    """Note what the browser complains of and whatever leaves this server; give back the requests as they are made."""
    requests: list[Request] = []

    def asked(request: Request) -> None:
        requests.append(request)
        if not request.url.startswith((live, "data:")):
            faults.append(f"{page.url}: asks {request.url}")

    def said(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            faults.append(f"{page.url}: {message.text}")

    def failed(error: Error) -> None:
        faults.append(f"{page.url}: {error}")

    page.on("console", said)
    page.on("pageerror", failed)
    page.on("request", asked)
    return requests


@pytest.mark.parametrize("name", ROLES)
def test_pages_are_quiet_and_stay_inside_the_window(
    pages: dict[str, list[str]], open_as: OpenAs, live: str, name: str
) -> None:
    faults: list[str] = []
    page = open_as(name)
    watch(page, live, faults)
    for address in pages[name]:
        page.set_viewport_size(DESK)
        page.goto(address)
        faults += overflow(page)
        page.set_viewport_size(PHONE)
        faults += overflow(page)
        faults += [f"{address}: {line}" for line in page.inner_text("body").splitlines() if TYPED.search(line)]
    assert faults == []


def overflow(page: Page) -> Iterator[str]:
    """What sticks out of the window, outside the boxes that scroll by themselves."""
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{page.url}: {page.evaluate(WIDEST)}"


WIDEST = """() => { const out = [...document.querySelectorAll("body *")].filter(e =>
  e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll, .top nav"));
  return `${innerWidth}: ${out.at(-1)?.outerHTML.slice(0, 160)}`; }"""


def test_the_first_page_is_light(open_as: OpenAs, live: str) -> None:
    page = open_as(LEADER)
    requests = watch(page, live, [])
    page.goto("/", wait_until="networkidle")
    bodies = {request.url: request.sizes()["responseBodySize"] for request in requests}
    assert len(bodies) > 3
    assert sum(bodies.values()) <= FIRST_PAGE, bodies


@pytest.mark.parametrize("name", ROLES)
def test_the_accessibility_checker_finds_no_grave_fault(
    pages: dict[str, list[str]], open_as: OpenAs, name: str
) -> None:
    # The checker's script is not ours, so the content policy must let it in here.
    page = open_as(name, bypass_csp=True)
    faults = []
    for address in pages[name]:
        page.goto(address)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            faults += [f"{address} ({size['width']}): {fault}" for fault in grave_faults(page)]
    assert faults == []


def grave_faults(page: Page) -> Iterator[str]:
    """What axe-core calls serious or critical."""
    for found in Axe().run(page).response["violations"]:
        if found["impact"] in GRAVE:
            for node in found["nodes"][:3]:
                yield f"{found['id']}: {node['html'][:160]}"
