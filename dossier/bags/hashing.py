"""One read, several hashes at once: hashlib lets go of the interpreter's lock, so each algorithm has a thread."""

from __future__ import annotations

import hashlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future

    from dossier.bags.model import Writable

CHUNK = 1 << 20
# Below this many bytes handing work to a thread costs more than the hash.
_SMALL = 1 << 16
# Chunks on their way: enough that no thread waits for another's turn on a busy machine, and 16 MB at most.
_AHEAD = 16


def known_algorithm(name: str) -> str:
    """The hashlib name of a manifest's algorithm (``SHA-256`` → ``sha256``); empty when there is none."""
    plain = name.lower().replace("-", "")
    fixed = (found for found in hashlib.algorithms_guaranteed if not found.startswith("shake"))
    return next((found for found in fixed if found.replace("_", "") == plain), "")


class Hasher:
    """Hashes streams with some algorithms; a context manager that owns a thread for each."""

    def __init__(self, algorithms: Sequence[str]) -> None:
        self._threads = {name: ThreadPoolExecutor(max_workers=1, thread_name_prefix=name) for name in algorithms}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for thread in self._threads.values():
            thread.shutdown()

    def hash(
        self, source: IO[bytes], *, copy_to: Writable | None = None, only: Sequence[str] = ()
    ) -> tuple[int, dict[str, str]]:
        """Read a stream to its end: its size and lower-case hashes; ``copy_to`` gets every byte on the way.

        ``only`` names the algorithms wanted; none means all.
        """
        states = {name: hashlib.new(name, usedforsecurity=False) for name in only or self._threads}
        size = 0
        running: deque[list[Future[None]]] = deque()
        for chunk in _chunks(source):
            size += len(chunk)
            if len(chunk) < _SMALL and not running:
                for state in states.values():
                    state.update(chunk)
            else:
                running.append([self._threads[name].submit(state.update, chunk) for name, state in states.items()])
            if copy_to is not None:
                copy_to.write(chunk)
            if len(running) > _AHEAD:
                wait(running.popleft())
        for updates in running:
            wait(updates)
        return size, {name: state.hexdigest() for name, state in states.items()}


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk
