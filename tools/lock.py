"""Write requirements.lock from setup.cfg: every package and what it needs, pinned, with digests of all files.

    python tools/lock.py              keep the pins that still fit, change only what setup.cfg asks for
    python tools/lock.py --upgrade    take the newest versions that setup.cfg permits

One lock file serves Python 3.11 to 3.13 on Linux and Windows: packages that only Windows needs are installed
everywhere (they are small and idle elsewhere), so that it has no conditions and `pip download` on one system
can prepare another. tests/test_house.py checks that nothing is missing on any of them.
"""

import configparser
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
COMPILER = "pip-tools==7.6.2"
ONLY_ON_WINDOWS = ("colorama", "tzdata")
OPTIONS = (
    "--quiet",
    "--generate-hashes",
    "--allow-unsafe",
    "--strip-extras",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-trusted-host",
    "--no-emit-find-links",
)
HEADER = """\
# Made by tools/lock.py from setup.cfg; not edited by hand.
# Python 3.11 to 3.13, Linux x86_64 and aarch64, Windows x64. Installed with --require-hashes.
"""


def requirements() -> list[str]:
    """Every requirement line of setup.cfg, of the program itself and of all extras."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    blocks = [config["options"]["install_requires"], *config["options.extras_require"].values()]
    return [line for block in blocks for line in block.split("\n") if line]


def main(arguments: list[str]) -> int:
    """Compile the lock file in an environment of its own; 0 when written."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
        subprocess.run([python, "-m", "pip", "install", "--quiet", COMPILER], check=True)
        wanted, made = Path(folder) / "wanted.in", Path(folder) / "made.lock"
        wanted.write_text("\n".join([*requirements(), *ONLY_ON_WINDOWS]) + "\n", encoding="utf-8")
        if LOCK.exists():
            made.write_text(LOCK.read_text(encoding="utf-8"), encoding="utf-8")
        files = ["-o", str(made), str(wanted)]
        subprocess.run([str(python), "-m", "piptools", "compile", *OPTIONS, *arguments, *files], check=True)
        LOCK.write_text(HEADER + made.read_text(encoding="utf-8"), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
