"""Around every page: the content policy, and sentences instead of tracebacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import OperationalError
from django.middleware.gzip import GZipMiddleware

from dossier.errors import BadInputError, DamagedError, DossierError, RefusedError
from dossier.files import why
from dossier.web.settings import POLICY
from dossier.web.views.errors import tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, HttpResponseBase

DISK_REMEDY = "Kiểm tra ổ đĩa còn chỗ trống và tệp không mở ở chương trình khác (Excel, Word), rồi làm lại."
_NOT_KEPT = "csrfmiddlewaretoken"  # the page makes its own
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
            again = _sent(request) if isinstance(error, RefusedError) else ()
            return tell(request, error.message, status=status, problems=error.problems, again=again)
        if isinstance(error, OSError):
            message = f"Không đọc hoặc ghi được {error.filename or 'tệp'}: {why(error)}."
        elif isinstance(error, OperationalError):
            message = "Không ghi được cơ sở dữ liệu tài khoản và việc chạy nền."
        else:
            return None
        return tell(request, message, status=409, remedy=DISK_REMEDY, again=_sent(request))


def _sent(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that could not be saved now; chosen files a page cannot keep, a password it must not."""
    if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
        return []
    return [(name, str(text)) for name, texts in request.POST.lists() for text in texts if name != _NOT_KEPT]
