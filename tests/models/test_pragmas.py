"""Durability is a setting: it is read back from the live connection, and the sync is seen before the
answer.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from models import conversion, driver, ledger_keys, vault
from models.ledger import Ledger

ROOT = Path(__file__).resolve().parents[2]

WANTED = {
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "locking_mode": "exclusive",
    "foreign_keys": 1,
    "cell_size_check": 1,
    "trusted_schema": 0,
}


@pytest.fixture(autouse=True)
def synced(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program opens a ledger; the other tests do not wait for the disk."""
    monkeypatch.setattr(driver, "_SYNCHRONOUS", "FULL")


def live(ledger: Ledger) -> dict[str, object]:
    return {name: ledger.query(f"PRAGMA {name}")[0][name] for name in WANTED}


def test_a_plain_ledger_has_the_settings(book: Ledger) -> None:
    assert live(book) == WANTED


def test_a_protected_ledger_has_the_settings(path: Path) -> None:
    with vault.create_ledger(
        path, organization="某支部", actor="甲", password="长一点的密码才好"
    ).ledger as ledger:
        assert live(ledger) == WANTED


def test_the_settings_survive_a_change_of_the_key(kept: Ledger) -> None:
    conversion.encrypt(kept, ledger_keys.new_key(kept.clock))
    assert live(kept) == WANTED
    conversion.encrypt(kept, ledger_keys.new_key(kept.clock))
    assert live(kept) == WANTED


def test_the_sqlite_has_the_fix_of_the_wal_reset_bug() -> None:
    assert tuple(map(int, driver.SQLITE_VERSION.split("."))) >= (3, 51, 3)


def test_every_table_is_strict_but_for_the_library_s_own(book: Ledger) -> None:
    tables = book.query(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'"
    )
    assert [row["name"] for row in tables if not row["strict"]] == ["_sqlite_migrations"]


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace on this machine")
@pytest.mark.parametrize("password", ["", "长一点的密码才好"], ids=["plain", "protected"])
def test_the_sync_comes_before_saved_is_said(tmp_path: Path, password: str) -> None:
    """Every line `saved` follows a sync of the write-ahead log that came after the last one."""
    trace = tmp_path / "trace"
    command = [sys.executable, "-m", "tools.kill_trial", "child", "record", str(tmp_path / "work")]
    done = subprocess.run(
        ["strace", "-f", "-y", "-qq", "-e", "trace=fsync,fdatasync,write", "-o", str(trace), *command],
        cwd=ROOT,
        env={**os.environ, "ZBTZ_TRIAL_WRITES": "5", "ZBTZ_PASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    if done.returncode and "ptrace" in done.stderr:
        pytest.skip("strace is not permitted here")
    assert done.returncode == 0, done.stderr
    synced, saved = False, 0
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        if re.search(r"\b(fsync|fdatasync)\(\d+<[^>]*-wal>\) += 0", line):
            synced = True
        elif re.search(r'write\(1<[^>]*>, "saved', line):
            assert synced, f"said before it was synced: {line}"
            synced, saved = False, saved + 1
    assert saved == 5
