"""What most verbs share: which ledger, who acts, and the password, which is never an argument."""

import argparse
import getpass
import os
import sys
from pathlib import Path

from models import damage, faults, vault, whereabouts
from models.errors import KnownError, RefusedError, UsageError
from models.ledger import Ledger

PASSWORD_VARIABLE = "ZBTZ_PASSWORD"

_LONGEST_SECRET = 1000
_STANDARD_INPUT = Path("-")


def add_ledger(
    parser: argparse.ArgumentParser,
    *,
    required: bool = True,
    text: str = "台账文件（.zbtz）",
    writes: bool = False,
) -> None:
    """Add `--ledger`, `--as` and the ways to give a password; `--this-is` where the verb writes into the ledger."""
    parser.add_argument("--ledger", type=Path, required=required, metavar="文件", help=text)
    if writes:
        parser.add_argument(
            "--this-is",
            choices=(whereabouts.MOVED, whereabouts.COPIED),
            metavar="moved|copied",
            help="台账换了电脑或文件夹时：moved 搬过来的，copied 另抄了一份；没有换过的不起作用",
        )
    add_actor(parser)
    add_secrets(parser)


def add_actor(parser: argparse.ArgumentParser) -> None:
    """Add `--as`: who acts; every write keeps that name."""
    parser.add_argument("--as", dest="actor", default="", metavar="姓名", help="经手人；不写时用台账里登记的姓名")


def add_secrets(parser: argparse.ArgumentParser) -> None:
    """Add `--password-file` and `--recovery-code-file`."""
    parser.add_argument(
        "--password-file",
        type=Path,
        metavar="文件",
        help=f"第一行是密码的文件，“-”是标准输入；也可放在环境变量 {PASSWORD_VARIABLE} 里",
    )
    parser.add_argument(
        "--recovery-code-file",
        type=Path,
        metavar="文件",
        help="第一行是恢复码的文件，“-”是标准输入（忘记密码、换了电脑时用）",
    )


def open_ledger(arguments: argparse.Namespace) -> Ledger:
    """Open the ledger that the arguments name; missing, locked, a wrong password … leave as KnownError.

    For a verb that writes, a ledger that woke elsewhere needs `--this-is`: RefusedError("moved-or-copied").
    """
    ledger = vault.open_ledger(
        arguments.ledger,
        password=password(arguments),
        recovery_code=recovery_code(arguments),
        actor=arguments.actor,
    )
    try:
        _settle(ledger, arguments)
    except BaseException:
        ledger.close()
        raise
    return ledger


def explained(arguments: argparse.Namespace, error: Exception) -> KnownError | None:
    """Return what a verb's unforeseen error really was where its ledger's file proves it, else None.

    For what is met after the ledger was closed, while the outcome is put into words.
    """
    if getattr(arguments, "ledger", None) is None:
        return None
    try:
        typed, code = password(arguments), recovery_code(arguments)
        with vault.open_ledger(arguments.ledger, password=typed, recovery_code=code) as ledger:
            return damage.explained(ledger, error)
    except KnownError:
        return None


def _settle(ledger: Ledger, arguments: argparse.Namespace) -> None:
    if "this_is" not in arguments or getattr(arguments, "dry_run", False) or not whereabouts.elsewhere(ledger):
        return
    if arguments.this_is is None:
        raise RefusedError("moved-or-copied", path=str(ledger.path))
    whereabouts.settle(ledger, arguments.this_is)


def password(arguments: argparse.Namespace) -> str:
    """Return the password given by file or environment, or nothing; standard input is read only once."""
    if "password" not in arguments:
        arguments.password = first_line(arguments.password_file) or os.environ.get(PASSWORD_VARIABLE, "")
    given: str = arguments.password
    return given


def recovery_code(arguments: argparse.Namespace) -> str:
    """Return the recovery code given by file, or nothing."""
    return first_line(arguments.recovery_code_file)


def login_name() -> str:
    """Return the name of the computer's user, for a new ledger when nobody said who acts."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # No name for this user id (a container, a stripped system): the record still says how it was made.
        return "命令行"


def typed_secret(prompt: str) -> str:
    """Return what a person types unseen, nothing where no terminal can ask."""
    return getpass.getpass(prompt) if sys.stdin is not None and sys.stdin.isatty() else ""


def first_line(path: Path | None) -> str:
    """Return the first line of a small text file, or the next one of standard input for `-`; nothing without a file.

    Raises UsageError("cli-secret-file"), WorldError.
    """
    if path is None:
        return ""
    if path == _STANDARD_INPUT:
        head = sys.stdin.buffer.readline(_LONGEST_SECRET) if sys.stdin is not None else b""
    else:
        with faults.named(path), path.open("rb") as file:
            head = file.read(_LONGEST_SECRET)
    try:
        line = head.decode("utf-8-sig").split("\n")[0].rstrip("\r")
    except UnicodeDecodeError as error:
        raise UsageError("cli-secret-file", path=str(path)) from error
    if not line:
        raise UsageError("cli-secret-file", path=str(path))
    return line
