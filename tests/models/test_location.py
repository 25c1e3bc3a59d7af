"""Places where a ledger in use must not lie, from texts that /proc/mounts really gives."""

from pathlib import Path

import pytest

from models import location
from models.errors import RefusedError, WorldError

MOUNTS = """\
sysfs /sys sysfs rw,nosuid 0 0
/dev/nvme0n1p2 / ext4 rw,relatime 0 0
/dev/sda1 /数据 ext4 rw 0 0
//server/public /mnt/公共 cifs rw,vers=3.0 0 0
nas:/volume1 /mnt/nas nfs4 rw 0 0
wang@host:/data /数据/王/远程 fuse.sshfs rw 0 0
host /mnt/nine 9p rw,trans=tcp 0 0
none /sandbox 9p rw,trans=fd,rfdno=4 0 0
/dev/sdb1 /media/wang/U\\040盘 vfat rw 0 0
/dev/sdb2 /media/wang/U\\040盘/里面 ext4 rw 0 0
tmpfs /media/wang/U\\040盘/内存 tmpfs rw 0 0
/dev/sdc1 /data xfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
garbage
"""
LINUX = location.Facts(lambda: MOUNTS, lambda device: device.startswith("/dev/sdb"))


def refusal(path: str, facts: location.Facts = LINUX) -> str:
    try:
        location.refuse_unfit(Path(path), facts)
    except RefusedError as error:
        assert "支部台账" in error.next_step()
        return error.code
    return ""


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/数据/王/文档/支部.zbtz", ""),
        ("/data/支部.zbtz", ""),
        ("/tmp/支部.zbtz", ""),
        ("/支部.zbtz", ""),
        ("/sandbox/支部.zbtz", ""),
        ("/mnt/公共/支部.zbtz", "place-network"),
        ("/mnt/公共二/支部.zbtz", ""),
        ("/mnt/nas/a/b/支部.zbtz", "place-network"),
        ("/mnt/nine/支部.zbtz", "place-network"),
        ("/数据/王/远程/支部.zbtz", "place-network"),
        ("/media/wang/U 盘/支部.zbtz", "place-removable"),
        ("/media/wang/U 盘/里面/支部.zbtz", "place-removable"),
        ("/media/wang/U 盘/内存/支部.zbtz", ""),
        ("/数据/王/OneDrive/支部.zbtz", "place-sync"),
        ("/数据/王/OneDrive - 某单位/文档/支部.zbtz", "place-sync"),
        ("/数据/王/坚果云/支部.zbtz", "place-sync"),
        ("/数据/王/我的坚果云/支部/支部.zbtz", "place-sync"),
        ("/数据/王/BaiduSyncdisk/支部.zbtz", "place-sync"),
        ("/数据/王/百度网盘同步空间/支部.zbtz", "place-sync"),
        ("/数据/王/Dropbox/支部.zbtz", "place-sync"),
        ("/数据/王/OneDrive.zbtz", ""),
        ("/数据/王/关于坚果云的说明/支部.zbtz", ""),
    ],
)
def test_places(path: str, code: str) -> None:
    assert refusal(path) == code


def test_a_system_that_stands_on_the_network_as_a_whole_is_accepted() -> None:
    facts = location.Facts(lambda: "server:/root / nfs4 rw 0 0\n", lambda _: True)
    assert refusal("/数据/王/支部.zbtz", facts) == ""


def test_without_any_facts_nothing_is_refused() -> None:
    assert refusal("/数据/王/支部.zbtz", location.Facts(lambda: "", lambda _: True)) == ""


@pytest.mark.parametrize(
    ("kind", "code"), [(2, "place-removable"), (3, ""), (4, "place-network"), (0, ""), (5, "")]
)
def test_windows_drives(kind: int, code: str) -> None:
    facts = location.Facts(lambda: MOUNTS, lambda _: False, lambda root: kind)
    assert refusal("/somewhere/支部.zbtz", facts) == code


def test_the_place_of_this_test_is_accepted(tmp_path: Path) -> None:
    """The real facts of this machine: a temporary folder on its own disk."""
    location.refuse_unfit(tmp_path / "支部.zbtz")


def test_a_link_does_not_hide_the_place(tmp_path: Path) -> None:
    (tmp_path / "网络").mkdir()
    (tmp_path / "近路").symlink_to(tmp_path / "网络")
    facts = location.Facts(lambda: f"nas:/x {tmp_path}/网络 nfs rw 0 0\n", lambda _: False)
    assert refusal(str(tmp_path / "近路" / "支部.zbtz"), facts) == "place-network"


@pytest.mark.parametrize(
    ("path", "away"),
    [
        ("/media/wang/U 盘/上报包.dyb", True),
        ("/media/wang/U 盘/里面/上报包.dyb", True),
        ("/文档/上报包.dyb", False),
        ("/mnt/nas/上报包.dyb", False),
        ("/data/上报包.dyb", False),
        ("/数据/上报包.dyb", False),
    ],
)
def test_only_what_can_be_taken_away_is_called_so(path: str, away: bool) -> None:
    assert location.is_removable(Path(path), LINUX) is away


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("/media/wang/U 盘/名册.pdf", False),
        ("/media/wang/U 盘/新文件夹/名册.pdf", False),
        ("/media/wang/另一个/名册.pdf", True),
        ("/media/名册.pdf", True),
        ("/run/media/wang/U盘/名册.pdf", True),
        ("/mnt/没有挂/名册.pdf", False),
        ("/数据/media/名册.pdf", False),
    ],
)
def test_where_a_stick_belongs_and_none_is_in_nothing_is_written(path: str, gone: bool) -> None:
    try:
        location.refuse_gone(Path(path), LINUX)
    except WorldError as error:
        assert (gone, error.code, "U盘" in error.next_step()) == (True, "medium-gone", True)
        return
    assert not gone


def test_where_nobody_says_what_is_mounted_no_stick_is_called_gone() -> None:
    location.refuse_gone(Path("/media/wang/U 盘/名册.pdf"), location.Facts(lambda: "", lambda _: False))
