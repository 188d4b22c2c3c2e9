"""SIP_hoso packages: what is written keeps to CSIP and to the circular; each defect is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from dossier.archive.sip import RULES, SipReport, check_sip, write_sip
from dossier.archive.sip.csip import REQUIREMENTS
from dossier.archive.sip.fields import DOCUMENT_FIELDS, FILE_FIELDS, TYPE_CODES, describe_document, describe_file
from dossier.archive.sip.load import load_archive
from dossier.archive.sip.model import Level, State
from dossier.archive.year.model import (
    ArchivedDocument,
    ArchiveFile,
    ArchivePlan,
    Copy,
    Coverage,
    Organ,
    Originality,
    Retention,
    Role,
)
from dossier.archive.year.record import record_json
from dossier.errors import DamagedError, RefusedError
from dossier.intake.model import FileKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AT = dt.datetime(2021, 1, 15, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
ORGAN = Organ("Ủy ban nhân dân huyện An Sơn", "UBND huyện", "An Sơn", id="000.00.01.H33", list_basis="12/KH-UBND")
CODE = "000.00.01.H33.2020.01.CCHC"


def document(root: Path, name: str, content: bytes, **known: object) -> ArchivedDocument:
    source = root / name
    source.write_bytes(content)
    blank = ArchivedDocument(
        role=Role.EVIDENCE,
        path=f"minh-chung/1.1/{name}",
        source=source,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        kind=FileKind.PDF,
        type="Kế hoạch",
        number="05",
        notation="KH-UBND",
        date=dt.date(2020, 1, 15),
        subject="Cải cách hành chính năm 2020",
        issuer="Ủy ban nhân dân xã An Bình",
        pages=3,
    )
    return replace(blank, **known)  # type: ignore[arg-type]  # the fields of the test


@pytest.fixture
def file(tmp_path: Path) -> ArchiveFile:
    return ArchiveFile(
        symbol="01.CCHC",
        title="Hồ sơ xác định Chỉ số cải cách hành chính năm 2020",
        retention=Retention(20),
        basis="Bảng thời hạn của cơ quan",
        folder="ho-so/01-cchc",
        rights="Công khai",
        documents=(
            document(tmp_path, "ke-hoach.pdf", b"%PDF-1.7 signed", ordinal=1, signed=1),
            document(tmp_path, "bao-cao.docx", b"PK docx", ordinal=2, type="Báo cáo", kind=FileKind.DOCX),
            document(tmp_path, "quét & ảnh.pdf", b"%PDF-1.4", ordinal=3, type="", originality=Originality.DIGITISED),
        ),
    )


@pytest.fixture
def copies(tmp_path: Path, file: ArchiveFile) -> dict[str, Copy]:
    copy = tmp_path / "ban-pdfa.pdf"
    copy.write_bytes(b"%PDF-1.7 PDF/A")
    return {item.sha256: Copy(copy, 3) for item in file.documents[:2]}


@pytest.fixture
def package(tmp_path: Path, file: ArchiveFile, copies: dict[str, Copy]) -> Path:
    return write(tmp_path / "sip.zip", file, copies)


def write(target: Path, file: ArchiveFile, copies: dict[str, Copy]) -> Path:
    return write_sip(file, target, organ=ORGAN, year=2020, at=AT, version="1.0", copies=copies).path


def told(report: SipReport) -> set[str]:
    return {problem.rule for problem in report.problems if problem.severity.rank == 0}


def test_a_package_meets_every_requirement_it_can_be_asked(package: Path) -> None:
    report = check_sip(package)
    assert [str(problem) for problem in report.problems if problem.severity.rank == 0] == []
    assert [result for result in report.results if result.state is State.BROKEN] == []
    assert report.documents == 3
    met = {result.id for result in report.results if result.state is State.MET}
    wanted = {item.id for item in REQUIREMENTS if item.level is Level.MUST}
    # No preservation metadata in a SIP; its content is in representations, each with a METS file of its own.
    about_amd = {f"CSIP{number}" for number in (*range(33, 58),)}
    undivided = {"CSIP102", "CSIP103", "CSIP104", "CSIP119"}
    assert wanted - met == (wanted & about_amd) | undivided


def test_the_layout_is_that_of_the_circular(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        names = opened.namelist()
    root = names[0].partition("/")[0]
    assert root.startswith("uuid-")
    assert root[5:] == root[5:].upper()
    assert sorted(name.removeprefix(f"{root}/") for name in names) == [
        "METS.xml",
        "documentation/GIOI-THIEU.txt",
        "metadata/descriptive/EAD.xml",
        "representations/rep1/METS.xml",
        f"representations/rep1/data/{CODE}.0000001.pdf",
        f"representations/rep1/data/{CODE}.0000002.pdf",
        f"representations/rep1/data/{CODE}.0000003.pdf",
        f"representations/rep1/metadata/descriptive/EAD_doc_{CODE}.0000001.xml",
        f"representations/rep1/metadata/descriptive/EAD_doc_{CODE}.0000002.xml",
        f"representations/rep1/metadata/descriptive/EAD_doc_{CODE}.0000003.xml",
        "representations/rep2/METS.xml",
        f"representations/rep2/data/{CODE}.0000002.docx",
        "schemas/EAD_doc.xsd",
        "schemas/EAD_hoso.xsd",
    ]


def test_a_signed_original_keeps_its_bytes_and_a_copied_one_is_kept_beside(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        contents = {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}
    assert contents[f"representations/rep1/data/{CODE}.0000001.pdf"] == b"%PDF-1.7 signed"
    assert contents[f"representations/rep1/data/{CODE}.0000002.pdf"] == b"%PDF-1.7 PDF/A"
    assert contents[f"representations/rep2/data/{CODE}.0000002.docx"] == b"PK docx"


def test_the_same_file_gives_the_same_bytes_and_another_content_another_identity(
    tmp_path: Path, file: ArchiveFile, copies: dict[str, Copy], package: Path
) -> None:
    again = write(tmp_path / "lai.zip", file, copies)
    assert again.read_bytes() == package.read_bytes()
    other = write(tmp_path / "khac.zip", replace(file, documents=file.documents[:1]), copies)
    assert check_sip(other).objid != check_sip(package).objid


def test_a_folder_is_a_package_too(tmp_path: Path, file: ArchiveFile) -> None:
    objid = write_sip(file, tmp_path / "x.zip", organ=ORGAN, year=2020, at=AT, version="1", copies={}).objid
    folder = write(tmp_path / objid, file, {})
    assert told(check_sip(folder)) == set()


def test_nothing_is_overwritten_and_a_changed_original_is_refused(tmp_path: Path, file: ArchiveFile) -> None:
    target = tmp_path / "sip.zip"
    file.documents[2].source.write_bytes(b"%PDF-1.4 khac")
    with pytest.raises(RefusedError, match="đã thay đổi"):
        write(target, file, {})
    assert not target.exists()
    target.write_bytes(b"cu")
    with pytest.raises(RefusedError, match="không ghi đè"):
        write(target, file, {})
    with pytest.raises(RefusedError, match="không có tài liệu"):
        write(tmp_path / "rong.zip", replace(file, documents=()), {})


# What is described


def test_the_fields_are_those_of_the_circular_in_its_order(file: ArchiveFile) -> None:
    assert [field.name for field in FILE_FIELDS] == list(described := describe_file(file, CODE))
    assert (len(FILE_FIELDS), len(DOCUMENT_FIELDS)) == (18, 21)
    assert described | {"description": ""} == {
        "fileCode": CODE,
        "title": file.title,
        "maintenance": "05",
        "mode": "01",
        "language": "01",
        "startDate": "15/01/2020",
        "endDate": "15/01/2020",
        "keyword": "",
        "totalDoc": "3",
        "numberOfPaper": "",
        "numberOfPage": "9",
        "format": "01",
        "inforSign": "",
        "confidenceLevel": "03",
        "paperFileCode": "",
        "riskRecovery": "",
        "riskRecoveryStatus": "",
        "description": "",
    }


@pytest.mark.parametrize(
    ("years", "code", "note"),
    [(None, "01", ""), (70, "02", ""), (20, "05", ""), (10, "06", ""), (5, "07", "Thời hạn lưu trữ: 05 năm")],
)
def test_a_retention_without_a_code_is_said_in_words(
    file: ArchiveFile, years: int | None, code: str, note: str
) -> None:
    values = describe_file(replace(file, retention=Retention(years)), CODE)
    assert (values["maintenance"], values["description"]) == (code, note)


def test_the_types_are_numbered_as_in_the_circular() -> None:
    assert (TYPE_CODES["Quyết định"], TYPE_CODES["Biên bản"], TYPE_CODES["Công văn"], TYPE_CODES["Khác"]) == (
        "02",
        "20",
        "22",
        "32",
    )


def test_what_is_not_known_stays_empty(file: ArchiveFile) -> None:
    bare = replace(file.documents[2], issuer="", date=None, pages=None, subject="")
    values = describe_document(bare, replace(file, rights=""), CODE)
    assert (values["typeName"], values["issuedDate"], values["organName"], values["mode"]) == ("32", "", "", "")
    assert values["subject"] == "quét & ảnh.pdf"
    assert values["docCode"] == f"{CODE}.0000003"


def test_the_descriptions_keep_to_the_schemas_in_the_package(package: Path) -> None:
    with zipfile.ZipFile(package) as opened:
        contents = {name.partition("/")[2]: opened.read(name) for name in opened.namelist()}
    for name, data in contents.items():
        schema = "EAD_hoso" if name.endswith("/EAD.xml") else "EAD_doc" if "EAD_doc_" in name else ""
        if schema:
            etree.XMLSchema(etree.fromstring(contents[f"schemas/{schema}.xsd"])).assertValid(etree.fromstring(data))


# What is wrong


def tamper(package: Path, change: Callable[[dict[str, bytes]], None]) -> SipReport:
    with zipfile.ZipFile(package) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    root = next(iter(members)).partition("/")[0]
    inner = {name.removeprefix(f"{root}/"): data for name, data in members.items()}
    change(inner)
    target = package.with_name("sua.zip")
    with zipfile.ZipFile(target, "w") as copy:
        for name, data in inner.items():
            copy.writestr(f"{root}/{name}", data)
    return check_sip(target)


FIRST = f"representations/rep1/data/{CODE}.0000001.pdf"
EAD = "metadata/descriptive/EAD.xml"
EAD_DOC = f"representations/rep1/metadata/descriptive/EAD_doc_{CODE}.0000001.xml"


def flip(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name], name
        members[name] = members[name].replace(old, new)

    return change


@pytest.mark.parametrize(
    ("change", "rule", "where"),
    [
        (flip(FIRST, b"signed", b"sIgned"), "SIP04", FIRST),
        (flip(FIRST, b"signed", b"sign"), "SIP04", FIRST),
        (lambda members: members.pop(FIRST), "SIP04", FIRST),
        (lambda members: members.update({"la.txt": b"x"}), "SIP05", "la.txt"),
        (lambda members: members.pop("METS.xml"), "SIP01", "METS.xml"),
        (lambda members: members.update({"METS.xml": b"<mets"}), "SIP01", "METS.xml"),
        (flip("METS.xml", b"<mets:mets ", b"<!DOCTYPE x [<!ENTITY a 'b'>]><mets:mets "), "SIP01", "METS.xml"),
        (flip("METS.xml", b'OAISPACKAGETYPE="SIP"', b'OAISPACKAGETYPE="ZIP"'), "SIP02", "METS.xml"),
        (flip("METS.xml", b"https://DILCIS.eu", b"https://dilcis.eu"), "SIP02", "METS.xml"),
        (flip("METS.xml", b"SOFTWARE VERSION", b"SOFTWARE"), "SIP02", "METS.xml"),
        (flip("METS.xml", b'LABEL="CSIP"', b'LABEL="x"'), "SIP02", "METS.xml"),
        (flip("METS.xml", b'href="metadata/', b'href="../metadata/'), "SIP04", "METS.xml"),
        (flip(EAD, b"<maintenance>05", b"<maintenance>08"), "SIP08", EAD),
        (flip(EAD, b"<keyword></keyword>", b""), "SIP06", EAD),
        (flip(EAD, b"<totalDoc>3", b"<totalDoc>4"), "SIP10", EAD),
        (flip(EAD, b"CCHC</fileCode>", b"KHAC</fileCode>"), "SIP10", EAD_DOC),
    ],
    ids=[
        "flipped", "shortened", "missing", "extra", "no METS", "broken METS", "DOCTYPE", "package type",
        "lower-case namespace", "note type", "no CSIP map", "path out", "code", "17 fields", "count",
        "another file's code",
    ],
)  # fmt: skip
def test_each_defect_is_named(package: Path, change: Callable[[dict[str, bytes]], None], rule: str, where: str) -> None:
    report = tamper(package, change)
    assert report.damaged
    assert (rule, where) in {(problem.rule, problem.where.path) for problem in report.problems}


def test_an_overlong_subject_and_an_empty_field_are_warned_of(tmp_path: Path, file: ArchiveFile) -> None:
    long = replace(file.documents[0], subject="x" * 501)
    written = write_sip(
        replace(file, documents=(long,), rights=""), tmp_path / "s.zip", organ=ORGAN, year=2020, at=AT, version="1",
        copies={},
    )  # fmt: skip
    messages = [problem.message for problem in written.problems]
    assert any("subject) dài 501 ký tự, tối đa 500" in message for message in messages)
    assert any("mức độ tiếp cận (mode)" in message for message in messages)
    report = check_sip(written.path)
    assert not report.damaged
    assert {"SIP07", "SIP09"} <= {problem.rule for problem in report.problems}


def test_zip_slip_and_things_that_are_no_package_are_refused(tmp_path: Path, package: Path) -> None:
    with zipfile.ZipFile(package, "a") as opened:
        opened.writestr("../la.txt", b"x")
    assert "BAG05" in told(check_sip(package))
    (tmp_path / "trong").mkdir()
    assert told(check_sip(tmp_path / "trong")) == {"SIP01"}


def test_the_requirements_are_numbered_once() -> None:
    ids = [item.id for item in REQUIREMENTS]
    assert len(ids) == len(set(ids)) == 107
    assert [rule.id for rule in RULES] == [f"SIP{number:02d}" for number in range(1, len(RULES) + 1)]


def test_an_archive_gives_its_files_back_as_they_were_planned(tmp_path: Path, file: ArchiveFile) -> None:
    kept = tuple(replace(item, original=f"ho-so/{item.ordinal}") for item in file.documents)
    kept = (kept[0], replace(kept[1], copy="ho-so/2.pdf"), kept[2])
    planned = replace(file, documents=kept)
    archive = tmp_path / "nam-2020-0000"
    (archive / "data" / "ho-so").mkdir(parents=True)
    for item in kept:
        (archive / "data" / item.original).write_bytes(item.source.read_bytes())
    (archive / "data" / "ho-so" / "2.pdf").write_bytes(b"%PDF-1.7 PDF/A")
    coverage = Coverage(3, 3, (), (), (), (), ())
    plan = ArchivePlan("ky", 2020, "Kỳ", 0, ORGAN, AT.date(), (planned,), (), coverage, content="0" * 64)
    (archive / "data" / "luu-tru.json").write_bytes(record_json(plan, overrides={}, sources={}))
    year = load_archive(archive)
    assert (year.organ, year.year) == (ORGAN, 2020)
    moved = tuple(replace(item, source=archive / "data" / item.original) for item in kept)
    assert year.files == (replace(planned, documents=moved),)
    assert {copy.path for copy in year.copies.values()} == {archive / "data/ho-so/2.pdf"}
    one = write(tmp_path / "a.zip", year.files[0], dict(year.copies))
    assert told(check_sip(one)) == set()


@pytest.mark.parametrize(
    "record", [b"", b"{}", b'{"schema": 1, "campaign": "k", "year": 1, "sequence": 0, "content": ""}']
)
def test_an_archive_without_its_record_is_damaged(tmp_path: Path, record: bytes) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "luu-tru.json").write_bytes(record)
    with pytest.raises(DamagedError, match=r"luu-tru\.json"):
        load_archive(tmp_path)
