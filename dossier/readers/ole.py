"""OLE compound files (DOC, XLS, PPT, Office files with a password): their root streams."""

from __future__ import annotations

import struct
from functools import cached_property
from typing import NamedTuple

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # this and above mark free sectors, tables and the end of a chain
_TABLE_SECTOR, _CHAIN_END, _NO_ENTRY = 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF
_ENTRY_SIZE = 128
_HEADER_SLOTS = 109
_BIGGEST_SHIFT = 16


class OleError(ValueError):
    """The structure of the file cannot be followed."""


class _Entry(NamedTuple):
    name: str
    siblings: tuple[int, int]
    child: int
    start: int
    size: int


class CompoundFile:
    """A compound file in memory. Source: [MS-CFB] 2.2 to 2.6."""

    def __init__(self, data: bytes) -> None:
        """Raises ``OleError`` when header, allocation table or directory are damaged."""
        self._data = data
        try:
            shift, self._mini_shift = struct.unpack_from("<HH", data, 30)
            self._directory_start, _, self._cutoff, self._mini_start = struct.unpack_from("<4I", data, 48)
            if not {shift, self._mini_shift} <= set(range(1, _BIGGEST_SHIFT)):
                raise OleError
            self._size = 1 << shift
            self._table = self._read_table()
            directory = b"".join(map(self._sector, self._chain(self._directory_start, self._table)))
            self._entries = [_entry(directory, at) for at in range(0, len(directory) - 127, _ENTRY_SIZE)]
        except struct.error as error:
            raise OleError from error
        if not self._entries:
            raise OleError

    @cached_property
    def streams(self) -> dict[str, int]:
        """Names of the root's own children; streams of embedded objects (an XLS inside a DOC) are left out."""
        found: dict[str, int] = {}
        seen: set[int] = set()
        todo = [self._entries[0].child]
        while todo:
            index = todo.pop()
            if index in seen or index >= len(self._entries):
                continue
            seen.add(index)
            found[self._entries[index].name] = index
            todo += self._entries[index].siblings
        return found

    def read(self, name: str) -> bytes:
        """The bytes of a root stream.

        Raises:
            KeyError: there is none of that name.
            OleError: it is cut short.
        """
        entry = self._entries[self.streams[name]]
        if entry.size >= self._cutoff:
            stream = b"".join(map(self._sector, self._chain(entry.start, self._table)))
        else:
            stream = self._read_small(entry)
        if len(stream) < entry.size:
            raise OleError
        return stream[: entry.size]

    def _read_small(self, entry: _Entry) -> bytes:
        """A stream below the cutoff lies in small sectors inside the root entry's own stream."""
        small = 1 << self._mini_shift
        packed = b"".join(map(self._sector, self._chain(self._entries[0].start, self._table)))
        links = b"".join(map(self._sector, self._chain(self._mini_start, self._table)))
        chain = self._chain(entry.start, _numbers(links))
        return b"".join(packed[at * small : (at + 1) * small] for at in chain)

    def _read_table(self) -> tuple[int, ...]:
        sectors = list(struct.unpack_from(f"<{_HEADER_SLOTS}I", self._data, 76))
        more, limit = struct.unpack_from("<I", self._data, 68)[0], len(self._data) // self._size
        for _ in range(limit):
            if more >= _LAST_SECTOR:
                break
            *slots, more = _numbers(self._sector(more)) or (_NO_ENTRY,)
            sectors += slots
        used = (number for number in sectors if number < _LAST_SECTOR)
        return tuple(link for number in used for link in _numbers(self._sector(number)))

    def _chain(self, start: int, table: tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        sector = start
        while sector < len(table) and len(chain) <= len(table):
            chain.append(sector)
            sector = table[sector]
        return chain

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]


def root_streams(data: bytes) -> frozenset[str]:
    """Names of the root streams; empty when the file is too damaged to tell."""
    try:
        return frozenset(CompoundFile(data).streams)
    except OleError:
        return frozenset()


def lone_stream(name: str, stream: bytes) -> bytes:
    """A compound file that holds one stream and nothing else that could be damaged."""
    size = 4096
    body = stream.ljust(max(len(stream) + -len(stream) % size, size), b"\0")
    count = len(body) // size
    tables = (count + 1) // (size // 4 - 1) + 1
    chain = [*range(1, count), _CHAIN_END, _CHAIN_END]  # the stream's sectors, then the directory's one
    table = [*chain, *[_TABLE_SECTOR] * tables]
    table += [_NO_ENTRY] * (tables * size // 4 - len(table))
    slots = [*range(count + 1, count + 1 + tables)]
    header = struct.pack("<8s16x5H6x", MAGIC, 0x3E, 4, 0xFFFE, 12, 6)
    header += struct.pack("<9I", 1, tables, count, 0, size, _CHAIN_END, 0, _CHAIN_END, 0)
    header += struct.pack("<109I", *slots, *[_NO_ENTRY] * (_HEADER_SLOTS - tables))
    directory = _packed_entry("Root Entry", 5, child=1, start=0, size=0)
    directory += _packed_entry(name, 2, child=_NO_ENTRY, start=0, size=len(body))
    sectors = (header, body, directory, struct.pack(f"<{len(table)}I", *table))
    return b"".join(part.ljust(len(part) + -len(part) % size, b"\0") for part in sectors)


def _packed_entry(name: str, kind: int, *, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    links = (_NO_ENTRY, _NO_ENTRY, child)
    return struct.pack("<64sHBB3I36xIQ", encoded, len(encoded) + 2, kind, 1, *links, start, size)


def _numbers(sector: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _entry(directory: bytes, at: int) -> _Entry:
    length = max(0, min(struct.unpack_from("<H", directory, at + 64)[0], 64) - 2)
    left, right, child = struct.unpack_from("<3I", directory, at + 68)
    start, size = struct.unpack_from("<2I", directory, at + 116)
    name = directory[at : at + length].decode("utf-16-le", "replace")
    return _Entry(name, (left, right), child, start, size)
