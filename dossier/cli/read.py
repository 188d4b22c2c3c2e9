"""``dossier read``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from dossier.cli.options import ocr_option, quiet_option
from dossier.cli.vietnamese import VietnameseCommand
from dossier.errors import ExitCode

if TYPE_CHECKING:
    from dossier.pipeline.read import FileReading
    from dossier.readers.model import SignatureInfo

_NOT_CERTAIN = "–"


@click.command(cls=VietnameseCommand)
@click.argument("files", nargs=-1, required=True, metavar="TỆP...", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@ocr_option
@quiet_option
def read(files: tuple[Path, ...], *, as_json: bool, ocr: str, quiet: bool) -> int:
    """Đọc từng tệp: số, ngày, loại, cơ quan, chữ ký số, dấu đỏ và mọi điều cần chú ý; không cần kỳ đánh giá."""
    from dossier.cli.show import put, watch
    from dossier.pipeline.read import read_files, readings_json
    from dossier.readers.model import OcrMode

    with watch(quiet=quiet) as progress:
        readings = read_files(files, ocr=OcrMode(ocr), progress=progress)
    if as_json:
        put(readings_json(readings))
    else:
        for reading in readings.files:
            _show(reading)
    return ExitCode.OK if readings.complete else ExitCode.INCOMPLETE


def _show(reading: FileReading) -> None:
    from dossier.cli.show import show_table
    from dossier.report.tables import Table
    from dossier.text import short_date

    number = reading.number or f"({reading.number_state})"
    rows = [
        ("Loại tệp", reading.kind.value.upper()),
        ("Số trang", str(reading.pages or _NOT_CERTAIN)),
        ("Nguồn chữ", reading.text_source),
        ("Số", number),
        ("Ký hiệu", reading.symbol),
        ("Ngày ghi trên văn bản", short_date(reading.date) if reading.date else None),
        ("Loại văn bản", reading.type),
        ("Cơ quan ban hành", reading.issuer),
        ("Trích yếu", reading.subject),
        ("Năm nêu trong trích yếu", ", ".join(map(str, reading.subject_years))),
        ("Người ký", reading.signer),
        *(("Chữ ký số", _signature(signature)) for signature in reading.signatures),
        ("Dấu đỏ", reading.seal),
        *(
            (f"{problem.rule}, {problem.severity}", f"{problem.message} {problem.remedy}")
            for problem in reading.problems
        ),
    ]
    shown = tuple((name, str(value or _NOT_CERTAIN)) for name, value in rows)
    show_table(Table(reading.path, ("Mục", "Đọc được"), shown))


def _signature(signature: SignatureInfo) -> str:
    when = f" lúc {signature.signed_at:%H:%M %d/%m/%Y}" if signature.signed_at else ""
    whole = "phủ toàn tệp" if signature.whole else "có phần thêm sau khi ký"
    intact = {True: "nội dung khớp chữ ký", False: "NỘI DUNG ĐÃ BỊ SỬA", None: "chưa so được nội dung"}
    organisation = f" ({signature.organisation})" if signature.organisation else ""
    signer = signature.signer or "không rõ người ký"
    return f"{signer}{organisation}{when}; {whole}; {intact[signature.intact]}; {signature.certificate}"
