"""``dossier init``: make a campaign folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.campaign import CampaignPaths, load_campaign
from dossier.campaign.create import Founding, build_campaign_yaml, plan_evidence_folders
from dossier.campaign.paths import CRITERIA_FILE
from dossier.campaign.units import read_units
from dossier.criteria import CriteriaSet, load_criteria
from dossier.criteria.catalogue import find_criteria
from dossier.errors import BadInputError
from dossier.files import hash_file, read_bytes, staged_folder, write_bytes, write_text
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
    criteria, _ = load_criteria(source)
    if not criteria.areas:
        raise BadInputError(f"Bộ tiêu chí «{criteria.id}» mới có khung, chưa có tiêu chí: không khởi tạo được.")
    founding = Founding(
        year=year,
        units=read_units(units_csv),
        criteria_sha256=hash_file(source),
        authority=authority,
        parent=parent,
        demo=demo,
    )
    with staged_folder(root) as staging:
        folders = _fill(CampaignPaths(staging), source, founding, criteria, progress)
    return Founded(root, criteria.id, tuple(unit.id for unit in founding.units), folders)


def _fill(paths: CampaignPaths, source: Path, founding: Founding, criteria: CriteriaSet, progress: Progress) -> int:
    write_bytes(paths.root / CRITERIA_FILE, read_bytes(source))
    write_text(paths.campaign, build_campaign_yaml(founding, criteria))
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
