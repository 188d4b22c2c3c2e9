import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from dossier.cli import main
from dossier.cli.root import root, run_guarded
from dossier.errors import ExitCode

HEAVY = ("docxtpl", "openpyxl", "pydantic", "pikepdf", "pypdfium2", "rich", "reportlab", "ruamel")


def run(*words: str | Path, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dossier", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "don-vi.csv").write_text("ten\nxã Một\nxã Hai\n", encoding="utf-8")
    made = run(
        "init", folder / "ky", "--criteria", "mau-2020-cap-xa", "--units", folder / "don-vi.csv", "--year", "2020"
    )
    assert made.returncode == 0, made.stderr.decode()
    return folder / "ky"


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        found.append((*prefix, name))
        if isinstance(command, click.Group):
            found += commands(command, (*prefix, name))
    return found


@pytest.mark.parametrize("words", commands(root), ids=" ".join)
def test_every_command_has_vietnamese_help(words: tuple[str, ...]) -> None:
    page = run(*words, "--help").stdout.decode()
    assert page.startswith("Cách dùng: dossier " + " ".join(words))
    for english in ("Usage", "Options", "Show this", "DIRECTORY", "INTEGER", "RANGE", "TEXT", "required]", "default:"):
        assert english not in page


def test_help_is_light() -> None:
    code = f"import sys, dossier.cli.root as r; print([m for m in {HEAVY!r} if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert out.strip() == b"[]"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("chek",), "Không có lệnh «chek»"),
        (("check", "--tat-ca"), "Không có tùy chọn «--tat-ca»"),
        (("init",), "Thiếu"),
        (("init", "x", "--criteria", "a", "--units", "b", "--year", "hai"), "không hợp lệ"),
        (("check", "--fail-on", "nang"), "chọn một trong: "),
        (("appraise", "export", "--round", "3"), "cần số nguyên từ 1 đến 2"),
        (("appraise", "receive", "xa", "--at", "hôm qua"), "cần dạng «NĂM-THÁNG-NGÀY GIỜ:PHÚT»"),
        (("criteria", "import", "khong-co.xlsx"), "không thấy đường dẫn này"),
        (("status", "thua"), "Thừa tham số"),
        (("cache", "prune", "--max", "-3"), "cần số nguyên từ 0 trở lên"),
        (("check", "--scheduler", "10.0.0.5:8786"), "cần dạng tcp://máy:cổng"),
        (("check", "--scheduler", "http://10.0.0.5:8786"), "cần dạng tcp://máy:cổng"),
        (("check", "--scheduler", ""), "cần dạng tcp://máy:cổng"),
    ],
)
def test_a_wrong_command_line_is_explained(words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.returncode == 2
    assert message in result.stderr.decode()
    assert b"Error" not in result.stderr
    assert result.stdout == b""


def test_check_of_a_fresh_campaign_is_incomplete(founded: Path) -> None:
    result = run("check", "xa-mot", cwd=founded)
    assert result.returncode == 1
    out = result.stdout.decode()
    assert "UBND xã Một: 0 đã gắn tiêu chí + 0 chưa gắn + 0 không đọc được + 0 tệp hệ thống bỏ qua = 0 tệp" in out
    assert "BỘ TIÊU CHÍ MẪU" in out


def test_json_goes_to_stdout_alone_and_is_stable(founded: Path) -> None:
    first, second = (run("check", "--json", cwd=founded) for _ in range(2))
    report = json.loads(first.stdout)
    assert report["schema"] == 1
    assert [unit["unit"]["id"] for unit in report["units"]] == ["xa-mot", "xa-hai"]
    assert json.loads(second.stdout) == report


def test_vietnamese_survives_a_plain_locale(founded: Path) -> None:
    result = run("check", "xa-mot", cwd=founded, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "không đọc được" in result.stdout.decode("utf-8")
    assert result.returncode == 1


def test_outside_a_campaign_the_way_in_is_shown(tmp_path: Path) -> None:
    result = run("check", cwd=tmp_path)
    assert result.returncode == 3
    assert "dossier init" in result.stderr.decode()


def test_a_wrong_campaign_file_names_its_line(founded: Path, tmp_path: Path) -> None:
    import shutil

    copy = Path(shutil.copytree(founded, tmp_path / "ky"))
    text = (copy / "campaign.yaml").read_text(encoding="utf-8")
    (copy / "campaign.yaml").write_text(text.replace("demo: false", "demo: co"), encoding="utf-8")
    result = run("check", "-C", copy)
    assert result.returncode == 3
    assert "campaign.yaml:" in result.stderr.decode()
    assert "«demo» phải là true hoặc false" in result.stderr.decode()


def test_init_does_not_overwrite(founded: Path) -> None:
    units = founded.parent / "don-vi.csv"
    result = run("init", founded, "--criteria", "mau-2020-cap-xa", "--units", units, "--year", "2020")
    assert result.returncode == 6
    assert "đã có" in result.stderr.decode()


def test_a_frame_without_rows_founds_nothing(founded: Path, tmp_path: Path) -> None:
    units = founded.parent / "don-vi.csv"
    result = run("init", tmp_path / "ky", "--criteria", "hatinh-qd52-2019-cap-xa", "--units", units, "--year", "2020")
    assert result.returncode == 3
    assert not (tmp_path / "ky").exists()


def test_criteria_lint_is_quiet_on_good_sets_and_exits_3_on_bad(tmp_path: Path) -> None:
    good = run("criteria", "lint", "mau-2020-cap-xa", "lam-dong-2025-cap-xa", "hatinh-qd52-2019-cap-xa")
    assert good.returncode == 0
    assert "77 tiêu chí thành phần, 75 điểm; không có lỗi" in good.stdout.decode()
    bad = tmp_path / "bad.yaml"
    bad.write_text("schema: 1\nid: x\n", encoding="utf-8")
    result = run("criteria", "lint", bad)
    assert result.returncode == 3
    assert "bad.yaml:" in result.stdout.decode()


def test_criteria_show_gives_the_tree_as_json() -> None:
    shown = json.loads(run("criteria", "show", "lam-dong-2025-cap-xa", "--json").stdout)
    assert len(shown["areas"]) == 7


def test_an_unknown_criteria_set_lists_the_known() -> None:
    result = run("criteria", "show", "khong-co")
    assert result.returncode == 3
    assert "lam-dong-2025-cap-xa" in result.stderr.decode()


def guarded(error: Exception, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    def act() -> None:
        raise error

    code = run_guarded(act)
    return code, capsys.readouterr().err


def test_a_bug_has_its_own_exit_code_and_keeps_its_trace(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = guarded(ZeroDivisionError("chia cho 0"), capsys)
    assert code == 70
    assert "Traceback" in said
    assert "Lỗi của chương trình" in said


def test_a_full_disk_gets_a_plain_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = guarded(OSError(28, "No space left on device", "D:/ky/out/a.pdf"), capsys)
    assert code == 6
    assert "D:/ky/out/a.pdf" in said
    assert "còn chỗ trống" in said
    assert "Traceback" not in said


def test_ctrl_c_while_the_program_is_loaded_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def __getattr__(self, _: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "dossier.cli.root", Interrupted())
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == ExitCode.INTERRUPTED


def test_ctrl_c_says_that_nothing_is_half_done(capsys: pytest.CaptureFixture[str]) -> None:
    def act() -> None:
        raise KeyboardInterrupt

    assert run_guarded(act) == 130
    assert "Đã dừng" in capsys.readouterr().err
