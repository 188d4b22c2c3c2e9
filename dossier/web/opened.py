"""The campaign this process serves: there is one, opened before the first request."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from dossier.web.desk import Desk
    from dossier.web.jobs import Bench
    from dossier.web.service import Service


class _Opened:
    def __init__(self) -> None:
        self.service: Service | None = None
        self.desk: Desk | None = None
        self.bench: Bench | None = None


T = TypeVar("T")
_OPENED = _Opened()


def hold(service: Service, desk: Desk, bench: Bench) -> None:
    """Serve this campaign from now on."""
    _OPENED.service, _OPENED.desk, _OPENED.bench = service, desk, bench


def service() -> Service:
    """How the campaign is served."""
    return _given(_OPENED.service)


def desk() -> Desk:
    """The campaign at hand."""
    return _given(_OPENED.desk)


def bench() -> Bench:
    """The thread that does the long work."""
    return _given(_OPENED.bench)


def _given(value: T | None) -> T:
    if value is None:
        raise RuntimeError("No campaign is open: serve.application opens it.")
    return value
