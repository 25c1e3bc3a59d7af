"""Who came to an imported meeting: the names of a row against those who should have come on that day.

A name counts only when it is exactly that of one person; everything else is asked, never guessed.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from exchange import meetings_held, meetings_silence
from exchange.meetings_findings import MeetingFinding, refused, undecided, warning
from exchange.meetings_lines import read_line, role_of
from exchange.meetings_people import UNCLEAR, People, Said, mark_of, read_people
from exchange.meetings_row import RowReading
from exchange.meetings_sheet import Line
from exchange.meetings_spoken import read_spoken
from exchange.roster_findings import UNDECIDED
from models import texts, words
from models.attendance import AWAY_MARKS, PRESENT_MARKS, Attendee

_NAMED_AT_ONCE = 8
_REASON_LIMIT = 100
_CLAUSES = re.compile("[。；;\n]")
_SIGNS = re.compile(r"[、,;，；]")
_IS_AWAY = re.compile(
    "假|缺|未[到参出签]|没[到来参]|旷|迟到|晚到|^(?:[病事公]|因[病公事]|出差|公差|住院|生病|absent|late|sick|personal|official|leave)$"
)


@dataclass(slots=True)
class Roll:
    """The sheet of one meeting. marks, reasons: for everybody not simply present, as `record_meeting` takes them.

    left_out: names that a person decided to leave out. guests: who came besides and is no member.
    """

    marks: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    guests: str = ""
    findings: list[MeetingFinding] = field(default_factory=list)


def call_roll(
    reading: RowReading,
    expected: Sequence[Attendee],
    register: Sequence[Attendee],
    *,
    people: Mapping[str, str],
    values: Mapping[str, str],
    living: bool = False,
) -> Roll:
    """Match a row's names.

    people: `away:张三` or `attendees:张三` -> the member it is, empty to leave the name out. values: `bare_mark` for
    names without a word beside them, `unlisted` for people in no list, `unnamed` = `left-out` for people only counted,
    `silent` = `present` where nothing is said of anybody, `remark` = `away` | `present` for absences told in a remark,
    `counts` = `wrong` for a number that is, `missing` and `missing_leave` = ids joined by `+` of those it lacks,
    `held` = `held` where it reads as if nothing took place, `sign:△` -> a mark.
    living: a list of those who came is filled elsewhere on the sheet.
    """
    caller = _Caller(reading, expected, register, people, values)
    caller.call(living=living)
    return caller.roll


def name_key(name: str) -> str:
    """Return a name as names are compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())


class _Caller:
    def __init__(
        self,
        reading: RowReading,
        expected: Sequence[Attendee],
        register: Sequence[Attendee],
        people: Mapping[str, str],
        values: Mapping[str, str],
    ) -> None:
        self.roll = Roll()
        self._reading = reading
        self._expected = {one.member_id: one for one in expected}
        self._by_name = _by_name(expected)
        self._others = _by_name(one for one in register if one.member_id not in self._expected)
        self._people, self._values = people, values
        self._bare: list[str] = []
        self._unnamed = False

    def call(self, *, living: bool) -> None:
        if (held := meetings_held.doubt(self._reading.row)) and self._values.get("held") != "held":
            self._say(held)
        self._from_text(living)
        for absence in self._reading.absences:
            self._unnamed |= absence.people.unsettled or absence.people.everybody
            for said in absence.people.said:
                self._away(said, absence.label, alone=len(absence.people.said) == 1)
        if self._bare:
            names = "、".join(self._bare)
            self._say(undecided("away", "meetings-row-bare-mark", ("personal", "absent"), names=names))
        if self._unnamed and self._values.get("unnamed") != "left-out":
            self._say(undecided("away", "meetings-row-unnamed", ("left-out",)))
        self._lines()
        self._listed()
        self._scope()
        self._guests()
        told = self._away_count() or self._waiting() or self._values.get("silent") == "present"
        if not told and not meetings_silence.speaks(self._reading, living=living):
            self._say(meetings_silence.question(self._reading))
        self._counts()

    def _say(self, finding: MeetingFinding) -> None:
        self.roll.findings.append(finding)

    def _waiting(self) -> bool:
        return any(finding.level == UNDECIDED for finding in self.roll.findings)

    # --- whether anything is said -----------------------------------------------------

    def _from_text(self, living: bool) -> None:
        """Ask about absences that only a remark tells, or the minutes of a row that is silent otherwise."""
        reading = self._reading
        if reading.row.lines or any(absence.people.said for absence in reading.absences):
            return
        text = str(reading.values.get("remark", ""))
        said = self._away_in(text)
        if not said and not meetings_silence.speaks(reading, living=living):
            clauses = _CLAUSES.split(str(reading.values.get("minutes", "")))
            text, said = next(((one, told) for one in clauses if (told := self._away_in(one))), ("", []))
        decided = self._values.get("remark", "")
        if said and decided == "away":
            for one in said:
                self._away(one, "", alone=False)
        elif said and decided != "present":
            self._say(undecided("away", "meetings-roll-remark", ("away", "present"), value=text[:60]))

    def _away_in(self, text: str) -> list[Said]:
        """Return the people of the sheet whom a sentence tells to have been away."""
        told = (*read_people(text).said, *read_spoken(text).people.said)
        away = {name_key(one.name): one for one in told if one.mark in (*AWAY_MARKS, "leave")}
        return [one for key, one in away.items() if key in self._by_name]

    # --- who was away -----------------------------------------------------------------

    def _away(self, said: Said, label: str, *, alone: bool) -> None:
        member_id = self._who(said.name, "away")
        if not member_id:
            return
        mark = self._mark(said, label, alone=alone)
        if not mark:
            self._bare.append(said.name)
            return
        before = self.roll.marks.setdefault(member_id, mark)
        if before != mark and mark == "absent" and not said.reason and before in AWAY_MARKS:
            # Away in one column, with the kind of leave in another.
            return
        if before != mark:
            told = [words.label("mark", one) for one in (before, mark)]
            self._say(refused("away", "meetings-row-two-marks", name=said.name, first=told[0], second=told[1]))
        reason = said.reason or (self._reading.away_reason if alone else "")
        if reason:
            self.roll.reasons[member_id] = texts.without_invisible(reason)[:_REASON_LIMIT]

    def _mark(self, said: Said, label: str, *, alone: bool) -> str:
        """Return the mark that a name's own words mean, else a reason's column, else the header; empty to ask."""
        if said.mark == UNCLEAR:
            return self._values.get("bare_mark", "")
        mark = said.mark or (mark_of(self._reading.away_reason) if alone else "")
        if mark == "leave":
            self._say(warning("away", "meetings-row-leave-kind", name=said.name))
            return "personal"
        if mark:
            return mark
        of_label = mark_of(label)
        if of_label == "absent" and "假" in label:
            return self._values.get("bare_mark", "")
        if of_label == "leave":
            self._say(warning("away", "meetings-row-leave-kind", name=said.name))
            return "personal"
        if of_label == "absent" and said.reason:
            self._say(warning("away", "meetings-row-reason-odd", name=said.name, value=said.reason[:30]))
        return of_label or "absent"

    def _who(self, name: str, where: str) -> str:
        """Return the id of the one person of this name who should have come, else ask and return nothing."""
        decided = self._people.get(f"{where}:{name}")
        if decided == "":
            self.roll.left_out.append(name)
            return ""
        if decided in self._expected:
            return str(decided)
        found = self._by_name.get(name_key(name), [])
        if len(found) == 1:
            return found[0]
        if found:
            self._say(undecided(where, "meetings-row-two-people", tuple(found), name=name))
        elif name_key(name) in self._others:
            self._say(undecided(where, "meetings-row-not-expected", name=name))
        else:
            self._say(undecided(where, "meetings-row-nobody", name=name))
        return ""

    # --- what each says for herself ---------------------------------------------------

    def _lines(self) -> None:
        """Take each person's own line or cell; who has none is asked, unless the list names only those away."""
        row = self._reading.row
        if not row.lines:
            return
        if not (row.marked or role_of(row, self._values)):
            roles = ("present", "absent", "leave", "observer", "other")
            self._say(undecided("attendees", "meetings-column-people", roles, header=row.person))
            return
        there: set[str] = set()
        for line in row.lines:
            for said in read_people(line.name).said or (Said(line.name),):
                self._line(said, line, there)
        if self._waiting() or row.whole:
            return
        rest = [one for one in self._expected.values() if one.member_id not in there | set(self.roll.marks)]
        if rest:
            self._unlisted(rest)

    def _line(self, said: Said, line: Line, there: set[str]) -> None:
        read = read_line(said.name, line, self._reading.row, self._values)
        if read.finding is not None and read.finding not in self.roll.findings:
            self._say(read.finding)
        key = name_key(said.name)
        others = self._others.get(key, []) if key not in self._by_name else []
        if not read.mark or (not line.said and others):
            # Nothing told, or the empty cell of somebody who need not have come on that day.
            return
        if others and read.mark in (*PRESENT_MARKS, "observer"):
            if len(others) == 1:
                self.roll.marks.setdefault(others[0], "observer")
            return
        member_id = self._who(said.name, "attendees" if read.mark in PRESENT_MARKS else "away")
        if not member_id:
            return
        before = "present" if member_id in there else self.roll.marks.get(member_id, read.mark)
        if before != read.mark:
            told = [words.label("mark", one) for one in (before, read.mark)]
            self._say(refused("away", "meetings-row-two-marks", name=said.name, first=told[0], second=told[1]))
        elif read.mark == "present":
            there.add(member_id)
        else:
            self.roll.marks[member_id] = read.mark
        if read.reason and read.mark in AWAY_MARKS:
            self.roll.reasons[member_id] = texts.without_invisible(read.reason)[:_REASON_LIMIT]

    # --- who came ---------------------------------------------------------------------

    def _listed(self) -> None:
        """Compare a list of those who came: who stands in neither list is asked."""
        people = self._reading.attendees
        if people is None:
            return
        told = [said for said in people.said if said.mark and _IS_AWAY.search(said.reason or said.mark)]
        for said in told:
            # 张三（病假）, 李四（迟到） in the list of those who came.
            if self._by_name.get(name_key(said.name)) or not people.everybody:
                self._away(said, "", alone=False)
        if people.everybody or people.unsettled or not people.said:
            return
        people = People(tuple(said for said in people.said if said not in told))
        written = Counter(name_key(said.name) for said in people.said)
        there: set[str] = set()
        for said in people.said:
            namesakes = self._by_name.get(name_key(said.name), [])
            others = self._others.get(name_key(said.name), [])
            if namesakes and written[name_key(said.name)] == len(namesakes):
                there.update(namesakes)
            elif not namesakes and len(others) == 1:
                self.roll.marks.setdefault(others[0], "observer")
            elif member_id := self._who(said.name, "attendees"):
                there.add(member_id)
        for member_id in there:
            if self.roll.marks.get(member_id) in AWAY_MARKS:
                self._say(refused("attendees", "meetings-row-both-lists", name=self._expected[member_id].name))
        asked = self._waiting()
        rest = [one for one in self._expected.values() if one.member_id not in there | set(self.roll.marks)]
        if rest and not asked:
            self._unlisted(rest)

    def _scope(self) -> None:
        """Ask about those whom the sheet's own list of who should come leaves out and nothing else tells of."""
        people = self._reading.called
        listed = self._reading.attendees
        if self._waiting() or people is None or people.everybody or (listed and listed.said):
            return
        called = {name_key(said.name) for said in people.said}
        rest = [one for one in self._expected.values()
                if name_key(one.name) not in called and one.member_id not in self.roll.marks]  # fmt: skip
        if rest and called & set(self._by_name):
            self._unlisted(rest)

    def _unlisted(self, rest: list[Attendee]) -> None:
        mark = self._values.get("unlisted", "")
        if mark == "absent":
            self.roll.marks |= dict.fromkeys((one.member_id for one in rest), "absent")
        elif mark != "present":
            names = "、".join(one.name for one in rest[:_NAMED_AT_ONCE]) + ("等" if len(rest) > _NAMED_AT_ONCE else "")
            marks = ("absent", "present")
            self._say(undecided("attendees", "meetings-row-unlisted", marks, names=names, count=len(rest)))

    def _guests(self) -> None:
        """Members who came besides become observers; the other guests stay a text."""
        text = self._reading.guests
        matched = []
        for said in read_people(text).said:
            found = self._others.get(name_key(said.name), [])
            if len(found) == 1:
                self.roll.marks.setdefault(found[0], "observer")
                matched.append(said.name)
        left = [part.strip() for part in _SIGNS.split(text) if name_key(part) not in map(name_key, matched)]
        if read_people(text).said or not text:
            self.roll.guests = "、".join(part for part in left if part) if matched else text

    def _counts(self) -> None:
        """Tell where the numbers of the sheet differ from those that come out."""
        self._missing()
        if any(finding.code == "meetings-roll-missing" for finding in self.roll.findings):
            return
        away = self._away_count()
        ours = {"expected": len(self._expected), "present": len(self._expected) - away, "away": away}
        told = self._reading.counts
        if any(ours[name] != number for name, number in told.items()):
            names = {"expected": "应到", "present": "实到", "away": "缺席"}
            sheet = meetings_silence.told_counts(told)
            found = "、".join(f"{names[name]} {ours[name]}" for name in names if name in told)
            self._say(warning("attendees", "meetings-row-counts", sheet=sheet, found=found))

    def _missing(self) -> None:
        """Ask who is missing where the sheet counts fewer people than would be registered as present."""
        for name, mark in (("missing", "absent"), ("missing_leave", "personal")):
            for member_id in self._values.get(name, "").split("+"):
                if member_id in self._expected:
                    self.roll.marks.setdefault(member_id, mark)
        if self._waiting() or self._values.get("counts") == "wrong":
            return
        counts = self._reading.counts
        missing = meetings_silence.missing(counts, len(self._expected), self._away_count())
        if missing:
            facts = {"count": missing, "sheet": meetings_silence.told_counts(counts)}
            self._say(undecided("away", "meetings-roll-missing", ("wrong",), **facts))

    def _away_count(self) -> int:
        return sum(1 for mark in self.roll.marks.values() if mark in AWAY_MARKS)


def _by_name(people: Iterable[Attendee]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in people:
        found.setdefault(name_key(one.name), []).append(one.member_id)
    return found


def present_count(expected: int, marks: Mapping[str, str]) -> int:
    """Return how many of those expected came."""
    return expected - sum(1 for mark in marks.values() if mark not in (*PRESENT_MARKS, "observer"))
