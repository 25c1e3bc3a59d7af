"""Does a package go on from what was received? The sealed list of the sender's own packages tells.

A number that was received here with another digest, or a standing package that the sender never sent, means that
two ledgers speak for one branch. A listed number that never came is a gap and no fault: a stick was lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exchange.header import Header, hex_text
from models import sent_package
from models.kinds.column import whole_number
from models.received_package import ReceivedPackageRow

if TYPE_CHECKING:
    from models.ledger import Ledger

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Link:
    """One package of the sender's: its number and the SHA-256 of its file."""

    number: int
    digest: str


@dataclass(frozen=True, slots=True)
class Past:
    """What a package tells of those before it, the newest first; `floor`: the lowest number it speaks for."""

    links: tuple[Link, ...]
    floor: int

    def unknown(self, received: Sequence[ReceivedPackageRow]) -> ReceivedPackageRow | None:
        """Return a received package that the sender says was another one; what it agrees on settles what is older."""
        own = {link.digest for link in self.links}
        for link in self.links:
            there = [row for row in received if row.number == link.number]
            # Two copies may have given out one number; after one was taken over the sender knows both packages.
            if any(row.digest in own for row in there):
                return None
            if there:
                return there[0]
        return None

    def knows(self, standing: ReceivedPackageRow) -> bool:
        """Tell whether the standing package is the sender's own; one too old for the list is not asked after."""
        return standing.number < self.floor or any(link.digest == standing.digest for link in self.links)


def own_links(ledger: "Ledger", unnoted: Sequence[Link] = ()) -> tuple[Link, ...]:
    """Return the last packages of this ledger, the newest first. unnoted: written before the power went."""
    noted = [Link(row.number, row.digest) for row in sent_package.list_sent(ledger)]
    every = dict.fromkeys((*unnoted, *noted))
    return tuple(sorted(every, key=lambda link: (-link.number, link.digest))[:MOST_LISTED])


def past_of(
    head: Header, listed: tuple[Link, ...] | None, received: Sequence[ReceivedPackageRow]
) -> Past | None:
    """Return what a package tells of those before it, None where it tells nothing.

    listed: None in a package of the first format, which names the one before it by its digest alone.
    """
    if listed is not None:
        return Past(listed, listed[-1].number if len(listed) == MOST_LISTED else 1)
    if not head.prev_sha256:
        return None
    known = next((row.number for row in received if row.digest == head.prev_sha256), head.number - 1)
    told = any(row.number == known for row in received)
    return Past((Link(known, head.prev_sha256),), known) if told else None


def as_json(links: tuple[Link, ...]) -> list[dict[str, Any]]:
    """Return the list as it stands in a manifest."""
    return [{"number": link.number, "digest": link.digest} for link in links]


def parsed(found: Any) -> tuple[Link, ...] | None:
    """Return the list of a manifest, None when it is not one."""
    if not isinstance(found, list) or len(found) > MOST_LISTED:
        return None
    for entry in found:
        if not isinstance(entry, dict) or entry.keys() != {"number", "digest"}:
            return None
        if not whole_number(entry["number"], 1, 1 << 31):
            return None
        if not isinstance(entry["digest"], str) or not hex_text(64).fullmatch(entry["digest"]):
            return None
    links = [Link(entry["number"], entry["digest"]) for entry in found]
    if links != sorted({*links}, key=lambda link: (-link.number, link.digest)):
        return None
    return tuple(links)
