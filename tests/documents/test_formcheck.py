"""Rules F01 to F25: a paper in the right form passes them all; each fault is found by its own rule alone."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt, RGBColor

from dossier.documents.formcheck import RULES, Era, State, check_form, fix_form
from dossier.errors import BadInputError
from tests.documents.form_paper import LONG, add_rule, add_text, drop, find, make_paper, reword, save, style

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document as Doc

    from dossier.documents.formcheck import FormCheck


def check(data: bytes, day: dt.date | None = None) -> FormCheck:
    return check_form(data, name="a.docx", day=day)


def failed(data: bytes) -> list[str]:
    return [result.rule for result in check(data).of(State.FAIL)]


def test_a_paper_in_the_right_form_passes_every_rule() -> None:
    result = check(make_paper())
    assert [(one.rule, one.notes) for one in result.results if one.state is not State.PASS] == []
    assert {one.rule for one in result.results} >= {
        f"F{number:02d}" for number in (*range(1, 15), 16, 17, 18, 19, 20, 21)
    }
    assert (result.era, result.date, result.kinds) == (Era.ND30, dt.date(2021, 3, 5), ("Quyết định",))


def drop_rules(column: int) -> Callable[[Doc], None]:
    def act(document: Doc) -> None:
        paragraph = document.tables[0].rows[0].cells[column].paragraphs[-1]
        drop(paragraph)

    return act


def lengthen(column: int, width: float) -> Callable[[Doc], None]:
    def act(document: Doc) -> None:
        drop_rules(column)(document)
        add_rule(document.tables[0].rows[0].cells[column].add_paragraph(), width)

    return act


def section(**changes: Any) -> Callable[[Doc], None]:
    def act(document: Doc) -> None:
        for name, value in changes.items():
            setattr(document.sections[0], name, value)

    return act


def words(old: str, new: str) -> Callable[[Doc], None]:
    return lambda document: reword(document, old, new)


def look(text: str, size: float, *, bold: bool = False, italic: bool = False) -> Callable[[Doc], object]:
    return lambda document: style(find(document, text), size, bold=bold, italic=italic)


def form(text: str, **changes: Any) -> Callable[[Doc], None]:
    def act(document: Doc) -> None:
        for name, value in changes.items():
            setattr(find(document, text).paragraph_format, name, value)

    return act


def font(text: str, name: str) -> Callable[[Doc], None]:
    return lambda document: setattr(find(document, text).runs[0].font, "name", name)


def color(document: Doc) -> None:
    find(document, "Điều 1").runs[0].font.color.rgb = RGBColor(0, 0, 255)


def number_in_footer(document: Doc) -> None:
    here = document.sections[0]
    paragraph = here.header.paragraphs[0]._p
    here.footer.paragraphs[0]._p.addnext(paragraph)


def annex(heading: str, *, enclosed: bool = True, size: float = 14) -> Callable[[Doc], None]:
    def act(document: Doc) -> None:
        for text, points, bold in ((heading, size, True), ("BẢNG PHÂN CÔNG", 14, True)):
            paragraph = document.add_paragraph()
            paragraph.add_run(text)
            paragraph.alignment = ALIGN.CENTER
            style(paragraph, points, bold=bold)
        if enclosed:
            paragraph = document.add_paragraph()
            paragraph.add_run("(Kèm theo Quyết định số 05/QĐ-PNV ngày 05 tháng 3 năm 2021 của Phòng Nội vụ)")
            style(paragraph, 14, italic=True)

    return act


DATE = "An Sơn, ngày"
DEFECTS: list[tuple[str, str, Callable[[Doc], object]]] = [
    ("F01", "Letter paper", section(page_width=Mm(216), page_height=Mm(279))),
    ("F02", "left margin of 25 mm", section(left_margin=Mm(25))),
    ("F02", "top margin of 28 mm", section(top_margin=Mm(28))),
    ("F03", "Arial", font("Điều 1", "Arial")),
    ("F04", "blue words", color),
    ("F05", "number in the footer", number_in_footer),
    ("F05", "number on page one", section(different_first_page_header_footer=False)),
    ("F06", "nation at 14 points", look("CỘNG HÒA", 14, bold=True)),
    ("F06", "nation not bold", look("CỘNG HÒA", 12)),
    ("F07", "hyphens without spaces", words("Độc lập", "Độc lập-Tự do-Hạnh phúc")),
    ("F07", "no line", drop_rules(1)),
    ("F07", "line too long", lengthen(1, 90)),
    ("F08", "parent bold", look("ỦY BAN NHÂN DÂN", 12, bold=True)),
    ("F09", "line as long as the name", lengthen(0, 33)),
    ("F09", "no line", drop_rules(0)),
    ("F10", "no leading zero", words("Số:", "Số: 5/QĐ-PNV")),
    ("F10", "space before the stroke", words("Số:", "Số: 05 /QĐ-PNV")),
    ("F10", "no colon", words("Số:", "Số 05/QĐ-PNV")),
    ("F10", "at 14 points", look("Số:", 14)),
    ("F11", "another type's code", words("Số:", "Số: 05/KH-PNV")),
    ("F12", "upright", look(DATE, 13)),
    ("F12", "no comma", words(DATE, "An Sơn ngày 05 tháng 3 năm 2021")),
    ("F12", "day without zero", words(DATE, "An Sơn, ngày 5 tháng 3 năm 2021")),
    ("F12", "month without zero", words(DATE, "An Sơn, ngày 05 tháng 2 năm 2021".replace("02", "2"))),
    ("F12", "zero before March", words(DATE, "An Sơn, ngày 05 tháng 03 năm 2021")),
    ("F13", "type at 16 points", look("QUYẾT ĐỊNH", 16, bold=True)),
    ("F13", "type at the left", form("QUYẾT ĐỊNH", alignment=ALIGN.LEFT)),
    ("F14", "subject not bold", look("Về việc", 14)),
    ("F16", "upright", look("Căn cứ Luật", 14)),
    ("F16", "comma at the end", words("Căn cứ Luật", "Căn cứ Luật Tổ chức chính quyền địa phương năm 2015,")),
    ("F16", "semicolon on the last", words("Căn cứ Quyết định", "Căn cứ Quy chế làm việc của Phòng Nội vụ;")),
    ("F17", "not justified", form("Điều 1", alignment=ALIGN.LEFT)),
    ("F17", "no indent", form("Điều 1", first_line_indent=Mm(0))),
    ("F17", "no gap", form("Điều 2", space_before=Pt(0))),
    ("F17", "two lines apart", form("Điều 1", line_spacing=2.0)),
    ("F17", "at 12 points", look("Điều 1", 12)),
    ("F18", "no end mark", words("Điều 2", f"Điều 2. {LONG}")),
    ("F19", "KT without its stop", words("KT. TRƯỞNG", "KT TRƯỞNG PHÒNG")),
    ("F19", "not bold", look("PHÓ TRƯỞNG", 14)),
    ("F20", "a degree", words("Nguyễn Văn", "ThS. Nguyễn Văn Mẫu")),
    ("F20", "a courtesy", words("Nguyễn Văn", "Ông Nguyễn Văn Mẫu")),
    ("F21", "recipients' heading upright", look("Nơi nhận", 12, bold=True)),
    ("F21", "no stop at the end", words("- Lưu", "- Lưu: VT, NV")),
    ("F21", "no semicolon", words("- Như", "- Như Điều 2")),
    ("F21", "no archive line", words("- Lưu", "- Văn phòng huyện.")),
    ("F22", "a decision with addressees", words("Về việc", "Về việc phân công")),
    ("F23", "capitals", annex("PHỤ LỤC I")),
    ("F23", "no Kèm theo", annex("Phụ lục I", enclosed=False)),
    ("F23", "at 13 points", annex("Phụ lục", size=13)),
    ("F25", "no day", words("Căn cứ Quyết định", "Căn cứ Quyết định số 12/QĐ-UBND của Ủy ban nhân dân huyện An Sơn.")),
]


def with_addressee(document: Doc) -> None:
    line = find(document, "TRƯỞNG PHÒNG NỘI VỤ").insert_paragraph_before()
    line.add_run("Kính gửi: Ủy ban nhân dân huyện An Sơn")
    style(line, 14)


DEFECTS[[rule for rule, *_ in DEFECTS].index("F22")] = ("F22", "a decision with addressees", with_addressee)


@pytest.mark.parametrize(("rule", "spoil"), [(r, s) for r, _, s in DEFECTS], ids=[f"{r} {n}" for r, n, _ in DEFECTS])
def test_each_fault_is_found_by_its_rule_alone(rule: str, spoil: Callable[[Doc], object]) -> None:
    assert failed(make_paper(spoil)) == [rule]


@pytest.mark.parametrize(
    "spoil",
    [
        words("CỘNG HÒA", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        words("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN HUYỆN AN SƠN"),
        words("Số:", "Số:      /QĐ-PNV"),
        words(DATE, "An Sơn, ngày      tháng     năm 2021"),
        words("- Như", "- Như Điều 2 và các cơ quan khác;"),
        annex("Phụ lục I"),
    ],
    ids=["HOÀ", "UỶ", "draft number", "draft date", "longer recipient", "annex"],
)
def test_what_is_right_too_is_no_fault(spoil: Callable[[Doc], object]) -> None:
    assert failed(make_paper(spoil)) == []


def test_a_short_line_at_the_left_is_no_fault_for_nobody_sees_it() -> None:
    def spoil(document: Doc) -> None:
        paragraph = find(document, "Điều 1")
        paragraph.runs[0].text = "Điều 1. Phân công nhiệm vụ cho công chức Phòng Nội vụ."
        paragraph.alignment = ALIGN.LEFT

    assert failed(make_paper(spoil)) == []


def as_letter(document: Doc) -> None:
    for text in ("QUYẾT ĐỊNH", "Về việc", "TRƯỞNG PHÒNG", "Căn cứ Luật", "Căn cứ Quyết", "QUYẾT ĐỊNH:"):
        drop(find(document, text))
    reword(document, "Số:", "Số: 05/PNV-CCHC")
    about = document.tables[0].rows[1].cells[0].add_paragraph()
    about.add_run("V/v phân công nhiệm vụ")
    about.alignment = ALIGN.CENTER
    style(about, 12)
    line = find(document, "Điều 1").insert_paragraph_before()
    line.add_run("Kính gửi: Ủy ban nhân dân huyện An Sơn")
    style(line, 14)


def test_a_letter_has_its_own_rules() -> None:
    result = check(make_paper(as_letter))
    assert result.kinds == ("Công văn",)
    assert [(one.rule, one.notes) for one in result.of(State.FAIL)] == []
    assert "F15" in {one.rule for one in result.of(State.PASS)}
    assert not {"F13", "F14"} & {one.rule for one in result.results}


@pytest.mark.parametrize(
    ("rule", "old", "new"), [("F15", "V/v", "Phân công nhiệm vụ"), ("F11", "Số:", "Số: 05/CV-PNV")]
)
def test_faults_of_a_letter(rule: str, old: str, new: str) -> None:
    def spoil(document: Doc) -> None:
        as_letter(document)
        reword(document, old, new)

    assert rule in failed(make_paper(spoil))


def test_minutes_have_no_date_line() -> None:
    def spoil(document: Doc) -> None:
        reword(document, "QUYẾT ĐỊNH", "BIÊN BẢN")
        reword(document, "Số:", "Số: 05/BB-PNV")

    assert "F24" in failed(make_paper(spoil))


def test_two_annexes_want_roman_numbers() -> None:
    def spoil(document: Doc) -> None:
        annex("Phụ lục 1")(document)
        annex("Phụ lục 2")(document)

    assert failed(make_paper(spoil)) == ["F23"]


# --- effective formatting -------------------------------------------------------------------------


def test_a_style_speaks_where_the_run_is_silent() -> None:
    def spoil(document: Doc) -> None:
        base: Any = document.styles.add_style("Cha", 1)
        base.base_style = document.styles["Normal"]
        base.font.size, base.font.italic = Pt(16), True
        child: Any = document.styles.add_style("Con", 1)
        child.base_style = base
        child.font.italic = False
        paragraph = find(document, "Điều 1")
        paragraph.style = child
        paragraph.runs[0].font.size = paragraph.runs[0].font.italic = None

    notes = {one.rule: one.notes for one in check(make_paper(spoil)).of(State.FAIL)}
    assert list(notes) == ["F17"]
    assert "cỡ chữ 16" in notes["F17"][0]


def test_bold_of_paragraph_and_character_style_cancel_out() -> None:
    def spoil(document: Doc) -> None:
        bold: Any = document.styles.add_style("Đậm đoạn", 1)
        bold.base_style = document.styles["Normal"]
        bold.font.bold, bold.font.size = True, Pt(12)
        letters: Any = document.styles.add_style("Đậm chữ", 2)
        letters.font.bold = True
        paragraph = find(document, "PHÒNG NỘI VỤ")
        paragraph.style, paragraph.runs[0].style = bold, letters
        paragraph.alignment = ALIGN.CENTER
        paragraph.runs[0].font.bold = None

    assert failed(make_paper(spoil))[:1] == ["F08"]


def test_a_theme_font_is_looked_up() -> None:
    data = make_paper(lambda document: setattr(find(document, "Điều 1").runs[0].font, "name", None))
    themed = _rewrite(
        data,
        "word/styles.xml",
        b'w:ascii="Times New Roman" w:hAnsi="Times New Roman"',
        b'w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"',
    )
    assert themed != data
    assert "F03" in failed(themed)


def _rewrite(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new) if name == part else content)
    return buffer.getvalue()


def test_a_head_set_with_tabs_is_read_too() -> None:
    def spoil(document: Doc) -> None:
        table = document.tables[0]
        rows = (
            (("PHÒNG NỘI VỤ", 12, True, False), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False)),
            (("Số: 5/QĐ-PNV", 13, False, False), ("Độc lập - Tự do - Hạnh phúc", 13, True, False)),
            (("", 12, False, False), ("An Sơn, ngày 5 tháng 3 năm 2021", 13, False, True)),
        )
        for row in rows:
            paragraph = document.paragraphs[0].insert_paragraph_before()
            for part, (text, size, bold, italic) in enumerate(row):
                run = paragraph.add_run(("\t" if part else "") + text)
                run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
            table._tbl.addprevious(paragraph._p)
        body: Any = document.element.body
        body.remove(table._tbl)

    found = failed(make_paper(spoil))
    assert {"F07", "F10", "F12"} <= set(found)
    assert not {"F06", "F08", "F11"} & set(found)


# --- which rules ----------------------------------------------------------------------------------


def test_before_the_decree_the_older_circular_applies() -> None:
    data = make_paper(words(DATE, "An Sơn, ngày 04 tháng 3 năm 2020"))
    result = check(data)
    assert result.era is Era.TT01
    assert [one.rule for one in result.of(State.FAIL)] == ["F05"]
    assert "F16" in {one.rule for one in result.of(State.UNKNOWN)}
    assert any("Thông tư 01/2011/TT-BNV" in note for note in result.notes)
    assert failed(make_paper(words(DATE, "An Sơn, ngày 05 tháng 3 năm 2020"))) == []


def test_a_given_day_stands_above_the_paper_s() -> None:
    assert check(make_paper(), dt.date(2019, 1, 1)).era is Era.TT01


def test_a_draft_of_an_older_year_is_judged_by_its_year() -> None:
    assert check(make_paper(words(DATE, "An Sơn, ngày     tháng     năm 2018"))).era is Era.TT01


def test_a_party_paper_is_not_judged_by_the_decree() -> None:
    result = check(make_paper(words("CỘNG HÒA", "ĐẢNG CỘNG SẢN VIỆT NAM")))
    assert {one.state for one in result.results if one.rule >= "F06"} == {State.UNKNOWN}


def test_a_normative_symbol_is_outside_the_decree() -> None:
    result = check(make_paper(words("Số:", "Số: 05/2021/QĐ-UBND")))
    assert "F11" in {one.rule for one in result.of(State.UNKNOWN)}


def test_each_rule_has_its_public_name_article_and_catalogue_id() -> None:
    result = check(make_paper())
    assert [rule.title.split()[0] for rule in RULES] == [f"F{number:02d}" for number in range(1, 26)]
    assert all(one.id == f"TFM{one.rule[1:]}" and "30/2020" in one.article for one in result.results)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04cut", save(Document())[:900]])
def test_what_is_no_docx_is_said_so(data: bytes) -> None:
    with pytest.raises(BadInputError):
        check(data)


def test_an_empty_document_is_no_crash() -> None:
    assert "F06" in failed(save(Document()))


# --- mending --------------------------------------------------------------------------------------


def test_fix_mends_what_is_safe_and_no_word() -> None:
    def spoil(document: Doc) -> None:
        section(left_margin=Mm(20), right_margin=Mm(30))(document)
        font("Điều 1", "Arial")(document)
        color(document)
        number_in_footer(document)

    data = make_paper(spoil)
    assert failed(data) == ["F02", "F03", "F04", "F05"]
    fixed = fix_form(data, check(data))
    assert fixed is not None
    assert failed(fixed.data) == []
    assert len(fixed.done) == 4
    assert _words(fixed.data) == _words(data)
    left: Any = Document(io.BytesIO(fixed.data)).sections[0].left_margin
    assert left.mm == pytest.approx(30, abs=0.01)


def _words(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs]


def test_fix_does_nothing_to_a_paper_that_needs_a_person() -> None:
    data = make_paper(words("Số:", "Số: 5/QĐ-PNV"))
    assert fix_form(data, check(data)) is None


def test_fix_leaves_an_old_vietnamese_font_alone() -> None:
    data = make_paper(font("Điều 1", ".VnTime"))
    assert "F03" in failed(data)
    assert fix_form(data, check(data)) is None


def test_a_long_paper_keeps_its_paragraphs_apart() -> None:
    def spoil(document: Doc) -> None:
        for _ in range(3):
            add_text(document, LONG)

    assert failed(make_paper(spoil)) == []
