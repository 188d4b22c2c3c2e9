"""What was handed over and kept, told at a glance: from the journal and the records, no package is opened for it."""

from __future__ import annotations

import datetime as dt
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.archive import build_standing, plan_entries
from dossier.archive.province.shelf import PackageShelf
from dossier.bundle.record import RECORD, read_record
from dossier.campaign import CampaignPaths, Unit
from dossier.errors import BadInputError
from dossier.files import long_path, read_bytes, staged_file, write_bytes
from dossier.journal import load_journal
from dossier.pipeline.archive import shelf_of as archive_shelf
from dossier.pipeline.package import PACKAGES
from dossier.pipeline.received import shelf_of
from dossier.pipeline.submit import list_held
from dossier.problems import Problem, Severity
from dossier.report.tables import Table
from dossier.rounds.model import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dossier.archive.model import Entry
    from dossier.archive.province.model import Record
    from dossier.archive.store import Filing
    from dossier.pipeline.run import Run
    from dossier.report import Assessment


# How the name of a packed upload folder ends, in ``out/<unit>``.
UPLOAD_END = "-tai-len.zip"
# A record of a large bundle takes milliseconds to read: a list of all units goes by the names.
_VOLUMES = f"{PurePath(RECORD).stem}*.pdf"


@dataclass(frozen=True, slots=True)
class Last:
    """The last sequence of a shelf, as the journal tells it."""

    sequence: int
    code: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Handover:
    """How far a unit's hand-over is.

    Attributes:
        volumes: the bundle's files, relative to the campaign; empty when none was made.
        sent: None when nothing was submitted here; ``received`` likewise.
    """

    unit: Unit
    volumes: tuple[Path, ...]
    sent: Last | None
    received: Last | None


def read_handovers(run: Run, units: Sequence[Unit]) -> tuple[Handover, ...]:
    """The bundle, the last submission and the last arrival of each unit."""
    entries, _ = load_journal(run.paths.journal)
    last: dict[tuple[str, str], Last] = {}
    for entry in entries:
        if entry.act in {Kind.SENT, Kind.RECEIVED}:
            at = dt.datetime.fromisoformat(entry.data["at"])
            last[entry.act, entry.unit] = Last(entry.data["sequence"], entry.data["code"], at)
    return tuple(
        Handover(
            unit,
            tuple(path.relative_to(run.paths.root) for path in sorted(run.paths.out(unit.id).glob(_VOLUMES))),
            last.get((Kind.SENT, unit.id)),
            last.get((Kind.RECEIVED, unit.id)),
        )
        for unit in units
    )


def bundle_files(run: Run, unit: Unit) -> tuple[Path, ...]:
    """The volumes of a unit's bundle and its signed originals, relative to the campaign; what is gone is left out."""
    folder = run.paths.out(unit.id)
    record = read_record(folder / RECORD)
    found = (folder / name for name in (record.files if record else ()))
    return tuple(path.relative_to(run.paths.root) for path in found if path.is_file())


def upload_file(run: Run, unit: Unit) -> Path | None:
    """The newest file made to upload from, relative to the campaign; None when none was made."""
    found = max(run.paths.out(unit.id).glob(f"{unit.id}-*{UPLOAD_END}"), default=None)
    return found.relative_to(run.paths.root) if found else None


def preview_supplement(run: Run, assessment: Assessment, filings: Sequence[Filing]) -> tuple[Entry, ...]:
    """What a next sequence would bring, by the hashes of the last reading; submitting itself reads everything anew."""
    standing = build_standing(filing.submission for filing in filings)
    return plan_entries(list_held(run, assessment), standing)


def load_packages(run: Run) -> tuple[Record, ...]:
    """Every package made for the superior council, the oldest first."""
    return package_shelf(run).load()


def package_shelf(run: Run) -> PackageShelf:
    """Where packages are kept unless the user names another folder."""
    folder = run.paths.records / PACKAGES
    return PackageShelf(folder, folder, run.campaign.id)


def package_files(run: Run, record: Record) -> tuple[Path, ...]:
    """What can be fetched of a package; nothing of one that was written elsewhere."""
    folder = package_shelf(run).root / record.name
    return tuple(path for path in sorted(folder.glob("*")) if path.is_file())


def kept_bags(run: Run) -> Mapping[str, Path]:
    """Every archive and package that can be verified, by its path in the campaign; by name, for one may be damaged."""
    shelves = [shelf_of(run, unit, received=kind).root for unit in run.campaign.units for kind in (False, True)]
    found = [
        *kept_archives(run),
        *sorted((path for path in package_shelf(run).root.glob("*") if path.is_dir()), reverse=True),
        *(path for shelf in shelves for path in sorted(shelf.glob("*.zip"))),
    ]
    return {path.relative_to(run.paths.root).as_posix(): path for path in found}


def kept_archives(run: Run) -> list[Path]:
    """The folder of every archive made, the newest first; by name, for one may be damaged."""
    return sorted(archive_shelf(run).root.glob("nam-*"), reverse=True)


def sibling_campaigns(run: Run) -> tuple[str, ...]:
    """Names of the campaign folders beside this one: a name is chosen, never a path typed."""
    mine = run.paths.root.resolve()
    beside = (folder for folder in sorted(mine.parent.iterdir()) if folder != mine and folder.is_dir())
    return tuple(folder.name for folder in beside if CampaignPaths(folder).campaign.is_file())


def find_campaign(run: Run, name: str) -> Path | None:
    """The folder of a sibling campaign; None when none is named.

    Raises:
        BadInputError: there is none of that name.
    """
    if not name:
        return None
    if name not in sibling_campaigns(run):
        raise BadInputError(f"Không có kỳ đánh giá «{name}» cạnh thư mục này.")
    return run.paths.root.resolve().parent / name


def zip_folder(folder: Path, target: Path) -> None:
    """A made folder as one file to fetch; nothing is compressed, for it holds PDFs."""
    with staged_file(target) as staging, zipfile.ZipFile(staging, "w") as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.write(long_path(path), f"{folder.name}/{path.relative_to(folder).as_posix()}")


# --- previews -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan said, kept in ``out`` so that a page can show it without planning again.

    Attributes:
        at: when it was planned.
    """

    at: dt.datetime
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many of the problems keep the work from being done."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


# Folders below ``out`` for the two plans that pages show.
PACKAGE_PREVIEW, ARCHIVE_PREVIEW = "goi-nop", "luu-tru"
_PREVIEW = TypeAdapter(Preview)
_FILE = "xem-truoc.json"


def write_preview(run: Run, name: str, tables: Sequence[Table], problems: Sequence[Problem]) -> None:
    """Keep a plan under a name, instead of the one before."""
    preview = Preview(run.now, tuple(tables), tuple(problems))
    write_bytes(run.paths.out(name) / _FILE, _PREVIEW.dump_json(preview))


def load_preview(run: Run, name: str) -> Preview | None:
    """The last plan of a name; None when there is none, or one that cannot be read any more."""
    path = run.paths.out(name) / _FILE
    if not path.is_file():
        return None
    try:
        return _PREVIEW.validate_json(read_bytes(path))
    except ValueError:
        return None
