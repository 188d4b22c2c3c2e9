"""``dossier sort``: where the files of the inbox belong; proposed, then decided by a person."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.campaign import CampaignPaths, Unit, find_root
from dossier.errors import BadInputError
from dossier.files import staged_file
from dossier.intake.model import EvidenceFile, EvidenceIndex, Reading
from dossier.intake.photos import find_series
from dossier.matching import match_evidence
from dossier.matching.links import Link, Verdict, build_link
from dossier.matching.proofs import leaves_by_node
from dossier.matching.proposals import Proposal, propose_places
from dossier.pipeline.evidence import scan_unit
from dossier.pipeline.links import append_decisions, load_decisions, load_links
from dossier.report.tables import Table
from dossier.sheets import read_self_score
from dossier.text import ascii_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.pipeline.run import Run

_COPIES = "sap-xep"
_NAME_LIMIT = 70


@dataclass(frozen=True, slots=True)
class Sorted:
    """A unit's inbox with a proposal for every file."""

    unit: Unit
    index: EvidenceIndex
    proposals: tuple[Proposal, ...]

    @property
    def clear(self) -> tuple[Proposal, ...]:
        """Those that need no person: one place is plainly the best and nobody decided yet."""
        return tuple(item for item in self.proposals if item.clear and not item.settled)


def sort_unit(run: Run, unit: Unit, *, memory: Sequence[Link] = ()) -> Sorted:
    """Propose a place for every file of the unit's inbox."""
    index = scan_unit(run, unit)
    claims, _ = read_self_score(run.paths.self_score_form(unit.id), run.criteria, unit=unit, campaign=run.campaign)
    context, links = run.match_context(unit), load_links(run.paths, unit.id)
    matches = match_evidence(run.criteria, index, claims=claims, context=context, links=links)
    proposals = propose_places(run.criteria, index, matches, context=context, links=links, memory=memory)
    return Sorted(unit, index, proposals)


def load_memory(campaign: Path) -> tuple[Link, ...]:
    """The decisions of another campaign, such as last year's."""
    return load_decisions(CampaignPaths(find_root(campaign)))


def apply_clear(run: Run, sorting: Sorted) -> tuple[Link, ...]:
    """Record the clear proposals as confirmed; no file is moved."""
    files = {file.path: file for file in sorting.index.files}
    links = tuple(
        build_link(sorting.unit.id, files[item.path], node=item.candidates[0].node, verdict=Verdict.CONFIRMED)
        for item in sorting.clear
    )
    append_decisions(run.paths, links)
    return links


def decide(run: Run, sorting: Sorted, decisions: Sequence[tuple[str, str]], verdict: Verdict) -> tuple[Link, ...]:
    """Record what a person says of (path, node) pairs.

    Raises:
        BadInputError: no such file in the unit's evidence, or no such criterion in the set.
    """
    known = leaves_by_node(run.criteria.leaves())
    links = []
    for path, node in decisions:
        if node not in known:
            raise BadInputError(f"Bộ tiêu chí không có mã «{node}».")
        files = _whole_document(sorting.index, _find(sorting.index, path))
        links += [build_link(sorting.unit.id, file, node=node, verdict=verdict) for file in files]
    append_decisions(run.paths, links)
    return tuple(links)


def _whole_document(index: EvidenceIndex, file: EvidenceFile) -> tuple[EvidenceFile, ...]:
    """All photos of a series when the file is its first, else the file."""
    series = next((paths for paths in find_series(index) if paths[0] == file.path), (file.path,))
    return tuple(item for path in series if (item := index.file(path)) is not None)


def _find(index: EvidenceIndex, path: str) -> EvidenceFile:
    wanted = path.replace("\\", "/")
    named = [file for file in index.files if file.path == wanted or PurePosixPath(file.path).name == wanted]
    if len(named) == 1 and named[0].sha256:
        return named[0]
    trouble = "có nhiều tệp cùng tên, hãy ghi cả thư mục" if len(named) > 1 else "không có tệp này hoặc không mở được"
    raise BadInputError(f"«{path}»: {trouble} (trong minh-chung của {index.unit}).")


def copy_sorted(run: Run, sorting: Sorted) -> tuple[Path, ...]:
    """A copy of every decided file under ``out/<unit>/sap-xep/<code>/``; the originals stay where they are."""
    root = run.paths.evidence(sorting.unit.id)
    links = load_links(run.paths, sorting.unit.id)
    made = []
    for file in sorting.index.files:
        for node in links.confirmed_nodes(file) if file.reading is not Reading.IGNORED else ():
            pure = PurePosixPath(file.path)
            name = f"{ascii_name(pure.stem, limit=_NAME_LIMIT)}{pure.suffix.lower()}"
            target = run.paths.out(sorting.unit.id) / _COPIES / node / name
            with staged_file(target) as staging:
                shutil.copyfile(root / file.path, staging)
            made.append(target)
    return tuple(made)


def build_sort_table(sorting: Sorted) -> Table:
    """One row a file: the best place, why, and the next best."""
    rows = tuple(_row(item) for item in sorting.proposals)
    columns = ("Tệp", "Đề xuất", "Lý do", "Chỗ khác", "Tình trạng")
    return Table(f"{sorting.unit.short}: {len(rows)} tệp trong inbox", columns, rows)


def _row(item: Proposal) -> tuple[str, ...]:
    if item.settled:
        return (item.path, ", ".join(item.settled), "người đã xác nhận", "", "đã xếp")
    if not item.candidates:
        return (item.path, "", "không tiêu chí nào hợp loại, năm và nội dung", "", "cần người xếp")
    best, *others = item.candidates
    state = "rõ" if item.clear else "cần người chọn"
    elsewhere = "; ".join(f"{other.node} {other.title}" for other in others)
    return (item.path, f"{best.node} {best.title}", best.reason, elsewhere, state)
