"""The build record: what a bundle was made of and by what, beside it as JSON. No clock: equal input, equal bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from dossier import __version__
from dossier.bundle import rules
from dossier.bundle.model import INDEX_CODE, PartKind, PdfPages, Repeat
from dossier.bundle.originals import FOLDER, Original
from dossier.bundle.write import PRODUCER, Written
from dossier.files import hash_file, write_text
from dossier.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.bundle.model import BundleEntry, BundlePlan
    from dossier.intake.model import EvidenceIndex
    from dossier.pdf import Conversion
    from dossier.problems import Problem

RECORD = "bo-ho-so.json"
_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Record:
    """What is believed of an earlier build.

    Attributes:
        files: their hashes, by path relative to the record.
        body: all that the record says.
    """

    files: Mapping[str, str]
    body: Mapping[str, Any]

    @classmethod
    def of(cls, body: Any) -> Record:
        """From the JSON of a record.

        Raises:
            ValueError: a name that leads out of the folder; stale files are deleted by these names.
        """
        names = [str(item["file"]) for item in (*body["volumes"], *body["originals"])]
        if any(set(name) & {"/", "\\"} or name in {"", ".", ".."} for name in names):
            raise ValueError(f"not plain file names: {names}")
        volumes = {str(item["file"]): str(item["sha256"]) for item in body["volumes"]}
        originals = {f"{FOLDER}/{item['file']}": str(item["sha256"]) for item in body["originals"]}
        return cls({**volumes, **originals}, body)

    @property
    def volumes(self) -> tuple[str, ...]:
        """The bundle files."""
        return tuple(name for name in self.files if "/" not in name)

    @property
    def supplements(self) -> int:
        """How many times documents were added at the end."""
        return sum(part["kind"] == PartKind.INDEX and part["code"] != INDEX_CODE for part in self.body["parts"])


def write_record(
    target: Path,
    plans: Sequence[BundlePlan],
    *,
    written: Sequence[Written],
    originals: Sequence[Original],
    index: EvidenceIndex,
    conversions: Mapping[str, Conversion],
    choice: Mapping[str, Any],
) -> Record:
    """Write the record of a bundle; ``choice`` is what the user asked for."""
    return _write(target, _body(plans, written, originals, index, conversions) | {"choice": dict(choice)})


def extend_record(
    target: Path,
    earlier: Record,
    plan: BundlePlan,
    *,
    written: Written,
    originals: Sequence[Original],
    index: EvidenceIndex,
    conversions: Mapping[str, Conversion],
) -> Record:
    """Write the record of a bundle that was extended: what the earlier one says, and what ``plan`` adds.

    ``originals`` are all of them, the earlier ones too.
    """
    was, new = earlier.body, _body([plan], [written], originals, index, conversions)
    engines = sorted({*was["engines"], *new["engines"]})
    volumes = [*was["volumes"][:-1], *new["volumes"]]
    rows = {key: [*was[key], *new[key]] for key in ("parts", "repeats")}
    return _write(target, {**was, **rows, "engines": engines, "volumes": volumes, "originals": new["originals"]})


def _write(target: Path, body: Mapping[str, Any]) -> Record:
    write_text(target, json.dumps(body, ensure_ascii=False, indent=1) + "\n")
    return Record.of(body)


def _body(
    plans: Sequence[BundlePlan],
    written: Sequence[Written],
    originals: Sequence[Original],
    index: EvidenceIndex,
    conversions: Mapping[str, Conversion],
) -> dict[str, Any]:
    hashes = {file.path: file.sha256 for file in index.files}
    return {
        "schema": _SCHEMA,
        "program": f"Dossier {__version__}",
        "producer": PRODUCER,
        "unit": index.unit,
        "title": plans[0].title,
        "engines": sorted({made.engine for made in conversions.values() if made.engine}),
        "volumes": [
            {"file": item.path.name, "pages": item.pages, "bytes": item.size, "sha256": item.sha256} for item in written
        ],
        "parts": [row for plan in plans for row in _parts(plan, hashes, conversions)],
        "repeats": [
            {
                "code": entry.code,
                "source": entry.source,
                "sha256": hashes.get(entry.source),
                "place": [str(heading) for heading in entry.place],
            }
            for entry in plans[0].entries
            if isinstance(entry.content, Repeat)
        ],
        "ignored": list(plans[0].ignored),
        "originals": [asdict(item) for item in originals],
    }


def _parts(
    plan: BundlePlan, hashes: Mapping[str, str | None], conversions: Mapping[str, Conversion]
) -> Iterator[dict[str, Any]]:
    entries: dict[str, BundleEntry] = {}
    for entry in plan.entries:
        entries.setdefault(entry.code, entry)
    for part in plan.parts[len(plan.kept) :]:
        row: dict[str, Any] = {
            "volume": plan.volume,
            "code": part.code,
            "title": part.title,
            "kind": part.kind.value,
            "first": part.first,
            "last": part.last,
        }
        found = entries.get(part.code)
        if found is not None and found.source:
            conversion = conversions.get(found.source)
            row["source"] = found.source
            row["sha256"] = hashes.get(found.source)
            row["engine"] = conversion.engine if conversion else ""
            row["signed"] = found.signed
        elif isinstance(part.content, PdfPages):
            row["sha256"] = hash_file(part.content.pdf)
        if isinstance(part.content, PdfPages) and (part.content.blank or part.content.dropped):
            row["blank"] = list(part.content.blank)
            row["dropped"] = list(part.content.dropped)
        yield row


def read_record(path: Path) -> Record | None:
    """The files of an earlier build; None when there is no record that can be read."""
    try:
        return Record.of(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def is_intact(record: Record, folder: Path) -> bool:
    """Whether every file of a build is there as it was made."""
    return all(
        (folder / name).is_file() and hash_file(folder / name) == digest for name, digest in record.files.items()
    )


def check_record(bundle: Path) -> tuple[Problem, ...] | None:
    """Compare a bundle and the signed originals beside it with the record beside it; None without one.

    A bundle that was signed after it was made differs from its record: that is told and is no damage.
    """
    record = read_record(bundle.with_name(RECORD))
    if record is None or bundle.name not in record.volumes:
        return None
    return tuple(_differences(record, bundle))


def _differences(record: Record, bundle: Path) -> Iterator[Problem]:
    if hash_file(bundle) != record.files[bundle.name]:
        yield rules.CHANGED_SINCE.at(Where(path=bundle.name), "Tệp khác lúc lập.")
    for name, digest in record.files.items():
        if name in record.volumes:
            continue
        file = bundle.parent / name
        if not file.is_file():
            yield rules.ORIGINAL.at(Where(path=name), "Thiếu bản gốc ký số kèm theo.")
        elif hash_file(file) != digest:
            yield rules.ORIGINAL.at(Where(path=name), "Bản gốc ký số kèm theo đã bị đổi.")
