"""Lucide's icons, recoloured and drawn sharp at the scale of the screen."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources
from gui import style


@cache
def _source(name: str) -> str:
    return (resources.ICONS / f"{name}.svg").read_text(encoding="utf-8")


@cache
def pixmap(name: str, size: int = 18, colour: str = style.SECONDARY, ratio: float = 0.0) -> QPixmap:
    """Return an icon as a pixmap of `size` logical pixels; `ratio` 0 means that of the screen."""
    ratio = ratio or _screen_ratio()
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    drawn = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@cache
def icon(name: str, colour: str = style.SECONDARY, size: int = 18, gap: int = 0) -> QIcon:
    """Return an icon for buttons, sharp on every screen that is connected; `gap` keeps the word behind it
    at a distance.
    """
    made = QIcon()
    for ratio in sorted({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}):
        drawn = pixmap(name, size, colour, ratio)
        if gap:
            drawn = _with_gap(drawn, round(gap * ratio))
        made.addPixmap(drawn)
    return made


def _with_gap(drawn: QPixmap, gap: int) -> QPixmap:
    wider = QPixmap(drawn.width() + gap, drawn.height())
    wider.fill(Qt.GlobalColor.transparent)
    wider.setDevicePixelRatio(drawn.devicePixelRatio())
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wider


def window_icon() -> QIcon:
    """Return the mark of the program: a red square with the first character of its name."""
    drawn = QPixmap(64, 64)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(style.BRAND))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(0, 0, 64, 64, 12, 12)
    painter.setPen(QColor(style.ON_BRAND))
    painter.setFont(style.font(30, strong=True))
    painter.drawText(drawn.rect(), Qt.AlignmentFlag.AlignCenter, "账")
    painter.end()
    return QIcon(drawn)


def _screen_ratio() -> float:
    return max((screen.devicePixelRatio() for screen in QGuiApplication.screens()), default=1.0)
