"""Personal data in a text: identity numbers, phone numbers, lists of disciplined people. Pure.

The finding names the kind and how many, never the data themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.intake import rules
from dossier.readers.rules import HERE
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.problems import Problem

# Province 001-096, century and sex 0-3, two digits of the year, six of the person (Thông tư 59/2021/TT-BCA, Điều 4).
_IDENTITY = re.compile(r"(?<![\d/.-])0(?:0[1-9]|[1-8]\d|9[0-6])[0-3]\d{8}(?![\d/])")
_MOBILE = re.compile(r"(?<![\d/])0[35789]\d(?:[ .]?\d){7}(?![\d/])")
_DISCIPLINE = re.compile(r"danh sach.{0,60}(bi ky luat|xu ly ky luat|vi pham|sinh con thu ba)")
_MANY_MOBILES = 3  # a letterhead or a contact line holds one or two


def find_personal_data(text: str) -> Iterator[Problem]:
    """One finding for each kind of personal data the text holds."""
    identities = len(set(_IDENTITY.findall(text)))
    if identities:
        yield rules.IDENTITY_NUMBERS.at(HERE, f"Có {identities} dãy số giống số căn cước công dân.")
    mobiles = len(set(_MOBILE.findall(text)))
    if mobiles >= _MANY_MOBILES:
        yield rules.PERSONAL_LIST.at(HERE, f"Có {mobiles} số điện thoại di động.")
    if _DISCIPLINE.search(fold(text)):
        yield rules.PERSONAL_LIST.at(HERE, "Có danh sách người bị kỷ luật hoặc vi phạm.")
