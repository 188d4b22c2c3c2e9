"""Results as JSON: stable field names, decimals as strings, the evidence's text left out."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from dossier.report.model import CheckReport

SCHEMA = 1
_REPORT = TypeAdapter(CheckReport)
# The text of the evidence is for matching; it may hold personal data and has no place in a report.
_LEFT_OUT: Any = {"units": {"__all__": {"index": {"files": {"__all__": {"text"}}}}}}


def check_json(report: CheckReport) -> bytes:
    """The report of ``check`` as UTF-8 JSON with ``schema`` first."""
    return versioned(_REPORT.dump_json(report, exclude=_LEFT_OUT, indent=2))


def versioned(body: bytes) -> bytes:
    """An indented JSON object with the schema put before its first field."""
    return b'{\n  "schema": %d,' % SCHEMA + body[1:] + b"\n"
