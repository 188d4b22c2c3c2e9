"""Bundles of the sample campaign: orders, volumes, what lies beside them, and ``verify`` on all of it."""

from __future__ import annotations

import json
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Name

from dossier.bundle.model import Order
from dossier.bundle.publish import publish_bundle
from dossier.errors import BadInputError, ExitCode, ToolFailedError
from dossier.files import hash_file
from dossier.pdf import read_text
from dossier.pdf.rules import BROKEN_PDF, WORKER_FAILED
from dossier.pipeline.bind import Choice, bundle_units, plan_units
from dossier.pipeline.made import FAILED, MADE, UNCHANGED, Made, is_settled
from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.verify import Verified, build_check_table, verified_json, verify_files
from dossier.problems import Where
from tests.cli.test_cli import run as run_dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.pipeline.demo import Demo

UNIT = "xa-an-binh"


def bundle(campaign: Path, edge: Edge, choice: Choice, unit: str = UNIT) -> tuple[Made, ...]:
    with open_run(campaign, edge, writes=True) as run:
        return bundle_units(run, run.units([unit]), engine="auto", choice=choice)


def record(campaign: Path) -> dict[str, list[dict[str, object]]]:
    text = (campaign / "out" / UNIT / "bo-ho-so.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return] # JSON of our own


def codes(campaign: Path) -> list[str]:
    return [str(part["code"]) for part in record(campaign)["parts"]]


def test_every_bundle_of_the_demo_verifies_without_its_plan(demo: Demo) -> None:
    files = sorted((demo.root / "out").glob("*/bo-ho-so.pdf"))
    assert len(files) == 3
    for check in verify_files(files):
        assert check.problems == ()
        assert check.recorded
        assert {row[2] for row in build_check_table(check).rows} == {"khớp", "dựng theo PDF/A-2b, đã kiểm cấu trúc"}


def test_the_council_s_bundle_has_cover_index_and_a_divider_for_each_criterion(demo: Demo) -> None:
    made = codes(demo.root)
    assert made[:2] == ["BIA", "ML"]
    assert made.index("TC1.1") + 1 == made.index("TC1.1-01")
    assert "TC2.1" in made  # nobody handed anything in: the council must see that too
    pages = read_text(demo.root / "out" / UNIT / "bo-ho-so.pdf")
    assert "57,43/66,5" in pages[0]
    first = next(int(str(part["first"])) for part in record(demo.root)["parts"] if part["code"] == "TC1.1.1")
    assert "Điểm tự chấm/điểm tối đa: 1,5/1,5" in pages[first - 1]


def documents(campaign: Path) -> dict[object, object]:
    return {part["source"]: part["code"] for part in record(campaign)["parts"] if "source" in part}


def index_text(campaign: Path) -> str:
    return " ".join(read_text(campaign / "out" / UNIT / "bo-ho-so.pdf")[1].split())


def test_the_orders_hold_the_same_documents_under_the_same_codes(campaign: Path, edge: Edge) -> None:
    by_criteria = documents(campaign)
    bundle(campaign, edge, Choice(Order.TIME))
    assert documents(campaign) == by_criteria
    assert not {"TC1.1", "TC1.1.1"} & set(codes(campaign))  # the archive asks for no dividers
    assert "Tháng " in index_text(campaign)
    bundle(campaign, edge, Choice(Order.OFFICE, dividers=False))
    assert documents(campaign) == by_criteria
    assert "Phòng Nội vụ" in index_text(campaign)
    assert "Điểm" in index_text(campaign)  # without dividers the points stand in the index still
    assert verify_files([campaign / "out" / UNIT / "bo-ho-so.pdf"])[0].problems == ()


def test_volumes_keep_to_their_size_replace_the_one_file_and_give_way_to_it_again(campaign: Path, edge: Edge) -> None:
    out = campaign / "out" / UNIT
    made = bundle(campaign, edge, Choice(max_size=2))
    volumes = sorted(out.glob("bo-ho-so*.pdf"))
    assert [path.name for path in volumes] == ["bo-ho-so-tap-1.pdf", "bo-ho-so-tap-2.pdf"]
    assert all(path.stat().st_size <= 2_000_000 for path in volumes)
    assert not [problem for item in made for problem in item.problems if problem.rule == "BUN12"]
    assert all(check.problems == () for check in verify_files(volumes))
    again = bundle(campaign, edge, Choice(max_size=2))
    assert {item.state for item in again} == {UNCHANGED}
    bundle(campaign, edge, Choice())
    assert [path.name for path in out.glob("bo-ho-so*.pdf")] == ["bo-ho-so.pdf"]


def test_units_bound_side_by_side_give_the_same_bytes_as_one_after_the_other(campaign: Path, edge: Edge) -> None:
    out = campaign / "out"
    before = {path.relative_to(out): hash_file(path) for path in out.rglob("*") if path.is_file()}
    for record in out.glob("*/bo-ho-so.json"):
        record.unlink()
    with open_run(campaign, replace(edge, jobs=2), writes=True) as run:
        made = bundle_units(run, run.campaign.units, engine="auto")
    assert {item.path.name for item in made if item.changed} == {"bo-ho-so.pdf", "ban-ky-so"}
    assert {path.relative_to(out): hash_file(path) for path in out.rglob("*") if path.is_file()} == before


class Hasty(Executor):
    """Does everything but bundles, for which it is not given the time."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if getattr(fn, "func", None) is publish_bundle:
            future.set_exception(ToolFailedError("quá 60 giây mà chưa xong"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_bundle_too_large_for_a_worker_is_made_all_the_same(campaign: Path, edge: Edge) -> None:
    bundles = sorted((campaign / "out").glob("*/bo-ho-so.pdf"))
    before = [hash_file(path) for path in bundles]
    for path in bundles:
        path.unlink()
    with open_run(campaign, replace(edge, jobs=2), writes=True) as run:
        bundle_units(replace(run, executor=Hasty()), run.campaign.units, engine="auto")
    assert [hash_file(path) for path in bundles] == before


def test_the_second_bundle_does_not_even_open_the_campaign(campaign: Path) -> None:
    command = ("bundle", "-C", campaign, "--ocr", "none", "--quiet")
    first, again = (run_dossier(*command).stdout.decode() for _ in range(2))
    assert "đã lập: " in first  # the cache of the demo knows no standstill, and the day is another
    assert again == "Không có gì thay đổi từ lần lập trước.\n"
    assert "đã lập: " in run_dossier(*command, "--no-dividers").stdout.decode()
    (campaign / "out" / UNIT / "bo-ho-so.pdf").unlink()
    assert f"đã lập: out/{UNIT}/bo-ho-so.pdf" in run_dossier(*command).stdout.decode()


def test_what_may_go_well_the_next_time_is_tried_again() -> None:
    paper, bundled = Path("out/x/bao-cao.docx"), Path("out/x/bo-ho-so.pdf")
    crashed = WORKER_FAILED.at(Where(path="a.pdf"), "Không xử lý được tệp.")
    broken = BROKEN_PDF.at(Where(path="a.pdf"), "Tệp PDF hỏng.")
    assert is_settled([Made(paper, MADE, changed=True), Made(bundled, MADE, changed=True, problems=(broken,))])
    assert not is_settled([Made(bundled, MADE, changed=True, problems=(broken, crashed))])
    assert not is_settled([Made(paper, UNCHANGED, problems=(broken,))])
    assert not is_settled([Made(bundled, FAILED, failed=True)])


def test_a_dry_run_of_volumes_names_each_file(campaign: Path, edge: Edge) -> None:
    with open_run(campaign, edge, writes=True) as run:
        tables = plan_units(run, run.units([UNIT]), engine="auto", choice=Choice(max_size=2))
    assert ["tap-1" in tables[0].title, "tap-2" in tables[1].title] == [True, True]
    assert (campaign / "out" / UNIT / "bo-ho-so.pdf").is_file()


def test_a_signed_original_no_longer_handed_in_leaves_the_folder_of_originals(campaign: Path, edge: Edge) -> None:
    originals = campaign / "out" / UNIT / "ban-ky-so"
    (originals / "ghi chu cua toi.txt").write_text("giữ lại", encoding="utf-8")
    before = {path.name for path in originals.iterdir()}
    (campaign / "don-vi" / UNIT / "minh-chung/1.1/KH 05 CCHC 2020.pdf").unlink()
    bundle(campaign, edge, Choice())
    gone = before - {path.name for path in originals.iterdir()}
    assert gone == {"TC1.1-01-kh-05-cchc-2020.pdf"}


def test_what_was_lost_is_made_again_with_the_same_bytes(campaign: Path, edge: Edge) -> None:
    out = campaign / "out" / UNIT
    lost = [out / "bo-ho-so.pdf", out / "ban-ky-so/TC1.1-01-kh-05-cchc-2020.pdf"]
    before = [hash_file(file) for file in (*lost, out / "bo-ho-so.json")]
    for file in lost:
        file.unlink()
    bundle(campaign, edge, Choice())
    assert [hash_file(file) for file in (*lost, out / "bo-ho-so.json")] == before


def test_other_points_make_another_bundle(campaign: Path, edge: Edge) -> None:
    """The points are printed in it, so that a changed form must not leave the old bundle."""
    from dossier.pipeline.demo import fill_form

    before = hash_file(campaign / "out" / UNIT / "bo-ho-so.pdf")
    fill_form(campaign / "don-vi" / UNIT / "tu-cham-diem.xlsx", {"1.1.1": {"ket_qua": "không"}})
    bundle(campaign, edge, Choice())
    assert hash_file(campaign / "out" / UNIT / "bo-ho-so.pdf") != before


def shift_a_link(path: Path, target: Path) -> Path:
    with pikepdf.open(path) as pdf:
        pdf.pages[1].Annots[3].Dest = Array([pdf.pages[30].obj, Name.Fit])
        pdf.save(target)
    return target


def test_verify_fails_on_a_bundle_with_one_shifted_link(demo: Demo, tmp_path: Path) -> None:
    bad = shift_a_link(demo.root / "out" / UNIT / "bo-ho-so.pdf", tmp_path / "bo-ho-so.pdf")
    (check,) = verify_files([bad])
    assert check.damaged
    assert {problem.rule for problem in check.problems} == {"BUN05"}
    assert not check.recorded
    assert json.loads(verified_json(Verified((check,), (), ())))["files"][0]["problems"][0]["rule"] == "BUN05"


def test_verify_on_the_command_line_tells_by_exit_code_and_table(demo: Demo, tmp_path: Path) -> None:
    good = demo.root / "out" / UNIT / "bo-ho-so.pdf"
    sound = run_dossier("verify", good)
    assert sound.returncode == ExitCode.OK, sound.stderr.decode()
    assert "khớp" in sound.stdout.decode()
    bad = run_dossier("verify", shift_a_link(good, tmp_path / "a.pdf"), "--json")
    assert bad.returncode == ExitCode.DAMAGED, bad.stderr.decode()
    assert "dẫn tới trang 31" in bad.stdout.decode()
    assert json.loads(bad.stdout)["schema"] == 1


def test_verify_refuses_what_dossier_does_not_make(demo: Demo) -> None:
    with pytest.raises(BadInputError, match="campaign"):
        verify_files([demo.root / "campaign.yaml"])
