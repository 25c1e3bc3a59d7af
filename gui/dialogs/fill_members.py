"""The same for many members at once: category, group, and what else a whole list often lacks."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import FieldGrid, label
from gui.workspace import Workspace
from models import group, member, words
from models.errors import KnownError
from models.gate import Operation
from models.member import Member

_AS_IT_IS = "不改"
_FIELDS = ("category", "group", "sex", "ethnicity", "education")
_TYPED = ("ethnicity", "education")
_MOST_NAMED = 6


class FillMembersDialog(FormDialog):
    """What is left at 不改 stays; below it stands what would change, before anything does. One operation."""

    def __init__(self, parent: QWidget, workspace: Workspace, people: Sequence[Member]) -> None:
        super().__init__(parent, f"批量填写：{len(people)} 人")
        self._workspace, self._people = workspace, people
        self.setMinimumWidth(520)
        grid = FieldGrid()
        self.fields: dict[str, QComboBox] = {}
        for name in _FIELDS:
            self.fields[name] = self._field(name)
            grid.add_field(words.label("field", f"member.{name}"), self.fields[name])
        self.told = label(wrap=True, tone="secondary")
        self.told.setMinimumHeight(3 * self.told.fontMetrics().lineSpacing())
        self.body.addWidget(grid)
        self.body.addWidget(self.told)
        self.set_buttons("填写", "取消")
        self._tell()
        self.fields["category"].setFocus()

    def _field(self, name: str) -> QComboBox:
        made = QComboBox()
        made.addItem(_AS_IT_IS, None)
        for word, key in self._choices(name):
            made.addItem(word, key)
        made.currentIndexChanged.connect(lambda _row: self._tell())
        return made

    def _choices(self, name: str) -> list[tuple[str, str]]:
        if name == "group":
            groups = group.list_groups(self._workspace.ledger)
            return [(one.name, one.name) for one in groups if not one.dissolved_date]
        if name in _TYPED:
            kept = Counter(str(getattr(one, name)) for one in member.list_members(self._workspace.ledger))
            return [(word, word) for word, _count in kept.most_common() if word]
        return [(words.label(name, key), key) for key in member.CHOICES[name] if key]

    @property
    def values(self) -> dict[str, str]:
        """What is to be filled in."""
        return {name: one.currentData() for name, one in self.fields.items() if one.currentData() is not None}

    def changed(self) -> list[Member]:
        """Return those whose card would read otherwise."""
        return [
            one for one in self._people if any(getattr(one, name) != value for name, value in self.values.items())
        ]

    def _tell(self) -> None:
        lines = [self._line(name, value) for name, value in self.values.items()]
        self.told.setText("\n".join(lines) if lines else "选好要填的内容，这里会列出谁的哪一项要改。")

    def _line(self, name: str, value: str) -> str:
        """Say of how many a field is filled, and whose other value would be replaced."""
        others = [one for one in self._people if getattr(one, name) not in ("", value)]
        empty = sum(not getattr(one, name) for one in self._people)
        word = words.label("field", f"member.{name}")
        named = "、".join(one.name for one in others[:_MOST_NAMED]) + ("等" if len(others) > _MOST_NAMED else "")
        told = f"{word}：空着的 {empty} 人填上" if empty else f"{word}：没有空着的"
        return told + (f"；原来不一样的 {len(others)} 人改掉：{named}" if others else "")

    def submit(self) -> None:
        """Write it; who has left meanwhile, or was changed to the same, is passed over."""
        self.problem.clear()
        values = self.values
        if not values:
            self.problem.say("还没有选要填什么。", "", "选一项再填写，或者取消。", state="overdue")
            return
        left: list[str] = []
        done: list[str] = []

        def work(op: Operation) -> None:
            for one in self._people:
                row = op.row("member", (one.org, one.id))
                if row is None or (row["status"] == "left" and one.status != "left"):
                    left.append(one.name)
                elif member.edit_member(op, one.id, org=one.org, **values):
                    done.append(one.name)

        try:
            self._workspace.bridge.run("member.edit", work, why="批量填写")
        except KnownError as error:
            self.problem.show_error(error)
            return
        self.accept()
        passed = f"；{'、'.join(left)}已经离开，没有改" if left else ""
        self._workspace.say(f"已填写 {len(done)} 人{passed}", "撤销" if done else "")
