"""The data of 请假与补课登记表 (B7): who was away from which meeting of a year, why, and how it was made up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models import amounts, attendance, make_up, meeting, words
from models.attendance import AttendanceLine
from models.make_up import MakeUp
from models.meeting import Meeting
from reports import unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY, narrow_date

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Absence:
    """One person away from one meeting. made: how she made it up, None while she has not."""

    number: int
    meeting: Meeting
    line: AttendanceLine
    made: MakeUp | None

    def of_make_up(self, name: str) -> str:
        """Return a text of the make-up, nothing without one."""
        return str(getattr(self.made, name)) if self.made else ""


@dataclass(frozen=True, slots=True)
class Register:
    """A year's absences, the earliest first."""

    rows: Sequence[Absence]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the register of a year."""
    own = unit.of(ledger, options)
    register = None if options.blank_rows else Register(_absences(ledger, options, own.year))
    title = f"{own.year}年度请假与补课登记表"
    return [
        BoundData({"unit": own, "register": register}, EMPTY[options.empty], options.blank_rows, title, own.name)
    ]


def _absences(ledger: "Ledger", options: PrintOptions, year: int) -> list[Absence]:
    org = options.organisation
    made = {one.id: one for one in make_up.list_make_ups(ledger, org)}
    rows: list[Absence] = []
    for one in meeting.list_meetings(ledger, meeting.of_year(year), org=org, newest_first=False):
        if one.present == one.expected:
            continue
        for line in attendance.sheet(ledger, one.id, org):
            if line.mark in attendance.AWAY_MARKS and (not options.members or line.member_id in options.members):
                rows.append(Absence(len(rows) + 1, one, line, made.get(line.made_up)))
    return rows


def _reason(row: Absence) -> str:
    word = words.label("mark", row.line.mark)
    return f"{word}：{row.line.reason}" if row.line.reason else word


def _content(row: Absence) -> str:
    if row.made is None:
        return ""
    hours = f"{amounts.hours_text(row.made.study_minutes)}学时" if row.made.study_minutes else ""
    return "，".join(part for part in (row.made.content, hours) if part)


def _counts(register: Register) -> str:
    made = sum(row.made is not None for row in register.rows)
    return f"请假、缺席共{len(register.rows)}人次，已补课{made}人次"


_HAND_COUNTS = "请假、缺席共　　　人次，已补课　　　人次"

FIELDS = {
    "register.counts": Field("人次", "请假、缺席共12人次，已补课10人次", _counts, _HAND_COUNTS),
    "absence.number": Field("序号", "1", lambda row: str(row.number), may_be_empty=False),
    "absence.day": Field("会议（学习）日期", "2026.03.05", lambda row: narrow_date(row.meeting.day)),
    "absence.kinds": Field("类别", "党员大会", lambda row: row.meeting.kind_words),
    "absence.topic": Field("主题", "学习有关文件", lambda row: row.meeting.topic),
    "absence.name": Field("姓名", "张三", lambda row: row.line.name, may_be_empty=False),
    "absence.reason": Field("请假事由", "病假：住院", _reason),
    "absence.make_up_day": Field("补课日期", "2026.03.10", lambda row: narrow_date(row.of_make_up("day"))),
    "absence.content": Field("补课方式（内容）", "上门送学，1学时", _content),
    "absence.tutor": Field("补课人", "李四", lambda row: row.of_make_up("tutor")),
}

SOURCES = {"register.rows": RowSource("请假缺席", "absence", lambda register: register.rows)}
