"""`register`: branch and committee come to know each other by two small files and a one-time code.

invite (committee) writes 接入文件 and tells the code; join (branch) writes 登记文件;
accept (committee) reads it; confirm (committee) believes a branch that has a new computer; revoke (committee)
shuts a lost computer out. deposit (branch) seals the recovery code to the committee, which takes it in with accept and
gives it out with hand-back.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from commands import key_words, session, verify
from commands.log import local_time
from commands.outcome import Outcome
from commands.parser import VerbParser, natural
from exchange import deposit, inspection, registration, trust
from models import files
from models.errors import RefusedError
from reports import recovery, target

_KEPT = "只有上级打得开，别人捡到看不到。换了恢复码单要重新存；随时可以撤回（--withdraw）。"
_WITHDRAWN = "党委登记以后不再交还；要让它彻底作废，换一张新的恢复码单（protect --new-code）。"


def configure(parser: VerbParser) -> None:
    """Declare the steps and their arguments."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="步骤")
    invite = steps.add_parser("invite", help="党委：给一个支部签发接入文件和接入码")
    session.add_ledger(invite, text="党委（或总支）的台账", writes=True)
    invite.add_argument("--name", default="", metavar="名称", help="新接入的支部的全称")
    invite.add_argument("--org", type=natural, metavar="编号", help="已登记过的支部（换电脑）：它在本台账里的编号")
    _add_folder(invite, "接入文件写到哪个文件夹")
    join = steps.add_parser("join", help="支部：读接入文件，写出登记文件")
    session.add_ledger(join, text="支部的台账", writes=True)
    join.add_argument("file", type=Path, metavar="接入文件", help="党委给的接入文件（.dyb）")
    join.add_argument("--code-file", type=Path, required=True, metavar="文件", help="第一行是接入码的文件")
    join.add_argument("--new-keys", action="store_true", help="旧电脑丢了或被盗，换新密钥")
    join.add_argument("--deposit", action="store_true", help="同时把恢复码封好，存一份在上级（见 deposit）")
    _add_folder(join, "登记文件写到哪个文件夹")
    accept = steps.add_parser("accept", help="党委：读登记文件，认可支部；或收存支部的恢复码")
    session.add_ledger(accept, text="党委（或总支）的台账", writes=True)
    accept.add_argument("file", type=Path, metavar="登记文件", help="支部交来的登记文件或存放的恢复码（.dyb）")
    give = steps.add_parser("deposit", help="支部：把恢复码封好存一份在上级，电脑没了可以要回；或撤回")
    session.add_ledger(give, text="支部的台账", writes=True)
    give.add_argument("--withdraw", action="store_true", help="撤回以前存的")
    _add_folder(give, "给上级的文件写到哪个文件夹")
    back = steps.add_parser("hand-back", help="党委：当面核实以后，交还支部存放的恢复码；记入操作记录，回执里写明")
    session.add_ledger(back, text="党委（或总支）的台账", writes=True)
    back.add_argument("--org", type=natural, required=True, metavar="编号", help="支部在本台账里的编号")
    back.add_argument("--to", dest="person", required=True, metavar="姓名", help="交给谁")
    back.add_argument("--why", required=True, metavar="原因", help="为什么交还、怎样核实的")
    back.add_argument("--out", type=Path, metavar="文件", help="印成哪个 PDF 文件；不写时在屏幕上显示恢复码")
    revoke = steps.add_parser("revoke", help="党委：支部的电脑丢了、被盗了，停用它的密钥，以后不收它签的包")
    session.add_ledger(revoke, text="党委（或总支）的台账", writes=True)
    revoke.add_argument("--org", type=natural, required=True, metavar="编号", help="支部在本台账里的编号")
    revoke.add_argument("--why", default="", metavar="原因", help="为什么停用，记入操作记录，拒收时会说出来")
    confirm = steps.add_parser("confirm", help="党委：已向支部核实，认可它换机或恢复后发来的包")
    session.add_ledger(confirm, text="党委（或总支）的台账", writes=True)
    confirm.add_argument("file", type=Path, metavar="上报包", help="因“换过电脑或恢复过备份”被拒绝的包（.dyb）")
    confirm.add_argument("--why", default="", metavar="原因", help="怎样核实的，记入操作记录")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Carry out one step."""
    return _STEPS[arguments.step](arguments)


def _invite(arguments: argparse.Namespace) -> Outcome:
    if not arguments.name and arguments.org is None:
        arguments.parser.error("the following arguments are required: --name")
    with session.open_ledger(arguments) as ledger, files.folder_for(arguments.to):
        issued = registration.invite(ledger, arguments.to, name=arguments.name, org=arguments.org)
    data = {
        "invitation": str(issued.path.absolute()),
        "code": issued.code,
        "org": issued.org,
        "expires_at": issued.expires_at,
    }
    sentences = [
        f"接入文件已写好：{data['invitation']}",
        f"接入码：{issued.shown_code}（{local_time(issued.expires_at)} 前有效，只能用一次）",
        "请把文件交给支部；接入码另纸或当面告诉，不要和文件放在一起。",
    ]
    return Outcome(data, sentences)


def _join(arguments: argparse.Namespace) -> Outcome:
    code = session.first_line(arguments.code_file)
    with session.open_ledger(arguments) as ledger, files.folder_for(arguments.to):
        if arguments.deposit:
            deposit.known_code(ledger)
        joined = registration.join(ledger, arguments.file, code, arguments.to, new_keys=arguments.new_keys)
        letter = deposit.give(ledger, arguments.to) if arguments.deposit else None
    data = {"registration": str(joined.path.absolute()), "committee": joined.committee}
    sentences = [f"已登记上级党组织：{joined.committee}", f"请把登记文件交给党委：{data['registration']}"]
    if letter is not None:
        data["deposit"] = str(letter.absolute())
        sentences.append(f"登记以后，再请党委收存恢复码：{data['deposit']}")
    return Outcome(data, sentences)


def _deposit(arguments: argparse.Namespace) -> Outcome:
    with session.open_ledger(arguments) as ledger, files.folder_for(arguments.to):
        path = (deposit.withdraw if arguments.withdraw else deposit.give)(ledger, arguments.to)
    data = {"deposit": str(path.absolute()), "withdrawn": arguments.withdraw}
    told = _WITHDRAWN if arguments.withdraw else _KEPT
    return Outcome(data, [f"请把文件交给党委登记：{data['deposit']}", told])


def _hand_back(arguments: argparse.Namespace) -> Outcome:
    with session.open_ledger(arguments) as ledger:
        if arguments.out is not None:
            target.require_place(arguments.out)
        sheet = deposit.hand_back(ledger, arguments.org, to=arguments.person, why=arguments.why)
        if arguments.out is not None:
            recovery.print_recovery_sheet(ledger, sheet, arguments.out)
    data = {"branch": sheet.unit, "org": arguments.org, "sheet": sheet.number, "made": sheet.made}
    told = f"已记入操作记录；{sheet.unit}的下一份回执里写明。"
    if arguments.out is None:
        return Outcome(data | key_words.code_data(sheet), [f"{sheet.unit}　{key_words.code_line(sheet)}", told])
    data["file"] = str(arguments.out.absolute())
    return Outcome(data, [f"{sheet.unit}的恢复码单（{sheet.number} 号）已写好：{data['file']}", told])


def _accept(arguments: argparse.Namespace) -> Outcome:
    with session.open_ledger(arguments) as ledger:
        if deposit.is_deposit(arguments.file):
            return _kept(deposit.keep(ledger, arguments.file))
        accepted = registration.accept(ledger, arguments.file)
    data = {"branch": accepted.name, "org": accepted.org, "replaced": accepted.replaced}
    sentences = [f"已认可：{accepted.name}。今后可以接收它的上报包。"]
    if accepted.replaced:
        sentences.append("它原来的密钥已停用；已经收到的包不变。")
    return Outcome(data, sentences)


def _kept(found: deposit.KeptOf) -> Outcome:
    data = {
        "branch": found.name,
        "org": found.org,
        "sheet": found.number,
        "made": found.made,
        "withdrawn": found.withdrawn,
    }
    if found.withdrawn:
        return Outcome(data, [f"{found.name}撤回了存放的恢复码（{found.number} 号），以后不再交还。"])
    told = f"已收存{found.name}的恢复码（{found.number} 号，{found.made}），仍是封着的。"
    return Outcome(data, [told, "它的电脑没了，当面核实以后用 register hand-back 交还。"])


def _revoke(arguments: argparse.Namespace) -> Outcome:
    with session.open_ledger(arguments) as ledger:
        found = trust.shut_out(ledger, arguments.org, why=arguments.why)
    sentences = [
        f"已停用：{found.name}的密钥。以后用它签的包一律拒收；已经收到的不变。停用错了的用 undo --seq 撤销。",
        "支部在新电脑上恢复以后：register invite --org 重新签发，支部 register join --new-keys 换新密钥。",
    ]
    return Outcome({"branch": found.name, "org": arguments.org}, sentences)


def _confirm(arguments: argparse.Namespace) -> Outcome:
    with session.open_ledger(arguments) as ledger:
        verdict = inspection.verify(arguments.file, ledger)
        verify.raise_the_worlds_fault(verdict)
        if verdict.error is None or verdict.code != "lineage":
            raise RefusedError("nothing-to-confirm", path=str(arguments.file), reason=verdict.reason)
        facts = verdict.error.facts
        trust.accept_lineage(ledger, facts["sender_number"], facts["lineage"], why=arguments.why)
    data = {"branch": verdict.sender, "org": facts["sender_number"], "lineage": facts["lineage"]}
    return Outcome(data, [f"已确认：{verdict.sender}换机或恢复过。现在可以接收这个包了。"])


def _add_folder(parser: argparse.ArgumentParser, text: str) -> None:
    parser.add_argument("--to", type=Path, required=True, metavar="文件夹", help=text)


_STEPS: dict[str, Callable[[argparse.Namespace], Outcome]] = {
    "invite": _invite,
    "join": _join,
    "accept": _accept,
    "deposit": _deposit,
    "hand-back": _hand_back,
    "revoke": _revoke,
    "confirm": _confirm,
}
