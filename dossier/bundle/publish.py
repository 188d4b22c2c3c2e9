"""A bundle takes its place only when it reads back as planned. Runs in a worker where several are made at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.bundle.verify import verify_bundle
from dossier.bundle.write import Written, write_bundle
from dossier.errors import DamagedError
from dossier.files import staged_file
from dossier.pdf.pdfa import check_pdfa
from dossier.problems import Problem, Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from dossier.bundle.model import BundlePlan
    from dossier.pdf.pdfa import Attachment


@dataclass(frozen=True, slots=True)
class Published:
    """A bundle in its place; ``archival`` says where it is not built as PDF/A."""

    written: Written
    archival: tuple[Problem, ...]


def publish_bundle(
    plan: BundlePlan, target: Path, *, files: Collection[str], attachments: Sequence[Attachment] = ()
) -> Published:
    """Write the bundle of a plan, verify it, and only then put it in its place.

    ``files`` as for ``verify_bundle``, ``attachments`` as for ``write_bundle``.

    Raises:
        DamagedError: it does not read back as planned; what was there before stays.
        ToolFailedError: see ``write_bundle``.
    """
    with staged_file(target) as staging:
        written = write_bundle(plan, staging, attachments=attachments)
        faults = [fault for fault in verify_bundle(staging, plan, files=files) if fault.severity is Severity.ERROR]
        if faults:
            raise DamagedError(f"{target.name}: bộ hồ sơ vừa ghép không khớp khi tự kiểm tra.", problems=faults)
    return Published(replace(written, path=target), check_archival(target))


def check_archival(path: Path) -> tuple[Problem, ...]:
    """Where a bundle is not built as PDF/A-2b or 3b; warnings, for such a page is no damage."""
    return tuple(replace(problem, severity=Severity.WARNING) for problem in check_pdfa(path))
