"""A sequence too long to hold as it is: kept in small packed blocks, unpacked one block at a time.

A package of 100,000 files has as many lines in its index and in the directory of its ZIP; as objects they would take
ten times the memory.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, overload

T = TypeVar("T")
_BLOCK = 256
_FASTEST = 1


class Packed(Sequence[T]):
    """A sequence that only grows, of what can be pickled; equal to any sequence of equal items.

    Made to be gone through from the front; an index unpacks a block.
    """

    __slots__ = ("_blocks", "_last")
    __hash__ = None  # type: ignore[assignment]  # it grows

    def __init__(self, items: Iterable[T] = ()) -> None:
        self._blocks: list[bytes] = []
        self._last: list[T] = []
        for item in items:
            self.append(item)

    def append(self, item: T) -> None:
        """Add an item at the end."""
        self._last.append(item)
        if len(self._last) == _BLOCK:
            self._blocks.append(_pack(self._last))
            self._last = []

    def __len__(self) -> int:
        return len(self._blocks) * _BLOCK + len(self._last)

    def __iter__(self) -> Iterator[T]:
        return self.span(range(len(self)))

    def span(self, places: range) -> Iterator[T]:
        """The items at places that follow one another."""
        start, stop = places.start, places.stop
        for number in range(start // _BLOCK, -(-stop // _BLOCK)):
            first = number * _BLOCK
            yield from self._block(number)[max(0, start - first) : stop - first]

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        return self._block(number // _BLOCK)[number % _BLOCK]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    def __repr__(self) -> str:
        return f"Packed({list(self)!r})"

    def _block(self, number: int) -> list[T]:
        if number == len(self._blocks):
            return self._last
        found: Any = pickle.loads(zlib.decompress(self._blocks[number]))  # noqa: S301 - packed here, never left memory
        block: list[T] = found
        return block


def span(items: Sequence[T], places: range) -> Iterator[T]:
    """The items of any sequence at places that follow one another."""
    return items.span(places) if isinstance(items, Packed) else iter(items[places.start : places.stop])


def _pack(block: list[T]) -> bytes:
    stream = io.BytesIO()
    _Pickler(stream).dump(block)
    return zlib.compress(stream.getvalue(), _FASTEST)


class _Pickler(pickle.Pickler):
    """Takes dataclasses by the values of their fields: the state of frozen ones is ten times as slow to set."""

    def reducer_override(self, item: Any) -> Any:
        """How an item is made again."""
        kind = type(item)
        return (kind, _values(kind)(item)) if is_dataclass(kind) else NotImplemented


@cache
def _values(kind: type[Any]) -> attrgetter[tuple[Any, ...]]:
    """Gets the fields of a dataclass that has at least two."""
    return attrgetter(*(field.name for field in fields(kind)))
