from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dossier.packed import Packed


@given(st.lists(st.integers(), max_size=1200), st.integers(0, 1200), st.integers(0, 1200))
def test_a_packed_sequence_is_the_sequence(items: list[int], start: int, length: int) -> None:
    packed = Packed((number, "x") for number in items)
    plain = [(number, "x") for number in items]
    assert packed == plain
    assert plain == packed
    assert len(packed) == len(plain)
    places = range(len(plain))[start : start + length]
    assert list(packed.span(places)) == plain[start : start + length]
    assert packed[start : start + length] == tuple(plain[start : start + length])
    assert not plain or packed[-1] == plain[-1]
    assert packed != [*plain, (0, "x")]
