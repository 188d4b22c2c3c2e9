"""The root directory of an OLE compound file: the streams that say which program wrote it."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above mark free, end of chain and table sectors
_ENTRY = 128
_NO_ENTRY = 0xFFFFFFFF
_HEADER_FAT_SECTORS = 109


def root_streams(data: bytes) -> frozenset[str]:
    """Names of the root's own children; embedded objects (an XLS inside a DOC) are left out.

    Empty when the directory cannot be followed. Source: [MS-CFB] 2.2, 2.6.
    """
    try:
        directory = _directory(data)
        return frozenset(_children(directory))
    except (struct.error, IndexError):
        return frozenset()


def _directory(data: bytes) -> bytes:
    shift = struct.unpack_from("<H", data, 30)[0]
    size = 1 << min(shift, 16)
    fat_sectors = struct.unpack_from(f"<{_HEADER_FAT_SECTORS}I", data, 76)
    per_sector = size // 4
    sectors: list[bytes] = []
    sector = struct.unpack_from("<I", data, 48)[0]
    limit = len(data) // size + 1
    while sector < _END and len(sectors) < limit:
        start = (sector + 1) * size
        sectors.append(data[start : start + size])
        fat = fat_sectors[sector // per_sector]
        sector = struct.unpack_from("<I", data, (fat + 1) * size + sector % per_sector * 4)[0]
    return b"".join(sectors)


def _children(directory: bytes) -> list[str]:
    names: list[str] = []
    seen: set[int] = set()
    todo = [struct.unpack_from("<I", directory, 76)[0]]
    while todo:
        index = todo.pop()
        if index == _NO_ENTRY or index in seen:
            continue
        seen.add(index)
        base = index * _ENTRY
        length = struct.unpack_from("<H", directory, base + 64)[0]
        names.append(directory[base : base + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        todo += struct.unpack_from("<II", directory, base + 68)
    return names
