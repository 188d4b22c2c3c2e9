"""Our own conformance set for BagIt 1.0 (RFC 8493): the reference set on the shelf is of 0.97.

Each bag differs from a sound one by what its name says. The group says what must come of it; for a refused or warned
bag the rule says why.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from dossier.bags import verify_bag
from dossier.problems import Severity

if TYPE_CHECKING:
    from pathlib import Path

Files = dict[str, bytes]
Change = Callable[[Files], None]

DECLARED = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = {"data/a.txt": b"mot", "data/sau/b.txt": b"hai"}
NFC = unicodedata.normalize("NFC", "data/Kế hoạch.txt")
NFD = unicodedata.normalize("NFD", NFC)


def manifest(files: Mapping[str, bytes], algorithm: str = "sha512") -> bytes:
    lines = (f"{hashlib.new(algorithm, data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))
    return "".join(lines).encode()


def sound(payload: Mapping[str, bytes] = PAYLOAD, *, algorithms: tuple[str, ...] = ("sha512",)) -> Files:
    oxum = f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n"
    tags = {"bagit.txt": DECLARED, "bag-info.txt": oxum.encode()}
    tags |= {f"manifest-{name}.txt": manifest(payload, name) for name in algorithms}
    return {**payload, **tags}


def close(files: Files) -> Files:
    """The same with a tag manifest."""
    tags = {path: data for path, data in files.items() if not path.startswith("data/")}
    return {**files, "tagmanifest-sha512.txt": manifest(tags)}


def without(path: str) -> Change:
    return lambda files: files.__delitem__(path)


def put(path: str, data: bytes) -> Change:
    return lambda files: files.__setitem__(path, data)


def edit(path: str, old: bytes, new: bytes) -> Change:
    def change(files: Files) -> None:
        assert old in files[path]
        files[path] = files[path].replace(old, new)

    return change


def listed(line: str) -> Change:
    return lambda files: files.__setitem__("manifest-sha512.txt", files["manifest-sha512.txt"] + line.encode())


ZERO = "0" * 128
FIRST = hashlib.sha512(b"mot").hexdigest()

VALID: dict[str, Files] = {
    "one manifest": sound(),
    "with a tag manifest": close(sound()),
    "two algorithms": close(sound(algorithms=("sha256", "sha512"))),
    "md5 and sha1": sound(algorithms=("md5", "sha1")),
    "no bag-info": {path: data for path, data in sound().items() if path != "bag-info.txt"},
    "empty payload": sound({}),
    "an empty file": sound({"data/.keep": b""}),
    "CRLF": {
        path: data if path.startswith("data/") else data.replace(b"\n", b"\r\n") for path, data in sound().items()
    },
    "CR": {path: data if path.startswith("data/") else data.replace(b"\n", b"\r") for path, data in sound().items()},
    "no last line end": {**sound(), "bagit.txt": DECLARED.rstrip(b"\n")},
    "percent in a name": {
        **sound({"data/50%.txt": b"x"}),
        "manifest-sha512.txt": manifest({"data/50%25.txt": b"x"}),
    },
    "spaces in a name": sound({"data/hai  dau cach.txt": b"x"}),
    "Vietnamese name": sound({NFC: b"x"}),
    "upper-case checksum": {
        **sound(),
        "manifest-sha512.txt": re.sub(rb"^\w+", lambda found: found[0].upper(), manifest(PAYLOAD), flags=re.MULTILINE),
    },
    "tab between": {**sound(), "manifest-sha512.txt": manifest(PAYLOAD).replace(b"  ", b"\t")},
    "repeated label": {**sound(), "bag-info.txt": b"Contact-Name: A\nContact-Name: B\n"},
    "folded label": {**sound(), "bag-info.txt": b"External-Description: mot\n  hai\n\tba\n"},
    "tag folder": close({**sound(), "khac/ghi-chu.txt": b"x"}),
    "UTF-16 tag files": {
        **PAYLOAD,
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-16\n",
        "manifest-sha512.txt": manifest(PAYLOAD).decode().encode("utf-16"),
    },
    "fetched already": close({**sound(), "fetch.txt": b"https://example.org/a 3 data/a.txt\n"}),
}

INVALID: dict[str, tuple[Change, str]] = {
    "no bagit.txt": (without("bagit.txt"), "BAG02"),
    "no manifest": (without("manifest-sha512.txt"), "BAG04"),
    "BOM": (put("bagit.txt", b"\xef\xbb\xbf" + DECLARED), "BAG02"),
    "space before the colon": (edit("bagit.txt", b"Version:", b"Version :"), "BAG02"),
    "two spaces after the colon": (edit("bagit.txt", b"Version: ", b"Version:  "), "BAG02"),
    "lines exchanged": (put("bagit.txt", b"".join(reversed(DECLARED.splitlines(keepends=True)))), "BAG02"),
    "third line": (put("bagit.txt", DECLARED + b"X: y\n"), "BAG02"),
    "version 1.1": (edit("bagit.txt", b"1.0", b"1.1"), "BAG02"),
    "encoding unknown": (edit("bagit.txt", b"UTF-8", b"UTF-7777"), "BAG02"),
    "encoding wrong": (put("manifest-sha512.txt", manifest({NFC: b"x"}).decode().encode("utf-16")), "BAG03"),
    "only an unknown algorithm": (
        lambda files: files.__setitem__("manifest-abc.txt", files.pop("manifest-sha512.txt")),
        "BAG04",
    ),
    "flipped byte": (put("data/a.txt", b"mox"), "BAG10"),
    "missing": (without("data/a.txt"), "BAG08"),
    "extra": (put("data/c.txt", b"x"), "BAG09"),
    "in one manifest only": (put("manifest-sha256.txt", manifest({"data/a.txt": b"mot"}, "sha256")), "BAG09"),
    "two checksums": (listed(f"{ZERO}  data/a.txt\n"), "BAG11"),
    "no checksum": (listed("data/a.txt\n"), "BAG03"),
    "parent": (listed(f"{ZERO}  data/../../x\n"), "BAG05"),
    "absolute": (listed(f"{ZERO}  /etc/passwd\n"), "BAG05"),
    "drive": (listed(f"{ZERO}  C:/x\n"), "BAG05"),
    "drive and backslash": (listed(f"{ZERO}  data\\..\\x\n"), "BAG05"),
    "home": (listed(f"{ZERO}  ~/x\n"), "BAG05"),
    "oxum of another bag": (put("bag-info.txt", b"Payload-Oxum: 7.2\n"), "BAG12"),
    "bag-info without a label": (put("bag-info.txt", b"khong co nhan\n"), "BAG03"),
    "still to be fetched": (
        lambda files: (files.pop("data/a.txt"), files.update({"fetch.txt": b"https://example.org/a - data/a.txt\n"}))[
            1
        ],
        "BAG13",
    ),
    "fetched to outside": (put("fetch.txt", b"https://example.org/a - ../a.txt\n"), "BAG05"),
    "fetched to a tag file": (put("fetch.txt", b"https://example.org/a - bagit.txt\n"), "BAG05"),
    "fetch without a length": (put("fetch.txt", b"https://example.org/a\n"), "BAG03"),
    "tag file changed": (
        lambda files: files.update(close(dict(files)) | {"bag-info.txt": b"Contact-Name: X\n"}),
        "BAG10",
    ),
    "tag file lost": (lambda files: (files.update(close(dict(files))), files.pop("bag-info.txt"))[0], "BAG08"),
}

WARNED: dict[str, tuple[Files, str]] = {
    "names differ by form": (sound({NFC: b"1", NFD: b"2"}), "BAG15"),
    "names differ by case": (sound({"data/A.txt": b"1", "data/a.txt": b"2"}), "BAG15"),
    "listed in another form": ({**sound({NFD: b"1"}), "manifest-sha512.txt": manifest({NFC: b"1"})}, "BAG15"),
    "reserved name": (sound({"data/con.txt": b"1"}), "BAG16"),
    "colon in a name": (sound({"data/a:b.txt": b"1"}), "BAG16"),
    "dot at the end": (sound({"data/a.": b"1"}), "BAG16"),
    "star": ({**sound(), "manifest-sha512.txt": manifest(PAYLOAD).replace(b"  ", b" *")}, "BAG17"),
    "dot and slash": ({**sound(), "manifest-sha512.txt": manifest(PAYLOAD).replace(b"data/", b"./data/")}, "BAG17"),
    "listed twice alike": (
        {**sound(), "manifest-sha512.txt": manifest(PAYLOAD) + f"{FIRST}  data/a.txt\n".encode()},
        "BAG17",
    ),
    "tag file not listed": ({**close(sound()), "ghi-chu.txt": b"x"}, "BAG17"),
    "one more unknown algorithm": ({**sound(), "manifest-abc.txt": b"00  data/a.txt\n"}, "BAG17"),
    "system file": (sound({"data/Thumbs.db": b"x"}), "BAG18"),
    "system file lost": ({**sound(), "manifest-sha512.txt": manifest({**PAYLOAD, "data/.DS_Store": b"x"})}, "BAG18"),
}


def lay(root: Path, files: Files) -> Path:
    for path, data in files.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return root


@pytest.mark.parametrize("name", VALID)
def test_a_valid_bag_is_accepted(tmp_path: Path, name: str) -> None:
    report = verify_bag(lay(tmp_path, VALID[name]))
    assert report.problems == ()
    payload = [path for path in VALID[name] if path.startswith("data/")]
    assert (report.files, report.checked >= len(payload)) == (len(payload), True)


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_bag_is_refused_with_its_rule(tmp_path: Path, name: str) -> None:
    change, rule = INVALID[name]
    files = sound()
    change(files)
    report = verify_bag(lay(tmp_path, files))
    assert report.damaged
    assert rule in {problem.rule for problem in report.problems if problem.severity is Severity.ERROR}
    assert all(problem.where.path for problem in report.problems)


@pytest.mark.parametrize("name", WARNED)
def test_an_unwise_bag_is_accepted_with_a_warning(tmp_path: Path, name: str) -> None:
    files, rule = WARNED[name]
    report = verify_bag(lay(tmp_path, files))
    assert not report.damaged, report.problems
    assert {problem.rule for problem in report.problems} == {rule}
    assert all(problem.message and problem.remedy for problem in report.problems)
