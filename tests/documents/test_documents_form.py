"""The form of Nghị định 30/2020/NĐ-CP on the papers produced, read back with python-docx."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import is_dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn

from dossier.documents import CATALOGUE, RenderState, render_document
from dossier.documents.archive_papers import EVERY_KIND
from dossier.pdf import Engine, PdfSession, convert_docx

if TYPE_CHECKING:
    from tests.documents.conftest import Case

TEMPLATES = Path(__file__).parents[2] / "templates"
BOTH = pytest.mark.parametrize("code", ["D03", "D04"])


def make(case: Case, code: str, folder: Path) -> Any:
    context = case.report() if code == "D03" else case.inventory()
    rendered = render_document(CATALOGUE[code], context, folder / CATALOGUE[code].output)
    assert (rendered.state, rendered.problems) == (RenderState.MADE, ())
    return Document(str(rendered.path))


@pytest.fixture(scope="module")
def report(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return make(case, "D03", tmp_path_factory.mktemp("d03"))


@pytest.fixture(scope="module")
def inventory(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return make(case, "D04", tmp_path_factory.mktemp("d04"))


@pytest.fixture(params=["report", "inventory"])
def paper(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


def everything(document: Any) -> list[Any]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def find(document: Any, text: str) -> Any:
    return next(paragraph for paragraph in everything(document) if paragraph.text.startswith(text))


def look(paragraph: Any) -> tuple[float, bool, bool]:
    """Size in points, bold, italic, as the style says; no run may say otherwise."""
    assert all(run.font.size is None and run.font.name is None for run in paragraph.runs)
    font = paragraph.style.font
    return font.size.pt, bool(font.bold), bool(font.italic)


def test_committed_templates_are_what_the_script_makes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_templates", TEMPLATES / "make_templates.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    script.write_templates(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in TEMPLATES.glob("*.docx")}
    assert set(made) == {kind.template for kind in EVERY_KIND.values()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", (13, True, False)),
        ("Độc lập - Tự do - Hạnh phúc", (14, True, False)),
        ("ỦY BAN NHÂN DÂN\nHUYỆN AN SƠN", (13, False, False)),
        ("ỦY BAN NHÂN DÂN\nXÃ HƯƠNG MINH", (13, True, False)),
        ("Số:      /BC-UBND", (13, False, False)),
        ("Hương Minh, ngày", (14, False, True)),
        ("BÁO CÁO", (14, True, False)),
        ("Kết quả tự đánh giá", (14, True, False)),
        ("Kính gửi:", (14, False, False)),
        ("Căn cứ ", (14, False, True)),
        ("I. CÔNG TÁC CHỈ ĐẠO", (14, True, False)),
        ("Tổng điểm tự chấm: ", (14, False, False)),
        ("TM. ỦY BAN NHÂN DÂN", (14, True, False)),
        ("Người Ký Hai", (14, True, False)),
        ("Nơi nhận:", (12, True, True)),
        ("- Lưu: VT.", (11, False, False)),
        ("Phụ lục I", (14, True, False)),
        ("(Kèm theo Báo cáo số", (13, False, True)),
    ],
)
def test_each_component_has_its_size_and_style(report: Any, text: str, expected: tuple[float, bool, bool]) -> None:
    assert look(find(report, text)) == expected


def test_only_times_new_roman_black_vietnamese(paper: Any) -> None:
    styles = paper.styles.element
    fonts = {value for node in styles.iter(qn("w:rFonts")) for value in node.attrib.values()}
    assert fonts == {"Times New Roman"}
    assert {node.get(qn("w:val")) for node in styles.iter(qn("w:lang"))} == {"vi-VN"}
    assert not list(styles.iter(qn("w:color")))
    assert not list(paper.element.iter(qn("w:color"), qn("w:rFonts"), qn("w:pict")))


def test_margins_orientation_and_page_numbers(report: Any) -> None:
    upright, wide = report.sections
    assert [round(side.mm) for side in margins(upright)] == [25, 20, 35, 20]
    assert [round(side.mm) for side in margins(wide)] == [25, 20, 30, 15]
    assert (upright.orientation, wide.orientation) == (WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE)
    for section in (upright, wide):
        assert sorted((round(section.page_width.mm), round(section.page_height.mm))) == [210, 297]
        assert section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
        fields = [node.text for node in section.header._element.iter(qn("w:instrText"))]
        assert fields == [" PAGE "]
        assert not list(section.first_page_header._element.iter(qn("w:instrText")))
        assert section.header.paragraphs[0].style.name == "VB Số trang"


def margins(section: Any) -> list[Any]:
    return [getattr(section, f"{side}_margin") for side in ("top", "bottom", "left", "right")]


def test_the_right_column_holds_the_name_of_the_nation(report: Any) -> None:
    head = report.tables[0]
    assert round(head.rows[0].cells[1].width.mm) >= 102
    assert [round(column.width.mm) for column in head.columns] == [66, 103]


def test_rules_are_paragraph_borders_of_the_right_length(report: Any) -> None:
    left, right = report.tables[0].rows[0].cells
    lengths = []
    for cell in (left, right):
        form = cell.paragraphs[-1].paragraph_format
        assert cell.paragraphs[-1]._p.pPr.find(qn("w:pBdr")) is not None
        lengths.append(cell.width.mm - 3 - form.left_indent.mm - form.right_indent.mm)
    # Tiêu ngữ: as long as the text (60,5 mm); the issuer: 1/3 to 1/2 of «ỦY BAN NHÂN DÂN» (43,2 mm).
    assert lengths == pytest.approx([20, 60.5], abs=0.2)


def test_the_body_is_justified_indented_and_ends_with_its_mark(report: Any) -> None:
    body = find(report, "Ủy ban nhân dân xã Hương Minh cam kết")
    assert body.text.endswith("./.")
    form = body.style.paragraph_format
    assert round(form.first_line_indent.mm) == 10
    assert form.space_before.pt >= 6
    assert 1 <= form.line_spacing <= 1.5


def test_headings_are_real(report: Any) -> None:
    named = [paragraph.text for paragraph in report.paragraphs if paragraph.style.name == "Heading 1"]
    assert [text.split(".")[0] for text in named] == ["I", "II", "III", "IV", "V", "VI"]


def test_tables_repeat_their_heading_and_keep_rows_whole(paper: Any) -> None:
    ruled = [table for table in paper.tables if table.style.name == "Table Grid"]
    assert len(ruled) == 2
    for table in ruled:
        marks = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert marks == [True] + [False] * (len(marks) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert not list(paper.element.iter(qn("w:vMerge")))


def test_area_rows_are_bold_and_leaves_are_not(report: Any) -> None:
    table = report.tables[-1]
    weight = {row.cells[0].text: row.cells[1].paragraphs[0].runs[0].bold for row in table.rows[1:]}
    assert weight["1"] is True
    assert weight["1.1"] is True
    assert not weight["1.1.1"]


def test_the_score_table_reads_row_by_row(report: Any) -> None:
    table = report.tables[-1]
    read = [[cell.text for cell in row.cells][:4] for row in table.rows]
    assert read == [
        ["TT", "Lĩnh vực, tiêu chí, tiêu chí thành phần", "Điểm tối đa", "Điểm tự chấm"],
        ["1", "Công tác chỉ đạo, điều hành", "7,5", "4,05"],
        ["1.1", "Kế hoạch cải cách hành chính", "4,5", "4,05"],
        ["1.1.1", "Ban hành kế hoạch", "1,5", "1,5"],
        ["1.1.2", "Mức độ hoàn thành kế hoạch", "3", "2,55"],
        ["1.2", "Báo cáo định kỳ", "2", "0"],
        ["1.3", "Sáng kiến", "1", "chưa chấm"],
        ["2", "Kết quả đánh giá của cấp trên", "2,5", ""],
        ["2.1", "Kết quả kiểm tra", "1,5", ""],
        ["2.2", "Sắp xếp thôn", "1", "không áp dụng"],
        ["", "Tổng điểm tự chấm", "10", "4,05"],
        ["", "Điều tra xã hội học", "5", ""],
        ["", "Tổng điểm", "15", ""],
        ["", "Chỉ số cải cách hành chính (%)", "100", ""],
    ]


def test_the_file_says_who_issued_it_and_takes_its_time_from_data(report: Any) -> None:
    core = report.core_properties
    assert core.title == "Báo cáo kết quả tự đánh giá, chấm điểm Chỉ số cải cách hành chính năm 2020"
    assert core.author == core.last_modified_by == "Ủy ban nhân dân xã Hương Minh"
    assert core.language == "vi-VN"
    assert core.created == core.modified
    assert str(core.created.date()) == "2020-10-18"


@BOTH
def test_a_sample_set_says_so_on_every_page(case: Case, tmp_path: Path, code: str) -> None:
    document = make(case.as_sample(), code, tmp_path)
    for section in document.sections:
        for head in (section.header, section.first_page_header):
            assert "KHÔNG DÙNG ĐỂ CÔNG BỐ" in "".join(paragraph.text for paragraph in head.paragraphs)


def test_the_second_table_is_left_out_when_every_file_is_used(case: Case, tmp_path: Path) -> None:
    index = replace(case.index, files=tuple(file for file in case.index.files if file.path == "1.1/ke-hoach.pdf"))
    document = make(replace(case, index=index), "D04", tmp_path)
    assert len(document.tables) == 1


@BOTH
def test_the_embedded_engine_draws_every_word(case: Case, tmp_path: Path, code: str) -> None:
    make(case, code, tmp_path)
    source = tmp_path / CATALOGUE[code].output
    with PdfSession() as session:
        converted = convert_docx(source, tmp_path / "a.pdf", session=session, engine=Engine.EMBEDDED)
    assert converted.problems == ()
    assert converted.pages >= 1


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_field_is_documented(code: str) -> None:
    notes = (TEMPLATES.parent / "docs" / "mau-van-ban.md").read_text(encoding="utf-8")
    section = notes.split(f"## {code}.")[1].split("\n## ")[0]
    named = set(re.findall(r"[a-z0-9_]+", " ".join(re.findall(r"`([^`]+)`", section))))
    assert set(all_fields(CATALOGUE[code].context)) - {"properties", "head", "signature"} <= named


def all_fields(owner: Any) -> list[str]:
    """Names of the fields of a context and of every dataclass inside it; the file's own properties are not printed."""
    found = []
    for name, kind in get_type_hints(owner).items():
        inner = get_args(kind)[0] if get_args(kind) else kind
        found += [name, *(all_fields(inner) if is_dataclass(inner) and name != "properties" else [])]
    return found
