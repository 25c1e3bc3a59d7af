"""The shared libraries that Qt needs from a Linux system: the name the loader knows, and Debian's package.

Qt's own message names the wrong library ("xcb-cursor0 is needed") whenever any of them is absent, hence this
list: the NEEDED entries of PySide6-Essentials 6.9's libraries and platform plugins. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shlex
import shutil
import subprocess
import sys

# Needed even without a display.
OFFSCREEN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libzstd.so.1": "libzstd1",
    "libz.so.1": "zlib1g",
}
X11 = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}


def ensure(environment: dict[str, str]) -> str:
    """Install what Qt lacks for this kind of screen; "" when all is there, else what the user must do."""
    if not sys.platform.startswith("linux"):
        return ""
    absent = _absent(environment)
    if not absent:
        return ""
    packages = sorted({package for _, package in absent})
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if not shutil.which("apt-get"):
        return "系统缺少这些库，请用系统的软件管理器安装后再试：" + " ".join(name for name, _ in absent)
    if os.geteuid() != 0:
        return f"系统缺少 Qt 需要的库。请先运行下面这一行，再重新来一次：\n    sudo {shlex.join(command)}"
    print("正在安装系统库：" + " ".join(packages), flush=True)
    trouble = _apt_install(command)
    if trouble:
        return f"系统库没有装上：{trouble}\n请检查网络后运行：\n    " + " ".join(command)
    left = sorted(name for name, _ in _absent(environment))
    return "装好软件包后仍然缺少：" + " ".join(left) if left else ""


def _absent(environment: dict[str, str]) -> list[tuple[str, str]]:
    wanted = dict(OFFSCREEN)
    if environment.get("QT_QPA_PLATFORM") != "offscreen":
        wanted.update(X11 if environment.get("DISPLAY") else {})
        wanted.update(WAYLAND if environment.get("WAYLAND_DISPLAY") else {})
    return [(name, package) for name, package in wanted.items() if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _apt_install(command: list[str]) -> str:
    """Run apt, once more with fresh package lists when it failed; "" or the last line of its complaint."""
    run = _quietly(command)
    if run.returncode:
        _quietly(["apt-get", "update", "-q"])
        run = _quietly(command)
    return (run.stderr.strip() or "apt-get").splitlines()[-1] if run.returncode else ""


def _quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
