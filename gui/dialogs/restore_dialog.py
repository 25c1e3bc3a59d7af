"""Restoring a backup: what is inside is shown first; it becomes a new file, nothing is overwritten."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from gui import file_choice, labels, style
from gui.dialogs.base import FormDialog
from gui.messages import Messages
from gui.overlay import WorkOverlay
from gui.tasks import Cancelled, Progress, Tasks
from gui.widgets import Card, FieldGrid, button, label
from gui.widgets.texts import ElidedLabel
from gui.workspace import Workspace
from models import member, organization, restore, words
from models.backup_proof import BackupInfo
from models.errors import KnownError
from models.restore import Restored

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True)
class Around:
    """What restoring needs, with a ledger open or on a computer that has none yet. folder: where the new file goes;
    open: opens it afterwards.
    """

    tasks: Tasks
    messages: Messages
    folder: Path
    open: Callable[[Path], object]
    ledger: "Ledger | None" = None


def around(workspace: Workspace) -> Around:
    """Return it for an open ledger."""
    ledger = workspace.ledger
    return Around(
        workspace.tasks, workspace.messages, ledger.path.parent, workspace.other_asked.emit, workspace.ledger
    )


class RestoreDialog(FormDialog):
    """Facts of the backup beside those of the open ledger, the new file's name, and one red button."""

    def __init__(self, parent: QWidget, place: Around, info: BackupInfo) -> None:
        super().__init__(parent, "恢复备份")
        self.setMinimumWidth(600)
        self._place, self.info = place, info
        self.target = free_target(place.folder, info)
        self.body.addWidget(label("这份备份里有什么", points=style.CARD_TITLE_PT, strong=True))
        self.body.addWidget(self._facts())
        self.body.addWidget(
            label(
                "恢复成一个新文件，别的文件原样不动。恢复以后向上级报送时，上级会问一次“是否换过电脑或恢复过备份”，答“是”即可。",
                tone="secondary",
                wrap=True,
            )
        )
        grid = FieldGrid()
        grid.add_field("恢复成", self._target_row())
        self.secret = QLineEdit()
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText("8 组恢复码，或密码")
        self._secret_name = grid.add_field("恢复码或密码", self.secret)
        self.body.addWidget(grid)
        asked = not restore.opens_here(info.path)
        self._ask_secret(asked)
        primary = self.set_buttons("恢复成新文件", "取消")
        overlay = WorkOverlay(self)
        place.tasks.started.connect(overlay.begin)
        place.tasks.progressed.connect(overlay.panel.step)
        place.tasks.ended.connect(overlay.end)
        (self.secret if asked else primary).setFocus()

    def _facts(self) -> QWidget:
        ledger, info = self._place.ledger, self.info
        card = Card()
        grid = FieldGrid(spacing=6)
        same = ledger is not None and info.ledger_id == ledger.info()["ledger_id"]
        counts = info.counts or {}
        now = len(member.list_members(ledger, org=None, status="")) if ledger is not None else 0
        facts = [
            ("组织", info.organization),
            ("备份时间", labels.when(info.verified_at)),
            ("为什么做的", words.label("backup_reason", info.reason)),
            ("党员记录", f"{counts.get('member', 0)} 条" + (f"（现在的台账 {now} 条）" if same else "")),
            ("操作记录", f"{counts.get('journal_operation', 0)} 笔"),
            ("加密", "是，恢复后照旧" if info.protected else "备份加密了，台账没有"),
            ("恢复码单", f"{info.sheet} 号" + (f"（{info.sheet_made}）" if info.sheet_made else "（早先的没有编号）")),
        ]
        if ledger is not None:
            opened = organization.own(ledger).name
            facts.append(("是不是这本台账", "是" if same else f"不是（现在打开的是：{opened}）"))
        grid.set_facts(facts)
        card.body.addWidget(grid)
        return card

    def _target_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        self._shown = ElidedLabel(str(self.target))
        change = button("更改…", icon="folder-open", name="更改恢复到的位置")
        change.clicked.connect(
            lambda: file_choice.choose_save(self, "恢复成", file_choice.LEDGERS, self.target, self.set_target)
        )
        row.addWidget(self._shown, 1)
        row.addWidget(change)
        return holder

    def set_target(self, path: Path) -> None:
        """Choose the new file."""
        self.target = path
        self._shown.setText(str(path))

    def _ask_secret(self, asked: bool) -> None:
        self.secret.setVisible(asked)
        self._secret_name.setVisible(asked)

    def submit(self) -> None:
        """Restore in the worker thread."""
        typed = self.secret.text()
        by_code = sum(c.isdigit() for c in typed) >= 40
        file, target, ledger = self.info.path, self.target, self._place.ledger
        # Nobody has told a name yet on a new computer: then the one kept in the backup stands.
        actor = ledger.actor if ledger is not None else ""
        self.problem.clear()

        def work(_progress: Progress) -> Restored:
            from models import backup

            return backup.restore_backup(
                file,
                target,
                password="" if by_code else typed,
                recovery_code=typed if by_code else "",
                actor=actor,
            )

        self._place.tasks.start("正在恢复备份", work, done=self._done, failed=self._failed)

    def _done(self, restored: Restored) -> None:
        self.accept()
        place = self._place
        kept = "现在用的台账没有动。" if place.ledger is not None else ""
        place.messages.ask(
            self.parentWidget(),
            "已恢复成一本新台账，现在打开它吗？",
            f"{restored.path}\n党员记录 {restored.counts.get('member', 0)} 条。{kept}",
            yes="打开恢复的台账",
            no="先不打开",
            then=lambda: place.open(restored.path),
        )

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.problem.show_error(error)
            if error.code in ("backup-needs-secret", "password-wrong") or error.code.startswith("recovery-code"):
                self._ask_secret(True)
                self.secret.setFocus()
                self.secret.selectAll()
        else:
            assert isinstance(error, Cancelled)


def free_target(folder: Path, info: BackupInfo) -> Path:
    """Return a file name that is free: the organisation, the backup's day, a number when needed."""
    name = "".join(c for c in info.organization if c not in '\\/:*?"<>|' and c.isprintable())[:40] or "台账"
    stem = f"{name}（恢复 {info.verified_at[:10]}）"
    path, number = folder / f"{stem}.zbtz", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}{number}.zbtz"
    return path
