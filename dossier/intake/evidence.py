"""EvidenceFile from what was learnt: the place filled in, and the checks that need name or head. Pure."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dossier.intake import rules
from dossier.intake.model import DocumentHead, DocumentPart, EvidenceFile, FileKind, NumberState, Reading
from dossier.intake.parts import pages_said
from dossier.intake.witness import with_named_number
from dossier.problems import Where
from dossier.readers.model import UNVERIFIED
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.intake.model import SignatureInfo
    from dossier.intake.task import Gist
    from dossier.intake.walk import Entry
    from dossier.problems import Problem

_EXTENSIONS: dict[str, FileKind] = {
    ".pdf": FileKind.PDF,
    ".docx": FileKind.DOCX,
    ".docm": FileKind.DOCX,
    ".dotx": FileKind.DOCX,
    ".xlsx": FileKind.XLSX,
    ".xlsm": FileKind.XLSX,
    ".xls": FileKind.XLS,
    ".doc": FileKind.DOC,
    ".odt": FileKind.ODT,
    ".ods": FileKind.ODS,
    ".rtf": FileKind.RTF,
    ".ppt": FileKind.PPT,
    ".pptx": FileKind.PPTX,
    ".jpg": FileKind.IMAGE,
    ".jpeg": FileKind.IMAGE,
    ".png": FileKind.IMAGE,
    ".gif": FileKind.IMAGE,
    ".tif": FileKind.IMAGE,
    ".tiff": FileKind.IMAGE,
    ".zip": FileKind.ARCHIVE,
    ".rar": FileKind.ARCHIVE,
    ".7z": FileKind.ARCHIVE,
}
# The problem of an unknown or empty content is that, not its extension.
_UNJUDGED = {FileKind.UNKNOWN, FileKind.EMPTY, FileKind.SYSTEM, FileKind.CLASSIFIED}
# «Du thao BC…», «3. Dự thảo Kế hoạch»; not «góp ý dự thảo…», which is a letter about somebody's draft.
_DRAFT_NAME = re.compile(r"(?:\d+[ ._-]*)?(?:ban )?du[ _-]?thao\b")


def build_file(entry: Entry, sha256: str, gist: Gist, *, unit: str) -> EvidenceFile:
    """The evidence file at an entry, from the gist of its content."""
    where = Where(path=entry.path, unit=unit)
    content = gist.content
    name = PurePosixPath(entry.path).name
    head = with_named_number(_with_draft_name(gist.head, name), name)
    return EvidenceFile(
        path=entry.path,
        size=entry.size,
        mtime_ns=entry.mtime_ns,
        kind=content.kind,
        reading=content.reading,
        sha256=sha256,
        pages=content.pages,
        head=head,
        text=content.text,
        text_source=content.source,
        signed=content.signed,
        signatures=content.signatures,
        seal=content.seal,
        parts=_first_named(gist.parts, head),
        problems=(
            *_secrecy_problems(gist.secrecy, sha256, where),
            *(_placed(problem, where) for problem in gist.problems),
            *_extension_problems(name, content.kind, where),
            *_head_problems(head, where),
            *_signature_problems(content.signatures, where),
            *_stack_problems(gist.parts, where),
        ),
    )


def build_unread(entry: Entry, problem: Problem, *, unit: str) -> EvidenceFile:
    """An entry that was not or could not be opened, with the reason."""
    placed = (_placed(problem, Where(path=entry.path, unit=unit)),)
    return EvidenceFile(entry.path, entry.size, entry.mtime_ns, FileKind.UNKNOWN, Reading.UNREADABLE, problems=placed)


def build_aside(entry: Entry, kind: FileKind, *, unit: str) -> EvidenceFile:
    """A lock or system file, listed and not opened."""
    what = "Tệp khóa của chương trình soạn thảo" if kind is FileKind.LOCK else "Tệp hệ thống"
    problem = rules.SYSTEM_FILE.at(Where(path=entry.path, unit=unit), f"{what}, không phải minh chứng.")
    return EvidenceFile(entry.path, entry.size, entry.mtime_ns, kind, Reading.IGNORED, problems=(problem,))


def find_duplicates(files: Iterable[EvidenceFile]) -> tuple[tuple[str, ...], ...]:
    """Groups of paths with one content; empty and system files are no duplicates of each other."""
    groups: dict[str, list[str]] = {}
    for file in files:
        if file.sha256 and file.size and file.reading is not Reading.IGNORED:
            groups.setdefault(file.sha256, []).append(file.path)
    return tuple(tuple(paths) for paths in groups.values() if len(paths) > 1)


def duplicate_problems(duplicates: Sequence[Sequence[str]], *, unit: str) -> Iterator[Problem]:
    """One warning a group, placed at its first file."""
    for first, *others in duplicates:
        names = ", ".join(f"«{other}»" for other in others)
        yield rules.DUPLICATE.at(Where(path=first, unit=unit), f"Nội dung giống hệt {names}.")


def _placed(problem: Problem, where: Where) -> Problem:
    return dataclasses.replace(problem, where=dataclasses.replace(where, cell=problem.where.cell))


def _with_draft_name(head: DocumentHead, name: str) -> DocumentHead:
    found = _DRAFT_NAME.match(fold(name))
    if head.draft_words or not found:
        return head
    return dataclasses.replace(head, draft_words=name[: found.end()])


def _extension_problems(name: str, kind: FileKind, where: Where) -> Iterator[Problem]:
    suffix = PurePosixPath(name).suffix.casefold()
    named = _EXTENSIONS.get(suffix)
    if named and named is not kind and kind not in _UNJUDGED:
        message = f"Đuôi tệp là {suffix} nhưng nội dung là {kind.value.upper()}."
        yield rules.WRONG_EXTENSION.at(where, message)


def _head_problems(head: DocumentHead, where: Where) -> Iterator[Problem]:
    symbol = f" (…/{head.symbol})" if head.symbol else ""
    if head.draft_words:
        yield rules.DRAFT.at(where, f"Có dấu hiệu dự thảo: «{head.draft_words}».")
    if head.number_state is NumberState.BLANK:
        yield rules.BLANK_NUMBER.at(where, f"Chỗ ghi số còn để trống{symbol}.")
    if head.number_state is NumberState.UNREADABLE:
        read_as = f"; máy đọc ra: {_list(head.number_readings)}" if head.number_readings else ""
        yield rules.UNREADABLE_NUMBER.at(where, f"Văn bản có số nhưng không đọc được chắc chắn{symbol}{read_as}.")
    if head.date is None and head.date_readings:
        yield rules.UNREADABLE_DATE.at(
            where, f"Ngày không đọc được chắc chắn; máy đọc ra: {_list(head.date_readings)}."
        )
    if head.annex_of:
        yield rules.ANNEX.at(where, f"Là phụ lục của văn bản {head.annex_of}.")


def _first_named(parts: Sequence[DocumentPart], head: DocumentHead) -> tuple[DocumentPart, ...]:
    """The parts, the first with all that the file's name adds to its head."""
    return (dataclasses.replace(parts[0], head=head), *parts[1:]) if parts else ()


def _stack_problems(parts: Sequence[DocumentPart], where: Where) -> Iterator[Problem]:
    if parts:
        told = "; ".join(f"trang {pages_said(part.first, part.last)}: {_named(part.head)}" for part in parts)
        yield rules.STACK.at(where, f"Tệp gồm {len(parts)} văn bản: {told}.")


def _named(head: DocumentHead) -> str:
    return " ".join(filter(None, (head.type, head.reference or head.symbol))) or "chưa rõ loại"


def _list(readings: Sequence[str]) -> str:
    return ", ".join(f"«{reading}»" for reading in readings)


def _secrecy_problems(secrecy: str | None, sha256: str, where: Where) -> Iterator[Problem]:
    if secrecy:
        message = f"Văn bản mang dấu «{secrecy}»: không đọc, không lưu nội dung (mã tệp {sha256[:16]})."
        yield rules.SECRET.at(where, message)


def _signature_problems(signatures: Sequence[SignatureInfo], where: Where) -> Iterator[Problem]:
    broken = [signature.signer or "không rõ tên" for signature in signatures if signature.intact is False]
    if broken:
        message = f"Nội dung không khớp chữ ký số của {_list(broken)} ({UNVERIFIED})."
        yield rules.CHANGED_AFTER_SIGNING.at(where, message)
    elif any(signature.intact for signature in signatures) and not any(signature.whole for signature in signatures):
        message = f"Tệp có phần thêm vào sau chữ ký số cuối cùng ({UNVERIFIED})."
        yield rules.CHANGED_AFTER_SIGNING.at(where, message)
