"""A real package of format 1, kept since it was released: every later program must read it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exchange import inspection, receive
from models import member, organization, organization_key, own_key, received_package
from models.ledger import Ledger

KEPT = Path(__file__).resolve().parents[1] / "data" / "packages" / "format-1"
FACTS: dict[str, Any] = json.loads((KEPT / "keys.json").read_text(encoding="utf-8"))


@pytest.fixture
def committee(tmp_path: Path) -> Iterator[Ledger]:
    """A new ledger with the keys that the package was sealed to, knowing the branch that sent it."""
    kept, branch = FACTS["committee"], FACTS["branch"]
    with Ledger.create(
        tmp_path / "c.zbtz", organization=kept["name"], level="committee", actor="赵"
    ) as ledger:
        names = ("key_id", "sign_private", "sign_public", "seal_private", "seal_public")
        own_key.keep(ledger, own_key.KeyRow(**{name: kept[name] for name in names}))
        with ledger.operation("branch.register") as op:
            organization.adopt(op, 1, organization_id=kept["id"], parent_id="")
            number = organization.add(op, organization_id=branch["id"], name=branch["name"])
            public = {name: branch[name] for name in ("key_id", "sign_public", "seal_public")}
            organization_key.register(op, number, **public)
            organization_key.accept_lineage(op, number, branch["lineage"])
        yield ledger


def test_it_is_still_received(committee: Ledger) -> None:
    expected = FACTS["expected"]
    (result,) = receive.receive(committee, [KEPT / "package.dyb"])
    assert result.accepted, result.reason
    assert (result.number, result.digest) == (expected["number"], expected["digest"])
    names = [found.name for found in member.list_members(committee, org=2, status="", order="entered")]
    assert sorted(names) == sorted(expected["members"])
    left = member.list_members(committee, org=2, status="left")
    assert [(found.left_kind, found.left_date, found.left_reason) for found in left] == [
        ("transfer", "2026-02", "迁往外地")
    ]
    standing = received_package.current(committee, 2)
    assert standing is not None
    assert standing.receipt_code == expected["receipt_code"]


def test_it_is_still_whole() -> None:
    assert inspection.verify(KEPT / "package.dyb").accepted
