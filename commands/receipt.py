"""`receipt`: the committee's signed word that a package has arrived, and its return to the branch."""

import argparse
from pathlib import Path

from commands import session
from commands.log import local_time
from commands.outcome import Outcome
from commands.parser import VerbParser
from exchange import container, receipt
from models import files


def configure(parser: VerbParser) -> None:
    """Declare the two steps and their arguments."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="步骤")
    make = steps.add_parser("make", help="党委：给一个已接收的包开回执")
    session.add_ledger(make, text="党委（或总支）的台账")
    make.add_argument("package", metavar="包", help="已接收的上报包文件，或它的摘要（64 位十六进制）")
    make.add_argument("--to", type=Path, required=True, metavar="文件夹", help="回执写到哪个文件夹")
    make.add_argument("--remark", default="", metavar="文字", help="写给支部的话")
    withdraw = steps.add_parser("withdraw", help="党委：接收撤销了，而回执已经给过支部：出具撤回回执")
    session.add_ledger(withdraw, text="党委（或总支）的台账")
    withdraw.add_argument("package", metavar="包", help="撤销了接收的上报包文件，或它的摘要（64 位十六进制）")
    withdraw.add_argument("--to", type=Path, required=True, metavar="文件夹", help="撤回回执写到哪个文件夹")
    withdraw.add_argument("--remark", default="", metavar="文字", help="写给支部的话")
    accept = steps.add_parser("accept", help="支部：登记收到的回执或撤回回执")
    session.add_ledger(accept, text="支部的台账", writes=True)
    accept.add_argument("file", type=Path, nargs="?", metavar="回执文件", help="党委给的回执文件（.dyb）")
    accept.add_argument("--code", default="", metavar="回执码", help="党委口头或纸面告知的 10 位回执码")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Carry out one step."""
    return _accept(arguments) if arguments.step == "accept" else _make(arguments)


def _make(arguments: argparse.Namespace) -> Outcome:
    withdraw = arguments.step == "withdraw"
    make = receipt.make_counter_receipt if withdraw else receipt.make_receipt
    with session.open_ledger(arguments) as ledger, files.folder_for(arguments.to):
        made = make(ledger, _digest(arguments.package), arguments.to, remark=arguments.remark)
    data = {
        "receipt": str(made.path.absolute()),
        "sender": made.sender,
        "number": made.number,
        "digest": made.digest,
        "paper_code": made.paper_code,
    }
    if withdraw:
        del data["paper_code"]
        told = f"{made.sender} 第 {made.number} 号包没有收下。请把文件交给支部，它登记以后就知道要重新上报。"
        return Outcome(data, [f"撤回回执已写好：{data['receipt']}", told])
    sentences = [
        f"回执已写好：{data['receipt']}",
        f"{made.sender} 第 {made.number} 号包。文件带不回去时，可口头告诉支部回执码：{made.paper_code}",
    ]
    return Outcome(data, sentences)


def _digest(package: str) -> str:
    path = Path(package)
    if len(package) == 64 and not path.exists():
        return package.lower()
    return container.parse(container.read_file(path)).digest


def _accept(arguments: argparse.Namespace) -> Outcome:
    if (arguments.file is None) == (not arguments.code):
        arguments.parser.error("the following arguments are required: 回执文件 / --code")
    with session.open_ledger(arguments) as ledger:
        if arguments.file is not None:
            accepted = receipt.accept_receipt(ledger, arguments.file)
        else:
            accepted = receipt.accept_paper_code(ledger, arguments.code)
    data = {
        "number": accepted.number,
        "digest": accepted.digest,
        "received_at": accepted.received_at or None,
        "remark": accepted.remark,
    }
    data["withdrawn"] = accepted.withdrawn
    if accepted.withdrawn:
        told = f"已登记：第 {accepted.number} 号包，党委撤销了接收，现在没有收着。请核实以后重新上报（pack）。"
        return Outcome(data, [told, *([f"党委留言：{accepted.remark}"] if accepted.remark else [])])
    when = f"党委于 {local_time(accepted.received_at)} 收到" if accepted.received_at else "党委已收到"
    sentences = [f"已登记：第 {accepted.number} 号包，{when}。"]
    if accepted.remark:
        sentences.append(f"党委留言：{accepted.remark}")
    return Outcome(data, sentences)
