"""The command line: thin, Vietnamese, quick to start (heavy rooms are imported inside the commands)."""

from __future__ import annotations

from dossier.cli.root import main

__all__ = ["main"]
