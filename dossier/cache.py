"""The memo, what was once learnt from a file's content, kept by its hash; and the full-text index. The only SQLite.

Deleting them changes no result, only the time the next run takes. One writer at a time (the campaign's lock).
"""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Self

from dossier.problems import CheckRule, Severity, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from dossier.problems import Problem

_REBUILT = CheckRule(
    "CAC01",
    Severity.HINT,
    "Bộ nhớ đệm đọc được",
    "Bộ nhớ đệm chỉ để chạy nhanh hơn; hỏng hoặc không ghi được thì đọc lại từ đầu, kết quả không đổi",
    "Không phải làm gì; lần chạy này lâu hơn.",
)
RULES = (_REBUILT,)

# A text longer than this is packed: the memo of a province is then a third of the size, and no slower to read.
_PACKED_FROM = 500

_MEMO_SCHEMA = """
CREATE TABLE IF NOT EXISTS stat (
    path BLOB PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS stat_size ON stat (size);
CREATE TABLE IF NOT EXISTS memo (
    kind TEXT, version TEXT, sha256 TEXT, text TEXT NOT NULL, PRIMARY KEY (kind, version, sha256)
) WITHOUT ROWID;
"""
# The words are cut in Python (``dossier.search``): SQLite's tokenizer only has to part them at spaces.
_FULL_TEXT_SCHEMA = """
CREATE TABLE IF NOT EXISTS place (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, mark TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 0');
"""
# A word of the title weighs four of the body.
_FIND = """
SELECT key FROM words JOIN place ON place.id = words.rowid WHERE words MATCH ? ORDER BY bm25(words, 4.0), key
"""


class _Database:
    """A database in a file, or in memory only when ``path`` is None.

    A file that is no database or is damaged is deleted and begun anew; one that cannot be opened or written
    (locked, read-only, full disk) is left alone and memory is used instead. Either is told in ``problems``.
    """

    _schema: ClassVar[str]

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._problems: list[Problem] = []
        self._connection = self._open()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong with the memo file, as hints."""
        return tuple(self._problems)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep what was learnt, also when the run was interrupted: each row is true by itself."""
        self.close()

    def save(self) -> None:
        """Write down what was learnt so far, for others to use and against a power cut."""
        try:
            self._connection.commit()
        except sqlite3.Error as error:
            self._tell(error)

    def close(self) -> None:
        """Write everything down and let go of the file."""
        self.save()
        self._connection.close()

    def _one(self, sql: str, values: Sequence[Any]) -> str | None:
        rows = self._run(sql, values)
        return str(rows[0][0]) if rows else None

    def _run(self, sql: str, values: Sequence[Any]) -> list[Any]:
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            self._connection.close()
            self._connection = self._recover(error)
            return self._connection.execute(sql, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        if self._path is None:
            return _connect(":memory:", self._schema)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return _connect(str(self._path), self._schema)
        except (sqlite3.DatabaseError, OSError) as error:
            return self._recover(error)

    def _recover(self, error: Exception) -> sqlite3.Connection:
        """Begin anew in the file when its content is at fault, in memory when its place is."""
        self._tell(error)
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if damaged and self._path is not None:
            try:
                self._path.unlink(missing_ok=True)
                return _connect(str(self._path), self._schema)
            except (sqlite3.DatabaseError, OSError):
                pass
        self._path = None
        return _connect(":memory:", self._schema)

    def _tell(self, error: Exception) -> None:
        where = Where(path=str(self._path or ""))
        self._problems.append(_REBUILT.at(where, f"Bộ nhớ đệm không dùng được ({error}); đọc lại từ đầu."))


class Memo(_Database):
    """What was learnt from contents, and which content a file held when last seen."""

    _schema = _MEMO_SCHEMA

    def sha256_of(self, path: str, *, size: int, mtime_ns: int) -> str | None:
        """The hash of the file at a path, believed when size and modification time are unchanged."""
        sql = "SELECT sha256 FROM stat WHERE path = ? AND size = ? AND mtime_ns = ?"
        return self._one(sql, (_key(path), size, mtime_ns))

    def remember_stat(self, path: str, *, size: int, mtime_ns: int, sha256: str) -> None:
        """Note what the file at a path held at that size and time."""
        self._run("INSERT OR REPLACE INTO stat VALUES (?, ?, ?, ?)", (_key(path), size, mtime_ns, sha256))

    def hashes_of_size(self, size: int) -> frozenset[str]:
        """Hashes of all files of that size ever seen: a new file of another size is a new content."""
        rows = self._run("SELECT DISTINCT sha256 FROM stat WHERE size = ?", (size,))
        return frozenset(row[0] for row in rows)

    def get(self, kind: str, version: str, sha256: str) -> str | None:
        """What was learnt of that kind, by that version of the program, from that content."""
        rows = self._run("SELECT text FROM memo WHERE kind = ? AND version = ? AND sha256 = ?", (kind, version, sha256))
        return _unpack(rows[0][0]) if rows else None

    def put(self, kind: str, version: str, sha256: str, text: str) -> None:
        """Keep what was learnt; ``text`` is JSON."""
        self._run("INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?)", (kind, version, sha256, _pack(text)))

    def sizes(self) -> dict[str, Size]:
        """What each kind takes; the files seen are the kind ``stat``."""
        sql = "SELECT kind, count(*), sum(length(CAST(text AS BLOB))) FROM memo GROUP BY kind ORDER BY kind"
        kinds = {kind: Size(count, size) for kind, count, size in self._run(sql, ())}
        ((count, size),) = self._run("SELECT count(*), coalesce(sum(length(path) + length(sha256)), 0) FROM stat", ())
        return {**kinds, "stat": Size(count, size)}

    def forget(self, *, stands: Callable[[str], bool], versions: Mapping[str, str]) -> int:
        """Drop what nothing here can ask for again; returns how many rows.

        Args:
            stands: whether the file at a path is still there.
            versions: by kind of what is learnt from files: the beginning of the versions now in use; rows of other
                versions go, and those of contents that no file bears any more.
        """
        rows = self._run("SELECT path FROM stat", ())
        gone = [(path,) for (path,) in rows if not stands(path.decode("utf-8", "surrogatepass"))]
        for path in gone:
            self._run("DELETE FROM stat WHERE path = ?", path)
        dropped = len(gone)
        for kind, version in versions.items():
            unasked = "kind = ? AND (substr(version, 1, ?) <> ? OR sha256 NOT IN (SELECT sha256 FROM stat))"
            values = (kind, len(version), version)
            ((count,),) = self._run(f"SELECT count(*) FROM memo WHERE {unasked}", values)  # noqa: S608 - our own words
            self._run(f"DELETE FROM memo WHERE {unasked}", values)  # noqa: S608 - our own words
            dropped += count
        self._compact()
        return dropped

    def clear(self) -> None:
        """Drop everything."""
        self._run("DELETE FROM memo", ())
        self._run("DELETE FROM stat", ())
        self._compact()

    def _compact(self) -> None:
        """Give the space back to the disk."""
        self._connection.commit()
        self._run("VACUUM", ())


@dataclass(frozen=True, slots=True)
class Size:
    """Rows, and bytes as kept."""

    rows: int
    size: int


class FullText(_Database):
    """A full-text index over documents known by a key, brought up to date at each question."""

    _schema = _FULL_TEXT_SCHEMA

    def find(self, expression: str, *, marks: Mapping[str, str], read: Callable[[str], tuple[str, str]]) -> list[str]:
        """Keys of the documents that fit an FTS5 expression, the best (BM25) first, equals by key.

        Args:
            expression: an FTS5 query; whoever builds it quotes what people typed.
            marks: every document there is, by key, with a mark that changes whenever its words do.
            read: title and body of a document as words parted by spaces; asked only for new and changed ones.
        """
        asked = None
        while asked is not self._connection:  # a database begun anew on the way knows nothing yet
            asked = self._connection
            self._bring_up_to_date(marks, read)
            rows = self._run(_FIND, (expression,))
        return [row[0].decode("utf-8", "surrogatepass") for row in rows]

    def _bring_up_to_date(self, marks: Mapping[str, str], read: Callable[[str], tuple[str, str]]) -> None:
        wanted = {_key(key): (key, mark) for key, mark in marks.items()}
        known: set[bytes] = set()
        for row, key, mark in self._run("SELECT id, key, mark FROM place", ()):
            if key in wanted and wanted[key][1] == mark:
                known.add(key)
            else:
                self._run("DELETE FROM words WHERE rowid = ?", (row,))
                self._run("DELETE FROM place WHERE id = ?", (row,))
        for blob in wanted.keys() - known:
            key, mark = wanted[blob]
            self._run("INSERT INTO place (key, mark) VALUES (?, ?)", (blob, mark))
            self._run(
                "INSERT INTO words (rowid, title, body) SELECT id, ?, ? FROM place WHERE key = ?", (*read(key), blob)
            )


def _connect(target: str, schema: str) -> sqlite3.Connection:
    connection = sqlite3.connect(target, timeout=2)
    try:
        # A lost memo costs time only, so durability is not paid for. No WAL: it fails on network drives.
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(schema)
    except sqlite3.DatabaseError:
        connection.close()
        raise
    return connection


def _pack(text: str) -> str | bytes:
    return zlib.compress(text.encode("utf-8"), 1) if len(text) > _PACKED_FROM else text


def _unpack(kept: str | bytes) -> str | None:
    """None when the disk gave other bytes back than were written."""
    try:
        return zlib.decompress(kept).decode("utf-8") if isinstance(kept, bytes) else kept
    except (zlib.error, UnicodeDecodeError):
        return None


def _key(path: str) -> bytes:
    """A path as bytes, so that a name the disk holds in a foreign encoding can be a key too."""
    return path.encode("utf-8", "surrogatepass")
