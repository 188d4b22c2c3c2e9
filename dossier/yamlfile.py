"""YAML that people write: read with the line of every value, decimals taken from the source text.

ruamel.yaml and never PyYAML: that one keeps the last of two equal keys, reads ``NO`` as false and
``1.10`` as 1.1 (measured).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from dossier.errors import BadInputError
from dossier.files import long_path, why
from dossier.problems import CheckRule, Severity, Where

if TYPE_CHECKING:
    from ruamel.yaml.nodes import ScalarNode

    from dossier.problems import Problem

Loc = tuple[str | int, ...]
ModelT = TypeVar("ModelT", bound="Model")

# A criteria set of 100 leaves is 0.1 MB; anything near this is not what people write.
_MAX_BYTES = 8_000_000
_MAX_NODES = 400_000

RULES = (
    CheckRule("YML01", Severity.ERROR, "Tệp YAML đọc được", "YAML 1.2", "Sửa dòng đã nêu."),
    CheckRule("YML02", Severity.ERROR, "Giá trị đúng mẫu của tệp", "docs/bo-tieu-chi.md", "Sửa dòng đã nêu."),
)
_SYNTAX, _VALUE = RULES


class Model(BaseModel):
    """Base of everything a person types: frozen, and an unknown key is a fault, not a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Constructor(RoundTripConstructor):
    """Floats become ``Decimal`` from the written digits, so 0.1 stays 0.1."""


def _construct_decimal(constructor: RoundTripConstructor, node: ScalarNode) -> Decimal | str:
    text = str(constructor.construct_scalar(node))
    try:
        return Decimal(text.replace("_", ""))
    except ArithmeticError:
        return text


_Constructor.add_constructor("tag:yaml.org,2002:float", _construct_decimal)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """A file's plain data and where each value stands.

    Attributes:
        data: dicts, lists, str, int, Decimal, bool, date or None.
        lines: 1-based line by location, such as ``("areas", 0, "max")``.
    """

    path: Path
    data: Any
    lines: dict[Loc, int]

    def line(self, loc: Loc) -> int | None:
        """The line of a value, or of the nearest thing around it."""
        for end in range(len(loc), 0, -1):
            if loc[:end] in self.lines:
                return self.lines[loc[:end]]
        return 1 if self.lines else None

    def problem(self, loc: Loc, message: str) -> Problem:
        """A wrong value at a location."""
        return _VALUE.at(Where(path=str(self.path), line=self.line(loc)), message)


def load_yaml(path: Path) -> YamlDocument:
    """Read a YAML file.

    Raises:
        BadInputError: missing, too large, not UTF-8, not YAML, a key twice; names file and line.
    """
    raw = _read(path)
    yaml = YAML(typ="rt", pure=True)
    yaml.Constructor = _Constructor
    try:
        root = yaml.load(raw)
    except DuplicateKeyError as error:
        raise _bad(path, _mark_line(error), "khóa bị lặp, chỉ giữ một") from error
    except MarkedYAMLError as error:
        raise _bad(
            path, _mark_line(error), "không đúng cú pháp YAML (xem lại dấu hai chấm, thụt dòng, ngoặc và nháy)"
        ) from error
    except (YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise _bad(path, None, f"không đọc được YAML: {error}") from error
    lines: dict[Loc, int] = {}
    budget = [_MAX_NODES]
    data = _plain(root, (), lines, budget)
    if budget[0] < 0:
        raise _bad(path, None, f"có hơn {_MAX_NODES} giá trị, không phải tệp do người soạn")
    return YamlDocument(path, data, lines)


def load_model(path: Path, model: type[ModelT]) -> ModelT:
    """Read a YAML file as a model.

    Raises:
        BadInputError: as ``load_yaml``, or values that do not fit; every fault with its line.
    """
    return parse_model(load_yaml(path), model)


def parse_model(document: YamlDocument, model: type[ModelT]) -> ModelT:
    """The document's data as a model.

    Raises:
        BadInputError: values that do not fit; every fault with its line.
    """
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        faults = tuple(
            document.problem(_known_loc(document, detail["loc"]), _explain(detail))
            for detail in error.errors(include_url=False)
        )
        raise BadInputError(f"{document.path.name}: {len(faults)} chỗ sai.", problems=faults) from error


def _read(path: Path) -> str:
    try:
        raw = long_path(path).read_bytes()
    except OSError as error:
        raise BadInputError(f"Không đọc được tệp {path}: {why(error)}.") from error
    if len(raw) > _MAX_BYTES:
        raise _bad(path, None, "tệp quá lớn")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise _bad(path, line, "không phải UTF-8; hãy lưu lại tệp với mã UTF-8") from error


def _bad(path: Path, line: int | None, message: str) -> BadInputError:
    problem = _SYNTAX.at(Where(path=str(path), line=line), message)
    return BadInputError(f"{path.name}: không đọc được.", problems=(problem,))


def _mark_line(error: MarkedYAMLError) -> int | None:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else None


def _plain(node: Any, loc: Loc, lines: dict[Loc, int], budget: list[int]) -> Any:
    """Copy ruamel's containers to plain ones; the budget ends an alias bomb."""
    budget[0] -= 1
    if budget[0] < 0:
        return None
    if isinstance(node, CommentedMap):
        for key in node:
            lines[(*loc, str(key))] = node.lc.key(key)[0] + 1
        return {str(key): _plain(value, (*loc, str(key)), lines, budget) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        for index in range(len(node)):
            lines[(*loc, index)] = node.lc.item(index)[0] + 1
        return [_plain(value, (*loc, index), lines, budget) for index, value in enumerate(node)]
    return _scalar(node)


def _scalar(node: Any) -> Any:
    if isinstance(node, bool):
        return bool(node)
    if isinstance(node, str):
        return str(node)
    return int(node) if isinstance(node, int) else node


def _known_loc(document: YamlDocument, loc: tuple[int | str, ...]) -> Loc:
    """Pydantic puts the names of union members between the keys; the file does not have them."""
    known: Loc = ()
    for part in loc:
        if (*known, part) in document.lines:
            known = (*known, part)
    missing = loc[-1:] if loc and loc[-1:] != known[-1:] else ()
    return (*known, *missing)


_MESSAGES = {
    "missing": "thiếu khóa «{key}»",
    "extra_forbidden": "khóa lạ «{key}» (sai chính tả hoặc đặt nhầm chỗ)",
    "string_type": "«{key}» phải là chữ (đặt trong dấu nháy), đang là {value}",
    "int_type": "«{key}» phải là số nguyên, đang là {value}",
    "int_parsing": "«{key}» phải là số nguyên, đang là {value}",
    "decimal_parsing": "«{key}» phải là số, đang là {value}",
    "decimal_type": "«{key}» phải là số, đang là {value}",
    "bool_type": "«{key}» phải là true hoặc false, đang là {value}",
    "bool_parsing": "«{key}» phải là true hoặc false, đang là {value}",
    "enum": "«{key}» chỉ nhận {expected}; đang là {value}",
    "literal_error": "«{key}» chỉ nhận {expected}; đang là {value}",
    "greater_than_equal": "«{key}» phải từ {ge} trở lên, đang là {value}",
    "less_than_equal": "«{key}» không được quá {le}, đang là {value}",
    "too_short": "«{key}» cần ít nhất {min_length} mục",
    "date_type": "«{key}» phải là ngày dạng 2020-10-18, đang là {value}",
    "date_parsing": "«{key}» phải là ngày dạng 2020-10-18, đang là {value}",
    "date_from_datetime_parsing": "«{key}» phải là ngày dạng 2020-10-18, đang là {value}",
    "string_pattern_mismatch": "«{key}» không đúng dạng, đang là {value}",
    "string_too_short": "«{key}» đang để trống",
    "union_tag_invalid": "loại «{tag}» không có; chỉ nhận {expected_tags}",
    "union_tag_not_found": "thiếu khóa {discriminator}",
    "tuple_type": "«{key}» phải là danh sách",
    "list_type": "«{key}» phải là danh sách",
    "dict_type": "«{key}» phải là nhóm khóa: giá trị",
    "model_type": "«{key}» phải là nhóm khóa: giá trị",
}


def _explain(detail: Any) -> str:
    """The fault in Vietnamese."""
    key = detail["loc"][-1] if detail["loc"] else "tệp"
    context = {name: str(value) for name, value in detail.get("ctx", {}).items()}
    if detail["type"] == "value_error":
        return context.get("error", "giá trị không hợp lệ")
    template = _MESSAGES.get(detail["type"])
    if template is None:
        return f"«{key}»: giá trị không hợp lệ ({detail['msg']})"
    return template.format_map({**context, "key": key, "value": f"«{str(detail['input'])[:60]}»"})
