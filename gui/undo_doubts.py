"""Why the newest operation may not be the one that somebody means who presses Ctrl+Z.

The key stands for "what I just did here": where the operation is another page's, some while old, or lies before
something that stays as it is (a print), it is asked for with its whole sentence.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from gui.pages import PAGES
from models import words
from models.journal import JournalEntry
from models.kinds.catalog import kinds
from models.undo import Next

FRESH = timedelta(minutes=10)
"""So long an operation counts as what was just done."""

_HOME = {
    **dict.fromkeys(("member", "roster"), ("members",)),
    **dict.fromkeys(("meeting", "meetings", "attendance", "make_up"), ("meetings",)),
    **{kind.acts_as: (kind.page,) for kind in kinds().values()},
    **dict.fromkeys(("post", "group", "organization", "setting", "rules"), ("settings",)),
    **dict.fromkeys(("branch", "committee", "package", "receipt"), ("exchange",)),
    "archive": ("archive",),
    "pledge": ("pledges",),
    "duty": ("start",),
    "evidence": ("study", "pledges", "meetings"),
}
"""First word of an operation's kind -> the pages where it belongs, for operations of an earlier start."""


def doubts(found: Next, *, page: str, done_on: Mapping[int, str], now: datetime) -> list[str]:
    """Return in Chinese what speaks against undoing without asking; empty when nothing does.

    page: the page that is shown. done_on: page on which each operation since the start was done, by its number.
    """
    entry = found.entry
    if entry is None:
        return []
    told = []
    homes = (done_on[entry.seq],) if entry.seq in done_on else _HOME.get(entry.kind.split(".")[0], ())
    if page not in homes:
        names = "、".join(f"“{one.word}”" for one in PAGES if one.key in homes)
        told.append(f"它是在{names}里办的，不是现在这一页。" if names else "它不是在现在这一页办的。")
    age = now - _moment(entry)
    if age > FRESH or age < -FRESH:
        told.append(f"它已经过了{_spoken(age)}。" if age > FRESH else "按电脑的时间它还没有到，请核对电脑的日期。")
    if found.crossed:
        done = "、".join(dict.fromkeys(f"“{words.label('operation', one.kind)}”" for one in found.crossed))
        told.append(f"它之后还做过{done}，那些不会跟着改。")
    return told


def _moment(entry: JournalEntry) -> datetime:
    return datetime.fromisoformat(entry.at.replace("Z", "+00:00"))


def _spoken(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 120:
        return f" {minutes} 分钟"
    return f" {minutes // 60} 小时" if minutes < 48 * 60 else f" {minutes // 1440} 天"
