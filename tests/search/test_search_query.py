import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dossier.cache import FullText
from dossier.intake import DocumentHead
from dossier.search import Query, find_evidence, parse_query
from dossier.search.query import fits_fields
from dossier.search.words import words_in_place, words_of
from dossier.text import nfc
from tests.search.conftest import PLAN, document, shelf, unit


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Cải cách", Query(phrases=(("cai",), ("cach",)))),
        ('"Cải cách  hành chính"', Query(phrases=(("cai", "cach", "hanh", "chinh"),))),
        ("“một cửa” xã", Query(phrases=(("mot", "cua"), ("xa",)))),
        ("so:05/KH-UBND", Query(numbers=("05/KH-UBND",))),
        ("Số:05 LOẠI:kh", Query(numbers=("05",), types=("kh",))),
        ('loai:"Kế hoạch" nam:2025', Query(types=("Kế hoạch",), years=(2025,))),
        ("don-vi:an-binh đơn-vị:x", Query(units=("an-binh", "x"))),
        ("05/KH-UBND", Query(phrases=(("05", "kh", "ubnd"),))),
        ("nam:hai", Query(phrases=(("nam", "hai"),))),
        ("so:", Query(phrases=(("so",),))),
        ("giờ:8", Query(phrases=(("gio", "8"),))),
        ('"chưa đóng', Query(phrases=(("chua", "dong"),))),
        ("xã xã", Query(phrases=(("xa",),))),
        ('  "" - * ( ', Query()),
    ],
)
def test_what_is_typed_is_understood(text: str, query: Query) -> None:
    assert parse_query(text) == query


HEAD = DocumentHead(number="05", symbol="KH-UBND", type="Kế hoạch", year=2019, subject_years=(2020,))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("so:05/KH-UBND", True),
        ("so:5/kh-ubnd", True),
        ("so:05", True),
        ("so:KH-UBND", True),
        ("so:50", False),
        ("so:0", False),
        ("so:05/QĐ-UBND", False),
        ("so:5/KH", False),
        ("loai:kế-hoạch", True),
        ("loai:hoach", True),
        ("loai:KH", True),
        ("loai:ke", True),
        ("loai:k", False),
        ("loai:qd", False),
        ("nam:2020", True),
        ("nam:2019", True),
        ("nam:2018", False),
        ("nam:2019 nam:2020", True),
        ("so:05 nam:2018", False),
        ("don-vi:an-binh", True),
        ('don-vi:"xã An Bình"', True),
        ("don-vi:binh", True),
        ("don-vi:bin", False),
    ],
)
def test_fields_are_compared_with_the_head(text: str, *, fits: bool) -> None:
    assert fits_fields(parse_query(text), HEAD, unit("an binh")) is fits


def test_a_head_without_fields_fits_no_field() -> None:
    for text in ("so:05", "so:KH-UBND", "loai:kh", "nam:2020"):
        assert not fits_fields(parse_query(text), DocumentHead(), unit("an binh"))


SHELVES = [shelf("an binh", document("a NEAR b.pdf", PLAN))]


@given(st.text(max_size=60) | st.text(alphabet="\"()*^:+-{}\\NEARANDORNOT ab\0'", max_size=60))
@example('NEAR("a b", 5)')
@example('a" OR "b')
@example("title : *")
@example("so:\ud800")
@example(" ".join(f"w{n}" for n in range(3000)))
def test_nothing_that_can_be_typed_raises(text: str) -> None:
    with FullText() as index:
        result = find_evidence(text, SHELVES, index=index, limit=5)
    assert result.found in {0, 1}


@given(st.text(max_size=200))
def test_words_in_place_are_the_words(text: str) -> None:
    text = nfc(text)
    placed = words_in_place(text)
    assert all(words_of(text[word.start : word.end]) for word in placed)
    assert [word.start for word in placed] == sorted(word.start for word in placed)


def test_placed_words_are_those_the_index_holds() -> None:
    assert [word.key for word in words_in_place(nfc(PLAN))] == words_of(PLAN)
