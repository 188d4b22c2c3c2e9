"""Finishing a PDF as PDF/A-2b, or 3b when it carries attachments (ISO 19005-2 and -3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from dossier.pdf.pdfa.content import entries
from dossier.pdf.pdfa.icc import srgb_profile
from dossier.pdf.pdfa.notes import BARE, KINDS, PRINT, UNSEEN, is_allowed
from dossier.pdf.pdfa.xmp import build_xmp

if TYPE_CHECKING:
    from collections.abc import Sequence

WORDING = "dựng theo PDF/A-{level}, đã kiểm cấu trúc"

_SRGB = "sRGB IEC61966-2.1"
_NO_ZOOM_NO_ROTATE = 8 | 16
# Kinds that show or hold what a lasting file must not; form fields are drawn into the page before.
_UNFIT = {"/FileAttachment", "/Widget", "/TrapNet"}
# Entries of the catalogue that act by themselves, describe what was removed, or may not stand (6.4, 6.5, 6.10, 6.11).
_ACTING = ("/OpenAction", "/AA", "/AcroForm", "/Requirements", "/Perms", "/NeedsRendering", "/Collection", "/AF")
_STALE = ("/Version", "/Extensions", "/StructTreeRoot", "/MarkInfo")
_NAME_TREES = ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations")


class Relationship(StrEnum):
    """What an attachment is to the document (ISO 19005-3, 6.8)."""

    DATA = "Data"
    SOURCE = "Source"
    SUPPLEMENT = "Supplement"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside a PDF/A-3b.

    Attributes:
        name: with suffix, as it is saved by whoever takes it out.
        mime: such as ``application/json``.
        description: shown by viewers beside the name.
    """

    name: str
    data: bytes
    mime: str
    description: str = ""
    relationship: Relationship = Relationship.DATA


def finalize_pdfa(
    pdf: pikepdf.Pdf,
    *,
    title: str,
    author: str,
    producer: str,
    language: str = "vi-VN",
    attachments: Sequence[Attachment] | None = None,
) -> None:
    """Make the document PDF/A-2b, or 3b with attachments, as far as the document level goes.

    It is the last change before saving by ``save_pdf``. Page content must be fit already
    (``make_archivable``). What acts by itself goes: scripts, actions, files inside, form fields.

    Args:
        pdf: changed in place; the creator its information dictionary names is kept.
        title: of the document, shown by viewers as its name.
        author: the body that answers for it.
        producer: program and version.
        language: of the text, BCP 47.
        attachments: None or empty makes a 2b.
    """
    _remove_acting(pdf)
    _name_layers(pdf.Root.get("/OCProperties"))
    for page in pdf.pages:
        _clean_page(page.obj)
    part = 3 if attachments else 2
    _describe(pdf, part=part, title=title, author=author, producer=producer, language=language)
    pdf.Root.OutputIntents = Array([_output_intent(pdf)])
    for attachment in attachments or ():
        _attach(pdf, attachment)


def _remove_acting(pdf: pikepdf.Pdf) -> None:
    for key in (*_ACTING, *_STALE):
        if key in pdf.Root:
            del pdf.Root[key]
    names = pdf.Root.get("/Names")
    for key in _NAME_TREES:
        if isinstance(names, Dictionary) and key in names:
            del names[key]


def _name_layers(layers: object) -> None:
    """Give each way of showing the layers a name of its own, and let none switch by itself (6.9)."""
    if not isinstance(layers, Dictionary):
        return
    ways = [*entries(Array([layers["/D"]]) if "/D" in layers else None), *entries(layers.get("/Configs"))]
    for number, way in enumerate(ways, 1):
        way["/Name"] = String(f"Lớp {number}")
        if "/AS" in way:
            del way["/AS"]


def _describe(pdf: pikepdf.Pdf, *, part: int, title: str, author: str, producer: str, language: str) -> None:
    """Say the same in the information dictionary and in the metadata stream."""
    creator = str(pdf.docinfo.get("/Creator", producer))
    _replace_info(pdf, {"/Title": title, "/Author": author, "/Creator": creator, "/Producer": producer})
    packet = build_xmp(part=part, title=title, author=author, creator=creator, producer=producer, language=language)
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Lang = String(language)


def _replace_info(pdf: pikepdf.Pdf, fields: dict[str, str]) -> None:
    """Leave nothing but ``fields`` in the information dictionary."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in fields.items():
        pdf.docinfo[key] = String(value)
    # A kept id would survive saving as the first half of the new one.
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]


def _clean_page(page: pikepdf.Object) -> None:
    for key in ("/AA", "/PresSteps"):
        if key in page:
            del page[key]
    notes = page.get("/Annots")
    if notes is None:
        return
    kept = [note for note in notes if _may_stay(note)] if isinstance(notes, Array) else []
    for note in kept:
        _clean_note(note)
    if not kept:
        del page["/Annots"]
    elif len(kept) < len(notes):
        page["/Annots"] = Array(kept)


def _may_stay(note: pikepdf.Object) -> bool:
    if not isinstance(note, Dictionary):
        return False
    kind = str(note.get("/Subtype"))
    shows = kind in BARE or isinstance(note.get("/AP", Dictionary()).get("/N"), Stream)
    return shows and kind in KINDS - _UNFIT


def _clean_note(note: pikepdf.Object) -> None:
    """Visible and printed, without scripts (6.3.2, 6.5.1)."""
    flags = int(note.get("/F", 0)) & ~UNSEEN | PRINT
    note["/F"] = flags | _NO_ZOOM_NO_ROTATE if note.get("/Subtype") == Name.Text else flags
    if "/AA" in note:
        del note["/AA"]
    if "/A" in note and not is_allowed(note["/A"]):
        del note["/A"]
    if "/AP" in note:
        note["/AP"] = Dictionary(N=note["/AP"]["/N"])


def _output_intent(pdf: pikepdf.Pdf) -> pikepdf.Object:
    profile = pdf.make_stream(srgb_profile(), N=3, Alternate=Name.DeviceRGB)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String(_SRGB),
            Info=String(_SRGB),
            RegistryName=String("http://www.color.org"),
            DestOutputProfile=profile,
        )
    )


def _attach(pdf: pikepdf.Pdf, attachment: Attachment) -> None:
    """Put a file in; pikepdf associates it with the document too (``/AF``)."""
    pdf.attachments[attachment.name] = pikepdf.AttachedFileSpec(
        pdf,
        attachment.data,
        filename=attachment.name,
        mime_type=attachment.mime,
        description=attachment.description,
        relationship=Name(f"/{attachment.relationship}"),
    )
