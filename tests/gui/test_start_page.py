"""The start page tells the truth of the ledger, and each line leads to what it is about."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages.members_page import MembersPage
from gui.pages.start_page import StartPage
from gui.widgets.pill import Pill
from gui.widgets.task_line import NoteLine, TaskLine
from models import backup, member
from models.ledger import Ledger


def start(window: MainWindow) -> StartPage:
    shown = window.page("start")
    assert isinstance(shown, StartPage)
    return shown


def lines(page: StartPage) -> dict[str, TaskLine]:
    found = page.open_card.findChildren(TaskLine)
    return {one.findChildren(QLabel)[1].text(): one for one in found if not one.isHidden()}


def notes(page: StartPage) -> list[str]:
    found = [one for one in page.last_card.findChildren(NoteLine) if not one.isHidden()]
    return [one.findChildren(QLabel)[0].text() for one in found]


def test_the_figures_are_those_of_the_ledger(members: list[str], window: MainWindow) -> None:
    told = {key: card.accessibleName() for key, card in start(window).figures.items() if key != "meetings"}
    assert told == {
        "all": "党员 12 人 正式 10 · 预备 2",
        "female": "女党员 6 人 占 50%",
        "minority": "少数民族党员 1 人 占 8%",
        "groups": "党小组 1 个 未编组 6 人",
    }


@pytest.mark.parametrize(
    ("figure", "count"), [("all", 12), ("female", 6), ("minority", 1), ("groups", 6)], ids=str
)
def test_each_figure_lists_what_it_counts(
    qtbot: QtBot, members: list[str], window: MainWindow, figure: str, count: int
) -> None:
    qtbot.mouseClick(start(window).figures[figure], Qt.MouseButton.LeftButton)
    page = window.page("members")
    assert isinstance(page, MembersPage)
    assert page.isVisible()
    assert page.model.rowCount() == count


def test_what_is_missing_leads_to_those_who_lack_it(
    qtbot: QtBot, members: list[str], window: MainWindow
) -> None:
    told = lines(start(window))
    line = told["1 名党员缺身份证号"]
    assert line.action is not None
    qtbot.mouseClick(line.action, Qt.MouseButton.LeftButton)
    page = window.page("members")
    assert isinstance(page, MembersPage)
    assert [page.model.index(row, 1).data() for row in range(page.model.rowCount())] == ["刘志华"]
    assert page.chip.text() == "只看缺身份证号"
    qtbot.mouseClick(page.chip, Qt.MouseButton.LeftButton)
    assert page.model.rowCount() == 12


def test_an_empty_ledger_says_what_comes_first(window: MainWindow) -> None:
    assert list(lines(start(window))) == [
        "名册里还没有党员",
        "台账没有加密：能用这台电脑、拿到这个文件的人，看得到全部内容",
        "还没有做过备份",
        "还没有登记上级党组织，暂不能上报",
    ]


def test_a_backup_takes_its_line_away(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    assert "还没有做过备份" in lines(start(window))
    assert window.navigation.backup.accessibleName() == "还没有备份 点这里做一份"
    backup.make_backup(ledger, ledger.path.parent / "备份")
    assert window.workspace is not None
    window.workspace.backup_changed.emit()
    assert "还没有做过备份" not in lines(start(window))
    assert window.navigation.backup.accessibleName().startswith("已备份 ")


def test_a_change_made_elsewhere_shows_at_once(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    page = start(window)
    with ledger.operation("member.edit") as op:
        member.edit_member(op, members[3], joined_date="2010-07")
    assert "1 名党员缺入党日期" not in lines(page)
    qtbot.waitUntil(lambda: notes(page)[:1] == ["修改党员 刘志华"])


def test_what_was_undone_is_marked_in_words(
    qtbot: QtBot, ledger: Ledger, members: list[str], window: MainWindow
) -> None:
    page = start(window)
    with ledger.operation("member.edit") as op:
        member.edit_member(op, members[0], phone="13900002222")
    assert window.workspace is not None
    window.workspace.bridge.undo(window)
    qtbot.waitUntil(lambda: notes(page)[:1] == ["撤销：修改党员 王建国"])
    pills = [one.word for one in page.last_card.findChildren(Pill) if not one.parentWidget().isHidden()]
    assert pills == ["已撤销"]
