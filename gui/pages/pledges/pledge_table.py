"""The list of pledges: the path drawn, the state as a badge, what is due with its mark and colour."""

from datetime import date
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui import icons, style
from gui.pages.pledges.path_paint import paint_path
from gui.pages.pledges.standing import PATH, PledgeLine
from gui.pages.study.sorted_table import SortedTable
from gui.pages.study.tick_table import TickTable
from gui.tablemodels import Column, RecordTableModel
from gui.widgets.paged_table import Index, RowDelegate
from models import words

_MARK = 15
_DUE_MARKS = {"overdue": "circle-alert", "soon": "clock"}
_ORDERS = {
    "name": lambda one: (one.pinyin, one.key),
    "owner": lambda one: one.order,
    "path": lambda one: one.reached,
    "items": lambda one: (one.done_items, len(one.items)),
}


def tick_table(today: date) -> TickTable:
    """Return an empty list whose lines can be ticked."""
    made = TickTable(_columns(today), "承诺", key=lambda one: one.key, orders=_ORDERS)
    made.setItemDelegate(PledgeDelegate(made, today))
    _in_order(made)
    return made


def reading_table(today: date) -> SortedTable:
    """Return an empty list to look at only."""
    made = SortedTable(_columns(today), "承诺", key=lambda one: one.key, orders=_ORDERS)
    made.setItemDelegate(PledgeDelegate(made, today))
    _in_order(made)
    return made


def _in_order(made: SortedTable) -> None:
    """The branch's first, leaders', members', who has none last: by the column of kinds."""
    at = next(at for at, one in enumerate(made.records.columns) if one.sort == "owner")
    made.sortByColumn(at, Qt.SortOrder.AscendingOrder)


class PledgeDelegate(RowDelegate):
    """Draws the path and what is due; the rest as the table did before."""

    def __init__(self, view: SortedTable, today: date) -> None:
        super().__init__(view)
        self._today, self._before = today, view.itemDelegate()

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw a cell."""
        model = index.model()
        assert isinstance(model, RecordTableModel)
        record, key = model.record(index.row()), model.columns[index.column()].key
        if not isinstance(record, PledgeLine) or key not in ("path", "due"):
            self._before.paint(painter, option, index)
            return
        area = QRectF(option.rect)
        self._ground(painter, option, index, area)
        if key == "due":
            self._paint_due(painter, area, record)
        elif record.pledge is not None:
            paint_path(painter, area.left() + 10, area.right() - 12, area.center().y(), record.reached)
        self._frame(painter, index, area)

    def _paint_due(self, painter: QPainter, area: QRectF, record: PledgeLine) -> None:
        due = record.due(self._today)
        if due is None:
            return
        colour = style.STATES[due.look][0]
        mark = icons.pixmap(_DUE_MARKS[due.look], _MARK, colour)
        painter.drawPixmap(int(area.left() + 8), int(area.center().y() - _MARK / 2), mark)
        inside = area.adjusted(8 + _MARK + 5, 0, -5, 0)
        painter.setPen(QColor(colour))
        painter.setFont(style.font())
        shown = painter.fontMetrics().elidedText(due.text, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


def _columns(today: date) -> list[Column]:
    return [
        Column("name", "姓名", _name, 15, strong=True, sort="name"),
        Column("owner", "类别", lambda one: words.label("pledge_owner", one.owner), 9, sort="owner", drop=3),
        Column("path", "进度", _path_words, 15, sort="path", drop=2),
        Column("state", "情况", lambda one: one.word, 10, state=lambda one: one.look),
        Column("items", "践诺", _items, 5, right=True, sort="items", drop=4),
        Column("due", "要办的", lambda one: _due(one, today), 16, stretches=True, drop=1),
    ]


def _name(one: PledgeLine) -> str:
    # A leader may have two: his own as a member, and that of his office.
    return f"{one.name} 履职" if one.owner == "leader" else one.short_name


def _path_words(one: PledgeLine) -> str:
    """What readers hear instead of the drawing."""
    if one.reached < 0:
        return ""
    return f"{PATH[one.reached]}，共 {len(PATH)} 步" if one.reached < len(PATH) else "全部走完"


def _items(one: PledgeLine) -> str:
    return f"{one.done_items}/{len(one.items)}" if one.pledge is not None else ""


def _due(one: PledgeLine, today: date) -> str:
    due = one.due(today)
    return due.text if due is not None else ""
