"""``ho-so.json`` and the receipt's JSON: written, read back, and hashed. Pure, on bytes."""

from __future__ import annotations

import json
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from dossier.archive.model import SCHEMA, Receipt, Submission
from dossier.errors import BadInputError
from dossier.files import sha256_hex

_T = TypeVar("_T")
RECORD = "ho-so.json"
REPORT = "kiem-tra.json"
_SUBMISSION = TypeAdapter(Submission)
_RECEIPT = TypeAdapter(Receipt)


def submission_json(submission: Submission) -> bytes:
    """The record of a sequence, UTF-8."""
    return _SUBMISSION.dump_json(submission, indent=1) + b"\n"


def content_hash(record: bytes) -> str:
    """The content hash of a sequence: SHA-256 of its record, which holds the hash of every file."""
    return sha256_hex(record)


def record_labels(submission: Submission, content: str) -> tuple[tuple[str, str], ...]:
    """What ``bag-info.txt`` repeats of a record, whose content hash is ``content``."""
    return (
        ("Dossier-Unit", submission.unit),
        ("Dossier-Year", str(submission.year)),
        ("Dossier-Sequence", f"{submission.sequence:04d}"),
        ("Dossier-Content", content),
        ("Dossier-Rules", str(submission.rules)),
    )


def parse_submission(data: bytes) -> Submission:
    """A record read back; raises as ``parse_json``."""
    return parse_json(_SUBMISSION, data, RECORD)


def receipt_json(receipt: Receipt) -> bytes:
    """A receipt, UTF-8."""
    return _RECEIPT.dump_json(receipt, indent=1) + b"\n"


def parse_receipt(data: bytes) -> Receipt:
    """A receipt read back; raises as ``parse_json``."""
    return parse_json(_RECEIPT, data, "phiếu")


def parse_json(adapter: TypeAdapter[_T], data: bytes, name: str) -> _T:
    """What Dossier wrote into an archive, read back. ``name`` is the file as people know it.

    Raises:
        BadInputError: it is no such thing, or a newer Dossier wrote it.
    """
    try:
        schema = json.loads(data).get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            raise BadInputError(f"{name} do bản Dossier mới hơn ghi (mẫu {schema}): hãy nâng cấp Dossier.")
        return adapter.validate_json(data)
    except (ValidationError, ValueError, AttributeError) as error:
        raise BadInputError(f"{name} không đúng mẫu của Dossier.") from error
