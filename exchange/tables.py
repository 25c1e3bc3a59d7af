"""The tables of a package and every field in them, as data. A new table of the format is one more entry
here.

Parents stand before children, in the order of `schema.TRAVELLING`; a test holds both against the ledger's
columns.
"""

import re

from exchange.archive_tables import ARCHIVE_TABLES
from exchange.between import Fills, Link
from exchange.fields import JsonObject, WireTable
from exchange.kind_tables import table_of
from exchange.wire_fields import GROUP_ID, MEMBER_ID, day, minutes, texts
from models import amounts, attendance, meeting, member, organization, post, rule_choice
from models.kinds.column import Choice, Choices, Date, Id, IdNumber, Pattern, Ref, Text

_LEFT_KINDS = ("", *member.LEFT_KINDS)
_TIME = re.compile(r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9])?", re.ASCII)
_RULE_SET = re.compile(r"[a-z0-9_]{1,60}", re.ASCII)
_RULE = re.compile(r"[a-z0-9_]{1,60}/[A-Za-z0-9_.-]{1,60}", re.ASCII)
_SUBJECT = re.compile(r"[0-9a-f-]{0,36}", re.ASCII)
_PERIOD = re.compile(r"[0-9A-Za-z-]{1,40}", re.ASCII)


PARTY_GROUP = WireTable(
    name="party_group",
    words="group",
    fields=(
        Id(name="id"),
        Text(name="name", limit=60, required=True),
        Date(name="formed_date"),
        Date(name="dissolved_date"),
    ),
)

MEMBER = WireTable(
    name="member",
    fields=(
        Id(name="id"),
        Text(name="name", limit=60, required=True),
        Text(name="name_pinyin", limit=1000),
        Text(name="name_initials", limit=500),
        Choice(name="sex", values=member.CHOICES["sex"]),
        Text(name="ethnicity", limit=20),
        Text(name="native_place", limit=60),
        IdNumber(name="id_number"),
        Date(name="birth_date"),
        Text(name="education", limit=30),
        Text(name="degree", limit=30),
        Choice(name="category", values=member.CHOICES["category"]),
        Date(name="joined_date"),
        Date(name="regular_date"),
        Ref(name="group_id", table="party_group", nullable=True, default=None),
        Text(name="party_post", limit=60),
        Text(name="work", limit=100),
        Text(name="phone", limit=60, foreign_digits=False),
        Text(name="address", limit=120),
        Text(name="remark", limit=300),
        Choice(name="status", values=("active", "left")),
        Date(name="left_date"),
        Choice(name="left_kind", values=_LEFT_KINDS),
        Text(name="left_reason", limit=300),
        Date(name="arrived_date", since=2),
    ),
)

POST_TERM = WireTable(
    name="post_term",
    title="member_id",
    since=2,
    fields=(
        Id(name="id"),
        MEMBER_ID,
        Choice(name="post", values=post.POSTS),
        GROUP_ID,
        Date(name="from_date"),
        Date(name="to_date"),
    ),
)

MEETING = WireTable(
    name="meeting",
    title="topic",
    since=2,
    fields=(
        Id(name="id"),
        Choices(name="kinds", values=meeting.MEETING_KINDS),
        GROUP_ID,
        day("day"),
        Pattern(name="start_time", pattern=_TIME),
        Pattern(name="end_time", pattern=_TIME),
        *texts(meeting.TEXT_LIMITS, required="topic", multiline=meeting.LONG_TEXTS),
        minutes(amounts.DAY_MINUTES),
        day("entered_on"),
        Choice(name="status", values=("kept", "withdrawn")),
        Text(name="withdrawn_reason", limit=300),
    ),
)

ATTENDANCE = WireTable(
    name="attendance",
    title="member_id",
    since=2,
    grouped_by="meeting_id",
    unique=(("meeting_id", "member_id"),),
    fills=(
        Fills(
            by="meeting_id",
            table="meeting",
            column="status",
            values=("kept",),
            told="没有考勤，人数与名册不符",
        ),
    ),
    fields=(
        Ref(name="meeting_id", table="meeting"),
        MEMBER_ID,
        Choice(name="mark", values=attendance.MARKS),
        Text(name="reason", limit=100),
    ),
)

MAKE_UP = WireTable(
    name="make_up",
    title="member_id",
    since=2,
    unique=(("meeting_id", "member_id"),),
    links=(Link(("meeting_id", "member_id"), "attendance"),),
    fields=(
        Id(name="id"),
        Ref(name="meeting_id", table="meeting"),
        MEMBER_ID,
        day("day"),
        minutes(amounts.DAY_MINUTES),
        Text(name="tutor", limit=60),
        Text(name="content", limit=300),
        day("entered_on"),
    ),
)

RULE_CHOICE = WireTable(
    name="rule_choice",
    title="rule_set",
    since=2,
    fields=(
        Id(name="id"),
        Choice(name="use", values=rule_choice.USES),
        Pattern(name="rule_set", pattern=_RULE_SET),
        Date(name="from_date", full=True),
        Date(name="to_date", full=True),
        JsonObject(name="options", limit=2000),
    ),
)

DUTY_NOTE = WireTable(
    name="duty_note",
    title="text",
    since=2,
    fields=(
        Id(name="id"),
        Pattern(name="rule", pattern=_RULE),
        Pattern(name="subject_id", pattern=_SUBJECT),
        Pattern(name="period", pattern=_PERIOD),
        Text(name="text", limit=300, required=True),
        day("entered_on"),
    ),
)

TABLES: tuple[WireTable, ...] = (
    PARTY_GROUP,
    MEMBER,
    POST_TERM,
    table_of("study_exemption"),
    MEETING,
    ATTENDANCE,
    MAKE_UP,
    table_of("study_record"),
    table_of("credit_entry"),
    RULE_CHOICE,
    DUTY_NOTE,
    *ARCHIVE_TABLES,
)

LEFT_OUT_WITHOUT_ID_NUMBERS = {"member": ("id_number",)}
"""Columns that stay empty when a package leaves ID numbers out (个人信息保护法 art. 6: the smallest scope).
"""

ORGANIZATION = WireTable(
    name="organization",
    fields=(
        Text(name="name", limit=100, required=True),
        Text(name="short_name", limit=40),
        Text(name="code", limit=40),
        Text(name="secretary", limit=60),
        Text(name="phone", limit=40, foreign_digits=False),
        Choice(name="kind", values=("", *organization.ORGANIZATION_KINDS), since=2),
        Date(name="founded_date", since=2),
    ),
)
"""Facts about the sender; they travel inside the sealed body, not in the header."""
