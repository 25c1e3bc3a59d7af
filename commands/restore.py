"""`restore`: a new ledger file out of a backup; an existing file is never overwritten."""

import argparse
from pathlib import Path

from commands import session
from commands.log import local_time
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import restore


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, metavar="文件", help="备份文件（.dybak）")
    parser.add_argument(
        "--to", type=Path, required=True, metavar="文件", help="恢复成哪个台账文件（.zbtz），不能已经存在"
    )
    session.add_actor(parser)
    session.add_secrets(parser)


def perform(arguments: argparse.Namespace) -> Outcome:
    """Restore; the new ledger gets a device and lineage of its own and says so in its journal."""
    restored = restore.restore_backup(
        arguments.file,
        arguments.to,
        password=session.password(arguments),
        recovery_code=session.recovery_code(arguments),
        actor=arguments.actor,
    )
    data = {
        "ledger": str(restored.path.absolute()),
        "organisation": restored.organization,
        "created": restored.created,
        "digest": restored.digest,
        "counts": restored.counts,
        "protected": restored.protected,
        "sheet": restored.sheet,
    }
    count = restored.counts.get("member", 0)
    sentences = [
        f"已恢复：{data['ledger']}",
        f"{restored.organization}，备份于 {local_time(restored.created)}，党员 {count} 名。",
        f"打开它和它的备份的恢复码单：{restored.sheet} 号。",
        "恢复出来的台账另有编号；下次上报时，请党委核实并确认（register confirm）。",
    ]
    return Outcome(data, sentences)
