"""The campaign as the pages see it: loaded once, kept up to date in the background, written by one hand at a time."""

from __future__ import annotations

import gc
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from dossier.campaign import CampaignPaths
from dossier.pipeline.books import Books, load_books
from dossier.pipeline.check import assess
from dossier.pipeline.evidence import tell_alike
from dossier.pipeline.laid import lay_units
from dossier.pipeline.results import make_results
from dossier.pipeline.run import Edge, hold_campaign, open_run
from dossier.problems import NoProgress
from dossier.readers.model import OcrMode
from dossier.report import Assessment
from dossier.web.clock import now
from dossier.web.kept import Kept
from dossier.web.stamps import stamp_acts, stamp_books, stamp_forms, stamp_made, stamp_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from dossier.campaign import Campaign, Unit
    from dossier.criteria import CriteriaSet
    from dossier.pipeline.run import Run
    from dossier.problems import Problem, Progress
    from dossier.scoring.results import Results
    from dossier.web.service import Service

# Seconds between two looks at the folders, when nobody says that something changed: at least and at most; between
# these, a look may take one part in thirty of the time.
_LOOK_AGAIN, _AT_LATEST, _PARTS = 5.0, 30.0, 30

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """A unit's assessment and the state of the disk it was made from."""

    assessment: Assessment
    stamp: str


class Desk:
    """One campaign, for many pages at once.

    A background thread reads what changed; pages show what is known and say when something newer is being read.
    """

    def __init__(self, service: Service) -> None:
        self.paths = CampaignPaths(service.root)
        self._jobs, self._ocr = service.jobs, OcrMode(service.ocr)
        self._books: tuple[str, Books] | None = None
        self._books_lock = threading.Lock()
        self._known: dict[str, Known] = {}
        self._alike: dict[str, tuple[Problem, ...]] = {}
        self._compared = 0  # how often, for stamps
        self._kept = Kept()
        self._news = threading.Condition()
        self._wanted: list[str] = []
        self._stop = False
        self.fault = ""
        self._holders = 0
        self._holding = ExitStack()
        self._hold_lock = threading.Lock()
        self._pen = threading.Lock()
        self._thread = threading.Thread(target=self._read_on, name="dossier-reader", daemon=True)

    # --- the campaign -------------------------------------------------------------------------------------------

    @property
    def books(self) -> Books:
        """The campaign and its criteria set, loaded again when their files change.

        Raises:
            BadInputError: one of them does not fit.
        """
        stamp = stamp_books(self.paths)
        with self._books_lock:
            if self._books is None or self._books[0] != stamp:
                self._books = (stamp, load_books(self.paths))
            return self._books[1]

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.books.campaign

    @property
    def criteria(self) -> CriteriaSet:
        """The criteria set."""
        return self.books.criteria

    def edge(self, progress: Progress | None = None) -> Edge:
        """What the web edge knows."""
        return Edge(progress=progress or NoProgress(), now=now(), jobs=self._jobs, ocr=self._ocr)

    @contextmanager
    def reading(self, progress: Progress | None = None) -> Iterator[Run]:
        """A run that writes nothing."""
        with open_run(self.paths.root, self.edge(progress), books=self.books) as run:
            self.paths = run.paths  # a package may have come in
            yield run

    def kept(self, read: Callable[..., T], *about: Hashable, also: str = "", acts: bool = True) -> T:
        """What a reading gives, made again when the campaign, its criteria set or the journal change.

        ``about`` are its arguments after the run; ``also`` is a stamp of whatever else the reading rests on, ``acts``
        whether it rests on the journal. Acts do not trust it: they read for themselves.
        """

        def make() -> T:
            with self.reading() as run:
                return read(run, *about)

        stamp = self.acts_stamp if acts else stamp_books(self.paths)
        return self._kept.get((read, about), stamp + also, make)

    @property
    def results_stamp(self) -> str:
        """The state of all that the results rest on."""
        return self.acts_stamp + stamp_forms(self.paths, self.campaign.units)

    def results(self, run: Run | None = None) -> Results:
        """The results as the acts and the forms stand; papers ask for them with their run."""
        del run
        return self.kept(make_results, also=stamp_forms(self.paths, self.campaign.units))

    def drawn(self, about: Hashable, disk: str, draw: Callable[[], str]) -> str:
        """A part of a page that ``about`` names, drawn again when the stamp of the disk differs from the last time."""
        part = self._kept.get(("drawn", about), disk, lambda: draw().encode("utf-8", "surrogatepass"))
        return part.decode("utf-8", "surrogatepass")

    @contextmanager
    def writing(self) -> Iterator[Run]:
        """A run for one short act of a page: a form, a decision; one at a time.

        Raises:
            RefusedError: another program holds the campaign.
        """
        with self._pen, self.working(NoProgress()) as run:
            yield run

    @contextmanager
    def working(self, progress: Progress) -> Iterator[Run]:
        """A run for long work on ``out``: other programs are kept out, the pages' short acts are not.

        Raises:
            RefusedError: another program holds the campaign.
        """
        with self._held(), self.reading(progress) as run:
            yield run

    @contextmanager
    def _held(self) -> Iterator[None]:
        with self._hold_lock:
            if not self._holders:
                self._holding.enter_context(hold_campaign(self.paths, self.edge()))
            self._holders += 1
        try:
            yield
        finally:
            with self._hold_lock:
                self._holders -= 1
                if not self._holders:
                    self._holding.close()

    # --- what is known of the units -----------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to read in the background."""
        self._thread.start()

    def stop(self) -> None:
        """End the background reading after the unit at hand."""
        with self._news:
            self._stop = True
            self._news.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def known(self, unit: str) -> Assessment | None:
        """The last assessment of a unit with what compares it with others; None before the first."""
        known = self._known.get(unit)
        if known is None:
            return None
        alike = self._alike.get(unit, ())
        return replace(known.assessment, problems=(*known.assessment.problems, *alike))

    @property
    def acts_stamp(self) -> str:
        """The state of the books and the journal."""
        return stamp_acts(self.paths)

    @property
    def whole_stamp(self) -> str:
        """The state of everything that a paper of the campaign may rest on."""
        return self.evidence_stamp + stamp_made(self.paths)

    @property
    def evidence_stamp(self) -> str:
        """The state of the disk that all the known assessments were made from."""
        return "".join((*(known.stamp for _, known in sorted(self._known.items())), str(self._compared)))

    def state_of(self, unit: str) -> str:
        """The state of the disk that what is known of a unit was made from."""
        known = self._known.get(unit)
        return f"{known.stamp if known else ''} {self._compared}"

    def is_current(self, unit: str) -> bool:
        """Whether the last assessment is of what lies on the disk now."""
        return self.current(unit) is not None

    def current(self, unit: str) -> Assessment | None:
        """The unit's own assessment, without what compares it with others, when it is of what lies on the disk now."""
        known = self._known.get(unit)
        return known.assessment if known and known.stamp == self._stamp(unit) else None

    def fresh(self, unit: str, *, patience: float) -> Assessment | None:
        """The assessment of what lies on the disk now, if it can be had within some seconds; else the last known."""
        if not self.is_current(unit):
            before = self._known.get(unit)
            with self._news:
                self._want(unit)
                self._news.wait_for(lambda: self._known.get(unit) is not before or self._stop, timeout=patience)
        return self.known(unit)

    def changed(self, unit: str) -> None:
        """Tell that a unit's inputs were changed, so that it is read next."""
        with self._news:
            self._want(unit)

    def _want(self, unit: str) -> None:
        if unit not in self._wanted:
            self._wanted.insert(0, unit)
        self._news.notify_all()

    def _stamp(self, unit: str) -> str:
        return stamp_unit(self.paths, unit)

    # --- the background thread ----------------------------------------------------------------------------------

    def _read_on(self) -> None:
        """Read stale units, wanted ones first, then compare all; wait; look again."""
        while not self._stop:
            begin = time.monotonic()
            try:
                self._read_stale()
                self.fault = ""
            except Exception as error:  # noqa: BLE001 - the thread must live on, and the pages say what stopped it
                self.fault = str(error)
            with self._news:
                if not self._wanted and not self._stop:
                    took = time.monotonic() - begin
                    self._news.wait(min(max(_LOOK_AGAIN, took * _PARTS), _AT_LATEST))

    def _read_stale(self) -> None:
        self.paths, _ = lay_units(self.paths, self.campaign.units)
        stale = [unit for unit in self.campaign.units if not self.is_current(unit.id)]
        if not stale:
            with self._news:
                self._wanted.clear()
            return
        most = 2 * len(stale) > len(self.campaign.units)
        with self.reading() as run:
            while stale and not self._stop:
                unit = self._next(stale)
                stale.remove(unit)
                self._read(run, unit)
            if not self._stop:
                self._alike = tell_alike(run, [known.assessment.index for known in self._known.values()])
                self._compared += 1
        if most:
            _set_aside()

    def _next(self, stale: list[Unit]) -> Unit:
        with self._news:
            wanted = next((unit for name in self._wanted for unit in stale if unit.id == name), stale[0])
            self._wanted = [name for name in self._wanted if name != wanted.id]
        return wanted

    def _read(self, run: Run, unit: Unit) -> None:
        stamp = self._stamp(unit.id)
        assessment = assess(run, unit)
        with self._news:
            self._known[unit.id] = Known(assessment, stamp)
            self._news.notify_all()


def _set_aside() -> None:
    """Let the garbage collector pass over all that is alive now, as what is known of the units will be for long.

    Every page waits while it looks through memory: half a second each time for 124 units. What is let go still goes.
    """
    gc.collect()
    gc.freeze()
