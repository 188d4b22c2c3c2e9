"""``dossier register import``: the office's document register as a witness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.intake.register import RegisterEntry, load_register, merge_registers, read_register, write_register
from dossier.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.pipeline.run import Run

REGISTER_FILE = "so-van-ban.json"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Attributes:
        read: rows read from the file.
        total: entries kept now.
        contrary: rows left out because the same number stands with another date.
        nobody_s: rows that name neither a unit nor an issuer, in a campaign of several units: each unit has a
            document of such a number.
    """

    read: int
    total: int
    contrary: tuple[RegisterEntry, ...]
    problems: tuple[Problem, ...]
    nobody_s: int = 0


def import_register(run: Run, path: Path, *, unit: Unit | None = None) -> Imported:
    """Add an exported register to ``records/so-van-ban.json``; importing it again adds nothing.

    ``unit``: whose register it is; it is then held against that unit's evidence only.
    """
    target = run.paths.records / REGISTER_FILE
    rows, problems = read_register(path)
    entries = [replace(entry, unit=unit.id if unit else "") for entry in rows]
    merged, contrary = merge_registers(load_register(target), entries)
    target.parent.mkdir(exist_ok=True)
    write_register(target, merged)
    several = len(run.campaign.units) > 1
    nobody_s = sum(several and not (entry.unit or entry.issuer) for entry in entries)
    return Imported(len(entries), len(merged), contrary, problems, nobody_s)
