"""The rule set: each rule fails on its defect only, is skipped aloud, and may be passed over in writing only."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from dossier.errors import BadInputError, RefusedError
from dossier.intake import rules as intake
from dossier.intake.model import EvidenceFile, EvidenceIndex, FileKind, Reading
from dossier.pipeline.validate import unit_sheets
from dossier.problems import CheckRule, Severity, Where
from dossier.report.tablepage import build_table_page
from dossier.validation import RULES, VERSION, Stage, State, Subject, report_json, validate
from dossier.validation.checks import RULE_SET
from dossier.validation.model import Group
from dossier.validation.run import parse_report


def file(path: str = "1.1/a.pdf", *, reading: Reading = Reading.READ, told: CheckRule | None = None) -> EvidenceFile:
    problems = (told.at(Where(path=path), "vì thế"),) if told else ()
    return EvidenceFile(path, 1, 0, FileKind.PDF, reading, sha256="0" * 64, problems=problems)


def index(*files: EvidenceFile, duplicates: tuple[tuple[str, ...], ...] = ()) -> EvidenceIndex:
    return EvidenceIndex("xa", files, duplicates)


SOUND = Subject(
    "xa",
    Stage.BEFORE_SUBMISSION,
    demo=False,
    sample=False,
    index=index(file()),
    claims=40,
    papers={"Báo cáo": True, "Danh mục": True},
)
_SHEET_FAULT = CheckRule("SHT99", Severity.ERROR, "ô", "x").at(Where(path="bieu.xlsx", cell="A!B1"), "ô sai")


def failed(subject: Subject) -> list[str]:
    return [outcome.rule for outcome in validate(subject).outcomes if outcome.state is State.FAILED]


def test_sound_records_pass_every_rule_at_every_stage() -> None:
    for stage in Stage:
        report = validate(replace(SOUND, stage=stage))
        assert report.problems == ()
        assert report.standing == ()


DEFECTS: dict[str, dict[str, Any]] = {
    "VAL01": {"sample": True},
    "VAL02": {"claims": 0},
    "VAL03": {"form": (_SHEET_FAULT,)},
    "VAL04": {"index": index(file("Thumbs.db", reading=Reading.IGNORED))},
    "VAL05": {"index": index(replace(file(), sha256=None))},
    "VAL06": {"index": index(file(told=intake.SECRET))},
    "VAL07": {"papers": {"Báo cáo": True, "Danh mục": False}},
    "VAL08": {"index": index(file("1.1/A.pdf"), file("1.1/a.pdf"))},
    "VAL09": {"blank": ("1.1", "2.3")},
    "VAL10": {"unproved": ("tiêu chí 1.1, Kế hoạch",)},
    "VAL11": {"index": index(file(), file("1.1/hong.pdf", reading=Reading.UNREADABLE))},
    "VAL12": {"index": index(file(), replace(file("l", told=intake.LINK), sha256=None))},
    "VAL13": {"index": index(file(), file("b.pdf"), duplicates=(("1.1/a.pdf", "b.pdf"),))},
    "VAL14": {"index": index(file("x" * 81 + ".pdf"))},
    "VAL15": {"index": index(file("a?.pdf"))},
    "VAL16": {"index": index(file(told=intake.DRAFT))},
    "VAL17": {"late": "Đã quá hạn."},
}


def test_every_rule_has_a_defect_here() -> None:
    assert [rule.id for rule in RULES] == sorted(DEFECTS)
    assert [staged.rule for staged in RULE_SET] == list(RULES)


@pytest.mark.parametrize("rule", DEFECTS)
def test_a_defect_fails_its_rule_and_no_other(rule: str) -> None:
    assert failed(replace(SOUND, **DEFECTS[rule])) == [rule]


@pytest.mark.parametrize("rule", DEFECTS)
def test_sender_and_receiver_judge_alike(rule: str) -> None:
    sender, receiver = (
        validate(replace(SOUND, **DEFECTS[rule], stage=stage)) for stage in (Stage.BEFORE_SUBMISSION, Stage.ON_RECEIPT)
    )
    assert sender.outcomes == receiver.outcomes


def test_a_sample_set_may_be_used_in_a_fictional_campaign() -> None:
    assert failed(replace(SOUND, sample=True, demo=True)) == []


def test_what_is_not_examined_says_why() -> None:
    report = validate(replace(SOUND, claims=0, papers=None))
    skipped = {outcome.rule: outcome.why for outcome in report.outcomes if outcome.state is State.SKIPPED}
    assert sorted(skipped) == ["VAL03", "VAL07", "VAL09", "VAL10"]
    assert all(skipped.values())


def test_papers_are_not_due_while_evidence_is_collected() -> None:
    report = validate(replace(SOUND, stage=Stage.COLLECTING, papers={"Báo cáo": False}))
    assert next(outcome for outcome in report.outcomes if outcome.rule == "VAL07").state is State.SKIPPED
    assert report.standing == ()


def test_an_error_stands_until_it_is_passed_over_in_writing() -> None:
    lacking = replace(SOUND, papers={"Báo cáo": False})
    assert [outcome.rule for outcome in validate(lacking).standing] == ["VAL07"]
    passed = validate(lacking, overrides={"VAL07": "Báo cáo gửi bản giấy"})
    assert passed.standing == ()
    assert [outcome.override for outcome in passed.outcomes if outcome.problems] == ["Báo cáo gửi bản giấy"]


def test_a_warning_never_stands_in_the_way() -> None:
    assert validate(replace(SOUND, late="muộn")).standing == ()


@pytest.mark.parametrize(("overrides", "message"), [({"VAL99": "x"}, "Không có quy tắc"), ({"VAL07": " "}, "lý do")])
def test_an_override_without_rule_or_reason_is_bad_input(overrides: dict[str, str], message: str) -> None:
    with pytest.raises(BadInputError, match=message):
        validate(SOUND, overrides=overrides)


@pytest.mark.parametrize("rule", ["VAL06", "VAL08"])
def test_secrets_and_twin_names_are_never_passed_over(rule: str) -> None:
    with pytest.raises(RefusedError, match=rule):
        validate(SOUND, overrides={rule: "cấp trên cho phép"})


def test_the_coverage_accounts_for_every_file() -> None:
    files = (
        file(),
        file("quet.pdf", reading=Reading.SCAN),
        file("hong.pdf", reading=Reading.UNREADABLE, told=intake.CANNOT_OPEN),
        file("Thumbs.db", reading=Reading.IGNORED),
    )
    coverage = validate(replace(SOUND, index=index(*files))).coverage
    groups = (coverage.scans, coverage.unreadable, coverage.ignored)
    assert coverage.read + sum(map(len, groups)) == coverage.files == 4
    assert coverage.unreadable == (("hong.pdf", "vì thế"),)
    assert coverage.not_examined


def test_the_report_names_its_rule_set_and_survives_json() -> None:
    report = validate(replace(SOUND, late="muộn"))
    data = report_json(report)
    assert json.loads(data)["version"] == VERSION
    assert parse_report(data) == report


def test_every_rule_is_in_a_group_and_the_tables_make_a_page_that_runs_nothing() -> None:
    hostile = replace(SOUND, stage=Stage.COLLECTING, index=index(file("<script>x</script>.pdf", told=intake.DRAFT)))
    sheets = unit_sheets(validate(hostile))
    rows = sheets["Quy tắc"].rows
    assert {row[0] for row in rows} == {group.value for group in Group}
    assert {row[4] for row in rows} == {"đạt", "không đạt", "không xét"}
    page = build_table_page("Kiểm tra", sheets).decode("utf-8")
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page
    assert all(text in page for text in ("Phạm vi kiểm tra", "Không xét", "chưa đến lúc xét"))
