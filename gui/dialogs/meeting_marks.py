"""The sheet of a meeting while it is entered: who should come, and the exceptions; knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from gui.widgets.person_field import Person
from models.attendance import LEAVE_MARKS, PRESENT_MARKS, AttendanceLine, Attendee

DIGITS = {"1": "present", "2": "late", "3": "personal", "4": "sick", "5": "official", "6": "absent", "7": "observer"}
"""The digit that sets each mark, here and in the grid."""

MARK_STATES = {
    "present": "done",
    "late": "soon",
    "personal": "soon",
    "sick": "soon",
    "official": "progress",
    "absent": "overdue",
    "observer": "none",
}
"""The state (colour) in which each mark is shown, always with its word."""


def person_of(one: Attendee | AttendanceLine) -> Person:
    """Return somebody in the form in which she is looked for."""
    return Person(one.member_id, one.name, one.name_pinyin, one.name_initials, one.group)


@dataclass
class Marks:
    """Who should come (`roster`), everybody who may be named (`people`), and the marks that are not 到会.

    A mark of somebody who no longer belongs (another day, other kinds) is kept aside and comes back with her.
    """

    roster: set[str] = field(default_factory=set)
    people: dict[str, Person] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def stand(self, roster: Sequence[Person], others: Sequence[Person]) -> None:
        """Take another roster; `others` may be named as observers."""
        self.roster = {one.key for one in roster}
        self.people = {one.key: one for one in (*others, *roster)}

    def set(self, key: str, mark: str) -> bool:
        """Give a mark; False for a mark other than 列席 of somebody who should not come."""
        if key not in self.roster and mark not in ("observer", "present"):
            return False
        if mark == "present":
            self.given.pop(key, None)
        else:
            # The last one stands last.
            self.given.pop(key, None)
            self.given[key] = mark
        return True

    @property
    def valid(self) -> dict[str, str]:
        """The marks that hold with the present roster, in the order in which they were given."""
        return {
            key: mark
            for key, mark in self.given.items()
            if key in self.roster or (mark == "observer" and key in self.people)
        }

    @property
    def expected(self) -> int:
        """应到: the roster without those who only sit in."""
        return len(self.roster) - sum(mark == "observer" and key in self.roster for key, mark in self.valid.items())

    @property
    def present(self) -> int:
        """实到."""
        away = sum(mark in (*LEAVE_MARKS, "absent") for mark in self.valid.values())
        return self.expected - away


def rate_text(present: int, expected: int) -> str:
    """Return the share of those who came: `87.5%`; nothing where nobody should come."""
    return f"{present / expected * 100:.1f}".rstrip("0").rstrip(".") + "%" if expected else ""


def came(mark: str) -> bool:
    """Tell whether a mark counts as 实到."""
    return mark in PRESENT_MARKS
