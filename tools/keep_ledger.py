"""Writes the kept ledger of the present schema, which every later program must open.

Run once when a schema is released: `python -m tools.keep_ledger`. An existing file is never written again.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from models import (
    draft,
    duty_note,
    evidence,
    group,
    make_up,
    meeting,
    member,
    organization,
    pledge,
    pledge_deeds,
    pledge_steps,
    post,
    print_run,
    reading,
    rule_choice,
    schema,
    study_archive,
    undo,
)
from models.clock import FixedClock
from models.ids import CountingIds
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "data" / "ledgers"
BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"


def write(path: Path) -> None:
    """Make a ledger with members, a group, one who left, a year's records, and an undone operation; always the
    same content.
    """
    clock = FixedClock(datetime(2026, 11, 21, 5, 0, tzinfo=UTC))
    with Ledger.create(path, organization=BRANCH, actor="尉迟文静", clock=clock, ids_=CountingIds()) as book:
        with book.operation("group.add") as op:
            first = group.add_group(op, group_id=book.ids.new(), name="第一党小组", formed_date="2019-03")
        people: tuple[dict[str, Any], ...] = (
            {"name": "单田芳", "sex": "male", "joined_date": "1985-07", "category": "full"},
            {
                "name": "䶮喆",
                "sex": "female",
                "joined_date": "2025-06-30",
                "category": "probationary",
            },
            {"name": "买买提·艾山", "ethnicity": "维吾尔族", "joined_date": "2003"},
        )
        with book.operation("roster.import", why="花名册.xlsx") as op:
            ids = [
                member.add_member(op, member_id=book.ids.new(), group="第一党小组", **values)
                for values in people
            ]
        with book.operation("member.remove", why="") as op:
            member.remove_member(op, ids[2], kind="transfer", date="2026-10")
        _year(book, *ids[:2])
        with book.operation("group.edit") as op:
            group.edit_group(op, first, name="桐花党小组")
        undo.undo(book)


def _year(book: Ledger, older: str, younger: str) -> None:
    """Record one of each thing that schema 2 brought."""
    with book.operation("organization.edit") as op:
        organization.edit(op, schema.SELF, kind="community", founded_date="2008-07")
    with book.operation("post.add") as op:
        post.add_post(op, post_id=book.ids.new(), member_id=older, post="secretary", from_date="2021-03-15")
    with book.operation("rules.choose") as op:
        values: dict[str, Any] = {"use": "duties", "rule_set": "national", "from_date": "2026-01-01"}
        rule_choice.choose(op, choice_id=book.ids.new(), options={}, **values)
    with book.operation("meeting.record") as op:
        lecture = meeting.record_meeting(
            op,
            meeting_id=book.ids.new(),
            kinds=["assembly", "lecture"],
            day="2026-03-05",
            topic="第一季度党员大会暨党课",
            marks={younger: "sick"},
            reasons={younger: "住院"},
            start_time="14:30",
            end_time="16:30",
            place="社区二楼会议室",
            chair="单田芳",
            lecturer="单田芳",
            minutes="一、学习文件。\n二、讨论工作。",
            decisions="同意。",
            study_minutes=120,
        )
    with book.operation("make_up.add") as op:
        who: dict[str, Any] = {"meeting_id": lecture, "member_id": younger}
        make_up.add_make_up(op, make_up_id=book.ids.new(), day="2026-03-20", tutor="单田芳", content="送学上门", **who)
    _study(book, older, younger)
    _archive(book, older, younger)
    _shelf(book, older, younger)
    typed = [("0 QPlainTextEdit 发言要点", "还没有写完的一句")]
    draft.keep(book, book.ids.new(), place="KindDialog talk", subject="", title="登记发言", typed=typed)
    with book.operation("duty.explain") as op:
        duty: dict[str, Any] = {"rule": "national/assembly", "subject_id": "", "period": "2026-Q2"}
        duty_note.explain(op, note_id=book.ids.new(), text="换届筹备，顺延到七月召开。", **duty)


def _study(book: Ledger, older: str, younger: str) -> None:
    with book.operation("study.add") as op:
        span: dict[str, Any] = {"from_day": "2026-04-07", "to_day": "2026-04-09"}
        study: dict[str, Any] = {"kind": "training", "title": "基层党务培训班", "study_minutes": 1440, **span}
        records.add(op, book.ids, kind_of("study_record"), [older], **study)
    with book.operation("credit.add") as op:
        credit: dict[str, Any] = {"day": "2026-05-04", "hundredths": 150, "reason": "撰写调研报告", "proof": "街道简报"}
        records.add(op, book.ids, kind_of("credit_entry"), [younger], **credit)
    with book.operation("exemption.add") as op:
        freed: dict[str, Any] = {"from_date": "2026-06", "to_date": "", "reason": "年老体弱"}
        records.add(op, book.ids, kind_of("study_exemption"), [older], **freed)


def _archive(book: Ledger, older: str, younger: str) -> None:
    """Record one of each thing that schema 3 brought."""
    new = book.ids.new
    with book.operation("reading.add") as op:
        listed: dict[str, Any] = {"year": 2026, "title": "《党章》", "need": "required", "due_date": "2026-06"}
        (text,) = records.add(op, book.ids, reading.ITEM, (), **listed)
    with book.operation("reading.mark") as op:
        reading.mark_read(op, book.ids, text, {older: "2026-05-20"})
    with book.operation("reflection.add") as op:
        words: dict[str, Any] = {"title": "学习体会", "day": "2026-05-21", "body": "一、体会。\n二、打算。"}
        written = records.add(op, book.ids, kind_of("reflection"), [older], kind="reflection", **words)[0]
    with book.operation("evidence.attach") as op, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "手稿.txt"
        path.write_text("一、体会。", encoding="utf-8")
        evidence.attach(op, evidence_id=new(), owner_table="reflection", owner_id=written, path=path)
    with book.operation("talk.add") as op:
        records.add(op, book.ids, kind_of("talk"), [younger], kind="exchange", day="2026-06-02", title="我的学习方法")
    with book.operation("exam.add") as op:
        test: dict[str, Any] = {"title": "理论测试", "day": "2026-06-30", "method": "closed"}
        sheets.enter(op, book.ids, kind_of("exam"), {older: {"score": 9250}}, **test)
    with book.operation("archive.fill") as op:
        study_archive.write_summary(op, book.ids, older, 2026, summary="全年参加学习。")
        study_archive.fill(op, book.ids, older, 2026, "2026-11-20")
    with book.operation("archive.print") as op:
        print_run.record_prints(op, 2026, {older: ("0a" * 32, 9)})
    _pledges(book, older)


def _shelf(book: Ledger, older: str, younger: str) -> None:
    """Record one of each kind of the shared shelf that schema 5 brought."""
    with book.operation("heart_talk.add") as op:
        talk: dict[str, Any] = {"day": "2026-04-10", "form": "member", "occasion": "regular", "topic": "近期工作"}
        records.add(op, book.ids, kind_of("heart_talk"), [younger], by=older, content="谈了培训的收获。", **talk)
    with book.operation("dues.add") as op:
        lines: sheets.Lines = {older: {"due": 9300, "paid": 9300}, younger: {"due": 1000, "paid": None}}
        sheets.enter(op, book.ids, kind_of("dues"), lines, period="2026-10")
    with book.operation("transfer.add") as op:
        letter: dict[str, Any] = {"way": "in", "day": "2026-02-03", "place": "中共青岚市望亭县委组织部"}
        records.add(op, book.ids, kind_of("transfer"), [younger], returned_on="2026-02-20", **letter)


def _pledges(book: Ledger, older: str) -> None:
    with book.operation("pledge.draft") as op:
        items = [{"kind": "service", "text": "看望独居老人"}]
        who: dict[str, Any] = {"owner": "member", "member_id": older, "year": 2026}
        kept = pledge.draft_pledge(op, book.ids, pledge_id=book.ids.new(), items=items, **who)
    posting: dict[str, Any] = {"place": "社区公开栏", "until_day": "2026-01-16"}
    for step in ("submit", "approve", "post", "begin", "appraise"):
        with book.operation(pledge_steps.operation_kind(step)) as op:
            more = posting if step == "post" else {}
            pledge_steps.take(op, book.ids, kept, step, day="2026-01-09", **more)
    with book.operation("pledge.deed") as op:
        pledge_deeds.add_deed(op, deed_id=book.ids.new(), pledge_id=kept, day="2026-04-05", text="入户两次")
    with book.operation("pledge.opinion") as op:
        pledge_deeds.add_opinion(op, opinion_id=book.ids.new(), pledge_id=kept, day="2026-01-12", text="写明次数")
    with book.operation("pledge.vote") as op:
        pledge_deeds.appraise(op, kept, "members", day="2026-11-20", satisfied=1, basically=1, unsatisfied=0)


if __name__ == "__main__":
    target = FOLDER / f"schema_{schema.VERSION}.zbtz"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if target.exists():
        sys.exit(f"{target.name} is kept already")
    write(target)
    print(f"wrote {target.name}")
