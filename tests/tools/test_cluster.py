"""The cluster behind the executor seam, on a scheduler and workers of this machine."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from distributed import LocalCluster

from dossier.errors import ToolFailedError
from dossier.tools.cluster import Cluster, ClusterError, Terms, perform
from dossier.tools.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Dask's own threads close their sockets when they come to it.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0", protocol="tcp") as cluster:
        yield cluster.scheduler_address


def _double(number: int) -> int:
    return 2 * number


def _die() -> None:
    os._exit(3)


def _hang() -> None:
    time.sleep(60)


def _fail() -> None:
    raise ValueError("sai")


def test_results_come_back_through_the_executor_seam(address: str) -> None:
    with Cluster(address, limit=30) as cluster:
        assert list(cluster.map(_double, range(5))) == [0, 2, 4, 6, 8]


def test_a_task_that_kills_its_process_costs_itself_only(address: str) -> None:
    with Cluster(address, limit=30) as cluster:
        good, bad, after = cluster.submit(_double, 1), cluster.submit(_die), cluster.submit(_double, 2)
        with pytest.raises(ToolFailedError, match="dừng đột ngột"):
            bad.result()
        assert (good.result(), after.result()) == (2, 4)


def test_a_task_that_hangs_is_ended(address: str) -> None:
    with Cluster(address, limit=0.5) as cluster, pytest.raises(ToolFailedError, match="giây"):
        cluster.submit(_hang).result()


def test_the_task_s_own_error_is_handed_on(address: str) -> None:
    with Cluster(address, limit=30) as cluster, pytest.raises(ValueError, match="sai"):
        cluster.submit(_fail).result()


def test_equal_calls_are_not_taken_for_one(address: str) -> None:
    with Cluster(address, limit=30) as cluster:
        futures = [cluster.submit(os.getpid) for _ in range(4)]
        assert all(future.result() != os.getpid() for future in futures)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tcp://127.0.0.1:99999", "tcp://127.0.0.1", "may-chu"])
def test_no_scheduler_is_told_with_the_address(address: str) -> None:
    with pytest.raises(ClusterError, match=f"{address}:"):
        Cluster(address, limit=1)


def test_a_scheduler_without_workers_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.tools.cluster._JOIN", 0.1)
    with (
        LocalCluster(n_workers=0, dashboard_address=":0", protocol="tcp") as empty,
        pytest.raises(ClusterError, match="dask worker"),
    ):
        Cluster(empty.scheduler_address, limit=1)


def test_a_lost_scheduler_stops_the_run_and_blames_no_file(address: str) -> None:
    cluster = Cluster(address, limit=2)
    begun = cluster.submit(_hang)
    cluster._client.close()
    error = begun.exception()
    with pytest.raises(ClusterError, match="bộ điều phối"):
        cluster.submit(_double, 1)
    assert isinstance(error, ClusterError)
    assert not isinstance(error, ToolFailedError)


def test_a_machine_with_another_version_stops_the_run() -> None:
    value, error = perform(Terms(1, version="9.9"), _double, (1,), {})
    assert value is None
    assert isinstance(error, ClusterError)
    assert "9.9" in error.message


def test_a_machine_that_does_not_see_the_folder_stops_the_run(address: str, tmp_path: Path) -> None:
    with Cluster(address, limit=30, folder=tmp_path) as cluster:
        assert cluster.submit(_double, 2).result() == 4
    with Cluster(address, limit=30, folder=tmp_path / "khong") as cluster, pytest.raises(ClusterError, match="khong"):
        cluster.submit(_double, 2).result()


def test_tasks_of_one_thread_share_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr(Worker, "call", lambda self, *_: started.append(self))
    monkeypatch.setattr("dossier.tools.cluster._LOCAL", type("Local", (), {})())
    perform(Terms(1), _double, (1,), {})
    perform(Terms(1), _double, (2,), {})
    assert len(set(map(id, started))) == 1
