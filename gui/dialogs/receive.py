"""Receiving packages: each file is checked and shown with what it would change; confirmed ones go in, one
undo each.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from exchange.changes import TableChange
from exchange.verdict import Verdict
from gui import file_choice, labels, style
from gui.dialogs.base import FormDialog
from gui.overlay import WorkOverlay
from gui.pages.exchange import branch_facts
from gui.tablemodels import Column
from gui.tasks import Progress
from gui.widgets import Card, InlineMessage, button, label
from gui.widgets.list_table import ListTable
from gui.workspace import Workspace
from models import organization_key, words
from models.errors import KnownError

_MOST_NAMES = 30


@dataclass(frozen=True)
class FileLine:
    """One file of the run; `took`: it has been taken in; `agreed`: a person said yes to what it takes away."""

    verdict: Verdict
    took: bool = False
    agreed: bool = False

    @property
    def word(self) -> str:
        """What became of it."""
        if self.took:
            return "已接收"
        if self.asks:
            return "要您定"
        return "可以接收" if self.acceptable else "校验通过" if self.verdict.accepted else "不接收"

    @property
    def acceptable(self) -> bool:
        """Whether it could be taken in now."""
        found = self.verdict.inspection
        return self.agreed or (
            self.verdict.accepted and found is not None and not found.own and not found.integrity_only
        )

    @property
    def asks(self) -> bool:
        """Whether a person has to look at what it takes away first."""
        return self.verdict.asks and not self.agreed

    @property
    def state(self) -> str:
        """The badge's state."""
        if self.took:
            return "done"
        return "soon" if self.asks else "progress" if self.acceptable or self.verdict.accepted else "overdue"


def choose_and_verify(parent: QWidget, workspace: Workspace) -> None:
    """Ask for files and show whether they are whole and from whom; nothing is written."""

    def show(paths: list[Path]) -> None:
        dialog = ReceiveDialog(parent, workspace, paths, only_verify=True)
        dialog.open()
        dialog.look()

    file_choice.choose_many(parent, "选择要校验的文件", file_choice.EXCHANGED, show)


def receive_paths(parent: QWidget, workspace: Workspace, paths: list[Path]) -> "ReceiveDialog":
    """Show what files, or the packages in a folder, would change."""
    dialog = ReceiveDialog(parent, workspace, paths)
    dialog.open()
    dialog.look()
    return dialog


class ReceiveDialog(FormDialog):
    """The files at the left, the chosen one's content at the right."""

    useful = 1100, 640

    def __init__(self, parent: QWidget, workspace: Workspace, paths: list[Path], *, only_verify: bool = False) -> None:
        super().__init__(parent, "校验文件" if only_verify else "接收上报包")
        self.workspace, self.paths, self.only_verify = workspace, paths, only_verify
        self.lines: list[FileLine] = []
        self._received = False
        self.said = label("", points=style.CARD_TITLE_PT, strong=True)
        self.body.addWidget(self.said)
        self.trouble = InlineMessage()
        self.body.addWidget(self.trouble)
        self._build()
        overlay, tasks = WorkOverlay(self), workspace.tasks
        tasks.started.connect(overlay.begin)
        tasks.progressed.connect(overlay.panel.step)
        tasks.ended.connect(overlay.end)
        overlay.cancel_asked.connect(tasks.cancel)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        holder = Card(padding=(1, 1, 1, 1))
        self.table = ListTable(
            [
                Column("state", "结果", lambda one: one.word, 9, state=lambda one: one.state),
                Column("sender", "支部", lambda one: one.verdict.sender, 9, strong=True, stretches=True),
                Column("number", "包号", lambda one: _number(one), 8),
                Column("file", "文件", lambda one: one.verdict.path.name, 8, stretches=True, drop=1),
            ],
            "文件",
        )
        self.table.setMinimumHeight(200)
        self.table.chosen.connect(self._show)
        holder.body.addWidget(self.table)
        row.addWidget(holder, 3)
        self.detail = PackageDetail()
        self.detail.confirm.clicked.connect(self._confirm_lineage)
        self.detail.decide.clicked.connect(self._accept_loss)
        row.addWidget(self.detail, 2)
        self.body.addLayout(row, 1)
        if self.only_verify:
            self.set_buttons("关闭")
        else:
            self.set_buttons("接收", "取消").setEnabled(False)
            self.cancel = self._foot.itemAt(self._foot.count() - 2).widget()
            self.receipts = button("出具回执…", icon="circle-check")
            self.receipts.clicked.connect(self._make_receipts)
            self.receipts.hide()
            self.add_left(self.receipts)

    # --- looking --------------------------------------------------------------------------

    def look(self) -> None:
        """Check every file in the worker thread; nothing is written."""
        ledger, paths, only_verify = self.workspace.ledger, self.paths, self.only_verify

        def work(progress: Progress) -> list[Verdict]:
            from exchange import inspection, receive

            if not only_verify:
                return receive.receive(ledger, paths, dry_run=True, progress=progress)
            found = []
            for done, path in enumerate(paths):
                progress(done, len(paths), path.name)
                found.append(inspection.verify(path, ledger))
            return found

        self.workspace.tasks.start("正在核对文件", work, done=self._looked, failed=self._failed)

    def _looked(self, verdicts: list[Verdict]) -> None:
        self.lines = [FileLine(one) for one in verdicts]
        self._tell_lines(current=0)

    def _tell_lines(self, current: int) -> None:
        good = sum(one.acceptable for one in self.lines)
        bad = sum(not one.verdict.accepted for one in self.lines)
        if self.only_verify:
            whole = len(self.lines) - bad
            self.said.setText(f"校验了 {len(self.lines)} 个文件：通过 {whole}，不通过 {bad}。什么都没有写入。")
        else:
            asks = sum(one.asks for one in self.lines)
            told = f"，会去掉记录、要您看过再定 {asks}" if asks else ""
            bad -= sum(one.verdict.asks for one in self.lines)
            self.said.setText(
                f"共 {len(self.lines)} 个文件：可以接收 {good}{told}，不能接收 {bad}。确认以后才写入。"
            )
            assert self.primary is not None
            self.primary.setText(f"接收 {good} 个包" if good else "没有可以接收的包")
            self.primary.setEnabled(bool(good))
            if good:
                self.primary.setFocus()
        self.table.show_records(self.lines, current=current)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.trouble.show_error(error)
        else:
            self.trouble.say("已停下。", next_step="已经接收的包保留，其余没有改动。")

    def _show(self, chosen: FileLine | None) -> None:
        if chosen is not None:
            self.detail.show_verdict(chosen)
            if self.only_verify:
                self.detail.decide.hide()

    def _confirm_lineage(self) -> None:
        """Believe a branch's new computer or restored backup, after a person has asked there."""
        chosen = self.table.current
        if chosen is None or chosen.verdict.error is None:
            return
        facts, sender = chosen.verdict.error.facts, chosen.verdict.sender

        def accept() -> None:
            done = self.workspace.bridge.attempt(
                self,
                "branch.accept_lineage",
                lambda op: organization_key.accept_lineage(op, facts["sender_number"], facts["lineage"]),
                why="已向支部核实",
            )
            if done:
                self.look()

        self.workspace.messages.ask(
            self,
            f"已经向“{sender}”核实过了吗？",
            "支部换了电脑，或者用备份恢复过台账，才会这样。如果书记说没有，请不要接收这个包。",
            yes="已核实，认可",
            then=accept,
        )

    def _accept_loss(self) -> None:
        """Take a package in although records would vanish, after a person has read which."""
        chosen = self.table.current
        if chosen is None or not chosen.asks:
            return
        number = chosen.verdict.number

        def accept() -> None:
            at = self.lines.index(chosen)
            self.lines[at] = FileLine(chosen.verdict, agreed=True)
            self._tell_lines(current=at)

        self.workspace.messages.ask_before(
            self,
            f"“{chosen.verdict.sender}”第 {number} 号：仍要接收吗？",
            f"{loss_words(chosen.verdict)}\n\n没有向支部核实过的，请不要接收。接收以后可以撤销。",
            yes="仍要接收",
            no="不接收",
            then=accept,
        )

    # --- taking in ------------------------------------------------------------------------

    def submit(self) -> None:
        """Take in what can be taken in; afterwards close."""
        if self.only_verify or self._received:
            self.accept()
            return
        ledger = self.workspace.ledger
        paths = [one.verdict.path for one in self.lines if one.acceptable]
        agreed = [one.verdict.digest for one in self.lines if one.agreed]

        def work(progress: Progress) -> list[Verdict]:
            from exchange import receive
            from models import backup

            def back_up(_ledger: object) -> None:
                progress(0, 0, "先做一份备份")
                backup.make_backup(ledger, backup.default_folder(ledger.path), reason="receive")

            return receive.receive(ledger, paths, backup=back_up, accept_loss=agreed, progress=progress)

        self.workspace.tasks.start("正在接收上报包", work, done=self._taken, failed=self._failed)

    def _taken(self, verdicts: list[Verdict]) -> None:
        by_path = {one.path: one for one in verdicts}
        self.lines = [
            FileLine(by_path[one.verdict.path], took=by_path[one.verdict.path].accepted)
            if one.verdict.path in by_path
            else one
            for one in self.lines
        ]
        took = sum(one.took for one in self.lines)
        self.said.setText(f"已接收 {took} 个包，没有接收 {len(self.lines) - took} 个。每个包都可以单独撤销。")
        self._received = True
        assert self.primary is not None
        self.primary.setText("完成")
        self.primary.setEnabled(True)
        self.cancel.hide()
        self.receipts.setVisible(took > 0)
        (self.receipts if took else self.primary).setFocus()
        self.table.show_records(self.lines)
        self.workspace.backup_changed.emit()

    def _make_receipts(self) -> None:
        digests = [one.verdict.digest for one in self.lines if one.took]
        make_receipts(self, self.workspace, digests)


def make_receipts(parent: QWidget, workspace: Workspace, digests: list[str], *, counter: bool = False) -> None:
    """Ask for a folder and write the receipts of these packages into it; counter: that they are not received."""

    def write(folder: Path) -> None:
        from exchange import receipt

        try:
            make = receipt.make_counter_receipt if counter else receipt.make_receipt
            made = [make(workspace.ledger, digest, folder) for digest in digests]
        except KnownError as error:
            workspace.messages.error(parent, error)
            return
        if counter:
            numbers = "、".join(f"第 {one.number} 号" for one in made)
            told = f"{numbers}\n\n文件在：{folder}\n交给支部登记以后，它就知道没有收着，要重新上报。"
            workspace.messages.tell(parent, f"已出具 {len(made)} 份撤回回执", told)
            return
        told = "\n".join(f"{one.sender}　第 {one.number} 号　回执码 {one.paper_code}" for one in made)
        workspace.messages.tell(
            parent,
            f"已出具 {len(made)} 份回执",
            f"{told}\n\n文件在：{folder}\n文件拷给支部；拷不回去的，把回执码告诉支部也可以。",
        )

    file_choice.choose_folder(parent, "撤回回执放到" if counter else "回执放到", write)


class PackageDetail(Card):
    """Who sent it, when, what it would change; or why it is refused and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(300)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(self._area, 1)
        self.confirm = button("已核实：确认换机或恢复…", icon="shield-check")
        self.confirm.hide()
        self.body.addWidget(self.confirm)
        self.decide = button("看过了，仍要接收…", icon="circle-alert")
        self.decide.hide()
        self.body.addWidget(self.decide)

    def show_verdict(self, line: FileLine) -> None:
        """Show one file."""
        verdict = line.verdict
        self.confirm.setVisible(verdict.code == "lineage" and "sender_number" in (verdict.error or _NO).facts)
        self.decide.setVisible(line.asks)
        holder = QWidget()
        holder.setObjectName("ScrollBody")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        say = _adder(column)
        say(verdict.sender or verdict.path.name, points=style.CARD_TITLE_PT, strong=True)
        told = verdict.reason
        if line.acceptable and not line.took:
            told = "已经看过要去掉的记录，仍要接收；还没有写入。" if line.agreed else _SOUND + _remark(verdict)
        say(told, tone="" if verdict.accepted or line.agreed else "overdue")
        if verdict.next_step and not line.agreed:
            say(verdict.next_step)
        found = verdict.inspection
        if found is not None:
            counts = branch_facts.counts_words(found.counts)
            say(f"第 {found.number} 号，{labels.when(found.created)} 做的，{counts}", tone="secondary")
            if found.content is not None:
                say(_replacing(found.replaces), tone="secondary")
                for notice in found.notices:
                    say(f"请核对：{notice}", tone="soon")
                # What changes comes first: of two dozen tables most stay as they are.
                for change in sorted(found.changes, key=lambda one: not (one.gone or one.changed or one.new)):
                    _tell_change(say, change)
                for word, before, after in found.facts:
                    say(f"{word}：{before or '（空）'} → {after or '（空）'}")
        if verdict.digest:
            groups = " ".join(verdict.digest[at : at + 4] for at in range(0, 16, 4))
            say(f"校验码前四组：{groups}", tone="secondary")
        column.addStretch(1)
        shown = self._area.takeWidget()
        if shown is not None:
            # It may hold the very field or button whose key press brought us here.
            shown.deleteLater()
        self._area.setWidget(holder)


def loss_words(verdict: Verdict) -> str:
    """Return what a package would take away, a line for each table, with the first names."""
    lines = []
    for table, found in verdict.lost.items():
        names = "、".join(name for name in found["names"][:_MOST_ASKED] if name)
        more = "……" if found["count"] > _MOST_ASKED else ""
        lines.append(f"去掉{words.label('table', table)} {found['count']} 条" + (f"：{names}{more}" if names else ""))
    changed = [
        f"{change.word} {len(change.changed)} 条"
        for change in (verdict.inspection.changes if verdict.inspection else ())
        if change.changed
    ]
    return "\n".join([*lines, *([f"改动{'、'.join(changed)}"] if changed else [])]) or "没有记录会消失。"


def _remark(verdict: Verdict) -> str:
    return verdict.inspection.remark if verdict.inspection is not None else ""


_MOST_ASKED = 8
_SOUND = "核对无误，可以接收，还没有写入。"
_NO = KnownError("lineage")
_Say = Callable[..., None]


def _adder(column: QVBoxLayout) -> _Say:
    def say(text: str, **how: object) -> None:
        made = label(text, wrap=True, selectable=True, **how)  # type: ignore[arg-type]
        column.addWidget(made)

    return say


def _replacing(number: int) -> str:
    return f"将代替现在的第 {number} 号包" if number else "这是这个支部的第一个包"


def _tell_change(say: _Say, change: TableChange) -> None:
    if not (change.new or change.changed or change.gone):
        say(f"{change.word}：{change.same} 条都没有变化")
        return
    numbers = (("新增", len(change.new)), ("修改", len(change.changed)), ("去掉", len(change.gone)))
    told = "，".join(f"{word} {number}" for word, number in (*numbers, ("不变", change.same)))
    say(f"{change.word}：{told}", strong=True)
    for word, rows in (("新增", change.new), ("去掉", change.gone)):
        if rows:
            names = "、".join(row.name for row in rows[:_MOST_NAMES])
            say(f"{word}：{names}{'……' if len(rows) > _MOST_NAMES else ''}")
    for row in change.changed[:_MOST_NAMES]:
        fields = "；".join(f"{word} {before or '（空）'} → {after or '（空）'}" for word, before, after in row.columns)
        say(f"修改：{row.name}（{fields}）")


def _number(line: FileLine) -> str:
    return f"第 {line.verdict.number} 号" if line.verdict.number else ""
