"""`password`: sets, changes or removes the password of an encrypted ledger; no secret is ever an argument."""

import argparse
from pathlib import Path

from commands import key_words, session
from commands.outcome import Outcome
from commands.parser import VerbParser
from models import backup_rewrite, ledger_keys
from models.errors import RefusedError, UsageError
from models.ledger import Ledger

_SAID = {"set": "已设密码", "change": "密码已修改", "remove": "密码已取消，台账仍是加密的"}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    parser.add_argument("step", choices=tuple(_SAID), metavar="set|change|remove", help="设、改、取消密码")
    session.add_ledger(parser, writes=True)
    parser.add_argument(
        "--new-password-file",
        type=Path,
        metavar="文件",
        help="第一行是新密码的文件，“-”是标准输入；不写时在终端里问。set 也可以用 --password-file",
    )


def perform(arguments: argparse.Namespace) -> Outcome:
    """Wrap the recovery code anew; the file and the code stay as they are."""
    with _opened(arguments) as ledger:
        step, protected = arguments.step, ledger_keys.has_password(ledger)
        if step == "set" and protected:
            raise RefusedError("password-there", path=str(ledger.path))
        if step != "set" and not protected:
            raise RefusedError("no-password" if ledger.key else "not-encrypted", path=str(ledger.path))
        old, code = session.password(arguments), session.recovery_code(arguments)
        if step == "remove":
            ledger_keys.remove_password(ledger, password=old, recovery_code=code)
        else:
            ledger_keys.set_password(ledger, new=_new(arguments), old=old, recovery_code=code)
        left = [info.path.name for info in backup_rewrite.of_before(ledger)]
        opens = key_words.opens(ledger)
        data = {"ledger": str(arguments.ledger.absolute()), "password": ledger_keys.has_password(ledger)}
    lines = [f"{_SAID[step]}：{data['ledger']}，{opens}。恢复码不变。"]
    if left:
        lines.append(f"这些备份还不认现在的密码，请在“设置 → 加密与恢复码”里重写：{'、'.join(left)}")
    return Outcome(data | {"backups_of_before": left}, lines)


def _opened(arguments: argparse.Namespace) -> Ledger:
    """Open the ledger; a terminal is asked for the present password."""
    try:
        return session.open_ledger(arguments)
    except RefusedError as error:
        if error.code != "password-needed":
            raise
        arguments.password = session.typed_secret("现在的密码：")
        return session.open_ledger(arguments)


def _new(arguments: argparse.Namespace) -> str:
    """Return the new password from a file, for a first one also where passwords are given, or from a terminal.

    Raises UsageError("cli-no-new-password"), RefusedError("passwords-differ").
    """
    given = session.first_line(arguments.new_password_file)
    if not given and arguments.step == "set":
        given = session.password(arguments)
    if given:
        return given
    typed = session.typed_secret("新密码：")
    if not typed:
        raise UsageError("cli-no-new-password", usage=arguments.parser.prog)
    if session.typed_secret("再输一遍：") != typed:
        raise RefusedError("passwords-differ")
    return typed
