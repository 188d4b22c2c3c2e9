"""An official table read into a draft set."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dossier.criteria.importing import rules
from dossier.criteria.importing.columns import find_entries, text_above
from dossier.criteria.importing.grid import unreadable
from dossier.criteria.importing.outline import Item, build_outline
from dossier.criteria.importing.proofs import propose_proofs
from dossier.criteria.importing.propose import propose_rule
from dossier.criteria.importing.sentences import find_options, split_paragraphs
from dossier.errors import BadInputError
from dossier.problems import Problem, Where
from dossier.text import fold, official_decimal, one_line

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.criteria.importing.grid import Grid
    from dossier.criteria.importing.outline import Outline
    from dossier.problems import CheckRule

_YEAR = re.compile(r"\bnăm\s+(20\d\d)\b", re.IGNORECASE)
_LEVELS = (("huyen", "cap huyen"), ("xa", "cap xa"), ("xa", "cac xa"), ("so", "so, "), ("tinh", "cap tinh"))
_UNKNOWN_YEAR = 2025
_TITLE_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft set as plain data, for ``yamlout.render_yaml``.

    Attributes:
        leaves: how many leaves it has.
        kinds: how many of them by kind of rule; ``typed`` are those not understood.
        problems: every row and every sentence about points that is not in the data's rules.
    """

    data: dict[str, Any]
    leaves: int
    kinds: dict[str, int]
    problems: tuple[Problem, ...]


def read_draft(path: Path, *, set_id: str) -> Draft:
    """Read an official table of criteria from XLSX, DOCX or PDF.

    The text of every leaf is kept verbatim in ``guidance``; the header (issuer, year, level) is guessed and
    meant to be mended by hand.

    Raises:
        BadInputError: not readable, of another kind, or without a table of criteria.
    """
    grid = _read_grid(path)
    entries = tuple(find_entries(grid.rows))
    if not entries:
        raise unreadable(path, "không thấy bảng có cột STT, nội dung tiêu chí và điểm")
    outline = build_outline(entries, path=path.name)
    return _Drafting(path.name, outline).draft(set_id, grid.preface or text_above(grid.rows))


# Each module brings a heavy library, and a table needs one of them.
_READERS = {".xlsx": "xlsxgrid.read_xlsx_grid", ".docx": "docxgrid.read_docx_grid", ".pdf": "pdfgrid.read_pdf_grid"}


def _read_grid(path: Path) -> Grid:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInputError(f"{path.name}: chỉ đọc được bảng tiêu chí trong tệp .xlsx, .docx hoặc .pdf.")
    module, name = reader.split(".")
    grid: Grid = getattr(importlib.import_module(f"dossier.criteria.importing.{module}"), name)(path)
    return grid


class _Drafting:
    """The state of the walk over the nodes."""

    def __init__(self, path: str, outline: Outline) -> None:
        self.path = path
        self.outline = outline
        self.problems: list[Problem] = list(outline.problems)
        self.kinds: Counter[str] = Counter()

    def draft(self, set_id: str, preface: str) -> Draft:
        """The whole set."""
        areas = [self._node(item, depth=0) for item in self._areas()]
        total = sum((area["max"] for area in areas), Decimal())
        told = self.outline.total
        if told is not None and told != total:
            message = f"Dòng tổng ghi {official_decimal(told)} điểm, các lĩnh vực cộng lại {official_decimal(total)}."
            self._report(rules.TOTAL, None, message)
        data = _header(set_id, preface, self.path, total) | {"areas": areas}
        return Draft(data, sum(self.kinds.values()), dict(self.kinds), tuple(self.problems))

    def _report(self, rule: CheckRule, item: Item | None, message: str) -> None:
        where = Where(path=self.path, cell=item.place if item else "", node=item.code if item else "")
        self.problems.append(rule.at(where, message))

    def _areas(self) -> list[Item]:
        """The nodes at the top; an area that the table only implies is made up and reported."""
        items = {item.code: item for item in self.outline.items}
        for code in list(items):
            area = code.split(".")[0]
            if area not in items:
                items[area] = Item(area, items[code].place, title=[f"Lĩnh vực {area}"])
                self._report(rules.CODE, items[area], f"Bảng không có dòng của lĩnh vực «{area}»; tên đặt tạm.")
        self.items = items
        return [item for code, item in items.items() if "." not in code]

    def _children(self, item: Item) -> list[Item]:
        below = [code for code in self.items if code.startswith(f"{item.code}.")]
        return [
            self.items[code]
            for code in below
            if not any(code != other and code.startswith(f"{other}.") for other in below)
        ]

    def _node(self, item: Item, *, depth: int) -> dict[str, Any]:
        children = self._children(item)
        title, paragraphs = self._title(item)
        if not children and depth:
            return self._leaf(item, {"id": item.code, "title": title}, paragraphs)
        if children:
            nodes = [self._node(child, depth=depth + 1) for child in children]
        else:
            self._report(rules.CODE, item, f"Mục «{item.code}» không có mục con; tiêu chí tạm mang mã «{item.code}.1».")
            nodes = [self._leaf(item, {"id": f"{item.code}.1", "title": title}, paragraphs)]
            paragraphs = []
        total = sum((node["max"] for node in nodes), Decimal())
        data = {"id": item.code, "title": title, "max": item.max if item.max is not None else total}
        return {**data, **self._shared(item, paragraphs, depth=depth), "items": nodes}

    def _title(self, item: Item) -> tuple[str, list[str]]:
        """Name and the rest of the text; a name too long for one is kept whole in the rest."""
        paragraphs = split_paragraphs(item.text)
        whole = one_line(" ".join(item.title)) if item.title else (paragraphs.pop(0) if paragraphs else "")
        title = whole.strip(" .:")
        if not title or fold(title).startswith("yeu cau"):
            self._report(rules.LOOSE_ROW, item, f"Mục «{item.code}» không có tên.")
        if len(title) > _TITLE_LIMIT:
            paragraphs.insert(0, whole)
        return title[:_TITLE_LIMIT] or f"Mục {item.code}", paragraphs

    def _shared(self, item: Item, paragraphs: list[str], *, depth: int) -> dict[str, Any]:
        """What a node with nodes below it says for all of them; an area has no place for it."""
        for paragraph in paragraphs:
            if not depth or find_options(paragraph):
                self._report(rules.LEFT_OVER, item, f"Chưa đưa vào quy tắc: «{paragraph[:200]}».")
        if not depth:
            return {}
        arising = propose_rule(paragraphs, top=item.max).not_applicable
        return _said(paragraphs) | ({"not_applicable": arising} if arising else {}) | self._proofs(item)

    def _leaf(self, item: Item, head: dict[str, Any], paragraphs: list[str]) -> dict[str, Any]:
        if not paragraphs and (options := find_options(head["title"])):
            # «Có kế hoạch: 1 điểm» is name and rule in one line.
            head, paragraphs = {**head, "title": options[0].condition}, [head["title"]]
        proposal = propose_rule(paragraphs, top=item.max, notes=item.proofs)
        kind = proposal.rule["kind"]
        self.kinds[kind] += 1
        if kind == "typed":
            self._report(rules.NO_RULE, item, f"Chưa đọc được cách chấm của «{head['title'][:80]}».")
        for sentence in proposal.left_over:
            self._report(rules.LEFT_OVER, item, f"Chưa đưa vào quy tắc: «{sentence[:200]}».")
        if proposal.max is None:
            self._report(rules.NO_MAX, item, f"Không rõ điểm tối đa của «{head['title'][:80]}»; ghi tạm 0.")
        data = {**head, "max": proposal.max if proposal.max is not None else Decimal(), "rule": proposal.rule}
        data |= _said(paragraphs) | self._proofs(item, head["id"])
        if proposal.not_applicable:
            data["not_applicable"] = proposal.not_applicable
        if proposal.scored_by != "tu_cham":
            data["scored_by"] = proposal.scored_by
        return data

    def _proofs(self, item: Item, code: str = "") -> dict[str, Any]:
        proofs = propose_proofs(code or item.code, split_paragraphs(item.proofs))
        return {"proofs": proofs} if proofs else {}


def _said(paragraphs: list[str]) -> dict[str, str]:
    return {"guidance": "\n".join(paragraphs)} if paragraphs else {}


def _header(set_id: str, preface: str, name: str, total: Decimal) -> dict[str, Any]:
    """What stands above the table, as far as it tells; the rest says that it is to be filled in."""
    year = _YEAR.search(preface)
    words = fold(preface)
    level = next((level for level, phrase in _LEVELS if phrase in words), "xa")
    title = one_line(preface.split("(Kèm theo", maxsplit=1)[0])[:_TITLE_LIMIT] or f"Bộ tiêu chí đọc từ {name}"
    return {
        "schema": 1,
        "id": set_id,
        "version": 1,
        "level": level,
        "year": int(year[1]) if year else _UNKNOWN_YEAR,
        "title": title,
        "issuer": "(điền cơ quan ban hành)",
        "source": f"Đọc tự động từ tệp {name}; chưa được rà soát.",
        "completeness": "full",
        "notes": [
            "Bản nháp đọc tự động: đối chiếu từng mục; cấp, năm, tên và cơ quan ban hành ở đầu tệp chỉ là phỏng đoán."
        ],
        "parts": [{"id": "tham-dinh", "title": "Tự đánh giá và thẩm định", "max": total, "scored_by": "tham_dinh"}],
        "layers": [{"id": "goc", "kind": "decision", "title": title, "issuer": "(điền cơ quan ban hành)"}],
    }
