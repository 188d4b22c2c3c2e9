import pytest

from dossier.intake.model import EvidenceFile, EvidenceIndex, FileKind, Reading
from dossier.intake.photos import find_series, tell_series


def index(*paths: str, kind: FileKind = FileKind.IMAGE) -> EvidenceIndex:
    return EvidenceIndex("xa-a", tuple(EvidenceFile(path, 1, 1, kind, Reading.SCAN) for path in paths))


@pytest.mark.parametrize(
    "paths",
    [
        ("3.3/z4567890123_1.jpg", "3.3/z4567890123_2.jpg"),
        ("a/Biên bản (1).jpg", "a/Biên bản (2).jpg", "a/Biên bản (3).jpg"),
        ("anh-9.png", "anh-10.png"),
    ],
)
def test_a_series_is_one_document_in_page_order(paths: tuple[str, ...]) -> None:
    assert find_series(index(*reversed(paths))) == (paths,)


@pytest.mark.parametrize(
    ("why", "paths"),
    [
        ("a camera's own counter", ("IMG_0231.jpg", "IMG_0232.jpg")),
        ("two folders", ("3.3/z1_1.jpg", "3.4/z1_2.jpg")),
        ("a hole", ("z1_1.jpg", "z1_3.jpg")),
        ("one photo", ("z1_1.jpg",)),
        ("two stems", ("z1_1.jpg", "z2_2.jpg")),
    ],
)
def test_other_photos_are_left_apart(why: str, paths: tuple[str, ...]) -> None:
    assert find_series(index(*paths)) == (), why


def test_only_photos_are_pages() -> None:
    assert find_series(index("bc_1.pdf", "bc_2.pdf", kind=FileKind.PDF)) == ()


def test_the_hint_names_every_page() -> None:
    (problem,) = tell_series(index("inbox/z1_1.jpg", "inbox/z1_2.jpg"))
    assert problem.where.path == "inbox/z1_1.jpg"
    assert "z1_1.jpg, z1_2.jpg" in problem.message
