"""The signed paper comes back: read, compared, kept byte for byte, frozen, replaced only with a reason."""

from __future__ import annotations

import datetime as dt
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from docx import Document

from dossier.campaign import CampaignPaths
from dossier.documents.formcheck import State
from dossier.errors import BadInputError, DamagedError, RefusedError
from dossier.files import hash_file
from dossier.journal import load_journal
from dossier.pipeline.build import build_units
from dossier.pipeline.formcheck import check_forms
from dossier.pipeline.issue import ISSUED_FILE, Issued, Said, issue_paper, kept_copy, load_issued, load_registrations
from dossier.pipeline.journal import journal_table
from dossier.pipeline.numbering import register_table
from dossier.pipeline.run import Edge, Run, open_run
from dossier.pipeline.standing import read_states
from dossier.pipeline.templates import eject_template, preview_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dossier.pipeline.demo import Demo

UNIT = "xa-an-binh"
NOTHING = Said()
NUMBER, DAY = "15/BC-UBND", dt.date(2020, 10, 15)


@contextmanager
def opened(campaign: Path, edge: Edge) -> Iterator[Run]:
    with open_run(campaign, edge, writes=True) as run:
        yield run


def built(campaign: Path) -> Path:
    return CampaignPaths(campaign).out(UNIT) / "bao-cao-tu-danh-gia.docx"


def sign(campaign: Path, target: Path, **words: str) -> Path:
    """The built report with number and date, as the clerk would fill them in; ``words`` are changed besides."""
    document = Document(str(built(campaign)))
    head = [one for row in document.tables[0].rows for cell in row.cells for one in cell.paragraphs]
    changes = {"Số:      /": "Số: 15/", "ngày     tháng     năm": "ngày 15 tháng 10 năm", **words}
    for paragraph in (*head, *document.paragraphs):
        for run in paragraph.runs:
            for old, new in changes.items():
                run.text = run.text.replace(old, new)
    document.save(str(target))
    return target


def issue(campaign: Path, edge: Edge, file: Path, said: Said = NOTHING, *, doc: str = "D03") -> tuple[Issued, bool]:
    with opened(campaign, edge) as run:
        return issue_paper(run, doc, file, unit=run.units([UNIT])[0], said=said, who="Văn thư")


def test_number_and_day_are_read_and_the_copy_is_byte_for_byte(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    signed = sign(campaign, tmp_path / "ký.docx")
    issued, new = issue(campaign, edge, signed)
    assert (new, issued.number, issued.date, issued.differences) == (True, NUMBER, DAY, ())
    kept = kept_copy(CampaignPaths(campaign), issued)
    assert kept.read_bytes() == signed.read_bytes()
    assert kept.parent.name == "ban-hanh"
    assert load_issued(CampaignPaths(campaign))["D03", UNIT] == issued
    register = json.loads((campaign / "records" / "van-ban.json").read_text(encoding="utf-8"))
    assert register["papers"] == [{"code": "D03", "unit": UNIT, "number": 15, "date": "2020-10-15"}]


def test_what_differs_from_the_built_paper_is_said(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    signed = sign(campaign, tmp_path / "ky.docx", **{"cam kết": "khẳng định", "trên": "trên 9999"})
    issued, _ = issue(campaign, edge, signed)
    text = " ".join(issued.differences)
    assert "«9999»" in text
    assert "«khẳng»" in text
    assert "«15»" not in text


def test_a_signed_pdf_is_read_as_well(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    from dossier.pdf import Engine, PdfSession, convert_docx

    with PdfSession() as session:
        signed = tmp_path / "ky.pdf"
        convert_docx(sign(campaign, tmp_path / "ky.docx"), signed, session=session, engine=Engine.EMBEDDED)
    issued, _ = issue(campaign, edge, signed)
    assert (issued.number, issued.date) == (NUMBER, DAY)
    assert issued.file.endswith(".pdf")
    assert not [line for line in issued.differences if line.startswith("Số ")]
    with opened(campaign, edge) as run:
        made = build_units(run, run.units([UNIT]), engine="embedded")
    assert any("bản đã ban hành" in item.state for item in made)
    assert built(campaign).with_suffix(".pdf").read_bytes() == signed.read_bytes()


def test_no_rebuild_touches_an_issued_paper(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    issue(campaign, edge, sign(campaign, tmp_path / "ky.docx"))
    before = hash_file(built(campaign))
    (campaign / "mau").mkdir(exist_ok=True)
    with opened(campaign, edge) as run:
        template = eject_template("D03", run.paths.templates)
        document = Document(str(template))
        document.paragraphs[-1].add_run("mẫu đã đổi")
        document.save(str(template))
        first = build_units(run, run.units([UNIT]), engine="embedded")
        again = build_units(run, run.units([UNIT]), engine="embedded")
    assert hash_file(built(campaign)) == before
    assert f"bản đã ban hành {NUMBER}" in first[0].state
    assert not any(item.changed for item in again)


def test_an_issued_paper_is_replaced_only_with_a_reason_and_both_are_kept(
    campaign: Path, edge: Edge, tmp_path: Path
) -> None:
    first, _ = issue(campaign, edge, sign(campaign, tmp_path / "1.docx"))
    second = sign(campaign, tmp_path / "2.docx", **{"cam kết": "khẳng định"})
    with pytest.raises(RefusedError, match=r"18\.3"):
        issue(campaign, edge, second)
    later, _ = issue(campaign, edge, second, Said(replaces="Thay báo cáo số 15/BC-UBND"))
    paths = CampaignPaths(campaign)
    assert load_registrations(paths) == (first, later)
    assert load_issued(paths)["D03", UNIT] == later
    assert later.replaces == "Thay báo cáo số 15/BC-UBND"
    assert all(kept_copy(paths, one).is_file() for one in (first, later))


def test_registering_the_same_file_again_changes_nothing(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    signed = sign(campaign, tmp_path / "ky.docx")
    first = issue(campaign, edge, signed)[0]
    assert issue(campaign, edge, signed) == (first, False)
    assert len(load_registrations(CampaignPaths(campaign))) == 1


def test_a_draft_without_number_is_no_issued_paper(campaign: Path, edge: Edge) -> None:
    with pytest.raises(BadInputError, match="số, ký hiệu và ngày"):
        issue(campaign, edge, built(campaign))
    assert not (campaign / "records" / ISSUED_FILE).exists()


def test_a_person_says_what_a_scan_does_not(campaign: Path, edge: Edge) -> None:
    issued, _ = issue(campaign, edge, built(campaign), Said("15/BC-UBND", DAY))
    assert (issued.number, issued.date) == (NUMBER, DAY)


def test_a_scan_is_read_by_ocr(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    from dossier.pdf import Engine, PdfSession, convert_docx
    from samples.make_sample import scan

    signed = tmp_path / "quet.pdf"
    with PdfSession() as session:
        convert_docx(sign(campaign, tmp_path / "ky.docx"), signed, session=session, engine=Engine.EMBEDDED)
    scan(signed)
    issued, _ = issue(campaign, edge, signed)
    assert (issued.number, issued.date) == (NUMBER, DAY)
    assert issued.differences == ("Bản quét: không so được chữ với bản do Dossier lập; hãy đọc lại bằng mắt.",)


def test_an_issued_paper_is_in_the_journal(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    issued, _ = issue(campaign, edge, sign(campaign, tmp_path / "ky.docx"))
    entries, problems = load_journal(CampaignPaths(campaign).journal)
    assert problems == ()
    assert (entries[-1].act, entries[-1].file, entries[-1].sha256) == ("paper-issued", "ky.docx", issued.sha256)
    with opened(campaign, edge) as run:
        table, _ = journal_table(run)
        read_states(run)  # a line about the campaign is no step of a unit
    assert table.rows[-1][4:] == (
        "ghi nhận văn bản đã ban hành",
        f"ky.docx ({issued.sha256[:12]})",
        "D03 UBND xã An Bình 15/BC-UBND 15/10/2020",
    )


def test_the_minutes_of_a_second_meeting_are_a_paper_of_their_own(campaign: Path, edge: Edge) -> None:
    with opened(campaign, edge) as run:
        for meeting, number in (("", "02/BB-HĐTĐ"), ("lan-2", "03/BB-HĐTĐ")):
            said = Said(number, dt.date(2020, 11, 9), meeting=meeting)
            # Any DOCX will do; two meetings have two files.
            path = built(campaign) if meeting else built(campaign).with_name("danh-muc-tai-lieu-kiem-chung.docx")
            issue_paper(run, "D08", path, unit=None, said=said, who="Văn thư")
        table = register_table(run)
    assert {key for key in load_issued(CampaignPaths(campaign)) if key[0] == "D08"} == {("D08", ""), ("D08", "lan-2")}
    assert [row[2:4] for row in table.rows] == [("", "2/BB-HĐTĐ"), ("lan-2", "3/BB-HĐTĐ")]


@pytest.mark.parametrize(("doc", "meeting"), [("D11", "lan-2"), ("D08", "lan-1"), ("D08", "lan-x")])
def test_only_the_council_meets_again(campaign: Path, edge: Edge, doc: str, meeting: str) -> None:
    with opened(campaign, edge) as run, pytest.raises(BadInputError, match="D08"):
        issue_paper(run, doc, built(campaign), unit=None, said=Said("2/X", DAY, meeting=meeting), who="Văn thư")


def test_an_appendix_has_no_number_of_its_own(campaign: Path, edge: Edge) -> None:
    inventory = built(campaign).with_name("danh-muc-tai-lieu-kiem-chung.docx")
    issued, _ = issue(campaign, edge, inventory, doc="D04")
    assert (issued.number, issued.date) == ("", None)


@pytest.mark.parametrize(("name", "data"), [("a.txt", b"xin chao"), ("a.docx", b"PK\x03\x04"), ("a.pdf", b"%PDF-1.4")])
def test_what_is_no_paper_is_refused(campaign: Path, edge: Edge, tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(BadInputError):
        issue(campaign, edge, file)
    assert load_registrations(CampaignPaths(campaign)) == ()


def test_a_unit_s_paper_wants_its_unit(campaign: Path, edge: Edge) -> None:
    with opened(campaign, edge) as run, pytest.raises(BadInputError, match="từng đơn vị"):
        issue_paper(run, "D03", built(campaign), unit=None, said=Said(), who="Văn thư")
    with pytest.raises(BadInputError, match="chung"):
        issue(campaign, edge, built(campaign), doc="D01")


def test_a_changed_copy_in_the_records_is_damage(campaign: Path, edge: Edge, tmp_path: Path) -> None:
    issued, _ = issue(campaign, edge, sign(campaign, tmp_path / "ky.docx"))
    (campaign / "records" / issued.file).write_bytes(b"sua")
    with opened(campaign, edge) as run, pytest.raises(DamagedError, match="ban-hanh"):
        build_units(run, run.units([UNIT]), engine="embedded")


def test_a_register_of_another_hand_is_refused(campaign: Path) -> None:
    path = campaign / "records" / ISSUED_FILE
    path.parent.mkdir(exist_ok=True)
    path.write_text('{"schema": 2, "papers": []}', encoding="utf-8")
    with pytest.raises(BadInputError, match=ISSUED_FILE):
        load_issued(CampaignPaths(campaign))


# --- templates ------------------------------------------------------------------------------------


def test_a_template_of_one_s_own_is_never_overwritten(tmp_path: Path) -> None:
    path = eject_template("bao-cao-tu-danh-gia", tmp_path)
    path.write_bytes(b"cua toi")
    with pytest.raises(RefusedError):
        eject_template("D03", tmp_path)
    assert path.read_bytes() == b"cua toi"


def test_a_preview_is_docx_and_pdf(tmp_path: Path) -> None:
    docx, pdf = preview_template("d02", tmp_path)
    assert "[purpose 1]" in "\n".join(one.text for one in Document(str(docx)).paragraphs)
    assert pdf.read_bytes().startswith(b"%PDF")


def test_an_unknown_paper_lists_the_codes(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="D03"):
        eject_template("D99", tmp_path)


# --- form -----------------------------------------------------------------------------------------


def test_no_paper_of_the_demonstration_breaks_a_rule_of_form(demo: Demo) -> None:
    papers = sorted((demo.root / "out").rglob("*.docx"))
    checks = check_forms(papers)
    assert len(checks) == 6
    assert [(check.path, one.rule, one.notes) for check in checks for one in check.of(State.FAIL)] == []
