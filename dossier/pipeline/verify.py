"""``dossier verify``: does a file that Dossier made still hold together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.archive.sip import SipReport
from dossier.bags import BagReport
from dossier.bundle import rules, verify_file
from dossier.bundle.publish import check_archival
from dossier.bundle.record import check_record
from dossier.bundle.selfcheck import BundleCheck
from dossier.errors import BadInputError
from dossier.pdf.pdfa import WORDING
from dossier.pdf.pdfa.check import find_level
from dossier.report.jsonout import versioned
from dossier.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PDFA = "PDA"
_BESIDE = "So với bo-ho-so.json và bản gốc ký số kèm theo"
_NO_RECORD = "không có bo-ho-so.json bên cạnh"


def verify_files(files: Sequence[Path]) -> tuple[BundleCheck, ...]:
    """Check each file by what it is.

    Raises:
        BadInputError: a file that Dossier does not make.
    """
    return tuple(map(_verify, files))


def _verify(path: Path) -> BundleCheck:
    if path.suffix.lower() != ".pdf":
        raise BadInputError(f"{path.name}: lệnh này kiểm tra bộ hồ sơ PDF do Dossier lập.")
    check = verify_file(path)
    if not check.pages:
        return check
    recorded = check_record(path)
    problems = (*check.problems, *(recorded or ()), *check_archival(path))
    return replace(check, problems=problems, recorded=recorded is not None, level=find_level(path))


def build_check_table(check: BundleCheck) -> Table:
    """What was checked in a file, how much of it, and what came out."""
    told = [problem.rule for problem in check.problems]

    def row(title: str, count: object, *broken: str) -> tuple[str, str, str]:
        faults = sum(rule in broken for rule in told)
        return title, str(count), f"{faults} chỗ không khớp" if faults else "khớp"

    counts = (rules.OPENS.id, rules.PAGE_COUNT.id, rules.STAMP.id)
    archival = sum(rule.startswith(_PDFA) for rule in told)
    rows = (
        row("Trang, mã và số in trên trang", check.pages, *counts),
        row("Nhãn trang", check.pages, rules.LABEL.id),
        row("Liên kết trong mục lục và tờ ngăn", check.links, rules.LINK.id),
        row("Dấu trang (bookmark)", check.bookmarks, rules.BOOKMARK.id),
        row("Tên, ngôn ngữ, cách mở; chữ của mục lục", len(check.documents), rules.OPENING.id, rules.INDEX_TEXT.id),
        row(_BESIDE, "", rules.ORIGINAL.id, rules.CHANGED_SINCE.id) if check.recorded else (_BESIDE, "", _NO_RECORD),
        ("Cấu trúc PDF/A", "", f"{archival} chỗ cần xem" if archival else WORDING.format(level=check.level)),
    )
    return Table(f"{check.path.name}: {check.pages} trang", ("Kiểm tra", "Số lượng", "Kết quả"), rows, numeric=(1,))


@dataclass(frozen=True, slots=True)
class Verified:
    """Everything that was verified: bundles, bags, SIP packages."""

    files: tuple[BundleCheck, ...]
    bags: tuple[BagReport, ...]
    sips: tuple[SipReport, ...]

    @property
    def damaged(self) -> bool:
        """Whether anything must be refused."""
        return any(item.damaged for group in (self.files, self.bags, self.sips) for item in group)


_VERIFIED = TypeAdapter(Verified)


def verified_json(verified: Verified) -> bytes:
    """The results as UTF-8 JSON with ``schema`` first; the checksums are the bags' own and left out."""
    return versioned(_VERIFIED.dump_json(verified, exclude={"bags": {"__all__": {"hashes"}}}, indent=2))
