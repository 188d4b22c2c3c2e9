"""The writer is killed at every step in turn; the shelf then holds no archive or a whole one, never half."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from dossier.archive.year import write
from dossier.archive.year.model import ArchivePlan, Copy
from dossier.archive.year.plan import add_copies
from dossier.archive.year.write import ArchiveShelf, Extras, write_archive
from dossier.bags import verify_bag
from dossier.bags.write import _FolderSink
from dossier.errors import RefusedError
from dossier.pdf import PdfSession
from dossier.problems import NoProgress
from tests.archive.test_archive_crash import Killed
from tests.archive.year_world import lay, plan, row

if TYPE_CHECKING:
    from collections.abc import Callable

AT = dt.datetime(2021, 3, 5, 8, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@dataclass
class Desk:
    """A plan with its copies, and papers that are drawn once and handed out again."""

    root: Path
    plan: ArchivePlan
    copies: dict[str, Copy]

    def write(self, shelf: ArchiveShelf, made: ArchivePlan | None = None) -> None:
        scratch = self.root / "giay-to"
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        write_archive(
            shelf,
            made or self.plan,
            copies=self.copies,
            extras=Extras(None, {}, {"xa-an-binh": "gói lần 0000"}, {"xa-an-binh": b"{}\n"}),
            scratch=scratch,
            session=PdfSession(),
            templates=None,
            at=AT,
            progress=NoProgress(),
        )


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    page = tmp_path / "trang.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(page)

    def draw(source: Path, target: Path, **_: Any) -> None:
        del source
        shutil.copyfile(page, target)

    # What the papers look like is not what is tested here, and slow.
    monkeypatch.setattr(write, "convert_docx", draw)
    monkeypatch.setattr(write, "render_document", lambda _kind, _context, docx, **_: docx.write_bytes(b"docx"))
    documents = [lay(tmp_path / "xa", f"{number}.txt") for number in range(20)]
    copies = {document.sha256: Copy(page, 1, archival=True) for document in documents}
    return Desk(tmp_path, add_copies(plan([row("01.CCHC", years=None)], documents), copies), copies)


def killed_after(step: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let ``step`` writes of the shelf happen, and none after them; returns the count so far."""
    done = [0]

    def guard(owner: Any, name: str) -> None:
        real: Callable[..., Any] = getattr(owner, name)

        def act(*args: Any, **kwargs: Any) -> Any:
            if done[0] >= step:
                raise Killed
            done[0] += 1
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, act)

    guard(_FolderSink, "create")
    guard(Path, "replace")
    guard(shutil, "rmtree")
    guard(write, "verify_bag")
    return done


def test_a_kill_at_any_step_leaves_no_archive_or_a_whole_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        done = killed_after(10**9, patch)
        desk.write(ArchiveShelf(desk.root / "dem"))
        steps = done[0]
    assert steps >= 50
    outcomes = set()
    for step in range(steps):
        shelf = ArchiveShelf(desk.root / f"lan-{step}")
        with monkeypatch.context() as patch, pytest.raises(Killed):
            killed_after(step, patch)
            desk.write(shelf)
        stored = shelf.load()
        outcomes.add(len(stored))
        assert all(verify_bag(folder).problems == () for folder, _ in stored)
        shelf.clear()
        assert len(list(shelf.root.glob("*"))) == len(stored)
        if step % 10 == 0 and not stored:
            desk.write(shelf)
            assert [path.name for path in shelf.root.iterdir()] == ["nam-2020-0000"]
        shutil.rmtree(shelf.root, ignore_errors=True)
    assert outcomes == {0, 1}


def test_the_originals_lie_there_byte_for_byte_beside_their_copies(desk: Desk) -> None:
    shelf = ArchiveShelf(desk.root / "luu-tru")
    desk.write(shelf)
    ((folder, record),) = shelf.load()
    for document in desk.plan.documents:
        assert (folder / "data" / document.original).read_bytes() == document.source.read_bytes()
        assert (folder / "data" / document.copy).is_file()
    assert (record.sequence, record.content) == (0, desk.plan.content)


def test_equal_input_gives_equal_bytes(desk: Desk) -> None:
    for name in ("mot", "hai"):
        desk.write(ArchiveShelf(desk.root / name))
    one, two = (
        {
            path.relative_to(desk.root / name): path.read_bytes()
            for path in (desk.root / name).rglob("*")
            if path.is_file()
        }
        for name in ("mot", "hai")
    )
    assert one == two


def test_an_archive_is_never_written_over(desk: Desk) -> None:
    shelf = ArchiveShelf(desk.root / "luu-tru")
    desk.write(shelf)
    before = (shelf.folder(2020, 0) / "manifest-sha256.txt").read_bytes()
    with pytest.raises(RefusedError, match="không ghi đè"):
        desk.write(shelf)
    assert (shelf.folder(2020, 0) / "manifest-sha256.txt").read_bytes() == before


def test_a_file_that_changed_since_it_was_read_stops_the_writer(desk: Desk) -> None:
    desk.plan.documents[3].source.write_bytes(b"da sua")
    shelf = ArchiveShelf(desk.root / "luu-tru")
    with pytest.raises(RefusedError, match="đã thay đổi từ khi được đọc"):
        desk.write(shelf)
    assert shelf.load() == ()
    assert list(shelf.root.iterdir()) == []
