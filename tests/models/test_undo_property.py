"""Random histories over every registered kind of operation, undone in any order that is allowed, end at the
start.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import example as example_of
from hypothesis import strategies as st

from models import (
    check,
    group,
    invitation,
    journal,
    member,
    operations,
    organization,
    organization_key,
    received_package,
    snapshot,
    undo,
)
from models.errors import RefusedError
from models.gate import Operation
from models.ids import CountingIds
from models.ledger import Ledger
from models.received_package import ReceivedPackageRow
from tests.models.conftest import ACTOR, BRANCH


@dataclass
class World:
    """What an example may draw on."""

    book: Ledger
    random: Random

    def id(self) -> str:
        return self.book.ids.new()

    def pick(self, sql: str) -> str | None:
        found = self.book.query(sql)
        return None if not found else str(next(iter(self.random.choice(found).values())))


Example = Callable[[World, Operation], None]
EXAMPLES: dict[str, Example] = {}


def example(kind: str) -> Callable[[Example], Example]:
    def keep(write: Example) -> Example:
        EXAMPLES[kind] = write
        return write

    return keep


@example("setting.change")
def _setting(world: World, op: Operation) -> None:
    organization.change_setting(op, world.random.choice("abc"), str(world.random.randrange(3)))


@example("organization.edit")
def _organization(world: World, op: Operation) -> None:
    number = world.pick("SELECT number FROM organization")
    organization.edit(op, int(number or 1), phone=str(world.random.randrange(5)), short_name="桐花")


@example("group.add")
def _group(world: World, op: Operation) -> None:
    group.add_group(op, group_id=world.id(), name=f"第{world.random.randrange(10**6)}组")


@example("group.edit")
def _group_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM party_group WHERE org = 1"):
        group.edit_group(op, found, name=f"第{world.random.randrange(10**6)}组", formed_date="2020-01")


@example("member.add")
def _member(world: World, op: Operation) -> None:
    names = world.pick("SELECT name FROM party_group WHERE org = 1 AND dissolved_date = ''")
    member.add_member(op, member_id=world.id(), name="沈镕", group=names or "", joined_date="1999-07")


@example("member.edit")
def _member_edit(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM member WHERE org = 1"):
        work, name = f"岗位{world.random.randrange(4)}", f"新组{world.random.randrange(3)}"
        member.edit_member(op, found, work=work, group=name, group_id=world.id())


@example("member.remove")
def _member_remove(world: World, op: Operation) -> None:
    if found := world.pick("SELECT id FROM member WHERE org = 1 AND status = 'active'"):
        member.remove_member(op, found, kind="transfer", date="2026-01")


@example("roster.import")
def _import(world: World, op: Operation) -> None:
    for _ in range(3):
        member.add_member(op, member_id=world.id(), name="曾国祥", group="导入组", group_id=world.id())
    _member_edit(world, op)


@example("branch.invite")
def _invite(world: World, op: Operation) -> None:
    number = organization.add(op, organization_id=world.id(), name="第二支部")
    invitation.issue(
        op, invitation_id=world.id(), org=number, code="0000", expires_at="2027-01-01T00:00:00.000Z"
    )


def _other(world: World, op: Operation) -> int:
    found = world.pick("SELECT number FROM organization WHERE number > 1")
    return int(found) if found else organization.add(op, organization_id=world.id(), name="第三支部")


@example("branch.register")
def _register(world: World, op: Operation) -> None:
    number = _other(world, op)
    organization_key.register(op, number, key_id=world.id(), sign_public="aa", seal_public="bb")
    organization_key.accept_lineage(op, number, f"谱系{world.random.randrange(3)}")
    if unused := world.pick("SELECT id FROM invitation WHERE used_at IS NULL"):
        invitation.use(op, unused)


@example("branch.revoke")
def _revoke(world: World, op: Operation) -> None:
    rows = world.book.query("SELECT org, key_id FROM organization_key WHERE revoked_at IS NULL")
    if rows:
        row = world.random.choice(rows)
        organization_key.revoke(op, row["org"], row["key_id"])


@example("branch.accept_lineage")
def _lineage(world: World, op: Operation) -> None:
    number = _other(world, op)
    known = op.rows("SELECT lineage FROM organization_lineage WHERE org = ? ORDER BY rank", (number,))
    # Going back to an older one moves it to the top again.
    again = known[0]["lineage"] if len(known) > 1 and world.random.random() < 0.5 else world.id()
    organization_key.accept_lineage(op, number, again)


@example("committee.register")
def _committee(world: World, op: Operation) -> None:
    number = organization.add(op, organization_id=world.id(), name="街道党委", level="committee")
    organization_key.register(op, number, key_id=world.id(), sign_public="cc", seal_public="dd")
    parent = op.row("organization", (number,))
    organization.edit(op, 1, parent_id=str(parent and parent["id"]))


@example("package.receive")
def _receive(world: World, op: Operation) -> None:
    number = _other(world, op)
    before = op.rows(
        "SELECT content_digest FROM received_package WHERE org = ? AND state = 'current'", (number,)
    )
    tables: snapshot.Tables = {
        "party_group": [{"id": world.id(), "name": "甲组", "formed_date": "", "dissolved_date": ""}],
        "member": [],
    }
    columns = [
        row["name"] for row in op.rows("SELECT name FROM pragma_table_info('member')") if row["name"] != "org"
    ]
    for _ in range(world.random.randrange(3)):
        row = dict.fromkeys(columns, "")
        tables["member"].append(
            row
            | {
                "id": world.id(),
                "name": "邓喆",
                "status": "active",
                "group_id": tables["party_group"][0]["id"],
            }
        )
    digest = snapshot.install(op, number, tables, before=before[0]["content_digest"] if before else None)
    received_package.put_current(
        op,
        ReceivedPackageRow(
            number,
            world.id(),
            "谱系",
            1 + world.random.randrange(99),
            op.at,
            op.at,
            "x.dyb",
            "{}",
            digest,
            "",
        ),
    )


UNDOABLE = sorted(kind.name for kind in operations.KINDS.values() if kind.undoable)


def test_every_kind_that_can_be_undone_has_an_example() -> None:
    assert sorted(EXAMPLES) == UNDOABLE


@pytest.mark.parametrize("kind", UNDOABLE)
def test_every_example_writes(kind: str, book: Ledger) -> None:
    """Each kind is undone once on its own, in a ledger that has something of everything."""
    world = World(book, Random(1))
    for earlier in ("group.add", "member.add", "branch.invite", "branch.register", "package.receive"):
        with book.operation(earlier) as op:
            EXAMPLES[earlier](world, op)
    before = book.content_digest()
    with book.operation(kind) as op:
        EXAMPLES[kind](world, op)
    assert book.content_digest() != before
    undo.undo(book)
    assert book.content_digest() == before


@example_of(
    kinds=["branch.accept_lineage"] * 3
    + ["group.add", "branch.accept_lineage", "branch.accept_lineage", "member.add", "branch.accept_lineage"]
    + ["member.edit"],
    seed=0,
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(kinds=st.lists(st.sampled_from(UNDOABLE), min_size=1, max_size=14), seed=st.integers(0, 2**32))
def test_undoing_everything_ends_at_the_start(kinds: list[str], seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Ledger.create(
            Path(folder) / "x.zbtz", organization=BRANCH, level="committee", actor=ACTOR, ids_=CountingIds()
        )
        with book:
            start = book.content_digest()
            states = _write(World(book, Random(seed)), kinds)
            _undo_in_any_order(book, Random(seed))
            assert book.content_digest() == start
            _redo_everything(book)
            assert book.content_digest() in states
            assert [found for found in check.check_ledger(book) if found.level == "error"] == []


def _write(world: World, kinds: list[str]) -> set[str]:
    states = {world.book.content_digest()}
    for kind in kinds:
        with world.book.operation(kind) as op:
            EXAMPLES[kind](world, op)
        states.add(world.book.content_digest())
        if world.random.random() < 0.2 and undo.next_undo(world.book):
            undo.undo(world.book)
        if world.random.random() < 0.1 and undo.next_redo(world.book):
            undo.redo(world.book)
        states.add(world.book.content_digest())
    return states


def _undo_in_any_order(book: Ledger, random: Random) -> None:
    """Undo what may be undone, in random order, until nothing is left; something must always be possible."""
    while open_ones := [entry.seq for entry in journal.entries(book) if entry.undoable]:
        random.shuffle(open_ones)
        refusals = []
        for seq in open_ones:
            before = book.content_digest()
            try:
                undo.undo(book, seq)
                break
            except RefusedError as error:
                assert error.code in ("undo-later-changes", "undo-blocked")
                assert book.content_digest() == before
                refusals.append(error)
        assert len(refusals) < len(open_ones), [str(error) for error in refusals]


def _redo_everything(book: Ledger) -> None:
    """Bring back what was undone, newest undo first."""
    while undo.next_redo(book):
        undo.redo(book)
