"""An invented branch with a year of meetings, leave, make-ups, study and credits, as its forms print it."""

from datetime import UTC, date, datetime
from pathlib import Path

from models import group, make_up, meeting, member, post, rule_choice
from models.attendance import AttendanceLine
from models.clock import FixedClock
from models.gate import Operation
from models.kinds import records
from models.kinds.catalog import kind_of
from models.ledger import Ledger
from reports.fields import BoundData
from reports.meeting_record import MeetingRecord, heading
from reports.unit import Unit
from tests.reports.builders import BRANCH, RARE, invented

OTHERS = ("王秀兰", "李建国", "周敏", "尉迟文", "司马海玉", "郑兰", "钱国", "孙文")
NAMES = (*(name for name in RARE if name[0] not in "<="), *OTHERS)
GROUPS = ("第一党小组", "第二党小组")
LEAVER = "转出的人"
LEFT = "2026-06-01"
MINUTES = """王秀兰同志主持会议，传达学习上级文件精神，并通报上一次会议决定事项的落实情况。
会议围绕“社区网格治理”展开讨论。李建国同志认为，网格员与楼栋长的职责应当分清，巡查记录每周汇总一次；周敏同志不同意把汇总交给一个人，\
建议三个网格轮流承担；尉迟文同志提出，流动党员参加线上会议时，也要有发言记录（附发言提纲）。
（一）关于发展对象。支委会介绍了考察情况，与会党员逐一发表意见；
（二）关于主题党日。4月份到敬老院开展志愿服务，由第一党小组负责。
散会。"""
_DAYS = {
    "assembly": ("2026-02-11", "2026-05-13", "2026-08-19", "2026-11-11"),
    "committee": tuple(f"2026-{month:02d}-06" for month in range(1, 12)),
    "lecture": ("2026-03-18", "2026-06-24", "2026-09-16"),
    "study": ("2026-01-21", "2026-03-04", "2026-03-25", "2026-04-22", "2026-10-14"),
    "theme_day": tuple(f"2026-{month:02d}-{month + 3:02d}" for month in range(1, 12) if month != 7),
    "org_life": ("2026-02-25",),
}


def year_ledger(path: Path) -> Ledger:
    """Create the ledger; the caller closes it. The day is 21 November 2026."""
    clock = FixedClock(datetime(2026, 11, 21, 5, tzinfo=UTC))
    ledger = Ledger.create(path, organization=BRANCH, actor="王秀兰", clock=clock)
    with ledger.operation("member.add") as op:
        groups = [group.add_group(op, group_id=ledger.ids.new(), name=name) for name in GROUPS]
    with ledger.operation("member.add") as op:
        people = {name: _member(op, ledger, at, name) for at, name in enumerate((*NAMES, LEAVER))}
    with ledger.operation("post.add") as op:
        for name, held in (("王秀兰", "secretary"), ("李建国", "deputy_secretary"), ("周敏", "organization")):
            post.add_post(op, post_id=ledger.ids.new(), member_id=people[name], post=held)
    with ledger.operation("member.remove") as op:
        member.remove_member(op, people[LEAVER], kind="transfer", date=LEFT)
    _meetings(ledger, people, groups)
    _study(ledger, people)
    return ledger


def _member(op: Operation, ledger: Ledger, at: int, name: str) -> str:
    made = invented(at, name)
    fields = ("sex", "ethnicity", "id_number", "birth_date", "education", "category", "phone")
    values = {field: getattr(made, field) for field in fields}
    values |= {"name": name, "group": GROUPS[at % 2], "joined_date": "2005-07-01"}
    return member.add_member(op, member_id=ledger.ids.new(), **values)


def _meetings(ledger: Ledger, people: dict[str, str], groups: list[str]) -> None:
    for kind, days in _DAYS.items():
        for day in days:
            with ledger.operation("meeting.record") as op:
                _meeting(op, ledger, kind, day, people)
    for at, group_id in enumerate(groups):
        for month in range(1, 12 - at):
            with ledger.operation("meeting.record") as op:
                meeting.record_meeting(
                    op,
                    meeting_id=ledger.ids.new(),
                    kinds=["group"],
                    group_id=group_id,
                    day=f"2026-{month:02d}-{12 + at}",
                    topic="学习讨论",
                    study_minutes=60,
                )


def _meeting(op: Operation, ledger: Ledger, kind: str, day: str, people: dict[str, str]) -> str:
    decided = kind in ("assembly", "committee")
    away = {} if kind == "committee" else {people["赵喆"]: "personal", people["陈堃"]: "sick", people["郑兰"]: "late"}
    return meeting.record_meeting(
        op,
        meeting_id=ledger.ids.new(),
        kinds=[kind],
        day=day,
        topic="传达学习上级文件精神，讨论社区网格治理和近期工作安排",
        marks=away,
        reasons={people["陈堃"]: "住院"} if away else {},
        start_time="09:00",
        end_time="10:30",
        place="社区党群服务中心二楼会议室",
        chair="王秀兰（书记）",
        recorder="李建国",
        lecturer="王秀兰" if kind == "lecture" else "",
        lecturer_post="党支部书记" if kind == "lecture" else "",
        guests="街道党工委组织委员周敏",
        minutes=MINUTES,
        decisions="会议同意支委会提出的意见，由第一党小组牵头，4月底前完成。" if decided else "",
        effect="党员普遍认为方式具体、收获实在。" if kind in ("theme_day", "lecture") else "",
        study_minutes=90 if kind in ("study", "lecture", "assembly") else 0,
    )


def _study(ledger: Ledger, people: dict[str, str]) -> None:
    with ledger.operation("rules.choose") as op:
        rule_choice.choose(
            op, choice_id=ledger.ids.new(), use="credits", rule_set="hour_credit", from_date="2026-01-01"
        )
    with ledger.operation("study.add") as op:
        records.add(
            op, ledger.ids, kind_of("study_record"), [people["王秀兰"], people["李建国"]], kind="training",
            title="街道党务骨干培训班", from_day="2026-04-13", to_day="2026-04-15", study_minutes=1440,
            proof="结业证书",
        )
    with ledger.operation("credit.add") as op:
        records.add(
            op, ledger.ids, kind_of("credit_entry"), [people["王秀兰"]], day="2026-09-01", hundredths=150,
            reason="在支部大会上作交流发言", proof="发言稿",
        )
    missed = next(one for one in meeting.list_meetings(ledger) if "study" in one.kind_list)
    with ledger.operation("make_up.add") as op:
        make_up.add_make_up(
            op,
            make_up_id=ledger.ids.new(),
            meeting_id=missed.id,
            member_id=people["陈堃"],
            day="2026-10-20",
            tutor="周敏",
            content="上门送学",
        )


def record_of(kind: str, **values: str) -> BoundData:
    """Return the data of one meeting's minutes without a ledger; texts as given."""
    empty = dict.fromkeys((*meeting.TEXT_LIMITS, "start_time", "end_time", "withdrawn_reason"), "")
    told = empty | {"topic": "学习上级文件精神"} | values
    held = meeting.Meeting(
        org=1,
        id="1",
        kinds=kind,
        group_id=None,
        day="2026-03-05",
        study_minutes=90,
        entered_on="2026-03-05",
        status="kept",
        group="",
        expected=3,
        present=2,
        **told,
    )
    lines = [("张三", "present", ""), ("李四", "late", ""), ("王五", "sick", values.get("remark", "")[:100])]
    sheet = tuple(AttendanceLine(name, name, "", "", "", mark, reason, "") for name, mark, reason in lines)
    unit = Unit(BRANCH, "", 2026, date(2026, 11, 21), "", by_hand=False)
    record = MeetingRecord(held, sheet)
    return BoundData({"unit": unit, "meeting": record, "heading": heading((kind,))}, "", 0, "会议记录", BRANCH)
