"""Kill trials of what two ledgers believe of each other: losses, lineages, keys shut out, receipts taken back."""

import hashlib
from pathlib import Path

from exchange import pack, receipt, receive, trust
from models import journal, organization_key, received_package, sent_package, undo, vault
from models.ledger import Ledger
from tools import kill_exchange
from tools.kill_exchange import branch_in, committee_in, stick_in
from tools.kill_phases import Phase, Say, left_over, lost, told, unsound

ORG = 2
SMALLER = 12


# --- a person's word for a loss -------------------------------------------------------


def _prepare_smaller(folder: Path) -> None:
    """Packages on the stick, each with a tenth of the members less than the one before."""
    kill_exchange.prepare(folder, members=3)
    with vault.open_ledger(branch_in(folder)) as branch:
        added = [kill_exchange.add(branch, 10) for _ in range(SMALLER)]
        pack.make_package(branch, stick_in(folder))
        for seq in reversed(added):
            undo.undo(branch, seq)
            pack.make_package(branch, stick_in(folder))


def _take_losses(folder: Path, say: Say) -> None:
    with vault.open_ledger(committee_in(folder)) as committee:
        say("begin")
        for path in sorted(stick_in(folder).glob("*.dyb")):
            (result,) = receive.receive(committee, [path], accept_loss=_digests(folder))
            say(f"saved {result.number} {result.digest}")


def _digests(folder: Path) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in stick_in(folder).glob("*.dyb")]


def _loss_problems(folder: Path, said: list[str]) -> list[str]:
    return kill_exchange.take_in_problems(folder, said, newest=SMALLER + 1, accept_loss=_digests(folder))


# --- lineages and keys ----------------------------------------------------------------


def _decide(folder: Path, say: Say) -> None:
    with vault.open_ledger(committee_in(folder)) as committee:
        say("begin")
        while True:
            lineage = committee.ids.new()
            trust.accept_lineage(committee, ORG, lineage, why="换了电脑")
            say(f"{told(committee, journal.last_seq(committee))} lineage {lineage}")
            trust.shut_out(committee, ORG, why="电脑被盗")
            shut = journal.last_seq(committee)
            say(told(committee, shut))
            undo.undo(committee, shut)
            say(told(committee, journal.last_seq(committee)))


def _decide_problems(folder: Path, said: list[str]) -> list[str]:
    with vault.open_ledger(committee_in(folder)) as committee:
        found = lost(committee, said) + unsound(committee)
        for line in said:
            if "lineage" in line and not organization_key.lineage_rank(committee, ORG, line.split()[-1]):
                found.append(f"lost: {line}")
        stands = organization_key.in_use(committee, ORG) is not None
        last = journal.entries(committee, limit=1)[0]
        if stands == (last.kind == "branch.revoke"):
            found.append("the key in use is not what the last line says")
    return found + left_over(folder)


# --- a receive taken back, and both told ----------------------------------------------


def _prepare_package(folder: Path) -> None:
    kill_exchange.prepare(folder, members=20)
    with vault.open_ledger(branch_in(folder)) as branch:
        pack.make_package(branch, stick_in(folder)).path.rename(_package(folder))


def _package(folder: Path) -> Path:
    return folder / "上报包.dyb"


def _take_back(folder: Path, say: Say) -> None:
    package = _package(folder)
    with vault.open_ledger(committee_in(folder)) as committee, vault.open_ledger(branch_in(folder)) as branch:
        say("begin")
        while True:
            (taken,) = receive.receive(committee, [package])
            say(_of(committee))
            made = receipt.make_receipt(committee, taken.digest, stick_in(folder))
            say(f"saved file {made.path.name}")
            receipt.accept_receipt(branch, made.path)
            say(_of(branch))
            undo.undo(committee, taken.seq)
            say(_of(committee))
            made = receipt.make_counter_receipt(committee, taken.digest, stick_in(folder))
            say(f"saved file {made.path.name}")
            receipt.accept_receipt(branch, made.path)
            say(_of(branch))


def _of(book: Ledger) -> str:
    return f"{told(book, journal.last_seq(book))} {book.path.name}"


def _take_back_problems(folder: Path, said: list[str]) -> list[str]:
    files = {path.name for path in stick_in(folder).iterdir()}
    found = [f"lost: {line}" for line in said if line.startswith("saved file") and line[11:] not in files]
    package = _package(folder)
    with vault.open_ledger(committee_in(folder)) as committee, vault.open_ledger(branch_in(folder)) as branch:
        for book in (committee, branch):
            found += lost(book, [line for line in said if line.endswith(book.path.name)]) + unsound(book)
        found += kill_exchange.half(committee)
        digest = hashlib.sha256(package.read_bytes()).hexdigest()
        # Both go on from where they are, and agree in the end.
        if received_package.by_digest(committee, digest) is None:
            receive.receive(committee, [package])
        undo.undo(committee, _receive_of(committee))
        made = receipt.make_counter_receipt(committee, digest, stick_in(folder))
        (row,) = sent_package.list_sent(branch)
        if row.acknowledged_at is not None or not row.withdrawn:
            receipt.accept_receipt(branch, made.path)
        (row,) = sent_package.list_sent(branch)
        if row.acknowledged_at is not None or not row.withdrawn:
            found.append("the branch does not know that the package was taken back")
    return found + left_over(folder)


def _receive_of(committee: Ledger) -> int:
    return next(one.seq for one in journal.entries(committee) if one.kind == "package.receive" and not one.undone)


PHASES: dict[str, Phase] = {
    "loss": Phase(_prepare_smaller, _take_losses, _loss_problems, 0.5, in_suite=False),
    "trust": Phase(kill_exchange.prepare, _decide, _decide_problems, 0.3, in_suite=False),
    "counter": Phase(_prepare_package, _take_back, _take_back_problems, 0.6),
}
