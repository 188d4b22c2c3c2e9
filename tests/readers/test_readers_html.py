from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.readers import FileKind, Reading, html

PAGE = """<!DOCTYPE html><html><head><title>T</title><meta charset="{0}"><style>p{{}}</style></head><body>
<table><tr><td><p>UBND XÃ A</p><p>Số: 05/KH-UBND</p></td><td>CỘNG HÒA<br>Độc lập</td></tr></table>
<p>Về việc
  cải cách <b>hành</b>&nbsp;chính &amp; sắp xếp</p><script>xấu()</script><p style="display: none">ẩn</p>
<del>đã xóa</del><!-- ghi chú --><img src="http://example.invalid/x.png"></body></html>"""
LINES = ["UBND XÃ A", "Số: 05/KH-UBND", "CỘNG HÒA", "Độc lập", "Về việc cải cách hành chính & sắp xếp"]


@pytest.mark.parametrize(("encoding", "said"), [("utf-8", "utf-8"), ("utf-8", "windows-1252"), ("utf-16", "utf-8")])
def test_a_page_whatever_it_says_of_its_encoding(encoding: str, said: str) -> None:
    content, problems = html.read(PAGE.format(said).encode(encoding))
    assert [line.strip() for line in content.text.split("\n")] == LINES
    assert (content.kind, content.source, problems) == (FileKind.HTML, "nội dung tệp", ())


def test_the_vietnamese_code_page() -> None:
    content, _ = html.read("<p>Quyê\u0301t đi\u0323nh hô\u0323i đô\u0300ng</p>".encode("cp1258"))
    assert content.text == "Quyết định hội đồng"


def test_a_table_for_excel_is_a_line_a_row() -> None:
    content, _ = html.read(b"<table><tr><td>1</td><td>Thu</td></tr><tr><td>2</td><td></td><td>Chi</td></tr></table>")
    assert content.text == "1\tThu\n2\t\tChi"


def test_a_web_archive_gives_its_page() -> None:
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; '
        "charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>K=E1=BA=BF ho=E1=BA=A1ch</p>\n"
        "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n"
    )
    assert html.read(archive.encode())[0].text == "Kế hoạch"


def test_word_xml() -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="w" xmlns:o="o"><o:DocumentProperties><o:Title>T</o:Title></o:DocumentProperties>'
        "<w:body><w:p><w:r><w:t>Kế</w:t><w:tab/><w:t>hoạch</w:t></w:r></w:p><w:p><w:r><w:instrText>PAGE</w:instrText>"
        "<w:t>năm</w:t><w:br/><w:t>2025</w:t></w:r></w:p><w:binData>AAAA</w:binData></w:body></w:wordDocument>"
    )
    assert html.read(page.encode())[0].text == "Kế\thoạch\nnăm\n2025"


def test_entities_are_not_fetched() -> None:
    page = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]><html><p>x &a; y</p></html>'
    assert "root:" not in html.read(page.encode())[0].text


@pytest.mark.parametrize("data", [b"<html></html>", b"<html><script>x</script>", b"<", b"MIME-Version: 1.0\n\nx"])
def test_no_text(data: bytes) -> None:
    content, problems = html.read(data)
    assert content.reading is Reading.UNREADABLE or content.text == "<"
    assert bool(content.text) != bool(problems)


def test_deep_pages_and_archives_are_an_outcome() -> None:
    assert html.read(b"<div>" * 100_000 + b"x")[0].kind is FileKind.HTML
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(1200))
    content, problems = html.read(f"MIME-Version: 1.0\n{nested}".encode())
    assert (content.reading, problems[0].rule[:3]) == (Reading.UNREADABLE, "INT")


@given(st.text(alphabet="<>/apdivtr&#;x\"'=! \n-", max_size=80))
def test_any_markup_is_an_outcome(markup: str) -> None:
    content, problems = html.read(f"<html>{markup}".encode())
    assert bool(content.text) != bool(problems)
