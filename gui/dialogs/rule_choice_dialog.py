"""Puts a set of rules or a credit scheme into use, changes its span and options, or puts it out of use."""

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from gui.dialogs.base import FormDialog
from gui.pages.settings.rule_lines import SetLine
from gui.widgets import DateEdit, FieldGrid, label
from gui.workspace import Workspace
from models import rule_choice, words
from models.errors import KnownError
from models.gate import Operation
from models.rules.rule import RuleSet

_SPAN = "启用、停用的日期要写到日；启用日期空着表示一直使用，停用日期当天还算。"


class RuleChoiceDialog(FormDialog):
    """Chooses the set of `line`, or changes how it was chosen; `ending` puts today into its last day.

    kept: the default set that holds while nothing is chosen; it can be chosen along with this one.
    """

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        line: SetLine,
        *,
        ending: bool = False,
        kept: RuleSet | None = None,
    ) -> None:
        word = "停用" if ending else "选用" if line.choice is None else "修改选用"
        super().__init__(parent, f"{word}：{line.content.title}")
        self.setMinimumWidth(520)
        self._workspace, self._line, self._kept = workspace, line, kept
        self.body.addWidget(label(_SPAN, tone="secondary", wrap=True))
        self.first, self.last = DateEdit("rule_choice.from_date"), DateEdit("rule_choice.to_date")
        self.first.setPlaceholderText("2026-01-01，或空着")
        self.last.setPlaceholderText("还在用就空着")
        self.grid = FieldGrid()
        self.grid.add_field(words.label("field", "rule_choice.from_date"), self.first)
        self.grid.add_field(words.label("field", "rule_choice.to_date"), self.last)
        self.body.addWidget(self.grid)
        self.choices: dict[str, QComboBox] = {}
        self.prorate = QCheckBox("年中转入的党员，学时要求按在册月份折算")
        self.keep = QCheckBox(f"“{kept.title}”继续使用" if kept is not None else "")
        if isinstance(line.content, RuleSet):
            self._add_options(line.content)
        self._show_choice(ending)
        self.ask_before_losing(workspace.messages)
        self.set_buttons("停用" if ending else "选用" if line.choice is None else "保存", "取消")
        (self.last if ending else self.first).setFocus()

    def _add_options(self, rule_set: RuleSet) -> None:
        for rule in rule_set.rules:
            if not rule.choices:
                continue
            choice = QComboBox()
            for period in rule.choices:
                choice.addItem(words.label("rule_period", period), period)
            choice.setCurrentIndex(choice.findData(rule.period))
            self.choices[rule.key] = choice
            self.grid.add_field(f"{rule.title}（原文“{rule.quote}”）" if rule.quote else rule.title, choice)
        if any(rule.metric == "member_minutes" for rule in rule_set.rules):
            self.body.addWidget(self.prorate)
            self.body.addWidget(label("折算是本地设定，文件没有规定。", tone="secondary", wrap=True))
        if self._kept is not None:
            self.keep.setChecked(True)
            self.body.addWidget(self.keep)

    def _show_choice(self, ending: bool) -> None:
        choice = self._line.choice
        if choice is not None:
            self.first.setText(choice.from_date)
            self.last.setText(choice.to_date)
            self.prorate.setChecked(choice.options.get("prorate") is True)
            for key, widget in self.choices.items():
                at = widget.findData(choice.options.get(key))
                widget.setCurrentIndex(at if at >= 0 else widget.currentIndex())
        if ending:
            self.last.setText(self._workspace.ledger.clock.today().isoformat())
            self.last.selectAll()

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {key: str(widget.currentData()) for key, widget in self.choices.items()}
        return options | {"prorate": True} if self.prorate.isChecked() else options

    def submit(self) -> None:
        """Write it; a clash is said here and nothing has changed."""
        self.problem.clear()
        line, ids = self._line, self._workspace.ledger.ids

        def write(op: Operation) -> None:
            first, last, options = self.first.iso(), self.last.iso(), self._options()
            if line.choice is not None:
                rule_choice.change(op, line.choice.id, from_date=first, to_date=last, options=options)
                return
            if self._kept is not None and self.keep.isChecked():
                rule_choice.choose(op, choice_id=ids.new(), use="duties", rule_set=self._kept.key)
            rule_choice.choose(
                op,
                choice_id=ids.new(),
                use=line.use,
                rule_set=line.content.key,
                from_date=first,
                to_date=last,
                options=options,
            )

        try:
            self._workspace.bridge.run("rules.choose", write)
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已保存：{line.content.title}", "撤销")
