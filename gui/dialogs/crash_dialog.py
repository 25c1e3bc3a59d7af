"""Tells of a mistake of ours: nothing acknowledged is lost, where the log lies, and the text to pass on."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from gui import style
from gui.dialogs.base import FormDialog
from gui.widgets.buttons import button
from gui.widgets.texts import label


class CrashDialog(FormDialog):
    """One button goes on working, another copies the report."""

    def __init__(self, parent: QWidget | None, trace: str, log: str) -> None:
        super().__init__(parent, "支部台账")
        self.setMinimumWidth(460)
        self.body.addWidget(
            label("程序自己出错了，刚才这一步没有完成", points=style.CARD_TITLE_PT, strong=True, wrap=True)
        )
        self.body.addWidget(
            label(
                "已经显示“已保存”的内容都在，没有丢失。可以继续使用；如果再次出现，请重新打开程序。",
                wrap=True,
            )
        )
        self.body.addWidget(label(f"记录在：{log}", tone="secondary", wrap=True, selectable=True))
        copy = button("复制出错内容", icon="copy", kind="quiet")
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(trace))
        self.set_buttons("继续使用")
        self.add_left(copy)
