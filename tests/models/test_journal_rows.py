"""A sheet's rows share one line of the journal; it reads, undoes, checks and is damaged like lines of one row."""

import base64
import zlib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from models import attendance, check, journal, journal_rows, meeting, member, undo
from models.clock import FixedClock
from models.journal_rows import Recorded
from models.ledger import Ledger
from tests.models.conftest import ACTOR, Foreign
from tools.damage_trial import sound

NAMES = ("单田芳", "曾国祥", "买买提·艾山", "尉迟文静", "仇建国")


@pytest.fixture
def people(book: Ledger) -> list[str]:
    with book.operation("roster.import") as op:
        return [member.add_member(op, member_id=book.ids.new(), name=name) for name in NAMES]


def record(book: Ledger, marks: dict[str, str]) -> str:
    with book.operation("meeting.record") as op:
        values = {"day": "2026-03-05", "topic": "党员大会"}
        return meeting.record_meeting(op, meeting_id=book.ids.new(), kinds=["assembly"], marks=marks, **values)


@pytest.fixture
def held(book: Ledger, people: list[str]) -> str:
    return record(book, {people[1]: "sick"})


def lines(book: Ledger, table: str = "attendance") -> list[dict[str, Any]]:
    return book.query("SELECT * FROM journal_change WHERE tbl = ? ORDER BY seq, n", (table,))


def test_a_sheet_is_one_line_and_reads_as_its_rows(book: Ledger, people: list[str], held: str) -> None:
    (line,) = lines(book)
    assert (line["row_key"], line["before"]) == (f'[1,"{held}"]', None)
    entry = journal.entries(book)[0]
    changes = [one for one in journal.changes_of(book, entry.seq) if one.table == "attendance"]
    assert {(one.key, one.before) for one in changes} == {((1, held, one), None) for one in people}
    assert [one.after for one in changes] == book.query("SELECT * FROM attendance ORDER BY rowid")
    assert entry.change_count == 1 + len(people)
    assert list(journal.broken_links(book)) == [] and check.check_ledger(book) == []


def test_one_row_s_history_goes_through_both_forms(book: Ledger, people: list[str], held: str) -> None:
    with book.operation("attendance.mark") as op:
        attendance.mark(op, held, people[1], "official")
    told = journal.history(book, "attendance", (1, held, people[1]))
    assert [(one.after or {})["mark"] for _, one in told] == ["sick", "official"]
    assert [len(journal.history(book, "attendance", (1, held, one))) for one in people] == [1, 2, 1, 1, 1]
    assert len(lines(book)) == 2


def test_undo_and_redo_of_a_sheet(book: Ledger, held: str) -> None:
    before = book.content_digest()
    undo.undo(book)
    assert attendance.sheet(book, held) == []
    assert [line["after"] for line in lines(book)[1:]] == [None]
    undo.redo(book)
    assert book.content_digest() == before and len(lines(book)) == 3
    assert check.check_ledger(book) == []


def test_a_mark_set_since_stands_in_the_way_of_undoing_the_sheet(book: Ledger, people: list[str], held: str) -> None:
    recorded = journal.last_seq(book)
    with book.operation("attendance.mark") as op:
        attendance.mark(op, held, people[1], "official")
    found = {one.key: one.later for one in undo.obstacles(book, recorded)}
    assert found == {(1, held): recorded + 1, (1, held, people[1]): recorded + 1}


def test_a_ledger_with_lines_of_the_earlier_form_goes_on(tmp_path: Path, clock: FixedClock) -> None:
    """The kept ledger of schema 3 has a sheet in lines of one row each."""
    with Ledger.open(sound("schema_3.zbtz", tmp_path), actor=ACTOR, clock=clock) as book:
        early = lines(book)
        assert len(early) > 1 and not any(line["after"].startswith("*") for line in early)
        people = [one.id for one in member.list_members(book, status="")]
        with book.operation("roster.import") as op:
            people += [member.add_member(op, member_id=book.ids.new(), name=name) for name in NAMES]
        record(book, {people[-1]: "absent"})
        assert lines(book)[: len(early)] == early and lines(book)[-1]["after"].startswith("*")
        first = next(one.seq for one in journal.entries(book, newest_first=False) if one.kind == "meeting.record")
        undo.undo(book)
        undo.redo(book)
        (_, meeting_id, who) = journal_rows.key_of(early[0]["row_key"])
        with book.operation("attendance.mark") as op:
            attendance.mark(op, str(meeting_id), str(who), "late")
        assert len(journal.history(book, "attendance", (1, meeting_id, who))) == 2
        assert (1, meeting_id, who) in {one.key for one in undo.obstacles(book, first)}
        assert list(journal.broken_links(book)) == []
        assert [one for one in check.check_ledger(book) if one.level == "error"] == []


# --- damage ---------------------------------------------------------------------------


def test_a_turned_bit_anywhere_in_a_shared_line_names_it(book: Ledger, held: str, foreign: Foreign) -> None:
    (line,) = lines(book)
    book.close()
    text, random = line["after"].encode("ascii"), Random("bits")
    for place in sorted({0, 1, 2, 3, len(text) - 1, *random.sample(range(len(text)), 12)}):
        turned = bytearray(text)
        turned[place] ^= 1 << random.randrange(7)
        value = f"CAST(x'{turned.hex()}' AS TEXT)"
        foreign(book.path, f"UPDATE journal_change SET after = {value} WHERE tbl = 'attendance'")
        with Ledger.open(book.path, actor=ACTOR) as again:
            named = {(one.table, one.key): one.columns for one in check.check_ledger(again)}
            assert "after" in named["journal_change", (line["seq"], line["n"])], place
            # The rows themselves are sound: nobody is accused.
            assert not any(table == "attendance" for table, _ in named)
            assert len(journal.entries(again)) == line["seq"]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ("UPDATE journal_change SET before = '{}' WHERE tbl = 'attendance'", "before"),
        ("UPDATE journal_change SET before = after WHERE tbl = 'attendance'", "before"),
        ("UPDATE journal_change SET after = NULL WHERE tbl = 'attendance'", "after"),
        ("UPDATE journal_change SET after = '*3:' WHERE tbl = 'attendance'", "after"),
        ("UPDATE journal_change SET after = '*99999999999999999999999:x' WHERE tbl = 'attendance'", "after"),
        ("UPDATE journal_change SET row_key = '[1,2,3,4]' WHERE tbl = 'attendance'", "after"),
        ("UPDATE journal_change SET tbl = 'member' WHERE tbl = 'attendance'", "after"),
    ],
)
def test_an_edited_shared_line_is_named(book: Ledger, held: str, foreign: Foreign, change: str, column: str) -> None:
    (line,) = lines(book)
    book.close()
    foreign(book.path, change)
    with Ledger.open(book.path, actor=ACTOR) as again:
        found = [one for one in check.check_ledger(again) if one.key == (line["seq"], line["n"])]
        assert any(column in one.columns for one in found)
        assert journal.entries(again)[0].change_count >= 0


def test_another_mark_packed_as_we_pack_is_found_too(
    book: Ledger, people: list[str], held: str, foreign: Foreign
) -> None:
    (line,) = lines(book)
    columns = journal_rows.unpacked(line["after"])
    columns["mark"][columns["member_id"].index(people[1])] = "present"
    forged = repacked(columns)
    book.close()
    foreign(book.path, f"UPDATE journal_change SET after = '{forged}' WHERE tbl = 'attendance'")
    with Ledger.open(book.path, actor=ACTOR) as again:
        found = {(one.table, one.key, one.columns) for one in check.check_ledger(again)}
    assert ("journal_change", (line["seq"], line["n"]), ("after",)) in found
    assert ("attendance", (1, held, people[1]), ("mark",)) in found


def test_a_changed_mark_is_found_against_a_shared_line(book: Ledger, people: list[str], held: str) -> None:
    book.db.execute("UPDATE attendance SET mark = 'late' WHERE member_id = ?", [people[2]])
    book.db.execute("DELETE FROM attendance WHERE member_id = ?", [people[3]])
    found = [(one.code, one.key, one.columns) for one in check.check_ledger(book) if one.table == "attendance"]
    expected = [("row-altered", (1, held, people[2]), ("mark",)), ("row-missing", (1, held, people[3]), ())]
    assert [one for one in found if one[0].startswith("row-")] == expected


def repacked(columns: Any) -> str:
    text = journal_rows.canonical(columns).encode()
    count = len(columns.get("member_id", "")) if isinstance(columns, dict) else 0
    return f"*{count}:{base64.b85encode(zlib.compress(text)).decode()}"


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "*1:",
        "*1:改",
        repacked({}),
        repacked([1]),
        repacked({"member_id": "a"}),
        repacked({"mark": ["late"]}),
        repacked({"member_id": [["a"]]}),
        repacked({"member_id": ["a"], "mark": ["late", "late"]}),
        repacked({"member_id": ["a"]}).replace("*1", "*2"),
        "*1:" + base64.b85encode(zlib.compress(b'{"member_id": ["a"]}')).decode(),
        "*1:" + base64.b85encode(zlib.compress(b'{"member_id":["a"]}') + b"\0").decode(),
        "*1:" + base64.b85encode(zlib.compress(b'{"member_id":["a"]}')[:-2]).decode(),
    ],
)
def test_what_is_no_shared_line_is_no_line(text: str) -> None:
    with pytest.raises(ValueError):
        journal_rows.states("attendance", (1, "m"), text)


@pytest.mark.parametrize("place", ["journal_change.after", "journal_change.row_key", "journal_operation.note"])
def test_what_is_nested_beyond_reading_is_a_finding(book: Ledger, held: str, foreign: Foreign, place: str) -> None:
    table, column = place.split(".")
    book.close()
    foreign(book.path, f"UPDATE {table} SET {column} = '{'[' * 100_000}' WHERE seq = 2")
    with Ledger.open(book.path, actor=ACTOR) as again:
        found = {(one.code, one.table, one.columns) for one in check.check_ledger(again)}
    assert ("value-json", table, (column,)) in found


def test_a_line_that_would_fill_the_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_rows, "_MOST_BYTES", 10_000)
    with pytest.raises(ValueError):
        journal_rows.unpacked(repacked({"member_id": ["a" * 20_000]}))


# --- which rows share a line ----------------------------------------------------------


def row(owner: str, who: str, mark: str = "present") -> dict[str, Any]:
    return {"org": 1, "meeting_id": owner, "member_id": who, "mark": mark, "reason": ""}


def done(*steps: tuple[dict[str, Any] | None, dict[str, Any] | None]) -> list[Recorded]:
    keys = [before or after or {} for before, after in steps]
    return [
        Recorded("attendance", (1, key["meeting_id"], key["member_id"]), *step)
        for key, step in zip(keys, steps, strict=True)
    ]


@pytest.mark.parametrize(
    ("steps", "sizes"),
    [
        ([(None, row("m", who)) for who in "abc"], [3]),
        ([(None, row("m", who)) for who in "ab"], [1, 1]),
        ([(row("m", who), row("m", who, "late")) for who in "abcd"], [4]),
        ([(row("m", who), None) for who in "abc"] + [(None, row("m", who)) for who in "abc"], [3, 3]),
        ([(None, row("m", who)) for who in "abc"] + [(None, row("n", who)) for who in "abc"], [3, 3]),
        ([(None, row("m", "a")), (row("m", "a"), row("m", "a", "late")), (None, row("m", "b"))], [1, 1, 1]),
        ([(row("m", who, mark), row("m", who, "sick")) for mark in ("present", "late") for who in "abc"], [3, 3]),
    ],
)
def test_rows_treated_alike_under_one_owner_share_a_line_in_their_order(
    steps: list[tuple[dict[str, Any] | None, dict[str, Any] | None]], sizes: list[int]
) -> None:
    recorded = done(*steps)
    kept = journal_rows.lines(recorded)
    assert [len(journal_rows.read(line)) for line in kept] == sizes
    assert [line["n"] for line in kept] == [*range(1, len(sizes) + 1)]
    assert [one for line in kept for one in journal_rows.read(line)] == recorded
