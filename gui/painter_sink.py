"""Draws laid-out pages with QPainter, for the preview and the printer: the same items at the same places
as in the PDF.
"""

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGlyphRun, QPainter, QPainterPath, QPen, QRawFont, QTransform

from reports.drawing import MM_PER_POINT, Page, Piece, Rule, Tick
from reports.font_file import FontFile

_EM = 200.0
"""Glyphs are asked for at this size and scaled: positions then do not depend on the zoom."""

_TICK_WEIGHT = 0.7
_TICK_CORNERS = ((0.2, 0.55), (0.42, 0.8), (0.82, 0.22))


class PainterSink:
    """Keeps fonts and set pieces between pages; make one for a preview or a print job."""

    def __init__(self) -> None:
        self._fonts: dict[FontFile, QRawFont] = {}
        self._runs: dict[Piece, tuple[list[QGlyphRun], float, float]] = {}

    def draw(self, painter: QPainter, page: Page, unit: float) -> None:
        """Draw a page at the painter's origin; unit: device units for one millimetre."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(unit, unit)
        self._strokes(painter, page)
        painter.setPen(QColor(Qt.GlobalColor.black))
        for x, y, piece in page.runs():
            runs, across, down = self._set(piece)
            painter.save()
            painter.setTransform(QTransform(across, 0, 0, down, x, y), True)
            for run in runs:
                painter.drawGlyphRun(QPointF(0, 0), run)
            painter.restore()
        painter.restore()

    def _set(self, piece: Piece) -> tuple[list[QGlyphRun], float, float]:
        """Return the glyphs of a piece and the scale from glyph units to millimetres, across and down."""
        found = self._runs.get(piece)
        if found is None:
            font = self._font(piece.font)
            down = piece.size * MM_PER_POINT / _EM
            across = down * piece.stretch
            glyphs = font.glyphIndexesForString(piece.text)
            advances = font.advancesForGlyphIndexes(glyphs)
            x, positions = 0.0, []
            for advance in advances:
                positions.append(QPointF(x, 0))
                x += advance.x() + piece.char_space / across
            run = QGlyphRun()
            run.setRawFont(font)
            run.setGlyphIndexes(glyphs)
            run.setPositions(positions)
            found = self._runs[piece] = ([run], across, down)
        return found

    def _font(self, file: FontFile) -> QRawFont:
        found = self._fonts.get(file)
        if found is None:
            found = QRawFont(str(file.path), _EM, QFont.HintingPreference.PreferNoHinting)
            self._fonts[file] = found
        return found

    def _strokes(self, painter: QPainter, page: Page) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rule in page.rules:
            painter.setPen(_pen(rule.weight))
            painter.drawLine(_line(rule))
        for box in page.boxes:
            painter.setPen(_pen(box.weight))
            painter.drawRect(QRectF(box.x, box.y, box.width, box.height))
        painter.setPen(_pen(_TICK_WEIGHT))
        for tick in page.ticks:
            painter.drawPath(_tick(tick))


def _pen(weight: float) -> QPen:
    pen = QPen(QColor(Qt.GlobalColor.black), weight * MM_PER_POINT)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def _line(rule: Rule) -> QLineF:
    return QLineF(rule.x1, rule.y1, rule.x2, rule.y2)


def _tick(tick: Tick) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(tick.x, tick.y, tick.size, tick.size))
    if tick.ticked:
        corners = [QPointF(tick.x + dx * tick.size, tick.y + dy * tick.size) for dx, dy in _TICK_CORNERS]
        path.moveTo(corners[0])
        for corner in corners[1:]:
            path.lineTo(corner)
    return path
