"""The worker process: a native crash, a hang or an odd error costs one task and not the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from dossier.errors import ToolFailedError
from dossier.tools import Worker
from dossier.tools.worker import _deaf

if TYPE_CHECKING:
    from collections.abc import Iterator

LONG = 60.0


def add(left: int, *, right: int) -> int:
    return left + right


def crash() -> None:
    os._exit(9)


def hang() -> None:
    threading.Event().wait()


def process_id() -> int:
    return os.getpid()


def variable(name: str) -> str | None:
    return os.environ.get(name)


def refuse(text: str) -> None:
    raise ValueError(text)


def chatter() -> str:
    os.write(1, b"native noise")
    os.write(2, b"native noise")
    return "done"


class AwkwardError(Exception):
    """An error that cannot be rebuilt from its arguments, as some libraries have."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


def raise_awkward() -> None:
    raise AwkwardError(7, "khó chịu")


@pytest.fixture(name="worker")
def fixture_worker() -> Iterator[Worker]:
    with Worker(environment={"DOSSIER_TEST": "có dấu"}) as worker:
        yield worker


def test_returns_what_the_function_returns(worker: Worker) -> None:
    assert worker.call(add, LONG, 2, right=3) == 5


def test_runs_in_one_other_process(worker: Worker) -> None:
    first, second = worker.call(process_id, LONG), worker.call(process_id, LONG)

    assert first == second != os.getpid()


@pytest.mark.skipif(sys.platform == "win32", reason="no signal masks")
def test_a_process_that_is_just_starting_does_not_hear_ctrl_c() -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    with _deaf():
        heard = subprocess.run(
            [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGINT); print('on')"],
            check=False,
            capture_output=True,
        )
    assert heard.stdout.strip() == b"on"
    assert signal.pthread_sigmask(signal.SIG_BLOCK, ()) == before


def test_sets_the_environment_there_and_not_here(worker: Worker) -> None:
    assert worker.call(variable, LONG, "DOSSIER_TEST") == "có dấu"
    assert "DOSSIER_TEST" not in os.environ


def test_raises_what_the_function_raises_and_goes_on(worker: Worker) -> None:
    with pytest.raises(ValueError, match="sai rồi"):
        worker.call(refuse, LONG, "sai rồi")

    assert worker.call(add, LONG, 1, right=1) == 2


def test_an_error_that_does_not_pickle_keeps_its_text(worker: Worker) -> None:
    with pytest.raises(RuntimeError, match="AwkwardError: khó chịu"):
        worker.call(raise_awkward, LONG)


def test_a_crash_costs_one_task(worker: Worker) -> None:
    before = worker.call(process_id, LONG)

    with pytest.raises(ToolFailedError, match="dừng đột ngột"):
        worker.call(crash, LONG)

    assert worker.call(process_id, LONG) != before


def test_a_hang_costs_one_task(worker: Worker) -> None:
    with pytest.raises(ToolFailedError, match=r"quá 0\.5 giây"):
        worker.call(hang, 0.5)

    assert worker.call(add, LONG, 1, right=1) == 2


def test_native_noise_does_not_reach_the_terminal(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    assert worker.call(chatter, LONG) == "done"
    assert capfd.readouterr() == ("", "")


def test_stops_twice_and_starts_again(worker: Worker) -> None:
    worker.call(add, LONG, 1, right=1)
    worker.stop()
    worker.stop()

    assert worker.call(add, LONG, 1, right=1) == 2
