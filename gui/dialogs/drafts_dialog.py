"""What was typed and not saved, whatever it was for: to be read, copied, thrown away."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QWidget

from gui import labels
from gui.dialogs.base import FormDialog
from gui.tablemodels import Column
from gui.widgets import Card, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import draft
from models.draft import Draft

_ABOUT = "这些内容打了字，没有保存。把原来的窗口再打开一次，上面会问要不要接着写；也可以在这里复制出来。"
_BEGINNING = 30


class DraftsDialog(FormDialog):
    """The drafts, the newest first; below the list what the chosen one holds."""

    useful = 720, 560

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "没有写完的")
        self._workspace = workspace
        self.body.addWidget(label(_ABOUT, tone="secondary", wrap=True))
        self.table = ListTable(
            [
                Column("title", "窗口", lambda one: one.title, 16, strong=True),
                Column("at", "存下的时间", lambda one: labels.when(one.at), 16),
                Column("text", "内容", _beginning, 24, stretches=True),
            ],
            "没有写完的",
        )
        self.table.setMinimumHeight(150)
        self.table.chosen.connect(self._show)
        self.table.delete_asked.connect(lambda _key: self.throw_away())
        holder = Card(padding=(1, 1, 1, 1))
        holder.body.addWidget(self.table)
        self.body.addWidget(holder, 1)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("打的字")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.body.addWidget(self.text, 1)
        self.body.addLayout(self._make_tools())
        self.set_buttons("关闭").setDefault(False)
        self._reload()
        self.table.setFocus()

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.copy_button = button("复制内容", icon="copy")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.drop_button = button("扔掉…", icon="x", tip="Del")
        self.drop_button.clicked.connect(self.throw_away)
        for made in (self.copy_button, self.drop_button):
            row.addWidget(made)
        row.addStretch(1)
        return row

    def throw_away(self) -> None:
        """Ask, then let the chosen draft go: nothing brings it back."""
        chosen: Draft | None = self.table.current
        if chosen is not None:
            detail = "扔掉以后找不回来，也不能撤销。"
            self._workspace.messages.ask(
                self, f"扔掉“{chosen.title}”里没写完的内容？", detail, yes="扔掉", then=lambda: self._drop(chosen)
            )

    def _drop(self, chosen: Draft) -> None:
        draft.drop(self._workspace.ledger, chosen.id)
        self._reload()

    def _reload(self) -> None:
        listed = draft.listed(self._workspace.ledger)
        self.table.show_records(listed, current=0)
        for made in (self.copy_button, self.drop_button):
            made.setEnabled(bool(listed))

    def _show(self, one: Draft | None) -> None:
        self.text.setPlainText("\n\n".join(one.texts) if one is not None else "")


def _beginning(one: Draft) -> str:
    longest = " ".join(max(one.texts, key=len, default="").split())
    return longest[:_BEGINNING] + ("…" if len(longest) > _BEGINNING else "")
