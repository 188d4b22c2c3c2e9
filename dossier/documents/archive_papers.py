"""The papers that close a year's files and hand them over: contexts, strings ready to print. Pure.

Source of the forms: Nghị định 30/2020/NĐ-CP, Phụ lục V (inventories, hand-over record); the cover has the fields of
TCVN 9251:2012; closing certificate and list of weeded papers have no official form.
"""

from __future__ import annotations

from dataclasses import dataclass

from dossier.documents.catalogue import CATALOGUE, Context, DocumentKind
from dossier.documents.paper import Properties


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """The head of an archive paper: the body above, and the part that hands over."""

    parents: tuple[str, ...]
    issuer: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file kept for ever in its mục lục hồ sơ; the columns are the decree's."""

    stt: str
    symbol: str
    title: str
    period: str
    pages: str
    note: str


@dataclass(frozen=True, slots=True)
class TermLine(FileLine):
    """A file kept for some years, which the other mục lục says."""

    retention: str


@dataclass(frozen=True, slots=True)
class FileListContext:
    """Mục lục hồ sơ, tài liệu nộp lưu, of the files kept for ever (Phụ lục V, III, note 2: one each)."""

    properties: Properties
    banner: str
    head: ArchiveHead
    kept: str
    year: str
    rows: tuple[FileLine, ...]
    total: str
    in_words: str
    place_date: str
    compiler: str


@dataclass(frozen=True, slots=True)
class TermListContext(FileListContext):
    """The same of the files kept for some years."""

    rows: tuple[TermLine, ...]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in the mục lục văn bản; its columns are the decree's."""

    stt: str
    reference: str
    date: str
    title: str
    issuer: str
    pages: str
    note: str


@dataclass(frozen=True, slots=True)
class DocumentListContext:
    """Mục lục văn bản, tài liệu (Phụ lục V, IV)."""

    properties: Properties
    banner: str
    symbol: str
    year: str
    rows: tuple[DocumentLine, ...]


@dataclass(frozen=True, slots=True)
class HandOverContext:
    """Biên bản giao nhận hồ sơ, tài liệu (Phụ lục V, V). What is empty is dots."""

    properties: Properties
    banner: str
    head: ArchiveHead
    place_date: str
    list_basis: str
    giving: str
    giver: str
    giver_post: str
    taking: str
    taker: str
    taker_post: str
    block: str
    period: str
    files: str
    items: str
    condition: str


@dataclass(frozen=True, slots=True)
class CoverContext:
    """Bìa hồ sơ, the fields of TCVN 9251:2012."""

    properties: Properties
    banner: str
    fonds: str
    office: str
    heading: str
    symbol: str
    title: str
    period: str
    amount: str
    fonds_number: str
    retention: str
    basis: str


@dataclass(frozen=True, slots=True)
class ClosingContext:
    """Chứng từ kết thúc, one for every file (NĐ 30/2020, Điều 29.4.c)."""

    properties: Properties
    banner: str
    head: ArchiveHead
    symbol: str
    title: str
    retention: str
    lines: tuple[str, ...]
    place_date: str
    compiler: str


@dataclass(frozen=True, slots=True)
class WeededLine:
    """A proposal in the list of weeded papers."""

    stt: str
    file: str
    title: str
    path: str
    reason: str
    verdict: str


@dataclass(frozen=True, slots=True)
class WeededContext:
    """Danh mục tài liệu loại."""

    properties: Properties
    banner: str
    head: ArchiveHead
    year: str
    rows: tuple[WeededLine, ...]
    summary: str
    place_date: str
    compiler: str
    decider: str


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A field of Phụ lục VI with its value."""

    stt: str
    title: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ValueBlock:
    """The fields of one document."""

    title: str
    rows: tuple[ValueLine, ...]


@dataclass(frozen=True, slots=True)
class MetadataContext:
    """Dữ liệu đặc tả of a file and its documents in time order (Phụ lục VI, phần I, III.4.g)."""

    properties: Properties
    banner: str
    symbol: str
    title: str
    rows: tuple[ValueLine, ...]
    documents: tuple[ValueBlock, ...]


_ROWS: tuple[tuple[str, str, str, type[Context]], ...] = (
    ("L01", "Mục lục hồ sơ, tài liệu nộp lưu, bảo quản vĩnh viễn", "muc-luc-ho-so-vinh-vien", FileListContext),
    ("L02", "Mục lục hồ sơ, tài liệu nộp lưu, bảo quản có thời hạn", "muc-luc-ho-so-co-thoi-han", TermListContext),
    ("L03", "Mục lục văn bản, tài liệu trong hồ sơ", "muc-luc-van-ban", DocumentListContext),
    ("L04", "Biên bản giao nhận hồ sơ, tài liệu", "bien-ban-giao-nhan", HandOverContext),
    ("L05", "Bìa hồ sơ", "bia-ho-so", CoverContext),
    ("L06", "Chứng từ kết thúc", "chung-tu-ket-thuc", ClosingContext),
    ("L07", "Danh mục tài liệu loại", "danh-muc-tai-lieu-loai", WeededContext),
    ("L08", "Dữ liệu đặc tả hồ sơ", "du-lieu-dac-ta", MetadataContext),
)
# Kept apart from the papers of the year: nobody numbers, issues or builds these one by one.
ARCHIVE_PAPERS = {
    code: DocumentKind(code, title, f"{name}.docx", f"{name}.docx", context, of_unit=False)
    for code, title, name, context in _ROWS
}
EVERY_KIND = {**CATALOGUE, **ARCHIVE_PAPERS}
