"""Small words the rules are written with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.documents.formcheck.model import State, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dossier.documents.formcheck.model import Line

_SHOWN = 4
_HALF = 0.26  # points; Word stores half points


def judge(faults: Iterable[str]) -> Verdict:
    """A pass when nothing was found."""
    found = tuple(dict.fromkeys(faults))
    if not found:
        return Verdict(State.PASS)
    more = (f"… và {len(found) - _SHOWN} chỗ khác.",) if len(found) > _SHOWN else ()
    return Verdict(State.FAIL, found[:_SHOWN] + more)


def unknown(why: str) -> Verdict:
    """It cannot be told, and why."""
    return Verdict(State.UNKNOWN, (why,))


def looks(
    line: Line, *, sizes: tuple[float, float], bold: bool | None = None, italic: bool | None = None
) -> Iterator[str]:
    """How a line differs from a size range in points and a style; None does not care."""
    low, high = sizes
    odd = sorted({span.look.size for span in line.words if not low - _HALF < span.look.size < high + _HALF})
    if odd:
        wanted = points(low) if low == high else f"{points(low)}-{points(high)}"
        yield f"{line.quote}: cỡ chữ {', '.join(map(points, odd))}, phải là {wanted}"
    for wanted_, flag, name in ((bold, "bold", "đậm"), (italic, "italic", "nghiêng")):
        if wanted_ is None:
            continue
        wrong = [span for span in line.words if getattr(span.look, flag) is not wanted_ and _has_letters(span.text)]
        if wrong:
            yield f"{line.quote}: phải là chữ {name}" if wanted_ else f"{line.quote}: không được {name}"


def capitals(line: Line) -> Iterator[str]:
    """Whether it is in capitals."""
    if not line.text.isupper() and _has_letters(line.text):
        yield f"{line.quote}: phải viết chữ hoa"


def points(size: float) -> str:
    """``13`` or ``13,5``."""
    return f"{size:g}".replace(".", ",")


def _has_letters(text: str) -> bool:
    return any(char.isalpha() for char in text)
