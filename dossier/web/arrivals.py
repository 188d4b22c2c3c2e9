"""What was uploaded to be taken in, kept in the cache from the upload until the job that takes it in is over."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossier.errors import BadInputError
from dossier.files import long_path, safe_inside
from dossier.pipeline.drop import safe_name
from dossier.pipeline.received import shelf_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import IO

    from dossier.campaign import CampaignPaths, Unit
    from dossier.pipeline.run import Run

_FOLDER = "tiep-nhan"
_CHUNK = 1 << 20


def keep_arrival(paths: CampaignPaths, name: str, content: IO[bytes], *, wanted: Iterable[str]) -> str:
    """Put an upload aside under its own safe name; the word by which ``open_arrival`` finds it again.

    Uploads of jobs that never ran to an end are cleared away, but not those still ``wanted``.
    """
    root = paths.cache / _FOLDER
    root.mkdir(parents=True, exist_ok=True)
    kept = {word.partition("/")[0] for word in wanted}
    for folder in root.iterdir():
        if folder.name not in kept:
            shutil.rmtree(folder, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=root))
    path = folder / safe_name(name)
    with long_path(path).open("wb") as out:
        shutil.copyfileobj(content, out, _CHUNK)
    return f"{folder.name}/{path.name}"


@contextmanager
def open_arrival(run: Run, given: Mapping[str, Any], unit: Unit | None) -> Iterator[Path]:
    """The upload ``given["tep"]``, gone afterwards; or the unit's own submission number ``given["lan"]``.

    Raises:
        BadInputError: it is not there any more.
    """
    if unit and "lan" in given:
        yield shelf_of(run, unit, received=False).package(given["lan"])
        return
    path = safe_inside(run.paths.cache / _FOLDER, str(given.get("tep", "-")))
    if not path.is_file():
        raise BadInputError("Tệp đưa lên không còn (máy đã khởi động lại hoặc thư mục .dossier bị xóa): đưa lên lại.")
    try:
        yield path
    finally:
        shutil.rmtree(path.parent, ignore_errors=True)
