"""The program opens no network connection: neither Python nor the system sees one in the demonstration."""

import os
import shutil
import subprocess
import sys
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


def watched(*argv: str, home: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", _WATCHED, *argv],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"ZBTZ_HOME": str(home)},
        timeout=120,
    )


def test_the_watch_sees_a_socket(tmp_path: Path) -> None:
    done = watched("--prove", home=tmp_path)
    assert done.returncode == 99
    assert "socket.__new__" in done.stderr


def test_python_opens_no_socket_during_the_demonstration(tmp_path: Path) -> None:
    done = watched("demo", "--out", str(tmp_path / "out"), "--members", "12", "--no-window", "--json", home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "SEEN []" in done.stderr


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_the_system_sees_no_internet_socket_during_the_demonstration(tmp_path: Path) -> None:
    trace = tmp_path / "trace.txt"
    argv = [
        sys.executable,
        str(ROOT / "main.py"),
        "demo",
        "--out",
        str(tmp_path / "out"),
        "--members",
        "12",
        "--no-window",
        "--json",
    ]
    done = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=socket,openat", "-o", str(trace), *argv],
        capture_output=True,
        env=os.environ | {"ZBTZ_HOME": str(tmp_path)},
        timeout=120,
    )
    if not trace.exists() or "openat(" not in trace.read_text(encoding="utf-8", errors="replace"):
        pytest.skip("tracing is not permitted here")
    assert done.returncode in (0, 1), done.stderr.decode("utf-8", errors="replace")
    sockets = [line for line in trace.read_text(encoding="utf-8", errors="replace").splitlines() if "socket(" in line]
    assert [line for line in sockets if "AF_INET" in line] == []
