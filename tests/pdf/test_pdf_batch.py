"""Many files at once: each gets what it would get alone, LibreOffice is started twice at most."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import docx
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from dossier.intake.model import FileKind
from dossier.pdf import PdfSession, convert_evidence, convert_evidence_all, read_text
from dossier.pdf.store import PageStore
from dossier.problems import NoProgress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Files = list[tuple["Path", FileKind, "Path"]]


class Told(NoProgress):
    """Remembers which files it was told of."""

    def __init__(self) -> None:
        self.items: list[str] = []

    def advance(self, item: str) -> None:
        self.items.append(item)


@pytest.fixture(name="files")
def fixture_files(tmp_path: Path) -> Files:
    """A PDF, a photo, a text, an empty file, and three Word files of which one is cut short."""
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "Page")
    canvas.save()
    Image.new("RGB", (40, 60), "red").save(tmp_path / "b.jpg")
    (tmp_path / "c.txt").write_text("Thôn Đông", encoding="utf-8")
    (tmp_path / "d.bin").write_bytes(b"")
    for name in ("e.docx", "g.docx"):
        document = docx.Document()
        document.add_paragraph(f"Văn bản {name}")
        document.save(str(tmp_path / name))
    (tmp_path / "f.docx").write_bytes((tmp_path / "e.docx").read_bytes()[:3000])
    kinds = (
        *(FileKind.PDF, FileKind.IMAGE, FileKind.TEXT, FileKind.EMPTY),
        *(FileKind.DOCX, FileKind.DOCX, FileKind.DOCX),
    )
    names = ("a.pdf", "b.jpg", "c.txt", "d.bin", "e.docx", "f.docx", "g.docx")
    return [(tmp_path / name, kind, tmp_path / "out" / f"{name}.pdf") for name, kind in zip(names, kinds, strict=True)]


def test_each_file_gets_pages_or_a_reason(files: Files, office: PdfSession) -> None:
    told = Told()

    made = convert_evidence_all(files, session=office, progress=told, shown=lambda path: f"1.1/{path.name}")

    assert [(path.name, found.pages) for path, found in made.items() if found.target] == [
        ("a.pdf", 1),
        ("b.jpg", 1),
        ("c.txt", 1),
        ("e.docx", 1),
        ("g.docx", 1),
    ]
    reasons = {path.name: found.failure for path, found in made.items() if found.failure}
    assert {name: problem.rule for name, problem in reasons.items()} == {"d.bin": "PDF15", "f.docx": "PDF13"}
    assert reasons["f.docx"].where.path == "1.1/f.docx"
    assert sorted(told.items) == [f"1.1/{path.name}" for path, _, _ in files]
    assert read_text(files[4][2]) == ["Văn bản e.docx"]
    assert read_text(files[6][2]) == ["Văn bản g.docx"]


def test_together_or_alone_or_by_an_executor_the_bytes_are_the_same(files: Files, session: PdfSession) -> None:
    here = files[:3]
    convert_evidence_all(here, session=session)
    together = [target.read_bytes() for _, _, target in here]
    for path, kind, target in here:
        convert_evidence(path, kind, target, session=session)
    alone = [target.read_bytes() for _, _, target in here]
    with ThreadPoolExecutor(2) as pool:
        convert_evidence_all(here, session=session, executor=pool)

    assert together == alone == [target.read_bytes() for _, _, target in here]


def test_pages_made_before_come_from_the_store(
    files: Files, session: PdfSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = PageStore(tmp_path / "kho")
    here = files[:4]
    first = convert_evidence_all(here, session=session, store=store)
    before = [target.read_bytes() for _, _, target in here[:3]]
    for _, _, target in here[:3]:
        target.unlink()
    (tmp_path / "nơi khác.pdf").write_bytes(here[0][0].read_bytes())
    moved = [(tmp_path / "nơi khác.pdf", *here[0][1:]), *here[1:]]

    with monkeypatch.context() as patch:
        patch.setattr(PdfSession, "run", lambda *_, **__: pytest.fail("was made again"))
        again = convert_evidence_all(moved, session=session, store=store)

    assert [target.read_bytes() for _, _, target in here[:3]] == before
    assert [(made.pages, made.engine) for made in again.values()] == [(m.pages, m.engine) for m in first.values()]


def test_equal_files_are_made_once_and_each_has_its_pages_or_its_reason(
    files: Files, session: PdfSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_of: list[object] = []
    run = PdfSession.run

    def watched(own: PdfSession, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
        made_of.append(args[0])
        return run(own, act, *args, **named)

    monkeypatch.setattr(PdfSession, "run", watched)
    broken = tmp_path / "hỏng.pdf"
    broken.write_bytes(b"%PDF-1.7 no more")
    sources = [files[0], (broken, FileKind.PDF, tmp_path / "out" / "hỏng.pdf")]
    for path, kind, target in tuple(sources):
        twin = path.with_name(f"bản sao {path.name}")
        twin.write_bytes(path.read_bytes())
        sources.append((twin, kind, target.with_name(twin.name)))

    made = convert_evidence_all(sources, session=session, store=PageStore(tmp_path / "kho"))

    good, bad, good_twin, bad_twin = (made[path] for path, _, _ in sources)
    assert made_of == [files[0][0], broken, sources[3][0]]
    assert (good_twin.pages, good_twin.target) == (good.pages, sources[2][2])
    assert sources[0][2].read_bytes() == sources[2][2].read_bytes()
    assert [each.failure.where.path for each in (bad, bad_twin) if each.failure] == ["hỏng.pdf", "bản sao hỏng.pdf"]


def test_a_file_that_cannot_be_opened_gives_a_reason(files: Files, session: PdfSession, tmp_path: Path) -> None:
    gone = (tmp_path / "không còn.pdf", FileKind.PDF, tmp_path / "out" / "không còn.pdf")

    made = convert_evidence_all([gone, files[0]], session=session, store=PageStore(tmp_path / "kho"))

    failure = made[gone[0]].failure
    assert failure is not None
    assert failure.rule == "PDF17"
    assert made[files[0][0]].pages == 1


def test_a_changed_file_is_made_again(files: Files, session: PdfSession, tmp_path: Path) -> None:
    store = PageStore(tmp_path / "kho")
    text = files[2]
    convert_evidence_all([text], session=session, store=store)
    text[0].write_text("Thôn Tây", encoding="utf-8")

    convert_evidence_all([text], session=session, store=store)

    assert read_text(text[2]) == ["Thôn Tây"]


def test_a_damaged_store_is_no_loss(files: Files, session: PdfSession, tmp_path: Path) -> None:
    store = PageStore(tmp_path / "kho")
    convert_evidence_all(files[:1], session=session, store=store)
    for record in (tmp_path / "kho").rglob("*.json"):
        record.write_bytes(b"{")

    made = convert_evidence_all(files[:1], session=session, store=store)

    assert made[files[0][0]].pages == 1


def test_a_photo_is_reduced_only_on_request(tmp_path: Path) -> None:
    photo = tmp_path / "ảnh.jpg"
    Image.effect_noise((3000, 4000), 60).convert("RGB").save(photo, quality=95)
    targets = {None: tmp_path / "nguyên.pdf", 200: tmp_path / "giảm.pdf"}
    for dpi, target in targets.items():
        with PdfSession(image_dpi=dpi) as session:
            convert_evidence(photo, FileKind.IMAGE, target, session=session)

    assert targets[None].stat().st_size > photo.stat().st_size
    assert targets[200].stat().st_size < photo.stat().st_size / 3


def test_a_picture_of_a_phone_is_named(session: PdfSession, tmp_path: Path) -> None:
    photo = tmp_path / "IMG_0001.HEIC"
    photo.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100))

    made = convert_evidence(photo, FileKind.IMAGE, tmp_path / "a.pdf", session=session)

    assert made.failure
    assert "HEIC" in made.failure.message
    assert "JPEG" in made.failure.remedy
