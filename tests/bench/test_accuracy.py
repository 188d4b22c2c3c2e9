import csv
import datetime as dt
from pathlib import Path

import pytest

from dossier.intake import DocumentHead, EvidenceFile, FileKind
from dossier.intake.model import NumberState, Reading
from samples.scripted import COLUMNS, write_set
from tests.bench.accuracy import Answer, Label, build_table, judge, load_labels, read_files

LABEL = Label("a.pdf", "05", "KH-UBND", 5, 1, 2025, "kế hoạch", "xa an binh")
RIGHT = DocumentHead(
    number="5",
    number_state=NumberState.READ,
    symbol="KH-UBND",
    date=dt.date(2025, 1, 5),
    type="Kế hoạch",
    issuer="UBND XÃ AN BÌNH",
)


def answers(head: DocumentHead, label: Label = LABEL, source: str = "") -> dict[str, Answer]:
    file = EvidenceFile("a.pdf", 1, 1, FileKind.PDF, Reading.READ, head=head, text_source=source)
    return {verdict.field: verdict.answer for verdict in judge(label, file)}


def test_a_right_head_is_exact_in_every_field() -> None:
    assert set(answers(RIGHT).values()) == {Answer.EXACT}
    assert answers(RIGHT, source="lớp chữ")["số + ngày, PDF có chữ"] is Answer.EXACT


def test_nothing_read_is_abstained_in_every_field() -> None:
    assert set(answers(DocumentHead()).values()) == {Answer.ABSTAINED}


@pytest.mark.parametrize(
    ("field", "head"),
    [
        ("số đánh máy", DocumentHead(number="50")),
        ("có số hay để trống", DocumentHead(number_state=NumberState.BLANK)),
        ("ký hiệu", DocumentHead(symbol="QĐ-UBND")),
        ("ngày đánh máy", DocumentHead(date=dt.date(2025, 5, 1))),
        ("năm", DocumentHead(year=2024)),
        ("loại", DocumentHead(type="Báo cáo")),
        ("cơ quan", DocumentHead(issuer="ỦY BAN NHÂN DÂN XÃ BÌNH MINH")),
    ],
)
def test_what_is_read_wrong_is_wrong(field: str, head: DocumentHead) -> None:
    assert answers(head)[field] is Answer.WRONG


def test_handwritten_fields_are_counted_apart() -> None:
    by_hand = Label("a.pdf", "05", day=5, month=1, year=2025, number_written=True, day_written=True)
    assert {"số viết tay", "ngày viết tay"} <= answers(RIGHT, by_hand).keys()
    assert not {"số đánh máy", "ngày đánh máy"} & answers(RIGHT, by_hand).keys()


def test_both_forms_of_labels_say_the_same(tmp_path: Path) -> None:
    detailed, compact = tmp_path / "a.tsv", tmp_path / "b.tsv"
    row = ("a.pdf", "05", "KH-UBND", "5", "1", "2025", "kế hoạch", "uy ban nhan dan xa an binh", "1", "1")
    with detailed.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter="\t").writerows((COLUMNS, row))
    compact.write_text(
        "file\tkind\torg\tnumber/symbol\tdate\ttype\tnotes\n"
        "a.pdf\tscan\tUBND xã An Bình (huyện)\t05/KH-UBND\t2025-01-05\tkế hoạch\tnumber+day handwritten\n"
        "b.jpg\timage\t(trang 2)\t\t\t\t\n",
        encoding="utf-8",
    )
    assert load_labels(detailed) == load_labels(compact)[:1]
    assert load_labels(compact)[1] == Label("b.jpg")


def test_the_table_adds_up() -> None:
    file = EvidenceFile("a.pdf", 1, 1, FileKind.PDF, Reading.READ, head=RIGHT)
    table = build_table([*judge(LABEL, file), *judge(Label("b.pdf", "9"), file)])
    assert "| số đánh máy | 2 | 1 | 0 | 1 | 50 |" in table
    assert "| năm | 1 | 1 | 0 | 0 | 100 |" in table


def test_the_scripted_set_is_the_seed_s(tmp_path: Path) -> None:
    one, two, other = tmp_path / "1", tmp_path / "2", tmp_path / "3"
    drawn = ("ky-so", "viet-tay", "anh-chup")
    assert write_set(one, seed=7, each=1, conditions=drawn) == write_set(two, seed=7, each=1, conditions=drawn) == 3
    write_set(other, seed=8, each=1, conditions=("ky-so",))
    files = [path.relative_to(one) for path in one.rglob("*") if path.is_file()]
    assert len(files) == len(drawn) + 1
    assert all((one / file).read_bytes() == (two / file).read_bytes() for file in files)
    assert (one / "ky-so/000.pdf").read_bytes() != (other / "ky-so/000.pdf").read_bytes()


def test_the_labels_of_text_pages_are_what_intake_reads(tmp_path: Path) -> None:
    write_set(tmp_path, seed=3, each=4, conditions=("chu", "ky-so"))
    labels = load_labels(tmp_path / "LABELS.tsv")
    files = read_files(tmp_path, [label.file for label in labels], jobs=1)
    verdicts = [verdict for label in labels for verdict in judge(label, files[label.file])]
    assert [verdict for verdict in verdicts if verdict.answer is not Answer.EXACT] == []
    assert {file.signed for path, file in files.items() if path.startswith("ky-so/")} == {1}
