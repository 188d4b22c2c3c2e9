"""Type, subject and issuing body in the head of a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.intake.citations import CITATION
from dossier.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUBJECT_LINES = 6
_LONGEST_SUBJECT_LINE = 260
_LONGEST_OPENING = 75  # "Thực hiện…" in a shorter line may still be a subject
_ABOUT = re.compile(r"^v\s?/\s?v\b[\s:.]*", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d/])")
_SHORT_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|ngày \d{1,2} tháng \d{1,2} năm \d{4}")

# How the body of a document opens. The second group may open a subject too, when the line is short.
_BODY = re.compile(
    r"(can cu|kinh gui|xet (de nghi|to trinh)|dieu \d|chuong [ivx1]|phan [ivx1]|[ivx]+\.|\d+[.)]|[a-z]\)|- |\+ |"
    r"hom nay|ngay \d|sau khi|tren co so|phuc dap|thoi gian:|stt\b|tt$|\((kem|ban hanh|dinh kem)|so:)"
)
_MAYBE_BODY = re.compile(r"(thuc hien|trien khai|tiep tuc|theo|de|nham|ngay|tai|qua|trong|can cu)\b")
_AUTHORITY = re.compile(
    r"(quyen |pho )?(chu tich|giam doc|bo truong|uy ban nhan dan|hoi dong|thu tuong|chinh phu|truong ban|"
    r"chanh van phong|hieu truong|ban chap hanh|ban thuong vu|cuc truong|tong giam doc|truong phong)\b"
)
# With their marks: "tờ khai" is no "tổ", "bản cam kết" no "ban".
_BODIES = re.compile(
    r"(ủy ban|uỷ ban|ubnd|ubmttq|hội đồng|hđnd|sở|phòng|ban|bộ|cục|chi cục|tổng cục|văn phòng|trung tâm|trường|"
    r"chính phủ|thủ tướng|chủ tịch nước|quốc hội|đảng uỷ|đảng ủy|tỉnh uỷ|tỉnh ủy|thành uỷ|thành ủy|huyện uỷ|"
    r"huyện ủy|đảng bộ|chi bộ|công an|đoàn|hội|bệnh viện|thanh tra|kho bạc|công ty|tổng công ty|viện|học viện|"
    r"đại học|mặt trận|liên đoàn|công đoàn|tổ|bảo hiểm|bhxh|tòa án|toà án|tập đoàn|ngân hàng|trạm|đội|hợp tác xã|"
    r"liên minh|kiểm toán|thường trực|hạt|quỹ)\b"
)
_LONGEST_BODY_LINE = 90
_UNFINISHED = re.compile(r"([,–-]|\b(va|cua|ve|voi|cac))$")
_RULE_LINE = re.compile(r"[\W_\d]*")
_MOTTO = re.compile(r"(cong hoa x. hoi chu nghia|doc lap ?[-–.] ?tu do|dang cong san viet nam)")
# What a slanted photo leaves of the heading on one line: «HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM».
_MOTTO_PIECE = re.compile(r"hoi chu nghia|chu nghia viet|tu do ?[-–.] ?hanh")
# Bodies that every place has: without the place's name it is not said whose.
_BARE = re.compile(r"(uy ban nhan dan|hoi dong nhan dan|ubnd|hdnd|dang uy|dang bo)")
_JOINTS = frozenset("-–&")


def is_motto(line: str) -> bool:
    """Whether the line starts with the national or the Party heading."""
    return bool(_MOTTO.match(fold(line)))


def is_motto_piece(line: str) -> bool:
    """Whether the line holds a part of the national heading, wherever."""
    return bool(_MOTTO_PIECE.search(fold(line)))


def is_about(line: str) -> bool:
    """Whether the line starts the subject of an official letter (``V/v …``)."""
    return bool(_ABOUT.match(line))


def is_rule(line: str) -> bool:
    """Whether the line holds no letter: a drawn rule, a page number."""
    return bool(_RULE_LINE.fullmatch(line))


def is_capitals(line: str) -> bool:
    """Whether most letters are capitals, as in names of bodies and titles."""
    letters = [char for char in line if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.6 * len(letters)


def subject_of_letter(block: Sequence[str]) -> str | None:
    """The subject from a letter's ``V/v`` line and the lines that go on with it, without the ``V/v``."""
    return _ABOUT.sub("", one_line(" ".join(block))) or None


def subject_after_title(rest: str, lines: Sequence[str]) -> str | None:
    """The subject: what the title line says after the type, and the lines below it up to the body."""
    taken = [rest] if rest else []
    for line in lines[:_SUBJECT_LINES]:
        if _ends_subject(line, taken):
            break
        taken.append(line)
    return one_line(" ".join(taken)).strip(" .:") or None


def _ends_subject(line: str, taken: Sequence[str]) -> bool:
    key = fold(line)
    if _BODY.match(key) or is_motto(line) or is_rule(line) or len(line) > _LONGEST_SUBJECT_LINE:
        return True
    going_on = bool(taken) and bool(_UNFINISHED.search(fold(taken[-1])))
    if _MAYBE_BODY.match(key) and not going_on:
        return len(line) > _LONGEST_OPENING or line.endswith((",", ";", ":", "."))
    if going_on:
        return False
    changed = bool(taken) and is_capitals(line) != is_capitals(taken[-1])
    return changed or (is_capitals(line) and bool(_AUTHORITY.match(key))) or line.endswith((";", "./."))


def years_of(subject: str | None) -> tuple[int, ...]:
    """Years the subject is about, ascending; years inside cited symbols and dates are not."""
    bare = _SHORT_DATE.sub(" ", CITATION.sub(" ", subject or ""))
    return tuple(sorted({int(year) for year in _YEAR.findall(bare)}))


def names_a_place(issuer: str) -> bool:
    """Whether the body is told from those of other places."""
    return not _BARE.fullmatch(fold(issuer))


def without_specks(name: str) -> str:
    """A name without what OCR makes of dust between its words."""
    return " ".join(word for word in name.split() if word in _JOINTS or any(map(str.isalnum, word)))


def find_issuer(lines: Sequence[str], *, official: bool) -> tuple[str | None, str | None]:
    """Issuing body and its superior, from the lines above number and motto.

    ``official``: the head has a motto or a number; without, only capitals that name a body are believed.
    """
    bodies: list[str] = []
    for line in lines:
        if is_rule(line) or len(line) > _LONGEST_BODY_LINE or not (official or is_capitals(line)):
            continue
        starts = bool(_BODIES.match(line.casefold()))
        if bodies and (not starts or _UNFINISHED.search(fold(bodies[-1]))):
            bodies[-1] = f"{bodies[-1]} {line}"
        elif starts:
            bodies.append(line)
    if not bodies:
        return None, None
    return bodies[-1], bodies[-2] if len(bodies) > 1 else None
