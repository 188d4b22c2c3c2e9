"""The council's form against its regulation and the appraised points: pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from dossier.problems import Problem, Severity, Where
from dossier.rounds.model import (
    BAD_OPINION,
    BAD_SUM,
    NO_MEMBER,
    NO_QUORUM,
    NOT_CARRIED,
    UNDECIDED,
    UnitState,
)
from dossier.text import fold, official_decimal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossier.campaign.model import Council
    from dossier.sheets.model import CouncilForm, Decided, Ruling, Tally, Vote

_AGREE = "đồng ý"
_AGAINST = "không đồng ý"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a council's form amounts to.

    Attributes:
        members: size of the council.
        attending: present, or answered; no reply counts only where the regulation says so.
        agreed: votes for the results.
        silent: members asked in writing who did not answer.
    """

    members: int
    attending: int
    agreed: int
    silent: int
    problems: tuple[Problem, ...]

    @property
    def valid(self) -> bool:
        """Whether the decision may be recorded."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def check_council(
    form: CouncilForm, council: Council, states: Mapping[str, UnitState], *, maxima: Mapping[str, Decimal], path: str
) -> Verdict:
    """Quorum, sums of votes, majority, and decided scores that equal the appraised ones or carry a decision.

    ``maxima`` by leaf code; ``path`` is the form's name, for the place of what is wrong.
    """
    members = len(council.members) or len(form.votes)
    silent = sum(form.written and not vote.attended for vote in form.votes)
    tacit = silent if council.voting.silence == "dong_y" else 0
    attending = sum(vote.attended for vote in form.votes) + tacit
    agreed = sum(vote.opinion == _AGREE for vote in form.votes if vote.attended) + tacit
    problems = [
        *_check_members(form, council),
        *(_check_written(form.votes) if form.written else _check_present(form.votes)),
        *_check_sums(form, attending=attending, agreed=agreed, path=path),
        *_check_majority(council, members=members, attending=attending, agreed=agreed, path=path),
        *_check_scores(form, states, maxima),
    ]
    return Verdict(members, attending, agreed, silent, tuple(problems))


def _check_members(form: CouncilForm, council: Council) -> Iterator[Problem]:
    known = {fold(member.name) for member in council.members}
    times = Counter(fold(vote.name) for vote in form.votes)
    for vote in form.votes:
        if known and fold(vote.name) not in known:
            yield NO_MEMBER.at(vote.where, f"«{vote.name}» không có trong danh sách hội đồng.")
        if times[fold(vote.name)] > 1:
            yield NO_MEMBER.at(vote.where, f"«{vote.name}» có {times[fold(vote.name)]} dòng.")


def _check_present(votes: Iterable[Vote]) -> Iterator[Problem]:
    for vote in votes:
        if vote.opinion and not vote.attended:
            yield BAD_SUM.at(vote.where, f"«{vote.name}» vắng mặt nhưng có ý kiến «{vote.opinion}».")
        if vote.attended and not vote.opinion:
            yield BAD_SUM.at(vote.where, f"«{vote.name}» có mặt nhưng chưa ghi ý kiến.")


def _check_written(votes: Iterable[Vote]) -> Iterator[Problem]:
    for vote in votes:
        if vote.sent is None:
            yield BAD_OPINION.at(vote.where, f"«{vote.name}»: thiếu ngày gửi phiếu lấy ý kiến.")
        elif vote.returned and vote.returned < vote.sent:
            yield BAD_OPINION.at(vote.where, f"«{vote.name}»: ngày nhận lại trước ngày gửi.")
        if vote.opinion and not vote.attended:
            yield BAD_OPINION.at(vote.where, f"«{vote.name}»: có ý kiến nhưng thiếu ngày nhận lại.")
        if vote.attended and not vote.opinion:
            yield BAD_OPINION.at(vote.where, f"«{vote.name}»: đã nhận phiếu nhưng chưa ghi ý kiến.")


def _check_sums(form: CouncilForm, *, attending: int, agreed: int, path: str) -> Iterator[Problem]:
    general = [tally for tally in form.tallies if not tally.unit]
    if not general:
        yield BAD_SUM.at(Where(path=path), "Chưa ghi số phiếu cho kết quả chung ở bảng «Biểu quyết».")
    for tally in form.tallies:
        total = tally.agreed + tally.against + tally.other
        if total != attending:
            text = f"«{tally.matter}»: {_sum(tally)} = {total} phiếu, có {attending} người tham gia."
            yield BAD_SUM.at(tally.where, text)
    for tally in general[:1]:
        against = sum(vote.opinion == _AGAINST for vote in form.votes if vote.attended)
        if (tally.agreed, tally.against) != (agreed, against):
            text = f"«{tally.matter}»: ghi {_sum(tally)}, cộng từng người được {agreed} đồng ý, {against} không đồng ý."
            yield BAD_SUM.at(tally.where, text)


def _sum(tally: Tally) -> str:
    return f"{tally.agreed} + {tally.against} + {tally.other}"


def _check_majority(council: Council, *, members: int, attending: int, agreed: int, path: str) -> Iterator[Problem]:
    rule = council.voting
    if not rule.has_quorum(attending, members=members):
        message = f"Có {attending}/{members} thành viên tham gia, cần ít nhất {rule.quorum}."
        yield NO_QUORUM.at(Where(path=path), message)
    if not rule.carries(agreed, attending=attending, members=members):
        need = f"{'quá' if rule.strict else 'ít nhất'} {rule.threshold}"
        whose = "tổng số thành viên" if rule.of == "thanh_vien" else "số người tham gia"
        message = f"{agreed} người đồng ý; quy chế cần {need} {whose} ({members} thành viên, {attending} tham gia)."
        yield NOT_CARRIED.at(Where(path=path), message)


def _check_scores(
    form: CouncilForm, states: Mapping[str, UnitState], maxima: Mapping[str, Decimal]
) -> Iterator[Problem]:
    rulings: dict[str, list[Ruling]] = {}
    for ruling in form.rulings:
        rulings.setdefault(ruling.unit, []).append(ruling)
        yield from _check_ruling(ruling, states[ruling.unit], maxima)
    decided = {item.unit for item in form.decided}
    for ruling in form.rulings:
        if ruling.unit not in decided:
            yield UNDECIDED.at(ruling.where, f"{ruling.unit}: có điều chỉnh nhưng không có ở bảng «Kết quả».")
    for item in form.decided:
        yield from _check_total(item, states[item.unit], rulings.get(item.unit, ()))


def _check_ruling(ruling: Ruling, state: UnitState, maxima: Mapping[str, Decimal]) -> Iterator[Problem]:
    if not ruling.reason:
        yield UNDECIDED.at(ruling.where, f"Điều chỉnh tiêu chí {ruling.leaf} chưa có lý do.")
    if ruling.leaf not in state.first:
        yield UNDECIDED.at(ruling.where, f"Tiêu chí {ruling.leaf} chưa được thẩm định.")
    top = maxima.get(ruling.leaf)
    if ruling.points is not None and top is not None and ruling.points > top:
        text = f"Điểm quyết định {official_decimal(ruling.points)} vượt điểm tối đa {official_decimal(top)}."
        yield UNDECIDED.at(ruling.where, text)


def _check_total(item: Decided, state: UnitState, rulings: Iterable[Ruling]) -> Iterator[Problem]:
    if item.appraised is not None and item.appraised != state.total:
        text = f"Biểu ghi điểm thẩm định {official_decimal(item.appraised)}, nay là {official_decimal(state.total)}."
        yield UNDECIDED.at(item.where, text, remedy="Điểm đã đổi sau khi xuất biểu: xuất biểu mới cho hội đồng.")
    should = state.total
    for ruling in rulings:
        given = state.appraised(ruling.leaf)
        should += (ruling.points or Decimal(0)) - ((given.points if given else None) or Decimal(0))
    if item.decided is not None and item.decided != should:
        text = (
            f"Tổng điểm quyết định {official_decimal(item.decided)} khác tổng thẩm định cộng các điều chỉnh "
            f"({official_decimal(should)})."
        )
        yield UNDECIDED.at(item.where, text)
