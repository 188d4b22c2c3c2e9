from decimal import Decimal
from pathlib import Path

import pytest

from dossier import yamlfile
from dossier.errors import BadInputError


class Inner(yamlfile.Model):
    max: Decimal
    name: str = ""


class Outer(yamlfile.Model):
    id: str
    items: tuple[Inner, ...] = ()


def read(tmp_path: Path, content: str) -> Outer:
    path = tmp_path / "bo.yaml"
    path.write_text(content, encoding="utf-8")
    return yamlfile.load_model(path, Outer)


def refusal(tmp_path: Path, content: str | bytes) -> str:
    path = tmp_path / "bo.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInputError) as caught:
        yamlfile.load_model(path, Outer)
    return "\n".join(map(str, caught.value.problems))


def test_decimals_keep_the_written_digits(tmp_path: Path) -> None:
    assert str(read(tmp_path, 'id: "1"\nitems: [{max: 1.10}]\n').items[0].max) == "1.10"


def test_no_is_a_word(tmp_path: Path) -> None:
    assert read(tmp_path, "id: NO\n").id == "NO"


@pytest.mark.parametrize(
    ("name", "content", "line", "message"),
    [
        ("duplicate key", 'id: "1"\nid: "2"\n', 2, "lặp"),
        ("unknown key", 'id: "1"\nitems:\n- max: 1\n  mac: 2\n', 4, "khóa lạ «mac»"),
        ("missing key", 'id: "1"\nitems:\n- name: x\n', 3, "thiếu khóa «max»"),
        ("number for text", "id: 1\n", 1, "dấu nháy"),
        ("text for number", 'id: "1"\nitems:\n- max: nhiều\n', 3, "phải là số"),
        ("mapping for list", 'id: "1"\nitems: {max: 1}\n', 2, "danh sách"),
        ("broken syntax", 'id: "1"\nitems: [1, 2\n', 3, "cú pháp"),
        ("tab indent", "id: x\nitems:\n\t- a\n", 3, "cú pháp"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, name: str, content: str, line: int, message: str) -> None:
    del name
    text = refusal(tmp_path, content)
    assert f"bo.yaml:{line}" in text
    assert message in text


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    assert "UTF-8" in refusal(tmp_path, "id: Kế hoạch\n".encode("utf-16"))


def test_an_alias_bomb_ends(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    assert "không phải tệp do người soạn" in refusal(tmp_path, "\n".join(rows))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"khong-co\.yaml"):
        yamlfile.load_yaml(tmp_path / "khong-co.yaml")
