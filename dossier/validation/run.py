"""Running the rule set. Pure: from facts to a report."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.errors import BadInputError, RefusedError
from dossier.intake.model import EvidenceIndex, Reading
from dossier.validation.checks import RULE_SET, StagedRule, why_unread
from dossier.validation.model import Coverage, Outcome, State, Subject, ValidationReport
from dossier.validation.rules import RULES, SECRET, TWIN, VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

_REPORT = TypeAdapter(ValidationReport)
_NONE: Mapping[str, str] = MappingProxyType({})
# Secrets may not be sent at all; twin names cannot lie in one package.
_NEVER_PASSED_OVER = frozenset({SECRET.id, TWIN.id})
_NOT_EXAMINED = (
    "Nội dung minh chứng có đúng sự thật hay không: việc của cơ quan thẩm định và hội đồng.",
    "Chứng thư của chữ ký số: không hỏi cơ quan chứng thực.",
    "Báo cáo (PDF) có khớp từng chữ với biểu tự chấm hay không.",
    "Hình ảnh trong tệp, ngoài phần chữ nhận dạng được.",
)


def validate(subject: Subject, *, overrides: Mapping[str, str] = _NONE) -> ValidationReport:
    """Every rule of the set on one unit. ``overrides`` are written reasons by rule id, for errors only.

    Raises:
        BadInputError: an override names no rule of the set, or gives no reason.
        RefusedError: an override of a rule that holds without exception.
    """
    _check_overrides(overrides)
    outcomes = tuple(_judge(staged, subject, overrides.get(staged.rule.id, "")) for staged in RULE_SET)
    return ValidationReport(VERSION, subject.unit, subject.stage, outcomes, build_coverage(subject.index))


def _judge(staged: StagedRule, subject: Subject, override: str) -> Outcome:
    rule = staged.rule
    blank = Outcome(rule.id, rule.severity, rule.title, State.PASSED, group=staged.group)
    if subject.stage not in staged.stages:
        return replace(blank, state=State.SKIPPED, why=f"chưa đến lúc xét ở bước «{subject.stage}»")
    verdict = staged.check(subject)
    if isinstance(verdict, str):
        return replace(blank, state=State.SKIPPED, why=verdict)
    if not verdict:
        return blank
    return replace(blank, state=State.FAILED, problems=tuple(verdict), override=override)


def _check_overrides(overrides: Mapping[str, str]) -> None:
    known = {rule.id for rule in RULES}
    for rule, reason in overrides.items():
        if rule not in known:
            raise BadInputError(f"Không có quy tắc «{rule}» trong bộ quy tắc. Các mã: {', '.join(sorted(known))}.")
        if rule in _NEVER_PASSED_OVER:
            raise RefusedError(f"Quy tắc {rule} không được bỏ qua vì bất cứ lý do gì.")
        if not reason.strip():
            raise BadInputError(f'Bỏ qua quy tắc {rule} phải ghi lý do: --override {rule}="lý do".')


def build_coverage(index: EvidenceIndex) -> Coverage:
    """What was read of an evidence folder, what could not be, what was not looked at."""

    def paths(reading: Reading) -> tuple[str, ...]:
        return tuple(file.path for file in index.files if file.reading is reading)

    unreadable = tuple((file.path, why_unread(file)) for file in index.files if file.reading is Reading.UNREADABLE)
    return Coverage(
        files=len(index.files),
        read=len(paths(Reading.READ)),
        scans=paths(Reading.SCAN),
        unreadable=unreadable,
        ignored=paths(Reading.IGNORED),
        not_examined=_NOT_EXAMINED,
    )


def report_json(report: ValidationReport) -> bytes:
    """The report as UTF-8 JSON."""
    return _REPORT.dump_json(report, indent=1) + b"\n"


def parse_report(data: bytes) -> ValidationReport:
    """A report from the JSON of a package.

    Raises:
        ValueError: it is not such a report.
    """
    return _REPORT.validate_json(data)
