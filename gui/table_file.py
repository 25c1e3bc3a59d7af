"""存为 Excel: what a table of a page lists, as a workbook where somebody wants it."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui import file_choice
from gui.widgets import table_menu
from gui.widgets.paged_table import PagedTable
from gui.workspace import Workspace
from models import files
from models.errors import KnownError
from reports.list_sheet import list_bytes

_FOLDER = "print_folder"


def offer(page: QWidget, workspace: Workspace) -> None:
    """Let every table of a page be saved."""
    for table in page.findChildren(PagedTable):
        table.can_be_saved = True
        table.save_asked.connect(lambda table=table: _ask(page, workspace, table))


def _ask(page: QWidget, workspace: Workspace, table: PagedTable) -> None:
    place = Path(workspace.settings.get(_FOLDER, "") or file_choice.documents())
    folder = place if place.is_dir() else file_choice.documents()
    name = f"{table.accessibleName()}{workspace.ledger.clock.today():%Y%m%d}.xlsx"

    def write(path: Path) -> None:
        lines = table_menu.lines(table, range(table.records.rowCount()))
        try:
            files.write_file(path, list_bytes(table.accessibleName(), lines, workspace.ledger.clock.today()))
        except KnownError as error:
            workspace.error(page, error)
            return
        workspace.settings.put(_FOLDER, str(path.parent))
        workspace.say_saved(f"已存为 {path}", path)

    file_choice.choose_save(page, "存为 Excel", "Excel 工作簿 (*.xlsx)", folder / name, write)
