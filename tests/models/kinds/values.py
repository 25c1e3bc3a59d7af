"""Values of declared fields, by their kind: some that stand, and some that must not."""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from models.kinds.field import Choice, Count, Date, Day, Field, Hours, Line, Money, Month, Person, Points, Prose, Year
from models.kinds.kind import Kind

DAYS = ("2026-03-05", "2026-04-01", "2026-05-20", "2026-06-11")
WORDS = "学习党章网格治理把群众的小事办好体会交流第一季度"


def some(kind: Kind, chance: random.Random, people: Sequence[str] = ()) -> dict[str, Any]:
    """Return values for every field, days in the order in which they are declared; people: ids for who is named."""
    days = iter(sorted(chance.choices(DAYS, k=len(kind.fields))))
    return {field.name: one(field, chance, next(days), people) for field in kind.fields}


def one(field: Field, chance: random.Random, day: str, people: Sequence[str] = ()) -> Any:
    """Return a value that stands in a field; day: for one that holds a day."""
    if isinstance(field, Month):
        return day[:7]
    if isinstance(field, Person):
        return "+".join(chance.sample(people, min(len(people), 1 + field.many)))
    if isinstance(field, Day | Date):
        return day
    if isinstance(field, Year):
        return int(day[:4])
    if isinstance(field, Choice):
        return chance.choice(field.keys)
    if isinstance(field, Prose):
        return "一、" + "".join(chance.choices(WORDS, k=30)) + "\n二、" + "".join(chance.choices(WORDS, k=5))
    if isinstance(field, Line):
        return "".join(chance.choices(WORDS, k=min(field.most, 8)))
    if isinstance(field, Hours):
        return 30 * chance.randrange(1, 2 * field.most)
    if isinstance(field, Points | Money):
        return chance.randrange(1, field.most * 100)
    assert isinstance(field, Count), field
    return chance.randrange(field.most)


def wrong(field: Field) -> Iterator[tuple[Any, str]]:
    """Yield values that cannot stand, each with the finding of `check`, nothing where the file itself refuses it."""
    if isinstance(field, Day | Date | Month):
        yield "2031-99-99", "date-impossible"
    if isinstance(field, Day) and field.done != "later":
        yield "2199-01-01", "date-in-future" if field.done == "past" else "entered-before-held"
    if isinstance(field, Choice):
        yield "nonsense", "value-unknown"
    if isinstance(field, Person) and field.needed:
        yield "", "value-out-of-range"
    if isinstance(field, Line):
        yield "长" * (field.most + 1), "value-out-of-range"
        if field.needed:
            yield "", "value-out-of-range"
    if isinstance(field, Year):
        yield 1066, "value-out-of-range"
    if isinstance(field, Count):
        yield field.most + 1, "value-out-of-range"
        yield -1, "value-out-of-range"
    if isinstance(field, Hours):
        yield field.most * 60 + 30, "value-out-of-range"
    if isinstance(field, Points | Money):
        yield field.most * 100 + 1, "value-out-of-range"
