"""What pages read from the campaign again and again, made once for each state of the disk."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

T = TypeVar("T")


class Kept:
    """The last value of each kind with the stamp it was made from; two pages never make the same value at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._making: dict[Hashable, threading.Lock] = {}
        self._values: dict[Hashable, tuple[str, Any]] = {}

    def get(self, kind: Hashable, stamp: str, make: Callable[[], T]) -> T:
        """The value of a kind, made now unless the last one bears this stamp."""
        with self._lock:
            making = self._making.setdefault(kind, threading.Lock())
        with making:
            known = self._values.get(kind)
            if known is None or known[0] != stamp:
                known = (stamp, make())
                self._values[kind] = known
            value: T = known[1]
            return value
