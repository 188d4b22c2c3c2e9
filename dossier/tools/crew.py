"""Several workers behind the ``Executor`` seam: a task that kills or hangs its worker costs that task alone."""

from __future__ import annotations

import queue
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from dossier.tools.worker import FAREWELL, Worker, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_P = ParamSpec("_P")
_R = TypeVar("_R")


class Crew(Executor):
    """Worker processes, started when first needed and renewed after a crash.

    Unlike in a process pool, where one death ends every pending task, a task whose process dies under it is tried once
    more, for the system may have killed it; then its future gets a ``ToolFailedError``, and the others go on.

    Args:
        size: how many processes.
        limit: seconds for one task.
        environment: see ``Worker``.
    """

    def __init__(self, size: int, *, limit: float, environment: Mapping[str, str] | None = None) -> None:
        self._limit = limit
        self._closing = False
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="crew")
        self._workers = [Worker(environment=environment) for _ in range(size)]
        self._idle: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)

    def submit(self, fn: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_R]:
        """Run a function at module level in one of the workers."""
        return self._threads.submit(self._run, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Wait for what runs, then end the processes; told not to wait, end them in the middle of it."""
        self._closing = not wait
        self._threads.shutdown(wait=wait, cancel_futures=cancel_futures)
        for worker in self._workers:
            worker.stop(patience=FAREWELL if wait else 0)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """After an error, Ctrl-C among them, nobody waits for what was begun."""
        self.shutdown(wait=kind is None, cancel_futures=kind is not None)

    def _run(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        worker = self._idle.get()
        try:
            return worker.call(function, self._limit, *args, **kwargs)
        except WorkerDiedError:
            if self._closing:
                raise
            return worker.call(function, self._limit, *args, **kwargs)
        finally:
            self._idle.put(worker)
