"""Rendering: whole text, strict fields, no code, no lost work."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment
from jinja2.exceptions import SecurityError

from dossier.documents import CATALOGUE, Rendered, RenderState, render_document
from dossier.documents import render as render_module
from dossier.documents.catalogue import DocumentKind
from dossier.documents.paper import Properties
from dossier.errors import BadInputError, RefusedError, ToolFailedError
from dossier.problems import Severity
from dossier.text import nfc

if TYPE_CHECKING:
    from pathlib import Path


PROPERTIES = Properties("Thư", "Đơn vị", dt.date(2020, 1, 1))


@dataclass(frozen=True)
class Row:
    name: str
    extra: str = ""


@dataclass(frozen=True)
class Letter:
    """A small context: what a template may print is decided by these types alone."""

    text: str
    rows: tuple[Row, ...] = ()
    banner: str = ""
    properties: Properties = PROPERTIES


KIND = DocumentKind("D99", "Thư", "thu.docx", "thu.docx", Letter)


def template(folder: Path, *paragraphs: str, header: str = "{{ banner }}") -> Path:
    """A campaign's ``mau/`` with one template."""
    folder.mkdir(parents=True, exist_ok=True)
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(str(folder / KIND.template))
    return folder


def render(tmp_path: Path, letter: Letter, *paragraphs: str, header: str = "{{ banner }}") -> Rendered:
    folder = template(tmp_path / "mau", *paragraphs, header=header)
    return render_document(KIND, letter, tmp_path / "out" / "thu.docx", overrides=folder)


def words(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


# --- whole text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    [
        "A & B <Ltd> «tail» \"q\" 'a'",
        "</w:t></w:r></w:p>",
        "&amp; &lt; &#38;",
        "{{ text }} {% for x in y %} {# c #}",
        "{_{ x }_} {_% y %_}",
        "\u202eمرحبا\u202c 👍🏽 \u200d",
        "dòng một\ndòng hai\tcột",
        "x" * 10_000,
        "<![CDATA[ ]]> <!-- -->",
        "",
    ],
)
def test_hostile_values_come_out_whole(tmp_path: Path, value: str) -> None:
    made = render(tmp_path, Letter(value), "Trước {{ text }} sau", "Đoạn cuối")
    assert words(made.path) == f"Trước {value} sau\nĐoạn cuối"
    assert [problem.rule for problem in made.problems] == ["DOC07"]


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=60)


@settings(max_examples=10, deadline=None)
@given(values=st.lists(TEXT, min_size=1, max_size=20))
def test_any_text_comes_out_whole(tmp_path_factory: pytest.TempPathFactory, values: list[str]) -> None:
    loop = ("{%p for row in rows %}", "[{{ row.name }}]", "{%p endfor %}")
    letter = Letter("", rows=tuple(Row(value) for value in values))
    made = render(tmp_path_factory.mktemp("bat-ky"), letter, *loop)
    assert words(made.path) == "\n".join(f"[{nfc(value)}]" for value in values)


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    made = render(tmp_path, Letter("Tie\u0302u chi\u0301"), "{{ text }}")
    assert words(made.path) == "Tiêu chí"


def test_control_characters_are_replaced_and_said(tmp_path: Path) -> None:
    letter = Letter("a\x00b\x0cc", rows=(Row("một"), Row("h\x07ai")))
    made = render(
        tmp_path, letter, "{{ text }}", "{%p for row in rows %}", "{{ row.name }}{{ row.extra }}", "{%p endfor %}"
    )
    assert words(made.path) == "a\ufffdb\ufffdc\nmột\nh\ufffdai"
    assert [problem.rule for problem in made.problems] == ["DOC06", "DOC06"]
    assert "«text» có 2 ký tự" in made.problems[0].message
    assert "«rows[2].name» có 1 ký tự" in made.problems[1].message


def test_text_lost_on_the_way_is_never_delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Losing(render_module._Template):
        def resolve_listing(self, xml: str) -> str:
            return str(super().resolve_listing(xml)).replace("mất", "")

    monkeypatch.setattr(render_module, "_Template", Losing)
    with pytest.raises(ToolFailedError, match="chữ bị mất"):
        render(tmp_path, Letter("chữ bị mất"), "{{ text }}")
    assert not (tmp_path / "out" / "thu.docx").exists()


# --- strict fields --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (("Kính gửi {{ tetx }}",), "không có trường «tetx», ở đoạn «Kính gửi {{ tetx }}»"),
        (("{%p for row in rows %}", "{{ row.nmae }}", "{%p endfor %}"), "không có trường «row.nmae»"),
        (("{%p for row in rwos %}", "{{ row.x }}", "{%p endfor %}"), "không có trường «rwos»"),
        (("{{ rows }}",), "«rows» không phải là chữ"),
        (("{%p for c in text %}", "{{ c }}", "{%p endfor %}"), "«text» không phải danh sách"),
        (("{{ text.upper }}",), "không có trường «text.upper»"),
    ],
)
def test_an_unknown_field_is_named_with_its_place(tmp_path: Path, paragraphs: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadInputError) as caught:
        render(tmp_path, Letter("x"), *paragraphs)
    (problem,) = caught.value.problems
    assert problem.rule == "DOC02"
    assert said in problem.message
    assert problem.where.path.endswith("thu.docx")


def test_a_close_name_is_offered(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        render(tmp_path, Letter("x"), "{{ tetx }}")
    assert "Có phải «text»?" in caught.value.problems[0].remedy


def test_a_field_misspelt_in_the_header_is_found_too(tmp_path: Path) -> None:
    with pytest.raises(BadInputError) as caught:
        render(tmp_path, Letter("x"), "{{ text }}", header="{{ baner }}")
    assert "«baner»" in caught.value.problems[0].message


@pytest.mark.parametrize(
    "paragraphs",
    [("{{ text",), ("{{ text }} {% for %}",), ("{%p for row in rows %}", "{{ row.name }}"), ("{% unknown %}",)],
)
def test_a_wrong_tag_is_named_with_its_paragraph(tmp_path: Path, paragraphs: tuple[str, ...]) -> None:
    with pytest.raises(BadInputError) as caught:
        render(tmp_path, Letter("x"), *paragraphs)
    assert caught.value.problems[0].rule == "DOC01"
    assert "thẻ sai cú pháp" in caught.value.problems[0].message


def test_a_loop_that_crosses_a_table_is_refused_not_repaired(tmp_path: Path) -> None:
    folder = tmp_path / "mau"
    folder.mkdir()
    document = Document()
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.paragraphs[0].text = "{%p for row in rows %}"
    cell.add_paragraph("{{ row.name }}")
    document.add_paragraph("{%p endfor %}")
    document.save(str(folder / KIND.template))
    with pytest.raises(BadInputError) as caught:
        render_document(KIND, Letter("x", rows=(Row("a"), Row("b"))), tmp_path / "thu.docx", overrides=folder)
    assert "vòng lặp" in caught.value.problems[0].message


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_a_template_that_is_no_docx_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KIND.template).write_bytes(content)
    with pytest.raises(BadInputError) as caught:
        render_document(KIND, Letter("x"), tmp_path / "out.docx", overrides=tmp_path)
    assert caught.value.problems[0].message == "không phải tệp DOCX"


def test_fields_left_out_are_said(tmp_path: Path) -> None:
    made = render(tmp_path, Letter("x", rows=(Row("a"),)), "{%p for row in rows %}", "{{ row.name }}", "{%p endfor %}")
    (problem,) = made.problems
    assert (problem.rule, problem.severity) == ("DOC07", Severity.HINT)
    assert problem.message == "Mẫu không in: text, rows.extra."


# --- no code --------------------------------------------------------------------------------------

EXPLOIT = "{{ text.__class__.__mro__[1].__subclasses__() }}"


@pytest.mark.parametrize(
    "tag",
    [
        EXPLOIT,
        "{{ text.upper() }}",
        "{{ text|upper }}",
        "{{ text[0] }}",
        "{{ 1 + 1 }}",
        "{{ text if banner else rows }}",
        "{% set text = banner %}",
        "{% if text %}có{% endif %}",
        "{% include 'x' %}",
        "{% for row in rows if row.name %}{% endfor %}",
    ],
)
def test_a_template_with_code_is_refused(tmp_path: Path, tag: str) -> None:
    with pytest.raises(RefusedError) as caught:
        render(tmp_path, Letter("x"), tag)
    assert {problem.rule for problem in caught.value.problems} <= {"DOC02", "DOC03"}
    assert "DOC03" in {problem.rule for problem in caught.value.problems}


def test_the_sandbox_stands_behind_the_check() -> None:
    # Positive control: the same template does reach the interpreter's classes without the sandbox.
    assert "class" in Environment(autoescape=True).from_string(EXPLOIT).render(text="x")
    with pytest.raises(SecurityError):
        render_module._ENVIRONMENT.from_string(EXPLOIT).render(text="x")


def test_fields_in_the_file_properties_are_not_run(tmp_path: Path) -> None:
    folder = template(tmp_path / "mau", "{{ text }}")
    document = Document(str(folder / KIND.template))
    document.core_properties.subject = "{{ 1/0 }}"
    document.save(str(folder / KIND.template))
    made = render_document(KIND, Letter("x"), tmp_path / "thu.docx", overrides=folder)
    core = Document(str(made.path)).core_properties
    assert (core.title, core.author, core.subject) == ("Thư", "Đơn vị", "")


# --- the banner -----------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["", "Trang"])
def test_a_template_without_the_banner_is_refused_for_a_sample_set(tmp_path: Path, header: str) -> None:
    with pytest.raises(BadInputError) as caught:
        render(tmp_path, Letter("x", banner="BỘ MẪU"), "{{ text }} {{ banner }}", header=header)
    assert caught.value.problems[0].rule == "DOC04"


def test_a_first_page_without_the_banner_is_refused(tmp_path: Path) -> None:
    folder = template(tmp_path / "mau", "{{ text }}")
    document = Document(str(folder / KIND.template))
    document.sections[0].different_first_page_header_footer = True
    document.save(str(folder / KIND.template))
    with pytest.raises(BadInputError) as caught:
        render_document(KIND, Letter("x", banner="BỘ MẪU"), tmp_path / "thu.docx", overrides=folder)
    assert caught.value.problems[0].rule == "DOC04"


def test_a_document_without_a_section_cannot_bear_the_banner(tmp_path: Path) -> None:
    folder = template(tmp_path / "mau", "{{ text }}")
    document = Document(str(folder / KIND.template))
    document.element.body.remove(document.element.body.sectPr)
    document.save(str(folder / KIND.template))
    with pytest.raises(BadInputError) as caught:
        render_document(KIND, Letter("x", banner="BỘ MẪU"), tmp_path / "thu.docx", overrides=folder)
    assert caught.value.problems[0].rule == "DOC04"


# --- a person's work ------------------------------------------------------------------------------


def test_same_data_is_not_made_again(tmp_path: Path) -> None:
    first = render(tmp_path, Letter("x"), "{{ text }}")
    before = first.path.stat().st_mtime_ns
    second = render_document(KIND, Letter("x"), first.path, overrides=tmp_path / "mau")
    assert (first.state, second.state) == (RenderState.MADE, RenderState.UNCHANGED)
    assert first.path.stat().st_mtime_ns == before


def test_new_data_or_a_new_template_makes_it_again(tmp_path: Path) -> None:
    render(tmp_path, Letter("một"), "{{ text }}")
    again = render(tmp_path, Letter("hai"), "{{ text }}")
    assert (again.state, words(again.path)) == (RenderState.MADE, "hai")
    other = render(tmp_path, Letter("hai"), "Mẫu mới: {{ text }}")
    assert (other.state, words(other.path)) == (RenderState.MADE, "Mẫu mới: hai")


def test_an_edited_paper_is_kept_and_said(tmp_path: Path) -> None:
    made = render(tmp_path, Letter("một"), "{{ text }}")
    document = Document(str(made.path))
    document.paragraphs[0].add_run(" sửa tay")
    document.save(str(made.path))
    edited = made.path.read_bytes()
    same = render_document(KIND, Letter("một"), made.path, overrides=tmp_path / "mau")
    stale = render_document(KIND, Letter("hai"), made.path, overrides=tmp_path / "mau")
    assert same.state is stale.state is RenderState.KEPT_EDITED
    assert made.path.read_bytes() == edited
    assert [problem.severity for problem in (*same.problems, *stale.problems)] == [Severity.HINT, Severity.WARNING]
    assert "Số liệu hoặc mẫu đã đổi" in stale.problems[0].message


def test_a_paper_only_saved_again_is_kept_too(tmp_path: Path) -> None:
    made = render(tmp_path, Letter("một"), "{{ text }}")
    document = Document(str(made.path))
    document.core_properties.last_modified_by = "người dùng"
    document.save(str(made.path))
    kept = render_document(KIND, Letter("hai"), made.path, overrides=tmp_path / "mau")
    assert kept.state is RenderState.KEPT_EDITED


@pytest.mark.parametrize("content", [b"", b"ghi ch\xc3\xba", b"PK\x03\x04"])
def test_a_file_that_is_not_ours_is_never_overwritten(tmp_path: Path, content: bytes) -> None:
    target = tmp_path / "out" / "thu.docx"
    target.parent.mkdir()
    target.write_bytes(content)
    kept = render(tmp_path, Letter("x"), "{{ text }}")
    assert kept.state is RenderState.KEPT_EDITED
    assert target.read_bytes() == content


def test_a_foreign_docx_is_never_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "out" / "thu.docx"
    target.parent.mkdir()
    Document().save(str(target))
    assert render(tmp_path, Letter("x"), "{{ text }}").state is RenderState.KEPT_EDITED


# --- bytes ----------------------------------------------------------------------------------------


def test_equal_data_gives_equal_bytes(tmp_path: Path) -> None:
    folder = template(tmp_path / "mau", "{{ text }}")
    one = render_document(KIND, Letter("x"), tmp_path / "a" / "thu.docx", overrides=folder)
    two = render_document(KIND, Letter("x"), tmp_path / "b" / "thu.docx", overrides=folder)
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_seal_is_two_properties_of_the_file(tmp_path: Path) -> None:
    made = render(tmp_path, Letter("x"), "{{ text }}")
    with zipfile.ZipFile(made.path) as package:
        sealed = package.read("docProps/custom.xml").decode()
        assert {info.date_time[0] for info in package.infolist()} == {1980}
    assert re.findall(r'name="([^"]+)"', sealed) == ["dossier-noi-dung", "dossier-du-lieu"]
    assert len(re.findall(r">[0-9a-f]{64}<", sealed)) == 1
    # A mark of template and renderer, then one of the data, so that a plan can say which of them changed.
    assert len(re.findall(r">[0-9a-f]{16}-[0-9a-f]{64}<", sealed)) == 1


def test_a_template_that_has_custom_properties_is_sealed_too(tmp_path: Path) -> None:
    render(tmp_path, Letter("x"), "{{ text }}")
    own = tmp_path / "mau" / KIND.template
    own.write_bytes((tmp_path / "out" / "thu.docx").read_bytes())
    target = tmp_path / "thu.docx"
    assert render_document(KIND, Letter("x"), target, overrides=own.parent).state is RenderState.MADE
    assert render_document(KIND, Letter("x"), target, overrides=own.parent).state is RenderState.UNCHANGED


def test_the_campaigns_own_template_wins_over_the_shipped_one(tmp_path: Path) -> None:
    kind = replace(KIND, template=CATALOGUE["D03"].template)
    folder = template(tmp_path / "mau", "{{ text }}")
    (folder / KIND.template).rename(folder / kind.template)
    assert render_module.find_template(kind, overrides=folder).parent == folder
    assert render_module.find_template(kind, overrides=tmp_path).is_file()
    made = render_document(kind, Letter("riêng"), tmp_path / "x.docx", overrides=folder)
    assert words(made.path) == "riêng"
