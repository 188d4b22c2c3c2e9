"""Writing a planned bundle: merge, then stamp, link and outline."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem

from dossier import __version__
from dossier.bundle.draw import write_sheets
from dossier.bundle.model import PdfPages, Placeholder
from dossier.bundle.stamps import Stamper, visible_box, visible_rotation
from dossier.errors import ToolFailedError
from dossier.files import hash_file, long_path, staged_file
from dossier.pdf import draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.bundle.model import Bookmark, BundlePlan, Part

_PRINTED = 4  # annotation flag "Print", which PDF/A asks of every annotation


@dataclass(frozen=True, slots=True)
class Written:
    """What was made; ``sha256`` is that of the whole file, lower-case hex."""

    path: Path
    pages: int
    sha256: str


def write_bundle(plan: BundlePlan, target: Path) -> Written:
    """Write the PDF of a plan, whole or not at all; equal plans and files give equal bytes.

    Raises:
        ToolFailedError: a document of the plan does not open or has not the pages the plan counts on.
    """
    with tempfile.TemporaryDirectory(prefix="dossier-bundle-") as folder, staged_file(target) as staging:
        merged = Path(folder) / "gop.pdf"
        _merge(plan, merged, scratch=Path(folder))
        with pikepdf.open(merged) as pdf:
            stamper = Stamper(pdf, banner=plan.banner)
            for page, mark in zip(pdf.pages, plan.marks, strict=True):
                stamper.stamp(page, mark.stamp)
            pages = list(pdf.pages)
            _add_links(pages, plan)
            with pdf.open_outline() as outline:
                outline.root.extend(_outline_item(item, pages) for item in plan.outline)
            _describe(pdf, plan)
            # The id is made from the content, so that equal content gives equal bytes.
            pdf.save(staging, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
    return Written(target, plan.page_count, hash_file(target))


def _merge(plan: BundlePlan, target: Path, *, scratch: Path) -> None:
    """Put the pages of every part into one file.

    qpdf's own job copies from file to file: 630 MB of scans take 37 MB of memory, 660 MB through pikepdf's
    page lists (measured).
    """
    sources = [_source(part, scratch / f"{number}.pdf") for number, part in enumerate(plan.parts)]
    pages = [argument for source in sources for argument in (str(long_path(source)), "1-z")]
    try:
        pikepdf.Job(["qpdf", "--no-warn", "--deterministic-id", "--empty", "--pages", *pages, "--", str(target)]).run()
    except (pikepdf.PdfError, OSError, RuntimeError) as error:
        raise ToolFailedError(f"Không gộp được các tệp PDF: {error}.") from error
    for part, source in zip(plan.parts, sources, strict=True):
        _check_count(part, source)


def _check_count(part: Part, source: Path) -> None:
    """Raise when a file has not the pages it was planned with; qpdf would take what is there."""
    with pikepdf.open(long_path(source)) as pdf:
        found = len(pdf.pages)
    if found != part.count:
        raise ToolFailedError(
            f"{part.code} ({source.name}) có {found} trang, kế hoạch tính {part.count} trang: "
            "tệp đã đổi sau khi lập kế hoạch, hãy chạy lại."
        )


def _source(part: Part, own: Path) -> Path:
    """The PDF of a part: the given one, or one of ours written to ``own``."""
    match part.content:
        case PdfPages(pdf=pdf):
            return pdf
        case Placeholder(reason=reason, remedy=remedy):
            rows = [("Mã", part.code), ("Lý do", reason), ("Cần làm", remedy)]
            draw.write_placeholder(own, name=part.title, rows=[row for row in rows if row[1]])
        case sheets:
            write_sheets(sheets, own, title=part.title)
    return own


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
    """Title, language, labels, and how a viewer opens the file: at page 1, which is the index."""
    first = int(plan.marks[0].label)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=first)]))
    pdf.Root.PageMode = Name.UseOutlines
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    pdf.Root.Lang = pikepdf.String("vi-VN")
    pdf.docinfo[Name.Title] = plan.title
    pdf.docinfo[Name.Creator] = f"Dossier {__version__}"
