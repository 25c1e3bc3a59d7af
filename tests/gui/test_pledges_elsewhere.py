"""Pledges where they are not at home: this month's work on the start page, a branch's year at the committee."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.dialogs.branch_year import BranchYearDialog
from gui.main_window import MainWindow
from gui.pages.pledges.branch_part import PledgesPart
from gui.pages.pledges_page import PledgesPage
from gui.pages.start_page import StartPage
from gui.widgets.task_line import TaskLine
from gui.workspace import Workspace
from models import organization
from models.ledger import Ledger
from tests.gui import pledges_year


def test_what_is_due_stands_among_this_months_work(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    pledges_year.pledges_year(ledger, members)
    page = window.show_page("start")
    assert isinstance(page, StartPage)
    qtbot.waitUntil(lambda: page.duties_card.was_read)
    found = [one for one in page.duties_card.findChildren(TaskLine) if one.sentence.startswith("承诺有要办的")]
    assert found and "等 5 份" in found[-1].sentence
    action = found[-1].action
    assert action is not None
    action.click()
    shown = window.page("pledges")
    assert isinstance(shown, PledgesPage)
    assert shown.strip.current == "due" and shown.table.records.rowCount() == 5


def test_a_branchs_year_names_who_did_not_keep_theirs(
    qtbot: QtBot, ledger: Ledger, members: list[str], workspace: Workspace
) -> None:
    made = pledges_year.pledges_year(ledger, members)
    over = QWidget()
    qtbot.addWidget(over)
    dialog = BranchYearDialog(over, workspace, organization.own(ledger), 2026)
    dialog.show_part("pledges")
    part = dialog.parts["pledges"]
    assert isinstance(part, PledgesPart)
    assert "还没有 3、起草 1、审核 1、公示 2、践诺 5、评诺 1、结果 1" in dialog.remark.text()
    assert "未兑现 1" in dialog.remark.text() and "未兑现：李秀英" in dialog.remark.text()
    part.table.choose_key(made["unkept"])
    QApplication.processEvents()
    assert "未兑现（老人迁走，没有再安排）" in part.told.text()


def test_a_branch_that_reported_none_says_so(
    qtbot: QtBot, ledger: Ledger, members: list[str], workspace: Workspace
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    dialog = BranchYearDialog(over, workspace, organization.own(ledger), 2026)
    dialog.show_part("pledges")
    assert dialog.parts["pledges"].lists.currentWidget() is dialog.parts["pledges"].empty
