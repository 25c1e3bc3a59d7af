"""The check names what is not as it was written, and writes nothing itself."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from models import check, conversion, group, id_number, journal, ledger_keys, member, organization, schema, undo, vault
from models.clock import FixedClock
from models.finding import Finding
from models.ledger import Ledger
from tests.models.conftest import ACTOR, BRANCH, PASSWORD, Foreign, add_members, tree
from tests.models.test_undo_property import EXAMPLES, World


def errors(book: Ledger) -> list[Finding]:
    return [finding for finding in check.check_ledger(book) if finding.level == "error"]


def codes(book: Ledger) -> list[str]:
    return [finding.code for finding in check.check_ledger(book)]


def test_a_ledger_with_something_of_everything_is_clean(book: Ledger) -> None:
    world = World(book, Random(5))
    for kind, write in EXAMPLES.items():
        with book.operation(kind) as op:
            write(world, op)
    undo.undo(book)
    undo.redo(book)
    undo.undo(book)
    assert errors(book) == []


def test_the_check_writes_nothing(kept: Ledger, path: Path) -> None:
    before = tree(path.parent)
    told: list[str] = []
    assert check.check_ledger(kept, progress=told.append) == []
    assert tree(path.parent) == before
    assert told == list(check.STEPS)


def test_it_works_on_a_protected_ledger(kept: Ledger) -> None:
    conversion.encrypt(kept, ledger_keys.new_key(kept.clock), password=PASSWORD)
    assert check.check_ledger(kept) == []


@pytest.mark.parametrize(
    ("change", "code", "sentence"),
    [
        (
            "UPDATE member SET phone = '1' WHERE name = '曾国祥'",
            "row-altered",
            "党员“曾国祥”的联系电话被别的程序改动过",
        ),
        ("UPDATE member SET name = '曾国样' WHERE name = '曾国祥'", "row-altered", "党员“曾国祥”的姓名"),
        ("DELETE FROM member WHERE name = '单田芳'", "row-missing", "党员“单田芳”不见了"),
        (
            "INSERT INTO member (org, id, name) VALUES (1, 'x', '冒名')",
            "row-unknown",
            "党员“冒名”不是本程序写入的",
        ),
        ("UPDATE setting SET value = '别人' WHERE name = 'user.name'", "row-altered", "“user.name”的内容"),
        ("UPDATE organization SET name = '别的支部'", "row-altered", "组织名称"),
        (
            "UPDATE journal_change SET after = replace(after, '曾国祥', '曾国样')",
            "journal-altered",
            "第 2 号操作（导入花名册，",
        ),
        ("UPDATE journal_operation SET actor = '别人' WHERE seq = 2", "journal-altered", "第 2 号操作"),
        ("UPDATE journal_operation SET seq = 7 WHERE seq = 3", "journal-gap", "编号不连续"),
        ("DELETE FROM journal_operation WHERE seq = 3", "row-dangling", "所指的记录不存在"),
        (
            "UPDATE member SET group_id = 'none' WHERE name = '曾国祥'",
            "row-dangling",
            "党员“曾国祥”的所在党小组所指的记录不存在",
        ),
    ],
)
def test_what_another_program_changed_is_named(
    kept: Ledger, path: Path, foreign: Foreign, change: str, code: str, sentence: str
) -> None:
    with kept.operation("setting.change") as op:
        organization.change_setting(op, "x", "1")
    kept.close()
    if "journal_operation SET seq" in change:
        foreign(path, change, "UPDATE journal_change SET seq = 7 WHERE seq = 3")
    else:
        foreign(path, change)
    with vault.open_ledger(path) as book:
        found = {finding.code: finding for finding in check.check_ledger(book)}
    assert code in found
    assert sentence in found[code].sentence()
    assert found[code].level == "error"
    assert set(found[code].as_dict()) == {"code", "level", "table", "key", "columns", "what", "where"}


def test_an_altered_journal_is_named_by_its_operation(kept: Ledger, path: Path, foreign: Foreign) -> None:
    for number in range(4):
        with kept.operation("setting.change") as op:
            organization.change_setting(op, "x", str(number))
    kept.close()
    foreign(path, "UPDATE journal_operation SET why = '后来补的' WHERE seq = 4")
    with vault.open_ledger(path) as book:
        (finding,) = check.check_ledger(book)
    assert (finding.code, finding.key, finding.facts["actor"]) == ("journal-altered", (4,), ACTOR)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        # The last line of an operation has moved on to another one, whose own lines are one to three.
        ("UPDATE journal_change SET seq = 2, n = 4 WHERE seq = 4", ("journal_change", (2, 4), ("seq",))),
        ("UPDATE journal_change SET seq = 2, n = 9 WHERE seq = 4", ("journal_change", (2, 9), ("seq",))),
        # The last but one comes to stand behind the last.
        ("UPDATE journal_operation SET seq = 5 WHERE seq = 3", ("journal_operation", (5,), ("seq",))),
        ("UPDATE journal_operation SET at = '2031-99-99' WHERE seq = 3", ("journal_operation", (3,), ("at",))),
        ("UPDATE journal_operation SET digest = 'a' WHERE seq = 4", ("journal_operation", (4,), ("digest",))),
        ("UPDATE journal_operation SET note = '' WHERE seq = 4", ("journal_operation", (4,), ("note",))),
    ],
)
def test_what_no_line_of_ours_says_is_named_by_column(
    kept: Ledger, path: Path, foreign: Foreign, change: str, place: tuple[str, tuple[int, ...], tuple[str, ...]]
) -> None:
    for number in range(2):
        with kept.operation("setting.change") as op:
            organization.change_setting(op, "x", str(number))
    kept.close()
    foreign(path, change)
    with vault.open_ledger(path) as book:
        assert place in [(one.table, one.key, one.columns) for one in check.check_ledger(book)]


def test_received_rows_are_compared_with_what_came(book: Ledger) -> None:
    world = World(book, Random(2))
    with book.operation("package.receive") as op:
        EXAMPLES["package.receive"](world, op)
    assert errors(book) == []
    book.db.execute("UPDATE party_group SET name = '乙组' WHERE org > 1")
    altered = errors(book)
    assert {(finding.code, finding.table, finding.columns) for finding in altered} == {
        ("received-altered", "party_group", ("name",))
    }
    assert "党小组“" in altered[0].sentence()
    book.db.execute("UPDATE snapshot_content SET content = x'00'")
    assert {finding.code for finding in errors(book)} == {"snapshot-altered", "snapshot-damaged"}
    book.db.execute("UPDATE journal_change SET after = '1' WHERE tbl = '@snapshot'")
    assert ("journal_change", ("after",)) in {(finding.table, finding.columns) for finding in errors(book)}


def test_a_damaged_page_is_found(kept: Ledger, path: Path) -> None:
    for _ in range(40):
        add_members(kept)
    kept.close()
    content = bytearray(path.read_bytes())
    content[10 * 4096 : 10 * 4096 + 100] = bytes(100)
    path.write_bytes(content)
    with Ledger.open(path) as book:
        assert codes(book)[0] == "file-damaged"


# --- what people entered --------------------------------------------------------------


def number(birth: str, serial: int = 1) -> str:
    """Return a valid ID number of the unassigned region 990101 for a birth date; an even serial is a
    woman's.
    """
    digits = f"990101{birth.replace('-', '')}{serial:03d}"
    return digits + id_number.check_digit(digits)


def with_member(book: Ledger, **values: str) -> str:
    with book.operation("member.add") as op:
        return member.add_member(op, member_id=book.ids.new(), **{"name": "沈镕", **values})


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"birth_date": "1970-01-02", "joined_date": "1990-07-01", "regular_date": "1991-07-01"}, []),
        ({"birth_date": "1990", "joined_date": "1990-07"}, []),
        ({"birth_date": "1990-08", "joined_date": "1990-07-01"}, ["dates-in-wrong-order"]),
        ({"joined_date": "1991", "regular_date": "1990-12-31"}, ["dates-in-wrong-order"]),
        ({"joined_date": "1991-07-01", "regular_date": "1991-07"}, []),
        ({"joined_date": "2026-11-21"}, []),
        ({"joined_date": "2026-11-22"}, ["date-in-future"]),
        ({"birth_date": "2027"}, ["date-in-future"]),
        ({"id_number": number("1970-01-02"), "birth_date": "1970-01", "sex": "male"}, []),
        ({"id_number": number("1970-01-02"), "birth_date": "1971-01", "sex": "male"}, ["id-number-birth"]),
        ({"id_number": number("1970-01-02"), "sex": "female"}, ["id-number-sex"]),
    ],
)
def test_dates_and_numbers_of_a_member(book: Ledger, values: dict[str, str], wanted: list[str]) -> None:
    with_member(book, **values)
    found = check.check_ledger(book)
    assert [finding.code for finding in found] == wanted
    assert all(finding.level == "warning" and "沈镕" in finding.sentence() for finding in found)


def test_values_that_the_program_itself_would_refuse(book: Ledger) -> None:
    """They can only have come from outside: the record is named as altered, and what is wrong with it."""
    first = with_member(book, id_number=number("1970-01-02"))
    with_member(book, name="邓喆")
    book.db.execute("UPDATE member SET id_number = ?", [number("1970-01-02")])
    book.db.execute("UPDATE member SET birth_date = '1970-02-30' WHERE id = ?", [first])
    assert set(codes(book)) == {"row-altered", "date-impossible", "id-number-birth", "id-number-doubled"}
    book.db.execute("UPDATE member SET id_number = '990101197001020000' WHERE id = ?", [first])
    assert "id-number-invalid" in codes(book)
    (wrong,) = [finding for finding in check.check_ledger(book) if finding.code == "id-number-invalid"]
    assert "990101197001020000" not in wrong.sentence()


def test_a_member_who_left_before_joining(book: Ledger) -> None:
    one = with_member(book, joined_date="2000-01")
    with book.operation("member.remove") as op:
        member.remove_member(op, one, kind="transfer", date="1999-12-31")
    assert codes(book) == ["dates-in-wrong-order"]


def test_a_clock_that_was_wrong_is_noticed_later(path: Path, clock: FixedClock) -> None:
    clock.current += timedelta(days=3650)
    with Ledger.create(path, organization=BRANCH, actor=ACTOR, clock=clock) as book:
        with_member(book, joined_date="2030-01-01")
        assert codes(book) == []
        clock.current -= timedelta(days=3650)
        assert codes(book) == ["date-in-future"]


def test_an_unknown_superior(book: Ledger) -> None:
    with book.operation("organization.edit") as op:
        organization.edit(op, schema.SELF, parent_id="nobody")
    assert codes(book) == ["parent-unknown"]


def test_counts_are_those_of_the_tables(book: Ledger) -> None:
    add_members(book)
    with book.operation("group.add") as op:
        group.add_group(op, group_id=book.ids.new(), name="第一党小组")
    counts = check.row_counts(book)
    assert (counts["member"], counts["party_group"]) == (3, 1)
    assert counts["journal_operation"] == journal.last_seq(book) == 3
