"""A Dask cluster behind the ``Executor`` seam: the same tasks, limits and results as a ``Crew``, on other machines."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import platform
import socket
import threading
from concurrent.futures import CancelledError, Executor, Future
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar

from dossier import __version__
from dossier.errors import DossierError, ExitCode, MissingToolError, ToolFailedError
from dossier.tools.worker import Worker, WorkerDiedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from distributed import Client

_P = ParamSpec("_P")
_R = TypeVar("_R")
_Outcome: TypeAlias = tuple[_R | None, Exception | None]

# Seconds until anything listens there, until the scheduler answers, and until a worker has joined it.
_KNOCK, _CONNECT, _JOIN = 5.0, 15.0, 15.0
# Who writes traces to the terminal when a scheduler goes or is left in mid-run; what is to be known is in the error.
_CHATTER = ("distributed", "distributed.client", "distributed.gc", "tornado.application", "asyncio")
_LOST = "Mất liên lạc với bộ điều phối. Phần đã đọc xong được giữ lại: hãy chạy lại."
_LOCAL = threading.local()


class ClusterError(DossierError):
    """The cluster is at fault and no file: the run stops, where a ``ToolFailedError`` would cost one file."""

    exit_code = ExitCode.TOOL_FAILED


@lru_cache(maxsize=1)
def _program() -> str:
    """Version and sources of the program: other code may give other results under the same number."""
    package = Path(__file__).parents[1]
    sources = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(package.rglob("*.py"))))
    return f"{__version__} ({sources.hexdigest()[:8]})"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a machine must fulfil to take a task, and the seconds it has for it; see ``Cluster``."""

    limit: float
    folder: Path | None = None
    version: str = field(default_factory=_program)


class Cluster(Executor):
    """The workers of a running scheduler.

    Each thread of a worker runs its tasks in a process of its own, as ``Crew`` does: a file that kills or hangs
    that process costs itself only. When a whole worker dies, the scheduler gives its tasks to the others.

    Args:
        address: such as ``tcp://10.0.0.5:8786``.
        limit: seconds for one task.
        folder: what tasks read lies there, and every machine must see it; None asks for none.

    Raises:
        MissingToolError: the extra ``distributed`` is not installed.
        ClusterError: no scheduler answers there, or no worker has joined it.
    """

    def __init__(self, address: str, *, limit: float, folder: Path | None = None) -> None:
        self._client = _connect(address)
        self._executor = self._client.get_executor(pure=False)
        self._terms = Terms(limit, folder)

    def submit(self, fn: Callable[_P, _R], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_R]:
        """Run a function at module level on one of the workers.

        Its future gets a ``ClusterError`` when the scheduler is lost, or a machine has another version of the program
        or does not see the folder.

        Raises:
            ClusterError: the scheduler is lost already.
        """
        outcome: Future[_R] = Future()
        outcome.set_running_or_notify_cancel()
        try:
            sent = self._executor.submit(perform, self._terms, fn, args, kwargs)
        except Exception as error:
            raise ClusterError(_LOST) from error
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
    for name in _CHATTER:  # set by the import
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        _knock(address)
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, OverflowError) as error:
        raise ClusterError(
            f"Không gặp được bộ điều phối ở {address}: kiểm tra địa chỉ, và «dask scheduler» đang chạy."
        ) from error
    try:
        client.wait_for_workers(1, timeout=_JOIN)
    except TimeoutError as error:
        client.close()
        raise ClusterError(
            f"Bộ điều phối ở {address} chưa có máy làm việc nào: chạy «dask worker {address}» trên từng máy."
        ) from error
    return client


def _knock(address: str) -> None:
    """Fail at once where nobody listens; Dask would ask again until its time is up."""
    host, _, port = address.rpartition("/")[2].rpartition(":")
    socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK).close()


def _hand_on(done: Future[_Outcome[Any]], outcome: Future[Any]) -> None:
    value, error = _take(done)
    if error is None:
        outcome.set_result(value)
    else:
        outcome.set_exception(error)


def _take(done: Future[_Outcome[Any]]) -> _Outcome[Any]:
    """What came back; a task that no worker lived through reads like one that killed its process."""
    from distributed import KilledWorker  # noqa: PLC0415 - an extra

    try:
        return done.result()
    except KilledWorker:
        return None, ToolFailedError("tiến trình xử lý dừng đột ngột")
    except CancelledError:
        return None, ClusterError(_LOST)
    except Exception as error:  # noqa: BLE001 - Dask's own, of any kind: no Dossier on that machine, another Python
        return None, ClusterError(f"Máy trong cụm không nhận được việc ({error}): mọi máy cài cùng một bản Dossier.")


def perform(terms: Terms, function: Callable[..., _R], args: Any, kwargs: Any) -> _Outcome[_R]:
    """Run a task on a cluster's worker, in the process that belongs to this thread.

    Its error is a value, so that whatever is raised between here and the caller is the cluster's.
    """
    try:
        _refuse_misfit(terms)
        return _run(terms.limit, function, args, kwargs), None
    except Exception as error:  # noqa: BLE001 - whatever it is belongs to the caller
        return None, error


def _refuse_misfit(terms: Terms) -> None:
    here = f"Máy {platform.node()} trong cụm"
    if terms.version != _program():
        raise ClusterError(f"{here} cài Dossier {_program()}, máy này cài {terms.version}: hãy cài cùng một bản.")
    if terms.folder is not None and not terms.folder.is_dir():
        raise ClusterError(f"{here} không thấy thư mục {terms.folder}: mọi máy phải thấy nó ở cùng một đường dẫn.")


def _run(limit: float, function: Callable[..., _R], args: Any, kwargs: Any) -> _R:
    # Dask's nanny starts its workers as daemons, and those may not have children unless they say so.
    multiprocessing.current_process().daemon = False
    worker: Worker | None = getattr(_LOCAL, "worker", None)
    if worker is None:
        worker = _LOCAL.worker = Worker()
    try:
        return worker.call(function, limit, *args, **kwargs)
    except WorkerDiedError:  # once more, as in ``Crew``
        return worker.call(function, limit, *args, **kwargs)
