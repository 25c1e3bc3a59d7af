"""Kill trials of what is done with a ledger as a whole: where it is at home, its code, its backups."""

import json
import os
import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from models import (
    backup,
    backup_rewrite,
    backup_watch,
    conversion,
    journal,
    key_store,
    ledger_keys,
    rescue,
    vault,
    whereabouts,
)
from models.clock import Clock, FixedClock
from tools.kill_phases import Phase, Say, add_batch, book_in, left_over, lost, prepare_book, told, unsound

ROUNDS = 1000
_MONTH = timedelta(days=31)


# --- moved, or another copy -----------------------------------------------------------


def prepare_copy(folder: Path) -> None:
    """Make a ledger and another copy of it beside it."""
    prepare_book(folder, 3)
    copy = copied(folder)
    copy.parent.mkdir()
    for path in folder.glob(f"{book_in(folder).name}*"):
        shutil.copy2(path, copy.parent / path.name)


def copied(folder: Path) -> Path:
    """Return where the other copy lies."""
    return folder / "另抄" / "支部.zbtz"


def _answer(folder: Path, say: Say) -> None:
    with vault.open_ledger(copied(folder)) as book:
        say("begin")
        for answer in cycle((whereabouts.COPIED, whereabouts.MOVED)):
            whereabouts.settle(book, answer)
            say(told(book, journal.last_seq(book)))


def _answer_problems(folder: Path, said: list[str]) -> list[str]:
    with vault.open_ledger(copied(folder)) as book:
        found = lost(book, said) + unsound(book)
        if said and whereabouts.elsewhere(book):
            found.append("asked again after an answer that was acknowledged")
        # Said to have moved, it would make the one that it was copied from the older of two.
        whereabouts.settle(book, whereabouts.COPIED)
        if whereabouts.elsewhere(book):
            found.append("an answer that does not hold")
        add_batch(book)
    with vault.open_ledger(book_in(folder)) as first:
        found += unsound(first)
    return found + left_over(folder)


# --- a new recovery code --------------------------------------------------------------


def _prepare_encrypted(folder: Path) -> None:
    prepare_book(folder, 3)
    with vault.open_ledger(book_in(folder)) as book:
        conversion.encrypt(book, ledger_keys.new_key(book.clock))


def _renew(folder: Path, say: Say) -> None:
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        while True:
            begun = rescue.begin(book)
            code = begun.sheet.code
            groups = code.split("-")
            rescue.carry_out(book, begun, [groups[place - 1] for place in begun.asked])
            say(f"saved {begun.new.id} {code}")
            add_batch(book)


def _renew_problems(folder: Path, said: list[str]) -> list[str]:
    path = book_in(folder)
    codes = dict(line.split()[1:3] for line in said)
    in_use = ledger_keys.encrypted_with(path) or ""
    found = []
    if said and in_use == said[-1].split()[1]:
        found += _opens_elsewhere(folder, codes[in_use])
    with vault.open_ledger(path) as book:
        found += unsound(book)
        if book.key is None or len(ledger_keys.unlocked(book).entry.slots) != 1:
            found.append("not encrypted for one user any more")
        listed = backup.list_backups(backup.default_folder(path))
        for info in listed:
            found += _proved(info, codes.get(info.key_id, ""))
    return found + left_over(folder)


def _opens_elsewhere(folder: Path, code: str) -> list[str]:
    """The file and the sheet are enough, on a computer that knows nothing."""
    home, other = os.environ[key_store.HOME_VARIABLE], folder / "别处"
    other.mkdir()
    for end in ("", "-wal"):
        if Path(f"{book_in(folder)}{end}").exists():
            shutil.copy2(f"{book_in(folder)}{end}", f"{other / '支部.zbtz'}{end}")
    os.environ[key_store.HOME_VARIABLE] = str(other / "用户")
    try:
        with vault.open_ledger(other / "支部.zbtz", recovery_code=code) as book:
            return unsound(book)
    finally:
        os.environ[key_store.HOME_VARIABLE] = home
        shutil.rmtree(other)


def _proved(info: backup.BackupInfo, code: str = "") -> Iterator[str]:
    if info.problem or backup.verify_backup(info.path, recovery_code=code).digest != info.digest:
        yield f"bad backup: {info.path.name} {info.problem}"


# --- months of backups, two generations -----------------------------------------------


def _prepare_generations(folder: Path) -> None:
    """A ledger that came from its own backup, whose first generation's backups still lie beside it."""
    path, clock = book_in(folder), FixedClock(Clock().now() - 12 * _MONTH)
    prepare_book(folder, 2)
    for _ in range(2):
        with vault.open_ledger(path, clock=clock) as book:
            made = backup.make_backup(book, backup.default_folder(path), reason="daily")
            add_batch(book)
        clock.current += _MONTH
    for end in ("", "-wal", ".keys", ".keys.bak"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    backup.restore_backup(made.path, path, clock=clock)


def _keep(folder: Path, say: Say) -> None:
    clock = FixedClock(Clock().now() - 9 * _MONTH)
    with vault.open_ledger(book_in(folder), clock=clock) as book:
        say("begin")
        for _ in range(ROUNDS):
            made = backup.daily_backup(book)
            assert made is not None
            say(f"saved {made.path.name} {made.digest} {made.generation}")
            backup_watch.prove(book)
            add_batch(book)
            clock.current += timedelta(days=3)


def _keep_problems(folder: Path, said: list[str]) -> list[str]:
    path = book_in(folder)
    with vault.open_ledger(path) as book:
        found = unsound(book) + [f"damaged: {name}" for name in backup_watch.damaged(book)]
        if journal.generation(book) != 1:
            found.append("not the second generation")
        listed = backup.list_backups(backup.default_folder(path))
        if [info.generation for info in listed] != sorted((info.generation for info in listed), reverse=True):
            found.append("an earlier generation before a later one")
        last = backup.last_verified(book)
        if said and (last is None or not last.present or last.path.name < said[-1].split()[1]):
            found.append(f"lost: {said[-1]}")
        for info in listed:
            found += _proved(info)
        backup_watch.prove(book)
        backup.make_backup(book, backup.default_folder(path), reason="daily")
    return found + left_over(folder)


# --- backups of before under the present key ------------------------------------------


def _prepare_old_backups(folder: Path) -> None:
    path = book_in(folder)
    prepare_book(folder, 2)
    with vault.open_ledger(path) as book:
        for _ in range(6):
            backup.make_backup(book, backup.default_folder(path))
            add_batch(book)
        conversion.encrypt(book, ledger_keys.new_key(book.clock))
    listed = backup.list_backups(backup.default_folder(path))
    (folder / "digests").write_text(json.dumps(sorted(info.digest for info in listed)), encoding="ascii")


def _rewrite(folder: Path, say: Say) -> None:
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        before: list[str] = []

        def next_one(name: str) -> None:
            if before:
                say(f"saved {before[-1]}")
            before.append(name)

        backup_rewrite.write_anew(book, tell=next_one)
        say(f"saved {before[-1]}")


def _rewrite_problems(folder: Path, said: list[str]) -> list[str]:
    path, wanted = book_in(folder), json.loads((folder / "digests").read_text(encoding="ascii"))
    with vault.open_ledger(path) as book:
        found = unsound(book)
        listed = backup.list_backups(backup.default_folder(path))
        if sorted(info.digest for info in listed) != wanted:
            found.append("not the backups of before")
        for info in listed:
            found += _proved(info)
        old = {info.path.name for info in backup_rewrite.of_before(book)}
        found += [f"lost: {line}" for line in said if line.split()[1] in old]
        if backup_rewrite.write_anew(book) or backup_rewrite.of_before(book):
            found.append("the second try did not finish")
    return found + left_over(folder)


# --- a backup on a stick --------------------------------------------------------------


def _carry(folder: Path, say: Say) -> None:
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        while True:
            made = backup.make_backup(book, folder / "U盘")
            say(f"saved {made.path.name} {made.digest}")
            add_batch(book)


def _carry_problems(folder: Path, said: list[str]) -> list[str]:
    with vault.open_ledger(book_in(folder)) as book:
        found = unsound(book)
        there = {info.path.name for info in backup.list_backups(folder / "U盘")}
        found += [f"lost: {line}" for line in said if line.split()[1] not in there]
        backup.make_backup(book, folder / "U盘")
        for info in backup.list_backups(folder / "U盘"):
            found += _proved(info)
    return found + left_over(folder)


PHASES: dict[str, Phase] = {
    "answer": Phase(prepare_copy, _answer, _answer_problems, 0.3, in_suite=False),
    "renew": Phase(_prepare_encrypted, _renew, _renew_problems, 2.0, in_suite=False),
    "keep": Phase(_prepare_generations, _keep, _keep_problems, 1.0, in_suite=False),
    "rewrite": Phase(_prepare_old_backups, _rewrite, _rewrite_problems, 0.8, in_suite=False),
    "stick": Phase(prepare_book, _carry, _carry_problems, 1.0, in_suite=False),
}
