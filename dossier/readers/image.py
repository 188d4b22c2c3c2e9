"""Images: whether they open, how many frames they have, and by OCR what they say."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from PIL import Image, UnidentifiedImageError

from dossier.readers import rules
from dossier.readers.model import Content, FileKind, OcrMode, Reading, unreadable

if TYPE_CHECKING:
    from dossier.problems import Problem

_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_FAULTS = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError)
_PREVIEW = (200, 200)
# Bytes that opening may take beside what a worker holds anyway: the data, and every pixel as its decoder keeps it.
_MOST_MEMORY = 230_000_000
_PIXEL_COST, _PLAIN_COST = {"WEBP": 14, "GIF": 12}, 4  # bytes (measured)


def read(data: bytes, *, ocr: OcrMode = OcrMode.NONE) -> tuple[Content, tuple[Problem, ...]]:
    """Frames as pages; a picture is a scan, whatever it shows, and is read as far as ``ocr`` says."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            frames, size, fits = _probe(data)
    except _BOMBS:
        message = "Ảnh khai kích thước quá lớn (bom giải nén), không mở."
        return unreadable(FileKind.IMAGE), (rules.UNSAFE.at(rules.HERE, message),)
    except UnidentifiedImageError:
        message = "Ảnh ở định dạng chưa đọc được (ví dụ HEIC của iPhone)."
        remedy = "Lưu lại ảnh thành .jpg rồi thay tệp này."
        return unreadable(FileKind.IMAGE), (rules.LATER_KIND.at(rules.HERE, message, remedy=remedy),)
    except _FAULTS:
        return unreadable(FileKind.IMAGE), (rules.BROKEN.at(rules.HERE, "Ảnh bị hỏng hoặc chưa tải xong."),)
    message = f"Ảnh {size[0]} × {size[1]} điểm: chưa có chữ để đọc."
    content = Content(FileKind.IMAGE, Reading.SCAN, pages=frames)
    problems = (rules.NO_TEXT.at(rules.HERE, message),)
    if ocr is OcrMode.NONE:
        return content, problems
    if not fits:
        return content, (*problems, rules.TOO_LARGE.at(rules.HERE, "Ảnh quá lớn nên không đọc chữ."))
    return _recognise(data, content, problems, ocr)


def _recognise(
    data: bytes, content: Content, problems: tuple[Problem, ...], ocr: OcrMode
) -> tuple[Content, tuple[Problem, ...]]:
    from dossier.readers.pictures import PhotoPages  # noqa: PLC0415 - the engine is heavy, most files need none
    from dossier.readers.scanned import recognise  # noqa: PLC0415

    return recognise(PhotoPages(data, count=content.pages or 1), content, problems, mode=ocr)


def _probe(data: bytes) -> tuple[int, tuple[int, int], bool]:
    """Frames, size, and whether a frame fits in a worker's memory; only one that fits is decoded."""
    with Image.open(io.BytesIO(data)) as image:
        frames = int(getattr(image, "n_frames", 1))
        size = image.size
        cost = _PIXEL_COST.get(image.format or "", _PLAIN_COST)
        fits = len(data) + size[0] * size[1] * cost <= _MOST_MEMORY
        if fits:
            image.draft("L", _PREVIEW)  # a JPEG decodes at an eighth of its size, which finds a cut file cheaply
            image.load()
    return frames, size, fits
