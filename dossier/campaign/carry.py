"""A new year from the last one: names, offices, roles and rules stay, what was decided or dated goes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dossier.campaign.create import build_unit, dump_yaml
from dossier.campaign.units import UnitRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.campaign.model import Campaign, Unit
    from dossier.criteria import CriteriaSet

# Of one year only: its days, its plan, what its council decided.
_OF_THAT_YEAR = ("calendar", "plan", "window", "exclusions", "holidays", "legal_bases")
_HINTS = """\
# Kỳ đánh giá Chỉ số cải cách hành chính, lập từ kỳ {before}: tên, cơ quan, người ký, vai trò được giữ lại.
# Cần xem lại: người ký, thành viên hội đồng đã đổi chưa; căn cứ pháp lý; hạn nộp (calendar) của năm nay; lĩnh vực
# của từng cơ quan (areas) nếu bộ tiêu chí đổi. Hạn nộp, ví dụ:
#   calendar:
#     - {{act: tu-danh-gia, title: "Gửi báo cáo tự đánh giá", day: {year}-10-18, included: false}}
"""


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What the new year is told.

    Attributes:
        units: in place of last year's; none keeps those.
        criteria_sha256: of the criteria file copied into the campaign.
    """

    year: int
    criteria_sha256: str
    units: tuple[UnitRow, ...] = ()
    demo: bool = False


def build_next_yaml(before: Campaign, carried: CarryOver, criteria: CriteriaSet) -> str:
    """The text of ``campaign.yaml`` of a year after ``before``."""
    data: dict[str, Any] = before.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for key in _OF_THAT_YEAR:
        data.pop(key, None)
    old, new = str(before.year), str(carried.year)
    data["id"] = before.id.replace(old, new) if old in before.id else f"{before.id[:35]}-{new}"
    data["year"] = carried.year
    data["title"] = before.title.replace(old, new)
    data["council"]["name"] = before.council.name.replace(old, new)
    data["demo"] = carried.demo
    data["criteria"] = {"id": criteria.id, "version": criteria.version, "sha256": carried.criteria_sha256}
    data["legal_bases"] = [{"text": basis.text} for basis in criteria.legal_bases]
    data["calendar"] = []
    data["surveys"] = _surveys(data.get("surveys", ()), criteria)
    data.get("scoring", {}).get("ties", {}).pop("settled", None)
    if carried.units:
        data["units"] = [_keep_names(build_unit(row, before.authority.name), before) for row in carried.units]
    told = {key: value for key, value in data.items() if value not in ((), [], {})}
    return _HINTS.format(before=before.id, year=carried.year) + dump_yaml(told)


def _surveys(told: Sequence[dict[str, Any]], criteria: CriteriaSet) -> list[dict[str, Any]]:
    """Those of parts and leaves that the new set has."""
    known = {part.id for part in criteria.parts} | {placed.id for placed in criteria.leaves()}
    return [survey for survey in told if survey["part"] in known]


def _keep_names(unit: dict[str, Any], before: Campaign) -> dict[str, Any]:
    """A unit of the new list with the other names and the signers that last year knew it by."""
    known: Unit | None = before.unit(unit["id"]) or before.unit(unit["name"])
    if known is None:
        return unit
    aliases = dict.fromkeys((*unit["aliases"], *known.aliases))
    signers = [signer.model_dump(mode="json", exclude_unset=True) for signer in known.signers]
    return {**unit, "id": known.id, "aliases": list(aliases), "signers": signers or unit["signers"]}
