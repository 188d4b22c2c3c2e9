"""Any tables as one self-contained page that works from a disk and prints; no script, no request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dossier.report.page import HERE, hash_source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dossier.report.tables import Table

# Cells that say how something stands bear the class of their colour.
_MARKS = {
    "đạt": "du",
    "không đạt": "thieu",
    "không xét": "khong-xet",
    "lỗi": "thieu",
    "cảnh báo": "can-xem-lai",
    "gợi ý": "khong-xet",
}


def build_table_page(title: str, sheets: Mapping[str, Table], *, warning: str = "") -> bytes:
    """The tables under their names as UTF-8 HTML; ``warning`` stands above them, empty for none."""
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined)
    style = (HERE / "check.css").read_text(encoding="utf-8")
    page = environment.get_template("tables.html.jinja").render(
        title=title,
        sheets=sheets,
        warning=warning,
        style=style,
        policy=f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src '{hash_source(style)}'",
        marks=_MARKS,
    )
    return page.encode("utf-8")
