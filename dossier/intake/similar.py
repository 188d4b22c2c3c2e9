"""Documents that are almost the same: copies, re-dated copies of another year, one paper handed in twice.

Pure. Measured on 615 real documents (4-syllable shingles, digits masked): re-dated copies share 1.00 of
their shingles (0.88 unmasked), other papers made from the same template 0.29; of 5,565 such siblings six
reach 0.9. Hence the threshold; below it nothing is said.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from dossier.intake.model import EvidenceFile
from dossier.problems import CheckRule, Severity, Where
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dossier.intake.model import EvidenceIndex
    from dossier.problems import Problem

_SYLLABLES = 4
_ALIKE = 0.9
# A re-dated copy is the same once the digits are masked, and is not while they stand.
_SAME_WITH_DIGITS = 0.95
# Fewer shingles than this say nothing: a photo's caption, a cover sheet.
_LEAST_SHINGLES = 40
# The smallest hashes of a document are a fair sample of its shingles: of two documents that share 0.9 of all, one
# pair in a million shares fewer than 14 of these 24 (binomial), so that only such pairs are compared in full.
_SKETCH = 24
_SKETCH_SHARED = 14
# One-permutation hashing (Li, Owen, Zhang 2012): the least hash of each bin is one draw; five draws make a band. Of
# documents that share 0.9 of all, one pair in 1.5 million agrees in no band, (1 - 0.9^5)^16; of those that share 0.1,
# the letterhead and little else, one in 6,000 agrees in one.
_BINS, _BAND = 80, 5

_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d")

_SOURCE = "Đo trên 615 văn bản thật: ngưỡng 0,9 của cụm 4 âm tiết, che chữ số"
RULES = (
    CheckRule("SIM01", Severity.HINT, "Trong đơn vị không có hai tệp gần như một", _SOURCE,
              "Giữ bản đầy đủ nhất; một văn bản chứng minh nhiều tiêu chí chỉ cần một tệp."),
    CheckRule("SIM02", Severity.WARNING, "Văn bản không phải bản chép đổi ngày của năm khác", _SOURCE,
              "Mở cả hai tệp, xem nội dung có đúng của năm đánh giá không; hội đồng xem xét."),
    CheckRule("SIM03", Severity.WARNING, "Minh chứng của đơn vị không trùng với của đơn vị khác", _SOURCE,
              "Kiểm tra văn bản do ai ban hành; đề nghị đơn vị nộp văn bản của mình."),
)  # fmt: skip
_COPY, _REDATED, _TWO_UNITS = RULES


class Likeness(StrEnum):
    """How two documents are alike."""

    COPY = "gần như một"
    REDATED = "chép đổi số, ngày"
    TWO_UNITS = "hai đơn vị cùng nộp"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents that are almost the same; the first is the earlier in unit, then path order.

    Attributes:
        first, second: unit id and path.
        masked: share of common shingles with digits masked, 0 to 1.
        plain: the same with digits.
    """

    kind: Likeness
    first: tuple[str, str]
    second: tuple[str, str]
    masked: float
    plain: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is enough to find candidates.

    Attributes:
        count: how many masked shingles there are.
        values: the smallest of them, ascending.
        bands: two documents are compared only when one of these agrees, place by place; empty without a shingle.
    """

    count: int
    values: tuple[int, ...]
    bands: tuple[int, ...]


def build_sketch(text: str) -> Sketch:
    """The sketch of a text."""
    masked = shingles(text)
    return Sketch(len(masked), tuple(sorted(masked)[:_SKETCH]), _bands(masked))


def _bands(masked: frozenset[int]) -> tuple[int, ...]:
    """Each five draws as one number; an empty bin borrows from the next that is not (Shrivastava, Li 2014)."""
    least: dict[int, int] = {}
    for value in masked:
        rest, place = divmod(value, _BINS)
        if rest < least.get(place, rest + 1):
            least[place] = rest
    if not least:
        return ()
    draws = list(range(_BINS))
    taken = place = min(least)
    for place in range(_BINS + taken, taken, -1):
        taken = place if place % _BINS in least else taken
        draws[place % _BINS] = least[taken % _BINS] + (taken - place) * _BINS
    return tuple(crc32(repr(draws[at : at + _BAND]).encode()) for at in range(0, _BINS, _BAND))


# Not slotted: cached_property needs a __dict__; only candidates pay for their shingles.
@dataclass(frozen=True)
class _Sheet:
    unit: str
    file: EvidenceFile
    sketch: Sketch
    text: Callable[[EvidenceFile], str]

    @cached_property
    def masked(self) -> frozenset[int]:
        return shingles(self.text(self.file))

    @cached_property
    def plain(self) -> frozenset[int]:
        return shingles(self.text(self.file), mask=False)

    @cached_property
    def issuer(self) -> str:
        return fold(self.file.head.issuer or "")

    @property
    def place(self) -> tuple[str, str]:
        return (self.unit, self.file.path)


def find_alike(
    indexes: Sequence[EvidenceIndex],
    *,
    superiors: Iterable[str] = (),
    sketch: Callable[[EvidenceFile], Sketch] = lambda file: build_sketch(file.text),
    text: Callable[[EvidenceFile], str] = lambda file: file.text,
) -> tuple[Pair, ...]:
    """Every pair of almost equal documents in and between units, by place.

    Exact copies inside one unit are not repeated here (intake names them). A paper of a body in
    ``superiors`` rightly lies in many units and is not compared between them. ``sketch`` and ``text`` may answer
    from a memo.
    """
    files = ((index.unit, file) for index in indexes for file in index.files if file.text or file.text_source)
    sheets = [_Sheet(unit, file, sketch(file), text) for unit, file in files]
    above = {fold(name) for name in superiors if name}
    told = [sheet for sheet in sheets if sheet.sketch.count >= _LEAST_SHINGLES]
    pairs = (_compare(first, second) for first, second in _candidates(told, above))
    return tuple(sorted((pair for pair in pairs if pair), key=lambda pair: (pair.first, pair.second)))


def shingles(text: str, *, mask: bool = True) -> frozenset[int]:
    """The hashes of every four consecutive syllables, folded; with ``mask`` a digit is any digit."""
    key = fold(text)
    words = _WORD.findall(_DIGITS.sub("0", key) if mask else key)
    return frozenset(crc32(" ".join(words[at : at + _SYLLABLES]).encode()) for at in range(len(words) - _SYLLABLES + 1))


def _candidates(sheets: Sequence[_Sheet], superiors: set[str]) -> Iterator[tuple[_Sheet, _Sheet]]:
    """Pairs worth comparing, each once: not plain copies in one unit, nor what a superior sent to two."""
    own = [sheet.issuer not in superiors for sheet in sheets]
    for band in range(_BINS // _BAND):
        inside: defaultdict[tuple[str, int], list[_Sheet]] = defaultdict(list)
        between: defaultdict[int, list[_Sheet]] = defaultdict(list)
        for sheet, is_own in zip(sheets, own, strict=True):
            key = sheet.sketch.bands[band]
            met = [other for other in inside[sheet.unit, key] if other.file.sha256 != sheet.file.sha256]
            inside[sheet.unit, key].append(sheet)
            if is_own:
                met += (other for other in between[key] if other.unit != sheet.unit)
                between[key].append(sheet)
            yield from ((other, sheet) for other in met if _is_near(other.sketch, sheet.sketch, band))


def _is_near(first: Sketch, second: Sketch, band: int) -> bool:
    """Whether this is the first band in which two sketches agree, and they share enough of their values."""
    before = zip(first.bands[:band], second.bands[:band], strict=True)
    return (
        all(one != other for one, other in before)
        and len(frozenset(first.values).intersection(second.values)) >= _SKETCH_SHARED
    )


def _compare(first: _Sheet, second: _Sheet) -> Pair | None:
    masked = _jaccard(first.masked, second.masked)
    if masked < _ALIKE:
        return None
    plain = _jaccard(first.plain, second.plain)
    return Pair(_kind(first, second, plain), first.place, second.place, round(masked, 3), round(plain, 3))


def _kind(first: _Sheet, second: _Sheet, plain: float) -> Likeness:
    if first.unit != second.unit:
        return Likeness.TWO_UNITS
    years = {_year(sheet.file) for sheet in (first, second)} - {None}
    redated = plain < _SAME_WITH_DIGITS and len(years) == len((first, second))
    return Likeness.REDATED if redated else Likeness.COPY


def _year(file: EvidenceFile) -> int | None:
    return file.head.date.year if file.head.date else file.head.year


def _jaccard(left: frozenset[int], right: frozenset[int]) -> float:
    both = len(left & right)
    return both / (len(left) + len(right) - both)


def tell_pairs(pairs: Sequence[Pair], *, names: Mapping[str, str]) -> dict[str, tuple[Problem, ...]]:
    """The pairs as problems, for each unit concerned; ``names`` is the display name of each unit."""
    told: defaultdict[str, list[Problem]] = defaultdict(list)
    for pair in pairs:
        for (unit, path), (other_unit, other_path) in ((pair.first, pair.second), (pair.second, pair.first)):
            where = Where(path=path, unit=unit)
            if pair.kind is Likeness.TWO_UNITS:
                message = f"Gần như trùng với «{other_path}» của {names[other_unit]}."
                told[unit].append(_TWO_UNITS.at(where, message))
            elif (unit, path) == pair.second:
                rule = _REDATED if pair.kind is Likeness.REDATED else _COPY
                told[unit].append(rule.at(where, f"Nội dung {pair.kind} so với «{other_path}»."))
    return {unit: tuple(problems) for unit, problems in told.items()}
