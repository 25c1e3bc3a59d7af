"""The one door for errors, questions and information; texts are always plain text, nothing blocks."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.base import FormDialog
from gui.widgets.buttons import button
from gui.widgets.texts import label
from models.errors import KnownError

_LOST = "关闭后，刚才填的内容就没有了。"
_LEAVE, _STAY, _SAVE = "不保存，关闭", "继续填写", "保存"


class Messages:
    """Shows messages as dialogs over a window."""

    def tell(self, parent: QWidget | None, what: str, detail: str = "") -> None:
        """Inform; the user closes it."""
        dialog = _MessageDialog(parent, what, detail, "info")
        dialog.set_buttons("知道了")
        dialog.open()

    def error(self, parent: QWidget | None, error: KnownError) -> None:
        """Say what happened, where, and what to do next; with the code and a copy button."""
        dialog = _MessageDialog(parent, error.what(), error.next_step(), "circle-alert", where=error.where())
        dialog.set_buttons("知道了")
        dialog.add_copy(error_text(error))
        dialog.open()

    def ask(
        self,
        parent: QWidget | None,
        question: str,
        detail: str = "",
        *,
        yes: str,
        no: str = "取消",
        then: Callable[[], object],
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """Ask; `then` is called after the button `yes`, `otherwise` after anything else."""
        dialog = _MessageDialog(parent, question, detail, "info")
        dialog.set_buttons(yes, no)
        dialog.accepted.connect(lambda: then())
        if otherwise is not None:
            dialog.rejected.connect(lambda: otherwise())
        dialog.open()

    def ask_before(
        self, parent: QWidget | None, question: str, detail: str, *, yes: str, no: str, then: Callable[[], object]
    ) -> None:
        """Ask before something that may not be meant: Enter and Esc both leave it; only the button `yes` does it."""
        dialog = _CarefulDialog(parent, question, detail, "info", yes)
        dialog.set_buttons(no)
        dialog.accepted.connect(lambda: then())
        dialog.open()

    def ask_to_leave(
        self, parent: QWidget | None, unsaved: str, *, then: Callable[[], object], save: Callable[[], object]
    ) -> None:
        """Ask before typed input is lost; Enter and Esc both go on with it. unsaved: `这次会议还没有保存。`"""
        dialog = _CarefulDialog(parent, unsaved, _LOST, "info", _LEAVE)
        dialog.set_buttons(_STAY)
        dialog.accepted.connect(lambda: then())
        saves = button(_SAVE)
        saves.clicked.connect(dialog.reject)
        saves.clicked.connect(lambda: save())
        dialog.add_left(saves)
        dialog.open()


@dataclass(frozen=True)
class Said:
    """One message that a `Recorder` heard; kind is "tell", "error" or "ask"."""

    kind: str
    what: str
    detail: str = ""
    code: str = ""


class Recorder(Messages):
    """Keeps messages instead of showing them, and answers questions; for tests and the gallery."""

    def __init__(self, answers: list[bool | str] | None = None) -> None:
        self.said: list[Said] = []
        self.answers = answers if answers is not None else []

    def tell(self, parent: QWidget | None, what: str, detail: str = "") -> None:
        """Keep it."""
        self.said.append(Said("tell", what, detail))

    def error(self, parent: QWidget | None, error: KnownError) -> None:
        """Keep it."""
        self.said.append(Said("error", error.what(), error.next_step(), error.code))

    def ask(
        self,
        parent: QWidget | None,
        question: str,
        detail: str = "",
        *,
        yes: str,
        no: str = "取消",
        then: Callable[[], object],
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        """Keep it and give the next prepared answer; without one that is a mistake of the test."""
        self.said.append(Said("ask", question, detail))
        if self.answers.pop(0):
            then()
        elif otherwise is not None:
            otherwise()

    def ask_before(
        self, parent: QWidget | None, question: str, detail: str, *, yes: str, no: str, then: Callable[[], object]
    ) -> None:
        """Keep it and give the next prepared answer; without one that is a mistake of the test."""
        self.ask(parent, question, detail, yes=yes, no=no, then=then)

    def ask_to_leave(
        self, parent: QWidget | None, unsaved: str, *, then: Callable[[], object], save: Callable[[], object]
    ) -> None:
        """Keep it and give the next prepared answer; True leaves, "save" saves."""
        if self.answers[:1] == ["save"]:
            self.said.append(Said("ask", unsaved, _LOST))
            self.answers.pop(0)
            save()
        else:
            self.ask(parent, unsaved, _LOST, yes=_LEAVE, no=_STAY, then=then)


def error_text(error: KnownError) -> str:
    """Return an error as the text that the copy button copies."""
    parts = [
        error.what(),
        error.where() and f"位置：{error.where()}",
        f"怎么办：{error.next_step()}",
        f"代码：{error.code}",
    ]
    return "\n".join(part for part in parts if part)


class _MessageDialog(FormDialog):
    """A short text with a mark; one or two buttons."""

    def __init__(self, parent: QWidget | None, what: str, detail: str, mark: str, where: str = "") -> None:
        super().__init__(parent, "支部台账")
        self.setMinimumWidth(420)
        from gui.icons import pixmap

        row = QHBoxLayout()
        row.setSpacing(14)
        sign = QLabel()
        colour = style.STATES["overdue"][0] if mark == "circle-alert" else style.STATES["progress"][0]
        sign.setPixmap(pixmap(mark, 26, colour))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(label(what, points=style.CARD_TITLE_PT, strong=True, wrap=True))
        if where:
            column.addWidget(label(where, tone="secondary", wrap=True, selectable=True))
        if detail:
            column.addWidget(label(detail, wrap=True))
        row.addLayout(column, 1)
        self.body.addLayout(row)
        self.setAccessibleName(what)

    def add_copy(self, text: str) -> QPushButton:
        """Add a button that copies the message for whoever is asked for help."""
        copy = button("复制这段话", icon="copy", kind="quiet")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(text))
        self.add_left(copy)
        return copy


class _CarefulDialog(_MessageDialog):
    """The red button, which Enter presses, leaves everything as it is; only the other one goes on."""

    def __init__(self, parent: QWidget | None, what: str, detail: str, mark: str, goes_on: str) -> None:
        super().__init__(parent, what, detail, mark)
        self._goes_on = goes_on

    def set_buttons(self, yes: str, no: str = "") -> QPushButton:
        """Add both; nothing is lost by an Enter too many."""
        goes_on = button(self._goes_on)
        goes_on.clicked.connect(self.accept)
        self.add_end(goes_on)
        stay = super().set_buttons(yes, no)
        stay.setFocus()
        return stay

    def submit(self) -> None:
        """Stay."""
        self.reject()
