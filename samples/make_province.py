"""Makes a two-tier province of fictional communes and lives its year: ``python -m samples.make_province FOLDER``.

Nothing it makes is committed: 124 communes are too many files. Names, persons, points and reasons are invented by
arithmetic, so that the same call makes the same campaign. Every form is the project's own, filled in as people would,
and every act goes through the program's verbs; ``dossier build --all`` then has a whole year's set to make.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
import itertools
import tempfile
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
from ruamel.yaml import YAML

from dossier.campaign import CampaignPaths, load_campaign
from dossier.criteria import load_criteria
from dossier.files import write_text
from dossier.pipeline.appraise import conclude_units, export_sheets, import_forms, receive_units, return_units
from dossier.pipeline.council import approve_units, export_council, publish_units, record_council
from dossier.pipeline.demo import fill_form
from dossier.pipeline.found import found_campaign
from dossier.pipeline.numbering import number_paper
from dossier.pipeline.run import Edge, Run, open_run
from dossier.pipeline.survey import import_surveys
from dossier.problems import NoProgress
from dossier.readers.model import OcrMode
from dossier.resources import shipped
from dossier.rounds.survey import surveys_of
from dossier.text import ascii_name
from dossier.yamlfile import load_yaml
from samples.generate_files import write_files
from samples.province_units import plan_answers, plan_papers
from samples.scripted_scan import Dice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dossier.campaign import Campaign
    from dossier.criteria import CriteriaSet

UNITS = 124
YEAR = 2025
PROVINCE = "Ủy ban nhân dân tỉnh Sông Lam"
_CRITERIA = "mau-2020-cap-xa"
_HANOI = dt.timezone(dt.timedelta(hours=7))
_CLERK = "Trịnh Thị Giả Sử"
_SECOND = ("Giả", "Thử", "Mẫu", "Ví", "Minh", "Nháp", "Tạm", "Phác")
_FIRST = ("An", "Bình", "Cẩm", "Đông", "Gia", "Hòa", "Khánh", "Lộc", "Mỹ", "Nam", "Phú", "Quang", "Sơn", "Tân", "Vĩnh",
          "Yên")  # fmt: skip
_SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ")
_GIVEN = ("Giả Định", "Thử Nghiệm", "Ví Dụ", "Minh Họa", "Giả Thiết", "Làm Mẫu", "Bản Nháp")
# Leaves that units cannot count in full numbers; every leaf besides has what the sample commune wrote.
_SPREAD = ("1.1.2", "2.3", "4.2", "7.4", "8.1", "8.3", "9.1")

Row = dict[str, Any]


def main() -> None:
    """Make the province in an empty folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--criteria", default=_CRITERIA, help="another set's units hand in evidence, too")
    given = parser.parse_args()
    make_province(given.folder, units=given.units, criteria=given.criteria)
    print(f"Đã tạo: {given.folder}")


def make_province(root: Path, *, units: int = UNITS, criteria: str = _CRITERIA) -> None:
    """Found the campaign and carry every unit from its self-score to publication.

    With the sample set nobody hands in files; with another one every unit has a paper for nearly every proof.
    """
    _found(root, units, criteria)
    (_write_as_sample if criteria == _CRITERIA else _write_by_set)(root)
    for chapter in (_hand_in, _appraise_first, _answer, _appraise_second, _ask_people, _decide, _finish):
        chapter(root)


# --- the campaign ---------------------------------------------------------------------------------


def _found(root: Path, units: int, criteria: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch) / "don-vi.csv"
        write_text(listed, "".join(["ma,ten,loai,dia_danh,nguoi_ky,chuc_vu,ten_cu\n", *map(_unit_line, range(units))]))
        found_campaign(
            root, criteria_id=criteria, units_csv=listed, year=YEAR, authority=PROVINCE, demo=True,
            progress=NoProgress(),
        )  # fmt: skip
    yaml = YAML()
    path = root / "campaign.yaml"
    campaign = yaml.load(path.read_text(encoding="utf-8"))
    campaign.update(_SETTINGS)
    areas = {area.id for area in load_criteria(CampaignPaths(root).criteria)[0].areas}
    campaign["offices"] = [{**office, "areas": [area for area in office["areas"] if area in areas]}
                           for office in _SETTINGS["offices"] if areas & set(office["areas"])]  # fmt: skip
    campaign["authority"]["place"] = "Sông Lam"
    campaign["authority"]["signers"] = [{"name": _person(500), "authority": ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]}]
    with path.open("w", encoding="utf-8") as target:
        yaml.dump(campaign, target)
    with (root / "van-ban.yaml").open("w", encoding="utf-8") as target:
        yaml.dump(_INPUTS, target)


def _write_as_sample(root: Path) -> None:
    answers = load_yaml(shipped("samples") / "huyen-an-son" / "xa-an-binh" / "tu-cham-diem.yaml").data
    for unit, place in _order(root).items():
        fill_form(CampaignPaths(root).self_score_form(unit), _answers(answers, place))


def _write_by_set(root: Path) -> None:
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(functools.partial(_write_unit, root), _order(root).items()))


def _write_unit(root: Path, placed: tuple[str, int]) -> None:
    name, place = placed
    paths = CampaignPaths(root)
    campaign, criteria = _loaded(root)
    unit = next(unit for unit in campaign.units if unit.id == name)
    fill_form(paths.self_score_form(name), plan_answers(criteria, place))
    write_files(paths.evidence(name), plan_papers(criteria, unit, place), Dice(name))


@functools.cache
def _loaded(root: Path) -> tuple[Campaign, CriteriaSet]:
    """Once in each process: reading them takes as long as writing a unit."""
    return load_campaign(root), load_criteria(CampaignPaths(root).criteria)[0]


def _unit_line(place: int) -> str:
    kind = ("phường", "xã", "xã", "xã", "xã")[place % 5] if place not in {7, 63} else "đặc khu"
    first, second = list(itertools.product(_FIRST, _SECOND))[place]
    name = f"{first} {second}"
    return f"{ascii_name(f'{kind} {name}', limit=40)},{kind} {name},{kind},{name},{_person(place)},CHỦ TỊCH,\n"


def _person(place: int) -> str:
    middle = "Văn" if place % 2 else "Thị"
    return f"{_SURNAMES[place % len(_SURNAMES)]} {middle} {_GIVEN[place % len(_GIVEN)]}"


def _answers(answers: dict[str, dict[str, str]], place: int) -> dict[str, dict[str, str]]:
    """The sample commune's form with other figures; every eleventh unit leaves one proof unexplained."""
    changed = {code: {**values, "minh_chung": _explained(values)} for code, values in answers.items()}
    for shift, code in enumerate(_SPREAD):
        whole = int(changed[code]["b"])
        changed[code]["a"] = str(whole - (place * (shift + 3) + shift) % (whole // 2 + 1))
    if place % 11 == 0:
        del changed["9.2"]["minh_chung"]
    return changed


def _explained(values: dict[str, str]) -> str:
    """No evidence lies in the folders, so each row says where it is kept."""
    told = values.get("minh_chung", "")
    return told if "Giải trình:" in told else f"{told}. Giải trình: bản gốc lưu tại đơn vị.".removeprefix(". ")


_MEMBERS = (
    ("Phó Chủ tịch UBND tỉnh", "Chủ tịch"),
    ("Giám đốc Sở Nội vụ", "Phó Chủ tịch"),
    ("Phó Giám đốc Sở Tài chính", "Ủy viên"),
    ("Phó Giám đốc Sở Tư pháp", "Ủy viên"),
    ("Phó Giám đốc Sở Khoa học và Công nghệ", "Ủy viên"),
    ("Phó Chánh Văn phòng UBND tỉnh", "Ủy viên"),
    ("Phó Giám đốc Sở Nội vụ", "Ủy viên, Thư ký"),
)
_OFFICES = (
    ("so-noi-vu", "Sở Nội vụ", "SNV", ("1", "5", "6")),
    ("so-tu-phap", "Sở Tư pháp", "STP", ("2",)),
    ("van-phong", "Văn phòng UBND tỉnh", "VP", ("3", "4")),
    ("so-tai-chinh", "Sở Tài chính", "STC", ("7", "9")),
    ("so-khcn", "Sở Khoa học và Công nghệ", "SKHCN", ("8",)),
)
_CALENDAR = (
    ("ke-hoach", "Ban hành kế hoạch", dt.date(2025, 9, 10), True),
    ("thanh-lap-hoi-dong", "Thành lập Hội đồng thẩm định", dt.date(2025, 9, 15), True),
    ("tu-danh-gia", "Các xã, phường, đặc khu gửi báo cáo tự đánh giá", dt.date(2025, 10, 17), True),
    ("bo-sung", "Các xã, phường, đặc khu bổ sung, giải trình", dt.date(2025, 10, 31), True),
    ("hoi-dong", "Hội đồng thẩm định họp", dt.date(2025, 11, 12), True),
    ("phe-duyet", "Phê duyệt Chỉ số", dt.date(2025, 11, 20), True),
    ("cong-bo", "Công bố Chỉ số", dt.date(2025, 11, 25), True),
)
_SETTINGS: dict[str, Any] = {
    "title": f"Xác định Chỉ số cải cách hành chính của Ủy ban nhân dân các xã, phường, đặc khu năm {YEAR}",
    "council": {
        "name": f"Hội đồng thẩm định Chỉ số cải cách hành chính cấp xã năm {YEAR}",
        "members": [
            {"name": _person(600 + place), "post": post, "role": role} for place, (post, role) in enumerate(_MEMBERS)
        ],
    },
    "window": {"first": dt.date(YEAR, 1, 1), "last": dt.date(YEAR, 10, 15)},
    "offices": [
        {"id": office, "name": name, "symbol": symbol, "areas": list(areas), "lead": office == "so-noi-vu"}
        for office, name, symbol, areas in _OFFICES
    ],
    "legal_bases": [{"text": "Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025"}],
    "calendar": [
        {"act": act, "title": title, "day": day, "included": included} for act, title, day, included in _CALENDAR
    ],
    "scoring": {
        "groups": [
            {"id": "phuong", "title": "Các phường", "kinds": ["phường"]},
            {"id": "dac-khu", "title": "Các đặc khu", "kinds": ["đặc khu"], "ranked": False},
            {"id": "xa", "title": "Các xã", "kinds": ["xã"]},
        ],
        "consequences": [{"act": "khen_thuong", "wording": "tặng Bằng khen của Chủ tịch UBND tỉnh", "first": 3}],
    },
    "surveys": [{"part": "dieu-tra", "best": 5, "worst": 0, "min_answers": 30, "min_share": 1}],
}
_INPUTS: dict[str, Any] = {
    "schema": 1,
    "support_team": [
        {"name": _person(700), "post": "Trưởng phòng Cải cách hành chính, Sở Nội vụ", "role": "Tổ trưởng"},
        {"name": _person(701), "post": "Chuyên viên Sở Nội vụ", "role": "Thư ký"},
    ],
    "meeting": {"day": dt.date(2025, 11, 12), "opens": "08:00", "closes": "11:30", "place": "Phòng họp số 2"},
    "superior": ["Bộ Nội vụ"],
}


# --- the year -------------------------------------------------------------------------------------


@contextmanager
def opened(root: Path, now: str) -> Iterator[Run]:
    """The campaign, opened for writing at a moment of official time: ``2025-10-17 15:00``."""
    moment = dt.datetime.fromisoformat(now).replace(tzinfo=_HANOI)
    with open_run(root, Edge(NoProgress(), moment, ocr=OcrMode.NONE), writes=True) as run:
        yield run


def _hand_in(root: Path) -> None:
    with opened(root, "2025-10-16 10:00") as run:
        receive_units(run, run.campaign.units, parts=("bao-cao", "minh-chung"), arrived=run.now, who=_CLERK)
        for place, unit in enumerate(run.campaign.units):
            number_paper(run, "D03", unit=unit.id, number=20 + place % 90, day=dt.date(2025, 10, 15))
        number_paper(run, "D02", unit="", number=310, day=dt.date(2025, 9, 10))
        number_paper(run, "D01", unit="", number=1520, day=dt.date(2025, 9, 15))
        number_paper(run, "D16", unit="", number=1, day=dt.date(2025, 9, 18))


def _appraise_first(root: Path) -> None:
    with opened(root, "2025-10-18 08:00") as run:
        export_sheets(run, run.campaign.offices, turn=1)
    sheets = sorted((root / "tham-dinh" / "lan-1").glob("*.xlsx"))
    order = _order(root)
    for sheet in sheets:
        fill(sheet, "Thẩm định", "Mã đơn vị", functools.partial(_appraised, order))
    with opened(root, "2025-10-24 08:00") as run:
        import_forms(run, sheets, arrived=run.now, who=_CLERK)
        return_units(run, run.campaign.units, due=None, who=_CLERK)


def _order(root: Path) -> dict[str, int]:
    return {unit["id"]: place for place, unit in enumerate(load_yaml(root / "campaign.yaml").data["units"])}


def _appraised(order: dict[str, int], row: Row) -> Row:
    """Most points stand; about one in nine is lowered by a quarter of the maximum, with its reason."""
    place, code = order[row["Mã đơn vị"]], str(row["Mã"])
    top = Decimal(str(row["Điểm tối đa"]))
    filed = row["Điểm tự chấm"]
    own = Decimal(str(filed)) if isinstance(filed, (int, float, Decimal)) else top
    lowered = (place * 7 + sum(map(ord, code))) % 9 == 0
    points = max(Decimal(0), own - top / 4) if lowered else own
    given: Row = {"Điểm thẩm định": points}
    if points != filed:
        given["Lý do"] = "Tài liệu kiểm chứng chưa đủ theo hướng dẫn chấm" if lowered else "Hội đồng chấm theo hồ sơ"
    if lowered and place % 3 == 0 and code == "8.2":
        given["Yêu cầu giải trình, bổ sung"] = "Gửi danh sách tin, bài đã đăng từng tháng"
    elif str(row["Tình trạng minh chứng"]).startswith("Thiếu"):
        given.setdefault("Lý do", "Đã xem bản giấy tại đơn vị")
    return given


def _answer(root: Path) -> None:
    """Every fifth unit does not answer."""
    forms = [
        root / "don-vi" / unit / "giai-trinh.xlsx"
        for unit, place in _order(root).items()
        if place % 5 and (root / "don-vi" / unit / "giai-trinh.xlsx").is_file()
    ]
    for form in forms:
        fill(form, "Giải trình, bổ sung", "Mã", lambda row: {"Giải trình": f"Giải trình tiêu chí {row['Mã']}: số liệu "
             "theo sổ theo dõi của đơn vị", "Tài liệu bổ sung": "Bảng kê kèm theo"})  # fmt: skip
    if forms:
        with opened(root, "2025-10-30 15:00") as run:
            import_forms(run, forms, arrived=run.now, who=_CLERK)


def _appraise_second(root: Path) -> None:
    with opened(root, "2025-11-03 08:00") as run:
        export_sheets(run, run.campaign.offices, turn=2)
    sheets = sorted((root / "tham-dinh" / "lan-2").glob("*.xlsx"))
    order = _order(root)
    for sheet in sheets:
        fill(sheet, "Thẩm định", "Mã đơn vị", functools.partial(_appraised_again, order))
    with opened(root, "2025-11-06 08:00") as run:
        import_forms(run, sheets, arrived=run.now, who=_CLERK)
        conclude_units(run, run.campaign.units, who=_CLERK)


def _appraised_again(order: dict[str, int], row: Row) -> Row:
    given = _appraised(order, row)
    given.pop("Yêu cầu giải trình, bổ sung", None)
    return {**given, "Lý do": given.get("Lý do") or "Giữ điểm thẩm định lần 1"}


def _ask_people(root: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Đơn vị", "Phần", "Số phiếu", "Điểm trung bình", "Số đối tượng"])
    criteria, _ = load_criteria(CampaignPaths(root).criteria)
    for part in surveys_of(criteria, load_campaign(root)):
        for unit, place in _order(root).items():
            page.append([unit, part, 40 + place % 20, 3 + (place * 17 % 190) / 100, 2000])
    path = root / "dieu-tra.xlsx"
    book.save(path)
    with opened(root, "2025-11-07 08:00") as run:
        import_surveys(run, [path], part="", who=_CLERK)


def _decide(root: Path) -> None:
    with opened(root, "2025-11-10 08:00") as run:
        export_council(run)
        path, members = run.paths.council, len(run.campaign.council.members)
    fill(path, "Thành viên", "Họ và tên", lambda _: {"Có mặt, đã trả lời (x)": "x", "Ý kiến": "đồng ý"})
    counts = {"Số đồng ý": members, "Số không đồng ý": 0, "Số ý kiến khác": 0}
    fill(path, "Biểu quyết", "Nội dung biểu quyết", lambda row: counts if row["Nội dung biểu quyết"] else {})
    with opened(root, "2025-11-12 11:30") as run:
        record_council(run, path, who=_CLERK)
        for code, number in (("D08", 2), ("D09", 3), ("D10", 4)):
            number_paper(run, code, unit="", number=number, day=dt.date(2025, 11, 13))


def _finish(root: Path) -> None:
    with opened(root, "2025-11-25 08:00") as run:
        units = run.campaign.units
        approve_units(run, units, number="2210/QĐ-UBND", day=dt.date(2025, 11, 20), paper=None, who=_CLERK)
        publish_units(run, units, number="145/TB-UBND", day=dt.date(2025, 11, 25), paper=None, who=_CLERK)


def fill(path: Path, sheet: str, anchor: str, answer: Callable[[Row], Row]) -> None:
    """Type into a form as a person would: ``answer`` sees a row by its headings and gives what to type."""
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    head = next(line for line in range(1, 15) if anchor in {str(cell.value) for cell in page[line]})
    columns = {str(cell.value): cell.column for cell in page[head] if cell.value}
    for line in range(head + 1, page.max_row + 1):
        row = {name: page.cell(line, column).value for name, column in columns.items()}
        for name, value in answer(row).items():
            page.cell(line, columns[name]).value = value
    book.save(path)


if __name__ == "__main__":
    main()
