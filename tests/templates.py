"""What many tests begin with, made the real way once a session and then copied, byte for byte."""

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlcipher3 import dbapi2

from models.ids import CountingIds
from models.ledger import Ledger

P, T = ParamSpec("P"), TypeVar("T")


def made_once(fill: Callable[Concatenate[Ledger, P], T]) -> Callable[Concatenate[Ledger, P], T]:
    """Decorate what fills a ledger: from one beginning it writes once, afterwards the pages it wrote are copied in.

    The beginning is the journal with its digest, the clock and the next id, so ids must be counted: a ledger with
    others is filled anew, and so is one that a window watches or a key protects. What remembers the journal's end
    outside the file is told of the copy.
    """
    kept: dict[object, tuple[Any, int, T]] = {}

    @wraps(fill)
    def filled(ledger: Ledger, *args: P.args, **kwargs: P.kwargs) -> T:
        ids = ledger.ids
        watched = any(not (heard.__module__ or "").startswith("models.") for heard in ledger.changed)
        if not isinstance(ids, CountingIds) or watched or ledger.key is not None:
            return fill(ledger, *args, **kwargs)
        beginning = (*_state(ledger), ids._count, repr((args, kwargs)))
        if beginning not in kept:
            told = fill(ledger, *args, **kwargs)
            pages = dbapi2.connect(":memory:", check_same_thread=False)
            ledger.db.conn.backup(pages)
            kept[beginning] = (pages, ids._count, deepcopy(told))
            return told
        pages, ids._count, told = kept[beginning]
        pages.backup(ledger.db.conn)
        for note in ledger.written:
            note()
        return deepcopy(told)

    return filled


def _state(ledger: Ledger) -> tuple[object, ...]:
    # Each line of the journal carries the digest of all that was written until then.
    newest = ledger.query("SELECT seq, digest FROM journal_operation ORDER BY seq DESC LIMIT 1")[0]
    return (*newest.values(), *ledger.info().values(), ledger.actor, ledger.clock.now())
