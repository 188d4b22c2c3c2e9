"""What a message says to type at a command line, said for somebody in a browser: the page that does the same. Pure.

The rooms' messages name commands and options, because the command line shows the same messages. The tables here say
where a browser finds each; ``tests/web/test_web_instead.py`` keeps them complete.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Mention:
    """A command that a message names.

    Attributes:
        said: the words for it, with what led to it (chạy, bằng).
        route: the page that does the same; empty where the machine's keeper must do it.
        title: the page's name.
        words: what followed the command's name; a unit's id may be among them.
    """

    said: str
    route: str = ""
    title: str = ""
    words: tuple[str, ...] = ()


# Route and name of the page, by the first word of a command and, where they differ, its second.
PAGES: dict[str, tuple[str, str]] = {
    "status": ("tong-quan", "Tổng quan"),
    "read": ("don-vi", "Minh chứng"),
    "check": ("don-vi", "Minh chứng"),
    "sort": ("hop-cho", "Xếp tệp"),
    "init": ("tu-cham", "Tự chấm điểm"),
    "score": ("tu-cham", "Tự chấm điểm"),
    "explain": ("tu-cham", "Tự chấm điểm"),
    "what-if": ("neu-bo-sung", "Điểm lấy lại được"),
    "build": ("van-ban", "Văn bản"),
    "issue": ("van-ban", "Văn bản"),
    "papers": ("van-ban", "Văn bản"),
    "bundle": ("giao-nop-don-vi", "Giao nộp"),
    "validate": ("giao-nop-don-vi", "Giao nộp"),
    "submit": ("giao-nop-don-vi", "Giao nộp"),
    "submissions": ("giao-nop-don-vi", "Giao nộp"),
    "receive": ("giao-nop", "Giao nộp, lưu trữ"),
    "package": ("goi-nop", "Gói gửi cấp trên"),
    "archive": ("luu-tru", "Lưu trữ năm"),
    "verify": ("luu-tru", "Lưu trữ năm"),
    "appraise": ("dieu-hanh", "Điều hành"),
    "survey": ("dieu-hanh", "Điều hành"),
    "council": ("hoi-dong", "Hội đồng"),
    "results": ("ket-qua", "Kết quả"),
    "compare": ("ket-qua", "Kết quả"),
    "journal": ("nhat-ky", "Nhật ký"),
    "search": ("tim", "Tìm kiếm"),
    # What changes the service, the criteria set or the machine, or has no page yet.
    **dict.fromkeys(
        ("cache", "criteria", "demo", "doctor", "form-check", "migrate", "register", "rules", "serve", "templates"),
        ("", ""),
    ),
}
# Pages of one unit, and where to look when no unit is known.
OF_ALL = {
    "don-vi": "tong-quan",
    "hop-cho": "tong-quan",
    "tu-cham": "tong-quan",
    "neu-bo-sung": "ket-qua",
    "giao-nop-don-vi": "giao-nop",
}
# What a page has in the place of an option, with the verb that fits it.
OPTIONS: dict[str, tuple[str, str]] = {
    "--override": ("ghi", "ô «Bỏ qua quy tắc»"),
    "--reason": ("ghi", "ô «Lý do»"),
    "--points": ("ghi", "ô «hoặc điểm khác»"),
    "--choose": ("chọn", "«Chọn nguồn»"),
    "--due": ("ghi", "ô «Hạn giải trình»"),
    "--number": ("ghi", "ô «Số, ký hiệu»"),
    "--date": ("ghi", "ô «Ngày»"),
    "--replaces": ("ghi", "ô «Lý do thay thế»"),
    "--unit": ("chọn", "«Đơn vị»"),
    "--part": ("ghi", "ô «Phần điều tra»"),
    "--part-size": ("ghi", "ô «Mỗi phần không quá»"),
    "--max-size": ("ghi", "ô «Mỗi tập không quá»"),
    "--drop-blank": ("chọn", "«bỏ trang trống»"),
    "--supplement": ("chọn", "«Nối thêm» (bộ hồ sơ), «Nộp bổ sung» (hồ sơ)"),
    "--communes": ("chọn", "«Kỳ đánh giá cấp xã kèm theo»"),
}

_LEADS = {"chạy lại": "mở lại", "chạy": "mở", "bằng lệnh": "ở", "bằng": "ở", "do lệnh": "do", "lệnh": ""}
_SECOND = "import|export|show|record|receive|resolve|return|conclude"
_NAME = r"[A-ZĐ][A-ZĐ_À-Ỹ0-9]*"  # what the user puts in its place: TỆP, MÃ_ĐƠN_VỊ
_WORD = rf'(?:--?[\w-]+|"[^"]*"|{_NAME}|[a-z0-9]+(?:-[a-z0-9]+)+|{_SECOND})'
_COMMAND = (
    rf"(?:\b(?P<lead>(?i:{'|'.join(_LEADS)}))\s+)?"
    rf"(?:[«`]dossier (?P<quoted>[^»`]+)[»`]|(?<![\w/.-])dossier (?P<bare>[a-z]+(?:-[a-z]+)*(?: {_WORD})*))"
)
_OPTION = (
    r"(?:\b(?P<verb>(?i:thêm|dùng|chọn|ghi))\s+)?(?<![\w-])(?P<option>--[a-z-]+)"
    rf'(?: (?P<given>{_NAME}(?P<reason>="[^"]*")?|"[^"]*"|\d[\w/-]*))?'
)
_SAID = re.compile(f"{_COMMAND}|{_OPTION}")


def pieces(text: str) -> Iterator[str | Mention]:
    """A message in order: its words, and what stands in the place of each command."""
    at = 0
    for found in _SAID.finditer(text):
        yield text[at : found.start()]
        yield _option(found) if found["option"] else _mention(found)
        at = found.end()
    yield text[at:]


def _mention(found: re.Match[str]) -> Mention:
    command = (found["quoted"] or found["bare"]).strip()
    first, *words = command.split()
    route, title = PAGES.get(first, ("", ""))
    lead = found["lead"] or ""
    if not route:
        lead = lead if lead.endswith("lệnh") else f"{lead} lệnh".lstrip()
        return Mention(f"{lead} «dossier {command}» ở máy chủ")
    said = _like(lead, _LEADS.get(lead.lower(), ""))
    return Mention(f"{said} trang".lstrip(), route, title, tuple(words))


def _option(found: re.Match[str]) -> str:
    name, verb = found["option"], found["verb"] or ""
    if name not in OPTIONS:
        return f"{verb} «{name}» ở cửa sổ lệnh".lstrip()
    fits, place = OPTIONS[name]
    if found["reason"]:
        return f"{_like(verb, fits)} {found['given'].partition('=')[0]} = lý do ở {place}"
    return f"{_like(verb, fits)} {place}" if verb else place


def _like(said: str, word: str) -> str:
    """A word with the capital of the one it replaces."""
    return word.capitalize() if said[:1].isupper() else word
