"""Makes the shipped templates, so that the look of Nghị định 30/2020/NĐ-CP has one definition.

Run ``python -m templates.make_templates`` after a change and commit the DOCX; a test compares them.
An office that wants another text edits a copy in Word and drops it in ``mau/``, not this script.
"""
# ruff: noqa: INP001 - a script

from __future__ import annotations

from pathlib import Path

from dossier.files import settle_zip, staged_file
from templates import archive_papers, decisions, letters, lists, minutes, reports, self_assessment

MAKERS = {
    name: make
    for papers in (self_assessment, decisions, minutes, reports, letters, lists, archive_papers)
    for name, make in papers.MAKERS.items()
}


def write_templates(folder: Path) -> None:
    """Write every template, whole, with bytes that depend on this script and python-docx only."""
    for name, make in MAKERS.items():
        with staged_file(folder / name) as staging:
            make().save(str(staging))
            settle_zip(staging)


if __name__ == "__main__":
    write_templates(Path(__file__).parent)
