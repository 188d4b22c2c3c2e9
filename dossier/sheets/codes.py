"""Which criterion a row means, though a spreadsheet turned its code 1.10 into 1,1 or 3.5 into a date."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.sheets import rules
from dossier.text import fold
from dossier.xlsxfile import Cell, CellKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.problems import Problem, Where

_NUMERIC_CODE = re.compile(r"\d+(?:\.\d+)?")


class Codes:
    """The codes a form knows and the title of each."""

    def __init__(self, titles: Iterable[tuple[str, str]]) -> None:
        self._titles: dict[str, set[str]] = {}
        self._codes: set[str] = set()
        for code, title in titles:
            self._codes.add(code)
            self._titles.setdefault(fold(title), set()).add(code)

    def __contains__(self, code: str) -> bool:
        return code in self._codes

    def resolve(self, cell: Cell, title: Cell, where: Where) -> str | Problem:
        """The code of a row; one that is typed but unknown comes back as typed. A problem when it cannot be told."""
        place = replace(where, cell=cell.place)
        named = self._titles.get(fold(title.text.split("\n")[0]), set())
        if cell.kind is CellKind.TEXT:
            code = cell.text.replace(" ", "").rstrip(".")
            if code in self._codes and named and code not in named:
                message = f"Mã {code} nhưng tên là của tiêu chí {', '.join(sorted(named))}."
                return rules.WRONG_TITLE.at(place, message)
            return code
        candidates = self._spoilt(cell) or self._codes
        for choice in (candidates & named, candidates):
            if len(choice) == 1:
                return next(iter(choice))
        message = f"Mã đã bị đổi thành {cell.kind.value} «{cell.text}», không rõ là tiêu chí nào."
        return rules.UNCLEAR_CODE.at(place, message)

    def _spoilt(self, cell: Cell) -> set[str]:
        """Codes that a spreadsheet would turn into this number: 1.1 and 1.10 into 1,1."""
        number = cell.number if cell.kind is CellKind.NUMBER else None
        return {code for code in self._codes if _NUMERIC_CODE.fullmatch(code) and Decimal(code) == number}
