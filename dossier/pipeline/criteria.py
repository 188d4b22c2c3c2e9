"""``dossier criteria``: list, show, lint, schema, import, export and diff."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from dossier.criteria import CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.criteria.diff import NodeChange, find_changes
from dossier.criteria.model import Area, Leaf, Node
from dossier.criteria.schema import criteria_schema
from dossier.criteria.yamlout import render_yaml
from dossier.errors import BadInputError, RefusedError
from dossier.files import staged_file
from dossier.problems import Problem, Severity
from dossier.report.tables import Table
from dossier.sheets.wording import describe_rule
from dossier.text import ascii_name, official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMPLETENESS = {"full": "đủ", "sample": "MẪU – không dùng để công bố", "structure_only": "chỉ có khung"}
_SETS = TypeAdapter(CriteriaSet)
_CHANGES = TypeAdapter(tuple[NodeChange, ...])
_CELL = 400  # characters of a value in a table of changes


def locate(name: str) -> Path:
    """A criteria file by path, or by the id of a shipped set."""
    path = Path(name)
    return path if path.suffix or path.exists() else find_criteria(name)


def list_sets() -> Table:
    """The shipped sets."""
    rows = []
    for name in list_criteria():
        criteria, _ = load_criteria(find_criteria(name))
        maxima = " + ".join(official_decimal(part.max) for part in criteria.parts)
        rows.append(
            (
                criteria.id,
                criteria.title,
                str(criteria.year),
                str(len(criteria.leaves())),
                maxima,
                _COMPLETENESS[criteria.completeness.value],
            )
        )
    columns = ("Mã", "Tên", "Năm", "Tiêu chí thành phần", "Điểm tối đa theo phần", "Mức đầy đủ")
    return Table("Bộ tiêu chí đi kèm", columns, tuple(rows), numeric=(2, 3))


def set_json(name: str) -> bytes:
    """A set, layers applied, as JSON."""
    criteria, _ = load_criteria(locate(name))
    return _SETS.dump_json(criteria, by_alias=True, indent=2) + b"\n"


def show_set(name: str) -> tuple[Table, ...]:
    """A set as tables: its head, then the tree."""
    criteria, _ = load_criteria(locate(name))
    head = (
        ("Mã, phiên bản", f"{criteria.id}, {criteria.version}"),
        ("Mức đầy đủ", _COMPLETENESS[criteria.completeness.value]),
        ("Cơ quan ban hành", criteria.issuer),
        ("Nguồn", criteria.source),
        *((f"Căn cứ {number}", basis.text) for number, basis in enumerate(criteria.legal_bases, 1)),
        *((part.title, f"{official_decimal(part.max)} điểm") for part in criteria.parts),
        *((grade.name, f"từ {official_decimal(grade.min)}%") for grade in criteria.grades),
        *((f"Ghi chú {number}", note) for number, note in enumerate(criteria.notes, 1)),
    )
    rows = tuple(row for area in criteria.areas for row in _area_rows(area))
    columns = ("Mã", "Lĩnh vực, tiêu chí", "Điểm tối đa", "Cách tính", "Tài liệu kiểm chứng")
    return (Table(criteria.title, ("", ""), head), Table("Cây tiêu chí", columns, rows, numeric=(2,)))


def _area_rows(area: Area) -> Iterator[tuple[str, ...]]:
    yield (area.id, area.title.upper(), official_decimal(area.max), "", "")
    for node in area.items:
        yield from _node_rows(node)


def _node_rows(node: Node) -> Iterator[tuple[str, ...]]:
    proofs = "; ".join(proof.title for proof in node.proofs)
    if isinstance(node, Leaf):
        yield (node.id, node.title, official_decimal(node.max), describe_rule(node.rule, node.max), proofs)
        return
    yield (node.id, node.title, official_decimal(node.max), "", proofs)
    for child in node.items:
        yield from _node_rows(child)


def lint_sets(names: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """The faults of each set as lines, a sum for each, and whether any is an error."""
    lines: list[str] = []
    grave = False
    for name in names:
        try:
            criteria, problems = load_criteria(locate(name))
        except BadInputError as error:
            lines += [f"{name}: {error.message}", *(f"  {problem}" for problem in error.problems)]
            grave = True
            continue
        lines += [f"  {problem}" for problem in problems]
        errors = sum(problem.severity is Severity.ERROR for problem in problems)
        grave = grave or errors > 0
        lines.append(_sum_line(criteria, errors, len(problems)))
    return tuple(lines), grave


def _sum_line(criteria: CriteriaSet, errors: int, problems: int) -> str:
    leaves = criteria.leaves()
    total = official_decimal(sum((area.max for area in criteria.areas), start=type(criteria.parts[0].max)()))
    verdict = f"{errors} lỗi, {problems - errors} lưu ý" if problems else "không có lỗi"
    return f"{criteria.id}: {len(criteria.areas)} lĩnh vực, {len(leaves)} tiêu chí thành phần, {total} điểm; {verdict}."


def schema_json() -> bytes:
    """JSON Schema of the criteria file."""
    return json.dumps(criteria_schema(), ensure_ascii=False, indent=2).encode() + b"\n"


@dataclass(frozen=True, slots=True)
class Imported:
    """A set read from an office's file.

    Attributes:
        summary: what was read, in one line.
        problems: what could not be read, then what the draft lacks (``lint``).
    """

    yaml: str
    summary: str
    problems: tuple[Problem, ...]


def import_set(path: Path) -> Imported:
    """Read a workbook of ``export_set`` back, or an official table (XLSX, DOCX, PDF) into a draft.

    Raises:
        BadInputError: not readable, or not a table of criteria.
    """
    from dossier.criteria.importing import read_draft
    from dossier.criteria.workbook_read import is_workbook, read_workbook
    from dossier.xlsxfile import load_book

    if path.suffix.lower() == ".xlsx" and is_workbook(load_book(path)):
        yaml = render_yaml(read_workbook(path), heading=f"Đọc lại từ {path.name}.")
        return Imported(yaml, f"{path.name}: đọc lại trọn bộ tiêu chí đã xuất.", ())
    draft = read_draft(path, set_id=ascii_name(f"nhap-{path.stem}", limit=40).strip("-."))
    heading = (
        f"BẢN NHÁP đọc từ {path.name}: đối chiếu từng mục với văn bản trước khi dùng.\nCách viết: docs/bo-tieu-chi.md."
    )
    typed = draft.kinds.get("typed", 0)
    read = f"{draft.leaves} tiêu chí thành phần, {draft.leaves - typed} có quy tắc đề nghị, {typed} chưa đọc được"
    return Imported(render_yaml(draft.data, heading=heading), f"{path.name}: {read}.", draft.problems)


def write_import(path: Path, target: Path) -> Imported:
    """``import_set`` into a new file, with what the linter says of it.

    Raises:
        RefusedError: the target exists.
        BadInputError: as ``import_set``, or a workbook whose values do not fit.
    """
    if target.exists():
        raise RefusedError(f"Tệp {target} đã có; chọn tên khác hoặc xóa tệp cũ.")
    imported = import_set(path)
    with staged_file(target) as staging:
        staging.write_text(imported.yaml, encoding="utf-8", newline="\n")
    _, faults = load_criteria(target)
    return Imported(imported.yaml, imported.summary, (*imported.problems, *faults))


def export_set(name: str, target: Path) -> CriteriaSet:
    """Write a set as a workbook.

    Raises:
        RefusedError: the target exists, or is not named as a workbook.
    """
    from dossier.criteria.workbook import write_workbook

    if target.suffix.lower() != ".xlsx":
        raise RefusedError(f"Tệp xuất ra phải có đuôi .xlsx, không phải «{target.name}».")
    if target.exists():
        raise RefusedError(f"Tệp {target} đã có; chọn tên khác hoặc xóa tệp cũ.")
    criteria, _ = load_criteria(locate(name))
    write_workbook(target, criteria)
    return criteria


def diff_sets(old: str, new: str) -> tuple[NodeChange, ...]:
    """What changed from one set to another."""
    return find_changes(load_criteria(locate(old))[0], load_criteria(locate(new))[0])


def diff_json(changes: tuple[NodeChange, ...]) -> bytes:
    """Changes as JSON."""
    return _CHANGES.dump_json(changes, indent=2) + b"\n"


_FIELD_NAMES = {
    "title": "tên",
    "max": "điểm tối đa",
    "rule": "cách chấm",
    "guidance": "hướng dẫn",
    "proofs": "tài liệu kiểm chứng",
    "not_applicable": "không phát sinh",
    "scored_by": "bên chấm",
    "office": "cơ quan phụ trách",
    "window": "thời hạn",
}


def diff_table(changes: tuple[NodeChange, ...]) -> Table:
    """Changes as a table, long values cut."""
    columns = ("Mã cũ", "Mã mới", "Tiêu chí", "Thay đổi", "Mục", "Trước", "Sau")
    rows = tuple(
        (
            it.old_id,
            it.new_id,
            it.title,
            it.kind.value,
            _FIELD_NAMES.get(it.field, it.field),
            _shown(it.old),
            _shown(it.new),
        )
        for it in changes
    )
    return Table(f"{len(changes)} thay đổi", columns, rows)


def _shown(value: Any) -> str:
    """A value for a person: numbers as officials write them, the rest as compact YAML."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return official_decimal(value)
    if isinstance(value, str):
        return value[:_CELL]
    text = render_yaml({"": value}, heading="").split("\n", 1)[1]
    return text.strip()[:_CELL]
