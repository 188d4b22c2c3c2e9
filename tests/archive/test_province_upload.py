"""Folders to upload from: short safe names, files that fit, text to paste, a sheet that stays a sheet."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pytest

from dossier.archive.province.split import split_pdf
from dossier.archive.province.upload import CHECKLIST, TEXT_FILE, UploadFile, UploadLeaf, write_uploads
from dossier.xlsxfile import CellKind, load_book

if TYPE_CHECKING:
    from pathlib import Path

LONG = "Mức độ hoàn thành kế hoạch cải cách hành chính của năm và các nhiệm vụ phát sinh trong năm"


@pytest.fixture
def leaves(tmp_path: Path) -> list[UploadLeaf]:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(f"%PDF {name}".encode())
    plan = UploadFile("Kế hoạch số 05/KH-UBND: ban hành", tmp_path / "a.pdf", "1.1/Kế hoạch.pdf")
    hostile = UploadFile('=HYPERLINK("x")', tmp_path / "b.pdf", '=cmd|"/c calc"!A1', "trang 1-2")
    return [
        UploadLeaf("1.1.1", "Ban hành kế hoạch", "Kế hoạch số 05\n- dòng hai", (plan, hostile)),
        UploadLeaf("1.1.2", LONG, "", (plan,)),
        UploadLeaf("1.2", "Giải trình", "Không phát sinh.", ()),
        UploadLeaf("1.3", "Trống", "", ()),
    ]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_folder_a_leaf_with_short_plain_names(tmp_path: Path, leaves: list[UploadLeaf]) -> None:
    made = write_uploads(tmp_path / "ra", leaves, name="xa-an-binh", title="Tải lên")
    assert (made.folder, made.files, made.made) == (tmp_path / "ra/xa-an-binh-01", 3, True)
    names = files(made.folder)
    assert sorted(name for name in names if name.endswith(".pdf")) == [
        "1.1.1-ban-hanh-ke-hoach/01-ke-hoach-so-05-kh-ubnd-ban-hanh.pdf",
        "1.1.1-ban-hanh-ke-hoach/02-hyperlink-x.pdf",
        "1.1.2-muc-do-hoan-thanh-ke-hoach/01-ke-hoach-so-05-kh-ubnd-ban-hanh.pdf",
    ]
    assert all(name.isascii() and max(map(len, name.split("/"))) <= 50 for name in names)
    assert names["1.1.2-muc-do-hoan-thanh-ke-hoach/01-ke-hoach-so-05-kh-ubnd-ban-hanh.pdf"] == b"%PDF a.pdf"


def test_the_text_opens_in_notepad_and_nothing_is_invented(tmp_path: Path, leaves: list[UploadLeaf]) -> None:
    names = files(write_uploads(tmp_path / "ra", leaves, name="xa", title="Tải lên").folder)
    assert (
        names[f"1.1.1-ban-hanh-ke-hoach/{TEXT_FILE}"] == b"\xef\xbb\xbf" + "Kế hoạch số 05\r\n- dòng hai\r\n".encode()
    )
    assert f"1.2-giai-trinh/{TEXT_FILE}" in names
    assert not [name for name in names if name.startswith("1.3")]


def test_the_checklist_names_every_file_and_no_cell_is_a_formula(tmp_path: Path, leaves: list[UploadLeaf]) -> None:
    folder = write_uploads(tmp_path / "ra", leaves, name="xa", title="=1+1").folder
    (sheet,) = load_book(folder / CHECKLIST).sheets
    width = max(map(len, sheet.rows))
    rows = [[cell.text for cell in row] + [""] * (width - len(row)) for row in sheet.rows]
    assert not [cell for row in sheet.rows for cell in row if cell.kind is CellKind.FORMULA]
    head, told = rows[2], rows[3:]
    assert [row[1] for row in told] == ["1.1.1", "1.1.1", "1.1.2", "1.2", "1.3"]
    assert [row[head.index("Ghi chú")] for row in told][2:] == ["", "chỉ có nội dung, không có tệp", "chưa có tài liệu"]
    place, name, digest = (head.index(title) for title in ("Thư mục", "Tệp", "SHA-256"))
    for row in told[:3]:
        assert hashlib.sha256((folder / row[place] / row[name]).read_bytes()).hexdigest() == row[digest]


def test_a_sheet_that_a_person_filled_in_is_never_written_again(tmp_path: Path, leaves: list[UploadLeaf]) -> None:
    first = write_uploads(tmp_path / "ra", leaves, name="xa", title="Tải lên").folder
    (first / CHECKLIST).write_bytes(b"a person's")
    same = write_uploads(tmp_path / "ra", leaves, name="xa", title="Tải lên")
    assert (same.folder, same.made, (first / CHECKLIST).read_bytes()) == (first, False, b"a person's")
    more = write_uploads(tmp_path / "ra", leaves[:2], name="xa", title="Tải lên")
    assert (more.folder.name, more.made) == ("xa-02", True)
    assert (first / CHECKLIST).read_bytes() == b"a person's"
    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == ["xa-01", "xa-02"]


def test_a_lost_file_makes_a_new_folder(tmp_path: Path, leaves: list[UploadLeaf]) -> None:
    first = write_uploads(tmp_path / "ra", leaves, name="xa", title="Tải lên").folder
    next(first.rglob("*.pdf")).unlink()
    assert write_uploads(tmp_path / "ra", leaves, name="xa", title="Tải lên").folder.name == "xa-02"


def test_what_an_interruption_left_is_cleared_away(tmp_path: Path, leaves: list[UploadLeaf]) -> None:
    (tmp_path / "ra/.dang-ghi-xa-abc/moi").mkdir(parents=True)
    write_uploads(tmp_path / "ra", leaves, name="xa", title="Tải lên")
    assert [path.name for path in (tmp_path / "ra").iterdir()] == ["xa-01"]


def make_pdf(path: Path, sizes: list[int]) -> Path:
    """A PDF whose pages weigh about so many bytes each; what a page says is its number."""
    with pikepdf.new() as pdf:
        for number, size in enumerate(sizes):
            pdf.add_blank_page()
            noise = b"".join(hashlib.sha256(f"{number}/{block}".encode()).digest() for block in range(size // 32))
            pdf.pages[-1].Contents = pdf.make_stream(b"% " + str(number).encode() + b"\n/X Do\n")
            picture = pdf.make_stream(noise, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
            pdf.pages[-1].obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=picture))
        pdf.save(path)
    return path


def test_a_scan_is_cut_into_files_that_fit_and_no_page_is_lost(tmp_path: Path) -> None:
    source = make_pdf(tmp_path / "quet.pdf", [30_000] * 10)
    (tmp_path / "ra").mkdir()
    parts = split_pdf(source, tmp_path / "ra", limit=100_000)
    assert parts[0][1] == 1
    assert parts[-1][2] == 10
    assert all(before[2] + 1 == after[1] for before, after in pairwise(parts))
    assert all(path.stat().st_size <= 100_000 for path, _, _ in parts)
    told = []
    for path, _, _ in parts:
        with pikepdf.open(path) as pdf:
            told += [page.Contents.read_bytes().split()[1] for page in pdf.pages]
    assert told == [str(number).encode() for number in range(10)]
    assert sorted(path.name for path in (tmp_path / "ra").iterdir()) == sorted(path.name for path, _, _ in parts)


def test_a_page_too_large_by_itself_stays_alone(tmp_path: Path) -> None:
    source = make_pdf(tmp_path / "quet.pdf", [5_000, 80_000, 5_000])
    (tmp_path / "ra").mkdir()
    parts = split_pdf(source, tmp_path / "ra", limit=40_000)
    assert [(first, last) for path, first, last in parts if path.stat().st_size > 40_000] == [(2, 2)]


def test_equal_pdfs_give_equal_parts(tmp_path: Path) -> None:
    source = make_pdf(tmp_path / "quet.pdf", [30_000] * 4)
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append([path.read_bytes() for path, _, _ in split_pdf(source, tmp_path / name, limit=70_000)])
    assert made[0] == made[1]
