"""Posts: terms that do not overlap, who held what on a day, what the register suggests."""

from datetime import date

import pytest

from models import check, group, journal, member, post, undo
from models.errors import RefusedError
from models.ledger import Ledger
from tests.models.conftest import add_members


def with_post(book: Ledger, who: str, held: str = "secretary", **values: str) -> str:
    with book.operation("post.add") as op:
        return post.add_post(op, post_id=book.ids.new(), member_id=who, post=held, **values)


def test_a_term_as_it_is_kept(book: Ledger) -> None:
    first, second, _ = add_members(book)
    with_post(book, second, "publicity", from_date="2024-03-05", to_date="2026-03")
    with_post(book, first, from_date="2021")
    terms = post.list_posts(book.query)
    assert [(one.name, one.post, one.from_date, one.to_date) for one in terms] == [
        ("单田芳", "secretary", "2021", ""),
        ("曾国祥", "publicity", "2024-03-05", "2026-03"),
    ]


@pytest.mark.parametrize(
    ("day", "held"),
    [("2020-12-31", []), ("2021-01-01", ["secretary"]), ("2024-03-04", ["secretary"]),
     ("2024-03-05", ["secretary", "publicity"]), ("2026-02-28", ["secretary", "publicity"]),
     ("2026-03-01", ["secretary"])],
)
def test_who_held_what_on_a_day(book: Ledger, day: str, held: list[str]) -> None:
    first, second, _ = add_members(book)
    with_post(book, first, from_date="2021")
    with_post(book, second, "publicity", from_date="2024-03-05", to_date="2026-03")
    terms = post.list_posts(book.query, day=date.fromisoformat(day))
    assert [one.post for one in terms] == held
    assert post.has_committee(terms) == ("publicity" in held)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"held": "king"}, "value-not-allowed"),
        ({"from_date": "2026-02-29"}, "value-bad-date"),
        ({"from_date": "2026-03-05", "to_date": "2026-03-04"}, "dates-reversed"),
        ({"from_date": "2026-03-05", "to_date": "2026-02"}, "dates-reversed"),
        ({"from_date": "2022-05"}, "post-twice"),
        ({"to_date": "2022-05"}, "post-twice"),
        ({}, "post-twice"),
    ],
)
def test_a_term_that_cannot_be(book: Ledger, values: dict[str, str], code: str) -> None:
    first = add_members(book)[0]
    with_post(book, first, from_date="2021-03", to_date="2024-03")
    seq = journal.last_seq(book)
    with pytest.raises(RefusedError) as caught:
        with_post(book, first, **values)
    assert caught.value.code == code
    assert caught.value.what() and caught.value.next_step()
    assert journal.last_seq(book) == seq


def test_one_term_after_the_other_is_no_clash(book: Ledger) -> None:
    first = add_members(book)[0]
    with_post(book, first, from_date="2021-03", to_date="2024-03")
    again = with_post(book, first, from_date="2024-03")
    with book.operation("post.edit") as op:
        assert post.edit_post(op, again, to_date="2026-01")
        assert not post.edit_post(op, again, to_date="2026-01")
    with pytest.raises(RefusedError, match="同一时间已登记过"), book.operation("post.edit") as op:
        post.edit_post(op, again, from_date="2024-02")
    with book.operation("post.remove") as op:
        post.remove_post(op, again)
    assert len(post.list_posts(book.query)) == 1
    with pytest.raises(RefusedError, match="不在了"), book.operation("post.remove") as op:
        post.remove_post(op, again)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [("2026-06-01", ["2026-06-01", "2023-01", ""]), ("2026", ["2026", "2023-01", ""]), ("", ["", "2023-01", ""])],
)
def test_leaving_ends_the_posts_of_that_day(book: Ledger, day: str, wanted: list[str]) -> None:
    first = add_members(book)[0]
    with_post(book, first, from_date="2021-03")
    with_post(book, first, "discipline", from_date="2020", to_date="2023-01")
    with_post(book, first, "publicity", from_date="2027-01")
    before = book.content_digest()
    with book.operation("member.remove") as op:
        member.remove_member(op, first, kind="transfer", date=day)
    ended = {one.post: one.to_date for one in post.list_posts(book.query)}
    assert [ended[name] for name in ("secretary", "discipline", "publicity")] == wanted
    open_ones = [one for one in check.check_ledger(book) if one.code == "post-after-leaving"]
    assert len(open_ones) == wanted.count("")
    undo.undo(book)
    assert book.content_digest() == before


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("支部书记", ["secretary"]),
        ("书记", ["secretary"]),
        ("党支部副书记、组织委员", ["deputy_secretary", "organization"]),
        ("书记兼宣传委员", ["secretary", "publicity"]),
        ("纪律检查委员", ["discipline"]),
        ("支委", ["committee_member"]),
        ("青年委员 支部委员", ["committee_member"]),
        ("党小组长", ["group_leader"]),
        ("第一党小组组长", ["group_leader"]),
        ("桐花党小组长", ["group_leader"]),
        ("党委书记", []),
        ("原支部书记", []),
        ("第一书记", []),
        ("无", []),
        ("普通党员", []),
        ("", []),
    ],
)
def test_what_the_register_suggests(book: Ledger, text: str, wanted: list[str]) -> None:
    who = add_members(book)[0]
    with book.operation("member.edit") as op:
        member.edit_member(op, who, party_post=text)
    assert post.suggest(book.query) == [(who, held) for held in wanted]
    if wanted:
        with_post(book, who, wanted[0])
        assert post.suggest(book.query) == [(who, held) for held in wanted[1:]]


def test_a_leader_leads_her_own_group(book: Ledger) -> None:
    first, second, _ = add_members(book)
    with book.operation("group.add") as op:
        ids = [group.add_group(op, group_id=book.ids.new(), name=name) for name in ("一组", "二组")]
        member.edit_member(op, first, group="一组")
        member.edit_member(op, second, group="一组")
    with_post(book, first, "group_leader")
    with_post(book, second, "group_leader", group_id=ids[1])
    with_post(book, first, "secretary")
    led = [(one.name, one.group_id) for one in post.list_posts(book.query)]
    assert led == [("单田芳", None), ("单田芳", ids[0]), ("曾国祥", ids[1])]
