r"""``records/journal.jsonl``: one line per act, each bound to the line before it by SHA-256.

A line is canonical JSON (keys sorted, no spaces, UTF-8, ``\n``): whoever changes one byte, of meaning or not,
breaks the chain at that line. ``journal.head`` beside it keeps the number and hash of the last line, for a chain
alone cannot tell that its own end is missing.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from dossier.errors import BadInputError, DamagedError, RefusedError
from dossier.files import read_bytes, sha256_hex, write_bytes, write_text
from dossier.problems import CheckRule, Problem, Severity, Where

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

JOURNAL_FILE = "journal.jsonl"
_HEAD_FILE = "journal.head"
_SCHEMA = 1
_START = "0" * 64
# The campaign's lock keeps other programs out; in the web program a page and a job may append at once.
_APPENDING = threading.Lock()
_RESTORE = "Giữ nguyên tệp, lấy lại bản sao lưu đúng của thư mục records; không sửa tay nhật ký."

RULES = (
    CheckRule("JRN01", Severity.ERROR, "Dòng nhật ký không bị sửa", "Chuỗi mã băm SHA-256 từng dòng", _RESTORE),
    CheckRule("JRN02", Severity.ERROR, "Nhật ký không mất dòng cuối", "Đối chiếu với tệp journal.head", _RESTORE),
    CheckRule(
        "JRN03",
        Severity.ERROR,
        "Nhật ký không bị tách làm hai bản",
        "Phần mềm đồng bộ tạo bản sao khi hai máy cùng ghi",
        "Đối chiếu hai bản: «dossier journal show»; ghi lại các việc bị sót, rồi chuyển bản kia ra ngoài records.",
    ),
    CheckRule(
        "JRN04",
        Severity.WARNING,
        "Không có bản sao của nhật ký nằm lẫn trong records",
        "Phần mềm đồng bộ tạo bản sao khi hai máy cùng ghi",
        "Bản này không có gì mới; chuyển ra ngoài thư mục records.",
    ),
)
BROKEN, CUT, FORKED, COPY = RULES


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happened, before it is written down.

    Attributes:
        act: a stable word such as ``submitted``.
        unit: unit id; empty when the act is about the campaign.
        file: name of the file it came from; empty when none.
        sha256: of that file.
        data: plain JSON values; numbers as text, so that no digit is lost.
    """

    act: str
    unit: str = ""
    file: str = ""
    sha256: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    Attributes:
        seq: 1-based number of the line.
        at: when it was written, ISO 8601 with zone.
        prev: hash of the line before; zeros for the first.
        hash: SHA-256 of this line's canonical JSON without ``hash``.
    """

    seq: int
    at: str
    who: str
    act: str
    unit: str
    file: str
    sha256: str
    data: Mapping[str, Any]
    prev: str
    hash: str


_NAMES = tuple(item.name for item in fields(Entry))


def append_journal(path: Path, acts: Iterable[Act], *, at: dt.datetime, who: str) -> tuple[Entry, ...]:
    """Write acts at the end of the journal; all of them or none.

    The caller holds the campaign's lock. The file is replaced whole (old bytes, then the new lines), so a power cut
    leaves no half line.

    Raises:
        DamagedError: the journal does not verify; nothing is written onto a broken chain.
    """
    with _APPENDING:
        entries, problems = load_journal(path)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if errors:
            raise DamagedError("Nhật ký không toàn vẹn, không ghi tiếp được.", problems=errors)
        added = tuple(build_entries(acts, last=entries[-1] if entries else None, at=at, who=who))
        if added:
            old = read_bytes(path) if path.exists() else b""
            write_bytes(path, old + b"".join(_line(entry) for entry in added))
            _write_head(path, added[-1], first=not old)
        return added


def _write_head(path: Path, last: Entry, *, first: bool) -> None:
    """A head that a full disk leaves behind is caught up by the next act; a journal without one would look cut."""
    try:
        write_text(path.with_name(_HEAD_FILE), f"{last.seq} {last.hash}\n")
    except (OSError, RefusedError):
        if first:
            path.unlink()
            raise


def load_journal(path: Path) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The lines up to the first broken one, and everything that is wrong with the journal and its copies.

    Raises:
        BadInputError: written by a newer Dossier.
    """
    data = read_bytes(path) if path.exists() else b""
    entries, fault = _read_chain(data, path.name)
    problems = [fault] if fault else _check_head(path, entries)
    return entries, (*problems, *_find_copies(path, data))


def verify_journal(path: Path) -> tuple[Problem, ...]:
    """What is wrong with a journal: the first broken line, a lost end, forked copies beside it. Empty: nothing."""
    return load_journal(path)[1]


def build_entries(acts: Iterable[Act], *, last: Entry | None, at: dt.datetime, who: str) -> Iterator[Entry]:
    """The lines that would follow ``last`` (None: the first ones), without writing them."""
    seq, prev = (last.seq, last.hash) if last else (0, _START)
    stamp = at.isoformat(timespec="seconds")
    for act in acts:
        seq += 1
        entry = Entry(seq, stamp, who, act.act, act.unit, act.file, act.sha256, act.data, prev, "")
        prev = sha256_hex(_unsigned(entry))
        yield replace(entry, hash=prev)


def _unsigned(entry: Entry) -> bytes:
    """The canonical JSON that an entry's hash is of: every key but ``hash``."""
    values = {name: getattr(entry, name) for name in _NAMES if name != "hash"}
    return _canonical({**values, "schema": _SCHEMA})


def _line(entry: Entry) -> bytes:
    values = {name: getattr(entry, name) for name in _NAMES}
    return _canonical({**values, "schema": _SCHEMA}) + b"\n"


def _canonical(values: dict[str, Any]) -> bytes:
    # A file name may hold half a character (a lone surrogate); it must not stop the record.
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")


class _Known:
    """The last whole chain that was read: an act reads the journal three times, a page of the service each time."""

    chain: tuple[bytes, tuple[Entry, ...]] = (b"", ())


def _read_chain(data: bytes, name: str) -> tuple[tuple[Entry, ...], Problem | None]:
    known, before = _Known.chain
    if not data.startswith(known):
        known, before = b"", ()
    entries = list(before)
    prev = before[-1].hash if before else _START
    for number, line in enumerate(data[len(known) :].splitlines(keepends=True), start=len(before) + 1):
        entry = _parse(line, name)
        fault = _fault(entry, line, number=number, prev=prev)
        if entry is None or fault:
            where = Where(path=f"records/{name}", line=number)
            rule = BROKEN if line.endswith(b"\n") else CUT
            return tuple(entries), rule.at(where, f"Nhật ký hỏng từ dòng {number}: {fault}.")
        entries.append(entry)
        prev = entry.hash
    found = before if len(entries) == len(before) else tuple(entries)
    _Known.chain = (data, found)
    return found, None


def _parse(line: bytes, name: str) -> Entry | None:
    try:
        values = json.loads(line)
        schema = values.pop("schema")
        if isinstance(schema, int) and schema > _SCHEMA:
            raise BadInputError(f"{name} do bản Dossier mới hơn ghi (mẫu {schema}): hãy nâng cấp Dossier.")
        return Entry(**values) if schema == _SCHEMA else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _fault(entry: Entry | None, line: bytes, *, number: int, prev: str) -> str:
    if not line.endswith(b"\n"):
        return "dòng bị cắt cụt"
    if entry is None:
        return "không đọc được dòng này"
    if entry.prev != prev or entry.seq != number:
        return "không nối với dòng trước (thiếu, thừa hoặc đổi chỗ dòng)"
    # The bytes as they stand, not as they would be written again: cutting out the hash gives what it is of. It is the
    # last such member of the line, for those after it are plain strings, whose quotes are escaped.
    head, found, tail = line[:-1].rpartition(f'"hash":"{entry.hash}",'.encode())
    return "" if found and sha256_hex(head + tail) == entry.hash else "nội dung đã bị sửa"


def _check_head(path: Path, entries: Sequence[Entry]) -> list[Problem]:
    """The head may lag (a power cut between the two files), never lead."""
    head = path.with_name(_HEAD_FILE)
    if not head.exists():
        missing = f"Thiếu tệp {_HEAD_FILE}: không biết nhật ký có mất dòng cuối hay không."
        return [CUT.at(Where(path=f"records/{path.name}"), missing)] if entries else []
    seq, _, digest = read_bytes(head).decode("utf-8", "replace").strip().partition(" ")
    number = int(seq) if seq.isdecimal() else 0
    if 0 < number <= len(entries) and entries[number - 1].hash == digest:
        return []
    where = Where(path=f"records/{path.name}", line=len(entries) or None)
    return [CUT.at(where, f"Nhật ký còn {len(entries)} dòng, đã từng ghi tới dòng {seq or '?'} (mã {digest[:12]}).")]


def _find_copies(path: Path, data: bytes) -> list[Problem]:
    """Copies that OneDrive, Dropbox, Syncthing or a person left beside the journal."""
    if not path.parent.is_dir():
        return []
    others = sorted(other for other in path.parent.glob("*journal*") if other.name not in {path.name, _HEAD_FILE})
    mine = data.splitlines() if others else []
    return [_judge_copy(other, mine) for other in others if other.is_file()]


def _judge_copy(other: Path, mine: list[bytes]) -> Problem:
    where = Where(path=f"records/{other.name}")
    theirs = read_bytes(other).splitlines()
    if theirs == mine[: len(theirs)]:
        return COPY.at(where, f"{other.name} là bản sao cũ của nhật ký.")
    same = next(
        (at for at, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs))
    )
    message = f"{other.name} tách khỏi nhật ký sau dòng {same}: nhật ký có thêm {len(mine) - same} dòng, "
    return FORKED.at(where, f"{message}bản này có thêm {len(theirs) - same} dòng.")
