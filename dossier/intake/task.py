"""The piece of work a process or a cluster node gets: files of one size, opened once each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dossier.files import hash_file, read_bytes, sha256_hex
from dossier.intake import rules
from dossier.intake.head import parse_head
from dossier.intake.model import DocumentHead
from dossier.problems import Problem
from dossier.readers import Content, FileKind, read_content
from dossier.readers import rules as reader_rules
from dossier.readers.model import unreadable

_WITH_HEAD = {FileKind.PDF, FileKind.DOCX, FileKind.TEXT}
SIZE_LIMIT = 200 << 20  # bytes; above, a file is hashed and listed but not read


@dataclass(frozen=True, slots=True)
class Gist:
    """All that is learnt from a content, wherever it lies; the problems have no place yet."""

    content: Content
    head: DocumentHead = DocumentHead()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Files of equal size, which alone can be copies of each other, so one task sees all copies.

    Attributes:
        places: absolute paths.
        known: hashes whose gist is in the memo already; such a file is hashed, not read.
    """

    places: tuple[str, ...]
    size: int
    known: frozenset[str] = frozenset()


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
        outcome = _read_one(place, group.size, seen)
        outcomes.append(outcome)
        if isinstance(outcome, Learnt):
            seen.add(outcome.sha256)
    return tuple(outcomes)


def _read_one(place: str, size: int, seen: set[str]) -> Outcome:
    try:
        if size > SIZE_LIMIT:
            return Learnt(place, hash_file(Path(place)), _too_large(size))
        data = read_bytes(Path(place))
        sha256 = sha256_hex(data)
        return Learnt(place, sha256, None if sha256 in seen else read_gist(data))
    except OSError as error:
        problem = rules.CANNOT_OPEN.at(reader_rules.HERE, f"Không mở được tệp ({error.strerror or error}).")
    except Exception as error:  # noqa: BLE001 - a fault of a reader on one odd file must not stop the run
        problem = reader_rules.BROKEN.at(reader_rules.HERE, f"Không đọc được tệp ({type(error).__name__}).")
    return Failed(place, problem)


def read_gist(data: bytes) -> Gist:
    """Content and document head of a file's bytes."""
    content, problems = read_content(data)
    if not content.text or content.kind not in _WITH_HEAD:
        return Gist(content, problems=problems)
    head = parse_head(content.text.split("\n"), margins=content.margins, recognised=content.recognised)
    return Gist(content, head, problems)


def _too_large(size: int) -> Gist:
    message = f"Tệp {size >> 20} MB, quá lớn để đọc chữ ở đây."
    problem = reader_rules.TOO_LARGE.at(reader_rules.HERE, message)
    return Gist(unreadable(FileKind.UNKNOWN), problems=(problem,))
