"""Files on their way out: always a download, never something a browser opens or runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.http import content_disposition_header

from dossier.files import long_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from django.http.response import HttpResponseBase

_BYTES = "application/octet-stream"


def hand_out(path: Path, *, name: str = "") -> HttpResponseBase:
    """A file byte for byte, under its own name or another."""
    opened = long_path(path).open("rb")
    return _shut(FileResponse(opened, as_attachment=True, filename=name or path.name, content_type=_BYTES))


def hand_out_known(known: Iterable[Path], name: str, *, shown: str = "") -> HttpResponseBase:
    """A file by its name, out of those a listing knows, under its own name or another.

    Raises:
        Http404: none of them bears the name.
    """
    path = next((path for path in known if path.name == name and long_path(path).is_file()), None)
    if path is None:
        raise Http404("Không có tệp này.")
    return hand_out(path, name=shown)


def hand_out_made(chunks: Iterator[bytes], *, name: str) -> HttpResponseBase:
    """What is made while it is sent."""
    response = StreamingHttpResponse(chunks, content_type=_BYTES)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return _shut(response)


def _shut(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
