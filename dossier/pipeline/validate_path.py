"""``dossier validate`` on a bag or package: what it is, and what the rule set says of what it brings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.archive.arrival import load_package
from dossier.archive.province.verify import merge_parts, read_reports, verify_package
from dossier.archive.rules import WRONG_SEQUENCE as MISFIT
from dossier.bags import BagReport, Depth, is_ours, open_source, verify_bag
from dossier.bags.source import READ_ERRORS, find_base
from dossier.bags.tags import DECLARATION
from dossier.errors import BadInputError, DamagedError, ExitCode, RefusedError
from dossier.pipeline.bagcheck import bag_sheets
from dossier.pipeline.submit import validate_package
from dossier.pipeline.validate import unit_sheets
from dossier.problems import Problem, Where
from dossier.validation import Stage, ValidationReport
from dossier.validation.run import parse_report

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.pipeline.run import Run
    from dossier.problems import Progress
    from dossier.report.tables import Table

_CARRIED = "data/kiem-tra.json"
_LONGEST_REPORT = 64 << 20


@dataclass(frozen=True, slots=True)
class PathResult:
    """What was found in a bag or package.

    Attributes:
        report: of the rule set; None when the bag is no submission of Dossier's or cannot be trusted.
        own: whether the rules ran here just now; else the report is the one the sender packed.
        misfits: why a sound package cannot be taken into this campaign.
        carried: the report of each unit that a province package carries.
    """

    bag: BagReport
    report: ValidationReport | None = None
    own: bool = False
    misfits: tuple[Problem, ...] = ()
    carried: tuple[ValidationReport, ...] = ()
    schema: int = 1

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Of the bag and of how it fits."""
        return (*self.bag.problems, *self.misfits)

    @property
    def exit_code(self) -> ExitCode:
        """7 when the bag must be refused, 1 when its content must be, else 0."""
        if self.bag.damaged:
            return ExitCode.DAMAGED
        stands = self.misfits or (self.report and self.report.standing)
        return ExitCode.INCOMPLETE if stands else ExitCode.OK


def validate_path(path: Path, *, depth: Depth, stage: Stage, run: Run | None, progress: Progress) -> PathResult:
    """A bag, ours or not, to some depth; of a sound submission the rule set too.

    Within a campaign, and with every checksum verified, the rules run on what would stand after the package; else the
    report that it carries is shown.
    """
    parts = verify_package(path, depth=depth, progress=progress)
    if parts:
        return PathResult(merge_parts(path, parts), carried=read_reports(path))
    bag = verify_bag(path, depth=depth, progress=progress)
    if bag.damaged or not is_ours(bag):
        return PathResult(bag)
    try:
        package = load_package(path, bag)
        package = package if depth is Depth.FULL else None
        report = validate_package(run, package, stage=stage) if run and package else None
    except DamagedError as error:
        return PathResult(replace(bag, problems=(*bag.problems, *error.problems)))
    except (BadInputError, RefusedError) as error:
        misfit = MISFIT.at(Where(path=path.name, unit=bag.label("Dossier-Unit")), str(error))
        return PathResult(bag, read_carried(path), misfits=error.problems or (misfit,))
    return PathResult(bag, report or read_carried(path), own=report is not None)


def read_carried(path: Path) -> ValidationReport | None:
    """The report that a package carries; None when it has none that this version reads."""
    with open_source(path) as source:
        find_base(source, DECLARATION)
        try:
            return parse_report(source.read(_CARRIED, most=_LONGEST_REPORT))
        except (*READ_ERRORS, KeyError, ValueError):
            return None


def path_sheets(result: PathResult) -> dict[str, Table]:
    """The tables of a bag or package under short names."""
    sheets = bag_sheets(replace(result.bag, problems=result.problems))
    if result.report:
        whose = "kết quả chạy lại trên máy này" if result.own else "kết quả bên gửi đã chạy, kèm trong gói"
        sheets |= {
            name: replace(table, title=f"{table.title} ({whose})") for name, table in unit_sheets(result.report).items()
        }
    for report in result.carried:
        sheets |= {f"{name} {report.unit}": table for name, table in unit_sheets(report).items()}
    return sheets


def path_json(result: PathResult) -> bytes:
    """What was found as UTF-8 JSON; the list of checksums is the bag's own and left out."""
    return _RESULT.dump_json(result, exclude={"bag": {"hashes"}}, indent=2) + b"\n"


_RESULT = TypeAdapter(PathResult)
