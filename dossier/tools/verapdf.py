"""veraPDF, where it is installed: the open PDF/A validator of the PDF Association."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from dossier.errors import ToolFailedError
from dossier.files import long_path
from dossier.tools.probe import ToolProbe

_PROBE = ToolProbe(name="veraPDF", programs=("verapdf", "verapdf.bat"), version_pattern=r"veraPDF\D*(\d+(?:\.\d+)+)")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Verapdf:
    """An installed veraPDF."""

    program: Path
    version: str

    def __str__(self) -> str:
        return f"veraPDF {self.version}"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What veraPDF says of one file.

    Attributes:
        passed: no rule of the level failed.
        failed: clauses of ISO 19005 with a failed rule, such as ``6.2.11.4.1``; at most 20.
    """

    passed: bool
    failed: tuple[str, ...]


def find_verapdf() -> Verapdf | None:
    """The veraPDF on PATH, or None when there is none that runs."""
    program = _PROBE.find()
    version = _PROBE.version(program) if program else None
    return Verapdf(program, version) if program and version else None


def check_by_verapdf(verapdf: Verapdf, path: Path, *, level: str = "2b", timeout: float = 600.0) -> Verdict:
    """Check a file against a level of PDF/A (``2b``, ``3b``).

    Raises:
        ToolFailedError: no verdict came within ``timeout`` seconds.
    """
    command: list[str | Path] = [verapdf.program, "--flavour", level, "--format", "xml", long_path(path)]
    try:
        answer = subprocess.run(  # noqa: S603 - found program, our arguments
            command,
            capture_output=True,
            check=False,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
        )
        report = etree.fromstring(answer.stdout, etree.XMLParser(resolve_entities=False, no_network=True))
    except (OSError, subprocess.TimeoutExpired, etree.XMLSyntaxError) as error:
        raise ToolFailedError(f"veraPDF không kiểm được {path.name}: {error}.") from error
    verdict = report.find(".//validationReport")
    if verdict is None:
        raise ToolFailedError(f"veraPDF không kiểm được {path.name}.")
    failed = dict.fromkeys(rule.get("clause", "") for rule in verdict.iterfind(".//rule[@status='failed']"))
    return Verdict(verdict.get("isCompliant") == "true", tuple(failed)[:_SHOWN])
