"""Study hours and credits as people write them, and as they are kept: minutes and hundredths, whole numbers.

One 学时 is 60 minutes, entered in steps of a half (no source states its length; the step is the product's own).
"""

import re
import unicodedata

from models import words
from models.errors import RefusedError

MINUTES_AN_HOUR = 60
STEP_MINUTES = 30
DAY_MINUTES = 24 * 60
MOST_RECORD_MINUTES = 1000 * 60
MOST_HUNDREDTHS = 100_000

_HOURS = re.compile(r"[0-9]{1,4}(?:\.[05]0?)?")
_CREDITS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,2})?")


def minutes_of(text: str, *, most: int = DAY_MINUTES, field: str = "meeting.study_minutes", where: str = "") -> int:
    """Return study hours as minutes: `1.5` is 90, nothing is 0; full-width figures are read as others.

    Raises RefusedError("hours-wrong") for what is no number, negative, no whole half hour, or more than `most` minutes.
    """
    kept = _narrow(text)
    if not kept:
        return 0
    minutes = round(float(kept) * MINUTES_AN_HOUR) if _HOURS.fullmatch(kept) else -1
    return checked_minutes(minutes, most=most, field=field, where=where, written=text.strip())


def _narrow(text: str) -> str:
    """Return figures as a Chinese input method leaves them (１．５ or 1。5) in their plain form."""
    return unicodedata.normalize("NFKC", text).replace("。", ".").strip()


def checked_minutes(
    minutes: int,
    *,
    most: int = DAY_MINUTES,
    field: str = "meeting.study_minutes",
    where: str = "",
    written: str = "",
) -> int:
    """Return minutes that can stand as study hours. Raises RefusedError("hours-wrong")."""
    if not 0 <= minutes <= most or minutes % STEP_MINUTES:
        value = written[:20] or str(minutes / MINUTES_AN_HOUR)
        raise RefusedError(
            "hours-wrong", field=words.label("field", field), value=value, most=most // MINUTES_AN_HOUR, where=where
        )
    return minutes


def hours_text(minutes: int) -> str:
    """Return minutes as hours: 90 is `1.5`, 60 is `1`; sums that are no half hours keep two places."""
    return f"{minutes / MINUTES_AN_HOUR:.2f}".rstrip("0").rstrip(".")


def checked_count(count: int, *, most: int, field: str, where: str = "") -> int:
    """Return a number of things (pages, votes) that can stand. Raises RefusedError("count-wrong")."""
    if not 0 <= count <= most:
        raise RefusedError("count-wrong", field=words.label("field", field), value=count, most=most, where=where)
    return count


def count_of(text: str, *, most: int, field: str, where: str = "") -> int:
    """Return a typed whole number, 0 for nothing. Raises RefusedError("count-wrong")."""
    typed = unicodedata.normalize("NFKC", text).strip()
    if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 8):
        word = words.label("field", field)
        raise RefusedError("count-wrong", field=word, value=typed[:20], most=most, where=where)
    return checked_count(int(typed or 0), most=most, field=field, where=where)


def hundredths_of(text: str, *, where: str = "") -> int:
    """Return credits as hundredths: `1.5` is 150. Raises RefusedError("credits-wrong")."""
    kept = _narrow(text)
    hundredths = round(float(kept) * 100) if _CREDITS.fullmatch(kept) else MOST_HUNDREDTHS + 1
    return checked_hundredths(hundredths, where=where, written=text.strip())


def checked_hundredths(hundredths: int, *, where: str = "", written: str = "") -> int:
    """Return hundredths that can stand as credits of one entry. Raises RefusedError("credits-wrong")."""
    if hundredths == 0 or abs(hundredths) > MOST_HUNDREDTHS:
        value = written[:20] or credits_text(hundredths)
        raise RefusedError("credits-wrong", value=value, most=MOST_HUNDREDTHS // 100, where=where)
    return hundredths


def credits_text(hundredths: int) -> str:
    """Return hundredths as credits: 150 is `1.5`, 1200 is `12`."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
