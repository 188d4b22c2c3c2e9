"""Every command, in the order of the work."""

from __future__ import annotations

from dossier.cli.appraise import appraise
from dossier.cli.archive import archive
from dossier.cli.bundle import bundle
from dossier.cli.cache import cache
from dossier.cli.check import check
from dossier.cli.council import council
from dossier.cli.criteria import criteria
from dossier.cli.doctor import doctor
from dossier.cli.formcheck import form_check
from dossier.cli.init import init
from dossier.cli.issue import issue
from dossier.cli.journal import journal
from dossier.cli.make import build, demo
from dossier.cli.migrate import migrate
from dossier.cli.package import package
from dossier.cli.papers import papers
from dossier.cli.read import read
from dossier.cli.results import compare, results
from dossier.cli.rules import rules
from dossier.cli.score import explain, score, what_if
from dossier.cli.search import search
from dossier.cli.serve import serve
from dossier.cli.sort import register, sort
from dossier.cli.status import status
from dossier.cli.submit import receive, submissions, submit
from dossier.cli.survey import survey
from dossier.cli.templates import templates
from dossier.cli.validate import validate
from dossier.cli.verify import verify

ALL = (
    demo,
    init,
    read,
    check,
    sort,
    register,
    search,
    build,
    papers,
    bundle,
    verify,
    validate,
    submit,
    receive,
    submissions,
    package,
    archive,
    issue,
    form_check,
    templates,
    score,
    explain,
    what_if,
    status,
    appraise,
    survey,
    council,
    journal,
    results,
    compare,
    criteria,
    rules,
    cache,
    migrate,
    doctor,
    serve,
)
