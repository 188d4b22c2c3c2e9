import json
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.errors import RefusedError
from dossier.pipeline.check import check_units
from dossier.pipeline.page import draw_thumbnails, refuse_inputs
from dossier.pipeline.run import Edge, open_run
from dossier.problems import NoProgress
from dossier.report import check_json
from tests.report.conftest import NOW, Checked


@pytest.mark.parametrize(
    "place", ["don-vi/xa-mot/minh-chung/a.html", "records/a.html", "mau/a.html", "out/../don-vi/a.html"]
)
def test_a_result_never_lands_among_inputs(checked: Checked, place: str) -> None:
    with open_run(checked.root, Edge(NoProgress(), NOW)) as run, pytest.raises(RefusedError, match=r"a\.html"):
        refuse_inputs(run, checked.root / place)


@pytest.mark.parametrize("place", ["out/a.html", "kiem-tra.html", "../kiem-tra.html"])
def test_a_result_may_lie_beside_them(checked: Checked, place: str) -> None:
    with open_run(checked.root, Edge(NoProgress(), NOW)) as run:
        refuse_inputs(run, checked.root / place)


def test_pictures_are_drawn_once(checked: Checked, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr("dossier.pdf.session.PdfSession.run", refuse)
    with open_run(checked.root, Edge(NoProgress(), NOW)) as run:
        assert dict(draw_thumbnails(run, check_units(run, run.units(())))) == checked.thumbnails


def test_json_holds_every_file_whatever_it_is_called(checked: Checked) -> None:
    report = json.loads(b"".join(check_json(checked.report)))
    listed = [file["path"] for file in report["units"][0]["index"]["files"]]
    assert len(listed) == len(checked.report.units[0].index.files)


def test_evidence_is_untouched(checked: Checked) -> None:
    evidence = Path(checked.root / "don-vi/xa-mot/minh-chung/inbox")
    assert sum(1 for _ in evidence.iterdir()) == len(checked.report.units[0].index.files)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("--html", "bao-cao.docx"), 2, "phải kết thúc bằng .html"),
        (("--xlsx", "bao-cao.html"), 2, "phải kết thúc bằng .xlsx"),
        (("--html", "don-vi/xa-mot/tu-cham-diem.html"), 6, "thư mục out/"),
    ],
)
def test_a_wrong_target_is_refused_before_any_work(
    checked: Checked, words: tuple[str, ...], code: int, message: str
) -> None:
    before = sorted(checked.root.rglob("*"))
    command = [sys.executable, "-m", "dossier", "check", "--quiet", *words]
    result = subprocess.run(command, cwd=checked.root, capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (code, b"")
    assert message in result.stderr.decode()
    assert sorted(checked.root.rglob("*")) == before
