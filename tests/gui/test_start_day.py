"""A ledger made in November: the months before it are not held against the branch once it says from when it counts."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gui.dialogs.start_day import StartDayDialog
from gui.main_window import MainWindow
from gui.pages.start_page import StartPage
from models import rule_choice
from models.clock import FixedClock
from models.ledger import Ledger
from tests.gui.builders import shown_dialog

ASKED = "从哪天起用本程序记账…"


def start(qtbot: QtBot, window: MainWindow) -> StartPage:
    page = window.show_page("start")
    assert isinstance(page, StartPage)
    qtbot.waitUntil(lambda: page.duties_card.was_read)
    return page


def asking(page: StartPage) -> list[QPushButton]:
    return [one for one in page.findChildren(QPushButton) if one.text() == ASKED and one.isVisible()]


def overdue(page: StartPage) -> int:
    return sum(bool(one.group.missed) for one in page.duties_card.lines)


def test_the_day_she_names_ends_the_reproach(
    qtbot: QtBot, members: list[str], ledger: Ledger, window: MainWindow
) -> None:
    page = start(qtbot, window)
    qtbot.waitUntil(lambda: overdue(page) > 2 and len(asking(page)) == 1)
    (link,) = asking(page)
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    dialog = shown_dialog(window)
    assert isinstance(dialog, StartDayDialog)
    dialog.submit()
    assert "还没有写" in dialog.problem.text and rule_choice.list_choices(ledger) == []
    dialog.first.setText("2026-11")
    dialog.submit()
    assert dialog.isVisible() and dialog.problem.text and rule_choice.list_choices(ledger) == []
    dialog.first.setText("2026-11-01")
    dialog.submit()
    (chosen,) = rule_choice.list_choices(ledger)
    assert (chosen.use, chosen.rule_set, chosen.from_date) == ("duties", "national", "2026-11-01")
    qtbot.waitUntil(lambda: overdue(page) == 0 and asking(page) == [])
    window.workspace.bridge.undo(window)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: overdue(page) > 2 and len(asking(page)) == 1)


def test_sets_that_were_chosen_keep_their_own_first_day(
    qtbot: QtBot, members: list[str], ledger: Ledger, window: MainWindow
) -> None:
    with ledger.operation("rules.choose") as op:
        rule_choice.choose(op, choice_id=ledger.ids.new(), use="duties", rule_set="national")
        rule_choice.choose(op, choice_id=ledger.ids.new(), use="credits", rule_set="points_100")
    page = start(qtbot, window)
    qtbot.waitUntil(lambda: len(asking(page)) == 1)
    qtbot.mouseClick(asking(page)[0], Qt.MouseButton.LeftButton)
    dialog = shown_dialog(window)
    assert isinstance(dialog, StartDayDialog)
    dialog.first.setText("20261101")
    dialog.submit()
    assert {one.rule_set: one.from_date for one in rule_choice.list_choices(ledger)} == {
        "national": "2026-11-01",
        "points_100": "",
    }


def test_months_missed_while_the_ledger_was_there_are_no_reason_to_ask(
    qtbot: QtBot, members: list[str], ledger: Ledger, clock: FixedClock, window: MainWindow
) -> None:
    clock.current = datetime(2027, 5, 20, 2, 30, tzinfo=UTC)
    page = start(qtbot, window)
    page.stale()
    qtbot.waitUntil(lambda: all(one.group.year_word == "" for one in page.duties_card.lines) and overdue(page) > 2)
    assert asking(page) == []
