"""Results as JSON: stable field names, decimals as strings, the evidence's text left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from dossier.report.model import Assessment, CheckReport

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = 1
_REPORT, _UNIT = TypeAdapter(CheckReport), TypeAdapter(Assessment)
# The text of the evidence is for matching; it may hold personal data and has no place in a report.
_LEFT_OUT: Any = {"index": {"files": {"__all__": {"text"}}}}
_NO_UNITS = b'"units": []'


def check_json(report: CheckReport) -> Iterator[bytes]:
    """The report of ``check`` as UTF-8 JSON with ``schema`` first, in pieces: that of a province is a gigabyte."""
    body = versioned(_REPORT.dump_json(replace(report, units=()), indent=2))
    if not report.units:
        yield body
        return
    head, tail = body.split(_NO_UNITS)
    yield head + b'"units": ['
    for number, unit in enumerate(report.units):
        told = _UNIT.dump_json(unit, exclude=_LEFT_OUT, indent=2)
        yield (b",\n    " if number else b"\n    ") + told.replace(b"\n", b"\n    ")
    yield b"\n  ]" + tail


def versioned(body: bytes) -> bytes:
    """An indented JSON object with the schema put before its first field."""
    return b'{\n  "schema": %d,' % SCHEMA + body[1:] + b"\n"
