"""The door of every page: who is asking, what the page lets them do, on which unit or office."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404

from dossier.web.opened import desk, service
from dossier.web.roles import Act, Who, allows

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase
    from django.urls import ResolverMatch

    from dossier.campaign import Office, Unit

V = TypeVar("V", bound="Callable[..., HttpResponseBase]")


# What works on a unit's own folder.
_OWN = frozenset({Act.UPLOAD, Act.SCORE, Act.SUBMIT})


class Guarded(Protocol):
    """A view with the act it needs; None: open to anybody."""

    act: Act | None


def who(request: HttpRequest) -> Who:
    """The person asking; only behind ``needs``."""
    return cast("Who", request.user.who)  # type: ignore[union-attr] # accounts are ours


def rights(request: HttpRequest) -> Who:
    """The person without the name: two people who may see the same are equal."""
    return replace(who(request), name="")


def permits(request: HttpRequest, unit: Unit) -> dict[str, bool]:
    """What pages of a unit offer the person, by the name of the act; nobody changes what came in as a package."""
    person, shut = who(request), _OWN if unit.id in desk().paths.laid else frozenset()
    return {act.name: act not in shut and allows(person, act, unit=unit.id) for act in Act}


def needs(act: Act) -> Callable[[V], V]:
    """Let through who may do an act; the view's arguments ``unit`` and ``office`` are looked at too.

    Somebody not logged in is sent to the login page; in the personal mode there is none, and the answer is 403.
    """

    def guard(view: V) -> V:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                if service().personal:
                    raise PermissionDenied("Hãy mở bằng đường liên kết in ở cửa sổ lệnh đang chạy Dossier.")
                return redirect_to_login(request.get_full_path())
            if not allows(who(request), act, unit=kwargs.get("unit", ""), office=kwargs.get("office", "")):
                raise PermissionDenied(f"Tài khoản này không có quyền: {act.value}.")
            return view(request, *args, **kwargs)

        guarded.act = act  # type: ignore[attr-defined] # what ``Guarded`` says
        return cast("V", guarded)

    return guard


def may_open(person: Who, page: ResolverMatch) -> bool:
    """Whether a page would let a person in."""
    act = cast("Guarded", page.func).act
    given = page.kwargs
    return act is None or allows(person, act, unit=given.get("unit", ""), office=given.get("office", ""))


def open_to_all(view: V) -> V:
    """Mark a page that needs no account."""
    view.act = None  # type: ignore[attr-defined] # what ``Guarded`` says
    return view


def find_unit(name: str) -> Unit:
    """The unit of an id.

    Raises:
        Http404: there is none.
    """
    unit = next((item for item in desk().campaign.units if item.id == name), None)
    if unit is None:
        raise Http404(f"Không có đơn vị «{name}» trong kỳ đánh giá.")
    return unit


def find_office(name: str) -> Office:
    """The office of an id.

    Raises:
        Http404: there is none.
    """
    office = next((item for item in desk().campaign.offices if item.id == name), None)
    if office is None:
        raise Http404(f"Không có cơ quan «{name}» trong kỳ đánh giá.")
    return office


def seen_units(person: Who) -> tuple[Unit, ...]:
    """The units a person may look at."""
    return tuple(unit for unit in desk().campaign.units if allows(person, Act.SEE, unit=unit.id))
