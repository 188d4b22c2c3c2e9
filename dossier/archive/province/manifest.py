"""``danh-muc.json``, ``goi.json``, ``SHA256SUMS`` and the record: composed, hashed, read back. Pure, on bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.archive.province.model import LAYOUT, MANIFEST, Entry, Layout, Manifest, Record
from dossier.archive.record import parse_json
from dossier.files import sha256_hex

if TYPE_CHECKING:
    from collections.abc import Mapping

_MANIFEST = TypeAdapter(Manifest)
_LAYOUT = TypeAdapter(Layout)
_RECORD = TypeAdapter(Record)
_INPUTS = TypeAdapter(tuple[Manifest, tuple[Entry, ...], dict[str, str]])


def manifest_json(manifest: Manifest) -> bytes:
    """The list, UTF-8."""
    return _MANIFEST.dump_json(manifest, indent=1) + b"\n"


def parse_manifest(data: bytes) -> Manifest:
    """A list read back; raises as ``parse_json``."""
    return parse_json(_MANIFEST, data, MANIFEST)


def layout_json(layout: Layout) -> bytes:
    """How it was packed, UTF-8."""
    return _LAYOUT.dump_json(layout, indent=1) + b"\n"


def parse_layout(data: bytes) -> Layout:
    """Read back; raises as ``parse_json``."""
    return parse_json(_LAYOUT, data, LAYOUT)


def record_json(record: Record) -> bytes:
    """The record, UTF-8."""
    return _RECORD.dump_json(record, indent=1) + b"\n"


def parse_record(data: bytes, name: str) -> Record:
    """A record read back; raises as ``parse_json``."""
    return parse_json(_RECORD, data, name)


def compose_sums(hashes: Mapping[str, str]) -> bytes:
    """The text that ``sha256sum -c`` reads, in path order; the paths are plain ASCII, so nothing is escaped."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(hashes.items())).encode("ascii")


def parse_sums(data: bytes) -> dict[str, str]:
    """Hashes by path; lines of another shape are left out."""
    pairs = (line.split("  ", 1) for line in data.decode("utf-8", "replace").splitlines())
    return {pair[1]: pair[0].lower() for pair in pairs if len(pair) > 1}


def inputs_of(manifest: Manifest, others: tuple[Entry, ...], packing: Mapping[str, str]) -> str:
    """SHA-256 of everything that a package is made from."""
    return sha256_hex(_INPUTS.dump_json((manifest, others, dict(packing))))
