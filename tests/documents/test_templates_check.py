"""Any DOCX as a template: fields, wrong tags, other languages, code and form, said before anything is rendered."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document

from dossier.documents import CATALOGUE, rules
from dossier.documents.foreign import Fitness, TemplateReport, check_template
from dossier.documents.foreign_rules import FEW, FORM, MISSING, OTHER, SPLIT
from dossier.documents.formcheck import State, check_form
from dossier.documents.render import render_document
from dossier.documents.specimen import build_specimen
from dossier.resources import shipped
from tests.documents.form_paper import make_paper, reword, save

if TYPE_CHECKING:
    from dossier.documents.catalogue import DocumentKind

SHARED = Path(__file__).parents[3] / "shared" / "material"
EVERY_KIND = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=list(CATALOGUE))


def template(*texts: str) -> bytes:
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    return save(document)


def check(*texts: str, context: dict[str, Any] | None = None) -> TemplateReport:
    return check_template(template(*texts), name="mau.docx", context=context)


def ids(report: TemplateReport) -> set[str]:
    return {problem.rule for problem in report.problems}


PLAIN = ("Kính gửi {{ ten }}, {{ chuc_vu }}", "{%p for dong in cac_dong %}", "{{ dong.chu }}", "{%p endfor %}")


def test_fields_and_loops_are_usable() -> None:
    report = check(*PLAIN)
    assert (report.fitness, report.problems) == (Fitness.USABLE, ())
    assert report.fields == ("ten", "chuc_vu", "cac_dong")
    assert report.languages == ("{{ … }} (docxtpl, Jinja)",)


def test_a_context_tells_unknown_and_missing_variables() -> None:
    context = {"ten": "A", "chuc_vu": "B", "cac_dong": [{"so": 1}], "thua": "C"}
    report = check(*PLAIN, context=context)
    said = {problem.rule: problem.message for problem in report.problems}
    assert "dong.chu" in said[rules.UNKNOWN.id]
    assert "thua" in said[MISSING.id]
    assert report.fitness is Fitness.WRONG


def test_a_misspelt_variable_is_told_the_near_one_and_its_place() -> None:
    (problem,) = check("Ông {{ ho_tenn }}", "{{ a }}{{ b }}", context={"ho_ten": "", "a": "", "b": ""}).problems[:1]
    assert "Có phải «ho_ten»?" in problem.message
    assert "Ông {{ ho_tenn }}" in problem.message


@pytest.mark.parametrize("text", ["{{ ten", "{% for a in b %}{{ a }}", "{{ ten | }}", "{% endfor %}", "{{ a b }}"])
def test_a_wrong_tag_is_named_with_its_place(text: str) -> None:
    report = check("đoạn đầu", text)
    assert report.fitness is Fitness.WRONG
    assert any(problem.rule == rules.BROKEN.id and text[:8] in problem.message for problem in report.problems)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ham() }}",
        "{{ a.b.c() }}",
        "{% import 'os' as os %}",
        "{% include 'x' %}",
        "{% for a in range(10) %}{{ a }}{% endfor %}",
        "{{ a | attr('b') }}",
        "{% set x = cycler.__init__ %}{{ x }}",
    ],
)
def test_a_template_that_runs_code_is_refused(text: str) -> None:
    assert check(text).fitness is Fitness.REFUSED


@pytest.mark.parametrize("text", ["{% if a %}b{% endif %}", "{{ a | upper }}", "{{ a + b }}", "{{ a[0] }}"])
def test_what_computes_is_no_field(text: str) -> None:
    report = check(text)
    assert report.fitness is Fitness.WRONG
    assert OTHER.id in ids(report)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Xin mời «Ho_ten»", "trộn thư"),
        ("${hoTen}", "XDocReport"),
        ("[[ho_ten]]", "[[…]]"),
        ("<<ho_ten>>", "<<…>>"),
        ("{#ds}{ten}{/ds}", "docxtemplater"),
        ("{hoTen}", "docxtemplater"),
        ("+++INS ten+++", "docx-templates"),
        ("{d.ten}", "Carbone"),
        ("{{#ds}}{{ten}}{{/ds}}", "Mustache"),
        ("{% raw %}{{ a }}{% endraw %}", "raw"),
    ],
)
def test_other_languages_are_recognised_and_named(text: str, name: str) -> None:
    report = check(text)
    assert report.fitness is Fitness.WRONG
    assert any(name in language for language in report.languages)
    assert rules.BROKEN.id not in ids(report)


def test_a_merge_field_is_seen_in_its_code() -> None:
    document = Document()
    run = document.add_paragraph("Họ tên: ").add_run()
    code = run._r.makeelement(f"{{{run._r.nsmap['w']}}}instrText", {})
    code.text = " MERGEFIELD Ho_ten "
    run._r.append(code)
    report = check_template(save(document), name="a.docx")
    assert any("MERGEFIELD" in language for language in report.languages)


def test_a_tag_that_word_has_cut_is_named_once_a_file() -> None:
    document = Document()
    paragraph = document.add_paragraph()
    for piece in ("Ông {", "{ ho", "_ten }", "}", " {{ a }} {{ b }}"):
        paragraph.add_run(piece)
    report = check_template(save(document), name="a.docx")
    (split,) = [problem for problem in report.problems if problem.rule == SPLIT.id]
    assert "«{{ ho_ten }}» (4 đoạn)" in split.message
    assert (report.fitness, report.fields) == (Fitness.USABLE, ("ho_ten", "a", "b"))


def test_hardly_any_field_is_said() -> None:
    assert FEW.id in ids(check("Không có trường nào"))
    assert FEW.id not in ids(check("{{ a }}{{ b }}{{ c }}"))


def test_a_broken_form_is_said_of_an_official_paper_only() -> None:
    spoilt = make_paper(lambda document: reword(document, "Độc lập", "Độc lập-Tự do-Hạnh phúc"))
    report = check_template(spoilt, name="a.docx")
    assert [problem.message[:3] for problem in report.problems if problem.rule == FORM.id] == ["F07"]
    assert FORM.id not in ids(check(*PLAIN))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" * 9, make_paper()[:5000]])
def test_what_is_no_docx_is_an_answer(data: bytes) -> None:
    report = check_template(data, name="a.docx")
    assert (report.fitness, ids(report)) == (Fitness.WRONG, {rules.BROKEN.id})


# --- our own --------------------------------------------------------------------------------------


@EVERY_KIND
def test_every_shipped_template_has_no_fault(kind: DocumentKind) -> None:
    data = (shipped("templates") / kind.template).read_bytes()
    report = check_template(data, name=kind.template, known=kind.context)
    assert report.fitness is Fitness.USABLE
    assert [str(problem) for problem in report.problems if problem.rule != rules.UNPRINTED.id] == []


@EVERY_KIND
def test_every_template_with_specimen_words_is_in_the_right_form(kind: DocumentKind, tmp_path: Path) -> None:
    made = render_document(kind, build_specimen(kind), tmp_path / kind.output).path
    result = check_form(made.read_bytes(), name=made.name)
    assert [(one.rule, one.notes) for one in result.of(State.FAIL)] == []
    assert len(Document(io.BytesIO(made.read_bytes())).element.body) > 1


# --- strangers' -----------------------------------------------------------------------------------


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("folder", ["docx_xlsx", "vietnamese/docxtpl_2c", "vietnamese/motcua_hatinh"])
def test_every_file_of_the_shelf_gets_an_answer(folder: str) -> None:
    files = [path for path in sorted((SHARED / folder).rglob("*")) if path.is_file() and path.suffix != ".tsv"]
    reports = [check_template(path.read_bytes(), name=path.name) for path in files]
    assert len(reports) == len(files) > 2
    assert all(report.problems or report.fields for report in reports)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")
def test_one_stop_forms_are_told_apart_from_ours() -> None:
    for path in sorted((SHARED / "vietnamese" / "motcua_hatinh").glob("*.docx")):
        report = check_template(path.read_bytes(), name=path.name)
        assert report.fitness is Fitness.WRONG
        assert any("docxtemplater" in language for language in report.languages)
