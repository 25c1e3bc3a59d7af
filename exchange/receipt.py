"""Receipts: the committee's signed word that it has a package, as a file or as ten characters on paper."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exchange import container, deposit, file_names, header, letters, signing, trust
from exchange.fields import WireTable
from exchange.header import MOMENT, hex_text
from models import files, gate, organization, organization_key, received_package, sent_package
from models.errors import KnownError, RefusedError
from models.kinds.column import Choice, Id, Integer, Pattern, Text
from models.received_package import ReceivedPackageRow
from models.sent_package import SentPackageRow

if TYPE_CHECKING:
    from models.ledger import Ledger

WITHDRAWN = "undone"
"""The state of a counter-receipt: the receive was undone, the committee does not have the package."""

_MOST_REMARK = 500

RECEIPT = WireTable(
    name="receipt",
    fields=(
        Id(name="org"),
        Id(name="lineage"),
        Integer(name="number", low=1, high=1 << 31),
        Pattern(name="sha256", pattern=hex_text(64)),
        Pattern(name="content_digest", pattern=hex_text(64)),
        Text(name="counts", limit=4000),
        Pattern(name="received_at", pattern=MOMENT),
        Choice(name="state", values=("current", "replaced", WITHDRAWN)),
        Text(name="remark", limit=_MOST_REMARK, multiline=True),
    ),
)


@dataclass(frozen=True, slots=True)
class MadeReceipt:
    """A receipt file and, for where nothing may travel back, its paper code (10 characters, shown
    `AAAAA-BBBBB`).
    """

    path: Path
    sender: str
    number: int
    digest: str
    paper_code: str


@dataclass(frozen=True, slots=True)
class AcceptedReceipt:
    """What the branch learnt: this package of ours has arrived. received_at: UTC moment, empty from paper.

    withdrawn: it has not, after all.
    """

    number: int
    digest: str
    received_at: str
    remark: str
    withdrawn: bool = False


def make_receipt(
    ledger: "Ledger", package_digest: str, folder: Path | str, *, remark: str = ""
) -> MadeReceipt:
    """Write the receipt for a package received, named by the SHA-256 of its file; the ledger is not changed.

    Raises RefusedError (`receipt-no-package`, `no-branch-key`), WorldError.
    """
    return _made(ledger, received_package.by_digest(ledger, package_digest), package_digest, folder, remark)


def make_counter_receipt(
    ledger: "Ledger", package_digest: str, folder: Path | str, *, remark: str = ""
) -> MadeReceipt:
    """Write that a package is not received any more, because its receive was undone; the ledger is not changed.

    Raises RefusedError (`receipt-still-received`, `receipt-no-package`, `no-branch-key`), WorldError.
    """
    if received_package.by_digest(ledger, package_digest) is not None:
        raise RefusedError("receipt-still-received", digest=package_digest[:16])
    row = next((one for one in received_package.withdrawn(ledger) if one.digest == package_digest), None)
    gone = None if row is None else replace(row, state=WITHDRAWN)
    return _made(ledger, gone, package_digest, folder, remark)


def _made(
    ledger: "Ledger", row: ReceivedPackageRow | None, package_digest: str, folder: Path | str, remark: str
) -> MadeReceipt:
    branch = organization.by_number(ledger, row.org) if row else None
    if row is None or branch is None:
        raise RefusedError("receipt-no-package", digest=package_digest[:16])
    withdrawn = row.state == WITHDRAWN
    key = organization_key.in_use(ledger, row.org)
    if key is None:
        raise RefusedError("no-branch-key", sender=branch.name)
    content = letters.write(
        ledger,
        header.RECEIPT,
        _content(branch.id, row, _remark(deposit.told_since(ledger, branch, row.digest), remark)),
        to=branch.id,
        to_key=key.key_id,
        seal_public=key.seal_public,
        # A program that does not know counter-receipts shall say that it is too old, not that the file is bad.
        format_=header.FORMAT if withdrawn else header.LETTER_FORMAT,
    )
    kind = f"{'撤回回执' if withdrawn else '回执'}_第{row.number:04d}号"
    called = branch.short_name or branch.name
    path = file_names.free_path(Path(folder), file_names.paper_name(kind, called, ledger.clock.today()), called)
    files.write_file(path, content)
    return MadeReceipt(path, branch.name, row.number, row.digest, shown_code(row.receipt_code))


def accept_receipt(ledger: "Ledger", path: Path | str, *, initiator: object | None = None) -> AcceptedReceipt:
    """Note on the branch's side that a package has arrived, from the committee's receipt file.

    Raises RefusedError with the codes of `trust`, `receipt-unknown` (a package never sent),
    `receipt-again`; WorldError("open").
    """
    path = Path(path)
    try:
        found = container.parse(container.read_file(path))
        partner = trust.sender_of(ledger, found, header.RECEIPT)
        trust.require_for_us(ledger, found)
        trust.require_versions(found)
        told = letters.read(trust.opened(ledger, found), RECEIPT, found, "回执")
        row = _sent(ledger, told, committee=partner.organization.id)
        written = {"lineage": found.header.lineage, "seq": found.header.journal["seq"]}
        _refuse_again(row, told, written)
    except KnownError as error:
        error.facts = {"path": path.name} | error.facts
        raise
    with ledger.operation("receipt.accept", initiator=initiator) as op:
        op.note |= {"number": row.number, "committee": partner.organization.name, "state": told["state"]}
        note = sent_package.withdraw if told["state"] == WITHDRAWN else sent_package.acknowledge
        note(op, row, gate.canonical(told | {"written": written}))
    withdrawn = told["state"] == WITHDRAWN
    return AcceptedReceipt(row.number, row.digest, told["received_at"], told["remark"], withdrawn)


def _refuse_again(row: SentPackageRow, told: dict[str, Any], written: dict[str, Any]) -> None:
    """Refuse what was noted already, and what the committee wrote before that. Raises RefusedError("receipt-again")."""
    withdrawn = told["state"] == WITHDRAWN
    last = (json.loads(row.receipt) if row.receipt else {}).get("written", {})
    older = last.get("lineage") == written["lineage"] and written["seq"] <= last["seq"]
    if older or (row.withdrawn if withdrawn else row.acknowledged_at is not None):
        raise RefusedError("receipt-again", number=row.number)


def accept_paper_code(ledger: "Ledger", typed: str, *, initiator: object | None = None) -> AcceptedReceipt:
    """Note that a package has arrived, from the ten characters the committee read out.

    Raises RefusedError: `receipt-code-shape`, `receipt-code-unknown`, `receipt-again`.
    """
    code = signing.tidy_paper_code(typed)
    if len(code) != signing.PAPER_CODE_LENGTH:
        raise RefusedError("receipt-code-shape", length=len(code), wanted=signing.PAPER_CODE_LENGTH)
    row = next((row for row in sent_package.list_sent(ledger) if signing.same(row.receipt_code, code)), None)
    if row is None:
        raise RefusedError("receipt-code-unknown", typed=shown_code(code))
    if row.acknowledged_at is not None:
        raise RefusedError("receipt-again", number=row.number)
    with ledger.operation("receipt.accept", initiator=initiator) as op:
        op.note |= {"number": row.number, "paper": True}
        sent_package.acknowledge(op, row, gate.canonical({"paper_code": code}))
    return AcceptedReceipt(row.number, row.digest, "", "")


def shown_code(code: str) -> str:
    """Return a paper code as it is printed and read out: two groups of five."""
    return f"{code[:5]}-{code[5:]}"


def _content(branch_id: str, row: ReceivedPackageRow, remark: str) -> dict[str, Any]:
    return {
        "org": branch_id,
        "lineage": row.lineage,
        "number": row.number,
        "sha256": row.digest,
        "content_digest": row.content_digest,
        "counts": row.counts,
        "received_at": row.received_at,
        "state": row.state,
        "remark": remark,
    }


def _remark(told: str, remark: str) -> str:
    """Put what the branch has to know before what is written to it, in the room that a receipt has."""
    whole = told + remark
    return whole if len(whole) <= _MOST_REMARK else whole[: _MOST_REMARK - 1] + "…"


def _sent(ledger: "Ledger", told: dict[str, Any], committee: str) -> SentPackageRow:
    """Return our package that a receipt names: every fact must be ours, or it is not our package."""
    row = sent_package.by_digest(ledger, told["sha256"])
    ours = row is not None and (
        told["org"] == organization.own(ledger).id
        and told["sha256"] == row.digest
        and told["content_digest"] == row.content_digest
        and told["counts"] == json.dumps(json.loads(row.counts), sort_keys=True)
        and committee == row.recipient_id
    )
    if row is None or not ours:
        raise RefusedError("receipt-unknown", number=told["number"])
    return row
