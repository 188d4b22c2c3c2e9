"""The text-coverage guard by itself: what counts as lost, and what does not."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st

from dossier.pdf.coverage import find_missing, read_docx_words
from dossier.pdf.fonts import VIETNAMESE_LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docx.document import Document

    WriteDocx = Callable[..., Path]

WORDS = st.lists(st.text("abcdeghiklmnopqrstuvxy" + VIETNAMESE_LETTERS[:67], min_size=1, max_size=7), min_size=2)


def count(words: list[str]) -> Counter[str]:
    return Counter(words)


@given(WORDS)
def test_text_that_is_there_is_never_missing(words: list[str]) -> None:
    assert find_missing(count(words), [" ".join(words)]) == ()


@given(WORDS, st.data())
def test_a_word_that_is_gone_is_missing(words: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(words) - 1))

    left = words[:gone] + words[gone + 1 :]

    assert find_missing(count(words), [" ".join(left)]) == (words[gone],)


@given(WORDS)
def test_words_run_together_are_not_missing(words: list[str]) -> None:
    assert find_missing(count(words), ["".join(words)]) == ()


def test_a_word_broken_over_lines_is_not_missing() -> None:
    assert find_missing(count(["nghiêng", "thuyền"]), ["nghi\nêng thu", "yền"]) == ()


def test_a_repeated_heading_does_not_stand_in_for_a_lost_word() -> None:
    wanted = count(["tiêu", "chí", "tiêu", "điểm"])

    assert find_missing(wanted, ["tiêu chí", "tiêu chí"]) == ("điểm",)


def test_case_form_and_soft_hyphens_do_not_matter() -> None:
    assert find_missing(count(["hòa", "đông"]), ["HO\u0300A ĐÔ\u00adNG"]) == ()


def add_xml(document: Document, xml: str) -> None:
    document.element.body.insert(0, parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        ("<w:p><w:r><w:t>hai</w:t></w:r><w:r><w:t>nửa</w:t></w:r></w:p>", ["hainửa"]),
        ("<w:p><w:r><w:t>hai</w:t><w:tab/><w:t>cột</w:t></w:r></w:p>", ["hai", "cột"]),
        ("<w:p><w:r><w:t>một</w:t><w:noBreakHyphen/><w:t>hai</w:t></w:r></w:p>", ["một", "hai"]),
        ("<w:p><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>", []),
        ("<w:p><w:moveFrom><w:r><w:t>dời</w:t></w:r></w:moveFrom></w:p>", []),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r></w:p>", []),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", []),
    ],
    ids=["runs_meet", "tab", "hyphen", "deleted", "moved_away", "hidden", "field_code"],
)
def test_what_is_printed_is_wanted(xml: str, words: list[str], write_docx: WriteDocx) -> None:
    source = write_docx(lambda document: add_xml(document, xml))

    assert read_docx_words(source, pages=1) == Counter(words)


def fill_head(document: Document) -> None:
    document.add_paragraph("Thân")
    document.sections[0].header.paragraphs[0].text = "Đầu trang 7"
    document.sections[0].footer.paragraphs[0].text = "Chân"


def test_the_running_head_is_wanted_once(write_docx: WriteDocx) -> None:
    words = read_docx_words(write_docx(fill_head), pages=3)

    assert words == Counter(["thân", "đầu", "trang", "chân"])


def test_a_one_page_document_with_its_own_first_page_hides_the_head(write_docx: WriteDocx) -> None:
    def fill(document: Document) -> None:
        fill_head(document)
        document.sections[0].different_first_page_header_footer = True

    source = write_docx(fill)

    assert read_docx_words(source, pages=1) == Counter(["thân"])
    assert read_docx_words(source, pages=2)["đầu"] == 1


def test_every_section_counts(write_docx: WriteDocx) -> None:
    def fill(document: Document) -> None:
        fill_head(document)
        landscape = document.add_section(WD_SECTION.NEW_PAGE)
        landscape.header.is_linked_to_previous = False
        landscape.header.paragraphs[0].text = "Phụ lục"

    assert {"đầu", "phụ", "lục"} <= set(read_docx_words(write_docx(fill), pages=2))
