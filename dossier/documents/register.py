"""``records/van-ban.json``: the number and date each paper was given, entered once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, ValidationError

from dossier.documents.paper import Registration
from dossier.errors import BadInputError
from dossier.files import read_bytes, write_text
from dossier.yamlfile import Model

if TYPE_CHECKING:
    from pathlib import Path

REGISTER_FILE = "van-ban.json"


class RegisteredPaper(Model):
    """One paper with its number.

    Attributes:
        code: of the catalogue: ``D11``.
        unit: id of the unit of a paper that each unit has; ``lan-2`` for the minutes of a second meeting.
    """

    code: Annotated[str, Field(pattern=r"^D\d{2}$")]
    unit: str = ""
    number: Annotated[int, Field(ge=1, le=99_999)]
    date: dt.date

    @property
    def key(self) -> str:
        """As ``Book.registrations`` has it."""
        return f"{self.code}/{self.unit}" if self.unit else self.code


class PaperRegister(Model):
    """The whole file."""

    schema_: Annotated[Literal[1], Field(alias="schema")] = 1
    papers: tuple[RegisteredPaper, ...] = ()

    def with_paper(self, paper: RegisteredPaper) -> PaperRegister:
        """With a paper added, or its number replaced."""
        others = tuple(one for one in self.papers if one.key != paper.key)
        return PaperRegister(papers=tuple(sorted((*others, paper), key=lambda one: one.key)))

    @property
    def registrations(self) -> dict[str, Registration]:
        """Number and date by code or ``code/unit``."""
        return {one.key: Registration(one.number, one.date) for one in self.papers}


def load_register(path: Path) -> PaperRegister:
    """The register; empty when there is no file.

    Raises:
        BadInputError: the file cannot be read.
    """
    if not path.is_file():
        return PaperRegister()
    try:
        return PaperRegister.model_validate_json(read_bytes(path))
    except ValidationError as error:
        raise BadInputError(
            f"records/{path.name}: không đọc được sổ số văn bản ({error.error_count()} chỗ sai)."
        ) from error


def write_register(path: Path, register: PaperRegister) -> None:
    """Write the register whole."""
    write_text(path, register.model_dump_json(by_alias=True, indent=2) + "\n")
