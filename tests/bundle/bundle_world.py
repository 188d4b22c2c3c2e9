"""Real PDFs of many shapes, made on the spot, and a bundle planned from them."""

from __future__ import annotations

import base64
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
from reportlab.pdfgen.canvas import Canvas

from dossier.bundle import measure_text
from dossier.bundle.model import (
    Bookmark,
    BundleEntry,
    Cover,
    Divider,
    Heading,
    Lack,
    PdfPages,
    Placeholder,
    ProofLine,
    Repeat,
)
from dossier.bundle.plan import plan_volumes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.bundle.model import BundlePlan

AREA = Heading("Công tác chỉ đạo, điều hành", "1")
CRITERION = Heading("Kế hoạch cải cách hành chính", "1.1")
LEAF = Heading("Ban hành kế hoạch kịp thời", "1.1.1")
OTHER = Heading("Mức độ hoàn thành kế hoạch", "1.1.2")
REST = Heading("Tài liệu chưa gắn tiêu chí")
TITLE = "BẢN TẬP HỢP HỒ SƠ, TÀI LIỆU KIỂM CHỨNG"


@dataclass(frozen=True)
class Maker:
    """Writes PDFs whose pages say ``<name> page <n>``."""

    folder: Path

    def pdf(
        self,
        name: str,
        *,
        pages: int = 1,
        size: tuple[float, float] = (595.0, 842.0),
        rotate: int = 0,
        crop: tuple[float, float, float, float] | None = None,
        before: str = "",
        after: str = "",
    ) -> PdfPages:
        path = self.folder / f"{name}.pdf"
        canvas = Canvas(str(path), pagesize=size, invariant=1)
        for number in range(1, pages + 1):
            canvas.rect(size[0] * 0.1, size[1] * 0.1, size[0] * 0.8, size[1] * 0.8)
            canvas.drawString(size[0] * 0.3, size[1] * 0.5, f"{name} page {number}")
            canvas.showPage()
        canvas.save()
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            for page in pdf.pages:
                page.contents_add(before.encode(), prepend=True)
                page.contents_add(after.encode())
                page.obj.Rotate = rotate
                if crop:
                    page.obj.CropBox = pikepdf.Array(crop)
            pdf.save(path)
        return PdfPages(path, pages)


def make_shapes(maker: Maker) -> dict[str, PdfPages]:
    """Pages of every make that has put a stamp in the wrong place somewhere."""
    return {
        "UPRIGHT": maker.pdf("upright"),
        "LANDSCAPE": maker.pdf("landscape", size=(842, 595)),
        "R90": maker.pdf("turned", pages=2, rotate=90),
        "R180": maker.pdf("upside-down", rotate=180),
        "R270": maker.pdf("turned-left", rotate=-90),
        "R45": maker.pdf("no-quarter-turn", rotate=45),
        "CROP": maker.pdf("cropped", crop=(150, 200, 450, 700)),
        "CROP90": maker.pdf("cropped-turned", rotate=90, crop=(150, 200, 450, 700)),
        "WIDE": maker.pdf("crop-outside", crop=(-50, -50, 5000, 5000)),
        "AWAY": maker.pdf("crop-elsewhere", crop=(2000, 2000, 2100, 2100)),
        "SMALL": maker.pdf("small", size=(180, 60)),
        "LARGE": maker.pdf("large", size=(2384, 3370)),
        "EXTRA": maker.pdf("too-many-Q", before="0.5 0 0 0.5 0 0 cm Q Q 0.5 0 0 0.5 90 300 cm"),
        "OPEN": maker.pdf("open-q", before="q 0.3 0 0 0.3 200 200 cm q q 1 0 0 rg"),
        "STATE": maker.pdf("no-q-at-all", before="0.2 0 0 0.2 9 400 cm 0 1 0 rg 1 0 0 1 5 5 cm"),
        "UNCLOSED": maker.pdf("open-string", after="BT (never closed"),
        "BROKEN": break_stream(maker.pdf("broken-stream")),
        "STRING": maker.pdf("q-in-text", after="BT ( Q Q Q q ) Tj ET"),
    }


def make_entries(maker: Maker) -> list[BundleEntry]:
    """A signed document with its own outline that serves two leaves, a plain one, and an unreadable file."""
    outline = (Bookmark("Phần I", 1), Bookmark("Phần II", 2, (Bookmark("Mục 1", 3),)))
    title = "Kế hoạch cải cách hành chính nhà nước năm 2020 của Ủy ban nhân dân xã"
    pages = maker.pdf("plan", pages=3)
    signed = BundleEntry(
        "TC1.1.1-01",
        title,
        (AREA, CRITERION, LEAF),
        PdfPages(pages.pdf, pages.count, outline),
        source="1.1.1/ke-hoach.pdf",
        reference="05/KH-UBND",
        date="05/01/2020",
        signed=True,
    )
    plain = BundleEntry(
        "TC1.1.1-02", "Báo cáo quý", (AREA, CRITERION, LEAF), maker.pdf("report"), source="1.1.1/bao-cao.docx"
    )
    again = BundleEntry(
        "TC1.1.1-01", title, (AREA, CRITERION, OTHER), Repeat("TC1.1.1-01"), source="1.1.1/ke-hoach.pdf"
    )
    locked = Placeholder("Tệp đặt mật khẩu.", "Đề nghị đơn vị gửi lại bản không đặt mật khẩu.")
    lost = BundleEntry("KHAC-01", "bảng tính.xlsx", (REST,), locked, source="inbox/bảng tính.xlsx")
    return [signed, plain, again, lost]


def make_dividers() -> list[BundleEntry]:
    """Dividers of the two leaves of ``make_entries``: one that is proved, one that lacks something."""
    proved = Divider(
        basis="1/1 = 100% ≥ 100% → 1,5 điểm",
        statement="Kế hoạch số 05/KH-UBND ngày 05/01/2020",
        proofs=(ProofLine("Kế hoạch cải cách hành chính năm 2020", "đủ", ("TC1.1.1-01", "TC1.1.1-02")),),
    )
    lacking = Divider(
        proofs=(
            ProofLine("Kế hoạch", "cần xem lại", ("TC1.1.1-01",)),
            ProofLine("Báo cáo năm", "thiếu", ()),
        ),
        lacks=(Lack("Báo cáo năm (Báo cáo)", "không tìm thấy", "Đưa tài liệu vào thư mục."),),
    )
    leaves = (replace(LEAF, points="1,5/2"), replace(OTHER, points="–/2"))
    return [
        BundleEntry(f"TC{leaf.code}", leaf.title, (AREA, CRITERION, leaf), divider)
        for leaf, divider in zip(leaves, (proved, lacking), strict=True)
    ]


def with_dividers(entries: Sequence[BundleEntry]) -> list[BundleEntry]:
    """The entries of ``make_entries`` behind their dividers."""
    first, second = make_dividers()
    scored = {LEAF: first.place, OTHER: second.place}
    signed, plain, again, lost = (replace(entry, place=scored.get(entry.place[-1], entry.place)) for entry in entries)
    return [first, signed, plain, second, again, lost]


COVER = Cover(("Ủy ban nhân dân huyện", "Ủy ban nhân dân xã"), TITLE, (("Điểm tự chấm", "57,43/66,5"),))


def plan_of(entries: Sequence[BundleEntry], *, sample: bool = False, cover: Cover | None = None) -> BundlePlan:
    """Plans a bundle of entries as the program does."""
    (plan,) = plan_volumes(
        entries,
        title=TITLE,
        subtitles=("Ủy ban nhân dân xã, năm 2020",),
        author="Ủy ban nhân dân xã",
        measure=measure_text,
        sample=sample,
        ignored=("Thumbs.db",),
        cover=cover,
    )
    return plan


def break_stream(pages: PdfPages) -> PdfPages:
    """The same pages, their content encoded so that decoding fails after it, within a string."""
    with pikepdf.open(pages.pdf, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.contents_coalesce()
            data = base64.a85encode(page.Contents.read_bytes() + b"BT (cut off here ") + b"{{{{{"
            page.Contents.write(data, filter=pikepdf.Name.ASCII85Decode)
        pdf.save(pages.pdf, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return pages
