"""Any evidence to PDF pages, by what the file really is. A bad file costs its own pages and nothing else."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pikepdf
import PIL

from dossier import __version__
from dossier.errors import ToolFailedError
from dossier.files import hash_file, long_path, sha256_hex, staged_file
from dossier.intake.model import FileKind
from dossier.pdf.model import Conversion, failed
from dossier.pdf.papers import copy_pdf
from dossier.pdf.photos import lay_out_image
from dossier.pdf.plain import lay_out_text
from dossier.pdf.rules import NEEDS_SOFFICE, NO_PAGES_FOR_KIND, OFFICE_FAILED, PASSWORD, WORKER_FAILED
from dossier.pdf.settle import settle_pdf
from dossier.pdf.workbook import set_up_printing
from dossier.problems import NoProgress, Problem, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from dossier.pdf.session import PdfSession
    from dossier.pdf.store import PageStore
    from dossier.problems import Progress

_T = TypeVar("_T")

_BY_KIND: dict[FileKind, Callable[..., Conversion]] = {
    FileKind.PDF: copy_pdf,
    FileKind.IMAGE: lay_out_image,
    FileKind.TEXT: lay_out_text,
}
_OFFICE = {
    *(FileKind.DOCX, FileKind.DOC, FileKind.ODT, FileKind.RTF),
    *(FileKind.XLSX, FileKind.XLS, FileKind.ODS),
    *(FileKind.PPTX, FileKind.PPT),
}
_WHY_NOT = {
    FileKind.HTML: "Trang web lưu về không in được thành trang ổn định.",
    FileKind.ARCHIVE: "Tệp nén không in được thành trang; cần giải nén trước.",
    FileKind.LOCK: "Tệp khóa tạm của Word/Excel, không phải tài liệu.",
    FileKind.SYSTEM: "Tệp của hệ điều hành, không phải tài liệu.",
    FileKind.EMPTY: "Tệp rỗng (0 byte).",
    FileKind.CLASSIFIED: "Văn bản mang dấu chỉ độ mật, không đưa vào tập hồ sơ.",
}
# An encrypted DOCX or XLSX is an OLE container that holds a stream of this name.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class _Task:
    """One file on its way; ``draft`` is where its pages are made before they are delivered."""

    path: Path
    kind: FileKind
    target: Path
    draft: Path
    where: Where


@dataclass(frozen=True, slots=True)
class _Staged:
    """A private copy that LibreOffice may open, and what was seen while it was made ready."""

    copy: Path
    problems: tuple[Problem, ...]


def convert_evidence(path: Path, kind: FileKind, target: Path, *, session: PdfSession, shown: str = "") -> Conversion:
    """Write the pages of one evidence file, opened read-only; a file without pages gives the reason.

    Office files go through LibreOffice only: the embedded engine is not to be trusted with strangers'
    documents. Equal input gives an equal file.

    Args:
        path: the file.
        kind: what it really is (``dossier.intake``).
        target: the PDF; untouched when the file gives no pages.
        session: the running session.
        shown: the file as the user knows it; its name when empty.
    """
    return convert_evidence_all([(path, kind, target)], session=session, shown=lambda _: shown)[path]


def convert_evidence_all(
    files: Sequence[tuple[Path, FileKind, Path]],
    *,
    session: PdfSession,
    progress: Progress | None = None,
    store: PageStore | None = None,
    executor: Executor | None = None,
    shown: Callable[[Path], str] = lambda path: path.name,
) -> dict[Path, Conversion]:
    """Write the pages of many evidence files, each as ``convert_evidence`` does.

    Office files go to LibreOffice together, while the others are made.

    Args:
        files: path, real kind and target of each; a path once.
        session: the running session.
        progress: told of each file done; whoever calls starts and finishes the stage.
        store: where pages made before are found, and new ones kept.
        executor: where the files that need no LibreOffice are made; None means the session's worker.
        shown: the name of a file as the user knows it; empty means its own.
    """
    with session.folder() as scratch:
        tasks = [
            _Task(path, kind, target, scratch / f"{number:05d}.pdf", Where(path=shown(path) or path.name))
            for number, (path, kind, target) in enumerate(files)
        ]
        return dict(_convert_tasks(tasks, session, progress or NoProgress(), store, executor))


def _convert_tasks(
    tasks: Sequence[_Task],
    session: PdfSession,
    progress: Progress,
    store: PageStore | None,
    executor: Executor | None,
) -> Iterator[tuple[Path, Conversion]]:
    fresh: list[_Task] = []
    for task in tasks:
        kept = store.get(_key(task, session), task.target, where=task.where) if store else None
        if kept is None:
            fresh.append(task)
            continue
        progress.advance(task.where.path)
        yield task.path, kept
    for task, made in _make_all(fresh, session, executor):
        delivered = _deliver(task, made)
        if store:
            store.put(_key(task, session), delivered)
        progress.advance(task.where.path)
        yield task.path, delivered


def _key(task: _Task, session: PdfSession) -> str:
    """Everything the pages of a file depend on."""
    makers = (__version__, pikepdf.__version__, PIL.__version__, session.soffice, session.image_dpi)
    return sha256_hex(repr((hash_file(task.path), task.kind.value, makers)).encode())


def _deliver(task: _Task, made: Conversion) -> Conversion:
    if made.target is None:
        return made
    with staged_file(task.target) as staging:
        shutil.copyfile(made.target, staging)
    return replace(made, target=task.target)


def _make_all(
    tasks: Sequence[_Task],
    session: PdfSession,
    executor: Executor | None,
) -> Iterator[tuple[_Task, Conversion]]:
    """The pages of each file in scratch; LibreOffice works beside the rest."""
    office = {task: _guarded(task, partial(_stage_office, task, session)) for task in tasks if task.kind in _OFFICE}
    copies = [staged.copy for staged in office.values() if isinstance(staged, _Staged)]
    with ThreadPoolExecutor(max_workers=1) as aside, session.folder() as out:
        batch = aside.submit(session.run_soffice_many, copies, out) if copies else None
        for task, get in [(task, _start(task, session, executor)) for task in tasks if task not in office]:
            yield task, _guarded(task, get)
        answers = batch.result() if batch else {}
        for task, staged in office.items():
            if isinstance(staged, Conversion):
                yield task, staged
            else:
                yield task, _guarded(task, partial(_finish_office, task, staged, answers[staged.copy], session))


def _start(task: _Task, session: PdfSession, executor: Executor | None) -> Callable[[], Conversion]:
    """How to get the pages of a file: by the executor that is at it already, or by the worker when asked."""
    if task.kind not in _BY_KIND:
        reason = _WHY_NOT.get(task.kind, "Không nhận ra loại tệp.")
        return partial(failed, NO_PAGES_FOR_KIND.at(task.where, reason))
    make = _BY_KIND[task.kind]
    options = {"dpi": session.image_dpi} if task.kind is FileKind.IMAGE else {}
    if executor:
        return executor.submit(make, task.path, task.draft, where=task.where, **options).result
    return partial(session.run, make, task.path, task.draft, where=task.where, **options)


def _guarded(task: _Task, act: Callable[[], _T]) -> _T | Conversion:
    """What the act gives, or why the file has no pages: a stranger's file may break a library in any way."""
    try:
        return act()
    except ToolFailedError as error:
        return failed(WORKER_FAILED.at(task.where, f"Không xử lý được tệp: {error.message}."))
    except Exception as error:  # noqa: BLE001 - see above
        return failed(WORKER_FAILED.at(task.where, f"Không xử lý được tệp ({type(error).__name__})."))


def _stage_office(task: _Task, session: PdfSession) -> _Staged | Conversion:
    """The private copy LibreOffice gets, or why it gets none."""
    if _is_encrypted(task.path):
        return failed(PASSWORD.at(task.where, "Tệp văn phòng cần mật khẩu để mở."))
    if session.soffice is None:
        return failed(NEEDS_SOFFICE.at(task.where, "Máy này không có LibreOffice để in tệp văn phòng."))
    # The suffix tells LibreOffice the kind; names on people's disks are often wrong.
    copy = task.draft.with_suffix(f".{task.kind.value}")
    shutil.copyfile(long_path(task.path), copy)
    problems = _set_up(copy, session=session, where=task.where) if task.kind is FileKind.XLSX else ()
    return _Staged(copy, problems)


def _finish_office(task: _Task, staged: _Staged, answer: Path | str, session: PdfSession) -> Conversion:
    if isinstance(answer, str):
        return failed(OFFICE_FAILED.at(task.where, f"{answer}."))
    pages = session.run(settle_pdf, answer, task.draft, engine=str(session.soffice))
    return Conversion(task.draft, str(session.soffice), pages, staged.problems)


def _set_up(copy: Path, *, session: PdfSession, where: Where) -> tuple[Problem, ...]:
    """Set up printing on the copy; a workbook openpyxl cannot take is printed as it is."""
    before = copy.read_bytes()
    try:
        return session.run(set_up_printing, copy, where=where)
    except Exception:  # noqa: BLE001 - LibreOffice opens many a workbook openpyxl does not
        copy.write_bytes(before)
        return ()


def _is_encrypted(path: Path) -> bool:
    data = long_path(path).read_bytes()
    return data.startswith(_OLE) and _ENCRYPTED in data
