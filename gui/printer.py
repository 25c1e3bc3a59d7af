"""Sends laid-out pages to a printer chosen in the system's own dialog."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from gui import file_choice
from gui.painter_sink import PainterSink
from reports.drawing import Page

NOTHING_TAKEN = ("打印机没有接收，一页也没有打。", "请看看打印机是否开着、有没有纸，再打印一次；也可以先“存为 PDF”。")
"""What to say when not one page was taken, and what to do next."""
_PDF = "PDF 文件 (*.pdf)"
_GONE = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


@dataclass(frozen=True, slots=True)
class Sent:
    """How many pages a printer took, or a PDF file that was chosen instead of one."""

    pages: int
    file: Path | None = None

    @property
    def nothing(self) -> tuple[str, str]:
        """What to say when not one page was taken, and what to do next."""
        if self.file is None:
            return NOTHING_TAKEN
        return f"没有写成：{self.file}", "请换一个能写的文件夹再存一次。"

    def told(self, whole: int) -> str:
        """Return what was done: paper is told as paper, a file with its place."""
        of_all = f"，共 {whole} 页，没有全打" if self.pages < whole else ""
        if self.file is not None:
            return f"已存为 PDF（{self.pages} 页{of_all}）：{self.file}"
        return f"已送往打印机：{self.pages} 页{of_all}"


def ask_and_print(parent: QWidget, title: str, pages: list[Page], then: Callable[[Sent], object]) -> None:
    """Ask for printer and pages, then print; `then` gets what came of it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    prepare(printer, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印：{title}")
    dialog.setMinMax(1, len(pages))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.accepted.connect(lambda: _print(parent, title, printer, pages, then))
    # Qt's own `open` of this class wants a slot's name; this is what it does besides.
    QDialog.open(dialog)


def _print(
    parent: QWidget, title: str, printer: QPrinter, pages: list[Page], then: Callable[[Sent], object]
) -> None:
    """Print; where a file was chosen, ask where: Qt's own dialog proposes the home folder, where nobody looks."""
    if printer.outputFormat() != QPrinter.OutputFormat.PdfFormat:
        then(Sent(print_pages(printer, pages)))
        return
    named = Path(printer.outputFileName())
    if named.parent != Path.home() and named.parent.is_dir() and named.name:
        then(_into(named, printer, pages))
        return
    proposed = file_choice.documents() / f"{title}.pdf"
    title = "打印成 PDF，存到哪里"
    file_choice.choose_save(parent, title, _PDF, proposed, lambda path: then(_into(path, printer, pages)))


def _into(path: Path, printer: QPrinter, pages: list[Page]) -> Sent:
    printer.setOutputFileName(str(path))
    return Sent(print_pages(printer, pages), path)


def prepare(printer: QPrinter, pages: list[Page]) -> None:
    """Give the printer the paper of the pages; the forms have their own margins."""
    first = pages[0]
    landscape = first.width > first.height
    size = QPageSize(
        QSizeF(min(first.width, first.height), max(first.width, first.height)),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    orientation = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, orientation, QMarginsF(0, 0, 0, 0)))


def print_pages(printer: QPrinter, pages: list[Page]) -> int:
    """Draw the pages in the range that was asked for; return how many the printer took, fewer where it went away."""
    first = max(printer.fromPage(), 1)
    last = printer.toPage() or len(pages)
    wanted = pages[first - 1 : last]
    painter = QPainter()
    if not painter.begin(printer):
        return 0
    sink, unit = PainterSink(), printer.resolution() / 25.4
    taken = 0
    for page in wanted:
        if (taken and not printer.newPage()) or printer.printerState() in _GONE:
            break
        sink.draw(painter, page, unit)
        taken += 1
    painter.end()
    return taken
