"""Making, opening and refusing ledger files: nothing is touched that cannot be read."""

import os
import shutil
import signal
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from models import driver, member, organization, schema
from models.changes import Changes
from models.errors import KnownError, UsageError, WorldError
from models.ledger import Ledger, open_here
from tests.models.conftest import ACTOR, BRANCH, Foreign, add_members, tree

KEY = bytes(range(48))


def refused(code: str, path: Path, **more: object) -> KnownError:
    """Open a file that must be refused with this code, its folder's bytes unchanged; return the error."""
    before = tree(path.parent)
    with pytest.raises(KnownError) as caught:
        Ledger.open(path, **more).close()
    assert caught.value.code == code
    assert tree(path.parent) == before
    assert caught.value.what()
    assert caught.value.next_step()
    return caught.value


def test_a_new_ledger_knows_its_organisation(book: Ledger) -> None:
    own = organization.own(book)
    assert (own.number, own.name, own.level) == (schema.SELF, BRANCH, "branch")
    assert book.actor == ACTOR
    assert set(book.info()) == {"ledger_id", "lineage", "device", "created_at"}


def test_what_was_written_is_there_after_opening_again(book: Ledger, path: Path) -> None:
    add_members(book)
    digest = book.content_digest()
    book.close()
    with Ledger.open(path) as again:
        assert again.content_digest() == digest
        assert again.actor == ACTOR
        assert [one.name for one in member.list_members(again, order="entered")] == [
            "单田芳",
            "曾国祥",
            "买买提·艾山",
        ]


def test_closing_leaves_one_file(book: Ledger, path: Path) -> None:
    add_members(book)
    book.close()
    assert sorted(tree(path.parent)) == [path.name]


@pytest.mark.skipif(os.name == "nt", reason="permissions of this kind are not Windows'")
def test_only_its_user_can_read_the_file(book: Ledger, path: Path) -> None:
    add_members(book)
    assert {oct(file.stat().st_mode & 0o777) for file in path.parent.iterdir()} == {"0o600"}


def test_a_new_ledger_never_replaces_a_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"precious")
    with pytest.raises(UsageError) as caught:
        Ledger.create(path, organization=BRANCH, actor=ACTOR)
    assert caught.value.code == "ledger-exists"
    assert path.read_bytes() == b"precious"


def test_a_stray_write_ahead_log_is_not_taken_for_the_new_ledger_s(path: Path) -> None:
    path.parent.mkdir()
    Path(f"{path}-wal").write_bytes(b"of another file")
    with Ledger.create(path, organization=BRANCH, actor=ACTOR) as ledger:
        assert organization.own(ledger).name == BRANCH
    assert [content for name, content in tree(path.parent).items() if "-wal.旧" in name] == [b"of another file"]


def test_a_ledger_that_could_not_be_made_leaves_nothing(path: Path) -> None:
    with pytest.raises(WorldError), full_disk(8192):
        Ledger.create(path, organization=BRANCH, actor=ACTOR)
    assert tree(path.parent) == {}


# --- files that are refused -----------------------------------------------------------


def test_a_missing_file(tmp_path: Path) -> None:
    assert str(tmp_path) in refused("file-missing", tmp_path / "没有.zbtz").where()


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "文件夹.zbtz").mkdir()
    refused("is-a-folder", tmp_path / "文件夹.zbtz")


def _document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "x" * 5000)


def _database_of_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text TEXT)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"S"),
        lambda path: path.write_bytes("这是一封信。".encode() * 100),
        lambda path: path.write_bytes(bytes(8192)),
        lambda path: path.write_bytes(b"SQLite format 3\x00" + bytes(84)),
        _document,
        _database_of_another_program,
    ],
    ids=["empty", "one-byte", "text", "zeros", "only-a-header", "docx", "other-database"],
)
def test_files_that_are_no_ledger(tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "x.zbtz")
    refused("ledger-unreadable", tmp_path / "x.zbtz")


def test_a_newer_ledger_is_not_touched(book: Ledger, path: Path, foreign: Foreign) -> None:
    book.close()
    foreign(path, f"PRAGMA user_version = {schema.VERSION + 1}")
    error = refused("ledger-newer", path)
    assert error.facts["found"] == schema.VERSION + 1
    assert error.exit_status == 3


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_a_newer_encrypted_ledger_is_not_touched(path: Path, mode: str) -> None:
    Ledger.create(path, organization=BRANCH, actor=ACTOR, key=KEY).close()
    connection = driver.connect(path, key=KEY)
    connection.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.close()
    refused("ledger-newer", path, key=KEY)


def test_a_key_that_does_not_fit(path: Path) -> None:
    Ledger.create(path, organization=BRANCH, actor=ACTOR, key=KEY).close()
    refused("ledger-unreadable", path, key=bytes(32) + KEY[32:])
    refused("ledger-unreadable", path)
    with Ledger.open(path, key=KEY) as ledger:
        assert organization.own(ledger).name == BRANCH


def test_a_truncated_ledger(book: Ledger, path: Path) -> None:
    add_members(book)
    book.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(WorldError) as caught, Ledger.open(path) as ledger:
        ledger.content_digest()
    assert caught.value.code == "ledger-damaged"


# --- one at a time --------------------------------------------------------------------

TRY_TO_OPEN = (
    "from models.ledger import Ledger\n"
    "from models.errors import KnownError\n"
    "try:\n    Ledger.open({path!r}).close(); print('opened')\n"
    "except KnownError as error:\n    print(error.code)\n"
)
TRY_TO_READ = (
    "import sqlite3\n"
    "connection = sqlite3.connect({path!r}, timeout=0)\n"
    "try:\n    connection.execute('SELECT * FROM member').fetchall()\n    print('read')\n"
    "except sqlite3.OperationalError as error:\n    print(error)\n"
)


def test_a_second_program_is_kept_out(book: Ledger, path: Path, elsewhere: Callable[[str], str]) -> None:
    assert elsewhere(TRY_TO_OPEN.format(path=str(path))) == "ledger-locked"
    assert elsewhere(TRY_TO_READ.format(path=str(path))) == "database is locked"
    book.close()
    assert elsewhere(TRY_TO_OPEN.format(path=str(path))) == "opened"


def test_a_second_window_of_the_same_program_is_kept_out(
    book: Ledger, path: Path, elsewhere: Callable[[str], str]
) -> None:
    """The second try must not cost the first its lock: closing any descriptor of the file would."""
    assert open_here(path) is book
    with pytest.raises(WorldError) as caught:
        Ledger.open(path)
    assert caught.value.code == "ledger-locked"
    assert elsewhere(TRY_TO_READ.format(path=str(path))) == "database is locked"
    book.close()
    assert open_here(path) is None


# --- writing --------------------------------------------------------------------------


def test_one_notice_goes_out_after_the_commit(book: Ledger) -> None:
    heard: list[tuple[Changes, bool]] = []
    book.changed.append(lambda changes: heard.append((changes, book.db.conn.in_transaction)))
    ids = add_members(book)
    assert len(heard) == 1
    changes, unfinished = heard[0]
    assert (changes.kind, unfinished, changes.tables) == ("roster.import", False, {"member"})
    assert changes.rows["member"] == tuple((schema.SELF, one) for one in ids)


def test_a_full_disk_rolls_back_and_says_so(book: Ledger) -> None:
    """The quota is SQLite's own: the page limit gives the very error that a full disk gives."""
    add_members(book)
    before, heard = book.content_digest(), []
    book.changed.append(heard.append)
    pages = book.query("PRAGMA page_count")[0]["page_count"]
    book.db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    with pytest.raises(WorldError) as caught:
        fill(book)
    assert caught.value.code == "disk-full"
    assert (book.content_digest(), heard) == (before, [])
    assert len(member.list_members(book)) == 3
    book.db.execute(f"PRAGMA max_page_count = {pages + 10_000}").fetchone()
    fill(book)
    assert len(heard) == 1


def test_a_disk_that_fills_while_writing(book: Ledger, path: Path) -> None:
    """Here the operating system refuses the bytes (a limit on the size of files, as a quota does)."""
    add_members(book)
    before = book.content_digest()
    with full_disk(Path(f"{path}-wal").stat().st_size + 4096), pytest.raises(WorldError) as caught:
        fill(book)
    assert caught.value.code in ("disk-full", "disk-error")
    assert book.content_digest() == before
    fill(book)
    book.close()
    with Ledger.open(path) as again:
        assert len(member.list_members(again)) == 403


def test_a_small_disk_that_is_full(small_disk: Path) -> None:
    with Ledger.create(small_disk / "支部.zbtz", organization=BRANCH, actor=ACTOR) as ledger:
        add_members(ledger)
        before = ledger.content_digest()
        (small_disk / "占位").write_bytes(bytes(shutil.disk_usage(small_disk).free))
        with pytest.raises(WorldError) as caught:
            fill(ledger)
        assert caught.value.code == "disk-full"
        assert ledger.content_digest() == before
        (small_disk / "占位").unlink()
        add_members(ledger)
    with Ledger.open(small_disk / "支部.zbtz") as again:
        assert len(member.list_members(again)) == 6


@pytest.mark.parametrize("free", [200_000, 500_000, 800_000])
def test_no_ledger_is_made_where_it_would_be_half_of_one(small_disk: Path, free: int) -> None:
    """Closing folds the log into the file without a word where that fails: what was made could not be opened."""
    (small_disk / "占位").write_bytes(bytes(shutil.disk_usage(small_disk).free - free))
    with pytest.raises(WorldError) as caught:
        Ledger.create(small_disk / "支部.zbtz", organization=BRANCH, actor=ACTOR)
    assert caught.value.code == "disk-full"
    assert tree(small_disk).keys() == {"占位"}


def test_a_disk_that_can_only_be_read(small_disk: Path) -> None:
    path = small_disk / "支部.zbtz"
    Ledger.create(path, organization=BRANCH, actor=ACTOR).close()
    assert os.system(f"mount -o remount,ro '{small_disk}'") == 0
    refused("read-only", path)
    with pytest.raises(WorldError) as caught:
        Ledger.create(small_disk / "新.zbtz", organization=BRANCH, actor=ACTOR)
    assert caught.value.code == "read-only"


def fill(ledger: Ledger) -> None:
    """Write four hundred members in one operation."""
    with ledger.operation("roster.import") as op:
        for _ in range(400):
            member.add_member(op, member_id=ledger.ids.new(), name="单田芳", remark="长" * 200)


@contextmanager
def full_disk(limit: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    resource = pytest.importorskip("resource", reason="this system has no limit on the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        with suppress(ValueError):
            signal.signal(signal.SIGXFSZ, handler)
