"""What a template may say: fields of its context and loops over its lists, nothing else.

The check reads the template's syntax tree against the context's types, before anything is rendered:
a misspelt field would print blank, and an expression could run code (both measured).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from jinja2 import nodes

from dossier.documents import rules
from dossier.problems import Problem, Where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.problems import CheckRule

Printed = frozenset[tuple[type, str]]

_SHOWN = 80
_TAG = re.compile(r"<[^>]+>")


@dataclass(slots=True)
class TemplateCheck:
    """One walk over the parts of a template.

    Attributes:
        context: the dataclass whose fields are the template's variables.
        printed: the fields met so far, with the dataclass that owns them.
    """

    path: str
    context: type
    printed: set[tuple[type, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    _lines: Sequence[str] = ()

    def read(self, tree: nodes.Template, *, source: str) -> None:
        """Check one part; its syntax tree, and the text that line numbers of the tree mean."""
        self._lines = source.split("\n")
        self._statements(tree.body, {})

    def _statements(self, body: Sequence[nodes.Node], local: dict[str, Any]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                for item in node.nodes:
                    self._output(item, local)
            elif isinstance(node, nodes.For):
                self._loop(node, local)
            else:
                self._report(rules.CODE, node, "không phải trường hay vòng lặp")

    def _output(self, node: nodes.Expr, local: dict[str, Any]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        kind = self._kind(node, local)
        if kind is not None and kind is not str:
            self._report(rules.UNKNOWN, node, f"«{_spell(node)}» không phải là chữ nên không in được")

    def _loop(self, node: nodes.For, local: dict[str, Any]) -> None:
        if node.else_ or node.test or node.recursive or not isinstance(node.target, nodes.Name):
            self._report(rules.CODE, node, "vòng lặp chỉ được viết {% for tên in danh_sách %}")
            return
        kind = self._kind(node.iter, local)
        if kind is not None and get_origin(kind) is not tuple:
            self._report(rules.UNKNOWN, node, f"«{_spell(node.iter)}» không phải danh sách nên không lặp được")
            kind = None
        # An unknown list was reported once; its rows are then not looked into.
        item = get_args(kind)[0] if kind is not None else Any
        self._statements(node.body, {**local, node.target.name: item})

    def _kind(self, node: nodes.Node, local: dict[str, Any]) -> Any:
        """The type of an expression; None when it was reported or cannot be known."""
        if isinstance(node, nodes.Name):
            if node.name in local:
                return None if local[node.name] is Any else local[node.name]
            return self._field(self.context, node.name, node)
        if isinstance(node, nodes.Getattr):
            owner = self._kind(node.node, local)
            return None if owner is None else self._field(owner, node.attr, node)
        self._report(rules.CODE, node, "biểu thức không được dùng trong mẫu")
        return None

    def _field(self, owner: Any, name: str, node: nodes.Node) -> Any:
        known = _fields(owner)
        if name in known:
            self.printed.add((owner, name))
            return known[name]
        close = difflib.get_close_matches(name, known, n=1)
        hint = f"Có phải «{close[0]}»? " if close else ""
        self._report(rules.UNKNOWN, node, f"không có trường «{_spell(node)}»", remedy=f"{hint}{rules.UNKNOWN.remedy}")
        return None

    def _report(self, rule: CheckRule, node: nodes.Node, message: str, *, remedy: str | None = None) -> None:
        place = paragraph_at(self._lines, node.lineno)
        self.problems.append(rule.at(Where(path=self.path), f"{message}, ở đoạn «{place}»", remedy=remedy))


def paragraph_at(lines: Sequence[str], lineno: int) -> str:
    """The words of the paragraph on a 1-based line, shortened."""
    text = " ".join(_TAG.sub("", lines[lineno - 1]).split()) if 0 < lineno <= len(lines) else ""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def strings_printed(value: object, printed: Printed) -> Iterator[str]:
    """Every string of a context that a template with these fields prints."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings_printed(item, printed)
    elif is_dataclass(value):
        for one in fields(value):
            if (type(value), one.name) in printed:
                yield from strings_printed(getattr(value, one.name), printed)


def unprinted_fields(context: type, printed: Printed) -> tuple[str, ...]:
    """Names of the fields a template leaves out; a field of a list is named after its own kind."""
    return tuple(_unprinted(context, printed, ""))


def _unprinted(owner: type, printed: Printed, prefix: str) -> Iterator[str]:
    for name, kind in _fields(owner).items():
        inner = get_args(kind)[0] if get_origin(kind) is tuple else kind
        if inner is not str and not is_dataclass(inner):
            continue
        if (owner, name) not in printed:
            yield f"{prefix}{name}"
        elif is_dataclass(inner) and isinstance(inner, type):
            yield from _unprinted(inner, printed, f"{prefix}{name}.")


@lru_cache
def _fields(owner: Any) -> dict[str, Any]:
    return get_type_hints(owner) if isinstance(owner, type) and is_dataclass(owner) else {}


def _spell(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_spell(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "biểu thức"
