"""What the cells of one row mean: kinds, day, times, texts, hours and the names, with what is wrong with them.

Nothing is repaired and nothing is guessed. Who the names are and who should have come is `meetings_roll`.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from exchange import meetings_header, meetings_kinds, meetings_when
from exchange.meetings_findings import MeetingFinding, refused, undecided, warning
from exchange.meetings_people import People, read_people
from exchange.meetings_sheet import MeetingRow
from exchange.meetings_spoken import Spoken, all_but, is_elsewhere, only_a_part, read_spoken
from exchange.meetings_when import When, plain_text, text_of
from exchange.roster_findings import REFUSED
from exchange.roster_header import Column
from exchange.roster_sheet import Entry
from exchange.sheets.grid import Cell, cell_name
from models import amounts, cell_text, meeting, texts, words
from models.dates import display_date
from models.errors import RefusedError

_TEXTS = ("place", "chair", "recorder", "lecturer", "lecturer_post", "decisions", "effect", "remark")
_HOUR_WORD = re.compile(r"(个)?(学时|课时|小时)$")
_AWAY_SOMEHOW = "缺席、请假"
"""Stands for the header over names of whom is only said that they did not come."""

_TOPIC_LIMIT = meeting.TEXT_LIMITS["topic"]
_WHEN_CODES = {
    "undecided": "row-date-undecided",
    "lunar": "row-date-lunar",
    "missing": "meetings-row-day-missing",
    "not-a-day": "meetings-row-not-a-day",
    "no-year": "meetings-row-no-year",
}


@dataclass(frozen=True, slots=True)
class Absence:
    """The cells of one column of absentees: its header, and the names in it."""

    label: str
    people: People


@dataclass(slots=True)
class RowReading:
    """One row understood.

    topic: as it can be shown, even of a refused row. values: what `meeting.record_meeting` takes beside kinds, day,
    topic and group. group: as written. counts: `expected`, `present`, `away` -> the number in the sheet.
    called: who should have come, as the sheet lists them. all_came: it is said that all (others) came; unclear: words
    on attendance that nobody understands. asked: a column of the row waits for its meaning, and who came cannot be told
    before.
    """

    row: MeetingRow
    topic: str = ""
    day: str = ""
    kinds: tuple[str, ...] = ()
    group: str = ""
    values: dict[str, str | int] = field(default_factory=dict)
    absences: list[Absence] = field(default_factory=list)
    away_reason: str = ""
    attendees: People | None = None
    called: People | None = None
    guests: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    all_came: bool = False
    unclear: str = ""
    asked: bool = False
    findings: list[MeetingFinding] = field(default_factory=list)


def when_of(row: MeetingRow, year: int, today: date) -> When:
    """Return the day of a row. year: for one written without, 0 for none."""
    month = next((found for text in row.above if (found := meetings_when.month_in(text))), 0)
    entries = tuple(entry for entry in row.entries.get("day", ()) if not entry.cell.flaw)
    return meetings_when.read_when(entries, year=year, month=month, today=today)


def year_above(row: MeetingRow, file: str) -> int:
    """Return the only year that headings, titles or the file's name tell, else 0."""
    for text in (*row.above, file):
        years = meetings_when.years_in(text)
        if years:
            return years[0] if len(years) == 1 else 0
    return 0


def read_row(
    row: MeetingRow, *, today: date, year: int = 0, file: str = "", decided: Mapping[str, str] | None = None
) -> RowReading:
    """Read one row.

    year: the user's for days without one, 0 for that of headings, titles or the file's name. decided: field -> what a
    person settled on (`day` in ISO text, `kinds` joined by `+`, `group_id` is `meetings_roll`'s).
    """
    reader = _RowReader(row, today, year, file, dict(decided or {}))
    reader.read()
    return reader.reading


class _RowReader:
    def __init__(self, row: MeetingRow, today: date, year: int, file: str, decided: dict[str, str]) -> None:
        self.reading = RowReading(row)
        self._row, self._today, self._decided = row, today, decided
        self._year = year or year_above(row, file)

    def read(self) -> None:
        self._flaws()
        self._topic()
        self._kinds()
        if not any(finding.field == "topic" for finding in self.reading.findings):
            self._topic_of_kind()
        self._when()
        self._times()
        for name in _TEXTS:
            self._text(name)
        self._hours()
        self.reading.group = self._written("group")
        self._people()
        self._counts()
        if self._row.hidden:
            self._say(warning("", "meetings-row-hidden"))

    # --- helpers ----------------------------------------------------------------------

    def _say(self, finding: MeetingFinding) -> None:
        self.reading.findings.append(finding)

    def _entries(self, name: str) -> tuple[Entry, ...]:
        return tuple(e for e in self._row.entries.get(name, ()) if not e.cell.flaw)

    def _written(self, name: str, *, multiline: bool = False) -> str:
        """Return what stands under a field's headers, several cells joined; nothing for words that say nothing."""
        said = dict.fromkeys(_clean(text_of(e.cell), multiline=multiline) for e in self._entries(name))
        return ("\n" if multiline else "；").join(text for text in said if not cell_text.says_nothing(text))

    def _flaws(self) -> None:
        for name, entries in self._row.entries.items():
            if not meetings_header.rule(name).kept or name in self._decided:
                continue
            for entry in entries:
                if entry.cell.flaw:
                    place = cell_name(self._row.row, entry.column.number)
                    shown = plain_text(entry.cell)[:40]
                    # Who is in a picture is not known; anything else may be left empty.
                    seen = undecided if name in ("away", "attendees") else warning
                    judge = seen if entry.cell.flaw == "picture" else refused
                    self._say(judge(_field(name), f"row-{entry.cell.flaw}", cell=place, value=shown))
        for name in self._row.ditto:
            self._say(undecided(_field(name), "meetings-row-ditto"))

    def _line(self, name: str, text: str, *, multiline: bool = False) -> str:
        """Return a text as the ledger keeps it, or say why it cannot."""
        try:
            return texts.line(f"meeting.{name}", text, meeting.TEXT_LIMITS[name], multiline=multiline)
        except RefusedError as error:
            self._say(MeetingFinding(REFUSED, name, error.code, error.facts))
            return ""

    def _keep(self, name: str, value: str | int) -> None:
        if value:
            self.reading.values[name] = value

    # --- what it was ------------------------------------------------------------------

    def _topic(self) -> None:
        told = {name: self._written(name) for name in ("topic", "name")}
        content, minutes = self._written("content", multiline=True), self._written("minutes", multiline=True)
        topic = self._decided.get("topic") or told["topic"] or told["name"]
        if not topic and content:
            first = re.split(r"[\n。；;]", content, maxsplit=1)[0].strip()
            topic = first if len(first) <= _TOPIC_LIMIT else content[:_TOPIC_LIMIT]
            content = "" if first == content else content
        self.reading.topic = " ".join(topic.split())[:60]
        if not topic and self._row.marked and self._row.lines and not self._row.person:
            # A grid tells days and people; its title tells what was held (see `_kinds`).
            pass
        elif topic:
            self.reading.topic = self._line("topic", topic) or self.reading.topic
        else:
            self._say(self._no_topic())
        whole = "\n".join(text for text in (content, minutes) if text)
        self._keep("minutes", self._line("minutes", whole, multiline=True))

    def _no_topic(self) -> MeetingFinding:
        if not self._row.person:
            return refused("topic", "meetings-row-no-topic")
        return refused("topic", "meetings-line-no-topic", names=_people_of(self._row))

    def _kinds(self) -> None:
        if "kinds" in self._decided:
            self.reading.kinds = tuple(self._decided["kinds"].split("+"))
            return
        written = self._written("kinds") or self._written("study_kind")
        found = meetings_kinds.read(written) if written else self._kinds_around()
        if not found.kinds:
            code = "meetings-row-kind-unknown" if written else "meetings-row-kind-missing"
            self._say(undecided("kinds", code, meeting.MEETING_KINDS, value=written[:20]))
        elif found.unknown:
            self._say(warning("kinds", "meetings-row-kind-part", value=found.unknown[:20], meant=found.words))
        self.reading.kinds = found.kinds

    def _topic_of_kind(self) -> None:
        """Let a day of a grid that tells no topic be called by its kind, and say so."""
        if not self.reading.topic and self._row.lines and self.reading.kinds:
            self.reading.topic = "、".join(words.label("meeting_kind_short", kind) for kind in self.reading.kinds)
            self._say(warning("topic", "meetings-grid-topic", topic=self.reading.topic))

    def _kinds_around(self) -> meetings_kinds.Kinds:
        """Return the kinds that name or topic consist of, or the name ends with, else that of what stands above."""
        over = next((one.kinds for text in self._row.above if len((one := meetings_kinds.read(text)).kinds) == 1), ())
        for name in ("name", "topic"):
            told = meetings_kinds.read(self._written(name))
            if not told.kinds or told.unknown:
                continue
            if name == "topic" and over and told.kinds != over:
                # 学习 on the sheet 党员大会 is what was done there; 党课 on it may be either.
                return meetings_kinds.Kinds(over if told.kinds == ("study",) else ())
            return told
        for found in (meetings_kinds.at_end(self._written("name")), meetings_kinds.at_start(self._written("name"))):
            if found.kinds:
                return found
        return meetings_kinds.Kinds(over)

    # --- when it was ------------------------------------------------------------------

    def _when(self) -> None:
        when = when_of(self._row, self._year, self._today)
        if when.odd_times:
            self._say(warning("start_time", "meetings-row-time-odd", value=when.odd_times))
        self._keep("start_time", when.start)
        self._keep("end_time", when.end)
        if "day" in self._decided:
            self.reading.day = texts.full_date("meeting.day", self._decided["day"])
        elif when.code:
            self._say(self._when_finding(when))
        else:
            self.reading.day = when.day
            if when.remark:
                meant = display_date(when.day, "chinese")
                self._say(warning("day", f"row-{when.remark}", value=when.written, meant=meant))

    def _when_finding(self, when: When) -> MeetingFinding:
        if when.code == "missing" and self._row.person:
            return refused("day", "meetings-line-no-day", names=_people_of(self._row))
        meant = "或".join(display_date(choice, "chinese") for choice in when.choices)
        if when.code in ("impossible", "unreadable"):
            return refused("day", f"meetings-row-day-{when.code}", value=when.written)
        return undecided("day", _WHEN_CODES[when.code], when.choices, value=when.written, meant=meant)

    def _times(self) -> None:
        for name in ("start_time", "end_time"):
            for entry in self._entries(name)[:1]:
                found = meetings_when.time_of(self._without_day(entry.cell))
                if found is None:
                    self._say(warning(name, "meetings-row-time-odd", value=plain_text(entry.cell)[:20]))
                elif found:
                    self._keep(name, found)
        start, end = (str(self.reading.values.get(name, "")) for name in ("start_time", "end_time"))
        if start and end and end <= start:
            self._say(refused("end_time", "meeting-across-midnight", start=start, end=end))

    def _without_day(self, cell: Cell) -> Cell:
        """Return a cell for a time without the meeting's own day before it."""
        if not isinstance(cell.value, str):
            return cell
        day, _, rest = " ".join(cell.value.split()).partition(" ")
        told = (Entry(Column(0, "day", ""), Cell(day)),)
        when = meetings_when.read_when(told, year=self._year, month=0, today=self._today)
        return replace(cell, value=rest) if rest and when.day == self.reading.day else cell

    # --- the rest ---------------------------------------------------------------------

    def _text(self, name: str) -> None:
        multiline = name in meeting.LONG_TEXTS
        self._keep(name, self._line(name, self._written(name, multiline=multiline), multiline=multiline))

    def _hours(self) -> None:
        written = unicodedata.normalize("NFKC", self._written("study_minutes"))
        try:
            self._keep("study_minutes", amounts.minutes_of(_HOUR_WORD.sub("", written).strip()))
        except RefusedError as error:
            self._say(MeetingFinding(REFUSED, "study_minutes", error.code, error.facts))

    def _people(self) -> None:
        for entry in self._entries("away"):
            text = _clean(text_of(entry.cell), multiline=True)
            plain = plain_text(entry.cell).removesuffix(".0")
            if number := re.fullmatch(r"(\d{1,5})[人名]?(?:\((\D{2,}[^()]*)\))?", plain):
                self.reading.counts["away"] = self.reading.counts.get("away", 0) + int(number[1])
                if not number[2]:
                    continue
                # 2人（张三、李四）
                text = number[2]
            if is_elsewhere(text):
                self._unclear(text)
            else:
                self.reading.absences.append(Absence(entry.column.label, read_people(text)))
        self.reading.away_reason = self._written("away_reason")
        self.reading.guests = self._written("guests")
        if called := self._written("called"):
            self.reading.called = read_people(called)
        for entry in self._entries("attendees"):
            told = plain_text(entry.cell)
            but = all_but(told)
            spoken = read_spoken(told)
            if number := re.fullmatch(r"(?:共|全体)?(?:党员)?\(?(\d{1,5})(?:\.0)?[名人]?\)?(?:党员)?", told):
                self.reading.counts["present"] = int(number[1])
            elif self._is_part(told):
                self._unclear(told)
            elif but is not None:
                self.reading.all_came = True
                self.reading.absences.append(Absence(_AWAY_SOMEHOW, read_people(but)))
            elif spoken.clear and (spoken.counts or (spoken.all_came and not read_people(told).everybody)):
                self._told(spoken)
            elif is_elsewhere(told):
                self._unclear(told)
            elif not cell_text.says_nothing(told):
                self._listed(told)
        if not self._row.lines:
            self._spoken()

    def _listed(self, text: str) -> None:
        """Read a list of those who came; one that ends in a number (张三等7人) only counts them."""
        people = read_people(text)
        number = re.search(r"(\d{1,5})[名人位](?:党员|同志)?$", text)
        if people.unsettled and number:
            self.reading.counts["present"] = int(number[1])
        elif people.unsettled:
            self._unclear(text)
            people = replace(people, everybody=False)
        self.reading.attendees = _together(self.reading.attendees, people)

    def _unclear(self, text: str) -> None:
        self.reading.unclear = self.reading.unclear or text[:40]

    def _spoken(self) -> None:
        """Read sentences on attendance: under 出勤情况, 签到状态, 到会率."""
        for name in ("both_counts", "status", "rate"):
            for entry in self._entries(name):
                text = _clean(text_of(entry.cell), multiline=False)
                if cell_text.says_nothing(text):
                    continue
                spoken = read_spoken(_percent(entry) if name == "rate" else text)
                if self._is_part(text):
                    self._unclear(text)
                elif _is_list(text, spoken):
                    self._listed(text)
                else:
                    self._told(spoken)
                    if not spoken.clear:
                        self._unclear(text)

    def _told(self, spoken: Spoken) -> None:
        """Take what a sentence on attendance says."""
        self.reading.counts |= spoken.counts
        self.reading.all_came |= spoken.all_came
        if spoken.people.said:
            self.reading.absences.append(Absence(_AWAY_SOMEHOW, spoken.people))

    def _is_part(self, text: str) -> bool:
        """Tell whether a text only names a circle, and not that of a committee's meeting (全体支委)."""
        committee = self.reading.kinds == ("committee",) and re.search("支委|委员|班子", text)
        return only_a_part(text) and not committee

    def _counts(self) -> None:
        for name in ("expected", "present", "away"):
            number = re.match(r"\D{0,6}(\d{1,5})(?!\d)", unicodedata.normalize("NFKC", self._written(f"{name}_count")))
            if number:
                self.reading.counts[name] = int(number[1])


def _is_list(text: str, spoken: Spoken) -> bool:
    """Tell whether a text under 签到情况 is a list of names, each perhaps with a sign, and no sentence."""
    people = read_people(text)
    plain = not spoken.counts and not spoken.all_came and not people.unsettled
    return plain and len(people.said) > 1 and any(not one.mark for one in people.said)


def _people_of(row: MeetingRow) -> str:
    return "、".join(line.name for line in row.lines)[:40]


def _together(one: People | None, other: People) -> People:
    """Return the people of two cells as one."""
    if one is None:
        return other
    return People((*one.said, *other.said), one.everybody or other.everybody, one.unsettled or other.unsettled)


def _percent(entry: Entry) -> str:
    """Return a rate of attendance with its sign, however the cell keeps it."""
    value = entry.cell.value
    if isinstance(value, int | float):
        share = value * 100 if value <= 1 else value
        return f"{share:g}%"
    text = plain_text(entry.cell)
    return text if "%" in text else f"{text}%"


def _field(name: str) -> str:
    """Return the field of a finding for a column that only helps another."""
    helpers = {"name": "topic", "content": "minutes", "away_reason": "away", "group": "group_id"}
    counts = {f"{one}_count": "attendees" for one in ("expected", "present", "away")} | {"both_counts": "attendees"}
    counts |= {"status": "attendees", "rate": "attendees", "person": "attendees", "branch": "", "study_kind": "kinds"}
    return (helpers | counts).get(name, name)


def _clean(text: str, *, multiline: bool) -> str:
    plain = unicodedata.normalize("NFC", text)
    if multiline:
        return plain.replace("\r\n", "\n").replace("\r", "\n").strip(" \u3000\xa0\t\n")
    return re.sub(r"[ \t]*[\r\n]+[ \t]*", " ", plain).strip(" \u3000\xa0\t")
