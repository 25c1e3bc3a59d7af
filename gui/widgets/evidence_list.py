"""Files kept with a record as evidence: those there are, those to be added, those taken out when the form is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui import file_choice
from gui.tablemodels import Column
from gui.widgets.buttons import button
from gui.widgets.inline_message import InlineMessage
from gui.widgets.list_table import ListTable
from gui.widgets.paged_table import row_height
from gui.widgets.texts import label
from gui.workspace import Workspace
from models import evidence, files, words
from models.errors import KnownError, RefusedError
from models.evidence import Evidence
from models.schema import SELF

if TYPE_CHECKING:
    from models.gate import Operation

_FILTERS = "证明材料 (*.pdf *.jpg *.jpeg *.png *.doc *.docx *.xls *.xlsx *.wps *.et *.ofd *.txt);;所有文件 (*)"
_MOST_ROWS = 3
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Line:
    """A file that is kept, or one that will be when the form is saved."""

    name: str
    kind: str
    size: int
    kept: Evidence | None = None
    path: Path | None = None


class EvidenceList(QWidget):
    """Put it into a form, and call `write(op, owner ids)` inside the operation that saves the record.

    Nothing is read into the ledger or taken out of it before: closing the form without saving leaves all as it was.
    owner_ids: of the record, empty while it is new; of several that share their files each file is shown once.
    org: another organisation's files can only be looked at.
    """

    changed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        owner_table: str,
        owner_ids: str | Sequence[str] = "",
        *,
        org: int = SELF,
        heading: str = "附件",
    ) -> None:
        super().__init__()
        self._workspace, self._owner_table, self._org, self._heading = workspace, owner_table, org, heading
        self._kept: list[Evidence] = []
        self._added: list[_Line] = []
        self._removed: list[Evidence] = []
        self.setAccessibleName(heading)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAcceptDrops(org == SELF)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._make_head())
        self.table = ListTable(_columns(), heading)
        self.table.horizontalHeader().hide()
        self.table.picked.connect(lambda _line: self.save_copy())
        self.table.delete_asked.connect(lambda _key: self.remove())
        self.table.chosen.connect(lambda _line: self._show_buttons())
        column.addWidget(self.table)
        self.problem = InlineMessage()
        column.addWidget(self.problem)
        self.show_owner(owner_ids)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.told = label(self._heading, tone="secondary")
        row.addWidget(self.told)
        row.addStretch(1)
        self.copy_button = button("另存…", icon="download", kind="quiet", tip="把选中的附件另存一份（回车）")
        self.copy_button.clicked.connect(self.save_copy)
        self.remove_button = button("移除", icon="x", kind="quiet", tip="Del")
        self.remove_button.clicked.connect(self.remove)
        self.add_button = button("添加附件…", icon="paperclip", tip="照片、PDF、Word、Excel 等，每个不超过 20 MB")
        self.add_button.clicked.connect(self.add)
        for made in (self.copy_button, self.remove_button, self.add_button):
            row.addWidget(made)
        return row

    # --- what the form uses -------------------------------------------------------------------

    @property
    def touched(self) -> bool:
        """Whether saving would add or take out anything."""
        return bool(self._added or self._removed)

    @property
    def lines(self) -> list[str]:
        """The names shown: those kept and those to be added."""
        return [one.name for one in self._lines()]

    def show_owner(self, owner_ids: str | Sequence[str]) -> None:
        """Show what is kept with a record; what was added or taken out so far is forgotten."""
        self._added, self._removed, self._kept = [], [], []
        ledger, table = self._workspace.ledger, self._owner_table
        for owner_id in _several(owner_ids):
            self._kept += evidence.list_evidence(ledger, org=self._org, owner_table=table, owner_id=owner_id)
        self._show()

    def write(self, op: "Operation", owner_ids: str | Sequence[str]) -> None:
        """Attach and detach what was asked for; the same new files go to each of several records.

        Raises KnownError: a file that has gone meanwhile, is too large, or is no document or picture; new files and no
        record to keep them with.
        """
        ids = self._workspace.ledger.ids
        if self._added and not _several(owner_ids):
            raise RefusedError("evidence-no-record", count=len(self._added))
        for line in self._added:
            assert line.path is not None
            for owner_id in _several(owner_ids):
                evidence.attach(
                    op, evidence_id=ids.new(), owner_table=self._owner_table, owner_id=owner_id, path=line.path
                )
        for kept in self._removed:
            # A record that goes in the same operation has taken its files along.
            if op.row("evidence", (SELF, kept.id)) is not None:
                evidence.detach(op, kept.id)

    def add_paths(self, paths: Sequence[Path]) -> None:
        """Take files into the list, each once; what cannot be kept is refused at once, and the rest is taken."""
        self.problem.clear()
        there = {line.path for line in self._added}
        refused: list[KnownError] = []
        for path in dict.fromkeys(paths):
            if path in there:
                continue
            try:
                name, media, found = evidence.checked(path)
            except KnownError as error:
                refused.append(error)
                continue
            self._added.append(_Line(name, words.label("evidence_media", media), len(found), path=path))
        if len(refused) == 1:
            self.problem.show_error(refused[0])
        elif refused:
            told, what = "\n".join(error.what() for error in refused), f"{len(refused)} 个文件不能作附件，没有加上"
            self.problem.say(what, told, refused[0].next_step(), state="overdue")
        self._show()
        self.table.choose_row(len(self._lines()) - 1)
        self.changed.emit()

    # --- acts ---------------------------------------------------------------------------------

    def add(self) -> None:
        """Ask for files."""
        file_choice.choose_many(self, "添加附件", _FILTERS, self.add_paths)

    def remove(self) -> None:
        """Take the chosen file out of the list; what is kept goes when the form is saved."""
        line = self.table.current
        if not isinstance(line, _Line) or self._org != SELF:
            return
        if line.kept is not None:
            same = [one for one in self._kept if _same(one) == _same(line.kept)]
            self._kept = [one for one in self._kept if one not in same]
            self._removed += same
        else:
            self._added.remove(line)
        self.problem.clear()
        self._show()
        self.changed.emit()

    def save_copy(self) -> None:
        """Ask where, and write a copy of the chosen file; no program is started on it."""
        line = self.table.current
        if not isinstance(line, _Line) or line.kept is None:
            return
        kept = line.kept
        suffix = Path(kept.file_name).suffix
        filters = f"{line.kind} (*{suffix})" if suffix else "所有文件 (*)"
        proposed = file_choice.documents() / kept.file_name
        file_choice.choose_save(self, "附件另存为", filters, proposed, lambda path: self._write_copy(kept, path))

    def _write_copy(self, kept: Evidence, path: Path) -> None:
        self.problem.clear()
        try:
            files.write_file(path, evidence.content(self._workspace.ledger, kept))
        except KnownError as error:
            self.problem.show_error(error)
            return
        self._workspace.say(f"已另存：{path.name}")

    # --- showing ------------------------------------------------------------------------------

    def _lines(self) -> list[_Line]:
        once = {_same(one): one for one in reversed(self._kept)}
        kept = [_Line(one.file_name, words.label("evidence_media", one.media), one.size, one) for one in once.values()]
        return [*reversed(kept), *self._added]

    def _show(self) -> None:
        lines = self._lines()
        self.table.show_records(lines)
        height = row_height(self.table.fontMetrics().height())
        self.table.setFixedHeight(height * min(len(lines), _MOST_ROWS) + 4)
        self.table.setVisible(bool(lines))
        gone = len({_same(one) for one in self._removed})
        leaving = f"，保存后移除 {gone} 个" if gone else ""
        count = f"{self._heading} {len(lines)} 个{leaving}" if lines or leaving else f"{self._heading}：还没有"
        self.told.setText(count)
        self._show_buttons()

    def _show_buttons(self) -> None:
        line = self.table.current
        mine, some = self._org == SELF, isinstance(line, _Line)
        self.add_button.setVisible(mine)
        self.remove_button.setVisible(mine and some)
        self.copy_button.setVisible(isinstance(line, _Line) and line.kept is not None)

    # --- files dropped on it ------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this computer may be dropped here."""
        if _paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        self.add_paths(_paths(event.mimeData()))
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()


def _several(owner_ids: str | Sequence[str]) -> Sequence[str]:
    return ([owner_ids] if owner_ids else []) if isinstance(owner_ids, str) else owner_ids


def _same(kept: Evidence) -> tuple[str, str]:
    """Return what two records' rows of one file have in common."""
    return kept.digest, kept.file_name


def size_text(size: int) -> str:
    """Return a size as people say it: `2.4 MB`, `310 KB`."""
    return f"{size / _MEGABYTE:.1f} MB" if size >= _MEGABYTE else f"{max(round(size / 1024), 1)} KB"


def _paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()] if data.hasUrls() else []


def _columns() -> list[Column]:
    return [
        Column("name", "文件", lambda one: one.name, 16, stretches=True),
        Column("kind", "种类", lambda one: one.kind, 10, drop=1),
        Column("size", "大小", lambda one: size_text(one.size), 8, right=True),
        Column("state", "", lambda one: "" if one.kept else "保存后存入", 14, state=lambda _one: "progress", drop=2),
    ]
