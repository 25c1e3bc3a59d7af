"""What one row of a register would do to the ledger: its group, who should have come, whether it is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from exchange import meetings_groups, meetings_hours
from exchange.meetings_findings import MeetingFinding, refused, undecided, warning
from exchange.meetings_roll import Roll, call_roll
from exchange.meetings_row import RowReading
from exchange.roster_findings import REFUSED, UNDECIDED, WARNING
from models import attendance, group, meeting, member, organization, spans, texts
from models.attendance import Attendee
from models.dates import display_date
from models.errors import RefusedError
from models.member import Member

if TYPE_CHECKING:
    from models.ledger import Ledger

_OF_EVERYBODY = ("assembly", "committee")
_PARTY_FOUNDED = "1921-07-01"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a row.

    skip: leave it out. as_new: it is another meeting than the one like it. values: `day` in ISO text, `kinds` joined
    by `+`, `group_id`, `topic`, `study_kind`, and those of `meetings_columns.settled` and `meetings_roll.call_roll`.
    people: `away:张三` -> member id, empty to leave the name out.
    """

    skip: bool = False
    as_new: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the preview. state: one of `STATES`. name: the topic as it can be shown. values: what
    `meeting.record_meeting` takes beside kinds, day, topic and group. expected: who should have come. place: where it
    stands when that is no row. hours: it is no meeting but the study of the member `person`, of the kind `study_kind`.
    """

    sheet: str
    row: int
    name: str
    state: str
    day: str = ""
    kinds: tuple[str, ...] = ()
    group_id: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    expected: tuple[Attendee, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[MeetingFinding, ...] = ()
    hidden: bool = False
    place: str = ""
    hours: bool = False
    person: str = ""
    study_kind: str = ""

    @property
    def key(self) -> tuple[str, int]:
        """Sheet and row number: what decisions refer to."""
        return self.sheet, self.row

    def deciding(self) -> tuple[MeetingFinding, ...]:
        """The findings that keep the row out, the refusals first."""
        kept_out = [f for f in self.findings if f.level == REFUSED]
        return (*kept_out, *(f for f in self.findings if f.level == UNDECIDED))


class Planner:
    """Turns readings into rows of the plan, one after the other."""

    def __init__(self, ledger: "Ledger", today: date) -> None:
        self._read: list[tuple[PlanRow, Decision]] = []
        self._ledger, self._today = ledger, today
        self._founded = organization.own(ledger).founded_date
        self._groups = group.list_groups(ledger)
        self._standing: dict[tuple[str, bool, str], tuple[tuple[Attendee, ...], MeetingFinding | None]] = {}
        self._registers: dict[str, tuple[Attendee, ...]] = {}
        self._in_file: dict[tuple[str, str, str, str], list[PlanRow]] = {}
        self._hours: dict[tuple[str, str, str, str, int], PlanRow] = {}
        self._kept_hours: dict[str, set[tuple[str, str, str, int]]] = {}

    @cached_property
    def _kept(self) -> dict[str, list[meeting.Meeting]]:
        """The ledger's meetings by day, withdrawn ones left out."""
        found: dict[str, list[meeting.Meeting]] = {}
        for one in meeting.list_meetings(self._ledger):
            found.setdefault(one.day, []).append(one)
        return found

    def add(self, reading: RowReading, decision: Decision, *, living: bool = False) -> None:
        """Read one row's day, group and names; its state comes with `finish`. living: see `call_roll`."""
        sheet, number = reading.row.key
        if decision.skip:
            row = PlanRow(
                sheet, number, reading.topic, "skipped", reading.day, reading.kinds,
                place=reading.row.place, hours=reading.row.hours,
            )  # fmt: skip
        elif reading.row.hours:
            row = self._study(reading, decision)
        else:
            row = self._meeting(reading, decision, living)
        self._read.append((row, decision))

    def _meeting(self, reading: RowReading, decision: Decision, living: bool) -> PlanRow:
        sheet, number = reading.row.key
        findings = list(reading.findings)
        group_id = self._group(reading, decision, findings)
        findings += self._about_day(reading.day)
        expected: tuple[Attendee, ...] = ()
        roll = Roll()
        open_ = any(f.field in ("day", "group_id") and f.level != WARNING for f in findings)
        if reading.day and reading.kinds and not open_ and not reading.asked:
            expected, trouble = self._expected(reading, group_id)
            findings += [trouble] if trouble else []
            if trouble is None:
                register = self._register(reading.day)
                roll = call_roll(
                    reading, expected, register, people=decision.people, values=decision.values, living=living
                )
                findings += roll.findings
        values = self._values(reading, roll, findings)
        return PlanRow(
            sheet, number, reading.topic, "", reading.day, reading.kinds, group_id, values, expected,
            roll.marks, roll.reasons, tuple(findings), reading.row.hidden, reading.row.place,
        )  # fmt: skip

    def _study(self, reading: RowReading, decision: Decision) -> PlanRow:
        """Read one line of somebody's study hours."""
        sheet, number = reading.row.key
        study = meetings_hours.read_study(reading, self._members, decision.values, decision.people, self._today)
        findings = [*study.findings, *(one for one in self._about_day(study.day) if one.code != "meeting-in-future")]
        name = next((one.name for one in self._members if one.id == study.member_id), reading.row.lines[0].name)
        return PlanRow(
            sheet, number, f"{name}：{reading.topic}" if reading.topic else name, "", study.day, (), "",
            {"title": reading.topic, "to_day": study.to_day, "study_minutes": study.minutes},
            findings=tuple(findings), hidden=reading.row.hidden, place=reading.row.place, hours=True,
            person=study.member_id, study_kind=study.kind,
        )  # fmt: skip

    @cached_property
    def _members(self) -> list[Member]:
        """Everybody of the register, those who left too: they studied while they were here."""
        return member.list_members(self._ledger, status="")

    def finish(self) -> tuple[PlanRow, ...]:
        """Give every row its state, after a look at what is in the ledger and elsewhere in the file."""
        for row, _ in self._read:
            if not row.state and row.day and row.kinds:
                self._in_file.setdefault(_key(row), []).append(row)
        settled = []
        for row, decision in self._read:
            settle = self._settled_study if row.hours else self._settled
            settled.append(row if row.state else settle(row, decision))
        return tuple(settled)

    def _settled_study(self, row: PlanRow, _decision: Decision) -> PlanRow:
        findings = list(row.findings)
        told = (str(row.values["title"]), row.day, str(row.values["to_day"]), int(row.values["study_minutes"]))
        if row.person and told in self._studied(row.person):
            return replace(row, state="same", findings=())
        above = self._hours.setdefault((row.person, *told), row)
        if row.person and above is not row:
            findings.append(refused("topic", "meetings-row-twice", other=f"“{above.sheet}”第 {above.row} 行"))
        return replace(row, state=_state(findings), findings=tuple(findings))

    def _studied(self, member_id: str) -> set[tuple[str, str, str, int]]:
        if member_id not in self._kept_hours:
            self._kept_hours[member_id] = meetings_hours.kept_alike(self._ledger, member_id)
        return self._kept_hours[member_id]

    def _settled(self, row: PlanRow, decision: Decision) -> PlanRow:
        kept = next((one for one in self._like(row) if _is_same(row, one)), None)
        if kept is not None:
            return replace(row, state="same", findings=self._other_marks(row, kept))
        levels = {finding.level for finding in row.findings}
        findings = list(row.findings)
        if REFUSED not in levels and row.day and row.kinds:
            above = next((one for one in self._in_file[_key(row)] if _meets(one, row)), row)
            if above is not row:
                code = "meetings-row-twice" if above.marks == row.marks else "meetings-row-twice-differs"
                findings.append(refused("topic", code, other=f"“{above.sheet}”第 {above.row} 行"))
            elif not decision.as_new and (other := self._resembling(row)):
                findings.append(undecided("topic", "meetings-row-like", topic=other.topic, kinds=other.kind_words))
        return replace(row, state=_state(findings), findings=tuple(findings))

    def _like(self, row: PlanRow) -> list[meeting.Meeting]:
        return self._kept.get(row.day, []) if row.day and row.kinds else []

    def _other_marks(self, row: PlanRow, kept: meeting.Meeting) -> tuple[MeetingFinding, ...]:
        """Return a remark where the row names other absences than the sheet that is kept, and stays."""
        if not row.marks:
            return ()
        lines = attendance.sheet(self._ledger, kept.id)
        told = [one.name for one in lines if row.marks.get(one.member_id, "present") != one.mark]
        return (warning("away", "meetings-row-other-marks", names="、".join(told)),) if told else ()

    def _resembling(self, row: PlanRow) -> meeting.Meeting | None:
        """Return a kept meeting of that day, kind and group with another topic, unless this file tells of it too."""
        for one in self._like(row):
            key = (one.day, one.kinds, one.group_id or "", one.topic)
            if key[:3] == _key(row)[:3] and key not in self._in_file:
                return one
        return None

    # --- day, group, sheet ------------------------------------------------------------

    def _about_day(self, day: str) -> list[MeetingFinding]:
        if not day:
            return []
        shown = display_date(day, "chinese")
        if day < _PARTY_FOUNDED:
            return [refused("day", "meetings-row-day-impossible", value=shown)]
        if day > self._today.isoformat():
            today = display_date(self._today.isoformat(), "chinese")
            return [refused("day", "meeting-in-future", day=shown, today=today)]
        if not spans.begun(self._founded, date.fromisoformat(day)):
            founded = display_date(self._founded, "chinese")
            return [refused("day", "meeting-before-founding", day=shown, founded=founded)]
        return []

    def _group(self, reading: RowReading, decision: Decision, findings: list[MeetingFinding]) -> str:
        """Return the id of the row's group, empty where it has none or it is being asked."""
        if "group_id" in decision.values:
            return decision.values["group_id"]
        choices = tuple(one.id for one in self._groups)
        if "group" not in reading.kinds and set(reading.kinds) & set(_OF_EVERYBODY):
            return ""
        if not meetings_groups.is_everybody(reading.group):
            found = meetings_groups.named(self._groups, reading.group)
            if found is None:
                findings.append(undecided("group_id", "meetings-row-group-unknown", choices, value=reading.group[:20]))
            return found.id if found else ""
        if "group" not in reading.kinds:
            return ""
        kinds = [entry.cell.value for entry in reading.row.entries.get("kinds", ())]
        for text in (*map(str, kinds), reading.topic, *reading.row.above):
            inside = meetings_groups.inside(self._groups, text)
            if inside is not None:
                return inside.id
        findings.append(undecided("group_id", "meetings-row-group-missing", choices))
        return ""

    def _expected(self, reading: RowReading, group_id: str) -> tuple[tuple[Attendee, ...], MeetingFinding | None]:
        """Return who should have come, or why that cannot be told; asked once for each day, group and circle."""
        key = (reading.day, set(reading.kinds) == attendance.ONLY_COMMITTEE, group_id)
        if key not in self._standing:
            self._standing[key] = self._expected_now(reading, group_id)
        return self._standing[key]

    def _expected_now(self, reading: RowReading, group_id: str) -> tuple[tuple[Attendee, ...], MeetingFinding | None]:
        day = date.fromisoformat(reading.day)
        try:
            found = attendance.expected(self._ledger.query, kinds=reading.kinds, day=day, group_id=group_id or None)
        except RefusedError as error:
            if error.code == "group-not-standing":
                choices = tuple(one.id for one in self._groups if spans.stood(one.formed_date, one.dissolved_date, day))
                return (), undecided("group_id", error.code, choices, **error.facts)
            return (), refused("kinds", error.code, **error.facts)
        return tuple(found), None if found else refused("", "meetings-row-no-members")

    def _register(self, day: str) -> Sequence[Attendee]:
        if day not in self._registers:
            self._registers[day] = tuple(attendance.register_on(self._ledger.query, date.fromisoformat(day)))
        return self._registers[day]

    def _values(self, reading: RowReading, roll: Roll, findings: list[MeetingFinding]) -> dict[str, str | int]:
        """Return the values with guests and, in the remark, the names that were left out."""
        values = dict(reading.values)
        notes = [str(values.get("remark", ""))]
        if roll.left_out:
            notes.append(f"表中另有{'、'.join(dict.fromkeys(roll.left_out))}，不在应到名单，未登记考勤")
        for name, text in (("guests", roll.guests), ("remark", "；".join(note for note in notes if note))):
            try:
                kept = texts.line(f"meeting.{name}", text, meeting.TEXT_LIMITS[name], multiline=name == "guests")
            except RefusedError as error:
                findings.append(MeetingFinding(REFUSED, name, error.code, error.facts))
                continue
            values.pop(name, None)
            if kept:
                values[name] = kept
        return values


def _state(findings: Sequence[MeetingFinding]) -> str:
    levels = {finding.level for finding in findings}
    return "refused" if REFUSED in levels else "undecided" if UNDECIDED in levels else "new"


def _key(row: PlanRow) -> tuple[str, str, str, str]:
    return row.day, meeting.joined(row.kinds), row.group_id, row.name


def _is_same(row: PlanRow, kept: meeting.Meeting) -> bool:
    """Tell whether a row tells of a kept meeting; different hours of beginning make two meetings."""
    starts = {str(row.values.get("start_time", "")), kept.start_time} - {""}
    return _key(row) == (kept.day, kept.kinds, kept.group_id or "", kept.topic) and len(starts) < 2


def _meets(one: PlanRow, other: PlanRow) -> bool:
    """Tell whether two rows of one key tell of one meeting."""
    return len({str(row.values.get("start_time", "")) for row in (one, other)} - {""}) < 2
