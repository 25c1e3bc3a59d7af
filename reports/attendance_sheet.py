"""The data of a sign-in sheet (签到表, B5): of a meeting that is recorded, or of one that is still to be held.

Who is on the sheet of a meeting to come follows from its kind and day, as it will when it is recorded.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import attendance, group, meeting, spans, words
from models.dates import display_date
from reports import meeting_record, unit
from reports.fields import BoundData, Field, RowSource
from reports.meeting_record import heading
from reports.options import PrintOptions

if TYPE_CHECKING:
    from models.ledger import Ledger

_NOTED = (*attendance.LEAVE_MARKS, "observer")
"""Marks that are printed beside the name before people sign: leave, and who only listens."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One name on the sheet."""

    number: int
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class SignInSheet:
    """One sheet; texts empty where they are written by hand."""

    kinds: tuple[str, ...]
    group: str
    topic: str
    when: str
    place: str
    chair: str
    expected: str
    present: str
    lines: Sequence[SheetLine]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the sheets of the meetings asked for; without any, of a meeting to come of the kind `options.variant`.

    The meeting to come is on `options.as_of` (today); for 党小组会 there is a sheet for each group. Raises as
    `attendance.expected`, RefusedError("record-gone").
    """
    own = unit.of(ledger, options)
    kinds = (options.variant,)
    if options.blank_rows:
        sheets: list[SignInSheet | None] = [None]
    elif options.meetings:
        sheets = [_recorded(ledger, options, one) for one in dict.fromkeys(options.meetings)]
    else:
        sheets = [*_to_come(ledger, options)]
    found = []
    for sheet in sheets:
        named = heading(sheet.kinds if sheet else kinds)
        scopes = {"unit": own, "heading": named, "sheet": sheet}
        name = sheet.when if sheet else ""
        found.append(BoundData(scopes, "", options.blank_rows, f"{named}签到表", own.name, name))
    return found


def _recorded(ledger: "Ledger", options: PrintOptions, meeting_id: str) -> SignInSheet:
    org = options.organisation
    one = meeting.get(ledger, meeting_id, org)
    lines = attendance.sheet(ledger, meeting_id, org)
    return SignInSheet(
        one.kind_list,
        one.group,
        one.topic,
        meeting_record.when(one),
        one.place,
        one.chair,
        f"{one.expected}人",
        f"{one.present}人",
        [SheetLine(at, line.name, _note(line.mark)) for at, line in enumerate(lines, 1)],
    )


def _note(mark: str) -> str:
    return words.label("mark", mark) if mark in _NOTED else ""


def _to_come(ledger: "Ledger", options: PrintOptions) -> list[SignInSheet]:
    kind, org = options.variant, options.organisation
    day = options.as_of or ledger.clock.today()
    groups: list[tuple[str | None, str]] = [(None, "")]
    if kind == "group":
        known = group.list_groups(ledger, org)
        standing = [one for one in known if spans.stood(one.formed_date, one.dissolved_date, day)]
        groups = [(one.id, one.name) for one in standing] or groups
    sheets = []
    for group_id, name in groups:
        people = attendance.expected(ledger.query, kinds=(kind,), day=day, group_id=group_id, org=org)
        lines = [SheetLine(at, one.name, "") for at, one in enumerate(people, 1)]
        when = display_date(day.isoformat(), "chinese")
        sheets.append(SignInSheet((kind,), name, "", when, "", "", f"{len(lines)}人", "　　　人", lines))
    return sheets


FIELDS = {
    "sheet.variant": Field("版式", "assembly", lambda one: " ".join(one.kinds)),
    "sheet.group": Field("党小组", "", lambda one: one.group),
    "sheet.topic": Field("会议议题", "学习有关文件", lambda one: one.topic),
    "sheet.when": Field("会议时间", "2026年3月5日9时至10时30分", lambda one: one.when, unit.HAND_DATE),
    "sheet.place": Field("地点", "社区党群服务中心", lambda one: one.place),
    "sheet.chair": Field("主持人", "王秀兰", lambda one: one.chair),
    "sheet.expected": Field("应到", "20人", lambda one: one.expected, "　　　人"),
    "sheet.present": Field("实到", "　　　人", lambda one: one.present, "　　　人"),
    "attendee.number": Field("序号", "1", lambda line: str(line.number), may_be_empty=False),
    "attendee.name": Field("姓名", "张三", lambda line: line.name, may_be_empty=False),
    "attendee.note": Field("备注", "病假", lambda line: line.note, may_be_empty=False),
}

SOURCES = {"sheet.lines": RowSource("签到人员", "attendee", lambda sheet: sheet.lines)}
