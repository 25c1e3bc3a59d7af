"""How long a package takes to write, verify and receive, over three sizes, against the least that must be
done.

The reference for writing is the same rows as deflated JSON, synced to disk; for receiving, the bare rows
inserted in one synced transaction. Run: python -m bench exchange
"""

import json
import os
import statistics
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from bench.case import Case
from commands import invented
from exchange import body, container, header, inspection, keys, pack, receive, registration, signing
from exchange.header import Header
from models import member, organization, organization_key, schema, snapshot
from models.clock import moment
from models.ledger import Ledger

SIZES = (50, 500, 5000)
ROUNDS = 5
BRANCHES = 300


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
    amount = f"{count} 名党员"
    return [
        Case("写上报包，落盘并读回", amount, write, plain, "同样的行压缩成 JSON 落盘"),
        Case("核对上报包，不开台账", amount, whole, read, "只读文件"),
        Case("核对上报包并预览", amount, verify, plain, "同样的行压缩成 JSON 落盘"),
        Case("接收上报包", amount, take_in, bare, "裸插入同样的行"),
        Case("再收同一个包（拒收）", amount, again, read, "只读文件"),
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
        assert all(result.accepted for result in results), results[0]
        start = time.perf_counter()
        for _ in range(branches):
            _bare_insert(committee, tables)
        reference = time.perf_counter() - start
        return Case("一次接收全镇各支部的包", f"{branches} 个支部各 50 名党员", ours, reference, "裸插入同样的行")


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
    empty = ("short_name", "code", "secretary", "phone", "kind", "founded_date")
    facts = {"name": f"第{number}党支部"} | dict.fromkeys(empty, "")
    plain = body.write(tables, facts, nonce=signing.new_nonce(), id_numbers=True)
    path = folder / f"{number}.dyb"
    path.write_bytes(container.build(head, plain, sign_private=own.sign_private, seal_public=to.seal_public))
    return path


def cases() -> list[Case]:
    """Measure everything, the same work in its several sizes one behind the other."""
    found = []
    for count in SIZES:
        with tempfile.TemporaryDirectory(prefix="bench-exchange-") as folder:
            found.append(measure(Path(folder), count))
    with tempfile.TemporaryDirectory(prefix="bench-exchange-") as folder:
        town = a_town(Path(folder), BRANCHES)
    return [*(case for same in zip(*found, strict=True) for case in same), town]
