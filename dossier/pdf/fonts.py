"""The fonts that came with this installation, and the private font configuration of the embedded engine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont, TTLibError

from dossier.pdf.rules import FONT_MISSING
from dossier.problems import Problem, Where
from dossier.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

SERIF = "LiberationSerif-Regular.ttf"
SERIF_BOLD = "LiberationSerif-Bold.ttf"
SERIF_ITALIC = "LiberationSerif-Italic.ttf"
SERIF_BOLD_ITALIC = "LiberationSerif-BoldItalic.ttf"
SANS = "LiberationSans-Regular.ttf"
SANS_BOLD = "LiberationSans-Bold.ttf"
SANS_ITALIC = "LiberationSans-Italic.ttf"
SANS_BOLD_ITALIC = "LiberationSans-BoldItalic.ttf"
SYMBOLS = "DejaVuSans.ttf"

_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")

# The letters of Vietnamese that ASCII lacks, each vowel with its five tones; both cases, 134 in all.
_LOWER = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"  # TCVN 6909:2001
VIETNAMESE_LETTERS = _LOWER + _LOWER.upper()

# Families of official papers and of check boxes, and which of ours draws them.
_FAMILIES = {
    "Times New Roman": "Liberation Serif",
    "Times": "Liberation Serif",
    "Arial": "Liberation Sans",
    "MS Gothic": "DejaVu Sans",
    "Segoe UI Symbol": "DejaVu Sans",
}
_ASSIGN = (
    '<match target="pattern"><test name="family" qual="any"><string>{}</string></test>'
    '<edit name="family" mode="assign" binding="same"><string>{}</string></edit></match>'
)


def font_path(name: str) -> Path:
    """Where a shipped font file is."""
    return shipped("fonts") / name


def build_fonts_conf(folder: Path, *, cache: Path, system: bool = False) -> str:
    """A fontconfig file that knows our fonts, and the system's only when ``system`` asks for them.

    Without the last-resort family the embedded engine answers "no fonts available" for a name it does
    not know. Windows and macOS find fonts their own way and do not read this file.
    """
    include = '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>' if system else ""
    families = "" if system else "\n".join(_ASSIGN.format(*pair) for pair in _FAMILIES.items())
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>\n'
        f"<dir>{escape(str(folder))}</dir>\n{include}{families}\n"
        f"<cachedir>{escape(str(cache))}</cachedir>\n"
        '<match target="pattern"><edit name="family" mode="append_last">'
        "<string>Liberation Serif</string></edit></match>\n</fontconfig>\n"
    )


def shipped_fonts() -> tuple[str, ...]:
    """The names of the font files this installation must have."""
    liberation = (f"Liberation{family}-{style}.ttf" for family in ("Serif", "Sans", "Mono") for style in _STYLES)
    return (*liberation, SYMBOLS)


def check_fonts() -> tuple[Problem, ...]:
    """Whether each shipped text font is there and has every Vietnamese letter."""
    problems = []
    for name in shipped_fonts():
        where = Where(path=str(font_path(name)))
        try:
            # Opened here: fontTools leaves a file it cannot read open.
            with font_path(name).open("rb") as file, TTFont(file, lazy=True) as font:
                missing = [letter for letter in VIETNAMESE_LETTERS if ord(letter) not in font.getBestCmap()]
        except (OSError, TTLibError):
            problems.append(FONT_MISSING.at(where, "Không mở được tệp phông chữ đi kèm."))
            continue
        if missing:
            problems.append(FONT_MISSING.at(where, f"Phông chữ thiếu {len(missing)} chữ cái tiếng Việt."))
    return tuple(problems)


def find_times_new_roman() -> Path | None:
    """Where this machine keeps Times New Roman; None when it has none."""
    return next((place for place in map(Path, _places()) if place.is_file()), None)


def _places() -> Iterator[str]:
    yield f"{os.environ.get('WINDIR', 'C:/Windows')}/Fonts/times.ttf"
    for folder in ("/System/Library/Fonts/Supplemental", "/Library/Fonts"):
        yield f"{folder}/Times New Roman.ttf"
    yield "/usr/share/fonts/truetype/msttcorefonts/Times_New_Roman.ttf"
