"""Start the service and keep it until somebody stops it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dossier.errors import MissingToolError, RefusedError
from dossier.files import why
from dossier.pipeline.books import load_books
from dossier.web.opened import hold
from dossier.web.settings import configure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.web.service import Service

_THREADS = 8
# A reverse proxy on this machine tells who asked and how.
_PROXY = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"}}


def serve(
    service: Service, *, ready: Callable[[str], None], admin: str = "", ask: Callable[[str], str] | None = None
) -> None:
    """Serve until Ctrl-C; ``ready`` is told the address once requests are answered.

    ``admin`` names the first administrator's account, made with the password that ``ask`` gets for it.

    Raises:
        BadInputError: the campaign does not fit.
        RefusedError: the port is taken.
    """
    with application(service) as app:
        if admin and ask:
            from dossier.web.accounts import make_admin  # noqa: PLC0415 - after configure

            make_admin(admin, ask(admin))
        run = _run_tls if service.certificate else _run_plain
        run(app, service, ready)


@contextmanager
def application(service: Service) -> Iterator[Any]:
    """The WSGI application of a campaign, with its reader and its jobs at work."""
    configure(service)
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    from dossier.web.accounts import settle_owner  # noqa: PLC0415
    from dossier.web.desk import Desk  # noqa: PLC0415
    from dossier.web.jobs import Bench  # noqa: PLC0415
    from dossier.web.viewer import VIEWER  # noqa: PLC0415

    desk = Desk(service)
    load_books(desk.paths)
    bench = Bench(desk)
    hold(service, desk, bench)
    if service.personal:
        settle_owner()
    desk.start()
    bench.start()
    try:
        yield get_wsgi_application()
    finally:
        bench.stop()
        desk.stop()
        VIEWER.close()


def address(service: Service) -> str:
    """Where a browser finds the service; in the personal mode with the word that lets in."""
    scheme = "https" if service.certificate else "http"
    base = f"{scheme}://{service.host}:{service.port}/"
    return f"{base}vao/{service.token}" if service.personal else base


def _run_plain(app: Any, service: Service, ready: Callable[[str], None]) -> None:
    from waitress.server import create_server  # noqa: PLC0415

    try:
        server = create_server(
            app,
            host=service.host,
            port=service.port,
            threads=_THREADS,
            ident=None,
            clear_untrusted_proxy_headers=True,
            **(_PROXY if service.behind_proxy else {}),
        )
    except OSError as error:
        raise _taken(service, error) from error
    ready(address(service))
    try:
        server.run()
    finally:
        server.close()


def _run_tls(app: Any, service: Service, ready: Callable[[str], None]) -> None:
    """By cheroot: waitress leaves TLS to a proxy."""
    from cheroot.ssl.builtin import BuiltinSSLAdapter  # noqa: PLC0415
    from cheroot.wsgi import Server  # noqa: PLC0415

    server = Server((service.host, service.port), app, numthreads=_THREADS, server_name="dossier")
    try:
        server.ssl_adapter = BuiltinSSLAdapter(str(service.certificate), str(service.key))
    except OSError as error:
        raise MissingToolError(f"Không dùng được chứng thư TLS {service.certificate}: {why(error)}.") from error
    try:
        server.prepare()
    except OSError as error:
        raise _taken(service, error) from error
    ready(address(service))
    try:
        server.serve()
    except KeyboardInterrupt:  # how the service is ended; waitress ends so by itself
        pass
    finally:
        server.stop()


def _taken(service: Service, error: OSError) -> RefusedError:
    return RefusedError(f"Không mở được cổng {service.port} ở {service.host}: {why(error)}. Chọn cổng khác: --port SỐ.")
