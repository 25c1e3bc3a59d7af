"""This ledger's own keys: made at the first need, kept in the ledger, never leaving it."""

from typing import TYPE_CHECKING

from exchange import signing
from models import own_key
from models.own_key import KeyRow

if TYPE_CHECKING:
    from models.ledger import Ledger


def own_keys(ledger: "Ledger") -> KeyRow:
    """Return the keys in use, making them when there are none yet. Raises WorldError (disk full, …)."""
    with ledger.lock:
        return own_key.current(ledger) or renew_keys(ledger)


def renew_keys(ledger: "Ledger") -> KeyRow:
    """Make new keys and retire the old ones; the other side has to be told by a new registration."""
    made = signing.new_keys()
    own_key.keep(ledger, made)
    return made
