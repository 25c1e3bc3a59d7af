"""Several branches in one list: which of them is the ledger's own, as far as names can tell.

Names are compared without 中共, 委员会, 党支部 and the places before them; a branch that may be another is asked.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from exchange import roster_words
from exchange.roster_findings import Finding, undecided
from exchange.roster_sheet import Roster, RosterRow
from models.errors import RefusedError
from models.names import organization_key

_PLACE = re.compile(
    r"[^省市县区镇乡旗州盟]{1,8}?(?:自治区|自治州|自治县|省|市|县|区|镇|乡|旗|州|盟|街道|办事处|开发区|新区|集团|公司|大学|学院|学校|医院|局|系统|机关)"
)
_KIND = re.compile(r"(联合|临时)?(总?支部|委员会|委)$")
_TENS = re.compile(r"(\d?)十(\d?)")
_FORMAL = ("中共", "中国共产党")
_SHORTEST_PART = 2
_MOST_SHOWN = 8


OWN = "own"
"""A person's answer: whatever branch the row names, it is the ledger's own."""


@dataclass(frozen=True, slots=True)
class Branches:
    """The branches named in a list with the number of their rows; `own` is the one that is surely the ledger's."""

    counts: dict[str, int]
    own: str = ""
    ledger_name: str = ""

    @property
    def several(self) -> bool:
        """Tell whether there is more than one."""
        return len(self.counts) > 1

    @property
    def differs(self) -> bool:
        """Tell whether the one branch that is named does not look like the ledger's; it may be a name of the house."""
        return len(self.counts) == 1 and not self.own

    def shown(self) -> str:
        """Return each with its number of people."""
        shown = [f"“{name}” {count} 人" for name, count in list(self.counts.items())[:_MOST_SHOWN]]
        return "、".join(shown) + ("等" if len(self.counts) > _MOST_SHOWN else "")


def branch_of(row: RosterRow) -> str:
    """Return the branch that a row names, or the title over it, empty when neither does; of several columns the one
    for branches.
    """
    written = [str(entry.cell.value) for entry in row.entries.get("branch", ()) if not entry.cell.flaw]
    named = [" ".join(text.split()) for text in written if not roster_words.says_nothing(text)]
    return next((text for text in named if "支部" in text), named[0] if named else row.titled)


def branches_in(rows: Iterable[RosterRow], ledger_name: str) -> Branches:
    """Return the branches of a list; names that differ only in 中共, 委员会 and blanks are one."""
    spellings: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in rows:
        name = branch_of(row)
        if name:
            counts[spellings.setdefault(organization_key(name), name)] += 1
    alike = [name for name in counts if is_same(name, ledger_name)]
    exact = [name for name in alike if organization_key(name) == organization_key(ledger_name)]
    own = exact if len(exact) == 1 else alike
    return Branches(dict(counts), own[0] if len(own) == 1 else "", ledger_name)


def finding(branches: Branches, name: str, chosen: str) -> Finding | None:
    """Say what is to be asked about a row that names a branch. chosen: the branch that a person settled on."""
    if not branches.counts or chosen:
        return None
    facts = {"own": branches.ledger_name, "branches": branches.shown(), "count": len(branches.counts)}
    if branches.several and name and not branches.own:
        return undecided("branch", "row-several-branches", tuple(branches.counts), **facts)
    facts["branch"] = name
    if branches.several:
        if not name:
            return undecided("branch", "row-branch-missing", (OWN,), **facts)
        same = organization_key(name) == organization_key(branches.own)
        return None if same else undecided("branch", "row-other-branch", (OWN,), **facts)
    surely_another = branches.differs and name.startswith(_FORMAL) and branches.ledger_name.startswith(_FORMAL)
    return undecided("branch", "row-other-branch", (OWN,), **facts) if surely_another else None


def only(roster: Roster, chosen: str) -> list[tuple[str, int]]:
    """Return the keys of all rows, for whom a person chose one branch by name.

    Raises RefusedError("roster-branch-unknown") for a branch that the list does not name.
    """
    named = dict.fromkeys(branch_of(row) for row in roster.rows)
    if organization_key(chosen) not in map(organization_key, named):
        there = "、".join(name for name in named if name) or "（没有写支部）"
        raise RefusedError("roster-branch-unknown", path=roster.name, branch=chosen, there=there)
    return [row.key for row in roster.rows]


def is_left_out(name: str, chosen: str) -> bool:
    """Tell whether a row stays out because a person chose another branch."""
    return bool(chosen) and chosen != OWN and organization_key(name) != organization_key(chosen)


def is_same(first: str, second: str) -> bool:
    """Tell whether two names can well be one branch's: equal but for the places before them."""
    one, other = _core(first), _core(second)
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _SHORTEST_PART and longer.endswith(shorter):
        return True
    ends = [_without_places(name) for name in (one, other)]
    return len(ends[0]) >= _SHORTEST_PART and ends[0] == ends[1]


def _core(name: str) -> str:
    core = _KIND.sub("", organization_key(roster_words.simplified(name)))
    core = _TENS.sub(lambda found: f"{found[1] or 1}{found[2] or 0}", core)
    # 一支部 is 第一支部, and not the end of 十一支部.
    return re.sub(r"(?<![第\d])(\d+)$", r"第\1", core)


def _without_places(name: str) -> str:
    while (place := _PLACE.match(name)) is not None and len(name) - place.end() >= _SHORTEST_PART:
        name = name[place.end() :]
    return re.sub(r"(社区|村委会|村|居委会|小区)$", "", name)
