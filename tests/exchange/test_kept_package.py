"""Real packages, kept since they were written: every later program must read them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from exchange import inspection, receive
from models import (
    evidence,
    meeting,
    member,
    organization,
    organization_key,
    own_key,
    pledge,
    pledge_steps,
    received_package,
    schema,
    snapshot,
    study_archive,
)
from models.ledger import Ledger

PACKAGES = Path(__file__).resolve().parents[1] / "data" / "packages"
FIRST, YEAR, ARCHIVE, CHAINED = "format-1", "schema-2", "schema-3", "format-2"
"""Written by the program of schema 1, before there were meetings; by that of schema 2, with a year; by that of
schema 3, with study archives and pledges; by the first that lists the packages before.
"""


def _facts(kept: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PACKAGES / kept / "keys.json").read_text(encoding="utf-8"))
    return found


@contextmanager
def _committee(path: Path, facts: dict[str, Any]) -> Iterator[Ledger]:
    kept, branch = facts["committee"], facts["branch"]
    with Ledger.create(path, organization=kept["name"], level="committee", actor="赵") as ledger:
        names = ("key_id", "sign_private", "sign_public", "seal_private", "seal_public")
        own_key.keep(ledger, own_key.KeyRow(**{name: kept[name] for name in names}))
        with ledger.operation("branch.register") as op:
            organization.adopt(op, 1, organization_id=kept["id"], parent_id="")
            number = organization.add(op, organization_id=branch["id"], name=branch["name"])
            public = {name: branch[name] for name in ("key_id", "sign_public", "seal_public")}
            organization_key.register(op, number, **public)
            organization_key.accept_lineage(op, number, branch["lineage"])
        yield ledger


@pytest.mark.parametrize("kept", [FIRST, YEAR, ARCHIVE, CHAINED])
def test_it_is_still_received(kept: str, tmp_path: Path) -> None:
    facts = _facts(kept)
    expected = facts["expected"]
    with _committee(tmp_path / "c.zbtz", facts) as ledger:
        (result,) = receive.receive(ledger, [PACKAGES / kept / "package.dyb"])
        assert result.accepted, result.reason
        assert (result.number, result.digest) == (expected["number"], expected["digest"])
        names = [found.name for found in member.list_members(ledger, org=2, status="", order="entered")]
        assert sorted(names) == sorted(expected["members"])
        standing = received_package.current(ledger, 2)
        assert standing is not None
        assert standing.receipt_code == expected["receipt_code"]
        assert standing.content_digest == expected["content_digest"]


def test_who_had_left_is_still_told(tmp_path: Path) -> None:
    with _committee(tmp_path / "c.zbtz", _facts(FIRST)) as ledger:
        receive.receive(ledger, [PACKAGES / FIRST / "package.dyb"])
        left = member.list_members(ledger, org=2, status="left")
        assert [(found.left_kind, found.left_date, found.left_reason) for found in left] == [
            ("transfer", "2026-02", "迁往外地")
        ]
        # What came later is empty, not missing.
        tables = snapshot.collect(ledger, 2)
        assert all(tables[name] == [] for name in schema.TRAVELLING if schema.TABLES[name].since > 1)


@pytest.mark.parametrize("kept", [YEAR, ARCHIVE, CHAINED])
def test_its_year_is_still_there(kept: str, tmp_path: Path) -> None:
    facts = _facts(kept)
    with _committee(tmp_path / "c.zbtz", facts) as ledger:
        receive.receive(ledger, [PACKAGES / kept / "package.dyb"])
        wanted = meeting.MeetingFilter(withdrawn=True)
        found = meeting.list_meetings(ledger, wanted, org=2, newest_first=False)
        told = [[one.day, one.kinds, one.topic, one.expected, one.present, one.status] for one in found]
        assert told == facts["expected"]["meetings"]
        counts = {name: len(rows) for name, rows in snapshot.collect(ledger, 2).items() if rows}
        assert counts == facts["expected"]["counts"]


def test_its_archives_and_pledges_are_still_there(tmp_path: Path) -> None:
    facts = _facts(ARCHIVE)
    with _committee(tmp_path / "c.zbtz", facts) as ledger:
        receive.receive(ledger, [PACKAGES / ARCHIVE / "package.dyb"])
        archives = study_archive.list_archives(ledger, org=2, year=2025)
        assert [[one.name, one.state, one.file_number] for one in archives] == facts["expected"]["archives"]
        pledges = pledge.list_pledges(ledger, org=2, year=2025)
        told = [
            [one.name, one.state, one.verdict, [step.step for step in pledge_steps.steps(ledger, one.id, 2)]]
            for one in pledges
        ]
        assert told == facts["expected"]["pledges"]
        kept = evidence.list_evidence(ledger, org=2)
        assert [(one.file_name, one.media) for one in kept] == [("心得 照片.png", "png")]


@pytest.mark.parametrize("kept", [FIRST, YEAR, ARCHIVE, CHAINED])
def test_it_is_still_whole(kept: str) -> None:
    assert inspection.verify(PACKAGES / kept / "package.dyb").accepted


def test_it_lists_the_package_before(tmp_path: Path) -> None:
    facts = _facts(CHAINED)
    with _committee(tmp_path / "c.zbtz", facts) as ledger:
        content = inspection.inspect(PACKAGES / CHAINED / "package.dyb", ledger).content
    assert content is not None
    assert content.manifest.chain is not None
    assert [[link.number, link.digest] for link in content.manifest.chain] == facts["expected"]["chain"]
