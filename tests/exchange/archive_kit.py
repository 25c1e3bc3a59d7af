"""Rows in every table of the study archive and of the pledges."""

import tempfile
from pathlib import Path

from models import (
    evidence,
    pledge,
    pledge_deeds,
    pledge_rows,
    pledge_steps,
    reading,
    study_archive,
)
from models.gate import Operation
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def keep_archives(ledger: Ledger, ids: list[str], year: int) -> None:
    """Study beside the meetings, archives on their way and pledges in three states, of three members."""
    _study(ledger, ids, year)
    _shelf(ledger, ids, year)
    _archives(ledger, ids, year)
    with ledger.operation("pledge.conclude") as op:
        _concluded(op, ledger, ids[0], year)
    with ledger.operation("pledge.draft") as op:
        _draft(op, ledger, None, year)
    with ledger.operation("pledge.post") as op:
        _posted(op, ledger, ids[1], year)


def _study(ledger: Ledger, ids: list[str], year: int) -> None:
    new = ledger.ids.new
    with ledger.operation("reading.add") as op:
        listed = {"year": year, "title": "《党章》", "need": "required", "due_date": f"{year}-06"}
        (book,) = records.add(op, ledger.ids, reading.ITEM, (), **listed)
    with ledger.operation("reading.mark") as op:
        reading.mark_read(op, ledger.ids, book, {ids[0]: f"{year}-05-20"})
    with ledger.operation("reflection.add") as op:
        text = {"title": "学习体会", "day": f"{year}-05-21", "body": "一、体会。\n\t“=1+1” <b>𠅤</b> 👍\n二、打算。"}
        written = records.add(op, ledger.ids, kind_of("reflection"), [ids[0]], kind="reflection", **text)[0]
    with ledger.operation("reflection.review") as op:
        records.perform(
            op, kind_of("reflection"), "review", [written], reviewer="单雨彤", reviewed_on=f"{year}-06-01",
            review="联系实际。",
        )
    with ledger.operation("talk.add") as op:
        said = {"kind": "exchange", "day": f"{year}-06-02", "title": "我的学习方法", "points": "三点"}
        records.add(op, ledger.ids, kind_of("talk"), [ids[1]], **said)
    with ledger.operation("exam.add") as op:
        results = {ids[0]: {"score": 9250, "passed": "yes"}, ids[1]: {"grade": "良好"}}
        sheets.enter(op, ledger.ids, kind_of("exam"), results, title="理论测试", day=f"{year}-06-30", method="closed")
    with tempfile.TemporaryDirectory() as folder, ledger.operation("evidence.attach") as op:
        path = Path(folder) / "心得 照片.png"
        path.write_bytes(PNG)
        evidence.attach(op, evidence_id=new(), owner_table="reflection", owner_id=written, path=path, note="手稿")


def _shelf(ledger: Ledger, ids: list[str], year: int) -> None:
    """Records of the shared shelf, and what only later kinds will write there."""
    with ledger.operation("heart_talk.add") as op:
        said = {"day": f"{year}-07-01", "form": "member", "by": ids[1], "occasion": "mood", "topic": "近期思想"}
        records.add(op, ledger.ids, kind_of("heart_talk"), [ids[0]], content="一\n二", **said)
    with ledger.operation("dues.add") as op:
        lines = {one: {"due": 9300, "paid": 9300} for one in ids[:2]}
        sheets.enter(op, ledger.ids, kind_of("dues"), lines, period=f"{year}-06")
    with ledger.operation("transfer.add") as op:
        said = {"way": "out", "day": f"{year}-08-01", "place": "城东街道党工委", "valid_until": f"{year}-09-01"}
        made = records.add(op, ledger.ids, kind_of("transfer"), [ids[2]], **said)[0]
        of = {"org": 1, "record_id": made}
        op.insert("record_person", of | {"field": "by", "position": 1, "member_id": ids[0]})
        line = {"position": 1, "member_id": ids[0], "period": f"{year}-08", "amount": 50, "mark": "", "body": "{}"}
        op.insert("record_line", of | line | {"id": ledger.ids.new()})
        step = {"position": 1, "step": "issue", "day": f"{year}-08-01", "entered_on": f"{year}-08-01"}
        op.insert("record_step", of | step | {"id": ledger.ids.new()})


def _archives(ledger: Ledger, ids: list[str], year: int) -> None:
    day = f"{year}-12-20"
    with ledger.operation("archive.write") as op:
        texts = {"summary": "全年参加学习。\n\n有收获。", "group_opinion": "同意"}
        study_archive.write_summary(op, ledger.ids, ids[0], year, **texts)
        study_archive.write_summary(op, ledger.ids, ids[1], year, summary="在外务工，寄学两次。")
    with ledger.operation("archive.file") as op:
        study_archive.fill(op, ledger.ids, ids[0], year, day)
        study_archive.review(op, ids[0], year, reviewer="单雨彤", day=day, review="真实完整，同意归档。")
        study_archive.file(op, ids[0], year, by="单雨彤", day=day, number=f"{year}-01", digest="0a" * 32)


def _draft(op: Operation, ledger: Ledger, member_id: str | None, year: int) -> str:
    return pledge.draft_pledge(
        op,
        ledger.ids,
        pledge_id=ledger.ids.new(),
        owner="member" if member_id else "branch",
        member_id=member_id,
        year=year,
        items=[
            {"kind": "post", "text": "带头学习\n不缺课", "measure": "每周自学", "due_date": f"{year}-12"},
            {"kind": "service", "text": "看望独居老人", "responsible": "单雨彤"},
        ],
        foreword="我公开承诺：",
        supervision="社区公开栏、电话",
        contact="0539-5550101",
    )


def _posted(op: Operation, ledger: Ledger, member_id: str, year: int) -> str:
    pledge_id = _draft(op, ledger, member_id, year)
    for step, day in (("submit", "01-05"), ("return", "01-06"), ("submit", "01-07"), ("approve", "01-08")):
        remark = "措施再具体些" if step == "return" else ""
        pledge_steps.take(op, ledger.ids, pledge_id, step, day=f"{year}-{day}", by_whom="尉迟文静", remark=remark)
    posting = {"place": "社区公开栏", "until_day": f"{year}-01-16"}
    pledge_steps.take(op, ledger.ids, pledge_id, "post", day=f"{year}-01-09", **posting)
    values = {"from_whom": "居民", "text": "希望写明次数", "handling": "已补充"}
    pledge_deeds.add_opinion(op, opinion_id=ledger.ids.new(), pledge_id=pledge_id, day=f"{year}-01-12", **values)
    return pledge_id


def _concluded(op: Operation, ledger: Ledger, member_id: str, year: int) -> None:
    pledge_id = _posted(op, ledger, member_id, year)
    pledge_steps.take(op, ledger.ids, pledge_id, "begin", day=f"{year}-01-17")
    first, second = (row["id"] for row in pledge_rows.kept_items(op, pledge_id, 1))
    for item_id in (first, None):
        text = {"day": f"{year}-04-05", "text": "入户两次", "proof": "照片"}
        pledge_deeds.add_deed(op, deed_id=ledger.ids.new(), pledge_id=pledge_id, item_id=item_id, **text)
    day = f"{year}-12-10"
    pledge_steps.take(op, ledger.ids, pledge_id, "appraise", day=day)
    for source, grade in (("self", "kept"), ("branch", "partly")):
        pledge_deeds.appraise(op, pledge_id, source, day=day, grade=grade)
    pledge_deeds.appraise(op, pledge_id, "members", day=day, satisfied=1)
    pledge_deeds.appraise(op, pledge_id, "masses", day=day, satisfied=9, basically=2, unsatisfied=1)
    pledge_deeds.set_outcomes(op, pledge_id, {first: ("kept", ""), second: ("partly", "住院两个月")})
    pledge_steps.take(op, ledger.ids, pledge_id, "conclude", day=day, by_whom="尉迟文静", remark="支部大会通过")
