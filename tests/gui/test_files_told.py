"""What was written says where it lies and can be opened; paper is told as paper, a file as a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui import file_choice, opening, overlay, printer
from gui.main_window import MainWindow
from gui.messages import Recorder
from gui.pages.reports_page import ReportsPage
from gui.printer import Sent


@pytest.fixture
def page(qtbot: QtBot, members: list[str], window: MainWindow) -> ReportsPage:
    shown = window.show_page("reports")
    assert isinstance(shown, ReportsPage)
    qtbot.waitUntil(lambda: bool(shown.pages), timeout=20_000)
    return shown


def into_file(name: Path) -> QPrinter:
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(name))
    return device


def test_a_pdf_instead_of_paper_is_asked_for_its_place_and_never_dropped_into_home(
    page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, chosen = tmp_path / "home", tmp_path / "报表" / "花名册.pdf"
    home.mkdir()
    chosen.parent.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    asked: list[Path] = []

    def choose(_parent: QWidget, _title: str, _kinds: str, proposed: Path, then: Callable[[Path], object]) -> None:
        asked.append(proposed)
        then(chosen)

    monkeypatch.setattr(file_choice, "choose_save", choose)
    device = into_file(home / "print.pdf")
    printer.prepare(device, page.pages)
    printer._print(page, "党员花名册", device, page.pages, page._tell_sent)
    assert [one.name for one in asked] == ["党员花名册.pdf"]
    assert chosen.read_bytes().startswith(b"%PDF") and list(home.iterdir()) == []
    toast = page.window().toast  # type: ignore[attr-defined]
    assert toast.text == f"已存为 PDF（{len(page.pages)} 页）：{chosen}"
    assert "打印机" not in toast.text


def test_a_place_chosen_in_the_systems_dialog_is_not_asked_again(
    page: ReportsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_choice, "choose_save", lambda *_: pytest.fail("asked twice"))
    device, told = into_file(tmp_path / "花名册.pdf"), []
    printer._print(page, "党员花名册", device, page.pages, told.append)
    assert told == [Sent(len(page.pages), tmp_path / "花名册.pdf")]


@pytest.mark.parametrize(
    ("sent", "whole", "said"),
    [
        (Sent(3), 3, "已送往打印机：3 页"),
        (Sent(2), 3, "已送往打印机：2 页，共 3 页，没有全打"),
        (Sent(3, Path("/数据/花名册.pdf")), 3, "已存为 PDF（3 页）：/数据/花名册.pdf"),
    ],
)
def test_what_was_done_is_told(sent: Sent, whole: int, said: str) -> None:
    assert sent.told(whole) == said


def test_a_file_that_could_not_be_written_blames_no_printer(page: ReportsPage, messages: Recorder) -> None:
    page._tell_sent(Sent(0, Path("/没有/花名册.pdf")))
    assert "打印机" not in messages.said[-1].what + messages.said[-1].detail
    page._tell_sent(Sent(0))
    assert "打印机" in messages.said[-1].what


def test_the_file_and_its_folder_can_be_opened_where_there_is_a_desktop(
    qtbot: QtBot, members: list[str], window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opening.ways() == () and len(window.toast.findChildren(QPushButton)) == 1
    monkeypatch.setattr(opening, "ways", lambda: (opening.OPEN, opening.OPEN_FOLDER))
    toast = overlay.Toast(window.shell)
    toast.open_asked.connect(window._open_file)
    opened: list[tuple[str, Path]] = []
    monkeypatch.setattr(opening, "open_by", lambda word, path: bool(opened.append((word, path))) or True)
    path = tmp_path / "花名册.pdf"
    toast.show_file(f"已存为 {path}", path)
    buttons = [one for one in toast.findChildren(QPushButton) if not one.isHidden()]
    assert [one.text() for one in buttons] == ["打开", "打开所在文件夹"]
    for one in buttons:
        one.click()
    assert opened == [("打开", path), ("打开所在文件夹", path)]
    toast.show_text("已登记", "撤销")
    assert [one.text() for one in toast.findChildren(QPushButton) if not one.isHidden()] == ["撤销"]


def test_what_is_gone_cannot_be_opened_and_that_is_said(
    window: MainWindow, messages: Recorder, tmp_path: Path
) -> None:
    window._open_file(opening.OPEN, tmp_path / "没有了.pdf")
    assert "没有了.pdf" in messages.said[-1].detail
