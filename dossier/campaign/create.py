"""Making a new campaign: pure, from a criteria set and a list of units to the text of ``campaign.yaml``."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from dossier.campaign.load import PLACEHOLDER, SCHEMA
from dossier.campaign.paths import INBOX
from dossier.campaign.units import UnitRow
from dossier.criteria.model import Criterion, Scorer
from dossier.text import ascii_name, code_key, nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.criteria import CriteriaSet
    from dossier.criteria.model import Node

# Districts were abolished on 1 July 2025: from that year's campaign on, the province appraises communes.
_FIRST_TWO_TIER_YEAR = 2025
_FOLDER_NAME_LIMIT = 40
_LEVELS = {"xa": "cấp xã", "huyen": "cấp huyện", "so": "các sở, ban, ngành", "tinh": "cấp tỉnh"}


@dataclass(frozen=True, slots=True)
class Founding:
    """What ``init`` is told; None or empty where the user must fill in later.

    Attributes:
        authority: full name of the appraising authority: ``Ủy ban nhân dân huyện An Sơn``.
        parent: the body above it.
        criteria_sha256: of the criteria file copied into the campaign.
    """

    year: int
    units: tuple[UnitRow, ...]
    criteria_sha256: str
    authority: str = ""
    parent: str = ""
    demo: bool = False


def build_campaign_yaml(founding: Founding, criteria: CriteriaSet) -> str:
    """The text of a new ``campaign.yaml``, with hints as comments."""
    tier = "tinh" if founding.year >= _FIRST_TWO_TIER_YEAR else "huyen"
    authority = _authority(founding, tier)
    data = {
        "schema": SCHEMA,
        "id": ascii_name(f"{authority['short']} {founding.year}", limit=40),
        "year": founding.year,
        "title": f"Xác định Chỉ số cải cách hành chính {_LEVELS[criteria.level]} năm {founding.year}",
        "tier": tier,
        "demo": founding.demo,
        "criteria": {"id": criteria.id, "version": criteria.version, "sha256": founding.criteria_sha256},
        "authority": authority,
        "council": {
            "name": f"Hội đồng thẩm định Chỉ số cải cách hành chính năm {founding.year}",
            "members": [],
        },
        "offices": _offices(criteria),
        "legal_bases": [{"text": basis.text} for basis in criteria.legal_bases],
        "calendar": [],
        "units": [build_unit(row, authority["name"]) for row in founding.units],
    }
    return _HINTS + dump_yaml(data)


def dump_yaml(data: dict[str, Any]) -> str:
    """Plain values as the YAML that people edit."""
    stream = io.StringIO()
    yaml = YAML()
    yaml.width = 110
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(data, stream)
    return stream.getvalue()


_HINTS = """\
# Kỳ đánh giá Chỉ số cải cách hành chính. Mọi tên, ngày, người ký nằm ở đây; sửa bằng Notepad được.
# Chỗ có «[điền …]» là chưa biết: hãy thay bằng tên thật trước khi in văn bản.
# Hạn nộp (calendar), ví dụ:
#   calendar:
#     - {act: tu-danh-gia, title: "Gửi báo cáo tự đánh giá", day: 2020-10-18, included: false}
# Người ký đổi trong năm: thêm first/last (ngày bắt đầu/kết thúc giữ chức) cho từng người.
"""


def _authority(founding: Founding, tier: str) -> dict[str, Any]:
    level = "tỉnh" if tier == "tinh" else "huyện"
    name = nfc(founding.authority) or f"Ủy ban nhân dân {level} {PLACEHOLDER} tên {level}]"
    short = name.replace("Ủy ban nhân dân", "UBND").replace("Uỷ ban nhân dân", "UBND")
    place = short.split(maxsplit=2)[-1] if founding.authority else f"{PLACEHOLDER} địa danh]"
    return {
        "name": name,
        "short": short,
        "symbol": "UBND",
        "place": place,
        "parent": nfc(founding.parent),
        "signers": [{"name": f"{PLACEHOLDER} họ và tên]", "authority": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]}],
    }


def _offices(criteria: CriteriaSet) -> list[dict[str, Any]]:
    """The offices that the set itself names, each with its areas."""
    areas: dict[str, list[str]] = {}
    for area in criteria.areas:
        if area.office:
            areas.setdefault(area.office, []).append(area.id)
    return [
        {
            "id": office,
            "name": f"{PLACEHOLDER} tên cơ quan: {office}]",
            "symbol": office.upper(),
            "areas": codes,
        }
        for office, codes in areas.items()
    ]


def build_unit(row: UnitRow, parent: str) -> dict[str, Any]:
    """A unit of the list as ``campaign.yaml`` has it."""
    signer = row.signer or f"{PLACEHOLDER} họ và tên]"
    return {
        "id": row.id,
        "kind": row.kind,
        "name": f"Ủy ban nhân dân {row.name}",
        "short": f"UBND {row.name}",
        "symbol": "UBND",
        "place": row.place,
        "parent": parent,
        "aliases": [row.name, *row.aliases],
        "signers": [{"name": signer, "authority": ["TM. ỦY BAN NHÂN DÂN", row.post]}],
    }


def plan_evidence_folders(criteria: CriteriaSet) -> tuple[str, ...]:
    """Folder names under a unit's evidence: the inbox, then one for each leaf or criterion with proofs.

    Leaves the unit may not score get none.
    """
    names = {node_id: title for area in criteria.areas for node_id, title in _owners(area.items)}
    codes = sorted(names, key=code_key)
    return (INBOX, *(folder_name(code, names[code]) for code in codes))


def _owners(items: Sequence[Node]) -> Iterator[tuple[str, str]]:
    for node in items:
        if isinstance(node, Criterion):
            if node.proofs:
                yield node.id, node.title
            yield from _owners(node.items)
        elif node.scored_by is Scorer.SELF:
            yield node.id, node.title


def folder_name(code: str, title: str) -> str:
    """``1.1.1-ban-hanh-ke-hoach``: the code that matching reads, and words for people."""
    words = ascii_name(title, limit=_FOLDER_NAME_LIMIT - len(code) - 1)
    return f"{code}-{words}".rstrip("-")
