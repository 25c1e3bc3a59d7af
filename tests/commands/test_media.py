"""Every verb that writes a file, where the medium is gone, full or no folder, before it begins and in the middle."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import commands
from models import key_store, member, vault
from tests.commands.conftest import BRANCH, Verb
from tests.models.conftest import tree
from tests.models.test_ledger import full_disk

Line = Callable[[Path, Path], tuple[object, ...]]
COMMITTEE = "中共云栖市柳溪街道委员会"

LINES: dict[str, Line] = {
    "new": lambda _, to: ("new", "--ledger", to / "新.zbtz", "--organisation", BRANCH),
    "restore": lambda home, to: ("restore", home / "一份.dybak", "--to", to / "恢复.zbtz"),
    "backup": lambda home, to: ("backup", "--ledger", home / "支部.zbtz", "--to", to),
    "pack": lambda home, to: ("pack", "--ledger", home / "支部.zbtz", "--to", to),
    "invite": lambda home, to: ("register", "invite", "--ledger", home / "党委.zbtz", "--name", "二支部", "--to", to),
    "join": lambda home, to: (
        *("register", "join", "--ledger", home / "支部.zbtz", home / "接入.dyb"),
        *("--code-file", home / "code.txt", "--to", to),
    ),
    "receipt": lambda home, to: ("receipt", "make", "--ledger", home / "党委.zbtz", home / "一个.dyb", "--to", to),
    "pdf": lambda home, to: ("print", "member_roster", "--ledger", home / "支部.zbtz", "--out", to / "名册.pdf"),
    "xlsx": lambda home, to: ("print", "member_roster", "--ledger", home / "支部.zbtz", "--out", to / "名册.xlsx"),
    "sheet": lambda home, to: ("sheet", "--ledger", home / "支部.zbtz", "--out", to / "恢复码.pdf"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A branch and a committee that know each other, a backup, a package and an invitation; to copy from."""
    home = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(key_store.HOME_VARIABLE, str(home / "这台电脑"))

        def done(*argv: object) -> dict[str, str]:
            with (home / "told").open("w", encoding="utf-8") as told:
                patch.setattr(sys, "stdout", told)
                assert commands.run([*map(str, argv), "--json"]) == 0
                patch.undo()
                patch.setenv(key_store.HOME_VARIABLE, str(home / "这台电脑"))
            found: dict[str, str] = json.loads((home / "told").read_text(encoding="utf-8"))
            return found

        branch, committee = home / "支部.zbtz", home / "党委.zbtz"
        vault.create_ledger(committee, organization=COMMITTEE, level="committee", actor="乙").ledger.close()
        ledger = vault.create_ledger(branch, organization=BRANCH, actor="甲").ledger
        with ledger, ledger.operation("roster.import") as op:
            member.add_member(op, member_id=ledger.ids.new(), name="单玥", joined_date="1999-07", category="full")
        invited = done("register", "invite", "--ledger", committee, "--name", BRANCH, "--to", home)
        (home / "code.txt").write_text(invited["code"], encoding="utf-8")
        Path(invited["invitation"]).rename(home / "接入.dyb")
        joined = done(*LINES["join"](home, home))
        done("register", "accept", "--ledger", committee, joined["registration"])
        Path(done("backup", "--ledger", branch, "--to", home)["backup"]).rename(home / "一份.dybak")
        Path(done("pack", "--ledger", branch, "--to", home)["package"]).rename(home / "一个.dyb")
        done("receive", "--ledger", committee, home / "一个.dyb")
        shutil.rmtree(home / "备份")
        yield home


@pytest.fixture
def fresh(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], tuple[Path, Path]]:
    """Give the folder anew, and beside it an empty one to write into."""
    monkeypatch.setenv(key_store.HOME_VARIABLE, str(home / "这台电脑"))

    def copied() -> tuple[Path, Path]:
        for folder in (tmp_path / "家", tmp_path / "U盘"):
            with suppress(NotADirectoryError):
                shutil.rmtree(folder, ignore_errors=True)
            folder.unlink(missing_ok=True)
        shutil.copytree(home, tmp_path / "家", ignore=shutil.ignore_patterns("这台电脑", "told"))
        shutil.rmtree(home / "这台电脑" / "heads", ignore_errors=True)
        (tmp_path / "U盘").mkdir()
        return tmp_path / "家", tmp_path / "U盘"

    return copied


class Watch:
    """Calls a function at one of the moments at which Python opens, renames or removes something below a folder."""

    hooked = False
    now: "Watch | None" = None

    def __init__(self, folder: Path, at: int = -1, strike: Callable[[], object] = int) -> None:
        self.folder, self.at, self.strike, self.seen = str(folder), at, strike, 0

    def __enter__(self) -> "Watch":
        if not Watch.hooked:
            # An audit hook stays for good; without a watch it does nothing.
            sys.addaudithook(Watch.heard)
            Watch.hooked = True
        Watch.now = self
        return self

    def __exit__(self, *_: object) -> None:
        Watch.now = None

    @staticmethod
    def heard(event: str, about: tuple[object, ...]) -> None:
        watch = Watch.now
        if watch is None or event not in ("open", "os.rename", "os.remove", "os.mkdir"):
            return
        if str(about[0]).startswith(watch.folder):
            watch.seen += 1
            if watch.seen - 1 == watch.at:
                Watch.now = None
                watch.strike()


def refused(answer: tuple[int, dict[str, dict[str, str]]], before: dict[str, bytes], home: Path, to: Path) -> None:
    status, told = answer
    assert (status, sorted(told)) == (3, ["error"])
    assert all(told["error"][part] for part in ("what", "where", "next"))
    kept = {name: data for name, data in tree(home).items() if not name.endswith((".state", ".lock"))}
    assert kept == before
    assert not to.is_dir() or list(to.iterdir()) == []


@pytest.mark.parametrize("verb", LINES)
def test_a_place_that_is_gone_or_no_folder(
    verb: str, fresh: Callable[[], tuple[Path, Path]], ask: Verb
) -> None:
    home, to = fresh()
    before = {name: data for name, data in tree(home).items() if not name.endswith(".state")}
    refused(ask(*LINES[verb](home, to / "没有" / "插着" / "盘")), before, home, to)
    (to / "文件").write_bytes(b"")
    for place in (to / "文件", to / "文件" / "里"):
        refused(ask(*LINES[verb](home, place)), before, home, to / "文件")
    (to / "文件").unlink()
    refused(ask(*LINES[verb](home, Path("/media/没有插的U盘"))), before, home, to)


@pytest.mark.parametrize("verb", LINES)
def test_a_medium_that_fails_in_the_middle(verb: str, fresh: Callable[[], tuple[Path, Path]], ask: Verb) -> None:
    home, to = fresh()
    with Watch(to) as watch:
        assert ask(*LINES[verb](home, to))[0] == 0
    moments = sorted({0, watch.seen // 2, watch.seen - 2})
    struck = 0
    for at in moments:
        for full in (False, True):
            home, to = fresh()
            before = {name: data for name, data in tree(home).items() if not name.endswith(".state")}
            with Watch(to, at, lambda full=full, to=to: _fill() if full else shutil.rmtree(to)), full_disk(1 << 40):
                answer = ask(*LINES[verb](home, to))
            if answer[0]:
                refused(answer, before, home, to)
                struck += 1
            assert not [name for name in tree(to) if ".part" in name]
    assert struck >= 2


def _fill() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can mount")
@pytest.mark.parametrize("verb", LINES)
def test_a_disk_that_can_only_be_read(verb: str, fresh: Callable[[], tuple[Path, Path]], ask: Verb) -> None:
    home, to = fresh()
    if os.system(f"mount -t tmpfs -o ro,size=1m tmpfs '{to}' 2>/dev/null") != 0:
        pytest.skip("mounting is not permitted here")
    try:
        before = {name: data for name, data in tree(home).items() if not name.endswith(".state")}
        answer = ask(*LINES[verb](home, to))
        refused(answer, before, home, to)
        assert answer[1]["error"]["code"] == "read-only"
    finally:
        os.system(f"umount '{to}'")
