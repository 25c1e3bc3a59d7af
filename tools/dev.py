"""Set up the program and do one thing with it; needs nothing but Python 3.11 to 3.13.

    python3 tools/dev.py run | test | lint | bench | gallery | fonts      (Windows: py tools\\dev.py run)

Further arguments go to the tool behind it: `python3 tools/dev.py test tests/models -k undo`.
Exit status: that of the tool; 2 used wrongly; 3 when the system lacks something (the text says what to do).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST, NEWEST = (3, 11), (3, 13)
MISSING_ON_SYSTEM = 3


def run(arguments: list[str], environment: dict[str, str]) -> int:
    """The whole job on the sample branch, then its ledger in the window where there is a display."""
    optional_fonts()
    display = environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    shown = bool(display) or not sys.platform.startswith("linux")
    options = ["--out", "build/demo", *([] if shown else ["--no-window"])]
    status = python(["main.py", "demo", *options, *arguments], environment)
    if status > 1:
        return status
    if not shown:
        print("这里没有图形桌面，所以不打开窗口。")
    # 1 means done, with findings, which the demonstration has listed: no failure of `make run`.
    return 0


def test(arguments: list[str], environment: dict[str, str]) -> int:
    """All tests, or those named, in a process for each core; the tests of one file stay in one of them, in order."""
    # What one process has compiled serves the other, the programs that tests start, and the next run.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # Left to itself the plug-in begins with the files of many tests; tests/conftest.py knows which take long.
    spread = ["--numprocesses=auto", "--dist=loadfile", "--no-loadscope-reorder"]
    return python(["-m", "pytest", "-q", *spread, *arguments], environment)


def lint(arguments: list[str], environment: dict[str, str]) -> int:
    """Style and types."""
    style = python(["-m", "ruff", "check", *(arguments or ["."])], environment)
    types = python(["-m", "mypy", *arguments], environment)
    return style or types


def bench(arguments: list[str], environment: dict[str, str]) -> int:
    """The measurements of bench/."""
    return python(["-m", "bench", *arguments], environment)


def gallery(arguments: list[str], environment: dict[str, str]) -> int:
    """Pictures of every screen and page into build/gallery."""
    return python(["tools/gallery.py", *arguments], environment)


def fonts(arguments: list[str], environment: dict[str, str]) -> int:
    """The optional fonts (FangSong, title, Kai) as well, tried again even where that failed before."""
    return python(["tools/fonts.py", "--extras", *arguments], environment)


COMMANDS = {work.__name__: work for work in (run, test, lint, bench, gallery, fonts)}


def python(arguments: list[str], environment: dict[str, str]) -> int:
    """Run the program's own Python at the top of the checkout."""
    from environment import PYTHON

    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment).returncode


def optional_fonts() -> None:
    """Try once for the optional fonts; without them the forms are printed in Song."""
    from fonts import EXTRAS, missing, record

    if missing(EXTRAS) and "extras" not in record():
        python(["tools/fonts.py", "--extras"], dict(os.environ, PYTHONUTF8="1"))


def set_up(command: str, environment: dict[str, str]) -> str:
    """Bring the checkout into working order; "" when it is, else what the user must do."""
    import environment as venv
    import system_libraries

    trouble = system_libraries.ensure(environment, with_programs=command == "test") or venv.ensure()
    if trouble:
        return trouble
    import fonts as base

    if base.missing() and python(["tools/fonts.py"], environment):
        return "字体没有准备好。请看上面的提示，处理后再运行一次。"
    return ""


def working_environment(command: str) -> dict[str, str]:
    """The variables every tool runs with: UTF-8 everywhere, a screen only where one is wanted and there."""
    environment = dict(os.environ, PYTHONUTF8="1")
    spoken = environment.get("LC_ALL") or environment.get("LC_CTYPE") or environment.get("LANG") or ""
    if "utf" not in spoken.lower() and os.name != "nt":
        environment.pop("LC_CTYPE", None)
        environment["LANG"] = environment["LC_ALL"] = "C.UTF-8"
    if command == "test":
        environment["QT_QPA_PLATFORM"] = "offscreen"
    return environment


def with_another_python(arguments: list[str]) -> int:
    """Hand over to the newest Python on this machine that will do; otherwise say which are wanted."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            return subprocess.run([found, __file__, *arguments]).returncode
    here = "{}.{}".format(*sys.version_info[:2])
    print(f"需要 Python 3.11 到 3.13，这里是 {here}。请安装其中一个版本，再用它运行。")
    return MISSING_ON_SYSTEM


def main(arguments: list[str]) -> int:
    """Check the Python, set up, do the work."""
    if not arguments or arguments[0] not in COMMANDS:
        print("用法：python3 tools/dev.py " + "|".join(COMMANDS))
        return 2
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return with_another_python(arguments)
    environment = working_environment(arguments[0])
    trouble = set_up(arguments[0], environment)
    if trouble:
        print(trouble)
        return MISSING_ON_SYSTEM
    return COMMANDS[arguments[0]](arguments[1:], environment)


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
