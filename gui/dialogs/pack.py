"""Making the next package: where to, with or without ID numbers, why; then what was made and that it is
safe to unplug.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from exchange.kind_tables import without_private
from exchange.pack import SentPackage
from gui import file_choice, opening, style
from gui.dialogs.base import FormDialog
from gui.overlay import WorkOverlay
from gui.pages.exchange import branch_facts
from gui.tasks import Cancelled, Progress
from gui.widgets import Card, FieldGrid, button, label
from gui.workspace import Workspace
from models import location, snapshot
from models.errors import KnownError

if TYPE_CHECKING:
    from gui.printer import Sent

_STICKS = ("/media/", "/run/media/", "/mnt/")


class PackDialog(FormDialog):
    """First the question, then in the same window the result."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent, "生成上报包")
        self.setMinimumWidth(580)
        self.workspace = workspace
        self.made: SentPackage | None = None
        self.cover_path: Path | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self._question())
        self.body.addWidget(self.pages)
        self.set_buttons("生成上报包", "取消")
        self._close = self._foot.itemAt(self._foot.count() - 2).widget()
        tasks, overlay = workspace.tasks, WorkOverlay(self)
        tasks.started.connect(overlay.begin)
        tasks.progressed.connect(overlay.panel.step)
        tasks.ended.connect(overlay.end)
        self.folder.setFocus()

    def _question(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        ledger = self.workspace.ledger
        above = branch_facts.committee(ledger)
        counts = {name: len(rows) for name, rows in without_private(snapshot.collect(ledger)).items()}
        card = Card()
        facts = FieldGrid(spacing=6)
        facts.set_facts(
            [
                ("发给", above.name if above else "还没有接入上级"),
                ("里面有", branch_facts.counts_words(counts)),
                ("谁能打开", "只有上级；U盘丢了别人也看不到内容"),
            ]
        )
        card.body.addWidget(facts)
        column.addWidget(card)
        grid = FieldGrid()
        self.folder = QComboBox()
        for word, folder in proposed_folders():
            self.folder.addItem(f"{word}　{folder}", str(folder))
        self.folder.addItem("别的文件夹…", "")
        self.folder.activated.connect(self._folder_chosen)
        grid.add_field("放到", self.folder)
        self.why = QLineEdit()
        self.why.setMaxLength(100)
        self.why.setPlaceholderText("可以不填；更正重报时写一句，如：更正两名党员的转正日期")
        grid.add_field("说明", self.why)
        column.addWidget(grid)
        self.id_numbers = QCheckBox("带公民身份号码")
        self.id_numbers.setChecked(True)
        column.addWidget(self.id_numbers)
        column.addWidget(
            label("上级不需要身份证号时请去掉勾，能少带就少带。", tone="secondary", points=style.SECONDARY_PT)
        )
        column.addStretch(1)
        return page

    def _folder_chosen(self, row: int) -> None:
        if self.folder.itemData(row) == "":
            file_choice.choose_folder(self, "上报包放到", self.set_folder)

    def set_folder(self, folder: Path) -> None:
        """Choose a folder."""
        found = self.folder.findData(str(folder))
        if found < 0:
            self.folder.insertItem(0, str(folder), str(folder))
            found = 0
        self.folder.setCurrentIndex(found)

    def submit(self) -> None:
        """Make the package, or close when it is made."""
        if self.made is not None:
            self.accept()
            return
        folder = str(self.folder.currentData())
        if not folder:
            self._folder_chosen(self.folder.currentIndex())
            return
        self.problem.clear()
        ledger, id_numbers, why = self.workspace.ledger, self.id_numbers.isChecked(), self.why.text().strip()

        def work(_progress: Progress) -> tuple[SentPackage, Path | None, KnownError | None]:
            from exchange import pack
            from reports import cover

            made = pack.make_package(ledger, folder, id_numbers=id_numbers, why=why)
            sheet = made.path.with_name(f"{made.path.stem}_封面.pdf")
            try:
                cover.print_cover(made.cover, sheet)
            except KnownError as error:
                # The package lies there, whole and noted; only its cover is missing.
                return made, None, error
            return made, sheet, None

        self.workspace.tasks.start("正在生成上报包", work, done=self._done, failed=self._failed)

    def _done(self, result: tuple[SentPackage, Path | None, KnownError | None]) -> None:
        self.made, self.cover_path, error = result
        self.pages.addWidget(self._result(self.made))
        self.pages.setCurrentIndex(1)
        self.pages.widget(0).hide()
        self._close.hide()
        assert self.primary is not None
        self.primary.setText("完成")
        self.primary.setFocus()
        if error is not None:
            self.problem.show_error(error)

    def _result(self, made: SentPackage) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label(f"第 {made.number} 号上报包已生成", points=style.PAGE_TITLE_PT, strong=True))
        away = location.is_removable(made.path)
        safe = "，可以安全弹出U盘了。" if away else f"。它在这台电脑的“{made.path.parent.name}”里，还要拷给上级。"
        column.addWidget(label(f"已写完并读回核对{safe}", tone="done", wrap=True))
        card = Card()
        facts = FieldGrid(spacing=6)
        facts.set_facts(
            [
                ("上报包", made.path.name),
                ("封面", self.cover_path.name if self.cover_path else "没有写成"),
                ("所在文件夹", str(made.path.parent)),
                ("里面有", branch_facts.counts_words(made.counts)),
                ("公民身份号码", "带" if made.cover.id_numbers else "不带"),
                ("校验码前四组", " ".join(made.cover.digest_groups[:4])),
            ]
        )
        card.body.addWidget(facts)
        column.addWidget(card)
        column.addWidget(
            label(
                "把上报包和打印好的封面一起交给上级；上级给回执后，在本页登记回执。",
                tone="secondary",
                wrap=True,
            )
        )
        cover = button("打印封面…", icon="printer")
        cover.clicked.connect(self._print_cover)
        row = QHBoxLayout()
        row.addWidget(cover)
        if opening.ways():
            folder = button(opening.OPEN_FOLDER, icon="folder-open")
            folder.clicked.connect(lambda: opening.open_by(opening.OPEN_FOLDER, made.path))
            row.addWidget(folder)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _print_cover(self) -> None:
        from gui import printer
        from reports import cover

        if self.made is None:
            return
        try:
            pages = cover.lay_out_cover(self.made.cover)
        except KnownError as error:
            self.problem.show_error(error)
            return
        printer.ask_and_print(self, "上报包封面", pages, self._tell_cover)

    def _tell_cover(self, sent: "Sent") -> None:
        if not sent.pages:
            what, following = sent.nothing
            self.problem.say(what, next_step=following, state="overdue")
        elif sent.file is not None:
            self.problem.say(sent.told(sent.pages), state="done")
        else:
            self.problem.clear()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.problem.show_error(error)
        else:
            assert isinstance(error, Cancelled)


def proposed_folders() -> list[tuple[str, Path]]:
    """Return places for a file that travels: sticks and other disks there are, then the user's documents."""
    sticks = []
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        on_stick = root.startswith(_STICKS) if sys.platform != "win32" else not root.upper().startswith("C:")
        if on_stick and volume.isReady() and not volume.isReadOnly():
            word = "U盘" if location.is_removable(Path(root) / "x") else "磁盘"
            sticks.append((f"{word} {volume.displayName()}", Path(root)))
    return [*sticks, ("文档", file_choice.documents())]
