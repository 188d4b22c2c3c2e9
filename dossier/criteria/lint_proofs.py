"""Faults of proofs: what could never be asked for, found, or told apart."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dossier.criteria import checks
from dossier.criteria.model import Area, Leaf, Scorer
from dossier.doctypes import is_document_type
from dossier.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.criteria.checks import Fault, Spot
    from dossier.criteria.proofs import Proof


def proof_faults(spot: Spot, *, year: int) -> Iterator[Fault]:
    """The faults of one node's proofs; ``year`` is the set's."""
    node = spot.node
    if isinstance(node, Area):
        return
    if isinstance(node, Leaf) and node.scored_by is Scorer.SELF and not node.proofs and not spot.covered:
        yield spot.fault(checks.NO_PROOF, f"«{node.id}» không có tài liệu kiểm chứng, cũng không có giải trình.")
    choices = [proof.one_of for proof in node.proofs]
    for index, proof in enumerate(node.proofs):
        place = ("proofs", index)
        if not proof.id.startswith(f"{node.id}-"):
            yield spot.fault(checks.PREFIX, f"Mã tài liệu «{proof.id}» không bắt đầu bằng «{node.id}-».", *place, "id")
        if proof.one_of is not None and choices.count(proof.one_of) == 1:
            message = f"Nhóm thay thế «{proof.one_of}» chỉ có một tài liệu."
            yield spot.fault(checks.LONE_CHOICE, message, *place, "one_of")
        yield from _type_faults(spot, index, proof)
        yield from _phrase_faults(spot, index, proof)
        yield from _due_faults(spot, index, proof, year)


def _type_faults(spot: Spot, index: int, proof: Proof) -> Iterator[Fault]:
    for number, name in enumerate(proof.types):
        if not is_document_type(name):
            yield spot.fault(checks.DOC_TYPE, f"Không có loại văn bản «{name}».", "proofs", index, "types", number)


def _phrase_faults(spot: Spot, index: int, proof: Proof) -> Iterator[Fault]:
    for key, phrases in (("must", proof.must), ("must_not", proof.must_not)):
        for number, phrase in enumerate(phrases):
            if not all(fold(choice) for choice in phrase.split("|")):
                message = f"Tài liệu «{proof.id}» có cụm từ trống trong {key}."
                yield spot.fault(checks.PHRASE, message, "proofs", index, key, number)
    refused = {fold(choice) for phrase in proof.must_not for choice in phrase.split("|")}
    for number, phrase in enumerate(proof.must):
        if all(fold(choice) in refused for choice in phrase.split("|")):
            message = f"Tài liệu «{proof.id}» vừa đòi vừa cấm cụm từ «{phrase}»."
            yield spot.fault(checks.PHRASE, message, "proofs", index, "must", number)


def _due_faults(spot: Spot, index: int, proof: Proof, year: int) -> Iterator[Fault]:
    """A paper may fall due after the window (chưa đến kỳ), never before it: then it is always due."""
    if proof.due is None or spot.window is None:
        return
    last = dt.date(year + 1, 12, 31)
    if not spot.window.first <= proof.due <= last:
        message = f"Ngày đến kỳ {proof.due} của «{proof.id}» không nằm từ {spot.window.first} đến {last}."
        yield spot.fault(checks.DUE, message, "proofs", index, "due")
