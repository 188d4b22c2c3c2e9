"""Long work in the background: one at a time, in the order asked; its progress and result outlive a restart."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import DatabaseError, OperationalError, close_old_connections

from dossier.errors import DossierError
from dossier.files import why
from dossier.web.clock import now
from dossier.web.middleware import DISK_REMEDY
from dossier.web.models import Job
from dossier.web.verbs import VERBS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.problems import Problem
    from dossier.web.desk import Desk
    from dossier.web.roles import Who

# Seconds between two notes of progress: a database is not written for every file.
_NOTE_EVERY = 0.4
# Characters that a column takes: PostgreSQL counts.
_TITLE, _LINE = 200, 400
T = TypeVar("T")
# Seconds until a result that the disk did not take is written again.
_TRY_AGAIN = 2.0


class StopWork(BaseException):
    """The person asked to stop."""


class Bench:
    """The thread that does the jobs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._news = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._work, name="dossier-jobs", daemon=True)

    def start(self) -> None:
        """Begin; what ran when the machine stopped is marked as lost, what waited goes on."""
        Job.objects.filter(state=Job.State.RUNNING).update(
            state=Job.State.LOST,
            ended_at=now(),
            message="Máy dừng giữa chừng; tệp đang ghi dở đã được bỏ. Hãy chạy lại.",
        )
        self._thread.start()

    def stop(self) -> None:
        """End: the work at hand is stopped as if a person had asked."""
        with self._news:
            self._over = True
            self._news.notify_all()
        if self._thread.is_alive():
            self._thread.join()

    def ask(self, verb: str, person: Who, *, unit: str = "", options: Mapping[str, Any] | None = None) -> Job:
        """Put work into the queue; the same work already waiting is given back instead.

        The account is kept by name: it stands in the journal.
        """
        wanted = {"verb": verb, "unit": unit, "options": _kept(dict(options or {}))}
        same = Job.objects.filter(**wanted, state=Job.State.WAITING).first()
        if same:
            return same
        title = (VERBS[verb].title + (f": {self._name(unit)}" if unit else ""))[:_TITLE]
        job = Job.objects.create(**wanted, title=title, account=person.name, asked_at=now())
        with self._news:
            self._news.notify_all()
        return job

    def _name(self, unit: str) -> str:
        found = self._desk.campaign.unit(unit)
        return found.short if found else unit

    def _work(self) -> None:
        while not self._over:
            close_old_connections()
            try:
                job = Job.objects.filter(state=Job.State.WAITING).order_by("id").first()
                if job:
                    self._do(job)
            except DatabaseError:  # a full disk must not end the thread
                job = None
            with self._news:
                if job:
                    self._news.notify_all()
                elif not self._over:
                    self._news.wait(1.0)

    def _do(self, job: Job) -> None:
        job.state = Job.State.RUNNING
        job.save(update_fields=["state"])
        note = _Note(job, self)
        try:
            with self._desk.working(note) as run:
                outcome = VERBS[job.verb].work(run, job)
            job.state, job.message = Job.State.DONE, _kept(outcome.message)
            job.lines, job.files = _kept(list(outcome.lines)), _kept(list(outcome.files))
            job.problems = [_problem(problem) for problem in outcome.problems]
        except StopWork:
            job.state, job.message = Job.State.CANCELLED, "Đã dừng theo yêu cầu; tệp đang ghi dở đã được bỏ."
        except DossierError as error:
            job.state, job.message = Job.State.FAILED, _kept(error.message)
            job.problems = [_problem(problem) for problem in error.problems]
        except OSError as error:
            job.state = Job.State.FAILED
            job.message = _kept(f"Không đọc hoặc ghi được {error.filename or 'tệp'}: {why(error)}. {DISK_REMEDY}")
        except Exception as error:  # noqa: BLE001 - a bug in one job must not end the thread
            job.state, job.message = Job.State.FAILED, f"Lỗi của chương trình: {type(error).__name__}."
        job.ended_at = now()
        self._settle(job)

    def _settle(self, job: Job) -> None:
        """Write down what became of the work, as soon as the disk takes it."""
        while True:
            try:
                job.save(update_fields=["state", "message", "lines", "files", "problems", "ended_at"])
            except OperationalError:
                with self._news:
                    if self._news.wait_for(lambda: self._over, timeout=_TRY_AGAIN):
                        return
            else:
                return

    def wait_idle(self, *, patience: float) -> bool:
        """Wait until nothing waits or runs, some seconds at most; whether that came."""
        unfinished = Job.objects.filter(state__in=(Job.State.WAITING, Job.State.RUNNING))
        with self._news:
            return self._news.wait_for(lambda: not unfinished.exists(), timeout=patience)

    @property
    def over(self) -> bool:
        """Whether the service is going down."""
        return self._over


@dataclass
class _Note:
    """``Progress`` into the job's row."""

    job: Job
    bench: Bench
    written: float = 0.0

    def start(self, title: str, total: int) -> None:
        self.job.stage, self.job.total, self.job.done, self.job.item = title[:_TITLE], total, 0, ""
        self._write()

    def advance(self, item: str) -> None:
        self.job.done += 1
        self.job.item = _kept(item)[:_LINE]
        if time.monotonic() - self.written >= _NOTE_EVERY:
            self._write()

    def finish(self) -> None:
        self.job.done = self.job.total
        self._write()

    def _write(self) -> None:
        self.written = time.monotonic()
        with suppress(DatabaseError):
            self.job.save(update_fields=["stage", "total", "done", "item"])
        if self.bench.over or Job.objects.filter(pk=self.job.pk, cancel=True).exists():
            raise StopWork


def cancel(job: Job) -> None:
    """Ask to stop: at once when it only waits, else at its next step."""
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    waiting.update(state=Job.State.CANCELLED, ended_at=now(), message="Đã bỏ khỏi hàng đợi.")
    Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel=True)


def _kept(value: T) -> T:
    """Text as any database keeps it: no NUL, no half of a character (a file name may hold one)."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", "")  # type: ignore[return-value] # is str
    if isinstance(value, list):
        return [_kept(item) for item in value]  # type: ignore[return-value] # is list
    if isinstance(value, dict):
        return {key: _kept(item) for key, item in value.items()}  # type: ignore[return-value] # is dict
    return value


def _problem(problem: Problem) -> dict[str, str]:
    told = {
        "rule": problem.rule,
        "severity": problem.severity.value,
        "where": str(problem.where),
        "message": problem.message,
        "remedy": problem.remedy,
    }
    return _kept(told)
