"""Which part may know which: each rule is a sentence, and every import of the source is read against it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("models", "exchange", "reports", "commands", "gui", "resources")


@dataclass(frozen=True)
class Rule:
    """`sentence` holds when no file under `where` (but for `except_for`) imports any of `forbidden`."""

    sentence: str
    where: tuple[str, ...]
    forbidden: tuple[str, ...]
    except_for: tuple[str, ...] = ()


QT = ("PySide6", "shiboken6", "PyQt5", "PyQt6")
NETWORK = (
    "PySide6.QtNetwork",
    "aiohttp",
    "ftplib",
    "http",
    "httpx",
    "imaplib",
    "poplib",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
)
STARTING = ("main", "tools", "tests", "bench")

RULES = (
    Rule("models knows no window", ("models",), (*QT, "gui")),
    Rule("models knows no PDF and no form", ("models",), ("reportlab", "reports")),
    Rule("models knows no package file and no verb", ("models",), ("exchange", "commands")),
    Rule("reports knows nothing of packages", ("reports",), ("exchange", "commands", "gui")),
    Rule("exchange knows nothing of forms", ("exchange",), ("reports", "reportlab", "commands", "gui")),
    Rule("commands work without a window", ("commands",), (*QT, "gui")),
    Rule("only gui imports Qt", ("models", "exchange", "reports", "commands", "resources"), QT),
    Rule(
        "only the driver module imports the driver",
        (*FOLDERS, "main.py"),
        ("sqlcipher3", "sqlite3"),
        ("models/driver.py",),
    ),
    Rule("gui knows no table of the file", ("gui",), ("sqlite_utils", "models.driver")),
    Rule("resources imports nothing of the program", ("resources",), FOLDERS),
    Rule("nothing opens a network connection", (*FOLDERS, "main.py"), NETWORK),
    Rule("no part imports what only starts, tests or builds it", FOLDERS, STARTING),
)


def sources(places: tuple[str, ...]) -> Iterator[Path]:
    """Every Python file of the named folders and files."""
    for place in places:
        path = ROOT / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Line and full dotted name of everything a file imports, wherever in the file the statement stands."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join((*base, *((node.module,) if node.module else ())))
            yield from ((node.lineno, f"{start}.{alias.name}".lstrip(".")) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "import_module",
            "importlib.import_module",
            "__import__",
        ):
            yield from ((node.lineno, word.value) for word in node.args[:1] if isinstance(word, ast.Constant))


def breaches(rule: Rule) -> list[str]:
    """Each import that breaks the rule, as `file:line imports name`."""
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in sources(rule.where)
        if str(path.relative_to(ROOT).as_posix()) not in rule.except_for
        for line, name in imports(path)
        if any(name == bad or name.startswith(bad + ".") for bad in rule.forbidden)
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sentence.replace(" ", "-"))
def test_holds(rule: Rule) -> None:
    assert breaches(rule) == [], rule.sentence


@pytest.mark.parametrize("folder", FOLDERS)
def test_there_is_source_to_read(folder: str) -> None:
    assert list(sources((folder,))), f"no Python file in {folder}: the rules above would hold for nothing"


@pytest.mark.parametrize(
    "statement",
    [
        "import PySide6",
        "import PySide6.QtCore as core",
        "from PySide6 import QtCore",
        "from PySide6.QtCore import QObject",
        "def later():\n    from PySide6.QtCore import QObject",
        "import importlib\nimportlib.import_module('PySide6.QtGui')",
    ],
)
def test_every_way_to_import_is_seen(statement: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "guilty.py").write_text(statement, encoding="utf-8")
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    assert breaches(RULES[0]), statement


def test_an_import_from_a_neighbour_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gui").mkdir()
    (tmp_path / "gui" / "guilty.py").write_text("from ..models import driver", encoding="utf-8")
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    assert imports(tmp_path / "gui" / "guilty.py") == ((1, "models.driver"),)


WRITERS = {
    "models/files.py": "every file that somebody asked for: whole or not at all",
    "models/backup_file.py": "the parts of a backup, which `models/backup.py` proves and names",
    "models/holder.py": "a memory",
    "models/local_state.py": "memories",
    "commands/invented_archive.py": "invented evidence in a folder for temporary files",
}


def test_files_are_written_in_one_way() -> None:
    """Who writes past `models.files` leaves halves behind when the disk is full or the stick is pulled out."""
    found = set()
    for path in sources(("models", "exchange", "reports", "commands", "gui")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                modes = [one.value for one in node.args if isinstance(one, ast.Constant)]
                opens = name == "open" and any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)
                if opens or name in ("write_bytes", "write_text"):
                    found.add(path.relative_to(ROOT).as_posix())
    assert found == set(WRITERS)
