"""Nothing that somebody planted in a ledger file is run: its schema is compared before any table is read."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from models import backup, backup_proof, driver, fingerprint, ledger_shape, schema, vault
from models.errors import WorldError
from models.ledger import Ledger
from tests.models.conftest import Foreign, add_members, tree

KEPT = sorted((Path(__file__).parents[1] / "data" / "ledgers").glob("*.zbtz"))

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000000000000)"

PLANTED = {
    "trigger": ("CREATE TRIGGER spy AFTER INSERT ON member BEGIN UPDATE member SET phone = '1'; END", "触发器“spy”"),
    "view": ("CREATE VIEW people AS SELECT * FROM member", "视图“people”"),
    "table": ("CREATE TABLE notes (a)", "表“notes”"),
    "fts": ("CREATE VIRTUAL TABLE words USING fts5(a)", "表“words”"),
    "rtree": ("CREATE VIRTUAL TABLE places USING rtree(a, b, c)", "表“places”"),
    "index": ("CREATE INDEX clever ON member (abs(length(name)))", "索引“clever”"),
    "temp-like": ('CREATE TABLE "sqlite-stat" (a)', "表“sqlite-stat”"),
    "column": ("ALTER TABLE member ADD COLUMN shadow TEXT AS (upper(name))", "改动的表“member”"),
    "gone": ("DROP INDEX member_by_pinyin", "缺少的索引“member_by_pinyin”"),
    "dropped": ("DROP TABLE print_part", "缺少的表“print_part”"),
    "rubout": ("CREATE TRIGGER \"\u202espy\n\" BEFORE DELETE ON member BEGIN SELECT 1; END", "触发器“spy”"),
}


@pytest.mark.parametrize("planted", PLANTED)
def test_what_was_planted_is_named_and_the_file_untouched(
    kept: Ledger, path: Path, foreign: Foreign, planted: str
) -> None:
    kept.close()
    statement, said = PLANTED[planted]
    foreign(path, statement)
    before = tree(path.parent)
    with pytest.raises(WorldError) as caught:
        Ledger.open(path).close()
    assert caught.value.code == "ledger-schema-foreign"
    assert said in caught.value.what()
    assert tree(path.parent) == before


def test_a_view_in_place_of_a_table_is_not_run(kept: Ledger, path: Path, foreign: Foreign) -> None:
    """As one that counts for ever would hang every opening."""
    kept.close()
    foreign(path, "DROP TABLE setting", f"CREATE VIEW setting AS {ENDLESS} SELECT max(x) AS name, 1 AS value FROM n")
    with pytest.raises(WorldError) as caught:
        vault.open_ledger(path).close()
    assert caught.value.code == "ledger-schema-foreign"
    assert "视图“setting”" in caught.value.what()


def test_the_backups_are_offered(kept: Ledger, path: Path, foreign: Foreign) -> None:
    made = backup.make_backup(kept, backup.default_folder(path))
    kept.close()
    foreign(path, PLANTED["trigger"][0])
    with pytest.raises(WorldError) as caught:
        vault.open_ledger(path)
    assert made.path.name in caught.value.where()


def test_a_check_planted_by_way_of_the_schema_table_is_told(kept: Ledger, path: Path) -> None:
    kept.close()
    with closing(sqlite3.connect(path)) as outsider:
        outsider.execute("PRAGMA writable_schema = ON")
        outsider.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'value TEXT NOT NULL', 'value TEXT CHECK (random() < 0)')"
            " WHERE name = 'setting'"
        )
        outsider.commit()
    with pytest.raises(WorldError) as caught:
        Ledger.open(path)
    assert "改动的表“setting”" in caught.value.what()


def test_a_schema_that_cannot_be_parsed_is_damage(kept: Ledger, path: Path) -> None:
    kept.close()
    with closing(sqlite3.connect(path)) as outsider:
        outsider.execute("PRAGMA writable_schema = ON")
        outsider.execute("UPDATE sqlite_schema SET sql = 'CREATE TABLE setting (' WHERE name = 'setting'")
        outsider.commit()
    with pytest.raises(WorldError) as caught:
        Ledger.open(path)
    assert caught.value.code in ("ledger-damaged", "ledger-schema-foreign")


def test_a_long_list_is_cut(kept: Ledger, path: Path, foreign: Foreign) -> None:
    kept.close()
    foreign(path, *(f"CREATE TABLE extra_{number} (a)" for number in range(30)))
    with pytest.raises(WorldError) as caught:
        Ledger.open(path)
    assert "等 30 处" in caught.value.what()
    assert len(caught.value.what()) < 300


@pytest.mark.parametrize("kept_file", KEPT, ids=lambda path: path.stem)
def test_ledgers_of_every_schema_pass_before_and_after_migration(kept_file: Path, path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(kept_file, path)
    with Ledger.open(path) as book:
        assert ledger_shape.foreign(book.db.conn, schema.VERSION) == []


def test_rewritten_by_another_version_of_sqlite_it_is_still_ours(kept: Ledger, path: Path, foreign: Foreign) -> None:
    """A vacuum, or an export as for a backup, may write definitions with other blanks and quotes."""
    kept.close()
    foreign(path, "VACUUM")
    with closing(sqlite3.connect(path)) as outsider:
        outsider.execute("PRAGMA writable_schema = ON")
        outsider.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, 'CREATE TABLE setting (', 'create  table \"setting\"(')"
        )
        outsider.commit()
    Ledger.open(path).close()


@pytest.mark.parametrize("table", ["member", "journal_operation", "record", "setting", "ledger_info"])
def test_a_column_whose_case_was_turned_is_told_and_nothing_crashes(
    kept: Ledger, path: Path, table: str
) -> None:
    """One bit makes `Org` of `org`; SQLite then calls the column so, and nothing that asks for `org` would find it."""
    first = next(iter(kept.query(f'PRAGMA table_info("{table}")')))["name"]
    kept.close()
    with closing(sqlite3.connect(path)) as outsider:
        outsider.execute("PRAGMA writable_schema = ON")
        outsider.execute(
            "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = ?",
            (f"{first} ", f"{first.capitalize()} ", table),
        )
        outsider.commit()
    with pytest.raises(WorldError) as caught:
        Ledger.open(path)
    assert caught.value.code == "ledger-schema-foreign" and table in caught.value.facts["objects"]


def test_the_normal_form_keeps_what_makes_a_difference() -> None:
    assert ledger_shape.normal('CREATE  TABLE "a"(b TEXT) -- x') == ledger_shape.normal("create table a ( b text )")
    assert ledger_shape.normal("CREATE TABLE a (org TEXT)") != ledger_shape.normal("CREATE TABLE a (Org TEXT)")
    assert ledger_shape.normal("CREATE TABLE a (key TEXT)") != ledger_shape.normal("CREATE TABLE a (Key TEXT)")
    assert ledger_shape.normal("CHECK (a IN ('x'))") != ledger_shape.normal("CHECK (a IN ('X'))")
    assert ledger_shape.normal("a INTEGER") != ledger_shape.normal("aINTEGER")
    assert ledger_shape.normal("'a  b'") != ledger_shape.normal("'a b'")


def test_a_backup_with_something_planted_is_not_restored(kept: Ledger, path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    driver.export(kept.db.conn, copy, key=bytes(48))
    opened = driver.connect(copy, key=bytes(48))
    opened.execute(PLANTED["trigger"][0])
    wanted = fingerprint.of(opened)
    opened.close()
    with pytest.raises(WorldError) as caught:
        backup_proof.prove_database(copy, bytes(48), wanted, tmp_path / "x.dybak")
    assert caught.value.code == "ledger-schema-foreign"


def test_an_endless_statement_of_the_opening_is_ended(book: Ledger) -> None:
    with pytest.raises(driver.OperationalError) as caught, ledger_shape.limited(book.db.conn, 0.05):
        book.db.conn.execute(f"{ENDLESS} SELECT max(x) FROM n").fetchone()
    assert driver.error_name(caught.value) == "SQLITE_INTERRUPT"
    add_members(book)
