"""Laws that hold for any folder: order, accounting, monotony, purity, the catalogue of rules."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from dossier.intake.model import DocumentHead, EvidenceFile, Reading
from dossier.matching import RULES
from tests.matching.matching_world import (
    PLAN_PROOF,
    REPORT_PROOF,
    check,
    criteria_set,
    criterion,
    document,
    leaf,
    match,
    plan,
    proof,
    says,
)

CRITERIA = criteria_set(
    criterion("1.1", leaf("1.1.1", PLAN_PROOF, proof(id="gt", carrier="giai_trinh")), leaf("1.1.2", REPORT_PROOF)),
    leaf("1.2", REPORT_PROOF | {"min_count": 2}, proof(id="khac", optional=True)),
    criterion("1.3", leaf("1.3.1"), proofs=(proof(id="link", carrier="duong_dan"),)),
)
FORM = (
    says("1.1.1", "Kế hoạch số 05/KH-UBND ngày 20/12/2019"),
    says("1.2", "Báo cáo 17/BC-UBND; Báo cáo 71/BC-UBND. Đã gửi đúng hạn."),
)

heads = st.builds(
    DocumentHead,
    number=st.sampled_from([None, "05", "17", "71"]),
    symbol=st.sampled_from([None, "KH-UBND", "BC-UBND"]),
    date=st.sampled_from([None, dt.date(2019, 12, 20), dt.date(2020, 6, 15)]),
    type=st.sampled_from([None, "Kế hoạch", "Báo cáo", "Quyết định"]),
    subject=st.sampled_from([None, "Cải cách hành chính năm 2020", "Nâng lương năm 2019"]),
    subject_years=st.sampled_from([(), (2019,), (2020,)]),
    issuer=st.sampled_from([None, "UBND XÃ BÌNH AN", "UBND XÃ ĐÔNG AN"]),
)
paths = st.builds(
    "{}{}".format,
    st.sampled_from(["", "inbox/", "1.1.1/", "1.1/", "1.2-bao-cao/", "1.3/", "9.9/"]),
    st.sampled_from(["a.pdf", "TC1.2 b.pdf", "1.1.2. c.docx", "ke hoach 2020.pdf", "05-KH-UBND.pdf", "đ.xlsx"]),
)
files = st.builds(
    lambda path, head, reading: document(path, head, reading=reading), paths, heads, st.sampled_from(Reading)
)
folders = st.lists(files, max_size=8, unique_by=lambda file: file.path)


@given(st.data(), folders)
def test_order_of_files_does_not_matter(data: st.DataObject, folder: list[EvidenceFile]) -> None:
    shuffled = data.draw(st.permutations(folder))
    assert match(CRITERIA, *folder, form=FORM) == match(CRITERIA, *shuffled, form=FORM)
    assert check(CRITERIA, *folder, form=FORM).statuses == check(CRITERIA, *shuffled, form=FORM).statuses
    assert check(CRITERIA, *folder, form=FORM).gaps == check(CRITERIA, *shuffled, form=FORM).gaps


@given(folders)
def test_every_file_is_in_exactly_one_place(folder: list[EvidenceFile]) -> None:
    account = check(CRITERIA, *folder, form=FORM).accounting
    placed = [*account.matched, *account.unmatched, *account.unreadable, *account.ignored]
    assert sorted(placed) == sorted(file.path for file in folder)
    assert account.total == len(placed)


@given(folders, files)
def test_another_file_never_removes_a_match(folder: list[EvidenceFile], other: EvidenceFile) -> None:
    others = {other.path} | {file.path for file in folder}
    if len(others) == len(folder):
        return
    assert set(match(CRITERIA, *folder, form=FORM)) <= set(match(CRITERIA, *folder, other, form=FORM))


@given(folders)
def test_matches_are_explained_and_weighed(folder: list[EvidenceFile]) -> None:
    for found in match(CRITERIA, *folder, form=FORM):
        assert found.signals == tuple(sorted(found.signals, key=lambda signal: -signal.strength))
        assert found.reason.startswith("khớp vì: ")
        assert 0 < found.confidence <= 100


@given(folders)
def test_every_gap_is_of_the_catalogue_and_says_what_to_do(folder: list[EvidenceFile]) -> None:
    known = {rule.id for rule in RULES}
    for found in check(CRITERIA, *folder, form=FORM).gaps:
        assert found.rule in known
        assert found.expected
        assert found.found
        assert found.remedy
        assert found.leaves


@given(folders)
def test_every_proof_has_one_status(folder: list[EvidenceFile]) -> None:
    statuses = check(CRITERIA, *folder).statuses
    assert [item.proof for item in statuses] == ["ke-hoach", "gt", "bao-cao", "bao-cao", "khac", "link"]


def test_accounting_names_each_place() -> None:
    account = check(
        CRITERIA,
        plan("1.1.1/a.pdf"),
        document("9.9/b.pdf"),
        document("1.1.1/c.pdf", reading=Reading.UNREADABLE),
        document("1.1.1/Thumbs.db", reading=Reading.IGNORED),
    ).accounting
    assert (account.matched, account.unmatched) == (("1.1.1/a.pdf",), ("9.9/b.pdf",))
    assert (account.unreadable, account.ignored) == (("1.1.1/c.pdf",), ("1.1.1/Thumbs.db",))


def test_rules_are_numbered_once_and_complete() -> None:
    assert [rule.id for rule in RULES] == [f"MAT{number:02d}" for number in range(1, len(RULES) + 1)]
    assert all(rule.title and rule.source and rule.remedy for rule in RULES)


def test_import_is_pure() -> None:
    heavy = "{'openpyxl', 'pypdfium2', 'docx', 'sqlite3', 'python_calamine', 'pikepdf'}"
    code = f"import sys, dossier.matching; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
