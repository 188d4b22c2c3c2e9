"""What one run of the program stands on, built once at the edge."""

from __future__ import annotations

import datetime as dt
import getpass
import os
import platform
import tempfile
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from dossier.cache import Memo
from dossier.campaign import Campaign, CampaignPaths, Unit, find_root
from dossier.criteria import CriteriaSet
from dossier.errors import BadInputError, RefusedError
from dossier.intake.cleared import CLEARED_FILE, load_cleared
from dossier.intake.model import OcrMode
from dossier.matching import MatchContext
from dossier.pipeline.books import recall_books
from dossier.pipeline.laid import lay_units
from dossier.pipeline.local import cache_folder, memo_file, size_limit, trim_pages
from dossier.problems import Problem, Progress
from dossier.tools import Crew
from dossier.tools.cluster import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.pipeline.books import Books

# Seconds for one file in a worker; longer than OCR's own limits, which end in a result.
TASK_LIMITS = {OcrMode.NONE: 60.0, OcrMode.HEAD: 150.0, OcrMode.FULL: 600.0}


@dataclass(frozen=True, slots=True)
class Edge:
    """What only the edge knows.

    Attributes:
        now: the clock, read once; goes to the lock and to ``as_of`` only, never into a document.
        jobs: processes for reading evidence and making papers.
        ocr: how much of a scan is read.
        scheduler: address of a Dask scheduler that gives the work to other machines; empty means here.
    """

    progress: Progress
    now: dt.datetime
    jobs: int = 1
    ocr: OcrMode = OcrMode.HEAD
    scheduler: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """An open campaign.

    Attributes:
        cache: what may be deleted; not always in the campaign folder (``pipeline.local``).
        as_of: the day for «chưa đến kỳ».
        now: the clock, for the journal and for what is late; never for a document.
        executor: where evidence is read; None means here.
        problems: about the campaign, its criteria set and the packages that came in.
        ocr: how much of a scan is read.
        cleared: see ``intake.scan_evidence``.
        jobs: as in ``Edge``.
    """

    paths: CampaignPaths
    campaign: Campaign
    criteria: CriteriaSet
    memo: Memo
    cache: Path
    progress: Progress
    as_of: dt.date
    now: dt.datetime
    executor: Executor | None = None
    problems: tuple[Problem, ...] = ()
    ocr: OcrMode = OcrMode.HEAD
    cleared: tuple[str, ...] = ()
    jobs: int = 1

    def units(self, names: Sequence[str]) -> tuple[Unit, ...]:
        """The units of these ids or names (compared folded); all when none is named.

        Raises:
            BadInputError: a name that no unit bears; lists the ids.
        """
        if not names:
            return self.campaign.units
        found = [(name, self.campaign.unit(name)) for name in names]
        unknown = [name for name, unit in found if unit is None]
        if unknown:
            ids = ", ".join(unit.id for unit in self.campaign.units)
            raise BadInputError(f"Không có đơn vị «{unknown[0]}» trong campaign.yaml. Các mã: {ids}.")
        return tuple(unit for _, unit in found if unit is not None)

    def match_context(self, unit: Unit) -> MatchContext:
        """What matching must know of a unit and its year."""
        return MatchContext(
            unit=unit.id,
            unit_names=unit.names,
            superior_names=(*self.campaign.authority.names, unit.parent, self.campaign.authority.parent),
            year=self.campaign.year,
            window=self.campaign.window or self.criteria.window,
            as_of=self.as_of,
        )


@contextmanager
def open_run(
    start: Path, edge: Edge, *, as_of: dt.date | None = None, writes: bool = False, books: Books | None = None
) -> Iterator[Run]:
    """Open the campaign at or above ``start``; ``writes`` takes the campaign's lock.

    ``books`` spares loading what the caller knows to be current.

    Raises:
        BadInputError: no campaign there, or one that does not fit.
        RefusedError: another run holds the lock; says who, where and since when.
    """
    paths = CampaignPaths(find_root(start))
    with nullcontext() if writes else suppress(OSError):  # what only reads also does so from a write-protected disk
        paths.cache.mkdir(exist_ok=True)
    with hold_campaign(paths, edge) if writes else nullcontext(), Memo(memo_file(paths)) as memo:
        books = books or recall_books(paths, memo)
        read_at, faults = lay_units(paths, books.campaign.units)
        with _executor(paths, edge) as executor:
            yield Run(
                paths=read_at,
                campaign=books.campaign,
                criteria=books.criteria,
                memo=memo,
                cache=cache_folder(paths),
                progress=edge.progress,
                as_of=as_of or edge.now.date(),
                now=edge.now,
                executor=executor,
                problems=(*books.problems, *faults),
                ocr=edge.ocr,
                cleared=load_cleared(paths.records / CLEARED_FILE),
                jobs=edge.jobs,
            )
    if writes:
        trim_pages(cache_folder(paths), limit=size_limit())


@contextmanager
def _executor(paths: CampaignPaths, edge: Edge) -> Iterator[Executor]:
    """Processes here, or a cluster: its machines see the campaign folder and nothing else of this one."""
    limit = TASK_LIMITS[edge.ocr]
    if not edge.scheduler:
        with Crew(edge.jobs, limit=limit) as crew:
            yield crew
        return
    with (
        Cluster(edge.scheduler, limit=limit, folder=paths.root.resolve()) as cluster,
        tempfile.TemporaryDirectory(dir=paths.cache) as scratch,
    ):
        before, tempfile.tempdir = tempfile.tempdir, scratch
        try:
            yield cluster
        finally:
            tempfile.tempdir = before


@contextmanager
def hold_campaign(paths: CampaignPaths, edge: Edge) -> Iterator[None]:
    """Hold the campaign's lock, so that one program at a time writes.

    Raises:
        RefusedError: another holds it; says who, where and since when.
    """
    lock = FileLock(paths.cache / "lock", thread_local=False)
    holder = paths.cache / "lock.txt"
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else "một lần chạy khác"
        raise RefusedError(f"Kỳ đánh giá đang được ghi bởi {who}: hãy đợi xong rồi chạy lại.") from error
    try:
        holder.write_text(
            f"{getpass.getuser()} trên máy {platform.node()} (tiến trình {os.getpid()}) từ {edge.now:%H:%M %d/%m/%Y}",
            encoding="utf-8",
        )
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()
