"""Points of a test as people write them, and as they are kept: hundredths of a point, whole numbers."""

import re
import unicodedata

from models.amounts import credits_text
from models.errors import RefusedError

_POINTS = re.compile(r"([0-9]{1,4})(?:\.([0-9]{1,2}))?")


def read(text: str, *, most: int, field: str, where: str = "") -> int:
    """Return points as hundredths: `92.5` is 9250; full-width figures are read as others.

    most: points; field: its word. Raises RefusedError("score-wrong") for what is no number, has more than two places,
    or is above the most.
    """
    narrow = unicodedata.normalize("NFKC", text).replace("。", ".").strip().removesuffix("分")
    found = _POINTS.fullmatch(narrow)
    hundredths = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else most * 100 + 1
    return checked(hundredths, most=most, field=field, where=where, written=text.strip())


def checked(hundredths: int, *, most: int, field: str, where: str = "", written: str = "") -> int:
    """Return hundredths that can stand as points. Raises RefusedError("score-wrong")."""
    if not 0 <= hundredths <= most * 100:
        raise RefusedError(
            "score-wrong", field=field, value=written[:20] or credits_text(hundredths), most=most, where=where
        )
    return hundredths
