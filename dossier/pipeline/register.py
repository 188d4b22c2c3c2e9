"""``dossier register import``: the office's document register as a witness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.intake.register import RegisterEntry, load_register, merge_registers, read_register, write_register
from dossier.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.pipeline.run import Run

REGISTER_FILE = "so-van-ban.json"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        read: rows read from the file.
        total: entries kept now.
        contrary: rows left out because the same number stands with another date.
    """

    read: int
    total: int
    contrary: tuple[RegisterEntry, ...]
    problems: tuple[Problem, ...]


def import_register(run: Run, path: Path) -> Imported:
    """Add an exported register to ``records/so-van-ban.json``; importing it again adds nothing."""
    target = run.paths.records / REGISTER_FILE
    entries, problems = read_register(path)
    merged, contrary = merge_registers(load_register(target), entries)
    target.parent.mkdir(exist_ok=True)
    write_register(target, merged)
    return Imported(len(entries), len(merged), contrary, problems)
