"""DOCX of ours to PDF: nothing is lost, nothing is silent, and equal input gives equal bytes."""

from __future__ import annotations

import io
import os
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pikepdf
import pytest
from lxml import etree

from dossier.errors import MissingToolError, ToolFailedError
from dossier.pdf import Engine, PdfSession, convert_docx, read_text
from dossier.pdf.coverage import find_missing, read_docx_words
from dossier.pdf.embedded import draw_docx
from dossier.pdf.fonts import VIETNAMESE_LETTERS
from dossier.pdf.ooxml import NAMES, w
from dossier.pdf.prepare import write_prepared
from dossier.tools import Soffice

if TYPE_CHECKING:
    from collections.abc import Callable

    from docx.document import Document

    WriteDocx = Callable[..., Path]

SENTENCE = "Ủy ban nhân dân xã Hòa Đông báo cáo kết quả cải cách hành chính quý III năm 2020"
ROWS = 60


def fill_letters(document: Document) -> None:
    document.add_paragraph(SENTENCE)
    document.add_paragraph(" ".join(VIETNAMESE_LETTERS))


def fill_tall_merge(document: Document) -> None:
    """A table whose first column is one cell merged over several pages."""
    table = document.add_table(rows=ROWS + 1, cols=3, style="Table Grid")
    for row in range(1, ROWS + 1):
        table.cell(row, 1).text = f"Nội dung thứ {row} đủ dài để bảng phải sang nhiều trang giấy"
        table.cell(row, 2).text = f"{row},5"
    table.cell(1, 0).merge(table.cell(ROWS, 0)).text = "Nhóm gộp"


def drop_tables(data: bytes) -> bytes:
    """An engine with a fault: it draws no table."""
    document = docx.Document(io.BytesIO(data))
    for table in document.tables:
        document.element.body.remove(table._element)
    output = io.BytesIO()
    document.save(output)
    return draw_docx(output.getvalue())


def die(_: bytes) -> bytes:
    """An engine that takes its process with it."""
    os._exit(1)


def squeeze(pages: list[str]) -> str:
    return " ".join(" ".join(pages).split())


def test_every_vietnamese_letter_arrives(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    made = convert_docx(write_docx(fill_letters), tmp_path / "a.pdf", session=session)

    text = squeeze(read_text(tmp_path / "a.pdf"))
    assert SENTENCE in text
    assert set(VIETNAMESE_LETTERS) <= set(text)
    assert (made.target, made.pages, made.problems) == (tmp_path / "a.pdf", 1, ())
    assert made.engine.startswith("dxpdf ")


def test_equal_input_gives_equal_bytes(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    source = write_docx(fill_letters)
    for name in ("a.pdf", "b.pdf"):
        convert_docx(source, tmp_path / name, session=session)

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_the_docx_is_left_as_it_was(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    source = write_docx(fill_tall_merge)
    before = source.read_bytes()

    convert_docx(source, tmp_path / "a.pdf", session=session)

    assert source.read_bytes() == before


def test_decomposed_text_is_composed(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", SENTENCE)
    source = write_docx(lambda document: document.add_paragraph(decomposed))

    convert_docx(source, tmp_path / "a.pdf", session=session)

    assert SENTENCE in squeeze(read_text(tmp_path / "a.pdf"))


def test_capitals_by_format_are_drawn(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph().add_run("thông báo").font.all_caps = True
        document.styles["Heading 1"].font.all_caps = True
        document.add_heading("kết luận")

    convert_docx(write_docx(fill), tmp_path / "a.pdf", session=session)

    text = squeeze(read_text(tmp_path / "a.pdf"))
    assert "THÔNG BÁO" in text
    assert "KẾT LUẬN" in text


def test_runs_in_tables_get_the_size_of_their_style(write_docx: WriteDocx, tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_table(rows=1, cols=1).cell(0, 0).text = "Trong bảng"

    write_prepared(write_docx(fill), tmp_path / "prepared.docx")

    with zipfile.ZipFile(tmp_path / "prepared.docx") as package:
        root = etree.fromstring(package.read("word/document.xml"))
    sizes = [size.get(w("val")) for size in root.iterfind(".//w:tbl//w:sz", NAMES)]
    assert sizes == ["28"]  # half-points


def test_a_tall_merged_cell_loses_nothing(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    made = convert_docx(write_docx(fill_tall_merge), tmp_path / "a.pdf", session=session)

    text = squeeze(read_text(tmp_path / "a.pdf"))
    assert all(f"{row},5" in text for row in range(1, ROWS + 1))
    assert made.pages > 1


def test_the_engine_alone_loses_it_and_the_guard_sees_it(
    write_docx: WriteDocx, session: PdfSession, tmp_path: Path
) -> None:
    """The control: when a new engine version passes without preparation, the preparing pass can go."""
    source = write_docx(fill_tall_merge)

    (tmp_path / "bare.pdf").write_bytes(session.run(draw_docx, source.read_bytes()))

    pages = read_text(tmp_path / "bare.pdf")
    assert len(find_missing(read_docx_words(source, pages=len(pages)), pages)) > ROWS


def fill_tall_row(document: Document) -> None:
    """A row that is asked to stay whole and is taller than a page."""
    table = document.add_table(rows=2, cols=1)
    table.cell(0, 0).text = "\n".join(f"dòng thứ {number}" for number in range(120))
    table.cell(1, 0).text = "hàng cuối"
    table.rows[0]._tr.get_or_add_trPr().append(etree.Element(w("cantSplit")))


def test_a_row_taller_than_a_page_is_broken_though_asked_to_stay_whole(
    write_docx: WriteDocx, session: PdfSession, tmp_path: Path
) -> None:
    source = write_docx(fill_tall_row)
    whole = tmp_path / "whole.docx"
    write_prepared(source, whole)
    (tmp_path / "whole.pdf").write_bytes(draw_docx(whole.read_bytes()))
    pages = read_text(tmp_path / "whole.pdf")
    assert find_missing(read_docx_words(source, pages=len(pages)), pages)  # else the second try is not needed
    made = convert_docx(source, tmp_path / "a.pdf", session=session, engine=Engine.EMBEDDED)
    assert made.pages > 1
    assert "hàng cuối" in " ".join(read_text(tmp_path / "a.pdf"))


def test_lost_words_fail_and_are_named(write_docx: WriteDocx, tmp_path: Path) -> None:
    def fill(document: Document) -> None:
        document.add_paragraph("Còn đây")
        document.add_table(rows=1, cols=1).cell(0, 0).text = "Biến mất"

    with PdfSession(draw=drop_tables) as session, pytest.raises(ToolFailedError) as caught:
        convert_docx(write_docx(fill), tmp_path / "a.pdf", session=session)

    assert "báo cáo.docx" in caught.value.message
    assert "thiếu 2 chữ: «biến», «mất»" in caught.value.message
    assert [problem.rule for problem in caught.value.problems] == ["PDF01"]
    assert not (tmp_path / "a.pdf").exists()


def test_a_crash_of_the_engine_is_an_error_of_that_file(write_docx: WriteDocx, tmp_path: Path) -> None:
    source = write_docx(fill_letters)
    with PdfSession(draw=die) as session:
        with pytest.raises(ToolFailedError, match=r"báo cáo\.docx.*dừng đột ngột"):
            convert_docx(source, tmp_path / "a.pdf", session=session)

        assert session.run(draw_docx, source.read_bytes()).startswith(b"%PDF")


@pytest.mark.parametrize("defect", ["cut", "not_a_zip", "no_document", "broken_xml", "strict"])
def test_a_damaged_docx_is_refused_by_name(
    defect: str, write_docx: WriteDocx, session: PdfSession, tmp_path: Path
) -> None:
    source = write_docx(fill_letters)
    data = source.read_bytes()
    parts = {
        "no_document": None,
        "broken_xml": b"<w:document",
        "strict": b'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>',
    }
    if defect in parts:
        with zipfile.ZipFile(source, "w") as package:
            package.writestr("[Content_Types].xml", "")
            if part := parts[defect]:
                package.writestr("word/document.xml", part)
    else:
        source.write_bytes(data[:3000] if defect == "cut" else b"not a zip")

    with pytest.raises(ToolFailedError, match=r"báo cáo\.docx"):
        convert_docx(source, tmp_path / "a.pdf", session=session)

    assert not (tmp_path / "a.pdf").exists()


def test_a_failure_keeps_the_old_pdf(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    source = write_docx(fill_letters)
    convert_docx(source, tmp_path / "a.pdf", session=session)
    before = (tmp_path / "a.pdf").read_bytes()
    source.write_bytes(b"not a zip")

    with pytest.raises(ToolFailedError):
        convert_docx(source, tmp_path / "a.pdf", session=session)

    assert (tmp_path / "a.pdf").read_bytes() == before


def fill_struck(document: Document) -> None:
    document.add_paragraph().add_run("gạch bỏ").font.strike = True


def test_what_the_engine_draws_wrongly_is_said(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    made = convert_docx(write_docx(fill_struck), tmp_path / "a.pdf", session=session)

    assert [problem.rule for problem in made.problems] == ["PDF02"]
    assert "chữ gạch ngang" in made.problems[0].message


def test_a_failing_libreoffice_leaves_what_the_engine_drew(write_docx: WriteDocx, tmp_path: Path) -> None:
    # Python in the place of LibreOffice: it ends at once, for it does not know the options.
    with PdfSession(soffice=Soffice(Path(sys.executable), "0.0")) as session:
        made = convert_docx(write_docx(fill_struck), tmp_path / "a.pdf", session=session)

    assert made.engine.startswith("dxpdf ")
    assert [problem.rule for problem in made.problems] == ["PDF02"]


def test_libreoffice_asked_for_and_missing(write_docx: WriteDocx, session: PdfSession, tmp_path: Path) -> None:
    with pytest.raises(MissingToolError, match="LibreOffice"):
        convert_docx(write_docx(fill_letters), tmp_path / "a.pdf", session=session, engine=Engine.LIBREOFFICE)


def test_libreoffice_takes_over_when_words_are_lost(write_docx: WriteDocx, soffice: Soffice, tmp_path: Path) -> None:
    with PdfSession(soffice=soffice, draw=drop_tables) as session:
        made = convert_docx(write_docx(fill_tall_merge), tmp_path / "a.pdf", session=session)

    assert made.engine == str(soffice)
    assert [problem.rule for problem in made.problems] == ["PDF03"]
    assert "thiếu" in made.problems[0].message


def test_libreoffice_draws_what_the_engine_cannot(write_docx: WriteDocx, office: PdfSession, tmp_path: Path) -> None:
    made = convert_docx(write_docx(fill_struck), tmp_path / "a.pdf", session=office)

    assert made.engine.startswith("LibreOffice")
    assert "chữ gạch ngang" in made.problems[0].message


def test_libreoffice_by_order_gives_equal_bytes_and_equal_pages(
    write_docx: WriteDocx, office: PdfSession, tmp_path: Path
) -> None:
    source = write_docx(fill_tall_merge)
    made = [
        convert_docx(source, tmp_path / name, session=office, engine=Engine.LIBREOFFICE) for name in ("a.pdf", "b.pdf")
    ]

    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert made[0].problems == ()
    ours = convert_docx(source, tmp_path / "c.pdf", session=office, engine=Engine.EMBEDDED)
    assert ours.pages == made[0].pages


def test_the_engine_and_its_version_are_recorded_in_the_file(
    write_docx: Callable[..., Path], session: PdfSession, tmp_path: Path
) -> None:
    made = convert_docx(
        write_docx(lambda document: document.add_paragraph("Điều 1")), tmp_path / "a.pdf", session=session
    )

    with pikepdf.open(tmp_path / "a.pdf") as pdf:
        assert pdf.docinfo["/Creator"] == made.engine == "dxpdf 0.8.1"
