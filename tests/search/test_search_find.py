from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dossier.cache import FullText
from dossier.intake.model import DocumentHead, DocumentPart, EvidenceFile, Reading
from dossier.search import Shelf, find, find_evidence
from dossier.search.snippet import cut_snippet, page_at
from tests.search.conftest import PLAN, document, shelf


@pytest.fixture
def index() -> Iterator[FullText]:
    with FullText() as opened:
        yield opened


def paths(text: str, shelves: list[Shelf], index: FullText) -> list[str]:
    return [hit.path for hit in find_evidence(text, shelves, index=index, limit=10).hits]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tuyên truyền", ["1.1/KH 05.pdf", "1.2/BC.pdf"]),
        ("TUYEN TRUYEN", ["1.1/KH 05.pdf", "1.2/BC.pdf"]),
        ('"cải cách hành chính"', ["1.1/KH 05.pdf"]),
        ("duong loi", ["1.1/KH 05.pdf"]),
        ("duong", ["inbox/Quyết định giao đường dây.pdf", "1.1/KH 05.pdf"]),
        ("tuyên truyền loai:bc", ["1.2/BC.pdf"]),
        ("so:15", ["1.2/BC.pdf", "NQ.pdf"]),
        ("so:15-NQ/ĐU", ["NQ.pdf"]),
        ("nam:2020 don-vi:an-binh", ["1.1/KH 05.pdf"]),
        ("05/KH-UBND", ["1.1/KH 05.pdf"]),
        ("không có từ này", []),
        ("", []),
    ],
)
def test_what_is_found(text: str, found: list[str], shelves: list[Shelf], index: FullText) -> None:
    assert paths(text, shelves, index) == found


def test_a_word_of_the_title_weighs_more_than_one_of_the_body(index: FullText) -> None:
    filler = "nội dung khác của văn bản này, " * 3
    files = [document("a.pdf", f"{filler} một cửa"), document("b.pdf", f"{filler} hai ba", subject="Một cửa")]
    assert paths("một cửa", [shelf("an binh", *files)], index) == ["b.pdf", "a.pdf"]


def test_system_files_are_no_evidence(index: FullText) -> None:
    thumbs = document("Thumbs.db")
    object.__setattr__(thumbs, "reading", Reading.IGNORED)
    result = find_evidence("thumbs", [shelf("an binh", thumbs)], index=index, limit=5)
    assert (result.found, result.files) == (0, 0)


def test_the_limit_cuts_the_list_and_not_the_count(shelves: list[Shelf], index: FullText) -> None:
    result = find_evidence("tuyên truyền", shelves, index=index, limit=1)
    assert (len(result.hits), result.found, result.files, result.silent) == (1, 2, 4, 1)


def test_the_hit_shows_the_words_as_written_and_where(shelves: list[Shelf], index: FullText) -> None:
    hit = find_evidence('"bo phan mot cua"', shelves, index=index, limit=1).hits[0]
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["bộ phận một cửa"]
    assert hit.number == "05/KH-UBND"


def test_a_changed_file_answers_with_its_new_words_only(index: FullText) -> None:
    old, new = (shelf("an binh", document("a.pdf", text)) for text in ("văn bản cũ", "văn bản mới"))
    assert paths("cũ", [old], index) == ["a.pdf"]
    assert paths("cũ", [new], index) == []
    assert paths("mới", [new], index) == ["a.pdf"]
    assert paths("mới", [shelf("an binh")], index) == []


def test_an_index_grown_bit_by_bit_ranks_like_a_new_one(shelves: list[Shelf]) -> None:
    with FullText() as grown, FullText() as new:
        paths("xa", [shelf("an binh", document("x.pdf", "tuyên truyền " * 9))], grown)
        paths("xa", shelves[1:], grown)
        assert paths("tuyên truyền", shelves, grown) == paths("tuyên truyền", shelves, new)


@pytest.mark.parametrize("damage", [b"not a database at all", b""])
def test_a_damaged_index_changes_no_answer(damage: bytes, shelves: list[Shelf], tmp_path: Path) -> None:
    place = tmp_path / "tim-kiem.sqlite"
    with FullText(place) as index:
        before = paths("tuyên truyền", shelves, index)
    place.write_bytes(damage)
    with FullText(place) as index:
        assert paths("tuyên truyền", shelves, index) == before != []


def test_a_snippet_is_cut_where_most_words_meet() -> None:
    text = "kế hoạch " + "khác " * 100 + "kế hoạch tuyên truyền cải cách"
    snippet = cut_snippet(text, [("ke", "hoach"), ("tuyen",), ("cach",)])
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["kế hoạch", "tuyên", "cách"]
    assert text[snippet.start :].startswith(snippet.text)


@pytest.mark.parametrize(
    ("word", "pages", "page"), [("duong", 2, 1), ("cua", 2, 2), ("cua", 1, 1)], ids=["first", "second", "only"]
)
def test_the_page_is_told_where_the_text_tells_it(word: str, pages: int, page: int) -> None:
    assert page_at(PLAN, cut_snippet(PLAN, [(word,)]).place, pages=pages) == page


def test_a_hit_in_a_stack_names_the_document_the_words_stand_in(index: FullText) -> None:
    heads = [
        DocumentHead(type=kind, number=number, symbol="X") for kind, number in (("Kế hoạch", "1"), ("Báo cáo", "2"))
    ]
    parts = (DocumentPart(1, 1, heads[0]), DocumentPart(2, 3, heads[1]))
    stack = replace(document("tap.pdf", "mở đầu\frà soát thủ tục\fhết"), head=heads[0], parts=parts, pages=3)
    (hit,) = find_evidence('"rà soát"', [shelf("an binh", stack)], index=index, limit=5).hits
    assert (hit.page, hit.type, hit.number) == (2, "Báo cáo", "2/X")


def test_the_page_is_not_guessed() -> None:
    assert page_at("không ngắt trang", 5, pages=3) is None


def test_a_person_is_answered_from_the_units_they_may_see_and_the_index_keeps_all(
    index: FullText, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelves = [shelf(name, document("a.pdf", f"kế hoạch của {name}")) for name in ("an binh", "binh minh")]
    read: list[str] = []
    whole = find._title_and_body

    def watched(file: EvidenceFile) -> tuple[str, str]:
        read.append(file.path)
        return whole(file)

    monkeypatch.setattr(find, "_title_and_body", watched)
    assert find_evidence("kế hoạch", shelves, index=index, limit=5).found == 2
    own = find_evidence("kế hoạch", shelves, index=index, limit=5, among={"an-binh"})
    assert ([hit.unit for hit in own.hits], own.found, own.files) == (["an-binh"], 1, 1)
    by_field = find_evidence("nam:2020", shelves, index=index, limit=5, among=())
    assert (by_field.found, by_field.files, by_field.silent) == (0, 0, 0)
    assert find_evidence("kế hoạch", shelves, index=index, limit=5).found == 2
    assert len(read) == 2
