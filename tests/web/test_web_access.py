"""Every address × every role × own and other unit: what the table of roles says, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dossier.web.roles import GRANTS, Act, Role, Who, allows
from tests.web.conftest import OFFICE, OTHER, PEOPLE, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

FORBIDDEN, TO_LOGIN = 403, 302


def addresses(app: Any, own: str = UNIT) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Every route with arguments for it, once for each of the two units where it has one."""
    del app
    from dossier.web.urls import urlpatterns

    for route in urlpatterns:
        names = route.pattern.converters
        for unit in (UNIT, OTHER) if "unit" in names else ("",):
            given = {
                "unit": unit,
                "office": OFFICE,
                "token": "-",
                "verb": "bo-ho-so",
                "name": f"out/{own}/khong-co.pdf",
                "job": 0,  # there is none: who may see a piece of work depends on the work
            }
            yield route, {name: given.get(name, 1) for name in names}


def test_every_address_says_what_it_needs(app: Any) -> None:
    unsaid = [route.name for route, _ in addresses(app) if not hasattr(route.callback, "act")]
    assert unsaid == []


def test_only_the_doors_are_open_to_all(app: Any) -> None:
    assert {route.name for route, _ in addresses(app) if route.callback.act is None} == {
        "vao",
        "dang-nhap",
        "dang-xuat",
    }


@pytest.mark.parametrize("name", PEOPLE)
def test_each_role_reaches_what_the_table_grants(app: Any, visit: Callable[[str], Client], name: str) -> None:
    from django.urls import reverse

    from dossier.web.models import Account

    person: Who = Account.objects.get(username=name).who
    client = visit(name)
    for route, arguments in addresses(app, person.unit or UNIT):
        act = route.callback.act
        if act is None:
            continue
        granted = allows(person, act, unit=arguments.get("unit", ""), office=arguments.get("office", ""))
        answer = client.get(reverse(route.name, kwargs=arguments))
        # 405: the address takes forms only, which the next test sends.
        assert (answer.status_code == FORBIDDEN) is (not granted) or answer.status_code == 405, (route.name, arguments)
        answer.close()


@pytest.mark.parametrize("name", PEOPLE)
def test_a_form_is_refused_to_who_may_not_send_it(app: Any, visit: Callable[[str], Client], name: str) -> None:
    from django.urls import reverse

    from dossier.web.models import Account

    person: Who = Account.objects.get(username=name).who
    client = visit(name)
    for route, arguments in addresses(app, person.unit or UNIT):
        act = route.callback.act
        if act is None or allows(person, act, unit=arguments.get("unit", ""), office=arguments.get("office", "")):
            continue
        answer = client.post(reverse(route.name, kwargs=arguments))
        assert answer.status_code in {FORBIDDEN, 405}, (route.name, arguments)


def test_nobody_gets_nothing_without_logging_in(app: Any, visit: Callable[[str], Client]) -> None:
    from django.urls import reverse

    for route, arguments in addresses(app):
        if route.callback.act is None:
            continue
        answer = visit("").get(reverse(route.name, kwargs=arguments))
        assert answer.status_code in {TO_LOGIN, 405}, route.name
        if answer.status_code == TO_LOGIN:
            assert answer.headers["Location"].startswith("/dang-nhap?next=")


def test_nobody_appraises_their_own_unit() -> None:
    appraiser = Who("A", Role.OFFICE, unit=UNIT, office=OFFICE)
    assert allows(appraiser, Act.APPRAISE, unit=OTHER, office=OFFICE)
    assert not allows(appraiser, Act.APPRAISE, unit=UNIT, office=OFFICE)
    assert not allows(appraiser, Act.APPRAISE, unit=OTHER, office="tu-phap")


def test_only_the_chairman_approves() -> None:
    assert [role for role in Role if Act.APPROVE in GRANTS[role]] == [Role.CHAIR]
