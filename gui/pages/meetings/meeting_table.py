"""The list of meetings: its columns, and how a line is drawn: kinds as badges, what was withdrawn crossed out."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from gui import style
from gui.dialogs.meeting_marks import rate_text
from gui.pages.study.sorted_table import Orders
from gui.pages.study.tick_table import TickTable
from gui.tablemodels import Column, RecordTableModel
from gui.widgets.pill import paint_pill, pill_width
from gui.widgets.ticks import TickDelegate
from models import words
from models.meeting import Meeting

Index = QModelIndex | QPersistentModelIndex

_GAP = 4
_ORDERS: Orders = {
    "kinds": lambda one: one.kind_words,
    "topic": lambda one: one.topic,
    "chair": lambda one: one.chair,
    "rate": lambda one: one.present / one.expected if one.expected else -1,
    "standing": lambda one: (one.status == "withdrawn", one.late_days),
}


class MeetingTable(TickTable):
    """The meetings of a year, each with its box."""

    def __init__(self) -> None:
        super().__init__(columns(), "会议列表", key=lambda one: one.id, orders=_ORDERS)
        self.setItemDelegate(MeetingRowDelegate(self))


class MeetingRowDelegate(TickDelegate):
    """Draws the kinds as badges side by side, and a line through what was withdrawn."""

    def __init__(self, view: MeetingTable) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw a cell."""
        model = index.model()
        assert isinstance(model, RecordTableModel)
        record, column = model.record(index.row()), model.columns[index.column()]
        if isinstance(record, Meeting) and column.key == "kinds":
            self._paint_kinds(painter, option, index, record)
            return
        super().paint(painter, option, index)
        if isinstance(record, Meeting) and record.status == "withdrawn" and column.key in ("day", "topic", "chair"):
            self._strike(painter, QRectF(option.rect), column.text(record), strong=column.strong)

    def _paint_kinds(self, painter: QPainter, option: Any, index: Index, record: Meeting) -> None:
        area = QRectF(option.rect)
        self._ground(painter, option, index, area)
        left, right = area.left() + 10, area.right() - 4
        kinds = list(record.kind_list)
        for at, kind in enumerate(kinds):
            word = words.label("meeting_kind_short", kind)
            more = f"+{len(kinds) - at}"
            if left + pill_width(word) > right and at:
                paint_pill(painter, QRectF(left, area.top(), right - left, area.height()), more, "none")
                break
            paint_pill(painter, QRectF(left, area.top(), right - left, area.height()), word, "none")
            left += pill_width(word) + _GAP
        self._frame(painter, index, area)

    def _strike(self, painter: QPainter, area: QRectF, text: str, *, strong: bool) -> None:
        painter.save()
        painter.setFont(style.font(strong=strong))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width() - 15))
        length = painter.fontMetrics().horizontalAdvance(shown)
        painter.setPen(QColor(style.SECONDARY))
        middle = area.center().y() + 1
        painter.drawLine(int(area.left() + 10), int(middle), int(area.left() + 10 + length), int(middle))
        painter.restore()


def columns(units: dict[int, str] | None = None) -> list[Column]:
    """Return the columns of the list; `units` names the organisations where there are several."""
    made = [
        Column("day", "日期", lambda one: one.day, 10, sort="listed"),
        Column("kinds", "类别", lambda one: one.kind_words, 14, sort="kinds"),
        Column("topic", "议题", lambda one: one.topic, 20, strong=True, stretches=True, sort="topic"),
        Column("chair", "主持人", lambda one: one.chair, 8, drop=3, spare=True, sort="chair"),
        Column("figures", "应到/实到", lambda one: f"{one.expected}/{one.present}", 9, right=True, drop=2),
        Column("rate", "到会率", lambda one: rate_text(one.present, one.expected), 6, right=True, sort="rate"),
        Column("standing", "情况", standing_word, 11, state=standing_state, drop=1, spare=True, sort="standing"),
    ]
    if units is not None:
        made.insert(1, Column("unit", "组织", lambda one: units.get(one.org, ""), 14, drop=4))
    return made


def standing_word(one: Meeting) -> str:
    """Return what is out of the ordinary: withdrawn, entered late, nothing written down."""
    if one.status == "withdrawn":
        return "作废"
    if one.late:
        return f"补录 {one.late_days} 天"
    return "" if one.minutes or one.decisions else "未记内容"


def standing_state(one: Meeting) -> str:
    """Return the badge's state; 未记内容 is a quiet word without one."""
    if one.status == "withdrawn":
        return "none"
    return "soon" if one.late else ""
