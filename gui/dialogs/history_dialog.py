"""How a record came to be: when, who, what was done, and each field before and after."""

from PySide6.QtWidgets import QWidget

from gui import labels, style
from gui.dialogs.base import FormDialog
from gui.widgets import Card, FieldGrid, Pill, label
from gui.widgets.texts import set_tone
from gui.workspace import Workspace
from models import change_words, journal, words
from models.changes import RowKey
from models.journal import JournalEntry, RowChange


class HistoryDialog(FormDialog):
    """Newest first; one card for each operation."""

    def __init__(self, parent: QWidget, workspace: Workspace, table: str, key: RowKey, name: str) -> None:
        super().__init__(parent, f"修改经过：{name}")
        self.setMinimumWidth(560)
        self._ledger = workspace.ledger
        told = journal.history(self._ledger, table, key)
        self.body.addWidget(
            label(f"共 {len(told)} 次，最近的在最上面。每一次写入都留有经手人。", tone="secondary", wrap=True)
        )
        for entry, change in reversed(told):
            self.body.addWidget(self._card(entry, change))
        self.body.addStretch(1)
        close = self.set_buttons("关闭")
        close.setFocus()

    def _card(self, entry: JournalEntry, change: RowChange) -> QWidget:
        card = Card(words.label("operation", entry.kind))
        if entry.undone:
            card.corner.addWidget(Pill("已撤销", "none"))
        card.corner.addWidget(label(f"{entry.actor} · {labels.when(entry.at)}", tone="secondary"))
        if entry.why:
            card.body.addWidget(label(f"原因：{entry.why}", wrap=True))
        grid = FieldGrid(spacing=5)
        for row, (field, before, after) in enumerate(change_words.changed_fields(self._ledger, change)):
            name = label(field, tone="secondary", points=style.SECONDARY_PT)
            grid.grid.addWidget(name, row, 0)
            value = label(
                f"{before or '（空）'}  →  {after or '（空）'}" if change.before else after,
                wrap=True,
                selectable=True,
            )
            if entry.undone:
                set_tone(value, "hint")
            grid.grid.addWidget(value, row, 1)
        card.body.addWidget(grid)
        return card
