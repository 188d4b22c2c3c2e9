from __future__ import annotations

import io
import pickle
import unicodedata
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest

import dossier.intake.shelf
import dossier.readers
from dossier.cache import Memo
from dossier.intake import RULES, EvidenceFile, EvidenceIndex, FileKind, scan_evidence
from dossier.intake.model import NumberState, Reading, ScanCounts
from dossier.intake.task import Group, read_group
from dossier.problems import NoProgress
from dossier.readers import read_content

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = (
    "UBND XÃ MẪU",
    "Số: 05/KH-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Xã Mẫu, ngày 05 tháng 01 năm 2020",
    "KẾ HOẠCH",
    "Cải cách hành chính năm 2020",
)


def word(*paragraphs: str) -> bytes:
    paper = docx.Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    target = io.BytesIO()
    paper.save(target)
    return target.getvalue()


def fill(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def scan(folder: Path, memo: Memo | None = None, **more: Any) -> EvidenceIndex:
    if memo is not None:
        return scan_evidence(folder, unit="xa-mau", memo=memo, progress=NoProgress(), **more)
    with Memo() as fresh:
        return scan_evidence(folder, unit="xa-mau", memo=fresh, progress=NoProgress(), **more)


def at(index: EvidenceIndex, path: str) -> EvidenceFile:
    found = index.file(path)
    assert found is not None
    return found


def rules_of(file: EvidenceFile) -> list[str]:
    return [problem.rule for problem in file.problems]


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(
        tmp_path / "minh-chung",
        {
            "1.1/Kế hoạch.docx": word(*PLAN),
            "1.1/Bản sao.docx": word(*PLAN),
            "1.2/ghi chú.txt": "Số: /BC-UBND\nBÁO CÁO\nKết quả".encode(),
            "1.2/rỗng.pdf": b"",
            "1.2/hỏng.pdf": b"%PDF-1.7 cut",
            "1.2/~$o cao.docx": b"\4User" + bytes(157),
            "1.10/ảnh.bin": b"\1\2\0\3",
            "sai đuôi.pdf": word("Biên bản họp"),
        },
    )


def test_every_file_is_accounted_for_in_vietnamese_order(folder: Path) -> None:
    index = scan(folder)
    assert [file.path for file in index.files] == [
        "1.1/Bản sao.docx",
        "1.1/Kế hoạch.docx",
        "1.2/~$o cao.docx",
        "1.2/ghi chú.txt",
        "1.2/hỏng.pdf",
        "1.2/rỗng.pdf",
        "1.10/ảnh.bin",
        "sai đuôi.pdf",
    ]
    assert {file.path: file.reading for file in index.files if file.reading is not Reading.READ} == {
        "1.2/hỏng.pdf": Reading.UNREADABLE,
        "1.2/rỗng.pdf": Reading.UNREADABLE,
        "1.2/~$o cao.docx": Reading.IGNORED,
        "1.10/ảnh.bin": Reading.UNREADABLE,
    }
    assert all(file.problems for file in index.files if file.reading is not Reading.READ)
    assert index.counts == ScanCounts(seen=8, opened=7, reused=0)


def test_what_is_known_of_a_file(folder: Path) -> None:
    file = at(scan(folder), "1.1/Kế hoạch.docx")
    assert (file.kind, file.head.reference, file.head.type) == (FileKind.DOCX, "05/KH-UBND", "Kế hoạch")
    assert file.size == (folder / "1.1/Kế hoạch.docx").stat().st_size
    assert (file.text_source, rules_of(file)) == ("nội dung tệp", [])
    assert len(file.sha256 or "") == 64


def test_problems_name_the_file_the_unit_and_a_remedy(folder: Path) -> None:
    index = scan(folder)
    problem = at(index, "1.2/hỏng.pdf").problems[0]
    assert (problem.rule, problem.where.path, problem.where.unit) == ("INT01", "1.2/hỏng.pdf", "xa-mau")
    assert problem.remedy
    assert rules_of(at(index, "1.2/rỗng.pdf")) == ["INT03"]
    assert rules_of(at(index, "1.10/ảnh.bin")) == ["INT04"]
    assert rules_of(at(index, "sai đuôi.pdf")) == ["INT06"]
    assert at(index, "sai đuôi.pdf").reading is Reading.READ
    assert rules_of(at(index, "1.2/ghi chú.txt")) == ["INT14"]
    assert at(index, "1.2/ghi chú.txt").head.number_state is NumberState.BLANK


def test_a_second_scan_of_an_unchanged_folder_opens_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise AssertionError(path)

    with Memo() as memo:
        first = scan(folder, memo)
        monkeypatch.setattr(dossier.intake.task, "read_bytes", refuse)
        second = scan(folder, memo)
    assert second.counts == ScanCounts(seen=8, opened=0, reused=7)
    assert second.files == first.files
    assert second.problems == first.problems


def test_only_what_changed_is_opened_again(folder: Path) -> None:
    with Memo() as memo:
        scan(folder, memo)
        (folder / "1.2/ghi chú.txt").write_text("Khác hẳn, dài hơn trước nhiều", encoding="utf-8")
        (folder / "mới.txt").write_text("Tệp mới", encoding="utf-8")
        (folder / "1.2/hỏng.pdf").unlink()
        index = scan(folder, memo)
    assert (index.counts.opened, index.counts.seen) == (2, 8)
    assert at(index, "1.2/ghi chú.txt").text.startswith("Khác hẳn")
    assert index.file("1.2/hỏng.pdf") is None


def test_the_memo_changes_no_result_and_a_moved_file_is_only_hashed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Memo() as memo:
        scan(folder, memo)
        (folder / "1.1/Kế hoạch.docx").rename(folder / "chuyển.docx")
        cold = scan(folder)

        def refuse(data: bytes, **_: Any) -> None:
            raise AssertionError(data[:10])

        monkeypatch.setattr(dossier.readers, "read_content", refuse)
        warm = scan(folder, memo)
    assert warm.files == cold.files
    assert warm.counts.opened == 1


def test_a_memo_of_another_make_is_not_believed(folder: Path) -> None:
    with Memo() as memo:
        scan(folder, memo)
        expected = scan(folder, memo).files
        for file in expected:
            if file.sha256:
                memo.put("gist", dossier.intake.shelf.READ_VERSION, file.sha256, '{"content": "what is this"}')
        assert scan(folder, memo).files == expected


def test_copies_are_read_once_and_grouped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def counting(data: bytes, **more: Any) -> Any:
        read.append(data)
        return read_content(data, **more)

    fill(folder, {"thêm/rỗng nữa.docx": b"", "thêm/ba.docx": (folder / "1.1/Bản sao.docx").read_bytes()})
    (folder / "1.1/Kế hoạch.docx").write_bytes((folder / "1.1/Bản sao.docx").read_bytes())
    monkeypatch.setattr(dossier.readers, "read_content", counting)
    index = scan(folder)
    assert index.duplicates == (("1.1/Bản sao.docx", "1.1/Kế hoạch.docx", "thêm/ba.docx"),)
    assert len(read) == len(set(read))
    warning = next(problem for problem in index.problems if problem.rule == "INT09")
    assert "thêm/ba.docx" in warning.message


def test_nothing_in_the_folder_is_touched(folder: Path) -> None:
    before = snapshot(folder)
    scan(folder)
    assert snapshot(folder) == before


def test_a_reader_that_fails_costs_one_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(data: bytes, **more: Any) -> Any:
        if data.startswith(b"%PDF"):
            raise RuntimeError
        return read_content(data, **more)

    with Memo() as memo:
        monkeypatch.setattr(dossier.readers, "read_content", failing)
        index = scan(folder, memo)
        file = at(index, "1.2/hỏng.pdf")
        assert (file.reading, rules_of(file)) == (Reading.UNREADABLE, ["INT01"])
        assert at(index, "1.1/Kế hoạch.docx").reading is Reading.READ
        monkeypatch.setattr(dossier.readers, "read_content", read_content)
        assert scan(folder, memo).counts.opened == 1  # the failure was not remembered


def test_a_file_above_the_limit_is_hashed_and_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier.intake.task, "SIZE_LIMIT", 1_000)
    file = at(scan(folder), "1.1/Kế hoạch.docx")
    assert (file.reading, rules_of(file)) == (Reading.UNREADABLE, ["INT12"])
    assert file.sha256 == at(scan(folder), "1.1/Kế hoạch.docx").sha256


def test_links_are_listed_and_not_followed(folder: Path, tmp_path: Path) -> None:
    fill(tmp_path / "ngoài", {"bí mật.txt": "không thuộc đơn vị".encode()})
    try:
        (folder / "liên kết.txt").symlink_to(tmp_path / "ngoài/bí mật.txt")
        (folder / "thư mục").symlink_to(tmp_path / "ngoài", target_is_directory=True)
        (folder / "vòng").symlink_to(folder, target_is_directory=True)
    except OSError:
        pytest.fail("this system lets no test make symbolic links")
    index = scan(folder)
    links = [file for file in index.files if "INT11" in rules_of(file)]
    assert {file.path for file in links} == {"liên kết.txt", "thư mục", "vòng"}
    assert all(file.sha256 is None and file.text == "" for file in links)


def test_names_that_other_systems_take_for_one_are_warned(tmp_path: Path) -> None:
    composed, parted = "kế hoạch.txt", unicodedata.normalize("NFD", "kế hoạch.txt")
    fill(tmp_path, {composed: b"a1", parted: b"b22", "BÁO.txt": b"c333", "báo.txt": b"d4444"})
    distinct = len(list(tmp_path.iterdir()))
    twins = [problem for problem in scan(tmp_path).problems if problem.rule == "INT10"]
    assert len(twins) == distinct - 2  # a system that keeps one of each pair has nothing to warn of


@pytest.mark.parametrize(
    ("name", "draft"),
    [
        ("Du thao BC nam 2020.txt", True),
        ("3. Dự thảo Kế hoạch.txt", True),
        ("du_thao.txt", True),
        ("Góp ý dự thảo báo cáo.txt", False),
    ],
)
def test_a_name_can_mark_a_draft(tmp_path: Path, name: str, draft: bool) -> None:  # noqa: FBT001 - a table
    index = scan(fill(tmp_path, {name: "Nội dung".encode()}))
    assert ("INT13" in rules_of(index.files[0])) is draft


def test_a_missing_folder_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    index = scan(tmp_path / "chưa có")
    assert (index.files, [problem.rule for problem in index.problems]) == ((), ["INT22"])


def test_an_executor_gives_the_same_index(folder: Path) -> None:
    with ThreadPoolExecutor(1) as executor:
        assert scan(folder, executor=executor) == scan(folder)


class _DyingExecutor(Executor):
    """An executor whose worker dies at the first broken PDF, as a process pool's would."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if any("hỏng" in place for place in args[0].places):
            future.set_exception(BrokenExecutor())
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_dying_worker_costs_its_files_only(folder: Path) -> None:
    index = scan(folder, executor=_DyingExecutor())
    assert len(index.files) == 8
    assert "dừng đột ngột" in at(index, "1.2/hỏng.pdf").problems[0].message
    assert at(index, "1.1/Kế hoạch.docx").reading is Reading.READ


def test_the_task_crosses_a_process_border() -> None:
    group = Group((str(Path(__file__)),), Path(__file__).stat().st_size)
    assert pickle.loads(pickle.dumps(read_group(group))) == read_group(group)  # noqa: S301 - own bytes


class _Recorder(NoProgress):
    def __init__(self) -> None:
        self.total = 0
        self.steps: list[str] = []
        self.ended = False

    def start(self, title: str, total: int) -> None:
        assert title
        self.total = total

    def advance(self, item: str) -> None:
        self.steps.append(item)

    def finish(self) -> None:
        self.ended = True


def test_progress_tells_every_file_once(folder: Path) -> None:
    recorder = _Recorder()
    with Memo() as memo:
        index = scan_evidence(folder, unit="xa-mau", memo=memo, progress=recorder)
    assert sorted(recorder.steps) == sorted(file.path for file in index.files)
    assert (recorder.total, recorder.ended) == (8, True)


def test_rules_are_numbered_once_and_say_what_to_do() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))
    assert all(rule.id.startswith("INT") and rule.title and rule.source and rule.remedy for rule in RULES)
