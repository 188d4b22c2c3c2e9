import shutil
from pathlib import Path

import pytest
from docx import Document
from filelock import FileLock

from dossier.errors import BadInputError, RefusedError
from dossier.files import hash_file
from dossier.pipeline.bind import bundle_units, plan_units
from dossier.pipeline.build import build_units
from dossier.pipeline.check import check_units
from dossier.pipeline.made import UNCHANGED
from dossier.pipeline.run import Edge, open_run

REPORT = Path("out/xa-an-binh/bao-cao-tu-danh-gia.docx")


def build(campaign: Path, edge: Edge, *names: str) -> dict[str, str]:
    with open_run(campaign, edge, writes=True) as run:
        return {item.path.name: item.state for item in build_units(run, run.units(names), engine="auto")}


def test_an_edited_report_is_kept_and_its_pdf_follows_it(campaign: Path, edge: Edge) -> None:
    document = Document(str(campaign / REPORT))
    document.paragraphs[-1].add_run(" Câu do chủ tịch xã thêm.")
    document.save(str(campaign / REPORT))
    edited = hash_file(campaign / REPORT)
    states = build(campaign, edge, "xa-an-binh")
    assert states["bao-cao-tu-danh-gia.docx"] == "giữ bản đã sửa tay"
    assert hash_file(campaign / REPORT) == edited
    assert states["bao-cao-tu-danh-gia.pdf"] == "đã lập"


def test_only_the_changed_unit_is_made_again(campaign: Path, edge: Edge) -> None:
    shutil.copyfile(
        campaign / "don-vi/xa-an-binh/minh-chung/1.4/BC sang kien.docx",
        campaign / "don-vi/thi-tran-an-son/minh-chung/inbox/BC moi.docx",
    )
    with open_run(campaign, edge, writes=True) as run:
        made = bundle_units(run, run.campaign.units, engine="auto")
    changed = {item.path.parts[1] for item in made if item.state != UNCHANGED}
    assert changed == {"thi-tran-an-son"}


def test_a_lost_paper_is_made_again_with_the_same_bytes(campaign: Path, edge: Edge) -> None:
    before = hash_file(campaign / REPORT)
    (campaign / REPORT).unlink()
    assert build(campaign, edge, "xa-an-binh")["bao-cao-tu-danh-gia.docx"] == "đã lập"
    assert hash_file(campaign / REPORT) == before


def test_a_dry_run_writes_no_bundle(campaign: Path, edge: Edge) -> None:
    bundle = campaign / "out/xa-an-binh/bo-ho-so.pdf"
    bundle.unlink()
    with open_run(campaign, edge, writes=True) as run:
        (table,) = plan_units(run, run.units(["xa-an-binh"]), engine="auto")
    assert not bundle.exists()
    assert table.rows[0][2] == "1"
    pages = [(int(row[2]), int(row[3])) for row in table.rows]
    assert all(first == last + 1 for (first, _), (_, last) in zip(pages[1:], pages, strict=False))


def test_a_locked_campaign_says_who_holds_it(campaign: Path, edge: Edge) -> None:
    (campaign / ".dossier").mkdir(exist_ok=True)
    with FileLock(campaign / ".dossier" / "lock"):
        (campaign / ".dossier" / "lock.txt").write_text("chị Lan trên máy VP-03", encoding="utf-8")
        with (
            pytest.raises(RefusedError, match="chị Lan trên máy VP-03"),
            open_run(campaign, edge, writes=True),
        ):
            pass


def test_readers_take_no_lock(campaign: Path, edge: Edge) -> None:
    with FileLock(campaign / ".dossier" / "lock"), open_run(campaign, edge) as run:
        assert check_units(run, run.units(["xa-an-binh"])).units[0].score.total > 0


def test_an_unknown_unit_lists_the_known_ones(campaign: Path, edge: Edge) -> None:
    with pytest.raises(BadInputError, match="xa-binh-minh"), open_run(campaign, edge) as run:
        run.units(["xa-la"])


def test_two_processes_read_what_one_reads(campaign: Path, edge: Edge) -> None:
    results = []
    for jobs in (1, 2):
        shutil.rmtree(campaign / ".dossier")
        with open_run(campaign, Edge(edge.progress, edge.now, jobs)) as run:
            index = check_units(run, run.units(["xa-binh-minh"])).units[0].index
        results.append([(item.path, item.sha256, item.head, item.reading, item.problems) for item in index.files])
    assert results[0] == results[1]
