"""``dossier demo``: the main job on the sample district, from nothing to the bundles."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from dossier.campaign import CampaignPaths, load_campaign
from dossier.campaign.paths import CAMPAIGN_FILE
from dossier.criteria import load_criteria
from dossier.errors import RefusedError
from dossier.files import hash_file, write_text
from dossier.pdf import Engine
from dossier.pipeline.bind import bind_papers
from dossier.pipeline.build import build_papers, open_pdf
from dossier.pipeline.check import check_units
from dossier.pipeline.found import found_campaign
from dossier.pipeline.made import Made
from dossier.pipeline.run import Edge, open_run
from dossier.report import CheckReport
from dossier.resources import shipped
from dossier.yamlfile import load_yaml

if TYPE_CHECKING:
    from dossier.problems import Progress

_SAMPLE = "huyen-an-son"
_CRITERIA = "mau-2020-cap-xa"
_YEAR = 2020
# The day on which the sample is looked at: before the deadline, so that one proof is not due yet.
_AS_OF = dt.date(2020, 10, 12)

# What a person types, by the heading of the form's column.
_HEADINGS = {
    "ket_qua": "Kết quả",
    "a": "Số liệu a",
    "b": "Số liệu b",
    "so_luong": "Số lượng",
    "diem": "Điểm nhập tay",
    "khong_phat_sinh": "Không phát sinh (x)",
    "minh_chung": "Tài liệu kiểm chứng/giải trình",
    "ghi_chu": "Ghi chú",
}


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demonstration found and made."""

    root: Path
    report: CheckReport
    made: tuple[Made, ...]


def run_demo(root: Path, *, progress: Progress, now: dt.datetime) -> Demo:
    """Make the sample campaign in ``root`` if it is not there yet, then check, build and bundle it.

    Raises:
        RefusedError: ``root`` holds something else.
    """
    ensure_sample(root, progress)
    with open_run(root, Edge(progress, now), as_of=_AS_OF, writes=True) as run:
        report = check_units(run, run.campaign.units)
        with open_pdf(run) as session:
            papers = build_papers(run, report.units, session=session, engine=Engine.AUTO)
            bundles = bind_papers(run, report.units, session=session)
    return Demo(root, report, (*papers, *bundles))


def ensure_sample(root: Path, progress: Progress) -> None:
    """Make the sample campaign, filled in by its communes, in ``root`` if it is not there yet.

    Raises:
        RefusedError: ``root`` holds something else.
    """
    if (root / CAMPAIGN_FILE).is_file():
        if not load_campaign(root).demo:
            raise RefusedError(f"{root} là một kỳ đánh giá thật: hãy chọn thư mục khác cho bản trình diễn.")
        return
    if root.exists() and any(root.iterdir()):
        raise RefusedError(f"Thư mục {root} đã có và không rỗng: hãy chọn thư mục khác.")
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".dang-ghi-", dir=root.parent) as scratch:
        staging = Path(scratch) / "ky"
        _found_sample(staging, progress)
        if root.exists():
            root.rmdir()
        staging.replace(root)


def _found_sample(root: Path, progress: Progress) -> None:
    """What Nội vụ and three communes would have done by hand."""
    source = shipped("samples") / _SAMPLE
    found_campaign(
        root,
        criteria_id=_CRITERIA,
        units_csv=source / "don-vi.csv",
        year=_YEAR,
        authority="Ủy ban nhân dân huyện An Sơn",
        demo=True,
        progress=progress,
    )
    paths = CampaignPaths(root)
    criteria, _ = load_criteria(paths.criteria)
    text = (source / CAMPAIGN_FILE).read_text(encoding="utf-8")
    text = text.replace("@SHA256@", hash_file(paths.criteria)).replace("@VERSION@", str(criteria.version))
    write_text(paths.campaign, text)
    for unit in load_campaign(root).units:
        shutil.copytree(source / unit.id / "minh-chung", paths.evidence(unit.id), dirs_exist_ok=True)
        answers = load_yaml(source / unit.id / "tu-cham-diem.yaml").data
        fill_form(paths.self_score_form(unit.id), answers)


def fill_form(path: Path, answers: dict[str, dict[str, str]]) -> None:
    """Type answers into a self-score form as a person would: by row code and column heading.

    ``answers`` maps a row's code to values by the short names of ``_HEADINGS``.

    Raises:
        KeyError: the form has no such row or column.
    """
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        columns, first = _find_header(sheet)
        if not columns:
            continue
        rows = {str(sheet.cell(row, columns["Mã"]).value): row for row in range(first, sheet.max_row + 1)}
        for code, values in answers.items():
            for name, value in values.items():
                sheet.cell(rows[code], columns[_HEADINGS[name]]).value = value
    book.save(path)


def _find_header(sheet: Any) -> tuple[dict[str, int], int]:
    """The column (1-based) of each heading and the first row below; empty when the sheet is no form."""
    for row in sheet.iter_rows(max_row=12):
        headings = {str(cell.value): cell.column for cell in row if cell.value}
        if "Mã" in headings and _HEADINGS["minh_chung"] in headings:
            return headings, row[0].row + 1
    return {}, 0
