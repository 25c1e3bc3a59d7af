"""What the columns of a register say once the branch's names are known: which are about people, which name branches.

A column whose header nobody knows and whose cells hold names of the register is asked: silence about it would count
as presence. An answer holds for all rows of the column.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from exchange import meetings_header
from exchange.meetings_findings import MeetingFinding, undecided
from exchange.meetings_people import read_people
from exchange.meetings_sheet import MeetingRow
from exchange.meetings_spoken import read_spoken
from exchange.meetings_when import plain_text, text_of
from exchange.roster_header import Column
from exchange.roster_sheet import Entry
from models import cell_text
from models.roll_call_words import looks_like_name
from models.similar_names import name_key

ROLES: dict[str, tuple[str, str]] = {
    "present": ("attendees", "到会"),
    "absent": ("away", "缺席"),
    "leave": ("away", "请假"),
    "observer": ("guests", "列席"),
    "other": ("", ""),
}
"""What a column of names can be -> the field and header it is then read under."""

_OPEN = ("", "scope")
_COUNTS = {"present_count": "attendees", "away_count": "away", "expected_count": ""}
_ABOUT_PEOPLE = re.compile("(人员|党员|同志|名单|姓名|人|者)$")
_NUMBER = re.compile(r"[\d.%/]+[人名]?")
_OF_ATTENDANCE = re.compile("[到签]|出席|出勤|参[加会]|人员|人数|党员")
_ENOUGH = 2 / 3

Place = tuple[str, int, str]
"""Sheet, number and header of a column."""


@dataclass(slots=True)
class Columns:
    """What is known of a file's columns. asked: about people, of a header nobody knows; renamed: counts that hold
    names -> their field; branches: columns that name several branches -> those; living: sheets in which a list of those
    who came is ever filled; signs: of unknown headers, but told how it was with the person of each line.
    """

    asked: set[Place] = field(default_factory=set)
    renamed: dict[Place, str] = field(default_factory=dict)
    branches: dict[Place, set[str]] = field(default_factory=dict)
    living: set[str] = field(default_factory=set)
    signs: set[Place] = field(default_factory=set)


def looked_at(rows: Iterable[MeetingRow], names: set[str]) -> Columns:
    """Look through all cells. names: of the register, as `name_key` makes them."""
    cells: dict[tuple[Place, str], list[str]] = {}
    for row in rows:
        for entry in _entries(row):
            text = text_of(entry.cell).strip()
            if not cell_text.says_nothing(text) and not entry.cell.flaw:
                cells.setdefault((_place(row, entry.column), entry.column.field), []).append(text)
    found = Columns()
    for (place, name), texts in cells.items():
        if name in _OPEN and _hold_names(place[2], texts, names):
            found.asked.add(place)
        elif not name and _OF_ATTENDANCE.search(place[2]) and _are_counts(texts):
            found.renamed[place] = "both_counts"
        elif name in _COUNTS and not all(_NUMBER.fullmatch(text) for text in texts) and _are_names(texts, names):
            found.renamed[place] = _COUNTS[name]
        elif name == "branch" and len(set(texts)) > 1:
            found.branches[place] = set(texts)
        elif name == "attendees" and not all(_NUMBER.fullmatch(text) for text in texts):
            found.living.add(place[0])
    return found


def settled(
    row: MeetingRow, columns: Columns, values: Mapping[str, str], own: Callable[[str], bool]
) -> tuple[MeetingRow, list[MeetingFinding]]:
    """Return a row with its columns read as they are meant, and what has still to be asked.

    values: `column:栏名` -> a role, `branch:名称` -> `ours`. own: tells whether a name is this branch's.
    """
    entries: dict[str, tuple[Entry, ...]] = {}
    findings: dict[str, MeetingFinding] = {}
    meant = {column: _meant(row, column, columns, values) for column in row.columns}
    for column in row.columns:
        asked = _place(row, column) in columns.asked and column.label != row.person
        if asked and f"column:{column.label}" not in values:
            roles = tuple(ROLES)
            findings[column.label] = undecided("attendees", "meetings-column-people", roles, header=column.label)
    for entry in _entries(row):
        column = meant.get(entry.column, entry.column)
        if _place(row, entry.column) in columns.branches:
            name = plain_text(entry.cell)
            if not own(name) and values.get(f"branch:{name}") != "ours":
                findings[name] = undecided("", "meetings-branch", ("ours",), value=name)
        entries[column.field] = (*entries.get(column.field, ()), replace(entry, column=column))
    return replace(row, entries=entries, columns=tuple(meant.values())), list(findings.values())


def _meant(row: MeetingRow, column: Column, columns: Columns, values: Mapping[str, str]) -> Column:
    """Return a column under the field and header that it is to be read as."""
    place = _place(row, column)
    if place in columns.renamed:
        return replace(column, field=columns.renamed[place])
    field, label = ROLES[values.get(f"column:{column.label}", "other")] if place in columns.asked else ("", "")
    return replace(column, field=field, label=label) if field else column


def unread(
    rows: Iterable[MeetingRow], columns: Columns, decided: Mapping[tuple[str, int], Mapping[str, str]]
) -> list[tuple[str, str]]:
    """Return sheet and header of every column with values that were not taken."""
    found: dict[str, dict[tuple[int, str], None]] = {}
    for row in rows:
        for entry in _entries(row):
            place = _place(row, entry.column)
            role = decided.get(row.key, {}).get(f"column:{entry.column.label}", "")
            taken = place in columns.branches or place in columns.signs or bool(columns.renamed.get(place))
            taken = taken or (place in columns.asked and role != "other")
            kept = meetings_header.rule(entry.column.field).kept and entry.column.field != "branch"
            if not taken and (not kept or place in columns.renamed) and text_of(entry.cell).strip():
                found.setdefault(row.sheet, {})[entry.column.number, entry.column.label] = None
    return [(sheet, label) for sheet, headers in found.items() for _, label in sorted(headers)]


def _are_counts(texts: list[str]) -> bool:
    return sum(1 for text in texts if read_spoken(text).counts) * 2 > len(texts)


def are_single_names(texts: Iterable[str]) -> bool:
    """Tell whether every cell holds exactly one name."""
    people = [read_people(text) for text in texts]
    return bool(people) and all(len(one.said) == 1 and not one.unsettled for one in people)


def _entries(row: MeetingRow) -> list[Entry]:
    return [entry for entries in row.entries.values() for entry in entries]


def _place(row: MeetingRow, column: Column) -> Place:
    return row.sheet, column.number, column.label


def _hold_names(label: str, texts: list[str], names: set[str]) -> bool:
    if names:
        return _are_names(texts, names)
    return bool(_ABOUT_PEOPLE.search(label)) and _share(texts, lambda name: looks_like_name(name)) >= _ENOUGH


def _are_names(texts: list[str], names: set[str]) -> bool:
    return _share(texts, lambda name: name in names) >= _ENOUGH


def _share(texts: list[str], is_name: Callable[[str], bool]) -> float:
    """Return the share of cells that hold a name."""
    people = [read_people(text[:2000]) for text in texts]
    holding = [one for one in people if any(is_name(name_key(said.name)) for said in one.said)]
    everybody = [one for one in people if one.everybody] if holding else []
    return (len(holding) + len(everybody)) / len(texts)
