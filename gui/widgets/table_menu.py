"""What every table offers besides its rows: a right click's menu, a copy for Excel, which columns are shown."""

import html
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from gui.widgets.paged_table import PagedTable

Lines = list[list[str]]


def lines(table: "PagedTable", rows: Sequence[int]) -> Lines:
    """Return the titles of the columns that are shown, then the rows as they read."""
    shown = [at for at in range(len(table.records.columns)) if not table.isColumnHidden(at)]
    shown = [at for at in shown if table.records.columns[at].title]
    head = [table.records.columns[at].title for at in shown]
    return [head, *([str(table.records.index(row, at).data() or "") for at in shown] for row in rows)]


def copy(table: "PagedTable", rows: Sequence[int]) -> None:
    """Put rows on the clipboard as a table that Excel and WPS take, and as text."""
    told = lines(table, rows)
    data = QMimeData()
    data.setText("\n".join("\t".join(" ".join(cell.split()) for cell in line) for line in told))
    cells = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in line)}</tr>" for line in told)
    data.setHtml(f"<table>{cells}</table>")
    QGuiApplication.clipboard().setMimeData(data)


def menu_of(table: "PagedTable") -> QMenu:
    """Return the menu of a right click: what the buttons do, copying, a workbook, the columns."""
    menu = QMenu(table)
    for made in (one for one in table.deeds if one.isVisible() and one.isEnabled()):
        menu.addAction(made.icon(), made.text(), made.click)
    if not menu.isEmpty():
        menu.addSeparator()
    meant, every = table.rows_meant(), range(table.records.rowCount())
    _act(menu, f"复制 {len(meant)} 行" if len(meant) > 1 else "复制这一行", "Ctrl+C", bool(meant)).triggered.connect(
        lambda: copy(table, meant)
    )
    _act(menu, f"复制整张表（{len(every)} 行）", "", bool(every)).triggered.connect(lambda: copy(table, every))
    if table.can_be_saved:
        _act(menu, "存为 Excel…", "", bool(every)).triggered.connect(table.save_asked)
    menu.addMenu(_columns(table, menu))
    return menu


def _act(menu: QMenu, word: str, keys: str, possible: bool) -> QAction:
    made = menu.addAction(f"{word}\t{keys}" if keys else word)
    made.setEnabled(possible)
    return made


def _columns(table: "PagedTable", menu: QMenu) -> QMenu:
    """Return the columns to be ticked; the first stays, it says what a row is."""
    made = QMenu("显示哪些栏", menu)
    titled = [column for column in table.records.columns if column.title]
    for column in titled[1:]:
        action = made.addAction(column.title)
        action.setCheckable(True)
        action.setChecked(column.key not in table.left_out)
        action.toggled.connect(lambda on, key=column.key: table.show_column(key, on))
    made.addSeparator()
    made.addAction("栏宽、栏目恢复原样", table.forget_look)
    return made


def open_at(table: "PagedTable", place: QPoint) -> None:
    """Open the menu; a row that was clicked is the one that is meant."""
    row = table.rowAt(place.y())
    if row >= 0 and row not in table.rows_meant():
        table.choose_row(row)
    menu_of(table).popup(table.viewport().mapToGlobal(place))
