"""A record of every declared kind goes up in a package and stands in the committee's ledger as it was sent."""

import random

import pytest

from models import member
from models.kinds import records
from models.kinds.catalog import kinds
from models.kinds.kind import Kind
from models.snapshot import collect
from tests.exchange.package_kit import Pair
from tests.models.kinds import values

KINDS = [kind for kind in kinds().values() if not kind.part_of and (kind.about == "member" or kind.shelved)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_record_of_every_kind_arrives_as_it_was_sent(pair: Pair, kind: Kind) -> None:
    who, *others = [one.id for one in member.list_members(pair.branch)]
    said = values.some(kind, random.Random(kind.name), others)
    with pair.branch.operation(kind.operation("add")) as op:
        (made,) = records.add(op, pair.branch.ids, kind, [who], **said)
    (verdict,) = pair.receive(pair.pack().path)
    assert verdict.accepted, verdict.reason
    sent, arrived = records.one(pair.branch, kind, made), records.one(pair.committee, kind, made, org=pair.org)
    assert sent is not None and arrived is not None
    if kind.inside:
        kept = {name: value for name, value in arrived.values.items() if name in kind.travels}
        assert kept == {name: sent.values[name] for name in kind.travels} and arrived.name == ""
        assert all(arrived.values[one.name] == one.blank for one in kind.fields if one.name not in kind.travels)
    else:
        assert (arrived.name, arrived.values, arrived.called) == (sent.name, sent.values, sent.called)
        assert collect(pair.committee, pair.org)[kind.table] == collect(pair.branch)[kind.table]
