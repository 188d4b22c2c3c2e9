"""How every verb reads a unit's evidence: with the run's memo, workers, OCR mode, cleared marks and register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.intake import scan_evidence
from dossier.intake.register import confirm_by_register, load_register
from dossier.intake.similar import Sketch, build_sketch, find_alike, tell_pairs
from dossier.pipeline.register import REGISTER_FILE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign import Unit
    from dossier.intake import EvidenceFile, EvidenceIndex
    from dossier.pipeline.run import Run
    from dossier.problems import Problem

_SKETCH = TypeAdapter(Sketch)
_SKETCH_KIND, _SKETCH_VERSION = "sketch", "1"


def scan_unit(run: Run, unit: Unit) -> EvidenceIndex:
    """The index of a unit's evidence folder, unsure numbers settled by the document register where it can."""
    index = scan_evidence(
        run.paths.evidence(unit.id),
        unit=unit.id,
        memo=run.memo,
        progress=run.progress,
        executor=run.executor,
        ocr=run.ocr,
        cleared=run.cleared,
    )
    return confirm_by_register(index, load_register(run.paths.records / REGISTER_FILE))


def tell_alike(run: Run, indexes: Sequence[EvidenceIndex]) -> dict[str, tuple[Problem, ...]]:
    """Near duplicates in and between units, as problems of each unit."""

    def sketch(file: EvidenceFile) -> Sketch:
        key = file.sha256 or ""
        known = run.memo.get(_SKETCH_KIND, _SKETCH_VERSION, key)
        if known is not None:
            return _SKETCH.validate_json(known)
        fresh = build_sketch(file.text)
        run.memo.put(_SKETCH_KIND, _SKETCH_VERSION, key, _SKETCH.dump_json(fresh).decode())
        return fresh

    campaign = run.campaign
    superiors = (*campaign.authority.names, campaign.authority.parent, *(office.name for office in campaign.offices))
    pairs = find_alike(indexes, superiors=superiors, sketch=sketch)
    return tell_pairs(pairs, names={unit.id: unit.short for unit in campaign.units})
