"""Images to A4 pages: JPEG bytes go in untouched and are turned upright by a matrix. Runs in the worker."""

from __future__ import annotations

import io
import warnings
import zlib
from itertools import islice
from typing import TYPE_CHECKING

import pikepdf
import PIL
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from dossier.files import long_path
from dossier.pdf.model import Conversion, failed
from dossier.pdf.rules import BROKEN_IMAGE, HUGE_IMAGE, TEXT_CUT
from dossier.pdf.settle import save_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.problems import Problem, Where

_ENGINE = f"Pillow {PIL.__version__}"
_A4 = (595.276, 841.89)
_MARGIN = 34.0  # points, 12 mm: room for the stamp
_ORIENTATION = 0x0112
_PAGES_SHOWN = 1000
_LOSSLESS_PIXELS = 4_000_000
_JPEG_QUALITY = 90
_FINER = 1.2
_FROM_PHONE = "Mở ảnh trên điện thoại hoặc máy tính, lưu thành JPEG rồi nộp lại."
_SPACES = {"L": pikepdf.Name.DeviceGray, "RGB": pikepdf.Name.DeviceRGB}
_SOURCES = {"JPEG", "MPO"}  # MPO: a JPEG with further pictures behind it, as phones write

# EXIF orientation to the matrix that puts the unit square, in which PDF draws images, upright into it.
_UPRIGHT = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
_FIRST_TURNED = 5


def lay_out_image(source: Path, target: Path, *, where: Where, dpi: int | None = None) -> Conversion:
    """Write each picture of an image file (TIFF may hold many) on a page of its own.

    ``dpi`` reduces pictures that are finer on the page; None keeps every one as it is.
    """
    try:
        with warnings.catch_warnings(), pikepdf.new() as pdf:
            # Pillow warns from 89 million pixels and refuses from 178; the refusal is the limit here.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            problems = _add_pages(pdf, source, where, dpi)
            save_pdf(pdf, target)
            return Conversion(target, _ENGINE, len(pdf.pages), problems)
    except Image.DecompressionBombError:
        return failed(HUGE_IMAGE.at(where, "Ảnh quá lớn."))
    except UnidentifiedImageError:
        return failed(_unknown(source, where))
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, zlib.error):
        # The ways Pillow's readers are known to give up on a damaged file.
        return failed(BROKEN_IMAGE.at(where, "Tệp ảnh hỏng hoặc thuộc loại không đọc được."))


def _unknown(source: Path, where: Where) -> Problem:
    """Names the format of phones, which no free reader takes apart on every system."""
    with long_path(source).open("rb") as file:
        head = file.read(12)
    if head[4:8] == b"ftyp":
        return BROKEN_IMAGE.at(where, "Ảnh HEIC/HEIF của điện thoại, chương trình không đọc được.", remedy=_FROM_PHONE)
    return BROKEN_IMAGE.at(where, "Tệp ảnh hỏng hoặc thuộc loại không đọc được.")


def _add_pages(pdf: pikepdf.Pdf, source: Path, where: Where, dpi: int | None) -> tuple[Problem, ...]:
    data = long_path(source).read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        if image.format in _SOURCES and image.mode in _SPACES and not _is_finer(image, dpi):
            picture = _jpeg(pdf, data, size=image.size, space=_SPACES[image.mode])
            _require_whole(image)
            _add_page(pdf, picture, orientation=_orientation(image))
            return ()
        # Only TIFF holds pages; the further frames of GIF, PNG and WebP are a film.
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        for frame in islice(ImageSequence.Iterator(image), min(frames, _PAGES_SHOWN)):
            _add_page(pdf, _encoded(pdf, frame, dpi))
    if frames <= _PAGES_SHOWN:
        return ()
    return (TEXT_CUT.at(where, f"Ảnh có {frames} trang, chỉ đưa vào {_PAGES_SHOWN} trang đầu."),)


def _is_finer(image: Image.Image, dpi: int | None) -> bool:
    """Whether a picture has clearly more dots on its page than wanted."""
    return dpi is not None and max(image.size) > _FINER * _longest(dpi)


def _longest(dpi: int) -> int:
    """Dots along the longer side of the page."""
    return round(_A4[1] / 72 * dpi)


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1 to 8; 1 where there is none to trust."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError):
        return 1
    return value if value in _UPRIGHT else 1


def _require_whole(image: Image.Image) -> None:
    """Decode at an eighth of the size, enough to raise for a cut file and ten times as fast."""
    image.draft(image.mode, (max(1, image.width // 8), max(1, image.height // 8)))
    image.load()


def _encoded(pdf: pikepdf.Pdf, image: Image.Image, dpi: int | None) -> pikepdf.Stream:
    """The picture on white paper: lossless, or as JPEG when that would be too large."""
    if image.width * image.height > (Image.MAX_IMAGE_PIXELS or 0) * 2:
        raise Image.DecompressionBombError
    reduced = dpi is not None and _is_finer(image, dpi)
    if reduced and dpi is not None:
        image.draft(None, (_longest(dpi), _longest(dpi)))
    image.load()  # turns a TIFF by itself, and says so in its EXIF
    flat = _on_paper(ImageOps.exif_transpose(image))
    if reduced and dpi is not None:
        flat = flat if flat.mode in _SPACES else flat.convert("L")  # dots of pure black need grey between them
        flat.thumbnail((_longest(dpi), _longest(dpi)))
    if flat.mode in _SPACES and (reduced or flat.width * flat.height > _LOSSLESS_PIXELS):
        data = io.BytesIO()
        flat.save(data, "JPEG", quality=_JPEG_QUALITY)
        return _jpeg(pdf, data.getvalue(), size=flat.size, space=_SPACES[flat.mode])
    return _picture(
        pdf,
        zlib.compress(flat.tobytes()),
        size=flat.size,
        space=_SPACES.get(flat.mode, pikepdf.Name.DeviceGray),
        bits=1 if flat.mode == "1" else 8,
        codec=pikepdf.Name.FlateDecode,
    )


def _on_paper(image: Image.Image) -> Image.Image:
    """The image in mode 1, L or RGB, white where it is transparent."""
    if image.mode in {"1", *_SPACES} and "transparency" not in image.info:
        return image
    if image.mode.startswith("I;16"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        top = image.convert("RGBA")
        paper = Image.new("RGBA", top.size, "white")
        return Image.alpha_composite(paper, top).convert("RGB")
    return image.convert("RGB")


def _jpeg(pdf: pikepdf.Pdf, data: bytes, *, size: tuple[int, int], space: pikepdf.Name) -> pikepdf.Stream:
    return _picture(pdf, data, size=size, space=space, bits=8, codec=pikepdf.Name.DCTDecode)


def _picture(
    pdf: pikepdf.Pdf,
    data: bytes,
    *,
    size: tuple[int, int],
    space: pikepdf.Name,
    bits: int,
    codec: pikepdf.Name,
) -> pikepdf.Stream:
    return pdf.make_stream(
        data,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=size[0],
        Height=size[1],
        ColorSpace=space,
        BitsPerComponent=bits,
        Filter=codec,
    )


def _add_page(pdf: pikepdf.Pdf, picture: pikepdf.Stream, *, orientation: int = 1) -> None:
    """An A4 page, upright or lying as the picture is, the picture in its middle, at most 72 dpi large."""
    size = (int(picture.Width), int(picture.Height))
    width, height = size if orientation < _FIRST_TURNED else size[::-1]
    paper = _A4 if height >= width else _A4[::-1]
    scale = min(1.0, *((room - 2 * _MARGIN) / side for room, side in zip(paper, (width, height), strict=True)))
    box_width, box_height = width * scale, height * scale
    left, bottom = (paper[0] - box_width) / 2, (paper[1] - box_height) / 2
    a, b, c, d, e, f = _UPRIGHT[orientation]
    matrix = (
        *(a * box_width, b * box_height, c * box_width, d * box_height),
        *(left + e * box_width, bottom + f * box_height),
    )
    page = pdf.add_blank_page(page_size=paper)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.Contents = pdf.make_stream(f"q {' '.join(f'{n:.4f}' for n in matrix)} cm /Im0 Do Q".encode())
