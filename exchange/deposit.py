"""The fifth kind of file: a branch's recovery code, sealed to its committee, which hands it back when the PC is gone.

give and withdraw (branch) write a letter; keep (committee) takes it in; hand_back (committee) opens it for a person
who came, after a reason that the journal keeps and the branch's next receipt tells.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange import container, file_names, header, letters, trust
from exchange.fields import WireTable
from exchange.header import hex_text
from exchange.outgoing import outgoing
from exchange.pack import committee_of
from models import (
    deposit,
    keyring,
    ledger_keys,
    organization,
    organization_key,
    received_package,
    recovery_code,
    texts,
)
from models.clock import moment
from models.deposit import Given, Kept
from models.errors import KnownError, RefusedError, UsageError
from models.kinds.column import Choice, Pattern
from models.ledger_keys import Sheet
from models.organization import Organization

if TYPE_CHECKING:
    from exchange.container import Container
    from models.ledger import Ledger

_GIVEN, _WITHDRAWN = "given", "withdrawn"
_NO_CODE = "0" * 32
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})?", re.ASCII)
DEPOSIT = WireTable(
    name="deposit",
    fields=(
        Choice(name="state", values=(_GIVEN, _WITHDRAWN)),
        Pattern(name="key", pattern=hex_text(32)),
        Pattern(name="made", pattern=_DAY),
        Pattern(name="code", pattern=hex_text(32)),
    ),
)


@dataclass(frozen=True, slots=True)
class KeptOf:
    """What a committee took in: whose, which sheet, or that the branch withdrew it."""

    org: int
    name: str
    number: str
    made: str
    withdrawn: bool


def is_deposit(path: Path) -> bool:
    """Tell by its header whether a file is of this kind; what cannot be read is not."""
    try:
        return container.read_header(path).kind == header.DEPOSIT
    except KnownError:
        return False


# --- the branch -----------------------------------------------------------------------


def may_give(ledger: "Ledger") -> bool:
    """Tell whether there is a code to deposit: the ledger is encrypted and its code is known here."""
    return ledger.key is not None and ledger_keys.sheet(ledger) is not None


def known_code(ledger: "Ledger") -> bytes:
    """Return the code that would be deposited. Raises RefusedError (`not-encrypted`, `sheet-only-on-paper`)."""
    if ledger.key is None:
        raise RefusedError("not-encrypted", path=str(ledger.path))
    code = ledger_keys.unlocked(ledger).code
    if code is None:
        raise RefusedError("sheet-only-on-paper", path=str(ledger.path))
    return code


def give(ledger: "Ledger", folder: Path | str, *, initiator: object | None = None) -> Path:
    """Write the letter with the recovery code of the present key, sealed to the committee, and note it.

    Raises RefusedError (`no-committee`, `not-encrypted`, `sheet-only-on-paper`), WorldError; then nothing is noted.
    """
    code, entry = known_code(ledger), ledger_keys.unlocked(ledger).entry
    committee, _ = committee_of(ledger)
    told = {"state": _GIVEN, "key": entry.id, "made": entry.made, "code": code.hex()}
    noted = Given(entry.id, entry.number, moment(ledger.clock), committee.name)
    return _written(ledger, folder, "deposit.give", told, noted, initiator)


def withdraw(ledger: "Ledger", folder: Path | str, *, initiator: object | None = None) -> Path:
    """Write that the committee shall hand the code back no more. Raises as `give`, RefusedError("deposit-none")."""
    before = deposit.given(ledger)
    if before is None:
        raise RefusedError("deposit-none", sender=organization.own(ledger).name)
    told = {"state": _WITHDRAWN, "key": before.key_id, "made": "", "code": _NO_CODE}
    return _written(ledger, folder, "deposit.withdraw", told, None, initiator)


def outdated(ledger: "Ledger") -> Given | None:
    """Return what is deposited of a key that is no longer in use: the code was renewed since."""
    given = deposit.given(ledger)
    return None if given is None or given.key_id == ledger_keys.unlocked(ledger).entry.id else given


def _written(
    ledger: "Ledger", folder: Path | str, kind: str, told: dict[str, Any], noted: Given | None, initiator: object | None
) -> Path:
    committee, key = committee_of(ledger)
    with outgoing(ledger, kind, initiator=initiator) as (op, write):
        deposit.note_given(op, noted)
        op.note["committee"] = committee.name
        content = letters.write(
            ledger,
            header.DEPOSIT,
            told,
            to=committee.id,
            to_key=key.key_id,
            seal_public=key.seal_public,
            format_=header.FORMAT,
        )
        own = organization.own(ledger)
        word = "撤回存放的恢复码" if noted is None else "存放的恢复码"
        called = own.short_name or own.name
        path = file_names.free_path(Path(folder), file_names.paper_name(word, called, ledger.clock.today()), called)
        write(path, content)
    return path


# --- the committee --------------------------------------------------------------------


def keep(ledger: "Ledger", path: Path | str, *, initiator: object | None = None) -> KeptOf:
    """Take in a branch's letter; it stays sealed, and takes the place of the one before.

    Raises RefusedError with the codes of `trust`, `lineage`, `deposit-again`; WorldError("open").
    """
    path = Path(path)
    try:
        content = container.read_file(path)
        found = container.parse(content)
        partner = trust.sender_of(ledger, found, header.DEPOSIT)
        trust.require_for_us(ledger, found)
        trust.require_versions(found)
        told = letters.read(trust.opened(ledger, found), DEPOSIT, found, "存放的恢复码")
        sender = partner.organization
        _refuse_older(ledger, sender, found)
    except KnownError as error:
        error.facts = {"path": path.name} | error.facts
        raise
    withdrawn = told["state"] == _WITHDRAWN
    number = keyring.number_of(told["key"])
    head = found.header
    with ledger.operation("deposit.keep", initiator=initiator) as op:
        letter = "" if withdrawn else content.hex()
        deposit.note_kept(
            op, sender.number, Kept(number, told["made"], op.at, head.lineage, head.journal["seq"], letter)
        )
        op.note |= {"organization": sender.name, "number": number, "state": told["state"]}
    return KeptOf(sender.number, sender.name, number, told["made"], withdrawn)


def _refuse_older(ledger: "Ledger", sender: Organization, found: "Container") -> None:
    """Refuse what the branch wrote before what came last, and what comes from a ledger that nobody accepted yet.

    The branch's journal tells, no clock. Raises RefusedError("lineage" | "deposit-again").
    """
    head, last = found.header, deposit.kept(ledger, sender.number)
    rank = organization_key.lineage_rank(ledger, sender.number, head.lineage)
    if not rank:
        raise RefusedError("lineage", lineage=head.lineage, sender=sender.name)
    if last is None:
        return
    standing = organization_key.lineage_rank(ledger, sender.number, last.lineage)
    if (rank, head.journal["seq"]) <= (standing, last.seq):
        raise RefusedError("deposit-again", sender=sender.name, number=last.number)


def hand_back(ledger: "Ledger", org: int, *, to: str, why: str, initiator: object | None = None) -> Sheet:
    """Return the sheet that a branch deposited, for a person who came; the journal keeps who, to whom and why.

    Raises UsageError("unknown-organization"), RefusedError (`deposit-none`, `deposit-shut-out`, `value-empty`, …).
    """
    branch = organization.by_number(ledger, org)
    if branch is None or branch.parent_id != organization.own(ledger).id:
        raise UsageError("unknown-organization", org=org)
    to = texts.line("deposit.to", to, 60, required=True)
    why = texts.line("deposit.why", why, 100, required=True)
    last = deposit.kept(ledger, org)
    if last is None or not last.letter:
        raise RefusedError("deposit-none", sender=branch.name)
    _refuse_shut_out(ledger, branch)
    found = container.parse(bytes.fromhex(last.letter))
    told = letters.read(trust.opened(ledger, found), DEPOSIT, found, "存放的恢复码")
    with ledger.operation(deposit.HANDED_BACK, why=why, initiator=initiator) as op:
        deposit.note_kept(op, org, replace(last, handed=last.handed + 1))
        op.note |= {"organization": branch.name, "branch": branch.id, "number": last.number, "to": to}
    return Sheet(recovery_code.format_code(bytes.fromhex(told["code"])), last.number, last.made, unit=branch.name)


def _refuse_shut_out(ledger: "Ledger", branch: Organization) -> None:
    """Refuse where the branch's computer was reported lost and no new key of it is known: a thief may be asking."""
    if organization_key.in_use(ledger, branch.number) is not None:
        return
    revoked = [key for key in organization_key.of(ledger, branch.number) if key.revoked_at]
    day = revoked[0].revoked_at or "" if revoked else ""
    why = trust.why_revoked(ledger, revoked[0]) if revoked else ""
    raise RefusedError("deposit-shut-out", sender=branch.name, day=day[:10], why=why)


def told_since(ledger: "Ledger", branch: Organization, package_digest: str) -> str:
    """Return as a sentence how often the code was handed back since the package before this one was received."""
    since = received_package.seq_before(ledger, branch.number, package_digest)
    told = [
        f"{one.at[:10]} {one.actor}把存放的恢复码（{one.number} 号）交还给{one.to}：{one.why}"
        for one in deposit.handed_back(ledger, branch.id, since=since)
    ]
    return "".join(f"【{one}】" for one in told)
