"""One test and everybody's result in it: typed down the side, or pasted from a workbook."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui.dialogs.exam_grid import Entered, ExamGrid
from gui.dialogs.study_fields import RecordDialog
from gui.widgets import button, label
from gui.widgets.evidence_list import EvidenceList
from gui.widgets.person_field import Person, PersonField
from gui.workspace import Workspace
from models import amounts, attendance, exam, words
from models.attendance import Attendee
from models.errors import KnownError, RefusedError
from models.exam import EXAM_METHODS, Exam

if TYPE_CHECKING:
    from models.gate import Operation

_PASS_MARK = "60"


class ExamDialog(RecordDialog):
    """All results of one test are one operation; shown: those of a test that is kept, to be changed."""

    table = "exam"
    useful = 860, 700

    def __init__(
        self, parent: QWidget, workspace: Workspace, shown: Sequence[Exam] = (), *, member_id: str = ""
    ) -> None:
        super().__init__(parent, workspace, "登记考核成绩" if not shown else f"考核成绩：{shown[0].title[:30]}")
        self._shown = {one.member_id: one for one in shown}
        self._people: list[Attendee] = []
        self.setMinimumWidth(560)
        self._add_fields(workspace.ledger.clock.today().isoformat())
        self.cells = ExamGrid()
        self.cells.setMinimumHeight(200)
        self.cells.changed.connect(self._tell)
        self.body.addWidget(self.grid)
        self.body.addLayout(self._make_tools())
        self.body.addWidget(self.cells, 1)
        self.told = label(tone="secondary", wrap=True)
        self.body.addWidget(self.told)
        self.evidence = EvidenceList(workspace, "exam", [one.id for one in shown])
        self.body.addWidget(self.evidence)
        if shown:
            self._fill(shown[0])
        self._stand()
        self.set_buttons("保存", "取消")
        self.fields["title"].setFocus()
        if member_id:
            self.cells.go_to(member_id)

    def _add_fields(self, today: str) -> None:
        self.add("title", "如：2026年政治理论考核")
        self.span("title")
        self.add_date("day", today).editingFinished.connect(self._stand)
        self.pass_mark = QLineEdit(_PASS_MARK)
        self.pass_mark.setPlaceholderText("没有就空着")
        self.pass_mark.setToolTip("填成绩时，达到这个分数的自动记“合格”，可以再改")
        self.pass_mark.textChanged.connect(self._take_pass_mark)
        self.grid.add_field("合格线", self.pass_mark, column=1, row=self.grid.grid.rowCount() - 1)
        method = self.add_choice("method", [(key, words.label("exam.method", key)) for key in EXAM_METHODS])
        method.setCurrentIndex(0)
        self.add("organizer", "如：街道党工委", beside=True)

    def _make_tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.jump = PersonField("首字母，回车跳到这个人")
        self.jump.setAccessibleName("跳到这个人")
        self.jump.setFixedWidth(self.jump.fontMetrics().horizontalAdvance("中") * 13 + 24)
        self.jump.picked.connect(self._go_to)
        self.paste_button = button("粘贴成绩…", icon="clipboard-paste", tip="Ctrl+Shift+V")
        self.paste_button.clicked.connect(self.open_tray)
        QShortcut(QKeySequence("Ctrl+Shift+V"), self).activated.connect(self.open_tray)
        row.addWidget(self.jump)
        row.addWidget(self.paste_button)
        row.addWidget(label("三项都空着的算没有参加，不登记", tone="hint", wrap=True), 1)
        return row

    # --- the people ---------------------------------------------------------------------------

    def _fill(self, first: Exam) -> None:
        for name in self.fields:
            self.put(name, getattr(first, name))
        self.cells.put({key: _entered(one) for key, one in self._shown.items()})

    def _stand(self) -> None:
        """Show who was there on the day of the test, and everybody who has a result."""
        try:
            day = date.fromisoformat(self.text("day"))
        except (RefusedError, ValueError):
            day = self.workspace.ledger.clock.today()
        people = attendance.register_on(self.workspace.ledger.query, day)
        there = {one.member_id for one in people}
        if people == self._people:
            return
        self._people = people
        gone = [(one.member_id, one.name) for one in self._shown.values() if one.member_id not in there]
        names = Counter(one.name for one in people)
        told = {one.member_id: f"{one.name}（{one.group or '未编组'}）" for one in people if names[one.name] > 1}
        self.cells.stand([*((one.member_id, told.get(one.member_id, one.name)) for one in people), *gone])
        self.jump.people = [
            Person(one.member_id, one.name, one.name_pinyin, one.name_initials, one.group) for one in people
        ]
        self._tell()

    def _go_to(self, person: Person) -> None:
        self.jump.clear()
        self.jump.fold()
        self.cells.go_to(person.key)
        self.cells.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_pass_mark(self, text: str) -> None:
        try:
            self.cells.pass_mark = exam.score_of(text) / 100 if text.strip() else None
        except RefusedError:
            self.cells.pass_mark = None

    def _tell(self) -> None:
        results = self.cells.results
        failed = sum(one.passed == "no" for one in results.values())
        passed = sum(one.passed == "yes" for one in results.values())
        self.told.setText(
            f"已填 {len(results)} 人，合格 {passed} 人" + (f"，不合格 {failed} 人" if failed else "")
            + " · 输入成绩后按回车到下一人；“是否合格”一列：1 合格 2 不合格 0 清空"
        )

    def open_tray(self) -> None:
        """Paste results."""
        from gui.dialogs.exam_tray import ExamTray

        tray = ExamTray(self, self._people)
        tray.ask_before_losing(self.workspace.messages)
        tray.filled.connect(self._take)
        tray.open()

    def _take(self, found: dict[str, Entered]) -> None:
        derived = self.cells.derived
        self.cells.put(
            {
                key: Entered(one.score, one.grade, one.passed or derived(one.score), one.remark)
                for key, one in found.items()
            }
        )
        self.cells.setFocus()

    # --- saving -------------------------------------------------------------------------------

    def submit(self) -> None:
        """Write all as one operation."""
        self.problem.clear()
        # A cell still being typed hands over what it has when the focus leaves it.
        self.setFocus()
        try:
            values: dict[str, Any] = {name: self.text(name) for name in self.fields}
            results = self._results()
            self.workspace.bridge.run(
                "exam.add" if not self._shown else "exam.edit", lambda op: self._write(op, values, results)
            )
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        self.workspace.say(f"已登记考核成绩：{len(results)} 人", "撤销")

    def _results(self) -> dict[str, dict[str, Any]]:
        """Return the results as they are kept. Raises RefusedError for a score that is none; its cell is shown."""
        made: dict[str, dict[str, Any]] = {}
        for key, one in self.cells.results.items():
            try:
                score = exam.score_of(one.score) if one.score else None
            except RefusedError:
                self.cells.go_to(key)
                raise
            made[key] = {"score": score, "grade": one.grade, "passed": one.passed, "remark": one.remark}
        return made

    def _write(self, op: "Operation", values: dict[str, Any], results: dict[str, dict[str, Any]]) -> None:
        for key, kept in self._shown.items():
            if key in results:
                exam.edit_exam(op, kept.id, **values, **results[key])
            else:
                exam.remove_exam(op, kept.id)
        fresh = {key: one for key, one in results.items() if key not in self._shown}
        made = exam.add_exams(op, self.workspace.ledger.ids, fresh, **values) if fresh or not self._shown else []
        self.evidence.write(op, [*(one.id for key, one in self._shown.items() if key in results), *made])

    def refuse(self, error: KnownError) -> None:
        """Say what cannot stand; a score is gone to by its cell."""
        super().refuse(error)
        if error.facts.get("field") == words.label("field", "exam.score") or error.code == "study-nobody":
            self.cells.setFocus()


def _entered(one: Exam) -> Entered:
    return Entered(amounts.credits_text(one.score) if one.score is not None else "", one.grade, one.passed, one.remark)
