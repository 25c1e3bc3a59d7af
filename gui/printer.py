"""Sends laid-out pages to a printer chosen in the system's own dialog."""

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from gui.painter_sink import PainterSink
from reports.drawing import Page

NOTHING_TAKEN = ("打印机没有接收，一页也没有打。", "请看看打印机是否开着、有没有纸，再打印一次；也可以先“存为 PDF”。")
"""What to say when not one page was taken, and what to do next."""
_GONE = (QPrinter.PrinterState.Aborted, QPrinter.PrinterState.Error)


def ask_and_print(parent: QWidget, title: str, pages: list[Page], then: Callable[[int], object]) -> None:
    """Ask for printer and pages, then print; `then` gets the number of pages sent."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    prepare(printer, pages)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(f"打印：{title}")
    dialog.setMinMax(1, len(pages))
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    dialog.accepted.connect(lambda: then(print_pages(printer, pages)))
    # Qt's own `open` of this class wants a slot's name; this is what it does besides.
    QDialog.open(dialog)


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
