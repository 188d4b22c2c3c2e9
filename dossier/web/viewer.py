"""Pages of evidence for many people at once: a file that LibreOffice must make keeps nobody else waiting."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING

from dossier.pipeline.viewing import (
    Paged,
    is_quick,
    kept_pages,
    kept_picture,
    open_viewing,
    pages_of,
    picture_of,
    picture_of_pdf,
)
from dossier.web.opened import desk

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.intake.model import EvidenceFile
    from dossier.pdf import PdfSession

_QUICK, _SLOW = 20.0, 60.0  # seconds a file may take


class _Hand:
    """One session, for one thread at a time; started when first needed, renewed after a crash."""

    def __init__(self, limit: float) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._session: PdfSession | None = None

    def __enter__(self) -> PdfSession:
        self._lock.acquire()
        if self._session is None:
            try:
                self._session = open_viewing(self._limit).__enter__()
            except BaseException:
                self._lock.release()
                raise
        return self._session

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def close(self) -> None:
        """End its process and its scratch folder."""
        with self._lock:
            if self._session is not None:
                self._session.__exit__()
                self._session = None


class Viewer:
    """Two hands: one for PDFs and pictures, one in the background for what must be made into pages first."""

    def __init__(self) -> None:
        self._drawing, self._making = _Hand(_QUICK), _Hand(_SLOW)
        self._lock = threading.Lock()
        self._pool: ThreadPoolExecutor | None = None
        # By content: what is being made, and what could not be made, so that nobody tries again at each look.
        self._jobs: dict[str, Future[Paged]] = {}

    def pages(self, unit: Unit, file: EvidenceFile, *, patience: float) -> Paged | None:
        """The pages of a file; None when they are still being made after some seconds."""
        with desk().reading() as run:
            if kept := kept_pages(run, file):
                return kept
            if is_quick(file):
                with self._drawing as session:
                    return pages_of(run, unit, file, session)
        job = self._begin(unit, file)
        try:
            return job.result(timeout=patience)
        except TimeoutError:
            return None

    def picture(self, unit: Unit, file: EvidenceFile, number: int) -> bytes | None:
        """One page as a JPEG; None when there is no such page, or none yet."""
        with desk().reading() as run:
            if kept := kept_picture(run, file, number):
                return kept
            if not (is_quick(file) or kept_pages(run, file)):
                self._begin(unit, file)
                return None
            with self._drawing as session:
                return picture_of(run, unit, file, number, session=session)

    def picture_of_pdf(self, path: Path, number: int) -> bytes | None:
        """One page of a PDF of the campaign itself."""
        with desk().reading() as run, self._drawing as session:
            return picture_of_pdf(run, path, number, session=session)

    def _begin(self, unit: Unit, file: EvidenceFile) -> Future[Paged]:
        """The making of a file's pages, begun now unless it is going on or known to fail."""
        content = file.sha256 or ""
        with self._lock:
            job = self._jobs.get(content)
            if job is None:
                self._pool = self._pool or ThreadPoolExecutor(max_workers=1, thread_name_prefix="dossier-pages")
                job = self._jobs[content] = self._pool.submit(self._make, unit, file)
        job.add_done_callback(lambda done: self._forget(content, done))
        return job

    def _make(self, unit: Unit, file: EvidenceFile) -> Paged:
        with desk().reading() as run, self._making as session:
            return pages_of(run, unit, file, session)

    def _forget(self, content: str, job: Future[Paged]) -> None:
        """What was made lies on the disk; what broke by accident (a full disk) may be tried again."""
        if job.cancelled() or job.exception() or job.result().count:
            with self._lock:
                if self._jobs.get(content) is job:
                    del self._jobs[content]

    def settle(self, *, patience: float) -> bool:
        """Wait until nothing is being made, some seconds at most; whether that came."""
        with self._lock:
            jobs = tuple(self._jobs.values())
        return not wait(jobs, timeout=patience).not_done

    def close(self) -> None:
        """End the processes and their scratch folders."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        self._drawing.close()
        self._making.close()


VIEWER = Viewer()
