"""Which kinds of records there are: one file each in `resources/kinds/`, read and checked when first asked for."""

from collections.abc import Mapping
from functools import cache

from models.errors import BugError
from models.kinds import shelf, source
from models.kinds.field import Ref
from models.kinds.kind import Kind
from models.kinds.kind_file import read_document
from models.toml_entry import Finding


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind by its name. Raises BugError for a shipped declaration that cannot stand."""
    found: dict[str, Kind] = {}
    for document in source.documents():
        findings: list[Finding] = []
        kind = read_document(document, findings)
        if findings:
            raise BugError(f"resources/kinds/{kind.name}.toml: {'; '.join(map(str, findings))}")
        found[kind.name] = kind
    return found


def kind_of(name: str) -> Kind:
    """Return a kind by its name. Raises BugError for one that is not there."""
    try:
        return kinds()[name]
    except KeyError:
        raise BugError(f"no kind of record is called {name!r}") from None


def tables() -> tuple[str, ...]:
    """Return the tables in which records of any kind lie, the shelf's among them."""
    return tuple(dict.fromkeys((*(one.table for one in kinds().values()), shelf.TABLE, shelf.PEOPLE)))


def referring(kind: Kind) -> list[tuple[Kind, str]]:
    """Return the kinds whose records lead to records of a kind, each with the field that does."""
    return [
        (one, each.name) for one in kinds().values() for each in one.fields
        if isinstance(each, Ref) and each.to == kind.name
    ]


def of_operation(name: str) -> Kind | None:
    """Return the kind that an operation is about, None for another operation."""
    prefix = name.partition(".")[0]
    return next(
        (one for one in kinds().values() if one.acts_as == prefix and not one.part_of), None
    )
