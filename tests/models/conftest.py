"""Ledgers to write in, the other programs that get in their way, and what a folder holds."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import key_store, member, vault
from models.clock import FixedClock
from models.errors import KnownError
from models.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]
BRANCH = "中共云栖市柳溪街道桐花巷社区支部委员会"
ACTOR = "尉迟文静"
PASSWORD = "柳溪河边第七棵树"
NOW = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)

Foreign = Callable[..., None]


@pytest.fixture(autouse=True)
def own_key_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test is a computer of its own: its user's key store is empty."""
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(tmp_path / "这台电脑"))
    return tmp_path / "这台电脑"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let local days be those of UTC, so that weeks are the weeks of NOW (Saturday, 21 November 2026)."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's zone cannot be set for one process")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "UTC")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "台账" / "支部.zbtz"


@pytest.fixture(scope="session")
def bare_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new plain ledger, closed; to copy from."""
    template = tmp_path_factory.mktemp("template") / "支部.zbtz"
    Ledger.create(template, organization=BRANCH, actor=ACTOR, clock=FixedClock(NOW)).close()
    return template


@pytest.fixture
def book(bare_template: Path, path: Path, clock: FixedClock) -> Iterator[Ledger]:
    """A bare plain ledger, open."""
    path.parent.mkdir()
    shutil.copy(bare_template, path)
    with Ledger.open(path, actor=ACTOR, clock=clock) as ledger:
        yield ledger


@pytest.fixture(scope="session")
def kept_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as `protected_template` makes one, without a password."""
    return _template(tmp_path_factory.mktemp("template"))[0]


@pytest.fixture
def kept(kept_template: Path, tmp_path: Path, path: Path, clock: FixedClock) -> Iterator[Ledger]:
    """A ledger with keys and three members, open, without a password."""
    shutil.copytree(kept_template, tmp_path, dirs_exist_ok=True)
    with vault.open_ledger(path, actor=ACTOR, clock=clock) as ledger:
        yield ledger


def add_members(ledger: Ledger) -> list[str]:
    """Add three members in one operation and return their ids."""
    with ledger.operation("roster.import") as op:
        return [
            member.add_member(op, member_id=ledger.ids.new(), name=name, joined_date=joined, category="full")
            for name, joined in (("单田芳", "1985-07"), ("曾国祥", "1999-07-01"), ("买买提·艾山", "2003"))
        ]


@pytest.fixture(scope="session")
def protected_template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A protected ledger with members, its user's key store beside it, and its recovery code; to copy
    from.
    """
    return _template(tmp_path_factory.mktemp("template"), password=PASSWORD)


def _template(folder: Path, **options: str) -> tuple[Path, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(key_store.HOME_VARIABLE, str(folder / "这台电脑"))
        created = vault.create_ledger(
            folder / "台账" / "支部.zbtz", organization=BRANCH, actor=ACTOR, clock=FixedClock(NOW), **options
        )
        with created.ledger as book:
            add_members(book)
    return folder, created.recovery_code


@pytest.fixture
def code(protected_template: tuple[Path, str], tmp_path: Path) -> str:
    """A closed protected ledger with members at `path`; its recovery code."""
    shutil.copytree(protected_template[0], tmp_path, dirs_exist_ok=True)
    return protected_template[1]


@pytest.fixture
def foreign() -> Foreign:
    """Run SQL in a plain ledger file with another program (Python's own SQLite), as an outsider would."""

    def run(path: Path, *statements: str) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return run


@pytest.fixture
def elsewhere() -> Iterator[Callable[[str], str]]:
    """Run Python code in another process of the program and return what it printed."""

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    yield run


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes of its own."""
    disk = tmp_path / "小盘"
    disk.mkdir()
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    if os.system(f"mount -t tmpfs -o size=2m tmpfs '{disk}' 2>/dev/null") != 0:
        pytest.skip("mounting is not permitted here")
    yield disk
    os.system(f"umount '{disk}'")


def refused_to_open(code: str, path: Path, **secrets: str) -> KnownError:
    """Opening must fail with this code and leave every byte but the notes and the lock note as it was."""
    before = tree(path.parent)
    with pytest.raises(KnownError) as caught:
        vault.open_ledger(path, **secrets).close()
    assert caught.value.code == code
    after = tree(path.parent)
    notes = {path.name + ".state"}
    assert {name: data for name, data in after.items() if name not in notes} == {
        name: data for name, data in before.items() if name not in notes
    }
    assert caught.value.what() and caught.value.next_step()
    return caught.value


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes; equal trees mean that nothing was touched."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}
