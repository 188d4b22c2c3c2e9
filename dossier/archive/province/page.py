"""``index.html``: one plain page without scripts; it opens from a disk and its links stay inside its part. Pure.

Composed by hand and escaped by ``html.escape``: the page is a list of tables, and its style is allowed by hash alone
(Content Security Policy), so that nothing a file is called can run.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import chain
from typing import TYPE_CHECKING

from dossier.archive.province.model import LAYOUT, MANIFEST, SUMS, Entry, Layout, Manifest, Section, State
from dossier.criteria.model import SAMPLE_BANNER
from dossier.packed import span
from dossier.text import code_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_STYLE = """
body{font:15px/1.5 "Segoe UI","Noto Sans",Arial,sans-serif;color:#1b1b1b;max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:2px solid #1f4e79}
h3{font-size:1.05rem;margin:1.6rem 0 .3rem}h4{font-size:1rem;margin:1.1rem 0 .3rem}
table{border-collapse:collapse;width:100%;table-layout:fixed}td{overflow-wrap:anywhere}
th:nth-child(1){width:3rem}th:nth-child(3){width:7rem}th:nth-child(4){width:17rem}th:nth-child(5){width:5.5rem}
th:nth-child(6){width:9.5rem}
th,td{border:1px solid #c8c8c8;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#eef3f8;font-weight:600}td.so{text-align:right;white-space:nowrap}
td.ma{font:12px/1.6 Consolas,"DejaVu Sans Mono",monospace}
.bao{background:#fff4ce;border:1px solid #d9a400;padding:.5rem .8rem;margin:.8rem 0;font-weight:600}
.du-thao{color:#9c2a00;font-weight:700}.chua{color:#6a6a6a;font-style:italic}
.nho{color:#4f4f4f;font-size:.9em;overflow-wrap:anywhere}code{overflow-wrap:anywhere}
a{color:#0b5394}dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:.5rem 0}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}ul.muc{columns:2;padding-left:1.2rem}
@media print{a{color:inherit;text-decoration:none}h2{break-after:avoid}tr{break-inside:avoid}}
@media(max-width:40rem){ul.muc{columns:1}dl{grid-template-columns:1fr}table{display:block;overflow-x:auto}}
"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_HASH}'"
_MARKS = {State.DRAFT: "du-thao", State.NOT_ISSUED: "chua", State.ABSENT: "chua"}
_COLUMNS = ("STT", "Tài liệu", "Tình trạng", "Tệp", "Dung lượng", "SHA-256")
_MEGABYTE = 1_000_000
_KILOBYTE = 1_000


Line = tuple[Entry, int]


def build_index(manifest: Manifest, layout: Layout, parts: Sequence[int], *, part: int) -> Iterator[bytes]:
    """The index of the whole package as it lies in one part, UTF-8, line by line.

    Files of other parts are named, not linked. ``parts`` is the number of the part of each entry of the list, ``part``
    the one that the page lies in; 0 for every part.
    """
    page = _Page(manifest, layout, parts, part, *_survey(manifest, layout))
    for line in chain(page.top(), page.head(), page.contents(), page.sections(), _foot()):
        yield f"{line}\n".encode()


@dataclass(slots=True)
class _Sums:
    """What the page says of all files together.

    Attributes:
        files: by section; the letter and the checks are in no other sum.
    """

    files: Counter[Section] = field(default_factory=Counter)
    drafts: int = 0
    listed: int = 0
    size: int = 0

    def add(self, entry: Entry) -> None:
        """Count an entry."""
        self.files[entry.section] += bool(entry.path)
        self.drafts += entry.state is State.DRAFT


# Where the entries of a section and unit lie in the list: once in a row, as a rule.
_Runs = dict[tuple[Section, str], list[range]]


def _survey(manifest: Manifest, layout: Layout) -> tuple[_Sums, _Runs]:
    sums, runs = _Sums(), _Runs()
    for entry in layout.others:
        sums.add(entry)
    before = None
    for number, entry in enumerate(manifest.entries):
        sums.add(entry)
        sums.listed += bool(entry.path)
        sums.size += entry.size
        key = entry.section, entry.unit
        found = runs.setdefault(key, [])
        if key == before:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
        before = key
    return sums, runs


@dataclass(frozen=True, slots=True)
class _Page:
    """The package as it is seen from one part."""

    manifest: Manifest
    layout: Layout
    parts: Sequence[int]
    part: int
    sums: _Sums
    runs: _Runs

    def top(self) -> Iterator[str]:
        heading = self.manifest.heading
        yield '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8">'
        yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
        yield f"<title>{escape(f'{heading.title}: {heading.sender}')}</title>\n<style>{_STYLE}</style></head>\n<body>"

    def head(self) -> Iterator[str]:
        heading, layout = self.manifest.heading, self.layout
        yield f"<h1>Hồ sơ gửi {escape(heading.receiver)}</h1>"
        if heading.demo:
            yield f'<p class="bao">{escape(SAMPLE_BANNER)}</p>'
        rows = [*self._facts(), *((f"Bỏ qua quy tắc {rule}", why) for rule, why in heading.overrides.items())]
        yield "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows) + "</dl>"
        if self.sums.drafts:
            yield f'<p class="bao">Gói có {self.sums.drafts} tệp là DỰ THẢO, chưa ký, chưa cấp số.</p>'
        if len(layout.parts) > 1:
            yield "<p>Các phần: " + ", ".join(f"<code>{escape(name)}</code>" for name in layout.parts) + ".</p>"

    def _facts(self) -> Iterator[tuple[str, str]]:
        heading, layout, sums = self.manifest.heading, self.layout, self.sums
        yield "Kỳ đánh giá", f"{heading.title} ({heading.year})"
        yield "Cơ quan gửi", heading.sender
        yield "Mã gói", layout.code
        yield "SHA-256 của danh mục", layout.manifest_sha256
        yield "Lần lập", f"{layout.name}, {layout.made_at:%H:%M ngày %d/%m/%Y}"
        yield "Số tệp", f"{sums.listed} tệp, {_size(sums.size)}, chưa kể công văn và mục 08"
        if layout.parts and self.part:
            yield "Phần này", f"{self.part}/{len(layout.parts)}: {layout.parts[self.part - 1]}"
        yield "Bộ quy tắc kiểm tra", f"phiên bản {heading.rules}"

    def _lines(self, section: Section, unit: str | None = None) -> Iterator[Line]:
        """The entries of a section, of one unit or of all, each with the number of its part."""
        yield from ((entry, 0) for entry in self.layout.others if entry.section is section)
        wanted = (runs for key, runs in self.runs.items() if key[0] is section and unit in {None, key[1]})
        for run in sorted(chain.from_iterable(wanted), key=lambda run: run.start):
            yield from zip(span(self.manifest.entries, run), self.parts[run.start : run.stop], strict=False)

    def contents(self) -> Iterator[str]:
        yield '<ul class="muc">'
        for section in Section:
            yield f'<li><a href="#{section.value}">{escape(section.label)}</a> ({self.sums.files[section]} tệp)</li>'
        yield "</ul>"

    def sections(self) -> Iterator[str]:
        for section in Section:
            yield f'<h2 id="{section.value}">{section.value[:2]}. {escape(section.label)}</h2>'
            first = next(self._lines(section), None)
            if section is Section.EVIDENCE:
                yield from self._evidence()
            elif first:
                yield from self._table(self._lines(section))
            else:
                yield '<p class="chua">Không có.</p>'

    def _evidence(self) -> Iterator[str]:
        """By unit and criterion; a document that proves several stands under each, its file is one."""
        heading = self.manifest.heading
        for unit, name in heading.units.items():
            own = list(self._lines(Section.EVIDENCE, unit))
            if len(heading.units) > 1:
                yield f"<h3>{escape(name)}: {len(own)} tệp</h3>"
            yield from _lacking(heading.lacking.get(unit, {}))
            for code in sorted({code for entry, _ in own for code in entry.codes}, key=code_key):
                yield f"<h4>{escape(code)}. {escape(heading.criteria.get(code, ''))}</h4>"
                yield from self._table(line for line in own if code in line[0].codes)
            loose = [line for line in own if not line[0].codes]
            if loose:
                yield "<h4>Tài liệu chưa gắn với tiêu chí nào</h4>"
                yield from self._table(loose)

    def _table(self, lines: Iterable[Line]) -> Iterator[str]:
        yield f"<table><tr><th>{'</th><th>'.join(_COLUMNS)}</th></tr>"
        for number, (entry, place) in enumerate(lines, start=1):
            note = "; ".join(filter(None, (self._owner(entry), entry.note)))
            told = f'<br><span class="nho">{escape(note)}</span>' if note else ""
            size = _size(entry.size) if entry.path else ""
            yield (
                f'<tr><td class="so">{number}</td><td>{escape(entry.title)}{told}</td>'
                f'<td><span class="{_MARKS.get(entry.state, "")}">{escape(entry.state.value)}</span></td>'
                f'<td>{self._link(entry, place)}</td><td class="so">{size}</td>'
                f'<td class="ma">{entry.sha256[:16]}</td></tr>'
            )
        yield "</table>"

    def _owner(self, entry: Entry) -> str:
        """Whose it is, where the package holds several units and neither heading nor title says it."""
        units = self.manifest.heading.units
        name = units.get(entry.unit, "")
        return "" if len(units) <= 1 or entry.section is Section.EVIDENCE or name in entry.title else name

    def _link(self, entry: Entry, place: int) -> str:
        if not entry.path:
            return ""
        name = escape(entry.path.rpartition("/")[2])
        if place in {0, self.part}:
            return f'<a href="{escape(entry.path)}">{name}</a>'
        return f'{name}<br><span class="nho">ở phần {place}: {escape(self.layout.parts[place - 1])}</span>'


def _lacking(lacking: dict[str, str]) -> Iterator[str]:
    if lacking:
        told = "; ".join(f"{code}: {what}" for code, what in lacking.items())
        yield f'<p class="nho">Chưa có tài liệu kiểm chứng: {escape(told)}.</p>'


def _foot() -> Iterator[str]:
    yield "<h2>Kiểm tra gói, không cần Dossier</h2>"
    yield (
        f"<p>Trong thư mục này chạy <code>sha256sum -c {SUMS}</code> (Linux, macOS, Git Bash); trên Windows so mã của "
        f"một tệp bằng <code>certutil -hashfile TỆP SHA256</code>. Danh mục cho máy đọc: "
        f'<a href="{MANIFEST}">{MANIFEST}</a>, <a href="{LAYOUT}">{LAYOUT}</a>. '
        "Gói theo chuẩn BagIt 1.0 (RFC 8493).</p>"
    )
    yield '<p class="nho">«chưa ban hành»: văn bản chưa được ký nên không đưa vào gói; «DỰ THẢO»: bản chưa ký.</p>'
    yield "</body></html>"


def _size(size: int) -> str:
    if size >= _MEGABYTE:
        return f"{size / _MEGABYTE:.1f}".replace(".", ",") + " MB"
    return f"{-(-size // _KILOBYTE)} KB"
