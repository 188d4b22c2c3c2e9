"""The receipt as a page of plain text. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dossier.archive.model import Change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.archive.model import Receipt, Submission

_WIDTH = 78
# Above the list of documents; what stands before it fits a screen.
LIST = "Danh mục:"
NOT_APPRAISED = "Tiếp nhận về số lượng, chưa thẩm định nội dung."


def build_receipt_text(submission: Submission, receipt: Receipt, *, received: bool) -> str:
    """The receipt of a submission, or of its arrival."""
    title = "PHIẾU TIẾP NHẬN HỒ SƠ" if received else "PHIẾU NỘP HỒ SƠ"
    return "\n".join((title.center(_WIDTH).rstrip(), "", *_lines(submission, receipt, received), ""))


def _lines(submission: Submission, receipt: Receipt, received: bool) -> Iterator[str]:  # noqa: FBT001 - private
    kind = "nộp lần đầu" if submission.sequence == 0 else "bổ sung"
    counts = Counter(entry.change for entry in submission.entries)
    yield f"Đơn vị:            {submission.unit_name} ({submission.unit})"
    yield f"Kỳ đánh giá:       {submission.campaign}, năm {submission.year}"
    yield f"Lần:               {submission.sequence:04d} ({kind})"
    yield f"Gói do:            {receipt.origin}" + (f", chuyển qua {receipt.channel}" if receipt.channel else "")
    yield f"{'Nhận' if received else 'Nộp'} lúc:          {receipt.at:%H:%M ngày %d/%m/%Y}, người ghi: {receipt.who}"
    yield f"Tài liệu:          {', '.join(f'{counts[change]} {change}' for change in Change if counts[change])}"
    yield f"Trong gói:         {receipt.files} tệp (tài liệu, danh mục, kết quả kiểm tra), {receipt.size} byte"
    yield f"Mã ngắn:           {receipt.code}"
    yield f"Mã nội dung:       {receipt.content}"
    yield f"SHA-256 của gói:   {receipt.package}"
    yield f"Bộ quy tắc:        phiên bản {submission.rules}"
    yield from _overrides(submission)
    if received:
        yield from ("", NOT_APPRAISED)
        yield from _findings(receipt)
    yield from ("", LIST)
    for number, entry in enumerate(submission.entries, start=1):
        yield f"{number:4d}. [{entry.change}] {entry.path}"
        if entry.change is not Change.NEW:
            yield f"      {entry.change} «{entry.target}» của lần {entry.base or 0:04d}; lý do: {entry.reason}"
        yield f"      {entry.sha256}"


def _overrides(submission: Submission) -> Iterator[str]:
    for rule, reason in submission.overrides.items():
        yield f"Bỏ qua quy tắc:    {rule}, lý do: {reason}"


def _findings(receipt: Receipt) -> Iterator[str]:
    done = "Bên nhận đã kiểm mã từng tệp, chạy lại bộ quy tắc"
    if not receipt.errors:
        yield f"{done}: không có lỗi."
        return
    yield f"{done}: còn {len(receipt.errors)} lỗi."
    yield from (f"  - {line}" for line in receipt.errors)
