"""Messages: plain text only, what / where / what next, a code and a copy button, nothing that blocks."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.messages import Messages
from models.errors import WorldError
from tests.gui.builders import shown_dialog


def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def test_an_error_says_what_where_and_what_next_and_can_be_copied(qtbot: QtBot) -> None:
    over = host(qtbot)
    Messages().error(over, WorldError("disk-full", path="/media/U盘/支部.zbtz"))
    dialog = shown_dialog(over)
    said = texts(dialog)
    assert said[0].startswith("磁盘空间不足")
    assert said[1] == "/media/U盘/支部.zbtz"
    assert "清理磁盘" in said[2]
    copy = next(one for one in dialog.findChildren(QPushButton) if one.text() == "复制这段话")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert "代码：disk-full" in QGuiApplication.clipboard().text()


def test_markup_in_a_fact_stays_text(qtbot: QtBot) -> None:
    over = host(qtbot)
    Messages().error(over, WorldError("disk-full", path="<b>粗</b>&amp;<img src=x>"))
    dialog = shown_dialog(over)
    assert "<b>粗</b>&amp;<img src=x>" in texts(dialog)
    assert {one.textFormat() for one in dialog.findChildren(QLabel) if one.text()} == {
        Qt.TextFormat.PlainText
    }


def test_a_question_is_answered_by_keyboard(qtbot: QtBot) -> None:
    over, answers = host(qtbot), []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        Messages().ask(
            over,
            "要删掉吗？",
            yes="删掉",
            then=lambda: answers.append("yes"),
            otherwise=lambda: answers.append("no"),
        )
        dialog = shown_dialog(over)
        qtbot.keyClick(dialog, key)
        qtbot.waitUntil(lambda dialog=dialog: not dialog.isVisible())
    assert answers == ["yes", "no"]


def test_an_enter_too_many_keeps_what_was_typed(qtbot: QtBot) -> None:
    over, left = host(qtbot), []

    def asked() -> None:
        done = {"then": lambda: left.append("left"), "save": lambda: left.append("saved")}
        Messages().ask_to_leave(over, "这次会议还没有保存。", **done)

    asked()
    dialog = shown_dialog(over)
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton) and focused.text() == "继续填写" and focused.property("kind") == "primary"
    qtbot.keyClick(focused, Qt.Key.Key_Return)
    assert not dialog.isVisible() and left == []
    asked()
    leave = next(one for one in shown_dialog(over).findChildren(QPushButton) if one.text() == "不保存，关闭")
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    assert left == ["left"]
    asked()
    saves = next(one for one in shown_dialog(over).findChildren(QPushButton) if one.text() == "保存")
    qtbot.mouseClick(saves, Qt.MouseButton.LeftButton)
    assert left == ["left", "saved"]
