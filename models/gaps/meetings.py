"""Meetings without minutes or entered late, absences without a word or without a make-up."""

from collections.abc import Iterator

from models.attendance import AWAY_MARKS
from models.days import spoken
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material
from models.meeting import LATE_AFTER_DAYS, THREE_MEETINGS_ONE_CLASS
from models.rules import asked
from models.rules.facts import MeetingFact

MINUTED = {*THREE_MEETINGS_ONE_CLASS, "org_life", "appraisal"}
"""Kinds of which minutes are kept; of the others either minutes or the effect must be noted (四落实)."""
STUDIED = {"study", "lecture"}
"""Meetings whose absence should be made up even where no rule in use asks for it (as Q23 does)."""


def gaps(read: Material) -> Iterator[Gap]:
    """Yield what is missing around meetings; withdrawn ones are not looked at."""
    within = {one.id: one for one in read.read.meetings if one.day[:4] == str(read.year) and one.day <= _until(read)}
    for meeting in within.values():
        yield from _of_meeting(read, meeting)
    people = {person.id: person for person in read.people}
    for meeting_id, member_id in read.unexplained:
        if member_id in people and meeting_id in within:
            meeting = within[meeting_id]
            place, who = Place("meeting", meeting.id), people[member_id].who
            yield told("away_no_reason", "should", place, meeting.topic, who=who, day=spoken(meeting.day))
    yield from _make_ups(read, within)


def _until(read: Material) -> str:
    return read.closing.isoformat()


def _of_meeting(read: Material, meeting: MeetingFact) -> Iterator[Gap]:
    place, day = Place("meeting", meeting.id), spoken(meeting.day)
    if meeting.id in read.bare:
        if not MINUTED.isdisjoint(meeting.kinds):
            yield told("no_minutes", "must", place, meeting.topic, day=day)
        elif not read.bare[meeting.id]:
            yield told("no_minutes", "should", place, meeting.topic, variant="effect", day=day)
    if meeting.late_days > LATE_AFTER_DAYS:
        entered = spoken(meeting.entered_on)
        yield told("meeting_late", "note", place, meeting.topic, day=day, entered=entered, days=meeting.late_days)


def _make_ups(read: Material, within: dict[str, MeetingFact]) -> Iterator[Gap]:
    """Yield absences not made up: grave where a rule in use asks for it, milder for other study and lectures."""
    made_up = {(one.meeting_id, one.member_id) for one in read.read.make_ups if one.day <= _until(read)}
    demanded = {
        (one.meeting.id, one.subject_id): one.waived
        for one in asked.asked_in(read.read, read.year, read.as_of)
        if one.rule.metric == "make_up" and one.meeting is not None
    }
    for person in read.people:
        for meeting_id, mark in read.read.sheets.get(person.id, ()):
            meeting, key = within.get(meeting_id), (meeting_id, person.id)
            if meeting is None or mark not in AWAY_MARKS or key in made_up:
                continue
            if key in demanded:
                severity = "" if demanded[key] else "must"
            else:
                severity = "" if person.exempt or STUDIED.isdisjoint(meeting.kinds) or not person.stays else "should"
            if severity:
                place, day = Place("meeting", meeting.id), spoken(meeting.day)
                yield told("no_make_up", severity, place, meeting.topic, who=person.who, day=day)
