"""Official tables read into drafts: the same from Word, Excel and PDF, and nothing dropped in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from PIL import Image

from dossier.criteria import load_criteria
from dossier.criteria.catalogue import find_criteria
from dossier.criteria.importing import Draft, read_draft
from dossier.criteria.yamlout import render_yaml
from dossier.errors import BadInputError, ExitCode
from tests.criteria import office_table as office

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SHELF = Path(__file__).parents[3] / "shared" / "material" / "vietnamese" / "office_2025" / "vbai_cchc"
_ONE_LEAF = (("1", "LĨNH VỰC", 1, "", ""), ("1.1", "Có kế hoạch: 1 điểm", 1, "", ""))
WRITERS: tuple[tuple[str, Callable[[Path], Path]], ...] = (
    ("bang.xlsx", office.write_xlsx),
    ("bang.docx", office.write_docx),
    ("bang.pdf", office.write_pdf),
)


def read(path: Path) -> Draft:
    return read_draft(path, set_id="nhap")


def nodes(draft: Draft) -> dict[str, dict[str, Any]]:
    def below(items: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for node in items:
            yield node
            yield from below(node.get("items", []))

    return {node["id"]: node for node in below(draft.data["areas"])}


def sheet(tmp_path: Path, *rows: tuple[Any, ...], head: tuple[str, ...] = office.HEAD) -> Draft:
    return read(office.write_xlsx(tmp_path / "bang.xlsx", rows, head=head))


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Draft]:
    folder = tmp_path_factory.mktemp("bang")
    return {name: read(write(folder / name)) for name, write in WRITERS}


@pytest.mark.parametrize("name", ["bang.docx", "bang.pdf"])
def test_every_kind_of_file_gives_the_same_draft(name: str, drafts: dict[str, Draft]) -> None:
    """The PDF cuts rows at page ends and prints the head again; the Word table has lines in cells."""
    assert drafts[name].data["areas"] == drafts["bang.xlsx"].data["areas"]
    assert drafts[name].data["title"] == drafts["bang.xlsx"].data["title"] == office.TITLE
    assert drafts[name].data["year"] == 2024


def test_the_tree_has_the_codes_and_points_of_the_table(drafts: dict[str, Draft]) -> None:
    found = nodes(drafts["bang.pdf"])

    table = {row[0]: Decimal(row[2].replace(",", ".")) for row in office.ROWS if row[0]}
    assert {code: node["max"] for code, node in found.items()} == table
    assert found["1.1"]["title"] == "Kế hoạch của xã"
    assert [item["id"] for item in found["1"]["items"]] == ["1.1", "1.2", "1.3"]


def test_every_kind_of_sentence_becomes_its_rule(drafts: dict[str, Draft]) -> None:
    found = {code: node["rule"] for code, node in nodes(drafts["bang.docx"]).items() if "rule" in node}

    assert {code: rule["kind"] for code, rule in found.items()} == office.KINDS
    assert found["1.1.2"]["bands"] == [
        {"min": 95, "strict": True, "points": 3},
        {"min": 80, "points": Decimal("1.5")},
        {"min": 0, "points": 0},
    ]
    assert found["2.1"] == {
        "kind": "proportional",
        "numerator": "số hồ sơ trực tuyến",
        "denominator": "tổng số hồ sơ",
        "floor": 70,
    }
    assert [part["max"] for part in found["2.2"]["parts"]] == [Decimal("0.5"), Decimal("0.75")]
    assert found["2.4"]["deductions"][0] | {"when": ""} == {
        "id": "tru",
        "when": "",
        "percent": 50,
        "applied_by": "tham_dinh",
    }


def test_what_is_said_of_not_arising_and_of_who_scores(drafts: dict[str, Draft]) -> None:
    found = nodes(drafts["bang.xlsx"])

    assert found["2.1"]["not_applicable"] == {"when": "a = 0", "effect": "full"}
    assert found["2.3"]["scored_by"] == "nguon_khac"
    assert found["2.3"]["rule"]["levels"][0] == {"state": "Xếp loại tốt", "points": 1}


def test_proofs_are_proposed_with_carrier_type_and_option(drafts: dict[str, Draft]) -> None:
    found = {proof["id"]: proof for node in nodes(drafts["bang.pdf"]).values() for proof in node.get("proofs", [])}

    assert found["1.1.1-tl1"]["types"] == ["Kế hoạch"]
    assert found["1.1.1-tl2"]["carrier"] == "giai_trinh"
    assert found["1.2-tl1"]["optional"]
    assert found["2.1-tl1"]["carrier"] == "he_thong_khac"


@pytest.mark.parametrize("name", [name for name, _ in WRITERS])
def test_what_was_not_understood_is_listed_and_kept(name: str, drafts: dict[str, Draft]) -> None:
    draft = drafts[name]

    assert [(problem.rule, problem.where.node) for problem in draft.problems] == [("IMP03", "2.5"), ("IMP06", "2.5")]
    assert all(problem.where.cell and problem.where.path == name for problem in draft.problems)
    assert "nhóm cuối không có điểm nào" in nodes(draft)["2.5"]["guidance"]


def test_a_draft_is_a_set_that_the_linter_can_judge(tmp_path: Path, drafts: dict[str, Draft]) -> None:
    path = tmp_path / "nhap.yaml"
    path.write_text(render_yaml(drafts["bang.pdf"].data, heading="BẢN NHÁP"), encoding="utf-8")

    criteria, problems = load_criteria(path)

    assert len(criteria.leaves()) == 9
    assert problems == ()


def test_option_rows_with_their_points(tmp_path: Path) -> None:
    """The other habit of offices: a row for each step, its points in the column of points."""
    draft = sheet(
        tmp_path,
        ("1", "LĨNH VỰC", 2, "", ""),
        ("1.1", "Tỷ lệ đúng hạn", 2, "", "Báo cáo"),
        ("", "Từ 98% trở lên", 2, "", ""),
        ("", "Từ 95% đến dưới 98%", 1.5, "", ""),
        ("", "Dưới 95%", 0, "", ""),
    )

    bands = [(band["min"], band["points"]) for band in nodes(draft)["1.1"]["rule"]["bands"]]
    assert bands == [(98, 2), (95, Decimal("1.5")), (0, 0)]
    assert draft.problems == ()


def test_roman_areas_whose_criteria_start_anew(tmp_path: Path) -> None:
    draft = sheet(
        tmp_path,
        ("I", "LĨNH VỰC MỘT", 1, "", ""),
        ("1", "Có kế hoạch: 1 điểm", 1, "", ""),
        ("II", "LĨNH VỰC HAI", 1, "", ""),
        ("1", "Có báo cáo: 1 điểm", 1, "", ""),
    )

    assert list(nodes(draft)) == ["1", "1.1", "2", "2.1"]


def test_roman_areas_whose_criteria_bear_their_number(tmp_path: Path) -> None:
    draft = sheet(
        tmp_path,
        ("I", "LĨNH VỰC MỘT", 1, "", ""),
        ("1.1", "Có kế hoạch: 1 điểm", 1, "", ""),
        ("II", "LĨNH VỰC HAI", 1, "", ""),
        ("2.1", "Có báo cáo: 1 điểm", 1, "", ""),
    )

    assert list(nodes(draft)) == ["1", "1.1", "2", "2.1"]


def test_a_code_that_excel_turned_into_a_number_is_mended_and_told(tmp_path: Path) -> None:
    leaves = [(f"1.{number}", f"Việc {number}", 1, "", "") for number in range(1, 10)]
    draft = sheet(tmp_path, ("1", "LĨNH VỰC", 10, "", ""), *leaves, (1.1, "Việc mười", 1, "", ""))

    assert list(nodes(draft))[-1] == "1.10"
    assert [problem.where.node for problem in draft.problems if problem.rule == "IMP05"] == ["1.1"]


def test_a_row_before_any_code_is_told(tmp_path: Path) -> None:
    draft = sheet(
        tmp_path, ("", "Dòng lạc", "", "", ""), ("1", "LĨNH VỰC", 1, "", ""), ("1.1", "Việc: 1 điểm", 1, "", "")
    )

    assert [(problem.rule, "Dòng lạc" in problem.message) for problem in draft.problems] == [("IMP02", True)]


def test_a_sum_that_does_not_agree_is_told(tmp_path: Path) -> None:
    draft = sheet(
        tmp_path, ("1", "LĨNH VỰC", 1, "", ""), ("1.1", "Việc: 1 điểm", 1, "", ""), ("", "TỔNG ĐIỂM", 3, "", "")
    )

    assert [problem.rule for problem in draft.problems] == ["IMP07"]


def test_cells_that_nothing_is_made_of_are_told(tmp_path: Path) -> None:
    """A score already typed in, and points that are words."""
    draft = sheet(tmp_path, *_ONE_LEAF, ("1.2", "Có báo cáo: 1 điểm", "một điểm", "0,5 (tự chấm)", ""))

    assert [(problem.rule, problem.where.cell) for problem in draft.problems] == [
        ("IMP02", "Phụ lục!A6"),
        ("IMP04", "Phụ lục!A6"),
    ]


def test_a_list_without_areas_is_still_a_set(tmp_path: Path) -> None:
    draft = sheet(
        tmp_path, ("1", "Có kế hoạch: 1 điểm", 1, "", "Kế hoạch"), ("2", "Có báo cáo: 1 điểm", 1, "", "Báo cáo")
    )
    path = tmp_path / "nhap.yaml"
    path.write_text(render_yaml(draft.data, heading="BẢN NHÁP"), encoding="utf-8")

    criteria, problems = load_criteria(path)

    assert [placed.id for placed in criteria.leaves()] == ["1.1", "2.1"]
    assert problems == ()
    assert [problem.rule for problem in draft.problems] == ["IMP05", "IMP05"]


def test_text_that_an_area_or_a_group_says_is_told(tmp_path: Path) -> None:
    draft = sheet(
        tmp_path,
        ("1", "LĨNH VỰC.\nChấm theo số liệu quý.", 1, "", ""),
        ("1.1", "Nhóm\n- Đạt cả nhóm: 1 điểm", 1, "", ""),
        ("1.1.1", "Có kế hoạch: 1 điểm", 1, "", ""),
    )

    assert [(problem.rule, problem.where.node) for problem in draft.problems] == [("IMP06", "1.1"), ("IMP06", "1")]


def test_points_from_the_method_when_the_table_has_none(tmp_path: Path) -> None:
    """The ministry's guidance has no column of points: they come from the rule, or are told to be missing."""
    head = ("STT", "Tên TC/TCTP", "Cách chấm điểm", "TLKC")
    draft = sheet(
        tmp_path,
        (
            "1.",
            "TC 1.1 - Chế độ báo cáo",
            "- Nếu đầy đủ thì điểm đánh giá là 0.5;\n- Nếu không thì điểm đánh giá là 0",
            "",
        ),
        ("2.", "TCTP 1.2.1 - Tỷ lệ", "Tính theo công thức (b/a)*điểm tối đa", ""),
        head=head,
    )

    found = nodes(draft)
    assert (found["1.1"]["title"], found["1.1"]["max"]) == ("Chế độ báo cáo", Decimal("0.5"))
    assert {(problem.rule, problem.where.node) for problem in draft.problems} == {("IMP04", "1.2.1"), ("IMP05", "1")}


@pytest.mark.parametrize("name", ["bang.odt", "bang.xls", "bang"])
def test_another_kind_of_file_is_refused_by_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=name) as error:
        read(tmp_path / name)

    assert error.value.exit_code is ExitCode.BAD_INPUT


@pytest.mark.parametrize("suffix", [".xlsx", ".docx", ".pdf"])
def test_a_broken_file_is_refused_by_name(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"hong{suffix}"
    path.write_bytes(b"PK\x03\x04 khong phai tep that")

    with pytest.raises(BadInputError, match="hong"):
        read(path)


def test_a_document_without_a_table_of_criteria_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "thu.docx"
    document = docx.Document()
    document.add_paragraph("Kính gửi: Ủy ban nhân dân các xã")
    document.save(str(path))

    with pytest.raises(BadInputError, match="STT"):
        read(path)


def test_a_scan_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "quet.pdf"
    Image.new("RGB", (200, 300), "white").save(path)

    with pytest.raises(BadInputError, match="nhận dạng chữ"):
        read(path)


def on_shelf(name: str) -> Path:
    return next(iter(SHELF.glob(f"*/*{name}*.pdf")), SHELF / name)


@pytest.mark.shared
@pytest.mark.skipif(not SHELF.is_dir(), reason="the reference shelf ../shared is absent")
def test_the_communes_annex_is_read_whole() -> None:
    """Against the set transcribed by hand: all codes and points, all points summing to the printed total."""
    draft = read(on_shelf("PL02"))
    found = nodes(draft)

    ours = {placed.id: placed.leaf for placed in load_criteria(find_criteria("lam-dong-2025-cap-xa"))[0].leaves()}
    assert {code: node["max"] for code, node in found.items() if "rule" in node} == {
        code: leaf.max for code, leaf in ours.items()
    }
    same = [code for code, leaf in ours.items() if found[code]["rule"]["kind"] == leaf.rule.kind]
    assert len(same) >= 67
    assert draft.kinds.get("typed", 0) == 0
    assert {problem.rule for problem in draft.problems} == {"IMP06"}


@pytest.mark.shared
@pytest.mark.skipif(not SHELF.is_dir(), reason="the reference shelf ../shared is absent")
def test_the_departments_annex_is_read_whole() -> None:
    draft = read(on_shelf("PL01"))

    assert draft.leaves == 81
    assert draft.kinds.get("typed", 0) == 0
    assert sum(area["max"] for area in draft.data["areas"]) == 75


@pytest.mark.shared
@pytest.mark.skipif(not SHELF.is_dir(), reason="the reference shelf ../shared is absent")
def test_the_ministry_s_annex_is_read_as_far_as_it_tells() -> None:
    """It has no points of its own: where the rule tells them they agree with the decision, else it is said."""
    draft = read(on_shelf("12094"))
    found = {code: node for code, node in nodes(draft).items() if "rule" in node}

    ours = {placed.id: placed.leaf for placed in load_criteria(find_criteria("bnv-1187-2025-cap-tinh"))[0].leaves()}
    told = {problem.where.node for problem in draft.problems}
    wrong = {code for code, node in found.items() if node["max"] != ours[code].max}
    assert found.keys() < ours.keys()
    assert wrong <= told
    assert len(found) - len(wrong) >= 50
