"""How a member's card came to be: when, who, what was done, and each field before and after."""

from typing import Any

from PySide6.QtWidgets import QWidget

from gui import labels, style
from gui.dialogs.base import FormDialog
from gui.widgets import Card, FieldGrid, Pill, label
from gui.widgets.texts import set_tone
from gui.workspace import Workspace
from models import group, member, words
from models.journal import JournalEntry, RowChange
from models.member import Member

_LEAVING = ("status", "left_kind", "left_date", "left_reason")
_ORDER = tuple("group_id" if name == "group" else name for name in (*member.EDITABLE, *_LEAVING))
_CODED = {"sex": "sex", "category": "category", "status": "member_status", "left_kind": "left_kind"}


class HistoryDialog(FormDialog):
    """Newest first; one card for each operation."""

    def __init__(self, parent: QWidget, workspace: Workspace, shown: Member) -> None:
        super().__init__(parent, f"修改经过：{shown.name}")
        self.setMinimumWidth(560)
        ledger = workspace.ledger
        self._groups = {one.id: one.name for one in group.list_groups(ledger, shown.org)}
        told = member.history(ledger, shown.id, shown.org)
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
        for row, (field, before, after) in enumerate(self._fields(change)):
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

    def _fields(self, change: RowChange) -> list[tuple[str, str, str]]:
        """Return word, text before, text after of each field that became different."""
        before, after = change.before or {}, change.after or {}
        names = [name for name in _ORDER if name in (after or before)]
        found = [
            (name, self._text(name, before.get(name)), self._text(name, after.get(name))) for name in names
        ]
        return [
            (words.label("field", f"member.{name}"), was, now)
            for name, was, now in found
            if was != now and not (change.before is None and name == "status")
        ]

    def _text(self, name: str, value: Any) -> str:
        if name == "group_id":
            return self._groups.get(value, "")
        return words.label(_CODED[name], str(value or "")) if name in _CODED else str(value or "")
