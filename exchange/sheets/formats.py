"""Number formats of spreadsheets: which mean a date, and which number is which date."""

import re
from datetime import datetime, time, timedelta

_DAY, _MONTH = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"'
_MONTH_DAY, _HOUR = 'm"月"d"日"', 'h"时"mm"分"'
_FRACTIONS_AND_DATES = """0;0.00;#,##0;#,##0.00;;;;;0%;0.00%;0.00E+00;# ?/?;# ??/??;
yyyy/m/d;d-mmm-yy;d-mmm;mmm-yy;h:mm AM/PM;h:mm:ss AM/PM;h:mm;h:mm:ss;yyyy/m/d h:mm"""

BUILT_IN = {
    **dict(enumerate(_FRACTIONS_AND_DATES.replace("\n", "").split(";"), 1)),
    **dict.fromkeys((27, 36, 50, 52, 57), _MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), _MONTH_DAY),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), _HOUR),
    30: "m-d-yy",
    31: _DAY,
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Formats that files name by number (ECMA-376, 18.8.30; 27 to 58 as the Chinese Excel shows them)."""

_SILENT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.|am/pm|a/p', re.IGNORECASE)
_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_SERIAL = 2_958_465
SHIFT_1904 = (_EPOCH_1904 - _EPOCH_1900).days
"""By how many days a count from 1904 lies after the usual one."""


def is_date(number_format: str) -> bool:
    """Tell whether a cell with this format shows a date or a time."""
    bare = _SILENT.sub("", number_format).split(";")[0].lower()
    if bare in ("", "general", "@") or any(sign in bare for sign in "0#?"):
        return False
    return any(sign in bare for sign in "ymdhse")


def moment(serial: float, *, from_1904: bool = False) -> datetime | time | None:
    """Return what a day number means; a time of day below 1, None outside the calendar of office programs."""
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    if serial < 1:
        return (_EPOCH_1900 + timedelta(seconds=round(serial * 86_400))).time()
    if from_1904:
        return _EPOCH_1904 + timedelta(seconds=round(serial * 86_400))
    # Day 60 is 29 February 1900, which never was; before it the count is one day off.
    return _EPOCH_1900 + timedelta(seconds=round((serial + (serial < 60)) * 86_400))
