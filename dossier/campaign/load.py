"""Opening a campaign folder: ``campaign.yaml`` and the criteria set it is locked to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dossier.campaign.model import Campaign
from dossier.campaign.paths import CAMPAIGN_FILE, CampaignPaths
from dossier.errors import BadInputError
from dossier.files import hash_file
from dossier.problems import CheckRule, Severity, Where
from dossier.text import fold
from dossier.yamlfile import YamlDocument, load_yaml, parse_model

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.criteria import CriteriaSet
    from dossier.problems import Problem

SCHEMA = 1
# Printed where ``init`` could not know a name; a paper with it must not leave the office.
PLACEHOLDER = "[điền"

RULES = (
    CheckRule("CAM01", Severity.ERROR, "Mã và tên đơn vị không trùng nhau", "Tên so sánh không dấu",
              "Sửa mã hoặc tên đơn vị trong campaign.yaml."),
    CheckRule("CAM02", Severity.ERROR, "Bộ tiêu chí đúng bản đã khóa khi khởi tạo", "docs/thiet-ke.md",
              "Khôi phục tệp bo-tieu-chi.yaml đã khóa, hoặc khởi tạo kỳ đánh giá mới."),
    CheckRule("CAM03", Severity.ERROR, "Cơ quan phụ trách lĩnh vực có trong bộ tiêu chí",
              "Phân công theo lĩnh vực", "Sửa danh sách lĩnh vực của cơ quan trong campaign.yaml."),
    CheckRule("CAM04", Severity.WARNING, "Không còn chỗ chưa điền", "Bản khai do lệnh init tạo",
              "Mở campaign.yaml và điền tên thật."),
    CheckRule("CAM05", Severity.WARNING, "Hạn nộp không rơi vào ngày nghỉ",
              "18/10, 25/10, 15/11/2020 là Chủ nhật", "Kiểm tra lại kế hoạch; Dossier không tự dời ngày."),
    CheckRule("CAM06", Severity.WARNING, "Bộ tiêu chí mẫu chỉ dùng cho kỳ trình diễn",
              "Bộ mẫu do Dossier tự soạn, không phải bộ của cơ quan nào",
              "Khởi tạo lại với bộ tiêu chí đã ban hành; kết quả theo bộ mẫu không phê duyệt, không nộp được."),
)  # fmt: skip
_UNIQUE, _LOCKED, _AREAS, _UNFILLED, _HOLIDAY, _SAMPLE = RULES


def find_root(start: Path) -> Path:
    """The campaign folder at or above a path.

    Raises:
        BadInputError: there is none.
    """
    for folder in (start, *start.resolve().parents):
        if (folder / CAMPAIGN_FILE).is_file():
            return folder
    raise BadInputError(
        f"Không thấy {CAMPAIGN_FILE} trong {start.resolve()} hay thư mục cha: "
        "hãy chuyển tới thư mục kỳ đánh giá, hoặc tạo mới bằng lệnh «dossier init»."
    )


def load_campaign(root: Path) -> Campaign:
    """Read ``campaign.yaml`` of a campaign folder.

    Raises:
        BadInputError: every fault with file and line; a newer schema; a changed criteria set.
    """
    paths = CampaignPaths(root)
    document = load_yaml(paths.campaign)
    _refuse_newer(document)
    campaign = parse_model(document, Campaign)
    faults = (*_find_twins(document, campaign), *_find_broken_lock(paths, document, campaign))
    if faults:
        raise BadInputError(f"{CAMPAIGN_FILE}: {len(faults)} chỗ sai.", problems=faults)
    return campaign


def find_campaign_faults(campaign: Campaign, criteria: CriteriaSet) -> tuple[Problem, ...]:
    """What does not stop a run but should be mended, or known: areas, names, the sample set, deadlines."""
    return (
        *_sample_in_earnest(campaign, criteria),
        *_unknown_areas(campaign, criteria),
        *_unfilled(campaign),
        *_days_off(campaign),
    )


def _refuse_newer(document: YamlDocument) -> None:
    schema = document.data.get("schema") if isinstance(document.data, dict) else None
    if isinstance(schema, int) and schema > SCHEMA:
        fault = document.problem(("schema",), f"tệp theo mẫu {schema}, bản Dossier này chỉ đọc tới mẫu {SCHEMA}")
        raise BadInputError(f"{CAMPAIGN_FILE}: hãy cập nhật Dossier.", problems=(fault,))


def _find_twins(document: YamlDocument, campaign: Campaign) -> list[Problem]:
    names = Counter(key for unit in campaign.units for key in {unit.id, *map(fold, unit.names)})
    faults = []
    for index, unit in enumerate(campaign.units):
        twins = sorted(key for key in {unit.id, *map(fold, unit.names)} if names[key] > 1)
        if twins:
            where = Where(path=str(document.path), line=document.line(("units", index)), unit=unit.id)
            faults.append(_UNIQUE.at(where, f"«{unit.short}» trùng mã hoặc tên với đơn vị khác ({twins[0]})"))
    return faults


def _find_broken_lock(paths: CampaignPaths, document: YamlDocument, campaign: Campaign) -> list[Problem]:
    where = Where(path=str(document.path), line=document.line(("criteria", "sha256")))
    if not paths.criteria.is_file():
        return [_LOCKED.at(where, f"thiếu tệp {paths.criteria.name}")]
    if hash_file(paths.criteria) != campaign.criteria.sha256:
        return [_LOCKED.at(where, f"{paths.criteria.name} đã bị sửa sau khi khởi tạo (sai mã SHA-256)")]
    return []


def _sample_in_earnest(campaign: Campaign, criteria: CriteriaSet) -> list[Problem]:
    if campaign.demo or not criteria.is_sample:
        return []
    return [_SAMPLE.at(Where(path=CAMPAIGN_FILE), f"«{criteria.id}» không phải bộ tiêu chí đầy đủ đã ban hành")]


def _unknown_areas(campaign: Campaign, criteria: CriteriaSet) -> list[Problem]:
    known = {area.id for area in criteria.areas}
    return [
        _AREAS.at(Where(path=CAMPAIGN_FILE, node=area), f"{office.name}: bộ tiêu chí không có lĩnh vực «{area}»")
        for office in campaign.offices
        for area in office.areas
        if known and area not in known
    ]


def _unfilled(campaign: Campaign) -> list[Problem]:
    bodies = (campaign.authority, *campaign.units)
    return [
        _UNFILLED.at(Where(path=CAMPAIGN_FILE), f"{body.short}: còn chỗ «{value}»")
        for body in bodies
        for value in (body.name, body.parent, body.place, *(signer.name for signer in body.signers))
        if PLACEHOLDER in value
    ]


def _days_off(campaign: Campaign) -> list[Problem]:
    return [
        _HOLIDAY.at(Where(path=CAMPAIGN_FILE), f"{item.title}: {item.day:%d/%m/%Y} là {off}")
        for item in campaign.calendar
        if (off := campaign.day_off(item.day))
    ]
