"""Draws a labelled set for the accuracy bench: ``python -m samples.scripted FOLDER [--seed 1] [--each 40]``.

One page a document, in eight conditions (a folder each); what each says is in ``LABELS.tsv`` beside them. Equal
seeds give equal documents. Bodies, places and numbers are invented. Kinder than life: it shows what a change of
the readers does and promises nothing.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from dossier.text import fold, official_date
from samples.scripted_page import Body, Look, Page, draw_page, register_faces
from samples.scripted_scan import Dice, as_photo, as_scan

COLUMNS = (
    *("file", "number", "symbol", "day", "month", "year", "type", "issuer_key_folded"),
    *("number_handwritten", "day_handwritten"),
)
_FIRST, _DAYS = dt.date(2022, 1, 3), 1400
_COUNCIL = "HĐND"
_COMMUNES = (("XÃ AN BÌNH", "An Bình"), ("XÃ BÌNH MINH", "Bình Minh"), ("PHƯỜNG ĐÔNG HÒA", "Đông Hòa"))
_PEOPLE = "ỦY BAN NHÂN DÂN"
BODIES = (
    *(Body("", (_PEOPLE, name), "UBND", place, fold(name)) for name, place in _COMMUNES),
    *(Body(f"UBND {name}", ("PHÒNG VĂN HÓA - XÃ HỘI",), "VHXH", place, "phong van hoa") for name, place in _COMMUNES),
    Body("UBND HUYỆN AN SƠN", (_PEOPLE, "THỊ TRẤN AN SƠN"), "UBND", "An Sơn", "thi tran an son"),
    Body("", (_PEOPLE, "TỈNH SÔNG LAM"), "UBND", "Sông Lam", "tinh song lam"),
    Body("UBND TỈNH SÔNG LAM", ("SỞ NỘI VỤ",), "SNV", "Sông Lam", "so noi vu"),
    Body("UBND TỈNH SÔNG LAM", ("SỞ KHOA HỌC VÀ CÔNG NGHỆ",), "SKHCN", "Sông Lam", "so khoa hoc va cong nghe"),
    Body("", ("HỘI ĐỒNG NHÂN DÂN", "XÃ AN BÌNH"), _COUNCIL, "An Bình", "hoi dong nhan dan xa an binh"),
    Body("ĐẢNG BỘ TỈNH SÔNG LAM", ("ĐẢNG ỦY XÃ BÌNH MINH",), "ĐU", "Bình Minh", "dang uy xa binh minh", party=True),
)
RESOLUTION, LETTER = ("Nghị quyết", "NQ"), ("Công văn", "")
TYPES = (
    *(("Kế hoạch", "KH"), ("Báo cáo", "BC"), ("Quyết định", "QĐ"), ("Tờ trình", "TTr"), ("Thông báo", "TB")),
    *(("Giấy mời", "GM"), ("Hướng dẫn", "HD"), ("Chương trình", "CTr"), ("Phương án", "PA"), ("Biên bản", "BB")),
    *(("Chỉ thị", "CT"), RESOLUTION, LETTER),
)
SUBJECTS = (
    "Cải cách hành chính năm {year}",
    "Tuyên truyền cải cách hành chính trên địa bàn năm {year}",
    "Rà soát, đánh giá thủ tục hành chính năm {year}",
    "Công tác kiểm soát thủ tục hành chính quý III năm {year}",
    "Theo dõi tình hình thi hành pháp luật năm {year}",
    "Chuyển đổi số và ứng dụng công nghệ thông tin năm {year}",
    "Kết quả tiếp công dân, giải quyết khiếu nại, tố cáo 6 tháng đầu năm {year}",
    "Công khai dự toán thu, chi ngân sách nhà nước năm {year}",
    "Khắc phục tồn tại, hạn chế trong giải quyết hồ sơ tại bộ phận một cửa",
    "Tổ chức đối thoại với người dân, doanh nghiệp về thủ tục đất đai",
)
SENTENCES = (
    "Các bộ phận chuyên môn căn cứ nhiệm vụ được giao, tổ chức thực hiện bảo đảm chất lượng, đúng thời hạn.",
    "Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 98% trở lên; mọi trường hợp trễ hẹn đều phải xin lỗi bằng văn bản.",
    "Kinh phí thực hiện bố trí trong dự toán ngân sách được giao và các nguồn hợp pháp khác theo quy định.",
    "Trong quá trình thực hiện nếu có vướng mắc, các đơn vị phản ánh về bộ phận tổng hợp để kịp thời tháo gỡ.",
    "Người đứng đầu chịu trách nhiệm về kết quả thực hiện của đơn vị mình và báo cáo định kỳ hằng quý.",
)


@dataclass(frozen=True)
class Condition:
    """How the documents of a folder came into being.

    Attributes:
        make: from the text PDF to the file.
        looks: one is chosen for each document.
    """

    make: Callable[[bytes, Dice], bytes]
    looks: tuple[Look, ...] = (Look(),)
    suffix: str = ".pdf"


CONDITIONS = {
    "chu": Condition(lambda pdf, _: pdf, (Look(sealed=False),)),
    "ky-so": Condition(lambda pdf, _: pdf, (Look("widget", sealed=False),)),
    "quet": Condition(as_scan),
    "dau-den": Condition(as_scan, (Look(stamp="below"),)),
    "dau-che-so": Condition(as_scan, (Look(stamp="over"),)),
    "anh-chup": Condition(as_photo, suffix=".jpg"),
    "xau-150": Condition(lambda pdf, dice: as_scan(pdf, dice, dpi=150, worn=True)),
    "viet-tay": Condition(as_scan, (Look("written"), Look("written", day_written=True))),
}


def main() -> None:
    """Draw the set the command line asks for."""
    parser = argparse.ArgumentParser(description="Vẽ bộ trang có nhãn để đo độ chính xác khi đọc.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=40, help="số trang mỗi điều kiện")
    asked = parser.parse_args()
    print(f"{write_set(asked.folder, seed=asked.seed, each=asked.each)} trang, nhãn ở {asked.folder / 'LABELS.tsv'}")


def write_set(folder: Path, *, seed: int, each: int, conditions: Iterable[str] = ()) -> int:
    """Draw ``each`` pages in every condition (or in those named) and their labels; returns how many pages."""
    faces = register_faces()
    rows: list[tuple[str, ...]] = []
    for name in tuple(conditions) or CONDITIONS:
        condition = CONDITIONS[name]
        (folder / name).mkdir(parents=True, exist_ok=True)
        for index in range(each):
            dice = Dice(seed, name, index)
            page, look = compose(dice), dice.choice(condition.looks)
            file = f"{name}/{index:03d}{condition.suffix}"
            (folder / file).write_bytes(condition.make(draw_page(page, look, dice, dice.choice(faces)), dice))
            rows.append(_label(file, page, look))
    with (folder / "LABELS.tsv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, delimiter="\t", lineterminator="\n").writerows((COLUMNS, *rows))
    return len(rows)


def compose(dice: Dice) -> Page:
    """A document such as a commune hands in; councils resolve, parties write no letters."""
    body = dice.choice(BODIES)
    barred = {LETTER if body.party else None, None if body.party or body.symbol == _COUNCIL else RESOLUTION}
    name, code = dice.choice([kind for kind in TYPES if kind not in barred])
    date = _FIRST + dt.timedelta(days=dice.number(0, _DAYS))
    number = dice.number(1, 9) if dice.number(0, 4) == 0 else dice.number(10, 2900)
    cited_on = date - dt.timedelta(days=dice.number(20, 300))
    start = dice.number(0, len(SENTENCES) - 1)
    return Page(
        body=body,
        type=name,
        code=code,
        number=f"{number:02d}",
        date=date,
        subject=dice.choice(SUBJECTS).format(year=date.year + dice.number(0, 1)),
        text=(
            f"Căn cứ Quyết định số {dice.number(100, 999)}/QĐ-UBND {official_date(cited_on)} của UBND tỉnh Sông Lam;",
            *(SENTENCES[(start + step) % len(SENTENCES)] for step in range(3)),
        ),
    )


def _label(file: str, page: Page, look: Look) -> tuple[str, ...]:
    date = page.date
    said = (page.number, page.symbol, str(date.day), str(date.month), str(date.year), page.type.lower(), page.body.key)
    return (file, *said, str(int(look.number == "written")), str(int(look.day_written)))


if __name__ == "__main__":
    main()
