"""The year's papers in the browser: where each stands, its number, its signed copy, who may do what with it."""

from __future__ import annotations

import html
import shutil
from typing import TYPE_CHECKING, Any

import docx
import pytest

from dossier.campaign import CampaignPaths
from dossier.journal import load_journal
from dossier.pipeline.build import build_set
from dossier.pipeline.issue import load_issued
from dossier.pipeline.paper_sources import Year
from dossier.pipeline.paper_states import PaperStage, list_papers
from dossier.pipeline.papers import plan_papers
from tests.web.conftest import OTHER, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

    from dossier.pipeline.paper_states import PaperState

OWN = f"/don-vi/{UNIT}/van-ban"
REPORT = f"{OWN}/D03"
HOSTILE = ('<script>alert("x")</script>', "\u202eoáb 05/BC", "5" * 10_000, "0", "-1", "1.5", "٣")


@pytest.fixture
def papers(app: Any, campaign: Path) -> Iterator[CampaignPaths]:
    """The records and what is built, put back afterwards."""
    del app
    paths = CampaignPaths(campaign)
    kept = {path: path.read_bytes() for path in _records(paths)}
    yield paths
    for path in _records(paths):
        path.unlink()
    for path, data in kept.items():
        path.write_bytes(data)
    for made in (paths.records / "ban-hanh", paths.out(UNIT), paths.out("hoi-dong")):
        shutil.rmtree(made, ignore_errors=True)


def _records(paths: CampaignPaths) -> list[Path]:
    """The journal and the registers."""
    return [path for path in paths.records.iterdir() if path.suffix in {".json", ".jsonl", ".head"}]


def build(*codes: str) -> None:
    from dossier.web.opened import desk

    with desk().writing() as run:
        build_set(run, run.units([UNIT]), codes=codes, engine="auto")


def state_of(code: str) -> PaperState:
    from dossier.web.opened import desk

    with desk().reading() as run:
        (found,) = list_papers(run, [code], run.units([UNIT]))
    return found


def sign(path: Path, target: Path, number: str, more: str = "") -> Path:
    """The built report as it comes back from the clerk: a number in its head, perhaps a sentence more."""
    document = docx.Document(str(path))
    place = next(
        paragraph
        for table in document.tables
        for cells in table.rows
        for cell in cells.cells
        for paragraph in cell.paragraphs
        if paragraph.text.startswith("Số:")
    )
    for run in place.runs[1:]:
        run.text = ""
    place.runs[0].text = f"Số: {number}"
    if more:
        document.add_paragraph(more)
    document.save(str(target))
    return target


def page_of(answer: Any) -> str:
    return html.unescape(answer.content.decode())


@pytest.mark.usefixtures("papers")
def test_every_paper_has_a_state_and_a_reason(visit: Callable[[str], Client]) -> None:
    page = page_of(visit("noi-vu").get("/van-ban"))
    for code in ("D01", "D02", "D08", "D09", "D13", "D19"):
        assert f"/van-ban/{code}" in page
    assert "/van-ban/D03" not in page
    assert "chưa có biểu quyết của hội đồng" in page


@pytest.mark.usefixtures("papers")
def test_a_paper_goes_from_due_through_draft_and_stale(visit: Callable[[str], Client]) -> None:
    assert state_of("D03").stage is PaperStage.DUE
    build("D03")
    assert state_of("D03").stage is PaperStage.DRAFT
    answer = visit("xa").post(f"{REPORT}/so", {"so": "5", "ngay": "2020-10-15", "da-thay": ""})
    assert answer.status_code == 302
    stale = state_of("D03")
    assert (stale.stage, stale.number) == (PaperStage.STALE, "05/BC-UBND")
    assert "số liệu đã đổi từ khi lập" in page_of(visit("xa").get(REPORT))


def test_a_hand_made_change_is_seen_and_kept(visit: Callable[[str], Client], papers: CampaignPaths) -> None:
    build("D03")
    path = papers.out(UNIT) / "bao-cao-tu-danh-gia.docx"
    sign(path, path, "05/BC-UBND", "Thêm một câu.")
    assert state_of("D03").stage is PaperStage.EDITED
    assert "lập lại không ghi đè" in page_of(visit("xa").get(OWN))


@pytest.mark.usefixtures("papers")
def test_the_pages_of_a_built_paper_are_pictures(visit: Callable[[str], Client]) -> None:
    client = visit("xa")
    assert client.get(f"{REPORT}/trang/1").status_code == 404
    assert "Chưa lập văn bản này" in page_of(client.get(REPORT))
    build("D03")
    assert f"{REPORT}/trang/1" in page_of(client.get(REPORT))
    answer = client.get(f"{REPORT}/trang/1")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.content.startswith(b"\xff\xd8")
    assert client.get(f"{REPORT}/trang/99").status_code == 404


def test_a_signed_report_is_kept_byte_for_byte_and_its_differences_are_told(
    visit: Callable[[str], Client], papers: CampaignPaths, tmp_path: Path
) -> None:
    build("D03")
    signed = sign(
        papers.out(UNIT) / "bao-cao-tu-danh-gia.docx", tmp_path / "da ky.docx", "15/BC-UBND", "Xxyyzz 778899."
    )
    client = visit("xa")
    with signed.open("rb") as content:
        answer = client.post(f"{REPORT}/dang-ky", {"tep": content, "ngay": "2020-10-16"})
    assert answer.status_code == 302
    issued = load_issued(papers)["D03", UNIT]
    assert (issued.number, issued.by, issued.name) == ("15/BC-UBND", "Người xa", "da ky.docx")
    page = page_of(client.get(REPORT))
    assert "«778899»" in page
    assert "«xxyyzz»" in page
    down: Any = client.get(f"{REPORT}/ban-da-ky")
    assert b"".join(down.streaming_content) == signed.read_bytes()
    assert state_of("D03").stage is PaperStage.ISSUED
    assert client.get(f"{REPORT}/trang/1").status_code == 404  # the draft is not shown in its place
    build("D03")
    assert client.get(f"{REPORT}/trang/1").status_code == 200
    with signed.open("ab") as more:
        more.write(b"\0")
    with signed.open("rb") as content:  # another file, and no reason
        assert client.post(f"{REPORT}/dang-ky", {"tep": content, "ngay": "2020-10-16"}).status_code == 409
    with signed.open("rb") as content:
        given = {"tep": content, "ngay": "2020-10-16", "thay": '<script>alert("x")</script>'}
        assert client.post(f"{REPORT}/dang-ky", given).status_code == 302
    assert "<script>alert" not in client.get(REPORT).content.decode()
    answer = client.post(f"{REPORT}/so", {"so": "6", "ngay": "2020-10-15", "da-thay": "15/BC-UBND"})
    assert answer.status_code == 409  # an issued paper keeps its number


def test_a_file_that_is_no_paper_is_refused(
    visit: Callable[[str], Client], papers: CampaignPaths, tmp_path: Path
) -> None:
    odd = tmp_path / "x.pdf"
    odd.write_bytes(b"MZ not a paper")
    with odd.open("rb") as content:
        answer = visit("xa").post(f"{REPORT}/dang-ky", {"tep": content, "so": "5/BC-UBND", "ngay": "2020-10-16"})
    assert answer.status_code == 400
    assert visit("xa").post(f"{REPORT}/dang-ky", {}).status_code == 400
    assert load_issued(papers) == {}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_number_that_is_none_is_refused(
    visit: Callable[[str], Client], papers: CampaignPaths, tmp_path: Path, hostile: str
) -> None:
    given = {"so": hostile, "ngay": "2020-10-15", "da-thay": ""}
    answer = visit("xa").post(f"{REPORT}/so", given)
    assert answer.status_code == 400
    assert "<script>alert" not in answer.content.decode()
    paper = tmp_path / "ky.docx"
    docx.Document().save(str(paper))
    with paper.open("rb") as content:
        assert visit("xa").post(f"{REPORT}/dang-ky", {**given, "tep": content}).status_code == 400
    assert load_issued(papers) == {}
    assert not (papers.records / "van-ban.json").exists()


def test_two_clerks_giving_a_number_see_each_other_s(visit: Callable[[str], Client], papers: CampaignPaths) -> None:
    given = {"ngay": "2020-10-15", "da-thay": ""}
    assert visit("noi-vu").post("/van-ban/D02/so", {**given, "so": "45"}).status_code == 302
    answer = visit("thu-ky").post("/van-ban/D02/so", {**given, "so": "46"})
    assert answer.status_code == 409
    page = page_of(answer)
    assert "«45/KH-UBND»" in page
    assert "«46»" in page
    entry = load_journal(papers.journal)[0][-1]
    assert (entry.act, entry.who, entry.data["number"]) == ("paper-numbered", "Người noi-vu", "45")
    assert "cấp số văn bản" in page_of(visit("noi-vu").get("/nhat-ky"))


@pytest.mark.usefixtures("papers")
def test_a_commune_sees_and_signs_its_own_papers_only(visit: Callable[[str], Client]) -> None:
    client = visit("xa")
    assert client.get("/van-ban").headers["Location"] == OWN
    page = page_of(client.get(OWN))
    assert REPORT in page
    assert f"{OWN}/D07" not in page  # the appraisers' minutes, as long as they are a draft
    for address in ("/van-ban/D02", "/van-ban/D02/trang/1", f"{OWN}/D07", f"{OWN}/D02", f"{OWN}/khong-co"):
        assert client.get(address).status_code == 404
    assert client.get(f"/don-vi/{OTHER}/van-ban").status_code == 403
    given = {"so": "5", "ngay": "2020-10-15", "da-thay": ""}
    assert client.post("/van-ban/D02/so", given).status_code == 404
    assert client.post(f"{OWN}/D07/so", given).status_code == 404
    assert client.post(f"/don-vi/{OTHER}/van-ban/D03/so", given).status_code == 403


@pytest.mark.parametrize(("name", "may"), [("noi-vu", True), ("thu-ky", True), ("chu-tich", False), ("xem", False)])
@pytest.mark.usefixtures("papers")
def test_who_keeps_the_register(visit: Callable[[str], Client], name: str, *, may: bool) -> None:
    given = {"so": "45", "ngay": "2020-10-15", "da-thay": ""}
    assert visit(name).post("/van-ban/D02/so", given).status_code == (302 if may else 403)


def ask(client: Client, **fields: str) -> Any:
    """Ask for the papers to be made; the job itself is done by what is called here, not by the bench's thread."""
    return client.post("/chay/van-ban", fields)


@pytest.mark.usefixtures("papers")
def test_building_is_a_job_and_a_commune_s_is_on_its_own_unit(visit: Callable[[str], Client]) -> None:
    from dossier.web.models import Job
    from dossier.web.opened import bench

    assert ask(visit("xa")).status_code == 403
    assert ask(visit("xa"), unit=OTHER).status_code == 403
    answer = ask(visit("xa"), unit=UNIT, ma="D07")  # not its own paper
    assert answer.status_code == 302
    assert bench().wait_idle(patience=60)
    assert Job.objects.latest("id").state == Job.State.FAILED
    assert ask(visit("noi-vu"), ma="D02").status_code == 302
    assert bench().wait_idle(patience=60)
    job = Job.objects.latest("id")
    assert job.state == Job.State.DONE
    assert "out/hoi-dong/ke-hoach.docx" in job.files


def test_a_commune_cannot_fetch_the_draft_of_an_appraisal_by_its_address(
    visit: Callable[[str], Client], papers: CampaignPaths
) -> None:
    from dossier.web.opened import desk

    with desk().reading() as run:
        (paper,) = plan_papers(Year(run, ()), ["D07"], run.units([UNIT]))
    paper.path.parent.mkdir(parents=True, exist_ok=True)
    docx.Document().save(str(paper.path))
    address = f"/tai/{paper.path.relative_to(papers.root).as_posix()}"
    assert visit("xa").get(address).status_code == 403
    answer = visit("noi-vu").get(address)
    assert answer.status_code == 200
    answer.close()
