"""``dossier form-check``: the form of official papers, ours or anybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.documents.formcheck import FormCheck, State, check_form, fix_form
from dossier.files import read_bytes, write_bytes
from dossier.report.tables import Table

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

_SCHEMA = 1
_FIXED = "-da-sua"
_CHECKS = TypeAdapter(tuple[FormCheck, ...])


def check_forms(files: Sequence[Path], *, day: dt.date | None = None) -> tuple[FormCheck, ...]:
    """What the rules F01 to F25 say of each file; ``day`` stands for the date the papers bear."""
    return tuple(check_form(read_bytes(path), name=path.name, day=day) for path in files)


def write_fixed(path: Path, check: FormCheck) -> tuple[Path, tuple[str, ...]] | None:
    """A mended copy beside the file, and what was done; None when there is nothing to mend safely.

    The original is never touched; the copy of an earlier run is replaced.
    """
    fixed = fix_form(read_bytes(path), check)
    if fixed is None:
        return None
    target = path.with_name(f"{path.stem.removesuffix(_FIXED)}{_FIXED}.docx")
    if target == path:
        target = path.with_name(f"{path.stem}-2.docx")
    write_bytes(target, fixed.data)
    return target, fixed.done


def build_form_table(check: FormCheck, *, all_rules: bool) -> Table:
    """One row a rule; only what does not pass unless ``all_rules``."""
    passed = len(check.of(State.PASS))
    rows = tuple(
        (result.rule, str(result.state), result.title, "\n".join(result.notes), result.article)
        for result in check.results
        if all_rules or result.state is not State.PASS
    )
    counts = f"{passed} đạt, {len(check.of(State.FAIL))} không đạt, {len(check.of(State.UNKNOWN))} không kiểm được"
    title = f"{check.path} ({', '.join(check.kinds)}): {counts}. Bộ quy tắc: {check.era}"
    return Table(title, ("Quy tắc", "Kết quả", "Kiểm tra gì", "Chỗ sai hoặc lý do", "Điều khoản"), rows)


def forms_json(checks: Sequence[FormCheck]) -> bytes:
    """The results as UTF-8 JSON with ``schema`` first."""
    body = _CHECKS.dump_json(tuple(checks), indent=2)
    return b'{\n  "schema": %d,\n  "files": ' % _SCHEMA + body + b"\n}\n"
