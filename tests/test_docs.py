"""The documentation is tested: what it lists exists, and what exists is listed."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import click
import pytest

import dossier
from dossier.cli.root import root
from dossier.errors import DossierError, ExitCode
from dossier.pipeline.rules import rules
from dossier.problems import CheckRule
from dossier.report.rulebook import build_rule_pages, build_rulebook, describe_rule

DOCS = Path(__file__).parent.parent / "docs"
README = DOCS.parent / "README.md"


def test_the_catalogue_of_rules_is_the_code_s() -> None:
    """Mend with: dossier rules --markdown > docs/quy-tac.md."""
    assert (DOCS / "quy-tac.md").read_text(encoding="utf-8") == build_rulebook(rules())


def test_every_rule_has_its_page_and_no_page_is_left_over() -> None:
    """Mend with: dossier rules --pages docs/quy-tac; delete the page of a rule that is gone."""
    kept = {page.name: page.read_text(encoding="utf-8") for page in (DOCS / "quy-tac").iterdir()}
    made = build_rule_pages(rules())
    assert sorted(kept) == sorted(made)
    assert [name for name, text in made.items() if kept[name] != text] == []


def test_every_rule_says_what_to_do_and_where_it_comes_from() -> None:
    assert [rule.id for rule in rules() if not (rule.title and rule.source)] == []
    assert all(re.fullmatch(r"[A-Z]{3}\d\d", rule.id) for rule in rules())


def test_every_rule_names_commands_that_exist() -> None:
    told = {command for rule in rules() for command in dict(describe_rule(rule))["Gặp ở lệnh"].split(", ")}
    assert sorted(command for command in told if command.split()[1] not in root.commands) == []


def numbered(value: object) -> list[CheckRule]:
    return [rule for rule in value if isinstance(rule, CheckRule)] if isinstance(value, tuple) else []


def _modules(room: str) -> list[str]:
    """A room and everything in it."""
    package = importlib.import_module(room)
    inside = pkgutil.walk_packages(getattr(package, "__path__", ()), f"{room}.")
    return [room, *(module.name for module in inside)]


def test_the_catalogue_holds_the_rules_of_every_room() -> None:
    # The web room has no rules, and needs a campaign to be imported.
    rooms = (module.name for module in pkgutil.iter_modules(dossier.__path__, "dossier."))
    inside = (name for name in rooms if name not in {"dossier.web", "dossier.__main__"})
    names = [name for room in inside for name in _modules(room)]
    found = {rule for name in names for rule in numbered(getattr(importlib.import_module(name), "RULES", ()))}
    assert sorted(found - set(rules()), key=lambda rule: rule.id) == []


def test_every_exit_code_is_explained() -> None:
    page = (DOCS / "ma-thoat.md").read_text(encoding="utf-8")
    assert [code for code in ExitCode if f"| {int(code)} |" not in page] == []


def test_every_error_has_its_own_exit_code() -> None:
    errors = [error for error in DossierError.__subclasses__() if error.__module__ == DossierError.__module__]
    codes = [error.exit_code for error in errors]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("name", [name for name in root.commands if name != "rules"])
def test_every_command_is_in_the_user_guide(name: str) -> None:
    assert f"dossier {name}" in (DOCS / "huong-dan.md").read_text(encoding="utf-8")


def test_every_command_explains_itself() -> None:
    def silent(command: click.Command) -> list[str]:
        below = command.commands.values() if isinstance(command, click.Group) else ()
        mine = [] if command.help else [command.name or ""]
        return mine + [name for child in below for name in silent(child)]

    assert silent(root) == []


@pytest.mark.parametrize("page", [README, *sorted(DOCS.glob("*.md"))], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    assert [target for target in targets if not (page.parent / target).exists()] == []
