"""Damage trials: ledgers with one bit turned or one value edited, opened by the program and looked at.

    python -m tools.damage_trial --flips 5000 --edits 500            (some seed of its own, told in the first line)
    python -m tools.damage_trial --flips 200 --edits 0 --seed 7 --no-window

Whatever the file holds, it is refused in words or opens within five seconds; the check ends with findings, and so does
the window, whose first page is shown for every file. Of the edits each is looked for with table, row and column.
"""

import argparse
import logging
import os
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from models import attendance, check, key_store, meeting, member, vault
from models.errors import KnownError
from models.finding import Finding
from models.ledger import Ledger
from tools.damage import OUT_OF_REACH, Edit, edit_values, named, turn_a_bit

LEDGERS = Path(__file__).resolve().parent.parent / "tests" / "data" / "ledgers"
KEPT = ("schema_3.zbtz", "committee_1.zbtz", "schema_2.zbtz")
ACTOR = "沈墨"
_LONGEST = 5.0
_WAIT_MS = 60
"""So long the window is left to itself: the first page reads the year's duties a moment after it is painted."""

Shown = Callable[[Path], str]
"""Opens a ledger in the window and returns what crashed, nothing where all went as it should."""


@dataclass
class Tally:
    """What came of the trials; `told` counts the codes of refusals and of the findings of graver level."""

    told: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    unexplained: list[Edit] = field(default_factory=list)
    explained: Counter[str] = field(default_factory=Counter)
    longest: float = 0.0


def main(argv: list[str]) -> int:
    """Run the trials and tell what came of them; status 1 for a fault, a hang, or too many edits that nobody named."""
    parser = argparse.ArgumentParser(description="damaged ledgers")
    parser.add_argument("--flips", type=int, default=5000, help="turned bits")
    parser.add_argument("--edits", type=int, default=500, help="edited values")
    parser.add_argument("--seed", default="", help="for the same damage again")
    parser.add_argument("--no-window", action="store_true", help="do not open each file in the window")
    wanted = parser.parse_args(argv)
    seed = wanted.seed or str(time.time_ns())
    print(f"seed {seed}", flush=True)
    # Refusals are what is asked for here; the log would tell of each.
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="damage-trial-") as temporary:
        os.environ[key_store.HOME_VARIABLE] = str(Path(temporary, "home"))
        ledgers = [*(sound(name, Path(temporary)) for name in KEPT), with_sheets(Path(temporary))]
        shown = None if wanted.no_window else _window(Path(temporary))
        tally = trials(ledgers, wanted.flips, wanted.edits, Random(seed), shown)
    _tell(tally, wanted.flips, wanted.edits)
    slow = tally.longest > _LONGEST
    return 1 if tally.faults or slow or len(tally.unexplained) > wanted.edits * 0.05 else 0


def _tell(tally: Tally, flips: int, edits: int) -> None:
    print(f"{flips} flips, {edits} edits; the longest took {tally.longest:.2f} s")
    print("told:", ", ".join(f"{code} {count}" for code, count in tally.told.most_common()))
    print(f"faults: {tally.faults.total()}")
    for fault, count in tally.faults.most_common():
        print(f"    {count} × {fault}")
    found = edits - len(tally.unexplained) - tally.explained.total()
    print(f"edits found with table, row and column: {found}")
    for reason, count in tally.explained.most_common():
        print(f"    {count} × out of reach: {reason}")
    for edit in tally.unexplained:
        print(f"    not named: {edit}")


def trials(
    ledgers: list[Path], flips: int, edits: int, random: Random, shown: Shown | None = None, *, together: int = 1
) -> Tally:
    """Damage the ledgers in turn that many times, each time from the sound file.

    together: so many values of one ledger are edited before it is looked at.
    """
    tally = Tally()
    whole = {path: path.read_bytes() for path in ledgers}
    for number in range(flips):
        path = ledgers[number % len(ledgers)]
        _put(path, turn_a_bit(whole[path], random))
        _looked_at(path, tally, shown)
    for number in range(edits // together):
        path = ledgers[number % len(ledgers)]
        _put(path, whole[path])
        made = edit_values(path, random, together)
        found = _looked_at(path, tally, shown)
        for edit in made:
            if found is not None and not named(edit, found):
                _not_named(edit, tally)
    return tally


def _not_named(edit: Edit, tally: Tally) -> None:
    reason = OUT_OF_REACH.get((edit.table, edit.column)) or OUT_OF_REACH.get((edit.table, ""))
    if reason is None:
        tally.unexplained.append(edit)
    else:
        tally.explained[f"{edit.table}.{edit.column}: {reason}"] += 1


def sound(name: str, folder: Path) -> Path:
    """Return a kept ledger as the program of today leaves it, in a folder of its own."""
    path = folder / name.removesuffix(".zbtz") / "支部.zbtz"
    path.parent.mkdir()
    shutil.copyfile(LEDGERS / name, path)
    vault.open_ledger(path, actor=ACTOR).close()
    return path


def with_sheets(folder: Path) -> Path:
    """Return the newest kept ledger with sheets recorded by the program of today."""
    (folder / "今天").mkdir()
    path = sound(KEPT[0], folder / "今天")
    with vault.open_ledger(path, actor=ACTOR) as book:
        record_sheets(book)
    return path


def record_sheets(book: Ledger) -> None:
    """Record meetings whose sheets are long enough to share a line of the journal, and a mark set since."""
    with book.operation("roster.import") as op:
        people = [member.add_member(op, member_id=book.ids.new(), name="曾" + sign) for sign in "甲乙丙丁戊己庚"]
    for month, away in enumerate(people, 1):
        values: dict[str, Any] = {"day": f"2026-{month:02}-05", "topic": f"{month}月党员大会"}
        with book.operation("meeting.record") as op:
            held = meeting.record_meeting(
                op, meeting_id=book.ids.new(), kinds=["assembly"], marks={away: "sick"}, **values
            )
    with book.operation("attendance.mark") as op:
        attendance.mark(op, held, people[0], "late")


def looked_at(path: Path) -> list[Finding] | str:
    """Return what the check finds, or the code with which the file is refused. Raises what is no refusal in words."""
    try:
        with vault.open_ledger(path, actor=ACTOR) as book:
            found = check.check_ledger(book)
            check.row_counts(book)
            for one in found:
                one.as_dict()["what"].encode("utf-8")
            return found
    except KnownError as error:
        if not (error.what() and error.next_step()) or error.exit_status != 3:
            raise AssertionError(error.code) from error
        return error.code


def _looked_at(path: Path, tally: Tally, shown: Shown | None) -> list[Finding] | str | None:
    begun = time.monotonic()
    found: list[Finding] | str | None = None
    try:
        found = looked_at(path)
    except Exception as error:
        tally.faults[f"{path.parent.name}: {_place(error)}"] += 1
    else:
        tally.told[found if isinstance(found, str) else _gravest(found)] += 1
    tally.longest = max(tally.longest, time.monotonic() - begun)
    if shown is not None:
        begun = time.monotonic()
        crashed = shown(path)
        tally.longest = max(tally.longest, time.monotonic() - begun)
        if crashed:
            tally.faults[f"{path.parent.name}, window: {crashed}"] += 1
    return found


def _gravest(found: list[Finding]) -> str:
    return next((one.code for one in found if one.level == "error"), "nothing")


def _place(error: BaseException) -> str:
    """Return what was raised and where, the same for the same fault."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "site-packages" not in frame.filename]
    where = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in reversed(frames[-3:]))
    return f"{type(error).__name__} {str(error)[:90]} at {where}"


def _put(path: Path, content: bytes) -> None:
    """Put a file in place of a ledger, without what the trial before it left."""
    path.write_bytes(content)
    for end in ("-wal", "-shm", ".state"):
        Path(f"{path}{end}").unlink(missing_ok=True)
    shutil.rmtree(path.parent / "备份", ignore_errors=True)
    shutil.rmtree(key_store.folder() / "heads", ignore_errors=True)


def _window(folder: Path) -> Shown:
    """Return what opens a ledger in one real window, which stays for all of them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["XDG_CONFIG_HOME"] = str(folder / "config")
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtTest import QTest

    from gui import application
    from gui.main_window import MainWindow
    from gui.messages import Recorder
    from gui.session import Session
    from gui.settings_file import SettingsFile

    # The offscreen platform has a remark at every dialog.
    qInstallMessageHandler(lambda *_: None)
    app = application.make_application(["damage-trial"])
    window = MainWindow(SettingsFile())
    session = Session(window, Recorder(), daily_backup=True)
    application.install_exception_hook(session)
    crashed: list[str] = []
    # A crash is told by a dialog; here its last line is kept instead.
    session.tell_crash = lambda trace: crashed.append(_last_lines(trace))  # type: ignore[method-assign]
    window.show()

    def shown(path: Path) -> str:
        crashed.clear()
        try:
            session.open(path)
            QTest.qWait(_WAIT_MS)
            session.close()
            app.processEvents()
        except Exception as error:
            # As Qt hands on what a slot raises.
            sys.excepthook(type(error), error, error.__traceback__)
            session.close()
        return crashed[0] if crashed else ""

    return shown


def _last_lines(trace: str) -> str:
    return " < ".join(line.strip() for line in reversed(trace.strip().splitlines()[-5:]))[:300]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
