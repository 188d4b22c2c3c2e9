"""The long verbs of the pipeline that a page may ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.pipeline.bind import bundle_units
from dossier.pipeline.run import Run
from dossier.problems import Problem
from dossier.web.models import Job
from dossier.web.roles import Act

if TYPE_CHECKING:
    from dossier.pipeline.made import Made


@dataclass(frozen=True, slots=True)
class Outcome:
    """What long work did.

    Attributes:
        lines: for people.
        files: made files, relative to the campaign, ``/`` separated; they can be downloaded.
    """

    message: str
    lines: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Verb:
    """Long work: its name for people, who may ask for it, how it is done, and the options it takes from a form."""

    title: str
    act: Act
    work: Callable[[Run, Job], Outcome]
    options: frozenset[str] = frozenset()


def _bundle(run: Run, job: Job) -> Outcome:
    units = run.units([job.unit] if job.unit else [])
    return made_outcome(bundle_units(run, units, engine=job.options.get("engine", "auto")))


def made_outcome(made: tuple[Made, ...]) -> Outcome:
    """The outcome of a verb that makes files."""
    changed = sum(item.changed for item in made)
    return Outcome(
        message=f"{changed} tệp đã lập, {len(made) - changed} tệp không thay đổi."
        if changed
        else "Không có gì thay đổi.",
        lines=tuple(f"{item.path.as_posix()}: {item.state}" for item in made),
        files=tuple(item.path.as_posix() for item in made if item.path.suffix),
        problems=tuple(problem for item in made for problem in item.problems),
    )


# A commune's officer runs it for their own unit.
VERBS: dict[str, Verb] = {
    "bo-ho-so": Verb("Lập văn bản và bộ hồ sơ PDF", Act.BUILD, _bundle, frozenset({"engine"})),
}
