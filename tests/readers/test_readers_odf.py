from __future__ import annotations

import io
import zipfile

import pytest

from dossier.readers import FileKind, Reading, odf, ppt
from dossier.readers.sniff import sniff

TEXT, SHEET = (f"application/vnd.oasis.opendocument.{what}" for what in ("text", "spreadsheet"))
_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("meta", "meta"),
    )
)
LETTER = (
    "<table:table><table:table-row><table:table-cell><text:p>UBND XÃ A</text:p><text:p>Số: 05/KH-UBND</text:p>"
    "</table:table-cell><table:table-cell><text:p>CỘNG HÒA</text:p></table:table-cell></table:table-row></table:table>"
    "<text:tracked-changes><text:p>đã xóa</text:p></text:tracked-changes>"
    '<text:p>Về  <text:span>việc</text:span>\n<text:s text:c="2"/>a<text:tab/>b<text:line-break/>c'
    "<office:annotation><text:p>nhận xét</text:p></office:annotation></text:p>"
    '<text:section text:display="none"><text:p>ẩn</text:p></text:section><text:h>Mục 1</text:h>'
)


def make_odf(mime: str, content: str, **parts: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", mime)
        package.writestr("content.xml", f"<office:document-content {_SPACES}>{content}</office:document-content>")
        for name, body in parts.items():
            path = "META-INF/manifest.xml" if name == "manifest" else f"{name}.xml"
            package.writestr(path, f"<office:x {_SPACES}>{body}</office:x>")
    return target.getvalue()


def test_a_text_document() -> None:
    data = make_odf(
        TEXT,
        LETTER,
        styles="<style:master-page><style:header><text:p>Dự thảo lần 2</text:p></style:header></style:master-page>",
        meta='<meta:document-statistic meta:page-count="3"/>',
    )
    content, problems = odf.read(data)
    assert content.text.split("\n") == [
        "UBND XÃ A",
        "Số: 05/KH-UBND",
        "CỘNG HÒA",
        "Về việc   a\tb",
        "c",
        "Mục 1",
    ]
    assert (content.kind, content.pages, content.margins, problems) == (FileKind.ODT, 3, "Dự thảo lần 2", ())
    assert sniff(data) is FileKind.ODT


def test_a_spreadsheet() -> None:
    rows = (
        '<table:table table:name="Biểu 1"><table:table-row><table:table-cell><text:p>STT</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="16000"/><table:table-cell><text:p>Nội dung</text:p>'
        "<text:p>chi</text:p></table:table-cell></table:table-row></table:table>"
        '<table:table table:name="Biểu 2"/>'
    )
    content, _ = odf.read(make_odf(SHEET, rows))
    assert (content.kind, content.pages, content.text) == (FileKind.ODS, 2, "Biểu 1\nSTT\tNội dung chi\nBiểu 2")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (make_odf(TEXT, "<text:p>", meta=""), "INT01"),
        (make_odf(TEXT, LETTER, manifest="<encryption-data/>"), "INT02"),
        (make_odf(TEXT, "<text:p/>"), "INT07"),
        (make_odf(TEXT, LETTER)[:-30], "INT01"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, rule: str) -> None:
    content, problems = odf.read(data)
    assert (content.reading, [problem.rule for problem in problems]) == (Reading.UNREADABLE, [rule])


def test_entities_are_refused(rebuild: object) -> None:
    assert callable(rebuild)
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    data = rebuild(make_odf(TEXT, LETTER), content_xml=bomb)
    assert odf.read(data)[1][0].rule == "INT16"


def make_pptx(*slides: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        for number, body in enumerate(slides, start=1):
            package.writestr(
                f"ppt/slides/slide{number}.xml", f'<p:sld xmlns:p="p" xmlns:a="a" xmlns:m="m">{body}</p:sld>'
            )
        package.writestr("ppt/notesSlides/notesSlide1.xml", "<x/>")
    return target.getvalue()


def test_slides() -> None:
    box = "<m:AlternateContent><m:Choice>{0}</m:Choice><m:Fallback>{0}</m:Fallback></m:AlternateContent>"
    first = "<a:p><a:r><a:t>Cải cách </a:t></a:r><a:r><a:t>hành chính</a:t></a:r><a:br/><a:t>2025</a:t></a:p>"
    data = make_pptx(*[first, *[f"<a:p><a:t>{number}</a:t></a:p>" for number in range(2, 11)], box.format(first)])
    content, problems = ppt.read(data)
    assert content.text.split("\n")[:4] == ["Cải cách hành chính", "2025", "2", "3"]
    assert content.text.endswith("10\nCải cách hành chính\n2025")
    assert (content.kind, content.pages, problems, sniff(data)) == (FileKind.PPTX, 11, (), FileKind.PPTX)


def test_slides_without_text() -> None:
    content, problems = ppt.read(make_pptx("<a:p/>"))
    assert (content.reading, content.pages, problems[0].rule) == (Reading.UNREADABLE, 1, "INT07")
