"""Builders of compound files: any streams, and the smallest Word 97 document that shows a reader's duties."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from dossier.readers.ole import MAGIC

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_PLACES, _LENGTHS = 0x9A, 0x4C

DELETED, HIDDEN, CAPITALS = b"\x00\x08\x01", b"\x3c\x08\x01", b"\x3b\x08\x01"
Run = tuple[str, bytes]  # text, its character properties


def font(index: int) -> bytes:
    """The character property that sets a font."""
    return b"\x4f\x4a" + struct.pack("<H", index)


def make_ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of root streams, each in sectors of its own."""
    bodies = [stream.ljust(max(4096, len(stream) + -len(stream) % _SECTOR), b"\0") for stream in streams.values()]
    links: list[int] = []
    starts = []
    for body in bodies:
        starts.append(len(links))
        links += [*range(len(links) + 1, len(links) + len(body) // _SECTOR), _END]
    directory = _entry("Root Entry", 5, child=1, right=_FREE, start=_END, size=0)
    for index, (name, body) in enumerate(zip(streams, bodies, strict=True), start=1):
        right = index + 1 if index < len(bodies) else _FREE
        directory += _entry(name, 2, child=_FREE, right=right, start=starts[index - 1], size=len(body))
    directory += bytes(-len(directory) % _SECTOR)
    first = len(links)
    links += [*range(first + 1, first + len(directory) // _SECTOR), _END]
    tables = len(links) * 4 // _SECTOR + 1
    slots = [len(links) + index for index in range(tables)]
    links += [_TABLE] * tables
    links += [_FREE] * (-len(links) % (_SECTOR // 4))
    header = struct.pack("<8s16x5H6x", MAGIC, 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, tables, first, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *slots, *[_FREE] * (109 - tables))
    return header + b"".join(bodies) + directory + struct.pack(f"<{len(links)}I", *links)


def _entry(name: str, kind: int, *, child: int, right: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    return struct.pack("<64sHBB3I36xIQ", encoded, len(encoded) + 2, kind, 1, _FREE, right, child, start, size)


def make_doc(
    body: Sequence[Run],
    *,
    headers: str = "",
    boxes: str = "",
    fonts: Sequence[str] = ("Times New Roman",),
    pages: int = 0,
    flags: int = 0,
    version: int = 0xC1,
) -> bytes:
    """A Word document. Runs in Latin letters are stored in eight bits, others in sixteen, as Word does."""
    stories = [*body, (headers, b""), (boxes, b"")]
    stream = bytearray(2048)
    cps, pieces, runs = [0], b"", [2048]
    properties: list[bytes] = []
    for text, look in stories:
        if not text:
            continue
        narrow = all(ord(char) < 256 for char in text)
        place = len(stream)
        stream += text.encode("latin-1" if narrow else "utf-16-le")
        pieces += struct.pack("<HIH", 0, place * 2 | 0x40000000 if narrow else place, 0)
        cps.append(cps[-1] + len(text))
        runs.append(len(stream))
        properties.append(look)
    stream += bytes(-len(stream) % 512)
    formatting = len(stream) // 512
    stream += _formatted_page(runs, properties)
    pcdt = struct.pack(f"<{len(cps)}I", *cps) + pieces
    clx = b"\x01\x02\x00\x00\x00" + b"\x02" + struct.pack("<I", len(pcdt)) + pcdt
    names = b"".join(_font(name) for name in fonts)
    parts = {
        12: struct.pack("<3I", runs[0], runs[-1], formatting),
        15: struct.pack("<HH", len(fonts), 0) + names,
        33: clx,
    }
    struct.pack_into("<HH", stream, 0, 0xA5EC, version)
    struct.pack_into("<H", stream, 10, flags)
    lengths = (sum(len(text) for text, _ in body), 0, len(headers), 0, 0, 0, len(boxes), 0)
    struct.pack_into("<8I", stream, _LENGTHS, *lengths)
    table = b""
    for index, part in parts.items():
        struct.pack_into("<II", stream, _PLACES + 8 * index, len(table), len(part))
        table += part
    streams = {"WordDocument": bytes(stream), "1Table" if flags & 0x200 else "0Table": table}
    if pages:
        streams["\x05SummaryInformation"] = bytes(44) + struct.pack("<I8I", 48, 24, 1, 14, 16, 3, pages, 0, 0)
    return make_ole(streams)


def _formatted_page(places: Sequence[int], properties: Sequence[bytes]) -> bytes:
    page = bytearray(512)
    struct.pack_into(f"<{len(places)}I", page, 0, *places)
    at = 510
    for index, look in enumerate(properties):
        if look:
            at -= len(look) + 1 + (len(look) + 1) % 2
            page[at : at + 1 + len(look)] = bytes([len(look)]) + look
            page[4 * len(places) + index] = at // 2
    page[511] = len(properties)
    return bytes(page)


def _font(name: str) -> bytes:
    body = bytes(39) + (name + "\0").encode("utf-16-le")
    return bytes([len(body)]) + body
