"""One duty with its rule, word for word, how it stands in each period and why; and the branch's own explanation
(未落实说明) for periods that are over.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.pages.start.duty_ways import way
from gui.widgets import Card, FieldGrid, Pill, button, label
from gui.workspace import Workspace
from models import duty_groups, duty_note, words
from models.duty_groups import DutyGroup
from models.errors import KnownError
from models.gate import Operation
from models.rules.duties import Duty
from models.rules.rule import Rule, RuleSet

_HONEST = "没有登记不等于没有召开：如已召开请补录；确未召开请写明原因。说明随数据上报，上级看得到。"
_LOOKS = {"done": "done", "open": "progress", "missed": "overdue", "explained": "none", "waived": "none"}
_MOST_PERIODS = 60
_TEXT_WIDTH = 440
"""What wraps is at least so wide: else the dialog would reserve the height of a far narrower text."""


class DutyDialog(FormDialog):
    """Reads a group of duties; saving writes all explanations as one operation."""

    def __init__(self, parent: QWidget, workspace: Workspace, group: DutyGroup) -> None:
        super().__init__(parent, group.name)
        self.setMinimumWidth(660)
        self._workspace, self._group = workspace, group
        self.fields: dict[tuple[str, str], QLineEdit] = {}
        self.body.addWidget(rule_card(group.rule, group.rule_set))
        for rule_set, rule in self._others():
            self.body.addWidget(rule_card(rule, rule_set, heading="同时符合"))
        asked = [duty for duty in group.duties if duty.state in ("missed", "explained")]
        if asked and group.rule.metric != "note":
            self._add_notes(asked)
        self._add_reasons([duty for duty in group.duties if duty not in asked])
        self.body.addStretch(1)
        self._add_way()
        if self.fields:
            self.ask_before_losing(workspace.messages)
            self.set_buttons("保存说明", "取消")
            next(iter(self.fields.values())).setFocus()
        else:
            close = self.set_buttons("关闭")
            close.setFocus()

    def _others(self) -> list[tuple[RuleSet, Rule]]:
        others = [other for duty in self._group.duties for other in duty.others]
        return list({(rule_set.key, rule.key): (rule_set, rule) for rule_set, rule in others}.values())

    def _add_notes(self, asked: list[Duty]) -> None:
        card = Card("未落实说明")
        honest = label(_HONEST, tone="secondary", wrap=True)
        honest.setMinimumWidth(_TEXT_WIDTH)
        card.body.addWidget(honest)
        grid = FieldGrid()
        for duty in asked:
            field = QLineEdit(duty.note)
            field.setPlaceholderText("确未召开的，写明原因；已召开的，空着并去补录")
            field.setMaxLength(300)
            name = f"{duty.subject} {duty.period.label}".strip() if self._many_subjects else duty.period.label
            field.setAccessibleName(f"{name}未落实说明")
            self.fields[duty.subject_id, duty.period.key] = field
            # Of a period without anything recorded the sentence would say nothing new.
            grid.add_field(name, field, below=label(duty.why, tone="secondary", wrap=True) if duty.done else None)
        card.body.addWidget(grid)
        self.body.addWidget(card)

    @property
    def _many_subjects(self) -> bool:
        return len({duty.subject_id for duty in self._group.duties}) > 1

    def _add_reasons(self, others: list[Duty]) -> None:
        if not others:
            return
        card = Card("各期情况")
        for duty in others[:_MOST_PERIODS]:
            row = QHBoxLayout()
            row.setSpacing(10)
            why = label(duty.why, wrap=True, selectable=True)
            why.setMinimumWidth(_TEXT_WIDTH)
            row.addWidget(why, 1)
            row.addWidget(Pill(words.label("duty_state", duty.state), _LOOKS[duty.state]))
            card.body.addLayout(row)
        if len(others) > _MOST_PERIODS:
            card.body.addWidget(label(f"其余 {len(others) - _MOST_PERIODS} 条没有列出。", tone="secondary"))
        self.body.addWidget(card)

    def _add_way(self) -> None:
        found = way(self._workspace, self._group)
        if found is None or self._group.standing in ("done", "explained"):
            return
        word, deed = found
        go = button(f"{word}…", icon="pencil")

        def leave() -> None:
            self.reject()
            deed()

        go.clicked.connect(leave)
        self.add_left(go)

    def submit(self) -> None:
        """Write what was changed; nothing changed, nothing is written."""
        self.problem.clear()
        before = {(duty.subject_id, duty.period.key): duty.note for duty in self._group.duties}
        changed = {key: field.text() for key, field in self.fields.items() if field.text().strip() != before[key]}
        if not changed:
            self.accept()
            return
        ids, rule = self._workspace.ledger.ids, self._group.duties[0].key

        def explain(op: Operation) -> None:
            for (subject_id, period), text in changed.items():
                duty_note.explain(
                    op, note_id=ids.new(), rule=rule, subject_id=subject_id, period=period, text=text
                )

        try:
            self._workspace.bridge.run("duty.explain", explain)
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        self._workspace.say(f"已保存说明：{self._group.name}", "撤销")


def rule_card(rule: Rule, rule_set: RuleSet, *, heading: str = "依据") -> Card:
    """Return a card with a rule as its source states it, and everything that must be said with it."""
    card = Card(f"{heading}：{rule.title}")
    card.body.addWidget(rule_facts(rule, rule_set, _TEXT_WIDTH))
    return card


def rule_facts(rule: Rule, rule_set: RuleSet, least: int = 0) -> FieldGrid:
    """Return source, exact words, demand, remarks and caveats of a rule."""
    facts = [("出处", duty_groups.source(rule, rule_set))]
    if rule.quote:
        facts.append(("原文", f"“{rule.quote}”"))
    if rule.value:
        facts.append(("要求", duty_groups.demand(rule, words.label("rule_period", rule.period))))
    if rule.note:
        facts.append(("说明", rule.note))
    return fact_grid([*facts, ("注意", "；".join(duty_groups.caveats(rule, rule_set)))], least)


def fact_grid(facts: list[tuple[str, str]], least: int = 0) -> FieldGrid:
    """Return names and texts of any length below each other; empty ones are left out. least: width of the texts."""
    grid = FieldGrid(spacing=4)
    for name, text in facts:
        if text:
            said = label(text, wrap=True, selectable=True)
            said.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            said.setMinimumWidth(least)
            grid.grid.setAlignment(grid.add_field(name, said), Qt.AlignmentFlag.AlignTop)
    return grid
