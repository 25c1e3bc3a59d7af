"""A whole office, as it goes wrong: two copies of one branch, a committee, lost, repeated, late and damaged packages,
restores on each side, receipts and undone receives. Nothing is gone from the committee without a person's yes.
"""

import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import pack, receipt, receive, trust
from exchange.verdict import Verdict
from models import (
    check,
    member,
    other_copy,
    received_memory,
    received_package,
    sent_package,
    snapshot,
    take_over,
    undo,
)
from models.errors import RefusedError
from models.ledger import Ledger
from tests.exchange.package_kit import Pair, copy_pair

ASKS = ("diverged", "shrinks")
KNOWN = {"", "duplicate", "stale", "fork", "lineage", "signature", *ASKS}


@dataclass
class Sent:
    """A package on somebody's stick: who made it, and the records that it holds."""

    made: pack.SentPackage
    by: int
    ids: frozenset[str]


@dataclass
class Office:
    """The copies are branch files of their own; what they do is told by small numbers that hypothesis picks."""

    pair: Pair
    folder: Path
    copies: list[Ledger] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    saved: dict[int, bytes] = field(default_factory=dict)
    papers: list[tuple[int, Path]] = field(default_factory=list)
    files: int = 0

    @classmethod
    def open(cls, template: Path, folder: Path) -> "Office":
        pair = copy_pair(template, folder)
        made = cls(pair, folder)
        with pair.branch.operation("roster.import") as op:
            # So many that one or two who vanish are no mass disappearance: only the chain can tell.
            for number in range(150):
                member.add_member(op, member_id=pair.branch.ids.new(), name=f"老党员{number}")
        made.sent.append(Sent(pair.pack(), 0, made.ids_of(pair.branch)))
        made.deliver(0)
        pair.branch.close()
        content = (folder / "branch.zbtz").read_bytes()
        for number in (0, 1):
            path = folder / f"{number}" / "branch.zbtz"
            path.parent.mkdir()
            path.write_bytes(content)
            made.copies.append(Ledger.open(path))
        return made

    def close(self) -> None:
        for ledger in (*self.copies, self.pair.committee):
            ledger.close()

    def ids_of(self, ledger: Ledger) -> frozenset[str]:
        return frozenset(row["id"] for row in snapshot.collect(ledger)["member"])

    def ids_there(self) -> frozenset[str]:
        return frozenset(row["id"] for row in snapshot.collect(self.pair.committee, self.pair.org)["member"])

    # --- what people do -------------------------------------------------------------------

    def enter(self, who: int) -> None:
        ledger = self.copies[who]
        self.files += 1
        with ledger.operation("member.add") as op:
            member.add_member(op, member_id=ledger.ids.new(), name=f"党员{self.files}")

    def send(self, who: int) -> None:
        """Packed onto the one stick of the office: the other computer's packages lie there as well."""
        ledger = self.copies[who]
        self.sent.append(Sent(pack.make_package(ledger, self._stick()), who, self.ids_of(ledger)))

    def send_apart(self, who: int) -> None:
        """Packed into a folder of its own, as on a new stick."""
        ledger = self.copies[who]
        own = Path(tempfile.mkdtemp(dir=self.folder))
        self.sent.append(Sent(pack.make_package(ledger, own), who, self.ids_of(ledger)))

    def report(self, who: int) -> None:
        """What an ordinary day is: something is entered, packed and brought up."""
        self.enter(who)
        self.send(who)
        self.deliver(len(self.sent) - 1)

    def save(self, who: int) -> None:
        ledger = self.copies[who]
        ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.saved[who] = ledger.path.read_bytes()

    def restore(self, who: int) -> None:
        """As `restore_backup` leaves it: older content, another device and lineage."""
        if who not in self.saved:
            return
        path = self.copies[who].path
        self.copies[who].close()
        path.write_bytes(self.saved[who])
        self.copies[who] = ledger = Ledger.open(path)
        with ledger.operation("ledger.restore") as op:
            op.renew_identity(device=ledger.ids.new(), lineage=ledger.ids.new())

    def take_over(self, who: int) -> None:
        """The other computer's ledger is carried here, and what it has more is taken over."""
        own, other = self.copies[who], self.copies[1 - who]
        other.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        carried = self.folder / "带过来的.zbtz"
        carried.write_bytes(other.path.read_bytes())
        with other_copy.opened(own, carried) as there:
            plan = take_over.plan_of(own, there)
        with own.operation("ledger.take_over") as op:
            take_over.apply(op, own.ids, plan, take_over.settled(plan, take_over.OWN))
        assert self.ids_of(own) >= self.ids_of(other)

    def way_out(self) -> None:
        """At the end one computer takes the other's copy over and reports: one package holds what both have."""
        both = self.ids_of(self.copies[0]) | self.ids_of(self.copies[1])
        self.take_over(0)
        standing = received_package.current(self.pair.committee, self.pair.org)
        known = {row.digest for one in self.copies for row in sent_package.list_sent(one)}
        self.send_apart(0)
        assert self.sent[-1].ids == both
        before = self.ids_there()
        (found,) = receive.receive(self.pair.committee, [self.sent[-1].made.path])
        self._judge(self.sent[-1], found, before, yes=False, damaged=False)
        if standing is None or standing.digest in known:
            # Whoever knows the packages of both copies goes on from them.
            assert found.code not in ("fork", "diverged", "stale")

    def deliver(self, which: int, *, yes: bool = False, damaged: bool = False) -> None:
        if not self.sent:
            return
        sent = self.sent[which % len(self.sent)]
        path = sent.made.path
        if damaged:
            content = bytearray(path.read_bytes())
            content[len(content) * (which + 1) // 23 % len(content)] ^= 1
            path = self.folder / "坏了.dyb"
            path.write_bytes(bytes(content))
        before = self.ids_there()
        (found,) = receive.receive(self.pair.committee, [path], accept_loss=[sent.made.digest] if yes else ())
        self._judge(sent, found, before, yes=yes, damaged=damaged)

    def accept_lineage(self, which: int) -> None:
        if self.sent:
            with suppress(RefusedError):
                info = self.copies[self.sent[which % len(self.sent)].by].info()
                trust.accept_lineage(self.pair.committee, self.pair.org, info["lineage"])

    def undo_receive(self) -> None:
        row = received_package.current(self.pair.committee, self.pair.org)
        entry = self.pair.committee.query(
            "SELECT max(seq) AS seq FROM journal_change WHERE tbl = 'received_package' AND before IS NULL"
        )[0]["seq"]
        if row is not None and entry:
            with suppress(RefusedError):
                undo.undo(self.pair.committee, entry)

    def give_receipt(self) -> None:
        row = received_package.current(self.pair.committee, self.pair.org)
        if row is not None:
            self._paper(receipt.make_receipt(self.pair.committee, row.digest, self.folder).path)

    def withdraw_receipt(self) -> None:
        for row in received_package.withdrawn(self.pair.committee)[:1]:
            self._paper(receipt.make_counter_receipt(self.pair.committee, row.digest, self.folder).path)

    def take_papers(self) -> None:
        """Both computers read every paper that ever came, in the order in which they were written."""
        for ledger in self.copies:
            for _, path in self.papers:
                with suppress(RefusedError):
                    receipt.accept_receipt(ledger, path)

    # --- what must hold -------------------------------------------------------------------

    def _judge(self, sent: Sent, found: Verdict, before: frozenset[str], *, yes: bool, damaged: bool) -> None:
        after = self.ids_there()
        if damaged:
            assert not found.accepted
        else:
            assert found.code in KNOWN, found.reason
        if not found.accepted:
            assert after == before, "what is refused changes nothing"
            if found.code in ASKS:
                gone = before - sent.ids
                assert found.lost.get("member", {"count": 0})["count"] == len(gone)
            return
        assert after == sent.ids, "what is taken in is the package, whole"
        assert yes or before <= after, "nothing is gone without a yes"

    def _stick(self) -> Path:
        stick = self.folder / "U盘"
        stick.mkdir(exist_ok=True)
        return stick

    def _paper(self, path: Path) -> None:
        self.papers.append((len(self.papers), path))

    def tell_the_truth(self) -> None:
        """At the end: the committee's check is clean of what came in, no branch believes a withdrawn receipt."""
        self.withdraw_receipt()
        self.take_papers()
        there = {row.digest for row in received_package.list_received(self.pair.committee, self.pair.org)}
        gone = {row.digest for row in received_package.withdrawn(self.pair.committee)[:1]}
        for ledger in self.copies:
            for row in sent_package.list_sent(ledger):
                assert row.acknowledged_at is None or row.digest in there or row.digest not in gone
        codes = {one.code for one in check.check_ledger(self.pair.committee)}
        assert not {code for code in codes if "snapshot" in code or "received" in code or "journal" in code}
        assert received_memory.lost(self.pair.committee) == []


WHO, WHICH = st.integers(0, 1), st.integers(0, 11)
STEPS = st.one_of(
    st.tuples(st.just("report"), WHO),
    st.tuples(st.sampled_from(("enter", "send", "send_apart")), WHO),
    st.tuples(st.sampled_from(("save", "restore", "take_over")), WHO),
    st.tuples(st.sampled_from(("deliver", "deliver", "deliver", "say_yes", "damage", "accept_lineage")), WHICH),
    st.tuples(st.sampled_from(("undo_receive", "give_receipt", "withdraw_receipt", "take_papers"))),
)


def step(office: Office, what: str, *args: Any) -> None:
    if what == "say_yes":
        office.deliver(*args, yes=True)
    elif what == "damage":
        office.deliver(*args, damaged=True)
    else:
        getattr(office, what)(*args)


@settings(max_examples=16, suppress_health_check=[HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=8, max_size=30))
def test_nothing_is_gone_without_a_yes_and_both_ends_say_the_truth(pair_template: Path, steps: list[Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        office = Office.open(pair_template, Path(folder))
        try:
            for what, *args in steps:
                step(office, what, *args)
            office.tell_the_truth()
            office.way_out()
        finally:
            office.close()
