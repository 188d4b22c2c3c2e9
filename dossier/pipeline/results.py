"""``dossier results``, ``dossier results verify`` and ``dossier compare``."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.campaign.policy import ScoringPolicy, TiePolicy, Ties
from dossier.criteria import load_criteria
from dossier.criteria.catalogue import find_criteria, list_criteria
from dossier.errors import BadInputError
from dossier.files import read_bytes, write_bytes
from dossier.pipeline.claimed import named_set, read_claimed
from dossier.pipeline.score import score_forms
from dossier.pipeline.standing import filing_of, read_states
from dossier.report.results import load_results, results_json
from dossier.report.results_xlsx import write_results
from dossier.scoring.compare import Comparison, compare_results
from dossier.scoring.results import Heading, Results, build_results
from dossier.scoring.tally import Basis, Filing, tally_units
from dossier.scoring.verify import Verification, find_differences
from dossier.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign import Unit
    from dossier.criteria import CriteriaSet
    from dossier.pipeline.run import Run

RESULTS_FOLDER = "ket-qua"
_JSON, _XLSX = "ket-qua.json", "ket-qua.xlsx"


def gather(run: Run, units: Sequence[Unit]) -> tuple[Filing, ...]:
    """What has come in for each unit: self-score, appraisal, surveys."""
    states = read_states(run)
    return tuple(filing_of(run, one.unit, one.score, states[one.unit.id]) for one in score_forms(run, units))


def make_results(run: Run, *, basis: Basis | None = None) -> Results:
    """The results of the campaign; without a basis those of the appraisal as soon as it has begun."""
    filings = gather(run, run.campaign.units)
    if basis is None:
        basis = Basis.APPRAISED if any(filing.appraised for filing in filings) else Basis.SELF
    tallies = tally_units(run.criteria, filings, basis=basis, exclusions=run.campaign.exclusions)
    heading = Heading(
        campaign=run.campaign.title,
        year=run.campaign.year,
        criteria=f"{run.criteria.id}, phiên bản {run.criteria.version}",
        sample=run.criteria.is_sample,
        basis=basis,
    )
    return build_results(tallies, heading=heading, grades=run.criteria.grades, policy=run.campaign.scoring)


def write_result_files(run: Run, results: Results) -> tuple[Path, ...]:
    """``out/ket-qua/ket-qua.json`` and ``.xlsx``."""
    folder = run.paths.out(RESULTS_FOLDER)
    write_bytes(folder / _JSON, results_json(results))
    write_results(folder / _XLSX, results)
    return (folder / _JSON, folder / _XLSX)


def verify_table(path: Path, *, criteria_id: str, ties: str) -> tuple[Verification, str]:
    """Check somebody else's table; also the name of what it was checked against.

    Raises:
        BadInputError: not readable, an unknown criteria set, maxima that nothing tells.
    """
    criteria = _set_of(path, criteria_id)
    table = read_claimed(path, criteria=criteria)
    policy = ScoringPolicy(ties=Ties(policy=TiePolicy(ties)))
    heading = Heading(table.name, table.year, table.source, sample=False)
    return find_differences(table.rows, heading=heading, grades=table.grades, policy=policy), table.source


def _set_of(path: Path, criteria_id: str) -> CriteriaSet | None:
    """The set that was asked for, else the shipped one that the file names, by whatever spelling of its id."""
    wanted = criteria_id or next((known for known in list_criteria() if _bare(known) == _bare(named_set(path))), "")
    if not wanted:
        return None
    source = Path(wanted) if Path(wanted).suffix else find_criteria(wanted)
    return load_criteria(source)[0]


def _bare(set_id: str) -> str:
    """``lamdong-2025-xa`` and ``lam-dong-2025-cap-xa`` are one set."""
    return "".join(word for word in fold(set_id).split("-") if word != "cap")


def compare_years(before: Path, now: Path, *, mergers_csv: Path | None) -> Comparison:
    """Two results files, or two campaign folders whose results were made."""
    mergers = read_mergers(mergers_csv) if mergers_csv else {}
    return compare_results(load_results(results_file(before)), load_results(results_file(now)), mergers=mergers)


def results_file(path: Path) -> Path:
    """The results file itself, or that of a campaign folder.

    Raises:
        BadInputError: a campaign whose results were not made.
    """
    if not path.is_dir():
        return path
    made = path / "out" / RESULTS_FOLDER / _JSON
    if not made.is_file():
        raise BadInputError(f"{path}: chưa có kết quả; chạy «dossier results -C {path}» trước.")
    return made


def read_mergers(path: Path) -> dict[str, list[str]]:
    """The merger table: a CSV with the columns «moi» (new unit) and «cu» (a unit it was made from).

    Raises:
        BadInputError: not readable, or without the two columns; a row with one of them empty is named.
    """
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInputError(f"Không đọc được {path} (cần CSV UTF-8).") from error
    header, _, _ = text.partition("\n")
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    columns = {fold(name): name for name in reader.fieldnames or ()}
    if not {"moi", "cu"} <= columns.keys():
        raise BadInputError(f"{path.name}: cần hai cột «moi» và «cu».")
    mergers: dict[str, list[str]] = {}
    for row in reader:
        new, old = (one_line(row[columns[name]] or "") for name in ("moi", "cu"))
        if not (new and old):
            raise BadInputError(f"{path.name}, dòng {reader.line_num}: thiếu tên đơn vị mới hoặc cũ.")
        mergers.setdefault(new, []).append(old)
    return mergers
