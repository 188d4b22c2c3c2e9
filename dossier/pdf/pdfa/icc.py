"""The colour profiles a file carries: sRGB as the output, and one for the ink colours of scans and print files."""

from __future__ import annotations

import struct
from functools import cache
from itertools import product

from PIL import ImageCms

# Header fields that lcms fills from the clock, its own version and the system (ICC.1:2004-10, 7.2).
_VERSION, _DATE, _PLATFORM = slice(8, 12), slice(24, 36), slice(40, 44)
_V4_2 = bytes.fromhex("04200000")
_A_DATE = bytes.fromhex("07d8 0001 0001 0000 0000 0000")

_D50 = (0.9642, 1.0, 0.8249)
# Aim values of solid inks and overprints on coated paper, relative to the paper (ISO 12647-2:2004, rounded).
_OVERPRINTS = {
    (0, 0, 0): (100.0, 0.0, 0.0),
    (1, 0, 0): (57.0, -37.0, -49.0),
    (0, 1, 0): (50.0, 76.0, -3.0),
    (0, 0, 1): (94.0, -5.0, 96.0),
    (0, 1, 1): (49.0, 70.0, 50.0),
    (1, 0, 1): (52.0, -67.0, 27.0),
    (1, 1, 0): (25.0, 22.0, -47.0),
    (1, 1, 1): (23.0, 0.0, 0.0),
}
_BLACK = (12.0, 0.0, 0.0)
_GAIN = 0.14
_SPREAD = 1.7
_GRID = 9
_KNEE = 6 / 29


@cache
def srgb_profile() -> bytes:
    """An sRGB display profile, the same bytes on every machine and day."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_VERSION] = _V4_2
    profile[_DATE] = _A_DATE
    profile[_PLATFORM] = bytes(4)
    return bytes(profile)


@cache
def cmyk_profile() -> bytes:
    """An input profile that says how offset inks on white paper look; the same bytes everywhere.

    A page that asks for CMYK keeps its own operators and images and gets this as ``DefaultCMYK``. Colours
    follow the Neugebauer mix of the sixteen solid overprints, with the dot gain of coated paper.
    """
    header = _header(b"scnr", b"CMYK", b"Lab ")
    tags = (
        (b"desc", _text("Dossier CMYK")),
        (b"cprt", _text("MIT")),
        (b"wtpt", b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in _D50))),
        (b"A2B0", _table()),
    )
    place = 128 + 4 + 12 * len(tags)
    directory, body = struct.pack(">I", len(tags)), b""
    for name, data in tags:
        directory += name + struct.pack(">II", place + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = struct.pack(">I", place + len(body))
    return size + header[4:] + directory + body


def _header(kind: bytes, space: bytes, connection: bytes) -> bytes:
    header = bytearray(128)
    header[8:12] = _V4_2
    header[12:16], header[16:20], header[20:24] = kind, space, connection
    header[24:36] = _A_DATE
    header[36:40] = b"acsp"
    header[68:80] = struct.pack(">3i", *(round(value * 65536) for value in _D50))
    return bytes(header)


def _text(text: str) -> bytes:
    encoded = text.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II", 1, 12) + b"enUS" + struct.pack(">II", len(encoded), 28) + encoded


def _table() -> bytes:
    """The lut8 table (ICC.1:2004-10, 10.9): inks 0 to 1 on a grid to Lab in eight bits, black fastest."""
    straight = bytes(range(256))
    matrix = struct.pack(">9i", *(65536 if index % 4 == 0 else 0 for index in range(9)))
    steps = [_gained(step / (_GRID - 1)) for step in range(_GRID)]
    colours = b"".join(_lab_bytes(_mix(inks)) for inks in product(steps, repeat=4))
    return b"mft1\0\0\0\0" + bytes((4, 3, _GRID, 0)) + matrix + straight * 4 + colours + straight * 3


def _gained(ink: float) -> float:
    """The area a tone really covers once printed."""
    return ink + 4 * _GAIN * ink * (1 - ink)


def _mix(inks: tuple[float, ...]) -> tuple[float, float, float]:
    """XYZ of a mix of inks: each overprint by the share of paper it covers (Demichel, Yule-Nielsen)."""
    total = [0.0, 0.0, 0.0]
    for on, solid in _solids().items():
        share = 1.0
        for ink, is_on in zip(inks, on, strict=True):
            share *= ink if is_on else 1 - ink
        for axis, value in enumerate(solid):
            total[axis] += share * value ** (1 / _SPREAD)
    x, y, z = (value**_SPREAD for value in total)
    return x, y, z


@cache
def _solids() -> dict[tuple[int, ...], tuple[float, ...]]:
    """XYZ of each overprint; with black under it, black's share of the light is left."""
    black = _xyz(_BLACK)
    found: dict[tuple[int, ...], tuple[float, ...]] = {}
    for on, lab in _OVERPRINTS.items():
        found[(*on, 0)] = _xyz(lab)
        found[(*on, 1)] = tuple(a * b / white for a, b, white in zip(_xyz(lab), black, _D50, strict=True))
    return found


def _xyz(lab: tuple[float, float, float]) -> tuple[float, ...]:
    middle = (lab[0] + 16) / 116
    roots = (middle + lab[1] / 500, middle, middle - lab[2] / 200)
    cubes = (root**3 if root > _KNEE else (root - 16 / 116) / 7.787 for root in roots)
    return tuple(max(cube, 0.0) * white for cube, white in zip(cubes, _D50, strict=True))


def _lab_bytes(xyz: tuple[float, float, float]) -> bytes:
    ratios = (value / white for value, white in zip(xyz, _D50, strict=True))
    x, y, z = (ratio ** (1 / 3) if ratio > _KNEE**3 else 7.787 * ratio + 16 / 116 for ratio in ratios)
    lab = ((116 * y - 16) * 2.55, 500 * (x - y) + 128, 200 * (y - z) + 128)
    return bytes(min(255, max(0, round(value))) for value in lab)
