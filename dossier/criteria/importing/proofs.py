"""Proofs proposed from the column «Tài liệu kiểm chứng»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dossier.doctypes import ADMINISTRATIVE, CUSTOMARY
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_BULLET = re.compile(r"^(?:[-+•*–]\s*)+")
_MANY = re.compile(r"^(?:các|những|bản)\s+", re.IGNORECASE)
# The first that occurs decides; a file otherwise.
_CARRIERS = (
    ("giai_trinh", ("giai trinh", "ghi chu ket qua", "neu ro")),
    ("phu_luc_so_lieu", ("phu luc thong ke", "bieu mau thong ke", "bang thong ke", "bieu thong ke")),
    ("he_thong_khac", ("ket qua theo doi", "su dung so lieu tren", "cung cap)", "kiem tra truc tiep")),
    ("duong_dan", ("duong link", "duong dan")),
)
_TYPES = tuple((name, fold(name)) for name in (*ADMINISTRATIVE, *CUSTOMARY))


def propose_proofs(code: str, paragraphs: Sequence[str]) -> list[dict[str, Any]]:
    """One proof for each line of the cell, as plain data; ids ``code-tl1`` and so on."""
    titles = [title for paragraph in paragraphs if (title := _BULLET.sub("", paragraph).strip(" ;.”"))]
    return [_proof(f"{code}-tl{number}", title) for number, title in enumerate(titles, start=1)]


def _proof(proof_id: str, title: str) -> dict[str, Any]:
    words = fold(title)
    carrier = next((name for name, phrases in _CARRIERS if any(phrase in words for phrase in phrases)), None)
    data: dict[str, Any] = {"id": proof_id, "title": title}
    if carrier:
        data["carrier"] = carrier
    else:
        start = fold(_MANY.sub("", title))
        kind = next((name for name, key in _TYPES if start.startswith(key)), None)
        data |= {"types": [kind]} if kind else {}
    if "neu co" in words or re.search(r"\b(?:tlkc|tai lieu kiem chung|tai lieu) khac\b", words):
        data["optional"] = True
    return data
