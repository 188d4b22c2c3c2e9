from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.legacytext import CAPITALS_OFF, CAPITALS_ON
from dossier.readers import FileKind, Reading, doc, ppt, read_content
from tests.readers.oleparts import CAPITALS, DELETED, HIDDEN, font, make_doc, make_ole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHARED = Path(__file__).parents[3] / "shared" / "material"
PLAIN = b""


def read(*body: tuple[str, bytes]) -> str:
    return doc.read(make_doc(body))[0].text


def test_a_letterhead_table_gives_its_left_cell_first() -> None:
    rows = "UBND HUYỆN AN SƠN\r\x0bXÃ A\x07CỘNG HÒA\rĐộc lập\x07\x07Số: 05/KH-UBND\r"
    content, problems = doc.read(make_doc([(rows, PLAIN)], pages=3))
    assert content.text.split("\n") == ["UBND HUYỆN AN SƠN", "XÃ A", "CỘNG HÒA", "Độc lập", "Số: 05/KH-UBND"]
    assert (content.kind, content.pages, content.source, problems) == (FileKind.DOC, 3, "nội dung tệp", ())


def test_pieces_of_eight_and_sixteen_bits_join() -> None:
    assert read(("Ke hoach \x96 caf\xe9: ", PLAIN), ("kế hoạch ", PLAIN), ("2025", PLAIN)) == (
        "Ke hoach – café: kế hoạch 2025"
    )


def test_deleted_and_hidden_text_is_not_read() -> None:
    # A tracked change of the number must not become a number.
    assert read(("Số: ", PLAIN), ("12", DELETED), ("15", PLAIN), ("99", HIDDEN), ("/QĐ", PLAIN)) == "Số: 15/QĐ"


def test_capitals_by_formatting_are_capitals() -> None:
    assert read(("Quyết định", CAPITALS), ("\rVề việc", PLAIN)) == "QUYẾT ĐỊNH\nVề việc"


def test_a_capitals_font_is_marked_for_the_repair() -> None:
    data = make_doc([("ñy ban", font(1)), (" nh©n d©n", font(0))], fonts=(".VnTime", ".VnTimeH"))
    assert doc.read(data)[0].text == f"{CAPITALS_ON}ñy ban{CAPITALS_OFF} nh©n d©n"


def test_of_a_field_only_the_result_is_read() -> None:
    field = "Trang \x13 PAGE \x13 NESTED \x14 x \x15\x147\x15 và \x13 HYPERLINK \x14đường dẫn\x15."
    assert read((field, PLAIN)) == "Trang 7 và đường dẫn."


def test_controls_symbols_and_special_hyphens() -> None:
    assert read(("\x01\x08\uf0b7 a\x1eb\x1fc\td\x02", PLAIN)) == "a-bc\td"


def test_headers_and_text_boxes_reach_the_draft_mark() -> None:
    content, _ = doc.read(make_doc([("Thân\r", PLAIN)], headers="Dự thảo lần 2\r", boxes="DỰ THẢO\r"))
    assert (content.text, content.margins) == ("Thân\nDỰ THẢO", "Dự thảo lần 2\nDỰ THẢO")


@pytest.mark.parametrize(
    ("data", "rule", "says"),
    [
        (make_doc([("x", PLAIN)], version=0x68), "INT05", "Word 95"),
        (make_doc([("x", PLAIN)], flags=0x100), "INT02", "mật khẩu"),
        (make_doc([("x", PLAIN)], flags=0x200)[:4000], "INT01", "hỏng"),
        (make_ole({"WordDocument": bytes(4096)}), "INT01", "hỏng"),
        (make_ole({"WordDocument": make_doc([("x", PLAIN)])[512:4608]}), "INT01", "hỏng"),
        (make_doc([("\r\r", PLAIN)]), "INT07", "không có chữ"),
    ],
)
def test_what_is_not_read_says_why(data: bytes, rule: str, says: str) -> None:
    content, problems = doc.read(data)
    assert content.reading is Reading.UNREADABLE
    assert [problem.rule for problem in problems] == [rule]
    assert says in problems[0].message


def test_only_a_picture_is_a_scan() -> None:
    content, problems = doc.read(make_doc([("\x01\r", PLAIN)]))
    assert (content.reading, problems[0].rule) == (Reading.SCAN, "INT07")


WHOLE = make_doc([("Số: 05\r", PLAIN), ("kế hoạch", CAPITALS)], headers="Dự thảo\r", pages=2)


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 4), st.integers(0, 2**32 - 1)), min_size=1, max_size=6))
def test_damage_anywhere_is_an_outcome(hits: list[tuple[int, int]]) -> None:
    damaged = bytearray(WHOLE)
    for at, value in hits:
        struct.pack_into("<I", damaged, at, value)
    content, problems = doc.read(bytes(damaged))
    assert content.reading is Reading.READ or problems


OLD = "Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp"
NEW = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập"


def test_old_fonts_are_repaired_in_every_kind(
    make_docx: Callable[..., bytes], make_xls: Callable[..., bytes], make_pdf: Callable[..., bytes]
) -> None:
    files = {
        "doc": make_doc([(OLD, PLAIN)], headers="dù th¶o\r"),
        "docx": make_docx(OLD, header="dù th¶o"),
        "xls": make_xls({(0, 0): OLD}),
        "pdf": make_pdf([(60, 700, OLD)]),
        "text": OLD.encode("cp1252"),
        "rtf": b"{\\rtf1 " + "".join(f"\\'{byte:02x}" for byte in OLD.encode("cp1252")).encode() + b"}",
        "html": b"<html>" + OLD.encode("cp1252"),
    }
    for kind, data in files.items():
        content, problems = read_content(data)
        assert (content.kind.value, content.text.split("\n")[-1]) == (kind, NEW)
        assert [problem.rule for problem in problems] == ["INT26"]
        assert "TCVN3" in problems[0].message
        assert content.margins in {"", "dự thảo"}


def _record(kind: int, body: bytes, *, container: bool = False, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4 | (0xF if container else 0), kind, len(body)) + body


def make_ppt(*, token: bytes = b"\x5f\xc0\x91\xe3", foreign: bytes = b"") -> bytes:
    chars = _record(0x0FA0, "Cải cách\rhành chính".encode("utf-16-le"))
    slides = _record(0x0FF0, _record(0x03F3, b"\1\0\0\0") + chars + _record(0x03F3, b"\2\0\0\0"), container=True)
    notes = _record(0x0FF0, _record(0x0FA8, b"notes"), container=True, instance=2)
    master = _record(0x03F8, _record(0x0FA8, b"Click to edit"), container=True)
    package = _record(0x0428, foreign, container=True)
    slide = _record(0x03EE, _record(0x0FA8, b"Nam 2025\vxa A"), container=True)
    stream = package + slides + notes + master + slide + chars
    return make_ole({"PowerPoint Document": stream, "Current User": bytes(12) + token})


def test_slides_of_an_old_presentation() -> None:
    content, problems = ppt.read(make_ppt(foreign=b"PK\3\4" * 50))
    assert content.text.split("\n") == ["Cải cách", "hành chính", "Nam 2025", "xa A"]
    assert (content.kind, content.pages, problems) == (FileKind.PPT, 2, ())


def test_a_locked_presentation() -> None:
    assert ppt.read(make_ppt(token=b"\xdf\xc4\xd1\xf3"))[1][0].rule == "INT02"


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
def test_real_workbooks_in_old_fonts_are_repaired() -> None:
    folders = [SHARED / "vietnamese" / f"legacy_encoding_{name}" for name in ("tcvn3", "vni")]
    found = [read_content(path.read_bytes())[1] for folder in folders for path in folder.iterdir()]
    assert [[problem.rule for problem in problems] for problems in found] == [["INT26"]] * 7


def _documents() -> Iterator[Path]:
    yield from (path for path in SHARED.rglob("*") if path.suffix.casefold() == ".doc" and path.is_file())


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
def test_real_documents_have_an_outcome() -> None:
    results = [doc.read(path.read_bytes()) for path in _documents() if path.read_bytes()[:4] == b"\xd0\xcf\x11\xe0"]
    assert sum(content.reading is Reading.READ for content, _ in results) >= 40
    assert all(content.text or problems for content, problems in results)
