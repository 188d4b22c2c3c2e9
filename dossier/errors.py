"""The exceptions that stop a run, and the exit code each one means."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.problems import Problem


class ExitCode(IntEnum):
    """Exit codes of the command line: a stable, documented interface (docs/ma-thoat.md)."""

    OK = 0
    INCOMPLETE = 1
    USAGE = 2
    BAD_INPUT = 3
    MISSING_TOOL = 4
    TOOL_FAILED = 5
    REFUSED = 6
    DAMAGED = 7
    BUG = 70
    INTERRUPTED = 130


class DossierError(Exception):
    """Base of every error that stops the program; its text is Vietnamese and is shown to the user.

    Attributes:
        problems: the faults found, each with its place; may be empty when the message says it all.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.BUG

    def __init__(self, message: str, *, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.problems = tuple(problems)


class BadInputError(DossierError):
    """A campaign, criteria set, form or template that people wrote is wrong."""

    exit_code = ExitCode.BAD_INPUT


class MissingToolError(DossierError):
    """A program or package that this act needs is not installed."""

    exit_code = ExitCode.MISSING_TOOL


class ToolFailedError(DossierError):
    """An engine ran and did not give a usable result."""

    exit_code = ExitCode.TOOL_FAILED


class RefusedError(DossierError):
    """The act would overwrite a person's work, leave its folder, or collide with another run."""

    exit_code = ExitCode.REFUSED


class DamagedError(DossierError):
    """A made or received file does not verify."""

    exit_code = ExitCode.DAMAGED
