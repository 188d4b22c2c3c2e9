"""Files: one-read hashing, staged writing, safe names. Originals are only ever opened for reading."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from dossier.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHUNK = 1 << 20
# ZIP cannot say "no time"; this is the earliest it can say, so that equal inputs give equal bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNSAFE = set('<>:"\\|?*') | {chr(code) for code in range(32)}


def long_path(path: Path) -> Path:
    """The path in the form that Windows opens past 260 characters; elsewhere the path itself."""
    if os.name != "nt":
        return path
    text = str(path.resolve())
    if text.startswith("\\\\?\\"):
        return path
    return Path("\\\\?\\UNC" + text[1:] if text.startswith("\\\\") else "\\\\?\\" + text)


def why(error: OSError) -> str:
    """Why a file could not be read or written, for people; the system's own words where it is none of the usual."""
    if isinstance(error, FileNotFoundError):
        return "không có tệp này"
    if isinstance(error, PermissionError):
        return "không có quyền, hoặc tệp đang mở ở chương trình khác"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "ổ đĩa đã hết chỗ"
    if isinstance(error, IsADirectoryError):
        return "đây là thư mục"
    return error.strerror or str(error)


def read_bytes(path: Path) -> bytes:
    """The whole file, opened read-only."""
    return long_path(path).read_bytes()


def sha256_hex(data: bytes) -> str:
    """SHA-256 of bytes in memory, lower-case hex."""
    return hashlib.sha256(data).hexdigest()


def hash_file(path: Path) -> str:
    """SHA-256 of a file, lower-case hex, in constant memory."""
    with long_path(path).open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@contextmanager
def staged_file(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write to; it becomes ``target`` whole when the block ends well.

    An error leaves the old ``target`` as it was and no half file.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    staging = _staging_name(target)
    try:
        yield staging
        _replace(staging, target)
    finally:
        staging.unlink(missing_ok=True)


def _staging_name(target: Path) -> Path:
    """A name beside ``target`` that no other process takes; not ``mkstemp``, whose files only the owner may read."""
    return target.with_name(f".dang-ghi-{os.getpid()}-{target.stem[:40]}{target.suffix}")


def _replace(staging: Path, target: Path) -> None:
    try:
        staging.replace(target)
    except PermissionError as error:
        raise RefusedError(f"Không ghi được {target.name}: tệp đang mở ở chương trình khác, hãy đóng lại.") from error


def write_bytes(target: Path, data: bytes) -> None:
    """Write a whole file by staging."""
    with staged_file(target) as staging:
        staging.write_bytes(data)


def write_text(target: Path, text: str) -> None:
    r"""Write UTF-8 text with ``\\n`` line ends by staging."""
    write_bytes(target, text.encode("utf-8"))


@contextmanager
def put_back_on_error(path: Path) -> Iterator[None]:
    """A file as it was before the block, or none again, when the block does not end well.

    For what is written in two places: the room that the old file took is free again while it is put back.
    """
    before = read_bytes(path) if path.exists() else None
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink(missing_ok=True)
        elif read_bytes(path) != before:
            write_bytes(path, before)
        raise


@contextmanager
def staged_folder(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` to fill; it becomes ``target`` when the block ends well.

    Raises:
        RefusedError: ``target`` exists already; a folder is never overwritten.
    """
    if target.exists() and any(target.iterdir()):
        raise RefusedError(f"Thư mục {target} đã có và không rỗng: hãy chọn thư mục khác.")
    staging = _staging_name(target)
    staging.mkdir(parents=True)
    try:
        yield staging
        if target.exists():
            target.rmdir()
        staging.replace(target)
    finally:
        if staging.exists():
            shutil.rmtree(staging)


def safe_inside(root: Path, relative: str) -> Path:
    """``root / relative``, refused when a name from data would leave ``root`` or cannot exist on Windows.

    Raises:
        RefusedError: absolute, drive, ``..`` or reserved characters.
    """
    pure = PurePosixPath(relative.replace("\\", "/"))
    parts = pure.parts
    unsafe = pure.is_absolute() or not parts or ".." in parts or any(_UNSAFE & set(part) for part in parts)
    if unsafe or any(part.endswith((".", " ")) for part in parts):
        raise RefusedError(f"Tên tệp không an toàn: «{relative}».")
    path = root.joinpath(*parts)
    if not path.resolve().is_relative_to(root.resolve()):
        raise RefusedError(f"Đường dẫn ra ngoài thư mục: «{relative}».")
    return path


def settle_zip(path: Path) -> None:
    """Rewrite a ZIP (DOCX, XLSX) with fixed times and host, so that equal content gives equal bytes."""
    with zipfile.ZipFile(path) as source:
        members = [(info.filename, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members:
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            target.writestr(info, data)
