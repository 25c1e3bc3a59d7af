"""The program opens no network connection: neither Python nor the system sees one in the demonstration."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import resources

ROOT = resources.ROOT.parent

_WATCHED = """
import sys
seen = []
def hook(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.")) and event != "socket.gethostname":
        seen.append((event, repr(arguments)))
sys.addaudithook(hook)
if sys.argv[1] == "--prove":
    import socket
    socket.socket(socket.AF_INET).close()
else:
    import main
    status = main.main(sys.argv[1:])
    assert status in (0, 1), status
print("SEEN", seen, file=sys.stderr)
sys.exit(99 if seen else 0)
"""


@dataclass
class Watched:
    """A process that was watched, and the lines of the system's trace; None where tracing is not permitted."""

    done: "subprocess.CompletedProcess[str]"
    trace: list[str] | None = None


def watched(*argv: str, home: Path, before: tuple[str, ...] = ()) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*before, sys.executable, "-c", _WATCHED, *argv],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"ZBTZ_HOME": str(home)},
        timeout=120,
    )


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    """One demonstration, watched from inside and, where that is possible, from outside."""
    home = tmp_path_factory.mktemp("demo")
    demo, trace = ("demo", "--members", "12", "--no-window", "--json"), home / "trace.txt"
    if shutil.which("strace") is not None:
        strace = ("strace", "-f", "-qq", "-e", "trace=socket,openat", "-o", str(trace))
        done = watched(*demo, "--out", str(home / "traced"), home=home, before=strace)
        lines = trace.read_text(encoding="utf-8", errors="replace").splitlines() if trace.exists() else []
        if any("openat(" in line for line in lines):
            return Watched(done, lines)
    return Watched(watched(*demo, "--out", str(home / "out"), home=home))


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    done = watched("--prove", home=tmp_path)
    assert done.returncode == 99
    assert "socket.__new__" in done.stderr


def test_python_opens_no_socket_during_the_demonstration(demonstration: Watched) -> None:
    assert demonstration.done.returncode == 0, demonstration.done.stderr
    assert "SEEN []" in demonstration.done.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_system_sees_no_internet_socket_during_the_demonstration(demonstration: Watched) -> None:
    if demonstration.trace is None:
        pytest.skip("tracing is not permitted here")
    sockets = [line for line in demonstration.trace if "socket(" in line]
    assert [line for line in sockets if "AF_INET" in line] == []
