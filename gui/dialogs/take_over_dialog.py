"""接过另一份台账: what another copy has more is shown first, what both changed is chosen, then it is one operation."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from gui import file_choice
from gui.dialogs.base import FormDialog
from gui.tasks import Progress
from gui.widgets import Card, FieldGrid, button, label
from gui.widgets.texts import ElidedLabel
from gui.workspace import Workspace
from models import change_words, other_copy, take_over, words
from models.errors import KnownError
from models.gate import Operation
from models.take_over import OTHER, OWN, Conflict, Difference, Plan

_ABOUT = "另一台电脑上的那一份拷到U盘上带过来，在这里选它（台账 .zbtz 或备份 .dybak）。那个文件不会被改动。"
_AFTER = "接过来以后：在这台电脑上再上报一次，那台电脑上的那一份不要再用。"
_MOST_FIELDS = 6
_MOST_GONE = 8
"""Records that the other copy took back and that are named one by one."""
_LONGEST = 60
_CODE_DIGITS = 40


class TakeOverDialog(FormDialog):
    """Choose the file, compare, choose where both differ, take over."""

    useful = 760, 640

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "接过另一份台账")
        self._workspace = workspace
        self.file: Path | None = None
        self.plan: Plan | None = None
        self.chosen: dict[str, str] = {}
        self.body.addWidget(label(_ABOUT, tone="secondary", wrap=True))
        self.body.addWidget(self._make_head())
        self.told = label(wrap=True, selectable=True)
        self.body.addWidget(self.told)
        self.let_go = QCheckBox("那一份删掉的，这里也删掉（不勾就都留着）")
        self.gone = label(tone="secondary", wrap=True, selectable=True)
        for widget in (self.let_go, self.gone):
            widget.hide()
            self.body.addWidget(widget)
        self.asked = label(wrap=True)
        self.body.addWidget(self.asked)
        self._conflicts = QVBoxLayout()
        self.body.addLayout(self._conflicts)
        self.body.addStretch(1)
        primary = self.set_buttons("接过来", "取消")
        primary.setEnabled(False)
        self.choose_button.setFocus()

    def _make_head(self) -> QWidget:
        grid = FieldGrid()
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._shown = ElidedLabel("还没有选")
        self.choose_button = button("选择文件…", icon="folder-open")
        self.choose_button.clicked.connect(
            lambda: file_choice.choose_open(self, "另一份台账或它的备份", _FILES, self.show_file)
        )
        row.addWidget(self._shown, 1)
        row.addWidget(self.choose_button)
        self.secret = QLineEdit()
        self.secret.setAccessibleName("恢复码或密码")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText("同一张恢复码单的不用填")
        self.compare_button = button("对照", icon="search")
        self.compare_button.clicked.connect(self.compare)
        self.compare_button.setEnabled(False)
        by_secret = QWidget()
        line = QHBoxLayout(by_secret)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.secret, 1)
        line.addWidget(self.compare_button)
        grid.add_field("那一份", holder)
        grid.add_field("恢复码或密码", by_secret)
        return grid

    def show_file(self, path: Path) -> None:
        """Take a file and compare it at once."""
        self.file = path
        self._shown.setText(str(path))
        self.compare_button.setEnabled(True)
        self.compare()

    def compare(self) -> None:
        """Read the other copy in the worker thread."""
        self.problem.clear()
        self._forget()
        file, ledger, typed = self.file, self._workspace.ledger, self.secret.text()
        assert file is not None
        by_code = sum(one.isdigit() for one in typed) >= _CODE_DIGITS
        secret = {"password": "" if by_code else typed, "recovery_code": typed if by_code else ""}

        def work(_progress: Progress) -> Plan:
            with other_copy.opened(ledger, file, **secret) as other:
                return take_over.plan_of(ledger, other)

        self._workspace.tasks.start(f"正在对照：{file.name}", work, done=self.show_plan, failed=self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.problem.show_error(error)
        else:
            self._workspace.error(self, error)

    def _forget(self) -> None:
        self.plan, self.chosen = None, {}
        self.told.clear()
        self.asked.clear()
        self._show_gone([])
        while self._conflicts.count():
            widget = self._conflicts.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        self._enable()

    def show_plan(self, plan: Plan) -> None:
        """Say what would come, and ask where both differ."""
        self.plan = plan
        self.told.setText("\n".join(_sentences(plan)))
        if plan.conflicts:
            self.asked.setText(f"两边都改过的 {len(plan.conflicts)} 处，请逐处选以哪一边为准：")
        self._show_gone([
            change_words.named(self._workspace.ledger, one.table, one.own) for one in plan.gone if one.own is not None
        ])
        for one in plan.conflicts:
            self._conflicts.addWidget(self._card(one))
        self._enable()

    def _show_gone(self, names: Sequence[str]) -> None:
        """Name what the other copy took back; it goes here only where a person says so."""
        rest = f" 等 {len(names)} 条" if len(names) > _MOST_GONE else ""
        self.gone.setText("、".join(map(_short, names[:_MOST_GONE])) + rest)
        self.let_go.setChecked(False)
        for widget in (self.let_go, self.gone):
            widget.setVisible(bool(names))

    def _card(self, one: Conflict) -> Card:
        ledger, first = self._workspace.ledger, one.rows[0]
        card = Card(change_words.named(ledger, first.table, first.own or first.other or {}))
        fields = [line for row in one.rows for line in change_words.side_by_side(ledger, row.table, row.own, row.other)]
        sides = QHBoxLayout()
        group = QButtonGroup(card)
        for side, word, at in ((OWN, "以本机为准", 1), (OTHER, "以那一份为准", 2)):
            column = QVBoxLayout()
            made = QRadioButton(word)
            group.addButton(made)
            made.toggled.connect(lambda on, side=side: self._choose(one.id, side) if on else None)
            column.addWidget(made)
            lines = [f"{line[0]}：{_short(line[at])}" for line in fields[:_MOST_FIELDS]]
            rest = [f"还有 {len(fields) - _MOST_FIELDS} 项"] if len(fields) > _MOST_FIELDS else []
            column.addWidget(label("\n".join([*lines, *rest]), wrap=True, selectable=True))
            sides.addLayout(column, 1)
        card.body.addLayout(sides)
        return card

    def _choose(self, conflict: str, side: str) -> None:
        self.chosen[conflict] = side
        self._enable()

    def _enable(self) -> None:
        plan = self.plan
        decided = plan is not None and not plan.nothing and len(self.chosen) == len(plan.conflicts)
        if self.primary is not None:
            self.primary.setEnabled(decided)

    def submit(self) -> None:
        """Write it as one operation."""
        plan, chosen, ids = self.plan, dict(self.chosen), self._workspace.ledger.ids
        let_go = self.let_go.isChecked()
        if plan is None or self.file is None:
            return
        self.problem.clear()

        def work(op: Operation) -> None:
            take_over.apply(op, ids, plan, chosen, let_go=let_go)

        try:
            self._workspace.bridge.run("ledger.take_over", work, why=self.file.name)
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已接过来：{len(plan.comes)} 条", "撤销")


_FILES = "台账和备份 (*.zbtz *.dybak)"


def _sentences(plan: Plan) -> list[str]:
    if plan.nothing:
        return ["那一份没有新的可以接过来。"]
    lines = [f"那一份多出、改过的：{_counted(plan.comes)}" if plan.comes else "那一份没有多出来的记录。"]
    if plan.joined:
        lines.append(f"两边各自登记、其实是同一个的 {len(plan.joined)} 处，合成一个。")
    if plan.gone:
        lines.append(f"那一份删掉了：{_counted(plan.gone)}。这里都留着，除非在下面勾上。")
    if plan.sent:
        lines.append(f"那一份上报过 {len(plan.sent)} 个包，一并记下。")
    return [*lines, _AFTER]


def _counted(rows: Sequence[Difference]) -> str:
    counts = Counter(one.table for one in rows)
    return "、".join(f"{words.label('table', table)} {count} 条" for table, count in counts.items())


def _short(text: str) -> str:
    line = " ".join(text.split()) or "（空）"
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
