"""What pages read from the campaign or draw of it again and again, made once for each state of the disk."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")

# Bytes of drawn parts of pages; those of 124 units with 77 leaves take about 40 million.
_ROOM = 64_000_000


class Kept:
    """The last value of each kind with the stamp it was made from; two pages never make the same value at once.

    Drawn parts of pages are ``bytes``; when they take more than the room, those asked for longest ago go.
    """

    def __init__(self, *, room: int = _ROOM) -> None:
        self._room, self._taken = room, 0
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}
        self._values: OrderedDict[Hashable, tuple[str, Any]] = OrderedDict()

    def get(self, kind: Hashable, stamp: str, make: Callable[[], T]) -> T:
        """The value of a kind, made now unless the last one bears this stamp."""
        with self._lock:
            making = self._making.setdefault(kind, threading.Lock())
        with making:
            with self._lock:
                known = self._values.get(kind)
                if known is not None and known[0] == stamp:
                    self._values.move_to_end(kind)
                    value: T = known[1]
                    return value
            value = make()
            with self._lock:
                self._put(kind, stamp, value)
                self._making.pop(kind, None)
            return value

    def _put(self, kind: Hashable, stamp: str, value: object) -> None:
        before = self._values.pop(kind, None)
        self._taken += _weight(value) - (_weight(before[1]) if before else 0)
        self._values[kind] = (stamp, value)
        while self._taken > self._room and len(self._values) > 1:
            _, (_, dropped) = self._values.popitem(last=False)
            self._taken -= _weight(dropped)


def _weight(value: object) -> int:
    return len(value) if isinstance(value, bytes) else 0
