"""Opening Office packages (ZIP with XML) that may be hostile: bounded members, no entities, no network."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

MEMBER_LIMIT = 100 << 20
_RATIO_LIMIT = 400
_RATIO_FLOOR = 20 << 20  # small members compress as they like
_ENCRYPTED_FLAG = 1

# Everything zipfile and its codecs raise on damaged archives.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError, ValueError)


class UnsafePackageError(Exception):
    """The package would unpack to more than anybody writes, or carries XML entities."""


class LockedPackageError(Exception):
    """A member needs a password."""


def open_package(data: bytes) -> zipfile.ZipFile:
    """The package, its declared sizes checked.

    Raises:
        UnsafePackageError, LockedPackageError, and ``ZIP_ERRORS`` for a broken archive.
    """
    package = zipfile.ZipFile(io.BytesIO(data))
    for info in package.infolist():
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise LockedPackageError
        packed = max(info.compress_size, 1)
        if info.file_size > _RATIO_FLOOR and info.file_size / packed > _RATIO_LIMIT:
            raise UnsafePackageError
    return package


def read_member(package: zipfile.ZipFile, name: str) -> bytes:
    """One member, never more than ``MEMBER_LIMIT`` bytes whatever its header claims."""
    with package.open(name) as member:
        data = member.read(MEMBER_LIMIT + 1)
    if len(data) > MEMBER_LIMIT:
        raise UnsafePackageError
    return data


def parse_xml(data: bytes) -> _Element:
    """The root element.

    Raises:
        UnsafePackageError: a DOCTYPE, which Office packages never carry (ECMA-376 part 2, 8.1.1).
        etree.XMLSyntaxError: not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    docinfo: Any = root.getroottree().docinfo  # the stubs leave doctype out
    if docinfo.doctype:
        raise UnsafePackageError
    return root


def local_name(tag: object) -> str:
    """The element's name without namespace: strict and transitional files differ only in that."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
