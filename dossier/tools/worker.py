"""A worker process: native engines run there, so that a crash or a hang costs one file and not the run."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from dossier.errors import ToolFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

_P = ParamSpec("_P")
_R = TypeVar("_R")

# Spawn on every system: what works on Linux then works on Windows, and no thread or lock is inherited.
_SPAWN = multiprocessing.get_context("spawn")
FAREWELL = 5.0


class WorkerDiedError(ToolFailedError):
    """The process ended in the middle of a task."""


class Worker:
    """One process that runs our functions one at a time; started on first use, renewed after a crash.

    Args:
        environment: set in the process before anything is imported there for a task (native libraries
            read theirs once, at load).
    """

    def __init__(self, *, environment: Mapping[str, str] | None = None) -> None:
        self._environment = dict(environment or {})
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None
        self._starting = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def call(self, function: Callable[_P, _R], limit: float, *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run a function at module level in the worker; what it raises is raised here.

        ``limit`` is in seconds. Arguments and result must pickle.

        Raises:
            WorkerDiedError: the process died; the next call gets a new one.
            ToolFailedError: it took longer than ``limit``, and was ended.
        """
        task = pickle.dumps((function, args, kwargs))
        line = self._line or self._start()
        try:
            line.send_bytes(task)
            answer = line.recv_bytes() if line.poll(limit) else None
        except (EOFError, OSError) as error:
            self._kill()
            raise WorkerDiedError("tiến trình xử lý dừng đột ngột") from error
        except BaseException:
            # Ctrl-C: an answer nobody took would be taken for the next task's.
            self._kill()
            raise
        if answer is None:
            self._kill()
            raise ToolFailedError(f"quá {limit:g} giây mà chưa xong")
        done, value = pickle.loads(answer)  # noqa: S301 - written by our own process
        if not done:
            raise value
        result: _R = value
        return result

    def stop(self, *, patience: float = FAREWELL) -> None:
        """End the process, also one that another thread is just starting; a later call starts a new one.

        ``patience`` is how many seconds it may still take to end by itself.
        """
        with self._starting:
            line, process = self._line, self._process
            if line is not None and process is not None:
                line.close()
                with suppress(ValueError):  # closed meanwhile by the thread that was waiting for an answer
                    process.join(patience)
            self._kill()

    def _start(self) -> Connection:
        with self._starting:
            line, far = _SPAWN.Pipe()
            process = _SPAWN.Process(target=_serve, args=(far, self._environment), daemon=True)
            with _deaf():
                process.start()
            self._line, self._process = line, process
            # Our copy of the far end must go, or the death of the process would never read as end of file.
            far.close()
            return line

    def _kill(self) -> None:
        # Taken first: two threads may end the same process, and only one may close it.
        process, self._process = self._process, None
        line, self._line = self._line, None
        if process is not None:
            process.kill()
            process.join()
            process.close()
        if line is not None:
            line.close()


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started here does not hear a Ctrl-C before ``_serve`` has said that it is not meant for it."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # begun below, it would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(line: Connection, environment: Mapping[str, str]) -> None:
    """Run tasks until the other side hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    _silence()
    os.environ.update(environment)
    while True:
        try:
            task = line.recv_bytes()
        except (EOFError, OSError):
            return
        line.send_bytes(_answer(task))


def _silence() -> None:
    """Native libraries print as they please; what counts comes back as a value or an error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _answer(task: bytes) -> bytes:
    try:
        # The function's module is imported here, after the environment was set.
        function, args, kwargs = pickle.loads(task)  # noqa: S301 - written by our own process
        return pickle.dumps((True, function(*args, **kwargs)))
    except Exception as error:  # noqa: BLE001 - whatever it is belongs to the caller
        return pickle.dumps((False, _portable(error)))


def _portable(error: Exception) -> Exception:
    """The error itself when it survives pickling, else a plain one with its text."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - a class that cannot be rebuilt may fail in any way
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
