import hashlib
from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdf
import pytest

from dossier.errors import RefusedError
from dossier.pipeline.demo import Demo, run_demo
from dossier.pipeline.made import FAILED, UNCHANGED
from dossier.pipeline.run import Edge
from dossier.problems import NoProgress
from dossier.report import Assessment


def unit(demo: Demo, name: str) -> Assessment:
    return next(item for item in demo.report.units if item.unit.id == name)


def rules_of(assessment: Assessment, leaf: str) -> set[str]:
    return {ranked.gap.rule for ranked in assessment.gaps if ranked.gap.leaf == leaf}


def digests(root: Path, folder: str) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
    }


def test_everything_is_made(demo: Demo) -> None:
    assert not [item for item in demo.made if item.state == FAILED]
    for name in ("xa-an-binh", "xa-binh-minh", "thi-tran-an-son"):
        made = {path.name for path in (demo.root / "out" / name).iterdir() if path.is_file()}
        assert made == {
            "bao-cao-tu-danh-gia.docx",
            "bao-cao-tu-danh-gia.pdf",
            "danh-muc-tai-lieu-kiem-chung.docx",
            "danh-muc-tai-lieu-kiem-chung.pdf",
            "bo-ho-so.pdf",
            "bo-ho-so.json",
        }


def test_the_points_of_the_good_commune_add_up(demo: Demo) -> None:
    score = unit(demo, "xa-an-binh").score
    assert score.blank == ()
    assert score.total == sum((leaf.points or Decimal(0) for leaf in score.leaves), Decimal(0))
    # By hand, from samples/huyen-an-son/xa-an-binh/tu-cham-diem.yaml.
    assert score.total == Decimal("57.43")
    assert score.self_max == Decimal("66.5")  # 70 - 1,5 (hội đồng) - 2 (không áp dụng)


@pytest.mark.parametrize(
    ("leaf", "rule", "defect"),
    [
        ("1.1.1", "MAT22", "45/KH-UBND in the form, 54/KH-UBND in the file"),
        ("1.2", "MAT08", "last year's report"),
        ("1.2", "MAT20", "listed in the form, not attached"),
        ("1.3", "MAT14", "a draft"),
        ("1.4", "MAT04", "no file and no explanation"),
        ("2.2", "MAT08", "last year's plan"),
        ("2.3", "MAT01", "missing"),
        ("3.1", "MAT11", "a proposal in the place of a plan"),
        ("3.1", "MAT21", "attached, not listed"),
        ("3.2", "MAT13", "another commune's report"),
        ("3.3", "MAT17", "a photo with too few words"),
        ("4.2", "MAT06", "no statistics"),
        ("5.1", "MAT16", "no signature"),
        ("5.2", "MAT05", "an explanation only"),
        ("6.3", "MAT23", "another date in the form"),
        ("8.2", "MAT07", "no link"),
        ("8.4", "MAT18", "a broken file"),
        ("8.5", "MAT18", "a file behind a password"),
        ("9.1", "MAT26", "after the window"),
    ],
)
def test_each_deliberate_gap_is_found(demo: Demo, leaf: str, rule: str, defect: str) -> None:
    assert rule in rules_of(unit(demo, "xa-binh-minh"), leaf), defect


def test_the_scanned_report_is_read_and_matched(demo: Demo) -> None:
    file = unit(demo, "xa-binh-minh").index.file("2.2/BC ra soat VB (scan).pdf")
    assert file is not None
    assert (file.head.reference, str(file.head.date)) == ("75/BC-UBND", "2020-08-14")
    assert "MAT17" not in rules_of(unit(demo, "xa-binh-minh"), "2.2")


def test_the_good_commune_has_no_error(demo: Demo) -> None:
    assert [ranked.gap for ranked in unit(demo, "xa-an-binh").gaps if ranked.gap.severity.rank == 0] == []


def test_the_proof_of_december_is_not_due_in_october(demo: Demo) -> None:
    states = {status.proof: status.state for status in unit(demo, "xa-an-binh").checklist.statuses}
    assert states["7.2-bao-cao-nam"] == "chưa đến kỳ"


def test_every_file_is_accounted_for(demo: Demo) -> None:
    for assessment in demo.report.units:
        on_disk = {
            path.relative_to(demo.root / "don-vi" / assessment.unit.id / "minh-chung").as_posix()
            for path in (demo.root / "don-vi" / assessment.unit.id / "minh-chung").rglob("*")
            if path.is_file()
        }
        count = assessment.checklist.accounting
        places = [count.matched, count.unmatched, count.unreadable, count.ignored]
        assert sorted(path for place in places for path in place) == sorted(on_disk)


def test_the_bundle_opens_with_its_bookmarks(demo: Demo) -> None:
    reader = pypdf.PdfReader(demo.root / "out" / "xa-binh-minh" / "bo-ho-so.pdf")
    titles = [item.title for item in reader.outline if not isinstance(item, list)]
    assert any("Báo cáo" in str(title) for title in titles)
    text = reader.pages[-1].extract_text()
    assert f"{len(reader.pages)}/{len(reader.pages)}" in text
    assert "KHÔNG DÙNG ĐỂ CÔNG BỐ" in text


def test_signed_originals_travel_byte_for_byte(demo: Demo) -> None:
    source = demo.root / "don-vi/xa-an-binh/minh-chung/1.1/KH 05 CCHC 2020.pdf"
    copies = [path for path in (demo.root / "out/xa-an-binh/ban-ky-so").iterdir() if "kh-05-cchc" in path.name]
    assert [path.read_bytes() for path in copies] == [source.read_bytes()]


def test_a_second_run_changes_nothing_and_opens_no_evidence(campaign: Path, edge: Edge) -> None:
    run_demo(campaign, progress=NoProgress(), now=edge.now)  # the copy lies at another path
    before = digests(campaign, ".")
    again = run_demo(campaign, progress=NoProgress(), now=edge.now)
    assert {item.state for item in again.made} <= {UNCHANGED}
    assert sum(item.index.counts.opened for item in again.report.units) == 0
    after = digests(campaign, ".")
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert {name for name in changed if not name.startswith(".dossier/")} == set()


def test_deleting_cache_and_output_gives_the_same_bytes_again(campaign: Path, edge: Edge) -> None:
    import shutil

    before = digests(campaign, "out")
    shutil.rmtree(campaign / "out")
    shutil.rmtree(campaign / ".dossier")
    run_demo(campaign, progress=NoProgress(), now=edge.now)
    assert digests(campaign, "out") == before


def test_evidence_is_never_touched(demo: Demo) -> None:
    from dossier.resources import shipped

    for name in ("xa-an-binh", "xa-binh-minh", "thi-tran-an-son"):
        source = shipped("samples") / "huyen-an-son" / name
        assert digests(source, "minh-chung") == digests(demo.root / "don-vi" / name, "minh-chung")


def test_the_demo_refuses_a_folder_with_other_things(tmp_path: Path, edge: Edge) -> None:
    (tmp_path / "thu.txt").write_text("x", encoding="utf-8")
    with pytest.raises(RefusedError, match="không rỗng"):
        run_demo(tmp_path, progress=NoProgress(), now=edge.now)


def test_the_form_of_the_demo_is_filled_in(demo: Demo) -> None:
    book = openpyxl.load_workbook(demo.root / "don-vi/xa-an-binh/tu-cham-diem.xlsx")
    values = {cell.value for row in book["Tự chấm điểm"].iter_rows() for cell in row}
    assert "Kế hoạch số 05/KH-UBND ngày 10/01/2020" in values
