"""Laid-out pages below each other, drawn sharp at any zoom; only what is in sight is drawn."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from gui import style
from gui.painter_sink import PainterSink
from reports.drawing import Page

_GAP = 16
_MM = 96 / 25.4
"""Logical pixels for one millimetre at 100 %."""

ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)


class PageView(QAbstractScrollArea):
    """Shows pages; zoom 0 fits the width. Ctrl with the wheel, + and - zoom, PgUp and PgDn turn pages."""

    moved = Signal(int, int)
    """The page in sight (from 1) and how many there are."""

    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预览")
        self._pages: list[Page] = []
        self._sink = PainterSink()
        self._zoom = 0.0
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._tell())

    @property
    def pages(self) -> list[Page]:
        """The pages shown."""
        return self._pages

    @property
    def zoom(self) -> float:
        """The zoom in effect: 1.0 is the size on paper."""
        if self._zoom:
            return self._zoom
        widest = max((page.width for page in self._pages), default=210.0)
        return max((self.viewport().width() - 2 * _GAP) / (widest * _MM), 0.1)

    def show_pages(self, pages: list[Page]) -> None:
        """Show other pages at the same zoom; the place stays as far as it can."""
        self._pages = pages
        self._measure()
        self.setAccessibleDescription(f"共 {len(pages)} 页")
        self._tell()

    def set_zoom(self, zoom: float) -> None:
        """Zoom; 0 fits the width. The middle of what is in sight stays there."""
        bar = self.verticalScrollBar()
        middle = (bar.value() + self.viewport().height() / 2) / max(self._height(), 1)
        self._zoom = zoom
        self._measure()
        bar.setValue(round(middle * self._height() - self.viewport().height() / 2))
        self.zoomed.emit(self.zoom)

    def zoom_in(self) -> None:
        """Go to the next larger step."""
        self.set_zoom(next((step for step in ZOOMS if step > self.zoom * 1.01), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """Go to the next smaller step."""
        self.set_zoom(next((step for step in reversed(ZOOMS) if step < self.zoom * 0.99), ZOOMS[0]))

    def current_page(self) -> int:
        """Return the page in sight, from 1."""
        top = self.verticalScrollBar().value() + self.viewport().height() / 3
        for number, area in enumerate(self._areas(), 1):
            if area.bottom() + _GAP > top:
                return number
        return len(self._pages)

    def go_to(self, number: int) -> None:
        """Bring a page into sight."""
        areas = self._areas()
        if 1 <= number <= len(areas):
            self.verticalScrollBar().setValue(round(areas[number - 1].top()) - _GAP)

    # --- Qt -----------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pages in sight on grey."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor("#E6E8EC"))
        painter.translate(-self._offset())
        seen = QRectF(self.viewport().rect()).translated(self._offset())
        for page, area in zip(self._pages, self._areas(), strict=True):
            if not area.intersects(seen):
                continue
            painter.setPen(QPen(QColor(style.CONTROL_LINE), 1))
            painter.setBrush(QColor(style.CARD))
            painter.drawRect(area)
            painter.save()
            painter.translate(area.topLeft())
            self._sink.draw(painter, page, _MM * self.zoom)
            painter.restore()
        if self.hasFocus():
            painter.resetTransform()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(style.BRAND), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again."""
        super().resizeEvent(event)
        self._measure()
        if not self._zoom:
            self.zoomed.emit(self.zoom)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y() > 0:
                self.zoom_in()
            else:
                self.zoom_out()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and - zoom, 0 fits, PgUp and PgDn turn pages."""
        acts: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: lambda: self.set_zoom(0),
            Qt.Key.Key_PageDown: lambda: self.go_to(min(self.current_page() + 1, len(self._pages))),
            Qt.Key.Key_PageUp: lambda: self.go_to(max(self.current_page() - 1, 1)),
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(len(self._pages)),
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    # --- measures -----------------------------------------------------------------------------

    def _areas(self) -> list[QRectF]:
        """Return where each page lies, in logical pixels of the whole."""
        scale = _MM * self.zoom
        width = max(
            self.viewport().width(), max((page.width * scale for page in self._pages), default=0) + 2 * _GAP
        )
        areas, y = [], float(_GAP)
        for page in self._pages:
            areas.append(QRectF((width - page.width * scale) / 2, y, page.width * scale, page.height * scale))
            y += page.height * scale + _GAP
        return areas

    def _height(self) -> int:
        areas = self._areas()
        return round(areas[-1].bottom()) + _GAP if areas else 0

    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _measure(self) -> None:
        size = self.viewport().size()
        widest = max((area.width() for area in self._areas()), default=0) + 2 * _GAP
        for bar, whole, seen in (
            (self.verticalScrollBar(), self._height(), size.height()),
            (self.horizontalScrollBar(), round(widest), size.width()),
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(40)
            bar.setRange(0, max(whole - seen, 0))
        self.viewport().update()

    def _tell(self) -> None:
        self.moved.emit(self.current_page() if self._pages else 0, len(self._pages))
