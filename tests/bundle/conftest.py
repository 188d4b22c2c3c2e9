"""The fixtures of the bundle's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.bundle import write_bundle
from tests.bundle.bundle_world import COVER, Maker, make_entries, make_shapes, plan_of, with_dividers

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.bundle.model import BundleEntry, BundlePlan, PdfPages


@pytest.fixture
def maker(tmp_path: Path) -> Maker:
    folder = tmp_path / "nguồn tài liệu"
    folder.mkdir()
    return Maker(folder)


@pytest.fixture
def shapes(maker: Maker) -> dict[str, PdfPages]:
    return make_shapes(maker)


@pytest.fixture
def entries(maker: Maker) -> list[BundleEntry]:
    return make_entries(maker)


@pytest.fixture
def plan(entries: list[BundleEntry]) -> BundlePlan:
    return plan_of(entries)


@pytest.fixture
def bundle(plan: BundlePlan, tmp_path: Path) -> Path:
    return write_bundle(plan, tmp_path / "bundle.pdf").path


@pytest.fixture
def full(entries: list[BundleEntry]) -> BundlePlan:
    """A plan with all that a bundle can have: cover, index, dividers, documents, a placeholder."""
    return plan_of(with_dividers(entries), cover=COVER)


@pytest.fixture
def full_bundle(full: BundlePlan, tmp_path: Path) -> Path:
    return write_bundle(full, tmp_path / "bo-ho-so.pdf").path
