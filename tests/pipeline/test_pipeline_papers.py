"""The papers of a lived year: made, numbered, made again, refused, compared."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document

from dossier.documents import CATALOGUE
from dossier.errors import BadInputError, RefusedError
from dossier.files import write_bytes
from dossier.pdf import Engine
from dossier.pipeline.build import build_set, next_change, open_pdf, plan_set
from dossier.pipeline.numbering import number_paper, register_table
from dossier.pipeline.papers import Paper, check_papers
from dossier.pipeline.press import print_papers
from dossier.pipeline.results import make_results
from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.standstill import is_unchanged, remember_standstill
from dossier.problems import NoProgress
from dossier.readers.model import OcrMode
from dossier.report.results import results_json
from tests.pipeline import year_script as script

if TYPE_CHECKING:
    from dossier.pipeline.demo import Demo
    from dossier.pipeline.made import Made

NOW = script.AFTERWARDS
SHARED = "out/hoi-dong"


@pytest.fixture
def root(built: tuple[Path, tuple[Made, ...]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(built[0], tmp_path / "ky"))


def check(root: Path) -> list[str]:
    with script.opened(root, NOW) as run:
        return [problem.message for problem in check_papers(run)]


def words(path: Path) -> str:
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def edit(path: Path, old: str, new: str) -> None:
    """As a person in Word would, in a table or a sentence."""
    document = Document(str(path))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    every = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    found = next(paragraph for paragraph in every if old in paragraph.text)
    found.runs[0].text = found.text.replace(old, new)
    for run in found.runs[1:]:
        run.text = ""
    document.save(str(path))


def test_the_set_is_whole_and_says_what_is_not_made(built: tuple[Path, tuple[Made, ...]]) -> None:
    made = {item.path.as_posix(): item.state for item in built[1]}
    assert not [item for item in built[1] if item.failed or item.problems]
    for code in ("D01", "D02", "D08", "D09", "D10", "D11", "D12", "D13", "D15", "D16", "D19"):
        assert made[f"{SHARED}/{CATALOGUE[code].output}"] == "đã lập"
    assert made["out/xa-an-binh/yeu-cau-bo-sung.docx"] == "đã lập"
    assert "không có yêu cầu" in made["out/thi-tran-an-son/yeu-cau-bo-sung.docx"]
    assert "bộ tiêu chí cấp huyện" in made["out/xa-an-binh/bao-cao-tu-danh-gia-cap-tren.docx"]
    assert "scoring.consequences" in made[f"{SHARED}/danh-sach-de-nghi-khen-thuong.docx"]
    assert made[f"{SHARED}/bien-ban-hop-hoi-dong-2.docx"] == "đã lập"


def test_the_papers_agree(built: tuple[Path, tuple[Made, ...]]) -> None:
    assert check(built[0]) == []


def test_nothing_is_made_twice(root: Path) -> None:
    assert not [item for item in script.build(root, *CATALOGUE) if item.changed]


def test_ties_share_a_rank_in_the_annex(built: tuple[Path, tuple[Made, ...]]) -> None:
    table = Document(str(built[0] / SHARED / "quyet-dinh-phe-duyet.docx")).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    assert [(row[1].removeprefix("Ủy ban nhân dân "), row[7], row[4]) for row in rows] == [
        ("xã An Bình", "1", "27"),
        ("xã Bình Minh", "1", "27"),
        ("thị trấn An Sơn", "3", "không đánh giá"),
    ]


def test_the_decision_takes_its_number_from_the_journal_and_the_notice_cites_it(
    built: tuple[Path, tuple[Made, ...]],
) -> None:
    said = "số 912/QĐ-UBND ngày 12 tháng 11 năm 2020"
    assert said in words(built[0] / SHARED / "thong-bao-ket-qua.docx")
    assert "Số: 912/QĐ-UBND" in words(built[0] / SHARED / "quyet-dinh-phe-duyet.docx")


def test_minutes_bear_no_date_line_and_both_names(built: tuple[Path, tuple[Made, ...]]) -> None:
    text = words(built[0] / SHARED / "bien-ban-hop-hoi-dong.docx")
    assert "An Sơn, ngày" not in text
    assert "Thời gian bắt đầu: 08 giờ 00 phút, ngày 05 tháng 11 năm 2020" in text
    assert "03 (ba) trên tổng số 03 (ba)" in text
    assert "Điều chỉnh: tiêu chí 1.1.1: 1,375 điểm (Đã bổ sung dấu)." in text
    assert "THƯ KÝ\nĐỗ Văn Giả Thiết" in text
    assert "CHỦ TỌA\nPHÓ CHỦ TỊCH UBND HUYỆN\nHoàng Văn Thử Nghiệm" in text


def test_every_page_of_a_demonstration_bears_the_banner(built: tuple[Path, tuple[Made, ...]]) -> None:
    for path in sorted((built[0] / SHARED).glob("*.docx")):
        for section in Document(str(path)).sections:
            for head in (section.header, section.first_page_header):
                assert "KHÔNG DÙNG ĐỂ CÔNG BỐ" in "".join(one.text for one in head.paragraphs), path.name


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("quyet-dinh-phe-duyet", "57,43", "57,34", "xã An Bình, điểm tự chấm"),
        ("thong-bao-ket-qua", "26,43", "26,44", "câu «Chỉ số cao nhất …»"),
        ("thong-bao-ket-qua", "18,5", "18,6", "thị trấn An Sơn, điểm thẩm định"),
        ("bien-ban-hop-hoi-dong-2", "Hội đồng quyết định 35", "Hội đồng quyết định 36", "xã Bình Minh, điểm thẩm định"),
        ("quyet-dinh-thanh-lap-hoi-dong", "Hoàng Văn Thử Nghiệm", "Hoàng Văn Khác", "họ tên Chủ tịch Hội đồng"),
        ("bao-cao-tong-hop", "Trung bình 02", "Trung bình 01", "câu «Xếp loại …»"),
        ("to-trinh", "Hoàng Văn Thử Nghiệm", "Hoàng Văn Khác", "họ tên Chủ tịch Hội đồng"),
        ("thong-bao-ket-qua", "ngày 12 tháng 11 năm 2020", "ngày 13 tháng 11 năm 2020", "ngày của văn bản số 912"),
    ],
)
def test_an_edit_that_contradicts_another_paper_is_found(root: Path, name: str, old: str, new: str, said: str) -> None:
    edit(root / SHARED / f"{name}.docx", old, new)
    problems = check(root)
    assert any(said in problem and name in problem for problem in problems), problems


def test_a_number_entered_once_reaches_every_paper(root: Path) -> None:
    with script.opened(root, NOW) as run:
        said = number_paper(run, "D01", unit="", number=8, day=dt.date(2020, 10, 9))
        assert said == "Quyết định số 08/QĐ-UBND ngày 09 tháng 10 năm 2020"
        assert ("D01", "8/QĐ-UBND") in {(row[0], row[3]) for row in register_table(run).rows}
        plan = plan_set(run, run.campaign.units, codes=("D01", "D02", "D11"))
    assert {row[0]: row[4] for row in plan.rows} == {"D01": "số liệu đã đổi", "D02": "", "D11": "số liệu đã đổi"}
    script.build(root, "D01", "D10", "D11")
    for name in ("quyet-dinh-thanh-lap-hoi-dong", "to-trinh", "quyet-dinh-phe-duyet"):
        assert "08/QĐ-UBND" in words(root / SHARED / f"{name}.docx")
    assert check(root) == []


def test_a_number_is_given_once_in_a_series(root: Path) -> None:
    day = dt.date(2020, 11, 10)
    with script.opened(root, NOW) as run:
        number_paper(run, "D01", unit="", number=9, day=day)
        # The council's decision has a series of its own.
        number_paper(run, "D16", unit="", number=9, day=day)
        with pytest.raises(RefusedError, match="duy nhất"):
            number_paper(run, "D11", unit="", number=9, day=day)
        with pytest.raises(BadInputError, match="--unit"):
            number_paper(run, "D05", unit="", number=1, day=day)
        with pytest.raises(BadInputError, match="không có số riêng"):
            number_paper(run, "D04", unit="", number=1, day=day)


def test_a_dry_run_writes_nothing_and_gives_the_reason(root: Path) -> None:
    target = root / SHARED / "giay-moi.docx"
    target.unlink()
    with script.opened(root, NOW) as run:
        plan = plan_set(run, run.campaign.units, codes=("D15", "D17"))
    assert plan.rows[0][3:] == ("lập", "chưa có")
    assert {row[3] for row in plan.rows[1:]} == {"không lập"}
    assert not target.exists()


def test_a_sample_set_is_not_proposed_or_approved_in_earnest(root: Path) -> None:
    path = root / "campaign.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("demo: true", "demo: false"), encoding="utf-8")
    with pytest.raises(RefusedError, match="bộ tiêu chí mẫu"):
        script.build(root, "D10", "D11", "D12", "D13")
    states = [item.state for item in script.build(root, "D11", "D15")]
    assert any("bộ tiêu chí mẫu" in state for state in states)
    assert "không đổi" in states


def test_before_the_council_there_is_nothing_to_approve(demo: Demo, tmp_path: Path) -> None:
    root = Path(shutil.copytree(demo.root, tmp_path / "ky"))
    states = [item.state for item in script.build(root, "D08", "D09", "D11")]
    assert all(state.startswith("chưa lập") for state in states)


def test_a_late_unit_is_reminded_of_its_own_step(demo: Demo, tmp_path: Path) -> None:
    root = Path(shutil.copytree(demo.root, tmp_path / "ky"))
    script.build(root, "D17")
    text = words(root / "out/xa-an-binh/cong-van-don-doc.docx")
    assert "Thời hạn của bước «tự đánh giá»" in text
    assert "đơn vị chưa nộp báo cáo và biểu tự chấm" in text


def test_two_processes_make_what_one_makes(built: tuple[Path, tuple[Made, ...]], root: Path) -> None:
    shutil.rmtree(root / "out")
    edge = Edge(NoProgress(), script.at(NOW), jobs=2, ocr=OcrMode.NONE)
    with open_run(root, edge, as_of=script.AS_OF, writes=True) as run:
        made = build_set(run, run.campaign.units, codes=("D03", "D11"), engine="embedded")
    assert [item.state for item in made] == ["đã lập"] * 8
    for item in made:
        if item.path.suffix == ".docx":
            assert (root / item.path).read_bytes() == (built[0] / item.path).read_bytes()


def test_a_reason_that_many_units_share_is_told_once(root: Path) -> None:
    shutil.rmtree(root / "out")
    with script.opened(root, NOW) as run, open_pdf(run) as session:
        papers = [Paper("D05", run.paths.out(f"xa-{number}") / "yeu-cau-bo-sung.docx", why="…") for number in range(4)]
        (told,) = print_papers(run, papers, session=session, engine=Engine.EMBEDDED)
    assert (told.path.as_posix(), told.state) == ("out/*/yeu-cau-bo-sung.docx", "chưa lập 4 văn bản (…)")


def test_last_year_is_compared_when_its_results_are_named(root: Path) -> None:
    with script.opened(root, NOW) as run:
        now = make_results(run)
    best = now.units[0]
    earlier = replace(best, index=(best.index or Fraction(0)) - 2)
    write_bytes(root / "nam-truoc.json", results_json(replace(now, year=2019, units=(earlier,))))
    inputs = f'{script.INPUTS}last_year: {{results: "nam-truoc.json"}}\n'
    (root / "van-ban.yaml").write_text(inputs, encoding="utf-8")
    script.build(root, "D09")
    text = words(root / SHARED / "bao-cao-tong-hop.docx")
    assert "5. So sánh với năm trước" in text
    assert f"- {best.tally.name}: năm 2020 đạt {best.index_text}%, tăng 2,00 điểm phần trăm so với năm 2019." in text
    assert "Không có số liệu năm 2019 để so sánh: Ủy ban nhân dân" in text


def test_without_last_year_nothing_is_said_of_it(built: tuple[Path, tuple[Made, ...]]) -> None:
    assert "năm trước" not in words(built[0] / SHARED / "bao-cao-tong-hop.docx")


def test_the_transmittal_letter_names_the_package(root: Path) -> None:
    letter = root / SHARED / "cong-van-gui-ho-so.docx"
    assert "SHA-256" not in words(letter)
    record = {
        "code": "goi-tinh-0001", "files": 12, "bytes": 3_400_000, "manifest_sha256": "ab" * 32,
        "made_at": "2020-11-14T08:00:00+07:00", "who": "x",
    }  # fmt: skip
    older = {**record, "code": "goi-tinh-0000", "made_at": "2020-11-13T08:00:00+07:00"}
    for one in (record, older):
        write_bytes(root / "records" / "packages" / f"{one['code']}.json", json.dumps(one).encode())
    script.build(root, "D13")
    assert (
        "Gói hồ sơ điện tử mã goi-tinh-0001: 12 (mười hai) tệp, 3,4 MB; mã SHA-256 của danh mục trong gói: "
        f"{'ab' * 32}." in words(letter)
    )


def test_a_broken_package_record_is_named(root: Path) -> None:
    write_bytes(root / "records" / "packages" / "goi.json", b"{}")
    with pytest.raises(BadInputError, match=r"goi\.json"):
        script.build(root, "D13")


def test_a_second_build_does_not_even_open_the_campaign(root: Path) -> None:
    said, until = ("build", "--all"), script.at("2021-01-01 00:00")
    now = script.at(NOW)
    assert not is_unchanged(root, said, now=now)
    remember_standstill(root, said, until=until)
    assert is_unchanged(root, said, now=now)
    assert not is_unchanged(root, ("build", "--only=D01"), now=now)
    assert not is_unchanged(root, said, now=until)
    edit(root / SHARED / "giay-moi.docx", "Phòng họp số 1", "Phòng họp số 2")
    assert not is_unchanged(root, said, now=now)


def test_a_deadline_that_passes_ends_the_standstill(root: Path) -> None:
    with script.opened(root, "2020-10-16 16:00") as run:
        assert next_change(run, ("D17",)) == script.at("2020-10-16 17:01")
        assert next_change(run, ("D03",)) == script.at("2020-10-17 00:00")
