"""``dossier journal``, and the one way by which every act gets into the record."""

from __future__ import annotations

import datetime as dt
import shutil
import threading
from typing import TYPE_CHECKING, Any

from dossier.campaign.model import VIETNAM
from dossier.files import hash_file, staged_file
from dossier.journal import append_journal, build_entries, load_journal
from dossier.pipeline.standing import read_states
from dossier.report.tables import Table
from dossier.rounds import advance, duty_of
from dossier.rounds.acts import Paper
from dossier.rounds.model import Kind
from dossier.sheets.layout import COLUMNS
from dossier.text import short_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from dossier.journal import Act, Entry
    from dossier.pipeline.run import Run
    from dossier.problems import Problem
    from dossier.rounds.model import UnitState

# The campaign's lock keeps other programs out; in the web program a page and a job may want to record at once.
_RECORDING = threading.Lock()
# What a unit hands in, as the journal writes it and as people call it.
COLUMN_NAMES = {column.key: column.header for column in COLUMNS}
PART_NAMES = {"bao-cao": "báo cáo", "minh-chung": "minh chứng"}


def record_acts(run: Run, acts: Iterable[Act], *, who: str, papers: Iterable[Path] = ()) -> dict[str, UnitState]:
    """Write acts into the journal, all or none, and keep a copy of each paper; returns the states after them.

    Raises:
        RefusedError: an act does not follow from where its unit stands; nothing is written.
        DamagedError: the journal does not verify.
    """
    wanted = tuple(acts)
    with _RECORDING:
        after = preview_acts(run, wanted, who=who)
        for paper in papers:
            _keep(run, paper)
        append_journal(run.paths.journal, wanted, at=run.now, who=who)
    return after


def record_about(run: Run, act: Act, *, who: str) -> None:
    """Write an act about the campaign, which is no step of a unit.

    Raises:
        DamagedError: the journal does not verify.
    """
    with _RECORDING:
        append_journal(run.paths.journal, [act], at=run.now, who=who)


def preview_acts(run: Run, acts: Sequence[Act], *, who: str) -> dict[str, UnitState]:
    """The states after some acts, without writing them; raises as ``record_acts``."""
    states = read_states(run)
    entries, _ = load_journal(run.paths.journal)
    for entry in build_entries(acts, last=entries[-1] if entries else None, at=run.now, who=who):
        duty = duty_of(run.criteria, run.campaign, entry.unit)
        states[entry.unit] = advance(states[entry.unit], entry, duty)
    return states


def paper_of(path: Path) -> Paper:
    """A file as the journal names it."""
    return Paper(path.name, hash_file(path))


def known_papers(run: Run) -> frozenset[tuple[str, str]]:
    """Unit and SHA-256 of every file taken in for it; a reopened unit may be given the same file again."""
    known: set[tuple[str, str]] = set()
    entries, _ = load_journal(run.paths.journal)
    for entry in entries:
        if entry.act == Kind.REOPENED:
            known = {pair for pair in known if pair[0] != entry.unit}
        elif entry.sha256 and entry.act != Kind.RESOLVED:
            known.add((entry.unit, entry.sha256))
    return frozenset(known)


def _keep(run: Run, path: Path) -> None:
    target = run.paths.received(hash_file(path), path.name)
    if not target.exists():
        with staged_file(target) as staging:
            shutil.copyfile(path, staging)


# Acts about the campaign, which are no step of a unit.
_OF_CAMPAIGN = {
    "paper-issued": "ghi nhận văn bản đã ban hành",
    "paper-numbered": "cấp số văn bản",
    "council-edited": "sửa biểu hội đồng",
    "package-made": "lập gói hồ sơ gửi cấp trên",
    "year-archived": "lưu trữ hồ sơ của năm",
    "archive-form-returned": "nhận biểu lưu trữ đã điền",
}


def journal_table(run: Run, units: Sequence[str] = ()) -> tuple[Table, tuple[Problem, ...]]:
    """The journal for people, of some units or of all, and what is wrong with it."""
    entries, problems = load_journal(run.paths.journal)
    wanted = frozenset(unit.id for unit in run.units(units))
    names = {unit.id: unit.short for unit in run.campaign.units} | {
        office.id: office.name for office in run.campaign.offices
    }
    rows = tuple(_row(entry, names) for entry in entries if entry.unit in wanted or not (entry.unit or units))
    head = f"dòng cuối {entries[-1].hash[:16]}" if entries else "chưa có dòng nào"
    columns = ("Dòng", "Lúc", "Người ghi", "Đơn vị", "Việc", "Từ tệp", "Nội dung")
    return Table(f"Nhật ký: {len(entries)} dòng, {head}", columns, rows, numeric=(0,)), problems


def _row(entry: Entry, names: Mapping[str, str]) -> tuple[str, ...]:
    known = entry.act in {kind.value for kind in Kind}
    what = Kind(entry.act).label if known else _OF_CAMPAIGN.get(entry.act, entry.act)
    file = f"{entry.file} ({entry.sha256[:12]})" if entry.file else ""
    unit = names.get(entry.unit, entry.unit)
    return (str(entry.seq), _moment(entry.at), entry.who, unit, what, file, _details(entry, names))


def _moment(text: str) -> str:
    """``16:30 05/01/2026`` in official time."""
    return f"{dt.datetime.fromisoformat(text).astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def _details(entry: Entry, names: Mapping[str, str]) -> str:
    """What an act says, in one line; units and offices by name."""
    describe = _DETAILS.get(entry.act)
    named = {key: names.get(entry.data[key], entry.data[key]) for key in ("office", "of") if key in entry.data}
    return describe({**entry.data, **named, "file": entry.file}) if describe else ""


def _submitted(data: Mapping[str, Any]) -> str:
    return f"{', '.join(PART_NAMES[part] for part in data['parts'])}; đến {_moment(data['arrived'])}"


def _appraised(data: Mapping[str, Any]) -> str:
    again = ", thay phiếu trước" if data.get("replace") and data["file"] else ""
    return f"lần {data['turn']}, {data['office']}: {len(data['values'])} tiêu chí{again}"


def _resolved(data: Mapping[str, Any]) -> str:
    value = data["value"]["points"] or "không áp dụng"
    return f"lần {data['turn']}, tiêu chí {data['leaf']}: {value} ({data['choice']})"


def _returned(data: Mapping[str, Any]) -> str:
    return f"{len(data['asked'])} yêu cầu: {', '.join(data['asked'])}" if data["asked"] else "không có yêu cầu"


def _supplemented(data: Mapping[str, Any]) -> str:
    return f"{len(data['answers'])} trả lời: {', '.join(data['answers'])}"


def _surveyed(data: Mapping[str, Any]) -> str:
    return "; ".join(f"{part}: {item['why']}" for part, item in data["parts"].items())


def _voted(data: Mapping[str, Any]) -> str:
    changed = f", điều chỉnh {', '.join(data['decisions'])}" if data["decisions"] else ""
    return f"{data.get('agreed', '?')}/{data.get('members', '?')} đồng ý{changed}"


def _decided(data: Mapping[str, Any]) -> str:
    return str(data["decision"])


def _reopened(data: Mapping[str, Any]) -> str:
    leaves = f" ({', '.join(data['leaves'])})" if data["leaves"] else ""
    return f"về «{data['to']}»{leaves}: {data['reason']}"


def _handed_over(data: Mapping[str, Any]) -> str:
    channel = f", qua {data['channel']}" if data["channel"] else ""
    return f"lần {data['sequence']:04d}, {data['origin']}{channel}, mã {data['code']}"


def _issued(data: Mapping[str, Any]) -> str:
    day = short_date(dt.date.fromisoformat(data["date"])) if data["date"] else ""
    what = " ".join(filter(None, (data["doc"], data["of"], data["number"], day)))
    return f"{what}; {data['replaces']}" if data["replaces"] else what


def _edited(data: Mapping[str, Any]) -> str:
    changes = data["changes"]
    return "; ".join(
        f"{code} {COLUMN_NAMES.get(key, key)}: {_said(old)} → {_said(new)}" for code, key, old, new in changes
    )


def _said(text: str) -> str:
    return f"«{text}»" if text else "trống"


def _council_edited(data: Mapping[str, Any]) -> str:
    return "; ".join(f"{row}: {_said(old)} → {_said(new)}" for row, old, new in data["changes"])


def _added(data: Mapping[str, Any]) -> str:
    return ", ".join(data["files"])


def _sorted_in(data: Mapping[str, Any]) -> str:
    return "; ".join(f"{path} → {code} ({verdict})" for path, code, verdict in data["decisions"])


def _packed(data: Mapping[str, Any]) -> str:
    return f"mã {data['code']}: {data['files']} tệp, {data['parts']} phần"


_DETAILS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    Kind.SUBMITTED: _submitted,
    Kind.APPRAISED: _appraised,
    Kind.RESOLVED: _resolved,
    Kind.RETURNED: _returned,
    Kind.SUPPLEMENTED: _supplemented,
    Kind.SURVEYED: _surveyed,
    Kind.VOTED: _voted,
    Kind.APPROVED: _decided,
    Kind.PUBLISHED: _decided,
    Kind.REOPENED: _reopened,
    Kind.SENT: _handed_over,
    Kind.RECEIVED: _handed_over,
    Kind.EDITED: _edited,
    Kind.ADDED: _added,
    Kind.SORTED: _sorted_in,
    "paper-issued": _issued,
    "paper-numbered": _issued,
    "council-edited": _council_edited,
    "package-made": _packed,
}
