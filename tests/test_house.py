"""The house itself: lock file against setup.cfg, what is committed, what the README promises."""

import ast
import configparser
import os
import re
import subprocess
import sys
from importlib import metadata
from itertools import product
from pathlib import Path

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CONFIG = configparser.ConfigParser()
CONFIG.read(ROOT / "setup.cfg", encoding="utf-8")


def wanted() -> list[Requirement]:
    blocks = [CONFIG["options"]["install_requires"], *CONFIG["options.extras_require"].values()]
    return [Requirement(line) for block in blocks for line in block.splitlines() if line]


def pins() -> dict[str, str]:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def tracked() -> list[Path]:
    """Every committed or staged file that is still there; git gives Chinese names unquoted with -z."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    paths = (ROOT / name for name in listing.stdout.decode("utf-8").split("\0") if name)
    return [path for path in paths if path.is_file()]


def python_files() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


@pytest.mark.parametrize("requirement", wanted(), ids=lambda requirement: requirement.name)
def test_the_lock_file_pins_what_setup_cfg_wants(requirement: Requirement) -> None:
    pinned = pins().get(canonicalize_name(requirement.name))
    assert pinned is not None, f"{requirement.name} is not in requirements.lock: run tools/lock.py"
    assert requirement.specifier.contains(pinned), f"{requirement} but {pinned} is pinned: run tools/lock.py"


def test_every_pin_has_digests() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins())
    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


VERSIONS = ("3.11", "3.12", "3.13")
PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "windows": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}


@pytest.mark.parametrize(("platform", "version"), list(product(PLATFORMS, VERSIONS)))
def test_nothing_is_missing_from_the_lock_file(platform: str, version: str) -> None:
    there = {**default_environment(), **PLATFORMS[platform], "python_version": version}
    there |= {"python_full_version": f"{version}.0", "extra": ""}
    absent = {
        f"{name} needs {need}"
        for name in pins()
        for need in map(Requirement, metadata.requires(name) or ())
        if need.marker is None or need.marker.evaluate(there)
        if canonicalize_name(need.name) not in pins()
    }
    assert absent == set()


@pytest.mark.parametrize("name", sorted(pins()))
def test_what_is_installed_is_what_is_pinned(name: str) -> None:
    assert metadata.version(name) == pins()[name]


def test_qt_is_a_version_that_python_3_11_survives() -> None:
    # 6.12 loses references to None and aborts there; 6.10 needs a newer glibc than the offices' systems have.
    import PySide6

    assert SpecifierSet(">=6.8.3,<6.10").contains(PySide6.__version__)


def test_the_version_of_python_is_one_we_name() -> None:
    assert SpecifierSet(CONFIG["options"]["python_requires"]).contains(
        ".".join(map(str, sys.version_info[:3]))
    )


# Written in pieces, so that this file does not find itself.
PRIVATE = re.compile(
    "|".join(
        (
            "pypi" + r"\.org",
            "python" + r"hosted\.org",
            "--(?:extra-)?index" + "-url[= ]",
            "file:///(?:opt|home|root|srv)",
            r"(?<![\w.])/(?:root|work|home)/" + r"\w",
            "[A-Z]:" + r"\\Users\\\w",
        )
    )
)


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_committed() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        if "\0" not in text:
            found += [f"{path.relative_to(ROOT)}: {match.group()}" for match in PRIVATE.finditer(text)]
    assert found == []


def test_what_code_refers_to_is_here() -> None:
    """A paper that lies elsewhere says nothing to who reads the code; what M49 and Q17 are stands in docs/来源.md."""
    told = (ROOT / "docs" / "来源.md").read_text(encoding="utf-8")
    known, here = set(re.findall(r"^\| ([MQ]\d+) \|", told, re.MULTILINE)), {path.name for path in tracked()}
    for path in tracked():
        if path.suffix not in (".py", ".toml") or "data" in path.relative_to(ROOT).parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"(?<![\w-])[MQ]\d{2,3}(?!\w)", text)) <= known, path.name
        papers = set(re.findall(r"[\w-]+\.md\b", text)) - {"README.md"}
        assert papers <= here, (path.name, papers - here)


def test_every_python_file_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


SET_UP = ("dev.py", "environment.py", "system_libraries.py", "fonts.py")


@pytest.mark.parametrize("name", SET_UP)
def test_set_up_needs_nothing_but_python(name: str) -> None:
    known = sys.stdlib_module_names | {Path(other).stem for other in SET_UP}
    names = set()
    for node in ast.walk(ast.parse((ROOT / "tools" / name).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").partition(".")[0])
    assert names - known == set()


def test_make_only_calls_the_script() -> None:
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("\t")] == ["\t@$(PYTHON) tools/dev.py $@ $(ARGS)"]


def test_ci_calls_make_test_and_can_be_run() -> None:
    path = ROOT / ".ci" / "run"
    assert "make test" in path.read_text(encoding="utf-8")
    if os.name == "posix":
        assert os.access(path, os.X_OK)


@pytest.mark.parametrize(
    "command", ["make run", "make test", r"py tools\dev.py run", r"py tools\dev.py test", "wheels"]
)
def test_the_readme_names(command: str) -> None:
    assert command in (ROOT / "README.md").read_text(encoding="utf-8")


def test_an_unknown_target_is_refused_with_the_known_ones() -> None:
    run = subprocess.run(
        [sys.executable, "tools/dev.py", "fly"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    assert run.returncode == 2
    assert "run|test|lint" in run.stdout
