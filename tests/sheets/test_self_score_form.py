"""The form as it is written."""

import dataclasses
import datetime as dt
import typing
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import TypeAdapter

from dossier.campaign.model import Campaign
from dossier.criteria.claims import Claim
from dossier.criteria.model import Completeness, CriteriaSet
from dossier.criteria.rules import Parts, Rule
from dossier.errors import RefusedError
from dossier.problems import Where
from dossier.scoring.kinds import KINDS
from dossier.sheets import read_self_score, write_self_score
from dossier.sheets.layout import INPUTS, RowKind, build_rows
from dossier.sheets.wording import describe_rule

COLUMN = dict(zip("ABCDEFGHIJKL", range(1, 13), strict=True))
WATERMARK = "BỘ TIÊU CHÍ MẪU – KHÔNG DÙNG ĐỂ CÔNG BỐ"


def sheet_of(form: Path) -> Worksheet:
    return load_workbook(form)["Tự chấm điểm"]


def unlocked(sheet: Worksheet, code: str) -> str:
    """Letters of the cells of a row that may be typed into."""
    row = next(row for row in sheet.iter_rows() if row[0].value == code)
    return "".join(letter for letter, cell in zip(COLUMN, row, strict=True) if not cell.protection.locked)


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        ("1", ""),
        ("1.1", "EKL"),
        ("1.2", "FGKL"),
        ("1.3", "EKL"),
        ("1.10", "HKL"),
        ("2.1", "JKL"),
        ("2.1.1", "EJKL"),
        ("2.1.2", "FGJKL"),
        ("2.2", "KL"),
        ("2.2/a", "E"),
        ("2.2/b", "I"),
        ("2.3", "KL"),
        ("2.4", "HKL"),
    ],
)
def test_only_the_cells_a_rule_needs_are_open(form: Path, code: str, letters: str) -> None:
    assert unlocked(sheet_of(form), code) == letters
    assert sheet_of(form).protection.sheet is True


def test_rows_stand_in_the_order_of_the_set(criteria: CriteriaSet) -> None:
    rows = build_rows(criteria)
    codes = [row.code for row in rows]
    assert codes[:4] == ["1", "1.1", "1.2", "1.3"]
    assert codes[codes.index("2.2") :] == ["2.2", "2.2/a", "2.2/b", "2.3", "2.4"]
    assert [row.kind for row in rows if row.code in {"2", "2.1", "2.1.1", "2.2/a"}] == [
        RowKind.AREA,
        RowKind.CRITERION,
        RowKind.LEAF,
        RowKind.PART,
    ]


def test_what_the_council_scores_says_so(form: Path) -> None:
    row = next(row for row in sheet_of(form).iter_rows() if row[0].value == "2.3")
    assert row[4].value == "Hội đồng chấm"
    assert row[3].value == "Hội đồng chấm theo: kết quả của huyện."


def test_the_choices_of_a_row_are_in_its_list(form: Path) -> None:
    book = load_workbook(form)
    sheet = book["Tự chấm điểm"]
    lists = {str(cells): rule.formula1 for rule in sheet.data_validations.dataValidation for cells in rule.sqref.ranges}
    line = {row[0].value: row[0].row for row in sheet.iter_rows()}
    assert lists[f"E{line['1.1']}"] == '"có,không"'
    assert lists[f"E{line['1.3']}"] == "'_danh_muc'!$A$1:$A$2"
    assert [cell.value for cell in book["_danh_muc"]["A"]] == ["vượt, có giải trình", "không đạt"]


def test_a_figure_says_what_it_counts(form: Path) -> None:
    sheet = sheet_of(form)
    prompts = {rule.prompt for rule in sheet.data_validations.dataValidation}
    assert {"đã làm", "phải làm", "số sáng kiến", "Điểm từ 0 đến 2."} <= prompts


def test_a_sample_set_is_marked_on_the_sheet_and_on_every_printed_page(form: Path) -> None:
    book = load_workbook(form)
    assert book["Tự chấm điểm"]["A1"].value == WATERMARK
    for title in ("Tự chấm điểm", "Hướng dẫn"):
        header = book[title].oddHeader
        assert header is not None
        assert header.center.text == WATERMARK


def test_an_official_set_is_not_marked(tmp_path: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    path = tmp_path / "that.xlsx"
    official = criteria.model_copy(update={"completeness": Completeness.FULL})
    write_self_score(path, official, unit=campaign.units[0], campaign=campaign)
    sheet = sheet_of(path)
    assert sheet["A1"].value == "ỦY BAN NHÂN DÂN XÃ ĐÔNG & TÂY"
    assert WATERMARK not in {cell.value for row in sheet.iter_rows() for cell in row}
    assert sheet.oddHeader is not None
    assert sheet.oddHeader.center.text is None


def test_it_prints_on_landscape_pages_with_the_header_repeated(form: Path) -> None:
    sheet = sheet_of(form)
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape",
        1,
        0,
    )
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "Mã")
    assert sheet.print_title_rows == f"${head}:${head}"
    assert sheet.freeze_panes == f"C{head + 1}"


def test_an_existing_form_is_never_overwritten(form: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    before = form.read_bytes()
    with pytest.raises(RefusedError, match=r"tu-cham-diem\.xlsx"):
        write_self_score(form, criteria, unit=campaign.units[0], campaign=campaign)
    assert form.read_bytes() == before


def test_equal_forms_have_equal_bytes(form: Path, tmp_path: Path, criteria: CriteriaSet, campaign: Campaign) -> None:
    other = tmp_path / "khac" / "tu-cham-diem.xlsx"
    write_self_score(other, criteria, unit=campaign.units[0], campaign=campaign)
    assert other.read_bytes() == form.read_bytes()


def test_every_kind_of_rule_has_inputs_and_wording() -> None:
    kinds = set(TypeAdapter(Rule).json_schema()["discriminator"]["mapping"])
    assert kinds == set(INPUTS) | {"share_deducted"}  # which takes what its base takes
    own = {kind: rule for kind, rule in KINDS.items() if kind != "survey_mean"}  # its mean is imported, never typed
    assert {kind: set(INPUTS[kind]) for kind in own} == {kind: set(rule.inputs) for kind, rule in own.items()}


def test_the_wording_of_a_rule_carries_all_its_numbers(criteria: CriteriaSet) -> None:
    placed = criteria.leaf("1.2")
    assert placed is not None
    assert describe_rule(placed.leaf.rule, placed.leaf.max) == (
        "Theo tỷ lệ a/b:\n- từ 98%: 3 điểm\n- từ 80%: 1 điểm\n- dưới 80%: 0 điểm\na: đã làm\nb: phải làm"
    )
    floor = criteria.leaf("2.1.2")
    assert floor is not None
    assert "Điểm = a/b × 3.\nDưới 70%: 0 điểm." in describe_rule(floor.leaf.rule, floor.leaf.max)


FIGURES = st.decimals(0, 10**9, places=2)
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"),
    max_size=40,
).map(str.strip)
FIELDS: dict[str, st.SearchStrategy[typing.Any]] = {
    "state": st.none(),
    "numerator": FIGURES,
    "denominator": FIGURES,
    "count": st.integers(0, 500).map(Decimal),
    "typed_points": st.decimals(0, 9, places=3),
    "not_applicable": st.booleans(),
    "evidence": LINES,
    "note": LINES,
}


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, criteria: CriteriaSet, campaign: Campaign, data: st.DataObject
) -> None:
    claims = {}
    for row in build_rows(criteria):
        if row.kind not in {RowKind.LEAF, RowKind.PART}:
            continue
        fields = {key: data.draw(st.none() | FIELDS[key]) for key in row.inputs}
        if row.states:
            fields["state"] = data.draw(st.sampled_from([None, *row.states]))
        claims[row.code] = Claim(row.code, **{key: value for key, value in fields.items() if value is not None})
    path = tmp_path_factory.mktemp("bieu") / "tu-cham-diem.xlsx"
    unit = campaign.units[0]
    write_self_score(path, criteria, unit=unit, campaign=campaign, claims=claims)
    read, problems = read_self_score(path, criteria, unit=unit, campaign=campaign)
    assert problems == ()
    bare = {code: dataclasses.replace(claim, where=Where()) for code, claim in read.items()}
    assert bare == {code: normal(claim) for code, claim in claims.items()}


def normal(claim: Claim) -> Claim:
    return dataclasses.replace(
        claim,
        evidence=unicodedata.normalize("NFC", claim.evidence),
        note=unicodedata.normalize("NFC", claim.note),
    )


def test_parts_rows_exist_only_for_additive_leaves(criteria: CriteriaSet) -> None:
    additive = {placed.id for placed in criteria.leaves() if isinstance(placed.leaf.rule, Parts)}
    assert {row.code.split("/")[0] for row in build_rows(criteria) if row.kind is RowKind.PART} == additive


KINDS_OF_2025 = [
    ("1.1", {"kind": "deadline", "measure": "báo cáo năm", "due": "2020-12-05", "points": "1"}),
    (
        "1.2",
        {
            "kind": "weighted",
            "denominator": "tất cả việc",
            "terms": [
                {"id": "xong", "measure": "đúng hạn", "weight": "1"},
                {"id": "muon", "measure": "muộn", "weight": "0.5"},
            ],
        },
    ),
    (
        "1.3",
        {
            "kind": "share_deducted",
            "base": {"kind": "no_violation", "condition": "không có vi phạm", "points": "1"},
            "deductions": [
                {"id": "cham", "when": "xử lý chậm", "percent": "10"},
                {"id": "xet", "when": "hội đồng xem xét", "percent": "50", "applied_by": "tham_dinh"},
            ],
        },
    ),
    (
        "1.4",
        {
            "kind": "rate_over_year",
            "numerator": "trực tuyến",
            "denominator": "tất cả",
            "increased": "1",
            "equal": "0",
            "decreased": "0",
        },
    ),
    ("1.5", {"kind": "per_violation", "condition": "không có đơn thư", "points": "1", "step": "0.5"}),
]


def recent_set(criteria: CriteriaSet) -> CriteriaSet:
    leaves = [{"id": code, "title": f"Tiêu chí {code}", "max": "1", "rule": rule} for code, rule in KINDS_OF_2025]
    data = {
        **criteria.model_dump(by_alias=True, mode="json", exclude={"areas", "outside_scale"}),
        "areas": [{"id": "1", "title": "Một", "max": "5", "items": leaves}],
        "outside_scale": {
            "items": [{"id": "khen", "title": "Được khen", "direction": "thuong", "points": "0.5", "max": "1"}]
        },
    }
    return CriteriaSet.model_validate(data)


def test_every_row_below_a_leaf_and_outside_the_scale_takes_its_figure(
    tmp_path: Path, criteria: CriteriaSet, campaign: Campaign
) -> None:
    path = tmp_path / "moi.xlsx"
    recent = recent_set(criteria)
    write_self_score(path, recent, unit=campaign.units[0], campaign=campaign)
    opened = {row.code: row.inputs for row in build_rows(recent)}
    assert opened["1.1"][:2] == ("state", "date")
    assert opened["1.2"][0] == "denominator"
    assert (opened["1.2/xong"], opened["1.3/cham"], opened["1.3/xet"]) == (("count",), ("state",), ())
    assert opened["1.4/nay"] == ("numerator", "denominator")
    assert opened["khen"][0] == "count"
    book = load_workbook(path)
    sheet = book["Tự chấm điểm"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Mã")
    columns = {str(cell.value): int(cell.column or 0) for cell in head}
    lines = {str(row[0].value): int(row[0].row or 0) for row in sheet.iter_rows()}
    typed: dict[tuple[str, str], str | int] = {
        ("1.1", "Ngày đến, ngày ban hành"): "04/12/2020",
        ("1.2/muon", "Số lượng"): 3,
        ("1.3/cham", "Kết quả"): "có",
        ("1.4/truoc", "Số liệu b"): 10,
        ("khen", "Số lượng"): 2,
    }
    for (code, heading), value in typed.items():
        sheet.cell(lines[code], columns[heading]).value = value
    book.save(path)
    claims, problems = read_self_score(path, recent, unit=campaign.units[0], campaign=campaign)
    assert problems == ()
    assert claims["1.1"].date == dt.date(2020, 12, 4)
    assert claims["1.2/muon"].count == 3
    assert claims["1.3/cham"].state == "có"
    assert claims["khen"].count == 2
    assert claims["1.4/truoc"].denominator == 10


@pytest.mark.parametrize("cell", ["hôm qua", "31/02/2020", "=TODAY()"])
def test_a_day_that_is_none_is_refused_with_its_cell(
    tmp_path: Path, criteria: CriteriaSet, campaign: Campaign, cell: str
) -> None:
    path = tmp_path / "moi.xlsx"
    recent = recent_set(criteria)
    write_self_score(path, recent, unit=campaign.units[0], campaign=campaign)
    book = load_workbook(path)
    sheet = book["Tự chấm điểm"]
    head = next(row for row in sheet.iter_rows() if row[0].value == "Mã")
    column = next(int(item.column or 0) for item in head if item.value == "Ngày đến, ngày ban hành")
    line = next(int(row[0].row or 0) for row in sheet.iter_rows() if row[0].value == "1.1")
    sheet.cell(line, column).value = cell
    book.save(path)
    claims, (problem,) = read_self_score(path, recent, unit=campaign.units[0], campaign=campaign)
    assert claims["1.1"].date is None
    assert problem.rule in {"SHT20", "SHT12"}
    assert problem.where.cell.endswith(str(line))
