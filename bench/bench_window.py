"""How long the window takes: from the start of the process to the first painted frame, and to the filled start page.

The reference is a bare QMainWindow in the same Python, measured in turn with ours so that a busy machine is unfair
to neither.
Then the work behind a key press in the members' list, over three sizes. Run: python -m bench window
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench.case import Case

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 9
SIZES = (60, 600, 6000)

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Bare(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: (print("painted", flush=True), app.quit()))

app = QApplication(sys.argv[:1])
window = Bare()
window.resize(1180, 760)
window.show()
app.exec()
"""

OURS = """
import resource, sys
import main
from gui import application, main_window

def painted():
    print("painted", flush=True)

shown = main_window.MainWindow.__init__
def watched(self, settings):
    shown(self, settings)
    self.first_painted.connect(painted)
main_window.MainWindow.__init__ = watched

def filled(self, *arguments, **named):
    fill(self, *arguments, **named)
    from PySide6.QtCore import QCoreApplication, QTimer
    # The page is read and laid out; what is left is its first paint.
    QTimer.singleShot(0, lambda: (self.shell.repaint(), tell(), QCoreApplication.quit()))
fill = main_window.MainWindow.show_workspace
main_window.MainWindow.show_workspace = filled

def tell():
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024 if sys.platform != "darwin" else 0
    print("filled", peak, flush=True)

sys.exit(application.main(sys.argv[1:]))
"""


def cases() -> list[Case]:
    """Measure everything."""
    with tempfile.TemporaryDirectory(prefix="bench-window-") as folder:
        place = Path(folder)
        environment = dict(os.environ, PYTHONPATH=str(ROOT), ZBTZ_HOME=str(place / "keys"), PYTHONUTF8="1")
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        # As for any user: what the first round compiles is there for the others.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for name in ("CONFIG", "DATA", "STATE", "CACHE"):
            environment[f"XDG_{name}_HOME"] = str(place / name.lower())
        os.environ["ZBTZ_HOME"] = environment["ZBTZ_HOME"]
        ledger = _sample(place, 60)
        return [*_starts(environment, ledger), *_lists(place)]


def _sample(place: Path, count: int) -> Path:
    from commands import invented
    from models import member, vault

    path = place / f"{count}.zbtz"
    made = vault.create_ledger(path, organization=invented.BRANCH, actor="某人")
    with made.ledger as ledger, ledger.operation("roster.import") as op:
        for one in invented.people(count, year=2026):
            member.add_member(
                op,
                member_id=ledger.ids.new(),
                name=one.name,
                sex="female" if one.female else "male",
                id_number=one.id_number,
                birth_date=one.birth.isoformat(),
                category="full" if one.regular else "probationary",
                joined_date=one.joined.isoformat(),
                phone=one.phone,
            )
    return path


def _starts(environment: dict[str, str], ledger: Path) -> list[Case]:
    frames: list[float] = []
    pages: list[float] = []
    bare: list[float] = []
    peak = 0
    for _ in range(ROUNDS + 1):
        bare.append(_told([sys.executable, "-c", BARE], environment)["painted"][0])
        told = _told([sys.executable, "-c", OURS, str(ledger)], environment)
        frames.append(told["painted"][0])
        pages.append(told["filled"][0])
        peak = max(peak, told["filled"][1])
    # The first round fills the disk cache.
    reference = statistics.median(bare[1:])
    return [
        Case("空窗口画好", "从启动进程算起", statistics.median(frames[1:]), reference, "裸 Qt 窗口"),
        Case("工作台填好", "60 名党员", statistics.median(pages[1:]), reference, "裸 Qt 窗口", peak),
    ]


def _told(command: list[str], environment: dict[str, str]) -> dict[str, tuple[float, int]]:
    """Return when each word was printed, in seconds after the start of the process, and the number behind it."""
    begun = time.perf_counter()
    told: dict[str, tuple[float, int]] = {}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        word, _, number = line.partition(" ")
        told[word.strip()] = (time.perf_counter() - begun, int(number or 0))
    if process.wait() != 0:
        raise RuntimeError(f"exit status {process.returncode}: {' '.join(command)[:60]}")
    return told


def _lists(place: Path) -> list[Case]:
    """What one key in the search costs: finding the ids in order, against the same condition without order."""
    from models import member, member_list, vault
    from models.member_list import MemberFilter

    found = []
    for count in SIZES:
        path = place / f"{count}.zbtz"
        if not path.exists():
            _sample(place, count)
        with vault.open_ledger(path) as ledger:
            wanted = MemberFilter(search="wang")
            ours = _median(partial(member_list.keys, ledger, wanted))
            where, facts = member.search_condition(1, "active", "wang")
            scan = f"SELECT m.id FROM member m WHERE {where}"
            reference = _median(partial(ledger.query, scan, facts))
        found.append(Case("搜索一次按键", f"{count} 名党员", ours, reference, "同样条件不排序"))
    return found


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)
