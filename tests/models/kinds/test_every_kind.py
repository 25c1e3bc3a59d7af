"""What holds for every declared kind: in and out by the door, journal, undo; wrong values found wherever they are."""

import random
from typing import Any

import pytest

from models import change_words, check, journal, undo
from models.errors import RefusedError
from models.kinds import records, shelf
from models.kinds.catalog import kinds
from models.kinds.field import Choice, Day, Field, Hours, Person, Points, Year
from models.kinds.kind import Act, Kind
from models.ledger import Ledger
from tests.models.conftest import add_members
from tests.models.kinds import values

MEMBERS = [kind for kind in kinds().values() if not kind.part_of]
FIELDS = [(kind, field) for kind in MEMBERS for field in kind.fields]
by_kind = pytest.mark.parametrize("kind", MEMBERS, ids=lambda kind: kind.name)
by_field = pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{one.name}.{each.name}" for one, each in FIELDS])


def enter(book: Ledger, kind: Kind, people: list[str], /, **said: Any) -> list[str]:
    with book.operation(kind.operation("add")) as op:
        return records.add(op, book.ids, kind, people, **said)


def change(book: Ledger, kind: Kind, record_id: str, /, **said: Any) -> bool:
    with book.operation(kind.operation("edit")) as op:
        return records.edit(op, kind, record_id, **said)


def only(book: Ledger, kind: Kind) -> records.Record:
    (found,) = records.listed(book, kind)
    return found


@by_kind
def test_what_was_entered_is_kept_changed_and_taken_back(book: Ledger, kind: Kind) -> None:
    chance = random.Random(kind.name)
    who, other, third = add_members(book)
    said = values.some(kind, chance, [third])
    made = enter(book, kind, [who, other, who], **said)
    whose = [(who, "单田芳"), (other, "曾国祥")] if kind.about == "member" else [("", "")]
    assert len(made) == len(whose)
    for one, (member_id, name) in zip(made, whose, strict=True):
        kept = records.one(book, kind, one)
        assert kept is not None and kept in records.listed(book, kind, member_id=member_id)
        assert (kept.member_id, kept.name, dict(kept.values)) == (member_id, name, said)
    assert records.listed(book, kind, org=2) == [] and len(records.listed(book, kind, org=None)) == len(made)
    assert records.listed(book, kind, year=2025) == [] and len(records.listed(book, kind, year=2026)) == len(made)
    before = book.content_digest()
    with book.operation(kind.operation("remove")) as op:
        records.remove(op, kind, made[-1])
    assert [one.id for one in records.listed(book, kind)] == made[:-1]
    undo.undo(book)
    assert book.content_digest() == before


@by_field
def test_each_field_can_be_changed_alone_and_the_change_undone(book: Ledger, kind: Kind, field: Field) -> None:
    """A change that is dropped, or touches another field, is found here for every kind at once."""
    chance = random.Random(f"{kind.name}.{field.name}")
    who, other, third = add_members(book)
    said = values.some(kind, chance, [other, third])
    (made,) = enter(book, kind, [who], **said)
    before = book.content_digest()
    days, people = ("2026-02-01", *values.DAYS), [other, third]
    days = ("2024-02-01",) if isinstance(field, Year) else days
    others = (values.one(field, chance, chance.choice(days), people) for _ in range(200))
    now = next(one for one in others if one != said[field.name] and _fits(kind, said, field, one))
    assert change(book, kind, made, **{field.name: now}) is True
    assert dict(only(book, kind).values) == said | {field.name: now}
    assert change(book, kind, made, **{field.name: now}) is False
    undo.undo(book)
    assert book.content_digest() == before


def _fits(kind: Kind, said: dict[str, Any], field: Field, value: Any) -> bool:
    whole = said | {field.name: value}
    return all(
        str(whole[one.name]) >= str(whole[after])
        for one in kind.fields
        if (after := getattr(one, "after", "")) and whole[one.name]
    )


@by_field
def test_a_wrong_value_is_refused_at_the_door_and_found_by_check_and_package(
    book: Ledger, kind: Kind, field: Field
) -> None:
    chance = random.Random(kind.name)
    who, other, third = add_members(book)
    said = values.some(kind, chance, [other, third])
    (made,) = enter(book, kind, [who], **said)
    assert check.check_ledger(book) == []
    seq = journal.last_seq(book)
    for value, code in values.wrong(field):
        with pytest.raises(RefusedError) as caught:
            change(book, kind, made, **{field.name: value})
        assert field.word in caught.value.what() or caught.value.code in _SAY_WHAT, caught.value.code
        assert caught.value.next_step()
        assert journal.last_seq(book) == seq
        planted = _planted(book, kind, field, value)
        told = [one for one in planted if (one.code, one.table) == (code, kind.table)]
        assert [one.columns for one in told][:1] == [(field.name,)], (value, code)
        assert kind.about == "branch" or "单田芳" in told[0].sentence()
        if code not in ("entered-before-held", "date-in-future"):
            assert field.column().wrong(value) is not None


_SAY_WHAT = ("study-in-future", "credits-wrong", "score-wrong")
"""Refusals whose sentence says what it is about without the field's name."""


def _planted(book: Ledger, kind: Kind, field: Field, value: Any) -> list[check.Finding]:
    """Return what the check says of a value that another program wrote; afterwards it is as it was."""
    connection = book.db.conn
    connection.execute("PRAGMA ignore_check_constraints = ON")
    place = shelf.place_of(kind, field) if kind.shelved else field.name
    if place == shelf.PEOPLE:
        book.db.conn.execute(f"UPDATE {shelf.PEOPLE} SET field = 'x' WHERE field = ?", (field.name,))
        found = check.check_ledger(book)
        book.db.conn.execute(f"UPDATE {shelf.PEOPLE} SET field = ? WHERE field = 'x'", (field.name,))
        return found
    column = f'"{place}"' if place else f"json_set(body, '$.{field.name}', ?)"
    kept = book.query(f'SELECT {column if place else "body"} AS kept FROM "{kind.table}"')[0]["kept"]
    for set_to, one in ((f"{column} = ?" if place else f"body = {column}", value), (f"{place or 'body'} = ?", kept)):
        with connection:
            connection.execute(f'UPDATE "{kind.table}" SET {set_to}', (one,))
        if one is value:
            found = check.check_ledger(book)
    return found


AFTER = [(kind, field) for kind, field in FIELDS if getattr(field, "after", "")]


@pytest.mark.parametrize(("kind", "field"), AFTER, ids=[f"{one.name}.{each.name}" for one, each in AFTER])
def test_what_follows_another_day_may_lie_on_it_and_not_before(book: Ledger, kind: Kind, field: Field) -> None:
    who, other, _ = add_members(book)
    first = getattr(field, "after", "")
    later = {one.name: "2026-06-11" for each, one in AFTER if each is kind}
    said = values.some(kind, random.Random(kind.name), [other]) | later
    (made,) = enter(book, kind, [who], **said | {first: "2026-05-20"})
    assert change(book, kind, made, **{field.name: "2026-05-20"}) is True
    for name, day in ((field.name, "2026-05-19"), (first, "2026-05-21")):
        with pytest.raises(RefusedError) as caught:
            change(book, kind, made, **{name: day})
        assert caught.value.code in ("study-reviewed-early", "dates-reversed")
        assert caught.value.facts["column"] == field.name


ACTS = [(kind, act) for kind in MEMBERS for act in kind.acts]


@pytest.mark.parametrize(("kind", "act"), ACTS, ids=[f"{one.name}.{each.name}" for one, each in ACTS])
def test_an_act_puts_the_same_into_several_and_nothing_where_one_refuses(book: Ledger, kind: Kind, act: Act) -> None:
    chance = random.Random(f"{kind.name}.{act.name}")
    who, other, third = add_members(book)
    said = values.some(kind, chance, [third])
    made = enter(book, kind, [who, other], **said)
    if kind.about == "branch":
        made += enter(book, kind, [], **said)
    filled = {name: values.one(kind.by_name[name], chance, "2026-07-01") for name in act.fields}
    before = book.content_digest()
    with book.operation(kind.operation(act.name)) as op:
        records.perform(op, kind, act.name, made, **filled)
    assert [dict(one.values) for one in records.listed(book, kind)] == [said | filled] * 2
    undo.undo(book)
    assert book.content_digest() == before
    days = [name for name in act.fields if isinstance(kind.by_name[name], Day)]
    wrong = [*(({name: ""}, "value-empty") for name in act.needed)]
    wrong += [({name: "2026-02-01"}, "study-reviewed-early") for name in days]
    wrong += [({name: "2026-12-30"}, "study-in-future") for name in days]
    for more, code in wrong:
        with pytest.raises(RefusedError) as caught, book.operation(kind.operation(act.name)) as op:
            records.perform(op, kind, act.name, made, **filled | more)
        assert caught.value.code == code
    with pytest.raises(RefusedError) as caught, book.operation(kind.operation(act.name)) as op:
        records.perform(op, kind, act.name, [*made, "没有"], **filled)
    assert (caught.value.code, book.content_digest()) == ("record-gone", before)


ONCE = [kind for kind in kinds().values() if kind.once]


@pytest.mark.parametrize("kind", ONCE, ids=lambda kind: kind.name)
def test_what_there_can_be_only_one_of_is_refused_twice(book: Ledger, kind: Kind) -> None:
    people = [] if kind.about == "branch" else add_members(book)[:1]
    said = values.some(kind, random.Random(kind.name), people)
    (made,) = enter(book, kind, people, **said)
    with pytest.raises(RefusedError) as caught:
        enter(book, kind, people, **said)
    assert (caught.value.code, caught.value.facts["column"]) == ("record-twice", kind.once[-1])
    assert all(kind.by_name[name].told(said[name]) in caught.value.what() for name in kind.once)
    # The record itself may be said anew as it is.
    assert change(book, kind, made, **{name: said[name] for name in kind.once}) is False


@by_kind
def test_the_journal_says_whose_it_was_and_no_code(book: Ledger, kind: Kind) -> None:
    who, other, third = add_members(book)
    said = values.some(kind, random.Random(kind.name), [other, third])
    (made,) = enter(book, kind, [who], **said)
    changed = next(one for one in journal.changes_of(book, journal.last_seq(book)) if one.table == kind.table)
    assert change_words.record_word(book, changed).startswith(f"{kind.word} {'单田芳' * (kind.about == 'member')}")
    told = {word: now for word, _, now in change_words.changed_fields(book, changed)}
    for field in kind.fields:
        if said[field.name] not in ("", 0, None) and not isinstance(field, Person):
            assert told[field.word] == field.said(said[field.name])
        if isinstance(field, Choice) and said[field.name]:
            assert told[field.word] in field.of.values()
        if isinstance(field, Hours | Points):
            assert told[field.word] != str(said[field.name])
    assert made not in told.values() and who not in told.values()


@by_kind
def test_what_is_typed_is_read_as_it_is_said(kind: Kind) -> None:
    said = values.some(kind, random.Random(kind.name))
    for field in kind.fields:
        assert field.read(field.said(said[field.name]), f"{kind.name}.{field.name}") == said[field.name]


@by_kind
def test_nobody_and_strangers_are_refused(book: Ledger, kind: Kind) -> None:
    said = values.some(kind, random.Random(kind.name), add_members(book))
    for people, code in (([], kind.nobody), (["没有"], "member-unknown")) if kind.about == "member" else ():
        with pytest.raises(RefusedError) as caught:
            enter(book, kind, people, **said)
        assert caught.value.code == code
    assert records.listed(book, kind) == []
    with pytest.raises(RefusedError) as caught:
        change(book, kind, "没有", **{kind.title: "题"})
    assert caught.value.code == "record-gone"


@by_kind
def test_a_day_before_she_joined_is_refused_where_it_was_done_as_a_member(book: Ledger, kind: Kind) -> None:
    who, other, third = add_members(book)
    said = values.some(kind, random.Random(kind.name), [other, third])
    dated = kind.by_name[kind.day]
    if not isinstance(dated, Day) or dated.done != "member":
        early = {one.name: "1950-01-01" for one in kind.fields if isinstance(one, Day)}
        assert enter(book, kind, [who], **said | early)
        return
    with pytest.raises(RefusedError) as caught:
        enter(book, kind, [who], **said | {kind.day: "1950-01-01"})
    assert caught.value.code == "study-not-member"
