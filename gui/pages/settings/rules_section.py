"""制度: the sets of rules and credit schemes the program knows, which of them this branch goes by, and every rule with
its source, word for word.
"""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from gui import style
from gui.dialogs.duty_dialog import fact_grid, rule_facts
from gui.dialogs.rule_choice_dialog import RuleChoiceDialog
from gui.pages.settings import rule_lines
from gui.pages.settings.rule_lines import EntryLine, SetLine
from gui.pages.settings.section import Section
from gui.tablemodels import Column
from gui.widgets import Card, InlineMessage, Pill, button, label, layouts
from gui.widgets.list_table import ListTable
from models import rule_choice
from models.errors import KnownError
from models.gate import Operation
from models.rules.rule import CreditItem, Rule, RuleSet

_HINT = "任务和学时可以同时按几套制度要求；学分同一天只能按一套办法。改用制度，以前的记录不变，学时和学分会重新算。"
_TWO_COLUMNS_FROM = 880
_STATES = {"使用中": "done", "默认使用": "done", "将启用": "progress"}


class RulesSection(Section):
    """The list of sets, below it what the chosen one says."""

    key, word, icon = "rules", "制度", "file-text"
    for_branches = True
    depends_on = ("rule_choice",)
    hint = "↑↓ 选一套制度 · 回车选用或修改 · Tab 到它的条文"

    def build(self) -> None:
        """Make the widgets."""
        self.body.addWidget(self._sets_card())
        self.body.addWidget(self._entries_card(), 1)

    def _sets_card(self) -> Card:
        card = Card("选用的制度")
        card.body.addWidget(label(_HINT, tone="secondary", wrap=True))
        self.problem = InlineMessage()
        card.body.addWidget(self.problem)
        self.sets = ListTable(
            [
                Column("title", "制度", lambda one: one.content.title, 30, strong=True, stretches=True),
                Column("use", "用于", lambda one: one.use_word, 12),
                Column("state", "情况", lambda one: one.word, 12, state=lambda one: _STATES.get(one.word, "none")),
                Column("span", "时间", lambda one: one.span, 26, drop=1),
            ],
            "选用的制度",
        )
        self.sets.setMinimumHeight(style.ROW_HEIGHT * 6 + 4)
        self.sets.setMaximumHeight(style.ROW_HEIGHT * 7)
        self.sets.chosen.connect(self._show_set)
        self.sets.picked.connect(lambda _one: self.choose())
        card.body.addWidget(self.sets)
        self.choose_button = button("选用…", icon="check")
        self.choose_button.clicked.connect(self.choose)
        self.end_button = button("停用…")
        self.end_button.clicked.connect(self.end)
        self.drop_button = button("取消选用", name="取消选用，当作从没选过")
        self.drop_button.clicked.connect(self.drop)
        for made in (self.choose_button, self.end_button, self.drop_button):
            card.corner.addWidget(made)
        return card

    def _entries_card(self) -> Card:
        card = Card("条文")
        self._badge = Pill()
        card.corner.addWidget(self._badge)
        self._document = label(tone="secondary", wrap=True)
        card.body.addWidget(self._document)
        self.entries = ListTable(
            [
                Column("title", "事项", lambda one: one.title, 20, strong=True, stretches=True),
                Column("subject", "对象", lambda one: one.subject, 14, drop=1),
                Column("asked", "要求", lambda one: one.asked, 32),
                Column("marks", "注意", lambda one: one.marks, 12, state=lambda _one: "soon"),
            ],
            "条文",
        )
        self.entries.setMinimumHeight(style.ROW_HEIGHT * 7)
        self.entries.chosen.connect(self._show_entry)
        self._detail = QVBoxLayout()
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(style.GAP)
        self._halves.addWidget(self.entries, 3)
        self._halves.addLayout(self._detail, 2)
        card.body.addLayout(self._halves, 1)
        return card

    def first_focus(self) -> QWidget:
        """The list of sets."""
        return self.sets

    def refresh(self) -> None:
        """Read."""
        self.problem.clear()
        try:
            lines = rule_lines.set_lines(self.workspace.ledger)
            unknown = rule_lines.unknown_choices(self.workspace.ledger)
        except KnownError as error:
            self.problem.show_error(error)
            return
        shown: SetLine | None = self.sets.current
        # Those in use stand first: the chosen one may have moved.
        keys = [one.content.key for one in lines]
        self.sets.show_records(lines, current=keys.index(shown.content.key) if shown is not None else 0)
        if unknown:
            names = "、".join(f"“{one.rule_set}”" for one in unknown)
            self.problem.say(f"台账选用了本程序里没有的制度{names}。", "", "请更新程序。", state="overdue")

    # --- what the buttons do ----------------------------------------------------------------

    def choose(self) -> None:
        """Choose the set, or change span and options of one that is chosen."""
        line = self.sets.current
        if line is not None:
            RuleChoiceDialog(self, self.workspace, line, kept=self._default_beside(line)).open()

    def end(self) -> None:
        """Enter the last day of the set."""
        line = self.sets.current
        if line is not None and line.choice is not None:
            RuleChoiceDialog(self, self.workspace, line, ending=True).open()

    def drop(self) -> None:
        """Ask, then take the choice back altogether."""
        line = self.sets.current
        if line is None or line.choice is None:
            return
        choice_id = line.choice.id
        self.workspace.messages.ask(
            self,
            f"要取消选用“{line.content.title}”吗？",
            "以前各年也不再按它算，就像从没选过；只是以后不用了，请用“停用”。可以撤销。",
            yes="取消选用",
            then=lambda: self._drop(choice_id, line.content.title),
        )

    def _drop(self, choice_id: str, title: str) -> None:
        def drop(op: Operation) -> None:
            rule_choice.drop(op, choice_id)

        if self.workspace.bridge.attempt(self, "rules.choose", drop):
            self.workspace.say(f"已取消选用：{title}", "撤销")

    def _default_beside(self, line: SetLine) -> RuleSet | None:
        """Return the default set when choosing this one would end it silently."""
        if line.use != "duties" or line.choice is not None or line.default:
            return None
        found = [one.content for one in self.sets.listed if one.default]
        return found[0] if found and isinstance(found[0], RuleSet) else None

    # --- showing ------------------------------------------------------------------------------

    def _show_set(self, line: SetLine | None) -> None:
        if line is None:
            return
        chosen = line.choice is not None
        self.choose_button.setText("修改…" if chosen else "选用…")
        self.end_button.setVisible(chosen and not line.ended)
        self.drop_button.setVisible(chosen)
        content = line.content
        self._document.setText(" · ".join(part for part in (content.issuer, content.document) if part))
        self._badge.show_state(content.status, "soon" if content.local else "none")
        self.entries.show_records(rule_lines.entry_lines(line), current=0)
        self._show_entry(self.entries.current)

    def _show_entry(self, line: EntryLine | None) -> None:
        layouts.empty(self._detail)
        chosen: SetLine | None = self.sets.current
        if line is None or chosen is None:
            return
        if isinstance(line.entry, Rule) and isinstance(chosen.content, RuleSet):
            shown = rule_facts(line.entry, chosen.content)
        elif isinstance(line.entry, CreditItem):
            shown = fact_grid(_item_facts(line, line.entry.quote))
        else:
            return
        self._detail.addWidget(label(line.title, strong=True, wrap=True))
        self._detail.addWidget(shown)
        self._detail.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put a rule's words below the list where there is little room."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        wide = self.width() >= _TWO_COLUMNS_FROM
        self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)


def _item_facts(line: EntryLine, quote: str) -> list[tuple[str, str]]:
    facts = [("归类", line.subject), ("计分", line.asked)]
    return [*facts, ("原文", f"“{quote}”")] if quote else facts
