"""The write gate: everything through it is journalled, nothing half, nothing unregistered."""

import pytest

from models import group, journal, member, operations, organization, schema, undo
from models.changes import Changes
from models.clock import FixedClock
from models.errors import BugError, RefusedError, UsageError
from models.ledger import Ledger
from tests.models.conftest import ACTOR, add_members


def state(book: Ledger) -> tuple[str, int]:
    return book.content_digest(), journal.last_seq(book)


def test_an_operation_keeps_rows_before_and_after(book: Ledger, clock: FixedClock) -> None:
    first = add_members(book)[0]
    with book.operation("member.edit", why="本人更正") as op:
        member.edit_member(op, first, phone="0000-1234567")
    entry = journal.entries(book)[0]
    assert (entry.kind, entry.actor, entry.why) == ("member.edit", ACTOR, "本人更正")
    assert entry.at == "2026-11-21T05:00:00.000Z"
    (change,) = journal.changes_of(book, entry.seq)
    assert change.key == (schema.SELF, first)
    assert change.before is not None
    assert change.after == change.before | {"phone": "0000-1234567"}
    assert change.before["phone"] == ""


@pytest.mark.parametrize(
    "error", [RefusedError("value-empty"), ValueError("ours"), KeyboardInterrupt()], ids=repr
)
def test_an_error_leaves_no_trace_and_announces_nothing(book: Ledger, error: BaseException) -> None:
    add_members(book)
    before, heard = state(book), list[Changes]()
    book.changed.append(heard.append)
    with pytest.raises(type(error)), book.operation("member.add") as op:
        member.add_member(op, member_id=book.ids.new(), name="沈镕")
        raise error
    assert (state(book), heard) == (before, [])
    # The gate is open again.
    add_members(book)
    assert len(heard) == 1


def test_an_operation_that_changes_nothing_leaves_no_trace(book: Ledger) -> None:
    first = add_members(book)[0]
    before, heard = state(book), list[Changes]()
    book.changed.append(heard.append)
    with book.operation("member.edit") as op:
        assert not member.edit_member(op, first, name="单田芳")
    with book.operation("setting.change"):
        pass
    assert (state(book), heard) == (before, [])


def test_an_unregistered_kind_is_a_bug(book: Ledger) -> None:
    with pytest.raises(BugError), book.operation("member.vanish"):
        pytest.fail("the gate opened")


@pytest.mark.parametrize("table", ["membr", *schema.RECORD_KEEPING])
def test_only_content_tables_pass(book: Ledger, table: str) -> None:
    before = book.query("SELECT count(*) AS n FROM sqlite_schema")
    with pytest.raises(BugError), book.operation("member.add") as op:
        op.insert(table, {"id": "x"})
    assert book.query("SELECT count(*) AS n FROM sqlite_schema") == before


def test_an_operation_is_over_after_its_block(book: Ledger) -> None:
    with book.operation("setting.change") as op:
        organization.change_setting(op, "x", "1")
    for late in (
        lambda: op.insert("setting", {"name": "y", "value": "1"}),
        lambda: op.store_content("digest", b""),
        lambda: op.record_snapshot(2, None, "digest"),
        lambda: op.renew_identity(device="d", lineage="l"),
    ):
        with pytest.raises(BugError):
            late()
    assert book.setting("y", "none") == "none"


def test_operations_do_not_nest(book: Ledger) -> None:
    with pytest.raises(BugError), book.operation("member.add"), book.operation("member.add"):
        pytest.fail("the gate opened twice")


def test_somebody_must_act(book: Ledger) -> None:
    book.actor = ""
    with pytest.raises(UsageError) as caught, book.operation("setting.change"):
        pytest.fail("nobody acted")
    assert caught.value.code == "no-actor"


@pytest.mark.parametrize("write", ["update", "delete"])
def test_a_row_that_is_not_there_is_a_bug(book: Ledger, write: str) -> None:
    with pytest.raises(BugError), book.operation("group.edit") as op:
        op.update("party_group", (1, "none"), {"name": "x"}) if write == "update" else op.delete(
            "party_group", (1, "none")
        )


def test_a_reference_to_nothing_is_stopped_by_the_file_itself(book: Ledger) -> None:
    before = state(book)
    with pytest.raises(BugError), book.operation("member.add") as op:
        op.insert("member", {"org": 1, "id": "m", "name": "沈镕", "group_id": "no such group"})
    assert state(book) == before


def test_the_schema_module_knows_every_table(book: Ledger) -> None:
    """What `schema` says of tables and keys is what the migrations made."""
    made = {row["name"] for row in book.query("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert made == {*schema.TABLES, *schema.RECORD_KEEPING}
    for table in schema.TABLES.values():
        columns = book.query(
            "SELECT name, pk FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table.name,)
        )
        assert tuple(row["name"] for row in columns) == table.key
    assert book.query("PRAGMA user_version")[0]["user_version"] == schema.VERSION
    assert book.query("PRAGMA application_id")[0]["application_id"] == schema.APPLICATION_ID


def test_every_table_has_its_primary_key_first_in_travel_order() -> None:
    assert all(schema.TABLES[name].key[0] == "org" for name in schema.TRAVELLING)
    assert schema.TRAVELLING.index("party_group") < schema.TRAVELLING.index("member")
    assert len(operations.KINDS) == len({kind.name for kind in operations.KINDS.values()})


# --- the journal ----------------------------------------------------------------------


def test_the_history_of_a_record_tells_how_it_came_to_be(book: Ledger) -> None:
    first = add_members(book)[0]
    with book.operation("member.edit") as op:
        member.edit_member(op, first, work="教师")
    with book.operation("member.remove") as op:
        member.remove_member(op, first, kind="transfer", date="2026-11-01")
    told = journal.history(book, "member", (1, first))
    assert [entry.kind for entry, _ in told] == ["roster.import", "member.edit", "member.remove"]
    assert [change.after and change.after["status"] for _, change in told] == ["active", "active", "left"]


def test_the_journal_can_be_read_in_pages(book: Ledger) -> None:
    for number in range(5):
        with book.operation("setting.change") as op:
            organization.change_setting(op, "x", str(number))
    newest = journal.entries(book, limit=2)
    assert [entry.seq for entry in newest] == [6, 5]
    assert [entry.seq for entry in journal.entries(book, limit=2, before=5)] == [4, 3]
    assert [entry.seq for entry in journal.entries(book, newest_first=False)] == [1, 2, 3, 4, 5, 6]


def test_each_line_covers_the_one_before(book: Ledger) -> None:
    add_members(book)
    rows = book.query("SELECT seq, previous, digest FROM journal_operation ORDER BY seq")
    assert [row["previous"] for row in rows] == ["", *[row["digest"] for row in rows[:-1]]]
    assert list(journal.broken_links(book)) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE journal_operation SET actor = '别人' WHERE seq = 2", [2]),
        ("UPDATE journal_operation SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3", [3]),
        ("UPDATE journal_operation SET why = '补' WHERE seq = 1", [1]),
        ("UPDATE journal_change SET after = replace(after, '1985', '1986') WHERE seq = 2 AND n = 1", [2]),
        ("UPDATE journal_change SET before = '{}' WHERE seq = 2 AND n = 3", [2]),
        ("UPDATE journal_change SET row_key = '[1,\"x\"]' WHERE seq = 2 AND n = 2", [2]),
        ("DELETE FROM journal_change WHERE seq = 2 AND n = 3", [2]),
        ("UPDATE journal_operation SET digest = 'x' WHERE seq = 2", [2, 3]),
    ],
)
def test_an_altered_line_is_named(book: Ledger, change: str, named: list[int]) -> None:
    add_members(book)
    with book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name="第一党小组")
    book.db.execute(change)
    assert list(journal.broken_links(book)) == named


def test_a_line_that_was_taken_out_is_noticed(book: Ledger) -> None:
    add_members(book)
    with book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name="第一党小组")
    book.db.execute("DELETE FROM journal_change WHERE seq = 2")
    book.db.execute("DELETE FROM journal_operation WHERE seq = 2")
    assert list(journal.broken_links(book)) == [3]


COMPLETE = {"org": 1, "id": "a", "name": "一组", "formed_date": "", "dissolved_date": ""}


def test_rows_inserted_together_are_journalled_one_by_one(book: Ledger) -> None:
    empty = book.content_digest()
    with book.operation("group.add") as op:
        op.insert_rows("party_group", [COMPLETE, COMPLETE | {"id": "b"}])
        op.insert_rows("party_group", [])
    changes = journal.changes_of(book, journal.last_seq(book))
    assert [(change.key, change.before, change.after) for change in changes] == [
        ((1, name), None, COMPLETE | {"id": name}) for name in "ab"
    ]
    undo.undo(book)
    assert book.content_digest() == empty


@pytest.mark.parametrize("rows", [[{"org": 1, "id": "a"}], [COMPLETE | {"x": 1}], [COMPLETE, {"org": 1, "id": "b"}]])
def test_rows_that_are_not_complete_are_a_bug(book: Ledger, rows: list[dict[str, object]]) -> None:
    before = state(book)
    with pytest.raises(BugError), book.operation("group.add") as op:
        op.insert_rows("party_group", rows)
    assert state(book) == before
