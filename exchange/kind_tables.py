"""The tables of a package in which declared kinds of records lie: they follow from the declarations."""

from exchange.fields import WireTable
from models.kinds.catalog import kind_of


def table_of(name: str) -> WireTable:
    """Return the table of a kind."""
    kind = kind_of(name)
    # A line of a package is named by whose it is.
    title = "member_id" if kind.about == "member" else kind.title
    return WireTable(name=kind.table, title=title, since=kind.since, unique=kind.unique, fields=kind.columns())
