"""Making equal content equal bytes: no clock and no chance in a PDF we made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path


def settle_pdf(source: Path, target: Path, *, engine: str) -> int:
    """Rewrite a PDF without dates and with an id made from its content; gives its page count.

    ``engine`` (name and version) is recorded in it as what created it.
    """
    with pikepdf.open(source) as pdf:
        for key in ("/CreationDate", "/ModDate"):
            if key in pdf.docinfo:
                del pdf.docinfo[key]
        pdf.docinfo["/Creator"] = pikepdf.String(engine)
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        # Engines take the id from the clock, and saving would keep its first half.
        for key in ("/ID", "/DocChecksum"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        save_pdf(pdf, target)
        return len(pdf.pages)


def save_pdf(pdf: pikepdf.Pdf, target: Path) -> None:
    """Save with an id that is a hash of the content (no encryption, which would forbid that).

    The version is the one PDF/A-2 builds on; saving also turns LZW into Flate, which it demands.
    """
    pdf.save(
        target,
        deterministic_id=True,
        force_version="1.7",
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
