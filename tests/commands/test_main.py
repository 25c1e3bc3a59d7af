"""main.py as people start it: a process of its own, any locale, with and without a display."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import main
import resources

ROOT = resources.ROOT.parent


def start(*argv: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR")}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *argv],
        capture_output=True,
        env=kept | environment,
        timeout=60,
    )


def test_output_is_utf8_in_the_c_locale(tmp_path: Path) -> None:
    done = start(
        "nonsense",
        "--json",
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        ZBTZ_HOME=str(tmp_path),
    )
    assert done.returncode == 2
    assert "没有“nonsense”这个命令" in json.loads(done.stdout.decode("utf-8"))["error"]["what"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has sessions without a display")
def test_without_a_display_it_says_so(tmp_path: Path) -> None:
    done = start(ZBTZ_HOME=str(tmp_path))
    assert done.returncode == 3
    assert "没有图形桌面" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr


@pytest.mark.logs
def test_a_fault_of_ours_is_status_70_and_names_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(argv: list[str], **options: object) -> int:
        raise ZeroDivisionError("on purpose")

    monkeypatch.setenv("ZBTZ_HOME", str(tmp_path))
    monkeypatch.setattr("commands.run", broken)
    assert main.main(["members", "--json"]) == 70
    told = capsys.readouterr()
    error = json.loads(told.out)["error"]
    assert error["code"] == "our-fault"
    log = Path(error["where"])
    assert log.is_relative_to(tmp_path)
    assert "ZeroDivisionError: on purpose" in log.read_text(encoding="utf-8")
    assert "Traceback" not in told.err


def test_the_log_goes_elsewhere_when_the_state_folder_cannot_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("ZBTZ_HOME", str(blocked))
    assert main.log_path().parent.is_dir()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has sessions without a display")
def test_a_display_where_nobody_listens_is_no_display(tmp_path: Path) -> None:
    done = start(DISPLAY=":7654", ZBTZ_HOME=str(tmp_path))
    assert done.returncode == 3
    assert ":7654" in done.stderr.decode("utf-8")


@pytest.mark.parametrize("argv", [[], ["支部.zbtz"]])
def test_without_a_verb_or_with_a_ledger_the_window_opens(argv: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from gui import application

    opened: list[list[str]] = []

    def note(arguments: list[str]) -> int:
        opened.append(arguments)
        return 0

    monkeypatch.setattr(application, "main", note)
    assert main.main(argv) == 0
    assert opened == [argv]


def test_a_missing_part_of_qt_is_a_sentence_but_a_fault_of_ours_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import gui

    monkeypatch.delattr(gui, "application", raising=False)
    monkeypatch.delitem(sys.modules, "gui.application", raising=False)
    monkeypatch.setitem(sys.modules, "PySide6.QtWidgets", None)
    assert main.main([]) == 3
    assert "窗口所需的组件没有装好" in capsys.readouterr().err


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "--help"],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=os.environ | {"ZBTZ_HOME": str(tmp_path)},
        timeout=60,
    )
    os.close(writing)
    assert done.returncode == 0
    assert done.stderr == b""
