"""Around every page: the content policy, and sentences instead of tracebacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.middleware.gzip import GZipMiddleware

from dossier.errors import BadInputError, DamagedError, DossierError, RefusedError
from dossier.files import why
from dossier.web.settings import POLICY
from dossier.web.views.errors import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

_STATUS = {BadInputError: 400, RefusedError: 409, DamagedError: 500}


class PackPages(GZipMiddleware):
    """Packs pages; pictures and downloads are packed already, and a browser shows how far a download is by its length.

    Each packed page is padded at random, and its form tokens differ each time: its length tells nothing (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The page, smaller."""
        is_page = response.get("Content-Type", "").startswith("text/html")
        return super().process_response(request, response) if is_page else response


class Guard:
    """Sets the content policy; turns what the rooms raise into a page that says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the headers every answer bears."""
        response = self._get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A Dossier error or a fault of the disk is told in Vietnamese; anything else is a bug."""
        if isinstance(error, DossierError):
            status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
            return tell(request, error.message, status=status, problems=error.problems)
        if isinstance(error, OSError):
            name = error.filename or "tệp"
            return tell(
                request,
                f"Không đọc hoặc ghi được {name}: {why(error)}.",
                status=409,
                remedy="Kiểm tra ổ đĩa còn chỗ trống và tệp không mở ở chương trình khác (Excel, Word), rồi làm lại.",
            )
        return None
