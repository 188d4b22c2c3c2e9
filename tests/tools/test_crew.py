from __future__ import annotations

import os
import time
from concurrent.futures import as_completed
from typing import TYPE_CHECKING

import pytest

from dossier.errors import ToolFailedError
from dossier.tools import Crew

if TYPE_CHECKING:
    from pathlib import Path


def _double(number: int) -> int:
    return 2 * number


def _die(number: int) -> int:
    os._exit(number)


def _die_once(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os._exit(9)
    return "done"


def _hang() -> None:
    time.sleep(60)


def _fail() -> None:
    raise ValueError("sai")


def test_results_come_back_through_the_executor_seam() -> None:
    with Crew(2, limit=30) as crew:
        assert sorted(crew.map(_double, range(5))) == [0, 2, 4, 6, 8]


def test_a_task_that_kills_its_worker_costs_itself_only() -> None:
    with Crew(1, limit=30) as crew:
        futures = [crew.submit(_double, 1), crew.submit(_die, 3), crew.submit(_double, 2)]
        outcomes = {futures.index(future): future.exception() for future in as_completed(futures)}
    assert isinstance(outcomes[1], ToolFailedError)
    assert (outcomes[0], outcomes[2]) == (None, None)


def test_a_task_whose_process_was_killed_by_somebody_else_is_tried_again(tmp_path: Path) -> None:
    with Crew(1, limit=30) as crew:
        assert crew.submit(_die_once, tmp_path / "seen").result() == "done"


def test_a_task_that_hangs_is_ended() -> None:
    with Crew(1, limit=0.5) as crew, pytest.raises(ToolFailedError, match="giây"):
        crew.submit(_hang).result()


def test_the_task_s_own_error_is_handed_on() -> None:
    with Crew(1, limit=30) as crew, pytest.raises(ValueError, match="sai"):
        crew.submit(_fail).result()


def test_an_error_in_the_block_waits_for_nobody() -> None:
    def interrupted() -> None:
        with Crew(1, limit=60) as crew:
            crew.submit(_hang)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()


def test_no_process_starts_before_there_is_work() -> None:
    with Crew(4, limit=30) as crew:
        assert [worker._process for worker in crew._workers] == [None] * 4
