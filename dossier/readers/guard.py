"""What an Office package that cannot be read is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from dossier.readers import rules
from dossier.readers.model import Content, FileKind, unreadable
from dossier.readers.package import ZIP_ERRORS, LockedPackageError, UnsafePackageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.problems import Problem


def guarded(kind: FileKind, name: str, read: Callable[[], Content]) -> tuple[Content, tuple[Problem, ...]]:
    """What ``read`` gives, or why it gave nothing; ``name`` is the kind's name to people, ``Tệp trình chiếu``."""
    try:
        content = read()
    except UnsafePackageError:
        message = f"{name} chứa cấu trúc nguy hiểm (bom nén hoặc thực thể XML), không đọc."
        return unreadable(kind), (rules.UNSAFE.at(rules.HERE, message),)
    except LockedPackageError:
        return unreadable(kind), (rules.ENCRYPTED.at(rules.HERE, f"{name} đặt mật khẩu nên không đọc được."),)
    except (*ZIP_ERRORS, KeyError, etree.XMLSyntaxError):
        return unreadable(kind), (rules.BROKEN.at(rules.HERE, f"{name} bị hỏng, không mở được."),)
    if not content.text:
        return unreadable(kind, pages=content.pages), (rules.NO_TEXT.at(rules.HERE, f"{name} không có chữ nào."),)
    return content, ()
