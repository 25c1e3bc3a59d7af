"""Kill -9 trials: a writing process is killed at random moments, and the ledger looked at afterwards.

    python -m tools.kill_trial                      200 kills while recording, 60 in each other phase
    python -m tools.kill_trial --phase backup --kills 20
    python -m tools.kill_trial child record FOLDER  what is killed; with strace it shows the sync before each
    `saved`

Nothing here is simulated but the moment: real processes, real files, SIGKILL.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.kill_phases import Phase

ROOT = Path(__file__).resolve().parent.parent
RECORD_KILLS, PHASE_KILLS = 200, 60
MODULES = ("kill_phases", "kill_import", "kill_exchange", "kill_keeping", "kill_trust", "kill_copies")
"""Where the phases stand, each as `PHASES`; a new one is an entry there."""
_LONGEST = 60.0


@dataclass
class Tally:
    """What came of the kills of one phase. finished: the work was over before the kill."""

    kills: int = 0
    finished: int = 0
    acknowledged: int = 0
    problems: list[str] = field(default_factory=list)


def main(argv: list[str]) -> int:
    """Run the trials and print a table; exit status 1 when anything was lost, half or not clean."""
    if argv[:1] == ["child"]:
        return child(argv[1], Path(argv[2]))
    known = phases()
    parser = argparse.ArgumentParser(description="kill -9 trials")
    parser.add_argument(
        "--phase", action="append", choices=tuple(known), help="only this phase (may be repeated)"
    )
    parser.add_argument("--kills", type=int, default=0, help="kills in each phase instead of 200 and 60")
    parser.add_argument("--seed", type=int, default=0, help="for the same moments again")
    arguments = parser.parse_args(argv)
    names = arguments.phase or list(known)
    print(f"{'phase':12}{'kills':>7}{'in time':>9}{'acknowledged':>14}{'problems':>10}")
    failed = False
    for name in names:
        kills = arguments.kills or (RECORD_KILLS if name == "record" else PHASE_KILLS)
        tally = trials(name, kills, random.Random(arguments.seed))
        in_time = tally.kills - tally.finished
        print(
            f"{name:12}{tally.kills:7}{in_time:9}{tally.acknowledged:14}{len(tally.problems):10}", flush=True
        )
        for problem, count in Counter(tally.problems).most_common(20):
            print(f"    {count} × {problem}")
        failed = failed or bool(tally.problems)
    return 1 if failed else 0


def trials(name: str, kills: int, chance: random.Random) -> Tally:
    """Kill the work of a phase that many times, each time on a fresh copy of the prepared folder."""
    phase, tally = phases()[name], Tally()
    with tempfile.TemporaryDirectory(prefix="kill-trial-") as temporary:
        template = Path(temporary, "template")
        template.mkdir()
        _as_user(template)
        phase.prepare(template)
        span = phase.span or _first_answer(name, _copy(template, Path(temporary, "first")))
        for number in range(kills):
            folder = _copy(template, Path(temporary, f"trial{number}"))
            said, finished = killed(name, folder, chance.uniform(0, span))
            tally.kills += 1
            tally.finished += finished
            tally.acknowledged += len(said)
            tally.problems += _half_notes(folder) + phase.problems(folder, said)
            shutil.rmtree(folder, ignore_errors=True)
    return tally


def killed(name: str, folder: Path, wait: float) -> tuple[list[str], bool]:
    """Start the work of a phase and kill it `wait` seconds after it began.

    Return what it acknowledged, and whether it had ended by itself.
    """
    process = _started(name, folder)
    assert process.stdout is not None
    try:
        process.wait(wait)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().decode()
    process.stdout.close()
    status = process.wait(_LONGEST)
    if status > 0:
        raise RuntimeError(f"{name} ended with status {status}")
    # A line that was cut off was not said.
    return [line for line in rest.split("\n")[:-1] if line.startswith("saved ")], status == 0


def _half_notes(folder: Path) -> list[str]:
    """Return the notes outside a ledger that are no whole JSON: by them its end and its packages are remembered."""
    found = []
    for path in (*folder.rglob("*.state"), *folder.rglob("heads/*.json")):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            found.append(f"half a note: {path.suffix}")
    return found


def _first_answer(name: str, folder: Path) -> float:
    """Return the seconds from the beginning of a phase to its first acknowledgement, unhindered."""
    process = _started(name, folder)
    begun = time.monotonic()
    assert process.stdout is not None
    process.stdout.readline()
    seconds = time.monotonic() - begun
    process.communicate()
    return seconds * 1.3


def _started(name: str, folder: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.kill_trial", "child", name, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    if first != b"begin\n":
        raise RuntimeError(f"{name} did not begin: {first!r}, status {process.wait(_LONGEST)}")
    return process


def _copy(template: Path, folder: Path) -> Path:
    shutil.copytree(template, folder)
    _as_user(folder)
    return folder


def phases() -> "dict[str, Phase]":
    """Return every phase by name, in the order in which they are tried."""
    found: dict[str, Phase] = {}
    for module in MODULES:
        found |= import_module(f"tools.{module}").PHASES
    return found


def child(name: str, folder: Path) -> int:
    """Do the work of a phase until it ends or this process is killed; every line goes out at once."""
    phases()[name].work(folder, _say)
    return 0


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def _as_user(folder: Path) -> None:
    """Give the trial a user of its own, whose key store lies in its folder."""
    os.environ["ZBTZ_HOME"] = str(folder / "用户")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
