"""What a run of conversions shares: the worker process, the font configuration, a scratch folder."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from dossier.errors import MissingToolError, ToolFailedError
from dossier.pdf.embedded import draw_docx
from dossier.pdf.fonts import build_fonts_conf
from dossier.resources import shipped
from dossier.tools import Worker, convert_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dossier.tools import Soffice

_P = ParamSpec("_P")
_R = TypeVar("_R")


class PdfSession:
    """A context in which conversions run; it keeps one worker process alive and cleans up after itself.

    Args:
        soffice: the LibreOffice to use (``dossier.tools.find_soffice``); None does without.
        draw: the embedded engine, DOCX bytes to PDF bytes, a function at module level.
        limit: seconds one file may take.
        image_dpi: photos finer than this are reduced to it; None keeps every image as it is.
    """

    def __init__(
        self,
        *,
        soffice: Soffice | None = None,
        draw: Callable[[bytes], bytes] = draw_docx,
        limit: float = 120.0,
        image_dpi: int | None = None,
    ) -> None:
        self.soffice = soffice
        self.draw = draw
        self.limit = limit
        self.image_dpi = image_dpi

    def __enter__(self) -> Self:
        # The worker may hold a file open for a moment after its end (Windows).
        self._scratch = tempfile.TemporaryDirectory(prefix="dossier-pdf-", ignore_cleanup_errors=True)
        folder = Path(self._scratch.name)
        self._worker = Worker(environment=_font_environment(folder / "fonts.conf"))
        self._soffice_environment = _font_environment(folder / "fonts-and-system.conf", system=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.stop()
        self._scratch.cleanup()

    def run(self, function: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run a function at module level in the worker, within the session's limit.

        Raises:
            ToolFailedError: the worker died or was too slow; the session goes on with a new one.
        """
        return self._worker.call(function, self.limit, *args, **kwargs)

    def run_soffice(self, source: Path, folder: Path) -> Path:
        """Convert one file by LibreOffice into ``folder``.

        Raises:
            MissingToolError: this session has no LibreOffice.
            ToolFailedError: LibreOffice gave no usable PDF; says why.
        """
        made = self.run_soffice_many([source], folder)[source]
        if isinstance(made, str):
            raise ToolFailedError(made)
        return made

    def run_soffice_many(self, sources: Sequence[Path], folder: Path) -> dict[Path, Path | str]:
        """Convert files by LibreOffice into ``folder``; each gets its PDF or, in Vietnamese, why not.

        Raises:
            MissingToolError: this session has no LibreOffice.
        """
        if self.soffice is None:
            raise MissingToolError(f"Cần LibreOffice để chuyển {sources[0].name} thành PDF; hãy cài LibreOffice.")
        return convert_many(
            self.soffice,
            sources,
            out=folder,
            timeout=self.limit,
            environment=self._soffice_environment,
        )

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """An empty scratch folder for one conversion."""
        with tempfile.TemporaryDirectory(dir=self._scratch.name, ignore_cleanup_errors=True) as name:
            yield Path(name)


def _font_environment(conf: Path, *, system: bool = False) -> dict[str, str]:
    text = build_fonts_conf(shipped("fonts"), cache=conf.with_suffix(".cache"), system=system)
    conf.write_text(text, encoding="utf-8")
    return {"FONTCONFIG_FILE": str(conf)}
