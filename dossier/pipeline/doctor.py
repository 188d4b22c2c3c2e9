"""``dossier doctor``: what this machine has to work with, and what each missing piece costs."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

import docx
from pydantic import TypeAdapter

from dossier import __version__
from dossier.errors import ToolFailedError
from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.pdf.fonts import VIETNAMESE_LETTERS, check_fonts, find_times_new_roman, shipped_fonts
from dossier.report.tables import Table
from dossier.resources import shipped
from dossier.tools import find_soffice, find_verapdf

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = 1
_LIBRARIES = ("pikepdf", "pypdfium2", "reportlab", "python-docx", "openpyxl", "python-calamine", "Pillow", "lxml")
_OCR_DATA = ("vie.traineddata", "vie_best.traineddata")


class State(StrEnum):
    """How a piece stands; the values are what the user reads."""

    PRESENT = "có"
    MISSING = "thiếu"
    BROKEN = "hỏng"


class Need(StrEnum):
    """How much a piece is needed; the values are what the user reads."""

    REQUIRED = "bắt buộc"
    ADVISED = "nên có"
    OPTIONAL = "tùy chọn"


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of the machine.

    Attributes:
        detail: version or place; why not, when it is broken.
        cost: Vietnamese, what cannot be done without it and what to do; shown when it is not there.
    """

    name: str
    need: Need
    state: State
    detail: str
    cost: str

    @property
    def is_fatal(self) -> bool:
        """Whether the main work fails without it."""
        return self.need is Need.REQUIRED and self.state is not State.PRESENT


_PIECES = TypeAdapter(tuple[Piece, ...])


def examine() -> tuple[Piece, ...]:
    """Look at every piece; the embedded engine is tried on all Vietnamese letters."""
    return tuple(_pieces())


def doctor_table(pieces: tuple[Piece, ...]) -> Table:
    """One row a piece; what is there costs nothing."""
    rows = tuple(
        (
            piece.name,
            piece.need.value,
            piece.state.value,
            piece.detail,
            "" if piece.state is State.PRESENT else piece.cost,
        )
        for piece in pieces
    )
    return Table("Máy này có gì", ("Thành phần", "Mức cần", "Tình trạng", "Chi tiết", "Thiếu thì sao, làm gì"), rows)


def doctor_json(pieces: tuple[Piece, ...]) -> bytes:
    """The pieces as UTF-8 JSON with ``schema`` first."""
    return b'{\n"schema": %d,\n"pieces": %s\n}\n' % (SCHEMA, _PIECES.dump_json(pieces, indent=2))


def _pieces() -> Iterator[Piece]:
    yield Piece("Dossier", Need.REQUIRED, State.PRESENT, f"{__version__}, Python {platform.python_version()}", "")
    yield _fonts()
    yield _embedded_engine()
    yield _libreoffice()
    yield _ocr()
    yield _verapdf()
    yield _times_new_roman()
    yield _libraries()


def _fonts() -> Piece:
    problems = check_fonts()
    detail = problems[0].message if problems else f"{len(shipped_fonts())} tệp, đủ 134 chữ cái tiếng Việt có dấu"
    cost = "Không lập được văn bản PDF và bộ hồ sơ; cài đặt lại chương trình."
    return Piece("Phông chữ đi kèm", Need.REQUIRED, State.BROKEN if problems else State.PRESENT, detail, cost)


def _embedded_engine() -> Piece:
    cost = "Không chuyển được văn bản sang PDF nếu không có LibreOffice; cài đặt lại chương trình."
    try:
        with PdfSession() as session, session.folder() as folder:
            source = folder / "thu.docx"
            document = docx.Document()
            document.add_paragraph(VIETNAMESE_LETTERS)
            document.save(str(source))
            made = convert_docx(source, folder / "thu.pdf", session=session, engine=Engine.EMBEDDED)
    except ToolFailedError as error:
        return Piece("Bộ chuyển đổi đi kèm", Need.REQUIRED, State.BROKEN, error.message, cost)
    return Piece("Bộ chuyển đổi đi kèm", Need.REQUIRED, State.PRESENT, f"{made.engine}, đã chạy thử", cost)


def _libreoffice() -> Piece:
    found = find_soffice()
    return Piece(
        "LibreOffice",
        Need.ADVISED,
        State.PRESENT if found else State.MISSING,
        f"{found.version} ({found.program})" if found else "",
        "Tệp Word, Excel, PowerPoint của đơn vị chỉ có trang thay thế trong bộ hồ sơ; cài LibreOffice, "
        "hoặc đề nghị đơn vị gửi bản PDF.",
    )


def _ocr() -> Piece:
    cost = "Bản quét không đọc được chữ: phải tự nhập số, ngày, trích yếu; cài đặt lại chương trình."
    missing = [name for name in _OCR_DATA if not (shipped("tessdata") / name).is_file()]
    if find_spec("tesserocr") is None:
        return Piece("Nhận dạng chữ bản quét", Need.ADVISED, State.MISSING, "", cost)
    if missing:
        return Piece("Nhận dạng chữ bản quét", Need.ADVISED, State.BROKEN, f"thiếu {', '.join(missing)}", cost)
    detail = f"tesserocr {version('tesserocr')}, dữ liệu tiếng Việt: {', '.join(_OCR_DATA)}"
    return Piece("Nhận dạng chữ bản quét", Need.ADVISED, State.PRESENT, detail, cost)


def _verapdf() -> Piece:
    found = find_verapdf()
    return Piece(
        "veraPDF",
        Need.OPTIONAL,
        State.PRESENT if found else State.MISSING,
        f"{found.version} ({found.program})" if found else "",
        "Bộ hồ sơ chỉ được kiểm cấu trúc PDF/A bằng phép kiểm của chương trình; cài veraPDF để kiểm thêm.",
    )


def _times_new_roman() -> Piece:
    found = find_times_new_roman()
    return Piece(
        "Phông Times New Roman của máy",
        Need.OPTIONAL,
        State.PRESENT if found else State.MISSING,
        str(found) if found else "",
        "Không ảnh hưởng PDF: luôn dùng Liberation Serif đi kèm, cùng bề rộng chữ. Mở DOCX bằng Word thì nên có.",
    )


def _libraries() -> Piece:
    found = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return Piece("Thư viện", Need.REQUIRED, State.PRESENT, found, "")
