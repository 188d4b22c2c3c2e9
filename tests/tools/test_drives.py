from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from dossier.tools.drives import is_on_network, user_cache

if TYPE_CHECKING:
    from pathlib import Path

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//may-chu/chung {place} cifs rw 0 0
/dev/sdb1 {place}/trong ext4 rw 0 0
may:/x {space} nfs4 rw 0 0
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows asks its own system")


@pytest.fixture
def mounts(tmp_path: Path) -> Path:
    table = tmp_path / "mounts"
    space = str(tmp_path / "hai chu").replace(" ", "\\040")
    table.write_text(MOUNTS.format(place=tmp_path / "chung", space=space), encoding="utf-8")
    return table


@pytest.mark.parametrize(
    ("folder", "remote"),
    [("chung/ky", True), ("chung", True), ("chung-khac", False), ("chung/trong/ky", False), ("hai chu/ky", True)],
)
def test_the_deepest_mount_decides(mounts: Path, tmp_path: Path, folder: str, *, remote: bool) -> None:
    assert is_on_network(tmp_path / folder, mounts=mounts) is remote


def test_a_system_that_does_not_say_is_taken_for_local(tmp_path: Path) -> None:
    assert not is_on_network(tmp_path, mounts=tmp_path / "khong-co")


def test_the_user_s_cache_follows_the_system_s_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert user_cache() == tmp_path / "dossier"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cua-toi"))
    assert user_cache() == tmp_path / "cua-toi" / "Dossier" / "Cache"
