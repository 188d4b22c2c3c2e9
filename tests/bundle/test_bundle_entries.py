"""From evidence to ordered entries: every file has a place, and each document lies in the bundle once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dossier.bundle import Report, build_entries
from dossier.bundle.model import (
    Bookmark,
    BundleEntry,
    Divider,
    Heading,
    Lack,
    Order,
    PdfPages,
    Placeholder,
    ProofLine,
    Repeat,
)
from dossier.bundle.plan import plan_volumes
from dossier.bundle.survey import Survey
from dossier.criteria import CriteriaSet
from dossier.criteria.claims import Claim
from dossier.intake.model import DocumentHead, EvidenceFile, EvidenceIndex, FileKind, NumberState, Reading
from dossier.matching.model import Accounting, Checklist, Gap, Match, ProofState, ProofStatus, Signal
from dossier.pdf import Conversion
from dossier.problems import CheckRule, Severity, Where
from dossier.scoring import UnitScore
from dossier.scoring.model import LeafScore, PointState

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


def dated(path: str, day: dt.date | None, *, sha256: str = "") -> EvidenceFile:
    return EvidenceFile(
        path, 1, 0, FileKind.PDF, Reading.READ, sha256=sha256 or path, head=DocumentHead(date=day, subject=path)
    )


def ordered(
    order: Order, files: list[EvidenceFile], served: dict[str, list[str]], **options: object
) -> tuple[BundleEntry, ...]:
    return build_entries(
        CRITERIA,
        checklist(served),
        index=EvidenceIndex("xa-a", tuple(files)),
        conversions={item.path: Conversion(Path(f"{item.path}.pdf"), "qpdf", 2) for item in files},
        order=order,
        **options,  # type: ignore[arg-type] # test helper
    )


def test_by_time_each_file_stands_once_under_its_month_and_keeps_its_code() -> None:
    files = [
        dated("late.pdf", dt.date(2020, 10, 2)),
        dated("early.pdf", dt.date(2020, 1, 5)),
        dated("never.pdf", None),
        dated("mid.pdf", dt.date(2020, 3, 9), sha256="m"),
        dated("copy of mid.pdf", None, sha256="m"),
    ]
    served = {"1.2.1": ["late.pdf", "mid.pdf"], "1.3": ["early.pdf", "late.pdf", "copy of mid.pdf"]}
    made = ordered(Order.TIME, files, served)
    assert [(entry.source, entry.code, str(entry.place[0])) for entry in made] == [
        ("early.pdf", "TC1.3-01", "Tháng 1/2020"),
        ("mid.pdf", "TC1.2.1-02", "Tháng 3/2020"),
        ("copy of mid.pdf", "TC1.2.1-02", "Tháng 3/2020"),
        ("late.pdf", "TC1.2.1-01", "Tháng 10/2020"),
        ("never.pdf", "KHAC-01", "Không rõ ngày"),
    ]
    assert made[2].content == Repeat("TC1.2.1-02", "trùng nội dung với tệp «mid.pdf»")


def test_by_office_the_pages_lie_where_a_document_comes_first() -> None:
    files = [dated("a.pdf", None), dated("b.pdf", None), dated("c.pdf", None)]
    served = {"1.2.1": ["a.pdf"], "1.2.10": ["b.pdf"], "1.3": ["a.pdf", "c.pdf"]}
    offices = {"1.2.10": "Phòng Tư pháp", "1.3": "Phòng Tư pháp"}
    made = ordered(Order.OFFICE, files, served, offices=offices)
    assert [(entry.code, str(entry.place[0])) for entry in made] == [
        ("TC1.2.10-01", "Phòng Tư pháp"),
        ("TC1.2.1-01", "Phòng Tư pháp"),
        ("TC1.3-01", "Phòng Tư pháp"),
        ("TC1.2.1-01", "Chưa phân công cơ quan phụ trách"),
    ]
    assert isinstance(made[1].content, PdfPages)
    assert made[3].content == Repeat("TC1.2.1-01")
    assert [heading.code for heading in made[1].place] == ["", "1", "1.3"]


def score(**leaves: tuple[Decimal | None, PointState]) -> UnitScore:
    made = tuple(
        LeafScore(code, points, Decimal(1), Decimal(1), state, f"cách tính của {code}")
        for code, (points, state) in leaves.items()
    )
    return UnitScore("xa-a", made, (), Decimal(1), Decimal(3), Decimal(3), Decimal(3), ())


SCORE = score(
    **{
        "1.2.1": (Decimal("0.5"), PointState.COMPUTED),
        "1.2.10": (None, PointState.BLANK),
        "1.3": (None, PointState.NOT_SELF),
    }
)


def test_a_divider_stands_before_each_leaf_of_the_unit_also_before_nothing() -> None:
    made = ordered(Order.CRITERIA, [dated("a.pdf", None)], {"1.2": ["a.pdf"]}, score=SCORE, dividers=True)
    assert [entry.code for entry in made] == ["TC1.2", "TC1.2-01", "TC1.2.1", "TC1.2.10"]  # 1.3 is for others to score
    headings = {entry.code: entry.place[-1] for entry in made}
    assert headings["TC1.2.1"].points == "0,5/1"
    assert headings["TC1.2.10"].points == "–/1"
    assert headings["TC1.2"].points == ""


def test_a_divider_tells_the_arithmetic_the_statement_the_proofs_and_the_gaps() -> None:
    gap = Gap("MAT02", Severity.ERROR, "xa-a", "1.2.1", "1.2.1.a", ("1.2.1",), "Kế hoạch", "không tìm thấy", "Nộp.")
    other = replace(gap, leaf="1.3", expected="việc khác")
    listed = replace(checklist({"1.2.1": ["a.pdf"]}), gaps=(gap, other))
    claims = {
        "1.2.1": Claim("1.2.1", evidence="Kế hoạch số 05\n ngày 05/01/2020"),
        "1.2.1/a": Claim("1.2.1/a", evidence="thôn Một"),
        "1.2.10": Claim("1.2.10", evidence="không phải của mục này"),
    }
    made = build_entries(
        CRITERIA,
        listed,
        index=EvidenceIndex("xa-a", (file("a.pdf"),)),
        conversions={},
        score=SCORE,
        claims=claims,
        dividers=True,
    )
    (divider,) = (entry.content for entry in made if entry.code == "TC1.2.1")
    assert divider == Divider(
        basis="cách tính của 1.2.1",
        statement="Kế hoạch số 05 ngày 05/01/2020; thôn Một",
        proofs=(ProofLine("Kế hoạch", "đủ", ("TC1.2.1-01",)),),
        lacks=(Lack("Kế hoạch", "không tìm thấy", "Nộp."),),
    )


def test_by_time_there_are_no_dividers() -> None:
    made = ordered(Order.TIME, [dated("a.pdf", None)], {"1.3": ["a.pdf"]}, score=SCORE, dividers=True)
    assert [entry.code for entry in made] == ["TC1.3-01"]


def test_a_survey_is_told_of_its_document() -> None:
    own = (Bookmark("Phần I", 1),)
    (entry,) = ordered(
        Order.CRITERIA, [dated("a.pdf", None)], {"1.3": ["a.pdf"]}, surveys={"a.pdf": Survey(own, (2,), 99)}
    )
    assert entry.content == PdfPages(Path("a.pdf.pdf"), 2, own, 99, (2,))


paths = st.sampled_from([f"{name}.pdf" for name in "abcdefgh"])


@given(
    served=st.dictionaries(st.sampled_from(["1.2", "1.2.1", "1.2.10", "1.3", "9.9"]), st.lists(paths, max_size=6)),
    files=st.dictionaries(paths, st.tuples(st.sampled_from(list(Reading)), st.sampled_from("123456789"))),
    order=st.sampled_from(list(Order)),
    offices=st.dictionaries(st.sampled_from(["1.2", "1.2.1", "1.3"]), st.sampled_from(["Phòng A", "Phòng B"])),
)
def test_in_every_order_every_file_is_listed_and_every_content_lies_there_once(
    served: dict[str, list[str]],
    files: dict[str, tuple[Reading, str]],
    order: Order,
    offices: dict[str, str],
) -> None:
    index = [file(path, reading=reading, sha256=sha) for path, (reading, sha) in files.items()]
    made = ordered(order, index, served, offices=offices)
    plan_volumes(made, title="Thử", measure=lambda text, _, size: len(text) * size / 2)  # refuses a repeat too soon
    evidence = {path: sha for path, (reading, sha) in files.items() if reading is not Reading.IGNORED}
    assert {entry.source for entry in made} == set(evidence)
    originals = [entry for entry in made if not isinstance(entry.content, Repeat)]
    assert Counter(evidence[entry.source] for entry in originals) == Counter(set(evidence.values()))
    assert len({entry.code for entry in originals}) == len(originals)
