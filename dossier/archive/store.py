"""The shelf of one unit's packages: ``records/nop/<unit>`` or ``records/nhan/<unit>``, one ZIP a sequence.

``xa-an-binh-0000.zip``: the name says whose it is, for these files travel and lie beside those of other units.

A sequence exists from the moment its ZIP has its name. Its receipts are written before that, so that no package is
without one; a receipt without a package is what an interrupted run left, and the next run clears it away.
"""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive.model import Receipt, Submission
from dossier.archive.receipt import build_receipt_text
from dossier.archive.record import RECORD, content_hash, parse_receipt, parse_submission, receipt_json
from dossier.bags import open_source
from dossier.bags.source import READ_ERRORS, find_base
from dossier.errors import DamagedError, RefusedError
from dossier.files import read_bytes, write_bytes, write_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.bags.source import Source

# Folders below ``records``: what a unit sent, what came in, each with a folder for each unit.
SENT, RECEIVED = "nop", "nhan"
_OURS = re.compile(r"-\d{4}\.(zip|json|txt)")
_STAGING = ".dang-ghi"
_LONGEST_RECORD = 64 << 20


@dataclass(frozen=True, slots=True)
class Filing:
    """A stored sequence: its file, its record, its receipt."""

    path: Path
    submission: Submission
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a unit's packages are kept.

    Attributes:
        received: the shelf of a receiver, not of the unit itself.
    """

    root: Path
    received: bool

    def package(self, sequence: int) -> Path:
        """Where a sequence is or will be."""
        return self.root / f"{self.root.name}-{sequence:04d}.zip"

    def _is_ours(self, path: Path) -> bool:
        """Whether it has the name of a package or receipt; copies that people or clouds make have another."""
        unit = self.root.name
        return path.name.startswith(unit) and bool(_OURS.fullmatch(path.name.removeprefix(unit)))

    def load(self) -> tuple[Filing, ...]:
        """Every stored sequence, in order.

        Raises:
            DamagedError: a package or receipt is unreadable, does not fit its receipt's content, or one is missing.
        """
        names = sorted(path for path in self.root.glob("*.zip") if self._is_ours(path))
        filings = tuple(map(self._load, names))
        for number, filing in enumerate(filings):
            if filing.submission.sequence != number:
                raise DamagedError(
                    f"{self.root.name}: thiếu gói {self.package(number).name} trong records, lấy lại từ bản sao lưu."
                )
        return filings

    def _load(self, path: Path) -> Filing:
        record = read_record(path)
        try:
            receipt = parse_receipt(read_bytes(path.with_suffix(".json")))
        except OSError as error:
            raise DamagedError(f"Không đọc được phiếu của gói {path.name} ({error.strerror}).") from error
        if receipt.content != content_hash(record):
            raise DamagedError(f"Gói {path.name} không khớp với phiếu của nó: gói hoặc phiếu đã bị thay.")
        return Filing(path, parse_submission(record), receipt)

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder to prepare a package in; gone afterwards, whatever happens."""
        self.clear()
        folder = self.root / _STAGING
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder)

    def clear(self) -> None:
        """Clear away what an interrupted run left; packages are never touched."""
        if not self.root.is_dir():
            return
        for path in sorted(self.root.iterdir()):
            orphan = self._is_ours(path) and not path.with_suffix(".zip").exists()
            if path.name == _STAGING:
                shutil.rmtree(path)
            elif orphan or path.name.startswith(f"{_STAGING}-"):
                path.unlink()

    def put(self, staged: Path, submission: Submission, receipt: Receipt) -> Filing:
        """Give a prepared package its name; nothing is ever overwritten.

        Raises:
            RefusedError: that sequence is there already.
        """
        target = self.package(submission.sequence)
        if target.exists():
            raise RefusedError(f"Đã có gói {target.name} của {submission.unit}, không ghi đè.")
        write_text(target.with_suffix(".txt"), build_receipt_text(submission, receipt, received=self.received))
        write_bytes(target.with_suffix(".json"), receipt_json(receipt))
        staged.replace(target)
        return Filing(target, submission, receipt)


def read_record(path: Path) -> bytes:
    """The record in a package, as it is.

    Raises:
        DamagedError: there is none, or the package cannot be opened.
    """
    with open_source(path) as source:
        return read_member(source, RECORD)


def read_member(source: Source, name: str) -> bytes:
    """A JSON file of a package that is open; raises as ``read_record``."""
    find_base(source, "bagit.txt")
    try:
        return source.read(f"data/{name}", most=_LONGEST_RECORD)
    except (*READ_ERRORS, KeyError) as error:
        raise DamagedError(f"Không đọc được data/{name} trong gói.") from error
