"""What of a duty was done: the meetings that count, how many or how long, and the sentence about it."""

from dataclasses import dataclass
from datetime import date

from models.amounts import hours_text
from models.dates import display_date
from models.meeting import LATE_AFTER_DAYS
from models.rules.asked import Asked
from models.rules.facts import Facts, MeetingFact

FOUR = ("学习时间", "学习人员", "学习内容", "学习效果")
"""四落实 (Q22)."""


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """required, done: in the unit of the rule, minutes for 学时. late: what was entered in time is not enough; lacking:
    names of what is not there.
    """

    required: int
    done: int
    meetings: tuple[str, ...] = ()
    late: bool = False
    lacking: tuple[str, ...] = ()
    made_up_on: str = ""


class Held:
    """What was done by a day, sorted out once for all duties."""

    def __init__(self, read: Facts, as_of: date) -> None:
        self.as_of = as_of
        until = as_of.isoformat()
        self._by_kinds: dict[tuple[str, ...], list[MeetingFact]] = {}
        self._meetings = [one for one in read.meetings if one.day <= until]
        self._notes = {(note.rule, note.subject_id, note.period): note.text for note in read.notes}
        self._made_up = {(one.meeting_id, one.member_id): one.day for one in read.make_ups if one.day <= until}

    def note(self, one: Asked) -> str:
        """Return what the branch said about a duty."""
        return self._notes.get((f"{one.rule_set.key}/{one.rule.key}", one.subject_id, one.period.key), "")

    def fulfilment(self, one: Asked) -> Fulfilment:
        """Return what was done of a duty; one that is waived requires nothing."""
        if one.meeting is None:
            return Fulfilment(0, 0) if one.rule.metric == "note" else self._counted(one)
        if one.rule.metric == "complete":
            return _complete(one.meeting)
        made_up_on = self._made_up.get((one.meeting.id, one.subject_id), "")
        return Fulfilment(0 if one.waived else 1, int(made_up_on != ""), (one.meeting.id,), made_up_on=made_up_on)

    def _of_kinds(self, kinds: tuple[str, ...]) -> list[MeetingFact]:
        if kinds not in self._by_kinds:
            self._by_kinds[kinds] = [one for one in self._meetings if not set(kinds).isdisjoint(one.kinds)]
        return self._by_kinds[kinds]

    def _counted(self, one: Asked) -> Fulfilment:
        meetings = [
            meeting
            for meeting in self._of_kinds(one.rule.meeting_kinds)
            if one.period.holds(meeting.day) and (one.rule.subject != "group" or meeting.group_id == one.subject_id)
        ]
        by_minutes = one.rule.metric == "unit_minutes"
        worth = {meeting.id: meeting.study_minutes if by_minutes else 1 for meeting in meetings}
        in_time = sum(worth[meeting.id] for meeting in meetings if meeting.late_days <= LATE_AFTER_DAYS)
        required = 0 if one.waived else one.rule.value
        done = sum(worth.values())
        return Fulfilment(required, done, tuple(worth), late=in_time < required)


def _complete(meeting: MeetingFact) -> Fulfilment:
    # The topic is what was studied; no meeting is kept without one.
    there = (bool(meeting.start_time and meeting.end_time), meeting.expected > 0, bool(meeting.topic), meeting.effect)
    lacking = tuple(name for name, is_there in zip(FOUR, there, strict=True) if not is_there)
    return Fulfilment(100, 25 * sum(there), (meeting.id,), lacking=lacking)


def why(one: Asked, done: Fulfilment, state: str, note: str) -> str:
    """Say in one sentence what was asked, what was done, and why the duty stands as it does."""
    if one.waived:
        return one.rule.note or one.waived if one.rule.metric == "note" else one.waived
    said = f"；说明：{note.rstrip('。')}" if state == "explained" else ""
    if one.rule.metric == "make_up" and one.meeting is not None:
        made = "还没有登记补课（没有规定期限）"
        if done.made_up_on:
            made = f"{display_date(done.made_up_on, 'chinese')}已补课"
        return f"{one.subject}{one.period.label}缺“{one.meeting.topic}”，{made}{said}。"
    if one.rule.metric == "complete" and one.meeting is not None:
        missing = f"还缺{'、'.join(done.lacking)}" if done.lacking else "四项齐全"
        return f"{one.period.label}“{one.meeting.topic}”{missing}{said}。"
    return f"{one.period.label}{_demand(one)}，{_reached(one, done, state)}{said}。"


def _amount(one: Asked, value: int) -> str:
    return f"{hours_text(value)}学时" if one.rule.unit == "学时" else f"{value}{one.rule.unit}"


def _demand(one: Asked) -> str:
    general = "一般" if one.rule.soft else ""
    unsure = "（未核实）" if one.rule.unverified else ""
    whose = f"{one.subject}的" if one.subject else ""
    return f"{whose}{one.rule.title}{general}要求{_amount(one, one.rule.value)}{unsure}"


def _reached(one: Asked, done: Fulfilment, state: str) -> str:
    # What is not recorded may still have taken place: 未登记, never 未召开.
    have = f"已登记{_amount(one, done.done)}" if done.done else "还没有登记"
    if state == "done":
        return f"{have}，已落实" + ("（靠补录才够）" if done.late else "")
    last = f"，到{display_date(one.period.last, 'chinese')}为止" if state == "open" else ""
    return f"{have}，还差{_amount(one, done.required - done.done)}{last}"
