"""The same for several records of a kind at once: what is left empty stays, and what would change is told first."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from gui.kinds.form import KindForm
from gui.workspace import Workspace
from models.errors import KnownError, RefusedError
from models.gate import Operation
from models.kinds import records
from models.kinds.field import Choice, Field, Line, Prose
from models.kinds.kind import Kind
from models.kinds.records import Record

_AS_IT_IS = "不改"
_MOST_NAMED = 6
_TOLD_LINES, _FRAME, _WIDTH = 4, 18, 520


def fillable(kind: Kind) -> list[Field]:
    """Return the fields that may be the same in many records: no long text, and nothing that somebody approves."""
    return [
        one for one in kind.fields
        if not (isinstance(one, Prose) and one.lines > 1) and not getattr(one, "approves", {})
        and not (isinstance(one, Line) and one.offers)
    ]


class FillRecords(KindForm):
    """One operation; records that are gone meanwhile, or of which a field is not asked, are passed over."""

    def __init__(self, parent: QWidget, workspace: Workspace, kind: Kind, shown: Sequence[Record]) -> None:
        self._shown = shown
        pairs = any(field.beside for field in kind.fields)
        title = f"批量填写：{len(shown)} {kind.measure}{kind.short}"
        super().__init__(parent, workspace, kind, title, first=None, pairs=pairs)
        self.setMinimumWidth(_WIDTH)
        for field in fillable(kind):
            self._place(field)
        self._line_up()
        for part in self._parts:
            self.body.addWidget(part)
        self.told = QPlainTextEdit()
        self.told.setReadOnly(True)
        self.told.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.told.setAccessibleName("会改什么")
        # Of one height however much is told: the buttons stay where they are.
        self.told.setFixedHeight(_TOLD_LINES * self.told.fontMetrics().lineSpacing() + _FRAME)
        self.body.addWidget(self.told)
        for made in self.fields.values():
            changed = made.currentIndexChanged if isinstance(made, QComboBox) else made.textChanged
            changed.connect(lambda _now: self._tell())
        self.set_buttons("填写", "取消")
        self._tell()
        next(iter(self.fields.values())).setFocus()

    def _place_choice(self, field: Choice) -> None:
        self.add_choice(field.name, [("", _AS_IT_IS), *field.of.items()], beside=field.beside)

    def _proposed(self, field: Field) -> str:
        return ""

    def values(self) -> dict[str, Any]:
        """Return what is to be filled in, as it is kept. Raises RefusedError."""
        return {name: self._read(name) for name in self.fields if self._typed(name).strip()}

    def _tell(self) -> None:
        lines = []
        for name in self.fields:
            if not self._typed(name).strip():
                continue
            try:
                lines.append(self._line(name, self._read(name)))
            except RefusedError:
                lines.append(f"{self.kind.by_name[name].word}：还没有写完")
        self.told.setPlainText("\n".join(lines) or "空着的不改。填好以后，这里会列出哪几条的哪一项要改。")

    def _line(self, name: str, value: Any) -> str:
        """Say in how many records a field is filled, and whose other value would be replaced."""
        field, asked = self.kind.by_name[name], [one for one in self._shown if one.asked(name)]
        empty = sum(one.values[name] == field.blank for one in asked)
        others = [one for one in asked if one.values[name] not in (field.blank, value)]
        told = f"{field.word}：空着的 {empty} {self.kind.measure}填上" if empty else f"{field.word}：没有空着的"
        if others:
            named = "、".join(dict.fromkeys(one.subject for one in others[:_MOST_NAMED]))
            told += f"；原来不一样的 {len(others)} {self.kind.measure}改掉：{named}{'等' * (len(others) > _MOST_NAMED)}"
        spared = len(self._shown) - len(asked)
        return f"{told}；{spared} {self.kind.measure}没有这一项" if spared else told

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        done: list[str] = []
        gone: list[str] = []

        def work(op: Operation) -> None:
            for one in self._shown:
                said = {name: value for name, value in values.items() if one.asked(name)}
                if op.row(self.kind.table, (one.org, one.id)) is None:
                    gone.append(one.subject)
                elif records.edit(op, self.kind, one.id, org=one.org, **said):
                    done.append(one.id)

        try:
            values = self.values()
            if not values:
                self.problem.say("还没有写要填什么。", "", "写一项再填写，或者取消。", state="overdue")
                return
            self.workspace.bridge.run(self.kind.operation("edit"), work, why="批量填写")
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        passed = f"；{'、'.join(gone)}的已经删去，没有改" if gone else ""
        self.workspace.say(f"已填写 {len(done)} {self.kind.measure}{passed}", "撤销" if done else "")
