"""How every verb reads a unit's evidence: with the run's memo, workers, OCR mode, cleared marks and register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.files import sha256_hex
from dossier.intake import similar
from dossier.intake.register import confirm_by_register, load_register
from dossier.intake.scan import Scan, Scanner
from dossier.intake.shelf import READ_VERSION, Shelf, recall_text
from dossier.intake.similar import Sketch, build_sketch, find_alike, tell_pairs
from dossier.pipeline.register import REGISTER_FILE
from dossier.problems import Problem
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign import Campaign, Unit
    from dossier.intake import EvidenceFile, EvidenceIndex
    from dossier.pipeline.run import Run

_COMMUNES = (" xa ", " phuong ", " thi tran ", " dac khu ")
_SKETCH = TypeAdapter(Sketch)
_ALIKE: TypeAdapter[dict[str, tuple[Problem, ...]]] = TypeAdapter(dict[str, tuple[Problem, ...]])
SKETCH_KIND, _ALIKE_KIND = "sketch", "alike"
# A sketch is of the text, so another way of reading or of comparing gives another one.
SKETCH_VERSION = f"{sha256_hex(Path(similar.__file__).read_bytes())[:16]}/{READ_VERSION}"


def scanner_of(run: Run) -> Scanner:
    """What reads the units' folders in this run."""
    return Scanner(Shelf(run.memo, run.ocr, run.cleared), run.executor)


def scan_unit(run: Run, unit: Unit) -> EvidenceIndex:
    """The index of a unit's evidence folder, its unsure numbers and arrivals from the document register."""
    scanner = scanner_of(run)
    return finish_unit(run, scanner, scanner.begin(run.paths.evidence(unit.id), unit=unit.id))


def finish_unit(run: Run, scanner: Scanner, scan: Scan) -> EvidenceIndex:
    """As ``scan_unit``, of a folder that was begun."""
    index = scanner.finish(scan, run.progress)
    register = load_register(run.paths.records / REGISTER_FILE)
    return confirm_by_register(index, [entry for entry in register if entry.unit in ("", scan.unit)])


def read_text(run: Run, file: EvidenceFile) -> str:
    """What was read of a file; empty when there was nothing to read, or the cache was deleted since."""
    return recall_text(run.memo, file.sha256 or "", ocr=run.ocr, cleared=run.cleared)


def tell_alike(run: Run, indexes: Sequence[EvidenceIndex]) -> dict[str, tuple[Problem, ...]]:
    """Near duplicates in and between units, as problems of each unit; told again when no document has changed."""
    known = run.memo.get(_ALIKE_KIND, *(mark := _mark(run, indexes)))
    if known is not None:
        return _ALIKE.validate_json(known)
    campaign = run.campaign
    superiors = (
        *campaign.authority.names,
        campaign.authority.parent,
        *(office.name for office in campaign.offices),
        *_strangers(campaign, indexes),
    )
    pairs = find_alike(
        indexes,
        superiors=superiors,
        sketch=lambda file: _sketch(run, file),
        text=lambda file: read_text(run, file),
    )
    told = tell_pairs(pairs, names={unit.id: unit.short for unit in campaign.units})
    run.memo.put(_ALIKE_KIND, *mark, _ALIKE.dump_json(told).decode())
    return told


def _mark(run: Run, indexes: Sequence[EvidenceIndex]) -> tuple[str, str]:
    """Version and key: all that the comparison looks at."""
    lines = (
        f"{index.unit}\0{file.path}\0{file.sha256}\0{file.head.issuer}\0{file.head.date or file.head.year}"
        for index in indexes
        for file in index.files
    )
    seen = sha256_hex("\n".join(lines).encode("utf-8", "surrogatepass"))
    names = run.paths.campaign.read_bytes()
    return f"{SKETCH_VERSION}/{run.ocr}/{sha256_hex(names)}", seen


def _strangers(campaign: Campaign, indexes: Sequence[EvidenceIndex]) -> list[str]:
    """Issuers that are no unit of the campaign and no commune: a ministry's paper rightly lies in many units."""
    units = tuple(fold(name) for unit in campaign.units for name in unit.names)
    issuers = {file.head.issuer for index in indexes for file in index.files if file.head.issuer}
    keyed = ((issuer, f" {fold(issuer)} ") for issuer in sorted(issuers))
    return [issuer for issuer, key in keyed if not any(name in key for name in (*_COMMUNES, *units))]


def _sketch(run: Run, file: EvidenceFile) -> Sketch:
    version, key = f"{SKETCH_VERSION}/{run.ocr}", file.sha256 or ""
    known = run.memo.get(SKETCH_KIND, version, key)
    if known is not None:
        return _SKETCH.validate_json(known)
    fresh = build_sketch(read_text(run, file))
    run.memo.put(SKETCH_KIND, version, key, _SKETCH.dump_json(fresh).decode())
    return fresh
