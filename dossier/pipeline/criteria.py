"""``dossier criteria``: list, show, lint and schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.criteria import CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.criteria.model import Area, Leaf, Node
from dossier.criteria.schema import criteria_schema
from dossier.errors import BadInputError
from dossier.problems import Severity
from dossier.report.tables import Table
from dossier.sheets.wording import describe_rule
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COMPLETENESS = {"full": "đủ", "sample": "MẪU – không dùng để công bố", "structure_only": "chỉ có khung"}
_SETS = TypeAdapter(CriteriaSet)


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
