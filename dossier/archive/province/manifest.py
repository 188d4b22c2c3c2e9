"""``danh-muc.json``, ``goi.json``, ``SHA256SUMS`` and the record: composed, hashed, read back. Pure, on bytes.

The first three have a line or more for every file of a package: they are composed and read in blocks.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from dossier.archive.province.model import LAYOUT, MANIFEST, Entry, Layout, Manifest, Record
from dossier.archive.record import parse_json
from dossier.errors import BadInputError
from dossier.packed import Packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_T = TypeVar("_T")
_MANIFEST = TypeAdapter(Manifest)
_ENTRIES = TypeAdapter(tuple[Entry, ...])
_LAYOUT = TypeAdapter(Layout)
_PLACES = TypeAdapter(dict[str, int])
_RECORD = TypeAdapter(Record)
_TEXTS = TypeAdapter(dict[str, str])
# Lines that are composed or parsed at once.
_BLOCK = 256
# Around and between the entries of a list as Dossier writes it; no line break stands in a JSON string.
_BEGIN, _BETWEEN, _END = b'\n "entries": [', b"\n  },", b"\n ]"


# --- composing ------------------------------------------------------------------------------------


def manifest_json(manifest: Manifest) -> Iterator[bytes]:
    """The list, UTF-8, in pieces."""
    head, tail = _around(_MANIFEST.dump_json(replace(manifest, entries=()), indent=1), b' "entries": []')
    yield head
    yield from _listed(b' "entries": [', (_ENTRIES.dump_json(block, indent=1) for block in _blocks(manifest.entries)))
    yield b"]" + tail + b"\n"


def layout_json(layout: Layout, places: Iterable[tuple[str, int]]) -> Iterator[bytes]:
    """How it was packed, UTF-8, in pieces; ``places`` as in ``Layout``."""
    head, tail = _around(_LAYOUT.dump_json(layout, indent=1), b' "others": ')
    yield head
    yield from _listed(b' "places": {', (_PLACES.dump_json(dict(block), indent=1) for block in _blocks(places)))
    yield b'},\n "others": ' + tail + b"\n"


def _around(data: bytes, line: bytes) -> tuple[bytes, bytes]:
    """What stands before and after a line of the outermost object; lines further in are indented further."""
    head, _, tail = data.partition(b"\n" + line)
    return head + b"\n", tail


def _listed(begin: bytes, listings: Iterable[bytes]) -> Iterator[bytes]:
    """Lists or objects as one, a step further in, but for its last bracket; no line break stands in a JSON string."""
    yield begin
    end, comma = b"", b""
    for listing in listings:
        yield comma + listing[1:-2].replace(b"\n", b"\n ")
        end, comma = b"\n ", b","
    yield end


def _blocks(items: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
    rest = iter(items)
    while block := tuple(islice(rest, _BLOCK)):
        yield block


def inputs_of(manifest: Manifest, others: tuple[Entry, ...], packing: Mapping[str, str]) -> str:
    """SHA-256 of everything that a package is made from."""
    return hash_pieces(_inputs(manifest, others, packing))


def _inputs(manifest: Manifest, others: tuple[Entry, ...], packing: Mapping[str, str]) -> Iterator[bytes]:
    head, _, tail = _MANIFEST.dump_json(replace(manifest, entries=())).rpartition(b"[]")
    yield b"[" + head + b"["
    comma = b""
    for block in _blocks(manifest.entries):
        yield comma + _ENTRIES.dump_json(block)[1:-1]
        comma = b","
    yield b"]" + tail + b"," + _ENTRIES.dump_json(others) + b"," + _TEXTS.dump_json(dict(packing)) + b"]"


def hash_pieces(pieces: Iterable[bytes]) -> str:
    """SHA-256 of bytes that come in pieces, lower-case hex."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def compose_sums(hashes: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    """The lines that ``sha256sum -c`` reads, in path order; the paths are plain ASCII, so nothing is escaped."""
    # As bytes, digest in binary: a third of the memory of two texts.
    lines = sorted(path.encode("ascii") + b"\0" + bytes.fromhex(digest) for path, digest in hashes)
    for line in lines:
        path, _, digest = line.partition(b"\0")
        yield digest.hex().encode() + b"  " + path + b"\n"


def record_json(record: Record) -> bytes:
    """The record, UTF-8."""
    return _RECORD.dump_json(record, indent=1) + b"\n"


# --- reading back ---------------------------------------------------------------------------------


def parse_manifest(pieces: Iterable[bytes]) -> Manifest:
    """A list read back from bytes that come in pieces; raises as ``parse_json``."""
    entries: Packed[Entry] = Packed()
    frame, held, ended = b"", bytearray(), False
    for piece in pieces:
        held += piece
        if not frame:
            start = held.find(_BEGIN) + len(_BEGIN)
            if start < len(_BEGIN):
                continue
            frame = bytes(held[:start])
            del held[:start]
        if not ended:
            stop = held.find(_END)
            ended = stop >= 0
            if not ended:
                last = held.rfind(_BETWEEN)
                stop = last + len(_BETWEEN) if last >= 0 else 0
            block = bytes(held[:stop]).strip().removesuffix(b",")
            del held[:stop]
            for entry in _validate(_ENTRIES, b"[%b]" % block, MANIFEST):
                entries.append(entry)
    manifest = parse_json(_MANIFEST, frame + held, MANIFEST)
    return replace(manifest, entries=entries or manifest.entries)


def parse_layout(data: bytes) -> Layout:
    """Read back; raises as ``parse_json``."""
    frame, _ = _cut_out(data, b'\n "places": {', b"\n }")
    return parse_json(_LAYOUT, frame, LAYOUT)


def parse_places(data: bytes) -> Iterator[tuple[str, int]]:
    """The places of a layout, see ``Layout``, in the order of the file; none when it is not as Dossier writes it."""
    _, lines = _cut_out(data, b'\n "places": {', b"\n }")
    for block in _cut_blocks(data, lines):
        yield from _validate(_PLACES, b"{%b}" % block, LAYOUT).items()


def _cut_out(data: bytes, begin: bytes, end: bytes) -> tuple[bytes, range]:
    """JSON of ours without what stands in a list or object, and where that stands; all of it when it is empty."""
    start = data.find(begin) + len(begin)
    stop = data.find(end, start)
    if start < len(begin) or stop < 0:
        return data, range(0)
    return data[:start] + data[stop:], range(start, stop)


def _cut_blocks(data: bytes, lines: range) -> Iterator[bytes]:
    """Some lines at a time, without the comma behind the last."""
    start = lines.start
    while start < lines.stop:
        stop = start
        for _ in range(_BLOCK):
            stop = data.find(b"\n", stop + 1, lines.stop)
            if stop < 0:
                stop = lines.stop
                break
        yield data[start:stop].strip().removesuffix(b",")
        start = stop


def _validate(adapter: TypeAdapter[_T], data: bytes, name: str) -> _T:
    try:
        return adapter.validate_json(data)
    except ValidationError as error:
        raise BadInputError(f"{name} không đúng mẫu của Dossier.") from error


def parse_sums(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Paths and hashes; lines of another shape are left out."""
    for line in lines:
        digest, space, path = line.rstrip("\r\n").partition("  ")
        if space:
            yield path, digest.lower()


def parse_record(data: bytes, name: str) -> Record:
    """A record read back; raises as ``parse_json``."""
    return parse_json(_RECORD, data, name)
