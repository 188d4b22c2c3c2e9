"""The piece of work a process or a cluster node gets: files of one size, opened once each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from dossier import readers
from dossier.files import hash_file, read_bytes, sha256_hex
from dossier.intake import rules
from dossier.intake.head import parse_head
from dossier.intake.marks import find_secrecy
from dossier.intake.model import DocumentHead, DocumentPart, NumberState
from dossier.intake.parts import find_parts
from dossier.intake.personal import find_personal_data
from dossier.intake.witness import with_signed_number
from dossier.problems import Problem
from dossier.readers import Content, FileKind
from dossier.readers import rules as reader_rules
from dossier.readers.model import OcrMode, Reading, Seal, unreadable

_SHEETS = {FileKind.XLSX, FileKind.XLS, FileKind.ODS}
SIZE_LIMIT = 200 << 20  # bytes; above, a file is hashed and listed but not read


@dataclass(frozen=True, slots=True)
class Gist:
    """All that is learnt from a content, wherever it lies; the problems have no place yet.

    Attributes:
        secrecy: the secrecy mark it bears, such as ``MẬT``; then nothing else was kept of it.
    """

    content: Content
    head: DocumentHead = DocumentHead()
    problems: tuple[Problem, ...] = ()
    secrecy: str | None = None
    parts: tuple[DocumentPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Files of equal size, which alone can be copies of each other, so one task sees all copies.

    Attributes:
        places: absolute paths.
        known: hashes whose gist is in the memo already; such a file is hashed, not read.
        ocr: how much of a scan is read.
        cleared: beginnings of the hashes whose secrecy mark a person found to be a false alarm.
    """

    places: tuple[str, ...]
    size: int
    known: frozenset[str] = frozenset()
    ocr: OcrMode = OcrMode.NONE
    cleared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learnt:
    """A file that was read; ``gist`` is None when its content is known from the memo or a copy before it."""

    place: str
    sha256: str
    gist: Gist | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that gave nothing this time, and why; never kept in the memo."""

    place: str
    problem: Problem


Outcome = Learnt | Failed


def read_group(group: Group) -> tuple[Outcome, ...]:
    """Hash each file and read each new content once."""
    seen = set(group.known)
    outcomes: list[Outcome] = []
    for place in group.places:
        outcome = _read_one(place, group, seen)
        outcomes.append(outcome)
        if isinstance(outcome, Learnt):
            seen.add(outcome.sha256)
    return tuple(outcomes)


def _read_one(place: str, group: Group, seen: set[str]) -> Outcome:
    try:
        if group.size > SIZE_LIMIT:
            return Learnt(place, hash_file(Path(place)), _too_large(group.size))
        data = read_bytes(Path(place))
        sha256 = sha256_hex(data)
        if sha256 in seen:
            return Learnt(place, sha256)
        return Learnt(place, sha256, read_gist(data, ocr=group.ocr, cleared=sha256.startswith(group.cleared)))
    except OSError as error:
        problem = rules.CANNOT_OPEN.at(reader_rules.HERE, f"Không mở được tệp ({error.strerror or error}).")
    except Exception as error:  # noqa: BLE001 - a fault of a reader on one odd file must not stop the run
        problem = reader_rules.BROKEN.at(reader_rules.HERE, f"Không đọc được tệp ({type(error).__name__}).")
    return Failed(place, problem)


def read_gist(data: bytes, *, ocr: OcrMode = OcrMode.NONE, cleared: bool = False) -> Gist:
    """Content and document head of a file's bytes.

    Of a document marked secret only that is kept, unless ``cleared``.
    """
    content, problems = readers.read_content(data, ocr=ocr)  # not before it is asked for: the parent reads nothing
    secrecy = None if cleared else _secrecy(content)
    if secrecy:
        return Gist(Content(FileKind.CLASSIFIED, Reading.UNREADABLE), secrecy=secrecy)
    problems = (*problems, *find_personal_data(content.text))
    if not content.text or content.kind in _SHEETS:
        return Gist(content, problems=problems)
    head = parse_head(
        content.text.split("\n"),
        margins=content.margins,
        recognised=content.recognised,
        witnesses=content.witnesses,
        guesses=content.guesses,
    )
    head = with_signed_number(_with_ink(head, content), content.appearance)
    return Gist(replace(content, openings=()), head, problems, parts=find_parts(content, head))


def _secrecy(content: Content) -> str | None:
    """The mark that any reading of the first page finds."""
    later = (opening.text for opening in content.openings)  # a marked document deep in a stack
    texts = (content.margins, content.text, *content.witnesses, *content.guesses, *later)
    return next((mark for text in texts if (mark := find_secrecy(text.split("\n")))), None)


def _with_ink(head: DocumentHead, content: Content) -> DocumentHead:
    """A number that OCR finds blank on a sealed or signed scan is one it cannot see: handwriting often vanishes."""
    issued = content.recognised and (content.signed or content.seal is Seal.SEEN)
    if not issued or head.number_state is not NumberState.BLANK:
        return head
    return replace(head, number_state=NumberState.UNREADABLE)


def _too_large(size: int) -> Gist:
    message = f"Tệp {size >> 20} MB, quá lớn để đọc chữ ở đây."
    problem = reader_rules.TOO_LARGE.at(reader_rules.HERE, message)
    return Gist(unreadable(FileKind.UNKNOWN), problems=(problem,))
