"""The form a unit answers after appraisal 1: its open points, with room for giải trình and supplements."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from openpyxl import Workbook

from dossier.errors import RefusedError
from dossier.problems import Problem, Where
from dossier.sheets import rules, style
from dossier.sheets.cells import read_text
from dossier.sheets.codes import Codes
from dossier.sheets.model import Answer
from dossier.sheets.style import Column
from dossier.sheets.table import find_tables, open_form
from dossier.text import one_line
from dossier.xlsxfile import Identity, put_identity, write_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.campaign.model import Campaign, Unit
    from dossier.criteria.model import CriteriaSet
    from dossier.sheets.model import AskedRow

FORM = "giai-trinh"
SHEET = "Giải trình, bổ sung"

_COLUMNS = (
    Column("leaf", "Mã", 8, is_input=False),
    Column("title", "Tiêu chí thành phần", 38, is_input=False),
    Column("max", "Điểm tối đa", 8, is_input=False, numeric=True, centred=True),
    Column("filed", "Điểm tự chấm", 10, is_input=False, numeric=True, centred=True),
    Column("appraised", "Điểm thẩm định lần 1", 10, is_input=False, numeric=True, centred=True),
    Column("asked", "Yêu cầu của tổ thẩm định", 36, is_input=False),
    Column("explanation", "Giải trình", 40),
    Column("evidence", "Tài liệu bổ sung", 34),
)
_HEADER_MATCHES = 4
_INSTRUCTIONS = (
    "Mỗi dòng là một điểm cần giải trình hoặc bổ sung; chỉ nhập vào ô nền vàng.",
    "«Giải trình»: nêu rõ số liệu, cách tính và lý do; người đứng đầu đơn vị chịu trách nhiệm.",
    (
        "«Tài liệu bổ sung»: mỗi dòng một tài liệu (loại, số và ký hiệu, ngày, cơ quan ban hành); "
        "tệp để thêm vào thư mục minh-chung của tiêu chí, không xóa tệp cũ."
    ),
    "Dòng để trống cả hai ô được coi là không trả lời; tổ thẩm định chấm theo hồ sơ đã có.",
)


def _identity(criteria: CriteriaSet, unit: Unit, campaign: Campaign) -> Identity:
    return Identity(FORM, campaign.id, unit.id, campaign.year, criteria.id, criteria.version, round=1)


def write_explanation(
    path: Path,
    criteria: CriteriaSet,
    rows: Sequence[AskedRow],
    *,
    unit: Unit,
    campaign: Campaign,
    due: str,
) -> None:
    """Write a unit's form; ``due`` is the deadline's wording. Equal input gives equal bytes.

    Raises:
        RefusedError: the form exists; a person may have filled it in.
    """
    if path.exists():
        raise RefusedError(f"Biểu {path} đã có, không ghi đè: hãy chuyển hoặc xóa tệp cũ nếu cần biểu mới.")
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    head = style.write_head(
        sheet,
        _COLUMNS,
        owner=unit.name,
        title=f"GIẢI TRÌNH, BỔ SUNG HỒ SƠ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {campaign.year}",
        note=f"Gửi lại {due}. Nhập vào ô nền vàng.",
        sample=criteria.is_sample,
    )
    style.write_rows(sheet, _COLUMNS, rows, first=head + 1)
    style.set_up_page(sheet, head, freeze="C", sample=criteria.is_sample)
    style.write_help(book, _INSTRUCTIONS, sample=criteria.is_sample)
    put_identity(book, _identity(criteria, unit, campaign))
    write_book(path, book, title=f"Giải trình, bổ sung năm {campaign.year} – {unit.short}")


def read_explanation(
    path: Path, criteria: CriteriaSet, *, unit: Unit, campaign: Campaign
) -> tuple[tuple[Answer, ...], tuple[Problem, ...]]:
    """A unit's answers; rows left blank are not in it. Never raises for what is in the file."""
    where = Where(path=path.name, unit=unit.id)
    sheets, doubts = open_form(path, _identity(criteria, unit, campaign), unit=unit.id)
    if not sheets:
        return (), doubts
    tables = find_tables(sheets, _COLUMNS, anchor="leaf", matches=_HEADER_MATCHES)
    if not tables:
        message = f"{path.name}: không thấy dòng tiêu đề của biểu giải trình ở trang tính nào."
        return (), (*doubts, rules.NO_TABLE.at(where, message))
    codes = Codes((placed.id, one_line(placed.leaf.title)) for placed in criteria.leaves())
    answers: dict[str, Answer] = {}
    problems = list(doubts)
    for table in tables:
        for row in table.rows:
            explanation, first = read_text(table.cell(row, "explanation"), where)
            evidence, second = read_text(table.cell(row, "evidence"), where)
            if not (explanation or evidence or first or second):
                continue
            problems += (*first, *second)
            cell = table.cell(row, "leaf")
            code = codes.resolve(cell, table.cell(row, "title"), where)
            place = replace(where, cell=cell.place)
            if isinstance(code, Problem):
                problems.append(code)
            elif code not in codes:
                problems.append(rules.UNKNOWN_CODE.at(place, f"Mã «{code[:40]}» không có trong bộ tiêu chí."))
            elif code in answers:
                problems.append(rules.TWICE.at(place, f"Mã {code} đã có ở {answers[code].where.cell}."))
            else:
                answers[code] = Answer(code, explanation, evidence, replace(place, node=code))
    return tuple(answers.values()), tuple(problems)
