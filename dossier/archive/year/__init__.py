"""The year archive: files with retention, inventories, metadata of Nghị định 30/2020, PDF/A copies, one bag."""

from typing import TYPE_CHECKING

from dossier.archive.year.model import ArchivePlan
from dossier.archive.year.rules import RULES
from dossier.doors import lazy_door

if TYPE_CHECKING:
    from dossier.archive.year.copies import make_copies
    from dossier.archive.year.plan import add_copies, plan_archive
    from dossier.archive.year.table import load_file_plan
    from dossier.archive.year.write import ArchiveShelf, write_archive

__all__ = [
    "RULES",
    "ArchivePlan",
    "ArchiveShelf",
    "add_copies",
    "load_file_plan",
    "make_copies",
    "plan_archive",
    "write_archive",
]
__getattr__ = lazy_door(
    __name__,
    {
        "copies": ("make_copies",),
        "plan": ("add_copies", "plan_archive"),
        "table": ("load_file_plan",),
        "write": ("ArchiveShelf", "write_archive"),
    },
)
