"""Where a file says it belongs: cited in the form, put into a folder, or named by a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.matching.model import Signal
from dossier.text import fold

if TYPE_CHECKING:
    from dossier.matching.facts import Facts
    from dossier.matching.statements import Statement

_PREFIX = r"(?:tctp|tc|tieu chi(?: thanh phan)?)[\s._-]*"
# «1.12.2020», «1,5 ty», «5.1-2020» and «30.5%» are dates and amounts, not codes.
_END = r"(?![0-9a-z%]|[.,][0-9]|-(?:19|20)[0-9]{2}\b|\s*(?:ty|trieu|nghin|ngan|dong|ha|km|m2)\b)"
_FOLDER_END = r"(?![0-9a-z]|[.,][0-9])"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A node of the set that a file is tied to, and by what.

    Attributes:
        node: code of an area, criterion or leaf.
        words: Vietnamese, for the reason: ``thư mục 1.1.1``.
    """

    signal: Signal
    node: str
    words: str


@dataclass(frozen=True, slots=True)
class CodeFinder:
    """Finds the codes of one criteria set in folder and file names.

    Attributes:
        covered: the leaves below every node.
        codes: node code by folded code.
    """

    covered: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, str]
    folder: re.Pattern[str]
    bare: re.Pattern[str]
    prefixed: re.Pattern[str]

    def in_folders(self, folders: Iterable[str]) -> str | None:
        """The deepest node the folders name, each below the one before; None when the first names none."""
        found: str | None = None
        for folder in folders:
            hit = self.folder.match(fold(folder))
            node = self.codes[hit[1]] if hit else None
            if node is None or (found and not set(self.covered[node]) <= set(self.covered[found])):
                break
            found = node
        return found

    def in_name(self, stem: str) -> str | None:
        """The node a file name names: a dotted code at its start, or any code after «TC»."""
        name = fold(stem)
        hit = self.prefixed.search(name) or self.bare.match(name)
        return self.codes[hit[1]] if hit else None


def build_code_finder(covered: Mapping[str, tuple[str, ...]], areas: Iterable[str]) -> CodeFinder:
    """A finder for the nodes of a set; area codes count in folder names only, never in file names."""
    codes = {fold(code): code for code in covered}
    below = set(codes) - {fold(area) for area in areas}
    return CodeFinder(
        covered,
        codes,
        folder=re.compile(rf"\W*(?:{_PREFIX})?{_any_of(codes)}{_FOLDER_END}"),
        bare=re.compile(rf"\W*{_any_of(code for code in below if '.' in code)}{_END}"),
        prefixed=re.compile(rf"(?<![0-9a-z]){_PREFIX}{_any_of(below)}{_END}"),
    )


def find_anchors(facts: Facts, finder: CodeFinder, statements: Iterable[Statement]) -> tuple[Anchor, ...]:
    """Every node the file is tied to, strongest signal first."""
    return (*_cited(facts, statements), *_placed(facts, finder))


def _cited(facts: Facts, statements: Iterable[Statement]) -> Iterator[Anchor]:
    for statement in statements:
        citation = next((item for item in statement.citations if facts.bears(item)), None)
        if citation:
            yield Anchor(Signal.CITED, statement.leaf, f"biểu tự chấm dẫn {citation.reference}")
        elif facts.named_in(statement.rest):
            yield Anchor(Signal.CITED, statement.leaf, "biểu tự chấm ghi tên tệp")


def _placed(facts: Facts, finder: CodeFinder) -> Iterator[Anchor]:
    folder = finder.in_folders(facts.file.path.split("/")[:-1])
    if folder:
        yield Anchor(Signal.FOLDER, folder, f"thư mục {folder}")
    named = finder.in_name(facts.stem)
    # «1.1. Kế hoạch.pdf» in folder 2.3 is a list number: the folder knows better.
    if named and (folder is None or set(finder.covered[named]) <= set(finder.covered[folder])):
        yield Anchor(Signal.NAME_CODE, named, f"tên tệp ghi mã {named}")


def _any_of(codes: Iterable[str]) -> str:
    ordered = sorted(codes, key=lambda code: (-len(code), code))
    # An empty alternation would match anything; no code at all must match nothing.
    return f"({'|'.join(map(re.escape, ordered)) or '(?!)'})"
