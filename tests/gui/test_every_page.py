"""What must hold on every page at every size that is promised. Each page is shown once for all questions together, in a
branch whose names are as long as names may be, and in an ordinary one.
"""

from collections import defaultdict
from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gui.main_window import MainWindow
from gui.pages import PAGES
from gui.pages.base import Page
from gui.widgets import PageHeader
from tests.gui.builders import fill
from tests.gui.eyes import SIZES, crowded, cut, nameless, settle, told, visible
from tests.gui.long_ledger import fill_long
from tests.gui.page_questions import (
    area_of,
    begins,
    idle,
    moved_by_reading_again,
    squeezed,
    tabbed_through,
    too_wide,
    twice,
    views,
)

USUAL = QSize(1366, 730)
KEYS = [entry.key for entry in PAGES]
Wrong = dict[str, list[str]]
Ask = Callable[[QtBot, MainWindow, str], Wrong]

pytestmark = pytest.mark.parametrize("key", KEYS)


def shown(qtbot: QtBot, window: MainWindow, key: str, size: QSize = USUAL) -> Page:
    window.resize(size)
    page = window.show_page(key)
    assert page is not None
    idle(qtbot, window)
    return page


def ask_long(qtbot: QtBot, window: MainWindow, key: str) -> Wrong:
    """Ask what depends on how much there is to show; the views last, because they change the page."""
    page, wrong = shown(qtbot, window, key), defaultdict(list)
    wrong["keys"] = twice(window)
    if len(window.findChildren(QShortcut)) <= 10:
        wrong["keys"].append("hardly a key was there to be asked")
    wrong["figures"] = squeezed(page)
    wrong["top"] = not_at_top(qtbot, window, key)
    shown(qtbot, window, key, QSize(1100, 560))
    wrong["again"] = moved_by_reading_again(window, page)
    wrong["open"] = not_opening(qtbot, window, key)
    shown(qtbot, window, key)
    for view in views(window):
        idle(qtbot, window)
        for name, size in SIZES.items():
            window.resize(size)
            idle(qtbot, window)
            wrong["cut"] += [f"{view}, {name}: {one}" for one in (*cut(window), *too_wide(window))]
            if size == USUAL:
                wrong["begins"] += [f"{view}: {one}" for one in begins(window)]
    return wrong


def not_at_top(qtbot: QtBot, window: MainWindow, key: str) -> list[str]:
    small = QSize(900, 480)
    bar = area_of(shown(qtbot, window, key, small)).verticalScrollBar()
    places = [bar.value()]
    bar.setValue(bar.maximum())
    shown(qtbot, window, "settings" if key != "settings" else "start", small)
    shown(qtbot, window, key, small)
    places.append(bar.value())
    return [] if places == [0, 0] else [f"{places}"]


def not_opening(qtbot: QtBot, window: MainWindow, key: str) -> list[str]:
    with qtbot.waitSignal(window.open_asked, timeout=3000, raising=False) as asked:
        qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    return [] if asked.signal_triggered else [f"nothing is asked for on {key}"]


def ask_usual(qtbot: QtBot, window: MainWindow, key: str) -> Wrong:
    """Ask what an ordinary branch shows as well as any; the views last, because they change the page."""
    page, wrong = shown(qtbot, window, key), {}
    word = next(entry.word for entry in PAGES if entry.key == key)
    heads = [one.title.text() for one in visible(page, PageHeader) if isinstance(one, PageHeader)]
    wrong["called"] = [] if heads == [word] else heads or ["without a head"]
    red = [one for one in visible(window, QAbstractButton) if one.property("kind") == "primary"]
    wrong["red"] = [told(one) for one in red[1:]]
    seen = tabbed_through(qtbot, window)
    wrong["tab"] = [told(one) for one in seen if not one.isVisible()] + (["few stops"] if len(seen) <= 4 else [])
    wrong["room"] = []
    for name, size in SIZES.items():
        window.resize(size)
        settle()
        wrong["room"] += [f"{name}: {one}" for one in crowded(window)]
    window.resize(USUAL)
    wrong["names"] = [f"{view}: {one}" for view in views(window) for one in nameless(window)]
    return wrong


@pytest.fixture(scope="module")
def kept() -> dict[Ask, dict[str, Wrong]]:
    """What was found, once the first test has asked for it."""
    return {}


@pytest.fixture
def long(kept: dict[Ask, dict[str, Wrong]], empty_template: object, request: pytest.FixtureRequest, key: str) -> Wrong:
    if ask_long not in kept:
        fill_long(request.getfixturevalue("ledger"))
        window = request.getfixturevalue("window")
        window.open_asked.disconnect()
        kept[ask_long] = {one: ask_long(request.getfixturevalue("qtbot"), window, one) for one in KEYS}
    return kept[ask_long][key]


@pytest.fixture
def usual(kept: dict[Ask, dict[str, Wrong]], empty_template: object, request: pytest.FixtureRequest, key: str) -> Wrong:
    if ask_usual not in kept:
        fill(request.getfixturevalue("ledger"), 12)
        window = request.getfixturevalue("window")
        window.navigation.show_backup("11月20日", "已备份", "done")
        kept[ask_usual] = {one: ask_usual(request.getfixturevalue("qtbot"), window, one) for one in KEYS}
    return kept[ask_usual][key]


def test_nothing_is_cut_in_any_view(long: Wrong) -> None:
    """With names of 30 characters and topics of 200, on every size of screen."""
    assert long["cut"] == [], "\n".join(long["cut"])


def test_fields_of_one_card_begin_at_one_line(long: Wrong) -> None:
    assert long["begins"] == []


def test_no_two_actions_of_the_window_share_a_key(long: Wrong) -> None:
    assert long["keys"] == []


def test_ctrl_o_asks_for_a_ledger_from_every_page(long: Wrong) -> None:
    assert long["open"] == []


def test_reading_again_moves_neither_the_focus_out_of_the_page_nor_the_page(long: Wrong) -> None:
    """No jump to the head, no scrolling by itself."""
    assert long["again"] == []


def test_every_page_opens_at_its_top(long: Wrong) -> None:
    assert long["top"] == []


def test_no_figure_is_squeezed(long: Wrong) -> None:
    assert long["figures"] == []


def test_the_navigation_has_room_for_every_page(usual: Wrong) -> None:
    """With the backup's state below; at twice the size words stay, pictures go."""
    assert usual["room"] == [], "\n".join(usual["room"])


def test_everything_one_can_reach_has_a_name(usual: Wrong) -> None:
    assert usual["names"] == []


def test_tab_goes_round_and_shows_where_it_is(usual: Wrong) -> None:
    assert usual["tab"] == []


def test_one_red_button(usual: Wrong) -> None:
    assert usual["red"] == []


def test_the_page_is_called_as_its_entry_in_the_navigation(usual: Wrong) -> None:
    assert usual["called"] == []
