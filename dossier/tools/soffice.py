"""LibreOffice, headless: the reference engine, and the only one for office files that are not ours."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.errors import ToolFailedError
from dossier.files import long_path
from dossier.tools.probe import ToolProbe

if TYPE_CHECKING:
    from collections.abc import Sequence

_PROBE = ToolProbe(
    name="LibreOffice",
    # soffice.com is the console program of Windows; its soffice.exe prints no version and does not wait.
    programs=("soffice.com", "soffice", "libreoffice"),
    places=(
        *(
            str(Path(os.environ.get(folder, "C:/Program Files"), "LibreOffice/program/soffice.com"))
            for folder in ("PROGRAMFILES", "PROGRAMFILES(X86)")
        ),
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        "/usr/lib/libreoffice/program/soffice",
        "/opt/libreoffice/program/soffice",
        "/snap/bin/libreoffice",
    ),
    version_pattern=r"LibreOffice\D*(\d+(?:\.\d+)+)",
)
_AT_ONCE = 200  # files for one process: their names must fit into a command of Windows, 32,767 characters
_PATIENCE = 3  # files in a row that it may hang or die on
_LOOK = 2.0  # seconds between looks at how far a batch is

# No macro runs, no link is followed, nothing is fetched: the file is a stranger's.
_SETTINGS = (
    ("/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "2"),
)
_ITEM = '<item oor:path="{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
_REGISTRY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    f"{''.join(_ITEM.format(*setting) for setting in _SETTINGS)}</oor:items>\n"
)


@dataclass(frozen=True, slots=True)
class Soffice:
    """An installed LibreOffice."""

    program: Path
    version: str

    def __str__(self) -> str:
        return f"LibreOffice {self.version}"


def find_soffice() -> Soffice | None:
    """The LibreOffice of this machine, or None when there is none that runs."""
    program = _PROBE.find()
    version = _PROBE.version(program) if program else None
    return Soffice(program, version) if program and version else None


def locate_soffice() -> Path | None:
    """Where it is, without starting it; None when it is not installed."""
    return _PROBE.find()


def convert_to_pdf(
    soffice: Soffice,
    files: Sequence[Path],
    *,
    out: Path,
    timeout: float,
    environment: Mapping[str, str] | None = None,
) -> dict[Path, Path | str]:
    """Convert files to PDF in one LibreOffice process; each gets its PDF or, in Vietnamese, why not.

    The originals are copied first, so that they are never locked and equal base names do not collide.
    Exit code 0 proves nothing (measured): a PDF counts when it exists, opens and has pages.

    Args:
        soffice: what ``find_soffice`` found.
        files: in any formats LibreOffice reads; the suffix tells it which.
        out: an empty folder for the PDFs, whose names are ours.
        timeout: seconds for one file. What it hangs or dies on is tried once more, alone; the files
            behind it go on in a new process.
        environment: set for the process on top of ours.
    """
    with tempfile.TemporaryDirectory(prefix="dossier-lo-", ignore_cleanup_errors=True) as folder:
        scratch = Path(folder)
        staged = _stage(files, scratch / "in")
        run = _Run(soffice, _profile(scratch / "profile"), out, {**os.environ, **(environment or {})})
        answers = _convert_all(run, list(staged.values()), timeout)
        return {path: answers[copy] for path, copy in staged.items()}


def convert_many(
    soffice: Soffice,
    files: Sequence[Path],
    *,
    out: Path,
    timeout: float,
    environment: Mapping[str, str] | None = None,
) -> dict[Path, Path | str]:
    """Convert many files as ``convert_to_pdf`` does, in two processes side by side.

    Each has a profile of its own; more than two were slower on two cores (measured).
    """
    by_size = sorted(dict.fromkeys(files), key=lambda path: long_path(path).stat().st_size, reverse=True)
    shares = [share for share in (by_size[::2], by_size[1::2]) if share]
    with ThreadPoolExecutor(max_workers=len(shares) or 1) as pool:
        runs = [
            pool.submit(
                convert_to_pdf,
                soffice,
                share,
                out=out / str(number),
                timeout=timeout,
                environment=environment,
            )
            for number, share in enumerate(shares)
        ]
        return {path: answer for run in runs for path, answer in run.result().items()}


def _convert_all(run: _Run, copies: list[Path], timeout: float) -> dict[Path, Path | str]:
    """Convert in as few processes as hangs and crashes allow; a program that only fails is given up."""
    answers: dict[Path, Path | str] = {}
    waiting, failures = copies, 0
    while waiting and failures < _PATIENCE:
        batch = waiting[:_AT_ONCE]
        ended = run.convert(batch, timeout)
        # It works in order: what it was at when it stopped is the first file behind the last PDF.
        stopped = len(batch) if ended else 1 + max((n for n, copy in enumerate(batch) if run.has(copy)), default=-1)
        answers |= {copy: run.result(copy, ended=True) for copy in batch[:stopped]}
        for culprit in batch[stopped : stopped + 1]:
            again = len(copies) > 1 and run.convert([culprit], timeout)
            answers[culprit] = run.result(culprit, ended=again)
            failures = 0 if run.has(culprit) or stopped else failures + 1
        waiting = waiting[len(batch[: stopped + 1]) :]
    return answers | {copy: run.result(copy, ended=False) for copy in waiting}


def _stage(files: Sequence[Path], folder: Path) -> dict[Path, Path]:
    folder.mkdir()
    staged = {path: folder / f"{index:04d}{path.suffix.lower()}" for index, path in enumerate(files)}
    for path, copy in staged.items():
        shutil.copyfile(long_path(path), copy)
    return staged


def _profile(folder: Path) -> Path:
    """A fresh user profile; two runs that share one make each other fail silently (measured)."""
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(_REGISTRY, encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True)
class _Run:
    soffice: Soffice
    profile: Path
    out: Path
    environment: Mapping[str, str]

    def convert(self, files: Sequence[Path], limit: float) -> bool:
        """Whether the process ended by itself without a crash; ``limit`` is in seconds for each file."""
        command = [
            str(self.soffice.program),
            f"-env:UserInstallation={self.profile.as_uri()}",
            *("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault"),
            *("--convert-to", "pdf", "--outdir", str(self.out)),
            *map(str, files),
        ]
        try:
            process = _start(command, self.environment)
        except OSError as error:
            raise ToolFailedError(f"Không chạy được LibreOffice ({self.soffice.program}): {error}.") from error
        try:
            return self._wait(process, files, limit)
        finally:
            if process.poll() is None:
                _kill_tree(process)

    def _wait(self, process: subprocess.Popen[bytes], files: Sequence[Path], limit: float) -> bool:
        """Wait as long as PDFs keep coming, each within the limit."""
        made, since = 0, time.monotonic()
        while True:
            try:
                return process.wait(min(limit, _LOOK)) == 0
            except subprocess.TimeoutExpired:
                now = sum(map(self.has, files))
                if now > made:
                    made, since = now, time.monotonic()
                elif time.monotonic() - since >= limit:
                    return False

    def has(self, copy: Path) -> bool:
        """Whether the PDF of a file is there."""
        return self._pdf(copy).is_file()

    def _pdf(self, copy: Path) -> Path:
        return self.out / f"{copy.stem}.pdf"

    def result(self, copy: Path, *, ended: bool) -> Path | str:
        import pikepdf  # noqa: PLC0415 - every command imports this room, few convert

        pdf = self._pdf(copy)
        if not pdf.is_file():
            return "LibreOffice không mở được tệp" if ended else "LibreOffice dừng đột ngột hoặc quá lâu"
        try:
            with pikepdf.open(pdf) as opened:
                pages = len(opened.pages)
        except pikepdf.PdfError:
            return "LibreOffice tạo ra tệp PDF hỏng"
        return pdf if pages else "LibreOffice tạo ra tệp PDF không có trang nào"


if sys.platform == "win32":

    def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - found program, our arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            creationflags=subprocess.CREATE_NO_WINDOW,
        )

    def _kill_tree(process: subprocess.Popen[bytes]) -> None:
        subprocess.run(  # noqa: S603 - a program of Windows itself, our process id
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607 - always on PATH
            capture_output=True,
            check=False,
        )
        process.wait()

else:
    import signal

    def _start(command: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - found program, our arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
        )

    def _kill_tree(process: subprocess.Popen[bytes]) -> None:
        # soffice is a script that starts the real program: the whole group must go.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
