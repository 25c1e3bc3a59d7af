"""Takes pledges one step further on their way, one or many at once; those that cannot take it are named."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.base import FormDialog
from gui.pages.pledges.standing import PledgeLine
from gui.widgets import FieldGrid, label
from gui.widgets.day_edit import DayEdit
from gui.widgets.person_field import NameField, Person
from gui.widgets.state import set_wrong
from gui.workspace import Workspace
from models import attendance, pledge_steps, words
from models.errors import KnownError, RefusedError
from models.gate import Operation

_NAMES_SHOWN = 12
_FEW = 4
_POSTED_DAYS = 7
"""A proposal only: no document says how long a pledge is posted."""

_TITLES = {
    "submit": "送审",
    "return": "退回修改",
    "approve": "审核通过",
    "post": "公示",
    "begin": "转入践诺",
    "appraise": "转入评诺",
    "end": "终止",
}
_ABOUT = {
    "submit": "送交党支部审核。送审以后不能再改，要改得先退回。",
    "return": "退回给承诺人修改，写明要改什么。",
    "approve": "党支部审核同意，可以公示。",
    "post": "公示多少天没有统一规定，按本支部的做法填。",
    "begin": "公示期满，开始践诺。",
    "appraise": "践诺结束，开始自评、互评、群众评议和支部评定。",
    "end": "终止以后不再践诺和评定，记录都留着。要写明原因。",
}
_WHO = {"submit": "谁送审", "return": "谁退回", "approve": "谁审核"}
_REASON = {"return": "要改什么", "end": "终止原因"}


class PledgeStepDialog(FormDialog):
    """One short form for all of them.

    others: lines that were chosen too but do not stand at this step. place: where one posted last.
    """

    def __init__(
        self,
        parent: QWidget,
        workspace: Workspace,
        step: str,
        lines: Sequence[PledgeLine],
        others: Sequence[PledgeLine] = (),
        place: str = "",
    ) -> None:
        whom = lines[0].name if len(lines) == 1 else f"{len(lines)} 份承诺"
        super().__init__(parent, f"{_TITLES[step]}：{whom}")
        self._workspace, self._step, self._lines = workspace, step, list(lines)
        self.setMinimumWidth(500)
        if len(lines) > 1:
            self.body.addWidget(label(names(lines), strong=True, wrap=True))
        self.body.addWidget(label(_ABOUT[step], tone="secondary", wrap=True))
        self._make_fields(place)
        still = [one for one in lines if step == "begin" and _posted_on(one, workspace.ledger.clock.today())]
        if still:
            self.body.addWidget(label(f"公示还没有满：{names(still)}。", tone="soon", wrap=True))
        if others:
            self.body.addWidget(label(f"这次不动，不在这一步：{_by_state(others)}。", tone="soon", wrap=True))
        self.ask_before_losing(workspace.messages)
        self.set_buttons(_TITLES[step], "取消")
        first: QLineEdit = self.place if step == "post" else self.remark if step in _REASON else self.day
        first.setFocus()
        first.selectAll()

    def _make_fields(self, place: str) -> None:
        ledger, step = self._workspace.ledger, self._step
        today = ledger.clock.today()
        self.day = DayEdit("pledge_step.day", today)
        self.day.setText(today.isoformat())
        self.by_whom = NameField("姓名，可不填")
        register = attendance.register_on(ledger.query, today)
        self.by_whom.people = [
            Person(one.member_id, one.name, one.name_pinyin, one.name_initials, one.group) for one in register
        ]
        self.remark, self.place = QLineEdit(), QLineEdit()
        self.place.setPlaceholderText("如：社区党务公开栏")
        self.until_day = DayEdit("pledge_step.until_day", today + timedelta(days=366))
        self.until_day.setText((today + timedelta(days=_POSTED_DAYS)).isoformat())
        grid = FieldGrid()
        if step == "post":
            self.place.setText(place)
            grid.add_field(words.label("field", "pledge_step.place"), self.place)
        grid.add_field(words.label("field", "pledge_step.day"), self.day)
        if step == "post":
            grid.add_field(words.label("field", "pledge_step.until_day"), self.until_day)
        grid.add_field(_WHO.get(step, words.label("field", "pledge_step.by_whom")), self.by_whom)
        grid.add_field(_REASON.get(step, words.label("field", "pledge_step.remark")), self.remark)
        self.by_whom.went_on.connect(self.remark.setFocus)
        self.body.addWidget(grid)

    def submit(self) -> None:
        """Take the step; what is refused stays in the dialog with its reason, the rest is done."""
        self.problem.clear()
        refused: list[tuple[PledgeLine, KnownError]] = []
        try:
            values: dict[str, Any] = {"day": self.day.iso(), "remark": self.remark.text()}
            values["by_whom"] = self.by_whom.text()
            if self._step == "post":
                values |= {"place": self.place.text(), "until_day": self.until_day.iso()}
            kind = pledge_steps.operation_kind(self._step)
            self._workspace.bridge.run(kind, lambda op: self._take(op, values, refused))
        except KnownError as error:
            self._refuse(error)
            return
        done = len(self._lines) - len(refused)
        whom = self._lines[0].name if len(self._lines) == 1 else f"{done} 份"
        self._workspace.say(f"已{_TITLES[self._step]}：{whom}", "撤销")
        if not refused:
            self.accept()
            return
        self._lines = [line for line, _error in refused]
        told = "\n".join(f"{line.name}：{error.what()}" for line, error in refused[:_NAMES_SHOWN])
        what = f"已办 {done} 份，还有 {len(refused)} 份没有办成"
        self.problem.say(what, told, "改了上面的内容再办，或者取消。", state="soon")

    def _take(self, op: Operation, values: dict[str, Any], refused: list[tuple[PledgeLine, KnownError]]) -> None:
        for line in self._lines:
            assert line.pledge is not None
            try:
                pledge_steps.take(op, self._workspace.ledger.ids, line.pledge.id, self._step, **values)
            except RefusedError as error:
                refused.append((line, error))
        if len(refused) == len(self._lines):
            # Nobody could: the sentence says why, and nothing is written.
            raise refused[0][1]

    def _refuse(self, error: KnownError) -> None:
        self.problem.show_error(error)
        QTimer.singleShot(0, self, self._grow)
        for name in ("day", "until_day", "place", "remark", "by_whom"):
            if error.facts.get("field") == words.label("field", f"pledge_step.{name}"):
                widget = getattr(self, name)
                set_wrong(widget, True)
                widget.setFocus()
                return


def _posted_on(line: PledgeLine, day: date) -> bool:
    """Tell whether a pledge is still posted on a day."""
    posted = line.last("post")
    return posted is not None and posted.until_day >= day.isoformat()


def _by_state(lines: Sequence[PledgeLine]) -> str:
    """Return who stands where: `践诺中 王某、李某；还没有 张某等 31 份`."""
    words_of = dict.fromkeys("已离开" if one.left else one.word for one in lines)
    parts = []
    for word in words_of:
        there = [one for one in lines if ("已离开" if one.left else one.word) == word]
        shown = "、".join(one.short_name for one in there[:_FEW])
        parts.append(f"{word} {shown}" + (f"等 {len(there)} 份" if len(there) > _FEW else ""))
    return "；".join(parts)


def names(lines: Sequence[PledgeLine]) -> str:
    """Return who they are, the first dozen by name."""
    shown = "、".join(one.short_name for one in lines[:_NAMES_SHOWN])
    return f"{shown} 等 {len(lines)} 份" if len(lines) > _NAMES_SHOWN else shown
