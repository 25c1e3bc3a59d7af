"""This month's duties on the start page: what they say, where they lead, and the branch's own explanation."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from gui.bridge import LedgerBridge
from gui.dialogs.duty_dialog import DutyDialog
from gui.dialogs.duty_year import DutyYearDialog
from gui.dialogs.meeting_dialog import MeetingDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.archive_page import ArchivePage
from gui.pages.start.duty_line import DutyLine
from gui.pages.start_page import StartPage
from gui.settings_file import SettingsFile
from gui.tasks import Tasks
from gui.widgets.task_line import TaskLine
from gui.workspace import Workspace
from models import duty_note, journal, meeting, member, organization, rule_choice, study_archive, vault
from models.clock import FixedClock
from models.ledger import Ledger
from models.schema import SELF
from tests.gui.builders import shown_dialog, write
from tests.gui.eyes import SIZES, cut, sideways


def hold(ledger: Ledger, kind: str, *days: str, **more: Any) -> None:
    for day in days:
        with ledger.operation("meeting.record") as op:
            meeting.record_meeting(op, meeting_id=ledger.ids.new(), kinds=[kind], day=day, topic="学习党章", **more)


@pytest.fixture
def page(qtbot: QtBot, members: list[str], ledger: Ledger, window: MainWindow) -> StartPage:
    hold(ledger, "theme_day", *(f"2026-{month:02d}-08" for month in range(1, 12) if month not in (3, 5)))
    shown = window.page("start")
    assert isinstance(shown, StartPage)
    qtbot.waitUntil(lambda: "主题党日：3、5月未登记" in sentences(shown))
    return shown


def sentences(page: StartPage) -> list[str]:
    return [one.group.sentence for one in page.duties_card.lines]


def line(page: StartPage, name: str) -> DutyLine:
    return next(one for one in page.duties_card.lines if one.group.name == name)


def went(page: StartPage) -> list[tuple[str, dict[str, Any]]]:
    """Return where the page goes from now on, without going."""
    told: list[tuple[str, dict[str, Any]]] = []
    page.workspace.went.disconnect()
    page.workspace.went.connect(lambda key, what: told.append((key, what)))
    return told


def test_each_line_says_what_by_which_rule_and_how_pressing(page: StartPage) -> None:
    shown = line(page, "主题党日")
    assert shown.source.text() == "每月 1 次 · 国家现行规定 · 党员教育管理工作条例第十六条"
    assert shown.pill.word == "逾期"
    assert shown.why.accessibleName() == "说明：主题党日：3、5月未登记"
    assert page.duties_card.rules.text() == "按“国家现行规定”"


def test_the_keyboard_leads_from_a_line_to_the_record(qtbot: QtBot, page: StartPage) -> None:
    told = went(page)
    action = line(page, "主题党日").action
    assert action is not None
    action.setFocus()
    QTest.keyClick(action, Qt.Key.Key_Return)
    assert told == [("meetings", {"record": {"kinds": ["theme_day"], "group_id": None}})]


def test_a_group_is_named_to_the_page_that_records(page: StartPage) -> None:
    told = went(page)
    shown = line(page, "第一党小组 党小组会")
    assert shown.action is not None
    shown.action.click()
    (key, what), = told
    assert key == "meetings"
    assert what["record"]["kinds"] == ["group"]
    assert what["record"]["group_id"] == shown.group.duties[0].subject_id != ""


def test_the_dialog_begins_with_kind_and_group(page: StartPage, window: MainWindow) -> None:
    shown = line(page, "第一党小组 党小组会")
    assert shown.action is not None
    shown.action.click()
    dialog = shown_dialog(window)
    assert isinstance(dialog, MeetingDialog)
    assert dialog.fields.kinds.chosen == ["group"]
    assert dialog.fields.group_id() == shown.group.duties[0].subject_id
    dialog.done(0)


def test_short_hours_lead_to_those_who_are_short(qtbot: QtBot, page: StartPage, window: MainWindow) -> None:
    (shown,) = (one for one in page.duties_card.findChildren(TaskLine) if "学时还没有达到要求" in one.sentence)
    assert shown.sentence == "12 人今年的学时还没有达到要求"
    assert shown.action is not None
    shown.action.click()
    assert window.page("study").isVisible()


@pytest.mark.parametrize("day", [datetime(2026, 12, 3, tzinfo=UTC), datetime(2027, 1, 9, tzinfo=UTC)])
def test_at_the_years_end_the_archives_are_a_quiet_line(
    qtbot: QtBot, members: list[str], ledger: Ledger, clock: FixedClock, window: MainWindow, day: datetime
) -> None:
    """Neither before December nor once all are filed; the line leads to the archives of that year."""
    year = 2026

    def told() -> list[TaskLine]:
        lines = page.duties_card.findChildren(TaskLine)
        return [one for one in lines if "学习档案" in one.sentence and one.isVisible()]

    page = window.show_page("start")
    assert isinstance(page, StartPage)
    page.duties_card.read()
    assert told() == []
    hold(ledger, "study", "2026-02-12")
    with ledger.operation("archive.fill") as op:
        for one in members[:3]:
            study_archive.fill(op, ledger.ids, one, year, "2026-11-20")
    clock.current = day
    page.duties_card.read()
    qtbot.waitUntil(lambda: len(told()) == 1)
    (line,) = told()
    assert line.sentence == f"{year} 年的学习档案还有 {len(members)} 份没有归档，待审阅 3 份"
    assert line.action is not None
    qtbot.keyClick(line.action, Qt.Key.Key_Return)
    shown = window.page("archive")
    assert isinstance(shown, ArchivePage) and shown.isVisible() and shown.year == year


def test_a_record_takes_the_duty_off_the_list(qtbot: QtBot, page: StartPage, ledger: Ledger) -> None:
    hold(ledger, "theme_day", "2026-03-08", "2026-05-08")
    qtbot.waitUntil(lambda: not any(one.startswith("主题党日") for one in sentences(page)))
    told = [one.text() for one in page.duties_card.findChildren(QLabel) if not one.isHidden()]
    assert "已登记：主题党日" in told


def test_what_was_missed_is_explained_by_keyboard_and_undone(qtbot: QtBot, page: StartPage, ledger: Ledger) -> None:
    why = line(page, "主题党日").why
    why.setFocus()
    QTest.keyClick(why, Qt.Key.Key_Return)
    dialog = shown_dialog(page)
    assert isinstance(dialog, DutyDialog)
    first, second = dialog.fields.values()
    qtbot.waitUntil(first.hasFocus)
    assert first.accessibleName() == "3月未落实说明"
    write(first, "活动场所改造，4月补开")
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(one.rule, one.period, one.text) for one in duty_note.list_notes(ledger)] == [
        ("national/theme_day", "2026-03", "活动场所改造，4月补开")
    ]
    assert journal.entries(ledger, limit=1)[0].kind == "duty.explain"
    qtbot.waitUntil(lambda: "主题党日：5月未登记" in sentences(page))
    page.workspace.bridge.undo(page)
    assert duty_note.list_notes(ledger) == []
    qtbot.waitUntil(lambda: "主题党日：3、5月未登记" in sentences(page))


def test_the_dialog_asks_to_record_before_it_asks_why(page: StartPage) -> None:
    page.duties_card.explain(line(page, "主题党日").group)
    dialog = shown_dialog(page)
    told = "\n".join(one.text() for one in dialog.findChildren(QLabel))
    assert "如已召开请补录；确未召开请写明原因" in told
    assert "党员教育管理工作条例第十六条" in told
    assert "据转载文本，未与官方原件核对" in told
    dialog.done(0)


def test_nothing_written_is_no_operation(page: StartPage, ledger: Ledger) -> None:
    before = journal.last_seq(ledger)
    page.duties_card.explain(line(page, "主题党日").group)
    dialog = shown_dialog(page)
    assert isinstance(dialog, DutyDialog)
    dialog.submit()
    assert journal.last_seq(ledger) == before


def test_a_refused_explanation_is_said_in_the_dialog(page: StartPage, ledger: Ledger) -> None:
    page.duties_card.explain(line(page, "主题党日").group)
    dialog = shown_dialog(page)
    assert isinstance(dialog, DutyDialog)
    field = next(iter(dialog.fields.values()))
    field.setText("改造\u200b中")
    before = ledger.content_digest()
    dialog.submit()
    assert "value-bad-characters" in dialog.problem.text
    assert ledger.content_digest() == before
    dialog.done(0)


def test_the_year_is_a_sheet_and_each_row_has_its_reasons(qtbot: QtBot, page: StartPage, ledger: Ledger) -> None:
    page.duties_card.year_link.click()
    dialog = shown_dialog(page)
    assert isinstance(dialog, DutyYearDialog)
    QAbstractItemModelTester(dialog.table.records, QAbstractItemModelTester.FailureReportingMode.Fatal)
    names = [row.group.name for row in dialog.table.listed]
    theme = dialog.table.listed[names.index("主题党日")]
    assert [cell.text for cell in theme.cells][:6] == ["✓ 补录", "✓ 补录", "缺", "✓ 补录", "缺", "✓ 补录"]
    dialog.table.choose_row(names.index("主题党日"))
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    reasons = shown_dialog(dialog)
    assert isinstance(reasons, DutyDialog)
    assert len(reasons.findChildren(QLineEdit)) == 2
    reasons.reject()
    dialog.years.setCurrentIndex(dialog.years.findData(2025))
    assert [cell.text for cell in dialog.table.listed[0].cells].count("缺") == 4
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    # A closed sheet no longer listens.
    hold(ledger, "theme_day", "2026-03-09")


def test_without_members_nothing_is_asked(window: MainWindow) -> None:
    shown = window.page("start")
    assert isinstance(shown, StartPage)
    assert shown.duties_card.isHidden()


def test_a_committee_has_no_duties_of_a_branch(
    qtbot: QtBot, tmp_path: Path, clock: FixedClock, messages: Recorder, look: object
) -> None:
    made = vault.create_ledger(
        tmp_path / "党工委.zbtz", organization="柳溪街道党工委", actor="尉迟文静", level="committee", clock=clock
    )
    tasks = Tasks()
    with made.ledger as ledger:
        bridge = LedgerBridge(ledger, messages)
        shown = StartPage(Workspace(bridge, tasks, messages, SettingsFile(tmp_path / "window.json")))
        qtbot.addWidget(shown)
        with qtbot.waitExposed(shown):
            shown.show()
        assert (shown.duties_card.isVisible(), shown.figures["meetings"].isVisible()) == (False, False)
        assert shown.open_card.isVisible()
        qtbot.waitUntil(lambda: not shown._later.isActive())
        assert shown.duties_card.lines == []
        tasks.close()


def test_the_card_comes_with_the_first_member(qtbot: QtBot, ledger: Ledger, window: MainWindow) -> None:
    shown = window.page("start")
    assert isinstance(shown, StartPage)
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="林立新")
    qtbot.waitUntil(shown.duties_card.isVisible)
    qtbot.waitUntil(lambda: "主题党日：1—10月未登记，11月待登记" in sentences(shown))


def test_a_rule_set_nobody_knows_is_said_on_the_card(
    qtbot: QtBot, members: list[str], ledger: Ledger, window: MainWindow
) -> None:
    with ledger.operation("rules.choose") as op:
        rule_choice.choose(op, choice_id=ledger.ids.new(), use="duties", rule_set="from_a_newer_program")
    shown = window.page("start")
    assert isinstance(shown, StartPage)
    qtbot.waitUntil(lambda: "rule-set-unknown" in shown.duties_card.problem.text)
    assert shown.duties_card.lines == []


def test_the_meetings_of_the_year_are_a_figure(qtbot: QtBot, page: StartPage, ledger: Ledger) -> None:
    away = {member.list_members(ledger)[0].id: "sick"}
    hold(ledger, "assembly", "2026-11-20", marks=away)
    qtbot.waitUntil(lambda: "今年会议 10 次" in page.figures["meetings"].accessibleName())
    people = sum(one.expected for one in meeting.list_meetings(ledger))
    rate = round((people - 1) * 100 / people)
    assert page.figures["meetings"].accessibleName() == f"今年会议 10 次 到会率 {rate}%"


def test_the_founding_day_spares_the_months_before(qtbot: QtBot, page: StartPage, ledger: Ledger) -> None:
    with ledger.operation("organization.edit") as op:
        organization.edit(op, SELF, founded_date="2026-04-01")
    qtbot.waitUntil(lambda: "主题党日：5月未登记" in sentences(page))


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_once_the_duties_are_there(
    qtbot: QtBot, page: StartPage, window: MainWindow, size: str
) -> None:
    window.resize(SIZES[size])
    qtbot.waitUntil(lambda: window.size() == SIZES[size])
    for _ in range(3):
        QApplication.processEvents()
    assert page.duties_card.lines
    assert (cut(window), sideways(window)) == ([], [])
