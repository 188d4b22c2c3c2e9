"""One read, several hashes at once: hashlib lets go of the interpreter's lock, so each algorithm has a thread."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

    from dossier.bags.model import Writable

CHUNK = 1 << 20
# Below this many bytes handing work to a thread costs more than the hash.
_SMALL = 1 << 16


def known_algorithm(name: str) -> str:
    """The hashlib name of a manifest's algorithm (``SHA-256`` → ``sha256``); empty when there is none."""
    plain = name.lower().replace("-", "")
    fixed = (found for found in hashlib.algorithms_guaranteed if not found.startswith("shake"))
    return next((found for found in fixed if found.replace("_", "") == plain), "")


@dataclass(slots=True)
class Hasher:
    """Hashes streams with some algorithms; a context manager that owns its threads."""

    algorithms: Sequence[str]
    _pool: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=max(len(self.algorithms), 1), thread_name_prefix="bam")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown()

    def hash(
        self, source: IO[bytes], *, copy_to: Writable | None = None, only: Sequence[str] = ()
    ) -> tuple[int, dict[str, str]]:
        """Read a stream to its end: its size and lower-case hashes; ``copy_to`` gets every byte on the way.

        At most two chunks are in memory: while one is hashed and written, the next is read. ``only`` names the
        algorithms wanted; none means all.
        """
        states = {name: hashlib.new(name, usedforsecurity=False) for name in only or self.algorithms}
        size = 0
        running: list[Future[None]] = []
        for chunk in _chunks(source):
            wait(running)
            size += len(chunk)
            if len(chunk) < _SMALL:
                for state in states.values():
                    state.update(chunk)
            else:
                running = [self._pool.submit(state.update, chunk) for state in states.values()]
            if copy_to is not None:
                copy_to.write(chunk)
        wait(running)
        return size, {name: state.hexdigest() for name, state in states.items()}


def _chunks(source: IO[bytes]) -> Iterator[bytes]:
    while chunk := source.read(CHUNK):
        yield chunk
