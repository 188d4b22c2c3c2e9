"""What a unit hands in, as data: the papers the sample set asks for, everyday ones beside them, and what is wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier.text import ascii_name
from samples.papers import PAPERS
from samples.scripted import SUBJECTS, TYPES
from samples.scripted_page import Body, Page
from samples.scripted_scan import Dice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samples.papers import Paper

YEAR = 2020
_MODEL = "xa-an-binh"
_MODEL_NAME = "An Bình"
_FIRST_NAMES = ("An", "Bình", "Cẩm", "Đông", "Hòa", "Kim", "Long", "Mỹ", "Ngọc", "Phú", "Quang", "Sơn", "Tân", "Thanh",
                "Thượng", "Trung", "Vĩnh", "Xuân", "Yên", "Tiên")  # fmt: skip
_SECOND_NAMES = ("Bài", "Châu", "Điền", "Giang", "Hải", "Hưng", "Khê", "Lộc", "Minh", "Nghĩa", "Phong", "Quý", "Sơn",
                 "Thịnh", "Thọ", "Trạch", "Vượng", "Xá", "Lâm", "Hà")  # fmt: skip
# Two syllables each: four consecutive ones then nearly always differ, as they do in papers of different offices.
_ACTORS = ("công chức", "văn phòng", "đoàn thể", "mặt trận", "thôn trưởng", "tư pháp", "địa chính",
           "tài chính", "công an", "trường học", "trạm xá", "hợp tác", "nông dân", "phụ nữ", "thanh niên",
           "ban ngành")  # fmt: skip
_ACTS = ("tiếp nhận", "rà soát", "tổng hợp", "kiểm tra", "đôn đốc", "công khai", "niêm yết", "cập nhật",
         "tham mưu", "phối hợp", "theo dõi", "hướng dẫn", "vận động", "giải quyết", "đánh giá", "bổ sung",
         "thẩm tra", "lưu trữ")  # fmt: skip
_THINGS = ("hồ sơ", "kế hoạch", "thủ tục", "văn bản", "quy trình", "dự toán", "danh mục", "biểu mẫu",
           "phản ánh", "kiến nghị", "chỉ tiêu", "nhiệm vụ", "kết quả", "số liệu", "tài liệu", "quy chế",
           "chuyên đề", "dịch vụ")  # fmt: skip
_FIELDS = ("đất đai", "hộ tịch", "chứng thực", "xây dựng", "giáo dục", "y tế", "lao động", "bảo trợ",
           "môi trường", "văn hóa", "thể thao", "đầu tư", "giao thông", "thủy lợi", "du lịch", "thương mại",
           "khuyến nông", "viễn thông")  # fmt: skip
# Shares of a hundred everyday papers. Half of what communes hand in are scans and photos.
_MEDIA = (("ky-so", 27), ("chu", 10), ("quet", 42), ("docx", 9), ("xlsx", 5), ("anh", 7))
_SUFFIX = {"docx": ".docx", "xlsx": ".xlsx", "anh": ".jpg"}
_COPIES, _DRAFTS, _WRONG_YEARS = 4, 3, 4


@dataclass(frozen=True)
class UnitName:
    """One made-up commune."""

    id: str
    place: str
    signer: str

    @property
    def body(self) -> Body:
        """As it stands in the head of a paper."""
        return Body("UBND HUYỆN AN SƠN", ("ỦY BAN NHÂN DÂN", f"XÃ {self.place.upper()}"), "UBND", self.place, self.id)


@dataclass(frozen=True)
class Item:
    """One file to make, and the truth about it.

    Attributes:
        path: relative to the unit's evidence folder.
        medium: ``ky-so``, ``chu``, ``quet``, ``docx``, ``xlsx`` or ``anh``.
        page: what it says; of a scan, a photo and a workbook only the picture's or table's own text counts.
        sheets: the text of further pages.
        defect: ``bản sao``, ``dự thảo``, ``sai năm`` or empty.
        source: of a copy, the path it repeats.
        shared: a paper from above, of which every unit has the same file.
    """

    path: str
    medium: str
    page: Page
    sheets: tuple[tuple[str, ...], ...] = ()
    defect: str = ""
    source: str = ""
    shared: bool = False

    @property
    def criterion(self) -> str:
        """The folder it lies in; empty for the inbox."""
        folder = self.path.partition("/")[0]
        return "" if folder == "inbox" else folder


def name_units(count: int) -> tuple[UnitName, ...]:
    """Communes with names of their own, up to 400; beyond that numbered like wards."""
    names = []
    for number in range(count):
        turn, rest = divmod(number, len(_FIRST_NAMES) * len(_SECOND_NAMES))
        second, first = divmod(rest, len(_FIRST_NAMES))
        place = f"{_FIRST_NAMES[first]} {_SECOND_NAMES[second]}{f' {turn + 1}' if turn else ''}"
        names.append(UnitName(f"xa-{ascii_name(place, limit=40)}", place, f"Nguyễn Văn {_SECOND_NAMES[second]}"))
    return tuple(names)


def plan_unit(unit: UnitName, *, count: int, dice: Dice) -> tuple[Item, ...]:
    """``count`` files: the proofs of the sample set first, then everyday papers, then copies of some."""
    proofs = [_proof(paper, unit, dice) for paper in PAPERS[_MODEL]][:count]
    copies = max(0, min(count * _COPIES // 100, count - len(proofs)))
    folders = sorted({item.criterion for item in proofs})
    others = [_everyday(number, unit, folders, dice) for number in range(count - len(proofs) - copies)]
    made = [*proofs, *others]
    return (*made, *(_copy(number, dice.choice(made)) for number in range(copies)))


def _proof(paper: Paper, unit: UnitName, dice: Dice) -> Item:
    """The model commune's paper as this commune would have it; one from above is the same for all."""
    own = paper.head[1].endswith(_MODEL_NAME.upper()) or _MODEL_NAME in paper.subject
    dice = dice if own else Dice(paper.path)
    lines = tuple(paper.head[1].split("|"))
    body = (
        unit.body
        if lines[-1].endswith(_MODEL_NAME.upper())
        else Body(paper.head[0].replace("|", " "), lines, "", paper.place, "")
    )
    code, _, symbol = paper.symbol.partition("-")
    page = Page(
        body=replace(body, symbol=symbol),
        type=paper.type,
        code=code,
        number=paper.number or "",
        date=dt.date.fromisoformat(paper.date or ""),
        subject=paper.subject.replace(_MODEL_NAME, unit.place),
        text=make_text(dice, 4),
    )
    medium = {"signed": "ky-so", "pdf": "chu"}.get(paper.medium, paper.medium)
    item = Item(paper.path, medium, page, _sheets(dice), shared=not own)
    return _spoil(item, dice) if own else item


def _everyday(number: int, unit: UnitName, folders: list[str], dice: Dice) -> Item:
    """One of the many papers that prove nothing in particular."""
    kind, code = dice.choice(TYPES[:10])
    date = dt.date(YEAR, 1, 2) + dt.timedelta(days=dice.number(0, 270))
    subject = f"{dice.choice(SUBJECTS).format(year=YEAR)}: {dice.choice(_THINGS)} {dice.choice(_FIELDS)}"
    page = Page(unit.body, kind, code, f"{number + 100}", date, subject, make_text(dice, 4))
    medium = _pick_medium(dice)
    folder = dice.choice(folders) if dice.number(1, 100) <= 60 else "inbox"  # noqa: PLR2004 - six of ten are sorted
    path = f"{folder}/{ascii_name(f'{code} {number + 100} {subject}', limit=50)}{_SUFFIX.get(medium, '.pdf')}"
    return _spoil(Item(path, medium, page, _sheets(dice)), dice)


def _pick_medium(dice: Dice) -> str:
    thrown = dice.number(1, 100)
    for medium, share in _MEDIA:
        thrown -= share
        if thrown <= 0:
            return medium
    raise AssertionError("the shares are of a hundred")


def _spoil(item: Item, dice: Dice) -> Item:
    """A few are drafts, a few of the year before."""
    thrown = dice.number(1, 100)
    if item.medium not in {"ky-so", "chu", "docx"}:
        return item
    if thrown <= _DRAFTS:
        folder, _, name = item.path.rpartition("/")
        draft = f"{folder}/Du thao {name.rpartition('.')[0]}.docx"
        return replace(item, path=draft, medium="docx", sheets=(), defect="dự thảo")
    if thrown <= _DRAFTS + _WRONG_YEARS and item.page.date.year == YEAR:
        day = min(item.page.date.day, 28)
        page = replace(item.page, date=item.page.date.replace(year=YEAR - 1, day=day),
                       subject=item.page.subject.replace(str(YEAR), str(YEAR - 1)))  # fmt: skip
        return replace(item, page=page, defect="sai năm")
    return item


def _copy(number: int, item: Item) -> Item:
    name = item.path.rpartition("/")[2]
    return replace(item, path=f"inbox/Ban sao {number:02d} {name}", defect="bản sao", source=item.source or item.path)


def _sheets(dice: Dice) -> tuple[tuple[str, ...], ...]:
    """No further page for half of the papers, up to four for the others."""
    count = dice.choice((0, 0, 0, 0, 1, 1, 2, 4))
    return tuple(make_text(dice, 9) for _ in range(count))


def make_text(dice: Dice, count: int) -> tuple[str, ...]:
    """Paragraphs that no two papers share."""
    return tuple(_paragraph(dice) for _ in range(count))


def _paragraph(dice: Dice) -> str:
    return " ".join(_sentences(dice))


def _sentences(dice: Dice) -> Iterator[str]:
    for _ in range(2):
        words = [dice.choice(pool) for pool in (_ACTORS, _ACTS, _THINGS, _FIELDS, _ACTS, _THINGS, _FIELDS)]
        yield f"{' '.join(words).capitalize()}, đạt {dice.number(60, 100)}% so với {dice.choice(_THINGS)} được giao."
