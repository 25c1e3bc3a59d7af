"""Who looks at what several people have done: the secretary, and of her own things somebody else."""

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit

from gui.dialogs.study_fields import RecordDialog
from gui.workspace import Workspace
from models import post

_MOST_NAMES = 8


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
