"""Kill trials of the package's way: a branch writing packages, a committee receiving them."""

import json
from collections.abc import Sequence
from pathlib import Path

from exchange import inspection, pack, receive, registration
from models import check, journal, member, received_package, sent_package, snapshot, vault
from models.ledger import Ledger
from tools.kill_phases import ACTOR, BRANCH, Phase, Say

COMMITTEE = "中共云栖市柳溪街道工作委员会"
MEMBERS = 200
PACKAGES = 30


def prepare(folder: Path, *, members: int = MEMBERS) -> None:
    """Make a branch and a committee that know each other, and a stick."""
    stick_in(folder).mkdir()
    with (
        vault.create_ledger(branch_in(folder), organization=BRANCH, actor=ACTOR).ledger as branch,
        vault.create_ledger(
            committee_in(folder), organization=COMMITTEE, level="committee", actor=ACTOR
        ).ledger as committee,
    ):
        issued = registration.invite(committee, folder, name=BRANCH)
        joined = registration.join(branch, issued.path, issued.code, folder)
        registration.accept(committee, joined.path)
        add(branch, members)


def prepare_packages(folder: Path) -> None:
    """The same with packages on the stick, each with one member more than the one before."""
    prepare(folder)
    with vault.open_ledger(branch_in(folder)) as branch:
        for _ in range(PACKAGES):
            add(branch, 1)
            pack.make_package(branch, stick_in(folder))


def export(folder: Path, say: Say) -> None:
    """Write package after package, each acknowledged by its number and digest."""
    with vault.open_ledger(branch_in(folder)) as branch:
        say("begin")
        while True:
            made = pack.make_package(branch, stick_in(folder))
            say(f"saved {made.number} {made.digest}")


def export_problems(folder: Path, said: list[str]) -> list[str]:
    """Every file is whole and has a number of its own; what was acknowledged is noted and there."""
    with vault.open_ledger(branch_in(folder)) as branch:
        found = _unclean(branch)
        noted = {f"saved {row.number} {row.digest}" for row in sent_package.list_sent(branch)}
        pack.make_package(branch, stick_in(folder))
        files = [inspection.verify(path, branch) for path in sorted(stick_in(folder).glob("*.dyb"))]
    there = {f"saved {verdict.number} {verdict.digest}" for verdict in files}
    found += [f"broken: {verdict.code}" for verdict in files if not verdict.accepted]
    found += [f"lost: {line}" for line in said if line not in noted or line not in there]
    if len({verdict.number for verdict in files}) < len(files):
        found.append("two files of one number")
    return found + [f"left over: {path.name}" for path in stick_in(folder).glob("*.part")]


def take_in(folder: Path, say: Say) -> None:
    """Receive package after package, each acknowledged by its number and digest."""
    with vault.open_ledger(committee_in(folder)) as committee:
        say("begin")
        for path in sorted(stick_in(folder).glob("*.dyb")):
            (result,) = receive.receive(committee, [path])
            say(f"saved {result.number} {result.digest}")


def take_in_problems(
    folder: Path, said: list[str], *, newest: int = PACKAGES, accept_loss: Sequence[str] = ()
) -> list[str]:
    """The standing package is whole, nothing acknowledged is lost, a second try ends with the newest."""
    with vault.open_ledger(committee_in(folder)) as committee:
        found = _unclean(committee) + half(committee)
        noted = {f"saved {row.number} {row.digest}" for row in received_package.list_received(committee)}
        found += [f"lost: {line}" for line in said if line not in noted]
        results = receive.receive(committee, [stick_in(folder)], accept_loss=accept_loss)
        odd = [result.code for result in results if result.code not in ("", "duplicate")]
        found += [f"second try: {code}" for code in odd]
        standing = received_package.current(committee, 2)
        if standing is None or standing.number != newest:
            found.append("the newest package does not stand")
        return found + half(committee)


def half(committee: Ledger) -> list[str]:
    """Tell when the branch's rows are not those of the package that is said to stand."""
    standing = received_package.current(committee, 2)
    rows = snapshot.collect(committee, 2)
    if standing is None:
        return ["rows of no package"] if any(rows.values()) else []
    counts = {name: len(found) for name, found in rows.items() if found}
    told = {name: number for name, number in json.loads(standing.counts).items() if number}
    whole = snapshot.digest_of(rows) == standing.content_digest and counts == told
    return [] if whole else [f"package {standing.number} is half there"]


def _unclean(book: Ledger) -> list[str]:
    return [f"check: {finding.code} {finding.sentence()}" for finding in check.check_ledger(book)]


def add(branch: Ledger, count: int) -> int:
    """Add members in one operation and return its number."""
    with branch.operation("roster.import") as op:
        for _ in range(count):
            member.add_member(op, member_id=branch.ids.new(), name="曾甲")
    return journal.last_seq(branch)


def branch_in(folder: Path) -> Path:
    """Return where the branch's ledger lies."""
    return folder / "支部.zbtz"


def committee_in(folder: Path) -> Path:
    """Return where the committee's ledger lies."""
    return folder / "党委.zbtz"


def stick_in(folder: Path) -> Path:
    """Return where the packages lie."""
    return folder / "U盘"


PHASES: dict[str, Phase] = {
    "export": Phase(prepare, export, export_problems, 0.4),
    "receive": Phase(prepare_packages, take_in, take_in_problems, 0.6),
}
