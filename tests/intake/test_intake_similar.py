import datetime as dt
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.intake.model import DocumentHead, EvidenceFile, EvidenceIndex, FileKind, Reading
from dossier.intake.similar import Likeness, build_sketch, find_alike, shingles, tell_pairs

SYLLABLES = (
    "kế", "hoạch", "cải", "cách", "hành", "chính", "của", "ủy", "ban", "nhân", "dân", "xã",
    "rà", "soát", "thủ", "tục", "báo", "cáo", "kết", "quả", "thực", "hiện",
)  # fmt: skip


def words(seed: int, count: int = 300) -> str:
    source = random.Random(seed)  # noqa: S311 - made-up prose
    return " ".join(source.choice(SYLLABLES) + str(source.randrange(10) or "") for _ in range(count))


def paper(path: str, text: str, *, year: int = 2020, issuer: str = "UBND xã A", sha: str = "") -> EvidenceFile:
    head = DocumentHead(date=dt.date(year, 1, 5), issuer=issuer)
    return EvidenceFile(path, 1, 1, FileKind.PDF, Reading.READ, sha256=sha or path, head=head, text=text)


def unit(name: str, *files: EvidenceFile) -> EvidenceIndex:
    return EvidenceIndex(name, files)


def test_a_copy_with_a_few_words_changed_is_a_copy() -> None:
    text = words(1)
    index = unit("xa-a", paper("a.pdf", text), paper("b.pdf", text.replace("xã", "xóm", 1)))
    (pair,) = find_alike([index])
    assert pair.kind is Likeness.COPY
    assert (pair.first, pair.second) == (("xa-a", "a.pdf"), ("xa-a", "b.pdf"))


def test_last_year_s_report_with_new_figures_is_a_redated_copy() -> None:
    text = words(2)
    again = text.replace("1", "7").replace("2", "4")
    index = unit("xa-a", paper("2019.pdf", text, year=2019), paper("2020.pdf", again, year=2020))
    (pair,) = find_alike([index])
    assert pair.kind is Likeness.REDATED
    assert pair.masked == 1.0
    assert pair.plain < 0.95


def test_exact_copies_in_one_unit_are_left_to_intake() -> None:
    text = words(3)
    assert find_alike([unit("xa-a", paper("a.pdf", text, sha="x"), paper("b.pdf", text, sha="x"))]) == ()


def test_one_paper_from_two_units_is_told_to_both() -> None:
    text = words(4)
    pairs = find_alike([unit("xa-a", paper("a.pdf", text)), unit("xa-b", paper("b.pdf", text))])
    told = tell_pairs(pairs, names={"xa-a": "xã A", "xa-b": "xã B"})
    assert {problem.rule for problems in told.values() for problem in problems} == {"SIM03"}
    assert "«b.pdf» của xã B" in told["xa-a"][0].message
    assert "«a.pdf» của xã A" in told["xa-b"][0].message


def test_a_superior_s_paper_may_lie_in_every_unit() -> None:
    text = words(5)
    indexes = [unit(name, paper("qd.pdf", text, issuer="ỦY BAN NHÂN DÂN HUYỆN X")) for name in ("xa-a", "xa-b")]
    assert find_alike(indexes, superiors=["Uỷ ban nhân dân huyện X"]) == ()


@pytest.mark.parametrize("text", ["", "ảnh niêm yết", words(6, 30)])
def test_short_texts_say_nothing(text: str) -> None:
    assert find_alike([unit("xa-a", paper("a.pdf", text), paper("b.pdf", text))]) == ()


@given(st.lists(st.integers(0, 3), min_size=2, max_size=6))
def test_the_order_of_files_does_not_matter(seeds: list[int]) -> None:
    files = [paper(f"{number}.pdf", words(seed), sha=str(number)) for number, seed in enumerate(seeds)]
    forward = {frozenset((pair.first, pair.second)) for pair in find_alike([unit("xa-a", *files)])}
    backward = {frozenset((pair.first, pair.second)) for pair in find_alike([unit("xa-a", *reversed(files))])}
    expected = {
        frozenset((("xa-a", f"{i}.pdf"), ("xa-a", f"{j}.pdf")))
        for i, a in enumerate(seeds)
        for j, b in enumerate(seeds)
        if i < j and a == b
    }
    assert forward == backward == expected


def test_masked_shingles_are_blind_to_digits_and_spelling() -> None:
    assert shingles("Ngày 05 tháng 01 năm 2020") == shingles("NGÀY 17 THÁNG 12 NĂM 1999")
    assert shingles("Ngày 05 tháng 01", mask=False) != shingles("Ngày 06 tháng 01", mask=False)


def test_what_is_not_text_is_passed_over() -> None:
    scan = replace(paper("a.pdf", ""), reading=Reading.SCAN)
    assert find_alike([unit("xa-a", scan, replace(scan, path="b.pdf"))]) == ()


@given(st.integers(0, 10_000), st.integers(100, 400))
def test_documents_at_the_threshold_meet_in_a_band(seed: int, count: int) -> None:
    text = words(seed, count).split()
    # Each changed syllable takes four shingles: one in a hundred leaves about nine tenths.
    for at in range(50, count, 100):
        text[at] = "khac"
    one, other = build_sketch(words(seed, count)), build_sketch(" ".join(text))
    assert any(band == again for band, again in zip(one.bands, other.bands, strict=True))


def test_a_text_without_shingles_has_no_band() -> None:
    assert build_sketch("hai chữ").bands == ()
