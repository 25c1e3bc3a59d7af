"""The program's own Python environment, `.venv`, exactly as requirements.lock says. Standard library only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements.lock"
WHEELS = ROOT / "wheels"
# Written last: an environment without it, or with another text in it, is half made or outdated.
STAMP = FOLDER / "set-up.stamp"


def ensure() -> str:
    """Make or remake the environment where needed; "" when it is ready, else what the user must do."""
    stamp = _stamp()
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == stamp and PYTHON.exists():
        return ""
    if Path(sys.prefix) == FOLDER:
        return "运行环境需要更新。请先退出它（deactivate），再运行一次。"
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    trouble = _make() or _install()
    if not trouble:
        STAMP.write_text(stamp, encoding="ascii")
    return trouble


def _stamp() -> str:
    parts = [hashlib.sha256(LOCK.read_bytes()).hexdigest(), sys.version, sys.base_prefix, str(FOLDER)]
    # A path in another encoding than the locale's has characters that UTF-8 refuses.
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def _has(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode == 0


def _make() -> str:
    """An environment with pip, or without where Debian keeps ensurepip in a package of its own."""
    with_pip = _has("ensurepip")
    if not with_pip and not _has("pip"):
        return "这台电脑的 Python 没有 pip。请先运行：\n    sudo apt-get install -y python3-pip"
    print("正在准备运行环境 .venv（首次需要几分钟，取决于网速）…", flush=True)
    command = [sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), str(FOLDER)]
    if subprocess.run(command).returncode:
        return "建不了运行环境。请先运行：\n    sudo apt-get install -y python3-venv"
    return ""


def _install() -> str:
    """Everything in the lock file, from wheels/ alone where that folder has packages."""
    inner = subprocess.run([str(PYTHON), "-m", "pip", "--version"], capture_output=True).returncode == 0
    pip = [str(PYTHON), "-m", "pip"] if inner else [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    options = ["--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    if not sys.stdout.isatty():
        options += ["--quiet", "--quiet"]
    offline = any(WHEELS.glob("*.whl"))
    if offline:
        print("使用 wheels 文件夹里的安装包，不联网。", flush=True)
        options += ["--no-index", "--find-links", str(WHEELS)]
    if subprocess.run([*pip, "install", *options, "-r", str(LOCK)], cwd=ROOT).returncode == 0:
        return ""
    if offline:
        return "wheels 文件夹里的安装包不全，或不是给这个 Python 版本的。请按 README 重新准备后再试。"
    return "安装包没有下载完整。请检查网络后再运行一次；没有网络时，请按 README 准备 wheels 文件夹。"
