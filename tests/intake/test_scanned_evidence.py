"""Scans, marks and clearances through the whole of intake: what the index, the memo and the problems hold."""

from __future__ import annotations

import os
import sqlite3
import zlib
from concurrent.futures import Executor
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

import dossier.intake.task
from dossier.cache import Memo
from dossier.errors import BadInputError
from dossier.files import sha256_hex
from dossier.intake import EvidenceFile, EvidenceIndex, FileKind, scan_evidence
from dossier.intake.cleared import load_cleared
from dossier.intake.model import NumberState, OcrMode, Reading, Seal
from dossier.intake.scan import read_evidence_file
from dossier.problems import NoProgress
from dossier.tools import Crew
from tests.readers.scan_world import PLAN, draw_page, handwrite, paper, photo, scan_pdf, seal, worn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT_FROM_VIEW = "Nội dung chỉ người có thẩm quyền được xem"


@pytest.fixture(scope="module")
def crew() -> Iterator[Crew]:
    with Crew(1, limit=120) as crew:
        yield crew


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quet")
    written = handwrite(draw_page(paper(number="Số:        /KH-UBND")), digits="47")
    stamped = paper(stamp="TỐI MẬT", body=("*KẾ HOẠCH", "*Diễn tập", KEPT_FROM_VIEW))
    files = {
        "may.pdf": scan_pdf(worn(seal(draw_page(PLAN)))),
        "tay.pdf": scan_pdf(seal(written)),
        "128-KH.pdf": scan_pdf(
            handwrite(draw_page(paper(number="Số:             /KH-UBND")), digits="128", at=(300, 235))
        ),
        "anh.jpg": photo(draw_page(PLAN).resize((1100, 1556))),
        "trong.pdf": scan_pdf(
            draw_page(paper(number="Số:        /KH-UBND", date="Bình Minh, ngày    tháng 8 năm 2020"))
        ),
        "mat.pdf": scan_pdf(draw_page(stamped)),
        "mat.txt": f"TUYỆT MẬT\nBÁO CÁO\n{KEPT_FROM_VIEW}".encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def memo_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("nho") / "cache.sqlite"


@pytest.fixture(scope="module")
def index(folder: Path, memo_path: Path, crew: Crew) -> EvidenceIndex:
    with Memo(memo_path) as memo:
        return scan(folder, memo, executor=crew)


def scan(folder: Path, memo: Memo, **more: Any) -> EvidenceIndex:
    return scan_evidence(folder, unit="xa-mau", memo=memo, progress=NoProgress(), **more)


def at(index: EvidenceIndex, path: str) -> EvidenceFile:
    found = index.file(path)
    assert found is not None
    return found


def rules_of(file: EvidenceFile) -> list[str]:
    return [problem.rule for problem in file.problems]


def test_a_printed_scan_gives_its_head(index: EvidenceIndex) -> None:
    file = at(index, "may.pdf")
    head = file.head
    assert (head.reference, str(head.date), head.type) == ("45/KH-UBND", "2020-08-14", "Kế hoạch")
    assert (head.issuer, head.subject_years) == ("ỦY BAN NHÂN DÂN XÃ BÌNH MINH", (2020,))
    assert (file.reading, file.seal, file.text_source) == (Reading.READ, Seal.SEEN, "OCR phần đầu và phần ký")


def test_a_handwritten_number_waits_for_a_person(index: EvidenceIndex) -> None:
    file = at(index, "tay.pdf")
    assert (file.head.number, file.head.number_state) == (None, NumberState.UNREADABLE)
    problem = next(problem for problem in file.problems if problem.rule == "INT17")
    assert "Cần người xác nhận" in problem.remedy


def test_a_handwritten_number_is_taken_when_the_file_s_name_bears_it_out(index: EvidenceIndex) -> None:
    head = at(index, "128-KH.pdf").head
    assert (head.number, head.number_state, head.number_readings) == ("128", NumberState.READ, ())


def test_a_handwritten_number_that_nothing_bears_out_is_told_as_a_candidate(index: EvidenceIndex) -> None:
    assert "47" in at(index, "tay.pdf").head.number_readings


def test_a_photo_of_a_page_is_read_like_a_scan(index: EvidenceIndex) -> None:
    file = at(index, "anh.jpg")
    assert (file.kind, file.head.type, file.head.symbol) == (FileKind.IMAGE, "Kế hoạch", "KH-UBND")
    assert file.head.number in {None, "45"}


def test_a_number_never_written_is_blank(index: EvidenceIndex) -> None:
    file = at(index, "trong.pdf")
    assert (file.head.number_state, file.head.date, file.head.year) == (NumberState.BLANK, None, 2020)
    assert "INT14" in rules_of(file)


@pytest.mark.parametrize(("name", "mark"), [("mat.pdf", "TỐI MẬT"), ("mat.txt", "TUYỆT MẬT")])
def test_a_document_marked_secret_is_refused(index: EvidenceIndex, name: str, mark: str) -> None:
    file = at(index, name)
    assert (file.kind, file.reading, file.text, file.head.subject) == (
        FileKind.CLASSIFIED,
        Reading.UNREADABLE,
        "",
        None,
    )
    assert rules_of(file) == ["INT30"]
    assert mark in file.problems[0].message


def test_nothing_of_a_secret_document_is_in_index_or_memo(index: EvidenceIndex, memo_path: Path) -> None:
    assert "thẩm quyền" not in repr(at(index, "mat.pdf"))
    kept = everything_in(memo_path)
    assert "xã Bình Minh ban hành" in kept  # the others are there
    assert "thẩm quyền được xem" not in kept


def everything_in(memo_path: Path) -> str:
    """Every cell of every table, unpacked."""
    with closing(sqlite3.connect(memo_path)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        cells = [cell for table in tables for row in database.execute(f'SELECT * FROM "{table}"') for cell in row]  # noqa: S608 - names of our own tables
    assert cells
    return "\n".join(map(unpacked, cells))


def unpacked(cell: object) -> str:
    if not isinstance(cell, bytes):
        return str(cell)
    try:
        return zlib.decompress(cell).decode("utf-8")
    except zlib.error:
        return cell.decode("utf-8", "replace")


def test_a_second_scan_opens_nothing(
    index: EvidenceIndex, folder: Path, memo_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise AssertionError(path)

    monkeypatch.setattr(dossier.intake.task, "read_bytes", refuse)
    with Memo(memo_path) as memo:
        again = scan(folder, memo)
    assert (again.files, again.counts.opened) == (index.files, 0)


def test_another_ocr_mode_reads_the_scans_again_and_nothing_else(
    index: EvidenceIndex, folder: Path, memo_path: Path
) -> None:
    del index  # its memo is what counts
    with Memo(memo_path) as memo:
        plain = scan(folder, memo, ocr=OcrMode.NONE)
    assert plain.counts.opened == len(list(folder.iterdir())) - 2
    assert at(plain, "may.pdf").reading is Reading.SCAN
    assert at(plain, "mat.pdf").kind is FileKind.CLASSIFIED  # once refused, always refused


def test_a_false_alarm_is_cleared_and_the_clearance_can_be_withdrawn(folder: Path, memo_path: Path, crew: Crew) -> None:
    sha256 = sha256_hex((folder / "mat.txt").read_bytes())
    with Memo(memo_path) as memo:
        scan(folder, memo, executor=crew)
        cleared = at(scan(folder, memo, executor=crew, cleared=(sha256[:16],)), "mat.txt")
        refused = at(scan(folder, memo, executor=crew), "mat.txt")
    assert (cleared.kind, cleared.head.type, "INT30" in rules_of(cleared)) == (FileKind.TEXT, "Báo cáo", False)
    assert (refused.kind, refused.text) == (FileKind.CLASSIFIED, "")


def test_the_refusal_gives_the_code_the_record_asks_for(index: EvidenceIndex) -> None:
    file = at(index, "mat.txt")
    assert (file.sha256 or "")[:16] in file.problems[0].message


RECORD = """schema: 1
da_xem:
  - sha256: "0123456789abcdef"
    tep: 1.1/ke-hoach.pdf
    ly_do: Chữ MẬT là tên một cột trong bảng
    nguoi_xem: Nguyễn Văn Mẫu
    ngay: 2020-08-15
"""


def test_the_record_of_cleared_marks(tmp_path: Path) -> None:
    path = tmp_path / "mat-da-xem.yaml"
    assert load_cleared(path) == ()
    path.write_text(RECORD, encoding="utf-8")
    assert load_cleared(path) == ("0123456789abcdef",)


@pytest.mark.parametrize("fault", ["ly_do: ''", "sha256: '0123'", "nguoi_xem: ''"])
def test_a_clearance_needs_file_reason_and_person(tmp_path: Path, fault: str) -> None:
    key = fault.partition(":")[0]
    lines = [f"    {fault}" if line.strip(" -").startswith(key) else line for line in RECORD.splitlines()]
    text = "\n".join(lines).replace("da_xem:\n    sha256", "da_xem:\n  - sha256")
    path = tmp_path / "mat-da-xem.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInputError):
        load_cleared(path)


def test_one_file_by_itself(folder: Path, crew: Crew) -> None:
    file = read_evidence_file(folder / "may.pdf", executor=crew)
    assert (file.path, file.head.reference) == ((folder / "may.pdf").as_posix(), "45/KH-UBND")
    missing = read_evidence_file(folder / "không có.pdf", executor=crew)
    assert (missing.reading, rules_of(missing)) == (Reading.UNREADABLE, ["INT20"])


def _die(group: object) -> None:
    del group
    os._exit(1)


def _hang_or_die(group: Any) -> Any:
    from dossier.intake.task import read_group

    return _die(group) if any("mat.txt" in place for place in group.places) else read_group(group)


class _Saboteur(Executor):
    """A crew in which one file kills its worker."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        del fn
        return self._crew.submit(_hang_or_die, *args, **kwargs)


def test_a_file_that_kills_its_worker_costs_itself_only(tmp_path: Path, crew: Crew) -> None:
    # Equal sizes, so that both files are one task.
    (tmp_path / "mat.txt").write_bytes(b"Bien ban 1")
    (tmp_path / "khac.txt").write_bytes(b"Bien ban 2")
    with Memo() as memo:
        index = scan(tmp_path, memo, executor=_Saboteur(crew))
    assert at(index, "khac.txt").reading is Reading.READ
    assert rules_of(at(index, "mat.txt")) == ["INT01"]
    assert "dừng đột ngột" in at(index, "mat.txt").problems[0].message
