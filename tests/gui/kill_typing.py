"""Kill -9 while somebody types: in one dialog, or by `python -m tests.gui.kill_typing` in each with a long text."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from models import draft, vault
from tests.models.conftest import ROOT


def child(folder: Path, *words: str) -> "subprocess.Popen[str]":
    """Start a window of its own over a new ledger in a folder."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder)}
    command = [sys.executable, "-m", "tests.gui.typing_child", str(folder / "支部.zbtz"), *words]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def offered_after(folder: Path, dialog: str) -> bool:
    """Type in a dialog, kill the program once it has kept the text, and tell whether it is offered afterwards."""
    with child(folder, dialog) as running:
        assert running.stdout is not None
        said = next((line.strip() for line in running.stdout if line.strip() == "kept"), "")
        running.send_signal(signal.SIGKILL)
    with vault.open_ledger(folder / "支部.zbtz") as ledger:
        return said == "kept" and any("被杀之前打的字" in one.texts for one in draft.listed(ledger))


def dialogs() -> list[str]:
    """Return the names of all dialogs in which one can write a long text."""
    with tempfile.TemporaryDirectory() as folder, child(Path(folder)) as running:
        assert running.stdout is not None
        return [line.removeprefix("dialog ").strip() for line in running.stdout if line.startswith("dialog ")]


def main() -> int:
    """Kill once in every dialog; exit status 1 when a text was not offered."""
    lost = []
    for name in dialogs():
        with tempfile.TemporaryDirectory() as folder:
            offered = offered_after(Path(folder), name)
        print(f"{name:24}{'offered' if offered else 'LOST'}", flush=True)
        lost += [] if offered else [name]
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
