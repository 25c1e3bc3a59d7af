"""What is asked of a dialog that stands open: does it fit, can it be gone through by keyboard, does it stand still."""

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.dialogs.base import FormDialog
from gui.messages import Recorder
from gui.widgets.search_field import SearchField
from tests.gui.builders import write
from tests.gui.eyes import cut, nameless, settle, sideways, told, visible

TITLE_BAR = 32
MOST_STOPS = 120
LONG = "研究部署全年工作，传达学习上级会议精神。" * 12

Field = QLineEdit | QPlainTextEdit


def does_not_fit(dialog: QDialog, room: QSize) -> list[str]:
    """Return what is cut, out of reach, or larger than the screen."""
    found = [*cut(dialog), *sideways(dialog)]
    if dialog.width() > room.width() or dialog.height() + TITLE_BAR > room.height():
        found.append(f"{dialog.width()}x{dialog.height()} on a screen of {room.width()}x{room.height()}")
    for button in _foot(dialog):
        corner = button.mapTo(dialog, QPoint(button.width(), button.height()))
        if corner.x() > dialog.width() or corner.y() > dialog.height():
            found.append(f"out of reach: {told(button)}")
    return found


def _foot(dialog: QDialog) -> list[QAbstractButton]:
    if not isinstance(dialog, FormDialog):
        return []
    return [one for one in visible(dialog, QAbstractButton) if dialog._foot.indexOf(one) >= 0]


def walk(qtbot: QtBot, dialog: QDialog) -> list[QWidget]:
    """Press Tab until it comes back to where it began."""
    seen: list[QWidget] = []
    while len(seen) < MOST_STOPS:
        focused = dialog.focusWidget()
        if focused is None or focused in seen:
            break
        seen.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return seen


def not_by_keyboard(qtbot: QtBot, dialog: QDialog) -> list[str]:
    """Return what has no name, where the focus begins badly, and what Tab does not reach."""
    found = [f"no name: {one}" for one in nameless(dialog)]
    first = dialog.focusWidget()
    if first is None or not first.isVisible():
        found.append("no focus at the beginning")
    elif isinstance(dialog, FormDialog) and first is dialog.primary and _lines(dialog):
        found.append(f"begins on {told(first)} though there is something to fill in")
    stops = walk(qtbot, dialog)
    found += [f"stops at what is not seen: {told(one)}" for one in stops if not one.isVisible()]
    missed = [
        one
        for one in dialog.findChildren(QPushButton)
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and one not in stops
    ]
    # Of the joined buttons of a choice only the chosen one is a stop; the arrows move on.
    return found + [f"not reached: {told(one)}" for one in missed if not one.isCheckable()]


def _lines(dialog: QDialog) -> list[QLineEdit]:
    lines = [one for one in dialog.findChildren(QLineEdit) if one.isVisible() and one.isEnabled()]
    return [one for one in lines if not one.isReadOnly()]


def focus_not_drawn(qtbot: QtBot, dialog: QDialog) -> list[str]:
    """Return the stops whose picture with the focus is the one without."""
    found = []
    for one in walk(qtbot, dialog):
        one.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        with_focus = one.grab().toImage()
        dialog.setFocus()
        QApplication.processEvents()
        if one.grab().toImage() == with_focus:
            found.append(told(one))
    return found


def first_text(dialog: QDialog) -> Field | None:
    """Return where somebody would begin to write; a word to search for is nothing written."""
    found: list[Field] = [*dialog.findChildren(QPlainTextEdit), *dialog.findChildren(QLineEdit)]
    for one in found:
        inside = isinstance(one.parentWidget(), QComboBox) or isinstance(one, SearchField)
        if one.isVisible() and one.isEnabled() and not one.isReadOnly() and not inside:
            return one
    return None


def escape_asks(qtbot: QtBot, dialog: QDialog, field: Field, heard: Recorder) -> bool:
    """Write one character, press Escape and answer that one stays."""
    qtbot.keyClicks(field, "7")
    heard.answers[:], before = [False], len(heard.said)
    dialog.reject()
    return len(heard.said) == before + 1 and dialog.isVisible()


def fields(dialog: QDialog) -> list[Field]:
    """Return everything that can be typed in."""
    found: list[Field] = [*dialog.findChildren(QLineEdit), *dialog.findChildren(QPlainTextEdit)]
    return [
        one
        for one in found
        if one.isVisible() and one.isEnabled() and not one.isReadOnly() and not isinstance(one.parent(), QComboBox)
    ]


def moves_while_typed_in(qtbot: QtBot, dialog: QDialog) -> list[str]:
    """Type into every field; return when the dialog changed its size or a button its place."""
    found, before = [], _stands(dialog)
    for field in fields(dialog):
        field.setFocus()
        for text in ("7", "王", LONG):
            (qtbot.keyClicks if text.isascii() else write)(field, text)
            settle()
            if _stands(dialog) != before:
                found.append(f"{told(field)} after {text[:5]}: {before} -> {_stands(dialog)}")
                before = _stands(dialog)
    return found


def _stands(dialog: QDialog) -> dict[str, object]:
    """Where the dialog's own buttons stand on the screen, and how large it is."""
    places = {told(one): one.mapToGlobal(QPoint()) for one in _foot(dialog) if isinstance(one, QPushButton)}
    return {"size": dialog.size(), **places}
