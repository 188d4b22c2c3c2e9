"""``dossier templates``: what templates there are, what is wrong with one, a copy to change, what it looks like."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dossier.documents import CATALOGUE
from dossier.documents.archive_papers import EVERY_KIND
from dossier.documents.foreign import TemplateReport, check_template
from dossier.documents.render import find_template, render_document
from dossier.documents.specimen import build_specimen
from dossier.errors import BadInputError, RefusedError
from dossier.files import read_bytes, write_bytes
from dossier.pdf import Engine, PdfSession, convert_docx
from dossier.report.tables import Table
from dossier.resources import shipped
from dossier.text import fold
from dossier.tools import find_soffice

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dossier.documents.catalogue import DocumentKind


def build_template_table(overrides: Path | None) -> Table:
    """One row a kind of paper: where its template comes from."""
    rows = tuple(_row(kind, overrides) for kind in EVERY_KIND.values())
    return Table("Mẫu văn bản", ("Mã", "Văn bản", "Mẫu", "Đang dùng"), rows)


def _row(kind: DocumentKind, overrides: Path | None) -> tuple[str, ...]:
    own = overrides is not None and find_template(kind, overrides=overrides).parent == overrides
    return kind.code, kind.title, kind.template, "mẫu riêng trong mau/" if own else "mẫu gốc"


def check_template_file(path: Path, *, context: Path | None = None) -> TemplateReport:
    """Every fault seen before rendering; a file named as a shipped template is held against that paper's fields.

    Raises:
        BadInputError: the context is no JSON object.
    """
    known = next((kind.context for kind in EVERY_KIND.values() if kind.template == path.name), None)
    data = _load_context(context) if context else None
    return check_template(read_bytes(path), name=path.name, known=None if context else known, context=data)


def _load_context(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(read_bytes(path).decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadInputError(f"{path.name}: không phải JSON ({error}).") from error
    if not isinstance(data, dict):
        raise BadInputError(f"{path.name}: số liệu phải là một đối tượng JSON {{…}}.")
    return data


def eject_template(name: str, overrides: Path) -> Path:
    """Copy a shipped template into ``mau/`` to be changed there.

    Raises:
        BadInputError: no such template.
        RefusedError: there is one already; a person's work is never overwritten.
    """
    kind = find_kind(name, among=EVERY_KIND)
    target = overrides / kind.template
    if target.exists():
        raise RefusedError(f"{target} đã có: đổi tên hoặc chuyển đi nơi khác trước khi lấy lại mẫu gốc.")
    write_bytes(target, read_bytes(shipped("templates") / kind.template))
    return target


def preview_template(name: str, folder: Path, *, overrides: Path | None = None) -> tuple[Path, Path]:
    """The template filled with specimen words, as DOCX and PDF in ``folder``; a file a person edited is kept."""
    kind = find_kind(name, among=EVERY_KIND)
    target = folder / f"xem-thu-{kind.template}"
    rendered = render_document(kind, build_specimen(kind), target, overrides=overrides)
    pdf = target.with_suffix(".pdf")
    with PdfSession(soffice=find_soffice()) as session:
        convert_docx(rendered.path, pdf, session=session, engine=Engine.AUTO)
    return rendered.path, pdf


def find_kind(name: str, *, among: Mapping[str, DocumentKind] = CATALOGUE) -> DocumentKind:
    """The kind of a code (``D03``) or of a template's file name.

    Raises:
        BadInputError: none; lists the codes.
    """
    key = fold(name)
    for kind in among.values():
        if key in {fold(kind.code), kind.template, kind.template.removesuffix(".docx")}:
            return kind
    raise BadInputError(f"Không có văn bản «{name}». Các mã: {', '.join(among)}.")
