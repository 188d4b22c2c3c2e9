"""Results as plain tables: rows of text that any front end can draw."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.intake.model import FileKind, Reading
from dossier.intake.parts import pages_said
from dossier.matching import ProofState
from dossier.text import official_decimal

if TYPE_CHECKING:
    from dossier.matching import Checklist, Match
    from dossier.problems import Problem
    from dossier.report.model import Assessment, CheckReport

_KIND_NAMES = {
    FileKind.UNKNOWN: "không rõ",
    FileKind.EMPTY: "tệp rỗng",
    FileKind.IMAGE: "ảnh",
    FileKind.TEXT: "văn bản thuần",
    FileKind.ARCHIVE: "tệp nén",
    FileKind.LOCK: "tệp khóa",
    FileKind.SYSTEM: "tệp hệ thống",
    FileKind.CLASSIFIED: "dấu mật",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table.

    Attributes:
        numeric: indexes (0-based) of the columns that are set flush right.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


def build_summary(report: CheckReport) -> Table:
    """One row a unit: points, proofs by state, files."""
    rows = tuple(_summary_row(unit) for unit in report.units)
    columns = (
        "Đơn vị",
        "Điểm tự chấm",
        "Tối đa tự chấm",
        "Chưa chấm",
        *(f"Minh chứng {state}" for state in ProofState),
        "Lỗi",
        "Tệp",
        "Không đọc được",
    )
    return Table("Tổng hợp", columns, rows, numeric=tuple(range(1, len(columns))))


def _summary_row(assessment: Assessment) -> tuple[str, ...]:
    states = count_states(assessment.checklist)
    grave = sum(ranked.gap.severity.rank == 0 for ranked in assessment.gaps)
    faults = sum(problem.severity.rank == 0 for problem in assessment.problems)
    accounting = assessment.checklist.accounting
    score = assessment.score
    return (
        assessment.unit.short,
        official_decimal(score.total),
        official_decimal(score.self_max),
        str(len(score.blank)),
        *(str(states[state]) for state in ProofState),
        str(grave + faults),
        str(accounting.total),
        str(len(accounting.unreadable)),
    )


def count_states(checklist: Checklist) -> Counter[ProofState]:
    """How many proofs are in each state."""
    return Counter(status.state for status in checklist.statuses)


def build_gap_table(assessment: Assessment, *, limit: int | None = None) -> Table:
    """The unit's gaps, dearest first; ``limit`` keeps that many and says how many are left."""
    gaps = assessment.gaps if limit is None else assessment.gaps[:limit]
    rows = tuple(
        (
            official_decimal(ranked.points),
            ranked.gap.leaf,
            f"{ranked.gap.severity} {ranked.gap.rule}",
            ranked.gap.expected,
            ranked.gap.found,
            ranked.gap.remedy,
        )
        for ranked in gaps
    )
    left = len(assessment.gaps) - len(gaps)
    more = f", còn {left} mục nữa: thêm --all" if left else ""
    scored = any(ranked.points for ranked in assessment.gaps)
    order = "xếp theo điểm có thể mất" if scored else "theo thứ tự bộ tiêu chí vì chưa tự chấm điểm"
    title = f"{assessment.unit.short}: {len(assessment.gaps)} chỗ thiếu hoặc yếu, {order}{more}"
    columns = ("Điểm", "Tiêu chí", "Mức", "Cần có", "Hiện có", "Việc cần làm")
    return Table(title, columns, rows, numeric=(0,))


def build_file_table(assessment: Assessment) -> Table:
    """Every file and where it went; nothing is left out."""
    served: dict[str, list[str]] = {}
    for status in assessment.checklist.statuses:
        for match in status.matches:
            served.setdefault(match.path, []).append(match_line(match.leaf, match))
    rows = tuple(
        (
            file.path,
            kind_name(file.kind),
            file.reading.value,
            head_line(file.head.reference, file.head.type),
            _served_line(served.get(file.path, []), file.reading),
            " ".join(problem.message for problem in file.problems),
        )
        for file in assessment.index.files
    )
    columns = ("Tệp", "Loại tệp", "Tình trạng", "Văn bản", "Tiêu chí", "Ghi chú")
    return Table(f"{assessment.unit.short}: {len(rows)} tệp", columns, rows)


def build_proof_table(assessment: Assessment) -> Table:
    """Every proof of the checklist with its state, what serves it and why, and what is weak."""
    rows = tuple(
        (
            status.leaf,
            status.title,
            status.state.value,
            "\n".join(match_line(match.path, match) for match in status.matches),
            "\n".join(match.reason for match in status.matches),
            "\n".join(f"{gap.severity} {gap.rule}: {gap.found}. {gap.remedy}" for gap in status.gaps),
        )
        for status in assessment.checklist.statuses
    )
    columns = ("Tiêu chí", "Tài liệu kiểm chứng", "Trạng thái", "Tệp", "Vì sao gắn", "Thiếu hoặc yếu, việc cần làm")
    return Table(f"{assessment.unit.short}: {len(rows)} tài liệu kiểm chứng", columns, rows)


def build_unreadable_table(assessment: Assessment) -> Table:
    """The files that could not be read, what is wrong with each and what to do."""
    files = {file.path: file for file in assessment.index.files}
    problems = [problem for path in assessment.checklist.accounting.unreadable for problem in files[path].problems]
    title = f"{assessment.unit.short}: {len(assessment.checklist.accounting.unreadable)} tệp không đọc được"
    return build_problem_table(title, tuple(problems))


def match_line(name: str, match: Match) -> str:
    """A name, with the pages of the proof where it is one document of a stack: ``1.1 (trang 3-5)``."""
    return f"{name} (trang {pages_said(*match.pages)})" if match.pages else name


def kind_name(kind: FileKind) -> str:
    """``PDF``, ``ảnh``: what a file is, for people."""
    return _KIND_NAMES.get(kind, kind.value.upper())


def _served_line(leaves: list[str], reading: Reading) -> str:
    if reading is Reading.IGNORED:
        return ""
    return ", ".join(dict.fromkeys(leaves)) or "chưa gắn"


def head_line(reference: str | None, kind: str | None) -> str:
    """``Kế hoạch 05/KH-UBND``, as far as known."""
    return " ".join(part for part in (kind, reference) if part)


def next_step(assessment: Assessment) -> str:
    """What to do with the files that serve no criterion; empty when there are none."""
    unmatched = assessment.checklist.accounting.unmatched
    inbox = sum(path.startswith("inbox/") for path in unmatched)
    steps = {
        f"Xếp {inbox} tệp chưa gắn trong inbox: dossier sort {assessment.unit.id}.": inbox,
        f"Xem {len(unmatched) - inbox} tệp chưa gắn ở thư mục khác: dossier check {assessment.unit.id} --files.": (
            len(unmatched) - inbox
        ),
    }
    return " ".join(step for step, count in steps.items() if count)


def accounting_line(assessment: Assessment) -> str:
    """The sum of where the files went, spelt out so that it can be checked by hand."""
    count = assessment.checklist.accounting
    parts = (
        (len(count.matched), "đã gắn tiêu chí"),
        (len(count.unmatched), "chưa gắn"),
        (len(count.unreadable), "không đọc được"),
        (len(count.ignored), "tệp hệ thống bỏ qua"),
    )
    terms = " + ".join(f"{number} {name}" for number, name in parts)
    return f"{assessment.unit.short}: {terms} = {count.total} tệp"


def build_problem_table(title: str, problems: tuple[Problem, ...]) -> Table:
    """Problems, the gravest first."""
    ordered = sorted(problems, key=lambda problem: problem.severity.rank)
    rows = tuple((f"{item.severity} {item.rule}", str(item.where), item.message, item.remedy) for item in ordered)
    return Table(title, ("Mức", "Ở đâu", "Vấn đề", "Việc cần làm"), rows)
