"""One read, several hashes at once: hashlib lets go of the interpreter's lock, so each algorithm has a thread."""

from __future__ import annotations

import hashlib
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bags.model import Writable

CHUNK = 1 << 18
# Below this many bytes handing work to a thread costs more than the hash.
_SMALL = 1 << 16
# Buffers in turn, used again and again: no thread waits for another's turn on a busy machine, and 4 MB are held.
_BUFFERS = 16


def known_algorithm(name: str) -> str:
    """The hashlib name of a manifest's algorithm (``SHA-256`` → ``sha256``); empty when there is none."""
    plain = name.lower().replace("-", "")
    fixed = (found for found in hashlib.algorithms_guaranteed if not found.startswith("shake"))
    return next((found for found in fixed if found.replace("_", "") == plain), "")


class Hasher:
    """Hashes streams with some algorithms; a context manager that owns a thread for each."""

    def __init__(self, algorithms: Sequence[str]) -> None:
        self._workers = {name: _Worker(name) for name in algorithms}
        self._buffers = [memoryview(bytearray(CHUNK)) for _ in range(_BUFFERS)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for worker in self._workers.values():
            worker.stop()

    def hash(
        self, source: IO[bytes], *, copy_to: Writable | None = None, only: Sequence[str] = ()
    ) -> tuple[int, dict[str, str]]:
        """Read a stream to its end: its size and lower-case hashes; ``copy_to`` gets every byte on the way.

        ``only`` names the algorithms wanted; none means all.
        """
        states = {name: hashlib.new(name, usedforsecurity=False) for name in only or self._workers}
        workers = [self._workers[name] for name in states]
        size = 0
        try:
            for chunk in self._chunks(source, workers):
                size += len(chunk)
                if size < _SMALL:
                    for state in states.values():
                        state.update(chunk)
                else:
                    for worker, state in zip(workers, states.values(), strict=True):
                        worker.hand(state, chunk)
                if copy_to is not None:
                    copy_to.write(chunk)
        finally:
            for worker in workers:
                worker.catch_up()
        return size, {name: state.hexdigest() for name, state in states.items()}

    def _chunks(self, source: IO[bytes], workers: Sequence[_Worker]) -> Iterator[memoryview]:
        """The stream in buffers; one is filled again only when every worker is done with it."""
        turn = 0
        while True:
            if turn >= _BUFFERS:
                for worker in workers:
                    worker.catch_up(behind=_BUFFERS - 1)
            buffer = self._buffers[turn % _BUFFERS]
            count = source.readinto(buffer)  # type: ignore[attr-defined]  # every binary stream has it, IO does not say
            if not count:
                return
            yield buffer[:count]
            turn += 1


class _State(Protocol):
    """A hash that is fed."""

    def update(self, data: memoryview, /) -> None:
        """Take more."""


class _Worker:
    """A thread that feeds hashes in the order in which chunks are handed to it."""

    def __init__(self, name: str) -> None:
        self._todo: SimpleQueue[tuple[_State, memoryview] | None] = SimpleQueue()
        self._done: SimpleQueue[None] = SimpleQueue()
        self._pending = 0
        self._thread = Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def hand(self, state: _State, chunk: memoryview) -> None:
        """Queue a chunk; it must not change until the worker caught up."""
        self._pending += 1
        self._todo.put((state, chunk))

    def catch_up(self, *, behind: int = 0) -> None:
        """Wait until no more than ``behind`` chunks are left."""
        while self._pending > behind:
            self._done.get()
            self._pending -= 1

    def stop(self) -> None:
        """End the thread once it did what it was handed."""
        self._todo.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (work := self._todo.get()) is not None:
            state, chunk = work
            state.update(chunk)
            self._done.put(None)
