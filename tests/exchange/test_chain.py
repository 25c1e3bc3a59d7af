"""Packages that do not go on from what was received: told apart, in one order, taken in by a person alone."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange import container, header, pack, receive, trust
from exchange.chain import Link, Past
from exchange.verdict import Verdict
from models import journal, member, schema, undo
from models.ledger import Ledger
from models.received_package import ReceivedPackageRow
from tests.exchange.package_kit import (
    Desk,
    Forge,
    Pair,
    assert_good_sentence,
    keep_a_year,
    members_of,
    nothing_changes,
    with_manifest,
    with_rows,
    zipped,
)

ELSE = "00" * 32


# --- one order of verdicts --------------------------------------------------------------------


class Made:
    """Packages that are several things at once, for a committee at whose desk number 5 stands."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.number = 6
        self.lineage = desk.forge.head["lineage"]
        self.chain: list[dict[str, Any]] | None = None
        self.plain = desk.forge.plain
        self.counts: dict[str, int] = {}
        self.broken = False

    def stale(self) -> None:
        self.number = 4

    def fork(self) -> None:
        self.number = 5

    def new_lineage(self) -> None:
        self.lineage = "01900000-0000-7000-8000-000000000001"

    def diverged(self) -> None:
        self.chain = [{"number": self.number - 1, "digest": ELSE}, {"number": 2, "digest": ELSE}]
        if self.number == 6:
            self.chain[0]["number"] = 5

    def shrinks(self) -> None:
        rest = schema.TRAVELLING[1:]
        self.plain = with_rows(self.plain, {name: [] for name in rest})
        self.counts = dict.fromkeys(rest, 0)

    def signature(self) -> None:
        self.broken = True

    def content(self) -> bytes:
        listed = [{"number": one.number, "digest": one.digest} for one in reversed(self.desk.sent)]
        chain = self.chain if self.chain is not None else [one for one in listed if one["number"] < self.number]
        plain = zipped(with_manifest(members_of(self.plain), chain=chain))
        head = {"number": self.number, "lineage": self.lineage}
        head["counts"] = self.desk.forge.head["counts"] | self.counts
        made = self.desk.forge.file(head=head, plain=plain)
        return made[:-1] + bytes([made[-1] ^ 1]) if self.broken else made


PAIRS = [
    *[("signature", ("signature", other)) for other in ("stale", "fork", "new_lineage", "diverged", "shrinks")],
    ("stale", ("stale", "diverged")),
    ("stale", ("stale", "shrinks")),
    ("fork", ("fork", "diverged")),
    ("fork", ("fork", "shrinks")),
    # Nobody accepted that lineage: it has no place in the order in which it could be older or the same.
    ("lineage", ("new_lineage", "stale")),
    ("lineage", ("new_lineage", "fork")),
    ("lineage", ("new_lineage", "diverged")),
    ("lineage", ("new_lineage", "shrinks")),
    ("diverged", ("diverged", "shrinks")),
    *[(code, (trait,)) for code, trait in (("stale", "stale"), ("fork", "fork"), ("lineage", "new_lineage"))],
    *[(code, (code,)) for code in ("signature", "diverged", "shrinks")],
]


@pytest.mark.parametrize(("code", "traits"), PAIRS)
def test_of_two_verdicts_the_first_in_the_order_is_told(code: str, traits: tuple[str, ...], desk: Desk) -> None:
    made = Made(desk)
    for trait in traits:
        getattr(made, trait)()
    assert desk.refused_with(desk.put(made.content())) == code


def test_a_duplicate_is_told_before_all_but_the_signature(pair: Pair) -> None:
    first = pair.pack()
    pair.receive(first.path)
    pair.add("犇镕")
    added = journal.last_seq(pair.branch)
    pair.receive(pair.pack().path)
    assert pair.receive(first.path)[0].code == "duplicate", "and not that it is older"
    undo.undo(pair.branch, added)  # The package that follows takes 犇镕 away again.
    smaller = pair.pack()
    (asked,) = pair.receive(smaller.path)
    assert asked.code == "shrinks"
    assert pair.receive(smaller.path, accept_loss=[smaller.digest])[0].accepted
    assert pair.receive(smaller.path)[0].code == "duplicate", "and not how much it takes away"
    damaged = bytearray(first.path.read_bytes())
    damaged[-1] ^= 1
    first.path.write_bytes(damaged)
    assert pair.receive(first.path)[0].code == "signature"


def test_a_duplicate_of_a_lineage_no_longer_accepted_is_a_duplicate(pair: Pair) -> None:
    sent = pair.pack()
    pair.receive(sent.path)
    pair.committee.db.execute("DELETE FROM organization_lineage")
    assert pair.receive(sent.path)[0].code == "duplicate"


# --- two copies of one ledger -----------------------------------------------------------------


class Twins:
    """One branch on two computers, copied by hand after number 1 was received; each has a person of its own."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.first = pair.pack()
        assert pair.receive(self.first.path)[0].accepted
        folder = pair.folder / "另一台"
        folder.mkdir()
        pair.branch.close()
        shutil.copyfile(pair.folder / "branch.zbtz", folder / "branch.zbtz")
        pair.branch = Ledger.open(pair.folder / "branch.zbtz")
        self.twin = Ledger.open(folder / "branch.zbtz")
        pair.add("犇镕")
        with self.twin.operation("member.add") as op:
            member.add_member(op, member_id=self.twin.ids.new(), name="李堃")

    def pack_twin(self, folder: Path | None = None) -> pack.SentPackage:
        return pack.make_package(self.twin, folder or self.twin.path.parent)

    def names(self) -> set[str]:
        return {found.name for found in member.list_members(self.pair.committee, org=self.pair.org)}


@pytest.fixture
def twins(pair: Pair) -> Iterator[Twins]:
    made = Twins(pair)
    yield made
    made.twin.close()


def test_exporting_again_does_not_carry_one_copy_over_the_other(twins: Twins) -> None:
    """What the program once advised: number 2 of both, then number 3 of the one that was refused."""
    pair = twins.pair
    assert pair.receive(twins.pack_twin().path)[0].accepted
    refused = pair.receive(pair.pack().path)[0]
    assert refused.code == "fork"
    again = pair.pack()
    with nothing_changes(pair.committee, pair.folder):
        (asked,) = pair.receive(again.path)
    assert (asked.accepted, asked.code, asked.number) == (False, "diverged", 3)
    assert asked.as_dict()["lost"] == {"member": {"count": 1, "names": ["李堃"]}}
    assert "序号会更大" not in refused.next_step + asked.next_step
    for verdict in (refused, asked):
        assert verdict.error is not None
        assert_good_sentence(verdict.error)
    assert "李堃" in twins.names()


def test_packages_of_both_on_one_stick_are_told_apart(twins: Twins) -> None:
    """The second computer sees number 2 on the stick and takes 3; that it never sent number 2 is in its list."""
    stick = twins.pair.folder / "U盘"
    stick.mkdir()
    theirs, ours = twins.pack_twin(stick), pack.make_package(twins.pair.branch, stick)
    assert (theirs.number, ours.number) == (2, 3)
    results = twins.pair.receive(stick)
    assert [one.code for one in results] == ["", "diverged"]
    assert results[1].lost == {"member": {"count": 1, "names": ["李堃"]}}


def test_a_persons_word_takes_it_in_and_says_so_in_the_journal(twins: Twins) -> None:
    pair = twins.pair
    pair.receive(twins.pack_twin().path)
    pair.pack()
    again = pair.pack()
    assert pair.receive(again.path, accept_loss=[ELSE])[0].code == "diverged"
    (taken,) = pair.receive(again.path, accept_loss=[again.digest])
    assert taken.accepted
    entry = journal.entry(pair.committee, taken.seq)
    assert entry is not None
    assert (entry.note["accepted"], entry.note["lost"]) == ("diverged", {"member": 1})
    assert "lost" not in taken.as_dict()
    # From here on it is the one that stands: it is not asked about again.
    pair.add("王喆")
    assert pair.receive(pair.pack().path)[0].accepted
    # And the other one is.
    twins.pack_twin()
    twins.pack_twin()
    assert pair.receive(twins.pack_twin().path)[0].code == "diverged"


def test_a_copy_that_knows_all_that_stands_is_no_fault(pair: Pair) -> None:
    """Packages that never came, however many, are gaps; the list is longer than none of them needs."""
    pair.receive(pair.pack().path)
    for number in range(25):
        pair.add(f"党员{number}")
        last = pair.pack()
    assert pair.receive(last.path)[0].accepted
    listed = Forge(pair, _next(pair)).plain
    chain = json.loads(members_of(listed)["manifest.json"])["chain"]
    assert [one["number"] for one in chain] == list(range(26, 6, -1))


def _next(pair: Pair) -> Path:
    return pair.pack().path


def test_a_package_written_before_the_power_went_is_in_the_list(pair: Pair) -> None:
    sent = pair.pack()
    pair.branch.db.execute("DELETE FROM sent_package")
    pair.receive(sent.path)
    pair.add("犇镕")
    added = journal.last_seq(pair.branch)
    assert pair.receive(pair.pack().path)[0].accepted, "and undone records are not asked about"
    undo.undo(pair.branch, added)
    after = pair.pack()
    assert pair.receive(after.path)[0].code == "shrinks", "it goes on from what stands"


# --- packages without a list, and bad lists ---------------------------------------------------


def as_first_format(forge: Forge, **head: Any) -> bytes:
    """A package as the program before this one wrote it."""
    members = members_of(forge.plain)
    listed = json.loads(members["manifest.json"])
    del listed["chain"]
    return forge.file(head={"format": 1} | head, plain=zipped(members | {"manifest.json": json.dumps(listed).encode()}))


@pytest.mark.parametrize(
    ("prev", "number", "code", "remark"),
    [("fifth", 6, "", False), (ELSE, 6, "diverged", False), (ELSE, 9, "", True), ("", 6, "", True)],
)
def test_a_package_without_a_list_is_judged_by_the_one_before(
    prev: str, number: int, code: str, remark: bool, desk: Desk
) -> None:
    digest = desk.sent[4].digest if prev == "fifth" else prev
    path = desk.put(as_first_format(desk.forge, prev_sha256=digest, number=number))
    (found,) = desk.pair.receive(path, dry_run=True)
    assert found.code == code
    assert ("没有写明以前送过哪些包" in found.reason) == remark


def test_the_second_format_must_have_a_list(desk: Desk) -> None:
    path = desk.put(as_first_format(desk.forge, format=header.CHAINED))
    assert desk.refused_with(path) == "manifest"


@pytest.mark.parametrize(
    "chain",
    [
        None,
        {},
        [5],
        [{"number": 5}],
        [{"number": "5", "digest": ELSE}],
        [{"number": 0, "digest": ELSE}],
        [{"number": True, "digest": ELSE}],
        [{"number": 5, "digest": "x"}],
        [{"number": 5, "digest": 5}],
        [{"number": 5, "digest": ELSE, "more": 1}],
        [{"number": 3, "digest": ELSE}, {"number": 5, "digest": ELSE}],
        [{"number": 5, "digest": ELSE}, {"number": 5, "digest": ELSE}],
        [{"number": 6, "digest": ELSE}],
        [{"number": 30 - n, "digest": ELSE} for n in range(21)],
    ],
)
def test_a_list_that_is_none_is_refused(chain: Any, desk: Desk) -> None:
    plain = zipped(with_manifest(members_of(desk.forge.plain), chain=chain))
    assert desk.refused_with(desk.put(desk.forge.file(plain=plain))) == "manifest"


def test_what_goes_down_stays_readable_to_an_older_program(pair: Pair) -> None:
    """Committees update first: their invitations and receipts, and registrations, keep the first format."""
    from exchange import receipt

    sent = pair.pack()
    pair.receive(sent.path)
    made = receipt.make_receipt(pair.committee, sent.digest, pair.folder)
    formats = {path.name[:4]: container.read_header(path).format for path in pair.folder.glob("*.dyb")}
    assert formats[made.path.name[:4]] == 1
    assert container.read_header(sent.path).format == header.CHAINED


# --- how much may vanish unasked --------------------------------------------------------------


def many(pair: Pair, count: int) -> list[str]:
    with pair.branch.operation("roster.import") as op:
        return [
            member.add_member(op, member_id=pair.branch.ids.new(), name=f"党员{number:03d}") for number in range(count)
        ]


@pytest.mark.parametrize(
    ("people", "gone", "code"), [(397, 5, ""), (397, 6, "shrinks"), (97, 2, ""), (97, 3, "shrinks"), (997, 5, "")]
)
def test_more_than_five_of_a_table_or_two_in_a_hundred_of_all(pair: Pair, people: int, gone: int, code: str) -> None:
    made = many(pair, people)
    assert pair.receive(pair.pack().path)[0].accepted
    with pair.branch.operation("member.remove") as op:
        for member_id in made[:gone]:
            op.delete("member", (1, member_id))
    (found,) = pair.receive(pair.pack().path, dry_run=True)
    assert found.code == code


def test_the_first_twenty_names_are_told(pair: Pair) -> None:
    made = many(pair, 30)
    pair.receive(pair.pack().path)
    with pair.branch.operation("member.remove") as op:
        for member_id in made:
            op.delete("member", (1, member_id))
    (found,) = pair.receive(pair.pack().path)
    assert found.as_dict()["lost"] == {"member": {"count": 30, "names": [f"党员{n:03d}" for n in range(20)]}}


# --- after a restore --------------------------------------------------------------------------


def test_a_restored_ledger_that_lacks_what_stands_is_asked_about_after_its_lineage(pair: Pair) -> None:
    """What was entered since the backup is at the committee and nowhere else."""
    copy_from = pair.folder / "旧"
    copy_from.mkdir()
    pair.branch.close()
    shutil.copyfile(pair.folder / "branch.zbtz", copy_from / "branch.zbtz")
    pair.branch = Ledger.open(pair.folder / "branch.zbtz")
    keep_a_year(pair.branch)
    assert pair.receive(pair.pack().path)[0].accepted
    with Ledger.open(copy_from / "branch.zbtz") as restored:
        with restored.operation("ledger.restore") as op:
            op.renew_identity(device=restored.ids.new(), lineage=restored.ids.new())
        sent = pack.make_package(restored, copy_from)
        assert pair.receive(sent.path)[0].code == "lineage"
        trust.accept_lineage(pair.committee, pair.org, restored.info()["lineage"])
        with nothing_changes(pair.committee, pair.folder):
            (asked,) = pair.receive(sent.path)
        assert asked.code == "diverged"
        assert asked.lost["meeting"]["count"] == 2
        assert pair.receive(sent.path, accept_loss=[sent.digest])[0].accepted


# --- the rule by itself -----------------------------------------------------------------------


def received(*numbers: tuple[int, str]) -> list[ReceivedPackageRow]:
    rest = {"org": 2, "lineage": "l", "created_at": "", "received_at": "", "file_name": "", "counts": "{}"}
    return [
        ReceivedPackageRow(**rest, number=number, digest=digest, content_digest="", receipt_code="")  # type: ignore[arg-type]
        for number, digest in numbers
    ]


@pytest.mark.parametrize(
    ("listed", "there", "unknown"),
    [
        ("", [], 0),
        ("a3 a2 a1", [], 0),
        ("a3 a2 a1", [(2, "a2")], 0),
        ("a3 a2 a1", [(3, "b3")], 3),
        ("a3 a2 a1", [(1, "b1")], 1),
        # What was agreed on later settles what is older: a person said yes to it then.
        ("a3 a2 a1", [(3, "a3"), (2, "b2")], 0),
        ("a3 a2 a1", [(3, "b3"), (2, "a2")], 3),
        ("a3 a2 a1", [(3, "b3"), (3, "a3")], 0),
        ("a3 a1", [(2, "b2")], 0),
        ("a3 a1", [(4, "b4")], 0),
    ],
)
def test_which_received_package_is_another_one(listed: str, there: list[tuple[int, str]], unknown: int) -> None:
    past = Past(tuple(Link(int(one[1:]), one) for one in listed.split()), 1)
    found = past.unknown(received(*there))
    assert (found.number if found else 0) == unknown


def _codes(results: list[Verdict]) -> list[str]:
    return [one.code for one in results]


def test_a_run_judges_each_by_what_the_one_before_left(twins: Twins) -> None:
    """A folder with both computers' packages: the first goes in, the other's is not carried over it."""
    pair = twins.pair
    stick = pair.folder / "U盘"
    stick.mkdir()
    paths = [twins.pack_twin(), pair.pack(), pair.pack()]
    results = receive.receive(pair.committee, [one.path for one in paths])
    assert _codes(results) == ["", "fork", "diverged"]
    assert "犇镕" not in twins.names()
