"""The catalogue of numbered checks: for the terminal, as ``docs/quy-tac.md`` and as a page for each rule."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dossier.problems import Severity
from dossier.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.problems import CheckRule

_GROUPS = {
    "ARC": "Lưu trữ hồ sơ của năm",
    "BAG": "Gói BagIt",
    "BUN": "Bộ hồ sơ (PDF ghép)",
    "CAC": "Bộ nhớ đệm",
    "CAM": "Kỳ đánh giá",
    "CRI": "Bộ tiêu chí",
    "DOC": "Văn bản lập ra",
    "DRP": "Tệp đưa lên trang web",
    "IMP": "Đọc bảng tiêu chí từ Word, Excel, PDF",
    "INT": "Tệp minh chứng",
    "JRN": "Nhật ký",
    "MAT": "Đối chiếu minh chứng với tiêu chí",
    "PDA": "PDF/A-2b",
    "PDF": "Chuyển sang PDF",
    "PKG": "Gói gửi cấp trên",
    "REG": "Sổ văn bản đi, đến",
    "ROU": "Trình tự thẩm định, hội đồng",
    "SCO": "Điểm",
    "SHT": "Biểu Excel",
    "SIM": "Tài liệu gần giống nhau",
    "SIP": "Gói SIP_hoso (Thông tư 05/2025/TT-BNV)",
    "SUB": "Nộp, bổ sung, tiếp nhận hồ sơ",
    "TFM": "Thể thức văn bản",
    "UPL": "Thư mục tải lên cổng",
    "VAL": "Bộ quy tắc nộp và nhận hồ sơ",
    "TPL": "Mẫu văn bản",
    "XLS": "Sổ tính Excel",
    "YML": "Tệp YAML",
}
# Where a person meets the rules of a group.
_COMMANDS = {
    "ARC": "archive",
    "BAG": "verify, validate, receive",
    "BUN": "bundle, verify",
    "CAC": "check, sort, search",
    "CAM": "init, check",
    "CRI": "criteria lint, check",
    "DOC": "build, papers, issue",
    "IMP": "criteria import",
    "INT": "check, read, sort",
    "JRN": "journal, verify",
    "MAT": "check, sort, build, bundle",
    "PDA": "bundle, verify",
    "PDF": "build, bundle",
    "DRP": "serve",
    "PKG": "package",
    "REG": "register import, check",
    "ROU": "appraise, council, status",
    "SCO": "check, score, results",
    "SHT": "check, score, appraise, survey, council",
    "SIM": "check",
    "SIP": "archive --sip, verify",
    "SUB": "submit, receive, submissions",
    "TFM": "form-check, issue",
    "TPL": "templates, build",
    "UPL": "package",
    "VAL": "validate, submit, receive",
    "XLS": "check, register import, criteria import",
    "YML": "check, criteria lint",
}
_GENERATED = "Trang sinh ra từ mã nguồn (`dossier rules --pages docs/quy-tac`); không sửa tay."
_MEANING = {
    Severity.ERROR: "phải xử lý",
    Severity.WARNING: "nên xem lại",
    Severity.HINT: "để biết",
}
_HEADER = "| Mã | Mức | Kiểm tra gì | Việc cần làm | Nguồn |\n|---|---|---|---|---|\n"
_INTRO = """\
# Quy tắc kiểm tra

Trang này sinh ra từ mã nguồn (`dossier rules --markdown`); không sửa tay. Mã quy tắc giữ nguyên qua các phiên bản.
Mức: **lỗi** phải xử lý; **cảnh báo** nên xem lại; **gợi ý** để biết. Mỗi mã có một trang riêng; trong cửa sổ lệnh:
`dossier rules MAT08`.
"""


def build_rule_table(rules: Sequence[CheckRule]) -> Table:
    """One row a rule."""
    rows = tuple((rule.id, str(rule.severity), rule.title, rule.remedy, rule.source) for rule in rules)
    return Table("Quy tắc kiểm tra", ("Mã", "Mức", "Kiểm tra gì", "Việc cần làm", "Nguồn"), rows)


def build_rulebook(rules: Sequence[CheckRule]) -> str:
    """The catalogue as Markdown, a section for each group of ids, each id linked to its page."""
    parts = [_INTRO]
    for prefix, members in groupby(rules, key=lambda rule: rule.id[:3]):
        parts.append(f"\n## {prefix} · {_GROUPS[prefix]}\n\n{_HEADER}")
        for rule_id, *cells in build_rule_table(tuple(members)).rows:
            parts.append(f"| [{rule_id}](quy-tac/{rule_id}.md) | {' | '.join(map(_cell, cells))} |\n")
    return "".join(parts)


def build_rule_pages(rules: Sequence[CheckRule]) -> dict[str, str]:
    """A Markdown page for each rule, by file name."""
    return {f"{rule.id}.md": _page(rule) for rule in rules}


def describe_rule(rule: CheckRule) -> tuple[tuple[str, str], ...]:
    """Everything known of a rule as (heading, text); a part that is empty is left out."""
    commands = _COMMANDS.get(rule.id[:3], "").split(", ")
    parts = (
        ("Mức", f"{rule.severity} ({_MEANING[rule.severity]})"),
        ("Nhóm", _GROUPS[rule.id[:3]]),
        ("Gặp ở lệnh", ", ".join(f"dossier {command}" for command in commands if command)),
        ("Vì sao", rule.reason),
        ("Việc cần làm", rule.remedy or "Theo lời báo kèm theo."),
        ("Nguồn", rule.source),
    )
    return tuple((heading, text) for heading, text in parts if text)


def _page(rule: CheckRule) -> str:
    sections = "".join(f"\n## {heading}\n\n{text}\n" for heading, text in describe_rule(rule))
    return f"# {rule.id} · {rule.title}\n{sections}\n[Mọi quy tắc](../quy-tac.md). {_GENERATED}\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
