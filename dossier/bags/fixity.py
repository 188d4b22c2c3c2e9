"""The fixity log: one line for each verification of a bag, added at the end and never rewritten."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.bags.model import BagReport, Depth
from dossier.bags.rules import LOG_LINE, REPLACED
from dossier.errors import BadInputError, RefusedError
from dossier.files import long_path, why
from dossier.problems import Where

if TYPE_CHECKING:
    from dossier.problems import Problem

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Verification:
    """One look at one bag.

    Attributes:
        at: when, with zone; ``who`` looked.
        bag: path as seen from the folder of the log, ``/`` separated; absolute when there is no such path.
        damaged: whether it had to be refused; ``problems`` every finding in full.
        checked: files whose checksums were computed.
        content: SHA-256 over the strongest payload manifest; empty when there was none to read.
    """

    at: dt.datetime
    who: str
    bag: str
    depth: Depth
    damaged: bool
    files: int
    size: int
    checked: int
    content: str
    problems: tuple[str, ...]
    schema: int = SCHEMA


_LINE = TypeAdapter(Verification)


def build_verification(report: BagReport, *, log: Path, at: dt.datetime, who: str) -> Verification:
    """The line that records a report in a log. The path of the bag is taken from the log's folder."""
    return Verification(
        at=at,
        who=who,
        bag=_name_from(log, report.path),
        depth=report.depth,
        damaged=report.damaged,
        files=report.files,
        size=report.size,
        checked=report.checked,
        content=hash_content(report),
        problems=tuple(map(str, report.problems)),
    )


def _name_from(log: Path, bag: Path) -> str:
    try:
        return Path(os.path.relpath(bag.resolve(), log.parent.resolve())).as_posix()
    except ValueError:  # another drive
        return bag.resolve().as_posix()


def hash_content(report: BagReport) -> str:
    """What the payload is, as its strongest manifest lists it; empty when no manifest could be read."""
    strongest = max(report.hashes, key=lambda name: (hashlib.new(name).digest_size, name), default="")
    if not strongest:
        return ""
    digest = hashlib.sha256(strongest.encode())
    for path, listed in sorted(report.hashes[strongest].items()):
        digest.update(f"\n{listed}  {path}".encode())
    return digest.hexdigest()


def load_fixity(log: Path) -> tuple[tuple[Verification, ...], tuple[Problem, ...]]:
    """Every verification of a log, the oldest first, and the lines that cannot be read; none when there is no log.

    Raises:
        BadInputError: the log cannot be opened.
    """
    try:
        lines = long_path(log).read_bytes().split(b"\n") if log.exists() else []
    except OSError as error:
        raise BadInputError(f"Không đọc được sổ kiểm tra {log.name}: {why(error)}.") from error
    found: list[Verification] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        try:
            found += [_LINE.validate_json(line)] if line else []
        except ValueError:
            problems.append(LOG_LINE.at(Where(path=log.name, line=number), "Không đọc được dòng này, để nguyên."))
    return tuple(found), tuple(problems)


def append_fixity(log: Path, verification: Verification) -> None:
    """Add a line and have the disk hold it; a line that a power cut broke off stays as it is.

    Raises:
        RefusedError: the log cannot be written.
    """
    place = long_path(log)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a+b") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - 1))
            stream.write((b"" if stream.read() in {b"", b"\n"} else b"\n") + _LINE.dump_json(verification) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise RefusedError(f"Không ghi được sổ kiểm tra {log}: {why(error)}.") from error


def find_replaced(now: Verification, log: tuple[Verification, ...]) -> tuple[Problem, ...]:
    """Whether a bag that holds together is not the one that the log knows under its name."""
    before = next((one for one in reversed(log) if one.bag == now.bag and one.content and not one.damaged), None)
    if before is None or not now.content or now.content == before.content:
        return ()
    message = f"Nội dung khác lần kiểm tra {before.at:%d/%m/%Y %H:%M}, dù gói tự khớp: gói đã bị thay bằng gói khác."
    return (REPLACED.at(Where(path=now.bag), message),)
