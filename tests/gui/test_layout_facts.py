"""What must hold on every page at every size that is promised: nothing cut, everything named, the focus
visible.
"""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.navigation import BackupState, NavButton
from gui.pages import PAGES
from gui.widgets.texts import ElidedLabel

SIZES = {
    "1366x768": QSize(1366, 730),
    "1366x768 at 125 %": QSize(1092, 570),
    "1366x768 at 150 %": QSize(910, 480),
    "1366x768 at 200 %": QSize(683, 400),
}

pytestmark = pytest.mark.parametrize("key", [entry.key for entry in PAGES])


@pytest.fixture
def shown(qtbot: QtBot, members: list[str], window: MainWindow, key: str) -> MainWindow:
    window.show_page(key)
    assert window.workspace is not None
    tasks = window.workspace.tasks
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
    return window


def visible(window: MainWindow, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in window.findChildren(kind) if one.isVisible()]


def told(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""
    return f"{type(widget).__name__} “{text or widget.accessibleName()}” {widget.width()}x{widget.height()}"


def cut_labels(window: MainWindow) -> list[str]:
    found = []
    for one in visible(window, QLabel):
        assert isinstance(one, QLabel)
        if isinstance(one, ElidedLabel) or not one.text():
            continue
        needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
        too_narrow = not one.wordWrap() and one.width() < one.sizeHint().width()
        if too_narrow or one.height() < needed - 1:
            found.append(f"{told(one)} needs {one.sizeHint().width()}x{needed}")
    return found


def cut_buttons(window: MainWindow) -> list[str]:
    found = []
    for one in visible(window, QAbstractButton):
        assert isinstance(one, QAbstractButton)
        text_width = one.fontMetrics().horizontalAdvance(one.text())
        if not isinstance(one, NavButton | BackupState) and one.text() and one.width() < text_width + 8:
            found.append(told(one))
    return found


def too_wide(window: MainWindow) -> list[str]:
    """Pages that would have to be moved sideways to be read."""
    area = window._stack.currentWidget()
    assert isinstance(area, QScrollArea)
    return [told(area.widget())] if area.horizontalScrollBar().maximum() > 0 else []


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut(qtbot: QtBot, shown: MainWindow, size: str) -> None:
    shown.resize(SIZES[size])
    qtbot.waitUntil(lambda: shown.size() == SIZES[size])
    for _ in range(3):
        # A page that changes its shape on a size lays itself out once more.
        QApplication.processEvents()
    assert (cut_labels(shown), cut_buttons(shown), too_wide(shown)) == ([], [], [])


def test_everything_one_can_reach_has_a_name(shown: MainWindow) -> None:
    nameless = [
        told(one)
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for one in visible(shown, kind)
        if one.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text().strip())
        and one.objectName() != "qt_spinbox_lineedit"
    ]
    assert nameless == []


def test_tab_goes_round_and_shows_where_it_is(qtbot: QtBot, shown: MainWindow) -> None:
    seen: list[QWidget] = []
    for _ in range(80):
        qtbot.keyClick(shown.focusWidget(), Qt.Key.Key_Tab)
        focused = shown.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
    assert len(seen) > 4
    assert all(one.isVisible() for one in seen), [told(one) for one in seen if not one.isVisible()]


def test_one_red_button(shown: MainWindow, key: str) -> None:
    red = [one for one in visible(shown, QAbstractButton) if one.property("kind") == "primary"]
    assert len(red) <= 1, [told(one) for one in red]
