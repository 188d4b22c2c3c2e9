"""Names in a bag: what leaves it, what other systems cannot hold, what they take for one. Pure."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dossier.text import nfc

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_DRIVE = re.compile(r"^[A-Za-z]:")
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_UNFIT = re.compile(r'[<>:"|?*\x00-\x1f]')
_LONGEST = 255
# RFC 8493, 2.1.3; before 1.0 ``%25`` meant itself.
_ENCODED = {"1.0": re.compile("%(0[AaDd]|25)")}
_ENCODED_BEFORE = re.compile("%(0[AaDd])")
SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini"})


def find_escape(path: str) -> str:
    """Why a path would leave its bag (Vietnamese); empty when it stays. Backslashes count as separators."""
    plain = path.replace("\\", "/")
    if plain.startswith("/"):
        return "đường dẫn tuyệt đối"
    if _DRIVE.match(plain):
        return "đường dẫn có ổ đĩa"
    if plain.startswith("~"):
        return "đường dẫn trỏ về thư mục riêng của người dùng (~)"
    if ".." in plain.split("/"):
        return "đường dẫn đi lên thư mục cha (..)"
    if "\\" in path:
        return "đường dẫn dùng dấu gạch ngược"
    return "tên có ký tự 0" if "\0" in path else ""


def find_windows_fault(path: str) -> str:
    """Why Windows could not hold a path (Vietnamese); empty when it can."""
    for part in path.split("/"):
        if _UNFIT.search(part):
            return f"«{part}» có ký tự Windows không cho phép"
        if _RESERVED.match(part):
            return f"«{part}» là tên Windows giữ riêng"
        if part.endswith((".", " ")):
            return f"«{part}» kết thúc bằng dấu chấm hoặc dấu cách"
        if len(part) > _LONGEST:
            return f"tên dài {len(part)} ký tự, quá {_LONGEST}"
    return ""


def twin_key(path: str) -> str:
    """Equal for paths that Windows or macOS takes for one."""
    return nfc(path).casefold()


def may_hold_twins(paths: Iterable[str]) -> bool:
    """Whether other systems may take two of the paths for one: where it says no, a million keys need not be held."""
    return any(first == second for first, second in pairwise(sorted(hash(twin_key(path)) for path in paths)))


def find_twins(paths: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different paths that other systems take for one, the first of a group with each of the others."""
    if not may_hold_twins(paths):
        return
    firsts: dict[str, str] = {}
    for path in dict.fromkeys(paths):
        first = firsts.setdefault(twin_key(path), path)
        if first != path:
            yield first, path


def encode_path(path: str) -> str:
    """A path as a manifest of BagIt 1.0 spells it."""
    return path.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def decode_path(text: str, version: str) -> str:
    """A path from a manifest of some version."""
    return _ENCODED.get(version, _ENCODED_BEFORE).sub(lambda found: chr(int(found[1], 16)), text)


def is_system_name(path: str) -> bool:
    """Whether a file is one that the system leaves in folders."""
    return path.rpartition("/")[2].casefold() in SYSTEM_NAMES
