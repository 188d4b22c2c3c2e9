from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx
import pytest

from dossier.readers import TEXT_LIMIT, FileKind, Reading, read_content

if TYPE_CHECKING:
    from collections.abc import Callable

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def document(body: str, namespace: str = W) -> bytes:
    return f'<w:document xmlns:w="{namespace}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'.encode()


def test_a_letterhead_table_gives_its_left_cell_first() -> None:
    paper = docx.Document()
    table = paper.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "UBND XÃ MẪU\nSố: 05/KH-UBND"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    paper.add_paragraph("KẾ HOẠCH")
    target = io.BytesIO()
    paper.save(target)
    content, problems = read_content(target.getvalue())
    assert content.text == "UBND XÃ MẪU\nSố: 05/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nKẾ HOẠCH"
    assert (content.kind, content.reading, content.source, problems) == (
        FileKind.DOCX,
        Reading.READ,
        "nội dung tệp",
        (),
    )


def test_page_headers_are_kept_apart(make_docx: Callable[..., bytes]) -> None:
    content, _ = read_content(make_docx("Báo cáo", header="Dự thảo lần 2"))
    assert content.margins == "Dự thảo lần 2"
    assert "Dự thảo" not in content.text


def test_a_text_box_is_read_once(make_docx: Callable[..., bytes], rebuild: Callable[..., bytes]) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>Trên</w:t><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    content, _ = read_content(rebuild(make_docx("x"), word__document_xml=document(body)))
    assert content.text.split("\n") == ["Trên", "DỰ THẢO"]


def test_deleted_and_moved_text_and_field_codes_are_not_text(
    make_docx: Callable[..., bytes], rebuild: Callable[..., bytes]
) -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>chuyển</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>Còn</w:t><w:tab/><w:t>lại</w:t></w:r></w:p>"
    )
    content, _ = read_content(rebuild(make_docx("x"), word__document_xml=document(body)))
    assert content.text == "Còn\tlại"


def test_strict_files_are_read(make_docx: Callable[..., bytes], rebuild: Callable[..., bytes]) -> None:
    body = "<w:p><w:r><w:t>Chặt chẽ</w:t></w:r></w:p>"
    content, _ = read_content(rebuild(make_docx("x"), word__document_xml=document(body, STRICT)))
    assert content.text == "Chặt chẽ"


def test_text_is_nfc(make_docx: Callable[..., bytes]) -> None:
    content, _ = read_content(make_docx("Kê\u0301 hoa\u0323ch"))
    assert content.text == "Kế hoạch"


def test_a_long_text_keeps_its_signature_block(make_docx: Callable[..., bytes]) -> None:
    filler = ["Nội dung báo cáo của xã, đoạn dài để vượt giới hạn đọc." * 4] * 300
    content, _ = read_content(make_docx("BÁO CÁO", *filler, "Nơi nhận:", "CHỦ TỊCH", "Lê Văn Mẫu"))
    assert len(content.text) <= TEXT_LIMIT
    assert content.text.startswith("BÁO CÁO")
    assert content.text.endswith("CHỦ TỊCH\nLê Văn Mẫu")


ENTITIES = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&x;</w:document>'


@pytest.mark.parametrize(
    ("xml", "rule"),
    [(ENTITIES, "INT16"), (b"<w:document", "INT01"), (b" " * (30 << 20), "INT16")],
    ids=["external entity", "cut XML", "bomb"],
)
def test_hostile_and_broken_xml(
    make_docx: Callable[..., bytes], rebuild: Callable[..., bytes], xml: bytes, rule: str
) -> None:
    content, problems = read_content(rebuild(make_docx("x"), word__document_xml=xml))
    assert (content.reading, content.text) == (Reading.UNREADABLE, "")
    assert [problem.rule for problem in problems] == [rule]


def test_a_member_that_unpacks_beyond_what_it_declares_is_refused(make_docx: Callable[..., bytes]) -> None:
    data = bytearray(make_docx("Chữ có dấu tiếng Việt"))
    at = data.rfind(b"word/document.xml") - 46  # the entry of the central directory
    data[at + 24 : at + 28] = (50).to_bytes(4, "little")  # declared size
    content, problems = read_content(bytes(data))
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT01")


def test_a_document_of_pictures_only_is_a_scan(make_image: Callable[..., bytes]) -> None:
    paper = docx.Document()
    paper.add_picture(io.BytesIO(make_image()))
    target = io.BytesIO()
    paper.save(target)
    content, problems = read_content(target.getvalue())
    assert (content.reading, problems[0].rule) == (Reading.SCAN, "INT07")


def test_an_empty_document_is_told(make_docx: Callable[..., bytes]) -> None:
    content, problems = read_content(make_docx())
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT07")
