"""What is shown when something is not there, not allowed, or went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest, HttpResponse

    from dossier.problems import Problem

_SHOWN = 40


def tell(
    request: HttpRequest,
    message: str,
    *,
    status: int,
    problems: Sequence[Problem] = (),
    remedy: str = "",
    again: Iterable[tuple[str, str]] = (),
) -> HttpResponse:
    """A page that says what is wrong and what to do; for htmx the same as a fragment.

    ``again`` are the fields of a form that was not saved: the page keeps them, to be sent once more.
    """
    context = {
        "message": message,
        "remedy": remedy,
        "problems": problems[:_SHOWN],
        "more": max(0, len(problems) - _SHOWN),
        "again": tuple(again),
    }
    htmx = getattr(request, "htmx", None)
    template = "web/_error.html" if htmx and not htmx.boosted else "web/error.html"
    return render(request, template, context, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    told = str(exception)
    message = told if told.startswith("Không") else "Không có trang này."
    return tell(request, message, status=404, remedy="Kiểm tra lại địa chỉ, hoặc về trang Tổng quan.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return tell(request, str(exception) or "Tài khoản này không có quyền mở trang này.", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    del exception  # it may quote what a stranger sent
    return tell(request, "Yêu cầu không hợp lệ.", status=400, remedy="Tải lại trang rồi làm lại.")


def broken(request: HttpRequest) -> HttpResponse:
    """500."""
    return tell(
        request,
        "Lỗi của chương trình; minh chứng và dữ liệu đã lưu không bị ảnh hưởng.",
        status=500,
        remedy="Báo người phụ trách kỹ thuật xem cửa sổ lệnh hoặc nhật ký của máy chủ.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of ours, or from one too old."""
    del reason
    return tell(
        request,
        "Trang đã mở quá lâu hoặc biểu mẫu không đến từ trang này, nên chưa lưu.",
        status=403,
        remedy="Tải lại trang rồi làm lại.",
    )


def locked_out(request: HttpRequest, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords."""
    del credentials, args, kwargs
    return tell(
        request,
        "Sai mật khẩu quá nhiều lần: tài khoản tạm khóa 15 phút ở máy này.",
        status=429,
        remedy="Đợi rồi thử lại, hoặc nhờ quản trị đặt lại mật khẩu.",
    )
