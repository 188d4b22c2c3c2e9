import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from dossier.cli.migrate import migrate
from dossier.errors import BadInputError
from dossier.pipeline.demo import Demo
from dossier.pipeline.migrate import Standing, read_schemas


@pytest.fixture
def root(demo: Demo, tmp_path: Path) -> Path:
    """The demonstration without what is derived."""
    return Path(shutil.copytree(demo.root, tmp_path / "ky", ignore=shutil.ignore_patterns("out", ".dossier")))


def standings(root: Path) -> dict[str, Standing]:
    return {file.path: file.standing for file in read_schemas(root)}


def told(root: Path) -> tuple[int, str]:
    result = CliRunner().invoke(migrate, ["--campaign", str(root)], standalone_mode=False)
    return result.return_value, result.output


def test_a_campaign_of_today_is_current_and_untouched(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    code, output = told(root)
    assert (code, "không có gì phải chuyển" in output) == (0, True)
    found = standings(root)
    assert {found["campaign.yaml"], found["bo-tieu-chi.yaml"]} == {Standing.CURRENT}
    forms = [state for path, state in found.items() if path.endswith(".xlsx")]
    assert forms
    assert set(forms) == {Standing.CURRENT}
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_evidence_is_nobody_s_form(root: Path) -> None:
    (root / "don-vi/xa-an-binh/minh-chung/inbox/so-lieu.json").write_text('{"schema": 9}', encoding="utf-8")
    assert not [path for path in standings(root) if "minh-chung" in path]


@pytest.mark.parametrize(
    ("name", "text", "standing", "message"),
    [
        ("a.json", '{"schema": 2}', Standing.NEWER, "mẫu 2"),
        ("a.jsonl", '{"schema": 1}\n{"schema": 2}\n', Standing.NEWER, "nâng cấp Dossier"),
        ("a.yaml", "schema: 0\n", Standing.OLDER, "mẫu 0"),
        ("a.yaml", "schema: moi\n", Standing.UNREADABLE, "không phải số nguyên"),
        ("a.json", '{"schema": ', Standing.UNREADABLE, "Khôi phục"),
        ("a.xlsx", "not a workbook", Standing.UNREADABLE, "Khôi phục"),
    ],
)
def test_what_cannot_be_gone_on_with_is_named(
    root: Path, name: str, text: str, standing: Standing, message: str
) -> None:
    (root / "records").mkdir(exist_ok=True)
    (root / "records" / name).write_text(text, encoding="utf-8")
    assert standings(root)[f"records/{name}"] is standing
    code, output = told(root)
    assert code == 3
    assert f"records/{name}: {standing}" in output
    assert message in output


def test_a_record_without_a_schema_is_of_the_first(root: Path) -> None:
    (root / "records").mkdir(exist_ok=True)
    (root / "records/so.json").write_text(json.dumps([{"number": "5"}]), encoding="utf-8")
    assert standings(root)["records/so.json"] is Standing.UNSAID
    assert told(root)[0] == 0


def test_a_campaign_that_no_other_verb_opens_is_read(root: Path) -> None:
    path = root / "campaign.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("schema: 1", "schema: 2", 1), encoding="utf-8")
    assert standings(root)["campaign.yaml"] is Standing.NEWER


def test_outside_a_campaign_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"campaign\.yaml"):
        read_schemas(tmp_path)
