"""The fonts that came with this installation, and the private font configuration of the embedded engine."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont, TTLibError

from dossier.pdf.rules import FONT_MISSING
from dossier.problems import Problem, Where
from dossier.resources import shipped

if TYPE_CHECKING:
    from pathlib import Path

SERIF = "LiberationSerif-Regular.ttf"
SERIF_BOLD = "LiberationSerif-Bold.ttf"
SERIF_ITALIC = "LiberationSerif-Italic.ttf"
SERIF_BOLD_ITALIC = "LiberationSerif-BoldItalic.ttf"
SANS = "LiberationSans-Regular.ttf"
SYMBOLS = "DejaVuSans.ttf"

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


def check_fonts() -> tuple[Problem, ...]:
    """Whether each shipped text font is there and has every Vietnamese letter."""
    problems = []
    for name in (SERIF, SERIF_BOLD, SERIF_ITALIC, SERIF_BOLD_ITALIC, SANS, SYMBOLS):
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
