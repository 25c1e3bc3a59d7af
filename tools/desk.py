"""A desk of one's own for driving the real program: an invisible screen, a window manager, a keyboard, a camera.

Needs Xvfb, openbox, xdotool and ImageMagick's `import` (Debian: xvfb openbox xdotool imagemagick).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "import": "imagemagick"}
SIZE = (1366, 768)
_COLOURS = 128
_TYPING_MS = 45


class Desk:
    """Starts a program on an own screen; `press` and `type` count every key."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        missing = [package for tool, package in TOOLS.items() if shutil.which(tool) is None]
        if missing:
            raise SystemExit(f"缺少：{' '.join(missing)}（sudo apt-get install {' '.join(missing)}）")
        self.home = home
        self.keys = 0
        self._started: list[subprocess.Popen[bytes]] = []
        self._environment = os.environ | {"HOME": str(home), "LANG": "C.UTF-8"} | environment
        for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_IM_MODULE", "XDG_DATA_HOME"):
            self._environment.pop(name, None)

    def __enter__(self) -> Self:
        reader, writer = os.pipe()
        screen = f"{SIZE[0]}x{SIZE[1]}x24"
        self._start("Xvfb", "-displayfd", str(writer), "-screen", "0", screen, "-nolisten", "tcp", keep=writer)
        os.close(writer)
        with os.fdopen(reader) as answer:
            self._environment["DISPLAY"] = f":{answer.readline().strip()}"
        self._start("openbox")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._started):
            process.terminate()
        for process in reversed(self._started):
            process.wait(timeout=20)

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        """Start the program under test."""
        return self._start(*command)

    # --- the keyboard ---------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys by their X names (`Return`, `Tab`, `ctrl+s`), one after the other."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)
            self.keys += 1
            self.still()

    def type(self, text: str) -> None:
        """Type a text; each character counts as one key (Chinese too: an input method needs a few more)."""
        self._xdotool("type", "--clearmodifiers", "--delay", str(_TYPING_MS), text)
        self.keys += len(text)
        self.still()

    # --- the camera -----------------------------------------------------------------------

    def picture(self, path: Path) -> None:
        """Keep what is on the screen, in few colours."""
        from PIL import Image, ImageChops

        self.still()
        raw = path.with_suffix(".raw.png")
        subprocess.run(["import", "-window", "root", str(raw)], env=self._environment, check=True)
        with Image.open(raw) as taken:
            whole = taken.convert("RGB")
            # Around the windows the bare screen is black.
            lit = ImageChops.difference(whole, Image.new("RGB", whole.size)).getbbox()
            whole.crop(lit).quantize(_COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
        raw.unlink()

    def still(self, longest: float = 20.0) -> None:
        """Wait until two looks at the screen, an eighth of a second apart, are the same."""
        end, before = time.monotonic() + longest, b""
        while time.monotonic() < end:
            time.sleep(0.12)
            now = subprocess.run(
                ["import", "-window", "root", "-depth", "8", "rgb:-"],
                env=self._environment,
                check=True,
                stdout=subprocess.PIPE,
            ).stdout
            if now == before:
                return
            before = now

    def wait_for(self, what: str, found: Callable[[], object], longest: float = 30.0) -> None:
        """Wait for something outside of the window: a file, the title of a window."""
        end = time.monotonic() + longest
        while not found():
            if time.monotonic() > end:
                raise SystemExit(f"没有等到：{what}")
            time.sleep(0.1)
        self.still()

    def has_window(self, title: str) -> bool:
        """Tell whether a window with this in its title is shown."""
        looked = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", title],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return looked.returncode == 0

    # --- inside ---------------------------------------------------------------------------

    def _start(self, *command: str, keep: int | None = None) -> subprocess.Popen[bytes]:
        own = any(part.endswith("main.py") for part in command)
        said = None if own else subprocess.DEVNULL
        kept = () if keep is None else (keep,)
        process = subprocess.Popen(command, env=self._environment, pass_fds=kept, stdout=said, stderr=said)
        self._started.append(process)
        return process

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self._environment, check=True)


def python_of_the_house(root: Path) -> str:
    """Return the interpreter that the set-up made, or the present one."""
    made = root / ".venv" / "bin" / "python"
    return str(made) if made.exists() else sys.executable
