"""The year of the sample district, lived in a real Chromium by everybody who has a part in it.

The service is a process of its own, started as an administrator of a machine without a console would.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from playwright.sync_api import Browser, FilePayload, Page

from dossier.campaign import CampaignPaths
from dossier.journal import load_journal, verify_journal
from dossier.pipeline.demo import ensure_sample
from dossier.problems import NoProgress
from tests.web.conftest import OTHER, PASSWORD, UNIT, move_calendar, open_chromium
from tests.web.serving import ADMIN, OFFICE_MODE, served

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


ASKED, ASKED_BY = "8.2", "van-hoa-thong-tin"
OFFICES = (
    "noi-vu", "tu-phap", "van-phong", "trung-tam-hcc", "tai-chinh-ke-hoach", "van-hoa-thong-tin", "kinh-te-ha-tang",
)  # fmt: skip
UNITS = (UNIT, OTHER, "thi-tran-an-son")
# Account, role, unit, office.
ACCOUNTS = (
    ("xa", "xa", UNIT, ""),
    ("xa-khac", "xa", OTHER, ""),
    ("nguoi-noi-vu", "noi-vu", "", ""),
    ("thu-ky", "thu-ky", "", ""),
    ("chu-tich", "chu-tich", "", ""),
    ("luu-tru", "luu-tru", "", ""),
    *((f"cq-{office}", "co-quan", "", office) for office in OFFICES),
)
SURVEY = "\nsurveys:\n  - {part: dieu-tra, best: 5, worst: 0, min_answers: 3, min_share: 10}\n"
LONG = 180_000  # milliseconds for work in the background on a busy machine


@dataclass
class District:
    """The service and its people, each in a browser window of their own."""

    root: Path
    address: str
    browser: Browser
    windows: dict[str, Page] = field(default_factory=dict)

    def of(self, name: str, page: str = "") -> Page:
        """A person's window, logged in, at a page."""
        if name not in self.windows:
            window = self.browser.new_context(base_url=self.address, locale="vi-VN").new_page()
            window.set_default_timeout(60_000)
            window.goto("/dang-nhap")
            window.fill("[name=username]", name)
            window.fill("[name=password]", PASSWORD)
            window.click("main button")
            self.windows[name] = window
        if page:
            self.windows[name].goto(page)
        return self.windows[name]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    root = tmp_path_factory.mktemp("nam") / "ky"
    ensure_sample(root, NoProgress())
    move_calendar(root, days=30)
    book = root / "campaign.yaml"
    book.write_text(book.read_text(encoding="utf-8") + SURVEY, encoding="utf-8")
    with served(root, *OFFICE_MODE) as service, open_chromium() as chromium:
        yield District(root, service.address, chromium)


def test_the_year_of_the_sample_district(district: District) -> None:
    for chapter in (
        make_accounts,
        add_evidence,
        score_oneself,
        receive,
        appraise,
        ask_back,
        answer,
        appraise_again,
        survey,
        hold_council,
        approve_and_publish,
        package,
        archive,
    ):
        chapter(district)
    entries, problems = load_journal(CampaignPaths(district.root).journal)
    assert problems == verify_journal(CampaignPaths(district.root).journal) == ()
    assert {"package-made", "year-archived"} <= {entry.act for entry in entries}
    assert list(dict.fromkeys(entry.act for entry in entries if entry.unit == UNIT)) == [
        "evidence-added",
        "form-edited",
        "submitted",
        "appraised",
        "returned",
        "supplemented",
        "concluded",
        "surveyed",
        "voted",
        "approved",
        "published",
    ]


def make_accounts(district: District) -> None:
    window = district.of(ADMIN)
    for name, role, unit, office in ACCOUNTS:
        window.goto("/tai-khoan")
        window.fill("[name=username]", name)
        window.fill("[name=full_name]", f"Người {name}")
        window.fill("[name=password]", PASSWORD)
        for field_name, value in (("role", role), ("unit", unit), ("office", office)):
            window.select_option(f"[name={field_name}]", value)
        window.click("text=Thêm >> visible=true >> nth=-1")
        assert f"Đã tạo tài khoản {name}." in window.inner_text("main")


def add_evidence(district: District) -> None:
    """A commune drops a paper into a criterion and sees it counted."""
    source = next((district.root / "don-vi" / UNIT).rglob("KH tuyen truyen.pdf"))
    window = district.of("xa", f"/don-vi/{UNIT}/hop-cho")
    content = source.read_bytes() + b"\n%2\n"
    paper = FilePayload(name="Kế hoạch bổ sung.pdf", mimeType="application/pdf", buffer=content)
    window.set_input_files("[name=tep]", paper)
    window.click("text=Đưa lên")
    assert "Đã nhận 1 tệp" in window.inner_text("main")
    window.goto(f"/don-vi/{UNIT}")
    window.get_by_role("link", name="inbox/Kế hoạch bổ sung.pdf").first.wait_for()
    window.get_by_role("link", name="inbox/Kế hoạch bổ sung.pdf").first.click()
    assert "Kế hoạch" in window.inner_text(".side")


def score_oneself(district: District) -> None:
    """The points follow the figures before anything is saved; Ctrl+S saves."""
    window = district.of("xa", f"/don-vi/{UNIT}/tu-cham")
    before = window.inner_text("#tong-diem")
    window.select_option("[name='o:1.1.1:state']", "không")
    window.wait_for_function("text => document.querySelector('#tong-diem').innerText !== text", arg=before)
    window.select_option("[name='o:1.1.1:state']", "có")
    window.fill("[name='o:1.1.1:note']", "Ghi trong trình duyệt")
    window.keyboard.press("Control+s")
    window.get_by_text("Đã lưu 1 ô.").wait_for()


def receive(district: District) -> None:
    assert lead(district, "Ghi nhận").locator(".notice.success").count() >= len(UNITS)
    assert "biểu tự chấm đã khóa" in district.of("xa", f"/don-vi/{UNIT}/tu-cham").inner_text("main")


def lead(district: District, button: str, typed: Mapping[str, str] | None = None) -> Page:
    """Nội vụ ticks every unit, types, and presses a button."""
    window = district.of("nguoi-noi-vu", "/dieu-hanh")
    for box in window.locator("[name=don-vi]").all():
        box.check()
    for place, text in (typed or {}).items():
        window.fill(place, text)
    window.get_by_role("button", name=button, exact=True).click()
    return window


def appraise(district: District) -> None:
    """Every office takes the self-scores over where it agrees, types the rest, and goes from unit to unit."""
    for office in OFFICES:
        window = district.of(f"cq-{office}", "/tham-dinh")
        window.get_by_role("link", name="UBND xã An Bình").click()
        for unit in UNITS:
            window.wait_for_url(f"**/tham-dinh/{office}/{unit}")
            window.get_by_role("button", name="Lấy điểm tự chấm cho ô trống").click()
            for box in window.locator("fieldset.leaf").all():
                fill_leaf(window, box.get_attribute("id") or "")
            if (office, unit) == (ASKED_BY, UNIT):
                window.fill(f"[name='yeu-cau:{ASKED}']", "Gửi danh sách tin, bài từng tháng")
            window.get_by_role("button", name="Lưu và sang đơn vị sau").click()
            assert "Đã ghi" in window.inner_text("main")
    assert "0/" not in district.of("nguoi-noi-vu", "/dieu-hanh").locator("table").nth(1).inner_text().split("Lần 2")[0]


def fill_leaf(window: Page, box_id: str) -> None:
    leaf = box_id.removeprefix("o-")
    if not window.input_value(f"[name='diem:{leaf}']"):
        window.fill(f"[name='diem:{leaf}']", "0")
    window.fill(f"[name='ly-do:{leaf}']", "Theo hồ sơ kiểm tra")


def ask_back(district: District) -> None:
    assert "Ghi hạn giải trình" in lead(district, "Trả yêu cầu").inner_text("main")
    due = f"{dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=5):%Y-%m-%dT17:00}"
    window = lead(district, "Trả yêu cầu", {"#han": due})
    assert window.locator(".notice.success").count() >= len(UNITS), window.inner_text("main")


def answer(district: District) -> None:
    """One unit adds a file and answers what an office asked; the other explains the proofs it lacks."""
    window = district.of("xa", f"/don-vi/{UNIT}/giai-trinh")
    assert "Gửi danh sách tin, bài từng tháng" in window.inner_text("main")
    text = "Danh sách tin, bài năm 2020".encode()
    paper = FilePayload(name="Danh sách tin bài.txt", mimeType="text/plain", buffer=text)
    form = window.locator("form.drop", has_text=f"Đưa tệp vào tiêu chí {ASKED}")
    form.locator("[type=file]").set_input_files(paper)
    form.get_by_role("button", name="Đưa lên").click()
    assert "Đã nhận 1 tệp" in window.inner_text("main")
    for name, unit in (("xa", UNIT), ("xa-khac", OTHER)):
        window = district.of(name, f"/don-vi/{unit}/giai-trinh")
        for box in window.locator("[name^='giai-trinh:']").all():
            box.fill("Xem số liệu kèm theo")
        window.click("text=Gửi trả lời")
        assert "Đã trả lời" in window.inner_text("main")


def appraise_again(district: District) -> None:
    for office in OFFICES:
        for unit in UNITS[:2]:
            window = district.of(f"cq-{office}", f"/tham-dinh/{office}/{unit}")
            boxes = [box.get_attribute("id") or "" for box in window.locator("fieldset.leaf").all()]
            for box in boxes:
                fill_leaf(window, box)
            if boxes:
                assert "Xem số liệu kèm theo" in window.inner_text("main")
                window.keyboard.press("Control+s")
                window.get_by_text(re.compile(r"Đã ghi \d+ tiêu chí")).wait_for()
    assert lead(district, "Trình hội đồng").locator(".notice.success").count() >= len(UNITS)


def survey(district: District) -> None:
    book = openpyxl.Workbook()
    answers, asked = book.worksheets[0], book.create_sheet("Quy mô")
    answers.append(["Đơn vị", "Câu 1", "Câu 2"])
    asked.append(["Đơn vị", "Số đối tượng"])
    for name in ("xã An Bình", "xã Bình Minh", "thị trấn An Sơn"):
        asked.append([name, 30])
        for _ in range(3):
            answers.append([name, 4, 5])
    table = district.root.parent / "dieu-tra.xlsx"
    book.save(table)
    window = district.of("nguoi-noi-vu", "/dieu-hanh")
    window.set_input_files("#t2", table)
    window.fill("#dt", "dieu-tra")
    window.locator("form", has=window.locator("#t2")).get_by_role("button", name="Nhập", exact=True).click()
    assert window.locator(".notice.success").count(), window.inner_text("main")


def hold_council(district: District) -> None:
    """All members are there and agree; the check turns good before the result is recorded."""
    window = district.of("thu-ky", "/hoi-dong")
    window.get_by_role("button", name="Lập biểu hội đồng").click()
    members = window.locator("tr[id^=dong-thanh-vien]").all()
    for member in members:
        member.get_by_role("checkbox").check()
        member.get_by_role("combobox").select_option("đồng ý")
    for vote in window.locator("tr[id^=dong-bieu-quyet]").all():
        if vote.locator("textarea[name$=':matter']").input_value():
            for name, count in (("agreed", len(members)), ("against", 0), ("other", 0)):
                vote.locator(f"input[name^='o:'][name$=':{name}']").fill(str(count))
    window.get_by_role("button", name="Lưu", exact=True).click()
    window.get_by_text("Ghi nhận được", exact=True).wait_for()
    window.get_by_role("button", name="Ghi nhận kết quả").click()
    assert "đã ghi nhận" in window.inner_text("main")


def approve_and_publish(district: District) -> None:
    """Only the chairman's account has the buttons."""
    assert district.of("thu-ky", "/ket-qua").get_by_role("button", name="Ghi phê duyệt").count() == 0
    today = f"{dt.datetime.now(tz=dt.UTC):%Y-%m-%d}"
    for verb, number in (("phe-duyet", "912/QĐ-UBND"), ("cong-bo", "45/TB-UBND")):
        window = district.of("chu-tich", "/ket-qua")
        window.fill(f"#so-{verb}", number)
        window.fill(f"#ngay-{verb}", today)
        window.locator("form", has=window.locator(f"#so-{verb}")).locator("button").click()
        assert f"theo {number}" in window.inner_text("main")


def package(district: District) -> None:
    """What the preview complains of is passed over with a reason, as a person would."""
    window = district.of("nguoi-noi-vu", "/giao-nop/goi")
    window.get_by_role("button", name="Xem trước").click()
    pass_over(window, finish_job(window), "/giao-nop/goi")
    window.get_by_role("button", name="Lập gói").click()
    assert finish_job(window).startswith("xong"), window.inner_text("main")
    window.goto("/giao-nop/goi")
    with window.expect_download() as fetched:
        window.locator("table a[href$='.zip']").click()
    assert fetched.value.path().stat().st_size > 1000


def archive(district: District) -> None:
    """The table of files is drawn up first, then previewed, then frozen."""
    page = "/giao-nop/luu-tru"
    window = district.of("luu-tru", page)
    window.locator("form[action$='/chay/luu-tru-bang'] button").click()
    assert finish_job(window).startswith("xong"), window.inner_text("main")
    window.goto(page)
    window.get_by_role("button", name="Xem trước").click()
    pass_over(window, finish_job(window), page)
    window.get_by_role("button", name="Lưu trữ", exact=True).click()
    assert finish_job(window).startswith("xong"), window.inner_text("main")
    window.goto(page)
    assert "Chưa lưu trữ lần nào" not in window.inner_text("main")


def finish_job(window: Page) -> str:
    """Wait for the work in the background; gives its page."""
    window.wait_for_url("**/viec/*")
    window.locator("#viec:not([hx-get])").wait_for(timeout=LONG)
    return window.locator("#viec").inner_text()


def pass_over(window: Page, told: str, page: str) -> None:
    rules = dict.fromkeys(re.findall(r"lỗi (?:ARC18 .*: )?(VAL\d+)", told))
    window.goto(page)
    window.fill("#bo-qua", "\n".join(f"{rule} = đã xem xét bản giấy" for rule in rules))
