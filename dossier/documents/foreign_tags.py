"""One walk over the tags of a stranger's template: the names in them, and what is more than a name or a loop."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from dossier.documents import rules
from dossier.documents.foreign_rules import OTHER
from dossier.documents.template import TemplateCheck, paragraph_at
from dossier.problems import CheckRule, Problem, Where

_DANGEROUS = (nodes.Call, nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends, nodes.CallBlock)
_REACHING = {"attr", "map", "pprint", "tojson", "groupby"}


@dataclass(slots=True)
class Finding:
    """What a walk over the parts collects."""

    where: Where
    fields: dict[str, None] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    split: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    check: TemplateCheck | None = None

    def add(self, rule: CheckRule, message: str, *, remedy: str | None = None) -> None:
        """One more fault of this file."""
        self.problems.append(rule.at(self.where, message, remedy=remedy))


_UNKNOWN = object()


class Walk:
    """One walk over the tags of a part: names, and what is more than a name or a loop."""

    def __init__(self, found: Finding, lines: Sequence[str], context: Mapping[str, Any] | None) -> None:
        self._found, self._lines, self._context = found, lines, context
        self._said: set[str] = set()

    def body(self, body: Sequence[nodes.Node], local: dict[str, Any]) -> None:
        """Statements in order; names that loops give are known inside them only."""
        for node in body:
            if isinstance(node, nodes.Output):
                for item in node.nodes:
                    self._value(item, local)
            elif isinstance(node, nodes.For):
                self._loop(node, local)
            else:
                self._more(node, local)

    def _loop(self, node: nodes.For, local: dict[str, Any]) -> None:
        items = self._value(node.iter, local)
        first = items[0] if isinstance(items, list) and items else _UNKNOWN
        names = [name.name for name in node.target.find_all(nodes.Name)]
        if isinstance(node.target, nodes.Name):
            names = [node.target.name]
        inner = {**local, **dict.fromkeys(names, first if len(names) == 1 else _UNKNOWN), "loop": _UNKNOWN}
        if node.test or node.else_ or node.recursive:
            self._plain_only(node, "vòng lặp có điều kiện")
        self.body(node.body, inner)
        self.body(node.else_, local)

    def _more(self, node: nodes.Node, local: dict[str, Any]) -> None:
        """A statement that is no loop: whether it runs code, and the names in it."""
        if isinstance(node, _DANGEROUS):
            self._code(node, "lệnh gọi ra ngoài mẫu")
        else:
            self._plain_only(node, _NAMES.get(type(node).__name__, "câu lệnh"))
        inner = dict(local)
        if isinstance(node, nodes.Assign):
            inner |= dict.fromkeys((name.name for name in node.target.find_all(nodes.Name)), _UNKNOWN)
            if isinstance(node.target, nodes.Name):
                local[node.target.name] = _UNKNOWN
        for child in node.iter_child_nodes():
            if isinstance(child, nodes.Expr):
                self._value(child, inner)
            else:
                self.body([child], inner)

    def _value(self, node: nodes.Node, local: dict[str, Any]) -> Any:
        """What an expression names in the given context; ``_UNKNOWN`` when there is nothing to say."""
        if isinstance(node, nodes.TemplateData | nodes.Const):
            return _UNKNOWN
        if isinstance(node, nodes.Name):
            return local[node.name] if node.name in local else self._look_up(node, node.name)
        if isinstance(node, nodes.Getattr):
            if node.attr.startswith("_"):
                self._code(node, f"truy cập vào bên trong chương trình (.{node.attr})")
            return self._attribute(node, local)
        if isinstance(node, _DANGEROUS):
            self._code(node, "gọi hàm")
        elif isinstance(node, nodes.Filter) and node.name in _REACHING:
            self._code(node, f"bộ lọc «{node.name}»")
        else:
            self._plain_only(node, "biểu thức hoặc bộ lọc")
        for child in node.iter_child_nodes():
            self._value(child, local)
        return _UNKNOWN

    def _look_up(self, node: nodes.Name, name: str) -> Any:
        if node.ctx == "load":
            self._found.fields[name] = None
        if self._context is None or node.ctx != "load":
            return _UNKNOWN
        if name in self._context:
            return self._context[name]
        self._unknown(node, name, list(self._context))
        return _UNKNOWN

    def _attribute(self, node: nodes.Getattr, local: dict[str, Any]) -> Any:
        owner = self._value(node.node, local)
        dotted = _spell(node)
        if dotted.partition(".")[0] not in local:
            self._found.fields.pop(dotted.rpartition(".")[0], None)
            self._found.fields[dotted] = None
        if isinstance(owner, Mapping):
            if node.attr in owner:
                return owner[node.attr]
            self._unknown(node, dotted, list(owner))
        return _UNKNOWN

    def _unknown(self, node: nodes.Node, name: str, there: Sequence[str]) -> None:
        close = difflib.get_close_matches(name.rpartition(".")[2], there, n=1)
        hint = f" Có phải «{close[0]}»?" if close else ""
        self._say(rules.UNKNOWN, node, f"không có trường «{name}» trong số liệu.{hint}")

    def _code(self, node: nodes.Node, what: str) -> None:
        self._say(rules.CODE, node, f"{what}: mẫu chạy lệnh nên bị từ chối.")

    def _plain_only(self, node: nodes.Node, what: str) -> None:
        message = f"{what}: Dossier chỉ dùng trường và vòng lặp."
        self._say(OTHER, node, message, remedy="Tính sẵn giá trị rồi đưa vào bằng một trường.")

    def _say(self, rule: CheckRule, node: nodes.Node, message: str, *, remedy: str | None = None) -> None:
        text = f"{message[0].upper()}{message[1:]} Ở đoạn «{paragraph_at(self._lines, node.lineno)}»."
        if text not in self._said:
            self._said.add(text)
            self._found.add(rule, text, remedy=remedy)


_NAMES = {"If": "điều kiện {% if %}", "Assign": "lệnh {% set %}", "Macro": "lệnh {% macro %}"}


def _spell(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_spell(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "…"
