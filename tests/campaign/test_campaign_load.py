import hashlib
from pathlib import Path

import pytest

from dossier.campaign import find_campaign_faults, find_root, load_campaign
from dossier.criteria import load_criteria
from dossier.criteria.catalogue import find_criteria
from dossier.errors import BadInputError
from dossier.resources import shipped

SAMPLE = shipped("samples") / "huyen-an-son" / "campaign.yaml"


@pytest.fixture
def campaign_folder(tmp_path: Path) -> Path:
    source = find_criteria("mau-2020-cap-xa").read_bytes()
    (tmp_path / "bo-tieu-chi.yaml").write_bytes(source)
    text = SAMPLE.read_text(encoding="utf-8").replace("@SHA256@", hashlib.sha256(source).hexdigest())
    (tmp_path / "campaign.yaml").write_text(text.replace("@VERSION@", "1"), encoding="utf-8")
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "campaign.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(BadInputError) as caught:
        load_campaign(folder)
    return "\n".join(map(str, caught.value.problems)) or caught.value.message


def test_the_sample_campaign_opens_without_faults(campaign_folder: Path) -> None:
    campaign = load_campaign(campaign_folder)
    criteria, _ = load_criteria(campaign_folder / "bo-tieu-chi.yaml")
    assert [unit.id for unit in campaign.units] == ["xa-an-binh", "xa-binh-minh", "thi-tran-an-son"]
    faults = find_campaign_faults(campaign, criteria)
    assert [fault.rule for fault in faults] == ["CAM05", "CAM05"]
    assert "18/10/2020 là Chủ nhật" in faults[0].message


@pytest.mark.parametrize("name", ["xa-an-binh", "XÃ AN BÌNH", "ubnd xa an binh", "Uỷ ban nhân dân xã  An Bình"])
def test_a_unit_is_found_by_any_spelling_of_its_names(campaign_folder: Path, name: str) -> None:
    unit = load_campaign(campaign_folder).unit(name)
    assert unit is not None
    assert unit.id == "xa-an-binh"


def test_a_former_name_finds_the_unit(campaign_folder: Path) -> None:
    unit = load_campaign(campaign_folder).unit("Thị trấn Sơn Cũ")
    assert unit is not None
    assert unit.id == "thi-tran-an-son"


def test_an_edited_criteria_set_is_refused(campaign_folder: Path) -> None:
    with (campaign_folder / "bo-tieu-chi.yaml").open("a", encoding="utf-8") as file:
        file.write("# sửa điểm\n")
    text = refusal(campaign_folder)
    assert "CAM02" in text
    assert "campaign.yaml:" in text


def test_a_lost_criteria_set_is_refused(campaign_folder: Path) -> None:
    (campaign_folder / "bo-tieu-chi.yaml").unlink()
    assert "thiếu tệp bo-tieu-chi.yaml" in refusal(campaign_folder)


def test_two_units_of_one_name_are_refused_by_line(campaign_folder: Path) -> None:
    change(campaign_folder, 'aliases: ["xã Bình Minh"]', 'aliases: ["Xã AN BÌNH"]')
    text = refusal(campaign_folder)
    assert "CAM01" in text
    assert "xa an binh" in text


def test_a_newer_campaign_is_refused(campaign_folder: Path) -> None:
    change(campaign_folder, "schema: 1", "schema: 2")
    assert "mẫu 2" in refusal(campaign_folder)


def test_a_misspelt_key_is_named_with_its_line(campaign_folder: Path) -> None:
    change(campaign_folder, "tier: huyen", "tiere: huyen")
    text = refusal(campaign_folder)
    assert "khóa lạ «tiere»" in text
    assert "campaign.yaml:7" in text


def test_an_unknown_area_and_an_unfilled_name_are_pointed_out(campaign_folder: Path) -> None:
    change(campaign_folder, 'areas: ["2"]', 'areas: ["22"]')
    change(campaign_folder, "Phạm Thị Giả Định", "[điền họ và tên]")
    criteria, _ = load_criteria(campaign_folder / "bo-tieu-chi.yaml")
    faults = find_campaign_faults(load_campaign(campaign_folder), criteria)
    assert {"CAM03", "CAM04"} <= {fault.rule for fault in faults}


def test_a_sample_set_in_a_real_campaign_is_pointed_out(campaign_folder: Path) -> None:
    change(campaign_folder, "demo: true", "demo: false")
    criteria, _ = load_criteria(campaign_folder / "bo-tieu-chi.yaml")
    assert "CAM06" in {fault.rule for fault in find_campaign_faults(load_campaign(campaign_folder), criteria)}


def test_a_campaign_is_found_from_inside_it(campaign_folder: Path) -> None:
    inner = campaign_folder / "don-vi" / "xa-an-binh"
    inner.mkdir(parents=True)
    assert find_root(inner).samefile(campaign_folder)


def test_a_folder_outside_any_campaign_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="dossier init"):
        find_root(tmp_path)


def test_the_signer_follows_the_day(campaign_folder: Path) -> None:
    import datetime as dt

    change(
        campaign_folder,
        '- {name: "Nguyễn Văn Mẫu", authority: ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]}',
        '- {name: "Nguyễn Văn Trước", authority: ["CHỦ TỊCH"], last: 2020-06-30}\n'
        '      - {name: "Nguyễn Văn Sau", authority: ["CHỦ TỊCH"], first: 2020-07-01}',
    )
    unit = load_campaign(campaign_folder).unit("xa-an-binh")
    assert unit is not None
    names = [signer.name for day in (30, 1) if (signer := unit.signer_on(dt.date(2020, 7 if day == 1 else 6, day)))]
    assert names == ["Nguyễn Văn Trước", "Nguyễn Văn Sau"]


def test_a_copy_of_a_campaign_knows_its_own_units_by_name(campaign_folder: Path) -> None:
    campaign = load_campaign(campaign_folder)
    first, second = campaign.units[:2]
    assert campaign.unit(second.name) == second
    fewer = campaign.model_copy(update={"units": (first,)})
    assert fewer.unit(second.name) is None
    namesake = second.model_copy(update={"name": first.name})
    assert campaign.model_copy(update={"units": (first, namesake)}).unit(first.name) == first
