"""What messages say to type at a command line, the pages say as a page to open; no command is left untold."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import dossier
from dossier.cli.commands import ALL
from dossier.pipeline.rules import rules
from dossier.web.instead import OF_ALL, OPTIONS, PAGES, Mention, pieces
from tests.web.conftest import OTHER, UNIT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

ROOT = Path(dossier.__file__).parent
# Rooms whose strings reach no page: the command line itself, the catalogue in docs/, the arguments of tools.
SILENT = {"cli", "tools", "web"}
NAMED = re.compile(r"(?<![\w./-])dossier ([a-z]+(?:-[a-z]+)*)")
# Options that no page has, told as what they are.
CONSOLE_ONLY = {"--all", "--apply", "--confirm", "--criteria", "--files", "--limit", "--owner", "--round"}


def messages() -> Iterator[str]:
    """Every string of the rooms that is no docstring, with its computed parts as ``X``."""
    for path in sorted(ROOT.rglob("*.py")):
        if path.relative_to(ROOT).parts[0] not in SILENT and path.name not in {"write.py", "rulebook.py"}:
            yield from strings(ast.parse(path.read_text(encoding="utf-8")))


def strings(tree: ast.AST) -> Iterator[str]:
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "X" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner | said:
            yield node.value


def shown(text: str) -> str:
    """A message as a page words it, links as names."""
    return "".join(piece if isinstance(piece, str) else f"{piece.said} «{piece.title}»" for piece in pieces(text))


def test_every_command_has_a_place() -> None:
    assert {command.name for command in ALL} == set(PAGES)


def test_every_command_in_a_message_is_known_and_none_is_left() -> None:
    named = [text for text in messages() if NAMED.search(text)]
    named += [text for rule in rules() for text in (rule.title, rule.remedy) if NAMED.search(text)]
    assert len(named) > 20
    for text in named:
        mentions = [piece for piece in pieces(text) if isinstance(piece, Mention)]
        commands = NAMED.findall(text)
        assert len(mentions) == len(commands), text
        assert set(commands) <= set(PAGES), text


def test_every_option_in_a_message_has_a_place_on_a_page() -> None:
    named = {name for text in messages() for name in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)}
    in_commands = {"--fix", "--for-upload", "--init", "--only", "--weed"}  # said together with their command
    assert named - set(OPTIONS) - in_commands == CONSOLE_ONLY


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Chạy «dossier build» cho đơn vị.", "Mở trang «Văn bản» cho đơn vị."),
        ("Sửa rồi chạy lại «dossier check».", "Sửa rồi mở lại trang «Minh chứng»."),
        ("Quyết định bằng lệnh «dossier appraise resolve».", "Quyết định ở trang «Điều hành»."),
        ("chờ hội đồng (dossier council record)", "chờ hội đồng (trang «Hội đồng»)"),
        ("lập bằng «dossier build xa-x --only D03»; sau đó", "lập ở trang «Văn bản»; sau đó"),
        ('Thêm --reason "lý do".', "Ghi ô «Lý do»."),
        ('Hoặc --override VAL03="lý do".', "Hoặc ghi VAL03 = lý do ở ô «Bỏ qua quy tắc»."),
        ("thư mục .dossier và /tmp/dossier x, 5--7", "thư mục .dossier và /tmp/dossier x, 5--7"),
    ],
)  # fmt: skip
def test_a_message_is_worded_for_a_browser(text: str, said: str) -> None:
    assert shown(text) == said


def test_every_place_is_an_address(app: Any) -> None:
    del app
    from django.urls import reverse

    for route, _ in PAGES.values():
        if route:
            assert reverse(OF_ALL.get(route, route))


def test_a_link_leads_to_the_unit_at_hand_and_only_where_the_person_may_go(visit: Callable[[str], Client]) -> None:
    """The second commune's papers are not built: its own officer is led to them, a reader is told their name only."""
    page = f"/don-vi/{OTHER}/giao-nop"
    assert f'Mở trang <a href="/don-vi/{OTHER}/van-ban">«Văn bản»</a>' in visit("xa-khac").get(page).content.decode()
    told = visit("xem").get(page).content.decode()
    assert "Mở trang «Văn bản» cho đơn vị." in told
    assert f'<a href="/don-vi/{UNIT}/van-ban">' not in told


def test_what_is_hostile_beside_a_command_stays_text(app: Any) -> None:
    del app
    from django.template import Context, Template

    given = Context({"text": "<b>x</b> «dossier build <script>1</script>»\n--reason <i>"})
    drawn = Template("{% say text %}").render(given)
    assert "<b>" not in drawn
    assert "<script>" not in drawn
    assert "<i>" not in drawn
    assert "<br>" in drawn
