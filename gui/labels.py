"""Words that only the window needs: sentences about operations, moments in local time, file sizes."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from models import words

if TYPE_CHECKING:
    from models.ledger import Ledger

_TELL_THEMSELVES = ("ledger.create", "organization.edit", "setting.change", "package.send", "receipt.accept")
_WEEKDAYS = "一二三四五六日"


def operation_sentence(ledger: "Ledger", seq: int) -> str:
    """Return what an operation did as people say it: `修改党员 王某`, `导入花名册（60 人）`.

    For an undo or redo that of the operation it is about.
    """
    from models import journal

    entry = journal.entry(ledger, seq)
    while entry is not None and entry.kind in ("undo", "redo") and entry.undoes is not None:
        entry = journal.entry(ledger, entry.undoes)
    if entry is None:
        return ""
    word = words.label("operation", entry.kind)
    if entry.kind in _TELL_THEMSELVES:
        return word
    names = _subjects(ledger, entry.seq) if entry.change_count <= 2000 else []
    if entry.kind == "roster.import":
        return f"{word}（{len(names)} 人）" if names else word
    if len(names) == 1:
        return f"{word} {names[0]}"
    return f"{word}（{len(names)} 项）" if names else word


def _telling() -> tuple[str, ...]:
    """Return the tables by which an operation is told, the first that it touched: a meeting and not the sixty lines of
    its sheet.
    """
    from models.kinds.catalog import tables

    before = ("member", "meeting", "party_group", "organization", "post_term", "make_up", "attendance")
    return (*before, *tables(), "study_archive", "pledge", "pledge_deed", "pledge_appraisal", "pledge_opinion")



def _subjects(ledger: "Ledger", seq: int) -> list[str]:
    """Return what people call the records an operation is about, each once: the most telling table it touched."""
    from models import journal
    from models.record_name import record_name

    touched: dict[str, dict[object, dict[str, Any]]] = {}
    for change in journal.changes_of(ledger, seq):
        touched.setdefault(change.table, {})[change.key] = change.after or change.before or {}
    for table in _telling():
        if table in touched:
            return [name for row in touched[table].values() if (name := record_name(ledger, row))]
    return []


def local(moment: str) -> datetime:
    """Return a kept moment (UTC text) in this computer's time."""
    return datetime.fromisoformat(moment.replace("Z", "+00:00")).astimezone()


def when(moment: str, now: datetime | None = None) -> str:
    """Return a moment as people say it: `今天 10:32`, `昨天 08:12`, `11月6日 09:00`, `2025年11月6日`."""
    at, today = local(moment), (now or datetime.now(UTC)).astimezone().date()
    days = (today - at.date()).days
    if days in (0, 1):
        return f"{('今天', '昨天')[days]} {at:%H:%M}"
    if at.year == today.year:
        return f"{at.month}月{at.day}日 {at:%H:%M}"
    return f"{at.year}年{at.month}月{at.day}日"


def long_day(day: date) -> str:
    """Return a day as it stands over a page: `2026年11月21日 星期六`."""
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def day_text(iso: str) -> str:
    """Return a kept date with its precision as people read it: `1985年7月1日`, `1985年7月`, `1985年`."""
    marks = ("年", "月", "日")
    return (
        "".join(f"{int(part)}{mark}" for part, mark in zip(iso.split("-"), marks, strict=False))
        if iso
        else ""
    )


def ledger_name(ledger: "Ledger") -> str:
    """Return whose a ledger is, and of which backup it was made: `河东村党支部（恢复自 11月20日 的备份）`."""
    from models import organization, restore

    created = restore.restored_from(ledger)
    return organization.own(ledger).name + (f"（恢复自 {when(created)} 的备份）" if created else "")
