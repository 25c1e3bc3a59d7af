"""The environment of the program: made once, left alone while it fits, remade when half made."""

import sys
from pathlib import Path

import pytest

from tools import environment, system_libraries


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own whose lock file asks for nothing."""
    folder = tmp_path / ".venv"
    python = folder / environment.PYTHON.relative_to(environment.FOLDER)
    names = {"ROOT": tmp_path, "FOLDER": folder, "PYTHON": python, "LOCK": tmp_path / "requirements.lock"}
    names |= {"WHEELS": tmp_path / "wheels", "STAMP": folder / "set-up.stamp"}
    for name, path in names.items():
        monkeypatch.setattr(environment, name, path)
    environment.LOCK.write_text("# nothing\n", encoding="utf-8")
    return folder


def without_ensurepip(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Debian: the new environment gets no pip of its own, which is quick, and is filled by ours."""
    monkeypatch.setattr(environment, "_has", lambda module: module == "pip")


def test_made_once_then_left_alone_and_remade_when_half_made(
    small: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert environment.ensure() == ""
    assert environment.PYTHON.exists()
    ours = small / "ours"
    ours.touch()
    assert environment.ensure() == ""
    assert ours.exists(), "an environment that fits was made anew"
    environment.STAMP.unlink()
    without_ensurepip(monkeypatch)
    assert environment.ensure() == ""
    assert not ours.exists(), "a half-made environment was kept"
    assert environment.STAMP.exists()
    capfd.readouterr()


def test_a_changed_lock_file_asks_for_a_new_environment(small: Path) -> None:
    before = environment._stamp()
    environment.LOCK.write_text("# something else\n", encoding="utf-8")
    assert environment._stamp() != before


def test_incomplete_wheels_are_told_and_leave_no_stamp(
    small: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    without_ensurepip(monkeypatch)
    environment.LOCK.write_text(f"sqlite-utils==4.2.1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    environment.WHEELS.mkdir()
    (environment.WHEELS / "other-1.0-py3-none-any.whl").touch()
    assert "wheels" in environment.ensure()
    assert not environment.STAMP.exists()
    assert "不联网" in capfd.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems bring what Qt needs")
def test_the_libraries_that_qt_needs_are_here() -> None:
    assert system_libraries.ensure({"QT_QPA_PLATFORM": "offscreen"}) == ""
