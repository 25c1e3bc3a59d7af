"""How long a package takes to write, verify and receive, over three sizes, against the least that must be
done.

The reference for writing is the same rows as deflated JSON, synced to disk; for receiving, the bare rows
inserted in one synced transaction. Run: python -m bench.bench_exchange
"""

import json
import os
import resource
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from commands import invented
from exchange import body, container, header, inspection, keys, pack, receive, registration, signing
from exchange.header import Header
from models import member, organization, organization_key, schema, snapshot
from models.clock import moment
from models.ledger import Ledger

SIZES = (50, 500, 5000)
ROUNDS = 5
BRANCHES = 300


@dataclass(frozen=True)
class Case:
    """One line of the result; seconds are medians."""

    name: str
    members: int
    ours: float
    reference: float

    def line(self) -> str:
        """Return the line as it is printed."""
        return (
            f"{self.name:34}{self.members:7} members {self.ours * 1000:10.1f} ms"
            f"{self.reference * 1000:12.1f} ms {self.ours / self.reference:8.1f}"
        )


def seconds(act: Callable[[int], object]) -> float:
    """Return the median time of several rounds."""
    found = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        act(number)
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def measure(folder: Path, count: int) -> list[Case]:
    """Measure one size."""
    with (
        Ledger.create(folder / "b.zbtz", organization="柳河镇第一党支部", actor="王") as branch,
        Ledger.create(
            folder / "c.zbtz", organization="柳河镇党委", level="committee", actor="赵"
        ) as committee,
    ):
        issued = registration.invite(committee, folder, name="柳河镇第一党支部")
        registration.accept(committee, registration.join(branch, issued.path, issued.code, folder).path)
        _fill(branch, count)
        sent: list[pack.SentPackage] = []
        tables = snapshot.collect(branch)
        write = seconds(lambda n: sent.append(pack.make_package(branch, folder)))
        plain = seconds(lambda n: _plain_file(folder / f"plain{n}", tables))
        whole = seconds(lambda n: inspection.inspect(sent[n].path))
        read = seconds(lambda n: sent[n].path.read_bytes())
        verify = seconds(lambda n: inspection.inspect(sent[n].path, committee))
        take_in = seconds(lambda n: receive.receive(committee, [sent[n].path]))
        again = seconds(lambda n: receive.receive(committee, [sent[n].path]))
        bare = seconds(lambda n: _bare_insert(committee, tables))
        print(f"{count} members: package of {sent[0].path.stat().st_size / 1024:.0f} KB")
    return [
        Case("write, synced and read back", count, write, plain),
        Case("verify without a ledger", count, whole, read),
        Case("verify with preview", count, verify, plain),
        Case("receive", count, take_in, bare),
        Case("receive again (refused)", count, again, read),
    ]


def _fill(branch: Ledger, count: int) -> None:
    with branch.operation("roster.import") as op:
        for one in invented.people(count, year=2026):
            member.add_member(
                op,
                member_id=branch.ids.new(),
                group_id=branch.ids.new(),
                name=one.name,
                sex="female" if one.female else "male",
                ethnicity=one.ethnicity,
                native_place=one.native_place,
                id_number=one.id_number,
                birth_date=one.birth.isoformat(),
                education=one.education,
                joined_date=one.joined.isoformat(),
                regular_date=one.regular.isoformat() if one.regular else "",
                group=one.group,
                work=one.work,
                phone=one.phone,
                address=one.address,
            )


def _plain_file(path: Path, tables: snapshot.Tables) -> None:
    with path.open("wb") as file:
        file.write(zlib.compress(json.dumps(tables, ensure_ascii=False).encode(), 6))
        file.flush()
        os.fsync(file.fileno())


def _bare_insert(ledger: Ledger, tables: snapshot.Tables) -> None:
    ledger.db.execute("CREATE TABLE IF NOT EXISTS bare (" + ", ".join(tables["member"][0]) + ")")
    places = ", ".join("?" * len(tables["member"][0]))
    with ledger.db.atomic():
        ledger.db.execute("DELETE FROM bare")
        ledger.db.conn.executemany(
            f"INSERT INTO bare VALUES ({places})", [list(row.values()) for row in tables["member"]]
        )


def a_town(folder: Path, branches: int) -> Case:
    """Receive a package of fifty members from each of many branches in one run."""
    path = folder / "town.zbtz"
    with Ledger.create(path, organization="柳河镇党委", level="committee", actor="赵") as committee:
        with Ledger.create(folder / "one.zbtz", organization="一支部", actor="王") as branch:
            _fill(branch, 50)
            tables = snapshot.collect(branch)
        files = [_package_of_another(folder, committee, number, tables) for number in range(branches)]
        start = time.perf_counter()
        results = receive.receive(committee, files)
        ours = time.perf_counter() - start
        assert all(result.accepted for result in results)
        start = time.perf_counter()
        for _ in range(branches):
            _bare_insert(committee, tables)
        return Case(f"receive {branches} branches of 50", 50 * branches, ours, time.perf_counter() - start)


def _package_of_another(folder: Path, committee: Ledger, number: int, tables: snapshot.Tables) -> Path:
    """Register a branch that has keys but no ledger, and write its package."""
    own, to = signing.new_keys(), keys.own_keys(committee)
    ids = {name: committee.ids.new() for name in ("org", "device", "lineage")}
    with committee.operation("branch.register") as op:
        org = organization.add(op, organization_id=ids["org"], name=f"第{number}党支部")
        public = {"sign_public": own.sign_public, "seal_public": own.seal_public}
        organization_key.register(op, org, key_id=own.key_id, **public)
        organization_key.accept_lineage(op, org, ids["lineage"])
    head = Header(
        **ids,
        format=header.FORMAT,
        schema=schema.VERSION,
        min_schema=header.READABLE_SINCE,
        kind=header.SNAPSHOT,
        to=organization.own(committee).id,
        number=1,
        prev_sha256="",
        alg=signing.SIGN_SUITE,
        key_id=own.key_id,
        sign_public=own.sign_public,
        enc=signing.SEAL_SUITE,
        to_key=to.key_id,
        created=moment(committee.clock),
        journal={"seq": 0, "digest": ""},
        counts={name: len(rows) for name, rows in tables.items()},
    )
    facts = {"name": f"第{number}党支部", "short_name": "", "code": "", "secretary": "", "phone": ""}
    plain = body.write(tables, facts, nonce=signing.new_nonce(), id_numbers=True)
    path = folder / f"{number}.dyb"
    path.write_bytes(container.build(head, plain, sign_private=own.sign_private, seal_public=to.seal_public))
    return path


def main() -> int:
    """Print one line per case and the peak memory."""
    print(f"{'case':34}{'':15}{'ours':>13}{'reference':>15}{'ratio':>9}")
    for count in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            for case in measure(Path(folder), count):
                print(case.line())
    with tempfile.TemporaryDirectory() as folder:
        print(a_town(Path(folder), BRANCHES).line())
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
