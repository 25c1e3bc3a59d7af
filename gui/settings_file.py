"""What this user's window remembers between starts: one small JSON file, nothing of a ledger but whose it is."""

import json
import os
import sys
from pathlib import Path
from typing import Any

PROGRAM = "zhibu-taizhang"
_MOST_RECENT = 6


def settings_path() -> Path:
    """Return where the file lies: the user's configuration folder of this system."""
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / PROGRAM / "window.json"


class SettingsFile:
    """Recent ledgers, window size, looks of tables, text size. A file that cannot be read or written only costs
    convenience.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or settings_path()
        self._values = self._read()

    def get(self, name: str, default: Any = "") -> Any:
        """Return a remembered value; a value of another type than the default does not count."""
        value = self._values.get(name, default)
        return value if isinstance(value, type(default)) else default

    def put(self, name: str, value: Any) -> None:
        """Remember a value that JSON can hold."""
        if self._values.get(name) != value:
            self._values[name] = value
            self._write()

    @property
    def recent(self) -> list[Path]:
        """The ledgers opened last, newest first, as far as they are still there."""
        return [
            Path(text) for text in self.get("recent", []) if isinstance(text, str) and Path(text).is_file()
        ]

    def name_of(self, ledger: Path) -> str:
        """Return whose a recent ledger is, as it was told when it was open; nothing where nobody told."""
        name = self.get("recent_names", {}).get(str(ledger), "")
        return name if isinstance(name, str) else ""

    def opened(self, ledger: Path, name: str = "") -> None:
        """Put a ledger at the head of the recent ones; name: whose it is."""
        others = [text for text in self.get("recent", []) if text != str(ledger)]
        kept = [str(ledger), *others][:_MOST_RECENT]
        names = dict(self.get("recent_names", {})) | ({str(ledger): name} if name else {})
        self.put("recent", kept)
        self.put("recent_names", {path: names[path] for path in kept if path in names})

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def _write(self) -> None:
        # Not at the top: the driver that comes with it costs time before the first paint.
        from models import files
        from models.errors import WorldError

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            files.write_file(self.path, json.dumps(self._values, ensure_ascii=False, indent=1).encode())
        except (OSError, WorldError):
            return
