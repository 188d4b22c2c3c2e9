"""Pages once made are kept by the content of the file they were made from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from dossier.files import staged_file, write_bytes
from dossier.pdf.model import Conversion

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.problems import Where

_CONVERSION = TypeAdapter(Conversion)


class PageStore:
    """A folder of converted pages; deleting it costs time and nothing else.

    Args:
        folder: made when first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, key: str, target: Path, *, where: Where) -> Conversion | None:
        """Write the kept pages of ``key`` to ``target``; None when there are none.

        ``where`` is the place of the problems told again: equal files may lie in several places.
        """
        pages, record = self._paths(key)
        try:
            kept = _CONVERSION.validate_json(record.read_bytes())
            with staged_file(target) as staging:
                shutil.copyfile(pages, staging)
        except (OSError, ValidationError):
            return None
        problems = tuple(replace(problem, where=replace(where, cell=problem.where.cell)) for problem in kept.problems)
        return replace(kept, target=target, problems=problems)

    def put(self, key: str, made: Conversion) -> None:
        """Keep the pages of a conversion that has some."""
        if made.target is None:
            return
        pages, record = self._paths(key)
        with staged_file(pages) as staging:
            shutil.copyfile(made.target, staging)
        write_bytes(record, _CONVERSION.dump_json(replace(made, target=None)))

    def _paths(self, key: str) -> tuple[Path, Path]:
        folder = self._folder / key[:2]
        return folder / f"{key}.pdf", folder / f"{key}.json"
