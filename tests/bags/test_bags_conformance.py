"""The conformance bags of the reference shelf, group by group."""

from __future__ import annotations

import tarfile
from collections import Counter
from pathlib import Path

import pytest

from dossier.bags import verify_bag

SHELF = Path(__file__).parents[3] / "shared" / "material" / "bagit.tar.gz"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHELF.exists(), reason="needs ../shared"),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bagit")
    with tarfile.open(SHELF) as package:
        package.extractall(root, filter="data")
    return root / "bagit"


def test_every_bag_is_judged_as_expected(shelf: Path) -> None:
    rows = [line.split("\t") for line in (shelf / "EXPECTED.tsv").read_text("utf-8").splitlines()[1:]]
    outcomes: Counter[tuple[str, str]] = Counter()
    for version, group, bag, _ in rows:
        report = verify_bag(shelf / version / group / bag)
        outcomes[group, "refused" if report.damaged else "warned" if report.problems else "accepted"] += 1
    # Two valid bags are accepted with a warning: "./" before a name, and fetch.txt without a checksum.
    # Paths of another system are refused on every system: a bag travels.
    assert outcomes == {
        ("valid", "accepted"): 10,
        ("valid", "warned"): 2,
        ("invalid", "refused"): 11,
        ("linux-only", "refused"): 6,
        ("windows-only", "refused"): 6,
        ("warning", "warned"): 6,
    }
