"""The shelf of packages: ``records/packages/<name>.json``, and the parts in a folder of that name.

A package exists from the moment its folder has its name; the folder is prepared beside it and renamed whole, with its
record beside its parts (``phieu-goi.json``). The copy of the record in ``records/packages`` is written next; where an
interruption came between the two, the next run writes it.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.archive.province.lists import write_items
from dossier.archive.province.manifest import compose_sums, hash_pieces, parse_record, record_json
from dossier.archive.province.model import SUMS, PartFile, Record
from dossier.archive.province.verify import verify_package
from dossier.bags import write_bag
from dossier.bags.profile import PACKAGE, profile_label
from dossier.errors import DamagedError, RefusedError
from dossier.files import hash_file, long_path, read_bytes, staged_folder, write_bytes
from dossier.problems import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.archive.province.plan import PackagePlan
    from dossier.problems import Progress

OWN_RECORD = "phieu-goi.json"
_STAGED = ".dang-ghi-"


@dataclass(frozen=True, slots=True)
class PackageShelf:
    """Where packages and their records are kept.

    Attributes:
        records: ``records/packages`` of the campaign.
        root: where the packages lie; the same folder unless the user named another.
        stem: what every name begins with.
    """

    records: Path
    root: Path
    stem: str

    def load(self) -> tuple[Record, ...]:
        """Every record, oldest first.

        Raises:
            BadInputError: a record is not as Dossier wrote it.
        """
        found = ((_number(path.stem, self.stem), path) for path in self.records.glob(f"{self.stem}-*.json"))
        paths = (path for number, path in sorted(found) if number)
        return tuple(parse_record(read_bytes(path), path.name) for path in paths)

    def next_name(self) -> str:
        """The name of the next package: one more than any record or folder there is."""
        names = [path.stem for path in self.records.glob(f"{self.stem}-*.json")]
        names += [path.name for path in self.root.glob(f"{self.stem}-*")]
        return f"{self.stem}-{max((_number(name, self.stem) for name in names), default=0) + 1:02d}"

    def settle(self) -> None:
        """Clear away what an interrupted run left, and write the records of packages that were left without."""
        for folder in (self.root, self.records):
            for path in folder.glob(f"{_STAGED}*-{self.stem[:40]}*"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in sorted(self.root.glob(f"{self.stem}-*/{OWN_RECORD}")):
            record = parse_record(read_bytes(path), f"{path.parent.name}/{path.name}")
            target = self.records / f"{record.name}.json"
            if record.name == path.parent.name and not target.exists():
                write_bytes(target, record_json(record))

    def find_same(self, inputs: str) -> Record | None:
        """The last package, when it was made from the same inputs and its parts are as they were written."""
        last = next(reversed(self.load()), None)
        return last if last and last.inputs == inputs and is_whole(last, self.root / last.name) else None

    def put(self, plan: PackagePlan, *, who: str, progress: Progress) -> Record:
        """Write a package: staged, verified, then given its name; nothing is ever overwritten.

        Raises:
            RefusedError: that name is there; a file changed since it was read.
            DamagedError: what was written does not verify.
        """
        name = plan.layout.name
        target = self.root / name
        if target.exists() or (self.records / f"{name}.json").exists():
            raise RefusedError(f"Đã có gói {name}, không ghi đè.")
        self.records.mkdir(parents=True, exist_ok=True)
        with staged_folder(target) as folder:
            record = _write(plan, folder, shown=target, who=who, progress=progress)
        write_bytes(self.records / f"{name}.json", record_json(record))
        return record


def _number(name: str, stem: str) -> int:
    found = re.fullmatch(rf"{re.escape(stem)}-(\d+)", name)
    return int(found[1]) if found else 0


def is_whole(record: Record, folder: Path) -> bool:
    """Whether every part is there and has the bytes it was written with."""
    return all(_stamp(folder / part.file) == (part.size, part.sha256) for part in record.parts)


def _stamp(part: Path) -> tuple[int, str]:
    """Size and SHA-256 of a ZIP; of a folder those of all it holds, by path."""
    if part.is_file():
        return long_path(part).stat().st_size, hash_file(part)
    files = sorted(path for path in part.rglob("*") if path.is_file())
    sums = compose_sums((path.relative_to(part).as_posix(), hash_file(path)) for path in files)
    return sum(path.stat().st_size for path in files), hash_pieces(sums)


def _write(plan: PackagePlan, folder: Path, *, shown: Path, who: str, progress: Progress) -> Record:
    for number, name in enumerate(plan.parts, start=1):
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            write_bag(
                folder / name,
                write_items(plan, number, Path(scratch)),
                info=_info(plan, number),
                progress=progress,
            )
    _prove(folder, progress)
    stamps = [(name, *_stamp(folder / name)) for name in plan.parts]
    layout = plan.layout
    record = Record(
        name=layout.name,
        code=layout.code,
        files=plan.files,
        bytes=plan.size,
        manifest_sha256=layout.manifest_sha256,
        inputs=plan.inputs,
        parts=tuple(PartFile(*stamp) for stamp in stamps),
        folder=str(shown),
        made_at=layout.made_at,
        who=who,
    )
    if (folder / plan.parts[0]).is_file():
        (folder / SUMS).write_bytes(b"".join(compose_sums((name, sha256) for name, _, sha256 in stamps)))
    (folder / OWN_RECORD).write_bytes(record_json(record))
    return record


def _prove(folder: Path, progress: Progress) -> None:
    faults = [
        problem
        for report in verify_package(folder, progress=progress)
        for problem in report.problems
        if problem.severity is Severity.ERROR
    ]
    if faults:
        raise DamagedError("Gói vừa ghi không khớp khi tự kiểm tra, đã bỏ.", problems=faults)


def _info(plan: PackagePlan, number: int) -> Sequence[tuple[str, str]]:
    heading, layout = plan.manifest.heading, plan.layout
    return (
        ("Source-Organization", heading.sender),
        ("External-Description", f"{heading.title}: hồ sơ gửi {heading.receiver}"),
        ("Bagging-Date", f"{layout.made_at:%Y-%m-%d}"),
        ("External-Identifier", f"{heading.campaign}/{layout.name}"),
        profile_label(PACKAGE),
        ("Bag-Group-Identifier", layout.name),
        ("Bag-Count", f"{number} of {len(plan.parts)}"),
        ("Dossier-Package", layout.code),
        ("Dossier-Year", str(heading.year)),
        ("Dossier-Content", layout.manifest_sha256),
        ("Dossier-Rules", str(heading.rules)),
    )
