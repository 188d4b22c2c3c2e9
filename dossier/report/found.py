"""The answer of a search, as a table and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from dossier.report.jsonout import versioned
from dossier.report.tables import Table, head_line
from dossier.search import SearchResult
from dossier.text import short_date

if TYPE_CHECKING:
    from dossier.search import Hit

_RESULT = TypeAdapter(SearchResult)


def build_search_table(result: SearchResult) -> Table:
    """One row a file, the best first."""
    rows = tuple(_row(hit) for hit in result.hits)
    more = f", hiện {len(rows)}: thêm --limit để xem nữa" if result.found > len(rows) else ""
    return Table(
        f"«{result.query}»: {result.found} tệp{more}",
        ("Đơn vị", "Tệp", "Văn bản", "Trang", "Đoạn có từ cần tìm"),
        rows,
        numeric=(3,),
    )


def _row(hit: Hit) -> tuple[str, ...]:
    date = f" ngày {short_date(hit.date)}" if hit.date else ""
    document = head_line(hit.number, hit.type) + date
    return (hit.unit, hit.path, document, str(hit.page or ""), hit.snippet if hit.marks else hit.subject or "")


def search_json(result: SearchResult) -> bytes:
    """The answer as UTF-8 JSON with ``schema`` first."""
    return versioned(_RESULT.dump_json(result, indent=2))
