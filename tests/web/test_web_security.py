"""What a stranger or a careless hand may send, one defect a test."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, cast

import docx
import pytest

from dossier.campaign import CampaignPaths
from dossier.files import hash_file
from dossier.intake.model import FileKind
from dossier.pipeline.drop import safe_name
from dossier.web.service import Service
from dossier.web.settings import POLICY, build_settings
from tests.web.conftest import OTHER, PASSWORD, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django.test import Client

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
HOSTILE = [
    '<script>document.title="pwned"</script>',
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{ 7|add:7 }}{% debug %}",
    "\u202egnirts detrever",
    "' OR 1=1; --",
    "\x00\x08điều khiển",
    "Ω≈ç√∫˜µ≤≥÷ 😍 " * 20,
]


@pytest.fixture
def inbox(campaign: Path) -> Iterator[Path]:
    """The inbox these tests drop files into, emptied of them afterwards."""
    folder = CampaignPaths(campaign).evidence(OTHER) / "inbox"
    before = set(folder.iterdir())
    yield folder
    for path in set(folder.iterdir()) - before:
        path.unlink()


def outside(campaign: Path, inbox: Path) -> dict[Path, str]:
    """The inputs people wrote, and nothing of the inbox."""
    return {path: hash_file(path) for path in campaign.rglob("*.yaml") if inbox not in path.parents}


def upload(client: Client, name: str, content: bytes, **fields: str) -> Any:
    file = io.BytesIO(content)
    file.name = name
    return client.post(f"/don-vi/{OTHER}/dua-len", {"tep": file, **fields})


@pytest.mark.parametrize(
    "name",
    ["../../../campaign.yaml", "..\\..\\x.pdf", "/etc/passwd.pdf", "C:\\x.pdf", "nul.pdf", "a" * 255 + ".pdf"],
)
def test_an_upload_stays_in_the_inbox_under_a_safe_name(
    visit: Callable[[str], Client], campaign: Path, inbox: Path, name: str
) -> None:
    before = outside(campaign, inbox)
    upload(visit("xa-khac"), name, PDF + name.encode())
    (made,) = [path for path in inbox.iterdir() if path.read_bytes().startswith(PDF)]
    assert len(made.name) <= 80
    assert outside(campaign, inbox) == before


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Ke\u0302\u0301 hoa\u0323ch.pdf", "Kế hoạch.pdf"),
        ("Kế hoạch.pdf", "Kế hoạch.pdf"),
        ("fdp.\u202eexe.pdf", "fdp.exe.pdf"),
        ("bao:cao?.pdf", "bao-cao-.pdf"),
        ("con.pdf", "tep-con.pdf"),
        ("...", "tep"),
        ("", "tep"),
        ("x.pdf. ", "x.pdf"),
    ],
)
def test_names_are_made_safe_and_stay_legible(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_program_is_no_evidence(visit: Callable[[str], Client], inbox: Path) -> None:
    before = set(inbox.iterdir())
    answer = upload(visit("xa-khac"), "ke hoach.pdf", b"MZ\x90\x00" + bytes(range(256)) * 40)
    assert answer.status_code == 302
    assert set(inbox.iterdir()) == before
    assert "không phải tài liệu đọc được" in led_to(answer)


def led_to(answer: Any) -> str:
    """The page a form leads to, with its messages."""
    text: str = answer.client.get(answer.headers["Location"]).content.decode()
    return text


def test_the_same_content_is_not_taken_twice(visit: Callable[[str], Client], inbox: Path) -> None:
    client = visit("xa-khac")
    upload(client, "mot.pdf", PDF + b"twice")
    answer = upload(client, "hai.pdf", PDF + b"twice")
    assert not (inbox / "hai.pdf").exists()
    assert "đã có trong minh chứng: inbox/mot.pdf" in led_to(answer)


def test_a_taken_name_gets_a_number(visit: Callable[[str], Client], inbox: Path) -> None:
    client = visit("xa-khac")
    upload(client, "mot.pdf", PDF + b"first")
    upload(client, "MOT.pdf", PDF + b"second")
    assert (inbox / "mot.pdf").read_bytes().endswith(b"first")
    assert (inbox / "MOT (2).pdf").read_bytes().endswith(b"second")


def test_an_unknown_criterion_is_refused(visit: Callable[[str], Client], campaign: Path) -> None:
    answer = upload(visit("xa-khac"), "mot.pdf", PDF, ma="../../x")
    assert answer.status_code == 400
    assert not (campaign / "don-vi" / "x").exists()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_come_back_as_words(visit: Callable[[str], Client], app: Any, text: str) -> None:
    del app
    pages = [
        visit("noi-vu").get("/tim", {"tim": text}),
        visit("noi-vu").get(f"/don-vi/{UNIT}/tep", {"tep": text}),
        visit("xa").post(f"/don-vi/{UNIT}/tu-cham", {"o:1.1.1:state": text, "c:1.1.1:state": "có"}),
    ]
    for page in pages:
        shown = page.content.decode()
        assert page.status_code < 500
        assert "<script>document" not in shown
        assert "<img src=x" not in shown
        assert "14" not in re.findall(r"value=\"([^\"]*)\"", shown)


@pytest.mark.parametrize("path", ["../../campaign.yaml", "..%2f..%2fcampaign.yaml", "/etc/passwd", "inbox/../../x"])
def test_a_file_is_named_by_the_index_only(visit: Callable[[str], Client], path: str) -> None:
    for page in ("tep", "tai-goc", "trang/1"):
        assert visit("noi-vu").get(f"/don-vi/{UNIT}/{page}", {"tep": path}).status_code == 404


@pytest.mark.parametrize("name", ["campaign.yaml", "records/journal.jsonl", "out/../campaign.yaml", ".dossier/lock"])
def test_only_what_was_made_can_be_fetched(visit: Callable[[str], Client], name: str) -> None:
    assert visit("noi-vu").get(f"/tai/{name}").status_code == 404


def test_evidence_is_never_served_as_active_content(visit: Callable[[str], Client]) -> None:
    answer = visit("xa").get(f"/don-vi/{UNIT}/tai-goc", {"tep": "1.1/KH 05 CCHC 2020.pdf"})
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert b"".join(cast("Any", answer).streaming_content).startswith(b"%PDF")


def test_a_paper_marked_secret_is_neither_shown_nor_handed_out(
    visit: Callable[[str], Client], inbox: Path, tmp_path: Path
) -> None:
    from dossier.web.opened import desk

    paper = docx.Document()
    for line in ("ỦY BAN NHÂN DÂN", "MẬT", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 01/BC-UBND", "BÁO CÁO"):
        paper.add_paragraph(line)
    paper.save(str(tmp_path / "mat.docx"))
    upload(visit("xa-khac"), "bao cao.docx", (tmp_path / "mat.docx").read_bytes())
    known = desk().fresh(OTHER, patience=60)
    file = known.index.file("inbox/bao cao.docx") if known else None
    assert file
    assert file.kind is FileKind.CLASSIFIED
    for page in ("tai-goc", "trang/1"):
        assert visit("xa-khac").get(f"/don-vi/{OTHER}/{page}", {"tep": file.path}).status_code == 403
    assert (inbox / "bao cao.docx").is_file()


def test_an_archive_can_be_fetched_though_it_has_no_pages(visit: Callable[[str], Client], inbox: Path) -> None:
    from dossier.web.opened import desk

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("ghi chu.txt", "một tệp nén")
    upload(visit("xa-khac"), "tap.zip", packed.getvalue())
    desk().fresh(OTHER, patience=60)
    answer = visit("xa-khac").get(f"/don-vi/{OTHER}/tai-goc", {"tep": "inbox/tap.zip"})
    assert b"".join(cast("Any", answer).streaming_content) == (inbox / "tap.zip").read_bytes()


def test_a_page_of_evidence_is_a_picture(visit: Callable[[str], Client]) -> None:
    answer = visit("xa").get(f"/don-vi/{UNIT}/trang/1", {"tep": "1.1/KH 05 CCHC 2020.pdf"})
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.content.startswith(b"\xff\xd8")


def test_every_page_bears_the_policy(visit: Callable[[str], Client]) -> None:
    for page in ("/", f"/don-vi/{UNIT}", "/khong-co", "/dang-nhap"):
        answer = visit("noi-vu").get(page)
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_form_from_elsewhere_is_refused(app: Any) -> None:
    del app
    from django.test import Client

    from dossier.web.models import Account

    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(username="xa"), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(f"/don-vi/{UNIT}/tu-cham", {"o:1.1.1:note": "x", "c:1.1.1:note": ""})
    assert answer.status_code == 403
    assert "không đến từ trang này" in answer.content.decode()


def test_logging_in_changes_the_session(app: Any) -> None:
    del app
    from django.test import Client

    client = Client()
    client.get("/dang-nhap")
    session = client.session
    session["mark"] = 1
    session.save()
    before = session.session_key
    client.cookies["dossier_phien"] = before or ""
    answer = client.post("/dang-nhap", {"username": "uy-vien", "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session.session_key != before


def test_five_wrong_passwords_lock_the_account(app: Any) -> None:
    del app
    from django.test import Client

    client = Client()
    answers = [client.post("/dang-nhap", {"username": "xem", "password": f"sai {count}"}) for count in range(6)]
    assert answers[-1].status_code == 429
    right = client.post("/dang-nhap", {"username": "xem", "password": PASSWORD})
    assert right.status_code == 429
    assert "tạm khóa 15 phút" in right.content.decode()
    other = client.post("/dang-nhap", {"username": "uy-vien", "password": PASSWORD})
    assert other.status_code == 302


@pytest.mark.parametrize("wanted", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(app: Any, visit: Callable[[str], Client], inbox: Path, wanted: str) -> None:
    del app, inbox
    from django.test import Client

    answer = Client().post(f"/dang-nhap?next={wanted}", {"username": "thu-ky", "password": PASSWORD, "next": wanted})
    assert answer.headers["Location"] == "/"
    answer = upload(visit("xa-khac"), "mot.pdf", PDF + wanted.encode(), ve=wanted)
    assert answer.headers["Location"] == f"/don-vi/{OTHER}"


def test_a_foreign_host_is_refused(app: Any) -> None:
    del app
    from django.test import Client

    assert Client().get("/dang-nhap", headers={"host": "example.org"}).status_code == 400


def test_the_secret_is_made_once_and_is_nobody_elses(campaign: Path, app: Any) -> None:
    del app
    secret = campaign / "records" / "web" / "secret.txt"
    assert len(secret.read_text(encoding="ascii")) >= 50
    assert secret.stat().st_mode & 0o077 == 0


def test_the_deployment_check_finds_nothing_behind_tls(app: Any, tmp_path: Path) -> None:
    del app
    from django.core.checks import run_checks
    from django.test import override_settings

    service = Service(root=tmp_path, host="0.0.0.0", names=("cchc.example.vn",), behind_proxy=True)  # noqa: S104
    wanted = build_settings(service, secret="a long secret of fifty and more characters, 0123456789 abcdef")
    changed = {
        name: wanted[name] for name in wanted if name.startswith(("SECURE_", "SESSION_", "CSRF_", "X_", "DEBUG"))
    }
    with override_settings(**changed, ALLOWED_HOSTS=wanted["ALLOWED_HOSTS"], SECRET_KEY=wanted["SECRET_KEY"]):
        assert run_checks(include_deployment_checks=True) == []
