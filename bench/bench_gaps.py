"""What looking for gaps costs: a branch of sixty after one, three and nine years; and what attaching a file costs.

The reference for the gaps is one bare scan of the year's sheets and texts through the same driver; for a file of one
megabyte, writing it with fsync. Both in turn with ours. Run: python -m bench gaps
"""

import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import bench_rules
from bench.bench_rules import LAST, SHEETS, SPAN, YEARS
from bench.case import Case, in_turn, spent
from models import evidence, gaps, member, reading, study_archive
from models.clock import FixedClock
from models.gate import Operation
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger

ROUNDS = 15
FILES = 15
MEGABYTE = 1024 * 1024
TEXTS = "SELECT member_id, kind, title, day FROM reflection WHERE org = 1 AND day BETWEEN ? AND ?"


def cases() -> list[Case]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="bench-gaps-") as folder:
        found = [_gaps(Path(folder) / f"{years}.zbtz", years) for years in YEARS]
        return [*found, _attach(Path(folder))]


def _gaps(path: Path, years: int) -> Case:
    clock = FixedClock(datetime(LAST, 12, 31, 5, 0, tzinfo=UTC))
    with Ledger.create(path, organization="中共测试支部委员会", actor="某人", clock=clock) as ledger:
        bench_rules.fill(ledger, years)
        for year in range(LAST - years + 1, LAST + 1):
            with ledger.operation("reflection.add") as op:
                _texts(op, ledger, year)

        def ours() -> float:
            return spent(lambda: gaps.list_gaps(ledger, year=LAST))

        def scan() -> float:
            return spent(lambda: (ledger.query(SHEETS, SPAN), ledger.query(TEXTS, SPAN)))

        ours()
        mine, other = in_turn(ours, scan, ROUNDS)
        return Case("六十人一年的缺项", f"{years} 年的记录", mine, other, "只扫一遍考勤和心得")


def _texts(op: Operation, ledger: Ledger, year: int) -> None:
    """Two texts and a summary of everybody; read, tested and spoken has every second one."""
    people = [row["id"] for row in op.rows("SELECT id FROM member ORDER BY id")]
    (item,) = records.add(op, ledger.ids, reading.ITEM, (), year=year, title="必读", need="required")
    reading.mark_read(op, ledger.ids, item, dict.fromkeys(people[::2], f"{year}-06-01"))
    sat: dict[str, Any] = {"title": "测试", "day": f"{year}-06-20", "method": "closed"}
    sheets.enter(op, ledger.ids, kind_of("exam"), {one: {"passed": "yes"} for one in people[::2]}, **sat)
    records.add(op, ledger.ids, kind_of("talk"), people[::2], kind="exchange", title="交流", day=f"{year}-05-04")
    for who in people:
        study_archive.write_summary(op, ledger.ids, who, year, summary="一年来学习的体会。" * 100)
        for kind in ("notes", "reflection"):
            values: dict[str, Any] = {"kind": kind, "title": "一篇", "day": f"{year}-05-04", "body": "体会很深。" * 200}
            records.add(op, ledger.ids, kind_of("reflection"), [who], **values)


def _attach(folder: Path) -> Case:
    """Each file is another one, as otherwise its content would be there already."""
    with Ledger.create(folder / "附件.zbtz", organization="中共测试支部委员会", actor="某人") as ledger:
        who = ledger.ids.new()
        with ledger.operation("roster.import") as op:
            member.add_member(op, member_id=who, name="沈镕", joined_date="1999-07-01")
            values: dict[str, Any] = {"kind": "notes", "title": "一篇", "day": f"{LAST}-01-04"}
            (owner,) = records.add(op, ledger.ids, kind_of("reflection"), [who], **values)
        sources = []
        for number in range(FILES):
            sources.append(folder / f"{number}.pdf")
            sources[-1].write_bytes(b"%PDF-1.7 " + os.urandom(MEGABYTE))
        waiting, copies = iter(sources), iter(sources)

        def ours() -> float:
            return spent(lambda: _one(ledger, owner, next(waiting)))

        def plain() -> float:
            source = next(copies)
            return spent(lambda: _written(source, folder / f"{source.stem}.copy"))

        mine, other = in_turn(ours, plain, FILES)
        return Case("附上一个文件", "1 MB", mine, other, "写一个文件并落盘")


def _one(ledger: Ledger, owner: str, path: Path) -> None:
    with ledger.operation("evidence.attach") as op:
        evidence.attach(op, evidence_id=ledger.ids.new(), owner_table="reflection", owner_id=owner, path=path)


def _written(source: Path, target: Path) -> None:
    with target.open("wb") as file:
        file.write(source.read_bytes())
        file.flush()
        os.fsync(file.fileno())
