"""Checking the ledger: nothing is changed, each finding says what and where."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.pages.settings.section import Section
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import Card, EmptyState, Pill, button, label
from gui.widgets.list_table import ListTable
from models.finding import Finding

_STEP_WORDS = {
    "file": "文件是否完好",
    "values": "每一项内容是否读得出",
    "journal": "操作记录是否连贯",
    "rows": "每条记录是否与操作记录一致",
    "packages": "收发的数据包",
    "members": "日期、身份证号是否合理",
    "meetings": "会议、考勤、任职是否合理",
    "kinds": "学习、学分等各类记录是否合理",
    "evidence": "佐证材料是否完好",
    "pledges": "承诺、学习档案的办理经过是否连贯",
}


class CheckSection(Section):
    """One button, and the list of what was found."""

    key, word, icon = "check", "检查台账", "list-checks"
    hint = "↑↓ 选一条 · 回车去到那名党员"

    def build(self) -> None:
        """Make the widgets."""
        card = Card("检查台账")
        self.state = Pill()
        card.corner.addWidget(self.state)
        card.body.addWidget(
            label(
                "看文件是否完好、每条记录是否有据可查、日期和身份证号是否合理。只看不改。",
                tone="secondary",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        self.start = button("现在检查", icon="list-checks", kind="primary")
        self.start.clicked.connect(self.check)
        row.addWidget(self.start)
        row.addStretch(1)
        card.body.addLayout(row)
        self.body.addWidget(card)
        results = Card()
        results.setMinimumHeight(240)
        self.table = ListTable(
            [
                Column("level", "级别", lambda one: _level(one), 8, state=lambda one: _state(one)),
                Column("what", "发现", lambda one: one.sentence(), 40, stretches=True),
                Column("where", "位置", lambda one: one.place(), 22),
            ],
            "检查结果",
        )
        self.table.chosen.connect(self._show)
        self.table.picked.connect(self._go)
        self.empty = EmptyState("list-checks", "还没有检查", "按上面的“现在检查”，几秒钟就好；只看不改。")
        self.detail = label(wrap=True, selectable=True)
        for widget, stretch in ((self.table, 1), (self.empty, 1), (self.detail, 0)):
            results.body.addWidget(widget, stretch)
        self.table.hide()
        self.body.addWidget(results, 1)

    def first_focus(self) -> QWidget:
        """The button."""
        return self.start

    def refresh(self) -> None:
        """Nothing is read before it is asked for."""

    def check(self) -> None:
        """Check in the worker thread."""
        ledger = self.workspace.ledger

        def work(progress: Progress) -> list[Finding]:
            from models import check

            def tell(step: str) -> None:
                progress(check.STEPS.index(step), len(check.STEPS), _STEP_WORDS[step])

            return check.check_ledger(ledger, progress=tell)

        self.workspace.tasks.start(
            "正在检查台账",
            work,
            done=self.show_findings,
            failed=lambda error: self.workspace.error(self, error),
        )

    def show_findings(self, findings: list[Finding]) -> None:
        """Show what was found, or that nothing was."""
        errors = sum(one.level == "error" for one in findings)
        if not findings:
            self.state.show_state("没有发现问题", "done")
            self.empty.say("没有发现问题", "文件完好，每条记录都与操作记录一致。")
        elif errors:
            self.state.show_state(f"{errors} 处错误，{len(findings) - errors} 条提醒", "overdue")
        else:
            self.state.show_state(f"{len(findings)} 条提醒", "soon")
        self.table.show_records(findings, current=0)
        self.table.setVisible(bool(findings))
        self.detail.setVisible(bool(findings))
        self.empty.setVisible(not findings)
        if findings:
            self.table.setFocus()

    def _show(self, finding: Finding | None) -> None:
        self.detail.setText("" if finding is None else f"{finding.sentence()}\n{finding.place()}".strip())

    def _go(self, finding: Finding) -> None:
        if finding.table == "member" and finding.key[0] == 1:
            self.workspace.go("members", member_id=str(finding.key[1]))


def _level(finding: Finding) -> str:
    return "错误" if finding.level == "error" else "提醒"


def _state(finding: Finding) -> str:
    return "overdue" if finding.level == "error" else "soon"
