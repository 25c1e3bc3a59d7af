"""Several texts at once: that they were read (审阅), or that they were shown (展示)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from gui.dialogs.study_fields import RecordDialog
from gui.widgets import label
from gui.workspace import Workspace
from models import post, reflection
from models.errors import KnownError
from models.gate import Operation
from models.reflection import Reflection

_MOST_NAMES = 8


class ReviewDialog(RecordDialog):
    """Notes of one or many texts who read them, when, and what was said."""

    table = "reflection"

    def __init__(self, parent: QWidget, workspace: Workspace, texts: Sequence[Reflection]) -> None:
        super().__init__(parent, workspace, f"审阅 {len(texts)} 份心得笔记")
        self._texts = texts
        self.setMinimumWidth(480)
        self.body.addWidget(label(listed([one.name for one in texts]), tone="secondary", wrap=True))
        reader = self.add("reviewer", "审阅的人")
        reader.setText(secretary(workspace))
        self.other = ask_other_reader(self, reader, [one.name for one in texts])
        self.add_date("reviewed_on", workspace.ledger.clock.today().isoformat())
        self.add("review", "如：结合实际，有体会、有打算")
        self.body.addWidget(self.grid)
        self.set_buttons("记下审阅", "取消")
        self.fields["review" if secretary(workspace) else "reviewer"].setFocus()

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        try:
            reviewer, day, said = (self.text(name) for name in ("reviewer", "reviewed_on", "review"))

            def work(op: Operation) -> None:
                for one in self._texts:
                    reader = reader_of(one.name, reviewer, self.other)
                    reflection.review_reflections(op, [one.id], reviewer=reader, day=day, review=said)

            self.workspace.bridge.run("reflection.review", work)
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        self.workspace.say(f"已记下审阅：{len(self._texts)} 份", "撤销")


class ExhibitDialog(RecordDialog):
    """Notes of one or many texts when and where they were shown."""

    table = "reflection"

    def __init__(self, parent: QWidget, workspace: Workspace, texts: Sequence[Reflection]) -> None:
        super().__init__(parent, workspace, f"展示 {len(texts)} 份心得笔记")
        self._texts = texts
        self.setMinimumWidth(480)
        self.body.addWidget(label(listed([one.name for one in texts]), tone="secondary", wrap=True))
        self.add_date("exhibited_on", workspace.ledger.clock.today().isoformat())
        self.add("exhibited_at", "如：支部学习园地")
        self.body.addWidget(self.grid)
        self.set_buttons("记下展示", "取消")
        self.fields["exhibited_at"].setFocus()

    def submit(self) -> None:
        """Write it as one operation."""
        self.problem.clear()
        ids = [one.id for one in self._texts]
        try:
            day, place = self.text("exhibited_on"), self.text("exhibited_at")
            self.workspace.bridge.run(
                "reflection.exhibit", lambda op: reflection.exhibit(op, ids, day=day, place=place)
            )
        except KnownError as error:
            self.refuse(error)
            return
        self.accept()
        self.workspace.say(f"已记下展示：{len(ids)} 份", "撤销")


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence tells them: `王建国、李晓东等 12 人`."""
    different = list(dict.fromkeys(names))
    shown = "、".join(different[:_MOST_NAMES])
    return f"{shown}等 {len(different)} 人" if len(different) > _MOST_NAMES else shown


def ask_other_reader(dialog: RecordDialog, reviewer: QLineEdit, names: Sequence[str]) -> QLineEdit:
    """Ask who reads what the reader herself wrote, where that is among them: nobody says yes to her own."""
    field = QLineEdit()
    field.setPlaceholderText("另一个人，如组织委员")
    word = dialog.grid.add_field("本人的由谁审", field)

    def show(typed: str) -> None:
        for widget in (word, field):
            widget.setVisible(typed.strip() in names)

    reviewer.textChanged.connect(show)
    show(reviewer.text())
    return field


def reader_of(name: str, reviewer: str, other: QLineEdit) -> str:
    """Return who reads what somebody wrote: of her own the other one, where one is named."""
    return (other.text().strip() or reviewer) if name == reviewer.strip() else reviewer


def secretary(workspace: Workspace) -> str:
    """Return the name of whoever is secretary today, or nothing."""
    ledger = workspace.ledger
    terms = post.list_posts(ledger.query, day=ledger.clock.today())
    return next((term.name for term in terms if term.post == "secretary"), "")
