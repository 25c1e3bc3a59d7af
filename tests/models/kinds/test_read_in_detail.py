"""Where rules read a kind field by field, their dataclass says of it what its declaration says."""

import dataclasses

import pytest

from models.kinds.catalog import kind_of
from models.kinds.column import Integer
from models.rules.facts import EntryFact, ExemptionFact, StudyFact

OWN = {"id": str, "member_id": str}


@pytest.mark.parametrize(
    ("made", "name"), [(StudyFact, "study_record"), (EntryFact, "credit_entry"), (ExemptionFact, "study_exemption")]
)
def test_what_rules_read_is_what_the_kind_declares(made: type, name: str) -> None:
    declared = {one.name: int if isinstance(one.column(), Integer) else str for one in kind_of(name).fields}
    read = {one.name: one.type for one in dataclasses.fields(made)}
    assert read == {one: kind for one, kind in (OWN | declared).items() if one in read}
