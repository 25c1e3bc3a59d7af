"""Where a ledger in use may lie: a fixed disk, not the network, a stick or a synchronised folder.

Locks and syncs cannot be relied upon there, and synchronising programs carry half-written files away. Backups
and packages may lie anywhere.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.errors import RefusedError, WorldError

_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "glusterfs", "davfs"} | {
    f"fuse.{kind}" for kind in ("sshfs", "rclone", "davfs2", "glusterfs", "gvfsd-fuse", "curlftpfs", "smbnetfs")
}

# The folder that each program makes, as it appears in a path.
_SYNC_FOLDERS = {
    "onedrive": "OneDrive",
    "nutstore": "坚果云",
    "nutstorefiles": "坚果云",
    "我的坚果云": "坚果云",
    "坚果云": "坚果云",
    "baidusyncdisk": "百度网盘同步空间",
    "百度网盘同步空间": "百度网盘同步空间",
    "baidunetdisk": "百度网盘",
    "baidunetdiskdownload": "百度网盘",
    "百度网盘": "百度网盘",
    "百度云同步盘": "百度网盘",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "weiyun": "微云",
    "微云同步助手": "微云",
    "微云": "微云",
    "阿里云盘": "阿里云盘",
    "wps cloud files": "WPS 云文档",
    "wpsdrive": "WPS 云文档",
    "wps云盘": "WPS 云文档",
}
_SYNC_STARTS = {"onedrive -": "OneDrive", "onedrive-": "OneDrive", "dropbox (": "Dropbox"}

_STICK_PLACES = (Path("/media"), Path("/run/media"))
"""Where Linux shows sticks and cards; a folder there that no disk covers is what a stick left behind."""

_DRIVE_REMOVABLE, _DRIVE_REMOTE = 2, 4
"""What Windows' GetDriveTypeW answers (documented by Microsoft; not tried on Windows here)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the system says about its disks; injected in tests.

    mounts: text of /proc/mounts. on_stick: whether a device (`/dev/sdb1`) is removable. drive_type:
    GetDriveTypeW for a root.
    """

    mounts: Callable[[], str]
    on_stick: Callable[[str], bool]
    drive_type: Callable[[str], int] | None = None


def refuse_unfit(path: Path, facts: Facts | None = None) -> None:
    """Refuse a place for a ledger in use.

    Raises RefusedError: "place-network", "place-removable", "place-sync" with the folder to copy it to
    instead.
    """
    facts = facts or _system()
    full = Path(os.path.realpath(path))
    better = str(Path.home() / "支部台账" / path.name)
    service = sync_service(full)
    if service:
        raise RefusedError("place-sync", path=str(path), service=service, better=better)
    kind = _windows_kind(full, facts.drive_type) if facts.drive_type else _mount_kind(full, facts)
    if kind:
        raise RefusedError(f"place-{kind}", path=str(path), better=better)


def is_removable(path: Path, facts: Facts | None = None) -> bool:
    """Tell whether a file lies on a stick or another disk that is taken away."""
    facts = facts or _system()
    full = Path(os.path.realpath(path))
    kind = _windows_kind(full, facts.drive_type) if facts.drive_type else _mount_kind(full, facts)
    return kind == "removable"


def refuse_gone(path: Path, facts: Facts | None = None) -> None:
    """Refuse to write where a stick belongs and none is in: the file would land on this computer, under its name.

    Raises WorldError("medium-gone").
    """
    full = Path(os.path.realpath(path))
    if not any(place in (full, *full.parents) for place in _STICK_PLACES):
        return
    mounts = (facts or _system()).mounts()
    point = Path(_mount_of(full, mounts)[0])
    if mounts and not any(place in (point, *point.parents) for place in _STICK_PLACES):
        raise WorldError("medium-gone", path=str(path))


def sync_service(path: Path) -> str:
    """Return the synchronising program that keeps a folder of this path, or an empty text."""
    for part in path.parts[:-1]:
        name = part.lower()
        if name in _SYNC_FOLDERS:
            return _SYNC_FOLDERS[name]
        for start, service in _SYNC_STARTS.items():
            if name.startswith(start):
                return service
    return ""


def _mount_kind(path: Path, facts: Facts) -> str:
    """Return `network` or `removable` for the file system that holds a path, else an empty text."""
    point, device, kind, options = _mount_of(path, facts.mounts())
    # Where the whole system stands on the network (a thin client, a sandbox) there is no other place to
    # offer.
    if point in ("", "/"):
        return ""
    if kind in _NETWORK_TYPES or (kind == "9p" and "trans=fd" not in options and "trans=virtio" not in options):
        return "network"
    return "removable" if device.startswith("/dev/") and facts.on_stick(_unescaped(device)) else ""


def _mount_of(path: Path, mounts: str) -> tuple[str, str, str, str]:
    """Return mount point, device, file system and options of what holds a path; empty texts where nobody says."""
    found = ("", "", "", "")
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 4:
            continue
        point = _unescaped(fields[1])
        inside = point == "/" or path == Path(point) or Path(point) in path.parents
        # A later line covers an earlier one at the same place.
        if inside and len(point) >= len(found[0]):
            found = (point, fields[0], fields[2], fields[3])
    return found


def _unescaped(field: str) -> str:
    """Undo the octal escapes of /proc/mounts (blank, tab, newline, backslash)."""
    for code, character in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(code, character)
    return field


def _windows_kind(path: Path, drive_type: Callable[[str], int]) -> str:
    if path.drive.startswith("\\\\"):
        return "network"
    return {_DRIVE_REMOVABLE: "removable", _DRIVE_REMOTE: "network"}.get(drive_type(path.anchor), "")


def _system() -> Facts:
    if sys.platform == "win32":
        import ctypes

        return Facts(lambda: "", lambda _: False, lambda root: int(ctypes.windll.kernel32.GetDriveTypeW(root)))
    return Facts(_mounts, _on_stick)


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        # No such file (another Unix): nothing is known, nothing is refused.
        return ""


def _on_stick(device: str) -> bool:
    """Tell from /sys whether the disk of a partition is removable or hangs on USB."""
    try:
        disk = Path("/sys/class/block", Path(os.path.realpath(device)).name).resolve(strict=True)
    except OSError:
        return False
    whole = disk if (disk / "removable").is_file() else disk.parent
    try:
        removable = (whole / "removable").read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False
    return removable or any(part.startswith("usb") for part in whole.parts)
