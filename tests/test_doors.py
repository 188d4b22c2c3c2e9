from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import dossier.pdf

LAZY = ("dossier.pdf", "dossier.pdf.pdfa", "dossier.report", "dossier.archive.year")


@pytest.mark.parametrize("room", LAZY)
def test_a_lazy_door_shows_all_that_it_names(room: str) -> None:
    door = importlib.import_module(room)
    assert [name for name in door.__all__ if not hasattr(door, name)] == []


def test_a_lazy_door_shows_nothing_else() -> None:
    with pytest.raises(AttributeError, match=r"'dossier.pdf' has no attribute 'convert_everything'"):
        dossier.pdf.convert_everything  # noqa: B018


@pytest.mark.parametrize(
    ("module", "unloaded"),
    [
        ("dossier.pipeline.bagcheck", {"openpyxl", "numpy", "fontTools", "pikepdf", "jinja2", "docx"}),
        ("dossier.archive.sip", {"openpyxl", "numpy", "fontTools", "pikepdf", "jinja2", "docx"}),
        ("dossier.pdf.reading", {"openpyxl", "numpy", "reportlab", "dxpdf"}),
    ],
)
def test_what_checks_and_reads_does_not_load_what_makes(module: str, unloaded: set[str]) -> None:
    """A check of 100,000 files needs the memory for the files."""
    code = f"import sys, {module}; print(sorted({unloaded} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
