"""Where a folder really lies: on this machine or behind a network, and which folder is the user's own here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Only what is a network for certain: a wrong guess would split one campaign's cache between machines for nothing.
_NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"}
)
_MOUNTS = Path("/proc/self/mounts")
_DRIVE_REMOTE = 4  # Windows' answer of GetDriveTypeW


def is_on_network(folder: Path, *, mounts: Path = _MOUNTS) -> bool:
    """Whether a folder lies on a network drive; False where the system does not say."""
    place = folder.resolve()
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - Windows only

        unc = str(place).startswith("\\\\")
        return unc or ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\") == _DRIVE_REMOTE
    try:
        lines = mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    # Device, mount point with octal escapes, file system; of nested mounts the deepest holds the folder.
    mounted = [(_unescape(fields[1]), fields[2]) for line in lines if len(fields := line.split(" ")) > 2]  # noqa: PLR2004
    holding = [(point, system) for point, system in mounted if place.is_relative_to(point)]
    return bool(holding) and max(holding, key=lambda mount: len(mount[0]))[1] in _NETWORK_SYSTEMS


def _unescape(point: str) -> str:
    for code, char in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, char)
    return point


def user_cache() -> Path:
    """The folder for programs' caches of whoever runs this."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Dossier" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "dossier"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dossier"
