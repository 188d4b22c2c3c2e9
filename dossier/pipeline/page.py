"""``dossier check --html`` and ``--xlsx``: the report in a file of the user's choice."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from dossier import report as reports
from dossier.errors import RefusedError, ToolFailedError
from dossier.files import write_bytes
from dossier.intake.model import FileKind, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.intake.model import EvidenceFile
    from dossier.pdf import PdfSession
    from dossier.pipeline.run import Run
    from dossier.report import CheckReport

_MEMO, _VERSION = "thumbnail", "2"
_SECONDS_A_FILE = 20.0
_DRAWN = {FileKind.PDF, FileKind.IMAGE}
# Past this many bytes of pictures a page opens slowly; the rest of the files go without.
_PICTURES_LIMIT = 24 << 20


def write_check_files(run: Run, report: CheckReport, *, html: Path | None, xlsx: Path | None) -> None:
    """Write the report as a page, a workbook, or both."""
    if xlsx:
        reports.write_check_book(xlsx, report)
    if html:
        write_bytes(html, reports.build_check_page(report, thumbnails=dict(draw_thumbnails(run, report))))


def refuse_inputs(run: Run, target: Path) -> None:
    """Keep a result from being written over what people own.

    Raises:
        RefusedError: the target lies among the campaign's inputs or records.
    """
    kept = (run.paths.root / "don-vi", run.paths.records, run.paths.templates, run.paths.cache)
    if any(target.resolve().is_relative_to(folder.resolve()) for folder in kept):
        raise RefusedError(f"Không ghi kết quả vào «{target}»: chỗ đó của đơn vị; hãy ghi vào thư mục out/.")


def draw_thumbnails(run: Run, report: CheckReport) -> Iterator[tuple[tuple[str, str, int], bytes]]:
    """The pages that ``list_pictured`` names, as (unit, path, page) and JPEG; what was drawn before is in the memo."""
    from dossier.pdf import PdfSession
    from dossier.report.page import list_pictured

    wanted = [
        (unit.unit.id, file, page) for unit in report.units for file, page in list_pictured(unit) if _is_drawn(file)
    ]
    run.progress.start("Vẽ trang đầu của văn bản", len(wanted))
    left = _PICTURES_LIMIT
    with PdfSession(limit=_SECONDS_A_FILE) as session:
        for unit, file, page in wanted:
            picture = _thumbnail(run, unit, file, page, session=session) if left > 0 else b""
            run.progress.advance(file.path)
            if picture:
                left -= len(picture)
                yield (unit, file.path, page), picture
    run.progress.finish()


def _is_drawn(file: EvidenceFile) -> bool:
    """Never what intake refused to read: a secret document leaves no picture either."""
    return file.kind in _DRAWN and file.reading in {Reading.READ, Reading.SCAN} and file.sha256 is not None


def _thumbnail(run: Run, unit: str, file: EvidenceFile, page: int, *, session: PdfSession) -> bytes:
    key = f"{file.sha256}/{page}"
    known = run.memo.get(_MEMO, _VERSION, key)
    if known is not None:
        return base64.b64decode(json.loads(known))
    from dossier.pdf.thumbnail import draw_thumbnail

    try:
        picture = session.run(draw_thumbnail, run.paths.evidence(unit) / file.path, file.kind, page=page) or b""
    except ToolFailedError:  # too slow this time; not a truth about the file
        return b""
    run.memo.put(_MEMO, _VERSION, key, json.dumps(base64.b64encode(picture).decode("ascii")))
    return picture
