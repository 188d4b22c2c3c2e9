"""What one ``dossier serve`` is: which campaign, for whom, at which address."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
ACCOUNTS_FOLDER = "web"  # in records/: accounts, sessions, the secret, the jobs


@dataclass(frozen=True, slots=True)
class Service:
    """How the campaign is served.

    Attributes:
        root: the campaign folder.
        token: the word that opens the personal mode; empty in the office mode, which has accounts.
        host: the address listened on; anything but the loopback only in the office mode.
        names: host names the office mode answers to.
        certificate: PEM file of the TLS certificate, with ``key``; None leaves TLS to a reverse proxy.
        behind_proxy: a reverse proxy terminates TLS and sets ``X-Forwarded-Proto``.
        database: URL of a PostgreSQL database; empty keeps accounts in SQLite under ``records/web``.
        jobs: processes for reading evidence.
        ocr: a value of ``OcrMode``.
    """

    root: Path
    token: str = ""
    host: str = LOOPBACK
    port: int = 8765
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    database: str = ""
    jobs: int = 1
    ocr: str = "head"

    @property
    def personal(self) -> bool:
        """One person on this machine, let in by the token."""
        return bool(self.token)

    @property
    def secure(self) -> bool:
        """Whether browsers reach the service by HTTPS."""
        return self.certificate is not None or self.behind_proxy

    @property
    def folder(self) -> Path:
        """Where accounts and jobs live."""
        return self.root / "records" / ACCOUNTS_FOLDER

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """The host names a request may bear; the personal mode knows this machine only."""
        return (LOOPBACK, "localhost", *(() if self.personal else (self.host, *self.names)))
