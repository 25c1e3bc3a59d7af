"""The attendance grid: names stay at the left and the rate at the right while the meetings scroll between."""

from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gui import icons, style
from gui.dialogs.meeting_marks import DIGITS, MARK_STATES, rate_text
from gui.pages.meetings.attendance_model import AttendanceModel, Index
from gui.widgets.goes_on import GoesOn
from gui.widgets.name_header import NameHeader
from gui.widgets.pill import paint_pill
from gui.widgets.texts import ElidedLabel
from models import words
from models.attendance import AWAY_MARKS

_ROW = 32
_HEAD = 50
_COLUMN = 80
_WIDE_COLUMN = 102
_NAME_WIDTHS = (84, 150)
_RATE_WIDTH = 88
_CORNER = 15
_LOW_RATE = 0.8
_MAKE_UP = "8"


class _CellDelegate(QStyledItemDelegate):
    """Present is a green tick and nothing else; exceptions are a word on their colour; 补 in the corner."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        """Draw a cell."""
        model, view = index.model(), self.parent()
        assert isinstance(model, AttendanceModel) and isinstance(view, QTableView)
        area, line = QRectF(option.rect), model.line(index)
        painter.setPen(QColor(style.INNER_LINE))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if index.column() == len(model.meetings):
            self._paint_rate(painter, area, model, index.row())
            return
        if line is not None and line.mark == "present":
            tick = icons.pixmap("check", 16, style.STATES["done"][0])
            painter.drawPixmap(round(area.center().x()) - 8, round(area.center().y()) - 8, tick)
        elif line is not None:
            paint_pill(painter, area, words.label("mark", line.mark), MARK_STATES[line.mark], centred=True)
        if line is not None and line.made_up:
            self._paint_made_up(painter, area)
        if view.currentIndex() == index:
            self._paint_focus(painter, area, strong=view.hasFocus())

    def _paint_rate(self, painter: QPainter, area: QRectF, model: AttendanceModel, row: int) -> None:
        present, expected = model.rate(row)
        low = bool(expected) and present / expected < _LOW_RATE
        painter.setPen(QColor(style.STATES["overdue"][0] if low else style.TEXT))
        painter.setFont(style.font(strong=low))
        inside = area.adjusted(0, 0, -14, 0)
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, side, rate_text(present, expected))

    def _paint_made_up(self, painter: QPainter, area: QRectF) -> None:
        text, ground = style.STATES["progress"]
        corner = QRectF(area.right() - _CORNER - 1, area.top() + 1, _CORNER, _CORNER)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(corner, 3, 3)
        painter.setPen(QColor(text))
        # The one place under nine points: a corner mark, told in full below the grid and to readers.
        painter.setFont(style.font(8, strong=True))
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, "补")
        painter.restore()

    def _paint_focus(self, painter: QPainter, area: QRectF, *, strong: bool) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(style.BRAND if strong else style.CONTROL_LINE), 2))
        painter.drawRoundedRect(area.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)
        painter.restore()


class _View(QTableView):
    """What both halves have."""

    def __init__(self, model: AttendanceModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(self))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        # Fusion would draw a frame where the two bars meet.
        self.setCornerWidget(QWidget())
        head = self.horizontalHeader()
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        head.setFixedHeight(max(_HEAD, self.fontMetrics().lineSpacing() * 2 + 12))
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)


class MarkView(GoesOn, _View):
    """`key_pressed` with a mark's digit at a cell."""

    key_pressed = Signal(object, str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit marks, Enter opens the line; everything else moves."""
        if self.is_spare(event):
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.doubleClicked.emit(self.currentIndex())
        elif event.text() and event.text() in (*DIGITS, _MAKE_UP) and self.currentIndex().isValid():
            before = self.currentIndex()
            self.key_pressed.emit(before, event.text())
            if self.currentIndex() != before:
                self.gone_on()
        else:
            super().keyPressEvent(event)


class AttendanceGrid(QWidget):
    """`marked` with meeting, member and mark; `make_up_asked` with meeting and member; `opened` with the line."""

    marked = Signal(str, str, str)
    make_up_asked = Signal(str, str)
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = AttendanceModel()
        self.view, self.rates = MarkView(self.model), _View(self.model)
        self.view.setAccessibleName("出勤表")
        self.rates.setAccessibleName("到会率")
        self.told = ElidedLabel(tone="secondary")
        self._lay_out()
        self._tie()

    def _lay_out(self) -> None:
        self.view.setVerticalHeader(NameHeader())
        self.rates.verticalHeader().hide()
        self.rates.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rates.setFixedWidth(_RATE_WIDTH + style.SCROLL_BAR_WIDTH)
        self.rates.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        height = max(_ROW, self.fontMetrics().height() + 12)
        for view in (self.view, self.rates):
            view.verticalHeader().setDefaultSectionSize(height)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.view, 1)
        self._right = QVBoxLayout()
        self._right.addWidget(self.rates)
        row.addLayout(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(6)
        column.addLayout(row, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self.told, 1)
        column.addLayout(foot)

    def _tie(self) -> None:
        ours, theirs = self.view.verticalScrollBar(), self.rates.verticalScrollBar()
        ours.valueChanged.connect(theirs.setValue)
        theirs.valueChanged.connect(ours.setValue)
        across = self.view.horizontalScrollBar()
        across.rangeChanged.connect(self._same_height)
        self.view.selectionModel().currentChanged.connect(lambda *_: self._moved())
        self.model.dataChanged.connect(lambda *_: self._tell())
        self.view.doubleClicked.connect(self._open)
        self.view.key_pressed.connect(self._pressed)

    def _same_height(self, _least: int, most: int) -> None:
        """Both halves scroll alike only where both are equally high: the left one has a bar below."""
        self._right.setContentsMargins(0, 0, 0, self.view.horizontalScrollBar().sizeHint().height() if most else 0)

    def show_year(self, *shown: Any, **more: Any) -> None:
        """Show meetings, sheets and people as `AttendanceModel.show` takes them; the chosen cell stays."""
        before = self.view.currentIndex()
        place = (before.row(), before.column()) if before.isValid() else (0, len(shown[0]) - 1)
        self.model.show(*shown, **more)
        last = len(self.model.meetings)
        self.view.setColumnHidden(last, True)
        for column in range(last):
            self.view.setColumnHidden(column, False)
            several = len(self.model.meetings[column].kind_list) > 1
            self.view.setColumnWidth(column, _WIDE_COLUMN if several else _COLUMN)
            self.rates.setColumnHidden(column, True)
        self.rates.setColumnHidden(last, False)
        self.rates.setColumnWidth(last, _RATE_WIDTH - 8)
        widest = max((self.fontMetrics().horizontalAdvance(one.name) for one in self.model.people), default=0) + 24
        self.view.verticalHeader().setFixedWidth(min(max(widest, _NAME_WIDTHS[0]), _NAME_WIDTHS[1]))
        self.choose(min(place[0], len(self.model.people) - 1), min(max(place[1], 0), last - 1))

    def choose(self, row: int, column: int) -> None:
        """Choose a cell and bring it into view."""
        if 0 <= row < len(self.model.people) and 0 <= column < len(self.model.meetings):
            self.view.setCurrentIndex(self.model.index(row, column))
            self.view.scrollTo(self.view.currentIndex())
        self._tell()

    def go_on(self) -> None:
        """Go to the next person."""
        at = self.view.currentIndex()
        self.choose(min(at.row() + 1, len(self.model.people) - 1), at.column())

    def choose_meeting(self, meeting_id: str) -> None:
        """Go to the column of a meeting."""
        for column, one in enumerate(self.model.meetings):
            if one.id == meeting_id:
                self.choose(max(self.view.currentIndex().row(), 0), column)

    def choose_absence(self) -> None:
        """Go to the newest absence that was not made up."""
        for column in reversed(range(len(self.model.meetings))):
            for row in range(len(self.model.people)):
                line = self.model.line(self.model.index(row, column))
                if line is not None and line.mark in AWAY_MARKS and not line.made_up:
                    self.choose(row, column)
                    return

    @property
    def current_meeting(self) -> str:
        """The id of the meeting on whose column one stands."""
        at = self.view.currentIndex()
        return self.model.meetings[at.column()].id if at.isValid() and at.column() < len(self.model.meetings) else ""

    def _open(self, index: Index) -> None:
        line = self.model.line(index)
        if line is not None:
            self.opened.emit(line)

    def _pressed(self, index: Index, digit: str) -> None:
        meeting_id, person = self.model.meetings[index.column()].id, self.model.people[index.row()].member_id
        if digit == _MAKE_UP:
            self.make_up_asked.emit(meeting_id, person)
        else:
            self.marked.emit(meeting_id, person, DIGITS[digit])

    def _moved(self) -> None:
        self.view.verticalHeader().viewport().update()
        self._tell()

    def _tell(self) -> None:
        """Say below the grid in full what the chosen cell is."""
        at = self.view.currentIndex()
        if not at.isValid() or at.column() >= len(self.model.meetings):
            self.told.setText("")
            return
        shown, line, name = self.model.meetings[at.column()], self.model.line(at), self.model.people[at.row()].name
        word = words.label("mark", line.mark) if line is not None else "不在应到名单"
        reason = f"（{line.reason}）" if line is not None and line.reason else ""
        made_up = "，已补课" if line is not None and line.made_up else ""
        figures = f"{shown.day} {shown.kind_words}：应到 {shown.expected}，实到 {shown.present}"
        self.told.setText(f"{name}：{word}{reason}{made_up}　·　{figures}　{shown.topic}")
