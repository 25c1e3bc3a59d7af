"""What an eye would find wrong with a window: texts that are cut, places without a name, things moved sideways."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)

from gui.navigation import BackupState, NavButton, Navigation
from gui.widgets.pill import Pill
from gui.widgets.texts import ElidedLabel

SIZES = {
    "1366x768": QSize(1366, 730),
    "1366x768 at 125 %": QSize(1092, 570),
    "1366x768 at 150 %": QSize(910, 480),
    "1366x768 at 200 %": QSize(683, 400),
}
"""The room that is left on a small screen; twice as large texts are the same to Qt as a screen of half the size."""

FOCUSABLE = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QPlainTextEdit, QAbstractSpinBox)


def settle() -> None:
    """Let a page that changes its shape on a size lay itself out once more."""
    for _ in range(3):
        QApplication.processEvents()


def visible(window: QWidget, kind: type[QWidget]) -> Iterator[QWidget]:
    return (one for one in window.findChildren(kind) if one.isVisible())


def told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} “{text or widget.accessibleName()}” {widget.width()}x{widget.height()}"


def cut(window: QWidget) -> list[str]:
    """Everything that does not show all of its text."""
    return [*_labels(window), *_buttons(window), *_heads(window), *_pills(window)]


def _labels(window: QWidget) -> Iterator[str]:
    for one in visible(window, QLabel):
        assert isinstance(one, QLabel)
        if isinstance(one, ElidedLabel) or not one.text():
            continue
        needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        too_narrow = not one.wordWrap() and one.width() < one.sizeHint().width()
        if too_narrow or one.height() < needed - 1:
            yield f"{told(one)} needs {one.sizeHint().width()}x{needed}"


def _buttons(window: QWidget) -> Iterator[str]:
    for one in visible(window, QAbstractButton):
        assert isinstance(one, QAbstractButton)
        lines, metrics = one.text().replace("&", "").split("\n"), one.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, lines))
        if isinstance(one, NavButton | BackupState) or not widest:
            continue
        if one.width() < widest + 8 or one.height() < metrics.lineSpacing() * len(lines):
            yield told(one)


def _heads(window: QWidget) -> Iterator[str]:
    """Words at the head of a table; it may have more rows than fit, but no column without its name."""
    for table in visible(window, QTableView):
        assert isinstance(table, QTableView)
        head, model = table.horizontalHeader(), table.model()
        if "paintSection" in vars(type(head)):
            # It draws a title of any length itself: as much as there is room for, the rest as a tip.
            continue
        for column in range(head.count() if not head.isHidden() else 0):
            word = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
            longest = max(map(head.fontMetrics().horizontalAdvance, word.split("\n")), default=0)
            if not head.isSectionHidden(column) and head.sectionSize(column) < longest:
                yield f"head “{word}” of {table.accessibleName()}: {head.sectionSize(column)} < {longest}"


def _pills(window: QWidget) -> Iterator[str]:
    for one in visible(window, Pill):
        if one.width() < one.sizeHint().width() or one.height() < one.sizeHint().height():
            yield told(one)


def crowded(window: QWidget) -> list[str]:
    """Entries of the navigation that lie over one another, outside of it, or too low for their word."""
    (navigation,) = visible(window, Navigation)
    inside = sorted(
        (one for one in visible(navigation, QAbstractButton) if one.parent() is navigation), key=lambda one: one.y()
    )
    found = [f"over the next: {told(one)}" for one, below in pairwise(inside) if one.geometry().bottom() >= below.y()]
    found += [f"outside: {told(one)}" for one in inside if not navigation.rect().contains(one.geometry())]
    return found + [f"too low: {told(one)}" for one in inside if one.height() < one.fontMetrics().height() + 4]


def sideways(window: QWidget) -> list[str]:
    """What would have to be moved sideways to be read; a table may."""
    return [
        f"{told(area.widget())} in {area.width()}"
        for area in visible(window, QScrollArea)
        if isinstance(area, QScrollArea) and area.horizontalScrollBar().maximum() > 0
    ]


def nameless(window: QWidget) -> list[str]:
    """What one can reach with the keyboard and a reader could not tell."""
    return [
        told(one)
        for kind in FOCUSABLE
        for one in visible(window, kind)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(one, QHeaderView)
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text().strip())
        and one.objectName() != "qt_spinbox_lineedit"
    ]
