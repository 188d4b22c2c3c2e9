"""Any evidence to PDF pages, by what the file really is. A bad file costs its own pages and nothing else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

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
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from dossier.pdf.session import PdfSession
    from dossier.pdf.store import PageStore
    from dossier.problems import Progress

_T = TypeVar("_T")
_Begin = Callable[..., Callable[[], Any]]
"""``_begin`` with its session and executor."""

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
    """A private copy that LibreOffice may open once it is set up; ``set_up`` tells what was seen on the way."""

    copy: Path
    set_up: Callable[[], tuple[Problem, ...]]


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
        executor: where all is done but LibreOffice's own part; None means the session's worker.
        shown: the name of a file as the user knows it; empty means its own.
    """
    with session.folder() as scratch:
        tasks = [
            _Task(path, kind, target, scratch / f"{number:05d}.pdf", Where(path=shown(path) or path.name))
            for number, (path, kind, target) in enumerate(files)
        ]
        made = {}
        for task, conversion in _convert_tasks(tasks, session, store, executor):
            (progress or NoProgress()).advance(task.where.path)
            made[task.path] = conversion
        return made


def _convert_tasks(
    tasks: Sequence[_Task], session: PdfSession, store: PageStore | None, executor: Executor | None
) -> Iterator[tuple[_Task, Conversion]]:
    if store is None:
        yield from _convert_fresh(tasks, session, executor)
        return
    keys = {task: _key(task, session) for task in tasks}
    # Equal files are made once: the others are looked for when it is kept, and made too when it gave no pages.
    firsts = set({key: task for task, key in reversed(keys.items())}.values())
    for waiting in ([task for task in tasks if task in firsts], [task for task in tasks if task not in firsts]):
        fresh = []
        for task in waiting:
            if kept := store.get(keys[task], task.target, where=task.where):
                yield task, kept
            else:
                fresh.append(task)
        for task, made in _convert_fresh(fresh, session, executor):
            store.put(keys[task], made)
            yield task, made


def _key(task: _Task, session: PdfSession) -> str:
    """Everything the pages of a file depend on."""
    makers = (__version__, pikepdf.__version__, PIL.__version__, session.soffice, session.image_dpi)
    try:
        content = hash_file(task.path)
    except OSError:  # it gives no pages, and none are kept
        content = str(task.path)
    return sha256_hex(repr((content, task.kind.value, makers)).encode())


def _convert_fresh(
    tasks: Sequence[_Task], session: PdfSession, executor: Executor | None
) -> Iterator[tuple[_Task, Conversion]]:
    for task, made in _make_all(tasks, session, executor):
        if made.target:
            with staged_file(task.target) as staging:
                shutil.copyfile(made.target, staging)
            yield task, replace(made, target=task.target)
        else:
            yield task, made


def _make_all(
    tasks: Sequence[_Task], session: PdfSession, executor: Executor | None
) -> Iterator[tuple[_Task, Conversion]]:
    """The pages of each file in scratch; LibreOffice works beside the rest."""
    begin = partial(_begin, session, executor)
    office = {task: _guarded(task, partial(_stage, task, session, begin)) for task in tasks if task.kind in _OFFICE}
    staged = [item for item in office.values() if isinstance(item, _Staged)]
    if executor is None:  # the session's worker does one thing at a time
        for item in staged:
            item.set_up()
    with ThreadPoolExecutor(max_workers=1) as aside, session.folder() as out:
        batch = aside.submit(_print_office, staged, session, out) if staged else None
        for task, get in [(task, _start(task, session, begin)) for task in tasks if task not in office]:
            yield task, _guarded(task, get)
        answers = batch.result() if batch else {}
        for task, get in [(task, _finish(task, item, answers, session, begin)) for task, item in office.items()]:
            yield task, _guarded(task, get)


def _begin(
    session: PdfSession, executor: Executor | None, function: Callable[..., _T], *args: object, **kwargs: object
) -> Callable[[], _T]:
    """How to get a result: from the executor that is at it already, or from the session's worker when asked."""
    if executor:
        return executor.submit(function, *args, **kwargs).result
    return partial(session.run, function, *args, **kwargs)


def _start(task: _Task, session: PdfSession, begin: _Begin) -> Callable[[], Conversion]:
    if task.kind not in _BY_KIND:
        reason = _WHY_NOT.get(task.kind, "Không nhận ra loại tệp.")
        return partial(failed, NO_PAGES_FOR_KIND.at(task.where, reason))
    options = {"dpi": session.image_dpi} if task.kind is FileKind.IMAGE else {}
    return begin(_BY_KIND[task.kind], task.path, task.draft, where=task.where, **options)


def _guarded(task: _Task, act: Callable[[], _T]) -> _T | Conversion:
    """What the act gives, or why the file has no pages: a stranger's file may break a library in any way."""
    try:
        return act()
    except ToolFailedError as error:
        return failed(WORKER_FAILED.at(task.where, f"Không xử lý được tệp: {error.message}."))
    except Exception as error:  # noqa: BLE001 - see above
        return failed(WORKER_FAILED.at(task.where, f"Không xử lý được tệp ({type(error).__name__})."))


def _stage(task: _Task, session: PdfSession, begin: _Begin) -> _Staged | Conversion:
    """The private copy LibreOffice gets, or why it gets none."""
    if _is_encrypted(task.path):
        return failed(PASSWORD.at(task.where, "Tệp văn phòng cần mật khẩu để mở."))
    if session.soffice is None:
        return failed(NEEDS_SOFFICE.at(task.where, "Máy này không có LibreOffice để in tệp văn phòng."))
    # The suffix tells LibreOffice the kind; names on people's disks are often wrong.
    copy = task.draft.with_suffix(f".{task.kind.value}")
    shutil.copyfile(long_path(task.path), copy)
    return _Staged(copy, _set_up(task, copy, begin) if task.kind is FileKind.XLSX else tuple)


def _set_up(task: _Task, copy: Path, begin: _Begin) -> Callable[[], tuple[Problem, ...]]:
    """How to get the copy ready for printing; a workbook openpyxl cannot take is printed as it is."""
    get = begin(set_up_printing, copy, where=task.where)

    def set_up() -> tuple[Problem, ...]:
        try:
            problems: tuple[Problem, ...] = get()
        except Exception:  # noqa: BLE001 - LibreOffice opens many a workbook openpyxl does not
            shutil.copyfile(long_path(task.path), copy)
            return ()
        return problems

    return cache(set_up)


def _print_office(staged: Sequence[_Staged], session: PdfSession, out: Path) -> dict[Path, Path | str]:
    for item in staged:
        item.set_up()
    return session.run_soffice_many([item.copy for item in staged], out)


def _finish(
    task: _Task, staged: _Staged | Conversion, answers: Mapping[Path, Path | str], session: PdfSession, begin: _Begin
) -> Callable[[], Conversion]:
    if isinstance(staged, Conversion):
        return lambda: staged
    answer = answers[staged.copy]
    if isinstance(answer, str):
        return partial(failed, OFFICE_FAILED.at(task.where, f"{answer}."))
    engine = str(session.soffice)
    pages = begin(settle_pdf, answer, task.draft, engine=engine)
    return lambda: Conversion(task.draft, engine, pages(), staged.set_up())


def _is_encrypted(path: Path) -> bool:
    data = long_path(path).read_bytes()
    return data.startswith(_OLE) and _ENCRYPTED in data
