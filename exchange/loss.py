"""What a package would take away from the committee, and when that is more than a person need not be asked about."""

from collections.abc import Sequence
from typing import Any

from exchange.changes import TableChange

MOST_OF_A_TABLE = 5
MOST_IN_A_HUNDRED = 2
MOST_NAMED = 20
_MOST_SAID = 6


def lost(changes: Sequence[TableChange]) -> dict[str, dict[str, Any]]:
    """Return the records that would vanish, by table: `count` and the first names."""
    return {
        change.table: {"count": len(change.gone), "names": [row.name for row in change.gone[:MOST_NAMED]]}
        for change in changes
        if change.gone
    }


def shrinks(changes: Sequence[TableChange]) -> bool:
    """Tell whether more would vanish than ordinary mending takes away."""
    gone = sum(len(change.gone) for change in changes)
    before = gone + sum(len(change.changed) + change.same for change in changes)
    many = any(len(change.gone) > MOST_OF_A_TABLE for change in changes)
    return many or gone * 100 > before * MOST_IN_A_HUNDRED


def loses(changes: Sequence[TableChange]) -> bool:
    """Tell whether anything that stands would not stand any more as it does."""
    return any(change.gone or change.changed for change in changes)


def told(changes: Sequence[TableChange]) -> str:
    """Say what would vanish and change: `去掉会议 13 条、考勤 612 条，改动党员 2 条`."""
    gone = _counted("去掉", [(change.word, len(change.gone)) for change in changes])
    changed = _counted("改动", [(change.word, len(change.changed)) for change in changes])
    return "，".join(part for part in (gone, changed) if part) or "代替那一号，记录一条不少"


def _counted(does: str, figures: list[tuple[str, int]]) -> str:
    there = [(word, count) for word, count in figures if count]
    if not there:
        return ""
    rest = there[_MOST_SAID:]
    more = f"，另有 {len(rest)} 类 {sum(count for _, count in rest)} 条" if rest else ""
    return does + "、".join(f"{word} {count} 条" for word, count in there[:_MOST_SAID]) + more
