"""Every dialog, in a branch whose names are as long as names may be. Each is opened four times for all questions
together: untouched and written in on the usual screen, and on two whose texts are larger.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from gui.dialogs.base import FormDialog
from gui.dialogs.preview import PreviewDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from tests.gui import dialog_questions as questions
from tests.gui.doors import Door, doors, without_door
from tests.gui.eyes import settle
from tests.gui.long_ledger import Long, fill_long
from tests.gui.page_questions import inside, stops, twice

ROOMS = {
    "1366x768": QSize(1366, 730),
    "1366x768 at 125 %": QSize(1092, 570),
    "1366x768 at 150 %": QSize(910, 480),
}
USUAL, LARGER, LARGEST = ROOMS
KEEPS_NOTHING = {
    *("columns", "roster", "register", "receive", "restore", "take over", "join", "invite", "pack", "receipt code"),
    *("set password", "change password", "remove password", "confirm", "encrypt", "rewrite"),
    *("sheet again", "sheet asked", "start day", "archive print"),
    "pasted results",
}
"""They choose what to print, read or send, or ask for one word; what the last one asks is set by the test it is for."""


@dataclass
class Answers:
    """What was found, by question and by dialog; how often something was there to be asked."""

    wrong: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    asked: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    unopened: list[str] | None = None


class Sweep:
    """Opens the dialogs one after the other and asks."""

    def __init__(self, qtbot: QtBot, window: MainWindow, found: dict[str, Door], answers: Answers) -> None:
        self.qtbot, self.window, self.doors, self.answers = qtbot, window, found, answers
        assert window.workspace is not None
        self.tasks, self.room = window.workspace.tasks, ROOMS[USUAL]
        assert isinstance(window.workspace.messages, Recorder)
        self.heard = window.workspace.messages

    def go(self) -> None:
        kinds = set()
        for name, dialog in self.opened(USUAL):
            kinds.add(type(dialog))
            self.untouched(name, dialog)
        self.answers.unopened = without_door(kinds)
        for name, dialog in self.opened(USUAL):
            self.written_in(name, dialog)
            self.refused(name, dialog)
            dialog.done(0)
        for name, dialog in self.opened(LARGER):
            self.note(f"fits {LARGER}", name, questions.does_not_fit(dialog, self.room))
            self.by_keyboard(name, dialog)
            self.typed_in(LARGER, name, dialog)
            dialog.done(0)
        for name, dialog in self.opened(LARGEST):
            self.note(f"fits {LARGEST}", name, questions.does_not_fit(dialog, self.room))
            dialog.done(0)

    def opened(self, size: str) -> Iterator[tuple[str, QDialog]]:
        self.room = ROOMS[size]
        self.window.resize(self.room)
        for name, door in self.doors.items():
            dialog = door()
            if not dialog.isVisible():
                dialog.open()
            dialog.activateWindow()
            self.qtbot.waitUntil(lambda d=dialog: not self.tasks.busy and d.isActiveWindow(), timeout=20_000)
            settle()
            yield name, dialog

    def note(self, question: str, name: str, wrong: list[str], count: int = 1) -> None:
        self.answers.asked[question] += count
        self.answers.wrong[question] += [f"{name}: {one}" for one in wrong]

    def untouched(self, name: str, dialog: QDialog) -> None:
        self.note(f"fits {USUAL}", name, questions.does_not_fit(dialog, self.room))
        self.note("keys", name, twice(dialog))
        self.closed(name, dialog)

    def closed(self, name: str, dialog: QDialog) -> None:
        """By Escape, while the list behind it was read again."""
        page = next(page for page, _area in self.window._pages.values() if page.isVisible())
        for at in stops(page)[-1:]:
            # The window behind remembers what had the focus: here the last thing that can have it.
            at.setFocus()
        page.stale()
        self.heard.answers[:], before = [True], len(self.heard.said)
        if isinstance(dialog, FormDialog):
            self.qtbot.keyClick(dialog, Qt.Key.Key_Tab)
            dialog.reject()
            self.note("unasked", name, [str(one) for one in self.heard.said[before:]])
        else:
            dialog.done(0)
        self.window.activateWindow()
        self.qtbot.waitUntil(lambda: not self.tasks.busy and self.window.isActiveWindow(), timeout=20_000)
        settle()
        self.note("back", name, [] if inside(self.window, page) else [f"{self.window.focusWidget()}"])

    def by_keyboard(self, name: str, dialog: QDialog) -> None:
        self.note("keyboard", name, questions.not_by_keyboard(self.qtbot, dialog))
        if name == "new group":
            self.note("drawn", name, questions.focus_not_drawn(self.qtbot, dialog))

    def written_in(self, name: str, dialog: QDialog) -> None:
        first = questions.first_text(dialog) if isinstance(dialog, FormDialog) else None
        if first is not None and name not in KEEPS_NOTHING:
            stays = questions.escape_asks(self.qtbot, dialog, first, self.heard)
            self.note("asked", name, [] if stays else ["lost"])
        self.typed_in(USUAL, name, dialog)

    def typed_in(self, size: str, name: str, dialog: QDialog) -> None:
        count = len(questions.fields(dialog))
        self.note(f"typed {size}", name, questions.moves_while_typed_in(self.qtbot, dialog), count)

    def refused(self, name: str, dialog: QDialog) -> None:
        if not isinstance(dialog, FormDialog) or dialog.primary is None or dialog.height() >= 500:
            return
        dialog.move(dialog.x(), 240)
        before, height = dialog.primary.mapToGlobal(QPoint()), dialog.height()
        dialog.problem.say("这一项不对", "第 3 行，出生日期", "请改好以后再保存一次。", state="overdue")
        settle()
        self.answers.asked["grown"] += dialog.height() > height
        after = dialog.primary.mapToGlobal(QPoint())
        self.note("refused", name, [] if after == before else [f"{before} -> {after}"])


@pytest.fixture(scope="module")
def kept() -> list[Answers]:
    """The answers, once the first test has asked for them."""
    return []


@pytest.fixture
def answers(
    kept: list[Answers],
    # Made before the test begins: what the computer remembers of it is cleared then.
    empty_template: object,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Answers:
    if not kept:
        long: Long = fill_long(request.getfixturevalue("ledger"))
        window: MainWindow = request.getfixturevalue("window")
        found = Answers()
        sweep = Sweep(request.getfixturevalue("qtbot"), window, doors(window, long, tmp_path), found)
        # The offscreen platform has one screen of 800 by 800: the room it leaves is what is made up here.
        for kind in (FormDialog, PreviewDialog):
            monkeypatch.setattr(kind, "_usable", lambda _dialog: sweep.room)
        sweep.go()
        kept.append(found)
    return kept[0]


def all_right(answers: Answers, question: str, *, at_least: int) -> None:
    assert answers.wrong[question] == [], "\n".join(answers.wrong[question])
    assert answers.asked[question] >= at_least


@pytest.mark.parametrize("size", ROOMS)
def test_every_dialog_fits_and_shows_all_its_words(answers: Answers, size: str) -> None:
    """Nothing cut, the buttons in reach, nothing to be moved sideways."""
    all_right(answers, f"fits {size}", at_least=90)


def test_every_dialog_of_the_window_is_opened_here(answers: Answers) -> None:
    assert answers.unopened == [], "tests/gui/doors.py opens every dialog of the window"


def test_every_dialog_can_be_gone_through_with_tab(answers: Answers) -> None:
    """The focus begins where one begins, goes through everything, is seen and has a name."""
    all_right(answers, "keyboard", at_least=90)


def test_the_focus_is_drawn_on_what_has_it(answers: Answers) -> None:
    """The picture of a field and of both buttons with the focus differs from the one without."""
    all_right(answers, "drawn", at_least=1)


def test_no_two_actions_of_a_dialog_share_a_key(answers: Answers) -> None:
    all_right(answers, "keys", at_least=90)


def test_an_untouched_dialog_closes_unasked(answers: Answers) -> None:
    """A question for nothing would be answered without being read the next time."""
    all_right(answers, "unasked", at_least=80)


def test_escape_asks_in_every_dialog_where_something_was_written(answers: Answers) -> None:
    """Escape never loses what was entered unasked."""
    all_right(answers, "asked", at_least=20)


def test_after_every_dialog_the_focus_is_on_its_page_again(answers: Answers) -> None:
    """Also where what opened the dialog is gone: the list behind it was read again meanwhile."""
    all_right(answers, "back", at_least=90)


@pytest.mark.parametrize("size", (USUAL, LARGER))
def test_buttons_stand_still_while_every_field_is_typed_in(answers: Answers, size: str) -> None:
    """What one is about to click stands still: no dialog grows, and no button moves, while something is typed."""
    all_right(answers, f"typed {size}", at_least=100)


def test_buttons_stand_still_when_a_refusal_makes_the_dialog_higher(answers: Answers) -> None:
    """Whoever presses 保存 again presses the same place."""
    all_right(answers, "refused", at_least=15)
    assert answers.asked["grown"] >= 15
