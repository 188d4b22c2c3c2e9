"""Reading a table of results that somebody else made: YAML, or XLSX with one line a unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from pydantic import ConfigDict, Field

from dossier.criteria.model import CriteriaSet, Grade, Scorer
from dossier.errors import BadInputError
from dossier.pipeline.claimed_xlsx import read_claimed_rows
from dossier.problems import Where
from dossier.scoring.tally import Points, Tally, sum_points
from dossier.scoring.verify import Claimed, index_as_printed, unit_key
from dossier.text import official_decimal
from dossier.yamlfile import Model, YamlDocument, load_yaml, parse_model

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ZERO = Decimal(0)
# What the YAML calls the two surveys, in the order of the set's parts.
_SURVEYS = ("survey", "sipas")


class ClaimedRow(Model):
    """One unit of the YAML table; a missing value is what the table does not say, except for the surveys.

    Attributes:
        f: [self, appraised] for each area in order.
        survey: null when the survey was not assessed for the unit; ``sipas`` likewise.
        f_max: applicable maximum of an area where it differs from ``field_max``, by code.
    """

    f: tuple[tuple[Decimal | None, Decimal | None], ...]
    survey: Decimal | None = None
    sipas: Decimal | None = None
    f_max: dict[str, Decimal] = Field(default_factory=dict)
    max: Decimal | None = None
    total: Decimal | None = None
    index: str = ""
    class_: Annotated[str, Field(alias="class")] = ""
    rank: int | None = None
    kind: str = ""


class ClaimedHeader(Model):
    """The head of the YAML table; other keys are remarks for people.

    Attributes:
        field_max: applicable maximum of each area by code, in the order of ``f``.
        survey_max: None takes it from the criteria set; ``sipas_max`` likewise.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    field_max: Annotated[dict[str, Decimal], Field(min_length=1)]
    of_set: str = ""
    set_id: str = ""
    year: int = 0
    survey_max: Decimal | None = None
    sipas_max: Decimal | None = None
    grades: tuple[Grade, ...] = ()


class ClaimedFile(Model):
    """The YAML table."""

    header: ClaimedHeader
    results: Annotated[dict[str, ClaimedRow], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class ClaimedTable:
    """A table to be checked, with what it is checked against.

    Attributes:
        grades: empty when nothing says where the bands lie; then grades are not compared.
        source: what the bands and maxima were taken from.
    """

    name: str
    year: int
    rows: tuple[Claimed, ...]
    grades: tuple[Grade, ...]
    source: str


def read_claimed(path: Path, *, criteria: CriteriaSet | None) -> ClaimedTable:
    """A table in YAML (by its suffix) or XLSX; ``criteria`` gives maxima and bands that the file does not.

    Raises:
        BadInputError: not readable, not such a table, or a maximum that nothing tells.
    """
    if path.suffix.lower() in (".yaml", ".yml"):
        return _read_yaml(path, criteria)
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise BadInputError(f"{path.name}: chỉ đọc được bảng kết quả dạng .yaml hoặc .xlsx.")
    if criteria is None:
        raise BadInputError(f"{path.name}: bảng XLSX cần biết bộ tiêu chí: thêm --criteria MÃ.")
    rows, removed = read_claimed_rows(path, criteria)
    source = criteria.id
    if removed:
        source += f", bớt {official_decimal(removed)} điểm tối đa như đa số đơn vị trong bảng (tiêu chí đã loại)"
    return ClaimedTable(path.stem, criteria.year, rows, criteria.grades, source)


def named_set(path: Path) -> str:
    """The id of the criteria set that a YAML table says it is of; empty when it does not say."""
    if path.suffix.lower() not in (".yaml", ".yml"):
        return ""
    data = load_yaml(path).data
    header = data.get("header") if isinstance(data, dict) else None
    return str(header.get("of_set") or "") if isinstance(header, dict) else ""


def _read_yaml(path: Path, criteria: CriteriaSet | None) -> ClaimedTable:
    document = load_yaml(path)
    file = parse_model(document, ClaimedFile)
    maxima = _survey_maxima(file, criteria, path)
    rows = tuple(_claimed(name, row, file.header, maxima, document) for name, row in file.results.items())
    header = file.header
    grades = header.grades or (criteria.grades if criteria else ())
    source = path.name if header.grades or criteria is None else criteria.id
    year = header.year or (criteria.year if criteria else 0)
    return ClaimedTable(header.set_id or path.stem, year, rows, grades, source)


def _survey_maxima(file: ClaimedFile, criteria: CriteriaSet | None, path: Path) -> dict[str, Decimal]:
    """The maximum of each survey that some unit has points of.

    Raises:
        BadInputError: neither the file nor a criteria set tells it.
    """
    known = [part.max for part in criteria.parts if part.scored_by is Scorer.SURVEY] if criteria else []
    written = (file.header.survey_max, file.header.sipas_max)
    maxima = {}
    for place, (name, own) in enumerate(zip(_SURVEYS, written, strict=True)):
        top = own if own is not None else (known[place] if place < len(known) else None)
        if top is not None:
            maxima[name] = top
        elif any(getattr(row, name) is not None for row in file.results.values()):
            raise BadInputError(
                f"{path.name}: không biết điểm tối đa của «{name}»: thêm header.{name}_max vào tệp, hoặc --criteria MÃ."
            )
    return maxima


def _claimed(
    name: str, row: ClaimedRow, header: ClaimedHeader, maxima: Mapping[str, Decimal], document: YamlDocument
) -> Claimed:
    loc = ("results", name)
    if len(row.f) != len(header.field_max):
        fault = document.problem((*loc, "f"), f"«f» có {len(row.f)} lĩnh vực, đầu bảng có {len(header.field_max)}")
        raise BadInputError(f"{document.path.name}: {name}: sai số lĩnh vực.", problems=(fault,))
    areas = tuple(
        Points(code, f"Lĩnh vực {code}", top, row.f_max.get(code, top), *pair)
        for (code, top), pair in zip(header.field_max.items(), row.f, strict=True)
    )
    surveys = tuple(
        Points(part, _TITLES[part], top, _ZERO if points is None else top, points=points)
        for part, top in maxima.items()
        for points in [getattr(row, part)]
    )
    where = Where(path=document.path.name, line=document.line(loc), unit=name)
    missing = tuple(area.id for area in areas if area.applicable_max and area.points is None)
    parts = (sum_points("tham-dinh", "Thẩm định", areas), *surveys)
    return Claimed(
        tally=Tally(unit_key(name), (name,), row.kind, parts, areas, missing=missing),
        max=row.max,
        total=row.total,
        index=_index(row.index, document, (*loc, "index")),
        grade=row.class_,
        rank=row.rank,
        where=where,
    )


_TITLES = {"survey": "Điều tra xã hội học", "sipas": "Mức độ hài lòng"}


def _index(text: str, document: YamlDocument, loc: tuple[str, ...]) -> str:
    try:
        return index_as_printed(text) if text else ""
    except ValueError as error:
        fault = document.problem(loc, str(error))
        raise BadInputError(f"{document.path.name}: chỉ số không phải là số.", problems=(fault,)) from error
