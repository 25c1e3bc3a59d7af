"""Random histories over every registered kind of operation, undone in any order that is allowed, end at the
start.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import example as example_of
from hypothesis import strategies as st

from models import attendance as sheets
from models import (
    check,
    duty_note,
    evidence,
    group,
    invitation,
    journal,
    make_up,
    meeting,
    member,
    operations,
    organization,
    organization_key,
    post,
    reading,
    received_package,
    rule_choice,
    snapshot,
    take_over,
    undo,
)
from models.errors import RefusedError
from models.gate import Operation
from models.ids import CountingIds
from models.kinds import records
from models.kinds import sheets as kind_sheets
from models.kinds.catalog import kind_of, kinds
from models.kinds.kind import Act, Kind
from models.ledger import Ledger
from models.received_package import ReceivedPackageRow
from models.take_over import Difference, Plan
from tests.models import archive_examples
from tests.models.conftest import ACTOR, BRANCH
from tests.models.kinds import values
from tests.templates import made_once


@dataclass
class World:
    """What an example may draw on."""

    book: Ledger
    random: Random

    def id(self) -> str:
        return self.book.ids.new()

    def pick(self, sql: str) -> str | None:
        found = self.book.query(sql)
        return None if not found else str(next(iter(self.random.choice(found).values())))


Example = Callable[[World, Operation], object]
EXAMPLES: dict[str, Example] = {}


def example(kind: str) -> Callable[[Example], Example]:
    def keep(write: Example) -> Example:
        EXAMPLES[kind] = write
        return write

    return keep


@example("ledger.take_over")
def _take_over(world: World, op: Operation) -> None:
    """What another copy has more: one who came there, a changed phone, a package it sent."""
    came = {"org": 1, "id": world.id(), "name": "新来的", "name_pinyin": "xinlaide", "name_initials": "xld"}
    other = [Difference("member", (1, came["id"]), None, came)]
    if found := world.pick("SELECT id FROM member WHERE org = 1"):
        row = op.row("member", (1, found)) or {}
        other.append(Difference("member", (1, found), row, row | {"phone": str(world.random.randrange(10**6))}))
    plan = Plan(1, tuple(other), (), (), {}, (), (1, ""))
    take_over.apply(op, world.book.ids, plan, {})


@example("setting.change")
def _setting(world: World, op: Operation) -> None:
    organization.change_setting(op, world.random.choice("abc"), str(world.random.randrange(3)))


@example("organization.edit")
def _organization(world: World, op: Operation) -> None:
    number = world.pick("SELECT number FROM organization")
    organization.edit(op, int(number or 1), phone=str(world.random.randrange(5)), short_name="桐花")


@example("group.add")
def _group(world: World, op: Operation) -> None:
    group.add_group(op, group_id=world.id(), name=f"第{world.random.randrange(10**6)}组")


@example("group.edit")
def _group_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM party_group WHERE org = 1"):
        group.edit_group(op, found, name=f"第{world.random.randrange(10**6)}组", formed_date="2020-01")


@example("member.add")
def _member(world: World, op: Operation) -> None:
    names = world.pick("SELECT name FROM party_group WHERE org = 1 AND dissolved_date = ''")
    member.add_member(op, member_id=world.id(), name="沈镕", group=names or "", joined_date="1999-07")


@example("member.edit")
def _member_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM member WHERE org = 1"):
        work, name = f"岗位{world.random.randrange(4)}", f"新组{world.random.randrange(3)}"
        member.edit_member(op, found, work=work, group=name, group_id=world.id())


@example("member.remove")
def _member_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM member WHERE org = 1 AND status = 'active'"):
        member.remove_member(op, found, kind="transfer", date="2026-01")


@example("roster.import")
def _import(world: World, op: Operation) -> None:
    for _ in range(3):
        member.add_member(op, member_id=world.id(), name="曾国祥", group="导入组", group_id=world.id())
    _member_edit(world, op)


@example("branch.invite")
def _invite(world: World, op: Operation) -> None:
    number = organization.add(op, organization_id=world.id(), name="第二支部")
    invitation.issue(
        op, invitation_id=world.id(), org=number, code="0000", expires_at="2027-01-01T00:00:00.000Z"
    )


def _other(world: World, op: Operation) -> int:
    found = world.pick("SELECT number FROM organization WHERE number > 1")
    return int(found) if found else organization.add(op, organization_id=world.id(), name="第三支部")


@example("branch.register")
def _register(world: World, op: Operation) -> None:
    number = _other(world, op)
    organization_key.register(op, number, key_id=world.id(), sign_public="aa", seal_public="bb")
    organization_key.accept_lineage(op, number, f"谱系{world.random.randrange(3)}")
    if unused := world.pick("SELECT id FROM invitation WHERE used_at IS NULL"):
        invitation.use(op, unused)


@example("branch.revoke")
def _revoke(world: World, op: Operation) -> None:
    rows = world.book.query("SELECT org, key_id FROM organization_key WHERE revoked_at IS NULL")
    if rows:
        row = world.random.choice(rows)
        organization_key.revoke(op, row["org"], row["key_id"])


@example("branch.accept_lineage")
def _lineage(world: World, op: Operation) -> None:
    number = _other(world, op)
    known = op.rows("SELECT lineage FROM organization_lineage WHERE org = ? ORDER BY rank", (number,))
    # Going back to an older one moves it to the top again.
    again = known[0]["lineage"] if len(known) > 1 and world.random.random() < 0.5 else world.id()
    organization_key.accept_lineage(op, number, again)


@example("committee.register")
def _committee(world: World, op: Operation) -> None:
    number = organization.add(op, organization_id=world.id(), name="街道党委", level="committee")
    organization_key.register(op, number, key_id=world.id(), sign_public="cc", seal_public="dd")
    parent = op.row("organization", (number,))
    organization.edit(op, 1, parent_id=str(parent and parent["id"]))


@example("package.receive")
def _receive(world: World, op: Operation) -> None:
    number = _other(world, op)
    before = op.rows(
        "SELECT content_digest FROM received_package WHERE org = ? AND state = 'current'", (number,)
    )
    tables: snapshot.Tables = {
        "party_group": [{"id": world.id(), "name": "甲组", "formed_date": "", "dissolved_date": ""}],
        "member": [],
    }
    columns = [
        row["name"] for row in op.rows("SELECT name FROM pragma_table_info('member')") if row["name"] != "org"
    ]
    for _ in range(world.random.randrange(3)):
        row = dict.fromkeys(columns, "")
        tables["member"].append(
            row
            | {
                "id": world.id(),
                "name": "邓喆",
                "status": "active",
                "group_id": tables["party_group"][0]["id"],
            }
        )
    digest = snapshot.install(op, number, tables, before=before[0]["content_digest"] if before else None)
    received_package.put_current(
        op,
        ReceivedPackageRow(
            number,
            world.id(),
            "谱系",
            1 + world.random.randrange(99),
            op.at,
            op.at,
            "x.dyb",
            "{}",
            digest,
            "",
        ),
    )


# --- the year -------------------------------------------------------------------------


def _somebody(world: World, op: Operation) -> str:
    """Return a member who was there all year; a new one when there is none."""
    there = op.rows("SELECT id FROM member WHERE org = 1 AND status = 'active'")
    if there and world.random.random() < 0.8:
        return str(world.random.choice(there)["id"])
    return member.add_member(op, member_id=world.id(), name="龚喆", joined_date="2001-07-01")


def _meeting(world: World, op: Operation) -> str:
    """Return a meeting that is kept and has an absent member; a new one when there is none."""
    found = op.rows(
        "SELECT e.id FROM meeting e JOIN attendance a ON a.org = e.org AND a.meeting_id = e.id"
        " WHERE e.org = 1 AND e.status = 'kept' AND a.mark = 'sick'"
    )
    if found and world.random.random() < 0.8:
        return str(world.random.choice(found)["id"])
    return _new_meeting(world, op)


@example("meeting.record")
def _new_meeting(world: World, op: Operation) -> str:
    return meeting.record_meeting(
        op,
        meeting_id=world.id(),
        kinds=world.random.choice([["assembly"], ["assembly", "lecture"], ["study"]]),
        day=f"2026-{world.random.randrange(1, 7):02d}-05",
        topic=f"第{world.random.randrange(10**6)}次学习",
        study_minutes=world.random.choice([0, 60, 90]),
        marks={_somebody(world, op): "sick"},
    )


@example("post.add")
def _post(world: World, op: Operation) -> None:
    if world.random.random() < 0.3:
        # One that leaving will end.
        new = member.add_member(op, member_id=world.id(), name="仇喆", joined_date="2001")
        post.add_post(op, post_id=world.id(), member_id=new, post="discipline", from_date="2021-06")
        return
    year = world.random.randrange(1960, 2020)
    held = op.rows("SELECT 1 FROM post_term WHERE from_date = ?", (f"{year}-03-01",))
    who = _somebody(world, op)
    if not held:
        span = {"from_date": f"{year}-03-01", "to_date": f"{year}-04-01"}
        post.add_post(op, post_id=world.id(), member_id=who, post="secretary", **span)


@example("post.edit")
def _post_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM post_term WHERE org = 1"):
        row = op.row("post_term", (1, found)) or {}
        post.edit_post(op, found, to_date=f"{row['from_date'][:4]}-12-{world.random.randrange(10, 28)}")


@example("post.remove")
def _post_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM post_term WHERE org = 1"):
        post.remove_post(op, found)


@example("exemption.add")
def _exemption(world: World, op: Operation) -> None:
    records.add(
        op, world.book.ids, kind_of("study_exemption"), [_somebody(world, op)], from_date="2026-02", reason="长期患病"
    )


@example("exemption.edit")
def _exemption_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM study_exemption WHERE org = 1"):
        records.edit(op, kind_of("study_exemption"), found, to_date=f"2026-1{world.random.randrange(3)}")


@example("exemption.remove")
def _exemption_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM study_exemption WHERE org = 1"):
        records.remove(op, kind_of("study_exemption"), found)


@example("meeting.edit")
def _meeting_edit(world: World, op: Operation) -> None:
    values = {"place": f"{world.random.randrange(9)}号楼", "minutes": "改过。\n<b>粗</b>", "kinds": ["theme_day"]}
    meeting.edit_meeting(op, _meeting(world, op), **values)


@example("meeting.withdraw")
def _meeting_withdraw(world: World, op: Operation) -> None:
    meeting.withdraw_meeting(op, _meeting(world, op), reason="重复登记")


@example("attendance.mark")
def _attendance(world: World, op: Operation) -> None:
    held = _meeting(world, op)
    line = world.random.choice(op.rows("SELECT member_id FROM attendance WHERE meeting_id = ?", (held,)))
    sheets.mark(op, held, line["member_id"], world.random.choice(sheets.LEAVE_MARKS), reason=world.id())
    late = member.add_member(op, member_id=world.id(), name="后补", joined_date="2001")
    sheets.add_line(op, held, late, "observer")


@example("meetings.import")
def _meetings_import(world: World, op: Operation) -> None:
    absent = member.add_member(op, member_id=world.id(), name="尉迟镕", joined_date="1999")
    for month in (1, 2):
        values = {"kinds": ["assembly"], "day": f"2025-0{month}-06", "topic": f"{month}月党员大会"}
        meeting.record_meeting(op, meeting_id=world.id(), marks={absent: "personal"}, **values)


@example("make_up.add")
def _make_up(world: World, op: Operation) -> None:
    held = _new_meeting(world, op)
    (line,) = op.rows("SELECT member_id FROM attendance WHERE meeting_id = ? AND mark = 'sick'", (held,))
    who = {"meeting_id": held, "member_id": line["member_id"]}
    make_up.add_make_up(op, make_up_id=world.id(), day="2026-07-01", **who)


@example("make_up.remove")
def _make_up_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM make_up WHERE org = 1"):
        make_up.remove_make_up(op, found)


@example("study.add")
def _study(world: World, op: Operation) -> None:
    span = {"from_day": "2026-04-07", "to_day": "2026-04-09"}
    values = {"kind": "training", "title": "培训班", "study_minutes": 720, **span}
    records.add(op, world.book.ids, kind_of("study_record"), [_somebody(world, op)], **values)


@example("study.edit")
def _study_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM study_record WHERE org = 1"):
        records.edit(
            op, kind_of("study_record"), found, study_minutes=world.random.randrange(30, 600, 30), result="合格"
        )


@example("study.check")
def _study_check(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM study_record WHERE org = 1"):
        told = world.random.choice(["笔记完整", "补记两次"])
        said = {"checker": "支部书记", "checked_on": "2026-05-06", "check_result": told}
        records.perform(op, kind_of("study_record"), "check", [found], **said)


@example("study.remove")
def _study_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM study_record WHERE org = 1"):
        records.remove(op, kind_of("study_record"), found)


@example("credit.add")
def _credit(world: World, op: Operation) -> None:
    values = {"day": "2026-05-04", "hundredths": world.random.choice([-100, 50, 200]), "reason": "调研报告"}
    records.add(op, world.book.ids, kind_of("credit_entry"), [_somebody(world, op)], **values)


@example("credit.edit")
def _credit_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM credit_entry WHERE org = 1"):
        records.edit(op, kind_of("credit_entry"), found, hundredths=world.random.randrange(50, 500), proof="证书")


@example("credit.edit")
def _credit_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM credit_entry WHERE org = 1"):
        records.edit(op, kind_of("credit_entry"), found, proof=f"第{world.random.randrange(10**6)}号")


@example("credit.remove")
def _credit_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM credit_entry WHERE org = 1"):
        records.remove(op, kind_of("credit_entry"), found)


@example("rules.choose")
def _rules(world: World, op: Operation) -> None:
    if world.random.random() < 0.3 and (found := world.pick("SELECT id FROM rule_choice WHERE org = 1")):
        rule_choice.drop(op, found)
        return
    year = world.random.randrange(1990, 2026)
    rows = op.rows("SELECT id FROM rule_choice WHERE from_date = ?", (f"{year}-01-01",))
    if rows:
        rule_choice.change(op, rows[0]["id"], options={"Q10": world.random.choice(["monthly", "quarterly"])})
        return
    span = {"from_date": f"{year}-01-01", "to_date": f"{year}-12-31"}
    rule_choice.choose(op, choice_id=world.id(), use="credits", rule_set="points_100", **span)


@example("duty.explain")
def _duty(world: World, op: Operation) -> None:
    period = f"2026-Q{world.random.randrange(1, 3)}"
    said = op.rows("SELECT text FROM duty_note WHERE period = ?", (period,))
    text = "" if said and world.random.random() < 0.3 else f"防汛值守第{world.random.randrange(10**6)}天。"
    duty_note.explain(op, note_id=world.id(), rule="national/assembly", subject_id="", period=period, text=text)


EXAMPLES |= archive_examples.EXAMPLES

# --- study beside the year ------------------------------------------------------------


def _text(world: World, op: Operation) -> str:
    """Return a reflection; a new one when there is none."""
    found = op.rows("SELECT id FROM reflection WHERE org = 1")
    if found and world.random.random() < 0.8:
        return str(world.random.choice(found)["id"])
    return _reflection(world, op)


@example("reflection.add")
def _reflection(world: World, op: Operation) -> str:
    values = {"kind": "notes", "title": "学习笔记", "day": "2026-03-04", "body": "一\n<b>二</b>", "pages": 3}
    return records.add(op, world.book.ids, kind_of("reflection"), [_somebody(world, op)], **values)[0]


@example("reflection.edit")
def _reflection_edit(world: World, op: Operation) -> None:
    records.edit(op, kind_of("reflection"), _text(world, op), title=f"第{world.random.randrange(10**6)}篇", pages=0)


@example("reflection.remove")
def _reflection_remove(world: World, op: Operation) -> None:
    records.remove(op, kind_of("reflection"), _text(world, op))


@example("reflection.review")
def _review(world: World, op: Operation) -> None:
    said = {"reviewer": "钟离岚", "reviewed_on": "2026-04-01", "review": f"有体会{world.random.randrange(10**6)}"}
    records.perform(op, kind_of("reflection"), "review", [_text(world, op)], **said)


@example("reflection.exhibit")
def _exhibit(world: World, op: Operation) -> None:
    place = f"{world.random.randrange(10**6)}号橱窗"
    records.perform(
        op, kind_of("reflection"), "exhibit", [_text(world, op)], exhibited_on="2026-04-01", exhibited_at=place
    )


@example("talk.add")
def _talk(world: World, op: Operation) -> None:
    values = {"kind": "contest", "day": "2026-05-01", "title": "知识竞赛", "ranking": "二等奖"}
    records.add(op, world.book.ids, kind_of("talk"), [_somebody(world, op)], **values)


@example("talk.edit")
def _talk_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM talk WHERE org = 1"):
        records.edit(op, kind_of("talk"), found, kind="speech", points=f"第{world.random.randrange(10**6)}点")


@example("talk.remove")
def _talk_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM talk WHERE org = 1"):
        records.remove(op, kind_of("talk"), found)


@example("exam.add")
def _exam(world: World, op: Operation) -> None:
    result = {"score": world.random.randrange(10_001), "passed": "yes"}
    values = {"title": "理论测试", "day": "2026-06-20", "method": "closed"}
    kind_sheets.enter(op, world.book.ids, kind_of("exam"), {_somebody(world, op): result}, **values)


@example("exam.edit")
def _exam_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM exam WHERE org = 1"):
        records.edit(op, kind_of("exam"), found, score=None, passed="no", grade=f"第{world.random.randrange(10**6)}等")


@example("exam.remove")
def _exam_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM exam WHERE org = 1"):
        records.remove(op, kind_of("exam"), found)


def _item(world: World, op: Operation) -> str:
    """Return an item of the list; a new one when there is none."""
    found = op.rows("SELECT id FROM reading_item WHERE org = 1")
    return str(world.random.choice(found)["id"]) if found else _reading(world, op)


@example("reading.add")
def _reading(world: World, op: Operation) -> str:
    title = f"第{world.random.randrange(10**9)}卷"
    values = {"year": 2026, "title": title, "need": "required", "due_date": "2026-10"}
    return records.add(op, world.book.ids, reading.ITEM, (), **values)[0]


@example("reading.edit")
def _reading_edit(world: World, op: Operation) -> None:
    records.edit(op, reading.ITEM, _item(world, op), author=f"作者{world.random.randrange(10**6)}")


@example("reading.remove")
def _reading_remove(world: World, op: Operation) -> None:
    item = _item(world, op)
    readers = op.rows("SELECT member_id FROM reading_done WHERE org = 1 AND reading_id = ?", (item,))
    reading.unmark_read(op, item, [one["member_id"] for one in readers])
    records.remove(op, reading.ITEM, item)


@example("reading.mark")
def _read(world: World, op: Operation) -> None:
    day = f"2026-0{world.random.randrange(1, 10)}-11"
    reading.mark_read(op, world.book.ids, _item(world, op), {_somebody(world, op): day})


@example("reading.unmark")
def _unread(world: World, op: Operation) -> None:
    rows = op.rows("SELECT reading_id, member_id FROM reading_done WHERE org = 1")
    if rows:
        row = world.random.choice(rows)
        reading.unmark_read(op, row["reading_id"], [row["member_id"]])


@example("evidence.attach")
def _attach(world: World, op: Operation) -> None:
    path = world.book.path.parent / "照片.pdf"
    path.write_bytes(b"%PDF-1.4 " + world.id().encode())
    evidence.attach(
        op, evidence_id=world.id(), owner_table="reflection", owner_id=_text(world, op), path=path, note="原件"
    )


@example("evidence.detach")
def _detach(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM evidence WHERE org = 1"):
        evidence.detach(op, found)


# --- records of kinds that need no example of their own ------------------------------


def _of_kind(kind: Kind) -> dict[str, Example]:
    """Return an entry, a change and a taking back of any kind that lies on the shelf."""

    def add(world: World, op: Operation) -> str:
        # Somebody new, for there may be one record only of whoever is there.
        who = member.add_member(op, member_id=world.id(), name="龚喆", joined_date="2001-07-01")
        other = member.add_member(op, member_id=world.id(), name="谈心人", joined_date="2001-07-01")
        (made,) = records.add(op, world.book.ids, kind, [who], **values.some(kind, world.random, [other]))
        return made

    def there(world: World, op: Operation) -> str:
        found = op.rows("SELECT id FROM record WHERE org = 1 AND kind = ?", (kind.name,))
        return str(world.random.choice(found)["id"]) if found else add(world, op)

    def edit(world: World, op: Operation) -> None:
        field = kind.by_name[kind.title if kind.title != kind.day else kind.fields[-1].name]
        records.edit(op, kind, there(world, op), **{field.name: f"第{world.random.randrange(10**6)}件"})

    def perform(act: Act) -> Example:
        def done(world: World, op: Operation) -> None:
            found = there(world, op)
            said = {name: values.one(kind.by_name[name], world.random, "2026-07-01") for name in act.fields}
            records.perform(op, kind, act.name, [found], **said)

        return done

    def remove(world: World, op: Operation) -> None:
        records.remove(op, kind, there(world, op))

    acts = {kind.operation(act.name): perform(act) for act in kind.acts}
    return {kind.operation("add"): add, kind.operation("edit"): edit, kind.operation("remove"): remove, **acts}


SHELVED = [kind for kind in kinds().values() if kind.shelved]
for shelved in SHELVED:
    EXAMPLES |= _of_kind(shelved)

UNDOABLE = sorted(kind.name for kind in operations.KINDS.values() if kind.undoable)


def test_every_kind_that_can_be_undone_has_an_example() -> None:
    assert sorted(EXAMPLES) == UNDOABLE


EVERYTHING = (
    *("group.add", "member.add", "branch.invite", "branch.register", "package.receive", "post.add", "exemption.add"),
    *("meeting.record", "make_up.add", "study.add", "credit.add", "rules.choose"),
    *("reflection.add", "talk.add", "exam.add", "reading.add", "reading.mark", "evidence.attach"),
    *("pledge.draft", "pledge.deed"),
    *(kind.operation("add") for kind in SHELVED),
)


@made_once
def something_of_everything(book: Ledger) -> None:
    for kind in EVERYTHING:
        with book.operation(kind) as op:
            EXAMPLES[kind](World(book, Random(kind)), op)


@pytest.mark.parametrize("kind", UNDOABLE)
def test_every_example_writes(kind: str, book: Ledger) -> None:
    """Each kind is undone once on its own, in a ledger that has something of everything."""
    book.ids = CountingIds()
    something_of_everything(book)
    world = World(book, Random(1))
    before = book.content_digest()
    with book.operation(kind) as op:
        EXAMPLES[kind](world, op)
    assert book.content_digest() != before
    # Picked from the log, as those have to be that others beside this ledger rely on.
    undo.undo(book, journal.last_seq(book))
    assert book.content_digest() == before


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A committee's new ledger, closed, for every history to begin with, and how many ids it has used."""
    path, ids = tmp_path_factory.mktemp("template") / "x.zbtz", CountingIds()
    Ledger.create(path, organization=BRANCH, level="committee", actor=ACTOR, ids_=ids).close()
    return path, ids._count


@example_of(
    kinds=["branch.accept_lineage"] * 3
    + ["group.add", "branch.accept_lineage", "branch.accept_lineage", "member.add", "branch.accept_lineage"]
    + ["member.edit"],
    seed=0,
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(kinds=st.lists(st.sampled_from(UNDOABLE), min_size=1, max_size=14), seed=st.integers(0, 2**32))
def test_undoing_everything_ends_at_the_start(office: tuple[Path, int], kinds: list[str], seed: int) -> None:
    new, used = office
    with (
        tempfile.TemporaryDirectory() as folder,
        Ledger.open(shutil.copy(new, folder), actor=ACTOR, ids_=CountingIds(used)) as book,
    ):
        start = book.content_digest()
        states = _write(World(book, Random(seed)), kinds)
        _undo_in_any_order(book, Random(seed))
        assert book.content_digest() == start
        _redo_everything(book)
        assert book.content_digest() in states
        assert [found for found in check.check_ledger(book) if found.level == "error"] == []


def _write(world: World, kinds: list[str]) -> set[str]:
    states = {world.book.content_digest()}
    for kind in kinds:
        with world.book.operation(kind) as op:
            EXAMPLES[kind](world, op)
        states.add(world.book.content_digest())
        found = undo.next_undo(world.book)
        if world.random.random() < 0.2 and found.entry and not found.stop:
            undo.undo(world.book)
        if world.random.random() < 0.1 and undo.next_redo(world.book):
            undo.redo(world.book)
        states.add(world.book.content_digest())
    return states


def _undo_in_any_order(book: Ledger, random: Random) -> None:
    """Undo what may be undone, in random order, until nothing is left; something must always be possible."""
    while open_ones := [entry.seq for entry in journal.entries(book) if entry.undoable]:
        random.shuffle(open_ones)
        refusals = []
        for seq in open_ones:
            before = book.content_digest()
            try:
                undo.undo(book, seq)
                break
            except RefusedError as error:
                assert error.code in ("undo-later-changes", "undo-blocked")
                assert book.content_digest() == before
                refusals.append(error)
        assert len(refusals) < len(open_ones), [str(error) for error in refusals]


def _redo_everything(book: Ledger) -> None:
    """Bring back what was undone, newest undo first."""
    while undo.next_redo(book):
        undo.redo(book)
