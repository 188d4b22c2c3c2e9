"""A workbook of ``criteria export`` read back into the plain data of a set."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from dossier.criteria import sheetforms as forms
from dossier.criteria.importing.rules import BAD_CELL
from dossier.errors import BadInputError
from dossier.problems import Where
from dossier.text import fold
from dossier.xlsxfile import CellKind, load_book

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.xlsxfile import Book, Cell, Sheet

_KEY = re.compile(r".*\(([a-z_.]+)\)\s*")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NODE_KINDS = {fold(name): kind for kind, name in forms.NODE_NAMES.items()}
_Cells = dict[str, "Cell"]


def is_workbook(book: Book) -> bool:
    """Whether a workbook has the sheets of an exported set; the identity sheet may be lost."""
    return {forms.HEADER_SHEET, forms.RULES.title} <= {sheet.title for sheet in book.sheets}


def read_workbook(path: Path) -> dict[str, Any]:
    """The plain data of the set, for ``yamlout.render_yaml``; what it says is not judged here.

    Raises:
        BadInputError: not such a workbook; a cell or row that does not fit, each with ``sheet!cell``.
    """
    book = load_book(path)
    if not is_workbook(book):
        raise BadInputError(f"{path.name}: không phải tệp do dossier criteria export xuất ra.")
    return _Reading(path.name, book).data()


class _Reading:
    """The state of the walk over the sheets."""

    def __init__(self, path: str, book: Book) -> None:
        self.path = path
        self.sheets = {sheet.title: sheet for sheet in book.sheets}

    def bad(self, cell: Cell, message: str) -> BadInputError:
        """The error that ends the reading, at its cell."""
        problem = BAD_CELL.at(Where(path=self.path, cell=cell.place), message)
        return BadInputError(f"{self.path}: {cell.place}: {message}", problems=(problem,))

    def data(self) -> dict[str, Any]:
        """The whole set."""
        data = self._header()
        for table in forms.LISTS:
            items = [self._item(table, cells) for cells in self._rows(table)]
            if items:
                _put(data, table.key, items)
        notes = [cells["note"].text for cells in self._rows(forms.NOTES)]
        if notes:
            data["notes"] = notes
        nodes = self._tree(data)
        for item in data.get("outside_scale", {}).get("items", ()):
            nodes.setdefault(item["id"], item)
        self._proofs(nodes)
        self._rules(nodes)
        return data

    def _header(self) -> dict[str, Any]:
        columns = {column.key: column for column in forms.HEADER}
        data: dict[str, Any] = {}
        for row in self.sheets[forms.HEADER_SHEET].rows[1:]:
            if len(row) < len(("key", "value")) or not row[0].text:
                continue
            key = _key(row[0])
            if key not in columns:
                raise self.bad(row[0], f"không có mục «{row[0].text}»")
            _put(data, key, self._value(row[1], columns[key].form))
        return data

    def _rows(self, table: forms.Table) -> Iterator[_Cells]:
        """The filled cells of each row by key; empty rows are skipped, unknown columns refused."""
        sheet: Sheet | None = self.sheets.get(table.title)
        if sheet is None or not sheet.rows:
            return
        known = {column.key for column in table.columns}
        keys = [_key(cell) for cell in sheet.rows[0]]
        for cell, key in zip(sheet.rows[0], keys, strict=True):
            if cell.text and key not in known:
                raise self.bad(cell, f"không có cột «{cell.text}»")
        for row in sheet.rows[1:]:
            cells = {key: cell for key, cell in zip(keys, row, strict=False) if key and cell.kind is not CellKind.EMPTY}
            if cells:
                yield cells

    def _item(self, table: forms.Table, cells: _Cells) -> dict[str, Any]:
        columns = {column.key: column for column in table.columns}
        item: dict[str, Any] = {}
        for key, cell in cells.items():
            _put(item, key, self._value(cell, columns[key].form))
        return item

    def _value(self, cell: Cell, form: forms.Form) -> Any:
        if cell.kind is CellKind.FORMULA:
            raise self.bad(cell, "ô có công thức; hãy nhập giá trị")
        match form:
            case forms.Form.NUMBER:
                return self._number(cell)
            case forms.Form.TRUTH:
                return self._truth(cell)
            case forms.Form.DATE:
                return self._date(cell)
            case forms.Form.LINES:
                return [line.strip() for line in cell.text.splitlines() if line.strip()]
            case _:
                return cell.text.replace(",", ".") if cell.kind is CellKind.NUMBER else cell.text

    def _number(self, cell: Cell) -> Decimal:
        if cell.number is not None:
            return cell.number
        try:
            return Decimal(cell.text.replace(",", "."))
        except InvalidOperation as error:
            raise self.bad(cell, f"«{cell.text}» không phải là số") from error

    def _truth(self, cell: Cell) -> bool:
        word = fold(cell.text)
        if word not in {"co", "khong", "true", "false", "x"}:
            raise self.bad(cell, f"«{cell.text}» không phải là «có» hoặc «không»")
        return word in {"co", "true", "x"}

    def _date(self, cell: Cell) -> str:
        """ISO text; YAML reads it as a date."""
        day = _DAY.fullmatch(cell.text)
        return f"{day[3]}-{int(day[2]):02}-{int(day[1]):02}" if day else cell.text

    def _tree(self, data: dict[str, Any]) -> dict[str, dict[str, Any]]:
        nodes: dict[str, dict[str, Any]] = {}
        for cells in self._rows(forms.TREE):
            node = self._item(forms.TREE, cells)
            kind = _NODE_KINDS.get(fold(node.pop("node", "")))
            parent = node.pop("parent", "")
            code = cells.get("id", next(iter(cells.values())))
            if kind is None or "id" not in node:
                raise self.bad(code, "dòng thiếu mã (id) hoặc loại mục (node)")
            if parent and parent not in nodes:
                raise self.bad(cells["parent"], f"không có mục «{parent}» ở trên")
            if node["id"] in nodes:
                raise self.bad(code, f"mã «{node['id']}» đã dùng ở trên")
            if kind != "leaf":
                node["items"] = []
            above = nodes[parent].setdefault("items", []) if parent else data.setdefault("areas", [])
            above.append(node)
            nodes[node["id"]] = node
        return nodes

    def _owner(self, nodes: dict[str, dict[str, Any]], cells: _Cells, key: str) -> dict[str, Any]:
        cell = cells.get(key, next(iter(cells.values())))
        code = self._value(cell, forms.Form.TEXT).split("/")[0] if key in cells else ""
        if code not in nodes:
            raise self.bad(cell, f"không có mục «{code}»")
        return nodes[code]

    def _proofs(self, nodes: dict[str, dict[str, Any]]) -> None:
        for cells in self._rows(forms.PROOFS):
            owner = self._owner(nodes, cells, "node")
            proof = self._item(forms.PROOFS, {key: cell for key, cell in cells.items() if key != "node"})
            owner.setdefault("proofs", []).append(proof)

    def _rules(self, nodes: dict[str, dict[str, Any]]) -> None:
        """Rows of one code follow one another; what a row adds to is the rule or part begun last under it."""
        outer: dict[str, dict[str, Any]] = {}
        inner: dict[str, dict[str, Any]] = {}
        holders = dict(nodes)
        for cells in self._rows(forms.RULES):
            self._owner(nodes, cells, "code")
            code = self._value(cells["code"], forms.Form.TEXT)
            key = _key(cells["row"]) if "row" in cells else ""
            if key == "kind":
                rule = {"kind": _key(cells["text"]) if "text" in cells else ""}
                wraps = outer.get(code, {}).get("kind") == "share_deducted"
                if wraps:
                    outer[code]["base"] = rule
                else:
                    holders[code]["rule"] = outer[code] = rule
                inner[code] = rule
                continue
            above, _, end = code.rpartition("/")
            if key in forms.ITEM_ROWS and "id" in forms.ITEM_ROWS[key][1]:
                target = (outer if key == "deductions" else inner).get(above)
                item = {"id": end, **self._row_item(key, cells)}
                holders[code] = item
            else:
                target, item = inner.get(code), self._row_item(key, cells)
            if target is None or not item:
                raise self.bad(cells["code"], f"dòng của «{code}» không thuộc quy tắc nào")
            if key in forms.ITEM_ROWS:
                target.setdefault(key, []).append(item.get("", item))
            else:
                target |= item

    def _row_item(self, key: str, cells: _Cells) -> dict[str, Any]:
        if key in forms.SCALAR_ROWS:
            _, column, form = forms.SCALAR_ROWS[key]
            return {key: self._value(cells[column], form)} if column in cells else {}
        if key not in forms.ITEM_ROWS:
            cell = cells.get("row", cells["code"])
            raise self.bad(cell, f"không có loại dòng «{cell.text}»")
        places = forms.ITEM_ROWS[key][1]
        return {
            field: self._value(cells[column], forms.ITEM_FORMS.get(field, forms.Form.TEXT))
            for field, column in places.items()
            if field != "id" and column in cells
        }


def _key(cell: Cell) -> str:
    found = _KEY.fullmatch(cell.text)
    return found[1] if found else ""


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    *above, last = key.split(".")
    for part in above:
        data = data.setdefault(part, {})
    data[last] = value
