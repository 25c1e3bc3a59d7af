"""A member's own summary of the year, and what the group thinks of it."""

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from gui.dialogs.base import FormDialog
from gui.widgets import button, label
from gui.widgets.long_text import LongText
from gui.workspace import Workspace
from models import study_archive, words
from models.errors import KnownError
from models.study_archive import TEXT_LIMITS, StudyArchive

_LINES = {"summary": 10, "group_opinion": 3}


class SummaryDialog(FormDialog):
    """Writes both texts as one operation; once the archive is reviewed they can only be read.

    following: whose summaries are to be written next, one after the other without leaving the dialog.
    """

    def __init__(
        self, parent: QWidget, workspace: Workspace, archive: StudyArchive, following: Sequence[StudyArchive] = ()
    ) -> None:
        super().__init__(parent, _title(archive))
        self._workspace, self._archive, self._following = workspace, archive, list(following)
        self.setMinimumSize(640, 420)
        closed = archive.state not in ("open", "filled")
        if closed:
            filed = archive.state == "filed"
            told = f"{archive.filed_on} 已归档，要改先“重新打开”。" if filed else "书记已审阅，要改先“退回”。"
            self.body.addWidget(label(told, tone="secondary", wrap=True))
        self.texts: dict[str, LongText] = {}
        for name, lines in _LINES.items():
            made = LongText(words.label("field", f"study_archive.{name}"), TEXT_LIMITS[name], lines=lines)
            made.set_text(getattr(archive, name))
            made.edit.setReadOnly(closed)
            self.texts[name] = made
            self.body.addWidget(made, lines)
        if closed:
            close = button("关闭")
            close.clicked.connect(self.reject)
            self.add_end(close)
        else:
            self.next = button("保存，下一人", tip="接着写还没有总结的下一名党员（Ctrl+N）")
            self.next.clicked.connect(self._save_and_go_on)
            QShortcut(QKeySequence("Ctrl+N"), self).activated.connect(self.next.click)
            self.next.setVisible(bool(self._following))
            self.add_left(self.next)
            self.set_buttons("保存", "取消")
            self._keep_drafts()
        self.texts["summary"].edit.setFocus()
        self.ask_before_losing(workspace.messages, "总结还没有保存。")

    def _keep_drafts(self) -> None:
        """Each person's summary has its own draft."""
        one = self._archive
        self.keep_drafts(self._workspace, "study_archive", one, new=f"{one.member_id} {one.year}")

    def _written(self) -> dict[str, str]:
        return {name: text.text() for name, text in self.texts.items()}

    def submit(self) -> None:
        """Write both."""
        if self._save():
            self.accept()

    def _save_and_go_on(self) -> None:
        if not self._save():
            return
        self._archive = self._following.pop(0)
        self.setWindowTitle(_title(self._archive))
        for name, text in self.texts.items():
            text.set_text(getattr(self._archive, name))
        self.next.setVisible(bool(self._following))
        self.texts["summary"].edit.setFocus()
        self.begin_anew()
        if self.drafting is not None:
            self.drafting.end()
            self._keep_drafts()
            self.drafting.begin()

    def _save(self) -> bool:
        self.problem.clear()
        one, ids, said = self._archive, self._workspace.ledger.ids, self._written()
        try:
            self._workspace.bridge.run(
                "archive.write",
                lambda op: study_archive.write_summary(
                    op, ids, one.member_id, one.year, summary=said["summary"], group_opinion=said["group_opinion"]
                ),
            )
        except KnownError as error:
            self.problem.show_error(error)
            return False
        self._workspace.say(f"已保存：{one.name}的个人学习总结", "撤销")
        return True


def _title(archive: StudyArchive) -> str:
    return f"{archive.year} 年个人学习总结：{archive.name}"
