"""Django, set up for one campaign. There is no settings module: everything follows from the ``Service``."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dj_database_url
import django
from django.conf import settings
from django.db import OperationalError

from dossier.errors import BadInputError, MissingToolError
from dossier.files import read_bytes, write_text

if TYPE_CHECKING:
    from dossier.web.service import Service

_HERE = Path(__file__).parent
_TRIES = 5
_COOL_OFF = timedelta(minutes=15)
_SESSION_SECONDS = 12 * 3600
_YEAR_SECONDS = 365 * 24 * 3600
# What a form may hold besides files; a criteria set of 100 leaves has about 600 fields.
_MAX_FIELDS = 5000
_MAX_FORM_BYTES = 5_000_000
# A larger upload goes to a file at once, so that its size costs no memory.
_MAX_IN_MEMORY = 1_000_000

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def configure(service: Service) -> None:
    """Set Django up for a campaign, once a process, and bring its tables up to date."""
    service.folder.mkdir(parents=True, exist_ok=True)
    settings.configure(**build_settings(service, secret=_secret(service.folder / "secret.txt")))
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs the settings

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        if not service.database:
            raise
        told = str(error).strip().partition("\n")[0]
        raise MissingToolError(f"Không nối được cơ sở dữ liệu PostgreSQL ở --database: {told}") from error


def _secret(path: Path) -> str:
    """The key that signs sessions, made on the first run."""
    if not path.is_file():
        write_text(path, secrets.token_urlsafe(50))
        path.chmod(0o600)
    return read_bytes(path).decode("ascii")


def build_settings(service: Service, *, secret: str) -> dict[str, Any]:
    """Every setting, as Django names them."""
    return {
        "DEBUG": False,
        "SECRET_KEY": secret,
        "ALLOWED_HOSTS": list(service.allowed_hosts),
        "ROOT_URLCONF": "dossier.web.urls",
        "AUTH_USER_MODEL": "web.Account",
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "DATABASES": {"default": _database(service)},
        "STATIC_URL": "/tinh/",
        "STATICFILES_DIRS": [],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "LANGUAGE_CODE": "vi",
        "TIME_ZONE": "Asia/Ho_Chi_Minh",
        "USE_TZ": True,
        "LOGIN_URL": "dang-nhap",
        "LOGIN_REDIRECT_URL": "tong-quan",
        "LOGOUT_REDIRECT_URL": "dang-nhap",
        "DATA_UPLOAD_MAX_NUMBER_FIELDS": _MAX_FIELDS,
        "DATA_UPLOAD_MAX_MEMORY_SIZE": _MAX_FORM_BYTES,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": _MAX_IN_MEMORY,
        "LOGGING": _logging(),
        **_parts(),
        **_pages(),
        **_passwords(),
        **_cookies(service),
        **_transport(service),
        **_lockout(),
    }


def _parts() -> dict[str, Any]:
    """Applications, and what stands around every page, outermost first."""
    return {
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.messages",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "django_htmx",
            "axes",
            "dossier.web",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "dossier.web.middleware.PackPages",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
            "dossier.web.middleware.Guard",
            "axes.middleware.AxesMiddleware",
        ],
        "AUTHENTICATION_BACKENDS": [
            "axes.backends.AxesStandaloneBackend",
            "django.contrib.auth.backends.ModelBackend",
        ],
    }


def _pages() -> dict[str, Any]:
    """How pages are drawn."""
    return {
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [_HERE / "templates"],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "dossier.web.context.page",
                    ],
                    "builtins": ["dossier.web.templatetags.viet", "dossier.web.templatetags.drawn"],
                },
            }
        ],
    }


def _passwords() -> dict[str, Any]:
    """What a password must withstand."""
    return {
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
            for name, options in (
                ("UserAttributeSimilarityValidator", {}),
                ("MinimumLengthValidator", {"min_length": 10}),
                ("CommonPasswordValidator", {}),
                ("NumericPasswordValidator", {}),
            )
        ],
    }


def _database(service: Service) -> Any:
    if service.database:
        return _postgresql(service.database)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": service.folder / "accounts.sqlite",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
    }


def _postgresql(url: str) -> Any:
    """The database of a URL, which may hold a password: it is never said back.

    Raises:
        BadInputError: it is no URL of a PostgreSQL database.
        MissingToolError: the driver is not installed.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        raise BadInputError("--database cần địa chỉ PostgreSQL dạng postgres://TÊN:MẬT_KHẨU@MÁY:5432/CƠ_SỞ_DỮ_LIỆU.")
    if find_spec("psycopg") is None:
        raise MissingToolError("Dùng PostgreSQL cần gói psycopg: cài bằng pip install 'dossier[postgresql]'.")
    return dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)


def _cookies(service: Service) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "dossier_phien",
        "SESSION_COOKIE_HTTPONLY": True,
        # Lax, not Strict: the personal mode's link is opened from the console, another place.
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": service.secure,
        "SESSION_COOKIE_AGE": _SESSION_SECONDS,
        "CSRF_COOKIE_NAME": "dossier_csrf",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_COOKIE_SECURE": service.secure,
        "CSRF_FAILURE_VIEW": "dossier.web.views.errors.csrf_failure",
        "CSRF_TRUSTED_ORIGINS": [f"https://{name}" for name in service.names] if service.behind_proxy else [],
    }


def _transport(service: Service) -> dict[str, Any]:
    return {
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "SECURE_SSL_REDIRECT": service.secure,
        "SECURE_HSTS_SECONDS": _YEAR_SECONDS if service.secure else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": service.secure,
        "SECURE_HSTS_PRELOAD": service.secure,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if service.behind_proxy else None,
    }


def _lockout() -> dict[str, Any]:
    """Five wrong passwords lock an account at an address for a quarter of an hour."""
    return {
        "AXES_FAILURE_LIMIT": _TRIES,
        "AXES_COOLOFF_TIME": _COOL_OFF,
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "dossier.web.views.errors.locked_out",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
        "AXES_ENABLE_ADMIN": False,
        "AXES_IPWARE_PROXY_COUNT": 0,
    }


def _logging() -> dict[str, Any]:
    logging.captureWarnings(capture=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        # What a visitor was refused is an answer, not a fault of the server.
        "loggers": {"django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
    }
