"""`receive`: packages of branches into a committee's ledger."""

import argparse
from pathlib import Path
from typing import Any

from commands import session, verify
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from exchange import receive
from exchange.header import hex_text
from exchange.verdict import Verdict
from models import backup
from models.ledger import Ledger


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser, text="党委（或总支）的台账", writes=True)
    parser.add_argument("paths", type=Path, nargs="+", metavar="文件或文件夹", help="上报包，或放着包的文件夹")
    parser.add_argument("--dry-run", action="store_true", help="只核对，不写入")
    parser.add_argument(
        "--accept-loss",
        action="append",
        default=[],
        type=_digest,
        metavar="摘要",
        help="已向支部核实：摘要是这个的包，会去掉记录也要接收（可写多次）",
    )


def perform(arguments: argparse.Namespace) -> Outcome:
    """Receive; good packages go in, refused ones are listed (status 1). A verified backup comes first."""
    with session.open_ledger(arguments) as ledger:
        results = receive.receive(
            ledger,
            arguments.paths,
            backup=back_up,
            dry_run=arguments.dry_run,
            accept_loss=arguments.accept_loss,
            progress=_tell,
        )
    if len(results) == 1:
        verify.raise_the_worlds_fault(results[0])
    lines = [line for result in results for line in verify.sentences(result)]
    accepted = sum(result.accepted for result in results)
    lines.append(f"共 {len(results)} 个文件：通过 {accepted}，拒绝 {len(results) - accepted}。")
    if arguments.dry_run:
        lines.append("这是试运行，没有写入。")
    return Outcome(as_data(results), lines, 0 if accepted == len(results) else 1)


def as_data(results: list[Verdict]) -> dict[str, Any]:
    """Return the documented keys, of the one file or of the first refused one; all stand under `results`."""
    first = next((result for result in results if not result.accepted), results[0])
    every = [verify.as_data(result) | {"seq": result.seq} for result in results]
    return first.as_dict() | {"results": every}


def _digest(text: str) -> str:
    """Return a digest as it is typed, with or without blanks. Raises ValueError, said as "cli-value"."""
    digest = "".join(text.split()).lower()
    if not hex_text(64).fullmatch(digest):
        raise ValueError(text)
    return digest


def back_up(ledger: Ledger) -> None:
    """Make the one verified backup of a run."""
    progress("正在做接收前的备份……")
    backup.make_backup(ledger, backup.default_folder(ledger.path), reason="receive")


def _tell(done: int, total: int, name: str) -> None:
    progress(f"正在核对（{done + 1}/{total}）：{name}")
