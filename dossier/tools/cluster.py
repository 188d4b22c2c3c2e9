"""A Dask cluster behind the ``Executor`` seam: the same tasks, limits and results as a ``Crew``, on other machines."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import CancelledError, Executor, Future
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from dossier import __version__
from dossier.errors import MissingToolError, ToolFailedError
from dossier.tools.worker import Worker, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from distributed import Client

_P = ParamSpec("_P")
_R = TypeVar("_R")

_CONNECT = "15s"
_LOCAL = threading.local()


class Cluster(Executor):
    """The workers of a running scheduler.

    Each thread of a worker runs its tasks in a process of its own, as ``Crew`` does: a file that kills or hangs
    that process costs itself only. When a whole worker dies, the scheduler gives its tasks to the others.

    Args:
        address: such as ``tcp://10.0.0.5:8786``.
        limit: seconds for one task.

    Raises:
        MissingToolError: the extra ``distributed`` is not installed.
        ToolFailedError: no scheduler answers there.
    """

    def __init__(self, address: str, *, limit: float) -> None:
        self._client = _connect(address)
        self._executor = self._client.get_executor(pure=False)
        self._limit = limit

    def submit(self, fn: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_R]:
        """Run a function at module level on one of the workers."""
        outcome: Future[_R] = Future()
        outcome.set_running_or_notify_cancel()
        sent = self._executor.submit(perform, __version__, self._limit, fn, args, kwargs)
        sent.add_done_callback(lambda done: _hand_on(done, outcome))
        return outcome

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - Executor's
        """Wait for what was sent (unless told not to) and leave the scheduler; it and its workers live on."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close()

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """After an error, Ctrl-C among them, nobody waits for what was begun."""
        self.shutdown(wait=kind is None, cancel_futures=kind is not None)


def _connect(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise MissingToolError("Cần gói distributed: cài bằng  pip install 'dossier-cchc[distributed]'.") from error
    try:
        return Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ToolFailedError(
            f"Không gặp được bộ điều phối ở {address}: kiểm tra địa chỉ, và «dask scheduler» đang chạy."
        ) from error


def _hand_on(done: Future[Any], outcome: Future[Any]) -> None:
    """What came back; a task that no worker lived through reads like one that killed its process."""
    from distributed import KilledWorker  # noqa: PLC0415 - an extra

    try:
        error = done.exception()
    except CancelledError as cancelled:
        error = cancelled
    if error is None:
        outcome.set_result(done.result())
    elif isinstance(error, KilledWorker):
        outcome.set_exception(ToolFailedError("tiến trình xử lý dừng đột ngột"))
    else:
        outcome.set_exception(error)


def perform(version: str, limit: float, function: Callable[..., _R], args: Any, kwargs: Any) -> _R:
    """Run a task on a cluster's worker, in the process that belongs to this thread.

    Raises:
        ToolFailedError: the process died or took too long, or this machine has another version of the program.
    """
    if version != __version__:
        raise ToolFailedError(f"máy này cài Dossier {__version__}, máy chủ trì {version}: hãy cài cùng một bản")
    # Dask's nanny starts its workers as daemons, and those may not have children unless they say so.
    multiprocessing.current_process().daemon = False
    worker: Worker | None = getattr(_LOCAL, "worker", None)
    if worker is None:
        worker = _LOCAL.worker = Worker()
    try:
        return worker.call(function, limit, *args, **kwargs)
    except WorkerDiedError:  # once more, as in ``Crew``
        return worker.call(function, limit, *args, **kwargs)
