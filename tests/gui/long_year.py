"""Texts, talks, tests, books, archives and pledges as long as they may get, for the branch of `long_ledger`."""

from dataclasses import dataclass

from models import pledge, pledge_deeds, pledge_steps, reading, study_archive
from models.kinds import records, sheets
from models.kinds.catalog import kind_of
from models.ledger import Ledger

YEAR = 2026
_STEPS = (
    ("submit", {"day": "2026-02-10"}),
    ("approve", {"day": "2026-02-15"}),
    ("post", {"day": "2026-02-20", "until_day": "2026-02-27"}),
    ("begin", {"day": "2026-03-01"}),
    ("appraise", {"day": "2026-11-10"}),
)


@dataclass(frozen=True)
class LongYear:
    """The ids of what one can open. archives: members whose archive is filled, reviewed, filed; pledges: by state."""

    text: str
    talk: str
    book: str
    archives: dict[str, str]
    pledges: dict[str, str]
    deed: str
    opinion: str


def fill_long_year(ledger: Ledger, people: list[str], words: str) -> LongYear:
    """Fill in a year; words: 200 characters, cut to what each field takes."""
    ids = ledger.ids
    with ledger.operation("reflection.add") as op:
        text = {"kind": "reflection", "title": words, "day": "2026-05-20", "body": words}
        (written,) = records.add(op, ids, kind_of("reflection"), people[:1], **text)
        records.add(
            op, ids, kind_of("reflection"), [people[1]], kind="notes", title=words, day="2026-06-20", pages=2000
        )
    with ledger.operation("talk.add") as op:
        told = {"occasion": words, "points": words, "ranking": words[:60]}
        told |= {"kind": "speech", "day": "2026-06-01", "title": words}
        (talked,) = records.add(op, ids, kind_of("talk"), people[:1], **told)
    with ledger.operation("exam.add") as op:
        results = {one: {"score": 9250, "grade": words[:20], "passed": "yes", "remark": words} for one in people[:2]}
        shared = {"title": words, "day": "2026-09-01", "method": "closed", "organizer": words[:100]}
        sheets.enter(op, ids, kind_of("exam"), results, **shared)
    with ledger.operation("reading.add") as op:
        due = {"due_date": "2026-06-30", "author": words[:100], "issuer": words[:100]}
        (book,) = records.add(op, ids, reading.ITEM, (), year=YEAR, title=words, need="required", **due)
    with ledger.operation("reading.mark") as op:
        reading.mark_read(op, ids, book, {people[0]: "2026-06-01"})
    pledges, deed, opinion = _pledges(ledger, people, words)
    return LongYear(written, talked, book, _archives(ledger, people, words), pledges, deed, opinion)


def _archives(ledger: Ledger, people: list[str], words: str) -> dict[str, str]:
    filled, reviewed, filed = people[1:4]
    with ledger.operation("archive.fill") as op:
        for one in (filled, reviewed, filed):
            study_archive.write_summary(op, ledger.ids, one, YEAR, summary=words * 5, group_opinion=words)
            study_archive.fill(op, ledger.ids, one, YEAR, "2026-11-18")
    with ledger.operation("archive.review") as op:
        for one in (reviewed, filed):
            study_archive.review(op, one, YEAR, reviewer=words[:60], day="2026-11-19", review=words)
    with ledger.operation("archive.file") as op:
        study_archive.file(op, filed, YEAR, by=words[:60], day="2026-11-20", number=words[:40])
    return {"open": people[0], "filled": filled, "reviewed": reviewed, "filed": filed}


def _pledges(ledger: Ledger, people: list[str], words: str) -> tuple[dict[str, str], str, str]:
    """Return the pledges by state, a deed and an opinion on the one that is kept."""
    ids, made = ledger.ids, {}
    states = ("draft", "review", "approved", "posted", "keeping", "appraising")
    items = [
        {"kind": "common", "text": words, "measure": words, "responsible": words[:60], "due_date": "2026-10"},
        {"kind": "service", "text": words},
    ]
    for far, state in enumerate(states):
        made[state] = ids.new()
        whom = {"owner": "member", "member_id": people[far]} if far else {"owner": "branch"}
        more = {"foreword": words, "supervision": words, "contact": words[:100]}
        with ledger.operation("pledge.draft") as op:
            pledge.draft_pledge(op, ids, pledge_id=made[state], year=YEAR, items=items, **whom, **more)
        for step, facts in _STEPS[:far]:
            place = {"place": words, "remark": words} if step == "post" else {}
            with ledger.operation(pledge_steps.operation_kind(step)) as op:
                pledge_steps.take(op, ids, made[state], step, by_whom=words[:60], **facts, **place)
    deed, opinion = ids.new(), ids.new()
    with ledger.operation("pledge.deed") as op:
        item = pledge.items(ledger, made["keeping"])[0]
        done = {"day": "2026-06-01", "text": words, "proof": words[:100]}
        pledge_deeds.add_deed(op, deed_id=deed, pledge_id=made["keeping"], item_id=item.id, **done)
    with ledger.operation("pledge.opinion") as op:
        said = {"from_whom": words[:60], "text": words}
        pledge_deeds.add_opinion(op, opinion_id=opinion, pledge_id=made["posted"], day="2026-02-24", **said)
    return made, deed, opinion

