"""三会一课 on a real ledger: the list and its search, the card, withdrawing, the year at a glance, nothing yet."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gui.bridge import LedgerBridge
from gui.dialogs.make_up_dialog import MakeUpDialog
from gui.dialogs.meeting_dialog import MeetingDialog
from gui.dialogs.meeting_view import MeetingView
from gui.dialogs.meeting_withdraw import WithdrawDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.meetings_page import MeetingsPage
from gui.settings_file import SettingsFile
from gui.tasks import Tasks
from gui.workspace import Workspace
from models import journal, make_up, meeting, vault
from models.clock import FixedClock
from models.ledger import Ledger
from tests.gui.builders import shown_dialog, write

CTRL = Qt.KeyboardModifier.ControlModifier
MEETINGS = (
    (["assembly"], "2025-12-20", "总结全年工作", ""),
    (["assembly", "lecture"], "2026-03-05", "学习贯彻全会精神", "会议传达了全会精神，强调调查研究"),
    (["theme_day"], "2026-11-18", "义务植树", ""),
)


@pytest.fixture
def meetings(ledger: Ledger, members: list[str]) -> list[str]:
    made = []
    for kinds, day, topic, minutes in MEETINGS:
        with ledger.operation("meeting.record") as op:
            made.append(
                meeting.record_meeting(
                    op,
                    meeting_id=ledger.ids.new(),
                    kinds=kinds,
                    day=day,
                    topic=topic,
                    minutes=minutes,
                    study_minutes=90,
                    marks={members[0]: "sick"},
                    reasons={members[0]: "住院"},
                )
            )
    return made


@pytest.fixture
def page(meetings: list[str], window: MainWindow) -> MeetingsPage:
    shown = window.show_page("meetings")
    assert isinstance(shown, MeetingsPage)
    return shown


def lines(page: MeetingsPage) -> list[list[str]]:
    """Day, kinds, topic and standing of each line."""
    records = page.table.records
    wanted = [at for at, one in enumerate(records.columns) if one.key in ("day", "kinds", "topic", "standing")]
    return [[str(records.index(row, at).data()) for at in wanted] for row in range(records.rowCount())]


def pressed(page: MeetingsPage, name: str) -> QPushButton:
    """Return the button of the card that readers know by this name."""
    return next(one for one in page.card.findChildren(QPushButton) if name in (one.accessibleName(), one.text()))


def test_the_year_newest_first_with_what_is_out_of_the_ordinary(page: MeetingsPage) -> None:
    assert lines(page) == [
        ["2026-11-18", "主题党日", "义务植树", "未记内容"],
        ["2026-03-05", "党员大会、党课", "学习贯彻全会精神", "补录 261 天"],
    ]
    assert page.header.remark.text() == "2026 年 2 次"
    page.year.setCurrentIndex(page.year.findData(2025))
    assert [line[0] for line in lines(page)] == ["2025-12-20"]


@pytest.mark.parametrize(("typed", "found"), [("调查", 1), ("植树", 1), ("全会 精神", 1), ("%", 0), ("调研", 0)])
def test_search_finds_chinese_of_any_length_in_minutes(
    qtbot: QtBot, page: MeetingsPage, typed: str, found: int
) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F, CTRL)
    with qtbot.waitSignal(page.search.searched):
        write(page.search, typed)
    assert page.table.records.rowCount() == found
    assert (page.stack.currentWidget() is page.empty) == (found == 0)


def test_a_kind_finds_meetings_that_were_several_at_once(page: MeetingsPage) -> None:
    page.kind.setCurrentIndex(page.kind.findData("lecture"))
    assert [line[2] for line in lines(page)] == ["学习贯彻全会精神"]
    page.kind.setCurrentIndex(page.kind.findData("committee"))
    assert page.stack.currentWidget() is page.empty
    page.empty.action.click()
    assert len(lines(page)) == 2


def test_the_card_says_who_was_away_and_why(page: MeetingsPage) -> None:
    page._choose(next(key for key, one in page._shown.items() if one.day == "2026-03-05"))
    told = [one.text() for one in page.card.findChildren(QLabel)]
    assert "住院" in told
    assert any("强调调查研究" in text for text in told)
    assert page.card.state.word == "补录：会后 261 天登记"


def test_make_up_from_the_card_and_back(qtbot: QtBot, ledger: Ledger, page: MeetingsPage) -> None:
    pressed(page, "登记王建国的补课").click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, MakeUpDialog)
    assert dialog.hours.text() == "1.5"
    dialog.tutor.setText("zxm")
    dialog.tutor.entered()
    dialog.day.setText("2026-11-17")
    dialog.submit()
    assert "早于会议日期" in dialog.problem.text
    dialog.day.setText("2026-11-20")
    dialog.submit()
    (kept,) = make_up.list_make_ups(ledger)
    assert (kept.day, kept.study_minutes, kept.tutor) == ("2026-11-20", 90, "张雪梅")
    pressed(page, "删去王建国的补课").click()
    assert make_up.list_make_ups(ledger) == []


def test_what_is_ticked_is_withdrawn_together_and_stays_ticked_in_any_order(
    qtbot: QtBot, ledger: Ledger, page: MeetingsPage
) -> None:
    table = page.table
    assert not page.withdraw_button.isVisible()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    (first,) = table.ticked
    topics = [column.key for column in table.records.columns].index("topic")
    for way in (Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder):
        table.sortByColumn(topics, way)
        assert [one.id for one in table.ticked] == [first.id]
        listed = [table.records.record(row) for row in range(table.records.rowCount())]
        ordered = sorted((one.topic for one in listed if one), reverse=way == Qt.SortOrder.DescendingOrder)
        assert [one.topic for one in listed if one] == ordered
    table.tick_all()
    assert page.withdraw_button.isVisible() and page.withdraw_button.text() == "作废 2 次…"
    before = journal.last_seq(ledger)
    page.withdraw_button.click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, WithdrawDialog)
    dialog.reason.setText("登记到别的支部去了")
    dialog.submit()
    assert journal.last_seq(ledger) == before + 1 and page.header.remark.text() == "2026 年 0 次"
    assert not page.withdraw_button.isVisible()


def test_withdrawing_needs_a_reason_and_stays_visible(qtbot: QtBot, ledger: Ledger, page: MeetingsPage) -> None:
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    dialog = shown_dialog(page)
    assert isinstance(dialog, WithdrawDialog)
    dialog.submit()
    assert "作废原因" in dialog.problem.text
    dialog.reason.setText("重复登记")
    dialog.submit()
    assert [line[3] for line in lines(page)] == ["作废", "补录 261 天"]
    assert page.header.remark.text() == "2026 年 1 次"
    assert not page.card.open.isVisibleTo(page.card) and not page.card.withdraw.isVisibleTo(page.card)
    page.show_view("grid")
    assert [one.topic for one in page.grid.model.meetings] == ["学习贯彻全会精神"]


def test_the_year_at_a_glance_opens_a_meeting(qtbot: QtBot, page: MeetingsPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F4)
    opens = [one for one in page.at_a_glance.findChildren(QPushButton) if one.text() == "5日"]
    assert len(opens) == 2, "an assembly with a lecture stands with both"
    opens[0].click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, MeetingDialog)
    assert dialog.fields.topic.text() == "学习贯彻全会精神"


def test_keys_change_the_view_and_the_hint(qtbot: QtBot, window: MainWindow, page: MeetingsPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_F3)
    assert page.stack.currentWidget() is page.grid and window.shell.hint.text().startswith("方向键移动")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    assert page.stack.currentWidget() is page.table and window.shell.hint.text().startswith("↑↓ 选会议")


def test_what_another_page_asks_for(page: MeetingsPage, meetings: list[str]) -> None:
    page.show_what(meeting_id=meetings[0])
    chosen = page.chosen()
    assert chosen is not None and chosen.id == meetings[0]
    page.show_what(add=True, kind="theme_day")
    dialog = shown_dialog(page)
    assert isinstance(dialog, MeetingDialog)
    assert dialog.fields.kinds.chosen == ["theme_day"]


def test_the_newest_absence_without_make_up_is_where_one_is_led(
    ledger: Ledger, page: MeetingsPage, meetings: list[str], members: list[str]
) -> None:
    with ledger.operation("make_up.add") as op:
        make_up.add_make_up(
            op, make_up_id=ledger.ids.new(), meeting_id=meetings[2], member_id=members[0], day="2026-11-20"
        )
    page.show_what(absences=True)
    assert page.grid.told.text().startswith("王建国：病假（住院）　·　2026-03-05")


def test_on_a_narrow_screen_enter_shows_the_card_as_a_dialog(
    qtbot: QtBot, window: MainWindow, page: MeetingsPage
) -> None:
    window.resize(640, 500)
    qtbot.waitUntil(lambda: page.card.isHidden())
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, MeetingView)
    assert dialog.card.topic.text() == "义务植树"
    dialog.card.withdraw.click()
    assert any(isinstance(one, WithdrawDialog) for one in window.findChildren(WithdrawDialog))


def test_without_members_one_is_led_to_the_roster(window: MainWindow) -> None:
    page = window.show_page("meetings")
    assert isinstance(page, MeetingsPage)
    assert page.stack.currentWidget() is page.empty
    assert page.empty.action.text() == "导入花名册"


def test_without_meetings_one_is_led_to_the_first(qtbot: QtBot, members: list[str], window: MainWindow) -> None:
    page = window.show_page("meetings")
    assert isinstance(page, MeetingsPage)
    page.empty.action.click()
    assert isinstance(shown_dialog(page), MeetingDialog)


def test_a_committee_only_looks(qtbot: QtBot, tmp_path: Path, clock: FixedClock, messages: Recorder) -> None:
    path = tmp_path / "党委.zbtz"
    made = vault.create_ledger(path, organization="中共云栖市委员会", level="committee", actor="甲", clock=clock)
    tasks = Tasks()
    with made.ledger as ledger:
        workspace = Workspace(LedgerBridge(ledger, messages), tasks, messages, SettingsFile(tmp_path / "w.json"))
        page = MeetingsPage(workspace)
        qtbot.addWidget(page)
        page.refresh()
        assert not page.changeable and page.add_button.isHidden() and page.import_button.isHidden()
        page.add()
        page.withdraw()
        assert page.findChildren(QDialog) == []
        assert page.stack.currentWidget() is page.empty and page.empty.action.text() == ""
    tasks.close()


def test_the_topic_has_the_room_that_an_empty_column_gives_away(
    ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op, meeting_id=ledger.ids.new(), kinds=["study"], day="2026-05-12", topic="学习贯彻党章和党的创新理论"
        )
    window.resize(1180, 720)
    page = window.show_page("meetings")
    assert isinstance(page, MeetingsPage)
    names = [column.key for column in page.table.records.columns]
    assert page.table.isColumnHidden(names.index("chair"))
    needed = page.table.fontMetrics().horizontalAdvance("学习贯彻党章和党的创新")
    assert page.table.columnWidth(names.index("topic")) > needed
    with ledger.operation("meeting.record") as op:
        meeting.record_meeting(
            op, meeting_id=ledger.ids.new(), kinds=["study"], day="2026-06-12", topic="学习", chair="王建国"
        )
    page.stale()
    window.resize(1366, 730)
    assert not page.table.isColumnHidden(names.index("chair"))
