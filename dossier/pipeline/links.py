"""People's decisions on where evidence belongs: ``records/lien-ket.jsonl``, one a line, never rewritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier.errors import BadInputError
from dossier.files import read_bytes, write_bytes, write_text
from dossier.matching.links import Link, Links, build_links

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dossier.campaign import CampaignPaths

LINKS_FILE = "lien-ket.jsonl"
# What people decided in the years before, copied in by ``init --from``; it only proposes.
CARRIED_FILE = "lien-ket-nam-truoc.jsonl"
_LINK = TypeAdapter(Link)


def load_decisions(paths: CampaignPaths, *, name: str = LINKS_FILE) -> tuple[Link, ...]:
    """Every decision of a campaign in the order it was made; ``CARRIED_FILE`` holds those of the years before.

    Raises:
        BadInputError: a line that is no decision; names it.
    """
    path = paths.records / name
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_parse(path, number, line) for number, line in enumerate(lines, start=1) if line.strip())


def carry_decisions(before: CampaignPaths, now: CampaignPaths) -> None:
    """Keep what was decided in an earlier campaign, and before it, where the next one proposes by it."""
    links = (*load_decisions(before, name=CARRIED_FILE), *load_decisions(before))
    if links:
        write_text(now.records / CARRIED_FILE, "".join(_LINK.dump_json(link).decode() + "\n" for link in links))


def load_links(paths: CampaignPaths, unit: str) -> Links:
    """The decisions on one unit's files that stand."""
    return build_links(load_decisions(paths), unit=unit)


def append_decisions(paths: CampaignPaths, links: Sequence[Link]) -> None:
    """Add decisions at the end; nothing is made when there are none.

    The file is replaced whole, so a full disk or a power cut leaves no half line. The caller holds the campaign's lock.
    """
    if links:
        path = paths.records / LINKS_FILE
        old = read_bytes(path) if path.exists() else b""
        write_bytes(path, old + b"".join(_LINK.dump_json(link) + b"\n" for link in links))


def _parse(path: Path, number: int, line: str) -> Link:
    try:
        return _LINK.validate_json(line)
    except ValidationError as error:
        raise BadInputError(
            f"{path.name}:{number}: dòng không phải một quyết định; khôi phục tệp từ bản lưu."
        ) from error
