"""Writing a criteria set as the YAML that people go on editing."""

from __future__ import annotations

import io
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import LiteralScalarString

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode

    from dossier.criteria.model import CriteriaSet

_WIDTH = 116


class _Representer(RoundTripRepresenter):
    """Numbers keep their digits and never get a tag."""


def _represent_decimal(representer: RoundTripRepresenter, number: Decimal) -> ScalarNode:
    digits = f"{number.normalize():f}"
    kind = "float" if "." in digits else "int"
    return representer.represent_scalar(f"tag:yaml.org,2002:{kind}", digits)


_Representer.add_representer(Decimal, _represent_decimal)


def plain_data(criteria: CriteriaSet) -> dict[str, Any]:
    """The set as plain data: what is not said (defaults) left out, layers' changes in place and no longer listed."""
    data: dict[str, Any] = criteria.model_dump(by_alias=True, exclude_defaults=True)
    for layer in data["layers"]:
        layer.pop("changes", None)
    plain: dict[str, Any] = plain_values(data)
    return plain


def plain_values(value: Any) -> Any:
    """Tuples made lists and enumerations made text, all the way down."""
    if isinstance(value, dict):
        return {key: plain_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain_values(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def render_yaml(data: dict[str, Any], *, heading: str) -> str:
    """YAML text of plain data (dict, list, str, int, Decimal, bool, date); ``heading`` becomes a comment on top."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Representer = _Representer
    yaml.allow_unicode, yaml.width = True, _WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = io.StringIO()
    yaml.dump(_with_blocks(data), stream)
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return comment + stream.getvalue()


def _with_blocks(value: Any) -> Any:
    """Text of several lines is easiest to edit as a block."""
    if isinstance(value, dict):
        return {key: _with_blocks(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_blocks(item) for item in value]
    if isinstance(value, str) and "\n" in value:
        return LiteralScalarString(value)
    return value
