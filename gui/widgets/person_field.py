"""Finding a person by typing initials, pinyin or characters: the list of those who fit floats below the field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QWidget

from gui import style
from gui.widgets.texts import ElidedLabel

_MOST_SHOWN, _FEWEST_SEEN = 7, 3
_COMES_BACK = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_PLAIN = Qt.KeyboardModifier.NoModifier | Qt.KeyboardModifier.KeypadModifier


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be found. pinyin, initials: readings with blanks between; remark: tells namesakes apart."""

    key: str
    name: str
    pinyin: str
    initials: str
    remark: str = ""


def fitting(people: Sequence[Person], typed: str) -> list[Person]:
    """Return those whose initials, pinyin or name begin with what was typed, whole initials first."""
    wanted = "".join(typed.lower().replace("'", "").split())
    if not wanted:
        return []
    ranked: list[tuple[int, Person]] = []
    for one in people:
        initials, readings = one.initials.lower().split(), one.pinyin.lower().split()
        if wanted in initials or wanted == one.name:
            ranked.append((0, one))
        elif any(reading.startswith(wanted) for reading in (*initials, *readings)):
            ranked.append((1, one))
        elif wanted in one.name:
            ranked.append((2, one))
    return [one for _rank, one in sorted(ranked, key=lambda pair: pair[0])]


def settled(people: Sequence[Person], typed: str) -> Person | None:
    """Return the one person that can be meant: the only one who fits, or the only one with just these initials.

    Namesakes and people with the same initials are never guessed.
    """
    found = fitting(people, typed)
    wanted = "".join(typed.lower().split())
    whole = [one for one in found if wanted in one.initials.lower().split() or wanted == one.name]
    if len(found) == 1:
        return found[0]
    return whole[0] if len(whole) == 1 else None


class PersonField(QLineEdit):
    """A line with a floating list; `picked` carries the `Person` on which Enter or a click fell."""

    picked = Signal(object)

    def __init__(self, placeholder: str) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.people: Sequence[Person] = ()
        self._found: list[Person] = []
        self._list: QListWidget | None = None
        self._by_arrow = False
        self.textEdited.connect(lambda _text: self.look())

    @property
    def current(self) -> Person | None:
        """The person meant: chosen with the arrows, or the only possible one."""
        row = self._list.currentRow() if self._list is not None and self._list.isVisible() else -1
        return self._found[row] if 0 <= row < len(self._found) else settled(self.people, self.wanted())

    @property
    def found(self) -> list[Person]:
        """Those who fit what was typed."""
        return self._found

    def wanted(self) -> str:
        """Return the part of the text that is looked up."""
        return self.text()

    def look(self) -> None:
        """Show who fits."""
        self._by_arrow = False
        self._found = fitting(self.people, self.wanted())
        if not self._found or not self.hasFocus():
            self.fold()
            return
        floating = self._floating()
        floating.clear()
        names = [one.name for one in self._found]
        floating.addItems([_line(one, names.count(one.name) > 1) for one in self._found[:_MOST_SHOWN]])
        more = len(self._found) - _MOST_SHOWN
        if more > 0:
            floating.addItem(f"还有 {more} 人，请再输一个字母")
        only = settled(self.people, self.wanted())
        floating.setCurrentRow(self._found.index(only) if only in self._found[:_MOST_SHOWN] else -1)
        self._place(floating)
        floating.show()
        floating.raise_()

    def fold(self) -> None:
        """Hide the list."""
        if self._list is not None:
            self._list.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down choose, Enter takes, Esc folds the list before it reaches the dialog."""
        shown = self._list is not None and self._list.isVisible()
        if shown and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif shown and event.key() == Qt.Key.Key_Escape:
            self.fold()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_PLAIN:
            self.entered()
        else:
            super().keyPressEvent(event)

    def entered(self) -> None:
        """Take the person meant, if there is one."""
        if self.current is not None:
            self.picked.emit(self.current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The list goes with the focus; Tab and a click elsewhere take whom it offered, as Enter does."""
        super().focusOutEvent(event)
        if event.reason() not in _COMES_BACK:
            self.left()
        self.fold()

    def left(self) -> None:
        """The focus went on to another field; the list still stands."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list stays below the field when the window it floats in grows."""
        if event.type() == QEvent.Type.Resize and self._list is not None and self._list.isVisible():
            QTimer.singleShot(0, self._list, lambda: self._place(self._floating()))
        return False

    def _floating(self) -> QListWidget:
        if self._list is None:
            self._list = made = QListWidget(self.window())
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.setAccessibleName("符合的人")
            made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            made.itemPressed.connect(lambda item: self._pressed(made.row(item)))
            self.window().installEventFilter(self)
        return self._list

    def _pressed(self, row: int) -> None:
        if row < len(self._found):
            self.picked.emit(self._found[row])

    def _move(self, step: int) -> None:
        assert self._list is not None
        self._by_arrow = True
        last = min(len(self._found), _MOST_SHOWN) - 1
        self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), last))

    def _place(self, floating: QListWidget) -> None:
        window: QWidget = self.window()
        row = max(floating.sizeHintForRow(0), 1)
        height = floating.count() * row + 2 * floating.frameWidth() + 14
        below = self.mapTo(window, QPoint(0, self.height() + 2))
        room = window.height() - below.y()
        # Above the field stands what is said of the people found: rather scroll than cover it.
        if room >= min(_FEWEST_SEEN * row + 14, height):
            height = min(height, room)
        else:
            below = self.mapTo(window, QPoint(0, -height - 2))
        floating.setGeometry(below.x(), max(below.y(), 0), max(self.width(), 220), height)


class NameField(PersonField):
    """A free text of names: what is typed last is completed from the people when Enter or Tab is pressed; `went_on`
    tells that Enter goes on. `note`, wherever the form puts it, says of whom the register knows nothing.
    """

    went_on = Signal()

    def __init__(self, placeholder: str) -> None:
        super().__init__(placeholder)
        self.note = ElidedLabel(tone="soon", points=style.SECONDARY_PT)
        self.picked.connect(self._take)
        self.textChanged.connect(lambda _text: self._tell())

    def wanted(self) -> str:
        """Return the last of several names."""
        return self._parts()[1]

    def entered(self) -> None:
        """Complete initials to the name; go on.

        Characters stay as typed unless the arrows chose somebody: the guest 王建 is not the member 王建国.
        """
        self.left()
        self.fold()
        self.went_on.emit()

    def left(self) -> None:
        """Complete, and tell of whom nothing is known."""
        person, typed = self.current, self.wanted().strip()
        if person is not None and typed and (self._by_arrow or typed.isascii()):
            self._take(person)
        self._tell(typing=False)

    def offer(self, people: Sequence[Person]) -> None:
        """Complete from these."""
        self.people = people
        self._tell()

    def _tell(self, *, typing: bool | None = None) -> None:
        """Say it once the name is there, not at each of its letters."""
        typing = self.hasFocus() if typing is None else typing
        names = {one.name for one in self.people}
        typed = [name.strip() for name in _BETWEEN.split(self.text())]
        unknown = [name for name in typed if name and _ADDED.sub("", name) not in names and not typing]
        several = [name for name in unknown if name.isascii() and len(fitting(self.people, name)) > 1]
        if several:
            self.note.setText(f"“{several[0]}”有 {len(fitting(self.people, several[0]))} 人符合，还没有选定")
        else:
            self.note.setText(f"{'、'.join(unknown)}不在名册，按来宾记" if unknown else "")
        self.setAccessibleDescription(self.note.text())

    def _take(self, person: Person) -> None:
        self.setText(self._parts()[0] + person.name)
        self.fold()

    def _parts(self) -> tuple[str, str]:
        text = self.text()
        cut = max((found.end() for found in _BETWEEN.finditer(text)), default=0)
        return text[:cut], text[cut:]


_BETWEEN = re.compile("[、，,;； ]")
_ADDED = re.compile("[（(].*")
"""What is written behind a name: 王建国（书记）."""


def _line(one: Person, namesake: bool) -> str:
    remark = one.remark or ("未编组" if namesake else "")
    return f"{one.name}　{remark}" if remark else one.name
