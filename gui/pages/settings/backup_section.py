"""Backups: make one now, see those there are, restore one."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui import file_choice, labels, style
from gui.pages.settings.section import Section
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import Card, EmptyState, Pill, button, label
from gui.widgets.list_table import ListTable
from gui.widgets.texts import ElidedLabel
from gui.widgets.wrap_row import WrapRow
from models import words
from models.backup_proof import BackupInfo

_STAGES = ("copy", "write", "verify", "done")
_STAGE_WORDS = {"copy": "正在复制台账", "write": "正在写到盘上", "verify": "正在读回校验", "done": "完成"}


class BackupSection(Section):
    """One button makes a verified backup; the list shows what can be restored."""

    key, word, icon = "backup", "备份与恢复", "shield-check"
    depends_on = ()
    hint = "↑↓ 选备份 · 回车查看并恢复"

    def build(self) -> None:
        """Make the widgets."""
        card = Card("备份")
        self.state = Pill()
        card.corner.addWidget(self.state)
        self.said = label(tone="secondary", wrap=True)
        card.body.addWidget(self.said)
        self.now = button("立即备份", icon="shield-check", kind="primary")
        self.now.clicked.connect(lambda: self.make(self._folder))
        self.elsewhere = button("备份到U盘或别的文件夹…", icon="folder-open")
        self.elsewhere.clicked.connect(self._choose_target)
        self.take_over = button("接过另一份台账…", tip="两台电脑各记了一份时，把那一份多出的接过来")
        self.take_over.clicked.connect(self.open_take_over)
        card.body.addLayout(WrapRow([self.now, self.elsewhere, self.take_over], spacing=8))
        self.body.addWidget(card)
        self.body.addWidget(self._list_card(), 1)
        workspace = self.workspace
        workspace.backup_changed.connect(self.refresh)

    def open_take_over(self) -> None:
        """Compare with another copy of this ledger."""
        from gui.dialogs.take_over_dialog import TakeOverDialog

        TakeOverDialog(self, self.workspace).open()

    def _list_card(self) -> Card:
        card = Card("可以恢复的备份")
        card.setMinimumHeight(260)
        other = button("看别的文件夹…", icon="folder-open")
        other.clicked.connect(self._look_elsewhere)
        one = button("选一个备份文件…")
        one.clicked.connect(self._choose_file)
        self.place = ElidedLabel(tone="secondary", points=style.SECONDARY_PT)
        card.body.addWidget(self.place)
        self.table = ListTable(
            [
                Column(
                    "at",
                    "时间",
                    lambda info: labels.when(info.verified_at) if info.verified_at else "—",
                    18,
                    strong=True,
                ),
                Column(
                    "organization",
                    "组织",
                    lambda info: info.organization or info.path.name,
                    20,
                    stretches=True,
                ),
                Column("members", "党员", lambda info: members_of(info), 9, right=True),
                Column("reason", "为什么做的", lambda info: words.label("backup_reason", info.reason), 14, drop=1),
                Column("state", "情况", standing_word, 12, state=standing_state),
            ],
            "备份",
        )
        self.table.picked.connect(self.restore)
        self.empty = EmptyState(
            "shield-check", "这里还没有备份", "按“立即备份”做第一份；做完会自动读回校验，校验通过才算数。"
        )
        card.body.addWidget(self.table, 1)
        card.body.addWidget(self.empty, 1)
        self.restore_button = button("查看并恢复…", icon="undo-2")
        self.restore_button.clicked.connect(lambda: self.restore(self.table.current))
        card.body.addLayout(WrapRow([self.restore_button, other, one], spacing=8))
        return card

    def first_focus(self) -> QWidget:
        """The button."""
        return self.now

    @property
    def _folder(self) -> Path:
        from models import backup

        return backup.default_folder(self.workspace.ledger.path)

    def refresh(self) -> None:
        """Read what was proved last and what lies in the ledger's own folder."""
        from models import backup

        last = backup.last_verified(self.workspace.ledger)
        if last is None:
            self.state.show_state("还没有备份", "soon")
            self.said.setText("电脑坏了、误删了，有备份就能恢复。备份是加密的，放在U盘上丢了别人也打不开。")
        else:
            self.state.show_state("已校验", "done")
            gone = "" if last.present else "（这个位置现在看不到，可能在U盘上）"
            self.said.setText(f"最近一次校验过的备份：{labels.when(last.verified_at)}\n{last.path}{gone}")
        self.show_folder(self._folder)

    def show_folder(self, folder: Path) -> None:
        """List the backups of a folder."""
        from models import backup
        from models.errors import KnownError

        try:
            listed = backup.list_backups(folder)
        except KnownError as error:
            self.workspace.messages.error(self, error)
            return
        self.place.setText(str(folder))
        self.table.show_records(listed, current=0)
        self.table.setVisible(bool(listed))
        self.restore_button.setVisible(bool(listed))
        self.empty.setVisible(not listed)

    def make(self, folder: Path) -> None:
        """Make a backup in the worker thread."""
        from models import backup

        ledger = self.workspace.ledger

        def work(progress: Progress) -> BackupInfo:
            def tell(stage: str) -> None:
                progress(_STAGES.index(stage), len(_STAGES) - 1, _STAGE_WORDS[stage])

            return backup.make_backup(ledger, folder, reason="manual", progress=tell)

        self.workspace.tasks.start(
            "正在备份", work, done=self._made, failed=lambda error: self.workspace.error(self, error)
        )

    def _made(self, info: BackupInfo) -> None:
        self.workspace.backup_changed.emit()
        self.show_folder(info.path.parent)
        self.workspace.say(f"已备份并校验：{info.path.name}")

    def _choose_target(self) -> None:
        file_choice.choose_folder(self, "备份到哪个文件夹", self.make)

    def _look_elsewhere(self) -> None:
        file_choice.choose_folder(self, "备份所在的文件夹", self.show_folder)

    def _choose_file(self) -> None:
        from models import backup_file, backup_proof

        def take(path: Path) -> None:
            from models.errors import KnownError

            try:
                self.restore(backup_proof.info_of(path, backup_file.read_header(path)))
            except KnownError as error:
                self.workspace.messages.error(self, error)

        file_choice.choose_open(self, "选择备份文件", file_choice.BACKUPS, take)

    def restore(self, info: BackupInfo | None) -> None:
        """Show what a backup holds, and restore it into a new file if that is wanted."""
        from gui.dialogs.restore_dialog import RestoreDialog, around
        from models.errors import WorldError

        if info is None:
            return
        if info.problem:
            self.workspace.messages.error(self, WorldError(info.problem, path=str(info.path)))
            return
        RestoreDialog(self, around(self.workspace), info).open()


def members_of(info: BackupInfo) -> str:
    """Return how many member records a backup holds."""
    return "" if info.counts is None else f"{info.counts.get('member', 0)} 人"


def standing_word(info: BackupInfo) -> str:
    """Return whether a backup can be used."""
    return "已损坏" if info.problem else "可恢复"


def standing_state(info: BackupInfo) -> str:
    """Return the badge's state."""
    return "overdue" if info.problem else "done"
