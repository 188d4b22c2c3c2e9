"""DOCX from a template and a context: the only place that renders.

Sandboxed, strict and escaped; what the template prints is looked for in the text produced, because
docxtpl's defaults drop text after ``&`` or ``<`` silently (measured).
"""

from __future__ import annotations

import datetime as dt
import io
import json
import operator
import re
import zipfile
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.opc.constants import CONTENT_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from dossier.documents import rules
from dossier.documents.seal import read_seal, reserve_seal, write_sealed
from dossier.documents.template import (
    Printed,
    TemplateCheck,
    paragraph_at,
    strings_printed,
    unprinted_fields,
)
from dossier.errors import BadInputError, RefusedError, ToolFailedError
from dossier.files import read_bytes, sha256_hex
from dossier.problems import Problem, Severity, Where
from dossier.resources import shipped
from dossier.text import nfc, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docx.document import Document as DocumentObject
    from docx.section import Section, _Header

    from dossier.documents.catalogue import Context, DocumentKind
    from dossier.documents.paper import Properties

# Part of the data hash: raise it when the same data and template would give another paper.
_RENDERER = "2"
_PARAGRAPH = re.compile(r"<w:p([ >])")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REPLACEMENT = "\ufffd"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
_PROPERTY_LIMIT = 255
# Characters in a cell from which its row may break over pages: what is taller than a page may not be kept whole.
_LONG_ROWS = ".//w:cantSplit[../../w:tc[string-length(.) > 400]]"
_COMPILED = 64  # parts of templates


class RenderState(StrEnum):
    """What became of a paper."""

    MADE = "đã lập"
    UNCHANGED = "không đổi"
    KEPT_EDITED = "giữ bản đã sửa tay"


@dataclass(frozen=True, slots=True)
class Rendered:
    """The result for one paper; ``path`` exists in every state."""

    path: Path
    state: RenderState
    problems: tuple[Problem, ...] = ()


def render_document(kind: DocumentKind, context: Context, target: Path, *, overrides: Path | None = None) -> Rendered:
    """Make a paper unless it is there already, made from the same data, or edited by a person.

    ``overrides`` is the campaign's folder of its own templates. Bytes depend on context and template only.

    Raises:
        BadInputError: the template is no DOCX, has a wrong tag or an unknown field, or lacks the banner.
        RefusedError: the template holds an expression that could run code.
        ToolFailedError: a value is not found in the text produced.
    """
    path = find_template(kind, overrides=overrides)
    template = _read_template(path)
    context, problems = _clean(context, where=Where(path=target.name))
    data = _data_hash(context, template)
    seal = read_seal(target) if target.exists() else None
    if seal and not seal.intact:
        return Rendered(target, RenderState.KEPT_EDITED, (*problems, _kept(target, stale=seal.data != data)))
    if seal and seal.data == data:
        return Rendered(target, RenderState.UNCHANGED, problems)
    printed = _check_template(template, kind, str(path))
    package = _render(template, context, name=path.name)
    _verify_text(package, context, printed, name=path.name)
    write_sealed(target, package, data=data)
    return Rendered(target, RenderState.MADE, (*problems, *_unprinted(path, kind, printed)))


def why_render(kind: DocumentKind, context: Context, target: Path, *, overrides: Path | None = None) -> str:
    """Why ``render_document`` would make the paper, in Vietnamese; empty when it would leave it alone."""
    if not target.exists():
        return "chưa có"
    seal = read_seal(target)
    if not seal.intact:
        return ""
    context, _ = _clean(context, where=Where(path=target.name))
    made, _, data = seal.data.partition("-")
    now, _, wanted = _data_hash(context, _read_template(find_template(kind, overrides=overrides))).partition("-")
    changed = [what for what, differs in (("mẫu", made != now), ("số liệu", data != wanted)) if differs]
    return f"{' và '.join(changed)} đã đổi" if changed else ""


def find_template(kind: DocumentKind, *, overrides: Path | None) -> Path:
    """The campaign's own template of the same name, else the shipped one."""
    own = overrides / kind.template if overrides else None
    return own if own and own.is_file() else shipped("templates") / kind.template


# --- data in --------------------------------------------------------------------------------------


def _clean(context: Context, *, where: Where) -> tuple[Context, tuple[Problem, ...]]:
    """NFC, one kind of line end, and no character that XML cannot hold."""
    problems: list[Problem] = []

    def clean(text: str, place: str) -> str:
        legal, count = _ILLEGAL.subn(_REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
        if count:
            message = f"Trường «{place}» có {count} ký tự điều khiển, đã thay bằng «{_REPLACEMENT}»."
            problems.append(rules.CONTROL.at(where, message))
        return nfc(legal)

    cleaned: Context = _rebuild(context, clean)
    return cleaned, tuple(problems)


def _variables(context: Any) -> dict[str, Any]:
    """Strings as XML text; docxtpl would turn ``{_{`` into ``{{``, so the underscore goes in as a reference."""
    escaped = _rebuild(context, lambda text, _: escape(text).replace("_", Markup("&#95;")))
    return {one.name: getattr(escaped, one.name) for one in fields(escaped)}


def _rebuild(value: Any, change: Callable[[str, str], str], place: str = "") -> Any:
    if isinstance(value, str):
        return change(value, place)
    if isinstance(value, tuple):
        items = tuple(_rebuild(item, change, f"{place}[{number}]") for number, item in enumerate(value, start=1))
        return value if all(map(operator.is_, items, value)) else items
    if is_dataclass(value) and not isinstance(value, type):
        prefix = f"{place}." if place else ""
        new = {one.name: _rebuild(getattr(value, one.name), change, prefix + one.name) for one in fields(value)}
        same = all(text is getattr(value, name) for name, text in new.items())
        return value if same else replace(value, **new)
    return value


def _data_hash(context: Any, template: bytes) -> str:
    """What a paper is made from: a mark of template and renderer, then one of the data."""
    data = json.dumps(context, ensure_ascii=False, default=_plain)
    return f"{sha256_hex(_RENDERER.encode() + template)[:16]}-{sha256_hex(data.encode())}"


def _plain(value: Any) -> Any:
    """What JSON cannot hold by itself: a dataclass by its fields (``asdict`` would copy it whole), a date as text."""
    return {one.name: getattr(value, one.name) for one in fields(value)} if is_dataclass(value) else str(value)


# --- the template ---------------------------------------------------------------------------------


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl ships no types
    """docxtpl without its two silent habits: repairing broken XML, and running fields in properties."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml.encode())
        return super().fix_tables(xml)

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Properties are set by ``_set_properties``."""


def _read_template(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        raise BadInputError(f"Không đọc được mẫu {path}: {error.strerror}.") from error


class _Environment(SandboxedEnvironment):
    """Sandboxed, strict and escaping; the same template is compiled once, for a year has it many times."""

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=True)
        self._compiled = lru_cache(maxsize=_COMPILED)(super().from_string)

    def from_string(self, source: Any, *_: Any, **__: Any) -> Template:
        """The template of a text; docxtpl gives nothing else."""
        return self._compiled(source)


_ENVIRONMENT = _Environment()


@lru_cache(maxsize=64)
def _check_template(template: bytes, kind: DocumentKind, path: str) -> Printed:
    """The fields a template prints.

    Raises:
        BadInputError: not a DOCX, wrong tags, unknown fields.
        RefusedError: expressions.
    """
    check = TemplateCheck(path, kind.context)
    for source in _sources(template, path):
        try:
            tree = _ENVIRONMENT.parse(source)
        except TemplateSyntaxError as error:
            place = paragraph_at(source.split("\n"), error.lineno)
            problem = rules.BROKEN.at(Where(path=path), f"thẻ sai cú pháp ở đoạn «{place}» ({error.message})")
            raise _wrong(path, (problem,)) from error
        check.read(tree, source=source)
    if any(problem.rule == rules.CODE.id for problem in check.problems):
        message = f"Mẫu {path} có lệnh ngoài trường và vòng lặp nên không được dùng."
        raise RefusedError(message, problems=check.problems)
    if check.problems:
        raise _wrong(path, tuple(check.problems))
    return frozenset(check.printed)


def _sources(template: bytes, path: str) -> Iterator[str]:
    """The template text of every part, a line for each paragraph."""
    document = _open(template, path)
    parts = [document.get_xml()]
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        parts += [document.get_part_xml(part) for _, part in document.get_headers_footers(uri)]
    for part in document.get_docx().part.package.iter_parts():
        if part.content_type == CONTENT_TYPE.WML_FOOTNOTES:
            parts.append(part.blob.decode("utf-8"))
    for xml in parts:
        yield _PARAGRAPH.sub(r"\n<w:p\1", document.patch_xml(xml))


def _open(template: bytes, path: str) -> _Template:
    document = _Template(io.BytesIO(template))
    try:
        document.init_docx()
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        problem = rules.BROKEN.at(Where(path=path), "không phải tệp DOCX")
        raise _wrong(path, (problem,)) from error
    return document


def _wrong(path: str, problems: tuple[Problem, ...]) -> BadInputError:
    return BadInputError(f"Mẫu {path}: {len(problems)} chỗ sai.", problems=problems)


# --- the paper ------------------------------------------------------------------------------------


def _render(template: bytes, context: Context, *, name: str) -> bytes:
    document = _open(template, name)
    try:
        document.render(_variables(context), _ENVIRONMENT)
    except etree.XMLSyntaxError as error:
        problem = rules.BROKEN.at(Where(path=name), "vòng lặp mở và đóng ở hai chỗ không cùng bậc (bảng, hàng, đoạn)")
        raise _wrong(name, (problem,)) from error
    _let_long_rows_break(document.docx)
    # Not get_docx(): after rendering it would load the bare template again.
    _set_properties(document.docx, context.properties)
    reserve_seal(document.docx)
    buffer = io.BytesIO()
    document.save(buffer)
    if context.banner and not _on_every_page(context.banner, Document(buffer)):
        raise _wrong(name, (rules.BANNER.at(Where(path=name), "có trang không in dòng báo bộ tiêu chí mẫu"),))
    return buffer.getvalue()


def _let_long_rows_break(document: DocumentObject) -> None:
    for mark in document.element.body.xpath(_LONG_ROWS):
        mark.getparent().remove(mark)


def _on_every_page(words: str, document: DocumentObject) -> bool:
    """Whether every header that some page of the document shows has the words."""
    heads = [head for section in document.sections for head in _heads(section, document)]
    return bool(heads) and all(words in "\n".join(one.text for one in head.paragraphs) for head in heads)


def _heads(section: Section, document: DocumentObject) -> Iterator[_Header]:
    yield section.header
    if section.different_first_page_header_footer:
        yield section.first_page_header
    if document.settings.odd_and_even_pages_header_footer:
        yield section.even_page_header


def _set_properties(document: DocumentObject, properties: Properties) -> None:
    core = document.core_properties
    core.title = properties.title[:_PROPERTY_LIMIT]
    core.author = core.last_modified_by = properties.author[:_PROPERTY_LIMIT]
    core.subject = core.comments = core.keywords = core.identifier = ""
    core.language, core.revision = "vi-VN", 1
    core.created = core.modified = dt.datetime.combine(properties.day, dt.time(), dt.UTC)


def _verify_text(package: bytes, context: Context, printed: Printed, *, name: str) -> None:
    text = one_line(_text_of(package))
    lost = [value for value in dict.fromkeys(strings_printed(context, printed)) if one_line(value) not in text]
    if lost:
        shown = "; ".join(f"«{one_line(value)[:60]}»" for value in lost[:3])
        raise ToolFailedError(f"Mẫu {name}: {len(lost)} giá trị không có trong văn bản lập ra: {shown}.")


def _text_of(package: bytes) -> str:
    """The words of body, headers, footers and footnotes as Word would show them."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        parts = [source.read(name) for name in source.namelist() if _TEXT_PARTS.fullmatch(name)]
    marks = [f"{_W}{tag}" for tag in ("t", "br", "tab", "p")]
    elements = (element for part in parts for element in etree.fromstring(part).iter(*marks))
    return "".join((element.text or "") if element.tag == marks[0] else "\n" for element in elements)


# --- what to say ----------------------------------------------------------------------------------


def _kept(target: Path, *, stale: bool) -> Problem:
    problem = rules.EDITED.at(Where(path=target.name), "đã có người sửa hoặc lưu lại, giữ nguyên không ghi đè.")
    if stale:
        return replace(problem, message=f"{problem.message} Số liệu hoặc mẫu đã đổi từ khi lập bản này.")
    return replace(problem, severity=Severity.HINT)


def _unprinted(path: Path, kind: DocumentKind, printed: Printed) -> tuple[Problem, ...]:
    missing = [name for name in unprinted_fields(kind.context, printed) if not name.startswith("properties")]
    if not missing:
        return ()
    return (rules.UNPRINTED.at(Where(path=path.name), f"Mẫu không in: {', '.join(missing)}."),)
