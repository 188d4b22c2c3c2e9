"""The contexts of the archive's papers, from its plan. Pure; the forms are in ``documents.archive_papers``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dossier.archive.year.metadata import FILE, document_values, fields_of, file_note, file_values, leaves
from dossier.archive.year.model import NUMBERED_FROM, Verdict
from dossier.documents.archive_papers import (
    ArchiveHead,
    ClosingContext,
    CoverContext,
    DocumentLine,
    DocumentListContext,
    FileLine,
    FileListContext,
    HandOverContext,
    MetadataContext,
    TermLine,
    TermListContext,
    ValueBlock,
    ValueLine,
    WeededContext,
    WeededLine,
)
from dossier.documents.numbers import counted, number_words
from dossier.documents.paper import TO_FILL, Properties, in_head, in_head_lines, lower_first
from dossier.text import short_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dossier.archive.year.metadata import Field
    from dossier.archive.year.model import ArchiveFile, ArchivePlan, Discard
    from dossier.documents.catalogue import Context

_SHORT_HASH = 16


def build_common(plan: ArchivePlan) -> Iterator[tuple[str, Context]]:
    """The papers of the whole archive: code in ``ARCHIVE_PAPERS`` and context."""
    forever = [file for file in plan.files if file.retention.years is None]
    term = [file for file in plan.files if file.retention.years is not None]
    if forever:
        yield "L01", _forever_list(plan, forever)
    if term:
        yield "L02", _term_list(plan, term)
    yield "L04", _hand_over(plan)
    if plan.discards:
        yield "L07", _weeded_list(plan)


def build_of_file(plan: ArchivePlan, file: ArchiveFile) -> Iterator[tuple[str, Context]]:
    """The papers of one file; a mục lục văn bản only of one kept for ever (NĐ 30/2020, Điều 29.4.c)."""
    yield "L05", _cover(plan, file)
    if file.retention.lists_documents:
        yield "L03", _document_list(plan, file)
    yield "L06", _closing(plan, file)
    yield "L08", _metadata(plan, file)


# --- the whole archive ----------------------------------------------------------------------------


def _forever_list(plan: ArchivePlan, files: list[ArchiveFile]) -> FileListContext:
    rows = tuple(FileLine(**_file_cells(stt, file)) for stt, file in enumerate(files, start=1))
    return FileListContext(**_list_fields(plan, "Bảo quản vĩnh viễn", len(files)), rows=rows)


def _term_list(plan: ArchivePlan, files: list[ArchiveFile]) -> TermListContext:
    rows = tuple(
        TermLine(**_file_cells(stt, file), retention=str(file.retention)) for stt, file in enumerate(files, start=1)
    )
    return TermListContext(**_list_fields(plan, "Bảo quản có thời hạn", len(files)), rows=rows)


def _list_fields(plan: ArchivePlan, kept: str, total: int) -> dict[str, Any]:
    return {
        **_frame(plan, f"Mục lục hồ sơ, tài liệu nộp lưu, {lower_first(kept)}"),
        "head": _head(plan),
        "kept": kept,
        "year": f"Năm {plan.year}",
        "total": f"{total:02d}",
        "in_words": number_words(total),
        "place_date": _place_date(plan),
        "compiler": plan.organ.giver,
    }


def _file_cells(stt: int, file: ArchiveFile) -> dict[str, str]:
    return {
        "stt": str(stt),
        "symbol": file.symbol,
        "title": file.title,
        "period": _period(file, " - "),
        "pages": f"{file.pages} trang",
        "note": file_note(file),
    }


def _hand_over(plan: ArchivePlan) -> HandOverContext:
    organ = plan.organ
    starts = [file.start for file in plan.files if file.start]
    ends = [file.end for file in plan.files if file.end]
    period = f"từ ngày {short_date(min(starts))} đến ngày {short_date(max(ends))}" if starts else TO_FILL
    items = sum(1 + bool(document.copy) for document in plan.documents)
    return HandOverContext(
        **_frame(plan, "Biên bản giao nhận hồ sơ, tài liệu"),
        head=_head(plan),
        place_date=_place_date(plan),
        list_basis=organ.list_basis or f"Danh mục hồ sơ năm {plan.year}",
        giving=organ.office or organ.name,
        giver=organ.giver or TO_FILL,
        giver_post=organ.giver_post or TO_FILL,
        taking=organ.keeper or f"Lưu trữ cơ quan, {organ.name}",
        taker=organ.taker or TO_FILL,
        taker_post=organ.taker_post or TO_FILL,
        block=plan.title,
        period=period,
        files=counted(len(plan.files)),
        items=f"{counted(items)}, gồm {len(plan.documents)} bản gốc và {items - len(plan.documents)} bản PDF/A",
        condition=_condition(plan),
    )


def _condition(plan: ArchivePlan) -> str:
    """What the coverage says, in one sentence."""
    coverage = plan.coverage
    parts = ["nguyên vẹn theo mã SHA-256 ghi trong gói"]
    for count, told in (
        (len(coverage.unreadable), "tài liệu không đọc được nội dung"),
        (len(coverage.uncopied), "tài liệu không có bản PDF/A đạt kiểm cấu trúc"),
    ):
        if count:
            parts.append(f"{counted(count)} {told}")
    return "; ".join(parts)


def _weeded_list(plan: ArchivePlan) -> WeededContext:
    """The list of proposals with what was decided of each."""
    counts = {verdict: sum(item.verdict is verdict for item in plan.discards) for verdict in Verdict}
    return WeededContext(
        **_frame(plan, "Danh mục tài liệu loại"),
        head=_head(plan),
        year=f"Năm {plan.year}",
        rows=tuple(_weeded(stt, item) for stt, item in enumerate(plan.discards, start=1)),
        summary=(
            f"Danh mục này có {counted(len(plan.discards))} tài liệu: {counts[Verdict.DROP]} loại, "
            f"{counts[Verdict.KEEP]} giữ, {counts[Verdict.OPEN]} chưa quyết định (ở lại trong hồ sơ). "
            "Tệp được loại vẫn nằm nguyên ở nơi lưu, không bị xóa."
        ),
        place_date=_place_date(plan),
        compiler=plan.organ.giver,
        decider=plan.decider,
    )


def _weeded(stt: int, item: Discard) -> WeededLine:
    document = item.document
    where = f"{document.unit}: {document.path}" if document.unit else document.path
    return WeededLine(
        stt=str(stt),
        file=item.file,
        title=document.title,
        path=f"{where}\n{document.sha256[:_SHORT_HASH]}",
        reason=f"{item.reason}: {item.why}",
        verdict=item.verdict.value or "chưa quyết định",
    )


# --- one file -------------------------------------------------------------------------------------


def _cover(plan: ArchivePlan, file: ArchiveFile) -> CoverContext:
    organ = plan.organ
    return CoverContext(
        **_frame(plan, f"Bìa hồ sơ {file.symbol}"),
        fonds=(organ.fonds or f"Phông lưu trữ {organ.name}").upper(),
        office=(organ.office or organ.name).upper(),
        heading=file.heading,
        symbol=file.symbol,
        title=file.title,
        period=_period(file, " đến ngày ", opening="Từ ngày "),
        amount=f"Gồm {len(file.documents)} văn bản, tài liệu; {file.pages} trang; …… tờ",
        fonds_number=organ.fonds_number or "……………",
        retention=str(file.retention),
        basis=f"({file.basis})",
    )


def _document_list(plan: ArchivePlan, file: ArchiveFile) -> DocumentListContext:
    return DocumentListContext(
        **_frame(plan, f"Mục lục văn bản, tài liệu, hồ sơ {file.symbol}"),
        symbol=file.symbol,
        year=f"Năm {plan.year}",
        rows=tuple(_document_lines(plan, file)),
    )


def _document_lines(plan: ArchivePlan, file: ArchiveFile) -> Iterator[DocumentLine]:
    """Page numbers run on through the file; where pages could not be counted the line says so."""
    open_items = {
        (item.document.path, item.document.unit): item for item in plan.discards if item.verdict is Verdict.OPEN
    }
    page = 0
    for document in file.documents:
        first, page = page + 1, page + (document.pages or 0)
        span = f"{first}" if first == page else f"{first}-{page}"
        proposed = open_items.get((document.path, document.unit))
        came = f"nhận ngày {short_date(document.arrived)}" if document.arrived and not document.date else ""
        notes = (came, document.note, document.no_copy, f"đề nghị loại: {proposed.reason}" if proposed else "")
        yield DocumentLine(
            stt=str(document.ordinal),
            reference=document.reference,
            date=short_date(document.date) if document.date else "",
            title=document.title,
            issuer=document.issuer,
            pages=span if document.pages else "chưa đếm được",
            note="; ".join(filter(None, notes)),
        )


def _closing(plan: ArchivePlan, file: ArchiveFile) -> ClosingContext:
    return ClosingContext(
        **_frame(plan, f"Chứng từ kết thúc hồ sơ {file.symbol}"),
        head=_head(plan),
        symbol=file.symbol,
        title=file.title,
        retention=f"{file.retention} ({file.basis})",
        lines=tuple(_closing_lines(file)),
        place_date=_place_date(plan),
        compiler=file.compiler or plan.organ.giver,
    )


def _closing_lines(file: ArchiveFile) -> Iterator[str]:
    yield f"Thời gian của tài liệu: {_period(file, ' đến ngày ', opening='từ ngày ')}."
    yield f"Số văn bản, tài liệu điện tử: {counted(len(file.documents))}."
    yield f"Số trang đếm được: {file.pages} ({number_words(file.pages)})."
    if file.uncounted:
        yield f"Số văn bản, tài liệu chưa đếm được số trang: {counted(file.uncounted)}."
    if file.retention.numbers_sheets:
        yield (
            "Số tờ tài liệu giấy (đánh số tờ vì bảo quản từ "
            f"{NUMBERED_FROM:02d} năm trở lên): …… tờ (viết bằng chữ: {TO_FILL}), từ tờ số …… đến tờ số ……."
        )
    else:
        yield f"Tài liệu giấy: không phải đánh số tờ (bảo quản dưới {NUMBERED_FROM:02d} năm)."
    if file.retention.lists_documents:
        yield "Số tờ mục lục văn bản: …… tờ."
    else:
        yield "Mục lục văn bản: không phải lập (chỉ lập khi bảo quản vĩnh viễn)."
    unread = [document for document in file.documents if not document.readable]
    bare = [document for document in file.documents if document.no_copy]
    yield (
        f"Trạng thái tài liệu: {file.originality}; {len(unread)} tài liệu không đọc được nội dung; "
        f"{len(bare)} tài liệu không có bản PDF/A đạt kiểm cấu trúc."
    )


def _metadata(plan: ArchivePlan, file: ArchiveFile) -> MetadataContext:
    organ, year = plan.organ, plan.year
    # The first field, mã hồ sơ, is the same for all and stands above.
    return MetadataContext(
        **_frame(plan, f"Dữ liệu đặc tả hồ sơ {file.symbol}"),
        symbol=f"Số, ký hiệu hồ sơ: {file.symbol}",
        title=file.title,
        rows=tuple(_values(FILE, file_values(file, organ=organ, year=year))),
        documents=tuple(
            ValueBlock(
                f"Văn bản số {document.ordinal}, {'đến' if document.incoming else 'đi'}: {document.name}",
                tuple(_values(fields_of(document)[1:], document_values(document, file, organ=organ, year=year))),
            )
            for document in file.documents
        ),
    )


def _values(fields: tuple[Field, ...], values: Mapping[str, str]) -> Iterator[ValueLine]:
    """What is known; the XML has the empty fields too."""
    for path, field in leaves(fields):
        if values.get(path):
            yield ValueLine(field.number, field.title, field.name, values[path])


# --- what all have --------------------------------------------------------------------------------


def _frame(plan: ArchivePlan, title: str) -> dict[str, Any]:
    return {"properties": Properties(title, plan.organ.name, plan.day), "banner": plan.banner}


def _head(plan: ArchivePlan) -> ArchiveHead:
    """The part that hands over below its body; the body below the one above it when it hands over itself."""
    organ = plan.organ
    if organ.office:
        return ArchiveHead(in_head_lines(organ.name), in_head(organ.office))
    return ArchiveHead(in_head_lines(organ.parent), in_head(organ.name))


def _place_date(plan: ArchivePlan) -> str:
    return f"{plan.organ.place}, ngày …… tháng …… năm ………"


def _period(file: ArchiveFile, between: str, *, opening: str = "") -> str:
    if file.start is None or file.end is None:
        return TO_FILL
    return f"{opening}{short_date(file.start)}{between}{short_date(file.end)}"
