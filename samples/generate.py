"""A campaign of any size: ``python -m samples.generate FOLDER [--units 20] [--files 60] [--seed 1] [--jobs 2]``.

Communes, persons and papers are invented; the criteria set is the sample one. Each commune hands in the papers that
the set asks for, everyday ones beside them, and copies, drafts and papers of the year before; what every file is
and says stands in ``SU-THAT.tsv``. Equal seeds give equal files whatever the number of processes. On one core of
2.5 GHz a commune of 300 files takes about 1.5 seconds and 18 MB.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.campaign import CampaignPaths
from dossier.errors import DossierError
from dossier.pipeline.demo import fill_form
from dossier.pipeline.found import found_campaign
from dossier.problems import NoProgress
from dossier.resources import shipped
from dossier.yamlfile import load_yaml
from samples.generate_files import scan_number, scanned_page, write_files
from samples.generate_plan import YEAR, Item, UnitName, name_units, plan_unit
from samples.scripted_scan import Dice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CRITERIA = "mau-2020-cap-xa"
_SAMPLE = "huyen-an-son"
_TRUTH = "SU-THAT.tsv"
_COLUMNS = ("unit", "path", "medium", "criterion", "defect", "source", "number", "symbol", "date", "type", "issuer")


def main(words: Sequence[str] | None = None) -> None:
    """Make what the command line asks for; ``words`` stands in for it."""
    parser = argparse.ArgumentParser(description="Sinh một kỳ đánh giá giả định để đo và thử.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=_count, default=20, help="số đơn vị")
    parser.add_argument("--files", type=_count, default=60, help="số tệp minh chứng mỗi đơn vị")
    parser.add_argument("--seed", type=int, default=1, help="cùng số này thì cùng các tệp")
    parser.add_argument("--jobs", type=_count, default=1, help="số tiến trình")
    asked = parser.parse_args(words)
    try:
        generate(asked.folder, units=asked.units, files=asked.files, seed=asked.seed, jobs=asked.jobs)
    except (DossierError, OSError) as error:
        parser.error(str(error))
    print(f"{asked.units} đơn vị, {asked.units * asked.files} tệp ở {asked.folder}, sự thật ở {_TRUTH}")


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError(f"cần số nguyên từ 1: {text}")
    return count


def generate(root: Path, *, units: int, files: int, seed: int = 1, jobs: int = 1) -> None:
    """Found the campaign in an empty or new folder and fill it.

    Raises:
        RefusedError: the folder holds something.
    """
    names = name_units(units)
    _found(root, names)
    fill = partial(_fill_unit, root, files=files, seed=seed)
    if jobs == 1:
        rows = [row for unit in names for row in fill(unit)]
    else:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            rows = [row for made in pool.map(fill, names) for row in made]
    with (root / _TRUTH).open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter="\t", lineterminator="\n").writerows((_COLUMNS, *rows))


def _found(root: Path, names: tuple[UnitName, ...]) -> None:
    """As ``dossier init`` does, with the sample's authority, offices and calendar."""
    lines = [f"{unit.id},xã {unit.place},xã,{unit.place},{unit.signer},CHỦ TỊCH" for unit in names]
    with tempfile.TemporaryDirectory() as scratch:
        listing = Path(scratch) / "don-vi.csv"
        listing.write_text("\n".join(("ma,ten,loai,dia_danh,nguoi_ky,chuc_vu", *lines)), encoding="utf-8")
        found_campaign(
            root,
            criteria_id=_CRITERIA,
            units_csv=listing,
            year=YEAR,
            authority="Ủy ban nhân dân huyện An Sơn",
            parent="Ủy ban nhân dân tỉnh Sông Lam",
            demo=True,
            progress=NoProgress(),
        )
    campaign = CampaignPaths(root).campaign
    founded = campaign.read_text(encoding="utf-8")
    sample = (shipped("samples") / _SAMPLE / campaign.name).read_text(encoding="utf-8")
    criteria = founded[founded.index("\ncriteria:") : founded.index("\nauthority:")]
    head = sample[: sample.index("\ncriteria:")] + criteria + sample[sample.index("\nauthority:") :]
    text = head[: head.index("\nunits:")] + founded[founded.index("\nunits:") :]
    campaign.write_text(text, encoding="utf-8")


def _fill_unit(root: Path, unit: UnitName, *, files: int, seed: int) -> list[tuple[str, ...]]:
    """A unit's evidence and its form; returns the truth about each file."""
    paths = CampaignPaths(root)
    dice = Dice(seed, unit.id)
    items = plan_unit(unit, count=files, dice=dice)
    write_files(paths.evidence(unit.id), items, dice)
    answers = load_yaml(shipped("samples") / _SAMPLE / "xa-an-binh" / "tu-cham-diem.yaml").data
    fill_form(paths.self_score_form(unit.id), answers)
    return [_truth(unit, item) for item in items]


def _truth(unit: UnitName, item: Item) -> tuple[str, ...]:
    place = (unit.id, item.path, item.medium, item.criterion, item.defect, item.source)
    return (*place, *_said(item))


def _said(item: Item) -> Iterator[str]:
    """What the file says of itself; empty where it says nothing."""
    silent = item.medium in {"anh", "xlsx"}
    page = scanned_page(scan_number(item)) if item.medium == "quet" else item.page
    blank = silent or item.defect == "dự thảo"
    yield "" if blank else page.number
    yield "" if silent else page.symbol
    yield "" if blank else page.date.isoformat()
    yield "" if silent else page.type
    yield "" if silent else " ".join(page.body.lines)


if __name__ == "__main__":
    main()
