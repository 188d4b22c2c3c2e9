"""What every page shows around its own content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from dossier.criteria.model import SAMPLE_BANNER
from dossier.errors import DossierError
from dossier.web.opened import desk, service
from dossier.web.roles import Act, Role, allows

if TYPE_CHECKING:
    from django.http import HttpRequest

    from dossier.web.roles import Who


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation."""

    url: str
    title: str
    current: bool


# Route, title and the act that opens it, in the order of the year.
NAVIGATION: tuple[tuple[str, str, Act], ...] = (
    ("tong-quan", "Tổng quan", Act.SEE),
    ("tham-dinh", "Thẩm định", Act.APPRAISE),
    ("dieu-hanh", "Điều hành", Act.LEAD),
    ("hoi-dong", "Hội đồng", Act.SEE_COUNCIL),
    ("ket-qua", "Kết quả", Act.SEE_COUNCIL),
    ("van-ban", "Văn bản", Act.BUILD),
    ("giao-nop", "Giao nộp, lưu trữ", Act.SEE),
    ("tim", "Tìm kiếm", Act.SEE),
    ("nhat-ky", "Nhật ký", Act.JOURNAL),
    ("viec", "Việc đang chạy", Act.SEE),
    ("tai-khoan", "Tài khoản", Act.ACCOUNTS),
)


def page(request: HttpRequest) -> dict[str, Any]:
    """Campaign, navigation, person; nothing of the campaign for somebody who is not logged in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"personal": service().personal}
    person: Who = user.who
    shown: dict[str, Any] = {
        "personal": service().personal,
        "person": person,
        "navigation": _links(request, person),
        "may_build": allows(person, Act.BUILD),
        "laid": desk().paths.laid,
    }
    try:
        books = desk().books
    except DossierError:
        return shown
    banner = SAMPLE_BANNER if books.criteria.is_sample else ""
    return {**shown, "campaign": books.campaign, "banner": banner, "fault": desk().fault}


def _links(request: HttpRequest, person: Who) -> list[Link]:
    links = []
    if person.role is Role.COMMUNE and person.unit:
        links.append(_link(request, reverse("don-vi", args=[person.unit]), "Đơn vị của tôi"))
    for name, title, act in NAVIGATION:
        if allows(person, act) and (name != "tai-khoan" or not service().personal):
            links.append(_link(request, reverse(name), title))
    return links


def _link(request: HttpRequest, url: str, title: str) -> Link:
    current = request.path == url or (url != "/" and request.path.startswith(url))
    return Link(url, title, current)
