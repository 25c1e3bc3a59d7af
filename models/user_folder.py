"""Where the program keeps what belongs to this user on this computer."""

import os
from pathlib import Path

HOME_VARIABLE = "ZBTZ_HOME"


def folder() -> Path:
    """Return this user's folder of the program (`ZBTZ_HOME`, else where the system keeps such data)."""
    if os.environ.get(HOME_VARIABLE):
        return Path(os.environ[HOME_VARIABLE])
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "zhibu-taizhang"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "zhibu-taizhang"
