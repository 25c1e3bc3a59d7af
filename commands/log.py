"""`log`: the journal, newest operation first."""

import argparse
from datetime import datetime

from commands import session
from commands.columns import aligned
from commands.outcome import Outcome
from commands.parser import VerbParser, natural
from models import journal, words
from models.journal import JournalEntry


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    parser.add_argument("--limit", type=natural, default=50, metavar="笔数", help="最多列出多少笔，默认 50；0 表示全部")


def perform(arguments: argparse.Namespace) -> Outcome:
    """List operations: number, when, who, what, why, and whether it is undone at present."""
    with session.open_ledger(arguments) as ledger:
        entries = journal.entries(ledger, limit=arguments.limit if arguments.limit > 0 else -1)
    data = [
        {
            "seq": entry.seq,
            "at": entry.at,
            "actor": entry.actor,
            "kind": entry.kind,
            "kind_name": words.label("operation", entry.kind),
            "why": entry.why,
            "changes": entry.change_count,
            "undoes": entry.undoes,
            "undone": entry.undone,
        }
        for entry in entries
    ]
    rows = [["号", "时间", "经手人", "操作", "条数", "说明"], *(_row(entry) for entry in entries)]
    return Outcome({"operations": data}, [*aligned(rows), f"共列出 {len(entries)} 笔。"])


def _row(entry: JournalEntry) -> list[str]:
    told = entry.why
    if entry.undoes is not None:
        told = f"撤销或重做第 {entry.undoes} 号 {told}"
    if entry.undone:
        told = f"（已撤销）{told}"
    kind = words.label("operation", entry.kind)
    return [str(entry.seq), local_time(entry.at), entry.actor, kind, str(entry.change_count), told.strip()]


def local_time(moment: str) -> str:
    """Return a kept UTC moment as local time to the minute."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
