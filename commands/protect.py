"""`protect`: encrypts a plain ledger, or one anew under a new code; the code is shown this one time."""

import argparse

from commands import key_words, session
from commands.outcome import Outcome, progress
from commands.parser import VerbParser
from models import ledger_keys, rescue
from models.errors import RefusedError

_STEPS = {"copy": "正在备份……", "verify": "正在用恢复码打开备份、加密……"}


def configure(parser: VerbParser) -> None:
    """Declare the arguments."""
    session.add_ledger(parser, writes=True)
    parser.add_argument("--new-code", action="store_true", help="已加密的：换一张新的恢复码单，文件重新加密")


def perform(arguments: argparse.Namespace) -> Outcome:
    """Encrypt once a backup under the new key was opened with the code; a given password is asked from now on."""
    with session.open_ledger(arguments) as ledger:
        password = session.password(arguments)
        if ledger.key is not None:
            if not arguments.new_code:
                raise RefusedError("already-encrypted", path=str(ledger.path))
            ledger_keys.confirm(ledger, password=password)
        new = ledger_keys.new_key(ledger.clock)
        made = rescue.encrypt(ledger, new, password=password, progress=_tell)
        opens = key_words.opens(ledger)
    data = {
        "ledger": str(arguments.ledger.absolute()),
        "protected": True,
        "backup": str(made.path.absolute()),
        **key_words.code_data(new.sheet),
    }
    lines = [f"已加密：{data['ledger']}，{opens}。", f"加密前做了一份备份，并用恢复码打开过：{data['backup']}"]
    return Outcome(data, [*lines, *key_words.code_lines(new.sheet)])


def _tell(step: str) -> None:
    if step in _STEPS:
        progress(_STEPS[step])
