"""From what OCR read to content and problems, the same for PDF scans and photos."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dossier.readers import rules
from dossier.readers.excerpt import excerpt
from dossier.readers.model import Content, OcrMode, Reading
from dossier.readers.pictures import TooManyPixelsError

if TYPE_CHECKING:
    from dossier.problems import Problem
    from dossier.readers.letterhead import Pages
    from dossier.readers.scans import ScanText

_SOURCES = {OcrMode.HEAD: "OCR phần đầu và phần ký", OcrMode.FULL: "OCR toàn văn"}


def recognise(
    pages: Pages, content: Content, problems: tuple[Problem, ...], *, mode: OcrMode
) -> tuple[Content, tuple[Problem, ...]]:
    """A scan's content completed by OCR; unchanged, with a problem, when OCR cannot be had or gives nothing."""
    try:
        from dossier.readers.scans import read_scan  # noqa: PLC0415 - loads the engine
    except ImportError:
        message = "Máy này không cài được bộ đọc chữ (OCR), bản quét chưa được đọc."
        return content, (*problems, rules.NO_OCR.at(rules.HERE, message))
    try:
        scan = read_scan(pages, mode, head_only=content.recognised and mode is OcrMode.HEAD)
    except TooManyPixelsError:
        return content, (*problems, rules.TOO_LARGE.at(rules.HERE, "Ảnh trong trang quá lớn nên không đọc chữ."))
    late = _late(scan)
    completed = replace(content, witnesses=scan.witnesses, guesses=scan.guesses, seal=scan.seal)
    if content.recognised and mode is OcrMode.HEAD:
        return completed, (*problems, *late)
    if not scan.legible:
        return replace(content, seal=scan.seal), (*problems, *late)
    read = replace(
        completed,
        reading=Reading.READ,
        text=excerpt(scan.lines),
        source=_SOURCES[mode],
        recognised=True,
        openings=scan.openings,
    )
    hint = rules.RECOGNISED.at(rules.HERE, "Chữ do máy đoán từ hình trang (OCR).")
    return read, (hint, *late)


def _late(scan: ScanText) -> tuple[Problem, ...]:
    if not scan.timed_out:
        return ()
    return (rules.SLOW_OCR.at(rules.HERE, "Đọc chữ quá lâu nên dừng giữa chừng; phần còn lại chưa đọc."),)
