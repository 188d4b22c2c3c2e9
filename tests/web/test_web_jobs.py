"""Long work in the background: stopped when asked, told after a restart, answered when it breaks."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock

import pytest

from tests.web.conftest import OTHER
from tests.web.handover_world import done

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

WORK = f"/don-vi/{OTHER}/giao-nop/nop"


class Slow:
    """Work that begins, waits to be let go on, and then makes one step."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()

    def __call__(self, run: Any, job: Any) -> Any:
        from dossier.web.verbs import Outcome

        self.begun.set()
        assert self.go_on.wait(60)
        run.progress.start(f"Việc của {job.account}", 1)
        return Outcome("xong việc")


@pytest.fixture
def slow(app: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    """Submitting takes as long as the test wants."""
    del app
    from dossier.web.opened import bench
    from dossier.web.verbs import VERBS

    work = Slow()
    monkeypatch.setitem(VERBS, "nop", replace(VERBS["nop"], work=work))
    yield work
    work.go_on.set()
    assert bench().wait_idle(patience=60)


def number(answer: Any) -> int:
    return int(answer.headers["Location"].rpartition("/")[2])


def test_running_work_is_stopped_at_its_next_step_and_waiting_work_at_once(
    visit: Callable[[str], Client], slow: Slow
) -> None:
    from dossier.web.models import Job
    from dossier.web.opened import bench

    client = visit("xa-khac")
    running = number(client.post(WORK, {"ly-do": "một"}))
    assert slow.begun.wait(60)
    waiting = number(client.post(WORK, {"ly-do": "hai"}))
    assert number(client.post(WORK, {"ly-do": "hai"})) == waiting  # asked twice is done once

    assert visit("xa").post(f"/viec/{waiting}/dung").status_code == 403
    client.post(f"/viec/{waiting}/dung")
    assert Job.objects.get(pk=waiting).state == "huy"
    client.post(f"/viec/{running}/dung")
    assert Job.objects.get(pk=running).state == "chay"
    slow.go_on.set()
    assert bench().wait_idle(patience=60)
    assert Job.objects.get(pk=running).state == "huy"
    assert "Đã dừng theo yêu cầu" in client.get(f"/viec/{running}").content.decode()


def test_work_that_a_stop_of_the_machine_cut_off_is_told_as_lost(app: Any, visit: Callable[[str], Client]) -> None:
    del app
    from dossier.web.clock import now
    from dossier.web.jobs import Bench
    from dossier.web.models import Job
    from dossier.web.opened import desk

    cut = Job.objects.create(verb="nop", unit=OTHER, title="Nộp", account="A", state=Job.State.RUNNING, asked_at=now())
    kept = Job.objects.create(verb="nop", unit=OTHER, title="Nộp", account="A", state=Job.State.DONE, asked_at=now())
    after = Bench(desk())
    after.start()
    after.stop()
    cut.refresh_from_db()
    kept.refresh_from_db()
    assert (cut.state, kept.state) == ("mat", "xong")
    assert "Hãy chạy lại" in visit("xa-khac").get(f"/viec/{cut.pk}").content.decode()


def test_a_bug_in_one_job_is_told_and_the_next_is_done(
    app: Any, visit: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    del app
    from dossier.web.verbs import VERBS, Outcome

    outcomes = [ZeroDivisionError, OSError(28, "No space left on device", "goi.zip"), Outcome("tốt")]
    monkeypatch.setitem(VERBS, "nop", replace(VERBS["nop"], work=Mock(side_effect=outcomes)))
    told = [done(visit("xa-khac").post(WORK)).message for _ in outcomes]
    assert told[0] == "Lỗi của chương trình: ZeroDivisionError."
    assert told[1].startswith("Không đọc hoặc ghi được goi.zip: ")
    assert told[2] == "tốt"
