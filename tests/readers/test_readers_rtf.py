from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.legacytext import repair
from dossier.readers import FileKind, Reading, rtf

FONTS = (
    rb"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fcharset163 Times New Roman;}"
    rb"{\f2\fcharset0 .VnTimeH;}{\f3\fcharset0 .VnTime;}}"
)


def read(body: bytes) -> str:
    content, problems = rtf.read(rb"{\rtf1\ansi\deff0" + FONTS + body + b"}")
    assert (content.kind, problems) == (FileKind.RTF, ())
    return content.text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"K\u7871? ho\u7841?ch\par n\u259\'61m", "Kế hoạch\nnăm"),
        (rb"\uc0 K\u7871  ho\u7841 ch", "Kế hoạch"),
        (rb"\uc2 K\u7871\'3f\'3f?", "Kế?"),
        (rb"\u-10179?\u-8704?", "\U0001f600"),
        (rb"\f1 H\'f4\'d2i", "Hổi"),  # code page 1258: letter, then tone
        (rb"\trowd UBND X\'c3\cell S\u7889?: 05\line A\cell\row", "UBND XÃ\nSố: 05\nA"),
        (rb"S\u7889?: {\deleted 12}15{\v 99}\v0/Q\u272?", "Số: 15/QĐ"),
        (rb"{\caps quy\u7871?t}\caps0 x", "QUYẾTx"),
        (rb"{\field{\*\fldinst HYPERLINK x}{\fldrslt trang}} 1", "trang 1"),
        (rb"{\pict\pngblip 89504e47}{\object{\*\objdata 00}}{\*\unknown{\b x}}{\info{\title T}}a", "a"),
        (b"{\\pict\\bin5 }}}}}}a", "a"),
        (rb"{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt trong khung}}}", "trong khung"),
        (rb"\{1\}\\\~2\_3\endash\tab x\'", "{1}\\\u00a02-3–\tx"),
    ],
)
def test_words(body: bytes, text: str) -> None:
    assert read(body) == text


def test_headers_are_margins_and_pages_are_told() -> None:
    content, _ = rtf.read(rb"{\rtf1{\info{\nofpages4}}{\header D\u7921? th\u7843?o\par}Th\u226?n{\footnote ghi}}")
    assert (content.text, content.margins, content.pages) == ("Thân", "Dự thảo", 4)


def test_old_fonts() -> None:
    text = read(rb"{\f2\'f1y ban nh\'a9n d\'a9n}{\f3  t\'d8nh ph\'aa duy\'d6t k\'d5 ho\'b9ch}")
    assert repair(text).text == "ỦY BAN NHÂN DÂN tỉnh phê duyệt kế hoạch"


def test_a_bomb_of_groups_is_refused() -> None:
    content, problems = rtf.read(rb"{\rtf1 " + b"{" * 100_000 + b"x")
    assert (content.reading, problems[0].rule) == (Reading.UNREADABLE, "INT16")


@pytest.mark.parametrize(
    ("data", "reading"), [(rb"{\rtf1}", Reading.UNREADABLE), (rb"{\rtf1{\pict 00}}", Reading.SCAN)]
)
def test_no_text(data: bytes, reading: Reading) -> None:
    content, problems = rtf.read(data)
    assert (content.reading, problems[0].rule) == (reading, "INT07")


TOKENS = [b"{", b"}", b"\\", b"\\u7871", b"\\'e9", b"\\*", b"\\bin9", b"\\fonttbl", b"\\f9", b"x", b"\\header", b"\n"]


@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_tokens_are_an_outcome(tokens: list[bytes]) -> None:
    content, problems = rtf.read(b"{\\rtf1" + b"".join(tokens))
    assert bool(content.text) != bool(problems)
