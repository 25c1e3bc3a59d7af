"""What is done to several records of a kind at once: the fields of the act, put into each of them in one operation."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.other_reader import ask_other_reader, listed, reader_of, secretary
from gui.dialogs.study_fields import RecordDialog
from gui.widgets import label
from gui.workspace import Workspace
from models.errors import KnownError
from models.gate import Operation
from models.kinds import records
from models.kinds.field import Day, Line
from models.kinds.kind import Act, Kind
from models.kinds.records import Record

_WIDTH = 480


class ActDialog(RecordDialog):
    """Who approves is proposed, and asked again where she would approve her own; a day is today."""

    def __init__(
        self, parent: QWidget, workspace: Workspace, kind: Kind, act: Act, shown: Sequence[Record]
    ) -> None:
        self.table = kind.name
        self._count = f"{len(shown)} {kind.measure}"
        super().__init__(parent, workspace, f"{act.word} {self._count}{kind.short}")
        self.kind, self.act, self._shown = kind, act, shown
        self.other: QLineEdit | None = None
        self._approver = ""
        self.setMinimumWidth(_WIDTH)
        names = [one.name or one.title for one in shown]
        self.body.addWidget(label(listed(names), tone="secondary", wrap=True))
        for name in act.fields:
            self._place(name, names)
        self.body.addWidget(self.grid)
        self.set_buttons(f"记下{act.word}", "取消")
        empty = (self.fields[name] for name in act.fields if not self.text(name))
        next(empty, self.fields[act.fields[0]]).setFocus()

    def _place(self, name: str, names: Sequence[str]) -> None:
        field = self.kind.by_name[name]
        if isinstance(field, Day):
            self.add_date(name, self.workspace.ledger.clock.today().isoformat())
            return
        made = self.add(name, field.hint)
        if isinstance(field, Line) and field.approves:
            made.setText(secretary(self.workspace))
            self._approver, self.other = name, ask_other_reader(self, made, names)

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        try:
            values: dict[str, Any] = {name: self.text(name) for name in self.act.fields}

            def work(op: Operation) -> None:
                for one in self._shown:
                    own = {}
                    if self.other is not None:
                        own = {self._approver: reader_of(one.name, values[self._approver], self.other)}
                    records.perform(op, self.kind, self.act.name, [one.id], **values | own)

            self.workspace.bridge.run(self.kind.operation(self.act.name), work)
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        self.workspace.say(f"已记下{self.act.word}：{self._count}", "撤销")
