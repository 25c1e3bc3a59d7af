"""Files appear whole or not at all."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from models import files
from models.errors import WorldError
from tests.models.conftest import tree
from tests.models.test_ledger import full_disk


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    files.write_file(tmp_path / "回执.txt", b"first")
    files.write_file(tmp_path / "回执.txt", b"second")
    assert tree(tmp_path) == {"回执.txt": b"second"}


@pytest.mark.skipif(os.name == "nt", reason="permissions of this kind are not Windows'")
def test_a_private_file_is_private_from_its_first_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    honest = files.put_in_place

    def look(part: Path, path: Path) -> None:
        seen.append(stat.S_IMODE(part.stat().st_mode))
        honest(part, path)

    monkeypatch.setattr(files, "put_in_place", look)
    files.write_file(tmp_path / "钥匙", b"secret", private=True)
    assert [*seen, stat.S_IMODE((tmp_path / "钥匙").stat().st_mode)] == [0o600, 0o600]


@pytest.mark.skipif(os.name == "nt", reason="no such files on Windows")
def test_what_is_no_file_is_never_replaced(tmp_path: Path) -> None:
    """Run by an administrator, a print to /dev/null would else make a plain file of it for the whole machine."""
    pipe, folder = tmp_path / "管道", tmp_path / "文件夹"
    os.mkfifo(pipe)
    folder.mkdir()
    for path, code in ((pipe, "is-a-device"), (folder, "is-a-folder")):
        with pytest.raises(WorldError) as caught:
            files.write_file(path, b"x")
        assert caught.value.code == code
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["文件夹", "管道"]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    files.write_file(tmp_path / "x", b"old")
    with full_disk(1000), pytest.raises(WorldError) as caught:
        files.write_file(tmp_path / "x", bytes(5000))
    assert caught.value.code == "disk-full"
    assert tree(tmp_path) == {"x": b"old"}


def test_what_reads_back_differently_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stick that lies about its size: what comes back is not what was written."""
    files.write_file(tmp_path / "x", b"old")
    honest = os.fsync

    def lying(descriptor: int) -> None:
        os.pwrite(descriptor, b"#", 0)
        honest(descriptor)

    monkeypatch.setattr(os, "fsync", lying)
    with pytest.raises(WorldError) as caught:
        files.write_file(tmp_path / "x", b"new")
    assert caught.value.code == "read-back-differs"
    assert tree(tmp_path) == {"x": b"old"}


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "没有" / "x", "file-missing"),
        (lambda folder: folder / ("长" * 100), "name-too-long"),
    ],
)
def test_the_fault_is_named(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    with pytest.raises(WorldError) as caught:
        files.write_file(make(tmp_path), b"x")
    assert caught.value.code == code
    assert tree(tmp_path) == {}


def test_setting_aside_never_overwrites(tmp_path: Path) -> None:
    assert files.set_aside(tmp_path / "x", "1") is None
    for content in (b"a", b"b", b"c"):
        (tmp_path / "x").write_bytes(content)
        files.set_aside(tmp_path / "x", "今天")
    assert tree(tmp_path) == {"x.旧-今天": b"a", "x.旧-今天-2": b"b", "x.旧-今天-3": b"c"}
