"""A branch in whose year nothing is missing, and twenty ways to make something missing, each with how it is mended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from models import (
    attendance,
    group,
    make_up,
    meeting,
    member,
    pledge,
    pledge_deeds,
    pledge_steps,
    reading,
    rule_choice,
    study_archive,
)
from models.clock import FixedClock
from models.gate import Operation
from models.ids import Ids
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger

YEAR = 2026
OVER = datetime(2027, 1, 10, 4, 0, tzinfo=UTC)
NAMES = ("单田芳", "曾国祥", "买买提·艾山", "沈镕", "龚喆", "尉迟镕", "仇玥", "喻昇")
LEFT, CAME, EXEMPT = "查离", "年末来", "免修人"
_PERSON = {
    "sex": "male",
    "birth_date": "1980-05-01",
    "category": "full",
    "joined_date": "2005-07-01",
    "regular_date": "2006-07-01",
    "ethnicity": "汉族",
    "native_place": "云栖",
    "education": "大学",
    "phone": "13900000000",
}


@dataclass
class World:
    """The ledger, whose id is whose, and the ids of what was entered, by kind and member."""

    book: Ledger
    people: dict[str, str] = field(default_factory=dict)
    made: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def ids(self) -> Ids:
        return self.book.ids

    def write(self, kind: str, work: Callable[[Operation], Any]) -> Any:
        with self.book.operation(kind) as op:
            return work(op)

    def on(self, day: str) -> None:
        """Let it be a day, for what is entered on it."""
        self.book.clock = FixedClock(datetime.fromisoformat(f"{day}T04:00:00+00:00"))

    def over(self) -> None:
        self.book.clock = FixedClock(OVER)

    # --- one thing each -------------------------------------------------------------------

    def meet(self, kinds: str, day: str, *, entered: str = "", marks: dict[str, str] | None = None, **more: Any) -> str:
        self.on(entered or day)
        values = {"minutes": "一、传达。", "effect": "有收获", "topic": f"{day}的{kinds}"} | more
        held: str = self.write(
            "meeting.record",
            lambda op: meeting.record_meeting(
                op, meeting_id=self.ids.new(), kinds=kinds.split("+"), day=day, marks=marks or {}, **values
            ),
        )
        self.over()
        return held

    def study(self, who: list[str], kind: str, minutes: int) -> list[str]:
        values = {"kind": kind, "title": "培训班", "from_day": "2026-12-01", "study_minutes": minutes}
        return list(
            self.write("study.add", lambda op: records.add(op, self.ids, kind_of("study_record"), who, **values))
        )

    def text(self, who: str, kind: str, *, reviewed: bool = True) -> str:
        values: dict[str, Any] = {"kind": kind, "title": "一篇", "day": "2026-05-04"}
        if reviewed:
            values |= {"reviewer": "书记", "reviewed_on": "2026-05-05", "review": "好"}
        kind = kind_of("reflection")
        return str(self.write("reflection.add", lambda op: records.add(op, self.ids, kind, [who], **values)[0]))

    def speak(self, who: str) -> str:
        values = {"kind": "exchange", "title": "交流", "day": "2026-05-04"}
        (made,) = self.write("talk.add", lambda op: records.add(op, self.ids, kind_of("talk"), [who], **values))
        return str(made)

    def talk_with(self, who: str, day: str) -> str:
        by = next(one for one in self.people.values() if one != who)
        values = {"day": day, "form": "member", "by": by, "occasion": "regular", "topic": "工作和生活"}
        kind = kind_of("heart_talk")
        return str(self.write("heart_talk.add", lambda op: records.add(op, self.ids, kind, [who], **values)[0]))

    def collect(self, who: str, month: str, paid: int) -> str:
        lines, kind = {who: {"due": 9300, "paid": paid}}, kind_of("dues")
        return str(self.write("dues.add", lambda op: sheets.enter(op, self.ids, kind, lines, period=month)[0]))

    def transfer(self, who: str, **more: str) -> str:
        values = {"way": "out", "day": "2026-08-01", "place": "城东街道党工委", "valid_until": "2026-09-01"} | more
        kind = kind_of("transfer")
        return str(self.write("transfer.add", lambda op: records.add(op, self.ids, kind, [who], **values)[0]))

    def sit(self, who: list[str], title: str, day: str, passed: str = "yes") -> list[str]:
        results = {one: {"score": 9000, "passed": passed} for one in who}
        values = {"title": title, "day": day, "method": "closed"}
        return list(self.write("exam.add", lambda op: sheets.enter(op, self.ids, kind_of("exam"), results, **values)))

    def archive(self, who: str, *, until: str = "file") -> None:
        """Take an archive the whole way, or up to a step."""

        def go(op: Operation) -> None:
            study_archive.write_summary(op, self.ids, who, YEAR, summary="一年来，学了不少。")
            study_archive.fill(op, self.ids, who, YEAR, "2026-12-28")
            if until in ("review", "file"):
                study_archive.review(op, who, YEAR, reviewer="书记", day="2026-12-29", review="属实")
            if until == "file":
                study_archive.file(op, who, YEAR, by="专人", day="2026-12-30")

        self.write("archive.write", go)

    def reopen(self, who: str) -> None:
        self.write("archive.reopen", lambda op: study_archive.reopen(op, who, YEAR, reason="补充"))

    # --- pledges --------------------------------------------------------------------------

    def pledge(self, who: str, *, owner: str = "member", until_date: str = "", due: str = "", goes: str = "") -> str:
        """Draft a pledge and take it up to a step, all the way by default."""
        new = self.ids.new()
        items = [{"text": "带头学习", "due_date": due}]
        self.write(
            "pledge.draft",
            lambda op: pledge.draft_pledge(
                op,
                self.ids,
                pledge_id=new,
                owner=owner,
                member_id=who,
                year=YEAR,
                items=items,
                until_date=until_date,
            ),
        )
        self.keep(new, goes or "conclude")
        return new

    def keep(self, pledge_id: str, goes: str) -> None:
        days = {"submit": "2026-01-05", "approve": "2026-01-06", "post": "2026-01-07", "begin": "2026-01-20"}
        for step, day in (days | {"appraise": "2026-12-10", "conclude": "2026-12-20"}).items():
            if goes == "draft":
                return
            if step == "conclude":
                self._appraised(pledge_id)
            more = {"place": "公示栏", "until_day": "2026-01-15"} if step == "post" else {}
            self._step(pledge_id, step, day, more)
            if step == goes:
                return

    def _step(self, pledge_id: str, step: str, day: str, more: dict[str, str]) -> None:
        self.write(
            f"pledge.{step}",
            lambda op: pledge_steps.take(op, self.ids, pledge_id, step, day=day, by_whom="书记", **more),
        )

    def _appraised(self, pledge_id: str) -> None:
        def say(op: Operation) -> None:
            for source in ("self", "branch"):
                pledge_deeds.appraise(op, pledge_id, source, day="2026-12-15", grade="kept")
            pledge_deeds.appraise(op, pledge_id, "members", day="2026-12-15", satisfied=9)
            items = op.rows("SELECT id FROM pledge_item WHERE pledge_id = ?", (pledge_id,))
            pledge_deeds.set_outcomes(op, pledge_id, {item["id"]: ("kept", "") for item in items})

        self.write("pledge.vote", say)

    def unpledge(self, pledge_id: str) -> None:
        """Take a pledge out as if it had never been."""

        def go(op: Operation) -> None:
            for table in ("pledge_step", "pledge_deed", "pledge_item", "pledge_appraisal"):
                for row in op.rows(f"SELECT * FROM {table} WHERE pledge_id = ?", (pledge_id,)):
                    last = row["source"] if table == "pledge_appraisal" else ""
                    op.delete(table, (1, pledge_id, last) if last else (1, row["id"]))
            op.delete("pledge", (1, pledge_id))

        self.write("pledge.draft", go)


def build(book: Ledger) -> World:
    """Fill a new ledger with a year in which nothing is missing, also of who left, came or is exempt."""
    world = World(book)
    book.clock = FixedClock(OVER)
    _people(world)
    world.meet("assembly+lecture", "2026-03-05")
    group_id = world.book.query("SELECT id FROM party_group")[0]["id"]
    world.meet("group", "2026-03-10", group_id=group_id)
    world.meet("org_life", "2026-03-12")
    world.meet("study", "2026-03-16", study_minutes=120)
    world.meet("theme_day", "2026-04-05")
    asked = [who for name, who in world.people.items() if name not in (CAME, EXEMPT)]
    everybody = [*asked, world.people[CAME]]
    for kind, who in (("training", everybody), ("self_study", [one for one in asked if one != world.people[LEFT]])):
        made = world.study(who, kind, 6000)
        world.made |= {(kind, one): key for one, key in zip(who, made, strict=True)}
    early = [world.people[LEFT]]
    values = {"kind": "self_study", "title": "自学", "from_day": "2026-02-01", "study_minutes": 600}
    world.write("study.add", lambda op: records.add(op, world.ids, kind_of("study_record"), early, **values))
    for title, day in (("春季测试", "2026-04-20"), ("年中测试", "2026-06-20")):
        made = world.sit(asked, title, day)
        world.made |= {(title, one): key for one, key in zip(asked, made, strict=True)}
    for one in (*everybody, world.people[EXEMPT]):
        world.talk_with(one, "2026-03-12")
        world.made["heart_talk", one] = world.talk_with(one, "2026-09-12")
    world.collect(world.people["单田芳"], "2026-01", 9300)
    world.transfer(world.people[LEFT], returned_on="2026-08-20")
    for one in asked:
        world.made["talk", one] = world.speak(one)
        world.made |= {(kind, one): world.text(one, kind) for kind in ("notes", "reflection")}
    _reading(world, asked)
    stays = [who for name, who in world.people.items() if name != LEFT]
    for one in stays:
        world.archive(one)
        if one != world.people[CAME]:
            world.made["pledge", one] = world.pledge(one)
    leave = {"kind": "transfer", "date": "2026-06-30"}
    world.write("member.remove", lambda op: member.remove_member(op, world.people[LEFT], **leave))
    return world


def _people(world: World) -> None:
    def go(op: Operation) -> None:
        rule_choice.choose(
            op, choice_id=world.ids.new(), use="duties", rule_set="licheng_2010", options={"prorate": True}
        )
        new_group = group.add_group(op, group_id=world.ids.new(), name="第一党小组")
        for name in (*NAMES, LEFT, CAME, EXEMPT):
            values = _PERSON | {"name": name, "group": "第一党小组"}
            if name == NAMES[-1]:
                values |= {"category": "probationary", "joined_date": "2025-12-01", "regular_date": ""}
            if name == CAME:
                values |= {"arrived_date": "2026-11-25"}
            world.people[name] = member.add_member(op, member_id=world.ids.new(), **values)
        assert new_group
        records.add(
            op, world.ids, kind_of("study_exemption"), [world.people[EXEMPT]], from_date="2026-01-01", reason="长期患病"
        )

    world.write("roster.import", go)


def _reading(world: World, asked: list[str]) -> None:
    def go(op: Operation) -> None:
        for title, due in (("必读一", "2026-05-31"), ("必读二", "")):
            values: dict[str, Any] = {"year": YEAR, "title": title, "need": "required", "due_date": due}
            (item,) = records.add(op, world.ids, reading.ITEM, (), **values)
            came = [world.people[CAME]] if not due else []
            left = world.people[LEFT]
            read = {one: "2026-05-20" for one in asked if due or one != left} | dict.fromkeys(came, "2026-12-20")
            reading.mark_read(op, world.ids, item, read)
            world.made["reading", title] = item
        records.add(op, world.ids, reading.ITEM, (), year=YEAR, title="推荐", need="recommended", due_date="2026-05")

    world.write("reading.add", go)


# --- twenty gaps ------------------------------------------------------------------------

Expected = tuple[str, str, str]
"""Code, severity, member's name (empty: the branch's)."""


@dataclass(frozen=True)
class Plant:
    """A gap to be made: what is expected, and how it is made; making it returns how it is mended."""

    expected: Expected
    make: Callable[[World, str], Callable[[], object]]


PLANTS: list[Plant] = []


def plant(code: str, severity: str, name: str = "") -> Callable[[Any], Any]:
    def keep(make: Callable[[World, str], Callable[[], object]]) -> Any:
        PLANTS.append(Plant((code, severity, name), make))
        return make

    return keep


@plant("hours_short", "must", "单田芳")
def _hours(world: World, who: str) -> Callable[[], object]:
    def give(minutes: int) -> None:
        def go(op: Operation) -> None:
            for kind in ("training", "self_study"):
                records.edit(op, kind_of("study_record"), world.made[kind, who], study_minutes=minutes)

        world.write("study.edit", go)

    give(30)
    return lambda: give(6000)


@plant("no_minutes", "must")
def _minutes(world: World, _: str) -> Callable[[], object]:
    held = world.meet("assembly", "2026-07-05", minutes="")
    return lambda: world.write("meeting.edit", lambda op: meeting.edit_meeting(op, held, minutes="补记。"))


@plant("no_minutes", "should")
def _effect(world: World, _: str) -> Callable[[], object]:
    held = world.meet("study", "2026-07-06", minutes="", effect="")
    return lambda: world.write("meeting.edit", lambda op: meeting.edit_meeting(op, held, effect="有收获"))


@plant("away_no_reason", "should", "曾国祥")
def _away(world: World, who: str) -> Callable[[], object]:
    held = world.meet("assembly", "2026-07-07", marks={who: "absent"})
    return lambda: world.write("attendance.mark", lambda op: attendance.mark(op, held, who, "absent", reason="出差"))


@plant("no_make_up", "must", "买买提·艾山")
def _missed(world: World, who: str) -> Callable[[], object]:
    held = world.meet("study", "2026-07-08", marks={who: "sick"})
    values = {"meeting_id": held, "member_id": who, "day": "2026-07-20"}
    return lambda: world.write(
        "make_up.add", lambda op: make_up.add_make_up(op, make_up_id=world.ids.new(), **values)
    )


@plant("section_empty", "should", "沈镕")
def _no_talk(world: World, who: str) -> Callable[[], object]:
    world.write("talk.remove", lambda op: records.remove(op, kind_of("talk"), world.made["talk", who]))
    return lambda: world.speak(who)


@plant("section_empty", "should", "龚喆")
def _no_notes(world: World, who: str) -> Callable[[], object]:
    world.write("reflection.remove", lambda op: records.remove(op, kind_of("reflection"), world.made["notes", who]))
    return lambda: world.text(who, "notes")


@plant("section_empty", "should", "尉迟镕")
def _no_reflection(world: World, who: str) -> Callable[[], object]:
    world.write(
        "reflection.remove", lambda op: records.remove(op, kind_of("reflection"), world.made["reflection", who])
    )
    return lambda: world.text(who, "reflection")


@plant("no_summary", "must", "仇玥")
def _no_summary(world: World, who: str) -> Callable[[], object]:
    world.reopen(who)
    world.write("archive.write", lambda op: study_archive.write_summary(op, world.ids, who, YEAR, summary=""))
    return lambda: world.archive(who)


@plant("not_reviewed", "should", "喻昇")
def _not_reviewed(world: World, who: str) -> Callable[[], object]:
    world.reopen(who)
    world.archive(who, until="fill")

    def mend() -> None:
        world.write("archive.send_back", lambda op: study_archive.send_back(op, who, YEAR, reason="改"))
        world.archive(who)

    return mend


@plant("not_filed", "note", "单田芳")
def _not_filed(world: World, who: str) -> Callable[[], object]:
    world.reopen(who)
    world.archive(who, until="review")
    return lambda: world.write(
        "archive.file", lambda op: study_archive.file(op, who, YEAR, by="专人", day="2026-12-31")
    )


@plant("text_unread", "note", "曾国祥")
def _unread(world: World, who: str) -> Callable[[], object]:
    made = world.text(who, "reflection", reviewed=False)
    kind, said = kind_of("reflection"), {"reviewer": "书记", "reviewed_on": "2026-06-01", "review": "好"}
    return lambda: world.write("reflection.review", lambda op: records.perform(op, kind, "review", [made], **said))


@plant("reading_open", "must", "买买提·艾山")
def _unread_book(world: World, who: str) -> Callable[[], object]:
    item = world.made["reading", "必读一"]
    world.write("reading.unmark", lambda op: reading.unmark_read(op, item, [who]))
    return lambda: world.write("reading.mark", lambda op: reading.mark_read(op, world.ids, item, {who: "2026-09-01"}))


@plant("exam_missing", "should", "沈镕")
def _no_exam(world: World, who: str) -> Callable[[], object]:
    world.write("exam.remove", lambda op: records.remove(op, kind_of("exam"), world.made["年中测试", who]))
    return lambda: world.sit([who], "年中测试", "2026-07-01")


@plant("exam_failed", "should", "龚喆")
def _failed(world: World, who: str) -> Callable[[], object]:
    failed = world.made["春季测试", who]
    world.write("exam.edit", lambda op: records.edit(op, kind_of("exam"), failed, passed="no", score=3000))
    return lambda: world.sit([who], "春季测试", "2026-05-10")


@plant("no_pledge", "should", "尉迟镕")
def _no_pledge(world: World, who: str) -> Callable[[], object]:
    world.unpledge(world.made["pledge", who])
    return lambda: world.pledge(who)


@plant("pledge_open", "should", "仇玥")
def _pledge_open(world: World, who: str) -> Callable[[], object]:
    world.unpledge(world.made["pledge", who])
    drafted = world.pledge(who, goes="draft")
    return lambda: world.keep(drafted, "conclude")


@plant("pledge_unkept", "should", "喻昇")
def _pledge_due(world: World, who: str) -> Callable[[], object]:
    term = world.pledge(who, owner="leader", until_date="2028-12-31", due="2026-06-30", goes="begin")
    done = {"pledge_id": term, "day": "2026-06-20", "text": "办成了"}
    return lambda: world.write(
        "pledge.deed", lambda op: pledge_deeds.add_deed(op, deed_id=world.ids.new(), **done)
    )


@plant("record_missing", "should", "沈镕")
def _no_heart_talk(world: World, who: str) -> Callable[[], object]:
    made, kind = world.made["heart_talk", who], kind_of("heart_talk")
    world.write("heart_talk.remove", lambda op: records.remove(op, kind, made))
    return lambda: world.talk_with(who, "2026-12-30")


@plant("amount_short", "must", "龚喆")
def _dues_owed(world: World, who: str) -> Callable[[], object]:
    """Six months after the end of June it is due; July is not yet on the tenth of January."""
    made, kind = world.collect(who, "2026-06", 5000), kind_of("dues")
    world.collect(who, "2026-07", 0)
    return lambda: world.write("dues.edit", lambda op: records.edit(op, kind, made, paid=9300))


@plant("record_overdue", "must", "尉迟镕")
def _no_return_slip(world: World, who: str) -> Callable[[], object]:
    made, kind = world.transfer(who), kind_of("transfer")
    world.transfer(who, valid_until="")
    slip = {"returned_on": "2026-08-20"}
    return lambda: world.write("transfer.slip", lambda op: records.perform(op, kind, "slip", [made], **slip))


@plant("personal_data", "must", "曾国祥")
def _blank(world: World, who: str) -> Callable[[], object]:
    world.write("member.edit", lambda op: member.edit_member(op, who, birth_date=""))
    return lambda: world.write("member.edit", lambda op: member.edit_member(op, who, birth_date="1980-05-01"))


@plant("meeting_late", "note")
def _late(world: World, _: str) -> Callable[[], object]:
    held = world.meet("theme_day", "2026-08-01", entered="2026-10-01")
    return lambda: world.write("meeting.withdraw", lambda op: meeting.withdraw_meeting(op, held, reason="重复"))
