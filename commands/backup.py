"""`backup`: a copy of the ledger that was read back and compared before it got its name."""

import argparse
from pathlib import Path

from commands import session
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from models import backup

_STEPS = {"copy": "正在复制……", "write": "正在写入……", "verify": "正在读回核对……"}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    parser.add_argument("--to", type=Path, required=True, metavar="文件夹", help="备份放到哪个文件夹")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Make a backup."""
    with session.open_ledger(arguments) as ledger:
        made = backup.make_backup(ledger, arguments.to, reason="manual", progress=_tell)
    data = {
        "backup": str(made.path.absolute()),
        "digest": made.digest,
        "counts": made.counts,
        "verified_at": made.verified_at,
        "protected": made.protected,
        "bytes": made.size,
        "sheet": made.sheet,
    }
    count = (made.counts or {}).get("member", 0)
    lines = [
        f"备份已做好，并已读回核对：{data['backup']}",
        f"内有党员 {count} 名。备份总是加密的，打开它的恢复码单：{made.sheet} 号。",
    ]
    return Outcome(data, lines)


def _tell(step: str) -> None:
    if step in _STEPS:
        progress(_STEPS[step])
