"""One item of the year's reading list (必读书目、推荐书目)."""

from typing import Any

from PySide6.QtWidgets import QWidget

from gui.dialogs.study_fields import RecordDialog
from gui.widgets import button
from gui.workspace import Workspace
from models import reading, words
from models.errors import KnownError
from models.reading import NEEDS, ReadingItem


class ReadingDialog(RecordDialog):
    """Adds an item to a year's list, or changes the one given."""

    table = "reading_item"

    def __init__(self, parent: QWidget, workspace: Workspace, year: int, shown: ReadingItem | None = None) -> None:
        super().__init__(parent, workspace, f"添加 {year} 年书目" if shown is None else "修改书目")
        self._year, self._shown = year, shown
        self.setMinimumWidth(540)
        self.add("title", "如：《习近平著作选读》第一卷")
        self.span("title")
        self.add("author", "可不填")
        self.add("issuer", "如：街道党工委", beside=True)
        self.add_choice("need", [(key, words.label("reading_item.need", key)) for key in NEEDS])
        self.add_date("due_date", hint="没有期限就空着", beside=True)
        self.add("remark")
        self.span("remark")
        self.body.addWidget(self.grid)
        if shown is not None:
            for name in self.fields:
                self.put(name, getattr(shown, name))
        else:
            self.again = button("保存，再添一本")
            self.again.clicked.connect(self._save_and_go_on)
            self.add_left(self.again)
        self.set_buttons("保存", "取消")
        self.fields["title"].setFocus()

    def submit(self) -> None:
        """Write it."""
        if self._write():
            self.accept()

    def _save_and_go_on(self) -> None:
        if self._write():
            for name in ("title", "author", "remark"):
                self.put(name, "")
            self.fields["title"].setFocus()

    def _write(self) -> bool:
        self.problem.clear()
        shown, item_id = self._shown, self.workspace.ledger.ids.new()
        try:
            values: dict[str, Any] = {name: self.text(name) for name in self.fields}
            if shown is None:
                self.workspace.bridge.run(
                    "reading.add", lambda op: reading.add_item(op, item_id=item_id, year=self._year, **values)
                )
            else:
                self.workspace.bridge.run("reading.edit", lambda op: reading.edit_item(op, shown.id, **values))
        except KnownError as error:
            self.refuse(error)
            return False
        self.workspace.say(f"已{'添加' if shown is None else '修改'}：{values['title'][:30]}", "撤销")
        return True
