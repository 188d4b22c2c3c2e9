"""The campaign folder: the one place that knows where things are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CAMPAIGN_FILE = "campaign.yaml"
CRITERIA_FILE = "bo-tieu-chi.yaml"
INBOX = "inbox"
EXPLANATION_FILE = "giai-trinh.xlsx"


@dataclass(frozen=True, slots=True)
class CampaignPaths:
    """Paths of a campaign folder. Inputs belong to people; ``out`` and ``cache`` may be deleted.

    Layout: ``campaign.yaml``, ``bo-tieu-chi.yaml``, ``don-vi/<unit>/minh-chung/<code>/``,
    ``don-vi/<unit>/minh-chung/inbox/``, ``don-vi/<unit>/tu-cham-diem.xlsx``, ``mau/``, ``records/``,
    ``out/<unit>/``, ``.dossier/``.

    Attributes:
        laid: by unit, the folder with what stands of the packages received from it (``pipeline.laid``); it takes the
            place of the unit's own folder for whoever reads, and nobody writes there.
    """

    root: Path
    laid: Mapping[str, Path] = field(default_factory=dict)

    @property
    def campaign(self) -> Path:
        """``campaign.yaml``."""
        return self.root / CAMPAIGN_FILE

    @property
    def criteria(self) -> Path:
        """The copied criteria set."""
        return self.root / CRITERIA_FILE

    @property
    def templates(self) -> Path:
        """Template overrides."""
        return self.root / "mau"

    @property
    def records(self) -> Path:
        """What is never deleted."""
        return self.root / "records"

    @property
    def cache(self) -> Path:
        """Cache and lock."""
        return self.root / ".dossier"

    @property
    def journal(self) -> Path:
        """One line per act of the year."""
        return self.records / "journal.jsonl"

    def received(self, sha256: str, name: str) -> Path:
        """The kept copy of a form that came in."""
        return self.records / "nhan" / f"{sha256[:12]}-{name}"

    def appraisal(self, turn: int, office: str) -> Path:
        """An office's appraisal sheet."""
        return self.root / "tham-dinh" / f"lan-{turn}" / f"tham-dinh-{turn}-{office}.xlsx"

    def explanation(self, unit: str) -> Path:
        """The form in which a unit answers after appraisal 1."""
        return self.unit(unit) / EXPLANATION_FILE

    @property
    def council(self) -> Path:
        """The council's form."""
        return self.root / "hoi-dong" / "hoi-dong.xlsx"

    @property
    def units(self) -> Path:
        """Where every unit has its own folder."""
        return self.root / "don-vi"

    def own(self, unit: str) -> Path:
        """The folder that people fill for a unit."""
        return self.units / unit

    def unit(self, unit: str) -> Path:
        """Where a unit's records are read: what was received of it, else its own folder."""
        return self.laid.get(unit) or self.own(unit)

    def papers(self, unit: str) -> Path:
        """Where the papers that a unit hands over lie: as they were received, else as they were made here."""
        return self.laid[unit] / "van-ban" if unit in self.laid else self.out(unit)

    def evidence(self, unit: str) -> Path:
        """A unit's evidence, opened read-only."""
        return self.unit(unit) / "minh-chung"

    def self_score_form(self, unit: str) -> Path:
        """A unit's self-score form."""
        return self.unit(unit) / "tu-cham-diem.xlsx"

    def out(self, unit: str) -> Path:
        """What is made for a unit."""
        return self.root / "out" / unit
