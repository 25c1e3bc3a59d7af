"""What the shared shelf costs: a hundred thousand records of a hundred kinds, each question beside a plain table.

The plain table holds the same rows of one kind with a column for each field, in the same file. Both in turn.
Run: python -m bench shelf
"""

import random
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.case import Case, in_turn, spent
from models import member
from models.gate import canonical
from models.kinds import of_member, records, sheets, shelf
from models.kinds.catalog import kind_of
from models.kinds.kind import Kind
from models.ledger import Ledger

KINDS, RECORDS, PEOPLE, YEAR, ROUNDS = 100, 100_000, 300, 2026, 9
OF_ONE = 1_000
TRANSFER, DUES = kind_of("transfer"), kind_of("dues")
WORD = "楼道灯"


def cases() -> list[Case]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="bench-shelf-") as folder:
        path = Path(folder) / "台账.zbtz"
        with Ledger.create(path, organization="中共测试支部委员会", actor="某人") as ledger:
            people = _fill(ledger)
            _plain(ledger, TRANSFER, "plain_transfer")
            _plain(ledger, DUES, "plain_dues")
            return [*_questions(ledger, people[0]), _dues(ledger)]


def _fill(ledger: Ledger) -> list[str]:
    """Enter people, a year of a kind with a thousand records, three years of dues, and other kinds around them."""
    chance = random.Random(11)
    with ledger.operation("roster.import") as op:
        people = [member.add_member(op, member_id=ledger.ids.new(), name=f"党员{at}") for at in range(PEOPLE)]
    with ledger.operation("transfer.add") as op:
        said: dict[str, Any] = {"way": "out", "day": f"{YEAR}-03-05", "place": "城东街道党工委"}
        records.add(op, ledger.ids, TRANSFER, people[:1], **said)
    with ledger.operation("dues.add") as op:
        records.add(op, ledger.ids, DUES, people[:1], period=f"{YEAR}-01", due=9300, paid=9300)
    rows = [_row(ledger, chance, people, TRANSFER.name, f"{YEAR}-{1 + at % 12:02d}-05") for at in range(OF_ONE)]
    for year in range(YEAR - 2, YEAR + 1):
        for month in range(1, 13):
            rows += [_due(ledger, who, f"{year}-{month:02d}") for who in people[1:]]
    while len(rows) < RECORDS:
        day = f"{chance.randrange(YEAR - 9, YEAR + 1)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        rows.append(_row(ledger, chance, people, f"kind_{len(rows) % KINDS}", day))
    with ledger.operation("transfer.edit") as op:
        op.insert_rows(shelf.TABLE, rows)
    return people


def _row(ledger: Ledger, chance: random.Random, people: list[str], kind: str, day: str) -> dict[str, Any]:
    told = WORD if chance.random() < 0.01 else "小区门口"
    body = {"letter": f"{YEAR}-{chance.randrange(999):03d}", "remark": f"{told}，已经联系物业办理。" * 3, "way": "out"}
    return {
        "org": 1, "id": ledger.ids.new(), "kind": kind, "kind_version": 1, "member_id": chance.choice(people),
        "day": day, "year": int(day[:4]), "title": f"{told}第{chance.randrange(999)}件", "state": "",
        "amount": None, "body": canonical(body), "entered_on": day,
    }  # fmt: skip


def _due(ledger: Ledger, who: str, period: str) -> dict[str, Any]:
    return {
        "org": 1, "id": ledger.ids.new(), "kind": DUES.name, "kind_version": 1, "member_id": who, "day": period,
        "year": int(period[:4]), "title": "", "state": "", "amount": 9300,
        "body": canonical({"base": 620000, "due": 9300}), "entered_on": f"{period}-08",
    }  # fmt: skip


def _plain(ledger: Ledger, kind: Kind, table: str) -> None:
    """Put the rows of a kind into a table of their own, indexed as the tables of older kinds are."""
    names = ", ".join(f'"{one.name}"' for one in kind.fields)
    with ledger.db.conn:
        ledger.db.execute(f"CREATE TABLE {table} AS SELECT org, id, member_id, entered_on, {names} FROM {kind.rows}")
        ledger.db.execute(f'CREATE INDEX {table}_by_member ON {table} (org, member_id, "{kind.day}")')


def _questions(ledger: Ledger, who: str) -> list[Case]:
    span = (f"{YEAR}-01-01", f"{YEAR}-12-31")
    year = (
        "SELECT t.*, m.name FROM plain_transfer t JOIN member m ON m.org = t.org AND m.id = t.member_id"
        " WHERE t.org = 1 AND t.day BETWEEN ? AND ? ORDER BY t.day, t.id"
    )
    by_month = "SELECT substr({day}, 1, 7) AS month, sum({amount}) FROM {table} WHERE {of} GROUP BY 1"
    own = by_month.format(day="day", amount="amount", table="record", of="kind = 'dues' AND org = 1")
    plain = by_month.format(day="period", amount="paid", table="plain_dues", of="org = 1")
    asked: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        f"一种台账的一年（{OF_ONE:,} 条）": (
            lambda: records.listed(ledger, TRANSFER, year=YEAR), lambda: ledger.query(year, span)
        ),
        "一名党员的各种记录": (
            lambda: of_member.records_of(ledger, who),
            lambda: ledger.query("SELECT * FROM plain_transfer WHERE org = 1 AND member_id = ?", (who,)),
        ),
        "党费按月合计（300 人 × 12 × 3）": (lambda: ledger.query(own), lambda: ledger.query(plain)),
        "在标题里找": (
            lambda: ledger.query("SELECT id FROM record WHERE org = 1 AND title LIKE ?", (f"%{WORD}%",)),
            lambda: ledger.query("SELECT id FROM plain_transfer WHERE org = 1 AND place LIKE ?", (f"%{WORD}%",)),
        ),
        "在全文里找": (
            lambda: ledger.query("SELECT id FROM record WHERE org = 1 AND body LIKE ?", (f"%{WORD}%",)),
            lambda: ledger.query("SELECT id FROM plain_transfer WHERE org = 1 AND remark LIKE ?", (f"%{WORD}%",)),
        ),
    }  # fmt: skip
    found = []
    for what, (ours, other) in asked.items():
        ours()
        mine, others = in_turn(partial(spent, ours), partial(spent, other), ROUNDS)
        found.append(Case(what, f"{RECORDS:,} 条、{KINDS} 种", mine, others, "单独的一张表里这一种的行"))
    return found


def _dues(ledger: Ledger) -> Case:
    """A year of dues as the list shows it: twelve sheets of three hundred lines with their sums."""
    plain = "SELECT * FROM plain_dues WHERE org = 1 AND period BETWEEN ? AND ? ORDER BY period, id"

    def ours() -> None:
        for sheet in sheets.together(records.listed(ledger, DUES, year=YEAR)):
            sheet.said("paid_sum"), sheet.said("short")

    mine, others = in_turn(
        lambda: spent(ours), lambda: spent(lambda: ledger.query(plain, (str(YEAR), f"{YEAR}-12"))), ROUNDS
    )
    return Case("党费一年的列表", "300 人 × 12 个月", mine, others, "单独的一张表里同样的行")
