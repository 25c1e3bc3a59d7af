"""The paged table over a real ledger: Qt's own tester, order, pages, and a ledger that is busy."""

import threading

from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui.pages.member_table import MemberSource, columns
from gui.tablemodels import PAGE_ROWS, KeyRole, RecordTableModel, StateRole
from gui.widgets.paged_table import PagedTable
from gui.workspace import Workspace
from models import member
from models.member_list import MemberFilter
from tests.gui.builders import fill

MANY = 2 * PAGE_ROWS + 50


def table_model(workspace: Workspace, count: int) -> RecordTableModel:
    fill(workspace.ledger, count)
    model = RecordTableModel(columns(), MemberSource(workspace))
    model.reload()
    return model


def test_qt_finds_nothing_wrong_with_it(workspace: Workspace, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(table_model(workspace, 20))


def test_every_row_of_every_page_is_the_record_of_its_key(workspace: Workspace) -> None:
    model = table_model(workspace, MANY)
    everybody = member.list_members(workspace.ledger)
    assert model.rowCount() == MANY
    for row, one in enumerate(everybody):
        assert model.key(row) == (1, one.id)
        assert model.index(row, 0).data() == one.name
        assert model.index(row, 0).data(KeyRole) == (1, one.id)


def test_sorting_keeps_the_unknown_at_the_end_either_way(workspace: Workspace) -> None:
    model = table_model(workspace, 12)
    joined = next(at for at, column in enumerate(model.columns) if column.key == "joined_date")
    for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
        model.sort(joined, order)
        dates = [model.index(row, joined).data() for row in range(model.rowCount())]
        known = [text for text in dates if text]
        assert dates == [*known, ""]
        assert known == sorted(known, reverse=order == Qt.SortOrder.DescendingOrder)


def test_a_column_without_an_order_does_not_sort(workspace: Workspace) -> None:
    model = table_model(workspace, 12)
    before = [model.key(row) for row in range(12)]
    standing = next(at for at, column in enumerate(model.columns) if not column.sort)
    model.sort(standing, Qt.SortOrder.DescendingOrder)
    assert [model.key(row) for row in range(12)] == before


def test_states_are_words_beside_colours(workspace: Workspace) -> None:
    model = table_model(workspace, 12)
    badges = {
        (model.index(row, column).data(), model.index(row, column).data(StateRole))
        for row in range(12)
        for column in range(model.columnCount())
        if model.index(row, column).data(StateRole) and model.index(row, column).data()
    }
    assert badges == {("预备党员", "progress"), ("缺 2 项", "soon")}


def test_painting_never_waits_for_a_busy_ledger(workspace: Workspace, qtbot: QtBot) -> None:
    model = table_model(workspace, 12)
    model.reload()
    held, released = threading.Event(), threading.Event()

    def work() -> None:
        with workspace.ledger.lock:
            held.set()
            released.wait(10)

    worker = threading.Thread(target=work)
    worker.start()
    assert held.wait(10)
    assert {model.index(row, 0).data() for row in range(12)} == {"…"}
    with qtbot.waitSignal(model.dataChanged, timeout=5000):
        released.set()
        worker.join()
    assert "…" not in {model.index(row, 0).data() for row in range(12)}


def test_the_chosen_record_stays_chosen_when_the_order_changes(workspace: Workspace, qtbot: QtBot) -> None:
    fill(workspace.ledger, 12)
    source = MemberSource(workspace)
    table = PagedTable(RecordTableModel(columns(), source), "名单")
    qtbot.addWidget(table)
    table.reload()
    table.choose_row(5)
    chosen = table.current_key
    table.sortByColumn(5, Qt.SortOrder.DescendingOrder)
    assert table.current_key == chosen
    source.wanted = MemberFilter(search="没有这个人")
    table.reload()
    assert table.current_key is None


def test_columns_give_way_by_their_rank_when_room_is_scarce(workspace: Workspace, qtbot: QtBot) -> None:
    table = PagedTable(RecordTableModel(columns(), MemberSource(workspace)), "名单")
    qtbot.addWidget(table)
    table.show()
    seen = []
    for width in (1200, 760, 640, 520):
        table.resize(width, 300)
        seen.append({c.key for at, c in enumerate(table.records.columns) if not table.isColumnHidden(at)})
        shown = [at for at in range(len(table.records.columns)) if not table.isColumnHidden(at)]
        assert sum(table.columnWidth(at) for at in shown) <= table.viewport().width()
    assert seen == sorted(seen, key=len, reverse=True)
    assert {"name", "joined_date", "standing"} <= seen[-1]
    assert len(seen[0]) == len(table.records.columns)
