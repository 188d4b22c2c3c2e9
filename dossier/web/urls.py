"""Every address. The names are Vietnamese, as people read them in the address bar."""

from __future__ import annotations

from django.urls import path

from dossier.web.views import (
    accounts,
    answer,
    appraise,
    approval,
    council,
    documents,
    evidence,
    handover,
    home,
    jobs,
    keeping,
    lead,
    look,
    results,
    score,
    unit,
)

urlpatterns = [
    path("", home.overview, name="tong-quan"),
    path("vao/<str:token>", accounts.enter, name="vao"),
    path("dang-nhap", accounts.login, name="dang-nhap"),
    path("dang-xuat", accounts.logout, name="dang-xuat"),
    path("mat-khau", accounts.change_password, name="mat-khau"),
    path("tai-khoan", accounts.accounts, name="tai-khoan"),
    path("tai-khoan/<int:account>", accounts.account, name="mot-tai-khoan"),
    path("don-vi/<slug:unit>", unit.checklist, name="don-vi"),
    path("don-vi/<slug:unit>/tu-cham", score.self_score, name="tu-cham"),
    path("don-vi/<slug:unit>/tu-cham/bieu", score.workbook, name="bieu-tu-cham"),
    path("don-vi/<slug:unit>/tu-cham/tinh", score.preview, name="tinh-diem"),
    path("don-vi/<slug:unit>/hop-cho", evidence.inbox, name="hop-cho"),
    path("don-vi/<slug:unit>/dua-len", evidence.upload, name="dua-len"),
    path("don-vi/<slug:unit>/xep", evidence.place, name="xep"),
    path("don-vi/<slug:unit>/tep", evidence.file_page, name="tep"),
    path("don-vi/<slug:unit>/trang/<int:number>", evidence.page_picture, name="trang"),
    path("don-vi/<slug:unit>/tai-goc", evidence.original, name="tai-goc"),
    path("tham-dinh", appraise.offices, name="tham-dinh"),
    path("tham-dinh/<slug:office>", appraise.office_page, name="tham-dinh-co-quan"),
    path("tham-dinh/<slug:office>/<slug:unit>", appraise.appraise, name="tham-dinh-don-vi"),
    path("don-vi/<slug:unit>/giai-trinh", answer.answers, name="giai-trinh"),
    path("dieu-hanh", lead.lead, name="dieu-hanh"),
    path("dieu-hanh/<slug:verb>", lead.act, name="dieu-hanh-viec"),
    path("don-vi/<slug:unit>/neu-bo-sung", results.what_if, name="neu-bo-sung"),
    path("hoi-dong", council.council, name="hoi-dong"),
    path("hoi-dong/kiem-tra", council.weigh, name="kiem-tra-hoi-dong"),
    path("hoi-dong/lap-bieu", council.export, name="lap-bieu-hoi-dong"),
    path("hoi-dong/nhan-bieu", council.take, name="nhan-bieu-hoi-dong"),
    path("hoi-dong/ghi-nhan", council.record, name="ghi-hoi-dong"),
    path("hoi-dong/tai-bieu", council.workbook, name="tai-bieu-hoi-dong"),
    path("hoi-dong/bien-ban", council.minutes, name="xem-bien-ban"),
    path("ket-qua", results.results, name="ket-qua"),
    path("ket-qua/<slug:verb>", approval.decide, name="quyet-dinh-ket-qua"),
    # The campaign's papers, and the same pages for one unit's.
    *(
        path(f"{place}van-ban{rest}", view, name=name)
        for place in ("", "don-vi/<slug:unit>/")
        for rest, view, name in documents.PAGES
    ),
    path("giao-nop", handover.handover, name="giao-nop"),
    path("giao-nop/tiep-nhan", handover.receive, name="tiep-nhan"),
    path("don-vi/<slug:unit>/giao-nop", handover.unit_handover, name="giao-nop-don-vi"),
    path("don-vi/<slug:unit>/giao-nop/nop", handover.submit, name="nop"),
    path("don-vi/<slug:unit>/giao-nop/<slug:shelf>/<str:file>", handover.handed_file, name="tep-da-nop"),
    path("giao-nop/goi", keeping.packages, name="goi-nop"),
    path("giao-nop/goi/<str:package>/<str:file>", keeping.package_file, name="tep-goi-nop"),
    path("giao-nop/luu-tru", keeping.archive, name="luu-tru"),
    path("giao-nop/luu-tru/<str:bag>/tai", keeping.archive_bag, name="tai-luu-tru"),
    path("giao-nop/luu-tru/<slug:form>", keeping.archive_form, name="bieu-luu-tru"),
    path("tim", look.search, name="tim"),
    path("nhat-ky", look.journal, name="nhat-ky"),
    path("viec", jobs.jobs, name="viec"),
    path("viec/<int:job>", jobs.job, name="mot-viec"),
    path("viec/<int:job>/dung", jobs.cancel, name="dung-viec"),
    path("chay/<slug:verb>", jobs.ask, name="chay"),
    path("tai/<path:name>", jobs.download, name="tai"),
]

handler400 = "dossier.web.views.errors.bad_request"
handler403 = "dossier.web.views.errors.forbidden"
handler404 = "dossier.web.views.errors.not_found"
handler500 = "dossier.web.views.errors.broken"
