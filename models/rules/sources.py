"""What of a year can be a line of somebody's hours or credits, and how such a line is called."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from models import words
from models.amounts import hours_text
from models.dates import display_date
from models.rules import periods
from models.rules.facts import EntryFact, Facts, MakeUpFact, MeetingFact, StudyFact
from models.rules.works import WorkFact

T = TypeVar("T", MakeUpFact, StudyFact, EntryFact, WorkFact)


class Sources:
    """What of a year can be a line of somebody's hours or credits."""

    def __init__(self, read: Facts, year: int, closing: date) -> None:
        self.read = read
        self.first = date(year, 1, 1)
        self.closing = closing
        self.meetings = {one.id: one for one in read.meetings if self.within(one.day)}
        self.make_ups = by_member(one for one in read.make_ups if self.within(one.day))
        self.records = by_member(read.records)
        self.works = by_member(one for one in read.works if self.within(one.day))

    def within(self, day: str) -> bool:
        """Tell whether an ISO day lies in the year, not after the closing day."""
        return self.first.isoformat() <= day <= self.closing.isoformat()

    def attended(self, member_id: str) -> Iterator[tuple[MeetingFact, str]]:
        """Yield the meetings on whose sheet somebody stands, with her mark."""
        for meeting_id, mark in self.read.sheets.get(member_id, ()):
            if meeting_id in self.meetings:
                yield self.meetings[meeting_id], mark

    def minutes_of(self, record: StudyFact) -> int:
        """Return how much of a study record falls into the year."""
        return periods.spread(record.study_minutes, record.from_day, record.to_day, self.first, self.closing)


def by_member(found: Iterable[T]) -> dict[str, list[T]]:
    """Return member id -> what is hers, in its order."""
    sorted_out: dict[str, list[T]] = {}
    for one in found:
        sorted_out.setdefault(one.member_id, []).append(one)
    return sorted_out


def meeting_text(meeting: MeetingFact, mark: str) -> str:
    """Say what a meeting was and how somebody stands on its sheet."""
    kinds = "、".join(words.label("meeting_kind_short", kind) for kind in meeting.kinds)
    return f"{kinds}，{words.label('mark', mark)}"


def make_up_text(made: MakeUpFact) -> str:
    """Say which day's meeting was made up."""
    return f"补{display_date(made.meeting_day, 'chinese')}的课"


def record_text(record: StudyFact, minutes: int) -> str:
    """Say what a study record is and how much of it counts in the year."""
    kind, counted = words.label("study_record.kind", record.kind), f"计{hours_text(minutes)}学时"
    if minutes == record.study_minutes:
        return f"{kind}，{counted}"
    span = f"{display_date(record.from_day, 'chinese')}至{display_date(record.to_day, 'chinese')}"
    return f"{kind}，{span}共{hours_text(record.study_minutes)}学时，按天数分到本年，{counted}"
