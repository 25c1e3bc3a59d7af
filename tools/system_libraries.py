"""The shared libraries that Qt needs from a Linux system: the name the loader knows, and Debian's package.

Qt's own message names the wrong library ("xcb-cursor0 is needed") whenever any of them is absent, hence this
list: the NEEDED entries of PySide6-Essentials 6.9's libraries and platform plugins. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys

INSTALL = ("apt-get", "install", "-y", "--no-install-recommends")
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


# What the tests look at files and system calls with; a test that cannot find its program is skipped by name.
PROGRAMS = {
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdftotext": "poppler-utils",
    "qpdf": "qpdf",
    "strace": "strace",
}


def ensure(environment: dict[str, str], *, with_programs: bool = False) -> str:
    """Install what Qt lacks for this kind of screen; "" when all is there, else what the user must do.

    with_programs: also what the tests use, but a user who may not install goes on without those.
    """
    if not sys.platform.startswith("linux"):
        return ""
    absent = _absent(environment)
    packages = {package for _, package in absent}
    wanted = {package for name, package in PROGRAMS.items() if with_programs and not shutil.which(name)}
    if not packages | wanted:
        return ""
    if not shutil.which("apt-get"):
        names = " ".join(name for name, _ in absent)
        return f"系统缺少这些库，请用系统的软件管理器安装后再试：{names}" if absent else ""
    if os.geteuid() != 0:
        return _told(packages, wanted)
    return _installed(environment, sorted(packages | wanted))


def _command(packages: set[str]) -> str:
    return "sudo " + " ".join([*INSTALL, *sorted(packages)])


def _told(packages: set[str], wanted: set[str]) -> str:
    if packages:
        return f"系统缺少 Qt 需要的库。请先运行下面这一行，再重新来一次：\n    {_command(packages | wanted)}"
    print(f"少了几个检查用的程序，用到它们的测试会跳过。想补齐时运行：\n    {_command(wanted)}", flush=True)
    return ""


def _installed(environment: dict[str, str], packages: list[str]) -> str:
    print("正在安装系统软件包：" + " ".join(packages), flush=True)
    trouble = _apt_install([*INSTALL, *packages])
    left = sorted(name for name, _ in _absent(environment))
    if not left:
        return ""
    told = f"系统软件包没有装上，仍然缺少：{' '.join(left)}"
    return f"{told}\n{trouble}\n请检查网络后再运行一次。" if trouble else told


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
