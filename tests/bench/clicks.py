"""People clicking through the service, in a process of their own: ``python -m tests.bench.clicks < what-to-do.json``.

Each person keeps one connection, as a browser does, looks at a page for two to six seconds and asks for another; every
twentieth time they change one reason on an appraisal and save it, which makes what all pages keep be made anew.
"""

from __future__ import annotations

import gzip
import html
import http.client
import json
import random
import re
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

THINK = (2.0, 6.0)  # seconds between an answer and the next click of one person
SAVES = 20  # one click in so many
_BOXES = re.compile(r'<(?:input|textarea)[^>]*? name="([^"]+)"[^>]*?(?: value="([^"]*)")?[^>]*>(?:([^<]*)</textarea>)?')


@dataclass(frozen=True)
class Plan:
    """What to do.

    Attributes:
        pages: by kind of page, its addresses.
        saves: pages of appraisal that are open.
    """

    port: int
    cookie: str
    seconds: int
    people: int
    pages: dict[str, list[str]]
    saves: list[str]


@dataclass
class Told:
    """What came of it: seconds by kind of page, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


class Person:
    """One of the people."""

    def __init__(self, plan: Plan, seed: int, told: Told) -> None:
        self._plan, self._told = plan, told
        self._chance = random.Random(seed)  # noqa: S311 - who clicks where is no secret
        self._line = http.client.HTTPConnection("127.0.0.1", plan.port, timeout=60)

    def click(self) -> None:
        """Until the time is over."""
        end = time.monotonic() + self._plan.seconds
        time.sleep(self._chance.uniform(0, THINK[1]))  # nobody begins at the same moment
        while time.monotonic() < end:
            kind = self._chance.choice(list(self._plan.pages))
            if self._plan.saves and self._chance.randrange(SAVES) == 0:
                self._save(self._chance.choice(self._plan.saves))
            else:
                self._ask(kind, "GET", self._chance.choice(self._plan.pages[kind]))
            time.sleep(self._chance.uniform(*THINK))

    def _save(self, page: str) -> None:
        filled = fill(self._ask("thẩm định", "GET", page))
        reason = next((name for name in filled if name.startswith("ly-do:")), None)
        if reason:
            filled[reason] = f"Xem lại lần {self._chance.randrange(10**9)}"
            self._ask("lưu thẩm định", "POST", page, filled)

    def _ask(self, kind: str, method: str, page: str, filled: dict[str, str] | None = None) -> str:
        token = (filled or {}).get("csrfmiddlewaretoken", "")
        headers = {"Cookie": f"{self._plan.cookie}; dossier_csrf={token}", "Accept-Encoding": "gzip"}
        if filled:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        begin = time.perf_counter()
        try:
            self._line.request(method, page, body=urlencode(filled) if filled else None, headers=headers)
            answer = self._line.getresponse()
            body = answer.read()
            # A clash is an answer, too: two people changed one reason at the same moment.
            if answer.status not in {200, 302, 409}:
                self._told.faults.append(f"{page}: {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            self._told.faults.append(f"{page}: {error!r}")
            self._line.close()
            body = b""
        self._told.times.setdefault(kind, []).append(time.perf_counter() - begin)
        return unpack(body)


def unpack(body: bytes) -> str:
    """A page as text, whether it came packed or not."""
    return (gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body).decode()


def fill(page: str) -> dict[str, str]:
    """The boxes of a page's form with what stands in them."""
    found = (match.groups() for match in _BOXES.finditer(page))
    return {name: html.unescape(value or told or "") for name, value, told in found}


def click_through(plan: Plan) -> Told:
    """All people at once."""
    told = Told()
    threads = [threading.Thread(target=Person(plan, seed, told).click) for seed in range(plan.people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def quantile(times: Sequence[float], share: float) -> float:
    """The time that this share of the answers did not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


if __name__ == "__main__":
    json.dump(asdict(click_through(Plan(**json.load(sys.stdin)))), sys.stdout)
