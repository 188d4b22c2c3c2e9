"""``dossier score``, ``dossier explain``, ``dossier what-if``: points with the arithmetic behind them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier.campaign import Unit
from dossier.errors import BadInputError
from dossier.files import hash_file, sha256_hex
from dossier.pipeline.assessed import program_version
from dossier.pipeline.check import assess
from dossier.problems import Problem
from dossier.report.results import points_cell
from dossier.report.tables import Table
from dossier.rounds import duty_of
from dossier.scoring import UnitScore
from dossier.scoring.index import index_of, max_of, percent, total_of
from dossier.scoring.model import PointState
from dossier.scoring.tally import Basis, Filing, tally_unit
from dossier.scoring.unit import score_unit
from dossier.scoring.whatif import Regain, find_regains
from dossier.sheets import read_self_score
from dossier.sheets.wording import describe_rule
from dossier.text import official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.criteria import PlacedLeaf
    from dossier.pipeline.run import Run
    from dossier.report import Assessment
    from dossier.scoring import LeafScore
    from dossier.scoring.model import AppraisedPoints

_ZERO = Decimal(0)
_SHOWN = {PointState.NOT_SELF: "hội đồng chấm", PointState.BLANK: "chưa chấm", PointState.EXCLUDED: "không áp dụng"}


@dataclass(frozen=True, slots=True)
class Scored:
    """One unit's self-score, and what is wrong with its form."""

    unit: Unit
    score: UnitScore
    problems: tuple[Problem, ...]


_ONE = TypeAdapter(Scored)
_SCORED = TypeAdapter(tuple[Scored, ...])
# In the memo: the last score of each unit, with what it was made from.
_KIND, _LATEST = "form", "latest"


def score_forms(run: Run, units: Sequence[Unit]) -> tuple[Scored, ...]:
    """The self-score of each unit from its form, without reading evidence; an unchanged form is not opened again."""
    standing = f"{sha256_hex(run.paths.campaign.read_bytes())} {hash_file(run.paths.criteria)} {program_version()}"
    return tuple(_score_form(run, unit, standing) for unit in units)


def _score_form(run: Run, unit: Unit, standing: str) -> Scored:
    """``standing`` changes with whatever a score rests on besides the form."""
    form = run.paths.self_score_form(unit.id)
    mark = f"{standing} {hash_file(form) if form.is_file() else ''}"
    known, _, body = (run.memo.get(_KIND, unit.id, _LATEST) or "").partition("\n")
    if known == mark:
        with suppress(ValidationError):
            return _read_back(body)
    claims, faults = read_self_score(form, run.criteria, unit=unit, campaign=run.campaign)
    score = score_unit(
        run.criteria, claims, unit=unit.id, policy=run.campaign.scoring, exclusions=run.campaign.exclusions
    )
    scored = Scored(unit, score, (*faults, *score.problems))
    run.memo.put(_KIND, unit.id, _LATEST, f"{mark}\n{_ONE.dump_json(scored).decode()}")
    return scored


@lru_cache(maxsize=512)
def _read_back(body: str) -> Scored:
    """A long-lived program asks for every unit's score after each act."""
    return _ONE.validate_json(body)


def scores_json(scored: Sequence[Scored]) -> bytes:
    """Scores as JSON."""
    return _SCORED.dump_json(tuple(scored), indent=2) + b"\n"


def score_tables(run: Run, scored: Sequence[Scored]) -> Iterator[Table]:
    """Every leaf with its points and its trace, a table for each unit."""
    titles = {placed.id: placed.leaf.title for placed in run.criteria.leaves()}
    titles |= {item.id: item.title for item in run.criteria.outside_scale.items} if run.criteria.outside_scale else {}
    for one in scored:
        score = one.score
        rows = [_leaf_row(leaf, titles[leaf.leaf]) for leaf in (*score.leaves, *score.outside)]
        rows += [
            ("", node.title.upper(), *_sum_cells(node.points, node.self_max), "")
            for node in score.nodes
            if not node.depth
        ]
        rows.append(("", "TỔNG SỐ", *_sum_cells(score.total, score.self_max), ""))
        columns = ("Mã", "Tiêu chí", "Điểm", "Tối đa", "Cách tính")
        yield Table(f"{one.unit.short}: điểm tự chấm", columns, tuple(rows), numeric=(2, 3))


def _sum_cells(points: Decimal | None, top: Decimal) -> tuple[str, str]:
    return points_cell(points), official_decimal(top)


def _leaf_row(leaf: LeafScore, title: str) -> tuple[str, ...]:
    points = points_cell(leaf.points) if leaf.points is not None else _SHOWN.get(leaf.state, "")
    return (leaf.leaf, title, points, official_decimal(leaf.applicable_max), leaf.trace)


def explain_leaf(run: Run, filing: Filing, code: str) -> tuple[Table, ...]:
    """How one leaf of one unit got its points, and the evidence behind them.

    Raises:
        BadInputError: the set has no such leaf.
    """
    placed = run.criteria.leaf(code)
    if placed is None:
        codes = ", ".join(one.id for one in run.criteria.leaves())
        raise BadInputError(f"Bộ tiêu chí không có tiêu chí thành phần «{code}». Các mã: {codes}.")
    assessment = assess(run, filing.unit)
    rows = _explanation(placed, assessment, filing.score.leaf(code), filing.appraised.get(code))
    return (Table(f"{filing.unit.short}, tiêu chí {code}", ("", ""), tuple(rows)), _evidence(assessment, code))


def _explanation(
    placed: PlacedLeaf, assessment: Assessment, score: LeafScore | None, appraised: AppraisedPoints | None
) -> Iterator[tuple[str, str]]:
    yield "Nội dung", placed.leaf.title
    yield "Điểm tối đa", official_decimal(placed.leaf.max)
    yield "Quy tắc", describe_rule(placed.leaf.rule, placed.leaf.max)
    if placed.not_applicable:
        yield "Không phát sinh", placed.not_applicable.when
    if score:
        yield "Điểm tự chấm", points_cell(score.points) or _SHOWN.get(score.state, "")
        yield "Cách tính", score.trace
        for problem in score.problems:
            yield f"Lưu ý {problem.rule}", problem.message
    claim = assessment.claims.get(placed.id)
    if claim and claim.evidence:
        yield "Đơn vị ghi", claim.evidence
    if appraised:
        yield "Điểm thẩm định", points_cell(appraised.points) or "không tính vào điểm tối đa"
        yield "Lý do", appraised.reason
        yield "Nguồn", ", ".join(text for text in (appraised.by, str(appraised.where)) if text)


def _evidence(assessment: Assessment, code: str) -> Table:
    rows = []
    for status in assessment.checklist.statuses:
        if code in status.leaves:
            files = "\n".join(f"{match.path}: {match.reason}" for match in status.matches)
            gaps = "\n".join(f"{gap.found} → {gap.remedy}" for gap in status.gaps)
            rows.append((status.title, status.state.value, files, gaps))
    columns = ("Tài liệu kiểm chứng", "Trạng thái", "Tệp", "Thiếu hoặc yếu")
    return Table("Minh chứng", columns, tuple(rows))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a unit would gain by closing its gaps.

    Attributes:
        before: total while the points of leaves with gaps are not granted (or as appraised).
        after: total once they are.
    """

    unit: Unit
    regains: tuple[Regain, ...]
    before: Decimal
    after: Decimal
    max: Decimal


_WHAT_IF = TypeAdapter(WhatIf)


def find_what_if(run: Run, filing: Filing) -> WhatIf:
    """Points regained if the gaps that are errors were closed; by the appraisal once every leaf has been appraised."""
    # Half an appraisal is no total to count from.
    done = duty_of(run.criteria, run.campaign, filing.unit.id).required <= filing.appraised.keys()
    appraised = frozenset(filing.appraised) if done else frozenset()
    basis = Basis.APPRAISED if done else Basis.SELF
    tally = tally_unit(run.criteria, filing, basis=basis, exclusions=run.campaign.exclusions)
    regains = find_regains(tally.leaves, assess(run, filing.unit).gaps, appraised=appraised)
    total = total_of(tally, run.campaign.scoring)
    # Unappraised points are in the total already; without their proof they may all be taken away.
    before = total - sum((item.gain for item in regains if item.leaf not in appraised), _ZERO)
    after = before + sum((item.gain for item in regains), _ZERO)
    return WhatIf(filing.unit, regains, before, after, max_of(tally))


def what_if_json(found: WhatIf) -> bytes:
    """As JSON."""
    return _WHAT_IF.dump_json(found, indent=2) + b"\n"


def what_if_table(run: Run, found: WhatIf) -> Table:
    """Leaf by leaf, the dearest first."""
    rows = [
        (
            item.leaf,
            item.title,
            official_decimal(item.now),
            official_decimal(item.then),
            f"+{official_decimal(item.gain)}",
            "\n".join(item.remedies),
        )
        for item in found.regains
    ]
    before, after = (index_of(total, found.max, run.campaign.scoring) for total in (found.before, found.after))
    index = f"{percent(before, 2)}% → {percent(after, 2)}%" if before is not None and after is not None else ""
    title = (
        f"{found.unit.short}: bổ sung đủ minh chứng thì từ {official_decimal(found.before)} "
        f"lên {official_decimal(found.after)} trên {official_decimal(found.max)} điểm ({index})"
    )
    columns = ("Mã", "Tiêu chí", "Hiện giữ được", "Khi đủ", "Thêm", "Việc cần làm")
    return Table(title, columns, tuple(rows), numeric=(2, 3, 4))
