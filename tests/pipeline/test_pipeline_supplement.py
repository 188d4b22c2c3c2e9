"""``dossier bundle --supplement`` and ``--attach-scores`` on the sample campaign."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.errors import ExitCode, RefusedError
from dossier.files import hash_file
from dossier.pdf import read_text
from dossier.pipeline.bind import Choice, bundle_units
from dossier.pipeline.bind_supplement import plan_supplements, supplement_units
from dossier.pipeline.made import UNCHANGED
from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.verify import build_check_table, verify_files
from tests.cli.test_cli import run as run_dossier

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.pipeline.made import Made

UNIT = "xa-an-binh"


def make(campaign: Path, edge: Edge, choice: Choice | None = None) -> Made:
    """The bundle, or with no choice its supplement: what is said of the PDF."""
    with open_run(campaign, edge, writes=True) as run:
        units = run.units([UNIT])
        made = (
            bundle_units(run, units, engine="auto", choice=choice)
            if choice
            else supplement_units(run, units, engine="auto")
        )
    return next(item for item in made if item.path.name == "bo-ho-so.pdf")


def hand_in(campaign: Path) -> None:
    """A paper under a criterion that had none, one again under another name, and one in a new version."""
    folder = campaign / "don-vi" / UNIT / "minh-chung"
    (folder / "2.1").mkdir()
    shutil.copy(campaign / "don-vi/xa-binh-minh/minh-chung/1.1/KH CCHC.pdf", folder / "2.1/bo sung.pdf")
    shutil.copy(folder / "1.1/KH 05 CCHC 2020.pdf", folder / "inbox/ban sao.pdf")


def test_a_supplement_keeps_every_page_and_adds_what_is_new(campaign: Path, edge: Edge) -> None:
    path = campaign / "out" / UNIT / "bo-ho-so.pdf"
    before = read_text(path)
    assert make(campaign, edge).state == UNCHANGED
    hand_in(campaign)
    with open_run(campaign, edge, writes=True) as run:
        (table,) = plan_supplements(run, run.units([UNIT]), engine="auto")
    assert table.rows[0][:3] == ("BS1", "Bổ sung lần 1", str(len(before) + 1))
    made = make(campaign, edge)
    assert made.problems == ()
    after = read_text(path)
    assert made.pages == len(after) > len(before)
    assert after[: len(before)] == [page.replace(f"/{len(before)}", f"/{len(after)}") for page in before]
    assert "2.1/bo sung.pdf" in after[len(before)]
    assert verify_files([path])[0].problems == ()
    assert make(campaign, edge).state == UNCHANGED
    assert make(campaign, edge, Choice()).state == UNCHANGED  # nothing came since: nothing is numbered anew
    originals = (campaign / "out" / UNIT / "ban-ky-so" / "danh-sach-ban-ky-so.csv").read_text(encoding="utf-8-sig")
    assert "1.1/KH 05 CCHC 2020.pdf" in originals


def test_a_new_bundle_over_a_supplemented_one_warns_of_its_page_numbers(campaign: Path, edge: Edge) -> None:
    hand_in(campaign)
    make(campaign, edge)
    made = make(campaign, edge, Choice(dividers=False))
    assert [problem.rule for problem in made.problems] == ["BUN15"]


def test_a_bundle_that_was_signed_or_changed_is_not_extended(campaign: Path, edge: Edge) -> None:
    path = campaign / "out" / UNIT / "bo-ho-so.pdf"
    path.write_bytes(path.read_bytes() + b"\n% signed\n")
    before = hash_file(path)
    hand_in(campaign)
    with pytest.raises(RefusedError, match="không còn như lúc lập"):
        make(campaign, edge)
    assert hash_file(path) == before
    path.with_name("bo-ho-so.json").unlink()
    with pytest.raises(RefusedError, match="chưa có bộ hồ sơ"):
        make(campaign, edge)


def test_the_command_refuses_other_choices_for_a_supplement(campaign: Path) -> None:
    ended = run_dossier("bundle", UNIT, "-C", campaign, "--supplement", "--max-size", "5")
    assert ended.returncode == ExitCode.USAGE
    assert "bỏ --max-size" in ended.stderr.decode()


def test_scores_travel_inside_as_json_and_as_the_form(campaign: Path, edge: Edge) -> None:
    make(campaign, edge, Choice(attach_scores=True))
    path = campaign / "out" / UNIT / "bo-ho-so.pdf"
    (check,) = verify_files([path])
    assert check.problems == ()
    assert build_check_table(check).rows[-1][2] == "dựng theo PDF/A-3b, đã kiểm cấu trúc"
    with pikepdf.open(path) as pdf:
        files = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
    assert files["tu-cham-diem.xlsx"] == (campaign / "don-vi" / UNIT / "tu-cham-diem.xlsx").read_bytes()
    scores = json.loads(files["diem-tu-cham.json"])
    assert (scores["schema"], scores["year"], scores["score"]["unit"]) == (1, 2020, UNIT)
    assert "SHA-256" in scores["criteria"]
    hand_in(campaign)
    assert make(campaign, edge).problems == ()
    with pikepdf.open(path) as pdf:
        assert set(pdf.attachments) == set(files)
