"""A snapshot carries all travelling rows of one organisation; putting it in place and undoing it is exact."""

import pytest

from models import member, organization, schema, snapshot, undo
from models.gate import Operation
from models.ledger import Ledger
from tests.models.conftest import add_members


def branch_of(op: Operation, book: Ledger) -> int:
    return organization.add(op, organization_id=book.ids.new(), name="第二支部")


def test_a_snapshot_is_kept_as_it_came(book: Ledger) -> None:
    add_members(book)
    tables = snapshot.collect(book)
    with book.operation("package.receive") as op:
        digest = snapshot.install(op, branch_of(op, book), tables, before=None)
    (stored,) = book.query("SELECT content FROM snapshot_content WHERE digest = ?", (digest,))
    again = snapshot.decode(stored["content"])
    assert again == tables
    assert snapshot.digest_of(again) == snapshot.digest_of(tables)
    assert set(tables) == set(schema.TRAVELLING)
    assert len(tables["member"]) == 3
    assert all("org" not in row for rows in tables.values() for row in rows)


def test_any_difference_changes_the_digest(book: Ledger) -> None:
    one = add_members(book)[0]
    before = snapshot.digest_of(snapshot.collect(book))
    with book.operation("member.edit") as op:
        member.edit_member(op, one, remark="x")
    assert snapshot.digest_of(snapshot.collect(book)) != before
    undo.undo(book)
    assert snapshot.digest_of(snapshot.collect(book)) == before


def test_what_a_later_schema_added_counts_only_where_it_holds_something(book: Ledger) -> None:
    """An older program's rows lack its columns and tables; both have one digest, and go into place alike."""
    add_members(book)
    tables = snapshot.collect(book)
    older = {"party_group": [], "member": [dict(row) for row in tables["member"]]}
    for row in older["member"]:
        assert row.pop("arrived_date") == ""
    assert snapshot.digest_of(older) == snapshot.digest_of(tables)
    with book.operation("package.receive") as op:
        number = branch_of(op, book)
        assert snapshot.install(op, number, older, before=None) == snapshot.digest_of(tables)
    assert snapshot.collect(book, number) == tables
    tables["member"][0]["arrived_date"] = "2026"
    assert snapshot.digest_of(older) != snapshot.digest_of(tables)


def test_an_installed_snapshot_is_the_organisation_s_rows_and_nobody_else_s(book: Ledger) -> None:
    add_members(book)
    tables = snapshot.collect(book)
    with book.operation("branch.register") as op:
        number = branch_of(op, book)
    with book.operation("package.receive") as op:
        snapshot.install(op, number, tables, before=None)
    assert snapshot.collect(book, number) == tables
    assert snapshot.collect(book) == tables
    assert len(member.list_members(book, org=None)) == 6
    fewer = tables | {"member": tables["member"][:1]}
    with book.operation("package.receive") as op:
        snapshot.install(op, number, fewer, before=snapshot.digest_of(tables))
    assert snapshot.collect(book, number) == fewer
    assert snapshot.collect(book) == tables


@pytest.mark.parametrize("rows", [0, 1, 250])
def test_a_snapshot_of_any_size(book: Ledger, rows: int) -> None:
    with book.operation("roster.import") as op:
        for _ in range(rows):
            member.add_member(op, member_id=book.ids.new(), name="曾国祥")
        number = branch_of(op, book)
    tables = snapshot.collect(book)
    with book.operation("package.receive") as op:
        snapshot.install(op, number, tables, before=None)
    assert snapshot.collect(book, number) == tables
