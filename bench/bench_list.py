"""What a long list costs: ten thousand records read, laid out and painted for the first time, as a person waits for it.

The reference reads the same rows out of a plain table of their own into a bare QTableWidget, and paints that.
Run: python -m bench list
"""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.case import Case, in_turn, spent
from models import member
from models.gate import canonical
from models.kinds import shelf
from models.kinds.catalog import kind_of
from models.ledger import Ledger

if TYPE_CHECKING:
    from gui.workspace import Workspace

RECORDS, PEOPLE, YEAR, ROUNDS = 10_000, 300, 2026, 7
SIZE = 1180, 700
TRANSFER = kind_of("transfer")


def cases() -> list[Case]:
    """Measure it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="bench-list-") as folder:
        os.environ["ZBTZ_HOME"] = str(Path(folder) / "keys")
        with Ledger.create(Path(folder) / "台账.zbtz", organization="中共测试支部委员会", actor="某人") as ledger:
            _fill(ledger)
            return [_painted(ledger, Path(folder))]


def _fill(ledger: Ledger) -> None:
    with ledger.operation("roster.import") as op:
        people = [member.add_member(op, member_id=ledger.ids.new(), name=f"党员{at}") for at in range(PEOPLE)]
    rows = [
        {
            "org": 1, "id": ledger.ids.new(), "kind": TRANSFER.name, "kind_version": 1,
            "member_id": people[at % PEOPLE], "day": f"{YEAR}-{1 + at % 12:02d}-05", "year": YEAR,
            "title": f"城东街道第 {at} 社区党委", "state": "", "amount": None, "entered_on": f"{YEAR}-12-01",
            "body": canonical({"letter": f"{YEAR}-{at:05d}", "way": "out"}),
        }
        for at in range(RECORDS)
    ]  # fmt: skip
    with ledger.operation("transfer.edit") as op:
        op.insert_rows(shelf.TABLE, rows)
    names = ", ".join(f'"{one.name}"' for one in TRANSFER.fields)
    with ledger.db.conn:
        ledger.db.execute(f"CREATE TABLE plain AS SELECT org, id, member_id, {names} FROM {TRANSFER.rows}")


def _painted(ledger: Ledger, folder: Path) -> Case:
    from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

    from gui import style
    from gui.kinds.list_view import KindList

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    style.apply(app)
    workspace = _workspace(ledger, folder)

    def ours() -> None:
        made = KindList(workspace, TRANSFER)
        made.resize(*SIZE)
        made.show_year(YEAR)
        made.grab()
        made.deleteLater()

    def bare() -> None:
        rows = ledger.query(
            "SELECT t.*, m.name FROM plain t JOIN member m ON m.org = t.org AND m.id = t.member_id ORDER BY t.day"
        )
        names = ["day", "name", "way", "place", "letter", "remark"]
        made = QTableWidget(len(rows), len(names))
        for at, row in enumerate(rows):
            for column, name in enumerate(names):
                made.setItem(at, column, QTableWidgetItem(str(row[name])))
        made.resize(*SIZE)
        made.grab()
        made.deleteLater()

    ours()
    mine, others = in_turn(lambda: spent(ours), lambda: spent(bare), ROUNDS)
    return Case("一种台账的列表，第一次画好", f"{RECORDS:,} 条", mine, others, "同样的行放进裸 QTableWidget")


def _workspace(ledger: Ledger, folder: Path) -> "Workspace":
    from gui.bridge import LedgerBridge
    from gui.messages import Messages
    from gui.settings_file import SettingsFile
    from gui.tasks import Tasks
    from gui.workspace import Workspace

    messages = Messages()
    return Workspace(LedgerBridge(ledger, messages), Tasks(), messages, SettingsFile(folder / "window.json"))
