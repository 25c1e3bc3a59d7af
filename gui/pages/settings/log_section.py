"""Everything that was done: number, when, who, what; each with its rows before and after, and undo."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from gui import labels
from gui.pages.settings.section import Section
from gui.tablemodels import Column
from gui.widgets import Card, button, label
from gui.widgets.list_table import ListTable
from models import change_words, journal
from models.journal import JournalEntry, RowChange
from models.ledger import Ledger
from models.schema import TABLES

PAGE = 100
_MOST_ROWS = 400


@dataclass(frozen=True)
class Line:
    """One operation as the list shows it."""

    entry: JournalEntry
    sentence: str


@dataclass(frozen=True)
class FieldLine:
    """One field of one record before and after."""

    record: str
    did: str
    field: str
    before: str
    after: str


class LogSection(Section):
    """The list above, the chosen operation's rows below."""

    key, word, icon = "log", "操作记录与撤销", "history"
    depends_on = tuple(TABLES)
    hint = "↑↓ 选一笔 · 回车撤销它 · Ctrl+Z 撤销最近一笔 · Ctrl+Y 重做"

    def build(self) -> None:
        """Make the widgets."""
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._list())
        split.addWidget(self._detail())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.body.addWidget(split, 1)
        self._shown = PAGE

    def _list(self) -> Card:
        card = Card("操作记录")
        card.setMinimumHeight(220)
        self.count = label(tone="secondary")
        card.corner.addWidget(self.count)
        self.table = ListTable(
            [
                Column("seq", "编号", lambda line: str(line.entry.seq), 5, right=True),
                Column("at", "时间", lambda line: labels.when(line.entry.at), 16),
                Column("actor", "经手人", lambda line: line.entry.actor, 10),
                Column("what", "做了什么", lambda line: line.sentence, 30, strong=True, stretches=True),
                Column(
                    "state",
                    "情况",
                    lambda line: "已撤销" if line.entry.undone else "",
                    9,
                    state=lambda _line: "none",
                ),
            ],
            "操作记录",
        )
        self.table.chosen.connect(self._show)
        self.table.picked.connect(self._undo)
        card.body.addWidget(self.table, 1)
        row = QHBoxLayout()
        self.undo_button = button("撤销这一笔", icon="undo-2")
        self.undo_button.clicked.connect(lambda: self._undo(self.table.current))
        self.why = label(tone="secondary")
        self.older = button("更早的记录", kind="quiet")
        self.older.clicked.connect(self._show_older)
        row.addWidget(self.undo_button)
        row.addWidget(self.why)
        row.addStretch(1)
        row.addWidget(self.older)
        card.body.addLayout(row)
        return card

    def _detail(self) -> Card:
        card = Card("这一笔改了什么")
        card.setMinimumHeight(150)
        self.rows = ListTable(
            [
                Column("record", "记录", lambda line: line.record, 20, strong=True),
                Column("did", "", lambda line: line.did, 6),
                Column("field", "项目", lambda line: line.field, 18),
                Column("before", "改前", lambda line: line.before, 18, stretches=True),
                Column("after", "改后", lambda line: line.after, 18, stretches=True),
            ],
            "这一笔改了什么",
        )
        self.more = label(tone="secondary")
        card.body.addWidget(self.rows, 1)
        card.body.addWidget(self.more)
        return card

    def first_focus(self) -> QWidget:
        """The list."""
        return self.table

    def refresh(self) -> None:
        """Read the newest operations."""
        ledger = self.workspace.ledger
        entries = journal.entries(ledger, limit=self._shown)
        total = journal.last_seq(ledger)
        self.count.setText(f"共 {total} 笔，最近的在最上面")
        self.older.setVisible(len(entries) < total)
        self.table.show_records([Line(entry, _sentence(ledger, entry)) for entry in entries])

    def _show_older(self) -> None:
        self._shown += PAGE
        self.refresh()

    def _show(self, line: Line | None) -> None:
        if line is None:
            self.rows.show_records([])
            return
        entry = line.entry
        self.undo_button.setEnabled(entry.undoable)
        reason = "" if entry.undoable else "已经撤销" if entry.undone else "这一类操作不能撤销"
        self.why.setText(f"原因：{entry.why}" if entry.why else reason)
        changes = journal.changes_of(self.workspace.ledger, entry.seq)
        told = [told for change in changes[:_MOST_ROWS] for told in _lines(self.workspace.ledger, change)]
        self.rows.show_records(told, current=0)
        rest = len(changes) - _MOST_ROWS
        self.more.setText(f"还有 {rest} 条记录没有列出" if rest > 0 else "")
        self.more.setVisible(rest > 0)

    def _undo(self, line: Line | None) -> None:
        if line is None or not line.entry.undoable:
            return
        self.workspace.messages.ask(
            self,
            f"撤销第 {line.entry.seq} 笔：{line.sentence}？",
            "撤销本身也会记下来，随时可以重做。",
            yes="撤销",
            then=lambda: self.workspace.bridge.undo(self, line.entry.seq),
        )


def _sentence(ledger: Ledger, entry: JournalEntry) -> str:
    said = labels.operation_sentence(ledger, entry.seq)
    return {"undo": f"撤销：{said}", "redo": f"重做：{said}"}.get(entry.kind, said)


def _lines(ledger: Ledger, change: RowChange) -> list[FieldLine]:
    record, did = change_words.record_word(ledger, change), change_words.what_happened(change)
    fields = change_words.changed_fields(ledger, change)
    return [FieldLine(record, did, *field) for field in fields] or [FieldLine(record, did, "", "", "")]
