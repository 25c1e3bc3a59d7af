"""The page of all kinds: rooms, the list of the chosen one, a committee's view of its branches, kinds nobody knows."""

import json
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.kinds.branch_counts import BranchCounts, BranchRecords
from gui.kinds.dialog import KindDialog
from gui.kinds.member_records import MemberRecords
from gui.kinds.people_grid import PeopleGrid
from gui.kinds.read_only import ReadOnlyList, RecordFacts, told_of
from gui.main_window import MainWindow
from gui.pages.ledgers_page import LedgersPage
from models import member, organization
from models.gate import canonical
from models.kinds import of_member, overview, records, sheets, shelf
from models.kinds.catalog import kind_of
from models.ledger import Ledger

TALKS, DUES, TRANSFER = kind_of("heart_talk"), kind_of("dues"), kind_of("transfer")


def talk(ledger: Ledger, who: list[str], by: str, **more: Any) -> list[str]:
    said = {"day": "2026-03-12", "form": "member", "by": by, "occasion": "regular", "topic": "近期思想"} | more
    with ledger.operation("heart_talk.add") as op:
        return records.add(op, ledger.ids, TALKS, who, **said)


@pytest.fixture
def page(window: MainWindow) -> LedgersPage:
    shown = window.show_page("ledgers")
    assert isinstance(shown, LedgersPage)
    return shown


def words(page: LedgersPage) -> list[str]:
    return [page.menu.item(row).text().strip() for row in range(page.menu.count())]


def test_the_kinds_stand_in_their_rooms_with_their_numbers(
    ledger: Ledger, members: list[str], page: LedgersPage
) -> None:
    assert words(page) == ["组织生活", "谈心谈话", "组织关系接转", "党费与关爱", "党费收缴"]
    talk(ledger, members[1:4], members[0])
    assert words(page)[1] == "谈心谈话　3"
    assert page.header.remark.text() == "2026 年 · 3 条"
    rooms = [page.menu.item(row) for row in (0, 3)]
    assert all(item.flags() == Qt.ItemFlag.NoItemFlags for item in rooms)


def test_keys_go_from_kind_to_kind_and_begin_a_record(
    ledger: Ledger, members: list[str], page: LedgersPage, qtbot: QtBot
) -> None:
    assert page.current == "heart_talk" and page.add_button.text() == "登记谈心谈话"
    page._turn(1)
    assert page.current == "transfer"
    page._turn(1)
    assert page.current == "dues" and page.add_button.text() == "登记党费收缴"
    page.add()
    (grid,) = page.findChildren(PeopleGrid)
    assert len(grid.cells.lines.filled) == 0
    grid.done(0)
    page._turn(1)
    assert page.current == "heart_talk"


def test_a_talk_is_entered_with_the_keys_and_names_who_talked(
    ledger: Ledger, members: list[str], page: LedgersPage, qtbot: QtBot
) -> None:
    page.show_kind("heart_talk")
    page.add()
    (dialog,) = page.findChildren(KindDialog)
    rows = ledger.query("SELECT id, name, name_initials FROM member")
    initials = [row["name_initials"] for row in rows]
    found = next(row for row in rows if initials.count(row["name_initials"]) == 1)
    by, names = found["id"], {by["id"]: by["name"] for by in rows}
    other = next(one for one in members if one != by)
    dialog.people.choose([other])
    dialog.fields["by"].setFocus()
    qtbot.keyClicks(dialog.fields["by"], found["name_initials"])
    dialog.put("topic", "家庭情况")
    dialog.submit()
    (made,) = records.listed(ledger, TALKS)
    assert (made.member_id, made.text("by"), made.said("by")) == (other, by, names[by])


def test_nobody_talks_with_herself(ledger: Ledger, members: list[str], page: LedgersPage) -> None:
    page.add()
    (dialog,) = page.findChildren(KindDialog)
    dialog.people.choose(members[:2])
    dialog.fields["by"].choose(members[1], "谁")  # type: ignore[union-attr]
    dialog.put("topic", "家庭情况")
    dialog.submit()
    assert "同一个人" in dialog.problem.text and records.listed(ledger, TALKS) == []
    dialog.done(0)


def test_a_month_that_is_entered_already_says_so(ledger: Ledger, members: list[str], page: LedgersPage) -> None:
    with ledger.operation("dues.add") as op:
        sheets.enter(op, ledger.ids, DUES, {members[0]: {"due": 9300, "paid": 9300}}, period="2026-11")
    page.show_kind("dues")
    page.add()
    (grid,) = page.findChildren(PeopleGrid)
    assert "已经登记过 1 人" in grid.problem.text
    grid.put("period", "2026-12")
    grid._stand()
    assert grid.problem.text == "" or not grid.problem.isVisible()
    assert grid.cells.lines.of(members[0])["due"] == "93" == grid.cells.lines.of(members[0])["paid"]
    grid.done(0)


def test_what_another_page_asks_for_is_shown(ledger: Ledger, members: list[str], page: LedgersPage) -> None:
    made = talk(ledger, [members[1]], members[0])
    page.show_what(view="heart_talk", year=2026, record_id=made[0])
    (dialog,) = page.findChildren(KindDialog)
    assert dialog.text("topic") == "近期思想"
    dialog.done(0)
    page.show_what(view="transfer", do="transfer", member_id=members[2])
    fresh = next(one for one in page.findChildren(KindDialog) if one.kind is TRANSFER)
    assert fresh.member.member_id == members[2]
    fresh.done(0)


def test_all_that_is_said_of_a_member_stands_in_one_list(
    ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    talk(ledger, [members[1]], members[0])
    of_unknown_kind(ledger, members[1])
    with ledger.operation("dues.add") as op:
        sheets.enter(op, ledger.ids, DUES, {members[1]: {"due": 500}}, period="2026-05")
    with ledger.operation("credit.add") as op:
        said = {"day": "2026-05-04", "hundredths": 150, "reason": "撰写调研报告"}
        records.add(op, ledger.ids, kind_of("credit_entry"), [members[1]], **said)
    found = [(one.record.kind.word, one.role) for one in of_member.records_of(ledger, members[1])]
    assert sorted(found) == [("党费收缴", "本人"), ("学分登记", "本人"), ("星级评定", "本人"), ("谈心谈话", "本人")]
    others = [(one.record.kind.word, one.role) for one in of_member.records_of(ledger, members[0])]
    assert ("谈心谈话", "谈话人") in others
    shown = window.show_page("members")
    dialog = MemberRecords(shown, shown.workspace, member.get(ledger, members[1]))
    dialog.open()
    assert dialog.told.text() == "2026 年，4 种记录，共 4 条。回车打开。"
    kinds_opened = set()
    for one in dialog.table.rows.listed:
        opened = dialog._dialog_of(one.record)
        kinds_opened.add(type(opened).__name__)
        opened.done(0)
    assert kinds_opened == {"KindDialog", "PeopleGrid", "RecordFacts"}
    dialog.done(0)


def of_unknown_kind(ledger: Ledger, who: str) -> str:
    """Enter a record as a newer program would have: a kind that is not declared here."""
    other = ledger.query("SELECT id FROM member WHERE id <> ?", (who,))[0]["id"]
    (made,) = talk(ledger, [who], other)
    stars = {"name": "stars", "word": "星数", "type": "count", "most": 5}
    fields = [{"name": "topic", "word": "项目"}, {"name": "day", "word": "日期", "type": "day"}, stars]
    told = {"kind": "star", "word": "星级评定", "version": 1, "about": "member", "title": "topic", "room": "service"}
    text = canonical(told | {"field": fields, "list": ["day", "member", "stars"]})
    with ledger.operation("heart_talk.edit") as op:
        row = {"org": 1, "id": ledger.ids.new(), "key": "star", "version": 1, "text": text}
        op.insert("kind_definition", row | {"digest": shelf.digest_of(text)})
        held = json.loads((op.row("record", (1, made)) or {})["body"]) | {"stars": 4}
        op.update("record", (1, made), {"kind": "star", "body": canonical(held)})
    return made


def test_a_kind_nobody_knows_is_shown_by_its_own_words_and_left_alone(
    ledger: Ledger, members: list[str], page: LedgersPage
) -> None:
    of_unknown_kind(ledger, members[1])
    assert "星级评定　1" in words(page)
    page.show_kind("star")
    view = page.view
    assert isinstance(view, ReadOnlyList) and not page.add_button.isVisible()
    (shown,) = view.table.rows.listed
    assert [column.title for column in view.table.records.columns[1:]] == ["日期", "姓名", "星数"]
    told = dict(told_of(page.workspace, shown))
    assert told["星数"] == "4" and told["项目"] == "近期思想"
    before = ledger.content_digest()
    view.remove()
    view.edit(shown)
    (facts,) = page.findChildren(RecordFacts)
    facts.done(0)
    assert ledger.content_digest() == before


def test_a_committee_sees_which_branches_have_nothing(ledger: Ledger, members: list[str]) -> None:
    with ledger.operation("branch.invite") as op:
        own = organization.own(ledger).id
        numbers = [organization.add(op, organization_id=ledger.ids.new(), name=name) for name in ("甲支部", "乙支部")]
        for number in numbers:
            op.update("organization", (number,), {"parent_id": own})
    with ledger.operation("dues.add") as op:
        op.insert("member", {"org": numbers[0], "id": ledger.ids.new(), "name": "甲一"})
        (who,) = op.rows("SELECT id FROM member WHERE org = ?", (numbers[0],))
        sheets.enter(op, ledger.ids, DUES, {who["id"]: {"due": 500, "paid": 300}}, org=numbers[0], period="2026-05")
    found = {one.name: one for one in overview.by_branch(ledger, DUES, 2026)}
    assert (found["甲支部"].count, found["甲支部"].amount, found["甲支部"].last) == (1, 300, "2026-05")
    assert (found["乙支部"].count, found["乙支部"].amount) == (0, 0)
    assert overview.by_branch(ledger, DUES, 2025)[0].count == 0


def test_a_committees_page_lists_branches_and_opens_one(
    ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    test_a_committee_sees_which_branches_have_nothing(ledger, members)
    page = window.show_page("ledgers")
    view = BranchCounts(page.workspace, DUES)
    view.setParent(page)
    view.show_year(2026)
    assert view.remark() == "2026 年 · 2 个支部，1 个有记录"
    said = {column.title: column.text(view.table.rows.listed[0]) for column in view.table.records.columns}
    assert said["实交合计"] in ("3", "0")
    one = next(each for each in view.table.rows.listed if each.count)
    view.open_branch(one)
    (opened,) = view.findChildren(BranchRecords)
    assert [row.name for row in opened.listed.table.rows.listed] == ["甲一"]
    opened.done(0)
