"""How an external program is found on this machine and asked its version."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_VERSION_LIMIT = 60.0


@dataclass(frozen=True, slots=True)
class ToolProbe:
    """Where one program may be, and how it tells its version.

    Attributes:
        name: what the user calls it.
        programs: file names looked for on PATH, best first.
        places: full paths looked at when PATH has none, best first.
        version_arguments: what makes it print its version.
        version_pattern: one group, the version.
    """

    name: str
    programs: tuple[str, ...]
    places: tuple[str, ...] = ()
    version_arguments: tuple[str, ...] = ("--version",)
    version_pattern: str = r"(\d+(?:\.\d+)+)"

    def find(self) -> Path | None:
        """The program, or None when it is not installed."""
        for program in self.programs:
            if found := shutil.which(program):
                return Path(found)
        return next((Path(place) for place in self.places if Path(place).is_file()), None)

    def version(self, program: Path) -> str | None:
        """The version a found program reports; None when it does not run or says nothing of the kind."""
        try:
            answer = subprocess.run(  # noqa: S603 - the program was found by name, the arguments are ours
                [program, *self.version_arguments],
                capture_output=True,
                check=False,
                timeout=_VERSION_LIMIT,
                stdin=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        text = (answer.stdout + answer.stderr).decode("utf-8", errors="replace")
        match = re.search(self.version_pattern, text)
        return match.group(1) if match else None
