"""Walking what a page shows: each content stream with the resources it draws on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

# What reading a page whose objects are of the wrong kind, or whose names are no text, raises.
MALFORMED = (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError, ValueError)
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Drawing:
    """One content stream.

    Attributes:
        owner: the page, form, pattern or Type 3 font it belongs to.
        data: decoded operators.
        resources: may be empty.
    """

    owner: pikepdf.Object
    data: bytes
    resources: pikepdf.Object


@dataclass(slots=True)
class Walker:
    """Walks pages and gives each shared object once."""

    seen: set[tuple[int, int]] = field(default_factory=set)

    def is_new(self, thing: pikepdf.Object) -> bool:
        """Whether an object is met for the first time; a direct one always is."""
        if not thing.is_indirect:
            return True
        if thing.objgen in self.seen:
            return False
        self.seen.add(thing.objgen)
        return True

    def drawings(self, page: pikepdf.Page) -> Iterator[Drawing]:
        """The page's own stream, and all it calls: forms, patterns, glyphs, appearances."""
        resources = resources_of(page.obj)
        yield Drawing(page.obj, page_data(page), resources)
        yield from self._below(resources, _DEEPEST)
        for note in entries(page.obj.get("/Annots")):
            for stream in _appearances(note):
                yield from self._of_stream(stream, resources, _DEEPEST)

    def _below(self, resources: pikepdf.Object, depth: int) -> Iterator[Drawing]:
        if depth == 0:
            return
        for form in members(resources, "/XObject"):
            if form.get("/Subtype") == Name.Form:
                yield from self._of_stream(form, resources, depth)
        for pattern in members(resources, "/Pattern"):
            yield from self._of_stream(pattern, resources, depth)
        for state in members(resources, "/ExtGState"):
            mask = state.get("/SMask")
            if isinstance(mask, Dictionary):
                yield from self._of_stream(mask.get("/G"), resources, depth)
        for font in members(resources, "/Font"):
            if font.get("/Subtype") == Name.Type3 and self.is_new(font):
                yield from self._of_glyphs(font, resources, depth)

    def _of_stream(self, stream: object, inherited: pikepdf.Object, depth: int) -> Iterator[Drawing]:
        if not isinstance(stream, Stream) or not self.is_new(stream):
            return
        resources = stream.get("/Resources", inherited)
        yield Drawing(stream, stream_data(stream), resources)
        yield from self._below(resources, depth - 1)

    def _of_glyphs(self, font: pikepdf.Object, inherited: pikepdf.Object, depth: int) -> Iterator[Drawing]:
        resources = font.get("/Resources", inherited)
        for glyph in members(font, "/CharProcs"):
            if isinstance(glyph, Stream):
                yield Drawing(font, stream_data(glyph), resources)
        yield from self._below(resources, depth - 1)


def resources_of(owner: pikepdf.Object) -> pikepdf.Object:
    """The resources of a page or form, empty when it names none (qpdf hands down inherited ones)."""
    found = owner.get("/Resources")
    return found if isinstance(found, Dictionary) else Dictionary()


def named(resources: pikepdf.Object, kind: str) -> dict[str, pikepdf.Object]:
    """The dictionaries and streams of one kind of resource, by name."""
    group = resources.get(kind)
    if not isinstance(group, Dictionary):
        return {}
    return {name: thing for name, thing in group.items() if isinstance(thing, Dictionary | Stream)}


def members(resources: pikepdf.Object, kind: str) -> list[pikepdf.Object]:
    """The dictionaries and streams of one kind of resource."""
    return list(named(resources, kind).values())


def entries(value: object) -> list[pikepdf.Object]:
    """The dictionaries of an array, or none when it is no array."""
    return [entry for entry in value if isinstance(entry, Dictionary)] if isinstance(value, Array) else []


def page_data(page: pikepdf.Page) -> bytes:
    """The operators of a page, joined; empty when they cannot be decoded."""
    contents = page.obj.get("/Contents")
    streams = contents if isinstance(contents, Array) else [contents]
    return b"\n".join(stream_data(stream) for stream in streams if isinstance(stream, Stream))


def stream_data(stream: pikepdf.Object) -> bytes:
    """A stream decoded; empty when it cannot be."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def _appearances(note: pikepdf.Object) -> list[pikepdf.Object]:
    """Every normal appearance of an annotation, of each state."""
    dictionary = note.get("/AP")
    normal = dictionary.get("/N") if isinstance(dictionary, Dictionary) else None
    if isinstance(normal, Stream):
        return [normal]
    return [state for _, state in normal.items()] if isinstance(normal, Dictionary) else []
