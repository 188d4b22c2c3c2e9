import base64
import hashlib
import io
import re
from html.parser import HTMLParser

from PIL import Image

from dossier.report import build_check_page
from tests.report.conftest import HOSTILE, Checked

VOID = {"meta", "img", "input"}


class Page(HTMLParser):
    """Tags with attributes, the text, and whether every tag is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_no_name_becomes_markup(checked: Checked) -> None:
    page = Page(checked.page)
    assert page.open == []
    assert {tag for tag, _ in page.tags} <= {
        *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "b", "bdi", "section"),
        *("div", "table", "thead", "tbody", "tr", "th", "td", "nav", "fieldset", "legend", "label", "input", "select"),
        *("option", "output", "main", "article", "span", "img", "details", "summary", "script"),
        "a",
    }
    assert [name for _, attributes in page.tags for name in attributes if name.startswith("on")] == []
    assert sum(tag == "script" for tag, _ in page.tags) == 1


def test_every_name_is_shown_as_it_is(checked: Checked) -> None:
    shown = "\n".join(Page(checked.page).text)
    for file in checked.report.units[0].index.files:
        assert file.path in shown, ascii(file.path)
    assert all(f"inbox/{name}" in shown for name in HOSTILE if name.isprintable())
    assert "{{ 7 * 7 }}" in shown
    assert "Hai & Ba <b>" in shown


def test_nothing_is_fetched(checked: Checked) -> None:
    page = Page(checked.page)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttp", checked.page)
    sources = [value for _, attributes in page.tags for name, value in attributes.items() if name in {"src", "href"}]
    assert sources
    places = {f"#{attributes.get('id')}" for _, attributes in page.tags}
    assert all((value or "").startswith("data:image/jpeg;base64,") or value in places for value in sources)


def test_the_files_that_serve_nothing_are_one_click_away_and_all_there(checked: Checked) -> None:
    page = Page(checked.page)
    (link,) = (attributes["href"] for tag, attributes in page.tags if tag == "a")
    assert link == "#tep-xa-mot"
    accounting = checked.report.units[0].checklist.accounting
    assert f"Xem {len(accounting.unmatched) + len(accounting.unreadable)} tệp chưa gắn" in "\n".join(page.text)


def test_a_missing_proof_says_what_is_asked_for(checked: Checked) -> None:
    shown = "\n".join(Page(checked.page).text)
    assert "Kế hoạch; có “cải cách hành chính”" in shown


def test_the_policy_allows_exactly_the_page_s_own_style_and_script(checked: Checked) -> None:
    page = checked.page
    policy = next(
        attributes["content"] or ""
        for tag, attributes in Page(page).tags
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        body = page.split(f"<{tag}>")[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not re.search(r"\sstyle=", page)


def test_every_proof_of_every_unit_is_a_card_with_its_state(checked: Checked) -> None:
    cards = [attributes["data-state"] for tag, attributes in Page(checked.page).tags if tag == "article"]
    assert len(cards) == sum(len(unit.checklist.statuses) for unit in checked.report.units)
    assert "thieu" in cards


def test_thumbnails_are_small_pictures_of_what_opens(checked: Checked) -> None:
    assert list(checked.thumbnails) == [("xa-mot", "inbox/anh.jpg", 1)]
    data = checked.thumbnails["xa-mot", "inbox/anh.jpg", 1]
    assert len(data) <= 16 << 10
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (260, 146)
    assert "chỉ dùng trong cơ quan" in checked.page


def test_without_pictures_the_page_is_whole_and_gives_no_warning_about_them(checked: Checked) -> None:
    page = build_check_page(checked.report, thumbnails={}).decode()
    assert "<img" not in page
    assert "chỉ dùng trong cơ quan" not in page
    assert page == build_check_page(checked.report, thumbnails={}).decode()
