"""A unit's validation report as a page of plain text, for whoever opens the package. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.validation.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.validation import ValidationReport
    from dossier.validation.model import Outcome


def build_check_text(report: ValidationReport, *, name: str) -> str:
    """What each rule says and what was read, in Vietnamese."""
    return "\n".join((*_lines(report, name), ""))


def _lines(report: ValidationReport, name: str) -> Iterator[str]:
    yield f"KẾT QUẢ KIỂM TRA: {name}"
    yield f"Bộ quy tắc phiên bản {report.version}, {report.stage}"
    yield ""
    for outcome in report.outcomes:
        yield from _outcome(outcome)
    coverage = report.coverage
    yield from ("", "PHẠM VI KIỂM TRA", f"Tệp trong thư mục minh chứng: {coverage.files}")
    yield f"Đọc được chữ: {coverage.read}"
    groups = (
        ("Mở được, không có chữ (bản quét)", coverage.scans),
        ("Không đọc được", tuple(f"{path}: {why}" for path, why in coverage.unreadable)),
        ("Tệp hệ thống, không phải minh chứng", coverage.ignored),
    )
    for title, items in groups:
        yield f"{title}: {len(items)}"
        yield from (f"  - {item}" for item in items)
    yield "Không xét tới:"
    yield from (f"  - {item}" for item in coverage.not_examined)


def _outcome(outcome: Outcome) -> Iterator[str]:
    yield f"[{outcome.state}] {outcome.rule} ({outcome.severity}) {outcome.title}"
    if outcome.state is State.SKIPPED:
        yield f"    {outcome.why}"
    for problem in outcome.problems:
        yield f"    {problem.where}: {problem.message}"
    if outcome.override:
        yield f"    Bỏ qua, lý do: {outcome.override}"
