"""Encrypting a ledger, killed at every write: strace sends SIGKILL at the chosen one, then the folder is looked at.

    python -m tools.kill_conversion --kills 64

Whatever is there then opens: the plain file as before, the encrypted one on this computer without a word, and on
another one with the code that was typed before. Needs strace.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WRITES = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "link", "linkat", "unlink")
KEY_ID, CODE = "5eed" * 8, bytes(range(16))


def main(argv: list[str]) -> int:
    """Kill that many times and say what came of it; status 1 when anything did not open."""
    if argv[:1] == ["child"]:
        return child(Path(argv[1]))
    parser = argparse.ArgumentParser(description="a conversion killed at every write")
    parser.add_argument("--kills", type=int, default=64)
    wanted = parser.parse_args(argv).kills
    found, total = trials(wanted)
    print(f"{len(found)} kills at {total} writes: {dict(Counter(found))}")
    return 1 if len(found) != min(wanted, total) or set(found) - {"plain", "encrypted"} else 0


def child(folder: Path) -> int:
    """Encrypt the ledger in a folder under the fixed key; the first line printed is where it begins."""
    from models import conversion, ledger_keys, vault

    with vault.open_ledger(folder / "支部.zbtz") as book:
        print("begin", flush=True)
        conversion.encrypt(book, ledger_keys.NewKey(KEY_ID, CODE, "2026-12-01"))
    return 0


def trials(kills: int) -> tuple[list[str], int]:
    """Return what each kill left (`plain`, `encrypted`, or what is wrong), and among how many writes they were."""
    with tempfile.TemporaryDirectory(prefix="kill-conversion-") as temporary:
        place = Path(temporary)
        whole = _prepared(place / "template")
        moments = _moments(place)
        chosen = _chosen(moments, kills)
        return [_killed(place, at, call, count, whole) for at, (call, count) in enumerate(chosen)], len(moments)


def _chosen(moments: list[tuple[str, int]], kills: int) -> list[tuple[str, int]]:
    """Return as many moments: pages written one after the other are most of them, so half are of the other calls."""
    pages = [one for one in moments if one[0] == "pwrite64"]
    others = [one for one in moments if one[0] != "pwrite64"]
    share = min(len(others), (kills + 1) // 2)
    return _spread(others, share) + _spread(pages, min(len(pages), kills - share))


def _spread(moments: list[tuple[str, int]], count: int) -> list[tuple[str, int]]:
    """Return so many of them, evenly, the last one among them."""
    return [moments[len(moments) * (at + 1) // count - 1] for at in range(count)]


def _prepared(folder: Path) -> str:
    from models import vault
    from tools.kill_phases import ACTOR, BRANCH, add_batch

    folder.mkdir()
    os.environ["ZBTZ_HOME"] = str(folder / "home")
    with vault.create_ledger(folder / "支部.zbtz", organization=BRANCH, actor=ACTOR).ledger as book:
        for _ in range(5):
            add_batch(book)
        return book.content_digest()


def _traced(folder: Path, *options: str) -> int:
    command = ["strace", "-f", "-qq", *options, sys.executable, "-m", "tools.kill_conversion", "child", str(folder)]
    environment = os.environ | {"ZBTZ_HOME": str(folder / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False).returncode


def _moments(place: Path) -> list[tuple[str, int]]:
    """Return every write of a conversion that is left alone, as call and how often it came until then."""
    log = place / "trace"
    shutil.copytree(place / "template", place / "counted")
    if _traced(place / "counted", "-e", f"trace={','.join(WRITES)}", "-o", str(log)) != 0:
        raise RuntimeError("the conversion does not run under strace")
    seen: Counter[str] = Counter()
    moments, begun = [], False
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        call = line.split("(")[0].split()[-1]
        if call in WRITES:
            seen[call] += 1
            if begun:
                moments.append((call, seen[call]))
            begun = begun or '"begin' in line
    return moments


def _killed(place: Path, at: int, call: str, count: int, whole: str) -> str:
    """Kill once and return what is there."""
    folder = place / f"{at}"
    shutil.copytree(place / "template", folder)
    _traced(folder, "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={count}", "-o", "/dev/null")
    try:
        return _left(folder, whole) or ("encrypted" if _encrypted(folder) else "plain")
    finally:
        shutil.rmtree(folder)


def _encrypted(folder: Path) -> bool:
    return not (folder / "支部.zbtz").read_bytes().startswith(b"SQLite format 3")


def _left(folder: Path, whole: str) -> str:
    from models import conversion, recovery_code, vault
    from models.errors import KnownError
    from models.ledger import Ledger

    path, code = folder / "支部.zbtz", recovery_code.format_code(CODE)

    def wrong(book: Ledger) -> str:
        with book:
            return "" if book.content_digest() == whole else "other content"

    try:
        if _encrypted(folder):
            (folder / "elsewhere").mkdir()
            shutil.copy(path, folder / "elsewhere")
            os.environ["ZBTZ_HOME"] = str(folder / "another")
            found = wrong(vault.open_ledger(folder / "elsewhere" / "支部.zbtz", recovery_code=code))
            if found:
                return f"by code: {found}"
        os.environ["ZBTZ_HOME"] = str(folder / "home")
        found = wrong(vault.open_ledger(path))
    except KnownError as error:
        return f"does not open: {error.code}"
    stays = [one.name for one in (*folder.glob("*.part*"), conversion.before_of(path)) if one.exists()]
    return found or (f"left over: {stays}" if stays else "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
