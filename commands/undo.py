"""`undo`: takes one operation back, named first when later ones stand in the way."""

import argparse

from commands import session
from commands.outcome import Outcome
from commands.parser import VerbParser, natural
from models import journal, undo, words


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser, writes=True)
    parser.add_argument("--seq", type=natural, metavar="号", help="要撤销的操作编号（见 log）；不写则撤销最近一笔")
    parser.add_argument("--force", action="store_true", help="后来改过同样内容时也撤销，后来的改动一并退回")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Undo; refused with the names of later operations on the same rows unless `--force` is given."""
    with session.open_ledger(arguments) as ledger:
        changes = undo.undo(ledger, arguments.seq, force=arguments.force)
        made = journal.entry(ledger, changes.seq) if changes.seq else None
        undone = journal.entry(ledger, made.undoes) if made and made.undoes else None
    if made is None or undone is None:
        return Outcome({"undone": None, "seq": 0, "rows": 0}, ["这笔操作的内容已经不在了，没有什么要撤销的。"])
    kind = words.label("operation", undone.kind)
    told = []
    if undone.kind == "package.receive":
        told = ["回执已经给过支部的，请再出具撤回回执（receipt withdraw 包 --to 文件夹），免得支部以为还收着。"]
    rows = sum(len(keys) for keys in changes.rows.values())
    data = {"undone": undone.seq, "kind": undone.kind, "kind_name": kind, "seq": made.seq, "rows": rows}
    return Outcome(data, [f"已撤销第 {undone.seq} 号操作“{kind}”（{undone.actor}），涉及 {rows} 条记录。", *told])
