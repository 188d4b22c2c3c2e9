"""From documents and the user's table to the year's files. Pure: nothing is read or written here."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.archive.year import rules
from dossier.archive.year.metadata import find_overlong
from dossier.archive.year.model import (
    ArchiveFile,
    ArchivePlan,
    Coverage,
    Discard,
    Organ,
    Reason,
    Verdict,
)
from dossier.archive.year.table import file_name
from dossier.archive.year.weed import Key, find_discards
from dossier.files import sha256_hex
from dossier.problems import Severity, Where
from dossier.text import ascii_name, collation_key, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.archive.year.model import ArchivedDocument, Copy
    from dossier.archive.year.table import PlannedFile
    from dossier.problems import Problem

_LAST = dt.date.max
_STEM = 60
NOT_ARCHIVED = (
    "Bản đã bị thay hoặc rút ở các lần nộp: còn nguyên trong gói nộp, gói tiếp nhận của kỳ đánh giá.",
    "Bản giấy: mục lục và chứng từ kết thúc này chỉ kể tài liệu điện tử; số tờ do người lập hồ sơ ghi.",
    "Bản DOCX của văn bản do Dossier lập khi đã có bản PDF; bộ hồ sơ ghép (bo-ho-so*.pdf): lập lại được từ hồ sơ này.",
    "Hiệu lực của chữ ký số và chứng thư: không hỏi cơ quan chứng thực.",
)


@dataclass(frozen=True, slots=True)
class Year:
    """What is fixed about the archive before its documents are looked at.

    Attributes:
        day: of the archive's papers, from data.
        verdicts: what people decided of earlier proposals; ``decider`` is who did.
    """

    campaign: str
    year: int
    title: str
    sequence: int
    organ: Organ
    day: dt.date
    banner: str
    verdicts: Mapping[Key, Verdict]
    decider: str = ""


def plan_archive(
    year: Year,
    files: Sequence[PlannedFile],
    documents: Sequence[ArchivedDocument],
    *,
    aside: Sequence[str] = (),
    problems: Iterable[Problem] = (),
) -> ArchivePlan:
    """Sort the documents into the files of the table, in time order.

    Args:
        year: whose archive and which.
        files: rows of the table.
        documents: everything that is archived, each once; ``ordinal`` is given here.
        aside: names of what is no document.
        problems: what was noticed before; the plan's own follow.
    """
    groups, homeless = _sort_out(files, documents)
    made, discards = _weed(files, groups, year.verdicts)
    plan = ArchivePlan(
        campaign=year.campaign,
        year=year.year,
        title=year.title,
        sequence=year.sequence,
        organ=year.organ,
        day=year.day,
        files=made,
        discards=discards,
        coverage=_cover(made, discards, aside, len(documents) + len(aside)),
        decider=year.decider,
        banner=year.banner,
    )
    own = (*_find_homeless(homeless), *_find_empty(files, groups), *_find_faults(plan))
    return replace(plan, content=_content(plan), problems=(*problems, *own))


def is_blocked(plan: ArchivePlan) -> bool:
    """Whether something keeps the archive from being made."""
    return any(problem.severity is Severity.ERROR for problem in plan.problems)


def _sort_out(
    files: Sequence[PlannedFile], documents: Iterable[ArchivedDocument]
) -> tuple[dict[int, list[ArchivedDocument]], list[ArchivedDocument]]:
    """Documents by place of their file, and those that no file takes. A unit's own file comes before the common."""
    takers = {
        (item.row.unit, kind): place for place, item in reversed(list(enumerate(files))) for kind in item.row.takes
    }
    groups: dict[int, list[ArchivedDocument]] = defaultdict(list)
    homeless: list[ArchivedDocument] = []
    for document in documents:
        wanted = [
            (owner, kind)
            for owner in dict.fromkeys((document.unit, ""))
            for kind in (document.paper, document.role.value)
        ]
        place = next((takers[key] for key in wanted if key in takers), None)
        (homeless if place is None else groups[place]).append(document)
    return groups, homeless


def _weed(
    files: Sequence[PlannedFile], groups: Mapping[int, Sequence[ArchivedDocument]], verdicts: Mapping[Key, Verdict]
) -> tuple[tuple[ArchiveFile, ...], tuple[Discard, ...]]:
    """The files in time order without what a person dropped, none of them empty, and every proposal to drop."""
    made: list[ArchiveFile] = []
    discards: list[Discard] = []
    for place, planned in enumerate(files):
        ordered = sorted(groups.get(place, ()), key=_time_order)
        proposed = list(find_discards(ordered, file=planned.row.symbol, verdicts=verdicts))
        dropped = {id(item.document) for item in proposed if item.verdict is Verdict.DROP}
        kept = [document for document in ordered if id(document) not in dropped]
        discards += proposed
        if kept:
            made.append(_make_file(planned, kept))
    return tuple(made), tuple(discards)


def _time_order(document: ArchivedDocument) -> tuple[object, ...]:
    """By day, for a form by the day it came in, then by number; what has neither comes last."""
    digits = document.number.rstrip("abcdđ")
    number = int(digits) if digits.isdecimal() else 0
    return document.day or _LAST, number, document.notation, collation_key(document.path)


def _make_file(planned: PlannedFile, documents: Sequence[ArchivedDocument]) -> ArchiveFile:
    row = planned.row
    folder = f"ho-so/{file_name(row.symbol)}"
    return ArchiveFile(
        symbol=row.symbol,
        title=row.title,
        retention=planned.retention,
        basis=planned.basis,
        folder=folder,
        heading=row.heading,
        unit=row.unit,
        compiler=row.compiler,
        rights=row.rights,
        language=row.language,
        note=row.note,
        documents=tuple(_place(document, folder, ordinal) for ordinal, document in enumerate(documents, start=1)),
    )


def _place(document: ArchivedDocument, folder: str, ordinal: int) -> ArchivedDocument:
    """Numbered in time order; the name keeps to what every system can hold."""
    stem, _, suffix = document.name.rpartition(".")
    name = f"{ordinal:04d}-{ascii_name(stem or suffix, limit=_STEM)}"
    tail = f".{ascii_name(suffix, limit=8)}" if stem else ""
    return replace(document, ordinal=ordinal, original=f"{folder}/goc/{name}{tail}")


def add_copies(plan: ArchivePlan, copies: Mapping[str, Copy]) -> ArchivePlan:
    """The plan with its PDF/A copies, by SHA-256 of the original: their places and pages, and what has none."""
    files = tuple(
        replace(
            file, documents=tuple(_with_copy(document, file, copies[document.sha256]) for document in file.documents)
        )
        for file in plan.files
    )
    coverage = replace(plan.coverage, uncopied=_uncopied(files))
    copied = replace(plan, files=files, coverage=coverage)
    new = tuple(problem for problem in _find_faults(copied) if problem not in plan.problems)
    return replace(copied, problems=(*plan.problems, *new))


def _with_copy(document: ArchivedDocument, file: ArchiveFile, copy: Copy) -> ArchivedDocument:
    if copy.path is None:
        return replace(document, no_copy=copy.why)
    name = document.original.rpartition("/")[2].rpartition(".")[0] or document.original.rpartition("/")[2]
    fault = "" if copy.archival else "Bản PDF chưa đạt kiểm cấu trúc PDF/A."
    return replace(document, copy=f"{file.folder}/pdfa/{name}.pdf", pages=copy.pages, no_copy=fault)


def _uncopied(files: Iterable[ArchiveFile]) -> tuple[tuple[str, str], ...]:
    filed = (document for file in files for document in file.documents)
    return tuple((_named(document), document.no_copy) for document in filed if document.no_copy)


def _cover(files: Iterable[ArchiveFile], discards: Iterable[Discard], aside: Sequence[str], seen: int) -> Coverage:
    filed = [document for file in files for document in file.documents]
    return Coverage(
        seen=seen,
        filed=len(filed),
        dropped=tuple(_named(item.document) for item in discards if item.verdict is Verdict.DROP),
        unreadable=tuple((_named(item), item.note or "không đọc được nội dung") for item in filed if not item.readable),
        uncopied=(),
        aside=tuple(aside),
        not_archived=NOT_ARCHIVED,
    )


def _named(document: ArchivedDocument) -> str:
    return f"{document.unit}/{document.path}" if document.unit else document.path


# --- what to tell ---------------------------------------------------------------------------------


def _find_homeless(documents: Sequence[ArchivedDocument]) -> Iterator[Problem]:
    """One problem for a kind of document of an owner, however many there are."""
    groups: dict[tuple[str, str], list[ArchivedDocument]] = defaultdict(list)
    for document in documents:
        groups[document.unit, document.paper or document.role.value].append(document)
    for (unit, kind), members in groups.items():
        where = Where(path=members[0].path, unit=unit)
        yield rules.NO_FILE.at(where, f"{len(members)} tài liệu loại «{kind}» không thuộc hồ sơ nào.")


def _find_empty(files: Sequence[PlannedFile], groups: Mapping[int, Sequence[ArchivedDocument]]) -> Iterator[Problem]:
    for place, item in enumerate(files):
        if not groups.get(place):
            where = Where(path="luu-tru.yaml", line=item.line, unit=item.row.unit)
            yield rules.EMPTY_FILE.at(where, f"Hồ sơ {item.row.symbol} chưa có tài liệu nào, không đưa vào mục lục.")


def _find_faults(plan: ArchivePlan) -> Iterator[Problem]:
    overlong = (fault for file in plan.files for fault in find_overlong(file, organ=plan.organ, year=plan.year))
    yield from dict.fromkeys(overlong)
    issued = {(document.paper, document.unit) for document in plan.documents if document.paper and not document.draft}
    for file in plan.files:
        yield from _find_number_twins(file)
        for document in file.documents:
            yield from _find_document_faults(document)
            if document.draft and document.paper and (document.paper, document.unit) not in issued:
                where = Where(path=document.path, unit=document.unit)
                yield rules.NOT_ISSUED.at(where, f"{document.draft}.")
    if waiting := [item for item in plan.discards if item.verdict is Verdict.OPEN]:
        counts = {reason: sum(item.reason is reason for item in waiting) for reason in Reason}
        told = ", ".join(f"{count} {reason}" for reason, count in counts.items() if count)
        yield rules.PROPOSED.at(Where(path=plan.campaign), f"Đề nghị xem xét loại {len(waiting)} tài liệu: {told}.")


def _find_document_faults(document: ArchivedDocument) -> Iterator[Problem]:
    where = Where(path=document.path, unit=document.unit)
    if not document.readable:
        yield rules.UNREADABLE.at(where, document.note or "Không đọc được nội dung.")
    if document.no_copy:
        yield rules.NO_COPY.at(where, document.no_copy)


def _find_number_twins(file: ArchiveFile) -> Iterator[Problem]:
    """Number, symbol, issuer and day all equal, contents different (the same bytes are proposed for weeding)."""
    first: dict[tuple[object, ...], ArchivedDocument] = {}
    for document in file.documents:
        if not (document.number and document.notation and document.issuer):
            continue
        key = (document.number, fold(document.notation), fold(document.issuer), document.date)
        other = first.setdefault(key, document)
        if other.sha256 != document.sha256:
            where = Where(path=document.path, unit=document.unit)
            yield rules.TWIN_NUMBER.at(where, f"Cùng số {document.reference} với «{other.path}», nội dung khác.")


# --- the content hash -----------------------------------------------------------------------------

_FILE_FACTS = ("symbol", "title", "basis", "heading", "unit", "compiler", "rights", "language", "note")
_DOCUMENT_FACTS = (
    *("unit", "path", "sha256", "paper", "type", "number", "notation", "date", "subject", "issuer", "signer", "post"),
    *("language", "originality", "signed", "incoming", "arrived", "priority", "recipients", "note", "readable"),
)


def _content(plan: ArchivePlan) -> str:
    """SHA-256 of what the archive is about: no paths of this machine, no copies, no sequence number."""
    files = [
        [
            [getattr(file, name) for name in _FILE_FACTS],
            str(file.retention),
            [[getattr(document, name) for name in _DOCUMENT_FACTS] for document in file.documents],
        ]
        for file in plan.files
    ]
    discards = [[item.document.unit, item.document.path, item.document.sha256, item.verdict] for item in plan.discards]
    organ = [getattr(plan.organ, name) for name in type(plan.organ).__slots__]
    facts = [plan.schema, plan.campaign, plan.year, plan.title, plan.banner, organ, files, discards]
    return sha256_hex(json.dumps(facts, ensure_ascii=False, default=str).encode())
