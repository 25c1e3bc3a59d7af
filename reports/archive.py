"""The data of 党员学习档案 (M49): each member's year, section by section.

The year is read once for everybody, in a few queries, and shared out among the members.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import (
    attendance,
    make_up,
    meeting,
    member,
    reading,
    study_archive,
    study_sections,
)
from models.errors import UsageError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.kinds.records import Record
from models.make_up import MakeUp
from models.meeting import Meeting
from models.rules import facts
from models.study_archive import StudyArchive
from reports import credit_sheet, pledge_record, unit
from reports.credit_sheet import MemberYear
from reports.fields import BoundData
from reports.options import PrintOptions
from reports.pledge_record import PledgeRecord
from reports.roster import EMPTY, RosterRow

if TYPE_CHECKING:
    from models.ledger import Ledger

@dataclass(frozen=True, slots=True)
class Attended:
    """A meeting and one member's part in it. speech: her talk of that day, should she have given one; hours_in: the
    section that tells its hours, where that is another one.
    """

    meeting: Meeting
    mark: str
    made_up: MakeUp | None
    speech: str
    hours_in: str = ""


@dataclass(frozen=True, slots=True)
class Lecture:
    """A Party lecture heard, or one given outside a meeting."""

    heard: Attended | None
    given: Record | None


@dataclass(frozen=True, slots=True)
class Read:
    """An item of the year's reading list and the day the member had read it, or nothing."""

    item: Record
    day: str


@dataclass(frozen=True, slots=True)
class MemberArchive:
    """Everything one member's archive of a year holds. credit: None for who is no member on the closing day."""

    person: RosterRow
    year: int
    kept: StudyArchive
    attended: Mapping[str, Sequence[Attended]]
    records: Sequence[Record]
    exams: Sequence[Record]
    reading: Sequence[Read]
    texts: Sequence[Record]
    talks: Sequence[Record]
    pledges: Sequence[PledgeRecord]
    credit: MemberYear | None

    @property
    def name(self) -> str:
        """Return the member's name."""
        return self.person.member.name

    def studied(self, section: str) -> list[Record]:
        """Return the study outside meetings that stands in a section."""
        return [one for one in self.records if one.kind.filed_in(one.text(one.kind.section_by)) == section]

    def written(self, kind: str) -> list[Record]:
        """Return the texts of a kind."""
        return [one for one in self.texts if one.text("kind") == kind]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the archives of the members asked for, else of everybody; one empty one to be filled by hand.

    Raises UsageError("print-no-member") for somebody who has no archive in the year, or when there are none.
    """
    own = unit.of(ledger, options)
    if options.blank_rows:
        return [bound(own, None, options)]
    found = {one.person.member.id: one for one in gather(ledger, options)}
    unknown = [one for one in options.members if one not in found]
    if unknown or not found:
        raise UsageError("print-no-member", year=own.year, member="、".join(unknown) or own.name)
    chosen = dict.fromkeys(options.members) or found
    return [bound(own, found[one], options) for one in chosen]


def bound(own: unit.Unit, one: MemberArchive | None, options: PrintOptions) -> BoundData:
    """Return one archive as the texts of the form; of nobody for a blank one."""
    name = one.name if one else ""
    scopes = {"unit": own.about(name), "archive": one, "person": one and one.person, "credit": one and one.credit}
    title = f"{own.year}年度党员学习档案" + (f"（{name}）" if name else "")
    return BoundData(scopes, EMPTY[options.empty], options.blank_rows, title, own.name, name)


def gather(ledger: "Ledger", options: PrintOptions) -> list[MemberArchive]:
    """Return the archive of everybody who was a member in the year, by pinyin, or of the members asked for."""
    own = unit.of(ledger, options)
    org, year, only = options.organisation, own.year, options.members
    kept = [one for one in study_archive.list_archives(ledger, org=org, year=year) if not only or one.member_id in only]
    people = {one.id: one for one in member.list_members(ledger, org=org, status="")}
    known = facts.load(ledger, org=org, first_year=year, last_year=year)
    alone = only[0] if len(only) == 1 else ""
    talks = _by_member(records.listed(ledger, kind_of("talk"), org=org, year=year, member_id=alone))
    attended = _attended(ledger, org, year, {one.member_id: known.sheets.get(one.member_id, ()) for one in kept}, talks)
    studied = _by_member(records.listed(ledger, kind_of("study_record"), org=org, year=year, member_id=alone))
    exams = _by_member(records.listed(ledger, kind_of("exam"), org=org, year=year, member_id=alone))
    texts = _by_member(records.listed(ledger, kind_of("reflection"), org=org, year=year, member_id=alone))
    read = _reading(ledger, org, year, alone)
    pledges = _pledges(ledger, options)
    reckoned = credit_sheet.members_of_year(ledger, options, own, only=only, known=known)
    credits = {one.hours.member_id: one for one in reckoned}
    return [
        MemberArchive(
            RosterRow(number, people[one.member_id], options.masked),
            year,
            one,
            attended.get(one.member_id, {}),
            studied.get(one.member_id, ()),
            exams.get(one.member_id, ()),
            read(one.member_id),
            texts.get(one.member_id, ()),
            talks.get(one.member_id, ()),
            pledges.get(one.member_id, ()),
            credits.get(one.member_id),
        )
        for number, one in enumerate(kept, 1)
    ]


def _pledges(ledger: "Ledger", options: PrintOptions) -> dict[str, list[PledgeRecord]]:
    """Return the pledges of members and leaders; the branch's stand in nobody's archive."""
    found: dict[str, list[PledgeRecord]] = defaultdict(list)
    for one in pledge_record.gather(ledger, options):
        found[one.pledge.member_id or ""].append(one)
    return found


def _by_member(rows: Iterable[Record]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[row.member_id].append(row)
    return found


def _attended(
    ledger: "Ledger",
    org: int,
    year: int,
    sheets: Mapping[str, Sequence[tuple[str, str]]],
    talks: Mapping[str, Sequence[Record]],
) -> dict[str, dict[str, list[Attended]]]:
    """Return member -> section -> meetings with her part in them, by day. sheets: member -> meeting id and mark."""
    made_up = {(one.meeting_id, one.member_id): one for one in make_up.list_make_ups(ledger, org)}
    spoken = {(member_id, one.day): one.title for member_id, given in talks.items() for one in given}
    listed = meeting.list_meetings(ledger, meeting.of_year(year), org=org, newest_first=False)
    held = {one.id: (at, one, _told_in(one.kind_list)) for at, one in enumerate(listed)}
    found: dict[str, dict[str, list[Attended]]] = {}
    for member_id, lines in sheets.items():
        sections = found[member_id] = defaultdict(list)
        for _, one, told_in, mark in sorted((*held[key], mark) for key, mark in lines if key in held):
            speech = spoken.get((member_id, one.day), "") if mark in attendance.PRESENT_MARKS else ""
            part = one, mark, made_up.get((one.id, member_id)), speech
            for section, hours_in in told_in:
                sections[section].append(Attended(*part, hours_in))
    return found


def _told_in(kinds: Collection[str]) -> list[tuple[str, str]]:
    """Return the sections of a meeting, each with the one that tells its hours where that is another."""
    home = study_sections.telling_hours(kinds)
    return [
        (name, home if name != home and name in study_sections.WITH_HOURS else "")
        for name in study_sections.of_meeting(kinds)
    ]


class _Reading:
    """Who has read which item of the year's list."""

    def __init__(self, items: Sequence[Record], done: Mapping[tuple[str, str], str]) -> None:
        self._items, self._done = items, done

    def __call__(self, member_id: str) -> list[Read]:
        """Return the list as one member's, what she has to read though she has not yet among it."""
        rows = [Read(item, self._done.get((item.id, member_id), "")) for item in self._items]
        return [one for one in rows if one.day or one.item.text("need") == "required"]


def _reading(ledger: "Ledger", org: int, year: int, member_id: str) -> _Reading:
    items = reading.list_items(ledger, org=org, year=year)
    marked = reading.list_done(ledger, org=org, year=year, member_id=member_id)
    done = {(one.text("reading_id"), one.member_id): one.day for one in marked}
    return _Reading(items, done)


def lectures(one: MemberArchive) -> list[Lecture]:
    """Return the Party lectures heard and given, by day."""
    heard = [Lecture(row, None) for row in one.attended.get("lecture", ())]
    given = [Lecture(None, row) for row in one.studied("lecture")]
    return sorted(heard + given, key=lambda row: row.heard.meeting.day if row.heard else _given_on(row))


def _given_on(row: Lecture) -> str:
    return row.given.day if row.given else ""
