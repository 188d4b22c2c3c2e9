import pytest

from tests.bench.bench_curve import exponent
from tests.bench.report import build_estimate, build_table


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_law_is_found(power: float) -> None:
    assert exponent([(size, 3 * size**power) for size in (1000, 3000, 10000)]) == pytest.approx(power, abs=0.001)


def test_each_machine_has_its_table() -> None:
    row = {"count": "3 tệp", "ratio": 2, "baseline": "tar"}
    table = build_table({"a: x": {**row, "machine": "m1"}, "b: y": {**row, "machine": "m2", "peak_mb": 7, "load": 0.5}})
    assert table.count("Machine: ") == 2
    assert "| b: y | 3 tệp | 2 | tar | 7 | 0.5 |" in table


def test_an_estimate_needs_every_measure() -> None:
    assert "not measured yet" in build_estimate({})
    names = (
        "index: đọc lần đầu",
        "workers: OCR, hai tiến trình",
        "district: cả huyện: kiểm tra, bốn văn bản, bộ hồ sơ",
    )
    told = build_estimate({name: {"each": 3600.0 / 332_100} for name in names})
    assert "files 1;" in told
