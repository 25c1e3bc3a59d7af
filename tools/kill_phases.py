"""The phases of a kill trial: what is prepared, what the killed process does, what must hold then."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from models import backup, check, conversion, journal, ledger_keys, member, migrations, schema, vault, whereabouts
from models.errors import KnownError
from models.ledger import Ledger

BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"
ACTOR = "尉迟文静"
PASSWORDS = ("柳溪河边第七棵树", "桐花巷口的石板桥")
BATCH = 7

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Phase:
    """One thing during which a process is killed.

    prepare: make the folder once. work: run in the process that is killed; it says `begin` when the phase
    starts and `saved …` for each acknowledged write. problems: look at the folder afterwards; an empty list
    is a pass. span: within how many seconds the kill comes; 0 for as long as the work takes until it is first
    acknowledged. in_suite: tried by the test suite too, once or a few times.
    """

    prepare: Callable[[Path], None]
    work: Callable[[Path, Say], None]
    problems: Callable[[Path, list[str]], list[str]]
    span: float = 0.0
    in_suite: bool = True


def book_in(folder: Path) -> Path:
    """Return where the ledger of a trial lies."""
    return folder / "支部.zbtz"


def open_any(path: Path) -> Ledger:
    """Open a ledger without a word or by whichever of the trial's passwords fits."""
    refused: KnownError | None = None
    for password in ("", *PASSWORDS):
        try:
            return vault.open_ledger(path, password=password)
        except KnownError as error:
            refused = error
    assert refused is not None
    raise refused


def add_batch(book: Ledger) -> int:
    """Add members in one operation, all marked with its number; return the number."""
    tag = journal.last_seq(book) + 1
    with book.operation("roster.import") as op:
        for place in range(BATCH):
            name = "曾" + "甲乙丙丁戊己庚"[place]
            member.add_member(op, member_id=book.ids.new(), name=name, remark=f"第{tag}笔")
    return tag


def unsound(book: Ledger) -> list[str]:
    """Return what is wrong with file and journal; oddities of invented people do not count."""
    found = [finding for finding in check.check_ledger(book) if finding.level == "error"]
    return [f"check: {finding.code} {finding.sentence()}" for finding in found]


def whole(book: Ledger) -> list[str]:
    """Return what is wrong with an open ledger: findings, half batches."""
    found = [f"check: {finding.code} {finding.sentence()}" for finding in check.check_ledger(book)]
    halves = book.query("SELECT remark, count(*) AS n FROM member GROUP BY remark HAVING n <> ?", (BATCH,))
    return found + [f"half: {row['remark']} has {row['n']} of {BATCH}" for row in halves]


def left_over(folder: Path) -> list[str]:
    """Return unfinished files that a new start should have removed."""
    return [f"left over: {path.relative_to(folder)}" for path in folder.rglob("*.part*")]


def lost(book: Ledger, said: list[str]) -> list[str]:
    """Return the acknowledged operations (`saved SEQ DIGEST`) that the journal does not have."""
    kept = {
        (str(row["seq"]), row["digest"]) for row in book.query("SELECT seq, digest FROM journal_operation ORDER BY seq")
    }
    return [f"lost: {line}" for line in said if tuple(line.split()[1:3]) not in kept]


def told(book: Ledger, seq: int) -> str:
    """Return the line that acknowledges an operation."""
    row = book.query("SELECT digest FROM journal_operation WHERE seq = ?", (seq,))[0]
    return f"saved {seq} {row['digest']}"


def prepare_book(folder: Path, batches: int = 20, password: str = "") -> None:
    """Make a ledger with some members."""
    with vault.create_ledger(book_in(folder), organization=BRANCH, actor=ACTOR, password=password).ledger as book:
        for _ in range(batches):
            add_batch(book)


# --- record ---------------------------------------------------------------------------


def _record(folder: Path, say: Say) -> None:
    password = os.environ.get("ZBTZ_PASSWORD", "")
    path = book_in(folder)
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        prepare_book(folder, 1, password)
    writes = int(os.environ.get("ZBTZ_TRIAL_WRITES", "0"))
    with vault.open_ledger(path, password=password) as book:
        say("begin")
        while True:
            seq = add_batch(book)
            say(told(book, seq))
            writes -= 1
            if writes == 0:
                return


def _record_problems(folder: Path, said: list[str]) -> list[str]:
    with open_any(book_in(folder)) as book:
        found = lost(book, said) + whole(book)
        add_batch(book)
    return found + left_over(folder)


# --- backup ---------------------------------------------------------------------------


def _backup(folder: Path, say: Say) -> None:
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        while True:
            made = backup.make_backup(book, backup.default_folder(book.path), reason="daily")
            say(f"saved {made.path.name} {made.digest}")
            add_batch(book)


def _backup_problems(folder: Path, said: list[str]) -> list[str]:
    with open_any(book_in(folder)) as book:
        found = whole(book)
        places = backup.default_folder(book.path)
        last = backup.last_verified(book)
        if said and (last is None or not last.present):
            found.append("the last verified backup is not there")
    listed = backup.list_backups(places)
    if said and not any(info.path.name >= said[-1].split()[1] for info in listed):
        # A newer one may already have taken its place.
        found.append(f"lost: {said[-1]}")
    for info in listed:
        if info.problem or backup.verify_backup(info.path).digest != info.digest:
            found.append(f"bad backup: {info.path.name} {info.problem}")
    return found + left_over(folder)


# --- restore --------------------------------------------------------------------------


def _prepare_restore(folder: Path) -> None:
    prepare_book(folder)
    with vault.open_ledger(book_in(folder)) as book:
        made = backup.make_backup(book, folder)
    made.path.rename(folder / "备份.dybak")
    for path in folder.glob("支部.zbtz*"):
        path.unlink()


def _restore(folder: Path, say: Say) -> None:
    say("begin")
    restored = backup.restore_backup(folder / "备份.dybak", book_in(folder))
    say(f"saved {restored.digest}")


def _restore_problems(folder: Path, said: list[str]) -> list[str]:
    path = book_in(folder)
    if said and not path.exists():
        return [f"lost: {said[-1]}"]
    if not path.exists():
        backup.restore_backup(folder / "备份.dybak", path)
    with open_any(path) as book:
        found = whole(book)
        if journal.entries(book)[0].kind != "ledger.restore" or len(member.list_members(book)) != 20 * BATCH:
            found.append("not what was restored")
        if journal.generation(book) != 1 or whereabouts.elsewhere(book):
            found.append("not the beginning of a generation that is at home here")
    return found + left_over(folder)


# --- migration ------------------------------------------------------------------------


def with_next_schema() -> None:
    """Give this process a newer program: one more migration that adds a column and changes every member."""
    schema.VERSION += 1
    version = schema.VERSION

    @migrations.MIGRATIONS(name="m_trial")
    def _(db: Database) -> None:
        db.execute("ALTER TABLE party_group ADD COLUMN trial TEXT NOT NULL DEFAULT ''")
        for number in range(200):
            db.execute("CREATE TABLE IF NOT EXISTS trial (n INTEGER PRIMARY KEY) STRICT")
            db.execute("INSERT INTO trial (n) VALUES (?)", [number])
        db.execute("UPDATE party_group SET trial = name")
        db.execute(f"PRAGMA user_version = {version}")


def _migration(folder: Path, say: Say) -> None:
    with_next_schema()
    say("begin")
    with vault.open_ledger(book_in(folder)) as book:
        say(f"saved {book.query('PRAGMA user_version')[0]['user_version']}")


def _migration_problems(folder: Path, said: list[str]) -> list[str]:
    path = book_in(folder)
    # First with another program: the file is wholly old or wholly new.
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        columns = {row[1] for row in connection.execute("PRAGMA table_info(party_group)")}
        rows = connection.execute("SELECT count(*) FROM trial").fetchone()[0] if "trial" in tables else 0
    old, new = schema.VERSION, schema.VERSION + 1
    if (version, rows, "trial" in columns) not in ((old, 0, False), (new, 200, True)):
        return [f"half migrated: version {version}, {rows} rows, columns {sorted(columns)}"]
    if said and version != new:
        return [f"lost: {said[-1]}"]
    found = [] if version == old else _backup_before(folder)
    if version == old:
        with open_any(path) as book:
            found += whole(book)
    return found


def _backup_before(folder: Path) -> list[str]:
    made = backup.list_backups(backup.default_folder(book_in(folder)))
    sound = [info for info in made if not info.problem and info.reason == "migration"]
    return [] if sound else ["migrated without a verified backup"]


# --- password -------------------------------------------------------------------------


def _password(folder: Path, say: Say) -> None:
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        while True:
            conversion.encrypt(book, ledger_keys.new_key(book.clock), password=PASSWORDS[0])
            say(told(book, add_batch(book)))
            ledger_keys.set_password(book, old=PASSWORDS[0], new=PASSWORDS[1])
            say(told(book, add_batch(book)))
            ledger_keys.remove_password(book, password=PASSWORDS[1])
            say(told(book, add_batch(book)))


PHASES: dict[str, Phase] = {
    "record": Phase(prepare_book, _record, _record_problems, 0.4),
    "backup": Phase(prepare_book, _backup, _backup_problems, 0.4),
    "restore": Phase(_prepare_restore, _restore, _restore_problems),
    "migration": Phase(prepare_book, _migration, _migration_problems),
    "password": Phase(prepare_book, _password, _record_problems, 2.0),
}
