"""The reference shelf: hundreds of damaged, locked, signed and odd PDF files from other projects."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

import pytest

from dossier.intake.model import FileKind
from dossier.pdf import PdfSession, convert_evidence

if TYPE_CHECKING:
    from pathlib import Path

KINDS = {".pdf": FileKind.PDF, ".jpg": FileKind.IMAGE, ".png": FileKind.IMAGE, ".txt": FileKind.TEXT}
# The verdict's first word, and the rule that answers it.
REASONS = {"broken": {"PDF05"}, "locked": {"PDF04"}}


@pytest.mark.shared
def test_every_pdf_of_the_shelf_is_read_or_refused_as_expected(
    shared: Path, session: PdfSession, tmp_path: Path
) -> None:
    with (shared / "pdf" / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table, delimiter="\t"))[1:]
    wrong = []
    for name, *_, found, _, verdict in rows:
        source = shared / "pdf" / name
        made = convert_evidence(source, KINDS[source.suffix], tmp_path / "a.pdf", session=session)
        pages = re.search(r"pikepdf=ok (\d+)p", found)
        expected = REASONS.get(verdict.split(":")[0], {None} if pages is None or int(pages[1]) else {"PDF06"})
        rule = made.failure.rule if made.failure else None
        if rule not in expected or (pages and made.pages != int(pages[1])):
            wrong.append((name, rule, made.pages, verdict))

    assert len(rows) > 400
    assert wrong == []
