"""How the values of 党员学习档案 are written: its fields and rows, as a form file names them."""

from collections.abc import Callable
from typing import Any

from models import amounts, words
from models.dates import display_date
from models.kinds.field import characters
from models.kinds.records import Record
from reports import pledge_fields, roster
from reports.archive import Attended, Lecture, MemberArchive, lectures
from reports.fields import Field, RowSource
from reports.roster import narrow_date
from reports.unit import HAND_DATE, printed_name

_PERSON = (
    "name",
    "sex",
    "ethnicity",
    "native_place",
    "id_number",
    "birth_month",
    "education",
    "degree",
    "category",
    "joined_date",
    "regular_date",
    "group",
    "party_post",
    "work",
    "phone",
    "address",
)
_CAME = ("present", "late", "observer")
_SHORT_DATE = "　　　年　　月　　日"


def _hours(minutes: int) -> str:
    return amounts.hours_text(minutes) if minutes else ""


def _span(first: str, last: str) -> str:
    return narrow_date(first) if last in ("", first) else f"{narrow_date(first)}至\n{narrow_date(last)}"


# --- meetings -------------------------------------------------------------------------


def _attended_hours(row: Attended) -> str:
    """Return the hours of a meeting for who came; who made it up has them in the note."""
    told_here = row.mark in _CAME and not row.hours_in
    return _hours(row.meeting.study_minutes) if told_here else ""


def _note(row: Attended) -> str:
    """Return when and with whom a missed meeting was made up, and where its hours stand if not in this section."""
    one = row.made_up
    if one is None:
        return _elsewhere(row, row.meeting.study_minutes if row.mark in _CAME else 0)
    hours = _elsewhere(row, one.study_minutes) or (f"{_hours(one.study_minutes)}学时" if one.study_minutes else "")
    return "，".join(part for part in (f"{narrow_date(one.day)}\n补课", hours, one.tutor) if part)


def _elsewhere(row: Attended, minutes: int) -> str:
    return f"学时见“{words.label('archive_section', row.hours_in)}”" if row.hours_in and minutes else ""


def _form(row: Attended) -> str:
    place = f"\n{row.meeting.place}" if row.meeting.place else ""
    return row.meeting.kind_words + place


# --- lectures -------------------------------------------------------------------------


def _lecture_day(row: Lecture) -> str:
    return narrow_date(row.heard.meeting.day) if row.heard else _span(_given(row, "from_day"), _given(row, "to_day"))


def _given(row: Lecture, name: str) -> str:
    return row.given.text(name) if row.given else ""


def _lecturer(row: Lecture) -> str:
    return row.heard.meeting.lecturer if row.heard else "本人"


def _lecture_hours(row: Lecture) -> str:
    return _attended_hours(row.heard) if row.heard else _hours(
        row.given.number("study_minutes") or 0
    ) if row.given else ""


def _lecture_part(row: Lecture) -> str:
    return words.label("mark", row.heard.mark) if row.heard else "讲课"


def _lecture_note(row: Lecture) -> str:
    return _note(row.heard) if row.heard else _given(row, "result")


# --- tests, texts, the archive's own way ------------------------------------------------


def _grade(one: Record) -> str:
    return " ".join(filter(None, map(one.said, ("grade", "passed"))))


def _points(one: Record) -> str:
    return one.text("points") + (f"（{one.text('ranking')}）" if one.text("ranking") else "")


def _length(one: Record) -> str:
    """Return how long a text is: its characters without blanks, or the pages of a notebook."""
    count, pages = characters(one.text("body")), one.number("pages")
    return "、".join(([f"{count}字"] if count else []) + ([f"{pages}页"] if pages else []))


def _reviewed(one: Record) -> str:
    return narrow_date(one.text("reviewed_on"))


def _chinese(name: str) -> Callable[[MemberArchive], str]:
    def value(one: MemberArchive) -> str:
        day = str(getattr(one.kept, name))
        return display_date(day, "chinese") if day else HAND_DATE

    return value


def _signer(one: MemberArchive) -> str:
    return "　　　　　" + printed_name(one.kept.reviewer) if one.kept.reviewer else ""


def _kept(name: str) -> Callable[[MemberArchive], str]:
    return lambda one: str(getattr(one.kept, name))


def _day(name: str) -> Callable[[Any], str]:
    return lambda one: narrow_date(getattr(one, name))


def _said(name: str) -> Callable[[Record], str]:
    return lambda one: one.said(name)


def _value(name: str) -> Callable[[Any], str]:
    return lambda one: str(getattr(one, name))


def _word(group: str, name: str) -> Callable[[Any], str]:
    return lambda one: words.label(group, getattr(one, name))


_MEETING = {
    "day": Field("日期", "2026.03.04", lambda row: narrow_date(row.meeting.day), may_be_empty=False),
    "kind": Field("类别", "集中学习", lambda row: row.meeting.kind_words),
    "topic": Field("学习内容", "学习有关文件", lambda row: row.meeting.topic),
    "form": Field("形式、地点", "集中学习\n社区会议室", _form),
    "place": Field("地点", "社区会议室", lambda row: row.meeting.place),
    "hours": Field("学时", "1.5", _attended_hours),
    "mark": Field("出勤", "到会", lambda row: words.label("mark", row.mark)),
    "note": Field("备注（补课）", "2026.03.12补课", _note),
    "speech": Field("本人发言要点", "谈网格治理", lambda row: row.speech),
}
_LECTURE = {
    "day": Field("日期", "2026.03.18", _lecture_day, may_be_empty=False),
    "topic": Field("题目", "党课", lambda row: row.heard.meeting.topic if row.heard else _given(row, "title")),
    "lecturer": Field("授课人", "王秀兰", _lecturer),
    "hours": Field("课时", "1.5", _lecture_hours),
    "part": Field("听课/讲课", "到会", _lecture_part),
    "note": Field("体会要点（补课）", "", _lecture_note),
}
_STUDY = {
    "day": Field(
        "日期", "2026.04.13至\n2026.04.15", lambda one: _span(one.day, one.text("to_day")), may_be_empty=False
    ),
    "title": Field("名称", "党务骨干培训班", _value("title")),
    "kind": Field("形式", "个人自学", _said("kind")),
    "organizer": Field("主办单位", "街道党工委", _said("organizer")),
    "place": Field("地点", "街道党校", _said("place")),
    "hours": Field("学时", "24", lambda one: _hours(one.number("study_minutes") or 0)),
    "result": Field("考核结果", "合格", _said("result")),
    "proof": Field("证明", "结业证书", _said("proof")),
    "pages": Field("笔记页数", "6", _said("note_pages")),
    "checker": Field("检查人", "王秀兰", lambda one: "\n".join(_checked(one))),
}


def _checked(one: Record) -> list[str]:
    return [part for part in (one.text("checker"), narrow_date(one.text("checked_on"))) if part]


_EXAM = {
    "day": Field("日期", "2026.06.30", _day("day"), may_be_empty=False),
    "title": Field("考核内容", "党章党规测试", _value("title")),
    "method": Field("方式", "闭卷", _said("method")),
    "score": Field("成绩", "92.5", _said("score")),
    "grade": Field("等次", "合格", _grade),
    "organizer": Field("组织单位", "街道党工委", _said("organizer")),
}
_READ = {
    "title": Field("篇目", "党章", lambda row: row.item.title),
    "author": Field("作者、编者", "", lambda row: row.item.said("author") or row.item.said("issuer")),
    "need": Field("要求", "必读", lambda row: row.item.said("need")),
    "due": Field("读完期限", "2026.06.30", lambda row: narrow_date(row.item.text("due_date"))),
    "day": Field("读完日期", "2026.05.12", lambda row: narrow_date(row.day)),
}
_TEXT = {
    "title": Field("题目", "学习心得", _value("title")),
    "day": Field("日期", "2026.05.20", _day("day"), may_be_empty=False),
    "length": Field("篇幅", "1200字", _length),
    "body": Field("正文", "通过学习，深受教育。", _said("body"), may_be_empty=False),
    "reviewer": Field("审阅人", "王秀兰", _said("reviewer"), may_be_empty=False),
    "reviewed_on": Field("审阅日期", "2026.05.25", _reviewed, _SHORT_DATE, may_be_empty=False),
    "review": Field("审阅意见", "联系实际，认识到位。", _said("review"), may_be_empty=False),
    "exhibited": Field("展评", "", lambda one: f"{narrow_date(one.exhibited_on)} {one.exhibited_at}".strip()),
}
_TALK = {
    "day": Field("日期", "2026.08.19", _day("day"), may_be_empty=False),
    "kind": Field("形式", "学习交流", lambda one: one.said("kind")),
    "occasion": Field("会议（活动）", "支部党员大会", lambda one: one.said("occasion")),
    "title": Field("题目", "谈网格治理", _value("title")),
    "points": Field("要点", "讲了三点体会。", _points),
}
_PLEDGE = ("owner", "state", "verdict", "supervision")
_ROWS = {
    "archive_meeting": _MEETING,
    "archive_lecture": _LECTURE,
    "archive_study": _STUDY,
    "archive_exam": _EXAM,
    "archive_read": _READ,
    "archive_text": _TEXT,
    "archive_talk": _TALK,
}

FIELDS = {
    **{
        f"person.{name}": Field(known.label, known.sample, known.value)
        for name in _PERSON
        for known in [roster.FIELDS[f"member.{name}"]]
    },
    "archive.opened_on": Field("建档日期", HAND_DATE, _chinese("filled_on"), HAND_DATE),
    "archive.hand_date": Field("日期", HAND_DATE, lambda one: HAND_DATE, HAND_DATE),
    "archive.summary": Field("个人学习总结", "一年来坚持学习。", _kept("summary"), may_be_empty=False),
    "archive.group_opinion": Field("党小组意见", "同意。", _kept("group_opinion"), may_be_empty=False),
    "archive.filled_on": Field("填写日期", HAND_DATE, _chinese("filled_on"), HAND_DATE),
    "archive.reviewer": Field("审阅人", "王秀兰", _kept("reviewer"), may_be_empty=False),
    "archive.signer": Field("审阅人印名", "　　　　　（王秀兰）", _signer, may_be_empty=False),
    "archive.reviewed_on": Field("审阅日期", HAND_DATE, _chinese("reviewed_on"), HAND_DATE),
    "archive.review": Field("审阅意见", "内容属实，同意归档。", _kept("review"), may_be_empty=False),
    "archive.filed_by": Field("归档人", "李建国", _kept("filed_by"), may_be_empty=False),
    "archive.filed_on": Field("归档日期", HAND_DATE, _chinese("filed_on"), HAND_DATE),
    "archive.file_number": Field("卷号", "2026-01", _kept("file_number"), may_be_empty=False),
    **{f"{item}.{name}": field for item, fields in _ROWS.items() for name, field in fields.items()},
    **{f"archive_pledge.{name}": pledge_fields.FIELDS[f"pledge.{name}"] for name in _PLEDGE},
}


def _meetings(section: str) -> Callable[[MemberArchive], Any]:
    return lambda one: one.attended.get(section, ())


def _studied(section: str) -> Callable[[MemberArchive], Any]:
    return lambda one: one.studied(section)


def _with_body(one: MemberArchive) -> list[Record]:
    return [text for text in one.written("notes") if text.text("body")]


SOURCES = {
    "archive.political": RowSource("政治学习", "archive_meeting", _meetings("political")),
    "archive.collective": RowSource("集中学习", "archive_meeting", _meetings("collective")),
    "archive.training": RowSource("定期培训", "archive_study", _studied("training")),
    "archive.lectures": RowSource("上党课", "archive_lecture", lectures),
    "archive.group": RowSource("党小组会", "archive_meeting", _meetings("group")),
    "archive.org_life": RowSource("组织生活会", "archive_meeting", _meetings("org_life")),
    "archive.exams": RowSource("政治理论考核", "archive_exam", lambda one: one.exams),
    "archive.self_study": RowSource("自学", "archive_study", _studied("self_study")),
    "archive.reading": RowSource("学习篇目", "archive_read", lambda one: one.reading),
    "archive.notes": RowSource("学习笔记", "archive_text", lambda one: one.written("notes")),
    "archive.note_texts": RowSource("学习笔记全文", "archive_text", _with_body),
    "archive.reflections": RowSource("心得体会", "archive_text", lambda one: one.written("reflection")),
    "archive.talks": RowSource("交流发言", "archive_talk", lambda one: one.talks),
    "archive.pledges": RowSource("公开承诺", "archive_pledge", lambda one: one.pledges),
    "archive_pledge.stages": pledge_fields.SOURCES["pledge.stages"],
    "archive_pledge.items": pledge_fields.SOURCES["pledge.kept"],
    "archive_pledge.appraisals": pledge_fields.SOURCES["pledge.appraisals"],
}

