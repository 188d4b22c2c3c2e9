"""How far two PDFs of one document agree: pages, and words page by page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.pdf import read_text

if TYPE_CHECKING:
    from pathlib import Path

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Page counts, and shares (0 to 1) of the reference's words found on the same page and anywhere."""

    reference_pages: int
    pages: int
    same_page: float
    present: float


def compare_pdfs(reference: Path, other: Path) -> Agreement:
    """Compare a PDF with the one that is taken as right."""
    wanted, found = (
        [Counter(_WORD.findall(page.casefold())) for page in read_text(path)] for path in (reference, other)
    )
    total = sum(page.total() for page in wanted)
    same = sum((mine & theirs).total() for mine, theirs in zip(wanted, found, strict=False))
    anywhere = (sum(wanted, Counter()) & sum(found, Counter())).total()
    return Agreement(len(wanted), len(found), same / total, anywhere / total)
