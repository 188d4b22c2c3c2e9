"""What enters a province package because it was issued: the signed papers, and the tables that they bear out.

Council papers, and the communes' points, ranks and grades, enter only from issued documents
(``records/ban-hanh.json``); the sender's own paper that is not signed is a draft and marked as one.
"""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive.province import Piece, Section, State
from dossier.archive.province.rules import FIGURES
from dossier.documents import CATALOGUE
from dossier.documents.formcheck.read import read_form
from dossier.files import hash_file, long_path, read_bytes, sha256_hex
from dossier.pdf.reading import read_text
from dossier.pipeline.issue import built_paper, kept_copy, load_issued
from dossier.pipeline.results import make_results
from dossier.problems import Problem, Where
from dossier.report.results import results_json
from dossier.report.results_xlsx import write_results
from dossier.scoring.tally import Basis
from dossier.text import official_decimal, short_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.campaign import Unit
    from dossier.pipeline.issue import Issued
    from dossier.pipeline.run import Run
    from dossier.scoring.results import Results

COMMUNES = "xa"  # the level of a criteria set for communes
# What the council of a year issues, in the order of the work.
_COUNCIL = ("D01", "D16", "D02", "D08", "D09", "D10", "D11", "D12")
_OF_UNIT = ("D05", "D06", "D07")
_FIGURE = re.compile(r"\d[\d.,]*")
_DIGITS = 2  # decimals of a published total, as the ranking annex prints it


# --- one piece ------------------------------------------------------------------------------------


def file_piece(section: Section, title: str, state: State, path: Path, name: str, **more: object) -> Piece:
    """A file of the disk, hashed now."""
    size = long_path(path).stat().st_size
    return Piece(section, title, state, name, path, hash_file(path), size, **more)  # type: ignore[arg-type]  # unit, codes, note


def data_piece(section: Section, title: str, state: State, data: bytes, name: str, **more: object) -> Piece:
    """A file made in memory."""
    return Piece(section, title, state, name, data, sha256_hex(data), len(data), **more)  # type: ignore[arg-type]  # as above


def _issued(run: Run, issued: Issued, section: Section, folder: str = "") -> Piece:
    kind, kept = CATALOGUE[issued.doc], kept_copy(run.paths, issued)
    told = f"số {issued.number}" if issued.number else "phụ lục"
    note = f"{told}, ngày {short_date(issued.date)}" if issued.date else told
    unit = issued.unit if kind.of_unit else ""
    name = f"{folder}{issued.doc}-{Path(kind.output).stem}{kept.suffix}"
    return file_piece(section, kind.title, State.ISSUED, kept, name, unit=unit, note=note)


def paper_pieces(run: Run, code: str, unit: Unit | None, section: Section) -> Iterator[Piece]:
    """The issued paper; else the draft as DOCX and PDF; else that there is none."""
    kind, unit_id = CATALOGUE[code], unit.id if unit else ""
    folder = f"{unit_id}/" if unit_id else ""
    issued = load_issued(run.paths).get((code, unit_id))
    if issued:
        yield _issued(run, issued, section, folder)
        return
    docx = run.paths.papers(unit_id) / kind.output if unit_id else built_paper(run.paths, kind, unit)
    drafts = [path for path in (docx.with_suffix(".pdf"), docx) if path.is_file()]
    for path in drafts:
        yield file_piece(section, kind.title, State.DRAFT, path, f"{folder}{code}-{path.name}", unit=unit_id)
    if not drafts:
        how = f"lập bằng «dossier build {unit_id} --only {code}»".replace("  ", " ")
        yield Piece(section, kind.title, State.ABSENT, unit=unit_id, todo=how)


def report_code(run: Run, unit: Unit) -> str:
    """D14 reports for a district or province; D03 where only that was made or issued, and for everybody else."""
    if run.criteria.level == COMMUNES:
        return "D03"
    issued = load_issued(run.paths)
    there = (code for code in ("D14", "D03") if (code, unit.id) in issued)
    made = (code for code in ("D14", "D03") if built_paper(run.paths, CATALOGUE[code], unit).is_file())
    return next(there, None) or next(made, "D14")


# --- what was decided -----------------------------------------------------------------------------


def decided_pieces(run: Run | None) -> tuple[list[Piece], tuple[Problem, ...]]:
    """Council papers and results of the communes, as far as they were issued."""
    if run is None:
        todo = "nêu kỳ đánh giá cấp xã: thêm --communes THƯ_MỤC"
        sections = (Section.COUNCIL, Section.RESULTS)
        return [Piece(section, "Kết quả đánh giá cấp xã", State.NOT_ISSUED, todo=todo) for section in sections], ()
    issued = load_issued(run.paths)
    pieces: list[Piece] = []
    for code in _COUNCIL:
        # Minutes of later meetings are registered as «lan-2», «lan-3».
        keys = [key for key in issued if key[0] == code]
        pieces += [_issued(run, issued[key], Section.COUNCIL) for key in keys]
        if not keys:
            pieces.append(Piece(Section.COUNCIL, CATALOGUE[code].title, State.NOT_ISSUED))
    for code in _OF_UNIT:
        held = [(code, unit.id) for unit in run.campaign.units if (code, unit.id) in issued]
        pieces += [_named(run, _issued(run, issued[key], Section.COUNCIL, f"{key[1]}/")) for key in held]
        lacking = len(run.campaign.units) - len(held)
        if code == "D07" and lacking:
            title = f"{CATALOGUE[code].title} của {lacking} đơn vị"
            pieces.append(Piece(Section.COUNCIL, title, State.NOT_ISSUED))
    results, problems = _commune_results(run, issued.get(("D11", "")))
    return [*pieces, *results], problems


def _named(run: Run, piece: Piece) -> Piece:
    unit = next(unit for unit in run.campaign.units if unit.id == piece.unit)
    return replace(piece, title=f"{piece.title}: {unit.short}")


def _commune_results(run: Run, approval: Issued | None) -> tuple[list[Piece], tuple[Problem, ...]]:
    title = "Bảng kết quả, xếp hạng, xếp loại cấp xã"
    if approval is None:
        return [Piece(Section.RESULTS, title, State.NOT_ISSUED, note="chưa có Quyết định phê duyệt (D11)")], ()
    results = make_results(run)
    told = f"theo Quyết định số {approval.number}"
    fault = "" if results.complete else "điểm trong kỳ đánh giá hiện chưa đủ"
    fault = fault or _disagreement(results, kept_copy(run.paths, approval))
    if fault:
        problem = FIGURES.at(Where(path=approval.name), f"Không kèm bảng kết quả: {fault}.")
        return [Piece(Section.RESULTS, title, State.NOT_ISSUED, note=f"{told}: {fault}")], (problem,)
    return _result_files(results, title, State.ISSUED, "ket-qua-cap-xa", told), ()


def _disagreement(results: Results, paper: Path) -> str:
    """Why a paper does not bear these results; empty when every unit's points and index stand in it."""
    figures = _figures(paper)
    if not figures:
        return "Quyết định là bản quét, không so được số; bảng kèm theo Quyết định là căn cứ"
    for unit in results.units:
        wanted = {official_decimal(unit.total), official_decimal(unit.total, places=_DIGITS)}
        if unit.index_text not in figures or not wanted & figures:
            return f"điểm, chỉ số của {unit.tally.name} trong Quyết định khác bảng hiện tính"
    return ""


def _figures(paper: Path) -> frozenset[str]:
    """Every number in a PDF or DOCX, as printed; none for a scan."""
    if paper.suffix == ".docx":
        text = "\n".join(line.text for line in read_form(read_bytes(paper), name=paper.name).lines)
    else:
        text = "\n".join(read_text(paper))
    return frozenset(found.rstrip(".,") for found in _FIGURE.findall(text))


def own_results(run: Run) -> Iterator[Piece]:
    """The sender's own points as it scored itself; a draft until its report bears the total."""
    results = make_results(run, basis=Basis.SELF)
    issued = load_issued(run.paths)
    reports = {unit.id: issued.get((report_code(run, unit), unit.id)) for unit in run.campaign.units}
    stands = all(
        (report := reports[unit.tally.unit]) and official_decimal(unit.total) in _figures(kept_copy(run.paths, report))
        for unit in results.units
    )
    state = State.DOCUMENT if stands else State.DRAFT
    note = "theo báo cáo đã ban hành" if stands else "theo biểu tự chấm, báo cáo chưa ban hành"
    yield from _result_files(results, "Bảng điểm tự chấm", state, "tu-cham-diem", note)


def _result_files(results: Results, title: str, state: State, stem: str, note: str) -> list[Piece]:
    with tempfile.TemporaryDirectory(prefix="dossier-") as scratch:
        target = Path(scratch) / f"{stem}.xlsx"
        write_results(target, results)
        book = read_bytes(target)
    return [
        data_piece(Section.RESULTS, title, state, book, f"{stem}.xlsx", note=note),
        data_piece(Section.RESULTS, f"{title} (JSON)", state, results_json(results), f"{stem}.json", note=note),
    ]
