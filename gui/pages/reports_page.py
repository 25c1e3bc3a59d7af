"""Forms: choose one, see it as it will be on paper, print it or save it as PDF or workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui import file_choice, style
from gui.pages.base import Page
from gui.pages.print_options import PrintChoices
from gui.tasks import Progress
from gui.widgets import Card, InlineMessage, PageHeader, button, label
from gui.widgets.page_view import PageView
from gui.widgets.zoom_bar import ZoomBar
from models import organization
from models.errors import KnownError
from models.kinds.catalog import tables
from reports import catalog, printing
from reports.drawing import Page as PaperPage
from reports.printing import PrintResult

if TYPE_CHECKING:
    from gui.printer import Sent

_AGAIN_MS = 200
_PREVIEW_FROM = 800
_SIDE_WIDTH = 300
_FILTERS = {"pdf": "PDF 文件 (*.pdf)", "xlsx": "Excel 工作簿 (*.xlsx)"}
_KINDS = {"pdf": "PDF", "xlsx": "Excel 工作簿"}


class ReportsPage(Page):
    """The catalogue of forms with its preview; laid out in the worker thread, drawn from the same pages as
    the file.
    """

    depends_on = (
        *("member", "party_group", "organization", "post_term", "meeting", "attendance", "make_up"),
        *("rule_choice", "duty_note"),
        *tables(),
        *("pledge", "pledge_item", "pledge_step", "pledge_deed", "pledge_appraisal", "pledge_opinion"),
    )
    hint = "Ctrl+P 打印 · Ctrl+S 存为 PDF · 预览里：+ − 缩放，0 适合宽度，PgUp PgDn 翻页"

    def build(self) -> None:
        """Make the widgets."""
        self.header = PageHeader("报表")
        self.sheet_button = button("存为 Excel", icon="download")
        self.sheet_button.clicked.connect(lambda: self.save("xlsx"))
        self.pdf_button = button("存为 PDF", icon="file-text", tip="Ctrl+S")
        self.pdf_button.clicked.connect(lambda: self.save("pdf"))
        self.print_button = button("打印", icon="printer", kind="primary", tip="Ctrl+P")
        self.print_button.clicked.connect(self.print)
        for made in (self.sheet_button, self.pdf_button, self.print_button):
            self.header.add(made)
        self.body.addWidget(self.header)
        self.problem = InlineMessage()
        self.body.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(style.GAP)
        row.addWidget(self._make_side())
        row.addWidget(self._make_preview(), 1)
        self.body.addLayout(row, 1)
        self._wanted = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AGAIN_MS)
        self._timer.timeout.connect(self._lay_out)
        self.workspace.tasks.idle.connect(self._lay_out_if_wanted)
        for keys, act in (("Ctrl+P", self.print), ("Ctrl+S", lambda: self.save("pdf"))):
            self.on_key(keys, act)
        self._fill()

    def _make_side(self) -> QWidget:
        self.forms = QListWidget()
        self.forms.setAccessibleName("表册")
        self.forms.currentRowChanged.connect(self._choose)
        self.choices = PrintChoices()
        self.choices.basis.setChecked(bool(self.workspace.settings.get("print_basis", "")))
        self.choices.basis.toggled.connect(lambda on: self.workspace.settings.put("print_basis", "1" if on else ""))
        self.choices.changed.connect(self._timer_start)
        self.choices.unit.currentIndexChanged.connect(self._show_targets)
        self.enlarge = button("放大预览", icon="eye")
        self.enlarge.clicked.connect(self.open_preview)
        inside = QWidget()
        inside.setObjectName("ScrollBody")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(label("表册", points=style.CARD_TITLE_PT, strong=True))
        column.addWidget(self.forms)
        column.addSpacing(4)
        column.addWidget(label("打印设置", points=style.CARD_TITLE_PT, strong=True))
        column.addWidget(self.choices)
        column.addWidget(self.enlarge)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self.side = Card(padding=(1, 1, 1, 1))
        self.side.body.addWidget(area)
        self.side.setMinimumWidth(_SIDE_WIDTH)
        return self.side

    def _make_preview(self) -> QWidget:
        self.view = PageView()
        self.bar = ZoomBar(self.view)
        self.preview = Card(padding=(1, 1, 1, 1))
        holder = QVBoxLayout()
        holder.setContentsMargins(10, 6, 10, 2)
        holder.addWidget(self.bar)
        self.preview.body.setSpacing(4)
        self.preview.body.addLayout(holder)
        self.preview.body.addWidget(self.view, 1)
        self.view.setMinimumHeight(200)
        return self.preview

    def _fill(self) -> None:
        for entry in catalog.list_forms():
            item = QListWidgetItem(entry.title)
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.forms.addItem(item)
        self.forms.setCurrentRow(0)
        height = self.forms.sizeHintForRow(0) * self.forms.count() + 12
        self.forms.setFixedHeight(min(max(height, 44), 220))

    def first_focus(self) -> QWidget:
        """The catalogue."""
        return self.forms

    def show_what(self, **what: Any) -> None:
        """form: choose that one; meeting, member (ids), year: print it of those."""
        for row in range(self.forms.count()):
            if self._entry(row).id == what.get("form"):
                self.forms.setCurrentRow(row)
        self._show_targets()
        self.choices.targets.choose(
            meeting_id=what.get("meeting", ""),
            year=what.get("year"),
            member_id=what.get("member", ""),
            pledges=what.get("pledges", ()),
        )

    def refresh(self) -> None:
        """Lay the form out again."""
        own = organization.own(self.workspace.ledger)
        if own.receives:
            mine = [own] if own.manages_members else []
            self.choices.show_units([*mine, *organization.below(self.workspace.ledger)])
        self._show_targets()
        self._lay_out()

    def _show_targets(self) -> None:
        self.choices.targets.show_ledger(self.workspace.ledger, self.choices.organisation)

    # --- the preview --------------------------------------------------------------------------

    @property
    def entry(self) -> catalog.CatalogEntry:
        """The form chosen."""
        return self._entry(self.forms.currentRow())

    @property
    def pages(self) -> list[PaperPage]:
        """The pages as they will be printed."""
        return self.view.pages

    def _entry(self, row: int) -> catalog.CatalogEntry:
        entry = self.forms.item(row).data(Qt.ItemDataRole.UserRole)
        assert isinstance(entry, catalog.CatalogEntry)
        return entry

    def _choose(self, row: int) -> None:
        if row >= 0:
            self.choices.show_form(self._entry(row))
            self.sheet_button.setEnabled("xlsx" in self._entry(row).formats)
            self._timer_start()

    def _timer_start(self) -> None:
        self._timer.start()

    def _lay_out(self) -> None:
        form, ledger, options = self.entry.id, self.workspace.ledger, self.choices.options()
        self._wanted = not self.workspace.tasks.start(
            "排版",
            lambda _progress: printing.lay_out_form(form, ledger, options=options),
            done=self._show,
            failed=self._fail,
            quiet=True,
        )

    def _lay_out_if_wanted(self) -> None:
        if self._wanted:
            self._timer.start()

    def _show(self, pages: list[PaperPage]) -> None:
        self.problem.clear()
        self.view.show_pages(pages)
        self.header.remark.setText(f"{self.entry.title} · {len(pages)} 页")

    def _fail(self, error: BaseException) -> None:
        if isinstance(error, KnownError):
            self.view.show_pages([])
            self.header.remark.setText(self.entry.title)
            self.problem.show_error(error)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On narrow screens the preview has its own window."""
        super().resizeEvent(event)
        wide = self.width() >= _PREVIEW_FROM
        self.preview.setVisible(wide)
        self.side.setMaximumWidth(_SIDE_WIDTH if wide else 16777215)

    # --- doing --------------------------------------------------------------------------------

    def open_preview(self) -> None:
        """Show the pages in a window of their own."""
        from gui.dialogs.preview import PreviewDialog

        if self.pages:
            dialog = PreviewDialog(self, self.entry.title, self.pages)
            dialog.print_asked.connect(self.print)
            dialog.open()

    def print(self) -> None:
        """Ask for a printer and print what the preview shows."""
        from gui.printer import ask_and_print

        if self.pages:
            ask_and_print(
                self,
                self.entry.title,
                self.pages,
                self._tell_sent,
            )

    def _tell_sent(self, sent: "Sent") -> None:
        if not sent.pages:
            self.workspace.messages.tell(self, *sent.nothing)
        elif sent.file is not None:
            self.workspace.say_saved(sent.told(len(self.pages)), sent.file)
        else:
            self.workspace.say(sent.told(len(self.pages)))

    def save(self, kind: str) -> None:
        """Ask where, then write the file in the worker thread."""
        own = organization.own(self.workspace.ledger)
        day = self.workspace.ledger.clock.today()
        name = f"{own.short_name or own.name}{self.entry.title}{day:%Y%m%d}.{kind}"
        place = Path(self.workspace.settings.get("print_folder", "") or file_choice.documents())
        folder = place if place.is_dir() else file_choice.documents()
        file_choice.choose_save(self, f"存为 {_KINDS[kind]}", _FILTERS[kind], folder / name, self._write)

    def _write(self, path: Path) -> None:
        form, ledger, options = self.entry.id, self.workspace.ledger, self.choices.options()
        self.workspace.settings.put("print_folder", str(path.parent))

        def work(progress: Progress) -> PrintResult:
            return printing.print_form(form, ledger, path, options=options, progress=progress)

        self.workspace.tasks.start(f"正在生成：{path.name}", work, done=self._written, failed=self._fail_loud)

    def _written(self, result: PrintResult) -> None:
        self.workspace.say_saved(f"已存为 {result.path}", result.path)
        if result.missing_characters:
            shown = " ".join(result.missing_characters)
            self.problem.say(
                f"这些字没有字体可用，纸上显示为〓：{shown}",
                str(result.path),
                "请安装带这些字的字体后再生成一次。",
                state="soon",
            )

    def _fail_loud(self, error: BaseException) -> None:
        self.workspace.error(self, error)
