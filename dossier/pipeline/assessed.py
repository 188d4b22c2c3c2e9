"""An assessment once made is kept with everything it was made from, so that only what changed is made again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

import dossier
from dossier.files import hash_file, sha256_hex
from dossier.intake.model import Reading, ScanCounts
from dossier.intake.shelf import READ_VERSION
from dossier.intake.walk import stamp_folder
from dossier.matching.proofs import build_slots
from dossier.pipeline.links import LINKS_FILE
from dossier.pipeline.register import REGISTER_FILE
from dossier.report import Assessment

if TYPE_CHECKING:
    from dossier.campaign import Unit
    from dossier.matching.model import Gap
    from dossier.pipeline.run import Run

KIND = "unit"
_LATEST = "latest"
# What judging stands on, besides the readers; ``READ_VERSION`` speaks for those.
_JUDGES = ("campaign", "criteria", "matching", "scoring", "sheets")
_JUDGING = (
    "text.py",
    "yamlfile.py",
    "report/model.py",
    "pipeline/check.py",
    "pipeline/evidence.py",
    "pipeline/links.py",
)
# The text is for matching only; it stays with what was learnt of the content.
_WITHOUT_TEXT = {"index": {"files": {"__all__": {"text"}}}}


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything a unit's assessment is made from, each as a mark that changes with it."""

    evidence: str
    form: str
    decisions: str
    register: str
    campaign: str
    criteria: str
    due: str
    reading: str
    program: str


_NAMES = {
    "evidence": "minh chứng",
    "form": "biểu tự chấm điểm",
    "decisions": "quyết định xếp tệp",
    "register": "sổ văn bản",
    "campaign": "campaign.yaml",
    "criteria": "bộ tiêu chí",
    "due": "có tài liệu vừa đến kỳ",
    "reading": "cách đọc bản quét hoặc dấu mật đã xem",
    "program": "phiên bản chương trình",
}


_INPUTS = TypeAdapter(Inputs)
_ASSESSMENT = TypeAdapter(Assessment)


def gather_inputs(run: Run, unit: Unit) -> Inputs:
    """The marks of what is there now; evidence is known by path, size and time and not opened."""
    paths = run.paths
    return Inputs(
        evidence=stamp_folder(paths.evidence(unit.id)),
        form=_hash(paths.self_score_form(unit.id)),
        decisions=_decisions(paths.records / LINKS_FILE, unit),
        register=_hash(paths.records / REGISTER_FILE),
        campaign=sha256_hex(paths.campaign.read_bytes()),
        criteria=_hash(paths.criteria),
        due=_due(run, unit),
        reading=f"{run.ocr}/{','.join(run.cleared)}",
        program=program_version(),
    )


def recall_assessment(run: Run, unit: Unit, inputs: Inputs) -> Assessment | None:
    """The assessment made from just these inputs; None when there is none."""
    marks, _, body = (run.memo.get(KIND, unit.id, _LATEST) or "").partition("\n")
    if marks != _dump(inputs):
        return None
    try:
        kept = _ASSESSMENT.validate_json(body)
    except ValidationError:
        return None
    files = kept.index.files
    counts = ScanCounts(seen=len(files), reused=sum(file.sha256 is not None for file in files))
    return replace(_share_gaps(kept), index=replace(kept.index, counts=counts))


def _share_gaps(kept: Assessment) -> Assessment:
    """A gap stands in three places, and came back from the memo as three: half of what an assessment takes."""
    known: dict[Gap, Gap] = {}
    share = partial(map, lambda gap: known.setdefault(gap, gap))
    checklist = replace(
        kept.checklist,
        gaps=tuple(share(kept.checklist.gaps)),
        statuses=tuple(replace(status, gaps=tuple(share(status.gaps))) for status in kept.checklist.statuses),
    )
    gaps = tuple(replace(ranked, gap=known.setdefault(ranked.gap, ranked.gap)) for ranked in kept.gaps)
    return replace(kept, checklist=checklist, gaps=gaps)


def keep_assessment(run: Run, assessment: Assessment, inputs: Inputs) -> None:
    """Keep it for the next run, unless a file could not be opened: that one is tried again each time."""
    if all(file.sha256 or file.reading is Reading.IGNORED for file in assessment.index.files):
        body = _ASSESSMENT.dump_json(assessment, exclude=_WITHOUT_TEXT).decode()
        run.memo.put(KIND, assessment.unit.id, _LATEST, f"{_dump(inputs)}\n{body}")


def why_assess(run: Run, unit: Unit) -> str:
    """Why the unit would be assessed anew, in Vietnamese; empty when it would not."""
    marks = (run.memo.get(KIND, unit.id, _LATEST) or "").partition("\n")[0]
    try:
        kept = _INPUTS.validate_json(marks)
    except ValidationError:
        return "chưa kiểm tra lần nào, hoặc bộ nhớ đệm đã xóa"
    now = gather_inputs(run, unit)
    return ", ".join(name for field, name in _NAMES.items() if getattr(kept, field) != getattr(now, field))


@lru_cache(maxsize=1)
def program_version() -> str:
    """Another one whenever the code that reads or judges changes."""
    package = Path(dossier.__file__).parent
    rooms = sorted(path for room in _JUDGES for path in (package / room).glob("*.py"))
    sources = (*rooms, *(package / name for name in _JUDGING))
    return sha256_hex(b"".join(path.read_bytes() for path in sources) + READ_VERSION.encode())


def _dump(inputs: Inputs) -> str:
    return _INPUTS.dump_json(inputs).decode()


def _hash(path: Path) -> str:
    return hash_file(path) if path.is_file() else ""


def _decisions(path: Path, unit: Unit) -> str:
    """The lines that name the unit: parsing the whole file for every unit would cost their product."""
    name = f'"{unit.id}"'.encode()
    return sha256_hex(
        b"".join(line for line in path.read_bytes().splitlines() if name in line) if path.is_file() else b""
    )


def _due(run: Run, unit: Unit) -> str:
    """The day only matters through the proofs that have fallen due by it."""
    dues = (slot.proof.due for slot in build_slots(run.criteria, run.match_context(unit)))
    return max((due.isoformat() for due in dues if due and due <= run.as_of), default="")
