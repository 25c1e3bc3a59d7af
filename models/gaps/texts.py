"""Reading that is required and not done, and texts that nobody has read yet."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from models.dates import PartialDate
from models.days import spoken
from models.gaps.gap import Gap, Place, told
from models.gaps.material import Material


def gaps(read: Material) -> Iterator[Gap]:
    """Yield required reading past its day, and texts without a review (书记审阅把关, M49)."""
    yield from _reading(read)
    unread: dict[str, list[Any]] = defaultdict(list)
    for row in read.texts:
        if not row["reviewed_on"]:
            unread[row["member_id"]].append(row)
    for person in read.people:
        if rows := unread.get(person.id):
            place = Place("reflection", rows[0]["id"], act="review")
            yield told("text_unread", "note", place, rows[0]["title"], who=person.who, count=len(rows))


def _reading(read: Material) -> Iterator[Gap]:
    """An item without a day of its own is due with the year."""
    for item in read.items:
        due = PartialDate.from_iso(item["due_date"]).last if item["due_date"] else None
        if (due is None and not read.ending) or (due is not None and due >= read.as_of):
            continue
        day = (due or read.closing).isoformat()
        told_due = spoken(item["due_date"]) if due else f"{read.year}年底"
        for person in read.people:
            if person.exempt or not person.there(min(day, read.closing.isoformat())):
                continue
            if (item["id"], person.id) not in read.read_items:
                place = Place("reading_item", item["id"])
                yield told("reading_open", "must", place, item["title"], who=person.who, due=told_due)
