"""A criteria set as a workbook that an office can read, edit and hand back (``criteria export``)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from dossier.criteria import sheetforms as forms
from dossier.criteria.yamlout import plain_data
from dossier.xlsxfile import Identity, put_identity, put_text, write_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from dossier.criteria.model import CriteriaSet

FORM = "bo-tieu-chi"
_Row = dict[str, Any]


def write_workbook(path: Path, criteria: CriteriaSet) -> None:
    """Write the set, layers applied; ``read_workbook`` gives the same areas, leaves, rules and proofs back.

    What is not kept: which layer changed which value (``layers.changes``), comments and the order of keys.
    """
    data = plain_data(criteria)
    book = Workbook()
    book.remove(book.worksheets[0])
    _put_header(book, data)
    nodes = list(_nodes(data.get("areas", ()), ""))
    _put_table(book, forms.TREE, (row for row, _ in nodes))
    _put_table(book, forms.RULES, (row for _, node in nodes if "rule" in node for row in rule_rows(node)))
    owners = (*((node["id"], node) for _, node in nodes), *_adjustments(data))
    _put_table(
        book, forms.PROOFS, ({"node": code} | proof for code, node in owners for proof in node.get("proofs", ()))
    )
    for table in forms.LISTS:
        _put_table(book, table, _at(data, table.key) or ())
    _put_table(book, forms.NOTES, ({"note": note} for note in data.get("notes", ())))
    put_identity(book, Identity(FORM, "", "", criteria.year, criteria.id, criteria.version))
    write_book(path, book, title=criteria.title)


def _adjustments(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((item["id"], item) for item in _at(data, "outside_scale.items") or ())


def _nodes(items: Iterable[dict[str, Any]], parent: str) -> Iterator[tuple[_Row, dict[str, Any]]]:
    """(row, node) of every node, parents first."""
    for node in items:
        kind = "area" if not parent else "criterion" if "items" in node else "leaf"
        yield {**node, "parent": parent, "node": forms.NODE_NAMES[kind]}, node
        yield from _nodes(node.get("items", ()), node["id"])


def rule_rows(node: dict[str, Any]) -> Iterator[_Row]:
    """The rows of a leaf's rule."""
    yield from _rule_rows(node["id"], node["rule"])


def _rule_rows(code: str, rule: dict[str, Any]) -> Iterator[_Row]:
    kind = rule["kind"]
    yield {"code": code, "row": "Kiểu (kind)", "text": f"{forms.KIND_NAMES[kind]} ({kind})"}
    for key, value in rule.items():
        if key in forms.SCALAR_ROWS:
            name, column, form = forms.SCALAR_ROWS[key]
            yield {"code": code, "row": f"{name} ({key})", column: _shown(value, form)}
        elif key in forms.ITEM_ROWS:
            yield from _item_rows(code, key, value)
        elif key == "base":
            yield from _rule_rows(code, value)


def _item_rows(code: str, key: str, items: Iterable[Any]) -> Iterator[_Row]:
    name, places = forms.ITEM_ROWS[key]
    for item in items:
        values = item if isinstance(item, dict) else {"": item}
        row: _Row = {"code": code, "row": f"{name} ({key})"}
        for field, column in places.items():
            if field == "id":
                row["code"] = f"{code}/{values['id']}"
            elif field in values:
                row[column] = _shown(values[field], forms.ITEM_FORMS.get(field, forms.Form.TEXT))
        yield row
        if "rule" in values:
            yield from _rule_rows(f"{code}/{values['id']}", values["rule"])


def _shown(value: Any, form: forms.Form) -> Any:
    """The value as it stands in a cell: text, or a number that Excel keeps exactly."""
    if form is forms.Form.NUMBER:
        number = Decimal(value)
        return number if Decimal(repr(float(number))) == number else str(number)
    if form is forms.Form.TRUTH:
        return "có" if value else "không"
    if form is forms.Form.LINES:
        return "\n".join(value)
    return str(value)  # dates in ISO form: a date cell would turn with the office's settings


def _at(data: dict[str, Any], key: str) -> Any:
    """The value of a dotted key; None when it is not there."""
    value: Any = data
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _put_header(book: Workbook, data: dict[str, Any]) -> None:
    rows: list[_Row] = [
        {"key": column.head, "value": _shown(value, column.form)}
        for column in forms.HEADER
        if (value := _at(data, column.key)) is not None
    ]
    columns = (forms.Column("key", "Mục", width=44), forms.Column("value", "Giá trị", width=100))
    _put_table(book, forms.Table(forms.HEADER_SHEET, "", columns), rows)


def _put_table(book: Workbook, table: forms.Table, rows: Iterable[dict[str, Any]]) -> None:
    sheet = book.create_sheet(table.title)
    for index, column in enumerate(table.columns, start=1):
        cell = sheet.cell(1, index)
        put_text(cell, column.head)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6F0")
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for line, row in enumerate(rows, start=2):
        for index, column in enumerate(table.columns, start=1):
            value = _at(row, column.key)
            if value is None:
                continue
            cell = sheet.cell(line, index)
            shown = value if column.key in {"text", "mark", "value"} else _shown(value, column.form)
            if isinstance(shown, Decimal):
                cell.value = shown
            else:
                put_text(cell, str(shown))
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
