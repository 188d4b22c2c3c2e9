"""The two forms behind a year archive, fetched from a page and given back to it; the version before is kept."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive.year.table import TABLE_FILE, ArchiveTable
from dossier.archive.year.weedsheet import read_weed_sheet
from dossier.errors import BadInputError, RefusedError
from dossier.files import hash_file, read_bytes, safe_inside, sha256_hex, write_bytes
from dossier.journal import Act, append_journal
from dossier.pipeline.archive import weed_form
from dossier.yamlfile import load_yaml, parse_model

if TYPE_CHECKING:
    from dossier.pipeline.run import Run

TABLE, WEEDING = "bang-ho-so", "tai-lieu-loai"
FORMS = {TABLE: "bảng hồ sơ lưu trữ", WEEDING: "danh mục tài liệu loại"}
RETURNED = "archive-form-returned"
_KEPT = "luu-tru-bieu"


def form_path(run: Run, form: str) -> Path:
    """Where a form of ``FORMS`` is or will be."""
    return run.paths.root / TABLE_FILE if form == TABLE else weed_form(run)


def stamp_form(run: Run, form: str) -> str:
    """What tells one version of a form from another; empty when there is none."""
    path = form_path(run, form)
    return hash_file(path) if path.is_file() else ""


def return_form(run: Run, form: str, data: bytes, *, seen: str, who: str) -> None:
    """Put a filled-in form in its place; ``seen`` is the stamp of the version that was fetched.

    Raises:
        RefusedError: somebody else gave back another meanwhile.
        BadInputError: it is not that form, or not as it must be; nothing is changed then.
    """
    path = form_path(run, form)
    standing = stamp_form(run, form)
    if standing != seen:
        raise RefusedError(f"{path.name} đã đổi từ khi trang này mở: tải bản mới về, ghi tiếp vào đó rồi đưa lên.")
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        copy = Path(scratch) / path.name
        copy.write_bytes(data)
        _check_table(run, copy) if form == TABLE else _check_weeding(copy)
    if standing:
        write_bytes(run.paths.records / _KEPT / f"{standing[:12]}-{path.name}", read_bytes(path))
    write_bytes(path, data)
    act = Act(RETURNED, "", path.name, sha256_hex(data), {"form": form, "before": standing})
    append_journal(run.paths.journal, [act], at=run.now, who=who)


def _check_table(run: Run, copy: Path) -> None:
    table = parse_model(load_yaml(copy), ArchiveTable)
    if table.file_list and not safe_inside(run.paths.root, table.file_list).is_file():
        raise BadInputError(f"{copy.name}: không có tệp «{table.file_list}» (file_list) trong thư mục kỳ đánh giá.")


def _check_weeding(copy: Path) -> None:
    problems = read_weed_sheet(copy).problems
    if problems:
        raise BadInputError(f"{copy.name}: còn {len(problems)} chỗ phải sửa, chưa nhận.", problems=problems)
