"""Make the program's fonts once: resources/fonts/*.ttf, and a copy in the user's cache for other checkouts.

    python tools/fonts.py             song.ttf and hei.ttf from the package in the lock file
    python tools/fonts.py --extras    also fang.ttf, title.ttf and kai.ttf where apt (or wheels/) has them

Runs in the program's own environment (it needs fontTools); what dev.py asks of it is standard library alone.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"
RECORD = FONTS / "fonts.json"
# Part of every cache key: raise it when truetype.py makes other bytes from the same source.
RECIPE = 1

BASE = {"song.ttf": "NotoSerifSC-Regular.otf", "hei.ttf": "NotoSansSC-Regular.otf"}
EXTRAS = {
    "fang.ttf": "FandolFang-Regular.otf",
    "title.ttf": "FandolSong-Bold.otf",
    "kai.ttf": "FandolKai-Regular.otf",
}
EXTRAS_PACKAGE = "texlive-lang-chinese"
EXTRAS_LICENCES = {"README": "Fandol-README.txt", "COPYING.gz": "Fandol-COPYING.gz"}


@dataclass(frozen=True, slots=True)
class Job:
    """One font to be made: the file's name, and the bytes it is made from."""

    name: str
    source: bytes

    @property
    def key(self) -> str:
        """Digest of the source and of the recipe: equal keys mean equal fonts."""
        return hashlib.sha256(b"%d\n" % RECIPE + self.source).hexdigest()


class Unavailable(Exception):
    """The optional fonts cannot be had here; the message says why, in Chinese."""


def missing(names: dict[str, str] = BASE) -> list[str]:
    """Names of the fonts that are not there, or not of the recorded size or recipe."""
    made = record().get("fonts", {})
    return [name for name in names if not _intact(FONTS / name, made.get(name))]


def record() -> dict[str, Any]:
    """What was made, and what came of the optional fonts; empty when nothing was made yet."""
    try:
        kept = json.loads(RECORD.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return dict(kept) if kept.get("recipe") == RECIPE else {}


def _intact(path: Path, note: dict[str, int] | None) -> bool:
    return note is not None and path.is_file() and path.stat().st_size == note["size"]


def cache_folder() -> Path:
    """Where this user keeps finished fonts between checkouts."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "zhibu-taizhang" / "fonts"


def from_cache(job: Job, target: Path) -> bool:
    """Copy the finished font out of the cache if it is there and its digest is right; say whether."""
    kept = cache_folder() / f"{job.key}.ttf"
    try:
        data = kept.read_bytes()
        right = kept.with_suffix(".sha256").read_text(encoding="ascii")
    except OSError:
        return False
    if hashlib.sha256(data).hexdigest() != right:
        return False
    _replace(target, data)
    return True


def to_cache(job: Job, made: Path) -> None:
    """Keep a finished font for the next checkout; a cache that cannot be written is no fault."""
    kept = cache_folder() / f"{job.key}.ttf"
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        data = made.read_bytes()
        _replace(kept, data)
        _replace(kept.with_suffix(".sha256"), hashlib.sha256(data).hexdigest().encode("ascii"))
    except OSError as error:
        print(f"字体缓存写不进 {kept.parent}（{error.strerror}），不影响使用。")


def _replace(target: Path, data: bytes) -> None:
    part = target.with_name(target.name + ".part")
    part.write_bytes(data)
    part.replace(target)


def make(jobs: list[Job]) -> None:
    """Write every font of `jobs` into resources/fonts: from the cache, otherwise converted, two at a time."""
    FONTS.mkdir(parents=True, exist_ok=True)
    todo = [job for job in jobs if not from_cache(job, FONTS / job.name)]
    if todo:
        names = "、".join(job.name for job in todo)
        print(f"正在转换字体（每台电脑只需一次，约半分钟）：{names}", flush=True)
        # Threads that wait for processes: a pool of processes needs /dev/shm, which not every system grants.
        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(_convert, todo))
        for job in todo:
            to_cache(job, FONTS / job.name)
    kept = record()
    fonts = kept.get("fonts", {})
    for job in jobs:
        fonts[job.name] = {"size": (FONTS / job.name).stat().st_size, "key": job.key}
    _write_record(kept | {"fonts": fonts})


def _write_record(kept: dict[str, Any]) -> None:
    text = json.dumps(kept | {"recipe": RECIPE}, ensure_ascii=False, indent=1, sort_keys=True)
    _replace(RECORD, text.encode("utf-8"))


def _convert(job: Job) -> None:
    with tempfile.TemporaryDirectory(dir=FONTS) as folder:
        source, target = Path(folder) / "source.otf", Path(folder) / job.name
        source.write_bytes(job.source)
        converter = Path(__file__).with_name("truetype.py")
        subprocess.run([sys.executable, str(converter), str(source), str(target)], check=True)
        target.replace(FONTS / job.name)


def make_base() -> None:
    """Song and Hei, and their licence, from the package `pylopdf-fonts-zh-cn`."""
    from importlib.metadata import distribution

    package = distribution("pylopdf-fonts-zh-cn")
    files = {Path(str(item)).name: Path(str(package.locate_file(item))) for item in package.files or ()}
    make([Job(name, files[source].read_bytes()) for name, source in BASE.items()])
    _replace(FONTS / "Noto-OFL.txt", files["LICENSE"].read_bytes())


def make_extras() -> None:
    """FangSong, title and Kai from Debian's package; raises `Unavailable` with the reason."""
    try:
        members = _unpack(_fetch(), {*EXTRAS.values(), *EXTRAS_LICENCES})
    except Unavailable as error:
        _write_record(record() | {"extras": str(error)})
        raise
    make([Job(name, members[source]) for name, source in EXTRAS.items()])
    for source, name in EXTRAS_LICENCES.items():
        _replace(FONTS / name, members[source])
    _write_record(record() | {"extras": "made"})


def _fetch() -> bytes:
    """The bytes of the Debian package: out of wheels/, otherwise by apt, which checks its signature."""
    kept = sorted((ROOT / "wheels").glob(f"{EXTRAS_PACKAGE}_*.deb"))
    if kept:
        return kept[-1].read_bytes()
    if not shutil.which("apt-get"):
        raise Unavailable("这台电脑没有 apt")
    with tempfile.TemporaryDirectory() as folder:
        command = ["apt-get", "download", "-q", "-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=15"]
        if os.geteuid() == 0:
            command += ["-o", "APT::Sandbox::User=root"]
        try:
            run = subprocess.run([*command, EXTRAS_PACKAGE], cwd=folder, capture_output=True, timeout=600)
        except subprocess.TimeoutExpired:
            raise Unavailable("下载太慢") from None
        found = list(Path(folder).glob("*.deb"))
        if run.returncode or not found:
            raise Unavailable(f"apt 下载不到 {EXTRAS_PACKAGE}")
        return found[0].read_bytes()


def _unpack(package: bytes, names: set[str]) -> dict[str, bytes]:
    """The named files inside a Debian package (an `ar` archive with a `data.tar` in it)."""
    position = 8
    while position < len(package):
        name = package[position : position + 16].decode("ascii").strip().rstrip("/")
        size = int(package[position + 48 : position + 58])
        body = package[position + 60 : position + 60 + size]
        if name.startswith("data.tar"):
            return _members(body, names)
        position += 60 + size + size % 2
    raise Unavailable(f"{EXTRAS_PACKAGE} 里没有字体")


def _members(archive: bytes, names: set[str]) -> dict[str, bytes]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as data:
        for member in data:
            path = Path(member.name)
            if path.name in names and path.parent.name == "fandol" and (file := data.extractfile(member)):
                found[path.name] = file.read()
    if names - found.keys():
        raise Unavailable(f"{EXTRAS_PACKAGE} 里缺少 " + "、".join(sorted(names - found.keys())))
    return found


def main(arguments: list[str]) -> int:
    """Make what is missing; a missing optional font is told in one line and is no failure."""
    if missing():
        make_base()
    if "--extras" in arguments and missing(EXTRAS):
        try:
            make_extras()
        except Unavailable as error:
            print(f"仿宋、小标宋、楷体没有装上（{error}），打印时用宋体代替。以后可运行 make fonts 再试。")
        else:
            print("仿宋、小标宋、楷体已备好。")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
