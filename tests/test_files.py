import hashlib
import zipfile
from pathlib import Path

import pytest

from dossier import files
from dossier.errors import RefusedError


def test_a_file_is_hashed_as_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"x" * 3_000_000)
    assert files.hash_file(path) == hashlib.sha256(b"x" * 3_000_000).hexdigest()


def test_a_failed_write_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    target = tmp_path / "bao-cao.txt"
    target.write_text("cũ", encoding="utf-8")
    with pytest.raises(RuntimeError), files.staged_file(target) as staging:
        staging.write_text("nửa", encoding="utf-8")
        raise RuntimeError
    assert target.read_text(encoding="utf-8") == "cũ"
    assert [path.name for path in tmp_path.iterdir()] == ["bao-cao.txt"]


def test_a_failed_folder_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), files.staged_folder(tmp_path / "ky") as staging:
        (staging / "a").mkdir()
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_work_in_it_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ky").mkdir()
    (tmp_path / "ky" / "x").write_text("x", encoding="utf-8")
    with pytest.raises(RefusedError, match="đã có"), files.staged_folder(tmp_path / "ky"):
        pass


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../../x", "C:\\x", "a\\..\\..\\x", "con:x", "a/b.", "", "x\x00y", "a /b"]
)
def test_names_that_escape_or_cannot_exist_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError):
        files.safe_inside(tmp_path, name)


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "trong"
    inside.mkdir()
    try:
        (inside / "ra").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("no symbolic links on this system")
    with pytest.raises(RefusedError, match="ra ngoài"):
        files.safe_inside(inside, "ra/x.txt")


def test_equal_content_gives_an_equal_zip(tmp_path: Path) -> None:
    digests = []
    for year in (1999, 2020):
        path = tmp_path / f"{year}.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(zipfile.ZipInfo("word/a.xml", (year, 1, 1, 0, 0, 0)), "<a/>")
        files.settle_zip(path)
        digests.append(files.hash_file(path))
    assert digests[0] == digests[1]
