"""What a DOCX template of anybody's says before it is rendered: fields, wrong tags, other languages, code, form.

Nothing is rendered and nothing of the template is run.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from dossier.documents import formcheck, rules
from dossier.documents.foreign_rules import FEW, FORM, MISSING, OTHER, SPLIT
from dossier.documents.foreign_tags import Finding, Walk
from dossier.documents.template import TemplateCheck, paragraph_at, unprinted_fields
from dossier.errors import BadInputError
from dossier.problems import Problem, Severity, Where
from dossier.readers.package import (
    ZIP_ERRORS,
    LockedPackageError,
    UnsafePackageError,
    local_name,
    open_package,
    parse_xml,
    read_member,
)
from dossier.text import one_line

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_TEXT_PARTS = re.compile(r"(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_PARAGRAPH = re.compile(r"<w:p([ >])")
_ENOUGH_FIELDS = 3
_SPLITS_SHOWN = 5
_LANGUAGES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("trường trộn thư của Word (MERGEFIELD)", re.compile(r"MERGEFIELD\s+\S+")),
    ("trường trộn thư của Word («…»)", re.compile(r"«[^«»]{1,60}»")),
    ("${…} (XDocReport, JODReports, FreeMarker)", re.compile(r"\$\{[^{}]+\}")),
    ("+++…+++ (docx-templates)", re.compile(r"\+\+\+.+?\+\+\+")),
    ("[[…]]", re.compile(r"\[\[[^\[\]]+\]\]")),
    ("<<…>> (Aspose, docx-mailmerge)", re.compile(r"<<[^<>]+>>")),
    ("{#…}{/…} (docxtemplater)", re.compile(r"\{[#/^@%][A-Za-zÀ-ỹ_][\w.]*\}")),
    ("{d.…} (Carbone)", re.compile(r"\{[dc]\.[\w.\[\]]+[^{}]*\}")),
    ("{…} một dấu ngoặc (docxtemplater)", re.compile(r"(?<![{$#])\{[A-Za-zÀ-ỹ_][\w.]*\}(?!\})")),
    ("{{#…}} (Mustache, Handlebars)", re.compile(r"\{\{[#/^>&][^{}]*\}\}")),
    ("{% raw %} (khối Jinja in nguyên văn)", re.compile(r"\{%-?\s*raw\b")),
)
_IN_TAGS = {_LANGUAGES[-1][0], _LANGUAGES[-2][0]}
# Where these are used, what our reader takes for a wrong tag is a right one of theirs.
_CLASHING = {name for name, _ in _LANGUAGES if name.startswith(("{#", "{…", "{{#", "{d"))}


class Fitness(StrEnum):
    """What comes of a template."""

    USABLE = "dùng được"
    WRONG = "phải sửa"
    REFUSED = "từ chối"


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """What the check says of one file.

    Attributes:
        languages: the template languages seen; empty when there is no field of any kind.
        fields: the variables it names, dotted, each once.
    """

    path: str
    fitness: Fitness
    languages: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def check_template(
    data: bytes, *, name: str, known: type | None = None, context: Mapping[str, Any] | None = None
) -> TemplateReport:
    """Every fault that can be seen before rendering; ``known`` or ``context`` say which variables there are.

    Never raises on a strange file: that it cannot be read is the finding.
    """
    found = Finding(Where(path=name), check=TemplateCheck(name, known) if known else None)
    try:
        with open_package(data) as package:
            parts = list(_text_parts(package))
    except LockedPackageError:
        return _unreadable(found, "tệp đặt mật khẩu")
    except UnsafePackageError:
        return _unreadable(found, "tệp chứa cấu trúc nguy hiểm (bom nén hoặc thực thể XML)")
    except (*ZIP_ERRORS, KeyError, etree.XMLSyntaxError):
        return _unreadable(found, "không phải tệp DOCX, hoặc tệp hỏng")
    if not parts:
        return _unreadable(found, "gói tệp không có nội dung văn bản của Word")
    for xml in parts:
        _look_at_words(parse_xml(xml), found)
        _look_at_tags(xml, found, context=context)
    if found.check is not None:
        _report_known(found, found.check)
    if found.split:
        named = ", ".join(f"{tag} ({runs} đoạn)" for tag, runs in list(found.split.items())[:_SPLITS_SHOWN])
        more = f" và {len(found.split) - _SPLITS_SHOWN} thẻ khác" if len(found.split) > _SPLITS_SHOWN else ""
        found.add(SPLIT, f"Thẻ bị Word cắt thành nhiều đoạn chữ: {named}{more}.")
    if len(found.fields) < _ENOUGH_FIELDS and not found.languages:
        found.add(FEW, f"Mẫu chỉ có {len(found.fields)} trường.")
    if context is not None:
        _report_missing(found, context)
    _check_form(data, found)
    return _report(found)


def _unreadable(found: Finding, why: str) -> TemplateReport:
    found.add(rules.BROKEN, f"Không kiểm tra được: {why}.")
    return _report(found)


def _report(found: Finding) -> TemplateReport:
    ids = {problem.rule for problem in found.problems if problem.severity is Severity.ERROR}
    fitness = Fitness.REFUSED if rules.CODE.id in ids else Fitness.WRONG if ids else Fitness.USABLE
    languages = tuple(found.languages)
    if found.fields:
        languages = ("{{ … }} (docxtpl, Jinja)", *languages)
    return TemplateReport(found.where.path, fitness, languages, tuple(found.fields), tuple(found.problems))


def _text_parts(package: zipfile.ZipFile) -> Iterator[bytes]:
    """Body, headers, footers and notes, well-formed and without entities."""
    for name in package.namelist():
        if posixpath.dirname(name).endswith("word") and _TEXT_PARTS.fullmatch(posixpath.basename(name)):
            # Written anew, as the renderer does: quotes and other characters then stand for themselves.
            yield etree.tostring(parse_xml(read_member(package, name)), encoding="utf-8")


# --- the words ------------------------------------------------------------------------------------


def _look_at_words(root: _Element, found: Finding) -> None:
    for paragraph in root.iter():
        if local_name(paragraph.tag) != "p":
            continue
        runs = [run.text or "" for run in paragraph.iter() if local_name(run.tag) in {"t", "instrText"}]
        text = "".join(runs)
        if not text.strip():
            continue
        for language, pattern in _LANGUAGES:
            match = pattern.search(text if language in _IN_TAGS else _TAG.sub(" ", text))
            if match and language not in found.languages:
                found.languages[language] = match[0]
                found.add(OTHER, f"Thấy {language}: «{match[0][:60]}», ở đoạn «{_short(text)}».")
        _look_for_splits(runs, text, found)


def _look_for_splits(runs: Sequence[str], text: str, found: Finding) -> None:
    """Tags that Word has cut into several runs."""
    edges, at = set(), 0
    for run in runs:
        at += len(run)
        edges.add(at)
    for tag in _TAG.finditer(text):
        cuts = sum(tag.start() < edge < tag.end() for edge in edges)
        if cuts:
            found.split.setdefault(f"«{one_line(tag[0])[:60]}»", cuts + 1)


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= 80 else f"{line[:80]}…"  # noqa: PLR2004 - a line of a terminal


# --- the tags -------------------------------------------------------------------------------------


def _look_at_tags(xml: bytes, found: Finding, *, context: Mapping[str, Any] | None) -> None:
    """The template text of one part, read as the renderer reads it but not run."""
    try:
        source = _PARAGRAPH.sub(r"\n<w:p\1", DocxTemplate(None).patch_xml(xml.decode("utf-8")))
    except UnicodeDecodeError:
        source = ""
    lines = source.split("\n")
    try:
        tree = SandboxedEnvironment().parse(source)
    except TemplateSyntaxError as error:
        if _CLASHING & found.languages.keys():
            return
        place = paragraph_at(lines, error.lineno)
        found.add(rules.BROKEN, f"Thẻ sai cú pháp ở đoạn «{place}» ({error.message}).")
        _report_open_tags(lines, found)
        return
    except RecursionError:
        found.add(rules.BROKEN, "Các thẻ lồng nhau quá sâu.")
        return
    if found.check is not None:
        found.check.read(tree, source=source)
        return
    Walk(found, lines, context).body(tree.body, {})


def _report_open_tags(lines: Sequence[str], found: Finding) -> None:
    """Paragraphs whose tags do not close."""
    for line in lines:
        text = re.sub(r"<[^>]+>", "", line)
        if text.count("{{") != text.count("}}") or text.count("{%") != text.count("%}"):
            found.add(rules.BROKEN, f"Thẻ mở mà không đóng (hoặc ngược lại) ở đoạn «{_short(text)}».")


def _report_known(found: Finding, check: TemplateCheck) -> None:
    """The faults of a template of ours, held against the fields of its paper."""
    found.problems += check.problems
    found.fields |= dict.fromkeys(sorted(name for _, name in check.printed))
    unprinted = unprinted_fields(check.context, frozenset(check.printed))
    missing = [name for name in unprinted if not name.startswith("properties")]
    if missing:
        found.add(rules.UNPRINTED, f"Mẫu không in: {', '.join(missing)}.")


def _report_missing(found: Finding, context: Mapping[str, Any]) -> None:
    named = {name.partition(".")[0] for name in found.fields}
    missing = [name for name in context if name not in named]
    if missing:
        found.add(MISSING, f"Mẫu không in: {', '.join(missing)}.")


# --- the form -------------------------------------------------------------------------------------


def _check_form(data: bytes, found: Finding) -> None:
    """The rules of form that a template breaks already; only for a paper that has Quốc hiệu."""
    try:
        check = formcheck.check_form(data, name=found.where.path)
    except BadInputError:
        return
    failed = check.of(formcheck.State.FAIL)
    if any(result.rule == "F06" for result in failed):
        return
    for result in failed:
        if result.rule in _FORM_RULES:
            found.add(FORM, f"{result.rule} {result.title}: {result.notes[0]}.")


# What is settled before the fields are filled in.
_FORM_RULES = {"F01", "F02", "F03", "F04", "F05", "F07", "F09", "F13", "F17", "F24"}
