"""The people grid: typed down the side, filled many at once, carried over, summed, pasted; by real keys and clicks."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kinds.line_grid import FIRST
from gui.kinds.people_grid import PeopleGrid
from gui.kinds.people_paste import Reader
from gui.kinds.people_tray import PeopleTray
from gui.main_window import MainWindow
from gui.pages.study_page import StudyPage
from models import evidence, journal, member
from models.kinds import kind_file, records, sheets
from models.kinds.catalog import kind_of
from models.kinds.kind import Kind
from models.ledger import Ledger
from tests.gui.builders import shown_dialog, write

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier

DECLARED = """kind = "study_record"
word = "党费"
acts_as = "study"
since = 2
about = "member"
title = "title"
day = "from_day"
field = [
  { name = "title", word = "月份", most = 200, needed = true, wide = true },
  { name = "from_day", word = "开始日期", type = "day" },
  { name = "to_day", word = "结束日期", type = "day", same = "from_day", beside = true },
  { name = "kind", word = "类别", type = "choice", empty=true, carry=true, of={w="工薪", retired="离退休", f="农民"} },
  { name = "study_minutes", word = "应交", type = "money", most = 600, needed = true, carry = true },
  { name = "note_pages", word = "实交", type = "money", most = 600, needed = true, default = "study_minutes" },
  { name = "remark", word = "备注", most = 300 },
]
[grid]
word = "收缴"
shared = ["title", "from_day", "to_day"]
needs = ["study_minutes", "note_pages"]
total = ["study_minutes", "note_pages"]
"""
"""Dues, in a table that has room for two amounts: money, a default, what is carried over, sums."""

CLASS, DUE, PAID = 1, 2, 3


@pytest.fixture(scope="module")
def dues() -> Kind:
    read = kind_file.read_text("study_record", DECLARED.encode())
    assert read.kind is not None, read.findings
    return read.kind


@pytest.fixture
def forty(ledger: Ledger) -> list[str]:
    people = [ledger.ids.new() for _ in range(40)]
    with ledger.operation("roster.import") as op:
        for at, key in enumerate(people):
            name = "赵钱孙李周吴郑王"[at % 8] + "一二三四五"[at // 8] + "民"
            member.add_member(op, member_id=key, name=name, category="full", joined_date="2000-07")
    return people


@pytest.fixture
def page(window: MainWindow) -> StudyPage:
    shown = window.show_page("study")
    assert isinstance(shown, StudyPage)
    return shown


class Hands:
    """Real keys and clicks, counted; a text of many characters is one action, as a hand thinks of it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.actions, self.keys = qtbot, 0, 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = PLAIN, *, on: QWidget | None = None) -> None:
        self.qtbot.keyClick(on or self._focus(), key, held)
        self.actions += 1
        self.keys += 1

    def type(self, text: str, *, then: Qt.Key | None = None) -> None:
        """Type a text and, if named, the key that ends it."""
        for character in text:
            self.qtbot.keyClick(self._focus(), character)
        self.keys += len(text)
        if then is not None:
            self.qtbot.keyClick(self._focus(), then)
            # Qt closes an editor a moment after the key.
            QApplication.processEvents()
            self.keys += 1
        self.actions += 1

    def click(self, grid: PeopleGrid, member_id: str, column: int, held: Qt.KeyboardModifier = PLAIN) -> None:
        cells = grid.cells
        row = next(at for at in range(cells.rowCount()) if cells.key(at) == member_id)
        item = cells.cell(row, column)
        cells.scrollToItem(item)
        at = cells.visualItemRect(item).center()
        self.qtbot.mouseClick(cells.viewport(), Qt.MouseButton.LeftButton, held, at)
        self.actions += 1

    @staticmethod
    def _focus() -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found


def test_files_of_a_sheet_that_is_emptied_are_told_never_dropped(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], tmp_path: Path
) -> None:
    exam = kind_of("exam")
    with ledger.operation("exam.add") as op:
        sheets.enter(op, ledger.ids, exam, {forty[0]: {"score": 90}}, title="党章", day="2026-03-05", method="closed")
    (kept,) = records.listed(ledger, exam)
    grid = opened(qtbot, page, exam, [kept])
    paper = tmp_path / "试卷.txt"
    paper.write_text("试卷", encoding="utf-8")
    grid.evidence.add_paths([paper])
    grid.cells.put({forty[0]: {one.name: "" for one in grid.cells.lines.fields}})
    before = ledger.content_digest()
    grid.submit()
    assert "没有记录可放" in grid.problem.text and ledger.content_digest() == before
    grid.cells.put({forty[0]: {"score": "91"}})
    grid.submit()
    files = evidence.list_evidence(ledger, owner_table="exam", owner_id=kept.id)
    assert [one.file_name for one in files] == ["试卷.txt"]
    again = opened(qtbot, page, exam, [records.listed(ledger, exam)[0]])
    again.evidence._removed += files
    again.cells.put({forty[0]: {one.name: "" for one in again.cells.lines.fields}})
    again.submit()
    assert again.problem.text == "" and records.listed(ledger, exam) == []


def opened(qtbot: QtBot, page: StudyPage, kind: Kind, *shown: Any) -> PeopleGrid:
    grid = PeopleGrid(page, page.workspace, kind, *shown)
    grid.open()
    grid.activateWindow()
    qtbot.waitUntil(grid.isActiveWindow)
    return grid


def paid(ledger: Ledger, kind: Kind) -> dict[str, tuple[int | None, int | None]]:
    return {one.member_id: (one.number("study_minutes"), one.number("note_pages"))
            for one in records.listed(ledger, kind)}  # fmt: skip


def save(qtbot: QtBot, grid: PeopleGrid) -> None:
    grid.activateWindow()
    qtbot.waitUntil(grid.isActiveWindow)
    qtbot.keyClick(grid, Qt.Key.Key_Return, CTRL)


def test_forty_dues_of_a_month_in_twelve_actions_and_two_for_each_exception(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    hands = Hands(qtbot)
    grid = opened(qtbot, page, dues)
    hands.actions += 1  # Ctrl+N, which opened it
    write(grid.focusWidget(), "2026年10月")
    hands.actions += 1
    hands.click(grid, forty[0], DUE)
    hands.press(Qt.Key.Key_A, CTRL)
    hands.type("12.5", then=Qt.Key.Key_Return)
    assert hands.actions == 5
    assert grid.told.text().startswith("已填入 40 人 · 已填 40 人")
    assert (grid.totals.text("study_minutes"), grid.totals.text("note_pages")) == ("500", "500")
    for who in forty[3:5]:
        before = hands.actions
        hands.click(grid, who, PAID)
        hands.type("0")
        assert hands.actions - before == 2
    before = journal.last_seq(ledger)
    hands.press(Qt.Key.Key_Return, CTRL, on=grid)
    assert hands.actions == 5 + 2 * 2 + 1 <= 12 and hands.keys == 9
    assert not grid.isVisible() and journal.last_seq(ledger) == before + 1
    kept = paid(ledger, dues)
    assert len(kept) == 40 and {kept[who] for who in forty[3:5]} == {(1250, 0)}
    assert all(kept[who] == (1250, 1250) for who in forty if who not in forty[3:5])


def test_the_next_month_begins_with_what_was_due_last(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    lines = {who: {"kind": "w", "study_minutes": 1000 + at, "note_pages": 0} for at, who in enumerate(forty[:38])}
    with ledger.operation("study.add") as op:
        sheets.enter(op, ledger.ids, dues, lines, title="10月", from_day="2026-10-01", to_day="2026-10-31")
    hands = Hands(qtbot)
    grid = opened(qtbot, page, dues)
    assert len(grid.cells.lines.filled) == 38
    write(grid.focusWidget(), "11月")
    hands.press(Qt.Key.Key_Return, CTRL, on=grid)
    assert not grid.isVisible() and hands.actions == 1
    (november, _october) = sheets.together(records.listed(ledger, dues))
    assert {one.member_id: one.number("note_pages") for one in november.records} == {
        who: 1000 + at for at, who in enumerate(forty[:38])
    }
    assert {one.text("kind") for one in november.records} == {"w"}


def test_what_is_carried_goes_when_the_day_is_earlier(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    with ledger.operation("study.add") as op:
        lines = {forty[0]: {"kind": "w", "study_minutes": 1000, "note_pages": 0}}
        sheets.enter(op, ledger.ids, dues, lines, title="10月", from_day="2026-10-01", to_day="2026-10-31")
    grid = opened(qtbot, page, dues)
    grid.cells.lines.say(forty[1], "study_minutes", "5")
    assert set(grid.cells.lines.filled) == set(forty[:2])
    grid.put("from_day", "2026-09-01")
    grid._stand()
    assert set(grid.cells.lines.filled) == {forty[1]}
    grid.done(0)


def test_somebody_who_came_later_or_left_is_not_asked(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    with ledger.operation("member.edit") as op:
        member.edit_member(op, forty[0], arrived_date="2026-11-10")
    with ledger.operation("member.remove") as op:
        member.remove_member(op, forty[1], kind="transfer", date="2026-10-15")
    grid = opened(qtbot, page, dues)
    for day, there in (("2026-10-01", {forty[1]}), ("2026-10-20", set()), ("2026-11-20", {forty[0]})):
        grid.put("from_day", day)
        grid._stand()
        shown = {grid.cells.key(row) for row in range(grid.cells.rowCount())}
        assert shown & {*forty[:2]} == there
    grid.done(0)


def test_ticked_rows_are_filled_by_shift_and_by_boxes(
    qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind
) -> None:
    hands = Hands(qtbot)
    grid = opened(qtbot, page, dues)
    cells = grid.cells
    cells.setFocus()
    cells.setCurrentCell(2, DUE)
    for _ in range(3):
        hands.press(Qt.Key.Key_Down, SHIFT)
    assert cells.ticked == [2, 3, 4, 5]
    assert grid.told.text().count("勾选了 4 人：在其中一行输入，4 人都填上") == 1
    hands.type("7", then=Qt.Key.Key_Return)
    assert [cells.cell(row, DUE).text() for row in range(1, 7)] == ["", "7", "7", "7", "7", ""]
    assert cells.ticked == [], "what comes next is meant for one"
    # The same value again, where this cell does not become different.
    cells.tick([5, 8])
    cells.setCurrentCell(5, DUE)
    hands.type("7", then=Qt.Key.Key_Return)
    assert cells.cell(8, DUE).text() == "7"
    # From a box to a row with Shift, then a choice by its number.
    hands.click(grid, cells.key(10), 0)
    cells.tick([10])
    hands.click(grid, cells.key(12), CLASS, SHIFT)
    assert cells.ticked == [10, 11, 12]
    hands.type("2")
    assert [cells.cell(row, CLASS).text() for row in range(9, 14)] == ["", "离退休", "离退休", "离退休", ""]
    # Del empties all that are ticked.
    cells.tick([2, 3])
    cells.setCurrentCell(2, DUE)
    hands.press(Qt.Key.Key_Delete)
    assert [cells.cell(row, DUE).text() for row in (2, 3, 4)] == ["", "", "7"]
    grid.done(0)


def test_ctrl_a_twice_ticks_nobody_and_space_ticks_one(
    qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind
) -> None:
    hands = Hands(qtbot)
    grid = opened(qtbot, page, dues)
    grid.cells.setFocus()
    grid.cells.setCurrentCell(0, DUE)
    hands.press(Qt.Key.Key_A, CTRL)
    assert len(grid.cells.ticked) == 40
    hands.press(Qt.Key.Key_A, CTRL)
    assert grid.cells.ticked == []
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_Return)  # the habit of pressing Enter after it skips nobody
    assert grid.cells.ticked == [0] and grid.cells.currentRow() == 1
    grid.done(0)


def test_a_choice_is_made_by_one_key(qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind) -> None:
    """Its number, 0, the sound of its word go on to the next person; Space only turns it."""
    grid = opened(qtbot, page, dues)
    cells = grid.cells
    cells.setFocus()
    for typed, word, on in (
        *(("2", "离退休", 1), ("0", "", 1), ("g", "工薪", 1), ("n", "农民", 1)),
        *(("l", "离退休", 1), (" ", "工薪", 0), ("9", "", 0)),
    ):
        cells.drop([cells.key(0)])
        cells.setCurrentCell(0, CLASS)
        qtbot.keyClick(cells, typed)
        assert (cells.lines.of(cells.key(0)).get("kind", ""), cells.currentRow()) == (word, on), typed
    grid.done(0)


def test_a_choice_is_written_as_its_word(qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind) -> None:
    """Begun is enough; what is no word of it stays as it was written, and is told."""
    grid = opened(qtbot, page, dues)
    grid.cells.cell(0, DUE).setText("1")
    for typed, kept in (("离退休", "离退休"), ("离", "离退休"), ("retired", "离退休"), ("退", "退")):
        grid.cells.cell(0, CLASS).setText(typed)
        assert grid.cells.cell(0, CLASS).text() == kept
        assert ("1 格读不出" in grid.told.text()) == (kept == "退") == bool(grid.cells.cell(0, CLASS).toolTip())
    grid.done(0)


def test_a_letter_among_figures_looks_for_a_person(
    qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind
) -> None:
    hands = Hands(qtbot)
    grid = opened(qtbot, page, dues)
    grid.cells.setFocus()
    grid.cells.setCurrentCell(0, PAID)
    every = [one.initials for one in grid.jump.people]
    who = next(one for one in grid.jump.people if every.count(one.initials) == 1)
    hands.type(who.initials.split()[0], then=Qt.Key.Key_Return)
    assert grid.cells.hasFocus() and grid.cells.currentColumn() == PAID
    assert grid.cells.key(grid.cells.currentRow()) == who.key
    hands.type("3", then=Qt.Key.Key_Return)
    assert grid.cells.lines.of(who.key)["note_pages"] == "3"
    grid.done(0)


def test_what_was_paid_follows_what_is_due_until_it_is_said(
    qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind
) -> None:
    grid = opened(qtbot, page, dues)
    cells = grid.cells
    for column, text, told in ((DUE, "10", "10"), (DUE, "12", "12"), (PAID, "5", "5"), (DUE, "20", "5")):
        cells.cell(0, column).setText(text)
        assert cells.cell(0, PAID).text() == told
    grid.done(0)


def test_money_that_is_none_is_gone_to_and_nothing_is_written(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    before = journal.last_seq(ledger)
    grid = opened(qtbot, page, dues)
    grid.put("title", "10月")
    grid.cells.cell(7, DUE).setText("10")
    for text in ("-1", "0.005", "1e308", "600.01", "十元"):
        grid.cells.cell(7, PAID).setText(text)
        assert "1 格读不出" in grid.told.text() and text in grid.cells.cell(7, PAID).toolTip()
        grid.cells.setCurrentCell(0, DUE)
        grid.submit()
        assert grid.isVisible() and f"“{text}”" in grid.problem.text
        assert (grid.cells.currentRow(), grid.cells.currentColumn()) == (7, PAID)
    assert journal.last_seq(ledger) == before
    grid.done(0)


def test_an_amount_that_is_needed_is_asked_for_in_its_line(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    grid = opened(qtbot, page, dues)
    grid.put("title", "10月")
    grid.cells.cell(5, CLASS).setText("工薪")
    grid.cells.cell(5, PAID).setText("3")
    grid.submit()
    assert grid.isVisible() and "应交" in grid.problem.text
    assert (grid.cells.currentRow(), grid.cells.currentColumn()) == (5, DUE)
    grid.done(0)


def test_full_width_money_is_read(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    grid = opened(qtbot, page, dues)
    grid.put("title", "10月")
    grid.cells.cell(0, CLASS).setText("工薪")
    grid.cells.cell(0, DUE).setText("１２．５元")
    save(qtbot, grid)
    assert list(paid(ledger, dues).values()) == [(1250, 1250)]


def test_ctrl_v_in_the_grid_shows_the_tray_with_what_was_copied(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    """What is pasted is put beside what stands, not in its place; twice, unknown, several numbers are told."""
    grid = opened(qtbot, page, dues)
    names = [one.name for one in grid.jump.people]
    grid.cells.cell(0, DUE).setText("10")
    grid.cells.cell(0, 4).setText("先交")
    rows = ["姓名|实交|备注", f"{names[0]}|8元|", f"{names[1]}|9|补", f"{names[1]}|9|", "无此人|1|"]
    QApplication.clipboard().setText("\n".join(rows).replace("|", "\t"))
    grid.cells.setFocus()
    qtbot.keyClick(grid.cells, Qt.Key.Key_V, CTRL)
    tray = shown_dialog(grid)
    assert isinstance(tray, PeopleTray) and tray.windowTitle() == "粘贴收缴"
    assert [row.result.reason for row in tray.rows] == ["twice", "unknown"]
    for row in tray.rows:
        row.who.setCurrentIndex(row.who.findData("-"))
    tray.submit()
    first, second = (grid.cells.lines.of(grid.cells.key(row)) for row in (0, 1))
    assert first == {"study_minutes": "10", "note_pages": "8", "remark": "先交"}
    assert second == {"note_pages": "9", "remark": "补"}
    grid.done(0)


def test_ten_thousand_lines_are_refused_in_the_tray(qtbot: QtBot, page: StudyPage, dues: Kind) -> None:
    tray = PeopleTray(page, Reader(dues), [], "某人\t1\n" * 10_000)
    qtbot.addWidget(tray)
    assert "10000 行" in tray.problem.text and "5000 行" in tray.problem.text
    tray.submit()
    assert "请先粘贴" in tray.problem.text


def test_nothing_entered_is_no_sheet(qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str]) -> None:
    grid = opened(qtbot, page, kind_of("exam"))
    grid.put("title", "测试")
    grid.cells.cell(0, grid.cells.column_of("remark")).setText("病假")
    before = journal.last_seq(ledger)
    grid.submit()
    assert grid.isVisible() and journal.last_seq(ledger) == before
    assert grid.cells.hasFocus() and grid.cells.currentColumn() >= FIRST
    grid.done(0)


def test_who_has_a_line_stays_in_sight_when_the_day_is_one_without_her(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str], dues: Kind
) -> None:
    """What nobody sees, nobody can take out: saving would write it, or be refused for it, day after day."""
    with ledger.operation("member.remove") as op:
        member.remove_member(op, forty[1], kind="transfer", date="2026-10-15")
    grid = opened(qtbot, page, dues)
    grid.put("from_day", "2026-10-01")
    grid._stand()
    grid.cells.go_to(forty[1], "study_minutes")
    grid.cells.say(grid.cells.currentRow(), DUE, "5")
    grid.put("from_day", "2026-10-20")
    grid._stand()
    assert "其中 1 人那天不在名册上" in grid.told.text()
    row = next(at for at in range(grid.cells.rowCount()) if grid.cells.key(at) == forty[1])
    assert grid.cells.cell(row, DUE).text() == "5" and "不在名册" in grid.cells.cell(row, 0).toolTip()
    grid.cells.setCurrentCell(row, DUE)
    grid.cells.setFocus()
    qtbot.keyClick(grid.cells, Qt.Key.Key_Delete)
    qtbot.keyClick(grid.cells, Qt.Key.Key_Right)
    qtbot.keyClick(grid.cells, Qt.Key.Key_Delete)
    assert grid.cells.lines.filled == {} and "不在名册上" not in grid.told.text()
    grid.done(0)


def test_keys_and_shift_clicks_in_a_grid_with_fewer_people_or_nobody(
    qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind
) -> None:
    hands = Hands(qtbot)
    grid = opened(qtbot, page, dues)
    cells = grid.cells
    cells.tick([39])
    cells.stand([(cells.key(row), cells.cell(row, 0).text()) for row in range(4)])
    hands.click(grid, cells.key(2), DUE, SHIFT)
    assert cells.ticked == [0, 1, 2]
    cells.stand([])
    cells.setFocus()
    for key, held in (
        *((one, SHIFT) for one in (Qt.Key.Key_Down, Qt.Key.Key_Up)),
        *((one, PLAIN) for one in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_5)),
        (Qt.Key.Key_A, CTRL),
    ):
        qtbot.keyClick(cells, key, held)
    assert cells.ticked == [] and cells.lines.filled == {}
    grid.done(0)


def test_what_is_typed_goes_where_it_was_typed_when_one_is_taken_elsewhere(
    qtbot: QtBot, page: StudyPage, forty: list[str], dues: Kind
) -> None:
    """The cell that is written in is not always the one that is chosen when it is closed."""
    hands = Hands(qtbot)
    grid = opened(qtbot, page, dues)
    cells = grid.cells
    cells.setFocus()
    for row, ticked, to in ((1, [5, 6], 5), (2, [2, 3], 9)):
        cells.tick(range(cells.rowCount()), on=False)
        cells.put({cells.key(one): {"study_minutes": str(one)} for one in ticked})
        cells.tick(ticked)
        cells.setCurrentCell(row, DUE)
        hands.type("8")
        cells.setCurrentCell(to, DUE)
        QApplication.processEvents()
        said = {one: cells.lines.of(cells.key(one)).get("study_minutes", "") for one in (row, *ticked, to)}
        assert said[row] == "8"
        assert [said[one] for one in ticked] == (["5", "6"] if row == 1 else ["8", "8"])
    grid.done(0)


def test_the_head_of_a_grid_may_hold_whatever_a_dialog_may(
    qtbot: QtBot, page: StudyPage, ledger: Ledger, forty: list[str]
) -> None:
    text = DECLARED.replace('word = "月份",', 'word = "月份", call = "收缴月份",')
    text = text.replace('word = "备注", most', 'word = "备注", type = "prose", most').replace(
        '"from_day", "to_day"]', '"from_day", "to_day", "remark"]'
    )
    kind = kind_file.read_text("study_record", text.encode()).kind
    assert kind is not None
    grid = opened(qtbot, page, kind)
    assert grid.names["title"].text().startswith("收缴月份")
    grid.put("title", "10月")
    grid.texts["remark"].set_text("一、\n二、")
    grid.cells.cell(0, CLASS).setText("工薪")
    grid.cells.cell(0, DUE).setText("1")
    save(qtbot, grid)
    (kept,) = records.listed(ledger, kind)
    assert kept.text("remark") == "一、\n二、"
    again = opened(qtbot, page, kind, [kept])
    assert again.texts["remark"].text() == "一、\n二、"
    again.done(0)
