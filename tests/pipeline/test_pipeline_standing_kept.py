"""Reading the journal again costs what is new in it, and trusts nothing that changed before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from dossier.campaign import CampaignPaths
from dossier.errors import DamagedError
from dossier.journal import Act, append_journal, load_journal
from dossier.pipeline import demo
from dossier.pipeline.journal import record_acts
from dossier.pipeline.run import Edge, open_run
from dossier.pipeline.standing import read_states
from dossier.problems import NoProgress
from dossier.rounds import Stage, acts, duty_of
from dossier.rounds.acts import Paper
from dossier.rounds.machine import replay

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.rounds.model import UnitState

NOW = dt.datetime(2020, 10, 12, 8, tzinfo=dt.UTC)
UNIT, OTHER = "xa-an-binh", "xa-binh-minh"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    demo.ensure_sample(tmp_path / "ky", NoProgress())
    return tmp_path / "ky"


def states(root: Path) -> dict[str, UnitState]:
    with open_run(root, Edge(NoProgress(), NOW)) as run:
        found = read_states(run)
        entries, _ = load_journal(run.paths.journal)
        whole, _ = replay(
            entries, {unit.id: duty_of(run.criteria, run.campaign, unit.id) for unit in run.campaign.units}
        )
    assert found == whole
    return found


def record(root: Path, *wanted: Act) -> None:
    with open_run(root, Edge(NoProgress(), NOW), writes=True) as run:
        record_acts(run, wanted, who="Người ghi")


def arrived(unit: str) -> Act:
    return acts.submitted(unit, {}, parts=["bao-cao", "minh-chung"], arrived=NOW, paper=Paper("bieu.xlsx", "0" * 64))


def test_states_are_those_of_the_whole_journal_after_every_act(root: Path) -> None:
    assert states(root)[UNIT].delivered is None
    record(root, arrived(UNIT))
    after = states(root)
    assert (after[UNIT].delivered, after[OTHER].delivered) == (NOW, None)
    record(root, arrived(OTHER))
    assert states(root)[OTHER].delivered == NOW
    record(root, acts.reopened(UNIT, Stage.SELF, (), reason="thử"))
    assert states(root)[UNIT].seq == 3


def test_another_campaign_with_the_same_units_has_states_of_its_own(root: Path, tmp_path: Path) -> None:
    record(root, arrived(UNIT))
    assert states(root)[UNIT].delivered == NOW
    demo.ensure_sample(tmp_path / "khac", NoProgress())
    assert states(tmp_path / "khac")[UNIT].delivered is None
    assert states(root)[UNIT].delivered == NOW


def test_a_line_that_is_changed_after_it_was_read_breaks_the_chain(root: Path) -> None:
    record(root, arrived(UNIT), arrived(OTHER))
    states(root)
    journal = CampaignPaths(root).journal
    good = journal.read_bytes()
    journal.write_bytes(good.replace("Người ghi".encode(), "Người khác".encode(), 1))
    with pytest.raises(DamagedError):
        states(root)
    journal.write_bytes(good[: good.index(b"\n") + 1])  # the end is lost
    with pytest.raises(DamagedError):
        states(root)
    journal.write_bytes(good + b'{"act":"x"')
    with pytest.raises(DamagedError):
        states(root)
    journal.write_bytes(good)
    assert states(root)[OTHER].delivered == NOW


def test_lines_keep_their_numbers_when_only_the_new_ones_are_read(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    for number in range(1, 5):
        append_journal(path, [Act("thử", data={"n": str(number)})], at=NOW, who="a")
        entries, problems = load_journal(path)
        assert [entry.seq for entry in entries] == list(range(1, number + 1))
        assert problems == ()
    spoilt = path.read_bytes() + b"{}\n"
    path.write_bytes(spoilt)
    entries, (problem,) = load_journal(path)
    assert (len(entries), problem.where.line) == (4, 5)
