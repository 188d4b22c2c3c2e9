"""The fields of Nghị định 30/2020, Phụ lục VI: the list itself, the XML against its schema, what is too long."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from dossier.archive.year.metadata import (
    FILE,
    INCOMING,
    NAMESPACE,
    OUTGOING,
    Field,
    build_schema,
    build_xml,
    find_overlong,
)
from dossier.archive.year.model import ArchivedDocument, ArchiveFile, Retention, Role
from dossier.intake.model import FileKind
from tests.archive.year_world import ORGAN, dated, lay, plan, row

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = etree.XMLSchema(etree.fromstring(build_schema()))
COMMON = """FileCode OrganId:String:13 FileCatalog:Number:4 FileNotation:String:20 DocOrdinal:Number:3
    TypeName:String:100 CodeNumber:String:11 CodeNotation:String:30 IssuedDate:Date:10 OrganName:String:200
    Subject:String:500 Language:String:30 PageAmount:Number:3 Description:String:500"""
SIGNER = "SignerInfo Position:String:100 FullName:String:50"
EXPECTED = {
    "OUTGOING": f"""{COMMON} {SIGNER} To OrganId:String:13 OrganName:String:200 Priority:Number:1
        IssuedAmount:Number:3 DueDate:Date:10""",
    "INCOMING": f"""{COMMON} ArrivalDate:Date:10 ArrivalNumber:Number:10 {SIGNER} Priority:Number:1
        ToPlaces:String:1000 TraceHeaderList:LongText:0 DueDate:Date:10""",
    "FILE": """FileCode OrganId:String:13 FileCatalog:Number:4 FileNotation:String:20 Title:String:500
        Maintenance:String:30 Rights:String:30 Creator:String:30 Language:String:50 StartDate:Date:10 EndDate:Date:10
        DocTotal:Number:4 PageTotal:Number:4 Description:String:500""",
}
LISTS = {"OUTGOING": OUTGOING, "INCOMING": INCOMING, "FILE": FILE}
OFFICIAL = Path(__file__).parents[3] / "shared/material/vietnamese/nd30/Phuluc6.docx"


def spelled(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        yield field.name if field.parts else f"{field.name}:{field.kind}:{field.length}"
        yield from spelled(field.parts)


@pytest.mark.parametrize("name", EXPECTED)
def test_names_types_and_lengths_are_the_decree_s_in_its_order(name: str) -> None:
    assert list(spelled(LISTS[name])) == EXPECTED[name].split()


@pytest.mark.shared
@pytest.mark.skipif(not OFFICIAL.is_file(), reason="needs ../shared")
@pytest.mark.parametrize(("table", "name"), [(0, "OUTGOING"), (1, "INCOMING"), (2, "FILE")])
def test_the_official_text_has_the_same_list(table: int, name: str) -> None:
    """Numbers, titles, names, types and lengths, read from the decree's own appendix; its printed l for I mended."""
    rows = [[" ".join(cell.text.split()) for cell in row.cells] for row in Document(str(OFFICIAL)).tables[table].rows]
    official = [(row[0], row[1], re.sub("(?<=rgan)ld|(?<=igner)l", _mend, row[2]), row[3], row[4]) for row in rows[1:]]
    ours = list(_flat(LISTS[name]))
    assert [item[:3] for item in ours] == [item[:3] for item in official]
    assert [item[3:] for item in ours if item[3]] == [item[3:] for item in official if item[3]]


def _mend(match: re.Match[str]) -> str:
    return match[0].replace("l", "I")


def _flat(fields: tuple[Field, ...]) -> Iterator[tuple[str, str, str, str, str]]:
    for field in fields:
        kind, length = ("", "") if field.parts else (field.kind.value, str(field.length or ""))
        yield field.number, field.title, field.name, kind, length
        yield from _flat(field.parts)


def archive_file(*documents: ArchivedDocument, **facts: Any) -> ArchiveFile:
    (file,) = plan([row("01.CCHC", **facts)], documents).files
    return file


def tree(file: ArchiveFile) -> etree._Element:
    return etree.fromstring(build_xml(file, organ=ORGAN, year=2020))


def texts(element: etree._Element, path: str) -> list[str | None]:
    return [found.text for found in element.iterfind("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))]


def test_a_file_and_its_documents_are_valid_and_in_time_order(tmp_path: Path) -> None:
    later = dated(lay(tmp_path, "b.txt", incoming=False, priority="HỎA TỐC"), "2020-05-01", "12/QĐ-UBND")
    earlier = dated(lay(tmp_path, "a.txt", arrived=dt.date(2020, 10, 16)), "2020-03-05", "05/KH-UBND")
    root = tree(archive_file(later, earlier))
    SCHEMA.assertValid(root)
    documents = root[-1]
    assert [etree.QName(item).localname for item in documents] == ["IncomingDocument", "OutgoingDocument"]
    assert (texts(documents[0], "IssuedDate"), texts(documents[0], "ArrivalDate")) == (["05/03/2020"], ["16/10/2020"])
    assert (texts(documents[1], "Priority"), texts(documents[1], "CodeNumber")) == (["3"], ["12"])
    assert texts(root, "StartDate") + texts(root, "EndDate") == ["05/03/2020", "01/05/2020"]
    assert documents[0].get("original") == "goc/0001-a.txt"


def test_every_field_is_there_and_unknown_ones_are_empty(tmp_path: Path) -> None:
    root = tree(archive_file(lay(tmp_path, "a.txt")))
    (document,) = root[-1]
    assert [etree.QName(item).localname for item in document] == [field.name for field in INCOMING]
    assert texts(document, "CodeNumber") + texts(document, "IssuedDate") + texts(document, "PageAmount") == [None] * 3


@pytest.mark.parametrize(
    ("facts", "field", "limit"),
    [
        ({"signer": "A" * 51}, "SignerInfo/FullName", 50),
        ({"subject": "A" * 501}, "Subject", 500),
        ({"number": "1" * 12}, "CodeNumber", 11),
        ({"pages": 1000}, "PageAmount", 3),
    ],
)
def test_a_value_too_long_is_warned_kept_whole_and_fails_the_schema(
    tmp_path: Path, facts: dict[str, Any], field: str, limit: int
) -> None:
    file = archive_file(lay(tmp_path, "a.txt", **facts))
    (problem,) = find_overlong(file, organ=ORGAN, year=2020)
    assert problem.rule == "ARC07"
    assert f"({field})" in problem.message
    assert problem.message.endswith(f"không quá {limit}.")
    root = tree(file)
    assert texts(root[-1][0], field) == [str(next(iter(facts.values())))]
    assert not SCHEMA.validate(root)


def test_a_value_of_just_the_length_is_fine(tmp_path: Path) -> None:
    file = archive_file(lay(tmp_path, "a.txt", signer="A" * 50, subject="Ủ" * 500, pages=999), compiler="B" * 30)
    assert list(find_overlong(file, organ=ORGAN, year=2020)) == []
    SCHEMA.assertValid(tree(file))


def test_a_long_code_of_the_body_is_told_once_for_all_files(tmp_path: Path) -> None:
    documents = [lay(tmp_path, "a.txt"), lay(tmp_path, "b.txt", role=Role.FORM)]
    organ = replace(ORGAN, id="000.00.12.H33.QUA-DAI")
    made = plan([row("01.A"), row("02.B", "bieu")], documents, organ=organ)
    (problem,) = [problem for problem in made.problems if problem.rule == "ARC07"]
    assert "(FileCode/OrganId) dài 21, quy định không quá 13." in problem.message


@given(words=st.text(max_size=200))
def test_whatever_a_document_says_the_xml_holds_it(words: str) -> None:
    facts = {"subject": f"Về việc {words}", "ordinal": 1, "original": "goc/a"}
    document = ArchivedDocument(Role.EVIDENCE, "a.txt", Path("/x"), "0" * 64, 1, FileKind.TEXT, **facts)  # type: ignore[arg-type]  # a table of facts
    file = ArchiveFile("01", "Hồ sơ", Retention(10), "căn cứ", "ho-so/01", documents=(document,))
    root = tree(file)
    SCHEMA.assertValid(root)
    legal = "".join(char for char in words if (char >= " " or char in "\t\n\r") and char not in "\ufffe\uffff")
    assert texts(root[-1][0], "Subject") == [f"Về việc {legal}"]
