"""A receiver reads what came in as packages as if it lay in the unit's own folder."""

from __future__ import annotations

import errno
import io
import shutil
from typing import TYPE_CHECKING

import pytest

from dossier.errors import DamagedError, RefusedError
from dossier.pdf.reading import read_text
from dossier.pipeline import laid
from dossier.pipeline.bind import bundle_units
from dossier.pipeline.build import build_set, build_units, paper_paths
from dossier.pipeline.cache import prune_cache, read_cache_info
from dossier.pipeline.check import check_units
from dossier.pipeline.drop import Dropped, add_evidence
from dossier.pipeline.laid import laid_folder
from dossier.pipeline.local import trim_pages
from dossier.pipeline.run import Edge, Run, open_run
from dossier.pipeline.self_score_typed import type_self_score
from dossier.pipeline.submit import receive_path, submit_unit
from dossier.pipeline.uploads import make_uploads
from dossier.problems import NoProgress, Severity
from tests.pipeline.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.campaign import Unit
    from dossier.pipeline.demo import Demo
    from dossier.report import Assessment, CheckReport

UNIT, OTHER = "xa-an-binh", "xa-binh-minh"
ADDED = b"K\xe1\xba\xbf ho\xe1\xba\xa1ch b\xe1\xbb\x95 sung"


@pytest.fixture(scope="module")
def made(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commune's first package and one that adds a file, in one folder."""
    folder = tmp_path_factory.mktemp("xa") / "ky"
    shutil.copytree(demo.root, folder)
    edge = Edge(NoProgress(), NOW)
    with open_run(folder, edge, writes=True) as run:
        submit_unit(run, unit_of(run), overrides={}, supplement=False, reason="", who="Thử")
    (folder / "don-vi" / UNIT / "minh-chung/1.4/them.txt").write_bytes(ADDED)
    with open_run(folder, edge, writes=True) as run:
        submit_unit(run, unit_of(run), overrides={}, supplement=True, reason="", who="Thử")
    return folder / "records/nop" / UNIT


@pytest.fixture
def district(demo: Demo, made: Path, tmp_path: Path, edge: Edge) -> Path:
    """The receiver after the first package: the unit's own folder is empty there."""
    folder = tmp_path / "huyen"
    shutil.copytree(demo.root, folder)
    shutil.rmtree(folder / "don-vi" / UNIT)
    shutil.rmtree(folder / "out")
    (folder / "don-vi" / UNIT / "minh-chung").mkdir(parents=True)
    receive(folder, made, 0, edge)
    return folder


def unit_of(run: Run) -> Unit:
    return run.units((UNIT,))[0]


def receive(folder: Path, made: Path, sequence: int, edge: Edge) -> None:
    with open_run(folder, edge, writes=True) as run:
        path = made / f"{UNIT}-{sequence:04d}.zip"
        receive_path(run, path, unit=None, channel="USB", at=NOW, who="Huyện")


def check(folder: Path, edge: Edge) -> CheckReport:
    with open_run(folder, edge) as run:
        return check_units(run, run.campaign.units)


def of_unit(report: CheckReport) -> Assessment:
    return next(one for one in report.units if one.unit.id == UNIT)


def proved(assessment: Assessment) -> list[tuple[str, str, list[str]]]:
    """What each proof is and which files serve it."""
    return [
        (status.leaf, status.state, [match.path for match in status.matches])
        for status in assessment.checklist.statuses
    ]


def test_the_receiver_sees_what_the_sender_saw(district: Path, demo: Demo, edge: Edge) -> None:
    there, here = (of_unit(check(folder, edge)) for folder in (demo.root, district))
    assert proved(here) == proved(there)
    assert here.score == there.score
    assert here.claims.keys() == there.claims.keys() != set()
    assert not any(path.is_file() for path in (district / "don-vi" / UNIT).rglob("*"))


def test_a_bundle_at_the_receiver_holds_the_report_that_came_in(district: Path, demo: Demo, edge: Edge) -> None:
    with open_run(district, edge, writes=True) as run:
        handed = run.paths.papers(UNIT) / "bao-cao-tu-danh-gia.pdf"
        assert paper_paths(run, unit_of(run))["D03"] == handed.with_suffix(".docx")
        bundle_units(run, [unit_of(run)], engine="auto")
        report = read_text(handed)
    assert handed.read_bytes() == (demo.root / "out" / UNIT / handed.name).read_bytes()
    bound = "".join(read_text(next((district / "out" / UNIT).glob("bo-ho-so*.pdf"))))
    assert all(page.strip()[:200] in bound for page in report)


def test_a_supplement_changes_what_is_read_and_the_old_layout_goes(district: Path, made: Path, edge: Edge) -> None:
    before = of_unit(check(district, edge)).index
    receive(district, made, 1, edge)
    after = of_unit(check(district, edge)).index
    assert {file.path for file in after.files} - {file.path for file in before.files} == {"1.4/them.txt"}
    with open_run(district, edge) as run:
        assert len(list((laid_folder(run.paths) / UNIT).iterdir())) == 1


def test_an_emptied_cache_changes_nothing(district: Path, edge: Edge) -> None:
    before = proved(of_unit(check(district, edge)))
    with open_run(district, edge) as run:
        assert any("tiếp nhận" in share.name and share.size for share in read_cache_info(run.paths).shares)
        prune_cache(run.paths, limit=0)
        assert not laid_folder(run.paths).exists()
    assert proved(of_unit(check(district, edge))) == before


def test_a_meddled_layout_reaches_no_verb_that_freezes(district: Path, edge: Edge, tmp_path: Path) -> None:
    check(district, edge)
    with open_run(district, edge) as run:
        copy = next(run.paths.evidence(UNIT).rglob("*.pdf"))
        copy.write_bytes(b"%PDF-1.4 khac")
        make_uploads(run, [unit_of(run)], target=tmp_path / "len", limit=10**9)
    assert not any(path.read_bytes() == b"%PDF-1.4 khac" for path in (tmp_path / "len").rglob("*.pdf"))


def test_a_damaged_package_is_named_and_other_units_go_on(district: Path, edge: Edge) -> None:
    package = district / "records/nhan" / UNIT / f"{UNIT}-0000.zip"
    package.write_bytes(package.read_bytes()[:-4000])
    report = check(district, edge)
    problem = next(problem for problem in report.problems if problem.rule == "SUB13")
    assert problem.where.unit == UNIT
    assert any(one.unit.id == OTHER and one.index.files for one in report.units)
    assert problem in of_unit(report).problems
    assert of_unit(report).incomplete(Severity.ERROR)
    with open_run(district, edge) as run, pytest.raises(DamagedError):
        make_uploads(run, [unit_of(run)], target=None, limit=10**9)


def test_no_paper_is_made_of_a_unit_whose_package_is_damaged(district: Path, edge: Edge) -> None:
    package = district / "records/nhan" / UNIT / f"{UNIT}-0000.zip"
    package.write_bytes(package.read_bytes()[:-4000])
    with open_run(district, edge, writes=True) as run:
        mine, other = unit_of(run), run.units((OTHER,))[0]
        for make in (bundle_units, build_units):
            with pytest.raises(DamagedError, match="không mở được") as caught:
                make(run, [mine, other], engine="auto")
            assert [(problem.rule, problem.where.unit) for problem in caught.value.problems] == [("SUB13", UNIT)]
        with pytest.raises(DamagedError):
            build_set(run, [mine], codes=("D03",), engine="auto")
        assert not (district / "out" / UNIT).exists()
        assert build_units(run, [other], engine="auto")


def test_a_full_disk_is_told_in_words(district: Path, edge: Edge, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(laid, "unpack_filings", full)
    with open_run(district, edge) as run:
        prune_cache(run.paths, limit=0)
    with open_run(district, edge) as run:
        assert [problem.message for problem in run.problems if problem.rule == "SUB13"] == [
            "Không mở được gói đã tiếp nhận: ổ đĩa đã hết chỗ."
        ]


def test_received_records_do_not_push_pages_out_of_the_cache(district: Path, edge: Edge) -> None:
    with open_run(district, edge) as run:
        received = [path for path in laid_folder(run.paths).rglob("*") if path.is_file()]
        others = [path for path in run.paths.cache.rglob("*") if path.is_file() and path not in received]
        size = sum(path.stat().st_size for path in others)
        assert trim_pages(run.paths.cache, limit=size) == 0
        assert trim_pages(run.paths.cache, limit=size - 1) == 1
        assert all(path.is_file() for path in received)
        assert sum(path.stat().st_size for path in received) > 100_000


def test_files_laid_beside_a_package_are_named(district: Path, edge: Edge) -> None:
    (district / "don-vi" / UNIT / "minh-chung/1.4").mkdir()
    (district / "don-vi" / UNIT / "minh-chung/1.4/lac.txt").write_bytes(ADDED)
    report = check(district, edge)
    problem = next(problem for problem in report.problems if problem.rule == "SUB12")
    assert (problem.where.unit, problem.where.path) == (UNIT, "1.4/lac.txt")
    assert of_unit(report).index.file("1.4/lac.txt") is None


def test_a_unit_that_submits_from_here_goes_on_in_its_own_folder(demo: Demo, edge: Edge, tmp_path: Path) -> None:
    office = tmp_path / "ky"
    shutil.copytree(demo.root, office)
    with open_run(office, edge, writes=True) as run:
        filing = submit_unit(run, unit_of(run), overrides={}, supplement=False, reason="", who="Thử").filing
        receive_path(run, filing.path, unit=None, channel="mạng", at=NOW, who="Nội vụ")
    with open_run(office, edge, writes=True) as run:
        added = add_evidence(run, unit_of(run), [Dropped("them.txt", io.BytesIO(ADDED))], place="1.4", who="Thử")
    assert added.paths == ("1.4/them.txt",)
    assert of_unit(check(office, edge)).index.file("1.4/them.txt")


def test_nobody_changes_what_a_unit_handed_in(district: Path, edge: Edge) -> None:
    with open_run(district, edge, writes=True) as run:
        with pytest.raises(RefusedError, match="gói bổ sung"):
            add_evidence(run, unit_of(run), [Dropped("them.txt", io.BytesIO(ADDED))], place="", who="Thử")
        with pytest.raises(RefusedError):
            type_self_score(run, unit_of(run), (), who="Thử")
        with pytest.raises(RefusedError, match="gói bổ sung"):
            submit_unit(run, unit_of(run), overrides={}, supplement=False, reason="", who="Thử")
    assert not list((district / "records").glob("nop/*/*.zip"))
