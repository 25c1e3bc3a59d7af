"""Sheets with a line for each person: the lines of one day and topic are one meeting, each with its person's own words.

Which lines belong together is decided here; who the people are and what their words mean is `meetings_roll`.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from exchange import meetings_kinds, meetings_signs
from exchange.meetings_columns import Columns, are_single_names
from exchange.meetings_header import TOPIC_FIELDS
from exchange.meetings_sheet import Line, MeetingRow
from exchange.meetings_when import text_of
from exchange.roster_header import Column
from exchange.roster_sheet import Entry
from models import cell_text

_SAYS = ("status", "both_counts", "away")
_MAY_SAY = ("remark", "away_reason")
_OF_THE_MEETING = (
    "day", "start_time", "end_time", "kinds", "study_kind", "place", "chair", "recorder", "lecturer", "group", "branch",
    "minutes", "decisions", *TOPIC_FIELDS,
)  # fmt: skip
_OF_THE_LINE = ("start_time", "end_time", "group", "minutes", "decisions")
"""Fields that are the meeting's only where all its lines agree."""

_TELLS = re.compile("^(?!.*(?:时间|日期|地点|方式|次|率|号|设备)).*(?:状态|到|签|勤|席|参会|参加|请假)")
_PROVES = re.compile("(签[到退]|打卡|[入退到参离]会|加入|离开|在线|观看|参加|学习).{0,4}(时间|时长|分钟)|^时长")
_NO_TIME = re.compile(r"0+([:.]0+)*(秒|分钟?|小时)?")

_AWAY_LIST = re.compile("请假|缺席|缺勤|未到|未参加|未参会|未签到|旷会|缺会")
_PRESENT_LIST = re.compile("签到|到会|出席|参会|参加|参训|参学|与会")
_BOTH_LIST = re.compile("考勤|出勤|情况|出缺")


def gathered(
    rows: Sequence[MeetingRow], columns: Columns, file: str, day_of: Callable[[MeetingRow], str]
) -> list[MeetingRow]:
    """Return the rows with the lines of persons put together. day_of: the day of a row, empty when nobody can tell."""
    tables: dict[tuple[str, tuple[Column, ...]], list[MeetingRow]] = {}
    for row in rows:
        tables.setdefault((row.sheet, row.columns), []).append(row)
    found: list[MeetingRow] = []
    for table in tables.values():
        named = None if table[0].lines else _named(table, columns)
        found += table if named is None else _meetings(table, named, columns, file, day_of)
    return found


def _named(table: list[MeetingRow], columns: Columns) -> Column | None:
    """Return the column of the person of each line: under 姓名, else the only one about people, with one name a cell
    and several lines of one day and topic.
    """
    persons = [column for column in table[0].columns if column.field == "person"]
    if persons:
        return persons[0]
    about = [
        column for column in table[0].columns
        if column.field in ("attendees", "away") or (table[0].sheet, column.number, column.label) in columns.asked
    ]  # fmt: skip
    if len(about) != 1:
        return None
    texts = {_key_text(row): _texts(row, about[0]) for row in table}
    several = Counter(_key_text(row) for row in table)
    single = are_single_names(text for row in table for text in _texts(row, about[0]))
    return about[0] if single and any(several[key] > 1 for key in texts) else None


def _meetings(
    table: list[MeetingRow], named: Column, columns: Columns, file: str, day_of: Callable[[MeetingRow], str]
) -> Iterable[MeetingRow]:
    listed, whole = _meaning(table[0], named, file)
    signs = _sign_columns(table, named)
    columns.signs |= {(table[0].sheet, column.number, column.label) for column in signs if not column.field}
    said = {id(row): _line(row, named, signs) for row in table}
    for row in _unproved(table):
        if not said[id(row)].said:
            said[id(row)] = replace(said[id(row)], said=(("", ""),))
    marked = bool(signs) or any(line.said for line in said.values())
    groups = _groups(table, day_of)
    open_ends = [key[:2] for key in groups if not (key[0] and key[1])]
    for key, rows in groups.items():
        # A line that does not say which meeting it is of may be of this one: then the list is not all there is.
        complete = not any(day in ("", key[0]) and topic in ("", key[1]) for day, topic in open_ends)
        yield replace(
            rows[0],
            entries=_together(rows),
            lines=tuple(said[id(row)] for row in rows),
            listed=listed,
            whole=whole and complete,
            marked=marked,
            person=named.label,
            hours=_is_study(rows[0]),
        )


def _groups(
    table: list[MeetingRow], day_of: Callable[[MeetingRow], str]
) -> dict[tuple[str, str, str, int], list[MeetingRow]]:
    """Return the lines of each meeting by day, topic and branch; hours, and lines without day or topic, are alone."""
    groups: dict[tuple[str, str, str, int], list[MeetingRow]] = {}
    for row in table:
        written, topic, branch = _key_text(row)
        day = day_of(row) or written
        alone = _is_study(row) or not (day and topic)
        groups.setdefault((day, topic, branch, row.row if alone else 0), []).append(row)
    return groups


def _together(rows: list[MeetingRow]) -> dict[str, tuple[Entry, ...]]:
    """Return the cells that tell of the meeting itself."""
    entries = {name: told for name in _OF_THE_MEETING if (told := _common(rows, name))}
    if told := _common(rows, "study_minutes", agreed=True):
        entries["study_minutes"] = told
    return entries


def _is_study(row: MeetingRow) -> bool:
    """Tell whether a line tells of one person's hours, and of no meeting of the branch."""
    return "study_minutes" in {column.field for column in row.columns} and not _is_meeting(row)


def _meaning(row: MeetingRow, named: Column, file: str) -> tuple[str, bool]:
    """Return the mark of whoever stands in the list without a word, and whether it names only those away."""
    of_header = meetings_signs.label_mark(named.label)
    if of_header:
        return of_header, of_header != "present"
    for text in (*row.above, file):
        away, rest = bool(_AWAY_LIST.search(text)), _AWAY_LIST.sub("", text)
        if away and not _PRESENT_LIST.search(rest) and not _BOTH_LIST.search(rest):
            return ("absent" if "假" not in text else ""), True
        if not away and _PRESENT_LIST.search(rest) and not _BOTH_LIST.search(rest):
            return "present", False
    return "", False


def _is_meeting(row: MeetingRow) -> bool:
    """Tell whether a line with hours tells of a meeting of the branch by its kind or the name of what was held."""
    kinds = [text_of(entry.cell) for name in ("kinds", "study_kind") for entry in row.entries.get(name, ())]
    names = [text_of(entry.cell) for name in ("name", "topic") for entry in row.entries.get(name, ())]
    told = [meetings_kinds.read(text).kinds for text in kinds] + [meetings_kinds.at_end(text).kinds for text in names]
    return any(told)


def _sign_columns(table: list[MeetingRow], named: Column) -> set[Column]:
    """Return the columns that tell how it was with each: by their header, or an unknown one by half of its cells."""
    found = {column for column in table[0].columns if column.field in _SAYS and column != named}
    for column in table[0].columns:
        texts = [text for row in table for text in _texts(row, column)] if not column.field else []
        read = [text for text in texts if meetings_signs.read_sign(text, column.label)]
        if (read and len(read) * 2 >= len(texts)) or (texts and _TELLS.search(column.label)):
            found.add(column)
    return found


def _line(row: MeetingRow, named: Column, signs: set[Column]) -> Line:
    said: list[tuple[str, str]] = []
    for entries in row.entries.values():
        for entry in entries:
            text = text_of(entry.cell).strip()
            if entry.column == named or not text or entry.cell.flaw:
                continue
            may = entry.column.field in _MAY_SAY and meetings_signs.read_sign(text, entry.column.label)
            if entry.column in signs or may:
                said.append((entry.column.label, text))
    return Line(" ".join(_texts(row, named)), tuple(said))


def _unproved(table: list[MeetingRow]) -> list[MeetingRow]:
    """Return the lines whose cells for signing in say nothing, or no time at all, where those of others do."""
    proofs = [column for column in table[0].columns if column.field != "day" and _PROVES.search(column.label)]
    if not proofs or _is_study(table[0]):
        return []
    empty = [row for row in table if all(_no_time(text) for column in proofs for text in _texts(row, column))]
    return empty if len(empty) < len(table) else []


def _no_time(text: str) -> bool:
    return cell_text.says_nothing(text) or bool(_NO_TIME.fullmatch(text))


def _common(rows: list[MeetingRow], name: str, *, agreed: bool = False) -> tuple[Entry, ...]:
    """Return the cells of a field: of the first line that has any, or nothing where lines must agree and do not."""
    told = [row.entries[name] for row in rows if row.entries.get(name)]
    different = {tuple(text_of(entry.cell) for entry in entries) for entries in told}
    if not told or ((agreed or name in _OF_THE_LINE) and (len(different) > 1 or len(told) < len(rows))):
        return ()
    return told[0]


def _texts(row: MeetingRow, column: Column) -> list[str]:
    entries = [entry for told in row.entries.values() for entry in told if entry.column == column]
    return [text for entry in entries if (text := text_of(entry.cell).strip())]


def _key_text(row: MeetingRow) -> tuple[str, str, str]:
    """Return day, topic and branch of a line as they are written."""
    day = " ".join(text_of(entry.cell) for entry in row.entries.get("day", ()))
    topic = next((text for name in TOPIC_FIELDS if (text := _written(row, name))), "")
    return day, topic, _written(row, "branch")


def _written(row: MeetingRow, name: str) -> str:
    return " ".join("".join(text_of(entry.cell).split()) for entry in row.entries.get(name, ()))
