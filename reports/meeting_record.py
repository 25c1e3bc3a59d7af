"""The data of a meeting's record (会议记录, B4): who was there, who was not and why, what was said and decided."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from models import amounts, attendance, meeting, post, words
from models.attendance import AttendanceLine
from models.dates import display_date
from models.errors import UsageError
from models.meeting import Meeting
from reports import unit
from reports.fields import BoundData, Field, RowSource
from reports.options import PrintOptions
from reports.roster import EMPTY

if TYPE_CHECKING:
    from models.ledger import Ledger

TITLES = {"theme_day": "主题党日活动", "committee": "支部委员会会议"}
"""How a kind is called in a title, where that is not the word of `meeting_kind`."""

_HAND_TIME = "　　　　年　　月　　日\n　　时　　分至　　时　　分"
_HAND_COUNT = "　　　人"


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """A meeting with its sheet. leader: who led its group then."""

    meeting: Meeting
    lines: tuple[AttendanceLine, ...]
    leader: str = ""

    def of_marks(self, marks: tuple[str, ...]) -> list[AttendanceLine]:
        """Return the lines with one of these marks."""
        return [line for line in self.lines if line.mark in marks]


def pieces(ledger: "Ledger", options: PrintOptions) -> list[BoundData]:
    """Return the records of the meetings asked for, else of the whole year; one empty one to be filled by hand.

    Raises UsageError("print-no-meeting") when there are none, RefusedError("record-gone").
    """
    own = unit.of(ledger, options)
    if options.blank_rows:
        blank = {"unit": own, "meeting": None, "heading": heading((options.variant,))}
        return [BoundData(blank, "", options.blank_rows, f"{own.name}会议记录", own.name)]
    found = chosen(ledger, options, own.year)
    if not found:
        raise UsageError("print-no-meeting", year=own.year)
    return [_bound(ledger, one, own, options) for one in found]


def chosen(ledger: "Ledger", options: PrintOptions, year: int) -> list[Meeting]:
    """Return the meetings asked for by id, else those of a year, the earliest first."""
    org = options.organisation
    if options.meetings:
        return [meeting.get(ledger, one, org) for one in dict.fromkeys(options.meetings)]
    return meeting.list_meetings(ledger, meeting.of_year(year), org=org, newest_first=False)


def heading(kinds: tuple[str, ...]) -> str:
    """Return the kinds of a meeting as a title names them."""
    return "、".join(TITLES.get(kind) or words.label("meeting_kind", kind) for kind in kinds)


def _bound(ledger: "Ledger", one: Meeting, own: unit.Unit, options: PrintOptions) -> BoundData:
    org = options.organisation
    record = MeetingRecord(one, tuple(attendance.sheet(ledger, one.id, org)), _leader(ledger, one, org))
    scopes = {"unit": own, "meeting": record, "heading": heading(one.kind_list)}
    title = f"{heading(one.kind_list)}记录（{display_date(one.day, 'chinese')}）"
    return BoundData(scopes, EMPTY[options.empty], 0, title, own.name, f"{one.day} {one.topic}")


def _leader(ledger: "Ledger", one: Meeting, org: int) -> str:
    held = post.list_posts(ledger.query, org, day=date.fromisoformat(one.day)) if one.group_id else []
    return "、".join(term.name for term in held if term.post == "group_leader" and term.group_id == one.group_id)


# --- how values are written -----------------------------------------------------------


def when(one: Meeting) -> str:
    """Return day and time as in texts: 2026年3月5日9时至10时30分."""
    day = display_date(one.day, "chinese")
    start, end = _clock(one.start_time), _clock(one.end_time)
    return f"{day}{start}至{end}" if start and end else f"{day}{start}"


def _clock(text: str) -> str:
    if not text:
        return ""
    hour, minute = text.split(":")
    return f"{int(hour)}时" + (f"{int(minute)}分" if minute != "00" else "")


def present(record: MeetingRecord) -> str:
    """Return how many came, with the share of those who should have."""
    one = record.meeting
    rate = f"（到会率{100 * one.present / one.expected:.1f}%）" if one.expected else ""
    return f"{one.present}人{rate}"


def _names(record: MeetingRecord) -> str:
    came = record.of_marks(attendance.PRESENT_MARKS)
    return "、".join(line.name + ("（迟到）" if line.mark == "late" else "") for line in came)


def _away(record: MeetingRecord) -> str:
    def told(line: AttendanceLine) -> str:
        word = words.label("mark", line.mark)
        return f"{line.name}（{word}：{line.reason}）" if line.reason else f"{line.name}（{word}）"

    away = record.of_marks(attendance.AWAY_MARKS)
    return "、".join(map(told, away)) or "无"


def _observers(record: MeetingRecord) -> str:
    named = [line.name for line in record.of_marks(("observer",))]
    return "、".join([*named, *([record.meeting.guests] if record.meeting.guests else [])]) or "无"


def late(record: MeetingRecord) -> str:
    """Return the note on a meeting that was entered late, nothing for one in time."""
    one = record.meeting
    return f"补录于{display_date(one.entered_on, 'chinese')}" if one.late else ""


def _withdrawn(record: MeetingRecord) -> str:
    one = record.meeting
    return f"本记录已作废：{one.withdrawn_reason}" if one.status == "withdrawn" else ""


def _state(record: MeetingRecord) -> str:
    return "　".join(note for note in (_withdrawn(record), late(record)) if note)


def _lecturer(record: MeetingRecord) -> str:
    one = record.meeting
    return "　".join(part for part in (one.lecturer, one.lecturer_post) if part)


def _study_hours(record: MeetingRecord) -> str:
    minutes = record.meeting.study_minutes
    return f"{amounts.hours_text(minutes)}学时" if minutes else ""


def _of_meeting(name: str) -> Callable[[MeetingRecord], str]:
    return attrgetter(f"meeting.{name}")


def _variant(record: MeetingRecord) -> str:
    """Return the kinds, the first of which tells the layout unless another one is asked for."""
    return " ".join(record.meeting.kind_list)


FIELDS = {
    "heading.kinds": Field("会议种类", "支部党员大会", lambda kinds: kinds),
    "meeting.variant": Field("版式", "assembly", _variant),
    "meeting.day": Field("日期", "2026年3月5日", lambda one: display_date(one.meeting.day, "chinese"), unit.HAND_DATE),
    "meeting.when": Field("会议时间", "2026年3月5日9时至10时30分", lambda one: when(one.meeting), _HAND_TIME),
    "meeting.place": Field("地点", "社区党群服务中心二楼会议室", _of_meeting("place")),
    "meeting.chair": Field("主持人", "王秀兰（书记）", _of_meeting("chair")),
    "meeting.recorder": Field("记录人", "李建国", _of_meeting("recorder")),
    "meeting.group": Field("党小组", "第一党小组", _of_meeting("group")),
    "meeting.leader": Field("组长", "张三", lambda one: one.leader),
    "meeting.expected": Field("应到", "20人", lambda one: f"{one.meeting.expected}人", _HAND_COUNT),
    "meeting.present": Field("实到", "19人（到会率95.0%）", present, "　　　人（到会率　　　%）"),
    "meeting.names": Field("参加人员", "张三、李四、王五", _names),
    "meeting.away": Field("缺席人员及原因", "赵六（病假：住院）", _away),
    "meeting.observers": Field("列席人员", "街道党工委委员周敏", _observers),
    "meeting.topic": Field("议题", "学习有关文件，讨论发展对象", _of_meeting("topic")),
    "meeting.lecturer": Field("授课人及职务", "王秀兰　书记", _lecturer),
    "meeting.study_hours": Field("学时", "1.5学时", _study_hours, "　　　学时"),
    "meeting.minutes": Field("会议内容", "王秀兰同志主持会议，传达上级文件精神。", _of_meeting("minutes")),
    "meeting.decisions": Field("会议决议", "会议同意支委会的意见。", _of_meeting("decisions")),
    "meeting.effect": Field("效果", "党员普遍反映受到教育。", _of_meeting("effect")),
    "meeting.remark": Field("备注", "", _of_meeting("remark")),
    "meeting.state": Field("补录、作废", "补录于2026年8月3日", _state),
}

SOURCES: dict[str, RowSource] = {}
