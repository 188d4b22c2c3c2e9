"""The check of each rule: a pure function from the facts to findings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dossier.intake.model import EvidenceFile, Reading
from dossier.problems import CheckRule, Problem, Severity, Where
from dossier.text import nfc
from dossier.validation import rules
from dossier.validation.model import Group, Stage, Subject

_LONGEST_NAME = 80
_LONGEST_PATH = 200
_UNFIT = frozenset('<>:"\\|?*')
# Intake's findings: a secret mark, a file that is no plain file, a draft.
_SECRET, _LINK, _DRAFT = "INT30", "INT11", "INT13"

# What a check gives: its findings, or the reason why it could not judge.
Verdict = list[Problem] | str
Check = Callable[[Subject], Verdict]


@dataclass(frozen=True, slots=True)
class StagedRule:
    """A rule, what it looks at, its check, and from which stages it is due; all when none is named."""

    group: Group
    rule: CheckRule
    check: Check
    stages: frozenset[Stage] = frozenset(Stage)


_AFTER_COLLECTING = frozenset(Stage) - {Stage.COLLECTING}


def _sample_in_earnest(subject: Subject) -> Verdict:
    if not subject.sample or subject.demo:
        return []
    return [rules.SAMPLE.at(Where(unit=subject.unit), "Bộ tiêu chí mẫu dùng trong một kỳ đánh giá thật.")]


def _form_unread(subject: Subject) -> Verdict:
    if subject.claims:
        return []
    first = next((problem.message for problem in subject.form), "Không có biểu tự chấm điểm.")
    return [rules.FORM.at(Where(path="tu-cham-diem.xlsx", unit=subject.unit), first)]


def _form_faults(subject: Subject) -> Verdict:
    if not subject.claims:
        return "biểu tự chấm chưa đọc được"
    faults = [problem for problem in subject.form if problem.severity is Severity.ERROR]
    return [rules.FORM_FAULT.at(problem.where, problem.message, remedy=problem.remedy) for problem in faults]


def _blank_leaves(subject: Subject) -> Verdict:
    if not subject.claims:
        return "biểu tự chấm chưa đọc được"
    where = Where(path="tu-cham-diem.xlsx", unit=subject.unit)
    listed = ", ".join(subject.blank)
    return [rules.BLANK.at(where, f"{len(subject.blank)} tiêu chí chưa chấm: {listed}.")] if subject.blank else []


def _unproved(subject: Subject) -> Verdict:
    if not subject.claims:
        return "biểu tự chấm chưa đọc được"
    return [
        rules.UNPROVED.at(Where(unit=subject.unit), f"{item}: không có tệp, không có giải trình.")
        for item in subject.unproved
    ]


def _no_evidence(subject: Subject) -> Verdict:
    held = any(file.reading is not Reading.IGNORED for file in subject.index.files)
    return [] if held else [rules.NO_EVIDENCE.at(Where(unit=subject.unit), "Không có tệp minh chứng nào.")]


def _unhashed(subject: Subject) -> Verdict:
    lost = [file for file in subject.index.files if file.sha256 is None and not _is_aside(file)]
    return [rules.UNHASHED.at(_at(subject, file), "Không mở được tệp nên không có mã kiểm tra.") for file in lost]


def _is_aside(file: EvidenceFile) -> bool:
    return file.reading is Reading.IGNORED or any(problem.rule == _LINK for problem in file.problems)


def _told(rule: str, mine: CheckRule) -> Check:
    """Findings that intake made on single files, as this rule's."""

    def check(subject: Subject) -> Verdict:
        told = [(file, problem) for file in subject.index.files for problem in file.problems if problem.rule == rule]
        return [mine.at(_at(subject, file), problem.message) for file, problem in told]

    return check


def _papers(subject: Subject) -> Verdict:
    if subject.papers is None:
        return "hồ sơ không nộp bằng gói của Dossier nên không biết tệp nào là báo cáo, danh mục"
    missing = [title for title, present in subject.papers.items() if not present]
    return [rules.PAPER.at(Where(unit=subject.unit), f"Chưa có {title} (PDF).") for title in missing]


def _unreadable(subject: Subject) -> Verdict:
    files = [file for file in subject.index.files if file.reading is Reading.UNREADABLE and not _is_aside(file)]
    return [rules.UNREADABLE.at(_at(subject, file), why_unread(file)) for file in files]


def why_unread(file: EvidenceFile) -> str:
    """Vietnamese, why a file could not be read."""
    return next((problem.message for problem in file.problems), "Không đọc được nội dung.")


def _duplicates(subject: Subject) -> Verdict:
    return [
        rules.DUPLICATE.at(Where(path=first, unit=subject.unit), f"Giống hệt «{'», «'.join(others)}».")
        for first, *others in subject.index.duplicates
    ]


def _name_twins(subject: Subject) -> Verdict:
    groups: dict[str, list[str]] = {}
    for file in subject.index.files:
        groups.setdefault(nfc(file.path).casefold(), []).append(file.path)
    twins = [group for group in groups.values() if len(group) > 1]
    return [
        rules.TWIN.at(
            Where(path=first, unit=subject.unit), f"Trùng tên với «{'», «'.join(others)}» trên Windows hoặc macOS."
        )
        for first, *others in twins
    ]


def _long_names(subject: Subject) -> Verdict:
    long = [
        file
        for file in subject.index.files
        if len(file.path) > _LONGEST_PATH or len(file.path.rpartition("/")[2]) > _LONGEST_NAME
    ]
    return [rules.LONG_NAME.at(_at(subject, file), f"Tên dài {len(file.path)} ký tự cả đường dẫn.") for file in long]


def _unfit_names(subject: Subject) -> Verdict:
    unfit = [file for file in subject.index.files if any(_is_unfit(part) for part in file.path.split("/"))]
    return [rules.UNFIT_NAME.at(_at(subject, file), "Windows không chứa được tên này.") for file in unfit]


def _is_unfit(part: str) -> bool:
    return bool(_UNFIT & set(part)) or part.endswith((".", " "))


def _late(subject: Subject) -> Verdict:
    return [rules.LATE.at(Where(unit=subject.unit), subject.late)] if subject.late else []


def _at(subject: Subject, file: EvidenceFile) -> Where:
    return Where(path=file.path, unit=subject.unit)


RULE_SET: tuple[StagedRule, ...] = (
    StagedRule(Group.CAMPAIGN, rules.SAMPLE, _sample_in_earnest),
    StagedRule(Group.FORM, rules.FORM, _form_unread),
    StagedRule(Group.FORM, rules.FORM_FAULT, _form_faults),
    StagedRule(Group.EVIDENCE, rules.NO_EVIDENCE, _no_evidence),
    StagedRule(Group.EVIDENCE, rules.UNHASHED, _unhashed),
    StagedRule(Group.EVIDENCE, rules.SECRET, _told(_SECRET, rules.SECRET)),
    StagedRule(Group.PAPERS, rules.PAPER, _papers, _AFTER_COLLECTING),
    StagedRule(Group.NAMES, rules.TWIN, _name_twins),
    StagedRule(Group.FORM, rules.BLANK, _blank_leaves),
    StagedRule(Group.EVIDENCE, rules.UNPROVED, _unproved),
    StagedRule(Group.EVIDENCE, rules.UNREADABLE, _unreadable),
    StagedRule(Group.EVIDENCE, rules.LINK, _told(_LINK, rules.LINK)),
    StagedRule(Group.EVIDENCE, rules.DUPLICATE, _duplicates),
    StagedRule(Group.NAMES, rules.LONG_NAME, _long_names),
    StagedRule(Group.NAMES, rules.UNFIT_NAME, _unfit_names),
    StagedRule(Group.EVIDENCE, rules.DRAFT, _told(_DRAFT, rules.DRAFT)),
    StagedRule(Group.CAMPAIGN, rules.LATE, _late, _AFTER_COLLECTING),
)
