"""Start of 支部台账: without a verb the window, with a verb the headless command of that name."""

import json
import logging
import os
import re
import sys
import tempfile
from logging.handlers import RotatingFileHandler
from pathlib import Path

PROGRAM = "zhibu-taizhang"
LEDGER_SUFFIX = ".zbtz"
_LOG_BYTES = 1_000_000
_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def main(argv: list[str]) -> int:
    """Run the program and return the exit status; only here is everything caught that nobody foresaw (70)."""
    _speak_utf8()
    handler = start_log()
    try:
        return _run(argv)
    except BrokenPipeError:
        # The reader of our output went away (`… | head`): nothing is wrong, and Python must not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return _tell(argv, "cli-cancelled", 1)
    except Exception as error:
        logging.getLogger(PROGRAM).critical("unexpected: %s", " ".join(argv[:1]), exc_info=True)
        return _tell(argv, "our-fault", 70, detail=type(error).__name__, path=handler.baseFilename)
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


def _run(argv: list[str]) -> int:
    if not argv or argv[0].endswith(LEDGER_SUFFIX):
        return _open_window(argv)
    import commands

    return commands.run(argv, open_window=_open_window)


def _open_window(arguments: list[str]) -> int:
    """Open the window, with a ledger when one is named; a sentence and 3 when it cannot be shown."""
    if not has_display():
        shown = os.environ.get("DISPLAY") or "DISPLAY / WAYLAND_DISPLAY"
        return _tell(arguments, "no-display", 3, detail=shown)
    try:
        from gui import application
    except ImportError as error:
        # A system library that Qt needs, or Qt itself: anything else is a fault of ours.
        if not (error.name or "").startswith(("PySide6", "shiboken6")):
            raise
        return _tell(arguments, "no-window-library", 3, detail=str(error))
    return application.main(arguments)


def has_display() -> bool:
    """Tell whether a window can be shown; asked first, because Qt ends the whole process where it cannot."""
    if not sys.platform.startswith("linux"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _WITHOUT_DISPLAY:
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    local = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", display)
    return _x_server_listens(local[1]) if local else bool(display)


def _x_server_listens(number: str) -> bool:
    socket = f"/tmp/.X11-unix/X{number}"
    if Path(socket).exists():
        return True
    try:
        return f"@{socket}\n" in Path("/proc/net/unix").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return True


def start_log() -> RotatingFileHandler:
    """Send warnings and worse to a file in the user's state folder; the file appears with the first line."""
    handler = _Log(log_path(), maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    logging.getLogger().addHandler(handler)
    return handler


class _Log(RotatingFileHandler):
    """A log whose disk is full says nothing: its own fault is no business of who sits here."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Let the line go."""


def log_path() -> Path:
    """Return where the log lies: the user's state folder, else the folder for temporary files."""
    if os.environ.get("ZBTZ_HOME"):
        folder = Path(os.environ["ZBTZ_HOME"])
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / PROGRAM
    else:
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / PROGRAM
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(str(folder))
    except OSError:
        folder = Path(tempfile.gettempdir())
    return folder / f"{PROGRAM}.log"


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; a path in a broken encoding is escaped, not a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _tell(argv: list[str], code: str, status: int, **facts: str) -> int:
    """Say a sentence of ours; should even the words be broken, say the code and the log."""
    try:
        import commands
        from models.errors import KnownError

        commands.report_error(KnownError(code, **facts).as_dict(), as_json="--json" in argv)
    except Exception:
        logging.getLogger(PROGRAM).critical("no words for %s", code, exc_info=True)
        print(json.dumps({"error": {"code": code, **facts}}, ensure_ascii=False), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
