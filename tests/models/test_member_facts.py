"""Age and years in the Party by example. 党章第七条: 党员的党龄，从预备期满转为正式党员之日算起。"""

from dataclasses import replace
from datetime import date

import pytest

from models import member, member_facts
from models.ledger import Ledger
from models.member import Member

TODAY = date(2026, 11, 21)


@pytest.fixture
def somebody(book: Ledger) -> Member:
    with book.operation("member.add") as op:
        member.add_member(op, member_id="a", name="王建国", joined_date="1984-07-01", sex="male")
    return member.get(book, "a")


@pytest.mark.parametrize(
    ("since", "years"),
    [
        ("1985-11-21", 41),
        ("1985-11-22", 40),
        ("1985-11", 41),
        ("1985-12", 40),
        ("1985", None),
        ("", None),
        ("2026-11-21", 0),
        ("2027-01-01", None),
        ("2000-02-29", 26),
    ],
)
def test_whole_years_as_far_as_the_date_is_known(somebody: Member, since: str, years: int | None) -> None:
    assert member_facts.age(replace(somebody, birth_date=since), TODAY) == years
    assert member_facts.party_years(replace(somebody, regular_date=since), TODAY) == years


def test_years_in_the_party_do_not_begin_with_joining(somebody: Member) -> None:
    assert somebody.joined_date
    assert member_facts.party_years(somebody, TODAY) is None


def test_what_is_missing_is_named_in_the_order_of_the_register(somebody: Member) -> None:
    assert member_facts.missing(somebody) == ["id_number", "birth_date", "category"]
