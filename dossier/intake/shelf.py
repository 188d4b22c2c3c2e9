"""What is known of contents, in the memo: found again by the version of the code that reads."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier import __version__, readers
from dossier.cache import Memo
from dossier.files import sha256_hex
from dossier.intake.model import FileKind, OcrMode, Reading
from dossier.intake.task import Gist
from dossier.readers.model import HANDWRITING

if TYPE_CHECKING:
    from collections.abc import Sequence


GIST_KIND = "gist"
_READ_BY = (Path(__file__).parent, Path(readers.__file__).parent)
# It compares what was read, and what it finds has a key of its own.
_NOT_READING = "similar.py"


def _source_version() -> str:
    """Another one whenever a reader or the rules of the head change: nobody need remember to raise a number."""
    sources = sorted(path for room in _READ_BY for path in room.glob("*.py") if path.name != _NOT_READING)
    pen = "+tay" if all(map(find_spec, HANDWRITING)) else ""  # its extra may be installed later
    return f"{__version__}{pen}/{sha256_hex(b''.join(path.read_bytes() for path in sources))[:16]}"


READ_VERSION = _source_version()
_GIST = TypeAdapter(Gist)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Gists by the hash of their content.

    What does not depend on OCR or on a cleared mark is kept under one version, so that another way of
    reading finds it too; a secrecy mark also, so that a scan once refused stays refused without OCR.
    """

    memo: Memo
    ocr: OcrMode
    cleared: tuple[str, ...]

    def recall(self, sha256: str) -> Gist | None:
        """The gist of a content; None when it must be read."""
        for version in (READ_VERSION, self._version(sha256)):
            gist = _load(self.memo.get(GIST_KIND, version, sha256))
            if gist and not (gist.secrecy and self._is_cleared(sha256)):
                return gist
        return None

    def keep(self, sha256: str, gist: Gist) -> None:
        """Note what a content says."""
        special = _took_ocr(gist) or self._is_cleared(sha256)
        version = self._version(sha256) if special else READ_VERSION
        self.memo.put(GIST_KIND, version, sha256, _GIST.dump_json(gist).decode("utf-8"))

    def _is_cleared(self, sha256: str) -> bool:
        return sha256.startswith(self.cleared)

    def _version(self, sha256: str) -> str:
        return f"{READ_VERSION}/{self.ocr}{'/cleared' if self._is_cleared(sha256) else ''}"


def recall_text(memo: Memo, sha256: str, *, ocr: OcrMode, cleared: Sequence[str] = ()) -> str:
    """The text of a content that was read before; empty when the memo does not know it."""
    gist = Shelf(memo, ocr, tuple(cleared)).recall(sha256)
    return gist.content.text if gist else ""


def _took_ocr(gist: Gist) -> bool:
    content = gist.content
    return content.recognised or content.reading is Reading.SCAN or content.kind is FileKind.IMAGE


def _load(text: str | None) -> Gist | None:
    if text is None:
        return None
    try:
        return _GIST.validate_json(text)
    except ValidationError:
        return None
