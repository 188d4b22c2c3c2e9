"""From evidence to ordered entries: every file has a place, and each document lies in the bundle once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dossier.bundle import Report, build_entries
from dossier.bundle.model import BundleEntry, Heading, PdfPages, Placeholder, Repeat
from dossier.criteria import CriteriaSet
from dossier.intake.model import DocumentHead, EvidenceFile, EvidenceIndex, FileKind, NumberState, Reading
from dossier.matching.model import Accounting, Checklist, Match, ProofState, ProofStatus, Signal
from dossier.pdf import Conversion
from dossier.problems import CheckRule, Severity, Where

LOCKED = CheckRule("PDF04", Severity.ERROR, "Không mật khẩu", "ISO 32000-1", "Gửi lại bản không mật khẩu.")


def leaf(code: str) -> dict[str, object]:
    rule = {"kind": "typed", "reason": "nhập tay"}
    return {"id": code, "title": f"Tiêu chí thành phần {code}", "max": 1, "rule": rule}


CRITERIA = CriteriaSet.model_validate(
    {
        "schema": 1,
        "id": "thu",
        "version": 1,
        "level": "xa",
        "year": 2020,
        "title": "Bộ thử",
        "issuer": "UBND",
        "source": "tự đặt",
        "completeness": "sample",
        "parts": [{"id": "td", "title": "Thẩm định", "max": 3, "scored_by": "tham_dinh"}],
        "layers": [{"id": "qd", "kind": "decision", "title": "Quyết định", "issuer": "UBND"}],
        "areas": [
            {
                "id": "1",
                "title": "Chỉ đạo",
                "max": 3,
                "items": [
                    {"id": "1.2", "title": "Kế hoạch", "max": 2, "items": [leaf("1.2.1"), leaf("1.2.10")]},
                    leaf("1.3"),
                ],
            }
        ],
    }
)


def file(path: str, *, reading: Reading = Reading.READ, sha256: str = "", signed: int = 0) -> EvidenceFile:
    return EvidenceFile(path, 1, 0, FileKind.PDF, reading, sha256=sha256 or path, signed=signed)


def checklist(served: dict[str, list[str]]) -> Checklist:
    statuses = tuple(
        ProofStatus(
            f"{code}.a",
            code,
            (code,),
            "Kế hoạch",
            ProofState.PROVED,
            tuple(Match(f"{code}.a", code, path, (Signal.FOLDER,), 90, "trong thư mục") for path in paths),
            (),
        )
        for code, paths in served.items()
    )
    return Checklist("xa-a", statuses, (), (), Accounting(0, (), (), (), ()))


def entries(
    files: list[EvidenceFile],
    served: dict[str, list[str]],
    *,
    failed: dict[str, Conversion] | None = None,
    reports: tuple[Report, ...] = (),
) -> tuple[BundleEntry, ...]:
    conversions = {item.path: Conversion(Path(f"{item.path}.pdf"), "qpdf", 2) for item in files}
    return build_entries(
        CRITERIA,
        checklist(served),
        index=EvidenceIndex("xa-a", tuple(files)),
        conversions=conversions | (failed or {}),
        reports=reports,
    )


def test_reports_come_first_then_criteria_in_their_own_order_then_the_rest() -> None:
    files = [file("a.pdf"), file("b.pdf"), file("c.pdf"), file("d.pdf"), file("e.pdf")]
    served = {"1.3": ["a.pdf"], "1.2.10": ["b.pdf"], "1.2.1": ["c.pdf"], "1.2": ["d.pdf"]}
    report = Report("Báo cáo tự đánh giá", Conversion(Path("bc.pdf"), "dxpdf", 4), reference="12/BC-UBND")
    made = entries(files, served, reports=(report,))
    assert [entry.code for entry in made] == [
        "HS-01",
        "TC1.2-01",
        "TC1.2.1-01",
        "TC1.2.10-01",
        "TC1.3-01",
        "KHAC-01",
    ]
    assert made[0].reference == "12/BC-UBND"
    assert made[2].place == (
        Heading("Chỉ đạo", "1"),
        Heading("Kế hoạch", "1.2"),
        Heading("Tiêu chí thành phần 1.2.1", "1.2.1"),
    )
    assert made[-1].place == (Heading("Tài liệu chưa gắn tiêu chí"),)


def test_a_document_for_two_leaves_lies_once_and_is_listed_twice() -> None:
    first, second = entries([file("a.pdf", signed=1)], {"1.2.1": ["a.pdf"], "1.3": ["a.pdf"]})
    assert first.content == PdfPages(Path("a.pdf.pdf"), 2)
    assert isinstance(second.content, Repeat)
    assert second.code == first.code == "TC1.2.1-01"
    assert second.place[-1].code == "1.3"
    assert first.signed
    assert second.signed


def test_a_copy_under_another_name_is_named_and_takes_no_pages() -> None:
    first, copy = entries([file("a.pdf", sha256="x"), file("b.pdf", sha256="x")], {"1.3": ["b.pdf"]})
    assert first.source == "b.pdf"
    assert copy.source == "a.pdf"
    assert copy.content == Repeat("TC1.3-01", "trùng nội dung với tệp «b.pdf»")


def test_two_proofs_of_a_leaf_served_by_one_file_give_one_row() -> None:
    made = entries([file("a.pdf")], {"1.3": ["a.pdf", "a.pdf"]})
    assert [entry.code for entry in made] == ["TC1.3-01"]


def test_a_file_without_pages_keeps_its_slot_and_says_why() -> None:
    failure = Conversion(None, problems=(LOCKED.at(Where(path="a.pdf"), "Tệp đặt mật khẩu."),))
    (entry,) = entries([file("a.pdf")], {"1.3": ["a.pdf"]}, failed={"a.pdf": failure})
    assert entry.code == "TC1.3-01"
    assert entry.content == Placeholder("Tệp đặt mật khẩu.", "Gửi lại bản không mật khẩu.")


def test_a_file_that_nobody_converted_says_what_intake_found() -> None:
    problem = LOCKED.at(Where(path="a.pdf"), "Tệp hỏng.")
    broken = EvidenceFile("a.pdf", 1, 0, FileKind.PDF, Reading.UNREADABLE, problems=(problem,))
    plain = EvidenceFile("b.pdf", 1, 0, FileKind.PDF, Reading.UNREADABLE)
    made = build_entries(CRITERIA, checklist({}), index=EvidenceIndex("xa-a", (broken, plain)), conversions={})
    assert made[0].content == Placeholder("Tệp hỏng.", "Gửi lại bản không mật khẩu.")
    assert isinstance(made[1].content, Placeholder)
    assert made[1].content.remedy


def test_a_row_shows_what_the_head_says_and_the_name_when_it_says_nothing() -> None:
    head = DocumentHead(
        number="05",
        number_state=NumberState.READ,
        symbol="KH-UBND",
        date=dt.date(2020, 1, 5),
        type="Kế hoạch",
        subject="Cải cách  hành chính năm 2020",
    )
    told = EvidenceFile("a/kh.pdf", 1, 0, FileKind.PDF, Reading.READ, sha256="1", head=head)
    made = entries([told, file("a/scan 01.pdf", reading=Reading.SCAN)], {})
    assert made[0].title == "Kế hoạch Cải cách hành chính năm 2020"
    assert (made[0].reference, made[0].date) == ("05/KH-UBND", "05/01/2020")
    assert (made[1].title, made[1].reference, made[1].date) == ("scan 01.pdf", "", "")


paths = st.sampled_from([f"{name}.pdf" for name in "abcdefgh"])


@given(
    served=st.dictionaries(st.sampled_from(["1.2", "1.2.1", "1.2.10", "1.3", "9.9"]), st.lists(paths, max_size=6)),
    files=st.dictionaries(paths, st.tuples(st.sampled_from(list(Reading)), st.sampled_from("123456789"))),
)
def test_every_file_is_listed_and_every_content_lies_there_once(
    served: dict[str, list[str]], files: dict[str, tuple[Reading, str]]
) -> None:
    made = entries([file(path, reading=reading, sha256=sha) for path, (reading, sha) in files.items()], served)
    evidence = {path: sha for path, (reading, sha) in files.items() if reading is not Reading.IGNORED}
    assert {entry.source for entry in made} == set(evidence)
    originals = [entry for entry in made if not isinstance(entry.content, Repeat)]
    assert Counter(evidence[entry.source] for entry in originals) == Counter(set(evidence.values()))
    assert len({entry.code for entry in originals}) == len(originals)
