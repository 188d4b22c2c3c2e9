"""``dossier init``: make a campaign folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.campaign import CampaignPaths, find_root, load_campaign
from dossier.campaign.carry import CarryOver, build_next_yaml
from dossier.campaign.create import Founding, build_campaign_yaml, plan_evidence_folders
from dossier.campaign.paths import CRITERIA_FILE
from dossier.campaign.units import read_units
from dossier.criteria import CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria
from dossier.errors import BadInputError
from dossier.files import hash_file, read_bytes, staged_folder, write_bytes, write_text
from dossier.pipeline.links import carry_decisions
from dossier.sheets import write_self_score

if TYPE_CHECKING:
    from dossier.problems import Progress


@dataclass(frozen=True, slots=True)
class Founded:
    """A campaign folder that was made.

    Attributes:
        folders: evidence folders in each unit.
    """

    root: Path
    criteria: str
    units: tuple[str, ...]
    folders: int


def found_campaign(
    root: Path,
    *,
    criteria_id: str,
    units_csv: Path,
    year: int,
    progress: Progress,
    authority: str = "",
    parent: str = "",
    demo: bool = False,
) -> Founded:
    """Make the folder with ``campaign.yaml``, the locked criteria set, unit folders and forms.

    Raises:
        BadInputError: unknown criteria set, one without rows, a bad list of units.
        RefusedError: the folder exists and is not empty.
    """
    source = find_criteria(criteria_id)
    criteria = _load_full(source)
    founding = Founding(
        year=year,
        units=read_units(units_csv),
        criteria_sha256=hash_file(source),
        authority=authority,
        parent=parent,
        demo=demo,
    )
    with staged_folder(root) as staging:
        folders = _fill(CampaignPaths(staging), source, build_campaign_yaml(founding, criteria), criteria, progress)
    return Founded(root, criteria.id, tuple(unit.id for unit in founding.units), folders)


def found_next(
    root: Path, before: Path, *, criteria_id: str, units_csv: Path | None, year: int, progress: Progress, demo: bool
) -> Founded:
    """As ``found_campaign``, with the names, offices, roles and rules of last year's campaign.

    What people decided there about where documents belong is kept for proposals. ``criteria_id`` empty takes the
    shipped set of last year's id.

    Raises:
        BadInputError: as ``found_campaign``; last year's campaign does not load, or is not of an earlier year.
        RefusedError: the folder exists and is not empty.
    """
    last = CampaignPaths(find_root(before))
    campaign = load_campaign(last.root)
    if year <= campaign.year:
        raise BadInputError(f"Kỳ trước là năm {campaign.year}: năm mới phải lớn hơn.")
    source = find_criteria(criteria_id or campaign.criteria.id)
    criteria = _load_full(source)
    rows = read_units(units_csv) if units_csv else ()
    carried = CarryOver(year, hash_file(source), rows, demo)
    with staged_folder(root) as staging:
        paths = CampaignPaths(staging)
        folders = _fill(paths, source, build_next_yaml(campaign, carried, criteria), criteria, progress)
        units = tuple(unit.id for unit in load_campaign(staging).units)
        carry_decisions(last, paths)
    return Founded(root, criteria.id, units, folders)


def _load_full(source: Path) -> CriteriaSet:
    criteria, _ = load_criteria(source)
    if not criteria.areas:
        raise BadInputError(f"Bộ tiêu chí «{criteria.id}» mới có khung, chưa có tiêu chí: không khởi tạo được.")
    return criteria


def _fill(paths: CampaignPaths, source: Path, campaign_yaml: str, criteria: CriteriaSet, progress: Progress) -> int:
    write_bytes(paths.root / CRITERIA_FILE, read_bytes(source))
    write_text(paths.campaign, campaign_yaml)
    for folder in (paths.templates, paths.records, paths.cache):
        folder.mkdir()
    campaign = load_campaign(paths.root)
    folders = plan_evidence_folders(criteria)
    progress.start("Tạo thư mục và biểu tự chấm điểm", len(campaign.units))
    for unit in campaign.units:
        for name in folders:
            (paths.evidence(unit.id) / name).mkdir(parents=True)
        write_self_score(paths.self_score_form(unit.id), criteria, unit=unit, campaign=campaign)
        progress.advance(unit.short)
    progress.finish()
    return len(folders)
