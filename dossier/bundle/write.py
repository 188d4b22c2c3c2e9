"""Writing a planned bundle: merge, then stamp, link and outline."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from dossier import __version__
from dossier.bundle.draw import write_sheets
from dossier.bundle.model import Kept, PdfPages, Placeholder
from dossier.bundle.stamps import Stamper, visible_box, visible_rotation
from dossier.errors import ToolFailedError
from dossier.files import hash_file, long_path, staged_file
from dossier.pdf import draw, pdfa

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bundle.model import Bookmark, BundlePlan, Part
    from dossier.pdf.pdfa import Attachment

PRODUCER = f"Dossier {__version__}, pikepdf {pikepdf.__version__}, qpdf {pikepdf.__libqpdf_version__}"
_PRINTED = 4  # annotation flag "Print", which PDF/A asks of every annotation


@dataclass(frozen=True, slots=True)
class Written:
    """What was made; ``sha256`` is that of the whole file, lower-case hex; ``size`` is in bytes."""

    path: Path
    pages: int
    sha256: str
    size: int


def write_bundle(plan: BundlePlan, target: Path, *, attachments: Sequence[Attachment] = ()) -> Written:
    """Write the PDF of a plan, whole or not at all; equal plans and files give equal bytes.

    The document level is made PDF/A-2b, with ``attachments`` 3b; evidence must be fit for it already. Of a
    plan that extends a file, the pages of that file keep all but the number of pages in their stamps.

    Raises:
        ToolFailedError: a document of the plan does not open or has not the pages the plan counts on.
    """
    with tempfile.TemporaryDirectory(prefix="dossier-bundle-") as folder, staged_file(target) as staging:
        merged = Path(folder) / "gop.pdf"
        _merge(plan, merged, scratch=Path(folder))
        with pikepdf.open(merged) as pdf:
            pages = list(pdf.pages)
            _stamp(pdf, pages, plan)
            _add_links(pages, plan)
            with pdf.open_outline() as outline:
                outline.root.extend(_outline_item(item, pages) for item in plan.outline)
            _describe(pdf, plan)
            pdfa.finalize_pdfa(pdf, title=plan.title, author=plan.author, producer=PRODUCER, attachments=attachments)
            # Only after the finalizer, which takes every act of opening away, a plain destination too.
            pdf.Root.OpenAction = Array([pages[plan.opening - 1].obj, Name.Fit])
            pdfa.save_pdf(pdf, staging)
    return Written(target, plan.page_count, hash_file(target), target.stat().st_size)


def _stamp(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Page], plan: BundlePlan) -> None:
    stamper = Stamper(pdf, banner=plan.banner)
    kept = sum(part.count for part in plan.kept)
    for number, (page, mark) in enumerate(zip(pages, plan.marks, strict=True)):
        if number < kept:
            stamper.restamp(page, mark.stamp)
        else:
            stamper.stamp(page, mark.stamp)
            _drop_inner_links(page)


def _merge(plan: BundlePlan, target: Path, *, scratch: Path) -> None:
    """Put the pages of every part into one file.

    qpdf's own job copies from file to file: 630 MB of scans take 37 MB of memory, 660 MB through pikepdf's
    page lists (measured).
    """
    sources = list(_sources(plan, scratch))
    pages = [argument for source, first, last in sources for argument in (str(long_path(source)), f"{first}-{last}")]
    for part, (source, _, _) in zip(plan.parts[len(plan.kept) :], sources, strict=True):
        if isinstance(part.content, PdfPages):
            _check_count(part, source)
    # Streams are copied as they lie; decoding and packing them again here would double the time (measured).
    options = ["--no-warn", "--stream-data=preserve"]
    # The file that comes first brings its outline, labels and links along; other files give their pages only.
    begin = [str(long_path(plan.base)), "--pages", ".", "1-z"] if plan.base else ["--empty", "--pages"]
    try:
        pikepdf.Job(["qpdf", *options, *begin, *pages, "--", str(target)]).run()
    except (pikepdf.PdfError, OSError, RuntimeError) as error:
        raise ToolFailedError(f"Không gộp được các tệp PDF: {error}.") from error


def _sources(plan: BundlePlan, scratch: Path) -> Iterator[tuple[Path, int, int]]:
    """The PDF of each part and its pages there; all sheets are drawn into one, so that they share their fonts."""
    drawn = scratch / "to.pdf"
    sheets = [sheet for part in plan.parts if isinstance(part.content, tuple) for sheet in part.content]
    write_sheets(sheets, drawn, title=plan.title)
    used = 0
    for number, part in enumerate(plan.parts):
        match part.content:
            case PdfPages(pdf=pdf, count=count):
                yield pdf, 1, count
            case Placeholder(reason=reason, remedy=remedy):
                own = scratch / f"{number}.pdf"
                rows = [("Mã", part.code), ("Lý do", reason), ("Cần làm", remedy)]
                draw.write_placeholder(own, name=part.title, rows=[row for row in rows if row[1]])
                yield own, 1, 1
            case Kept():
                pass
            case own_sheets:
                yield drawn, used + 1, used + len(own_sheets)
                used += len(own_sheets)


def _check_count(part: Part, source: Path) -> None:
    """Raise when a file has not the pages it was planned with; qpdf would take what is there."""
    try:
        with pikepdf.open(long_path(source)) as pdf:
            found = len(pdf.pages)
    except (pikepdf.PdfError, OSError) as error:
        raise ToolFailedError(f"{part.code} ({source.name}) không mở được để gộp: {error}.") from error
    if found != part.count:
        raise ToolFailedError(
            f"{part.code} ({source.name}) có {found} trang, kế hoạch tính {part.count} trang: "
            "tệp đã đổi sau khi lập kế hoạch, hãy chạy lại."
        )


def _drop_inner_links(page: pikepdf.Page) -> None:
    """Take away a document's own jumps: the places they name are lost in merging, and only the index leads on."""
    notes = page.obj.get("/Annots")
    if isinstance(notes, Array):
        kept = [note for note in notes if not _is_inner_link(note)]
        if len(kept) < len(notes):
            page.obj.Annots = Array(kept)


def _is_inner_link(note: pikepdf.Object) -> bool:
    if not isinstance(note, Dictionary) or note.get("/Subtype") != Name.Link:
        return False
    action = note.get("/A")
    return action is None or (isinstance(action, Dictionary) and action.get("/S") == Name.GoTo)


def _add_links(pages: Sequence[pikepdf.Page], plan: BundlePlan) -> None:
    for link in plan.links:
        page = pages[link.page - 1]
        if Name.Annots not in page.obj:
            page.obj.Annots = Array()
        annotation = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array(link.box),
            Border=Array([0, 0, 0]),
            F=_PRINTED,
            Dest=_destination(pages[link.target - 1]),
        )
        page.obj.Annots.append(annotation)


def _outline_item(item: Bookmark, pages: Sequence[pikepdf.Page]) -> OutlineItem:
    made = OutlineItem(item.title, _destination(pages[item.page - 1]))
    made.children.extend(_outline_item(child, pages) for child in item.children)
    return made


def _destination(page: pikepdf.Page) -> Array:
    """The page's top left corner at the reader's own zoom; a turned page is fitted whole.

    Viewers do not agree on which corner a turned page's coordinates mean.
    """
    if visible_rotation(page):
        return Array([page.obj, Name.Fit])
    left, _, _, top = visible_box(page)
    return Array([page.obj, Name.XYZ, left, top, None])


def _describe(pdf: pikepdf.Pdf, plan: BundlePlan) -> None:
    """Labels, and how a viewer shows the file; the rest of the description is the finalizer's."""
    first = int(plan.marks[0].label)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=first)]))
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.docinfo[Name.Creator] = f"Dossier {__version__}"
