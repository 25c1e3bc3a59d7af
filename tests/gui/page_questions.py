"""What is asked of a page that is shown: which keys listen, where the focus is, whether the page keeps its place and
its fields one line.
"""

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QListWidget, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages.base import Page
from gui.pages.reports_page import ReportsPage
from gui.pages.start.duties_card import DutiesCard
from gui.widgets import Card, FieldGrid, Segments
from gui.widgets.figure_card import FigureCard
from tests.gui.eyes import settle, told, visible

FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox)


def idle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until all is read and laid out."""
    assert window.workspace is not None
    tasks = window.workspace.tasks
    for page in window.findChildren(ReportsPage):
        # Pages are set a moment after the last choice.
        qtbot.waitUntil(lambda page=page: not page._timer.isActive(), timeout=20_000)
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
    for card in window.findChildren(DutiesCard):
        # The rules are read a moment after the page was painted.
        qtbot.waitUntil(lambda card=card: card.was_read or not card.isVisible(), timeout=20_000)
    for _ in range(3):
        settle()


def views(window: MainWindow) -> Iterator[str]:
    """Go through everything the page can show by itself: its views, parts, sections and forms."""
    yield "as it comes up"
    area = window._stack.currentWidget()
    for chooser in list(visible(area, Segments)):
        assert isinstance(chooser, Segments)
        for made in chooser.findChildren(QAbstractButton):
            if made.isVisible():
                made.click()
                yield made.text()
    for listed in list(visible(area, QListWidget)):
        assert isinstance(listed, QListWidget)
        for row in range(listed.count()):
            if not listed.item(row).isHidden():
                listed.setCurrentRow(row)
                yield listed.item(row).text()


def too_wide(window: MainWindow) -> list[str]:
    """Return pages, and what scrolls inside them, that would have to be moved sideways to be read."""
    areas = visible(window._stack.currentWidget().parentWidget(), QScrollArea)
    return [
        told(area.widget())
        for area in areas
        if isinstance(area, QScrollArea)
        and area.widget() is not None
        and area.horizontalScrollBar().maximum() > 0
        and area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    ]


def begins(area: QWidget) -> list[str]:
    """Return cards in which the fields of several grids begin at different places."""
    places: dict[QWidget, set[int]] = {}
    for grid in visible(area, FieldGrid):
        assert isinstance(grid, FieldGrid)
        card: QWidget = grid
        while not isinstance(card, Card) and card.parentWidget() is not None:
            card = card.parentWidget()
        for row in range(grid.grid.rowCount()):
            item = grid.grid.itemAtPosition(row, 1)
            field = item.widget() if item is not None else None
            if isinstance(field, FIELDS) and field.isVisible():
                places.setdefault(card, set()).add(field.mapTo(card, QPoint()).x())
    return [f"{told(card)}: {sorted(found)}" for card, found in places.items() if len(found) > 1]


def squeezed(page: Page) -> list[str]:
    """Return the figures without the height they need."""
    cards = [one for one in visible(page, FigureCard) if isinstance(one, FigureCard)]
    # The look sets the least height with a frame of a pixel less.
    return [told(one) for one in cards if not one.minimumHeight() >= one.sizeHint().height() - 2 > 60]


def area_of(page: Page) -> QScrollArea:
    """Return what scrolls the page."""
    area = page.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    return area


def moved_by_reading_again(window: MainWindow, page: Page) -> list[str]:
    """Read the page again with the focus on each of its stops; return where focus or sight went elsewhere."""
    bar, lost = area_of(page).verticalScrollBar(), []
    for at in range(len(stops(page))):
        left = stops(page)
        if at >= len(left):
            break
        one = left[at]
        name = told(one)
        one.setFocus()
        before = bar.value()
        page.stale()
        settle()
        if not inside(window, page):
            lost.append(f"{name}: the focus went to {window.focusWidget()}")
        if bar.value() != before:
            lost.append(f"{name}: scrolled from {before} to {bar.value()}")
    return lost


def tabbed_through(qtbot: QtBot, window: MainWindow) -> list[QWidget]:
    """Press Tab until it comes back to where it was, eighty times at most."""
    seen: list[QWidget] = []
    for _ in range(80):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        focused = window.focusWidget()
        assert focused is not None
        if focused in seen:
            break
        seen.append(focused)
    return seen


def twice(window: QWidget) -> list[str]:
    """Return the keys to which more than one thing in this window listens just now; Qt then calls neither."""
    keys = [
        key.toString()
        for one in window.findChildren(QShortcut)
        for key in one.keys()  # noqa: SIM118  # a shortcut is no dict
        if _awake(one.parent(), window) and one.isEnabled()
    ]
    # A menu that is folded listens as well.
    keys += [key.toString() for one in window.findChildren(QAction) if one.isEnabled() for key in one.shortcuts()]
    return [key for key, count in Counter(keys).items() if count > 1]


def _awake(owner: object, window: QWidget) -> bool:
    return isinstance(owner, QWidget) and owner.isVisible() and owner.window() is window


def stops(page: Page) -> list[QWidget]:
    """Return everything on the page that Tab stops at."""
    return [
        one
        for one in page.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.window() is page.window()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def inside(window: MainWindow, page: Page) -> bool:
    """Return whether the focus is on the page."""
    at = window.focusWidget()
    return at is not None and at.isVisible() and (at is page or page.isAncestorOf(at))
