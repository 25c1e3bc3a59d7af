"""Reports: the preview shows the pages of the file; saving and printing give what was seen."""

import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from gui import file_choice, printer
from gui.dialogs.preview import PreviewDialog
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.reports_page import ReportsPage
from gui.painter_sink import PainterSink
from gui.printer import Sent
from models import member
from models.ledger import Ledger
from reports import printing
from tests.gui.builders import shown_dialog

DOTS = 100
"""Dots per inch of the pictures that are compared."""


@pytest.fixture
def page(qtbot: QtBot, members: list[str], window: MainWindow) -> ReportsPage:
    shown = window.show_page("reports")
    assert isinstance(shown, ReportsPage)
    qtbot.waitUntil(lambda: bool(shown.pages), timeout=20_000)
    return shown


def settled(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(lambda: not page._timer.isActive() and not page.workspace.tasks.busy, timeout=20_000)


def texts(page: ReportsPage) -> str:
    return "".join(run.piece.text for paper in page.pages for run in paper.runs())


def test_the_preview_has_every_member(page: ReportsPage, ledger: Ledger) -> None:
    shown = texts(page).replace("　", "").replace(" ", "")
    for one in member.list_members(ledger):
        assert one.name in shown
    assert page.header.remark.text() == f"党员花名册 · {len(page.pages)} 页"


def test_choices_lay_it_out_again(qtbot: QtBot, page: ReportsPage, ledger: Ledger) -> None:
    number = member.list_members(ledger)[0].id_number
    assert number in texts(page)
    page.choices.masked.setChecked(True)
    settled(qtbot, page)
    assert number not in texts(page)
    page.choices.blank.setChecked(True)
    page.choices.rows.setValue(60)
    settled(qtbot, page)
    assert len(page.pages) > 1
    assert "王建国" not in texts(page)


def test_a_new_member_is_in_the_preview_at_once(qtbot: QtBot, page: ReportsPage, ledger: Ledger) -> None:
    with ledger.operation("member.add") as op:
        member.add_member(op, member_id=ledger.ids.new(), name="尉迟犇")
    settled(qtbot, page)
    assert "尉迟犇" in texts(page)


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_saving_writes_the_file_that_was_asked_for(
    qtbot: QtBot,
    page: ReportsPage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    start: bytes,
) -> None:
    asked: list[Path] = []

    def choose(parent: object, title: str, filters: str, proposed: Path, then: object) -> None:
        asked.append(proposed)
        then(tmp_path / proposed.name)  # type: ignore[operator]

    monkeypatch.setattr(file_choice, "choose_save", choose)
    with qtbot.waitSignal(page.workspace.tasks.ended, timeout=20_000):
        page.save(kind)
    written = tmp_path / asked[0].name
    assert written.name.endswith(f"党员花名册20261121.{kind}")
    assert written.read_bytes().startswith(start)
    assert page.window().toast.text == f"已存为 {written}"  # type: ignore[attr-defined]


def test_what_cannot_be_written_is_said(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "没有这个文件夹" / "花名册.pdf"
    monkeypatch.setattr(file_choice, "choose_save", lambda *args: args[-1](place))
    with qtbot.waitSignal(page.workspace.tasks.ended, timeout=20_000):
        page.save("pdf")
    said = page.workspace.messages.said  # type: ignore[attr-defined]
    assert [(one.kind, one.code) for one in said] == [("error", "file-missing")]


def test_the_large_preview_turns_pages_by_keyboard(qtbot: QtBot, page: ReportsPage) -> None:
    page.choices.blank.setChecked(True)
    page.choices.rows.setValue(90)
    settled(qtbot, page)
    page.open_preview()
    dialog = shown_dialog(page)
    assert isinstance(dialog, PreviewDialog)
    assert dialog.view.hasFocus()
    seen = [dialog.view.current_page()]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_End):
        qtbot.keyClick(dialog.view, key)
        seen.append(dialog.view.current_page())
    assert seen == [1, 2, 1, len(page.pages)]
    before = dialog.view.zoom
    qtbot.keyClick(dialog.view, Qt.Key.Key_Plus)
    assert dialog.view.zoom > before
    qtbot.keyClick(dialog.view, Qt.Key.Key_0)
    assert dialog.view.zoom == pytest.approx(before)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


class VanishingPrinter(QPrinter):
    """Takes its first pages and is gone."""

    def __init__(self, out: Path, pages: int) -> None:
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(out))
        self.left = pages

    def newPage(self) -> bool:
        self.left -= 1
        return self.left > 0 and super().newPage()


def test_a_printer_that_vanishes_is_told_with_what_it_took(
    page: ReportsPage, messages: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = page.pages * 3
    device = VanishingPrinter(tmp_path / "打印.pdf", 2)
    printer.prepare(device, pages)
    assert printer.print_pages(device, pages) == 2
    monkeypatch.setattr(printer, "ask_and_print", lambda _parent, _title, _pages, then: then(Sent(0)))
    page.print()
    assert "一页也没有打" in messages.said[-1].what


def test_print_sends_every_page_at_its_size(page: ReportsPage, tmp_path: Path) -> None:
    out = tmp_path / "打印.pdf"
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(out))
    printer.prepare(device, page.pages)
    assert printer.print_pages(device, page.pages) == len(page.pages)
    told = subprocess.run(["pdfinfo", str(out)], capture_output=True, text=True, check=True).stdout
    assert f"Pages:           {len(page.pages)}" in told
    assert "842 x 595 pts (A4)" in told


def ink(image: QImage) -> tuple[list[int], list[int]]:
    """Return how much ink each row and each column of a picture has."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, step = grey.width(), grey.height(), grey.bytesPerLine()
    data = bytes(grey.constBits())
    rows = [sum(255 - value for value in data[y * step : y * step + width]) for y in range(height)]
    columns = [sum(255 - value for value in data[x : step * height : step]) for x in range(width)]
    return rows, columns


def smoothed(values: list[int]) -> list[float]:
    return [sum(values[max(at - 3, 0) : at + 4]) / 7 for at in range(len(values))]


def likeness(one: list[int], other: list[int]) -> float:
    """Return the correlation of two profiles, blurred over two pixels: 1.0 is the same."""
    a, b = smoothed(one), smoothed(other)
    size = min(len(a), len(b))
    a, b = a[:size], b[:size]
    mean_a, mean_b = sum(a) / size, sum(b) / size
    top = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    down = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return top / down


def test_the_preview_has_its_ink_where_the_file_has_it(page: ReportsPage, ledger: Ledger, tmp_path: Path) -> None:
    written = printing.print_form("member_roster", ledger, tmp_path / "花名册.pdf", options=page.choices.options())
    command = [
        "pdftoppm",
        "-r",
        str(DOTS),
        "-f",
        "1",
        "-l",
        "1",
        "-png",
        str(written.path),
        str(tmp_path / "page"),
    ]
    subprocess.run(command, check=True)
    file = QImage(str(next(tmp_path.glob("page*.png"))))
    paper = page.pages[0]
    drawn = QImage(file.size(), QImage.Format.Format_RGB32)
    drawn.fill(Qt.GlobalColor.white)
    painter = QPainter(drawn)
    PainterSink().draw(painter, paper, DOTS / 25.4)
    painter.end()
    for mine, theirs in zip(ink(drawn), ink(file), strict=True):
        assert likeness(mine, theirs) > 0.95
        # A shift of two millimetres would not pass.
        assert likeness(mine[8:], theirs[:-8]) < 0.8


def test_rare_characters_are_drawn_and_never_a_blank_box(ledger: Ledger) -> None:
    rare = ["王䶮", "李喆", "张堃", "赵玥", "孙犇", "钱镕", "买买提·艾山", "周𠅤"]
    with ledger.operation("roster.import") as op:
        for name in rare:
            member.add_member(op, member_id=ledger.ids.new(), name=name)
    sink = PainterSink()
    pieces = {run.piece for paper in printing.lay_out_form("member_roster", ledger) for run in paper.runs()}
    drawn = "".join(piece.text for piece in pieces)
    assert all(character in drawn for name in rare for character in name)
    for piece in pieces:
        runs, _across, _down = sink._set(piece)
        glyphs = [glyph for run in runs for glyph in run.glyphIndexes()]
        assert len(glyphs) == len(piece.text), piece.text
        assert 0 not in glyphs, f"{piece.text}: a character that the font file has not"
