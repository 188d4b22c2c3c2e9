"""``make accuracy LABELS=file.tsv [ROOT=folder]``: what intake reads of labelled files, field by field.

Exact, abstained (nothing, or «present but unreadable») or wrong; a wrong answer is the only bad one. Two forms of
labels are understood: one column a field (as ``samples.scripted`` writes), and ``number/symbol`` with an ISO date.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import re
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import partial_ratio

from dossier.cache import Memo
from dossier.intake import scan_evidence
from dossier.intake.model import NumberState
from dossier.problems import NoProgress
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.intake import DocumentHead, EvidenceFile

_ISSUER_LIKENESS = 90  # of the label within what was read; OCR bends a letter here and there
_REFERENCE = re.compile(r"(?P<number>\d+)[/-](?P<symbol>.+)")
_TEXT_LAYER = "lớp chữ"
# Rows of the tables, in this order.
_FIELDS = (
    *("số đánh máy", "số viết tay", "có số hay để trống", "ký hiệu", "ngày đánh máy", "ngày viết tay", "năm"),
    *("loại", "cơ quan", "số + ngày, PDF có chữ"),
)
_SHORT = {"ubnd": "uy ban nhan dan", "hdnd": "hoi dong nhan dan"}


class Answer(StrEnum):
    """How an answer compares with the label."""

    EXACT = "đúng"
    ABSTAINED = "bỏ trống"
    WRONG = "sai"


@dataclass(frozen=True)
class Label:
    """What a person, or the script, says of a file; None where nothing is said.

    Attributes:
        day: None also when the date is not labelled; then so are ``month`` and ``year``.
        issuer: folded words.
    """

    file: str
    number: str | None = None
    symbol: str | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    type: str | None = None
    issuer: str | None = None
    number_written: bool = False
    day_written: bool = False


@dataclass(frozen=True)
class Verdict:
    """One field of one file."""

    file: str
    field: str
    answer: Answer
    expected: str
    got: str


def main() -> None:
    """Read the labelled files and print the table."""
    parser = argparse.ArgumentParser(description="Đo độ chính xác khi đọc phần đầu văn bản.")
    parser.add_argument("labels", type=Path)
    parser.add_argument("root", type=Path, nargs="?", help="thư mục chứa tệp (mặc định: nơi có tệp nhãn)")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    labels = load_labels(asked.labels)
    files = read_files(asked.root or asked.labels.parent, [label.file for label in labels], jobs=asked.jobs)
    missing = [label.file for label in labels if label.file not in files]
    verdicts = [verdict for label in labels if label.file in files for verdict in judge(label, files[label.file])]
    print(f"{len(files)} tệp có nhãn đã đọc" + (f"; không thấy {len(missing)} tệp: {missing}" if missing else ""))
    print(build_table(verdicts))
    for verdict in verdicts:
        if verdict.answer is Answer.WRONG:
            print(f"SAI {verdict.field}: {verdict.file}: nhãn «{verdict.expected}», đọc «{verdict.got}»")
    folders = dict.fromkeys(label.file.split("/")[0] for label in labels if "/" in label.file)
    if len(folders) > 1:
        print("\n" + build_folder_table(verdicts, list(folders)))


def load_labels(path: Path) -> list[Label]:
    """The labels of a tab-separated file in either form."""
    with path.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source, delimiter="\t"))
    return [_detailed(row) if "symbol" in row else _compact(row) for row in rows]


def _detailed(row: dict[str, str]) -> Label:
    return Label(
        file=row["file"],
        number=row["number"] or None,
        symbol=row["symbol"] or None,
        day=_whole(row["day"]),
        month=_whole(row["month"]),
        year=_whole(row["year"]),
        type=row["type"] or None,
        issuer=row["issuer_key_folded"] or None,
        number_written=row["number_handwritten"] == "1",
        day_written=row["day_handwritten"] == "1",
    )


def _whole(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def _compact(row: dict[str, str]) -> Label:
    reference = _REFERENCE.fullmatch(row["number/symbol"] or "")
    date = dt.date.fromisoformat(row["date"]) if row["date"] else None
    written = "number+day handwritten" in (row["notes"] or "")
    return Label(
        file=row["file"],
        number=reference["number"] if reference else None,
        symbol=reference["symbol"] if reference else None,
        day=date.day if date else None,
        month=date.month if date else None,
        year=date.year if date else None,
        type=row["type"] or None,
        issuer=_words(row["org"].split("(")[0]) or None,
        number_written=written,
        day_written=written,
    )


def read_files(root: Path, names: Iterable[str], *, jobs: int) -> dict[str, EvidenceFile]:
    """The files through intake's door; a folder with these files alone stands in for a unit's."""
    with tempfile.TemporaryDirectory() as scratch:
        for name in names:
            source, target = (root / name).resolve(), Path(scratch) / name
            if source.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as executor:
            index = scan_evidence(Path(scratch), unit="do", memo=Memo(), progress=NoProgress(), executor=executor)
    return {file.path: file for file in index.files}


def judge(label: Label, file: EvidenceFile) -> Iterator[Verdict]:
    """Every labelled field of a file against what was read."""
    for field, expected, answer, got in _comparisons(label, file):
        yield Verdict(label.file, field, answer, expected, got)


def _comparisons(label: Label, file: EvidenceFile) -> Iterator[tuple[str, str, Answer, str]]:
    head = file.head
    if label.number:
        field = "số viết tay" if label.number_written else "số đánh máy"
        number = _equal(label.number.lstrip("0"), head.number and head.number.lstrip("0"))
        yield field, label.number, number, head.number or ""
        yield "có số hay để trống", "có", _number_state(head), head.number_state.value
    if label.symbol:
        symbol = _equal(_symbol(label.symbol), head.symbol and _symbol(head.symbol))
        yield "ký hiệu", label.symbol, symbol, head.symbol or ""
    yield from _dates(label, head)
    if label.type:
        yield "loại", label.type, _equal(fold(label.type), head.type and fold(head.type)), head.type or ""
    if label.issuer:
        yield "cơ quan", label.issuer, _issuer(label.issuer, head), f"{head.issuer or ''} | {head.parent or ''}"
    if file.text_source == _TEXT_LAYER and label.number and label.day:
        whole = _equal((label.number.lstrip("0"), _date(label)), _number_and_date(head))
        yield "số + ngày, PDF có chữ", f"{label.number}, {_date(label)}", whole, f"{head.number}, {head.date}"


def _dates(label: Label, head: DocumentHead) -> Iterator[tuple[str, str, Answer, str]]:
    if label.day and label.month and label.year:
        field = "ngày viết tay" if label.day_written else "ngày đánh máy"
        yield field, str(_date(label)), _equal(_date(label), head.date), str(head.date or "")
    if label.year:
        year = head.date.year if head.date else head.year
        yield "năm", str(label.year), _equal(label.year, year), str(year or "")


def _date(label: Label) -> dt.date:
    return dt.date(label.year or 1, label.month or 1, label.day or 1)


def _number_and_date(head: DocumentHead) -> tuple[str, dt.date] | None:
    return (head.number.lstrip("0"), head.date) if head.number and head.date else None


def _equal(expected: object, got: object) -> Answer:
    if got is None:
        return Answer.ABSTAINED
    return Answer.EXACT if got == expected else Answer.WRONG


def _number_state(head: DocumentHead) -> Answer:
    """A filled number called blank makes a draft of an issued document, so that is wrong, not abstained."""
    if head.number_state is NumberState.BLANK:
        return Answer.WRONG
    return Answer.ABSTAINED if head.number_state is NumberState.ABSENT else Answer.EXACT


def _symbol(text: str) -> str:
    return text.replace("Ð", "Đ").casefold()


def _issuer(expected: str, head: DocumentHead) -> Answer:
    if head.issuer is None:
        return Answer.ABSTAINED
    got = _words(f"{head.issuer} {head.parent or ''}")
    known = set(expected.split()) <= set(got.split()) or partial_ratio(expected, got) >= _ISSUER_LIKENESS
    return Answer.EXACT if known else Answer.WRONG


def _words(text: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in re.findall(r"[^\W_]+", fold(text)))


def build_table(verdicts: Sequence[Verdict]) -> str:
    """Markdown: a row a field."""
    lines = ["| Trường | n | đúng | bỏ trống | sai | đúng % |", "|---|---:|---:|---:|---:|---:|"]
    for field in _fields(verdicts):
        count = Counter(verdict.answer for verdict in verdicts if verdict.field == field)
        cells = " | ".join(str(count[answer]) for answer in Answer)
        lines.append(f"| {field} | {count.total()} | {cells} | {_share(count)} |")
    return "\n".join(lines)


def build_folder_table(verdicts: Sequence[Verdict], folders: Sequence[str]) -> str:
    """Markdown: exact per cent by field and first folder; wrong answers in brackets."""
    lines = [f"| Trường | {' | '.join(folders)} |", "|---|" + "---:|" * len(folders)]
    for field in _fields(verdicts):
        cells = []
        for folder in folders:
            mine = [verdict for verdict in verdicts if verdict.field == field and verdict.file.startswith(f"{folder}/")]
            count = Counter(verdict.answer for verdict in mine)
            wrong = f" ({count[Answer.WRONG]} sai)" if count[Answer.WRONG] else ""
            cells.append(f"{_share(count)}{wrong}" if mine else "")
        lines.append(f"| {field} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _fields(verdicts: Sequence[Verdict]) -> list[str]:
    return sorted({verdict.field for verdict in verdicts}, key=_FIELDS.index)


def _share(count: Counter[Answer]) -> str:
    return f"{100 * count[Answer.EXACT] / count.total():.0f}" if count.total() else ""


if __name__ == "__main__":
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    main()
