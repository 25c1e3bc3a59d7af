"""One organisation's ledger: the file, its connection, the write gate and its notices.

One connection, one lock. Every write is `with ledger.operation(kind) as op:`; leaving the block commits, and
only then the change notice goes out. A raised error rolls everything back and announces nothing.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from weakref import WeakValueDictionary

from sqlite_utils import Database

from models import driver, faults, files, gate, ids, ledger_shape, migrations, schema
from models.changes import Changes
from models.clock import Clock, moment
from models.errors import BugError, KnownError, UsageError, WorldError
from models.gate import Operation

_USER_VERSION_AT = 60
_APPLICATION_ID_AT = 68

_OTHER_FILES = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"DYB", b"\x00" * 16)
"""How office documents, PDFs, packages, backups and blank disk space begin; no encrypted ledger does."""

_OPEN: WeakValueDictionary[str, "Ledger"] = WeakValueDictionary()
"""Ledgers that this process has open, by real path (see `open_here`)."""


class Ledger:
    """An open ledger file. Make one with `create` or `open`; close it, or use it as a context manager."""

    def __init__(
        self, path: Path, db: Database, *, key: bytes | None, actor: str, clock: Clock, ids_: ids.Ids
    ) -> None:
        self.path = path
        self.db = db
        self.key = key
        self.code: bytes | None = None
        """The recovery code that the key is made of, where it is known."""
        self.actor = actor
        self.clock = clock
        self.ids = ids_
        self.lock = threading.RLock()
        self.changed: list[Callable[[Changes], None]] = []
        self.written: list[Callable[[], None]] = []
        self.closed: list[Callable[[], None]] = []
        self.explain: Callable[[Ledger, BaseException], KnownError | None] | None = None
        self._operation: Operation | None = None

    # --- opening and closing ----------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        organization: str,
        level: str = "branch",
        actor: str,
        key: bytes | None = None,
        clock: Clock | None = None,
        ids_: ids.Ids | None = None,
        home: str = "",
    ) -> Self:
        """Make a new, empty ledger; it appears under its name only when it is whole.

        key: 32 bytes for an encrypted file. home: where it is made (`whereabouts.here`), for its first line.
        Raises WorldError, UsageError("ledger-exists").
        """
        path = Path(path)
        if path.exists():
            raise UsageError("ledger-exists", path=str(path))
        part = path.with_name(path.name + ".part")
        with files.folder_for(path.parent), faults.named(path):
            remove_leftovers(part)
            files.make_private(part)
            try:
                ledger = cls._connected(part, key, actor, clock, ids_)
                try:
                    driver.write_ahead(ledger.db.conn)
                    with ledger.db.atomic():
                        migrations.MIGRATIONS.apply(ledger.db)
                        ledger._found(organization, level, home)
                    driver.fold(ledger.db.conn)
                finally:
                    ledger.close()
                # Nothing of another file may be taken for this one's write-ahead log.
                files.set_aside(Path(f"{path}-wal"), "wal")
                files.put_in_place(part, path)
            except BaseException:
                remove_leftovers(part)
                raise
        return cls.open(path, actor=actor, key=key, clock=clock, ids_=ids_)

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        actor: str = "",
        key: bytes | None = None,
        clock: Clock | None = None,
        ids_: ids.Ids | None = None,
        before_migration: Callable[["Ledger"], None] | None = None,
    ) -> Self:
        """Open a ledger; an older schema is migrated after `before_migration` (a verified backup) has run.

        actor: who works with it; empty means the name kept in the ledger's settings. Raises WorldError for a
        file that is missing, damaged, locked, encrypted with another key, written by a newer program, or whose
        schema is not ours (nothing is touched then, and nothing planted in it has run).
        """
        path = Path(path)
        refuse_foreign_file(path)
        with faults.named(path):
            ledger = cls._connected(path, key, actor, clock, ids_)
        try:
            with faults.named(path):
                # Asked first: not even the journal mode of a newer file is touched.
                found = int(ledger.db.execute("PRAGMA user_version").fetchone()[0])
                if found > schema.VERSION:
                    raise WorldError("ledger-newer", path=str(path), found=found, known=schema.VERSION)
                if found == 0:
                    raise WorldError("ledger-unreadable", path=str(path))
                with ledger_shape.limited(ledger.db.conn):
                    ledger_shape.refuse_foreign(ledger.db.conn, found, path)
                    driver.write_ahead(ledger.db.conn)
            if found < schema.VERSION:
                if before_migration is not None:
                    before_migration(ledger)
                ledger._migrate()
            ledger.actor = actor or ledger.setting("user.name")
        except BaseException:
            ledger.close()
            raise
        return ledger

    @classmethod
    def _connected(
        cls, path: Path, key: bytes | None, actor: str, clock: Clock | None, ids_: ids.Ids | None
    ) -> Self:
        db = Database(driver.connect(path, key=key), execute_plugins=False)
        ledger = cls(path, db, key=key, actor=actor, clock=clock or Clock(), ids_=ids_ or ids.Ids())
        _OPEN[os.path.realpath(path)] = ledger
        return ledger

    def _migrate(self) -> None:
        """Bring the tables to the newest schema: all steps or none. Raises WorldError("migration-failed")."""
        try:
            with faults.named(self.path):
                # Steps may rebuild tables that others refer to; what they leave is looked at before the
                # commit.
                self.db.execute("PRAGMA foreign_keys = OFF")
                with self.db.atomic():
                    migrations.MIGRATIONS.apply(self.db)
                    dangling = self.db.execute("PRAGMA foreign_key_check").fetchone()
                    if dangling is not None:
                        raise BugError(f"a migration left {dangling[0]} pointing at nothing")
                self.db.execute("PRAGMA foreign_keys = ON")
        except (KnownError, BugError) as error:
            detail = error.what() if isinstance(error, KnownError) else str(error)
            raise WorldError("migration-failed", path=str(self.path), detail=detail) from error

    def _found(self, organization: str, level: str, home: str) -> None:
        """Write the identity of a new ledger and its own organisation, as the first line of the journal."""
        with self.operation("ledger.create") as op:
            op.note |= {"home": home} if home else {}
            self.db.table("ledger_info").insert(
                {
                    "one": 1,
                    "ledger_id": self.ids.new(),
                    "lineage": self.ids.new(),
                    "device": self.ids.new(),
                    "created_at": op.at,
                }
            )
            own = {"number": schema.SELF, "id": self.ids.new(), "name": organization, "level": level}
            op.insert("organization", own)
            op.insert("setting", {"name": "user.name", "value": self.actor})

    def close(self) -> None:
        """Close the file, folding the write-ahead log into it; then call each function in `closed` once."""
        with self.lock:
            self.db.close()
            if _OPEN.get(os.path.realpath(self.path)) is self:
                del _OPEN[os.path.realpath(self.path)]
            waiting, self.closed = self.closed, []
        for listener in waiting:
            listener()

    def reconnect(self, key: bytes | None) -> None:
        """Go on with the file that now stands under this name and its key; the old connection is closed."""
        with self.lock, faults.named(self.path):
            self.db.close()
            connection = driver.connect(self.path, key=key)
            try:
                driver.write_ahead(connection)
            except BaseException:
                connection.close()
                raise
            self.db, self.key = Database(connection, execute_plugins=False), key

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        known = None if error is None or self.explain is None else self.explain(self, error)
        self.close()
        if known is not None:
            raise known from error

    # --- reading ----------------------------------------------------------------------

    def query(self, sql: str, parameters: tuple[Any, ...] = ()) -> list[dict[str, Any]]:
        """Return the rows of a SELECT. SQL text stands in `models` only."""
        with self.lock, faults.named(self.path):
            cursor = self.db.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, found, strict=True)) for found in cursor.fetchall()]

    def setting(self, name: str, default: str = "") -> str:
        """Return a setting kept in the ledger."""
        found = self.query("SELECT value FROM setting WHERE name = ?", (name,))
        return str(found[0]["value"]) if found else default

    def info(self) -> dict[str, str]:
        """Return `ledger_id`, `lineage`, `device`, `created_at`. Raises WorldError("ledger-damaged") without them."""
        rows = self.query("SELECT * FROM ledger_info")
        if not rows:
            raise WorldError("ledger-damaged", path=str(self.path), detail="ledger_info")
        return {name: str(value) for name, value in rows[0].items() if name != "one"}

    def content_digest(self) -> str:
        """Return the SHA-256 over every row of every content table: equal digests mean equal content.

        What stays when its operation is undone is no content: records that rest on it are.
        """
        digest = sha256()
        for table in (one for one in schema.TABLES.values() if not one.stays):
            order = ", ".join(f'"{column}"' for column in table.key)
            for row in self.query(f'SELECT * FROM "{table.name}" ORDER BY {order}'):
                digest.update(f"{table.name} {gate.canonical(row)}\n".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    # --- writing ----------------------------------------------------------------------

    @contextmanager
    def operation(
        self, kind: str, *, why: str = "", initiator: object | None = None, undoes: int | None = None
    ) -> Iterator[Operation]:
        """Open the write gate for one user action.

        kind: one of `operations.KINDS`. why: the reason a person gave. Leaving the block commits to disk,
        then calls each function in `written` and in `changed` once. Raises UsageError("no-actor"), WorldError (disk
        full, …); then nothing has changed.
        """
        with self.lock:
            if self._operation is not None:
                raise BugError("an operation inside an operation")
            if not self.actor:
                raise UsageError("no-actor", path=str(self.path))
            at, today = moment(self.clock), self.clock.today()
            op = Operation(self.db, kind, actor=self.actor, at=at, today=today, why=why, undoes=undoes)
            self._operation = op
            try:
                with faults.named(self.path), self.db.atomic():
                    yield op
                    changes = op.finish(initiator)
            finally:
                self._operation = None
        if changes.seq:
            for note in self.written:
                note()
            for listener in list(self.changed):
                listener(changes)


def open_here(path: Path | str) -> Ledger | None:
    """Return the ledger of this path if this process has it open.

    Such a file must not be opened and closed in any other way: on Unix closing any descriptor of a file gives
    up all locks that the process holds on it, and a second program could then write into the ledger.
    """
    return _OPEN.get(os.path.realpath(path))


def remove_leftovers(part: Path) -> None:
    """Remove an unfinished database of ours with what SQLite keeps beside it."""
    for name in (part, Path(f"{part}-wal"), Path(f"{part}-shm"), Path(f"{part}-journal")):
        files.remove_quietly(name)


def refuse_foreign_file(path: Path) -> None:
    """Refuse, by its first bytes and not as a database, a file that is missing, foreign or newer.

    Raises WorldError("ledger-locked" | "file-missing" | "is-a-folder" | "ledger-unreadable" |
    "ledger-newer"). An encrypted ledger shows nothing here; its key decides.
    """
    if open_here(path) is not None:
        raise WorldError("ledger-locked", path=str(path))
    with faults.named(path):
        if path.is_dir():
            raise WorldError("is-a-folder", path=str(path))
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    if len(head) < 100:
        raise WorldError("ledger-unreadable", path=str(path))
    if not head.startswith(driver.PLAIN_MAGIC):
        # Only whole pages and no known beginning: it may be an encrypted ledger.
        if size % driver.PAGE_BYTES or head.startswith(_OTHER_FILES):
            raise WorldError("ledger-unreadable", path=str(path))
        return
    if int.from_bytes(head[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4]) != schema.APPLICATION_ID:
        raise WorldError("ledger-unreadable", path=str(path))
    found = int.from_bytes(head[_USER_VERSION_AT : _USER_VERSION_AT + 4])
    if found > schema.VERSION:
        raise WorldError("ledger-newer", path=str(path), found=found, known=schema.VERSION)
