"""Digital signatures of a PDF: who, when, over what. Whether a certificate is to be trusted is never said."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf

from dossier.readers.model import SignatureInfo
from dossier.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIELD_DEPTH = 12
_MOST_FIELDS = 200
_DATE = re.compile(
    r"(?:D:)?(?P<day>\d{14})(?:(?P<sign>[+-])(?P<hours>\d\d)'?(?P<minutes>\d\d)?|Z)?"
)  # ISO 32000-1, 7.9.4
_RANGE = 4


def read_signatures(data: bytes) -> tuple[SignatureInfo, ...]:
    """The signed signature fields, oldest first; empty when the form cannot be walked."""
    if b"/Sig" not in data and b"/ObjStm" not in data:
        return ()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True, attempt_recovery=False) as document:
            form = document.Root.get("/AcroForm")
            fields = form.get("/Fields") if isinstance(form, pikepdf.Dictionary) else None
            found = [_read(value, data) for value in _values(fields, inherited="", depth=0)]
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, RuntimeError):
        return ()
    return tuple(info for _, info in sorted(found, key=lambda item: item[0]))


def _values(fields: Any, *, inherited: str, depth: int) -> Iterator[Any]:
    if not isinstance(fields, pikepdf.Array) or depth > _FIELD_DEPTH:
        return
    for field in list(fields)[:_MOST_FIELDS]:
        if not isinstance(field, pikepdf.Dictionary):
            continue
        kind = str(field.get("/FT", inherited))
        if kind == "/Sig" and "/V" in field:
            yield field.get("/V")
        else:
            yield from _values(field.get("/Kids"), inherited=kind, depth=depth + 1)


def _read(value: Any, data: bytes) -> tuple[int, SignatureInfo]:
    """Where the signed bytes end, which orders signatures in time, and what the signature says."""
    if not isinstance(value, pikepdf.Dictionary):
        return 0, SignatureInfo()
    spans = _spans(value.get("/ByteRange"), len(data))
    end = spans[-1][1] if spans else 0
    whole = bool(spans) and spans[0][0] == 0 and not data[end:].strip(b"\0\r\n\t ")
    signer, organisation, said, intact = _read_cms(value, data, spans)
    return end, SignatureInfo(
        signer=signer or _text(value.get("/Name")),
        organisation=organisation,
        # Some signing tools write local time as UTC into the container (measured); the dictionary is right.
        signed_at=_pdf_time(str(value.get("/M", ""))) or said,
        whole=whole,
        intact=intact,
    )


def _spans(byte_range: Any, size: int) -> list[tuple[int, int]]:
    """Start and end of the two signed stretches; empty when the range is not of this file."""
    if not isinstance(byte_range, pikepdf.Array) or len(byte_range) != _RANGE:
        return []
    first, first_length, second, second_length = (int(number) for number in byte_range)
    spans = [(first, first + first_length), (second, second + second_length)]
    sound = first >= 0 and first_length > 0 and spans[0][1] <= second <= spans[1][1] <= size
    return spans if sound and second_length > 0 else []


def _read_cms(
    value: pikepdf.Dictionary, data: bytes, spans: list[tuple[int, int]]
) -> tuple[str | None, str | None, dt.datetime | None, bool | None]:
    """Signer, organisation, signing time, whether the digest fits; None for what the container does not tell."""
    from asn1crypto import cms  # noqa: PLC0415 - only signed files pay for it

    contents = value.get("/Contents")
    if not isinstance(contents, pikepdf.String):
        return None, None, None, None
    try:
        signed = cms.ContentInfo.load(bytes(contents))["content"]
        info = signed["signer_infos"][0]
        subject = _certificate(signed, info).subject.native
        attributes = {item["type"].native: item["values"] for item in info["signed_attrs"]}
        told = attributes["signing_time"][0].native if "signing_time" in attributes else None
        digest = attributes["message_digest"][0].native if "message_digest" in attributes else None
        algorithm = info["digest_algorithm"]["algorithm"].native
        intact = _is_intact(data, spans, algorithm, digest)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None, None, None, None
    organisation = subject.get("organization_name")
    return _one(subject.get("common_name")), _one(organisation), told, intact


def _certificate(signed: Any, info: Any) -> Any:
    certificates = [item.chosen for item in signed["certificates"] if item.name == "certificate"]
    sid = info["sid"].chosen.native
    serial = sid.get("serial_number") if isinstance(sid, dict) else None
    return next((item for item in certificates if item.serial_number == serial), certificates[0])


def _is_intact(data: bytes, spans: list[tuple[int, int]], algorithm: str, digest: bytes | None) -> bool | None:
    if digest is None or not spans or algorithm not in hashlib.algorithms_available:
        return None
    sum_ = hashlib.new(algorithm, usedforsecurity=False)
    for start, end in spans:
        sum_.update(memoryview(data)[start:end])
    return hmac.compare_digest(sum_.digest(), digest)


def _one(value: Any) -> str | None:
    """The last of several names: a certificate may repeat the field from the widest body to the narrowest."""
    last = value[-1] if isinstance(value, list) and value else value
    return one_line(last) if isinstance(last, str) and last.strip() else None


def _text(value: Any) -> str | None:
    return _one(str(value)) if isinstance(value, pikepdf.String) else None


def _pdf_time(text: str) -> dt.datetime | None:
    """``D:20250513144607+07'00'``."""
    match = _DATE.match(text)
    if not match:
        return None
    try:
        time = dt.datetime.strptime(match["day"], "%Y%m%d%H%M%S")  # noqa: DTZ007 - the zone follows
        if match["sign"] is None:
            return time.replace(tzinfo=dt.UTC) if text[match.end("day") :].startswith("Z") else time
        offset = dt.timedelta(hours=int(match["hours"]), minutes=int(match["minutes"] or 0))
        return time.replace(tzinfo=dt.timezone(offset if match["sign"] == "+" else -offset))
    except (ValueError, OverflowError):
        return None
