"""Kill trials of what is not yet a record: what another copy has more, and what is typed and not saved."""

from itertools import count
from pathlib import Path

from models import draft, journal, other_copy, take_over, vault, whereabouts
from models.ledger import Ledger
from tools.kill_keeping import copied, prepare_copy
from tools.kill_phases import BATCH, Phase, Say, add_batch, book_in, left_over, lost, prepare_book, told, unsound, whole

# --- taking over another copy -----------------------------------------------------------


def _prepare_other(folder: Path) -> None:
    prepare_copy(folder)
    with vault.open_ledger(copied(folder)) as book:
        whereabouts.settle(book, whereabouts.COPIED)


def _take_over(folder: Path, say: Say) -> None:
    """Both sides go on, and again and again this one takes over what the other has more."""
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        while True:
            with vault.open_ledger(copied(folder)) as other:
                add_batch(other)
            add_batch(book)
            _taken(book, folder)
            say(told(book, journal.last_seq(book)))


def _taken(book: Ledger, folder: Path) -> None:
    with other_copy.opened(book, copied(folder)) as other:
        plan = take_over.plan_of(book, other)
    if not plan.nothing:
        with book.operation("ledger.take_over") as op:
            take_over.apply(op, book.ids, plan, take_over.settled(plan, take_over.OWN))


def _take_over_problems(folder: Path, said: list[str]) -> list[str]:
    """Nothing acknowledged is lost, nothing is half there; a second try brings all that the other copy has."""
    with vault.open_ledger(copied(folder)) as other:
        found = unsound(other)
        ids = {row["id"] for row in other.query("SELECT id FROM member")}
    with vault.open_ledger(book_in(folder)) as book:
        found += lost(book, said) + _sound(book)
        _taken(book, folder)
        here = {row["id"] for row in book.query("SELECT id FROM member")}
        found += [f"not taken over: {len(ids - here)} members"] if ids - here else []
        found += _sound(book)
    return found + left_over(folder)


def _sound(book: Ledger) -> list[str]:
    """Return what is wrong; both sides number their batches alike, so that a mark stands for one or for two."""
    halves = book.query("SELECT remark, count(*) AS n FROM member GROUP BY remark HAVING n % ? <> 0", (BATCH,))
    return unsound(book) + [f"half: {row['remark']} has {row['n']}" for row in halves]


# --- drafts -------------------------------------------------------------------------------


_KEPT, _SAVED_EACH, _PREPARED = 3, 10, 20
"""Dialogs that are open at once; every tenth text is saved; batches that were there before."""


def _type(folder: Path, say: Say) -> None:
    """Several dialogs keep what is typed; now and then one is saved, with its record."""
    with vault.open_ledger(book_in(folder)) as book:
        say("begin")
        for number in count(1):
            place = f"d{number % _KEPT}"
            typed = [("0 QPlainTextEdit 正文", f"{number} " + "写" * 400)]
            draft.keep(book, place, place=place, subject="", title="心得", typed=typed)
            say(f"saved {place} {number}")
            if number % _SAVED_EACH == 0:
                add_batch(book)
                draft.drop(book, place)
                say(f"saved {place} -{number}")


def _type_problems(folder: Path, said: list[str]) -> list[str]:
    """Each dialog offers what was acknowledged last, or what was typed after it; what was saved is offered no more."""
    last = {place: int(number) for _, place, number in map(str.split, said)}
    with vault.open_ledger(book_in(folder)) as book:
        kept = {one.place: int(one.texts[0].split()[0]) for one in draft.listed(book)}
        batches = book.query("SELECT count(*) AS n FROM member")[0]["n"] // BATCH - _PREPARED
        # Saved with its record before that was told: then the record is there instead.
        gone = [(place, at) for place, at in last.items() if at > 0 and kept.get(place, 0) < at]
        found = [f"lost: {place} {at}" for place, at in gone if at % _SAVED_EACH or batches < at // _SAVED_EACH]
        # Dropped, and nothing later was acknowledged: at most the next text may stand there, on disk but not told.
        found += [f"back: {place}" for place, at in last.items() if at < 0 and 0 < kept.get(place, 0) <= -at]
        found += whole(book)
    return found + left_over(folder)


PHASES: dict[str, Phase] = {
    "takeover": Phase(_prepare_other, _take_over, _take_over_problems, 1.5, in_suite=False),
    "drafts": Phase(prepare_book, _type, _type_problems, 0.5, in_suite=False),
}
