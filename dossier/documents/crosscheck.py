"""Produced papers read back and compared: the same total, rank, name, number or date is one value.

The papers are read as files, not from the data they were made from: a person may have edited one of them.
"""

from __future__ import annotations

import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from dossier.documents import rules
from dossier.files import read_bytes
from dossier.problems import Where
from dossier.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from dossier.problems import Problem

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNIT = "don vi"
_ROSTER = ["tt", "ho va ten", "chuc vu", "chuc danh"]
# Headings of the columns that are compared, folded; what people read stands in the message.
_COLUMNS = {
    "diem tu cham": "điểm tự chấm",
    "diem tham dinh": "điểm thẩm định",
    "diem dieu tra xa hoi hoc": "điểm điều tra xã hội học",
    "tong diem": "tổng điểm",
    "chi so (%)": "chỉ số",
    "xep hang": "xếp hạng",
    "xep loai": "xếp loại",
}
_OWN = re.compile(r"^Số: *(?P<number>\d*) */(?P<symbol>\S+)$")
_DATE = r"ngày +(?P<date>\d{1,2} +tháng +\d{1,2} +năm +\d{4})"
# The line of place and date, which minutes lack: theirs «Thời gian bắt đầu: …, ngày …» is another day's.
_DATED = re.compile(rf"^[^:]+, {_DATE}$")
# What minutes say of a unit in words.
_DECIDED = re.compile(
    r"^- (?P<unit>[^:]+): tự chấm (?P<own>[\d,]+) điểm; đề nghị .+; Hội đồng quyết định (?P<decided>[\d,]+) điểm\."
)
_CITED = re.compile(
    r"(?:Quyết định|Tờ trình|Báo cáo|Biên bản|Kế hoạch|Thông báo|Công văn) số +"
    rf"(?P<number>\d+)/(?P<symbol>[^\s,;.)]+) {_DATE}"
)
# Sentences that several papers have word for word, by what they begin with.
_SHARED = re.compile(r"^(?P<key>.*hỉ số cao nhất|Xếp loại:) ")
_SHOWN = 160


@dataclass(frozen=True, slots=True)
class PaperRead:
    """What a produced paper says.

    Attributes:
        name: file name, for messages.
        unit: name of the unit that a unit's own paper is about; empty for a campaign's.
        number: with its symbol, as printed: ``12/QĐ-UBND``; empty for a draft or an appendix.
        date: ``12 tháng 11 năm 2020``; empty for a draft.
        figures: by unit name and column.
        told: the same, as sentences have them.
        cited: references to other papers with their number and date.
        counted: number of units in the total row of the grades; None without that table.
        sentences: the sentence of each kind that papers share: spread of the index, grades.
        signer: name of the council's chair, under its authority or in its roster; empty otherwise.
    """

    name: str
    unit: str = ""
    number: str = ""
    date: str = ""
    figures: Mapping[tuple[str, str], str] = field(default_factory=dict)
    told: tuple[tuple[tuple[str, str], str], ...] = ()
    cited: tuple[tuple[str, str], ...] = ()
    counted: str = ""
    sentences: Mapping[str, str] = field(default_factory=dict)
    signer: str = ""


def read_paper(path: Path, *, unit: str = "") -> PaperRead:
    """Read the tables and sentences of a DOCX that are compared."""
    with zipfile.ZipFile(path) as package:
        root = etree.fromstring(package.read("word/document.xml"), etree.XMLParser(resolve_entities=False))
    lines = [one_line(_text(paragraph)) for paragraph in root.iter(f"{_W}p")]
    own = next((found for line in lines if (found := _OWN.match(line))), None)
    dated = next((found for line in lines if (found := _DATED.search(line))), None)
    tables = [_cells(table) for table in root.iter(f"{_W}tbl")]
    figures: dict[tuple[str, str], str] = {}
    for table in tables:
        figures.update(_figures(table, unit))
    told = [pair for line in lines if (found := _DECIDED.match(line)) for pair in _told(found)]
    return PaperRead(
        name=path.name,
        unit=unit,
        told=tuple(told),
        number=f"{own['number']}/{own['symbol']}" if own and own["number"] else "",
        date=dated["date"] if dated else "",
        figures=figures,
        cited=tuple(
            (f"{one['number']}/{one['symbol']}", one["date"]) for line in lines for one in _CITED.finditer(line)
        ),
        counted=next((row[2] for table in tables if _is_grades(table) for row in table if row[1] == "Tổng cộng"), ""),
        sentences={found["key"]: line for line in lines if (found := _SHARED.match(line))},
        signer=next((name for table in tables for name in _chairs(table)), ""),
    )


def _told(found: re.Match[str]) -> Iterator[tuple[tuple[str, str], str]]:
    yield (found["unit"], _COLUMNS["diem tu cham"]), found["own"]
    yield (found["unit"], _COLUMNS["diem tham dinh"]), found["decided"]


def find_disagreements(papers: Sequence[PaperRead], *, elsewhere: Iterable[str] = ()) -> tuple[Problem, ...]:
    """Every value that differs between two papers, with both.

    ``elsewhere`` are texts whose references are right without a paper of ours: the campaign's căn cứ.
    """
    return (
        *_figure_faults(papers),
        *_count_faults(papers),
        *_sentence_faults(papers),
        *_number_faults(papers, elsewhere),
        *_name_faults(papers),
    )


def _figure_faults(papers: Sequence[PaperRead]) -> Iterator[Problem]:
    said: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for paper in papers:
        for place, value in (*paper.figures.items(), *paper.told):
            said[place].setdefault(value, paper.name)
    for (unit, column), values in said.items():
        if len(values) > 1:
            yield _differ(f"{unit}, {column}", values)


def _count_faults(papers: Sequence[PaperRead]) -> Iterator[Problem]:
    said: dict[str, str] = {}
    for paper in papers:
        if paper.counted:
            said.setdefault(paper.counted, paper.name)
        graded = {unit for (unit, column), value in paper.figures.items() if column == "xếp loại" and value}
        if graded:
            said.setdefault(str(len(graded)), paper.name)
    if len(said) > 1:
        yield _differ("tổng số đơn vị được xếp loại", said)


def _sentence_faults(papers: Sequence[PaperRead]) -> Iterator[Problem]:
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for paper in papers:
        for key, sentence in paper.sentences.items():
            said[key].setdefault(sentence[:_SHOWN], paper.name)
    for key, values in said.items():
        if len(values) > 1:
            yield _differ(f"câu «{key.rstrip(':')} …»", values)


def _number_faults(papers: Sequence[PaperRead], elsewhere: Iterable[str]) -> Iterator[Problem]:
    """A paper of ours is cited by its own number and date; what is not ours is not judged."""
    known = {(paper.number, paper.date) for paper in papers if paper.number}
    dates = {paper.number: paper for paper in papers if paper.number and paper.date}
    text = fold(" ".join(elsewhere))
    for paper in papers:
        for number, date in paper.cited:
            own = dates.get(number)
            if own and (number, date) not in known and fold(number) not in text:
                yield _differ(f"ngày của văn bản số {number}", {own.date: own.name, date: paper.name})


def _name_faults(papers: Sequence[PaperRead]) -> Iterator[Problem]:
    said: dict[str, str] = {}
    for paper in papers:
        if paper.signer and not paper.unit:
            said.setdefault(paper.signer, paper.name)
    if len(said) > 1:
        yield _differ("họ tên Chủ tịch Hội đồng", said)


def _differ(what: str, values: Mapping[str, str]) -> Problem:
    told = "; ".join(f"«{value or 'để trống'}» trong {name}" for value, name in values.items())
    return rules.DISAGREE.at(Where(path=next(iter(values.values()))), f"Khác nhau về {what}: {told}.")


def _figures(table: Sequence[Sequence[str]], unit: str) -> Iterator[tuple[tuple[str, str], str]]:
    """The rows of a ranking, or the self-scored total of a unit's own score table."""
    heads = [fold(head) for head in table[0]] if table else []
    if _UNIT in heads and "tong diem" in heads:
        for row in table[1:]:
            for head, value in zip(heads, row, strict=False):
                if head in _COLUMNS:
                    yield (row[heads.index(_UNIT)], _COLUMNS[head]), value
    elif unit and "diem tu cham" in heads and "diem tham dinh" in heads:
        for row in table[1:]:
            if fold(row[1]) in {"tong diem tu cham", "tong diem"} and row[heads.index("diem tu cham")]:
                yield (unit, _COLUMNS["diem tu cham"]), row[heads.index("diem tu cham")]


def _is_grades(table: Sequence[Sequence[str]]) -> bool:
    return bool(table) and [fold(head) for head in table[0]][:3] == ["tt", "xep loai", "so luong"]


def _chairs(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """The chair in a roster; the last line under «TM. HỘI ĐỒNG» or «CHỦ TỌA»; cells keep their lines apart."""
    heads = [fold(head) for head in table[0]] if table else []
    if heads == _ROSTER:
        yield from (row[1] for row in table[1:] if fold(row[-1]) == "chu tich")
    for row in table:
        lines = row[-1].split("\n") if row else []
        first = fold(lines[0]) if lines else ""
        if len(lines) > 1 and (first.startswith("tm. hoi dong") or first == "chu toa"):
            yield lines[-1]


def _cells(table: etree._Element) -> list[list[str]]:
    return [
        ["\n".join(one_line(_text(p)) for p in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")]
        for row in table.iter(f"{_W}tr")
    ]


def _text(paragraph: etree._Element) -> str:
    return "".join((node.text or "") if node.tag == f"{_W}t" else " " for node in paragraph.iter(f"{_W}t", f"{_W}br"))


def read_papers(paths: Iterable[tuple[Path, str]]) -> tuple[PaperRead, ...]:
    """The papers that exist, each with the name of its unit or none."""
    return tuple(
        read_paper(path, unit=unit) for path, unit in paths if path.is_file() and read_bytes(path)[:2] == b"PK"
    )
