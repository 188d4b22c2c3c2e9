"""``doc-truoc.txt``: what the archive is, how to check it without Dossier, what it holds and what not. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.archive.year.model import ArchivePlan


def build_readme(plan: ArchivePlan) -> str:
    """The page as plain text, for whoever opens the folder in many years."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: ArchivePlan) -> Iterator[str]:
    yield from (f"HỒ SƠ LƯU TRỮ NĂM {plan.year}", plan.title, plan.organ.name, "")
    if plan.banner:
        yield from (plan.banner, "")
    yield f"Lần lưu trữ: {plan.sequence:04d}; mã nội dung: {plan.content}"
    yield from ("", "KIỂM TRA KHÔNG CẦN DOSSIER", *_CHECKING, "", "CÁC HỒ SƠ")
    for file in plan.files:
        yield f"{file.folder}: {file.symbol}, {file.title}"
        yield f"    {file.retention} ({file.basis}); {len(file.documents)} văn bản, tài liệu; {file.pages} trang"
    yield from ("", "PHẠM VI", *_coverage(plan))


_CHECKING = (
    "Trong thư mục có tệp này ở data/, mở dòng lệnh ở thư mục mẹ rồi chạy: sha256sum -c manifest-sha256.txt",
    "(Windows: certutil -hashfile TỆP SHA256, so với manifest-sha256.txt). Có Dossier: dossier verify THƯ_MỤC.",
    "Mỗi hồ sơ: goc/ là bản gốc từng byte; pdfa/ là bản để đọc, không thay bản gốc, không mang chữ ký số;",
    "ho-so.xml là dữ liệu đặc tả theo Nghị định 30/2020/NĐ-CP, Phụ lục VI; hai thư mục đánh số theo thời gian.",
)


def _coverage(plan: ArchivePlan) -> Iterator[str]:
    coverage = plan.coverage
    yield f"Đã xem {coverage.seen} tệp: {coverage.filed} vào hồ sơ, {len(coverage.dropped)} loại theo danh mục,"
    yield f"{len(coverage.aside)} không phải tài liệu."
    unread, bare = (tuple(f"{name}: {why}" for name, why in told) for told in (coverage.unreadable, coverage.uncopied))
    groups = (
        ("Loại theo danh mục tài liệu loại (tệp vẫn ở nơi lưu)", coverage.dropped),
        ("Không đọc được nội dung (bản gốc vẫn được lưu)", unread),
        ("Không có bản PDF/A đạt kiểm cấu trúc (bản gốc vẫn được lưu)", bare),
        ("Không phải tài liệu, không lưu", coverage.aside),
        ("Ngoài phạm vi", coverage.not_archived),
    )
    for title, names in groups:
        if names:
            yield from (f"{title}: {len(names)}", *(f"  - {name}" for name in names))
