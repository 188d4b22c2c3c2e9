"""``dossier sort``: where the documents of the inbox belong; proposed, then decided by a person."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain, count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.campaign import CampaignPaths, Unit, find_root
from dossier.errors import BadInputError
from dossier.files import long_path, put_back_on_error, staged_folder
from dossier.intake.model import EvidenceFile, EvidenceIndex, FileKind, Reading
from dossier.intake.parts import pages_said
from dossier.intake.photos import find_series
from dossier.matching.facts import facts_at, facts_of
from dossier.matching.links import Link, Links, Verdict, build_link
from dossier.matching.model import overlap, within
from dossier.matching.proofs import leaves_by_node
from dossier.matching.proposals import Proposal, propose_places
from dossier.pipeline.check import assess
from dossier.pipeline.evidence import read_text, scan_unit
from dossier.pipeline.journal import record_acts
from dossier.pipeline.links import LINKS_FILE, append_decisions, load_decisions, load_links
from dossier.report.tables import Table
from dossier.rounds import acts
from dossier.text import ascii_name, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.matching.model import Pages
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

_COPIES = "sap-xep"
_INBOX = "inbox/"
_NAME_LIMIT = 60
_PAGED = frozenset({FileKind.PDF, FileKind.IMAGE})
# «tap.pdf:3-5»: a colon cannot stand in a name on Windows, so it parts the pages from the file.
_ON_PAGES = re.compile(r"(?P<file>.+):(?P<first>\d+)(?:-(?P<last>\d+))?")
SETTLED, CLEAR, UNREADABLE = "đã xếp", "rõ", "không đọc được"
CHOICE, NOWHERE, FOLLOWS = "cần người chọn", "cần người xếp", "theo ảnh đầu"
_STATES = (SETTLED, CLEAR, CHOICE, NOWHERE, FOLLOWS, UNREADABLE)


@dataclass(frozen=True, slots=True)
class Sorted:
    """A unit's inbox with a proposal for every document.

    Attributes:
        first_photo: by the path of a later photo of a series, that of its first.
    """

    unit: Unit
    index: EvidenceIndex
    proposals: tuple[Proposal, ...]
    first_photo: dict[str, str]

    @property
    def clear(self) -> tuple[Proposal, ...]:
        """Those that need no person: one place is plainly the best and nobody decided yet."""
        return tuple(item for item in self.proposals if self.state(item) == CLEAR)

    def state(self, item: Proposal) -> str:
        """What is left to do about a proposal."""
        if item.settled:
            return SETTLED
        if item.document.file.reading is Reading.UNREADABLE:
            return UNREADABLE
        if item.path in self.first_photo:
            return FOLLOWS
        if not item.candidates:
            return NOWHERE
        return CLEAR if item.clear else CHOICE


def sort_unit(run: Run, unit: Unit, *, memory: Sequence[Link] = (), assessment: Assessment | None = None) -> Sorted:
    """Propose a place for every document of the unit's inbox; ``assessment`` is that of what lies there, if at hand."""
    assessment = assessment or assess(run, unit)
    index = _with_inbox_texts(run, assessment)
    matches = [match for status in assessment.checklist.statuses for match in status.matches]
    context, links = run.match_context(unit), load_links(run.paths, unit.id)
    proposals = propose_places(run.criteria, index, matches, context=context, links=links, memory=memory, only=_INBOX)
    followers = {path: series[0] for series in find_series(index) for path in series[1:]}
    return Sorted(unit, index, proposals, followers)


def _with_inbox_texts(run: Run, assessment: Assessment) -> EvidenceIndex:
    """An assessment goes without the texts; here those are asked for that a proposal rests on."""
    index = assessment.index
    files = tuple(
        replace(file, text=read_text(run, file)) if file.path.startswith(_INBOX) else file for file in index.files
    )
    lost = any(file.path.startswith(_INBOX) and file.reading is Reading.READ and not file.text for file in files)
    return scan_unit(run, assessment.unit) if lost else replace(index, files=files)


def load_memory(campaign: Path) -> tuple[Link, ...]:
    """The decisions of another campaign, such as last year's."""
    return load_decisions(CampaignPaths(find_root(campaign)))


def apply_clear(run: Run, sorting: Sorted) -> tuple[Link, ...]:
    """Record the clear proposals as confirmed; no file is moved."""
    links = tuple(
        link
        for item in sorting.clear
        for link in _links_of(
            sorting, item.document.file, item.pages, node=item.candidates[0].node, verdict=Verdict.CONFIRMED
        )
    )
    append_decisions(run.paths, links)
    return links


def decide(run: Run, sorting: Sorted, decisions: Sequence[tuple[tuple[str, str], Verdict]]) -> tuple[Link, ...]:
    """Record what a person says of (file, node) pairs: all of it, or nothing when one of them is wrong.

    A file is a path or a name, with ``:3-5`` for the documents of a stack on those pages, or for the pages of one
    document that are the proof (trang chứng minh).

    Raises:
        BadInputError: no such file in the unit's evidence, no such pages in it, or no such criterion.
    """
    known = leaves_by_node(run.criteria.leaves())
    links: list[Link] = []
    for (named, node), verdict in decisions:
        if node not in known:
            raise BadInputError(f"Bộ tiêu chí không có mã «{node}». Các mã: dossier criteria show {run.criteria.id}.")
        file, span = _find(sorting.index, named)
        for pages in _pages_meant(file, span, verdict) if span else (None,):
            links += _links_of(sorting, file, pages, node=node, verdict=verdict)
    append_decisions(run.paths, links)
    return tuple(links)


def decide_recorded(
    run: Run, sorting: Sorted, decisions: Sequence[tuple[tuple[str, str], Verdict]], *, who: str
) -> tuple[Link, ...]:
    """``decide``, with its line in the journal: both or neither."""
    with put_back_on_error(run.paths.records / LINKS_FILE):
        links = decide(run, sorting, decisions)
        told = [(link.path, link.node, link.verdict.value) for link in links]
        record_acts(run, [acts.sorted_in(sorting.unit.id, told)], who=who)
    return links


def tell(link: Link) -> str:
    """A decision on one line."""
    pages = f", trang {pages_said(*link.pages)}" if link.pages else ""
    return f"{link.path}{pages} → {link.node} ({link.verdict})"


def _links_of(sorting: Sorted, file: EvidenceFile, pages: Pages, *, node: str, verdict: Verdict) -> Iterator[Link]:
    """The decision on a document; on every photo of a series when the file is its first."""
    followers = (path for path, first in sorting.first_photo.items() if first == file.path and not pages)
    photos = [photo for path in followers if (photo := sorting.index.file(path)) is not None]
    for whole in (file, *photos):
        yield build_link(sorting.unit.id, facts_at(whole, pages), node=node, verdict=verdict, pages=pages)


def _find(index: EvidenceIndex, named: str) -> tuple[EvidenceFile, Pages]:
    """The file a person names and the pages, as typed."""
    wanted = nfc(named.replace("\\", "/")).rpartition("minh-chung/")[2]
    on_pages = _ON_PAGES.fullmatch(wanted)
    name = on_pages["file"] if on_pages and not _named(index, wanted) else wanted
    found = _named(index, name)
    if len(found) > 1:
        raise BadInputError(f"«{named}»: {index.unit} có {len(found)} tệp cùng tên, hãy ghi cả thư mục.")
    if not found:
        names = {nfc(PurePosixPath(file.path).name): file.path for file in index.files}
        near = get_close_matches(PurePosixPath(name).name, names, n=1)
        hint = f" Có phải «{names[near[0]]}»?" if near else ""
        raise BadInputError(f"«{named}»: minh-chung của {index.unit} không có tệp này.{hint}")
    if not (found[0].sha256 and found[0].size):
        raise BadInputError(f"«{named}»: tệp rỗng hoặc không mở được nên chưa xếp được; hãy thay tệp rồi làm lại.")
    if on_pages is None or name == wanted:
        return found[0], None
    first = int(on_pages["first"])
    return found[0], (first, int(on_pages["last"] or first))


def _named(index: EvidenceIndex, wanted: str) -> list[EvidenceFile]:
    return [file for file in index.files if wanted in (nfc(file.path), nfc(PurePosixPath(file.path).name))]


def _pages_meant(file: EvidenceFile, span: tuple[int, int], verdict: Verdict) -> list[Pages]:
    """The pages inside one document that are the proof, else those of each document that stands on the span.

    What is rejected is a document: it belongs here or not, whichever of its pages was looked at.
    """
    _refuse_pages(file, span)
    documents = [facts.document for facts in facts_of(file)]
    whole = file.parts == () and span == (1, file.pages)
    if verdict is Verdict.CONFIRMED and not whole and any(within(span, document) for document in documents):
        return [span]
    return [document for document in documents if overlap(span, document)]


def _refuse_pages(file: EvidenceFile, span: tuple[int, int]) -> None:
    """Pages that the file does not have, or cannot have before it is printed."""
    if file.kind not in _PAGED or file.pages is None:
        raise BadInputError(f"«{file.path}»: chỉ ghi trang cho PDF, ảnh có số trang; hãy bỏ «:{pages_said(*span)}».")
    if not 1 <= span[0] <= span[1] <= file.pages:
        stack = "; ".join(pages_said(part.first, part.last) for part in file.parts)
        told = f", các văn bản ở trang {stack}" if stack else ""
        raise BadInputError(f"«{file.path}» không có trang {pages_said(*span)}: tệp có {file.pages} trang{told}.")


def copy_sorted(run: Run, sorting: Sorted) -> tuple[Path, ...]:
    """A copy of every decided file under ``out/<unit>/sap-xep/<code>/``, made anew; the originals stay.

    A document of a stack is copied with its whole file, for cutting would break a signature; the name says the pages.
    """
    target = run.paths.out(sorting.unit.id) / _COPIES
    shutil.rmtree(target, ignore_errors=True)
    root = run.paths.evidence(sorting.unit.id)
    copies = _plan_copies(sorting, load_links(run.paths, sorting.unit.id))
    if copies:
        with staged_folder(target) as staging:
            for place, file in copies.items():
                (staging / place).parent.mkdir(exist_ok=True)
                shutil.copyfile(long_path(root / file.path), long_path(staging / place))
    return tuple(target / place for place in copies)


def _plan_copies(sorting: Sorted, links: Links) -> dict[PurePosixPath, EvidenceFile]:
    """The file to copy to each ``<code>/<name>``; of equal files one."""
    wanted: dict[tuple[str, str | None, Pages], EvidenceFile] = {}
    for file in sorting.index.files:
        for facts in facts_of(file) if file.reading is not Reading.IGNORED else ():
            for link in links.confirmed(facts):
                wanted.setdefault(
                    (link.node, file.sha256, link.pages_in(facts) or (link.pages and facts.document)), file
                )
    copies: dict[PurePosixPath, EvidenceFile] = {}
    for (node, _, pages), file in wanted.items():
        pure = PurePosixPath(file.path)
        stem = ascii_name(pure.stem, limit=_NAME_LIMIT) + (f"-trang-{pages_said(*pages)}" if pages else "")
        names = (f"{stem}{mark}{pure.suffix.lower()}" for mark in chain([""], (f"-{n}" for n in count(2))))
        copies[next(place for name in names if (place := PurePosixPath(node, name)) not in copies)] = file
    return copies


def build_sort_table(sorting: Sorted) -> Table:
    """One row a document: the best place, why, and the next best."""
    rows = tuple((item.document.place_name, *_row(sorting, item), sorting.state(item)) for item in sorting.proposals)
    columns = ("Tệp", "Đề xuất", "Lý do", "Chỗ khác", "Tình trạng")
    return Table(f"{sorting.unit.short}: {len(rows)} tài liệu trong inbox", columns, rows)


def _row(sorting: Sorted, item: Proposal) -> tuple[str, str, str]:
    state = sorting.state(item)
    if state == SETTLED:
        return (", ".join(item.settled), "người đã xác nhận", "")
    if state == UNREADABLE:
        return ("", " ".join(f"{problem.message} {problem.remedy}" for problem in item.document.file.problems), "")
    if state == FOLLOWS:
        return ("", f"trang sau của {sorting.first_photo[item.path]}: xếp cùng ảnh đó", "")
    if state == NOWHERE:
        return ("", "không tiêu chí nào hợp loại, năm và nội dung", "")
    best, *others = item.candidates
    return (f"{best.node} {best.title}", best.reason, "; ".join(f"{other.node} {other.title}" for other in others))


def summarise(sorting: Sorted) -> str:
    """How many documents are in each state, and the next step."""
    counts = Counter(map(sorting.state, sorting.proposals))
    told = ", ".join(f"{counts[state]} {state}" for state in _STATES if counts[state])
    if not told:
        return f"inbox của {sorting.unit.short} không có tệp nào: chép tài liệu chưa rõ tiêu chí vào đó rồi chạy lại."
    command = f"dossier sort {sorting.unit.id}"
    steps = {
        CLEAR: f"Ghi nhận các đề xuất rõ: {command} --apply.",
        CHOICE: f'Chọn chỗ cho từng tệp: {command} --confirm "TỆP" MÃ (một văn bản trong tập: "TỆP:TRANG").',
    }
    return " ".join([f"{told}.", *(step for state, step in steps.items() if counts[state])])
