"""``dossier package --for-upload``: each leaf's evidence as PDFs that a portal takes, with the text to paste."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dossier.archive.province.rules import NO_PAGES, PAGE_TOO_LARGE, SIGNED_SPLIT
from dossier.archive.province.split import split_pdf
from dossier.archive.province.upload import UploadFile, UploadLeaf, Uploads, write_uploads
from dossier.campaign import Unit
from dossier.criteria.model import Scorer
from dossier.errors import DossierError, RefusedError
from dossier.files import hash_file, long_path
from dossier.intake.model import FileKind
from dossier.pdf import PdfSession, convert_evidence_all
from dossier.pdf.store import PageStore
from dossier.pipeline.build import open_pdf
from dossier.pipeline.check import assess
from dossier.pipeline.local import PAGES_FOLDER
from dossier.pipeline.received import lay_received
from dossier.problems import CheckRule, Problem, Where
from dossier.report.tables import Table
from dossier.text import nfc, official_decimal, short_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.criteria.model import PlacedLeaf
    from dossier.intake import EvidenceFile
    from dossier.pipeline.run import Run
    from dossier.report import Assessment

UPLOADS = "tai-len"
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was laid out for one unit."""

    unit: Unit
    uploads: Uploads
    problems: tuple[Problem, ...]


def make_uploads(run: Run, units: Sequence[Unit], *, target: Path | None, limit: int) -> tuple[Uploaded, ...]:
    """Lay out every leaf's evidence of each unit; ``limit`` is in bytes a file, ``target`` None means ``out/tai-len``.

    Of a unit whose packages were received it is what stands of them.

    Raises:
        RefusedError: a file changed since it was read.
    """
    root = target or run.paths.out(UPLOADS)
    uploaded = []
    with open_pdf(run) as session:
        for unit in units:
            with lay_received(run, unit) as source:
                uploaded.append(_lay_unit(source, unit, session, root, limit))
    return tuple(uploaded)


def _lay_unit(run: Run, unit: Unit, session: PdfSession, root: Path, limit: int) -> Uploaded:
    assessment = assess(run, unit)
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        kitchen = _Kitchen(run, assessment, session, Path(scratch), limit)
        kitchen.convert()
        leaves = [kitchen.leaf(placed) for placed in run.criteria.leaves()]
        title = f"Tải hồ sơ lên cổng: {unit.name}, năm {run.campaign.year}"
        wanted = [leaf for leaf in leaves if leaf is not None]
        return Uploaded(unit, write_uploads(root, wanted, name=unit.id, title=title), tuple(kitchen.problems))


class _Kitchen:
    """One unit's evidence made into files that fit."""

    def __init__(self, run: Run, assessment: Assessment, session: PdfSession, folder: Path, limit: int) -> None:
        self._run, self._assessment, self._session = run, assessment, session
        self._folder, self._limit = folder, limit
        self._files: dict[str, tuple[UploadFile, ...]] = {}
        self.problems: list[Problem] = []

    def convert(self) -> None:
        """Every file that proves something, as PDFs of at most the limit; a PDF that fits stays byte for byte."""
        root = self._run.paths.evidence(self._assessment.unit.id)
        served = {match.path for status in self._assessment.checklist.statuses for match in status.matches}
        files = {root / file.path: file for file in self._assessment.index.files if file.path in served}
        for path, file in files.items():
            if file.sha256 != hash_file(path):
                raise RefusedError(f"«{file.path}» đã thay đổi từ khi được đọc: hãy chạy lại.")
        others = {path: file for path, file in files.items() if file.kind is not FileKind.PDF}
        self._run.progress.start(f"Chuẩn bị tải lên {self._assessment.unit.short}", len(others))
        made = convert_evidence_all(
            [(path, file.kind, self._folder / f"{at:05d}.pdf") for at, (path, file) in enumerate(others.items())],
            session=self._session,
            progress=self._run.progress,
            store=PageStore(self._run.cache / PAGES_FOLDER),
            executor=self._run.executor,
            shown=lambda path: others[path].path,
        )
        self._run.progress.finish()
        for path, file in files.items():
            pdf = made[path].target if path in made else path
            if pdf is None:
                self._tell(NO_PAGES, file, "Không chuyển được thành PDF.")
            self._files[file.path] = tuple(self._fit(file, pdf)) if pdf else ()

    def _fit(self, file: EvidenceFile, pdf: Path) -> Iterator[UploadFile]:
        stem, name = PurePosixPath(file.path).stem, nfc(file.path)
        if long_path(pdf).stat().st_size <= self._limit:
            yield UploadFile(stem, pdf, name)
            return
        folder = self._folder / f"tach-{len(self._files):05d}"
        folder.mkdir()
        try:
            parts = self._session.run(split_pdf, pdf, folder, limit=self._limit)
        except DossierError:
            self._tell(PAGE_TOO_LARGE, file, f"Tệp {self._size(pdf)}, không tách được.")
            yield UploadFile(stem, pdf, name)
            return
        if file.signed:
            self._tell(SIGNED_SPLIT, file, f"Bản ký số {self._size(pdf)}: tách ra thì mất chữ ký số.")
        for number, (part, first, last) in enumerate(parts, start=1):
            if part.stat().st_size > self._limit:
                self._tell(PAGE_TOO_LARGE, file, f"Riêng trang {first} đã {self._size(part)}.")
            yield UploadFile(f"{stem[:30]} p{number}", part, name, f"trang {first}-{last}")

    def _tell(self, rule: CheckRule, file: EvidenceFile, message: str) -> None:
        where = Where(path=nfc(file.path), unit=self._assessment.unit.id)
        self.problems.append(rule.at(where, message))

    def _size(self, path: Path) -> str:
        size = official_decimal(Decimal(long_path(path).stat().st_size) / MEGABYTE, places=1)
        return f"{size} MB, giới hạn {official_decimal(Decimal(self._limit) / MEGABYTE)} MB"

    def leaf(self, placed: PlacedLeaf) -> UploadLeaf | None:
        """What goes up for a leaf; None for one that a survey scores and nothing proves."""
        statuses = self._assessment.checklist.statuses
        paths = dict.fromkeys(
            match.path for status in statuses if placed.id in status.leaves for match in status.matches
        )
        if not paths and placed.leaf.scored_by is not Scorer.SELF:
            return None
        files = tuple(file for path in paths for file in self._files[path])
        return UploadLeaf(placed.id, placed.leaf.title, self._text(placed, paths), files)

    def _text(self, placed: PlacedLeaf, paths: Sequence[str] | dict[str, None]) -> str:
        """What the unit says in its form, then each document in the words of its own head."""
        claim = self._assessment.claims.get(placed.id)
        index = {file.path: file for file in self._assessment.index.files}
        said = [claim.evidence] if claim and claim.evidence else []
        return "\n".join((*said, *(f"- {_cite(index[path])}" for path in paths)))


def _cite(file: EvidenceFile) -> str:
    """``Kế hoạch số 05/KH-UBND ngày 10/01/2020 của UBND xã An Bình: …``; the file's name where its head is silent."""
    head = file.head
    number = f"số {head.reference}" if head.reference else ""
    day = f"ngày {short_date(head.date)}" if head.date else ""
    issuer = f"của {head.issuer}" if head.issuer else ""
    told = " ".join(filter(None, (head.type, number, day, issuer))) if head.type or number else ""
    return ": ".join(filter(None, (told, head.subject))) or nfc(PurePosixPath(file.path).name)


def build_upload_table(uploaded: Sequence[Uploaded]) -> Table:
    """One row a unit."""
    rows = tuple(
        (
            one.unit.short,
            str(one.uploads.folder),
            str(one.uploads.files),
            official_decimal(Decimal(one.uploads.size) / MEGABYTE, places=1),
            "đã lập" if one.uploads.made else "không đổi",
        )
        for one in uploaded
    )
    return Table("Thư mục để tải lên cổng", ("Đơn vị", "Thư mục", "Tệp PDF", "MB", "Kết quả"), rows, numeric=(2, 3))
