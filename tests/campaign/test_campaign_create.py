import hashlib
from pathlib import Path

from dossier.campaign import find_campaign_faults, load_campaign
from dossier.campaign.create import Founding, build_campaign_yaml, folder_name, plan_evidence_folders
from dossier.campaign.units import UnitRow
from dossier.criteria import load_criteria
from dossier.criteria.catalogue import find_criteria

ROWS = (
    UnitRow("xa-a", "xã A: “Bắc”", "xã", "A", "", "CHỦ TỊCH", ("xã Cũ #1",)),
    UnitRow("xa-b", "xã B", "xã", "B", "Trần Văn B", "CHỦ TỊCH", ()),
)


def write(folder: Path, *, year: int, criteria_id: str, authority: str = "") -> None:
    source = find_criteria(criteria_id)
    criteria, _ = load_criteria(source)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    founding = Founding(year=year, units=ROWS, criteria_sha256=digest, authority=authority)
    (folder / "bo-tieu-chi.yaml").write_bytes(source.read_bytes())
    (folder / "campaign.yaml").write_text(build_campaign_yaml(founding, criteria), encoding="utf-8")


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write(tmp_path, year=2020, criteria_id="mau-2020-cap-xa", authority="Ủy ban nhân dân huyện An Sơn")
    campaign = load_campaign(tmp_path)
    assert campaign.tier == "huyen"
    assert campaign.authority.short == "UBND huyện An Sơn"
    assert campaign.authority.place == "An Sơn"
    assert [unit.short for unit in campaign.units] == ["UBND xã A: “Bắc”", "UBND xã B"]
    assert campaign.units[0].parent == "Ủy ban nhân dân huyện An Sơn"
    assert campaign.units[0].aliases == ("xã A: “Bắc”", "xã Cũ #1")


def test_from_2025_the_province_appraises(tmp_path: Path) -> None:
    write(tmp_path, year=2025, criteria_id="lam-dong-2025-cap-xa")
    assert load_campaign(tmp_path).tier == "tinh"


def test_what_is_not_known_is_marked_to_be_filled_in(tmp_path: Path) -> None:
    write(tmp_path, year=2020, criteria_id="mau-2020-cap-xa")
    criteria, _ = load_criteria(tmp_path / "bo-tieu-chi.yaml")
    faults = find_campaign_faults(load_campaign(tmp_path), criteria)
    assert {fault.rule for fault in faults} == {"CAM04", "CAM06"}
    assert any("UBND xã A" in fault.message for fault in faults)


def test_every_office_of_the_set_gets_its_areas(tmp_path: Path) -> None:
    write(tmp_path, year=2020, criteria_id="mau-2020-cap-xa")
    areas = sorted(area for office in load_campaign(tmp_path).offices for area in office.areas)
    assert areas == [str(number) for number in range(1, 10)]


def test_evidence_folders_cover_every_leaf_a_unit_scores() -> None:
    criteria, _ = load_criteria(find_criteria("mau-2020-cap-xa"))
    folders = plan_evidence_folders(criteria)
    assert folders[0] == "inbox"
    codes = [folder.split("-")[0] for folder in folders[1:]]
    assert len(codes) == len(set(codes))
    assert {"1.1", "1.1.1", "9.2"} <= set(codes)
    assert "4.4" not in codes  # the council's own


def test_folder_names_are_short_and_plain() -> None:
    name = folder_name("1.1.1", "Ban hành kế hoạch cải cách hành chính hằng năm và các văn bản triển khai")
    assert name.startswith("1.1.1-ban-hanh-ke-hoach")
    assert len(name) <= 40
    assert name.isascii()
