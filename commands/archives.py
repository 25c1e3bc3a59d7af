"""`archives`: how far each member's study archive of a year is."""

import argparse
from typing import Any

from commands import session, year
from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import print_run, study_archive, words
from models.print_run import ArchivePrint
from models.study_archive import ARCHIVE_STATES, StudyArchive

_HEAD = ["姓名", "状态", "填写完成", "审阅人", "归档日期", "卷号", "上次打印"]


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    year.add_year(parser)


def perform(arguments: argparse.Namespace) -> Outcome:
    """List the archives by pinyin with their state and the last print on this computer."""
    with session.open_ledger(arguments) as ledger:
        wanted, org = year.wanted_year(arguments, ledger), year.wanted_org(arguments, ledger)
        found = study_archive.list_archives(ledger, org=org, year=wanted)
        printed = print_run.prints(ledger, wanted, org)
    counts = {state: sum(one.state == state for one in found) for state in ARCHIVE_STATES}
    rows = [_row(one, printed.get(one.member_id)) for one in found]
    told = "，".join(f"{words.label('archive_state', state)} {count}" for state, count in counts.items() if count)
    table = aligned([_HEAD, *rows]) if rows else []
    lines = [*table, f"{wanted} 年共 {len(found)} 份" + (f"：{told}。" if told else "。")]
    data = {"year": wanted, "archives": [_as_data(one, printed.get(one.member_id)) for one in found], "counts": counts}
    return Outcome(data, lines)


def _row(one: StudyArchive, printed: ArchivePrint | None) -> list[str]:
    state = words.label("archive_state", one.state)
    last = f"{printed.printed_at[:10]}，{printed.pages} 页" if printed else ""
    return [one.name, state, one.filled_on, one.reviewer, one.filed_on, one.file_number, last]


def _as_data(one: StudyArchive, printed: ArchivePrint | None) -> dict[str, Any]:
    names = ("state", "filled_on", "reviewer", "reviewed_on", "returned", "filed_by", "filed_on", "file_number")
    told: dict[str, Any] = {"member": one.name, "id": one.member_id}
    told |= {name: getattr(one, name) for name in names}
    return told | {"printed_at": printed and printed.printed_at, "pages": printed and printed.pages}
