"""How long recording a meeting takes until it is on disk, over three sizes.

The reference is the same rows in one synced transaction without journal, checks or keys between tables: by Python's
own SQLite, and by the program's (SQLCipher, no password). Run: python -m bench meetings
"""

import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.case import Case, in_turn, spent
from commands import invented
from models import attendance, driver, meeting, member
from models.ledger import Ledger

SIZES = (10, 50, 250)
ROUNDS = 25
AWAY = 5
TEXT = "一、传达学习上级文件精神。二、讨论本季度工作安排。三、表决通过有关事项。" * 10
KEYS = {"meeting": "org, id", "attendance": "org, meeting_id, member_id"}

Row = dict[str, Any]


def cases() -> list[Case]:
    """Measure everything."""
    found = []
    with tempfile.TemporaryDirectory(prefix="bench-meetings-") as folder:
        for count in SIZES:
            found += _measured(Path(folder), count)
    return sorted(found, key=lambda case: case.what)


def _measured(folder: Path, count: int) -> list[Case]:
    with Ledger.create(folder / f"{count}.zbtz", organization=invented.BRANCH, actor="某人") as ledger:
        people = _fill(ledger, count)
        held = _record(ledger, people)
        rows = {
            "meeting": ledger.query("SELECT * FROM meeting WHERE id = ?", (held,)),
            "attendance": ledger.query("SELECT * FROM attendance WHERE meeting_id = ?", (held,)),
        }

        def record() -> float:
            return spent(lambda: _record(ledger, people))

        def mark() -> float:
            return spent(lambda: _mark(ledger, held, people[0]))

        with (
            closing(_plain(sqlite3.connect(folder / f"{count}.sqlite"), rows)) as own,
            closing(_plain(driver.connect(folder / f"{count}.cipher"), rows)) as cipher,
        ):
            against = in_turn(record, _inserting(own, rows, ledger.ids.new), ROUNDS)
            alike = in_turn(record, _inserting(cipher, rows, ledger.ids.new), ROUNDS)
            marked = in_turn(mark, _updating(own, people[0], ledger.ids.new), ROUNDS)
    amount = f"{count} 人，{AWAY} 人缺席"
    return [
        Case("登记一次会议，落盘", amount, *against, "裸插入同样的行，一次同步"),
        Case("登记一次会议，落盘（同一种 SQLite）", amount, *alike, "裸插入同样的行，SQLCipher 不加密"),
        Case("改一人的出勤，落盘", amount, *marked, "裸更新一行，一次同步"),
    ]


def _fill(ledger: Ledger, count: int) -> list[str]:
    with ledger.operation("roster.import") as op:
        return [
            member.add_member(op, member_id=ledger.ids.new(), name=one.name, joined_date=one.joined.isoformat())
            for one in invented.people(count, year=2020)
        ]


def _record(ledger: Ledger, people: list[str]) -> str:
    with ledger.operation("meeting.record") as op:
        return meeting.record_meeting(
            op,
            meeting_id=ledger.ids.new(),
            kinds=["assembly", "lecture"],
            day=ledger.clock.today().isoformat(),
            topic="第一季度党员大会",
            place="会议室",
            minutes=TEXT,
            study_minutes=60,
            marks=dict.fromkeys(people[:AWAY], "sick"),
        )


def _mark(ledger: Ledger, held: str, member_id: str) -> None:
    with ledger.operation("attendance.mark") as op:
        attendance.mark(op, held, member_id, "personal", reason=ledger.ids.new())


def _plain(connection: Any, rows: dict[str, list[Row]]) -> Any:
    """Give a bare database the two tables with their keys, and nothing that looks at the rows."""
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for name, key in KEYS.items():
        connection.execute(f"CREATE TABLE {name} ({', '.join(rows[name][0])}, PRIMARY KEY ({key}))")
    return connection


def _inserting(connection: Any, rows: dict[str, list[Row]], new_id: Callable[[], str]) -> Callable[[], float]:
    statements = {
        name: f"INSERT INTO {name} VALUES ({', '.join(':' + column for column in found[0])})"
        for name, found in rows.items()
    }

    def work() -> None:
        made = new_id()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(statements["meeting"], rows["meeting"][0] | {"id": made})
        connection.executemany(statements["attendance"], [row | {"meeting_id": made} for row in rows["attendance"]])
        connection.execute("COMMIT")

    return lambda: spent(work)


def _updating(connection: Any, member_id: str, new_id: Callable[[], str]) -> Callable[[], float]:
    (held,) = connection.execute("SELECT id FROM meeting LIMIT 1").fetchone()
    key = (1, held, member_id)
    change = "UPDATE attendance SET reason = ? WHERE org = ? AND meeting_id = ? AND member_id = ?"
    return lambda: spent(lambda: connection.execute(change, (new_id(), *key)))
