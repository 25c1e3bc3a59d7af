"""`sheet`: the recovery sheet once more, where the ledger still opens."""

import argparse
from pathlib import Path

from commands import key_words, session
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import ledger_keys
from models.errors import RefusedError
from reports import recovery


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser)
    parser.add_argument("--out", type=Path, metavar="文件", help="写成哪个 PDF 文件；不写时在屏幕上显示恢复码")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Print the sheet of the present key; who opened the ledger has shown that he may see it."""
    with session.open_ledger(arguments) as ledger:
        sheet = ledger_keys.sheet(ledger)
        if sheet is None:
            raise RefusedError("sheet-only-on-paper", path=str(ledger.path))
        if arguments.out is not None:
            recovery.print_recovery_sheet(ledger, sheet, arguments.out)
    data = {"ledger": str(arguments.ledger.absolute()), "sheet": sheet.number, "made": sheet.made}
    if arguments.out is None:
        return Outcome(data | key_words.code_data(sheet), [key_words.code_line(sheet)])
    data["file"] = str(arguments.out.absolute())
    told = "请打印出来，与印章一起锁好，再把这个文件从电脑上删掉。"
    return Outcome(data, [f"恢复码单（{sheet.number} 号）已写好：{data['file']}", told])
