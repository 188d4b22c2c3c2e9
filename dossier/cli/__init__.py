"""The command line: thin, Vietnamese, quick to start (heavy rooms are imported inside the commands)."""

from __future__ import annotations

import sys
from typing import NoReturn

_INTERRUPTED = 130  # ``ExitCode``'s, which is not at hand before the import


def main() -> NoReturn:
    """As ``root.main``, quiet also when Ctrl-C comes while the program is still being loaded."""
    try:
        from dossier.cli.root import main as run
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    run()


__all__ = ["main"]
