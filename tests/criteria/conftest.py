"""A small good set; every bad one is it with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = """\
schema: 1
id: thu
version: 1
level: xa
year: 2020
title: "Bộ tiêu chí mẫu để thử"
issuer: "Nơi ban hành"
source: "Tự soạn"
completeness: sample
legal_bases:
  - {text: "Nghị quyết số 30c/NQ-CP", first: 2011-11-08, last: 2020-12-31}
window: {first: 2020-01-01, last: 2020-10-15}
parts:
  - {id: tham-dinh, title: "Thẩm định", max: 10, scored_by: tham_dinh}
  - {id: dieu-tra, title: "Điều tra", max: 2, scored_by: dieu_tra}
grades:
  - {name: "Tốt", min: 80}
  - {name: "Kém", min: 0}
layers:
  - {id: goc, kind: decision, title: "Quyết định gốc", issuer: "Nơi ban hành"}
areas:
  - id: "1"
    title: "Lĩnh vực một"
    max: 8
    office: noi-vu
    items:
      - id: "1.1"
        title: "Tiêu chí gộp"
        max: 4
        window: {first: 2020-02-01, last: 2020-09-30}
        proofs:
          - {id: "1.1-bao-cao", title: "Báo cáo", types: [Báo cáo], must: ["cải cách | CCHC"], must_not: ["dự thảo"]}
        items:
          - id: "1.1.1"
            title: "Theo tỷ lệ bậc"
            max: 3
            rule:
              kind: tiers
              numerator: "a"
              denominator: "b"
              bands:
                - {min: 90, points: 3}
                - {min: 50, points: 1}
                - {min: 0, points: 0}
          - id: "1.1.2"
            title: "Có hoặc không"
            max: 1
            rule: {kind: yes_no, condition: "có", points: 1}
      - id: "1.2"
        title: "Theo tỷ lệ"
        max: 2
        rule: {kind: proportional, numerator: "a", denominator: "b", floor: 50, cap: 90}
        proofs:
          - {id: "1.2-quyet-dinh", title: "Quyết định", types: [Quyết định], one_of: chung, due: 2020-12-15}
          - {id: "1.2-giai-trinh", title: "Giải trình", carrier: giai_trinh, one_of: chung}
      - id: "1.3"
        title: "Chọn mức"
        max: 2
        rule:
          kind: levels
          levels:
            - {state: "vượt", points: 2}
            - {state: "đạt", points: 1}
            - {state: "không đạt", points: 0}
        proofs:
          - {id: "1.3-bang", title: "Bảng số liệu", carrier: phu_luc_so_lieu}
  - id: "2"
    title: "Lĩnh vực hai"
    max: 4
    items:
      - id: "2.1"
        title: "Cộng phần"
        max: 2
        rule:
          kind: parts
          parts:
            - {id: a, title: "Phần a", max: 1, rule: {kind: yes_no, condition: "có", points: 1}}
            - id: b
              title: "Phần b"
              max: 1
              rule:
                kind: count_steps
                measure: "số việc"
                steps:
                  - {min: 2, points: 1}
                  - {min: 0, points: 0}
        proofs:
          - {id: "2.1-khong-can", title: "Không cần tệp", carrier: khong_can_tep}
      - id: "2.2"
        title: "Điều tra"
        max: 2
        scored_by: dieu_tra
        rule:
          kind: external
          source: "phiếu điều tra"
          levels:
            - {state: "cao", points: 2}
            - {state: "thấp", points: 0}
"""

Write = Callable[[str, str], Path]
Edit = Callable[[str, str, str], str]


@pytest.fixture(name="good")
def fixture_good() -> str:
    return GOOD


@pytest.fixture(name="write")
def fixture_write(tmp_path: Path) -> Write:
    def write(name: str, text: str) -> Path:
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(name="edit")
def fixture_edit() -> Edit:
    def edit(text: str, old: str, new: str) -> str:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times: the test changes nothing it means to"
        return text.replace(old, new)

    return edit
