"""Damage of any kind ends in findings, never in a fault of ours; and what was changed is named."""

from pathlib import Path
from random import Random

import pytest

from commands import runner
from models import backup, damage, member, organization, vault
from tests.models.conftest import Foreign
from tools.damage_trial import looked_at, sound, trials, with_sheets

BITS, EDITS, TOGETHER = 200, 200, 5


@pytest.mark.parametrize("name", ["schema_3.zbtz", "committee_1.zbtz"])
def test_no_turned_bit_is_our_fault(name: str, tmp_path: Path) -> None:
    tally = trials([sound(name, tmp_path)], BITS // 2, 0, Random(name))
    assert tally.faults == {} and tally.told.total() == BITS // 2


def test_a_changed_value_is_found_with_table_row_and_column(tmp_path: Path) -> None:
    """Several at a time, in places of their own: what tells of one tells nothing of the others."""
    tally = trials([with_sheets(tmp_path)], 0, EDITS, Random("edits"), together=TOGETHER)
    assert tally.faults == {} and "nothing" not in tally.told
    assert tally.unexplained == []
    assert tally.explained.total() <= EDITS * 0.05


@pytest.mark.parametrize("verb", ["members", "meetings", "duties", "gaps", "log", "pack", "backup", "check"])
def test_damage_met_by_any_verb_is_told_with_the_backups(
    verb: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One byte of a name, and one of a journal line, are no characters any more."""
    path = sound("schema_3.zbtz", tmp_path)
    with vault.open_ledger(path) as book:
        made = backup.make_backup(book, backup.default_folder(path))
        names = [one.name for one in member.list_members(book, status="")]
    content = path.read_bytes()
    for name in names:
        content = content.replace(name.encode(), b"\xff" + name.encode()[1:])
    path.write_bytes(content)
    capsys.readouterr()
    status = runner.run([verb, "--ledger", str(path), *(["--to", str(tmp_path)] if verb in ("pack", "backup") else [])])
    told = capsys.readouterr()
    if verb == "check":
        assert status == 1 and "读不出的字" in told.out
    elif status == 3:
        assert "台账文件有损坏" in told.err and made.path.name in told.err
    else:
        # It did not read the damaged value.
        assert status == 0 or "no-committee" in told.err


def test_a_definition_that_is_no_text_any_more_is_told(tmp_path: Path, foreign: Foreign) -> None:
    path = sound("schema_3.zbtz", tmp_path)
    change = "UPDATE sqlite_schema SET sql = CAST(sql AS BLOB) WHERE name = 'talk_by_member'"
    foreign(path, "PRAGMA writable_schema = ON", change)
    assert looked_at(path) == "ledger-schema-foreign"


def test_a_renamed_own_key_is_told_from_a_changed_one(tmp_path: Path, foreign: Foreign) -> None:
    path = sound("committee_1.zbtz", tmp_path)
    foreign(path, "UPDATE own_key SET key_id = substr(key_id, 2)")
    found = looked_at(path)
    assert [one.columns for one in found if not isinstance(one, str) and one.table == "own_key"] == [("key_id",)]


@pytest.mark.parametrize("name", [b"tabletalk", b"indextalk_by_member", b"CREATE TABLE talk", b"CREATE INDEX talk_by"])
def test_a_damaged_name_in_the_schema_is_told(name: bytes, tmp_path: Path) -> None:
    """SQLite quotes it in its message; it is no text any more."""
    path = sound("schema_3.zbtz", tmp_path)
    content = path.read_bytes()
    assert name in content
    path.write_bytes(content.replace(name, name[:-2] + b"\xf4" + name[-1:]))
    assert looked_at(path) in ("ledger-damaged", "ledger-schema-foreign")


@pytest.mark.parametrize(
    ("change", "verb"),
    [
        ("UPDATE member SET joined_date = '19x5'", "gaps"),
        ("UPDATE meeting SET day = '2026-0x-05'", "meetings"),
        ("UPDATE pledge_step SET step = 'nothing'", "pledges"),
        ("UPDATE study_record SET from_day = '2026-13-99'", "credits"),
        ("UPDATE journal_operation SET at = 'yesterday12'", "log"),
        ("UPDATE journal_operation SET kind = 'nothing' WHERE kind = 'undo'", "log"),
        ("DELETE FROM ledger_info", "gaps"),
    ],
)
def test_what_reads_but_was_never_written_is_no_fault_of_ours(
    change: str, verb: str, tmp_path: Path, foreign: Foreign, capsys: pytest.CaptureFixture[str]
) -> None:
    """No page and no single value proves it; the journal does."""
    path = sound("schema_3.zbtz", tmp_path)
    foreign(path, change)
    capsys.readouterr()
    assert runner.run([verb, "--ledger", str(path), *(["--year", "2026"] if verb != "log" else [])]) == 3
    assert "台账文件有损坏" in capsys.readouterr().err


def test_a_fault_in_a_sound_ledger_stays_ours(tmp_path: Path) -> None:
    with vault.open_ledger(sound("schema_3.zbtz", tmp_path)) as book:
        assert damage.explained(book, ValueError("ours")) is None
        book.db.execute("UPDATE talk SET title = '改'")
        # What was found is not looked for again before the next operation.
        assert damage.explained(book, ValueError("ours")) is None
        with book.operation("setting.change") as op:
            organization.change_setting(op, "x", "1")
        assert damage.explained(book, ValueError("theirs")) is not None
