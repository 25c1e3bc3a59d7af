"""What must hold on every page at every size that is promised: nothing cut, everything named, the focus visible."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QListWidget, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import PAGES
from gui.pages.start.duties_card import DutiesCard
from gui.widgets import Card, FieldGrid, PageHeader, Segments
from models.ledger import Ledger
from tests.gui.eyes import SIZES, crowded, cut, nameless, settle, told, visible
from tests.gui.long_ledger import fill_long

FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox)

pytestmark = pytest.mark.parametrize("key", [entry.key for entry in PAGES])


@pytest.fixture
def shown(qtbot: QtBot, members: list[str], window: MainWindow, key: str) -> MainWindow:
    return show(qtbot, window, key)


@pytest.fixture
def long_names(ledger: Ledger) -> None:
    fill_long(ledger)


def show(qtbot: QtBot, window: MainWindow, key: str) -> MainWindow:
    window.show_page(key)
    idle(qtbot, window)
    return window


def idle(qtbot: QtBot, window: MainWindow) -> None:
    assert window.workspace is not None
    tasks = window.workspace.tasks
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
    """Pages, and what scrolls inside them, that would have to be moved sideways to be read."""
    areas = visible(window._stack.currentWidget().parentWidget(), QScrollArea)
    return [
        told(area.widget())
        for area in areas
        if isinstance(area, QScrollArea)
        and area.widget() is not None
        and area.horizontalScrollBar().maximum() > 0
        and area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    ]


def test_nothing_is_cut_in_any_view(qtbot: QtBot, long_names: None, window: MainWindow, key: str) -> None:
    """With names of 30 characters and topics of 200, on every size of screen."""
    show(qtbot, window, key)
    found = []
    for view in views(window):
        idle(qtbot, window)
        for name, size in SIZES.items():
            window.resize(size)
            settle()
            found += [f"{view}, {name}: {one}" for one in (*cut(window), *too_wide(window))]
    assert not found, "\n".join(found)


def test_the_navigation_has_room_for_every_page(shown: MainWindow) -> None:
    """With the backup's state below; at twice the size words stay, pictures go."""
    shown.navigation.show_backup("11月20日", "已备份", "done")
    found = []
    for name, size in SIZES.items():
        shown.resize(size)
        settle()
        found += [f"{name}: {one}" for one in crowded(shown)]
    assert not found, "\n".join(found)


def test_everything_one_can_reach_has_a_name(qtbot: QtBot, shown: MainWindow) -> None:
    assert [(view, nameless(shown)) for view in views(shown) if nameless(shown)] == []


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


def begins(area: QWidget) -> list[str]:
    """Cards in which the fields of several grids begin at different places."""
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


def test_fields_of_one_card_begin_at_one_line(
    qtbot: QtBot, long_names: None, window: MainWindow, key: str
) -> None:
    window.resize(SIZES["1366x768"])
    show(qtbot, window, key)
    found = [f"{view}: {one}" for view in views(window) for one in (idle(qtbot, window), begins(window))[1]]
    assert found == []


def test_the_page_is_called_as_its_entry_in_the_navigation(
    qtbot: QtBot, members: list[str], window: MainWindow, key: str
) -> None:
    show(qtbot, window, key)
    word = next(entry.word for entry in PAGES if entry.key == key)
    heads = [one for one in visible(window.page(key), PageHeader) if isinstance(one, PageHeader)]
    assert [one.title.text() for one in heads] == [word]
