"""Several phone photos of one document: proposed as its pages, in order. Pure.

Phones and Zalo name a series by one stem and a running number: ``z4567890123_1.jpg``, ``IMG_0231 (2).jpg``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.intake.model import FileKind
from dossier.problems import CheckRule, Severity, Where
from dossier.text import fold

if TYPE_CHECKING:
    from dossier.intake.model import EvidenceIndex
    from dossier.problems import Problem

RULES = (
    CheckRule("SIM04", Severity.HINT, "Ảnh nhiều trang của một tài liệu được gộp lại",
              "Ảnh chụp gửi qua Zalo: z…_1.jpg, z…_2.jpg",
              "Nếu đúng là một tài liệu, hãy chép các ảnh vào một PDF theo thứ tự trang, hoặc xác nhận cả nhóm bằng "
              "«dossier sort --confirm» với ảnh đầu."),
)  # fmt: skip
(_SERIES,) = RULES

# «IMG_0231.jpg» and «IMG_0232.jpg» are two shots, not two pages: a camera's own counter has four digits or more.
_PAGE = re.compile(r"^(?P<stem>.*?\S)\s*(?:[_-]|\()\s*(?P<page>\d{1,2})\)?$")


def find_series(index: EvidenceIndex) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more photos of one folder that are pages 1, 2, 3… of one stem, in page order."""
    stems: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for file in index.files:
        pure = PurePosixPath(file.path)
        numbered = _PAGE.match(pure.stem) if file.kind is FileKind.IMAGE else None
        if numbered:
            key = (pure.parent.as_posix(), fold(numbered["stem"]))
            stems[key].setdefault(int(numbered["page"]), file.path)
    return tuple(series for pages in stems.values() if (series := _in_order(pages)))


def _in_order(pages: dict[int, str]) -> tuple[str, ...]:
    """The pages when they run without a hole, else nothing: a lost page is no whole document."""
    numbers = sorted(pages)
    whole = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return tuple(pages[number] for number in numbers) if whole else ()


def tell_series(index: EvidenceIndex) -> tuple[Problem, ...]:
    """Each group as a hint at its first photo."""
    return tuple(
        _SERIES.at(
            Where(path=series[0], unit=index.unit),
            f"{len(series)} ảnh có vẻ là các trang của một tài liệu: {', '.join(map(_name, series))}.",
        )
        for series in find_series(index)
    )


def _name(path: str) -> str:
    return PurePosixPath(path).name
