"""A small year for the tests of the year archive: real files, planned without a campaign."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dossier.archive.year.model import ArchivedDocument, Organ, Retention, Role
from dossier.archive.year.plan import Year, plan_archive
from dossier.archive.year.table import FileRow, PlannedFile
from dossier.intake.model import FileKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dossier.archive.year.model import ArchivePlan, Verdict
    from dossier.archive.year.weed import Key

ORGAN = Organ(
    name="Ủy ban nhân dân huyện An Sơn",
    short="UBND huyện An Sơn",
    place="An Sơn",
    parent="Ủy ban nhân dân tỉnh Sông Lam",
    office="Phòng Nội vụ",
    id="000.00.12.H33",
)
UNIT = "xa-an-binh"


def lay(root: Path, path: str, text: str = "", **facts: Any) -> ArchivedDocument:
    """A text file on disk and the document it is; ``text`` defaults to the path, so that contents differ."""
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    data = (text or path).encode()
    place.write_bytes(data)
    known = {"role": Role.EVIDENCE, "unit": UNIT, "kind": FileKind.TEXT, **facts}
    sha256 = hashlib.sha256(data).hexdigest()
    return ArchivedDocument(path=path, source=place, sha256=sha256, size=len(data), **known)


def row(symbol: str, *takes: str, years: int | None = 10, unit: str = UNIT, **facts: Any) -> PlannedFile:
    typed = {"title": f"Hồ sơ {symbol}", "unit": unit, "takes": takes or ("minh-chung",), **facts}
    return PlannedFile(FileRow(symbol=symbol, **typed), Retention(years), "Danh mục hồ sơ năm 2020")


def plan(
    files: Sequence[PlannedFile],
    documents: Sequence[ArchivedDocument],
    *,
    verdicts: Mapping[Key, Verdict] | None = None,
    organ: Organ = ORGAN,
    sequence: int = 0,
    **more: Any,
) -> ArchivePlan:
    year = Year("ky-2020", 2020, "Chỉ số năm 2020", sequence, organ, dt.date(2020, 12, 31), "", verdicts or {})
    return plan_archive(year, files, documents, **more)


def told(made: ArchivePlan) -> dict[str, list[str]]:
    """Messages by rule."""
    found: dict[str, list[str]] = {}
    for problem in made.problems:
        found.setdefault(problem.rule, []).append(str(problem))
    return found


def dated(document: ArchivedDocument, day: str, reference: str = "") -> ArchivedDocument:
    number, _, notation = reference.partition("/")
    return replace(document, date=dt.date.fromisoformat(day), number=number, notation=notation)
