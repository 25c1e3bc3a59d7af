"""Credits of each member in a year by the scheme in use, with every line, cap and reason."""

from dataclasses import dataclass

from models.rules.rule import CreditScheme


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One line. kind: `base`, `meeting`, `make_up`, `study`, `entry`, `limit`; item: key of the scheme's item; earned: hundredths
    before any cap; counted: hundredths that count; why: item, figures and cap in words.
    """

    day: str
    kind: str
    source_id: str
    title: str
    item: str
    item_title: str
    minutes: int
    earned: int
    counted: int
    why: str


@dataclass(frozen=True, slots=True)
class CreditTotal:
    """One member's year. total: the sum of what counts in `lines`, hundredths; target: of the scheme, or None."""

    member_id: str
    name: str
    group: str
    scheme: CreditScheme
    total: int
    target: int | None
    lines: tuple[CreditLine, ...]
