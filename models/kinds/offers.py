"""What the dialog of a shipped kind offers for a field, and what a choice puts into others: by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Option:
    """What may be chosen. key: as it is kept; fills: other fields -> what belongs into them, as it is kept."""

    key: str
    word: str
    fills: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Offered:
    """The options there are just now, and a sentence about where they come from."""

    options: tuple[Option, ...]
    told: str

    def word(self, key: str) -> str:
        """Return the word of an option; the key itself where it is none of these."""
        return next((one.word for one in self.options if one.key == key), key)


def _credit_items(ledger: "Ledger") -> Offered:
    """Return the items of the credit scheme in use that are entered by hand, each with the credits it gives."""
    from models import rule_choice
    from models.rules.credits import scheme_on

    scheme = scheme_on(rule_choice.list_choices(ledger), ledger.clock.today())
    if scheme is None:
        return Offered((), "还没有选用学分办法，登记的学分先存着，选用后再计入。")
    items = [one for one in scheme.items if one.per == "entry"]
    options = tuple(Option(one.key, one.title, {"hundredths": one.hundredths}) for one in items)
    return Offered(options, f"学分办法：{scheme.title}")


OFFERS: Mapping[str, Callable[["Ledger"], Offered]] = {"credit_items": _credit_items}
"""What a declaration may name as `offers`."""
