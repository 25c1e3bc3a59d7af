"""What happens on a page leaves keyboard and sight where they were: no jump to the head, no scrolling by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import PAGES
from gui.pages.base import Page
from gui.widgets.figure_card import FigureCard
from models.ledger import Ledger
from tests.gui.doors import doors
from tests.gui.eyes import settle, told
from tests.gui.long_ledger import Long, fill_long

KEYS = [one.key for one in PAGES]


@pytest.fixture
def long(ledger: Ledger) -> Long:
    return fill_long(ledger)


def shown(qtbot: QtBot, window: MainWindow, key: str) -> Page:
    assert window.workspace is not None
    tasks = window.workspace.tasks
    page = window.show_page(key)
    assert page is not None
    qtbot.wait(60)  # the rules are read a moment after the page is painted
    qtbot.waitUntil(lambda: not tasks.busy, timeout=20_000)
    settle()
    return page


def area_of(page: Page) -> QScrollArea:
    area = page.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    return area


def stops(page: Page) -> list[QWidget]:
    return [
        one
        for one in page.findChildren(QWidget)
        if one.isVisible() and one.isEnabled() and one.window() is page.window()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def inside(window: MainWindow, page: Page) -> bool:
    at = window.focusWidget()
    return at is not None and at.isVisible() and (at is page or page.isAncestorOf(at))


@pytest.mark.parametrize("key", KEYS)
def test_reading_again_moves_neither_the_focus_out_of_the_page_nor_the_page(
    qtbot: QtBot, long: Long, window: MainWindow, key: str
) -> None:
    window.resize(1100, 560)
    page = shown(qtbot, window, key)
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
    assert lost == []


def test_after_every_dialog_the_focus_is_on_its_page_again(
    qtbot: QtBot, long: Long, window: MainWindow, tmp_path: Path
) -> None:
    """Also where what opened the dialog is gone: the list behind it was read again meanwhile."""
    assert window.workspace is not None
    tasks, lost = window.workspace.tasks, []
    for name, door in doors(window, long, tmp_path).items():
        dialog = _opened(qtbot, window, door)
        page = next(page for page, _area in window._pages.values() if page.isVisible())
        for at in stops(page)[-1:]:
            # The window behind remembers what had the focus: here the last thing that can have it.
            at.setFocus()
        page.stale()
        dialog.done(0)
        window.activateWindow()
        qtbot.waitUntil(lambda: not tasks.busy and window.isActiveWindow(), timeout=20_000)
        settle()
        if not inside(window, page):
            lost.append(f"{name}: {window.focusWidget()}")
    assert lost == []


def _opened(qtbot: QtBot, window: MainWindow, door: Callable[[], QDialog]) -> QDialog:
    assert window.workspace is not None
    tasks = window.workspace.tasks
    dialog = door()
    if not dialog.isVisible():
        dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(lambda: not tasks.busy and dialog.isActiveWindow(), timeout=20_000)
    settle()
    return dialog


@pytest.mark.parametrize("key", KEYS)
def test_every_page_opens_at_its_top(qtbot: QtBot, long: Long, window: MainWindow, key: str) -> None:
    window.resize(900, 480)
    page = shown(qtbot, window, key)
    bar = area_of(page).verticalScrollBar()
    assert bar.value() == 0
    bar.setValue(bar.maximum())
    shown(qtbot, window, "settings" if key != "settings" else "start")
    shown(qtbot, window, key)
    assert bar.value() == 0


@pytest.mark.parametrize("key", KEYS)
def test_no_figure_is_squeezed(qtbot: QtBot, long: Long, window: MainWindow, key: str) -> None:
    page = shown(qtbot, window, key)
    for card in page.findChildren(FigureCard):
        if card.isVisible():
            # The look sets the least height with a frame of a pixel less.
            assert card.minimumHeight() >= card.sizeHint().height() - 2 > 60, card.accessibleName()
