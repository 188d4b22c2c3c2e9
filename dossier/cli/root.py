"""The root command, and the one place that turns exceptions into sentences and exit codes."""

from __future__ import annotations

import gc
import io
import sys
import traceback
from typing import TYPE_CHECKING, NoReturn

import click

from dossier import __version__
from dossier.cli import commands
from dossier.cli.vietnamese import VietnameseGroup, explain_usage
from dossier.errors import DossierError, ExitCode
from dossier.files import why

if TYPE_CHECKING:
    from collections.abc import Callable

# Past this many faults of one file nobody reads on; the count is in the message.
_FAULTS_SHOWN = 40


@click.group(cls=VietnameseGroup)
@click.version_option(__version__, prog_name="dossier", message="%(prog)s %(version)s", help="Hiện phiên bản.")
def root() -> None:
    """Dossier: hồ sơ xác định Chỉ số cải cách hành chính (CCHC), từ thư mục minh chứng tới báo cáo và bộ hồ sơ."""


for _command in commands.ALL:
    root.add_command(_command)


# A run makes millions of small objects that live to its end: looking through them is a third of a province's check.
_RARELY = (100_000, 20, 20)


def main() -> NoReturn:
    """Run the command line and leave with one of the exit codes of ``docs/ma-thoat.md``."""
    _speak_utf8()
    gc.set_threshold(*_RARELY)
    sys.exit(run_guarded(lambda: root.main(prog_name="dossier", standalone_mode=False)))


def run_guarded(act: Callable[[], object]) -> int:
    """Run an act; whatever it raises becomes a sentence on stderr and an exit code.

    A command may return its exit code; None means 0.
    """
    try:
        result = act()
    except click.UsageError as error:
        _say(f"Lỗi cách dùng: {explain_usage(error)}")
        _say(f"Xem: {error.ctx.command_path if error.ctx else 'dossier'} --help")
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _say("Đã dừng theo yêu cầu. Tệp đang ghi dở đã được bỏ; lần chạy sau làm tiếp.")
        return ExitCode.INTERRUPTED
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except DossierError as error:
        _explain(error)
        return error.exit_code
    except BrokenPipeError:
        return ExitCode.OK
    except OSError as error:
        _say(f"Lỗi: không đọc hoặc ghi được {error.filename or 'tệp'}: {why(error)}.")
        _say("Kiểm tra ổ đĩa còn chỗ trống, tệp không mở ở chương trình khác, và quyền ghi thư mục; rồi chạy lại.")
        return ExitCode.REFUSED
    except Exception:  # noqa: BLE001 - the last line of defence: a bug must say so and have its own exit code
        _say(traceback.format_exc())
        _say("Lỗi của chương trình. Hãy gửi nguyên các dòng trên cho người phát triển; minh chứng không bị ảnh hưởng.")
        return ExitCode.BUG
    return result if isinstance(result, int) else ExitCode.OK


def _explain(error: DossierError) -> None:
    _say(f"Lỗi: {error.message}")
    for problem in error.problems[:_FAULTS_SHOWN]:
        _say(f"  {problem}")
    if len(error.problems) > _FAULTS_SHOWN:
        _say(f"  … và {len(error.problems) - _FAULTS_SHOWN} chỗ khác.")


def _say(text: str) -> None:
    click.echo(text, err=True)


def _speak_utf8() -> None:
    """Vietnamese must come out whole whatever the console's code page; a bad character never stops a run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
