"""Study hours of single people out of a sheet with a line for each (学时统计): what one line would add to the ledger.

They are no meetings: each line is a study record of its person. The kind of study comes from a column or from what it
is called, else it is asked.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from exchange import meetings_when
from exchange.meetings_findings import MeetingFinding, refused, undecided
from exchange.meetings_row import RowReading, year_above
from exchange.meetings_when import plain_text
from exchange.roster_header import Column
from exchange.roster_sheet import Entry
from exchange.sheets.grid import Cell
from models import amounts
from models.dates import display_date
from models.errors import RefusedError
from models.kinds import records
from models.kinds.catalog import kind_of
from models.member import Member
from models.similar_names import name_key

if TYPE_CHECKING:
    from models.ledger import Ledger

_KINDS = (
    ("online", "网络|线上|在线|网上|学习强国|慕课|视频|远程"),
    ("self_study", "自学|自主学习"),
    ("delivered", "送学|上门"),
    ("training", "集中|培训|轮训|脱产|面授|线下|党校|专题班"),
)
_MINUTES = re.compile(r"(\d+(?:\.\d+)?)\s*分钟?")
_HOUR_WORD = re.compile(r"(个)?(学时|课时|小时)$")
_RANGE = re.compile(
    r"\s*(?:至|到|~|—|–|--|(?<=\s)-(?=\s)|(?<=[日号])-|(?<=\d{2})-(?=\d{4})|(?<=\d)-(?=\d{1,2}[.月]\d))\s*"
)
_DAY_ALONE = re.compile(r"(?:(\d{1,2})[月.])?(\d{1,2})[日号]?")


@dataclass(slots=True)
class Study:
    """One person's study as a line tells it; `member_id` is empty while nobody knows whose it is."""

    member_id: str = ""
    day: str = ""
    kind: str = ""
    to_day: str = ""
    minutes: int = 0
    findings: list[MeetingFinding] = field(default_factory=list)


def read_study(
    reading: RowReading, members: Sequence[Member], values: Mapping[str, str], people: Mapping[str, str], today: date
) -> Study:
    """Read a line of study hours. values: `study_kind`; people: `person:张三` -> the member it is."""
    found = Study(day=reading.day, to_day=reading.day)
    _days(reading, found, today)
    name = reading.row.lines[0].name
    found.member_id = _who(name, members, people, found.findings)
    found.minutes = _minutes(reading.row.entries.get("study_minutes", ()), found.findings)
    found.kind = values.get("study_kind", "") or _kind(reading)
    if not found.kind:
        kinds = tuple(kind_of("study_record").choices("kind"))
        found.findings.append(undecided("study_kind", "meetings-study-kind", kinds, value=_told(reading)))
    return found


def _days(reading: RowReading, found: Study, today: date) -> None:
    """Read first and last day, of one text that spans both or of two columns; keep the doubts about a day otherwise."""
    year = year_above(reading.row, "")
    first, last = span(reading.row.entries.get("day", ()), year, today)
    end = tuple(entry for entry in reading.row.entries.get("end_time", ()) if not entry.cell.flaw)
    if first:
        found.day, found.to_day = first, last
    elif reading.day and end:
        found.to_day = meetings_when.read_when(end, year=year, month=0, today=today).day or reading.day
    found.findings += [one for one in reading.findings if _concerns(one.field, dated=bool(first))]
    if found.day and found.to_day < found.day:
        found.findings.append(refused("to_day", "dates-reversed", first=found.day, last=found.to_day))
    if found.to_day > today.isoformat():
        shown = display_date(found.to_day, "chinese")
        found.findings.append(
            refused("day", "study-in-future", day=shown, today=display_date(today.isoformat(), "chinese"))
        )


def _concerns(field_: str, *, dated: bool) -> bool:
    """Tell whether a doubt about a row is one about study as well."""
    others = ("kinds", "study_minutes", "attendees", "away", "start_time", "end_time", "group_id")
    return field_ not in (*others, "day") if dated else field_ not in others


def span(entries: Sequence[Entry], year: int, today: date) -> tuple[str, str]:
    """Return the first and last day that a text spanning several days tells; empty when it does not."""
    text = unicodedata.normalize("NFKC", " ".join(plain_text(entry.cell) for entry in entries))
    parts = _RANGE.split(text)
    if len(parts) != 2:
        return "", ""
    first = _day(parts[0], year, today)
    alone = _DAY_ALONE.fullmatch(parts[1].strip())
    if alone and first:
        month = int(alone[1] or first[5:7])
        try:
            last = date(int(first[:4]), month, int(alone[2])).isoformat()
        except ValueError:
            return "", ""
    else:
        last = _day(parts[1], year, today)
    return (first, last) if first and last and first <= last else ("", "")


def kept_alike(ledger: "Ledger", member_id: str) -> set[tuple[str, str, str, int]]:
    """Return what is kept of a member's study, as the lines of a file are compared with it."""
    kept = records.listed(ledger, kind_of("study_record"), member_id=member_id)
    return {(one.title, one.day, one.text("to_day"), one.number("study_minutes") or 0) for one in kept}


def _day(text: str, year: int, today: date) -> str:
    entry = Entry(Column(0, "day", ""), Cell(text.strip()))
    return meetings_when.read_when((entry,), year=year, month=0, today=today).day


def _who(name: str, members: Sequence[Member], people: Mapping[str, str], findings: list[MeetingFinding]) -> str:
    decided = people.get(f"person:{name}", "")
    found = [one.id for one in members if name_key(one.name) == name_key(name)]
    if decided in {one.id for one in members}:
        return decided
    if len(found) == 1:
        return found[0]
    code = "meetings-row-two-people" if found else "meetings-study-nobody"
    findings.append(undecided("person", code, tuple(found), name=name or "（没有姓名）"))
    return ""


def _minutes(entries: Sequence[Entry], findings: list[MeetingFinding]) -> int:
    written = "；".join(plain_text(entry.cell) for entry in entries if not entry.cell.flaw)
    in_minutes = _MINUTES.fullmatch(written)
    try:
        if in_minutes or (entries and "分钟" in entries[0].column.label):
            minutes = float(in_minutes[1] if in_minutes else written)
            return amounts.checked_minutes(
                round(minutes), most=amounts.MOST_RECORD_MINUTES, field="study_record.study_minutes", written=written
            )
        kept = amounts.minutes_of(
            _HOUR_WORD.sub("", written).strip(), most=amounts.MOST_RECORD_MINUTES, field="study_record.study_minutes"
        )
    except ValueError:
        kept = 0
    except RefusedError as error:
        findings.append(refused("study_minutes", error.code, **error.facts))
        return 0
    if not kept:
        findings.append(refused("study_minutes", "meetings-study-no-hours"))
    return kept


def _kind(reading: RowReading) -> str:
    """Return the kind of study that a column for it names, else what it is called or the header over that; the way it
    was held (网上) counts before the word for any training.
    """
    titles = [entry for name in ("topic", "name", "content") for entry in reading.row.entries.get(name, ())]
    for told in (_told(reading), reading.topic, " ".join(entry.column.label for entry in titles)):
        kind = next((kind for kind, pattern in _KINDS if re.search(pattern, told)), "")
        if kind:
            return kind
    return ""


def _told(reading: RowReading) -> str:
    entries = [entry for name in ("study_kind", "kinds") for entry in reading.row.entries.get(name, ())]
    return " ".join(plain_text(entry.cell) for entry in entries)[:20]
