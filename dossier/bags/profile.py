"""Our published BagIt profiles, and whether a bag keeps to the one it names."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from dossier.bags import rules
from dossier.problems import Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dossier.bags.model import BagReport
    from dossier.problems import Problem

_LABEL = "BagIt-Profile-Identifier"
_FAMILY = "urn:dossier-cchc:bagit-profile:"


# What a bag of Dossier's can be; the files are ``profiles/<kind>-1.json``.
SUBMISSION, PACKAGE = "nop-ho-so", "goi-ho-so"
_KINDS = (SUBMISSION, PACKAGE)


@cache
def load_profile(kind: str) -> dict[str, Any]:
    """The profile of a submission or of a package for the superior council, as published (BagIt Profiles 1.4.0)."""
    text = files("dossier.bags").joinpath(f"profiles/{kind}-1.json").read_text(encoding="utf-8")
    profile: dict[str, Any] = json.loads(text)
    return profile


def profile_label(kind: str) -> tuple[str, str]:
    """The line of ``bag-info.txt`` by which a bag names a profile."""
    return _LABEL, str(load_profile(kind)["BagIt-Profile-Info"][_LABEL])


def is_ours(report: BagReport) -> bool:
    """Whether a bag says that it is a submission of Dossier's."""
    return report.label(_LABEL) == profile_label(SUBMISSION)[1]


def named_profile(report: BagReport) -> dict[str, Any] | None:
    """Which of our profiles a bag names; None for none."""
    named = report.label(_LABEL)
    return next((load_profile(kind) for kind in _KINDS if profile_label(kind)[1] == named), None)


def find_unknown_profile(report: BagReport) -> Iterator[Problem]:
    """A profile of Dossier's family that this version does not know; a stranger's is not judged."""
    named = report.label(_LABEL)
    if named.startswith(_FAMILY) and named_profile(report) is None:
        yield _fault("bag-info.txt", f"Không biết hồ sơ mẫu «{named}»: gói do bản Dossier khác lập, hoặc ghi sai.")


def find_profile_faults(report: BagReport, profile: dict[str, Any]) -> Iterator[Problem]:
    """Where a bag does not keep to a profile."""
    if report.version not in profile["Accept-BagIt-Version"]:
        yield _fault("bagit.txt", f"Hồ sơ mẫu cần BagIt 1.0, gói ghi {report.version or 'không rõ'}.")
    yield from _find_label_faults(report, profile["Bag-Info"])
    yield from _find_manifest_faults("manifest", report.algorithms, profile, "Manifests")
    yield from _find_manifest_faults("tagmanifest", report.tag_algorithms, profile, "Tag-Manifests")
    for path in profile["Payload-Files-Required"]:
        if not any(path in hashes for hashes in report.hashes.values()):
            yield _fault(path, "Hồ sơ mẫu cần tệp này.")


def _find_manifest_faults(kind: str, present: Sequence[str], profile: dict[str, Any], key: str) -> Iterator[Problem]:
    for algorithm in sorted(set(profile[f"{key}-Required"]) - set(present)):
        yield _fault(f"{kind}-{algorithm}.txt", "Hồ sơ mẫu cần danh sách mã này.")
    for algorithm in sorted(set(present) - set(profile[f"{key}-Allowed"])):
        yield _fault(f"{kind}-{algorithm}.txt", "Hồ sơ mẫu không cho dùng thuật toán này.")


def _find_label_faults(report: BagReport, labels: dict[str, Any]) -> Iterator[Problem]:
    for label, wanted in labels.items():
        values = [value for name, value in report.info if name.casefold() == label.casefold()]
        if wanted["required"] and not any(values):
            yield _fault("bag-info.txt", f"Thiếu «{label}».")
        if len(values) > 1 and not wanted["repeatable"]:
            yield _fault("bag-info.txt", f"«{label}» ghi {len(values)} lần.")
        for value in values:
            if wanted.get("values") and value not in wanted["values"]:
                yield _fault("bag-info.txt", f"«{label}» là «{value}», không thuộc hồ sơ mẫu.")


def _fault(path: str, message: str) -> Problem:
    return rules.PROFILE.at(Where(path=path), message)
